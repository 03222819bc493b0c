#pragma once
// Where a server of TLS 1.2 keeps the sessions whose ids it gives out (RFC 5246, 7.3). One store serves many connections and
// threads at once. It may be slow, lose sessions and answer nonsense: the worst outcome is a full handshake.
#include <optional>

#include "base/answer.hpp"
#include "base/secret.hpp"

namespace handfast::tls {

class SessionStore {
 public:
  virtual ~SessionStore() = default;
  // Keeps `session` (encode_session(); it holds a secret) under `id`, of at most 32 bytes, until `expires`, in seconds since
  // 1970, or for a shorter time. Both are borrowed for the call.
  virtual Answer<void> add(Bytes id, Bytes session, std::uint64_t expires) = 0;
  // What add() was given; nothing: unknown, expired or lost.
  virtual Answer<std::optional<SecretBytes>> find(Bytes id, std::uint64_t now) = 0;
  // A session that ended in a fatal alert is not to be resumed (RFC 5246, 7.2.2).
  virtual void remove(Bytes id) = 0;
};

}  // namespace handfast::tls
