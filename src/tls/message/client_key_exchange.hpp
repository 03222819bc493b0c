#pragma once
// ClientKeyExchange with ECDHE (RFC 8422, 5.7).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct ClientKeyExchange {
  static constexpr HandshakeType type = HandshakeType::client_key_exchange;
  static constexpr std::string_view name = "client_key_exchange", rfc = "RFC 8422, 5.7";
  Bytes public_key{};
  static void fields(auto& io, auto& m) { io.template opaque<1>(m.public_key, {1, 255}, "ecdh_Yc"); }
};

}  // namespace handfast::tls
