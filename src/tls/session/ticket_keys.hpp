#pragma once
// What seals tickets (RFC 8446, 4.6.1; RFC 5077, 4). One secret is enough for a farm of servers: each period's key is derived
// from it, so that keys rotate by themselves, alike everywhere. The key of the period before still opens.
#include <array>
#include <memory>
#include <mutex>
#include <optional>

#include "crypto/aead.hpp"

namespace handfast::tls {

inline constexpr std::size_t kTicketSecretSize = 64;         // what gnutls_session_ticket_key_generate() makes
inline constexpr std::uint32_t kTicketKeyPeriod = 6 * 3600;  // seconds
inline constexpr std::uint32_t kTicketLifetime = 6 * 3600;   // seconds: never longer than its key can open it

class TicketKeys {
 public:
  explicit TicketKeys(Bytes secret) : secret_(secret) {}
  bool are_made_of(Bytes secret) const { return constant_time_equal(secret_.reveal(), secret); }

  // A ticket that only these keys open. `nonce` is random: a key seals fewer than 2^32 tickets in its period. Safe to call
  // from several threads at once, as open() is.
  Result<ByteVector> seal(Bytes state, std::uint64_t now, const crypto::Nonce& nonce) const;  // now: seconds since 1970
  // Nothing: foreign, damaged, or of a key that is too old.
  std::optional<SecretBytes> open(Bytes ticket, std::uint64_t now) const;

 private:
  struct PeriodKey;
  using SharedKey = std::shared_ptr<const PeriodKey>;
  Result<SharedKey> key_of(std::uint64_t period) const;

  SecretBytes secret_;
  mutable std::mutex mutex_;                  // over the cache
  mutable std::array<SharedKey, 2> derived_;  // the last two that were used
};

}  // namespace handfast::tls
