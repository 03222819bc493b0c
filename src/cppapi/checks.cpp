#include "cppapi/checks.hpp"

#include "tls/chain_verifier.hpp"

namespace handfast {

namespace {

Result<pki::Verdict> verdict(std::optional<Error> error) {
  pki::Verdict out;
  out.error = std::move(error);
  return out;
}

class SystemTrust final : public tls::CertificateVerifier {
 public:
  Answer<pki::Verdict> verify(std::span<const Bytes> chain, std::string_view server_name, tls::Role peer) override {
    auto store = pki::TrustStore::system();
    if (!store) return verdict(store.error());
    return tls::ChainVerifier(std::move(*store)).verify(chain, server_name, peer);
  }
  crypto::Digest settings() const override {
    const auto store = pki::TrustStore::system();
    return store ? (*store)->fingerprint() : crypto::Digest();
  }
};

class ProgramsWord final : public tls::CertificateVerifier {
 public:
  ProgramsWord(std::shared_ptr<tls::CertificateVerifier> first, CertificateCheck check)
      : first_(std::move(first)), check_(std::move(check)) {}

  Answer<pki::Verdict> verify(std::span<const Bytes> chain, std::string_view server_name, tls::Role peer) override {
    Answer<pki::Verdict> answer = verdict(std::nullopt);
    if (first_) answer = first_->verify(chain, server_name, peer);
    // Those that this library has answer at once.
    if (!answer.ready() || !answer.result() || !answer.result()->ok() || check_(chain, server_name)) return answer;
    return verdict(Error{Errc::certificate_rejected, "certificate"});
  }
  crypto::Digest settings() const override { return first_ ? first_->settings() : crypto::Digest(); }

 private:
  std::shared_ptr<tls::CertificateVerifier> first_;
  CertificateCheck check_;
};

}  // namespace

std::shared_ptr<tls::CertificateVerifier> chain_check(std::shared_ptr<const pki::TrustStore> store) {
  if (!store) return std::make_shared<SystemTrust>();
  return std::make_shared<tls::ChainVerifier>(std::move(store));
}

std::shared_ptr<tls::CertificateVerifier> program_check(std::shared_ptr<tls::CertificateVerifier> first,
                                                        CertificateCheck check) {
  return std::make_shared<ProgramsWord>(std::move(first), std::move(check));
}

}  // namespace handfast
