// Verification profiles: how strong keys and hashes must be.
#include <algorithm>

#include "capi/verify.hpp"

namespace handfast::capi {

namespace {

gnutls_sec_param_t level_of(unsigned profile) {
  switch (profile) {
    case GNUTLS_PROFILE_VERY_WEAK: return GNUTLS_SEC_PARAM_VERY_WEAK;
    case GNUTLS_PROFILE_LOW: return GNUTLS_SEC_PARAM_LOW;
    case GNUTLS_PROFILE_LEGACY: return GNUTLS_SEC_PARAM_LEGACY;
    case GNUTLS_PROFILE_MEDIUM: return GNUTLS_SEC_PARAM_MEDIUM;
    case GNUTLS_PROFILE_HIGH: return GNUTLS_SEC_PARAM_HIGH;
    case GNUTLS_PROFILE_ULTRA: return GNUTLS_SEC_PARAM_ULTRA;
    case GNUTLS_PROFILE_FUTURE: return GNUTLS_SEC_PARAM_FUTURE;
    case GNUTLS_PROFILE_SUITEB128: return GNUTLS_SEC_PARAM_HIGH;   // RFC 6460, 3.1
    case GNUTLS_PROFILE_SUITEB192: return GNUTLS_SEC_PARAM_ULTRA;  // RFC 6460, 3.2
    default: return GNUTLS_SEC_PARAM_UNKNOWN;
  }
}

bool is_rsa(crypto::KeyType type) { return type == crypto::KeyType::rsa || type == crypto::KeyType::rsa_pss; }

bool fits_suite_b(crypto::KeyType type, unsigned profile) {
  if (profile == GNUTLS_PROFILE_SUITEB128) return type == crypto::KeyType::ec_p256 || type == crypto::KeyType::ec_p384;
  return profile != GNUTLS_PROFILE_SUITEB192 || type == crypto::KeyType::ec_p384;
}

// Half the length of its hash: what finding a collision takes.
unsigned strength_of(SignatureScheme scheme) {
  switch (scheme) {
    case SignatureScheme::ecdsa_secp384r1_sha384:
    case SignatureScheme::rsa_pkcs1_sha384:
    case SignatureScheme::rsa_pss_rsae_sha384:
    case SignatureScheme::rsa_pss_pss_sha384: return 192;
    case SignatureScheme::ecdsa_secp521r1_sha512:
    case SignatureScheme::rsa_pkcs1_sha512:
    case SignatureScheme::rsa_pss_rsae_sha512:
    case SignatureScheme::rsa_pss_pss_sha512: return 256;
    default: return 128;  // SHA-256, and Ed25519 as a whole; nothing weaker gets here
  }
}

Error too_weak(std::string_view field, unsigned profile, Note found) {
  return {Errc::certificate_unsupported, field, "RFC 5280, 6.1", Note("profile ") << profile, found};
}

}  // namespace

unsigned least_rsa_bits(unsigned profile) { return gnutls_sec_param_to_pk_bits(GNUTLS_PK_RSA, level_of(profile)); }

std::optional<Error> check_profile(std::span<const pki::PathCertificate> path, unsigned profile) {
  if (profile == GNUTLS_PROFILE_UNKNOWN) return std::nullopt;
  const gnutls_sec_param_t level = level_of(profile);
  if (level == GNUTLS_SEC_PARAM_UNKNOWN) return too_weak("profile", profile, "a profile without a meaning");
  const unsigned least_curve_bits = gnutls_sec_param_to_pk_bits(GNUTLS_PK_ECDSA, level);
  for (const pki::PathCertificate& of_path : path) {
    const unsigned least = is_rsa(of_path.key_type) ? least_rsa_bits(profile) : least_curve_bits;
    if (of_path.key_bits < least || !fits_suite_b(of_path.key_type, profile))
      return too_weak("subjectPublicKeyInfo", profile, Note("a key of ") << of_path.key_bits << " bits");
    const bool anchor = of_path.signed_with == SignatureScheme{};
    if (!anchor && strength_of(of_path.signed_with) < gnutls_sec_param_to_symmetric_bits(level))
      return too_weak("signatureAlgorithm", profile, name_of(of_path.signed_with));
  }
  return std::nullopt;
}

}  // namespace handfast::capi
