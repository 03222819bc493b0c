#pragma once
// Certificate of TLS 1.3 (RFC 8446, 4.4.2).
#include "tls/extension/sets.hpp"

namespace handfast::tls {

struct CertificateEntry {
  Bytes cert_data{};  // DER
  CertificateEntryExtensions extensions{};
  static void fields(auto& io, auto& m) {
    io.template opaque<3>(m.cert_data, {1, 0xffffff}, "cert_data");
    io.extensions(m.extensions, "extensions");
  }
};

struct Certificate {
  static constexpr HandshakeType type = HandshakeType::certificate;
  static constexpr std::string_view name = "certificate", rfc = "RFC 8446, 4.4.2";
  Bytes certificate_request_context{};
  ListView<CertificateEntry> certificate_list{};
  static void fields(auto& io, auto& m) {
    io.template opaque<1>(m.certificate_request_context, {0, 255}, "certificate_request_context");
    io.template list<3>(m.certificate_list, {0, 0xffffff}, "certificate_list");
  }
};

}  // namespace handfast::tls
