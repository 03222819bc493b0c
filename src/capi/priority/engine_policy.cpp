#include "capi/priority/engine_policy.hpp"

#include <span>

#include "capi/names/groups.hpp"
#include "capi/names/lookup.hpp"
#include "capi/names/protocols.hpp"
#include "capi/priority/suites.hpp"
#include "crypto/key_exchange.hpp"
#include "tls/suites.hpp"

namespace handfast::capi {
namespace {

constexpr ProtocolVersion engine_versions[] = {ProtocolVersion::tls13, ProtocolVersion::tls12};

struct SignatureCodePoint {
  gnutls_sign_algorithm_t id;
  SignatureScheme scheme;
};

// TLS 1.3 ties an ECDSA scheme to its curve, TLS 1.2 does not: two numbers of the interface share a code point
// (RFC 8446, 4.2.3).
constexpr SignatureCodePoint signature_code_points[] = {
    {GNUTLS_SIGN_RSA_SHA256, SignatureScheme::rsa_pkcs1_sha256},
    {GNUTLS_SIGN_RSA_SHA384, SignatureScheme::rsa_pkcs1_sha384},
    {GNUTLS_SIGN_RSA_SHA512, SignatureScheme::rsa_pkcs1_sha512},
    {GNUTLS_SIGN_RSA_PSS_SHA256, SignatureScheme::rsa_pss_pss_sha256},
    {GNUTLS_SIGN_RSA_PSS_SHA384, SignatureScheme::rsa_pss_pss_sha384},
    {GNUTLS_SIGN_RSA_PSS_SHA512, SignatureScheme::rsa_pss_pss_sha512},
    {GNUTLS_SIGN_RSA_PSS_RSAE_SHA256, SignatureScheme::rsa_pss_rsae_sha256},
    {GNUTLS_SIGN_RSA_PSS_RSAE_SHA384, SignatureScheme::rsa_pss_rsae_sha384},
    {GNUTLS_SIGN_RSA_PSS_RSAE_SHA512, SignatureScheme::rsa_pss_rsae_sha512},
    {GNUTLS_SIGN_ECDSA_SECP256R1_SHA256, SignatureScheme::ecdsa_secp256r1_sha256},
    {GNUTLS_SIGN_ECDSA_SECP384R1_SHA384, SignatureScheme::ecdsa_secp384r1_sha384},
    {GNUTLS_SIGN_ECDSA_SECP521R1_SHA512, SignatureScheme::ecdsa_secp521r1_sha512},
    {GNUTLS_SIGN_EDDSA_ED25519, SignatureScheme::ed25519},
};
constexpr SignatureCodePoint tls12_code_points[] = {
    {GNUTLS_SIGN_ECDSA_SHA256, SignatureScheme::ecdsa_secp256r1_sha256},
    {GNUTLS_SIGN_ECDSA_SHA384, SignatureScheme::ecdsa_secp384r1_sha384},
    {GNUTLS_SIGN_ECDSA_SHA512, SignatureScheme::ecdsa_secp521r1_sha512},
};

template <class List, class Value>
void add_once(List& list, Value value) {
  if (!list.contains(value)) list.push_back(value);
}

void add_versions(tls::Policy& policy, const Priority& priority) {
  for (const unsigned id : priority.protocols) {
    const ProtocolVersion version = member_of(protocols(), id, &Protocol::code_point, ProtocolVersion{});
    if (std::ranges::find(engine_versions, version) != std::end(engine_versions)) add_once(policy.versions, version);
  }
}

void add_suites(tls::Policy& policy, const Priority& priority) {
  for (const CipherSuiteName* suite : enabled_suites(priority)) {
    const CipherSuite code_point = static_cast<CipherSuite>(suite->code_point);
    if (tls::tls13_suite(code_point) || tls::tls12_suite(code_point)) add_once(policy.cipher_suites, code_point);
  }
}

void add_groups(tls::Policy& policy, const Priority& priority) {
  for (const unsigned id : priority.groups) {
    const NamedGroup group = member_of(groups(), id, &Group::code_point, NamedGroup{});
    if (crypto::group_supported(group)) add_once(policy.groups, group);
  }
}

void add_signatures(tls::Policy& policy, const Priority& priority) {
  for (const unsigned id : priority.signatures)
    if (const auto scheme = scheme_of(static_cast<gnutls_sign_algorithm_t>(id)))
      add_once(policy.signature_schemes, *scheme);
}

// In TLS 1.3 the key exchanges with a pre-shared key are the modes of RFC 8446, 4.2.9, for tickets, too.
void add_psk_modes(tls::Policy& policy, const Priority& priority) {
  const tls::Policy defaults;
  for (const unsigned id : priority.key_exchanges) {
    if (id == GNUTLS_KX_PSK) add_once(policy.psk_modes, PskKeyExchangeMode::psk_ke);
    if (id == GNUTLS_KX_ECDHE_PSK || id == GNUTLS_KX_DHE_PSK)
      add_once(policy.psk_modes, PskKeyExchangeMode::psk_dhe_ke);
  }
  if (policy.psk_modes.empty()) policy.psk_modes = defaults.psk_modes;
}

}  // namespace

std::optional<tls::Policy> engine_policy(const Priority& priority) {
  tls::Policy policy;
  policy.versions.clear();
  policy.cipher_suites.clear();
  policy.groups.clear();
  policy.signature_schemes.clear();
  policy.psk_modes.clear();
  add_versions(policy, priority);
  add_suites(policy, priority);
  add_groups(policy, priority);
  add_signatures(policy, priority);
  add_psk_modes(policy, priority);
  policy.server_preference = priority.has(PriorityOption::server_precedence);
  policy.middlebox_compatibility = !priority.has(PriorityOption::no_tls13_compatibility);
  policy.extended_master_secret = !priority.has(PriorityOption::no_session_hash);
  policy.require_extended_master_secret = priority.has(PriorityOption::force_session_hash);
  policy.renegotiation_info = priority.renegotiation != Renegotiation::disabled;
  policy.unsafe_renegotiation = priority.renegotiation == Renegotiation::unsafe;
  policy.require_secure_renegotiation = priority.renegotiation == Renegotiation::safe;
  policy.tolerate_key_usage = priority.has(PriorityOption::tolerated_key_usage);
  policy.violate_key_usage = priority.has(PriorityOption::key_usage_violations);
  policy.fallback = priority.has(PriorityOption::fallback_scsv);
  const bool nothing_left = policy.versions.empty() || policy.cipher_suites.empty() || policy.groups.empty() ||
                            policy.signature_schemes.empty();
  if (nothing_left) return std::nullopt;
  return policy;
}

std::optional<SignatureScheme> scheme_of(gnutls_sign_algorithm_t id) {
  if (const auto* point = find_id(signature_code_points, id)) return point->scheme;
  if (const auto* point = find_id(tls12_code_points, id)) return point->scheme;
  return std::nullopt;
}

gnutls_sign_algorithm_t signature_id(SignatureScheme scheme, ProtocolVersion version) {
  if (version == ProtocolVersion::tls12)
    for (const SignatureCodePoint& point : tls12_code_points)
      if (point.scheme == scheme) return point.id;
  const auto found = std::ranges::find(signature_code_points, scheme, &SignatureCodePoint::scheme);
  return found != std::end(signature_code_points) ? found->id : GNUTLS_SIGN_UNKNOWN;
}

unsigned key_shares_for(unsigned init_flags) {
  if ((init_flags & GNUTLS_KEY_SHARE_TOP) != 0) return 1;
  if ((init_flags & GNUTLS_KEY_SHARE_TOP3) != 0) return 3;
  return 2;
}

}  // namespace handfast::capi
