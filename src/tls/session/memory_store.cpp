#include "tls/session/memory_store.hpp"

namespace handfast::tls {

namespace {

ByteVector key_of(Bytes id) { return {id.begin(), id.end()}; }

}  // namespace

Answer<void> MemoryStore::add(Bytes id, Bytes session, std::uint64_t expires) {
  Entries made;
  made.push_back({key_of(id), SecretBytes(session), expires});
  const std::lock_guard lock(mutex_);
  if (most_ == 0) return Result<void>();
  const auto [place, is_new] = by_id_.try_emplace(key_of(id), made.begin());
  if (!is_new) entries_.erase(std::exchange(place->second, made.begin()));
  entries_.splice(entries_.begin(), made);
  if (entries_.size() > most_) {
    by_id_.erase(entries_.back().id);
    entries_.pop_back();
  }
  return Result<void>();
}

Answer<std::optional<SecretBytes>> MemoryStore::find(Bytes id, std::uint64_t now) {
  using Found = Result<std::optional<SecretBytes>>;
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(key_of(id));
  if (found == by_id_.end()) return Found(std::nullopt);
  const Entries::iterator entry = found->second;
  if (entry->expires <= now) {
    by_id_.erase(found);
    entries_.erase(entry);
    return Found(std::nullopt);
  }
  entries_.splice(entries_.begin(), entries_, entry);
  return Found(SecretBytes(entry->session.reveal()));
}

void MemoryStore::remove(Bytes id) {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(key_of(id));
  if (found == by_id_.end()) return;
  entries_.erase(found->second);
  by_id_.erase(found);
}

std::size_t MemoryStore::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace handfast::tls
