#pragma once
// A byte queue on the heap: bytes are added at the end and taken from the front. Growing does not zero what will be
// overwritten anyway, and an empty queue can give its memory back: an idle connection holds none.
#include <memory>
#include <new>

#include "base/bytes.hpp"

namespace handfast {

class Buffer {
 public:
  Buffer() = default;
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  bool empty() const { return begin_ == end_; }
  std::size_t size() const { return end_ - begin_; }
  Bytes bytes() const { return {memory_.get() + begin_, size()}; }
  MutableBytes mutable_bytes() { return {memory_.get() + begin_, size()}; }

  // Room for n more bytes behind the queue, uninitialised; empty if memory has run out. Views into the queue end here.
  [[nodiscard]] MutableBytes room(std::size_t n);
  void added(std::size_t n) { end_ += n; }  // so many bytes of the room have been filled
  [[nodiscard]] bool append(Bytes bytes);
  void taken(std::size_t n) { begin_ += n; }  // the memory stays readable until the next call of room()
  void release();                             // frees the memory of an empty queue

 private:
  struct Free {
    void operator()(std::uint8_t* p) const { ::operator delete(p); }
  };
  std::unique_ptr<std::uint8_t[], Free> memory_;
  std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

}  // namespace handfast
