#include "tls/credentials.hpp"

#include <algorithm>
#include <optional>

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

}  // namespace

Result<std::shared_ptr<const Credential>> Credential::create(std::vector<ByteVector> chain, crypto::PrivateKey key) {
  return create(std::move(chain), std::make_shared<const crypto::PrivateKey>(std::move(key)));
}

Result<std::shared_ptr<const Credential>> Credential::create(std::vector<ByteVector> chain,
                                                             std::shared_ptr<const crypto::PrivateKey> key) {
  if (chain.empty()) return fail(Errc::invalid_request, "credential", {}, "a certificate", "none");
  const auto leaf = pki::CertificateView::parse(chain.front());
  if (!leaf) return std::unexpected(leaf.error());
  const auto public_key = key->public_spki();
  if (!public_key) return std::unexpected(public_key.error());
  if (!equal(*public_key, leaf->spki))
    return fail(Errc::key_certificate_mismatch, "credential", {}, "the key of the certificate", "another key");

  auto out = std::make_shared<Credential>();
  if (leaf->subject_alt_name)
    for (const pki::GeneralName& name : *leaf->subject_alt_name)
      if (name.type == pki::GeneralNameType::dns) out->names.emplace_back(as_text(name.value));
  out->may_sign = !leaf->key_usage || (*leaf->key_usage & pki::key_usage::digital_signature) != 0;
  out->chain_schemes = schemes_of(chain);
  out->chain = std::move(chain);
  out->signer = std::make_shared<LocalSigner>(std::move(key));
  return out;
}

}  // namespace handfast::tls
