#pragma once
// A cursor over untrusted bytes. It fails once and stays failed, and no pointer leaves it.
#include "base/bytes.hpp"

namespace handfast {

enum class Fault : std::uint8_t { none, truncated, too_short, too_long, bad_value, trailing };

class Reader {
 public:
  explicit Reader(Bytes bytes) : bytes_(bytes) {}

  bool ok() const { return fault_ == Fault::none; }
  Fault fault() const { return fault_; }
  std::size_t offset() const { return at_; }
  std::size_t left() const { return ok() ? bytes_.size() - at_ : 0; }
  bool done() const { return ok() && at_ == bytes_.size(); }
  void fail(Fault why) {
    if (ok()) fault_ = why;
  }

  Bytes take(std::size_t n) {
    if (!ok() || bytes_.size() - at_ < n) {
      fail(Fault::truncated);
      return {};
    }
    const Bytes out = bytes_.subspan(at_, n);
    at_ += n;
    return out;
  }
  Bytes rest() { return take(left()); }

  template <std::size_t Width>
  std::uint32_t number() {  // big endian
    static_assert(Width >= 1 && Width <= 4);
    std::uint32_t value = 0;
    for (const std::uint8_t byte : take(Width)) value = value << 8 | byte;
    return value;
  }
  template <std::size_t Width>
  std::uint64_t little_endian() {
    static_assert(Width >= 1 && Width <= 8);
    std::uint64_t value = 0;
    unsigned shift = 0;
    for (const std::uint8_t byte : take(Width)) value |= std::uint64_t{byte} << shift, shift += 8;
    return value;
  }
  template <std::size_t Width>
  Bytes prefixed() {  // a length of Width bytes and that many bytes
    return take(number<Width>());
  }

 private:
  Bytes bytes_;
  std::size_t at_ = 0;
  Fault fault_ = Fault::none;
};

}  // namespace handfast
