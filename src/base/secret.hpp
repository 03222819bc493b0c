#pragma once
// Memory that holds secrets is wiped when it is moved from and when it goes away, and compared in constant time.
#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

namespace handfast {

void wipe(MutableBytes bytes);  // never optimised away

// True if both have the same length and bytes; time depends on the length alone.
bool constant_time_equal(Bytes a, Bytes b);

// Up to Capacity secret bytes in place. Move-only: a secret has one owner.
template <std::size_t Capacity>
class Secret {
 public:
  Secret() = default;
  explicit Secret(Bytes bytes) : size_(static_cast<Size>(std::min(bytes.size(), Capacity))) {
    std::copy_n(bytes.begin(), size_, bytes_.begin());
  }
  static Secret of_size(std::size_t size) {
    Secret out;
    out.size_ = static_cast<Size>(std::min(size, Capacity));
    return out;
  }
  Secret(Secret&& other) noexcept : bytes_(other.bytes_), size_(std::exchange(other.size_, Size{0})) {
    wipe(other.bytes_);
  }
  Secret& operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    bytes_ = other.bytes_;
    size_ = std::exchange(other.size_, Size{0});
    wipe(other.bytes_);
    return *this;
  }
  ~Secret() { wipe(bytes_); }

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  Bytes reveal() const { return Bytes(bytes_).first(size_); }
  MutableBytes fill() { return MutableBytes(bytes_).first(size_); }
  std::span<std::uint8_t, Capacity> storage() { return bytes_; }  // all of it, for loops that need a known length
  void clear() {
    wipe(bytes_);
    size_ = 0;
  }
  Secret clone() const { return Secret(reveal()); }

 private:
  using Size = std::conditional_t<(Capacity > 0xff), std::size_t, std::uint8_t>;  // idle connections keep several
  std::array<std::uint8_t, Capacity> bytes_{};
  Size size_ = 0;
};

// Wipes what a container gives back: when it grows, when it shrinks and when it goes.
template <class T>
struct WipingAllocator {
  using value_type = T;
  WipingAllocator() = default;
  template <class U>
  WipingAllocator(const WipingAllocator<U>&) {}
  T* allocate(std::size_t n) { return std::allocator<T>().allocate(n); }
  void deallocate(T* p, std::size_t n) {
    wipe({p, n});
    std::allocator<T>().deallocate(p, n);
  }
  bool operator==(const WipingAllocator&) const = default;
};

// Secret bytes that come piece by piece: plaintext that waits.
using SecretVector = std::vector<std::uint8_t, WipingAllocator<std::uint8_t>>;
inline void append(SecretVector& out, Bytes bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

// Secret bytes on the heap, for keys of any size.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(Bytes bytes) : bytes_(bytes.begin(), bytes.end()) {}
  explicit SecretBytes(std::size_t size) : bytes_(size) {}
  static SecretBytes of(ByteVector&& bytes) {  // takes them over
    SecretBytes out;
    out.bytes_ = std::move(bytes);
    return out;
  }
  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this == &other) return *this;
    wipe(bytes_);
    bytes_ = std::exchange(other.bytes_, {});
    return *this;
  }
  ~SecretBytes() { wipe(bytes_); }

  Bytes reveal() const { return bytes_; }
  MutableBytes fill() { return bytes_; }
  std::size_t size() const { return bytes_.size(); }

 private:
  ByteVector bytes_;  // never grows: a reallocation would leave a copy behind
};

}  // namespace handfast
