#include "crypto/key_format.hpp"

#include <algorithm>

#include "base/static_vector.hpp"

namespace handfast::crypto {
namespace {

enum Tag : std::uint8_t {
  kInteger = 0x02,
  kBitString = 0x03,
  kOctetString = 0x04,
  kNull = 0x05,
  kOid = 0x06,
  kSequence = 0x30,
  kContext0 = 0xa0,  // constructed
  kContext1 = 0xa1,
  kContext2 = 0xa2,
  kContext3 = 0xa3,
  kPrimitiveContext1 = 0x81,
};

// The contents of the AlgorithmIdentifiers that have but one form: RFC 3279, 2.3.1 (parameters NULL), RFC 4055, 1.2
// (absent), RFC 5480, 2.1.1 (a named curve), RFC 8410, 3 (absent).
constexpr std::uint8_t kRsa[] = {0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 0x05, 0};
constexpr std::uint8_t kRsaPss[] = {0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10};
constexpr std::uint8_t kP256[] = {0x06, 7,    0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 0x06,
                                  8,    0x2a, 0x86, 0x48, 0xce, 0x3d, 3,    1, 7};
constexpr std::uint8_t kP384[] = {0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 0x06, 5, 0x2b, 0x81, 4, 0, 34};
constexpr std::uint8_t kP521[] = {0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 0x06, 5, 0x2b, 0x81, 4, 0, 35};
constexpr std::uint8_t kEd25519[] = {0x06, 3, 0x2b, 101, 112};

constexpr std::size_t kRsaOidSize = 11;  // rsaEncryption with its header, before the parameters
constexpr std::size_t kEcOidSize = 9;    // id-ecPublicKey with its header, before the curve
constexpr std::uint8_t kMgf1Oid[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 8};
constexpr std::uint8_t kSha2Oid[] = {0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2};  // and 1, 2 or 3: SHA-256, SHA-384, SHA-512

constexpr std::size_t kEd25519Size = 32;

std::unexpected<Error> malformed(std::string_view field, std::string_view reference) {
  return fail(Errc::key_malformed, field, reference);
}

bool next_is(Reader in, std::uint8_t tag) { return in.left() > 0 && in.number<1>() == tag; }

// A BIT STRING of whole bytes.
Bytes take_bits(Reader& in, std::uint8_t tag = kBitString) {
  Reader bits(take_element(in, tag));
  if (bits.number<1>() != 0 || !bits.ok()) in.fail(Fault::bad_value);
  return bits.rest();
}

// An INTEGER of one byte from 0 to 127.
std::uint8_t take_small(Reader& in) {
  const Bytes value = take_element(in, kInteger);
  if (value.size() == 1 && value[0] < 0x80) return value[0];
  in.fail(Fault::bad_value);
  return 0;
}

// HashAlgorithm of RFC 4055, 2.1; parameters absent or NULL. Leaves `in` failed for a hash that no TLS scheme uses.
HashAlgorithm take_hash(Reader& in) {
  Reader algorithm(take_element(in, kSequence));
  const Bytes oid = take_element(algorithm, kOid);
  if (algorithm.left() > 0 && !take_element(algorithm, kNull).empty()) in.fail(Fault::bad_value);
  const bool sha2 = oid.size() == sizeof(kSha2Oid) + 1 && equal(oid.first(sizeof(kSha2Oid)), kSha2Oid);
  if (algorithm.done() && sha2) {
    if (oid.back() == 1) return HashAlgorithm::sha256;
    if (oid.back() == 2) return HashAlgorithm::sha384;
    if (oid.back() == 3) return HashAlgorithm::sha512;
  }
  in.fail(Fault::bad_value);
  return {};
}

// RSASSA-PSS-params (RFC 4055, 3.1): the hash, the same in MGF1, and a salt not longer than it, because TLS's salt is
// as long as the hash (RFC 8446, 4.2.3). The defaults, SHA-1, fit no scheme.
std::optional<HashAlgorithm> read_pss_parameters(Bytes parameters) {
  Reader in(parameters);
  Reader sequence(take_element(in, kSequence));
  Reader hash_field(take_element(sequence, kContext0));
  const HashAlgorithm hash = take_hash(hash_field);
  Reader mask_field(take_element(sequence, kContext1));
  Reader mask(take_element(mask_field, kSequence));
  const bool mgf1 = equal(take_element(mask, kOid), kMgf1Oid);
  const HashAlgorithm mask_hash = take_hash(mask);
  std::size_t salt = 20;  // the default
  if (next_is(sequence, kContext2)) {
    Reader salt_field(take_element(sequence, kContext2));
    salt = take_small(salt_field);
    if (!salt_field.done()) return std::nullopt;
  }
  if (next_is(sequence, kContext3)) {
    Reader trailer_field(take_element(sequence, kContext3));
    if (take_small(trailer_field) != 1 || !trailer_field.done()) return std::nullopt;
  }
  const bool whole = in.done() && sequence.done() && hash_field.done() && mask_field.done() && mask.done();
  if (!whole || !mgf1 || mask_hash != hash || salt > hash_size(hash)) return std::nullopt;
  return hash;
}

Result<KeyAlgorithm> read_algorithm(Bytes identifier) {
  // RFC 3279, 2.3.1 wants NULL with RSA; some writers leave it out, and every reader takes that.
  if (equal(identifier, Bytes(kRsa).first(kRsaOidSize))) return KeyAlgorithm{KeyType::rsa, {}, identifier};
  for (const KeyType type : {KeyType::rsa, KeyType::ec_p256, KeyType::ec_p384, KeyType::ec_p521, KeyType::ed25519}) {
    if (equal(identifier, key_algorithm(type).identifier)) return KeyAlgorithm{type, {}, identifier};
  }
  constexpr std::size_t oid = sizeof(kRsaPss);
  if (identifier.size() >= oid && equal(identifier.first(oid), kRsaPss)) {
    if (identifier.size() == oid) return KeyAlgorithm{KeyType::rsa_pss, {}, identifier};
    if (const auto hash = read_pss_parameters(identifier.subspan(oid))) {
      return KeyAlgorithm{KeyType::rsa_pss, hash, identifier};
    }
  }
  return fail(Errc::key_unsupported, "algorithm", "RFC 5280, 4.1.2.7", "RSA, RSA-PSS, P-256, P-384, P-521 or Ed25519");
}

// Tag and length of an element with `size` bytes of contents.
StaticVector<std::uint8_t, 5> header(std::uint8_t tag, std::size_t size) {
  StaticVector<std::uint8_t, 5> out{tag};
  std::size_t length_bytes = 0;
  while (size >> (8 * length_bytes) != 0) ++length_bytes;
  if (size >= 0x80) out.push_back(static_cast<std::uint8_t>(0x80 | length_bytes));
  if (size == 0) out.push_back(0);
  for (std::size_t i = length_bytes; i-- > 0;) out.push_back(static_cast<std::uint8_t>(size >> (8 * i)));
  return out;
}

ByteVector joined(std::initializer_list<Bytes> parts) {
  ByteVector out;
  for (const Bytes part : parts) append(out, part);
  return out;
}

}  // namespace

KeyAlgorithm key_algorithm(KeyType type) {
  switch (type) {
    case KeyType::rsa: return {type, {}, kRsa};
    case KeyType::rsa_pss: return {type, {}, kRsaPss};
    case KeyType::ec_p256: return {type, {}, kP256};
    case KeyType::ec_p384: return {type, {}, kP384};
    case KeyType::ec_p521: return {type, {}, kP521};
    case KeyType::ed25519: return {type, {}, kEd25519};
  }
  return {};
}

Result<Spki> read_spki(Bytes der) {
  Reader in(der);
  Reader info(take_element(in, kSequence));
  const Bytes identifier = take_element(info, kSequence);
  const Bytes key = take_bits(info);
  if (!in.done() || !info.done()) return malformed("subjectPublicKeyInfo", "RFC 5280, 4.1.2.7");
  auto algorithm = read_algorithm(identifier);
  if (!algorithm) return std::unexpected(algorithm.error());
  if (algorithm->type == KeyType::ed25519 && key.size() != kEd25519Size)
    return malformed("subjectPublicKey", "RFC 8410, 4");
  if (field_size(algorithm->type) != 0) {
    if (auto ok = check_point_form(algorithm->type, key); !ok) return std::unexpected(ok.error());
  }
  return Spki{*algorithm, key};
}

ByteVector write_spki(const KeyAlgorithm& algorithm, Bytes key) {
  constexpr std::uint8_t no_unused_bits[] = {0};
  const ByteVector identifier = joined({header(kSequence, algorithm.identifier.size()), algorithm.identifier});
  const ByteVector bits = joined({header(kBitString, key.size() + 1), no_unused_bits, key});
  return joined({header(kSequence, identifier.size() + bits.size()), identifier, bits});
}

namespace {

// The curve may be named in the key alone (RFC 5915, 3); outside there is then nothing, or NULL.
Result<KeyAlgorithm> read_key_algorithm(Bytes identifier, Bytes key) {
  const Bytes ec = Bytes(kP256).first(kEcOidSize);
  const bool no_curve = identifier.size() >= kEcOidSize && equal(identifier.first(kEcOidSize), ec) &&
                        (identifier.size() == kEcOidSize || identifier[kEcOidSize] == kNull);
  if (!no_curve) return read_algorithm(identifier);
  const auto inside = read_ec_private_key(key);
  if (!inside) return std::unexpected(inside.error());
  if (!inside->curve) return malformed("privateKeyAlgorithm.parameters", "RFC 5480, 2.1.1");
  return key_algorithm(*inside->curve);
}

}  // namespace

// Attributes are skipped; a public key may stand in version 2 only (RFC 5958, 2).
Result<Pkcs8> read_pkcs8(Bytes der) {
  Reader in(der);
  Reader info(take_element(in, kSequence));
  const std::uint8_t version = take_small(info);
  const Bytes identifier = take_element(info, kSequence);
  Bytes key = take_element(info, kOctetString);
  if (next_is(info, kContext0)) take_element(info, kContext0);
  Bytes public_key;
  if (version == 1 && next_is(info, kPrimitiveContext1)) public_key = take_bits(info, kPrimitiveContext1);
  if (!in.done() || !info.done() || version > 1) return malformed("privateKeyInfo", "RFC 5958, 2");
  auto algorithm = read_key_algorithm(identifier, key);
  if (!algorithm) return std::unexpected(algorithm.error());
  if (algorithm->type == KeyType::ed25519) {  // RFC 8410, 7: CurvePrivateKey is an OCTET STRING itself
    Reader inner(key);
    key = take_element(inner, kOctetString);
    if (!inner.done() || key.size() != kEd25519Size) return malformed("privateKey", "RFC 8410, 7");
  }
  return Pkcs8{*algorithm, key, public_key};
}

// Written into memory of the final size: a buffer that grows would leave parts of the key behind.
SecretBytes write_pkcs8(const KeyAlgorithm& algorithm, Bytes key) {
  constexpr std::uint8_t version_1[] = {kInteger, 1, 0};
  StaticVector<std::uint8_t, 5> inner_header;
  if (algorithm.type == KeyType::ed25519) inner_header = header(kOctetString, key.size());
  const ByteVector body = joined({version_1, header(kSequence, algorithm.identifier.size()), algorithm.identifier,
                                  header(kOctetString, inner_header.size() + key.size()), inner_header});
  const ByteVector prefix = joined({header(kSequence, body.size() + key.size()), body});
  SecretBytes out(prefix.size() + key.size());
  std::ranges::copy(prefix, out.fill().begin());
  std::ranges::copy(key, out.fill().subspan(prefix.size()).begin());
  return out;
}

Result<void> check_rsa_private_key(Bytes der) {
  constexpr int kIntegers = 9;  // the version, then modulus to coefficient
  Reader in(der);
  Reader sequence(take_element(in, kSequence));
  for (int i = 0; i < kIntegers; ++i) take_element(sequence, kInteger);
  if (!in.done() || !sequence.done()) return malformed("rsaPrivateKey", "RFC 8017, A.1.2");
  return {};
}

Result<EcPrivateKey> read_ec_private_key(Bytes der) {
  EcPrivateKey out{};
  Reader in(der);
  Reader sequence(take_element(in, kSequence));
  const std::uint8_t version = take_small(sequence);
  out.private_key = take_element(sequence, kOctetString);
  Bytes parameters;
  const bool has_parameters = next_is(sequence, kContext0);
  if (has_parameters) parameters = take_element(sequence, kContext0);
  if (next_is(sequence, kContext1)) {
    Reader field(take_element(sequence, kContext1));
    out.public_key = take_bits(field);
    if (!field.done()) sequence.fail(Fault::trailing);
  }
  if (!in.done() || !sequence.done() || version != 1) return malformed("ecPrivateKey", "RFC 5915, 3");
  if (!has_parameters) return out;
  for (const KeyType type : {KeyType::ec_p256, KeyType::ec_p384, KeyType::ec_p521}) {
    if (equal(parameters, key_algorithm(type).identifier.subspan(kEcOidSize))) out.curve = type;
  }
  if (!out.curve) return fail(Errc::key_unsupported, "ecPrivateKey.parameters", "RFC 5915, 3", "P-256, P-384 or P-521");
  return out;
}

// DER's length is definite and in as few bytes as possible; three of them are more than any key needs.
Bytes take_element(Reader& in, std::uint8_t tag) {
  if (in.number<1>() != tag) in.fail(Fault::bad_value);
  std::size_t size = in.number<1>();
  if (size == 0x81) {
    size = in.number<1>();
    if (size < 0x80) in.fail(Fault::bad_value);
  } else if (size == 0x82) {
    size = in.number<2>();
    if (size < 0x100) in.fail(Fault::bad_value);
  } else if (size == 0x83) {
    size = in.number<3>();
    if (size < 0x10000) in.fail(Fault::bad_value);
  } else if (size >= 0x80) {
    in.fail(Fault::bad_value);
  }
  return in.take(size);
}

std::size_t field_size(KeyType type) {
  switch (type) {
    case KeyType::ec_p256: return 32;
    case KeyType::ec_p384: return 48;
    case KeyType::ec_p521: return 66;
    case KeyType::rsa:
    case KeyType::rsa_pss:
    case KeyType::ed25519: return 0;
  }
  return 0;
}

Result<void> check_point_form(KeyType type, Bytes point) {
  const std::size_t field = field_size(type);
  if (point.size() == 1 + 2 * field && point[0] == 4) return {};
  if (point.size() == 1 + field && (point[0] == 2 || point[0] == 3)) {
    return fail(Errc::key_unsupported, "publicKey", "RFC 5480, 2.2", "an uncompressed point", "a compressed one");
  }
  return malformed("publicKey", "RFC 5480, 2.2");
}

}  // namespace handfast::crypto
