#pragma once
// A byte queue on the heap: bytes are added at the end and taken from the front. Growing does not zero what will be
// overwritten anyway, and an empty queue can give its memory back: an idle connection holds none. A small record finds room
// in the queue itself.
#include <array>
#include <memory>
#include <new>

#include "base/bytes.hpp"

namespace handfast {

class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() { wipe_taken(); }

  bool empty() const { return begin_ == end_; }
  std::size_t size() const { return end_ - begin_; }
  Bytes bytes() const { return {start_ + begin_, size()}; }
  MutableBytes mutable_bytes() { return {start_ + begin_, size()}; }

  // Room for n more bytes behind the queue, uninitialised; empty if memory has run out. Views into the queue end here.
  [[nodiscard]] MutableBytes room(std::size_t n);
  void added(std::size_t n) { end_ += n; }  // so many bytes of the room have been filled
  [[nodiscard]] bool append(Bytes bytes);
  void taken(std::size_t n) { begin_ += n; }  // the memory stays readable until the next call of room()
  void release();                             // frees the memory of an empty queue
  // What is taken next became secret in its place: it is wiped before the memory is used again or given back.
  void wipes_taken() { wipes_taken_ = true; }

 private:
  struct Free {
    void operator()(std::uint8_t* p) const { ::operator delete(p); }
  };
  static constexpr std::size_t kInPlace = 96;  // bytes: a record of 64, and what protects it
  bool grow(std::size_t needed);
  void wipe_taken();

  std::unique_ptr<std::uint8_t[], Free> memory_;  // null: the bytes are in place
  std::array<std::uint8_t, kInPlace> in_place_;
  std::uint8_t* start_ = in_place_.data();
  std::size_t capacity_ = kInPlace, begin_ = 0, end_ = 0;
  bool wipes_taken_ = false;
};

}  // namespace handfast
