#include "tls/session/replay_guard.hpp"

#include <algorithm>

namespace handfast::tls {

Answer<bool> MemoryReplayGuard::is_new(Bytes binder, std::uint64_t now, std::uint64_t expires) {
  const std::lock_guard lock(mutex_);
  forget_expired(now);
  ByteVector key(binder.begin(), binder.end());
  if (now <= forgotten_until_ || expires_.contains(key) || expires_.size() >= most_) return Result<bool>(false);
  expires_.emplace(std::move(key), expires);
  return Result<bool>(true);
}

// All are looked at, but at most once a second.
void MemoryReplayGuard::forget_expired(std::uint64_t now) {
  if (now == looked_at_) return;
  looked_at_ = now;
  std::erase_if(expires_, [&](const auto& entry) {
    if (entry.second >= now) return false;
    forgotten_until_ = std::max(forgotten_until_, entry.second);
    return true;
  });
}

}  // namespace handfast::tls
