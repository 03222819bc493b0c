// Messages after the handshake (RFC 8446, 4.6): ordinary functions, because nothing here waits.
#include <algorithm>

#include "tls/connection/state.hpp"
#include "tls/handshake/resumption.hpp"
#include "tls/message/key_update.hpp"
#include "tls/message/new_session_ticket.hpp"
#include "tls/services.hpp"
#include "tls/session/new_session.hpp"

namespace handfast::tls {

namespace {

constexpr std::size_t kMessageHeaderSize = 4;
constexpr std::uint16_t kMaxTicketsMade = 0xffff;  // on one connection: their nonces have two bytes

template <class M>
Result<void> send_message(Connection::State& state, const M& message) {
  ByteVector bytes;
  Writer writer(bytes);
  writer.number<1>(static_cast<std::uint32_t>(M::type));
  {
    const auto length = writer.prefix(3);
    Encoder encoder(writer);
    M::fields(encoder, message);
  }
  if (!writer.ok()) return fail(Errc::message_too_long, M::name, M::rfc);
  observe_sent(state, bytes);
  return state.outbound.send(ContentType::handshake, bytes);
}

Result<void> on_new_session_ticket(Connection::State& state, Bytes body) {
  if (state.role == Role::server)
    return fail(Errc::unexpected_message, "handshake.msg_type", "RFC 8446, 4.6.1", "no ticket from a client");
  auto ticket = decode<NewSessionTicket>(body);
  if (!ticket) return std::unexpected(ticket.error());
  if (const auto read = decode_extensions(ticket->extensions); !read) return read;
  if (++state.tickets > kMaxTickets) return fail(Errc::too_many_tickets, "new_session_ticket", "docs/limits.md");
  // 4.6.1: "Clients MUST NOT cache tickets for longer than 7 days", and 0 says "discard immediately".
  const std::uint32_t lifetime = std::min(ticket->ticket_lifetime, kMaxTicketLifetime);
  if (lifetime == 0) return {};
  const auto& early_data = ticket->extensions.early_data;
  state.ticket = std::make_unique<const ReceivedTicket>(ReceivedTicket{
      .psk = std::get<ApplicationKeys>(*state.keys).resumption->psk(ticket->ticket_nonce),
      .received_ms = milliseconds_now(*state.services),
      .created = static_cast<std::uint32_t>(seconds_now(*state.services)),
      .lifetime = lifetime,
      .age_add = ticket->ticket_age_add,
      .max_early_data = early_data ? early_data->max_early_data_size : 0,
      .ticket = ByteVector(ticket->ticket.begin(), ticket->ticket.end()),
      .session_id = {},
  });
  return {};
}

Result<void> count_key_update(Connection::State& state) {
  constexpr std::uint64_t kSecond = 1000;  // milliseconds
  const std::uint64_t now = milliseconds_now(*state.services);
  if (now - state.key_updates_since >= kSecond) {
    state.key_updates_since = now;
    state.key_updates = 0;
    state.data_before_second = state.inbound.data_received();
  }
  const std::uint64_t data = state.inbound.data_received() - state.data_before_second;
  const std::uint64_t most = state.options.max_key_updates + data / kDataForKeyUpdate;
  if (++state.key_updates <= most) return {};
  return fail(Errc::too_many_key_updates, "key_update", "docs/limits.md",
              Note() << state.options.max_key_updates << " in a second, and one for each 64 KB of data", "more");
}

// What this side has asked for does not count.
bool is_answer(Connection::State& state, KeyUpdateRequest request) {
  if (request != KeyUpdateRequest::update_not_requested || state.key_updates_asked_for == 0) return false;
  --state.key_updates_asked_for;
  return true;
}

Result<void> on_key_update(Connection::State& state, Bytes body) {
  if (state.outbound.is_carried())  // RFC 9001, 6: "equivalent to a fatal TLS alert of unexpected_message"
    return fail(Errc::unexpected_message, "handshake.msg_type", "RFC 9001, 6", "new_session_ticket", "key_update");
  const auto message = decode<KeyUpdate>(body);
  if (!message) return std::unexpected(message.error());
  const KeyUpdateRequest request = message->request_update;
  if (request != KeyUpdateRequest::update_not_requested && request != KeyUpdateRequest::update_requested)
    return fail(Errc::bad_key_update, "key_update.request_update", "RFC 8446, 4.6.3", "0 or 1",
                hex_note(static_cast<std::uint64_t>(request), 2));
  if (!is_answer(state, request))
    if (const auto counted = count_key_update(state); !counted) return counted;
  const auto aligned = state.inbound.aligned();
  if (!aligned) return std::unexpected(aligned.error());
  TrafficSecret& secret = std::get<ApplicationKeys>(*state.keys).read;
  secret = secret.next();
  auto protection = secret.protection(state.suite->aead);
  if (!protection) return std::unexpected(protection.error());
  state.inbound.install(std::move(*protection), *aligned);
  // Several requests before we send again get one answer.
  if (request == KeyUpdateRequest::update_requested) state.owes_key_update = true;
  return {};
}

// RFC 8446, 4.6.2: a request, where it was offered to answer any, or the answer to ours.
bool may_authenticate(const Connection::State& state, Bytes message) {
  const auto type = static_cast<HandshakeType>(message[0]);
  if (state.role == Role::client) return state.transcript && type == HandshakeType::certificate_request;
  return state.handshake && state.handshake->is_only_wanted() && type == HandshakeType::certificate;
}

// It is read again when the application goes on with it.
Result<AfterHandshake> keep_for_authentication(Connection::State& state, Bytes message) {
  if (++state.refused_renegotiations > kMaxRefusedRenegotiations)
    return fail(Errc::too_many_renegotiations, "certificate_request", "docs/limits.md", "at most 4 in a row");
  // A server has asked for the one Certificate that it keeps.
  const std::size_t most = state.role == Role::server ? kMaxCertificateMessage : kMaxKeptRequestBytes;
  const bool fits = message.size() <= most - std::min(state.early_hello.size(), most);
  if (++state.kept_requests > kMaxKeptRequests || !fits)
    return fail(Errc::too_many_renegotiations, "certificate_request", "docs/limits.md",
                Note() << "at most " << kMaxKeptRequests << " and " << most << " bytes", "more");
  append(state.early_hello, message);
  return AfterHandshake::rehandshake;
}

}  // namespace

Result<AfterHandshake> on_post_handshake_message(Connection::State& state, Bytes message) {
  const Bytes body = message.subspan(kMessageHeaderSize);
  const auto done = [](Result<void> result) -> Result<AfterHandshake> {
    return result ? Result<AfterHandshake>(AfterHandshake::done) : std::unexpected(result.error());
  };
  switch (static_cast<HandshakeType>(message[0])) {
    case HandshakeType::new_session_ticket: return done(on_new_session_ticket(state, body));
    case HandshakeType::key_update: return done(on_key_update(state, body));
    case HandshakeType::certificate_request:
    case HandshakeType::certificate:
      if (may_authenticate(state, message)) return keep_for_authentication(state, message);
      [[fallthrough]];
    default: {
      const Error error = unexpected(message, "new_session_ticket or key_update");
      return std::unexpected(error);
    }
  }
}

Result<void> send_ticket(Connection::State& state) {
  auto& keys = std::get<ApplicationKeys>(*state.keys);
  if (!keys.resumption || keys.tickets_made == kMaxTicketsMade)
    return fail(Errc::invalid_request, "connection", "RFC 8446, 4.6.1", "ticket keys, and a client that resumes");
  SessionState session = new_session(*state.services, state.options, state.info, state.info.peer_verified);
  Ticket13 ticket{};
  const auto made =
      make_ticket13(*state.services, state.options, *keys.resumption, session, keys.tickets_made++, ticket);
  if (made && ticket.sealed.empty()) return {};
  return made ? send_message(state, ticket.message) : made;
}

// Everything that may fail comes before the message leaves, so that a failure changes nothing.
Result<void> send_key_update(Connection::State& state, bool ask_peer) {
  TrafficSecret& secret = std::get<ApplicationKeys>(*state.keys).write;
  TrafficSecret next = secret.next();
  auto protection = next.protection(state.suite->aead);
  if (!protection) return std::unexpected(protection.error());
  const KeyUpdate message{ask_peer ? KeyUpdateRequest::update_requested : KeyUpdateRequest::update_not_requested};
  if (const auto sent = send_message(state, message); !sent) return sent;
  secret = std::move(next);
  if (ask_peer) ++state.key_updates_asked_for;
  return state.outbound.install(std::move(*protection));
}

}  // namespace handfast::tls
