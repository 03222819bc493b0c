// A signature is a checksum of the public key, the scheme and the message, in the size of a real one: whoever knows the
// public key can sign. Public keys are read from any well-formed SubjectPublicKeyInfo, so that real certificates work.
//
// A private key stands for the public key that its file contains: always with RSA, in an ECPrivateKey's publicKey, in
// the publicKey of a version 2 Ed25519 file. An EC file without it is key_unsupported. An Ed25519 file without it is
// taken for one of ours, whose public key is an expansion of the seed: with a real certificate's key it does not match.
#include <algorithm>

#include "crypto/key_format.hpp"
#include "crypto/random.hpp"
#include "crypto/scheme.hpp"
#include "toy_provider/toy.hpp"

namespace handfast::crypto {

struct PublicKey::State {
  KeyType type;
  std::optional<HashAlgorithm> pss_hash;
  unsigned bits;
  std::uint64_t id;
};

struct PrivateKey::State {
  KeyAlgorithm algorithm;
  ByteVector identifier;  // what algorithm.identifier views
  ByteVector public_key;
  SecretBytes key;  // as in Pkcs8
  unsigned bits;
};

namespace {

constexpr std::uint8_t kInteger = 0x02, kSequence = 0x30;

struct RsaPublic {
  Bytes modulus, exponent;
};

std::unexpected<Error> malformed(std::string_view field) { return fail(Errc::key_malformed, field); }

bool is_positive(Bytes integer) {
  return !integer.empty() && integer[0] < 0x80 && std::ranges::any_of(integer, [](auto byte) { return byte != 0; });
}

// RSAPublicKey, or the start of an RSAPrivateKey, which has a version before and the private numbers behind (RFC 8017,
// A.1).
Result<RsaPublic> read_rsa(Bytes der, bool is_private) {
  Reader in(der);
  Reader sequence(take_element(in, kSequence));
  if (is_private) take_element(sequence, kInteger);
  const Bytes modulus = take_element(sequence, kInteger), exponent = take_element(sequence, kInteger);
  for (int i = 0; is_private && i < 6; ++i) take_element(sequence, kInteger);
  if (!in.done() || !sequence.done() || !is_positive(modulus) || !is_positive(exponent)) return malformed("rsaKey");
  return RsaPublic{modulus, exponent};
}

unsigned modulus_bits(Bytes modulus) {
  std::size_t bits = modulus.size() * 8;
  for (const std::uint8_t byte : modulus) {
    for (unsigned mask = 0x80; mask != 0; mask >>= 1, --bits) {
      if ((byte & mask) != 0) return static_cast<unsigned>(bits);
    }
  }
  return 0;
}

Result<unsigned> public_bits(KeyType type, Bytes key) {
  switch (type) {
    case KeyType::rsa:
    case KeyType::rsa_pss: {
      const auto rsa = read_rsa(key, false);
      if (!rsa) return std::unexpected(rsa.error());
      return modulus_bits(rsa->modulus);
    }
    case KeyType::ec_p256: return 256;
    case KeyType::ec_p384: return 384;
    case KeyType::ec_p521: return 521;
    case KeyType::ed25519: return 255;
  }
  return fail(Errc::key_unsupported, "algorithm");
}

ByteVector element(std::uint8_t tag, Bytes contents) {
  ByteVector out{tag, 0x82, static_cast<std::uint8_t>(contents.size() >> 8),
                 static_cast<std::uint8_t>(contents.size())};
  if (contents.size() < 0x80) out = {tag, static_cast<std::uint8_t>(contents.size())};
  if (contents.size() >= 0x80 && contents.size() < 0x100) out = {tag, 0x81, static_cast<std::uint8_t>(contents.size())};
  append(out, contents);
  return out;
}

ByteVector sequence_of(std::initializer_list<ByteVector> elements) {
  ByteVector contents;
  for (const ByteVector& part : elements) append(contents, part);
  return element(kSequence, contents);
}

ByteVector random(std::size_t size) {
  ByteVector out(size);
  static_cast<void>(random_bytes(out));  // ours never fails
  return out;
}

ByteVector ed25519_public(Bytes seed) {
  ByteVector out(32);
  toy::expand(toy::checksum(toy::kEmptyChecksum, seed), out);
  return out;
}

ByteVector rsa_public_key(const RsaPublic& key) {
  return sequence_of({element(kInteger, key.modulus), element(kInteger, key.exponent)});
}

Result<ByteVector> public_of(KeyType type, Bytes key, Bytes public_key) {
  switch (type) {
    case KeyType::rsa:
    case KeyType::rsa_pss: {
      const auto rsa = read_rsa(key, true);
      if (!rsa) return std::unexpected(rsa.error());
      return rsa_public_key(*rsa);
    }
    case KeyType::ec_p256:
    case KeyType::ec_p384:
    case KeyType::ec_p521: {
      const auto parts = read_ec_private_key(key);
      if (!parts) return std::unexpected(parts.error());
      if (parts->curve && *parts->curve != type) return malformed("ecPrivateKey.parameters");
      if (parts->public_key.empty()) return fail(Errc::key_unsupported, "ecPrivateKey.publicKey");
      if (auto ok = check_point_form(type, parts->public_key); !ok) return std::unexpected(ok.error());
      return ByteVector(parts->public_key.begin(), parts->public_key.end());
    }
    case KeyType::ed25519:
      if (public_key.empty()) return ed25519_public(key);
      return ByteVector(public_key.begin(), public_key.end());
  }
  return fail(Errc::key_unsupported, "algorithm");
}

// An RSAPrivateKey whose private numbers are 0, or an ECPrivateKey or Ed25519 seed with random bytes.
SecretBytes make_key(KeyType type, unsigned rsa_bits) {
  if (type == KeyType::ed25519) return SecretBytes(random(32));
  const ByteVector zero = element(kInteger, ByteVector{0});
  if (type == KeyType::rsa || type == KeyType::rsa_pss) {
    ByteVector modulus = random(rsa_bits / 8);
    modulus.front() |= 0x80;
    modulus.insert(modulus.begin(), 0);  // positive
    const ByteVector exponent = element(kInteger, ByteVector{1, 0, 1});
    return SecretBytes(sequence_of({zero, element(kInteger, modulus), exponent, zero, zero, zero, zero, zero, zero}));
  }
  ByteVector point = random(1 + 2 * field_size(type));
  point.front() = 4;
  point.insert(point.begin(), 0);  // no unused bits
  const ByteVector public_key = element(0xa1, element(0x03, point));
  return SecretBytes(
      sequence_of({element(kInteger, ByteVector{1}), element(0x04, random(field_size(type))), public_key}));
}

std::uint64_t key_id(KeyType type, Bytes public_key) {
  return toy::checksum(toy::mix(static_cast<std::uint64_t>(type)), public_key);
}

ByteVector make_signature(KeyType type, unsigned bits, std::uint64_t id, SignatureScheme scheme, Bytes message) {
  ByteVector out(type == KeyType::rsa || type == KeyType::rsa_pss ? (bits + 7) / 8 : 64);
  toy::expand(toy::checksum(toy::mix(id + static_cast<std::uint64_t>(scheme)), message), out);
  return out;
}

bool usable(SignatureScheme scheme, KeyType type, std::optional<HashAlgorithm> pss_hash) {
  return scheme_fits(scheme, type, true) && (!pss_hash || scheme_parts(scheme)->hash == *pss_hash);
}

}  // namespace

Result<PublicKey> PublicKey::from_spki(Bytes der) {
  const auto spki = read_spki(der);
  if (!spki) return std::unexpected(spki.error());
  const auto bits = public_bits(spki->algorithm.type, spki->key);
  if (!bits) return std::unexpected(bits.error());
  return PublicKey(std::make_unique<State>(
      State{spki->algorithm.type, spki->algorithm.pss_hash, *bits, key_id(spki->algorithm.type, spki->key)}));
}

PublicKey::PublicKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
PublicKey::PublicKey(PublicKey&&) noexcept = default;
PublicKey& PublicKey::operator=(PublicKey&&) noexcept = default;
PublicKey::~PublicKey() = default;

KeyType PublicKey::type() const { return state_->type; }
unsigned PublicKey::bits() const { return state_->bits; }

bool PublicKey::verify(SignatureScheme scheme, Bytes message, Bytes signature) const {
  return usable(scheme, state_->type, state_->pss_hash) &&
         equal(signature, make_signature(state_->type, state_->bits, state_->id, scheme, message));
}

namespace {

Result<std::unique_ptr<PrivateKey::State>> make_state(const KeyAlgorithm& algorithm, Bytes key, Bytes public_key) {
  auto own = public_of(algorithm.type, key, public_key);
  if (!own) return std::unexpected(own.error());
  if (!public_key.empty() && !equal(*own, public_key)) return malformed("publicKey");
  const auto bits = public_bits(algorithm.type, *own);
  if (!bits) return std::unexpected(bits.error());
  ByteVector identifier(algorithm.identifier.begin(), algorithm.identifier.end());
  auto state = std::make_unique<PrivateKey::State>(
      PrivateKey::State{algorithm, std::move(identifier), std::move(*own), SecretBytes(key), *bits});
  state->algorithm.identifier = state->identifier;
  return state;
}

}  // namespace

Result<PrivateKey> PrivateKey::from_pkcs8(Bytes der) {
  const auto info = read_pkcs8(der);
  if (!info) return std::unexpected(info.error());
  auto state = make_state(info->algorithm, info->key, info->public_key);
  if (!state) return std::unexpected(state.error());
  return PrivateKey(std::move(*state));
}

Result<PrivateKey> PrivateKey::from_sec1(Bytes der) {
  const auto parts = read_ec_private_key(der);
  if (!parts) return std::unexpected(parts.error());
  if (!parts->curve) return malformed("ecPrivateKey.parameters");
  auto state = make_state(key_algorithm(*parts->curve), der, {});
  if (!state) return std::unexpected(state.error());
  return PrivateKey(std::move(*state));
}

Result<PrivateKey> PrivateKey::from_pkcs1(Bytes der) {
  auto state = make_state(key_algorithm(KeyType::rsa), der, {});
  if (!state) return std::unexpected(state.error());
  return PrivateKey(std::move(*state));
}

Result<PrivateKey> PrivateKey::generate(KeyType type, unsigned rsa_bits) {
  if (rsa_bits < kMinGeneratedRsaBits || rsa_bits > kMaxGeneratedRsaBits || rsa_bits % 8 != 0) {
    return fail(Errc::invalid_request, "rsa_bits");
  }
  const SecretBytes key = make_key(type, rsa_bits);
  auto state = make_state(key_algorithm(type), key.reveal(), {});
  if (!state) return std::unexpected(state.error());
  return PrivateKey(std::move(*state));
}

PrivateKey::PrivateKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

KeyType PrivateKey::type() const { return state_->algorithm.type; }
unsigned PrivateKey::bits() const { return state_->bits; }

Result<ByteVector> PrivateKey::public_spki() const { return write_spki(state_->algorithm, state_->public_key); }

Result<SecretBytes> PrivateKey::to_pkcs8() const { return write_pkcs8(state_->algorithm, state_->key.reveal()); }

Result<ByteVector> PrivateKey::sign(SignatureScheme scheme, Bytes message) const {
  if (!usable(scheme, type(), state_->algorithm.pss_hash)) return fail(Errc::invalid_request, "signature.algorithm");
  return make_signature(type(), bits(), key_id(type(), state_->public_key), scheme, message);
}

}  // namespace handfast::crypto
