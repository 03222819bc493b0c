#include "tls/credentials.hpp"

#include <algorithm>
#include <optional>

#include "crypto/key_format.hpp"
#include "crypto/scheme.hpp"
#include "pki/certificate.hpp"

namespace handfast::tls {

namespace {

// RFC 8446, 4.2.3, names a scheme by hash and kind of key; the issuer's key itself need not be at hand. A signature that is
// not known at all has no scheme that a peer could list.
std::optional<SignatureScheme> signed_with(const pki::CertificateView& certificate) {
  using crypto::KeyType;
  for (const KeyType issuer : {KeyType::rsa, KeyType::ec_p256, KeyType::ed25519})
    if (const auto scheme = pki::signature_scheme(certificate.signature_algorithm, issuer)) return *scheme;
  return std::nullopt;
}

std::vector<SignatureScheme> schemes_of(const std::vector<ByteVector>& chain) {
  std::vector<SignatureScheme> out;
  for (const ByteVector& der : chain) {
    const auto certificate = pki::CertificateView::parse(der);
    if (!certificate || equal(certificate->subject, certificate->issuer)) continue;
    if (const auto scheme = signed_with(*certificate); scheme && std::ranges::find(out, *scheme) == out.end())
      out.push_back(*scheme);
  }
  return out;
}

// Keys are the same when their numbers are. A certificate may narrow an RSA key to RSASSA-PSS, and that to one hash, but
// never widen it (RFC 4055, 1.2).
bool same_key(const crypto::Spki& key, const crypto::Spki& certificate) {
  const crypto::KeyAlgorithm &own = key.algorithm, &named = certificate.algorithm;
  const bool narrowed = own.type == crypto::KeyType::rsa && named.type == crypto::KeyType::rsa_pss;
  const bool other_hash = own.pss_hash && named.pss_hash && own.pss_hash != named.pss_hash;
  return (own.type == named.type || narrowed) && !other_hash && equal(key.key, certificate.key);
}

// The same signature under the name that it has with a key for any use of RSA (RFC 8446, 4.2.3).
SignatureScheme for_plain_rsa(SignatureScheme scheme) {
  switch (scheme) {
    case SignatureScheme::rsa_pss_pss_sha256: return SignatureScheme::rsa_pss_rsae_sha256;
    case SignatureScheme::rsa_pss_pss_sha384: return SignatureScheme::rsa_pss_rsae_sha384;
    case SignatureScheme::rsa_pss_pss_sha512: return SignatureScheme::rsa_pss_rsae_sha512;
    default: return scheme;
  }
}

}  // namespace

bool LocalSigner::allows(SignatureScheme scheme) const {
  const auto parts = crypto::scheme_parts(scheme);
  return !pss_hash_ || (parts && parts->hash == *pss_hash_);
}

Answer<ByteVector> LocalSigner::sign(SignatureScheme scheme, Bytes message) const {
  if (!crypto::scheme_fits(scheme, named_, true) || !allows(scheme))
    return Result<ByteVector>(fail(Errc::invalid_request, "signature.algorithm"));
  return key_->sign(key_->type() == named_ ? scheme : for_plain_rsa(scheme), message);
}

Result<std::shared_ptr<const Credential>> Credential::create(std::vector<ByteVector> chain, crypto::PrivateKey key) {
  return create(std::move(chain), std::make_shared<const crypto::PrivateKey>(std::move(key)));
}

Result<std::shared_ptr<const Credential>> Credential::create(std::vector<ByteVector> chain,
                                                             std::shared_ptr<const crypto::PrivateKey> key) {
  if (chain.empty()) return fail(Errc::invalid_request, "credential", {}, "a certificate", "none");
  const auto leaf = pki::CertificateView::parse(chain.front());
  if (!leaf) return std::unexpected(leaf.error());
  const auto encoded = key->public_spki();
  if (!encoded) return std::unexpected(encoded.error());
  const auto own = crypto::read_spki(*encoded), named = crypto::read_spki(leaf->spki);
  if (!own || !named || !same_key(*own, *named))
    return fail(Errc::key_certificate_mismatch, "credential", {}, "the key of the certificate", "another key");

  auto out = std::make_shared<Credential>();
  if (leaf->subject_alt_name)
    for (const pki::GeneralName& name : *leaf->subject_alt_name)
      if (name.type == pki::GeneralNameType::dns) out->names.emplace_back(as_text(name.value));
  out->may_sign = !leaf->key_usage || (*leaf->key_usage & pki::key_usage::digital_signature) != 0;
  out->chain_schemes = schemes_of(chain);
  out->chain = std::move(chain);
  const auto& algorithm = named->algorithm;
  out->signer = std::make_shared<LocalSigner>(std::move(key), algorithm.type,
                                              algorithm.pss_hash ? algorithm.pss_hash : own->algorithm.pss_hash);
  return out;
}

}  // namespace handfast::tls
