#pragma once
// certificate_authorities (RFC 8446, 4.2.4): names of the authorities whose certificates the sender accepts.
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct DistinguishedName {
  Bytes name{};  // DER
  static void fields(auto& io, auto& m) { io.template opaque<2>(m.name, {1, 0xffff}, "distinguished_name"); }
};

struct CertificateAuthorities {
  static constexpr ExtensionType type = ExtensionType::certificate_authorities;
  static constexpr std::string_view name = "certificate_authorities", rfc = "RFC 8446, 4.2.4";
  ListView<DistinguishedName> authorities{};
  static void fields(auto& io, auto& m) { io.template list<2>(m.authorities, {3, 0xffff}, "authorities"); }
};

}  // namespace handfast::tls
