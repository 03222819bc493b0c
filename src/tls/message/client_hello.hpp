#pragma once
// ClientHello (RFC 8446, 4.1.2; RFC 5246, 7.4.1.2).
#include "tls/extension/sets.hpp"
#include "tls/message/random.hpp"

namespace handfast::tls {

inline constexpr std::size_t kSessionIdSize =
    32;  // that we make: the most there may be (RFC 5246, 7.4.1.2; RFC 8446, D.4)

struct ClientHello {
  static constexpr HandshakeType type = HandshakeType::client_hello;
  static constexpr std::string_view name = "client_hello", rfc = "RFC 8446, 4.1.2";
  ProtocolVersion legacy_version = ProtocolVersion::tls12;
  Random random{};
  Bytes legacy_session_id{};
  ListView<CipherSuite> cipher_suites{};
  Bytes legacy_compression_methods{};
  ClientHelloExtensions extensions{};

  static void fields(auto& io, auto& m) {
    io.value(m.legacy_version, "legacy_version");
    io.bytes(m.random, "random");
    io.template opaque<1>(m.legacy_session_id, {0, 32}, "legacy_session_id");
    io.template list<2>(m.cipher_suites, {2, 0xfffe}, "cipher_suites");
    io.template opaque<1>(m.legacy_compression_methods, {1, 255}, "legacy_compression_methods");
    if (io.has_extensions(m.extensions))
      io.extensions(m.extensions, "extensions");  // RFC 5246, 7.4.1.2: may be missing altogether
  }
};

}  // namespace handfast::tls
