// What one session leaves to the next: session data on a client.
#include <algorithm>

#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "capi/sized.hpp"
#include "tls/message/client_hello.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

constexpr std::chrono::milliseconds kLeastWait{50}, kMostWait{1000};  // for a ticket

bool awaits_ticket(gnutls_session_int& session) {
  return session.is_client() && !session.unread && session.connection.info().version == ProtocolVersion::tls13 &&
         !session.connection.is_carried() && session.connection.options().tickets13 &&
         !session.messages.ticket_received && !session.finished;
}

// A ticket comes behind the server's Finished, a round trip after ours. Whatever goes wrong meanwhile shows at the next
// gnutls_record_recv(); so does what the server asks for.
void await_ticket(gnutls_session_int& session) {
  using std::chrono::ceil, std::chrono::milliseconds, std::chrono::steady_clock;
  const auto limit = std::clamp(session.handshake_duration, kLeastWait, kMostWait);
  const auto end = steady_clock::now() + limit;
  while (awaits_ticket(session) && session.connection.failure() == nullptr) {
    const tls::Read read = session.connection.read({});
    session.messages.processed();
    if (read.kind == tls::Read::Kind::rehandshake || read.kind == tls::Read::Kind::warning_alert)
      session.unread = std::make_unique<tls::Read>(read);
    if (read.kind != tls::Read::Kind::wants_input || !awaits_ticket(session)) return;
    const auto left = ceil<milliseconds>(end - steady_clock::now());
    if (left.count() <= 0) return;
    if (session.transport.pull(session.connection, static_cast<unsigned>(left.count())) != 0) return;
  }
}

// Where there is nothing to come back with, a session that nobody can resume.
tls::SessionState state_of(gnutls_session_int& session) {
  if (auto state = session.connection.session()) return std::move(*state);
  tls::SessionState out;
  const tls::SessionInfo& info = session.connection.info();
  out.version = info.version;
  out.cipher_suite = info.cipher_suite;
  out.server_name = session.connection.options().server_name;
  return out;
}

Result<SecretBytes> session_data(gnutls_session_int& session) {
  await_ticket(session);
  tls::SessionState state = state_of(session);
  Bytes id;
  if (session_id_of(session, id) == 0) state.name.assign(id.begin(), id.end());
  return tls::encode_session(state);
}

int data_missing(const gnutls_session_int& session) {
  if (session.connection.finishing()) return GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE;  // docs/api-behaviour.md, 37
  return session.connection.established() ? 0 : GNUTLS_E_INTERNAL_ERROR;             // as 3.7.9 does in TLS 1.2
}

}  // namespace

extern "C" {

int gnutls_session_get_data2(gnutls_session_t session, gnutls_datum_t* data) {
  if (session == nullptr || data == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const InCall inside(*session);
  if (const int code = data_missing(*session); code != 0) return code;
  return c_call([&]() -> int {
    const auto encoded = session_data(*session);
    return encoded ? hand_out(as_text(encoded->reveal()), *data) : GNUTLS_E_INTERNAL_ERROR;
  });
}

int gnutls_session_get_data(gnutls_session_t session, void* session_data_buffer, size_t* session_data_size) {
  if (session == nullptr || session_data_size == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const InCall inside(*session);
  if (const int code = data_missing(*session); code != 0) return code;
  return c_call([&]() -> int {
    const auto encoded = session_data(*session);
    if (!encoded) return GNUTLS_E_INTERNAL_ERROR;
    return copy_out(encoded->reveal(), session_data_buffer, session_data_size, Terminated::no);
  });
}

int gnutls_session_set_data(gnutls_session_t session, const void* session_data_bytes, size_t session_data_size) {
  if (session == nullptr || session_data_size == 0 || !is_memory(session_data_bytes, session_data_size))
    return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    auto state = tls::decode_session(bytes_at(session_data_bytes, session_data_size));
    if (!state) return GNUTLS_E_DB_ERROR;
    session->connection.options().session = std::make_shared<const tls::SessionState>(std::move(*state));
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_session_set_id(gnutls_session_t session, const gnutls_datum_t* sid) {
  if (session == nullptr || !session->is_client() || !readable(sid) || sid->size > tls::kSessionIdSize)
    return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] {
    const Bytes id = bytes_of(*sid);
    choose(*session, [&](tls::ChosenValues& chosen) { chosen.session_id.assign(id.begin(), id.end()); });
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_session_is_resumed(gnutls_session_t session) {
  return session != nullptr && session->connection.info().resumed ? 1 : 0;
}

int gnutls_session_resumption_requested(gnutls_session_t session) {
  if (session == nullptr || session->is_client()) return 0;
  const tls::SessionInfo& info = session->connection.info();
  return info.resumed || info.resumption_requested ? 1 : 0;
}

}  // extern "C"
