// Handshake messages after a handshake of TLS 1.2: each asks for another one (RFC 5246, 7.4.1.1 and 7.4.1.2). It is declined,
// or left to the application.
#include "tls/connection/state.hpp"

namespace handfast::tls {

namespace {

constexpr std::size_t kMessageHeaderSize = 4;

Result<void> check_hello_request(Bytes message) {
  if (message.size() == kMessageHeaderSize) return {};
  return fail(Errc::trailing_bytes, "hello_request", "RFC 5246, 7.4.1.1", "nothing in it",
              Note() << message.size() - kMessageHeaderSize << " bytes");
}

// A server that has begun its own answer to our ClientHello, while data was read.
bool answers_us(const Connection::State& state, Bytes message) {
  return state.role == Role::client && state.handshake && state.handshake->is_only_wanted() &&
         static_cast<HandshakeType>(message[0]) == HandshakeType::server_hello;
}

Result<AfterHandshake> count_wish(Connection::State& state, std::string_view message) {
  if (++state.refused_renegotiations <= kMaxRefusedRenegotiations) return AfterHandshake::rehandshake;
  return fail(Errc::too_many_renegotiations, message, "docs/limits.md", "at most 4 in a row");
}

}  // namespace

Result<AfterHandshake> on_post_handshake_message12(Connection::State& state, Bytes message) {
  const bool from_server = state.role == Role::client;
  const auto asks = from_server ? HandshakeType::hello_request : HandshakeType::client_hello;
  const bool answers = answers_us(state, message);
  if (!answers && static_cast<HandshakeType>(message[0]) != asks) {
    const Error error = unexpected(message, name_of(asks));
    return std::unexpected(error);
  }
  if (from_server && !answers) {
    if (const auto checked = check_hello_request(message); !checked) return std::unexpected(checked.error());
  }
  if (const auto counted = count_wish(state, name_of(asks)); !counted) return counted;
  if (from_server && !answers && state.handshake)
    return AfterHandshake::done;  // RFC 5246, 7.4.1.1: negotiating already
  const bool declines = state.options.declines_renegotiation || must_not_renegotiate(state);
  if (declines && !state.handshake) {
    state.owes_no_renegotiation = true;  // RFC 5246, 7.2.2: "respond with a no_renegotiation alert"
    return AfterHandshake::done;
  }
  if (answers || !from_server) {
    state.declined = false;  // what was declined came before
    state.early_hello.assign(message.begin(), message.end());
  }
  return AfterHandshake::rehandshake;
}

Result<void> send_hello_request(Connection::State& state) {
  constexpr std::array<std::uint8_t, kMessageHeaderSize> message{};  // type 0, nothing in it
  observe_sent(state, message);
  return state.outbound.send(ContentType::handshake, message);
}

}  // namespace handfast::tls
