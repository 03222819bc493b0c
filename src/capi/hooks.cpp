// The application's eyes in the handshake: what the last messages were, and a hook before and after each.
#include "base/copy.hpp"
#include "base/reader.hpp"
#include "capi/session.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

namespace {

constexpr std::size_t kHandshakeHeader = 4;       // type and length; hooks see what follows
constexpr std::size_t kBeforeSessionId = 2 + 32;  // of a ServerHello: version and random

gnutls_handshake_description_t description_of(const tls::MessageEvent& event) {
  if (event.content == ContentType::change_cipher_spec) return GNUTLS_HANDSHAKE_CHANGE_CIPHER_SPEC;
  if (event.is_hello_retry) return GNUTLS_HANDSHAKE_HELLO_RETRY_REQUEST;
  return static_cast<gnutls_handshake_description_t>(event.type);
}

Bytes body_of(const tls::MessageEvent& event) {
  if (event.content != ContentType::handshake || event.message.size() < kHandshakeHeader) return event.message;
  return event.message.subspan(kHandshakeHeader);
}

// An extension of a ClientHello (RFC 8446, 4.1.2), which the engine has not judged yet. None: it is not there, or the engine
// will refuse the message.
std::optional<Bytes> extension_in_hello(Bytes body, ExtensionType wanted) {
  Reader in(body);
  in.take(kBeforeSessionId);
  in.prefixed<1>();  // legacy_session_id
  in.prefixed<2>();  // cipher_suites
  in.prefixed<1>();  // legacy_compression_methods
  Reader extensions(in.prefixed<2>());
  if (!in.ok()) return std::nullopt;
  while (extensions.ok() && extensions.left() != 0) {
    const auto type = static_cast<ExtensionType>(extensions.number<2>());
    const Bytes extension = extensions.prefixed<2>();
    if (extensions.ok() && type == wanted) return extension;
  }
  return std::nullopt;
}

// The list in signature_algorithms. Empty: none, or nothing that the engine takes.
Bytes schemes_in_hello(Bytes body) {
  const auto found = extension_in_hello(body, ExtensionType::signature_algorithms);
  if (!found) return {};
  Reader extension(*found);
  const Bytes schemes = extension.prefixed<2>();
  return extension.ok() && schemes.size() % sizeof(SignatureScheme) == 0 ? schemes : Bytes();
}

}  // namespace

// ChangeCipherSpec is no handshake message: who asks for any gets it not, and one that is received shows nowhere, because
// TLS 1.3 takes no notice of it (RFC 8446, D.4).
bool MessageMemory::wants(gnutls_handshake_description_t type, int when) const {
  if (hook == nullptr || session_.abandoned) return false;
  if (hook_when != GNUTLS_HOOK_BOTH && hook_when != when) return false;
  if (hook_type == GNUTLS_HANDSHAKE_ANY) return type != GNUTLS_HANDSHAKE_CHANGE_CIPHER_SPEC;
  return hook_type == static_cast<unsigned>(type);
}

void MessageMemory::call(gnutls_handshake_description_t type, unsigned when, bool incoming, Bytes body) {
  const gnutls_datum_t message{const_cast<unsigned char*>(body.data()), static_cast<unsigned>(body.size())};
  const int code = hook(&session_, type, when, incoming ? 1 : 0, &message);
  if (hook_code_ == 0 && code < 0) hook_code_ = code;
}

void MessageMemory::processed() {
  if (!received_) return;
  const auto message = std::exchange(received_, nullptr);
  if (wants(message->type, GNUTLS_HOOK_POST)) call(message->type, GNUTLS_HOOK_POST, true, message->body);
}

void MessageMemory::remember(const tls::MessageEvent& event, Bytes body) {
  if (event.content != ContentType::handshake) return;
  if (event.type == HandshakeType::client_hello)
    status_requested = extension_in_hello(body, ExtensionType::status_request).has_value();
  if (event.type == HandshakeType::client_hello && !event.sent) {
    const Bytes schemes = schemes_in_hello(body);
    peer_schemes.assign(schemes.begin(), schemes.end());
  }
  if (event.type == HandshakeType::server_hello) {
    Reader in(body);
    in.take(kBeforeSessionId);
    const Bytes id = in.prefixed<1>();
    if (!in.ok() || id.size() > identity.id.size()) return;  // the engine refuses such a message
    copy_bytes(id, identity.id);
    identity.size = static_cast<std::uint8_t>(id.size());
    identity.first_finished.clear();  // RFC 5929, 3.1: of the most recent handshake
  }
  if (event.type == HandshakeType::finished && event.version == ProtocolVersion::tls12 &&
      identity.first_finished.empty())
    identity.first_finished.assign(body.begin(), body.end());
}

void MessageMemory::on_message(const tls::MessageEvent& event) {
  if (event.content == ContentType::alert) return;
  // Behind the handshake a sender's messages are no sign that the receiver is done with its own.
  if (!event.sent || session_.inside_handshake()) processed();
  const gnutls_handshake_description_t type = description_of(event);
  const Bytes body = body_of(event);
  remember(event, body);
  if (!event.sent) {
    if (type == GNUTLS_HANDSHAKE_CHANGE_CIPHER_SPEC) return;
    last_in = type;
    if (type == GNUTLS_HANDSHAKE_NEW_SESSION_TICKET) ticket_received = true;
    if (wants(type, GNUTLS_HOOK_PRE)) call(type, GNUTLS_HOOK_PRE, true, body);
    if (wants(type, GNUTLS_HOOK_POST))
      received_ = std::make_unique<const Received>(type, ByteVector(body.begin(), body.end()));
    return;
  }
  if (wants(type, GNUTLS_HOOK_PRE)) call(type, GNUTLS_HOOK_PRE, false, body);
  if (type != GNUTLS_HANDSHAKE_CHANGE_CIPHER_SPEC) last_out = type;
  if (wants(type, GNUTLS_HOOK_POST)) call(type, GNUTLS_HOOK_POST, false, body);
}

}  // namespace handfast::capi

extern "C" {

void gnutls_handshake_set_hook_function(gnutls_session_t session, unsigned int htype, int when,
                                        gnutls_handshake_hook_func func) {
  if (session == nullptr) return;
  session->messages.hook = func;
  session->messages.hook_type = htype;
  session->messages.hook_when = when;
}

}  // extern "C"
