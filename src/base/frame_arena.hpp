#pragma once
// Where coroutine frames live. They nest like a call stack, so a bump allocator that pops is enough: one block per
// handshake, given back when the handshake ends. Frames hold secrets: what is released is wiped.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <new>

#include "base/secret.hpp"

namespace handfast {

class FrameArena {
 public:
  explicit FrameArena(std::size_t capacity) : block_(new(std::nothrow) std::byte[capacity]) {
    if (block_) capacity_ = capacity;
  }
  FrameArena(const FrameArena&) = delete;
  FrameArena& operator=(const FrameArena&) = delete;

  void* allocate(std::size_t n) noexcept {  // nullptr: no memory
    n = round_up(n);
    if (n > capacity_ - used_) return ::operator new(n, std::nothrow);
    void* out = block_.get() + used_;
    used_ += n;
    return out;
  }
  void release(void* frame, std::size_t n) noexcept {
    n = round_up(n);
    auto* bytes = static_cast<std::byte*>(frame);
    wipe({reinterpret_cast<std::uint8_t*>(frame), n});
    if (std::less<>()(bytes, block_.get()) || !std::less<>()(bytes, block_.get() + capacity_))
      return ::operator delete(frame);
    used_ -= n;  // last in, first out
  }

 private:
  static constexpr std::size_t round_up(std::size_t n) {
    return (n + alignof(std::max_align_t) - 1) & ~(alignof(std::max_align_t) - 1);
  }
  std::unique_ptr<std::byte[]> block_;
  std::size_t capacity_ = 0, used_ = 0;
};

}  // namespace handfast
