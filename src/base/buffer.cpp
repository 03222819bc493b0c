#include "base/buffer.hpp"
#include "base/copy.hpp"
#include "base/secret.hpp"

#include <algorithm>
#include <cstring>

namespace handfast {

void Buffer::wipe_taken() {
  if (!wipes_taken_) return;
  wipe({start_, begin_});
  wipes_taken_ = false;
}

MutableBytes Buffer::room(std::size_t n) {
  wipe_taken();
  if (begin_ == end_) begin_ = end_ = 0;
  if (capacity_ - end_ < n && begin_ > 0) {
    std::memmove(start_, start_ + begin_, size());
    end_ -= begin_;
    begin_ = 0;
  }
  if (capacity_ - end_ < n && !grow(end_ + n)) return {};
  return {start_ + end_, n};
}

bool Buffer::grow(std::size_t needed) {
  constexpr std::size_t kLeast = 2048;  // one size for all but large records: malloc() finds the last one again
  const std::size_t capacity = std::max(needed, kLeast);
  auto* grown = static_cast<std::uint8_t*>(::operator new(capacity, std::nothrow));
  if (grown == nullptr) return false;
  if (end_ > 0) std::memcpy(grown, start_, end_);
  memory_.reset(grown);
  start_ = grown;
  capacity_ = capacity;
  return true;
}

bool Buffer::append(Bytes bytes) {
  const MutableBytes space = room(bytes.size());
  if (space.size() != bytes.size()) return false;
  copy_bytes(bytes, space);
  added(bytes.size());
  return true;
}

void Buffer::release() {
  wipe_taken();
  if (!empty()) return;
  memory_.reset();
  start_ = in_place_.data();
  capacity_ = kInPlace;
  begin_ = end_ = 0;
}

}  // namespace handfast
