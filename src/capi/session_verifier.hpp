#pragma once
// The verifier of a session, as the engine sees it: what gnutls_session_set_verify_cert() and its kin demand, else the verify
// function of the session or of its credentials. Any of them may be set as late as the certificate comes, in a hook of it.
#include "capi/public_api.hpp"
#include "tls/config.hpp"

namespace handfast::capi {

class SessionVerifier final : public tls::CertificateVerifier {
 public:
  explicit SessionVerifier(gnutls_session_int& session) : session_(session) {}

  bool is_wanted() const override;
  Answer<pki::Verdict> verify(std::span<const Bytes> chain, std::string_view server_name, tls::Role peer) override;
  // Programs rely on being asked: their function is where they refuse a client without a certificate.
  Answer<pki::Verdict> verify_absence() override { return verify({}, {}, tls::Role::client); }
  // Whom the session trusts for what. What a function of the program says is its own: it stands for one that always says the
  // same.
  crypto::Digest settings() const override;

 private:
  gnutls_session_int& session_;
};

}  // namespace handfast::capi
