#include "tls/negotiation/credential_choice.hpp"

#include <algorithm>

#include "crypto/scheme.hpp"
#include "pki/name.hpp"

namespace handfast::tls {

namespace {

// RFC 8017, 9.1.1: the encoded message holds two hashes (the salt is as long as the hash) and two bytes; its length is that of
// the modulus less one bit.
bool can_sign(const Signer& signer, SignatureScheme scheme) {
  const auto parts = crypto::scheme_parts(scheme);
  if (!parts || !crypto::scheme_fits(scheme, signer.type())) return false;
  if (parts->kind != crypto::SignatureKind::rsa_pss) return true;
  return (signer.bits() + 6) / 8 >= 2 * crypto::hash_size(parts->hash) + 2;
}

// Our order of preference decides among what the peer accepts.
std::optional<SignatureScheme> choose_scheme(const Credential& credential, const ListView<SignatureScheme>& accepted,
                                             const Policy& policy) {
  const auto& of_policy = policy.signature_schemes;
  const std::span<const SignatureScheme> own =
      credential.schemes.empty() ? std::span(of_policy.begin(), of_policy.end()) : std::span(credential.schemes);
  for (const SignatureScheme scheme : own)
    if (signs_handshakes(scheme) && can_sign(*credential.signer, scheme) && accepted.contains(scheme)) return scheme;
  return std::nullopt;
}

bool is_for(const Credential& credential, std::string_view server_name) {
  return std::ranges::any_of(credential.names,
                             [&](const std::string& name) { return pki::dns_name_matches(name, server_name); });
}

}  // namespace

bool signs_handshakes(SignatureScheme scheme) {
  switch (scheme) {
    case SignatureScheme::rsa_pkcs1_sha1:
    case SignatureScheme::rsa_pkcs1_sha256:
    case SignatureScheme::rsa_pkcs1_sha384:
    case SignatureScheme::rsa_pkcs1_sha512:
    case SignatureScheme::ecdsa_sha1: return false;
    default: return true;  // wire values that no key of ours fits are refused by scheme_fits
  }
}

std::optional<OwnProof> choose_credential(const Credentials& credentials, const ListView<SignatureScheme>& accepted,
                                          const Policy& policy, std::string_view server_name) {
  std::optional<OwnProof> fallback;
  for (const auto& credential : credentials) {
    const auto scheme = choose_scheme(*credential, accepted, policy);
    if (!scheme) continue;
    if (server_name.empty() || is_for(*credential, server_name)) return OwnProof{credential, *scheme};
    if (!fallback) fallback = OwnProof{credential, *scheme};
  }
  return fallback;
}

}  // namespace handfast::tls
