#pragma once
// The keys behind PublicKey and PrivateKey, in the provider's types.
#include <openssl/ec_key.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <variant>

#include "crypto/key_format.hpp"
#include "crypto/scheme.hpp"

namespace handfast::crypto {

using RsaKey = bssl::UniquePtr<RSA>;
using EcKey = bssl::UniquePtr<EC_KEY>;
using Ed25519PublicKey = std::array<std::uint8_t, 32>;
using Ed25519PrivateKey = Secret<64>;  // the seed, then the public key

const EC_GROUP* group_of(KeyType curve);
const EVP_MD* evp_md(HashAlgorithm hash);
int nid_of(HashAlgorithm hash);
unsigned bits_of(KeyType type, const RSA* rsa);  // `rsa` for RSA keys only

struct PublicKey::State {
  KeyType type;
  std::optional<HashAlgorithm> pss_hash;
  std::variant<RsaKey, EcKey, Ed25519PublicKey> key;
};

struct PrivateKey::State {
  KeyType type;
  std::optional<HashAlgorithm> pss_hash;
  ByteVector identifier;  // the AlgorithmIdentifier that it came with
  std::variant<RsaKey, EcKey, Ed25519PrivateKey> key;

  KeyAlgorithm algorithm() const { return {type, pss_hash, identifier}; }
};

}  // namespace handfast::crypto
