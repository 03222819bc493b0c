#pragma once
// Contents that snapshots share and that somebody adds to, often one thing at a time: they are copied only where a snapshot may
// have them. Under the lock of whoever keeps them.
#include <memory>

namespace handfast::capi {

template <class T>
class Growing {
 public:
  // What to add to: `kept` itself, or in its place what `copy` makes of it.
  template <class Copy>
  T& of(std::shared_ptr<const T>& kept, Copy copy) {
    if (own_ == nullptr || own_ != kept) kept = own_ = copy(kept.get());
    return *own_;
  }
  void shared() { own_ = nullptr; }  // from now on a snapshot may have them

 private:
  std::shared_ptr<T> own_;  // equal to what is kept while nobody else can have that
};

}  // namespace handfast::capi
