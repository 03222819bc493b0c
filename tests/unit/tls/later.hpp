#pragma once
// Answers that come when a test says so, from this thread or another one.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/answer.hpp"

namespace handfast::test {

// Where the one who asked and the one who answers meet. Both may go away first.
template <class T>
class Desk {
 public:
  void put(Result<T> answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
    there_.notify_all();
  }
  std::optional<Result<T>> poll() {
    const std::lock_guard lock(mutex_);
    ++polls_;
    return std::exchange(answer_, std::nullopt);
  }
  void wait() {  // until somebody has put an answer
    std::unique_lock lock(mutex_);
    there_.wait(lock, [&] { return answer_.has_value(); });
  }
  unsigned polls() const { return polls_; }

 private:
  std::mutex mutex_;
  std::condition_variable there_;
  std::optional<Result<T>> answer_;
  unsigned polls_ = 0;
};

template <class T>
class FromDesk final : public Later<T> {
 public:
  explicit FromDesk(std::shared_ptr<Desk<T>> desk) : desk_(std::move(desk)) {}
  std::optional<Result<T>> poll() override { return desk_->poll(); }

 private:
  std::shared_ptr<Desk<T>> desk_;
};

template <class T>
Answer<T> from(std::shared_ptr<Desk<T>> desk) {
  return Answer<T>(std::unique_ptr<Later<T>>(std::make_unique<FromDesk<T>>(std::move(desk))));
}

}  // namespace handfast::test
