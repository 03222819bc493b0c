#pragma once
// One direction of a connection, record by record: the input takes them through, or damages them.
#include <deque>
#include <vector>

#include "fuzz_toy/mutation.hpp"

namespace handfast::fuzz {

// Gives the input's bytes one by one; zeros behind its end.
class Script {
 public:
  explicit Script(Bytes input) : left_(input) {}
  bool empty() const { return left_.empty(); }
  std::uint8_t next() {
    if (left_.empty()) return 0;
    const std::uint8_t out = left_[0];
    left_ = left_.subspan(1);
    return out;
  }

 private:
  Bytes left_;
};

class Wire {
 public:
  // Everything that `from` wants to send.
  void take(tls::Connection& from) {
    for (ByteVector& record : split_records(take_output(from))) {
      sent_.push_back(record);
      queue_.push_back(std::move(record));
    }
  }

  // At most so many records; whether there were any.
  bool deliver(tls::Connection& to, std::size_t most, bool byte_by_byte) {
    bool any = false;
    for (; most > 0 && !queue_.empty(); --most, any = true) {
      const ByteVector record = std::move(queue_.front());
      queue_.pop_front();
      for (Bytes rest = record; !rest.empty();) {
        // Behind a whole record that nobody reads, single bytes would make its memory grow one by one.
        const std::size_t step = byte_by_byte && to.bytes_wanted() > 0 ? 1 : rest.size();
        expect(to.feed(rest.first(step)));
        rest = rest.subspan(step);
        if (byte_by_byte && (!to.established() || to.renegotiating())) (void)to.handshake();
      }
    }
    return any;
  }

  void damage(Script& script) {
    const std::uint8_t what = script.next(), where = script.next(), value = script.next();
    if (queue_.empty()) return;
    const auto at = static_cast<std::ptrdiff_t>(where % queue_.size());
    ByteVector& record = queue_[static_cast<std::size_t>(at)];
    damaged_ = true;
    if (record.empty()) return;
    const std::size_t byte = (std::size_t{value} << 3 | what >> 5) % record.size();
    switch (what % 6) {
      case 0: record[byte] = static_cast<std::uint8_t>(record[byte] ^ (1 + value % 255)); break;
      case 1: record.resize(byte); break;
      case 2: queue_.insert(queue_.begin() + at, ByteVector(record)); break;
      case 3: queue_.erase(queue_.begin() + at); break;
      case 4: std::swap(record, queue_.front()); break;
      case 5: queue_.insert(queue_.begin() + at, ByteVector(sent_[value % sent_.size()])); break;
    }
  }

  bool damaged() const { return damaged_; }
  const std::vector<ByteVector>& sent() const { return sent_; }

 private:
  std::deque<ByteVector> queue_;
  std::vector<ByteVector> sent_;
  bool damaged_ = false;
};

}  // namespace handfast::fuzz
