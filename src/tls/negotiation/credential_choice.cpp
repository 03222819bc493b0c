#include "tls/negotiation/credential_choice.hpp"

#include <algorithm>

#include "pki/name.hpp"

namespace handfast::tls {

namespace {

// Our order of preference decides among what the peer accepts.
std::optional<SignatureScheme> choose_scheme(crypto::KeyType type, const ListView<SignatureScheme>& accepted,
                                             const Policy& policy) {
  for (const SignatureScheme scheme : policy.signature_schemes)
    if (crypto::scheme_fits(scheme, type) && accepted.contains(scheme)) return scheme;
  return std::nullopt;
}

bool is_for(const Credential& credential, std::string_view server_name) {
  return std::ranges::any_of(credential.names,
                             [&](const std::string& name) { return pki::dns_name_matches(name, server_name); });
}

}  // namespace

std::optional<OwnProof> choose_credential(const Credentials& credentials, const ListView<SignatureScheme>& accepted,
                                          const Policy& policy, std::string_view server_name) {
  std::optional<OwnProof> fallback;
  for (const auto& credential : credentials) {
    const auto scheme = choose_scheme(credential->signer->type(), accepted, policy);
    if (!scheme) continue;
    if (server_name.empty() || is_for(*credential, server_name)) return OwnProof{credential, *scheme};
    if (!fallback) fallback = OwnProof{credential, *scheme};
  }
  return fallback;
}

}  // namespace handfast::tls
