#pragma once
// A mutex in four bytes, where std::mutex takes forty: for what each idle connection has, and threads hardly ever meet at.
#include <atomic>

namespace handfast {

class SmallLock {  // for std::lock_guard
 public:
  void lock() {
    while (held_.exchange(1, std::memory_order_acquire) != 0) held_.wait(1, std::memory_order_relaxed);
  }
  void unlock() {
    held_.store(0, std::memory_order_release);
    held_.notify_one();
  }

 private:
  std::atomic<int> held_ = 0;
};

}  // namespace handfast
