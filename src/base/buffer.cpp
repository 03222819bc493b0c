#include "base/buffer.hpp"
#include "base/copy.hpp"

#include <algorithm>
#include <cstring>

namespace handfast {

MutableBytes Buffer::room(std::size_t n) {
  if (begin_ == end_) begin_ = end_ = 0;
  if (capacity_ - end_ < n && begin_ > 0) {
    std::memmove(memory_.get(), memory_.get() + begin_, size());
    end_ -= begin_;
    begin_ = 0;
  }
  if (capacity_ - end_ < n) {
    // A record is read in two steps, header and body: a small one needs one allocation only.
    constexpr std::size_t kLeastRoom = 2048;
    const std::size_t wanted = std::max(end_ + n, kLeastRoom);
    auto* grown = static_cast<std::uint8_t*>(::operator new(wanted, std::nothrow));
    if (grown == nullptr) return {};
    if (end_ > 0) std::memcpy(grown, memory_.get(), end_);
    memory_.reset(grown);
    capacity_ = wanted;
  }
  return {memory_.get() + end_, n};
}

bool Buffer::append(Bytes bytes) {
  const MutableBytes space = room(bytes.size());
  if (space.size() != bytes.size()) return false;
  copy_bytes(bytes, space);
  added(bytes.size());
  return true;
}

void Buffer::release() {
  if (!empty()) return;
  memory_.reset();
  capacity_ = begin_ = end_ = 0;
}

}  // namespace handfast
