#pragma once
// Answers that come when they are asked for the second time, as -async wants them.
#include <memory>
#include <utility>

#include "base/answer.hpp"

namespace handfast::bogo {

template <class T>
class Second final : public Later<T> {
 public:
  explicit Second(Result<T> answer) : answer_(std::move(answer)) {}
  std::optional<Result<T>> poll() override {
    if (!std::exchange(asked_, true)) return std::nullopt;
    return std::move(answer_);
  }

 private:
  Result<T> answer_;
  bool asked_ = false;
};

template <class T>
Answer<T> answer(Result<T> result, bool later) {
  if (!later) return result;
  return std::unique_ptr<Later<T>>(std::make_unique<Second<T>>(std::move(result)));
}

}  // namespace handfast::bogo
