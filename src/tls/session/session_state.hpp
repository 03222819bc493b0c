#pragma once
// What a connection leaves behind so that another one can go on from it: a client stores it with its ticket, a server seals
// it into the ticket or puts it into a store. docs/sessions.md describes the bytes.
#include <array>
#include <string>
#include <vector>

#include "base/codepoints.hpp"
#include "base/error.hpp"
#include "base/secret.hpp"
#include "crypto/hash.hpp"

namespace handfast::tls {

// SHA-256 of the name and the settings that a peer was verified for; zeros: it was not.
using VerifiedFor = std::array<std::uint8_t, 32>;

struct SessionState {
  ProtocolVersion version{};
  CipherSuite cipher_suite{};
  NamedGroup group{};                // of the key exchange that made the secret; TLS 1.3 has a new one each time
  crypto::SecretDigest secret;       // TLS 1.3: the ticket's PSK (RFC 8446, 4.6.1); TLS 1.2: the master secret
  std::uint32_t created = 0;         // seconds since 1970: when the peer was authenticated; resuming does not renew it
  std::uint32_t lifetime = 0;        // seconds after `created`
  std::uint32_t age_add = 0;         // TLS 1.3: ticket_age_add
  std::uint32_t max_early_data = 0;  // bytes
  bool extended_master_secret = false;  // TLS 1.2 (RFC 7627)
  bool peer_verified = false;           // a verifier accepted the peer's chain
  VerifiedFor verified_for{};           // for this, or accepted that there is none; zeros: no verifier was asked
  std::string server_name;
  std::string application_protocol;
  std::vector<ByteVector> peer_chain;  // DER, leaf first
  ByteVector name;  // what each side's program calls the session, however often it goes on; at most 32 bytes
  std::uint64_t received_ms = 0;  // milliseconds since 1970: when the ticket came or, inside it, was made; for its age

  // A client's own, never in a ticket.
  ByteVector ticket;      // empty: TLS 1.2 by session id
  ByteVector session_id;  // TLS 1.2

  bool usable_at(std::uint64_t seconds) const { return seconds >= created && seconds - created < lifetime; }
  // For a client, whose clock may have been set back since then: the server knows better.
  bool offered_at(std::uint64_t seconds) const {
    return seconds >= created ? usable_at(seconds) : created - seconds < lifetime;
  }
};

inline constexpr std::uint32_t kUsualSessionLifetime =
    24 * 3600;  // seconds, where a server of TLS 1.2 does not say (RFC 5246, F.1.4)
inline constexpr std::uint32_t kMaxTicketLifetime = 7 * 24 * 3600;  // seconds (RFC 8446, 4.6.1)

// Whole bytes of a state. Fails with message_too_long when a chain does not fit.
Result<SecretBytes> encode_session(const SessionState& state);
// Fails with session_malformed. The bytes may come from anywhere: they are checked like a message.
Result<SessionState> decode_session(Bytes bytes);

}  // namespace handfast::tls
