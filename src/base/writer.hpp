#pragma once
// Appends to a caller's buffer. A length prefix is an object whose destructor writes the length; a body that is too long
// for its prefix is an error, never a truncation.
#include "base/bytes.hpp"

namespace handfast {

class Writer {
 public:
  explicit Writer(ByteVector& out) : out_(out) {}
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  bool ok() const { return ok_; }
  std::size_t size() const { return out_.size(); }
  void put(Bytes bytes) { append(out_, bytes); }
  template <std::size_t Width>
  void number(std::uint32_t value) {
    static_assert(Width >= 1 && Width <= 4);
    const std::size_t at = out_.size();
    out_.resize(at + Width);
    store(at, Width, value);
  }

  class Prefix {
   public:
    Prefix(Writer& writer, std::size_t width) : writer_(writer), width_(width) {
      writer_.out_.resize(writer_.out_.size() + width_);
      start_ = writer_.out_.size();
    }
    Prefix(const Prefix&) = delete;
    Prefix& operator=(const Prefix&) = delete;
    ~Prefix() {
      const std::size_t length = writer_.out_.size() - start_;
      if (length >> (8 * width_) != 0) writer_.ok_ = false;
      writer_.store(start_ - width_, width_, length);
    }

   private:
    Writer& writer_;
    std::size_t width_, start_ = 0;
  };
  [[nodiscard]] Prefix prefix(std::size_t width) { return Prefix(*this, width); }

 private:
  void store(std::size_t at, std::size_t width, std::size_t value) {
    for (std::size_t i = 0; i < width; ++i) out_[at + i] = static_cast<std::uint8_t>(value >> (8 * (width - 1 - i)));
  }

  ByteVector& out_;
  bool ok_ = true;
};

}  // namespace handfast
