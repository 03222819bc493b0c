#pragma once
// CertificateVerify (RFC 8446, 4.4.3).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct CertificateVerify {
  static constexpr HandshakeType type = HandshakeType::certificate_verify;
  static constexpr std::string_view name = "certificate_verify", rfc = "RFC 8446, 4.4.3";
  SignatureScheme algorithm{};
  Bytes signature{};
  static void fields(auto& io, auto& m) {
    io.value(m.algorithm, "algorithm");
    io.template opaque<2>(m.signature, {0, 0xffff}, "signature");
  }
};

}  // namespace handfast::tls
