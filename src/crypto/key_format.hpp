#pragma once
// The DER containers of keys, for every provider: which algorithm it is, and where the key itself lies. What the key
// itself must be (a point on the curve, a modulus that fits its primes) the provider checks. Views borrow from the
// input.
#include <optional>

#include "base/error.hpp"
#include "base/reader.hpp"
#include "base/secret.hpp"
#include "crypto/hash.hpp"
#include "crypto/signature.hpp"

namespace handfast::crypto {

struct KeyAlgorithm {
  KeyType type{};
  std::optional<HashAlgorithm> pss_hash{};  // an RSA-PSS key's restriction to one hash (RFC 4055, 1.2), if it has one
  Bytes identifier{};                       // the contents of the AlgorithmIdentifier
};

// The AlgorithmIdentifier of a key of this type; for RSA-PSS without restrictions.
KeyAlgorithm key_algorithm(KeyType type);

// SubjectPublicKeyInfo (RFC 5280, 4.1.2.7). `key` is the public key: an RSAPublicKey, a point, or 32 bytes of Ed25519.
struct Spki {
  KeyAlgorithm algorithm;
  Bytes key;
};
Result<Spki> read_spki(Bytes der);
ByteVector write_spki(const KeyAlgorithm& algorithm, Bytes key);

// PrivateKeyInfo or OneAsymmetricKey (RFC 5958, 2). `key` is an RSAPrivateKey, an ECPrivateKey, or an Ed25519 seed
// (already out of its inner OCTET STRING, RFC 8410, 7); `public_key` is empty where the file has none.
struct Pkcs8 {
  KeyAlgorithm algorithm;
  Bytes key;
  Bytes public_key;
};
Result<Pkcs8> read_pkcs8(Bytes der);
SecretBytes write_pkcs8(const KeyAlgorithm& algorithm, Bytes key);  // `key` as in Pkcs8

// Whether it is an RSAPrivateKey (RFC 8017, A.1.2) of two primes, whatever its numbers are.
Result<void> check_rsa_private_key(Bytes der);

// ECPrivateKey (RFC 5915, 3); `curve` and `public_key` are optional there.
struct EcPrivateKey {
  std::optional<KeyType> curve;
  Bytes private_key;
  Bytes public_key;
};
Result<EcPrivateKey> read_ec_private_key(Bytes der);

// The contents of the next DER element, which must have this tag (X.690, 10.1); otherwise `in` fails.
Bytes take_element(Reader& in, std::uint8_t tag);

// The size of a curve's field in bytes, 0 for other keys; an uncompressed point is 1 + 2 fields long.
std::size_t field_size(KeyType type);
// An uncompressed point is the only form that may stand in a key (RFC 8422, 5.4; RFC 5480, 2.2 leaves others optional).
Result<void> check_point_form(KeyType type, Bytes point);

}  // namespace handfast::crypto
