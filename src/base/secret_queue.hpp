#pragma once
// Secret bytes that wait, first in, first out: plaintext that nobody has taken yet. Memory is wiped when it goes, and an empty
// queue holds none.
#include <memory>

#include "base/secret.hpp"

namespace handfast {

class SecretQueue {
 public:
  bool empty() const { return waiting_ == nullptr; }
  std::size_t size() const { return bytes().size(); }
  Bytes bytes() const { return empty() ? Bytes() : Bytes(waiting_->memory).subspan(waiting_->taken); }

  // Throws std::bad_alloc, and nothing has changed.
  void add(Bytes bytes) {
    if (bytes.empty()) return;
    std::unique_ptr<Waiting> first = empty() ? std::make_unique<Waiting>() : nullptr;
    append((first ? first : waiting_)->memory, bytes);
    if (first) waiting_ = std::move(first);
  }
  // The first n bytes; views into the queue end when it becomes empty.
  void taken(std::size_t n) {
    if (empty()) return;
    waiting_->taken += n;
    if (waiting_->taken >= waiting_->memory.size()) waiting_.reset();
  }

 private:
  struct Waiting {
    SecretVector memory;
    std::size_t taken = 0;
  };
  std::unique_ptr<Waiting> waiting_;  // null: it is empty
};

}  // namespace handfast
