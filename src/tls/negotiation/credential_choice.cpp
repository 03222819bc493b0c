#include "tls/negotiation/credential_choice.hpp"

#include <algorithm>

#include "crypto/scheme.hpp"
#include "pki/certificate.hpp"
#include "pki/name.hpp"
#include "pki/text.hpp"

namespace handfast::tls {

namespace {

// RFC 8017, 9.1.1: the encoded message holds two hashes (the salt is as long as the hash) and two bytes; its length is that of
// the modulus less one bit.
bool can_sign(const Signer& signer, SignatureScheme scheme, ProtocolVersion version) {
  const auto parts = crypto::scheme_parts(scheme);
  // RFC 8446, 4.2.3: "the curve must match" in TLS 1.3 alone.
  const bool any_curve = version == ProtocolVersion::tls12;
  if (!parts || !crypto::scheme_fits(scheme, signer.type(), any_curve) || !signer.allows(scheme)) return false;
  if (parts->kind != crypto::SignatureKind::rsa_pss) return true;
  return (signer.bits() + 6) / 8 >= 2 * crypto::hash_size(parts->hash) + 2;
}

// Our order of preference decides among what the peer accepts.
std::optional<SignatureScheme> choose_scheme(const Credential& credential, const CredentialWish& wish) {
  const auto& of_policy = wish.policy.signature_schemes;
  const std::span<const SignatureScheme> own =
      credential.schemes.empty() ? std::span(of_policy.begin(), of_policy.end()) : std::span(credential.schemes);
  for (const SignatureScheme scheme : own)
    if (signs_handshakes(scheme, wish.version) && can_sign(*credential.signer, scheme, wish.version) &&
        wish.accepted.contains(scheme))
      return scheme;
  return std::nullopt;
}

// RFC 8422, 5.1: supported_groups limits certificates, too.
bool curve_fits(const Signer& signer, const ListView<NamedGroup>* groups) {
  const auto curve = curve_of(signer.type());
  return groups == nullptr || !curve || groups->contains(*curve);
}

bool key_fits(const Signer& signer, const CredentialWish& wish) {
  if (wish.authentication != Authentication::any && authentication_of(signer.type()) != wish.authentication)
    return false;
  return curve_fits(signer, wish.groups);
}

constexpr unsigned kExactName = 12, kWildcard = 8, kAcceptedChain = 2, kNamedAuthority = 1;  // weights of rank()

bool is_wildcard(const std::string& name) { return name.starts_with('*'); }

// The best of its names.
unsigned rank_of_name(const Credential& credential, std::string_view server_name) {
  unsigned out = 0;
  for (const std::string& name : credential.names)
    if (pki::dns_name_matches(name, server_name)) out = std::max(out, is_wildcard(name) ? kWildcard : kExactName);
  return out;
}

// RFC 8446, 4.4.2.3: "at least one of the certificates in the certificate chain" is issued by a named authority.
bool is_issued_under(const Credential& credential, const ListView<DistinguishedName>& authorities) {
  return std::ranges::any_of(credential.chain, [&](const ByteVector& der) {
    const auto certificate = pki::CertificateView::parse(der);
    if (!certificate) return false;  // whoever issued it: the peer will not read it either
    for (const DistinguishedName& authority : authorities)
      if (equal(certificate->issuer, authority.name)) return true;
    return false;
  });
}

// RFC 8446, 4.4.2.2: certificates are signed with what the peer lists "if it is able to provide such a chain".
bool chain_is_accepted(const Credential& credential, const CredentialWish& wanted) {
  const auto& accepted = wanted.accepted_in_certificates ? *wanted.accepted_in_certificates : wanted.accepted;
  return std::ranges::all_of(credential.chain_schemes, [&](SignatureScheme s) { return accepted.contains(s); });
}

// How well it suits, among those that can sign; what comes first in the wish decides before the rest does.
unsigned rank(const Credential& credential, const CredentialWish& wanted) {
  unsigned out = wanted.server_name.empty() ? 0 : rank_of_name(credential, wanted.server_name);
  if (chain_is_accepted(credential, wanted)) out += kAcceptedChain;
  if (!wanted.authorities.empty() && is_issued_under(credential, wanted.authorities)) out += kNamedAuthority;
  return out;
}

constexpr std::size_t kMaxAuthoritiesTold = 8;  // of what may be thousands: enough to see whom the server trusts

bool may_sign(const Credential& credential, const Policy& policy) {
  return credential.may_sign || policy.violate_key_usage;
}

bool may_be_shown(const Credential& credential, const CredentialWish& wanted) {
  return !wanted.named_authorities_only || wanted.authorities.empty() ||
         is_issued_under(credential, wanted.authorities);
}

}  // namespace

bool signs_handshakes(SignatureScheme scheme, ProtocolVersion version) {
  if (version == ProtocolVersion::tls12) return true;
  switch (scheme) {
    case SignatureScheme::rsa_pkcs1_sha1:
    case SignatureScheme::rsa_pkcs1_sha256:
    case SignatureScheme::rsa_pkcs1_sha384:
    case SignatureScheme::rsa_pkcs1_sha512:
    case SignatureScheme::ecdsa_sha1: return false;
    default: return true;  // wire values that no key of ours fits are refused by scheme_fits
  }
}

Authentication authentication_of(crypto::KeyType type) {
  const bool rsa = type == crypto::KeyType::rsa || type == crypto::KeyType::rsa_pss;
  return rsa ? Authentication::rsa : Authentication::ecdsa;
}

std::optional<NamedGroup> curve_of(crypto::KeyType type) {
  switch (type) {
    case crypto::KeyType::ec_p256: return NamedGroup::secp256r1;
    case crypto::KeyType::ec_p384: return NamedGroup::secp384r1;
    case crypto::KeyType::ec_p521: return NamedGroup::secp521r1;
    case crypto::KeyType::rsa:
    case crypto::KeyType::rsa_pss:
    case crypto::KeyType::ed25519: return std::nullopt;
  }
  return std::nullopt;
}

bool any_may_sign(const Options& options) {
  return std::ranges::any_of(*options.credentials,
                             [&](const auto& credential) { return may_sign(*credential, *options.policy); });
}

Misfit misfit_of(const Options& options, std::span<const Authentication> suites, const ListView<NamedGroup>* groups) {
  Misfit out;
  for (const auto& credential : *options.credentials) {
    const Signer& signer = *credential->signer;
    auto kind = Misfit::Kind::suite;
    if (!may_sign(*credential, *options.policy))
      kind = Misfit::Kind::usage;
    else if (std::ranges::find(suites, authentication_of(signer.type())) != suites.end())
      kind = curve_fits(signer, groups) ? Misfit::Kind::scheme : Misfit::Kind::curve;
    if (!out.credential || kind > out.kind) out = {kind, credential};
  }
  return out;
}

std::optional<OwnProof> choose_credential(const Credentials& credentials, const CredentialWish& wish) {
  std::optional<OwnProof> best;
  unsigned best_rank = 0;
  for (const auto& credential : credentials) {
    if (!may_sign(*credential, wish.policy) || !key_fits(*credential->signer, wish)) continue;
    if (!may_be_shown(*credential, wish)) continue;
    const auto scheme = choose_scheme(*credential, wish);
    if (!scheme) continue;
    const unsigned its_rank = credentials.size() > 1 ? rank(*credential, wish) : 0;
    if (best && its_rank <= best_rank) continue;
    best = OwnProof{credential, *scheme};
    best_rank = its_rank;
  }
  return best;
}

std::shared_ptr<const WithheldCertificate> withheld_certificate(const Credentials& credentials, CredentialWish wish) {
  if (credentials.empty()) return nullptr;
  wish.named_authorities_only = false;
  const std::optional<OwnProof> fit = choose_credential(credentials, wish);
  auto out = std::make_shared<WithheldCertificate>();
  if (const auto leaf = pki::CertificateView::parse((fit ? fit->credential : credentials.front())->chain.front())) {
    out->subject = leaf->subject_text();
    out->issuer = leaf->issuer_text();
  }
  if (!fit) return out;  // whoever issued it
  for (const DistinguishedName& authority : wish.authorities) {
    if (out->authorities.size() < kMaxAuthoritiesTold)
      out->authorities.push_back(pki::name_text(authority.name));
    else
      ++out->more_authorities;
  }
  return out;
}

}  // namespace handfast::tls
