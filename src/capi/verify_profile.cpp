// Verification profiles: how strong keys and hashes must be.
#include <algorithm>
#include <array>
#include <limits>

#include "capi/verify.hpp"

namespace handfast::capi {

namespace {

using crypto::KeyType;

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

std::span<const KeyType> kinds_of(unsigned profile) {
  static constexpr std::array kSuiteB128{KeyType::ec_p256, KeyType::ec_p384};
  static constexpr std::array kSuiteB192{KeyType::ec_p384};
  if (profile == GNUTLS_PROFILE_SUITEB128) return kSuiteB128;
  return profile == GNUTLS_PROFILE_SUITEB192 ? std::span<const KeyType>(kSuiteB192) : std::span<const KeyType>();
}

}  // namespace

pki::Strength strength_of(unsigned profile, bool lowered) {
  if (profile == GNUTLS_PROFILE_UNKNOWN) return {};
  const gnutls_sec_param_t level = level_of(profile);
  constexpr unsigned kNone = std::numeric_limits<unsigned>::max();
  if (level == GNUTLS_SEC_PARAM_UNKNOWN) return {.rsa_bits = kNone, .curve_bits = kNone, .hash_bits = kNone};
  return {
      .rsa_bits = std::max(gnutls_sec_param_to_pk_bits(GNUTLS_PK_RSA, level), lowered ? 0U : pki::Strength{}.rsa_bits),
      .curve_bits = gnutls_sec_param_to_pk_bits(GNUTLS_PK_ECDSA, level),
      .hash_bits = gnutls_sec_param_to_symmetric_bits(level),
      .kinds = kinds_of(profile)};
}

}  // namespace handfast::capi
