#include <openssl/bn.h>
#include <openssl/bytestring.h>
#include <openssl/curve25519.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/mem.h>

#include <algorithm>

#include "crypto/libcrypto/keys.hpp"
#include "crypto/libcrypto/provider_error.hpp"

namespace handfast::crypto {
namespace {

using AnyKey = decltype(PrivateKey::State::key);

std::unexpected<Error> provider_failed(std::string_view what) {
  return fail(provider_error(Errc::crypto_failed), what);
}

// The provider compares the primes with the modulus, and the private with the public exponent.
Result<AnyKey> parse_rsa(Bytes der) {
  RsaKey key(RSA_private_key_from_bytes(der.data(), der.size()));
  if (!key) return fail(provider_error(Errc::key_inconsistent), "rsaPrivateKey", "RFC 8017, A.1.2");
  return AnyKey(std::move(key));
}

// The provider compares the private with the public key, if the file has both.
Result<AnyKey> parse_ec(KeyType curve, Bytes der) {
  const auto parts = read_ec_private_key(der);
  if (!parts) return std::unexpected(parts.error());
  if (parts->curve && *parts->curve != curve)
    return fail(Errc::key_malformed, "ecPrivateKey.parameters", "RFC 5915, 3");
  if (!parts->public_key.empty()) {
    if (auto ok = check_point_form(curve, parts->public_key); !ok) return std::unexpected(ok.error());
  }
  CBS in;
  CBS_init(&in, der.data(), der.size());
  EcKey key(EC_KEY_parse_private_key(&in, group_of(curve)));
  if (!key || CBS_len(&in) != 0) return fail(provider_error(Errc::key_inconsistent), "ecPrivateKey", "RFC 5915, 3");
  return AnyKey(std::move(key));
}

AnyKey ed25519_from_seed(Bytes seed) {
  auto key = Ed25519PrivateKey::of_size(ED25519_PRIVATE_KEY_LEN);
  Ed25519PublicKey unused;
  ED25519_keypair_from_seed(unused.data(), key.fill().data(), seed.data());
  return key;
}

Bytes ed25519_seed(const Ed25519PrivateKey& key) { return key.reveal().first(ED25519_SEED_LEN); }
Bytes ed25519_public(const Ed25519PrivateKey& key) { return key.reveal().subspan(ED25519_SEED_LEN); }

Result<AnyKey> parse_key(KeyType type, Bytes key) {
  switch (type) {
    case KeyType::rsa:
    case KeyType::rsa_pss: return parse_rsa(key);
    case KeyType::ec_p256:
    case KeyType::ec_p384:
    case KeyType::ec_p521: return parse_ec(type, key);
    case KeyType::ed25519: return ed25519_from_seed(key);
  }
  return fail(Errc::key_unsupported, "algorithm");
}

Result<AnyKey> generate_rsa(unsigned bits) {
  RsaKey key(RSA_new());
  const bssl::UniquePtr<BIGNUM> exponent(BN_new());
  if (!key || !exponent || !BN_set_word(exponent.get(), RSA_F4) ||
      !RSA_generate_key_ex(key.get(), static_cast<int>(bits), exponent.get(), nullptr)) {
    return provider_failed("rsaPrivateKey");
  }
  return AnyKey(std::move(key));
}

Result<AnyKey> generate_key(KeyType type, unsigned rsa_bits) {
  if (type == KeyType::rsa || type == KeyType::rsa_pss) return generate_rsa(rsa_bits);
  if (type == KeyType::ed25519) {
    auto key = Ed25519PrivateKey::of_size(ED25519_PRIVATE_KEY_LEN);
    Ed25519PublicKey unused;
    ED25519_keypair(unused.data(), key.fill().data());
    return AnyKey(std::move(key));
  }
  EcKey key(EC_KEY_new());
  if (!key || !EC_KEY_set_group(key.get(), group_of(type)) || !EC_KEY_generate_key(key.get())) {
    return provider_failed("ecPrivateKey");
  }
  return AnyKey(std::move(key));
}

Result<ByteVector> rsa_public_bytes(const RSA& key) {
  std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
  if (!RSA_public_key_to_bytes(&bytes, &size, &key)) return provider_failed("publicKey");
  const bssl::UniquePtr<std::uint8_t> owner(bytes);
  return ByteVector(bytes, bytes + size);
}

Result<ByteVector> point_bytes(const EC_KEY& key) {
  std::uint8_t* bytes = nullptr;
  const std::size_t size = EC_KEY_key2buf(&key, POINT_CONVERSION_UNCOMPRESSED, &bytes, nullptr);
  if (size == 0) return provider_failed("publicKey");
  const bssl::UniquePtr<std::uint8_t> owner(bytes);
  return ByteVector(bytes, bytes + size);
}

// The public half as it stands in a SubjectPublicKeyInfo.
Result<ByteVector> public_bytes(const AnyKey& key) {
  if (const auto* const rsa = std::get_if<RsaKey>(&key)) return rsa_public_bytes(**rsa);
  if (const auto* const curve = std::get_if<EcKey>(&key)) return point_bytes(**curve);
  const Bytes bytes = ed25519_public(std::get<Ed25519PrivateKey>(key));
  return ByteVector(bytes.begin(), bytes.end());
}

// RSA: the contents of a PKCS#1 file. What the provider allocates it wipes when it frees.
Result<SecretBytes> private_bytes(const RSA& key) {
  std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
  if (!RSA_private_key_to_bytes(&bytes, &size, &key)) return provider_failed("rsaPrivateKey");
  const bssl::UniquePtr<std::uint8_t> owner(bytes);
  return SecretBytes(Bytes(bytes, size));
}

// The curve is named outside already (RFC 5958, 2); the public key goes with it, as RFC 5915, 3 wants.
Result<SecretBytes> private_bytes(const EC_KEY& key) {
  bssl::ScopedCBB out;
  std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
  if (!CBB_init(out.get(), 0) || !EC_KEY_marshal_private_key(out.get(), &key, EC_PKEY_NO_PARAMETERS) ||
      !CBB_finish(out.get(), &bytes, &size)) {
    return provider_failed("ecPrivateKey");
  }
  const bssl::UniquePtr<std::uint8_t> owner(bytes);
  return SecretBytes(Bytes(bytes, size));
}

Result<ByteVector> sign_rsa(RSA& key, const SchemeParts& scheme, Bytes digest) {
  ByteVector out(RSA_size(&key));
  std::size_t size = 0;
  bool made = false;
  if (scheme.kind == SignatureKind::rsa_pkcs1) {
    unsigned written = 0;
    made = RSA_sign(nid_of(scheme.hash), digest.data(), digest.size(), out.data(), &written, &key) == 1;
    size = written;
  } else {
    const EVP_MD* const md = evp_md(scheme.hash);
    made = RSA_sign_pss_mgf1(&key, &size, out.data(), out.size(), digest.data(), digest.size(), md, md,
                             static_cast<int>(digest.size())) == 1;
  }
  if (!made) return fail(provider_error(Errc::signing_failed), "signature");
  out.resize(size);
  return out;
}

Result<ByteVector> sign_ecdsa(const EC_KEY& key, Bytes digest) {
  ByteVector out(ECDSA_size(&key));
  unsigned size = 0;
  if (!ECDSA_sign(0, digest.data(), digest.size(), out.data(), &size, &key)) {
    return fail(provider_error(Errc::signing_failed), "signature");
  }
  out.resize(size);
  return out;
}

Result<ByteVector> sign_ed25519(const Ed25519PrivateKey& key, Bytes message) {
  ByteVector out(ED25519_SIGNATURE_LEN);
  if (!ED25519_sign(out.data(), message.data(), message.size(), key.reveal().data())) {
    return fail(provider_error(Errc::signing_failed), "signature");
  }
  return out;
}

ByteVector owned(Bytes bytes) { return ByteVector(bytes.begin(), bytes.end()); }

}  // namespace

Result<PrivateKey> PrivateKey::from_pkcs8(Bytes der) {
  const auto info = read_pkcs8(der);
  if (!info) return std::unexpected(info.error());
  const KeyAlgorithm& algorithm = info->algorithm;
  auto key = parse_key(algorithm.type, info->key);
  if (!key) return std::unexpected(key.error());
  if (!info->public_key.empty()) {
    const auto computed = public_bytes(*key);
    if (!computed) return std::unexpected(computed.error());
    if (!equal(*computed, info->public_key)) return fail(Errc::key_inconsistent, "publicKey", "RFC 5958, 2");
  }
  return PrivateKey(
      std::make_unique<State>(State{algorithm.type, algorithm.pss_hash, owned(algorithm.identifier), std::move(*key)}));
}

Result<PrivateKey> PrivateKey::from_sec1(Bytes der) {
  const auto parts = read_ec_private_key(der);
  if (!parts) return std::unexpected(parts.error());
  if (!parts->curve)
    return fail(Errc::key_malformed, "ecPrivateKey.parameters", "RFC 5915, 3", "a named curve", "none");
  auto key = parse_ec(*parts->curve, der);
  if (!key) return std::unexpected(key.error());
  return PrivateKey(std::make_unique<State>(
      State{*parts->curve, {}, owned(key_algorithm(*parts->curve).identifier), std::move(*key)}));
}

Result<PrivateKey> PrivateKey::from_pkcs1(Bytes der) {
  if (auto ok = check_rsa_private_key(der); !ok) return std::unexpected(ok.error());
  auto key = parse_rsa(der);
  if (!key) return std::unexpected(key.error());
  return PrivateKey(
      std::make_unique<State>(State{KeyType::rsa, {}, owned(key_algorithm(KeyType::rsa).identifier), std::move(*key)}));
}

Result<PrivateKey> PrivateKey::generate(KeyType type, unsigned rsa_bits) {
  if (rsa_bits < kMinGeneratedRsaBits || rsa_bits > kMaxGeneratedRsaBits || rsa_bits % 8 != 0) {
    return fail(Errc::invalid_request, "rsa_bits");
  }
  auto key = generate_key(type, rsa_bits);
  if (!key) return std::unexpected(key.error());
  return PrivateKey(std::make_unique<State>(State{type, {}, owned(key_algorithm(type).identifier), std::move(*key)}));
}

PrivateKey::PrivateKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

KeyType PrivateKey::type() const { return state_->type; }

unsigned PrivateKey::bits() const {
  const auto* const rsa = std::get_if<RsaKey>(&state_->key);
  return bits_of(state_->type, rsa ? rsa->get() : nullptr);
}

Result<ByteVector> PrivateKey::public_spki() const {
  const auto bytes = public_bytes(state_->key);
  if (!bytes) return std::unexpected(bytes.error());
  return write_spki(state_->algorithm(), *bytes);
}

Result<SecretBytes> PrivateKey::to_pkcs8() const {
  if (const auto* const key = std::get_if<Ed25519PrivateKey>(&state_->key)) {
    return write_pkcs8(state_->algorithm(), ed25519_seed(*key));
  }
  const auto* const rsa = std::get_if<RsaKey>(&state_->key);
  const auto bytes = rsa ? private_bytes(**rsa) : private_bytes(*std::get<EcKey>(state_->key));
  if (!bytes) return std::unexpected(bytes.error());
  return write_pkcs8(state_->algorithm(), bytes->reveal());
}

Result<ByteVector> PrivateKey::sign(SignatureScheme scheme, Bytes message) const {
  const auto parts = scheme_parts(scheme);
  if (!scheme_fits(scheme, state_->type, /*any_curve=*/true) ||
      (state_->pss_hash && state_->pss_hash != parts->hash)) {  // RFC 4055, 3.3
    return fail(Errc::invalid_request, "signature.algorithm", "RFC 8446, 4.2.3");
  }
  if (const auto* const key = std::get_if<Ed25519PrivateKey>(&state_->key)) return sign_ed25519(*key, message);
  const Digest digest = hash(parts->hash, message);
  if (const auto* const rsa = std::get_if<RsaKey>(&state_->key)) return sign_rsa(**rsa, *parts, digest);
  return sign_ecdsa(*std::get<EcKey>(state_->key), digest);
}

}  // namespace handfast::crypto
