#pragma once
// renegotiation_info (RFC 5746, 3.2): empty in a first handshake.
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct RenegotiationInfo {
  static constexpr ExtensionType type = ExtensionType::renegotiation_info;
  static constexpr std::string_view name = "renegotiation_info", rfc = "RFC 5746, 3.2";
  Bytes renegotiated_connection{};
  static void fields(auto& io, auto& m) {
    io.template opaque<1>(m.renegotiated_connection, {0, 255}, "renegotiated_connection");
  }
};

}  // namespace handfast::tls
