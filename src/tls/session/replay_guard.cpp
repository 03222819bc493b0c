#include "tls/session/replay_guard.hpp"

namespace handfast::tls {

Answer<bool> MemoryReplayGuard::is_new(Bytes binder, std::uint64_t now, std::uint64_t expires) {
  const std::lock_guard lock(mutex_);
  forget_expired(now);
  ByteVector key(binder.begin(), binder.end());
  if (expires_.contains(key) || expires_.size() >= most_) return Result<bool>(false);
  const auto place = by_expiry_.emplace(expires, key);
  try {
    expires_.emplace(std::move(key), expires);
  } catch (const std::bad_alloc&) {
    by_expiry_.erase(place);
    throw;
  }
  return Result<bool>(true);
}

void MemoryReplayGuard::forget_expired(std::uint64_t now) {
  while (!by_expiry_.empty() && by_expiry_.begin()->first < now) {
    expires_.erase(by_expiry_.begin()->second);
    by_expiry_.erase(by_expiry_.begin());
  }
}

}  // namespace handfast::tls
