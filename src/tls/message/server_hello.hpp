#pragma once
// ServerHello and HelloRetryRequest (RFC 8446, 4.1.3 and 4.1.4): one form on the wire, told apart by the random.
#include "tls/extension/sets.hpp"
#include "tls/message/random.hpp"

namespace handfast::tls {

// SHA-256 of "HelloRetryRequest" (RFC 8446, 4.1.3).
inline constexpr Random kHelloRetryRequestRandom{0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c,
                                                 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb,
                                                 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

template <class Set>
struct ServerHelloForm {
  static constexpr HandshakeType type = HandshakeType::server_hello;
  ProtocolVersion legacy_version = ProtocolVersion::tls12;
  Random random{};
  Bytes legacy_session_id_echo{};
  CipherSuite cipher_suite{};
  std::uint8_t legacy_compression_method = 0;
  Set extensions{};

  static void fields(auto& io, auto& m) {
    io.value(m.legacy_version, "legacy_version");
    io.bytes(m.random, "random");
    io.template opaque<1>(m.legacy_session_id_echo, {0, 32}, "legacy_session_id_echo");
    io.value(m.cipher_suite, "cipher_suite");
    io.value(m.legacy_compression_method, "legacy_compression_method");
    if (io.has_extensions(m.extensions))
      io.extensions(m.extensions, "extensions");  // RFC 5246, 7.4.1.3: may be missing altogether
  }
};

struct ServerHello : ServerHelloForm<ServerHelloExtensions> {
  static constexpr std::string_view name = "server_hello", rfc = "RFC 8446, 4.1.3";
};

// The same message when it chooses TLS 1.2 (RFC 5246, 7.4.1.3), where other extensions stand in it.
struct ServerHello12 : ServerHelloForm<ServerHello12Extensions> {
  static constexpr std::string_view name = "server_hello", rfc = "RFC 5246, 7.4.1.3";
};

struct HelloRetryRequest : ServerHelloForm<HelloRetryRequestExtensions> {
  static constexpr std::string_view name = "hello_retry_request", rfc = "RFC 8446, 4.1.4";
};

}  // namespace handfast::tls
