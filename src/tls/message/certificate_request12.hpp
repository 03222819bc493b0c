#pragma once
// CertificateRequest of TLS 1.2 (RFC 5246, 7.4.4).
#include "base/codec.hpp"
#include "base/codepoints.hpp"
#include "tls/extension/certificate_authorities.hpp"

namespace handfast::tls {

struct CertificateRequest12 {
  static constexpr HandshakeType type = HandshakeType::certificate_request;
  static constexpr std::string_view name = "certificate_request", rfc = "RFC 5246, 7.4.4";
  ListView<ClientCertificateType> certificate_types{};
  ListView<SignatureScheme> supported_signature_algorithms{};
  ListView<DistinguishedName> certificate_authorities{};
  static void fields(auto& io, auto& m) {
    io.template list<1>(m.certificate_types, {1, 0xff}, "certificate_types");
    io.template list<2>(m.supported_signature_algorithms, {2, 0xfffe}, "supported_signature_algorithms");
    io.template list<2>(m.certificate_authorities, {0, 0xffff}, "certificate_authorities");
  }
};

}  // namespace handfast::tls
