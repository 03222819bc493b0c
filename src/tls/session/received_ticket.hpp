#pragma once
// What a client was given to come back with; together with what its connection knows it is a session.
#include "base/bytes.hpp"
#include "crypto/hash.hpp"

namespace handfast::tls {

struct ReceivedTicket {
  crypto::SecretDigest psk;                 // TLS 1.3; in TLS 1.2 the master secret takes its place
  std::uint64_t received_ms = 0;            // milliseconds since 1970
  std::uint32_t created = 0, lifetime = 0;  // seconds: since 1970, after that
  std::uint32_t age_add = 0, max_early_data = 0;
  ByteVector ticket;
  ByteVector session_id;  // TLS 1.2
};

}  // namespace handfast::tls
