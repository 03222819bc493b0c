#pragma once
// Certificate of TLS 1.2 (RFC 5246, 7.4.2).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct Asn1Cert {
  Bytes cert_data{};  // DER
  static void fields(auto& io, auto& m) { io.template opaque<3>(m.cert_data, {1, 0xffffff}, "certificate_list"); }
};

struct Certificate12 {
  static constexpr HandshakeType type = HandshakeType::certificate;
  static constexpr std::string_view name = "certificate", rfc = "RFC 5246, 7.4.2";
  ListView<Asn1Cert> certificate_list{};
  static void fields(auto& io, auto& m) { io.template list<3>(m.certificate_list, {0, 0xffffff}, "certificate_list"); }
};

}  // namespace handfast::tls
