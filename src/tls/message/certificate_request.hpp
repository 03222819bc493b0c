#pragma once
// CertificateRequest of TLS 1.3 (RFC 8446, 4.3.2).
#include "tls/extension/sets.hpp"

namespace handfast::tls {

struct CertificateRequest {
  static constexpr HandshakeType type = HandshakeType::certificate_request;
  static constexpr std::string_view name = "certificate_request", rfc = "RFC 8446, 4.3.2";
  Bytes certificate_request_context{};
  CertificateRequestExtensions extensions{};
  static void fields(auto& io, auto& m) {
    io.template opaque<1>(m.certificate_request_context, {0, 255}, "certificate_request_context");
    io.extensions(m.extensions, "extensions");
  }
};

}  // namespace handfast::tls
