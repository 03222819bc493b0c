#pragma once
// A moment until which something may take, or never.
#include <algorithm>
#include <chrono>
#include <optional>

namespace handfast::cli {

class Deadline {
 public:
  static Deadline never() { return Deadline(std::nullopt); }
  static Deadline after(std::chrono::milliseconds time) { return Deadline(Clock::now() + time); }

  bool passed() const { return end_ && Clock::now() >= *end_; }
  // The time left as poll(2) wants it: milliseconds, rounded up, at most an hour at a time; -1: no limit.
  int poll_time() const {
    if (!end_) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*end_ - Clock::now());
    return static_cast<int>(std::clamp<std::chrono::milliseconds::rep>(left.count(), 0, 3'600'000));
  }

 private:
  using Clock = std::chrono::steady_clock;
  explicit Deadline(std::optional<Clock::time_point> end) : end_(end) {}
  std::optional<Clock::time_point> end_;
};

}  // namespace handfast::cli
