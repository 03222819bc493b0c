#include "tls/session/replay_guard.hpp"

namespace handfast::tls {

Answer<bool> MemoryReplayGuard::is_new(Bytes binder, std::uint64_t now, std::uint64_t expires) {
  const std::lock_guard lock(mutex_);
  forget_expired(now);
  ByteVector key(binder.begin(), binder.end());
  const std::uint64_t remembered_for = expires - now;
  if (now < started_ + remembered_for || expires_.contains(key) || expires_.size() >= most_) return Result<bool>(false);
  expires_.emplace(std::move(key), expires);
  return Result<bool>(true);
}

// All are looked at, but at most once a second.
void MemoryReplayGuard::forget_expired(std::uint64_t now) {
  if (now == looked_at_) return;
  looked_at_ = now;
  std::erase_if(expires_, [now](const auto& entry) { return entry.second < now; });
}

}  // namespace handfast::tls
