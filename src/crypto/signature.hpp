#pragma once
// Public keys that verify and private keys that sign. A scheme is TLS's SignatureScheme; certificates use the same ones
// (their AlgorithmIdentifier is translated in src/pki).
#include <memory>

#include "base/codepoints.hpp"
#include "base/error.hpp"
#include "base/secret.hpp"

namespace handfast::crypto {

enum class KeyType : std::uint8_t { rsa, rsa_pss, ec_p256, ec_p384, ec_p521, ed25519 };

// Whether a key of this type can make or check signatures of this scheme, hash and curve taken together as TLS 1.3 does
// (RFC 8446, 4.2.3). For TLS 1.2 and certificates ECDSA may pair any curve with any hash: `any_curve`.
bool scheme_fits(SignatureScheme scheme, KeyType type, bool any_curve = false);

class PublicKey {
 public:
  // From a SubjectPublicKeyInfo in DER (RFC 5280, 4.1.2.7). Fails with key_unsupported or key_malformed.
  static Result<PublicKey> from_spki(Bytes spki);
  PublicKey(PublicKey&&) noexcept;
  PublicKey& operator=(PublicKey&&) noexcept;
  ~PublicKey();

  KeyType type() const;
  unsigned bits() const;  // RSA: of the modulus; curves: of the field

  // True if `signature` is a signature of `message` (not of its hash). The caller has checked that the scheme fits.
  [[nodiscard]] bool verify(SignatureScheme scheme, Bytes message, Bytes signature) const;

  struct State;

 private:
  explicit PublicKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

inline constexpr unsigned kMinGeneratedRsaBits = 1024;  // smaller ones nobody accepts
inline constexpr unsigned kMaxGeneratedRsaBits = 8192;  // larger ones take minutes

class PrivateKey {
 public:
  // From the DER of a PKCS#8 PrivateKeyInfo (RFC 5958), an ECPrivateKey (RFC 5915) or an RSAPrivateKey (RFC 8017).
  static Result<PrivateKey> from_pkcs8(Bytes der);
  static Result<PrivateKey> from_sec1(Bytes der);
  static Result<PrivateKey> from_pkcs1(Bytes der);
  // A fresh key. RSA keys outside kMinGeneratedRsaBits to kMaxGeneratedRsaBits, or not of whole bytes: invalid_request.
  static Result<PrivateKey> generate(KeyType type, unsigned rsa_bits = 2048);
  PrivateKey(PrivateKey&&) noexcept;
  PrivateKey& operator=(PrivateKey&&) noexcept;
  ~PrivateKey();

  KeyType type() const;
  unsigned bits() const;
  Result<ByteVector> public_spki() const;  // SubjectPublicKeyInfo in DER
  Result<SecretBytes> to_pkcs8() const;
  Result<ByteVector> sign(SignatureScheme scheme, Bytes message) const;  // safe to call from several threads at once

  struct State;

 private:
  explicit PrivateKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace handfast::crypto
