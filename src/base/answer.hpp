#pragma once
// An answer that may come later: from a key in another thread, a verdict that needs the network, a person.
#include <memory>
#include <optional>
#include <utility>

#include "base/error.hpp"

namespace handfast {

// Asked again and again until it answers; never from two threads at once.
template <class T>
class Later {
 public:
  virtual ~Later() = default;
  virtual std::optional<Result<T>> poll() = 0;  // nothing: not yet
};

// Either the answer itself, or somebody to ask again.
template <class T>
class Answer {
 public:
  Answer(Result<T> now) : now_(std::move(now)) {}                        // NOLINT: an answer is its result
  Answer(std::unique_ptr<Later<T>> later) : later_(std::move(later)) {}  // NOLINT
  bool ready() {
    if (!now_) now_ = later_->poll();
    return now_.has_value();
  }
  Result<T>& result() { return *now_; }  // once ready() has said so

 private:
  std::optional<Result<T>> now_;
  std::unique_ptr<Later<T>> later_;
};

}  // namespace handfast
