#include <openssl/curve25519.h>

#include "crypto/libcrypto/key_exchange_parts.hpp"
#include "crypto/libcrypto/provider_error.hpp"

namespace handfast::crypto {

Result<X25519Key> X25519Key::generate(MutableBytes share) {
  auto private_key = Secret<32>::of_size(32);
  X25519_keypair(share.data(), private_key.fill().data());
  return X25519Key(std::move(private_key));
}

Result<X25519Key> X25519Key::from_private_key(Bytes private_key, MutableBytes share) {
  if (private_key.size() != X25519_PRIVATE_KEY_LEN) return fail(Errc::key_malformed, "private_key", "RFC 7748, 5");
  X25519_public_from_private(share.data(), private_key.data());
  return X25519Key(Secret<32>(private_key));
}

Result<void> X25519Key::agree(Bytes peer_share, MutableBytes secret) const {
  if (X25519(secret.data(), private_key_.reveal().data(), peer_share.data())) return {};
  forget_provider_error();
  wipe(secret);
  return fail(Errc::wrong_key_share, "key_share.key_exchange", "RFC 8446, 7.4.2", "a point of large order",
              "one that gives the all-zero secret");
}

}  // namespace handfast::crypto
