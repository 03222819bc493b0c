#pragma once
// ServerHelloDone (RFC 5246, 7.4.5).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct ServerHelloDone {
  static constexpr HandshakeType type = HandshakeType::server_hello_done;
  static constexpr std::string_view name = "server_hello_done", rfc = "RFC 5246, 7.4.5";
  static void fields(auto&, auto&) {}
};

}  // namespace handfast::tls
