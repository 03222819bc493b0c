#pragma once
// A value that threads share, where nothing else hangs on the moment at which another one sees it: ordinary loads and stores.
// Those of std::atomic by default cost a record as much as the cipher takes for 64 bytes.
#include <atomic>

namespace handfast {

template <class T>
class Relaxed {
 public:
  Relaxed() = default;
  Relaxed(T value) : value_(value) {}  // NOLINT: it stands for the value
  Relaxed(const Relaxed&) = delete;
  Relaxed& operator=(const Relaxed&) = delete;
  T load() const { return value_.load(std::memory_order_relaxed); }
  operator T() const { return load(); }  // NOLINT
  Relaxed& operator=(T value) {
    value_.store(value, std::memory_order_relaxed);
    return *this;
  }
  Relaxed& operator+=(T more) { return *this = load() + more; }  // by one thread at a time

 private:
  std::atomic<T> value_{};
};

}  // namespace handfast
