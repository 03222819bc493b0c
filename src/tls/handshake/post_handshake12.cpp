// Handshake messages after a handshake of TLS 1.2: each asks for another one (RFC 5246, 7.4.1.1 and 7.4.1.2), which is declined.
#include "tls/connection/state.hpp"

namespace handfast::tls {

Result<void> on_post_handshake_message12(Connection::State& state, Bytes message) {
  const auto asks = state.role == Role::client ? HandshakeType::hello_request : HandshakeType::client_hello;
  if (static_cast<HandshakeType>(message[0]) != asks) {
    const Error error = unexpected(message, name_of(asks));
    return std::unexpected(error);
  }
  if (++state.refused_renegotiations > kMaxRefusedRenegotiations)
    return fail(Errc::too_many_renegotiations, name_of(asks), "docs/limits.md", "at most 4 in a row");
  state.owes_no_renegotiation = true;  // RFC 5246, 7.2.2: "respond with a no_renegotiation alert"
  return {};
}

}  // namespace handfast::tls
