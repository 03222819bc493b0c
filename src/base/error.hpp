#pragma once
// What a failing function returns: the code, and what Failure needs to explain it. Trivially destructible and without
// allocation, so that it may travel through coroutines and be made when memory has run out.
#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <string_view>

#include "base/errc.hpp"

namespace handfast {

// A short text held in place; what does not fit is cut, because it is for people only.
class Note {
 public:
  static constexpr std::size_t kCapacity = 95;

  constexpr Note() = default;
  constexpr Note(std::string_view text) {  // NOLINT: implicit on purpose, a Note is a text
    size_ = static_cast<std::uint8_t>(std::min(text.size(), kCapacity));
    std::copy_n(text.data(), size_, text_.data());
  }
  constexpr Note(const char* text) : Note(std::string_view(text)) {}

  constexpr std::string_view view() const { return {text_.data(), size_}; }
  constexpr bool empty() const { return size_ == 0; }
  Note& operator<<(std::string_view text) {
    const std::size_t n = std::min(text.size(), kCapacity - size_);
    std::copy_n(text.data(), n, text_.data() + size_);
    size_ = static_cast<std::uint8_t>(size_ + n);
    return *this;
  }
  Note& operator<<(std::uint64_t number);  // decimal

 private:
  std::array<char, kCapacity> text_{};
  std::uint8_t size_ = 0;
};

Note hex_note(std::uint64_t value, unsigned digits);  // "0x1301"

struct Error {
  Errc code{};
  std::string_view field{};      // static text in the RFC's words: "server_hello.key_share"
  std::string_view reference{};  // static text: "RFC 8446, 4.2.8"
  Note expected{};
  Note found{};

  friend bool operator==(const Error& error, Errc wanted) { return error.code == wanted; }
};

template <class T>
using Result = std::expected<T, Error>;

// `return fail(Errc::x, "field", "RFC ...")` from a function that gives a Result.
inline std::unexpected<Error> fail(Errc code, std::string_view field = {}, std::string_view reference = {},
                                   Note expected = {}, Note found = {}) {
  return std::unexpected(Error{code, field, reference, expected, found});
}

}  // namespace handfast
