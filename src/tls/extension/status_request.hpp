#pragma once
// status_request (RFC 6066, 8; RFC 8446, 4.4.2.1): an OCSP response along with the certificate.
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct CertificateStatusRequest {  // from whoever wants one
  static constexpr ExtensionType type = ExtensionType::status_request;
  static constexpr std::string_view name = "status_request", rfc = "RFC 6066, 8";
  CertificateStatusType status_type = CertificateStatusType::ocsp;
  Bytes request{};  // responder_id_list and request_extensions: which responders are trusted; nobody looks at them
  static void fields(auto& io, auto& m) {
    io.value(m.status_type, "status_type");
    io.rest(m.request, "request");
  }
};

struct CertificateStatus {  // the response; in TLS 1.3 an extension of a CertificateEntry
  static constexpr ExtensionType type = ExtensionType::status_request;
  static constexpr std::string_view name = "status_request", rfc = "RFC 6066, 8";
  CertificateStatusType status_type{};
  Bytes response{};  // an OCSPResponse in DER
  static void fields(auto& io, auto& m) {
    io.value(m.status_type, "status_type");
    io.template opaque<3>(m.response, {1, 0xffffff}, "response");
  }
};

// A TLS 1.2 server's answer is empty: a CertificateStatus message will follow.
struct CertificateStatusAcknowledgement {
  static constexpr ExtensionType type = ExtensionType::status_request;
  static constexpr std::string_view name = "status_request", rfc = "RFC 6066, 8";
  static void fields(auto&, auto&) {}
};

}  // namespace handfast::tls
