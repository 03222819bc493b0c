#pragma once
// CertificateStatus of TLS 1.2 (RFC 6066, 8).
#include "tls/extension/status_request.hpp"

namespace handfast::tls {

struct CertificateStatusMessage {
  static constexpr HandshakeType type = HandshakeType::certificate_status;
  static constexpr std::string_view name = "certificate_status", rfc = "RFC 6066, 8";
  CertificateStatus status{};
  static void fields(auto& io, auto& m) { CertificateStatus::fields(io, m.status); }
};

}  // namespace handfast::tls
