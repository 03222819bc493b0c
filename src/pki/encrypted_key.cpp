#include "pki/encrypted_key.hpp"

#include <algorithm>

#include "crypto/cipher.hpp"
#include "crypto/message_digest.hpp"
#include "pki/der.hpp"
#include "pki/object_identifiers.hpp"

namespace handfast::pki {

namespace {

using crypto::CipherAlgorithm;
using crypto::DigestAlgorithm;

struct EncryptionScheme {
  Bytes id;
  CipherAlgorithm cipher;
  std::size_t key_size, block_size;
};
constexpr EncryptionScheme kSchemes[] = {
    {oid::aes_128_cbc, CipherAlgorithm::aes_128_cbc, 16, 16},
    {oid::aes_192_cbc, CipherAlgorithm::aes_192_cbc, 24, 16},
    {oid::aes_256_cbc, CipherAlgorithm::aes_256_cbc, 32, 16},
    {oid::des_ede3_cbc, CipherAlgorithm::des_ede3_cbc, 24, 8},
};

struct PseudorandomFunction {
  Bytes id;
  DigestAlgorithm digest;
};
constexpr PseudorandomFunction kFunctions[] = {
    {oid::hmac_with_sha1, DigestAlgorithm::sha1},     {oid::hmac_with_sha224, DigestAlgorithm::sha224},
    {oid::hmac_with_sha256, DigestAlgorithm::sha256}, {oid::hmac_with_sha384, DigestAlgorithm::sha384},
    {oid::hmac_with_sha512, DigestAlgorithm::sha512},
};

// PBES2-params (RFC 8018, A.4) and what they protect, as views over the file.
struct Protected {
  Bytes scheme{}, derivation{}, function = oid::hmac_with_sha1, encryption{};  // object identifiers
  Bytes salt{}, iv{}, contents{};
  std::uint32_t rounds = 0, key_size = 0;  // 0: not said
};

void read_derivation(DerReader& in, Protected& out) {  // RFC 8018, A.2
  out.derivation = in.object_identifier("keyDerivationFunc.algorithm");
  if (!in.ok() || !equal(out.derivation, oid::pbkdf2)) {
    while (!in.at_end()) in.element("keyDerivationFunc.parameters");
    return;
  }
  in.sequence("PBKDF2-params", [&](DerReader& parameters) {
    out.salt = parameters.content(Tag::octet_string, "salt");
    out.rounds = parameters.small_number("iterationCount");
    if (parameters.next_is(Tag::integer)) out.key_size = parameters.small_number("keyLength");
    if (parameters.at_end()) return;
    parameters.sequence("prf", [&](DerReader& function) {
      out.function = function.object_identifier("prf.algorithm");
      if (!function.at_end()) function.element(Tag::null, "prf.parameters");
    });
  });
}

void read_scheme(DerReader& in, Protected& out) {
  out.scheme = in.object_identifier("encryptionAlgorithm.algorithm");
  if (!in.ok() || !equal(out.scheme, oid::pbes2)) {
    while (!in.at_end()) in.element("encryptionAlgorithm.parameters");
    return;
  }
  in.sequence("PBES2-params", [&](DerReader& parameters) {
    parameters.sequence("keyDerivationFunc", [&](DerReader& derivation) { read_derivation(derivation, out); });
    parameters.sequence("encryptionScheme", [&](DerReader& encryption) {
      out.encryption = encryption.object_identifier("encryptionScheme.algorithm");
      out.iv = encryption.content(Tag::octet_string, "encryptionScheme.parameters");
    });
  });
}

Result<Protected> parse(Bytes der) {
  Protected out;
  DerReader in(der);
  in.sequence("EncryptedPrivateKeyInfo", [&](DerReader& info) {
    info.sequence("encryptionAlgorithm", [&](DerReader& algorithm) { read_scheme(algorithm, out); });
    out.contents = info.content(Tag::octet_string, "encryptedData");
  });
  in.expect_end("EncryptedPrivateKeyInfo");
  if (!in.ok()) return std::unexpected(in.error(Errc::key_malformed, "RFC 5958, 3"));
  return out;
}

std::unexpected<Error> unsupported(std::string_view what) {
  return fail(Errc::key_unsupported, "encryptionAlgorithm", "RFC 8018, 6.2", "PBES2, PBKDF2, AES or triple DES", what);
}

Result<SecretBytes> derive(const Protected& from, std::size_t key_size, Bytes password) {
  const auto* function = std::ranges::find_if(kFunctions, [&](const auto& f) { return equal(f.id, from.function); });
  if (!equal(from.derivation, oid::pbkdf2) || function == std::end(kFunctions))
    return unsupported("another derivation");
  const bool fits = from.key_size == 0 || from.key_size == key_size;
  if (!fits || from.rounds == 0 || from.rounds > kMaxKeyRounds)
    return fail(Errc::key_malformed, "PBKDF2-params", "RFC 8018, A.2", "up to 10000000 rounds, the cipher's key size");
  SecretBytes key(key_size);
  if (!crypto::pbkdf2(function->digest, password, from.salt, from.rounds, key.fill()))
    return fail(Errc::crypto_failed, "PBKDF2");
  return key;
}

// RFC 8018, 6.1.1: each byte of the padding says how many they are.
Result<SecretBytes> without_padding(const SecretBytes& padded, std::size_t block_size) {
  const Bytes all = padded.reveal();
  const std::size_t length = all.back();
  if (length == 0 || length > block_size) return wrong_password();
  for (const std::uint8_t byte : all.last(length))
    if (byte != length) return wrong_password();
  return SecretBytes(all.first(all.size() - length));
}

}  // namespace

std::unexpected<Error> wrong_password() {
  return fail(Errc::wrong_password, "private key", "RFC 8018, 6.2.2", "the password of the key", "another one");
}

Result<SecretBytes> decrypt_pkcs8(Bytes der, Bytes password) {
  const auto info = parse(der);
  if (!info) return std::unexpected(info.error());
  if (!equal(info->scheme, oid::pbes2)) return unsupported("another scheme");
  const auto* scheme = std::ranges::find_if(kSchemes, [&](const auto& s) { return equal(s.id, info->encryption); });
  if (scheme == std::end(kSchemes)) return unsupported("another cipher");
  const bool whole_blocks = !info->contents.empty() && info->contents.size() % scheme->block_size == 0;
  if (!whole_blocks || info->iv.size() != scheme->block_size)
    return fail(Errc::key_malformed, "encryptedData", "RFC 8018, 6.2", "whole blocks", "another size");
  const auto key = derive(*info, scheme->key_size, password);
  if (!key) return std::unexpected(key.error());
  auto cipher = crypto::Cipher::create(scheme->cipher, crypto::Direction::decrypt, key->reveal());
  if (!cipher) return std::unexpected(cipher.error());
  SecretBytes plain(info->contents.size());
  if (!cipher->start(info->iv) || !cipher->transform(info->contents, plain.fill()))
    return fail(Errc::crypto_failed, "encryptedData");
  return without_padding(plain, scheme->block_size);
}

}  // namespace handfast::pki
