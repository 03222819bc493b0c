#pragma once
// Walks a field list as Decoder and Encoder do, and fills it with values that the syntax allows.
#include <deque>
#include <random>

#include "base/codec.hpp"

namespace handfast::test {

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  template <class M>
  M make() {
    M out{};
    M::fields(*this, out);
    return out;
  }

  template <WireNumber T>
  void value(T& out, std::string_view) {
    out = static_cast<T>(random_());
  }
  template <std::size_t N>
  void bytes(std::array<std::uint8_t, N>& out, std::string_view) {
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(random_());
  }
  template <std::size_t Width>
  void opaque(Bytes& out, Limits limits, std::string_view) {
    out = fresh(pick(limits));
  }
  template <std::size_t Width, class T>
  void list(ListView<T>& out, Limits limits, std::string_view field) {
    const std::size_t wanted = pick(limits);
    ByteVector items;
    while (items.size() < wanted) {
      T each{};
      item(each, field);
      Writer writer(items);
      Encoder encoder(writer);
      if constexpr (WireNumber<T>)
        encoder.value(each, field);
      else
        T::fields(encoder, each);
    }
    out = ListView<T>(kept_.emplace_back(std::move(items)));
  }
  void rest(Bytes& out, std::string_view) { out = fresh(pick({0, kUsual})); }
  template <class T>
  void item(T& out, std::string_view field) {
    if constexpr (WireNumber<T>)
      value(out, field);
    else
      T::fields(*this, out);
  }
  template <class Set>
  void extensions(Set& out, std::string_view) {
    Set::each(*this, out);
  }
  template <class Body>
  void extension(std::optional<Body>& out) {  // each is there or not
    if (random_() % 2 == 0) return;
    out.emplace();
    Body::fields(*this, *out);
  }
  void raw_extensions(Bytes) {}  // belongs to no message of the generator's
  bool has_extensions(const auto&) const { return true; }

 private:
  static constexpr std::size_t kUsual = 24;  // bytes above the least

  // Now and then the least that is allowed.
  std::size_t pick(Limits limits) {
    const std::size_t above = random_() % 4 == 0 ? 0 : random_() % kUsual;
    return std::min(limits.least + above, limits.most);
  }
  Bytes fresh(std::size_t size) {
    ByteVector& out = kept_.emplace_back(size);
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(random_());
    return out;
  }

  std::mt19937 random_;
  std::deque<ByteVector> kept_;  // what views point to
};

}  // namespace handfast::test
