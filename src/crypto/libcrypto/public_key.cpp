#include <openssl/curve25519.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>

#include <algorithm>

#include "crypto/libcrypto/keys.hpp"
#include "crypto/libcrypto/provider_error.hpp"

namespace handfast::crypto {
namespace {

// The provider refuses moduli over 16384 bits and exponents over 33, so that nobody makes us compute for long.
Result<RsaKey> parse_rsa(Bytes bytes) {
  RsaKey key(RSA_public_key_from_bytes(bytes.data(), bytes.size()));
  if (!key) return fail(provider_error(Errc::key_malformed), "subjectPublicKey", "RFC 8017, A.1.1");
  return key;
}

Result<EcKey> parse_point(KeyType curve, Bytes bytes) {
  const EC_GROUP* const group = group_of(curve);
  EcKey key(EC_KEY_new());
  const bssl::UniquePtr<EC_POINT> point(EC_POINT_new(group));
  if (!key || !point || !EC_KEY_set_group(key.get(), group))
    return fail(provider_error(Errc::crypto_failed), "subjectPublicKey");
  if (!EC_POINT_oct2point(group, point.get(), bytes.data(), bytes.size(), nullptr) ||
      !EC_KEY_set_public_key(key.get(), point.get())) {
    return fail(provider_error(Errc::key_malformed), "subjectPublicKey", "RFC 5480, 2.2", "a point on the curve");
  }
  return key;
}

bool verify_rsa(RSA& key, const SchemeParts& scheme, Bytes digest, Bytes signature) {
  if (scheme.kind == SignatureKind::rsa_pkcs1) {
    return RSA_verify(nid_of(scheme.hash), digest.data(), digest.size(), signature.data(), signature.size(), &key) == 1;
  }
  const EVP_MD* const md = evp_md(scheme.hash);
  return RSA_verify_pss_mgf1(&key, digest.data(), digest.size(), md, md, static_cast<int>(digest.size()),
                             signature.data(), signature.size()) == 1;
}

bool verify_ecdsa(const EC_KEY& key, Bytes digest, Bytes signature) {
  return ECDSA_verify(0, digest.data(), digest.size(), signature.data(), signature.size(), &key) == 1;
}

bool verify_ed25519(const Ed25519PublicKey& key, Bytes message, Bytes signature) {
  return signature.size() == ED25519_SIGNATURE_LEN &&
         ED25519_verify(message.data(), message.size(), signature.data(), key.data()) == 1;
}

}  // namespace

Result<PublicKey> PublicKey::from_spki(Bytes der) {
  const auto spki = read_spki(der);
  if (!spki) return std::unexpected(spki.error());
  const KeyType type = spki->algorithm.type;
  auto state = std::make_unique<State>(State{type, spki->algorithm.pss_hash, {}});
  switch (type) {
    case KeyType::rsa:
    case KeyType::rsa_pss: {
      auto key = parse_rsa(spki->key);
      if (!key) return std::unexpected(key.error());
      state->key = std::move(*key);
      break;
    }
    case KeyType::ec_p256:
    case KeyType::ec_p384:
    case KeyType::ec_p521: {
      auto key = parse_point(type, spki->key);
      if (!key) return std::unexpected(key.error());
      state->key = std::move(*key);
      break;
    }
    case KeyType::ed25519: std::ranges::copy(spki->key, state->key.emplace<Ed25519PublicKey>().begin()); break;
  }
  return PublicKey(std::move(state));
}

PublicKey::PublicKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
PublicKey::PublicKey(PublicKey&&) noexcept = default;
PublicKey& PublicKey::operator=(PublicKey&&) noexcept = default;
PublicKey::~PublicKey() = default;

KeyType PublicKey::type() const { return state_->type; }

unsigned PublicKey::bits() const {
  const auto* const rsa = std::get_if<RsaKey>(&state_->key);
  return bits_of(state_->type, rsa ? rsa->get() : nullptr);
}

bool PublicKey::verify(SignatureScheme scheme, Bytes message, Bytes signature) const {
  const auto parts = scheme_parts(scheme);
  if (!scheme_fits(scheme, state_->type, /*any_curve=*/true)) return false;
  if (state_->pss_hash && state_->pss_hash != parts->hash) return false;  // RFC 4055, 3.3
  bool verified = false;
  if (const auto* const key = std::get_if<Ed25519PublicKey>(&state_->key)) {
    verified = verify_ed25519(*key, message, signature);
  } else {
    const Digest digest = hash(parts->hash, message);
    if (const auto* const rsa = std::get_if<RsaKey>(&state_->key)) {
      verified = verify_rsa(**rsa, *parts, digest, signature);
    } else if (const auto* const curve = std::get_if<EcKey>(&state_->key)) {
      verified = verify_ecdsa(**curve, digest, signature);
    }
  }
  if (!verified) forget_provider_error();
  return verified;
}

}  // namespace handfast::crypto
