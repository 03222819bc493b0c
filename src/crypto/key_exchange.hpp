#pragma once
// Ephemeral key agreement in the shape of a KEM, so that (EC)DHE, ML-KEM and hybrids look alike: the client generates and
// later decapsulates, the server encapsulates to the client's share.
#include <memory>

#include "base/codepoints.hpp"
#include "base/error.hpp"
#include "base/secret.hpp"

namespace handfast::crypto {

using SharedSecret = SecretBytes;  // 32 to 80 bytes, but for finite fields up to 1024

bool group_supported(NamedGroup group);
std::size_t client_share_size(NamedGroup group);  // bytes of a client's share, 0 for an unsupported group
std::size_t server_share_size(NamedGroup group);

// One side's ephemeral private key; used once, and wiped when it goes.
class KeyExchange {
 public:
  static Result<KeyExchange> generate(NamedGroup group);
  // For known-answer tests: a given private key (X25519 and the NIST curves only, otherwise unsupported_feature).
  static Result<KeyExchange> from_private_key(NamedGroup group, Bytes private_key);
  KeyExchange(KeyExchange&&) noexcept;
  KeyExchange& operator=(KeyExchange&&) noexcept;
  ~KeyExchange();

  NamedGroup group() const;
  Bytes share() const;  // what goes into key_share; lives as long as this object

  // The secret shared with the owner of `peer_share` (a server's share). Fails with wrong_key_share when it has the wrong
  // size, is no valid point or gives the all-zero secret (RFC 8446, 7.4.2).
  Result<SharedSecret> agree(Bytes peer_share) const;

  struct State;  // the provider's

 private:
  explicit KeyExchange(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

struct Encapsulation {
  ByteVector share;  // the server's share
  SharedSecret secret;
};

// The server's side in one step: a fresh key, the share for the client, and the secret.
Result<Encapsulation> encapsulate(NamedGroup group, Bytes client_share);
// The same with a given private key, for known-answer tests (not for ML-KEM hybrids).
Result<Encapsulation> encapsulate(const KeyExchange& own, Bytes client_share);

}  // namespace handfast::crypto
