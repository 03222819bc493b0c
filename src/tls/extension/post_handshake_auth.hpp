#pragma once
// post_handshake_auth (RFC 8446, 4.2.6).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct PostHandshakeAuth {
  static constexpr ExtensionType type = ExtensionType::post_handshake_auth;
  static constexpr std::string_view name = "post_handshake_auth", rfc = "RFC 8446, 4.2.6";
  static void fields(auto&, auto&) {}
};

}  // namespace handfast::tls
