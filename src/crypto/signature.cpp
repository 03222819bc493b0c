#include "crypto/signature.hpp"

#include <algorithm>

#include "crypto/scheme.hpp"

namespace handfast::crypto {
namespace {

struct SchemeRow {
  SignatureScheme scheme;
  SchemeParts parts;
};

using enum SignatureKind;
using Hashes = HashAlgorithm;
constexpr SchemeRow kSchemes[] = {
    {SignatureScheme::ecdsa_secp256r1_sha256, {ecdsa, KeyType::ec_p256, Hashes::sha256}},
    {SignatureScheme::ecdsa_secp384r1_sha384, {ecdsa, KeyType::ec_p384, Hashes::sha384}},
    {SignatureScheme::ecdsa_secp521r1_sha512, {ecdsa, KeyType::ec_p521, Hashes::sha512}},
    {SignatureScheme::ed25519, {ed25519, KeyType::ed25519, Hashes::sha512}},
    {SignatureScheme::rsa_pss_rsae_sha256, {rsa_pss, KeyType::rsa, Hashes::sha256}},
    {SignatureScheme::rsa_pss_rsae_sha384, {rsa_pss, KeyType::rsa, Hashes::sha384}},
    {SignatureScheme::rsa_pss_rsae_sha512, {rsa_pss, KeyType::rsa, Hashes::sha512}},
    {SignatureScheme::rsa_pss_pss_sha256, {rsa_pss, KeyType::rsa_pss, Hashes::sha256}},
    {SignatureScheme::rsa_pss_pss_sha384, {rsa_pss, KeyType::rsa_pss, Hashes::sha384}},
    {SignatureScheme::rsa_pss_pss_sha512, {rsa_pss, KeyType::rsa_pss, Hashes::sha512}},
    {SignatureScheme::rsa_pkcs1_sha256, {rsa_pkcs1, KeyType::rsa, Hashes::sha256}},
    {SignatureScheme::rsa_pkcs1_sha384, {rsa_pkcs1, KeyType::rsa, Hashes::sha384}},
    {SignatureScheme::rsa_pkcs1_sha512, {rsa_pkcs1, KeyType::rsa, Hashes::sha512}},
    {SignatureScheme::rsa_pkcs1_sha1, {rsa_pkcs1, KeyType::rsa, Hashes::sha1}},
    {SignatureScheme::ecdsa_sha1, {ecdsa, KeyType::ec_p256, Hashes::sha1}},
};

bool is_ecdsa(KeyType type) { return type == KeyType::ec_p256 || type == KeyType::ec_p384 || type == KeyType::ec_p521; }

}  // namespace

bool scheme_fits(SignatureScheme scheme, KeyType type, bool any_curve) {
  const auto parts = scheme_parts(scheme);
  if (!parts) return false;
  // ecdsa_sha1 names no curve, and occurs in certificates only (RFC 8446, 4.2.3).
  if (any_curve && parts->kind == ecdsa) return is_ecdsa(type);
  return parts->key == type && scheme != SignatureScheme::ecdsa_sha1;
}

std::optional<SchemeParts> scheme_parts(SignatureScheme scheme) {
  const auto row = std::ranges::find(kSchemes, scheme, &SchemeRow::scheme);
  if (row == std::end(kSchemes)) return std::nullopt;
  return row->parts;
}

}  // namespace handfast::crypto
