#include "tls/chain_verifier.hpp"

namespace handfast::tls {

Answer<pki::Verdict> ChainVerifier::verify(std::span<const Bytes> chain, std::string_view server_name, Role peer) {
  pki::VerifyOptions options;
  options.now = std::chrono::duration_cast<std::chrono::seconds>(clock_().time_since_epoch()).count();
  options.purpose = peer == Role::server ? pki::kServerPurpose : pki::kClientPurpose;
  if (peer == Role::server) {
    const auto name = pki::ReferenceName::parse(server_name);
    if (!name) {
      pki::Verdict refused;
      refused.error = Error{Errc::certificate_wrong_name, "certificate.subject_alt_name", "RFC 9525",
                            "the name or address of the server", server_name.empty() ? kNoNameGiven : server_name};
      return Result<pki::Verdict>(std::move(refused));
    }
    options.name = *name;
  }
  return Result<pki::Verdict>(pki::verify_chain(*store_, chain, options));
}

}  // namespace handfast::tls
