#include "tls/credentials.hpp"

#include "pki/certificate.hpp"

namespace handfast::tls {

Result<std::shared_ptr<const Credential>> Credential::create(std::vector<ByteVector> chain, crypto::PrivateKey key) {
  if (chain.empty()) return fail(Errc::invalid_request, "credential", {}, "a certificate", "none");
  const auto leaf = pki::CertificateView::parse(chain.front());
  if (!leaf) return std::unexpected(leaf.error());
  const auto public_key = key.public_spki();
  if (!public_key) return std::unexpected(public_key.error());
  if (!equal(*public_key, leaf->spki))
    return fail(Errc::key_certificate_mismatch, "credential", {}, "the key of the certificate", "another key");

  auto out = std::make_shared<Credential>();
  if (leaf->subject_alt_name)
    for (const pki::GeneralName& name : *leaf->subject_alt_name)
      if (name.type == pki::GeneralNameType::dns) out->names.emplace_back(as_text(name.value));
  out->chain = std::move(chain);
  out->signer = std::make_shared<LocalSigner>(std::move(key));
  return out;
}

}  // namespace handfast::tls
