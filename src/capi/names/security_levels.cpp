// Security levels and verification profiles: their names, and the key sizes that reach a level.
#include <algorithm>

#include "capi/names/lookup.hpp"
#include "capi/public_api.hpp"

namespace {

struct SecurityLevel {
  gnutls_sec_param_t id;
  const char* name;
  unsigned symmetric;  // bits
  unsigned factoring;  // bits of RSA and Diffie-Hellman keys
  unsigned dsa;        // bits
  unsigned curve;      // bits
};

// From the weakest to the strongest.
constexpr SecurityLevel levels[] = {
    {GNUTLS_SEC_PARAM_INSECURE, "Insecure", 0, 0, 0, 0},
    {GNUTLS_SEC_PARAM_EXPORT, "Export", 42, 512, 0, 0},
    {GNUTLS_SEC_PARAM_VERY_WEAK, "Very weak", 64, 767, 0, 0},
    {GNUTLS_SEC_PARAM_WEAK, "Weak", 72, 1008, 1008, 160},
    {GNUTLS_SEC_PARAM_LOW, "Low", 80, 1024, 1024, 160},
    {GNUTLS_SEC_PARAM_LEGACY, "Legacy", 96, 1776, 2048, 192},
    {GNUTLS_SEC_PARAM_MEDIUM, "Medium", 112, 2048, 2048, 224},
    {GNUTLS_SEC_PARAM_HIGH, "High", 128, 3072, 3072, 256},
    {GNUTLS_SEC_PARAM_ULTRA, "Ultra", 192, 8192, 8192, 384},
    {GNUTLS_SEC_PARAM_FUTURE, "Future", 256, 15360, 15360, 512},
};

struct Profile {
  gnutls_certificate_verification_profiles_t id;
  const char* name;
};

constexpr Profile profiles[] = {
    {GNUTLS_PROFILE_VERY_WEAK, "Very weak"}, {GNUTLS_PROFILE_LOW, "Low"},
    {GNUTLS_PROFILE_LEGACY, "Legacy"},       {GNUTLS_PROFILE_MEDIUM, "Medium"},
    {GNUTLS_PROFILE_HIGH, "High"},           {GNUTLS_PROFILE_ULTRA, "Ultra"},
    {GNUTLS_PROFILE_FUTURE, "Future"},       {GNUTLS_PROFILE_SUITEB128, "SuiteB128"},
    {GNUTLS_PROFILE_SUITEB192, "SuiteB192"},
};

bool is_on_a_curve(gnutls_pk_algorithm_t algorithm) {
  switch (algorithm) {
    case GNUTLS_PK_ECDSA:
    case GNUTLS_PK_ECDH_X25519:
    case GNUTLS_PK_ECDH_X448:
    case GNUTLS_PK_EDDSA_ED25519:
    case GNUTLS_PK_EDDSA_ED448:
    case GNUTLS_PK_GOST_01:
    case GNUTLS_PK_GOST_12_256:
    case GNUTLS_PK_GOST_12_512: return true;
    default: return false;
  }
}

}  // namespace

using handfast::capi::find_name;
using handfast::capi::member_of;

const char* gnutls_sec_param_get_name(gnutls_sec_param_t param) {
  return member_of(levels, param, &SecurityLevel::name, "Unknown");
}

unsigned gnutls_sec_param_to_symmetric_bits(gnutls_sec_param_t param) {
  return member_of(levels, param, &SecurityLevel::symmetric, 0U);
}

unsigned gnutls_sec_param_to_pk_bits(gnutls_pk_algorithm_t algo, gnutls_sec_param_t param) {
  if (is_on_a_curve(algo)) return member_of(levels, param, &SecurityLevel::curve, 0U);
  if (algo == GNUTLS_PK_DSA) return member_of(levels, param, &SecurityLevel::dsa, 0U);
  return member_of(levels, param, &SecurityLevel::factoring, 0U);
}

gnutls_sec_param_t gnutls_pk_bits_to_sec_param(gnutls_pk_algorithm_t algo, unsigned bits) {
  if (bits == 0) return GNUTLS_SEC_PARAM_UNKNOWN;
  const auto least = is_on_a_curve(algo) ? &SecurityLevel::curve : &SecurityLevel::factoring;
  gnutls_sec_param_t reached = GNUTLS_SEC_PARAM_INSECURE;
  for (const SecurityLevel& level : levels) {
    if (bits >= level.*least) reached = level.id;
  }
  return reached;
}

const char* gnutls_certificate_verification_profile_get_name(gnutls_certificate_verification_profiles_t id) {
  return member_of(profiles, id, &Profile::name, static_cast<const char*>(nullptr));
}

gnutls_certificate_verification_profiles_t gnutls_certificate_verification_profile_get_id(const char* name) {
  const Profile* profile = find_name(profiles, name);
  return profile != nullptr ? profile->id : GNUTLS_PROFILE_UNKNOWN;
}
