#pragma once
// Sessions in this process's memory: bounded, the least recently used goes first, safe for threads.
#include <list>
#include <map>
#include <mutex>

#include "base/bytes.hpp"
#include "tls/session/session_store.hpp"

namespace handfast::tls {

inline constexpr std::size_t kUsualStoredSessions =
    1024;  // each of about 1 KB with a client's certificate, 200 bytes without

class MemoryStore final : public SessionStore {
 public:
  explicit MemoryStore(std::size_t most = kUsualStoredSessions) : most_(most) {}
  Answer<void> add(Bytes id, Bytes session, std::uint64_t expires) override;
  Answer<std::optional<SecretBytes>> find(Bytes id, std::uint64_t now) override;
  void remove(Bytes id) override;
  std::size_t size() const;

 private:
  struct Entry {
    ByteVector id;
    SecretBytes session;
    std::uint64_t expires;
  };
  using Entries = std::list<Entry>;  // the one used last is first

  const std::size_t most_;
  mutable std::mutex mutex_;
  Entries entries_;
  std::map<ByteVector, Entries::iterator> by_id_;
};

}  // namespace handfast::tls
