// Application data. Sending and receiving may happen in two threads at once: what a receiver has to answer it
// leaves to the sender, or (an alert of TLS 1.2) sends itself when nobody is sending.
#include <algorithm>
#include <cstring>

#include "capi/error_code.hpp"
#include "capi/session.hpp"
#include "capi/sized.hpp"
#include "tls/record/limits.hpp"
#include "tls/suites.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

constexpr std::size_t kMaxSend = 16384;  // one call's worth (docs/api-behaviour.md, 9)

// Bytes that one call takes: what leaves in one record, as programs count on.
std::size_t most(const gnutls_session_int& session) {
  const std::size_t asked = session.max_send != 0 ? session.max_send : kMaxSend;
  return std::min({asked, kMaxSend, session.connection.max_fragment()});
}

// Under the lock, behind push_and_await_writable(): the rest of an earlier call has gone first, and this call answers for it
// (docs/api-behaviour.md, 8).
ssize_t send_ready(gnutls_session_int& session, Bytes data) {
  if (session.send.unanswered > 0) return static_cast<ssize_t>(std::exchange(session.send.unanswered, 0));
  if (data.empty()) return GNUTLS_E_INVALID_REQUEST;
  data = data.first(std::min(data.size(), most(session)));
  std::size_t taken = 0;
  while (taken < data.size()) {
    const auto written = session.connection.write(data.subspan(taken));
    if (!written) return gnutls_code_for(written.error().code);
    taken += *written;
  }
  if (const int code = push(session); code != 0) {
    session.send.unanswered = taken;
    return code;
  }
  return static_cast<ssize_t>(taken);
}

// Under the lock.
ssize_t send(gnutls_session_int& session, Bytes data) {
  if (const int code = await_writable(session); code != 0) return code;
  if (session.send.corked) {
    session.send.cork.add(data);
    return static_cast<ssize_t>(data.size());
  }
  if (const int code = push_and_await_writable(session); code != 0) return code;
  return send_ready(session, data);
}

ssize_t send_padded(gnutls_session_t session, Bytes data, std::size_t pad) {
  const SendCall call(*session);
  session->connection.options().record_padding = pad;
  const ssize_t sent = explained(*session, c_call([&] { return send(*session, data); }), CallKind::transfer);
  session->connection.options().record_padding = 0;
  return sent;
}

// Under the lock: what was held back, from where an earlier call has come to.
ssize_t send_corked(gnutls_session_int& session, bool waits) {
  SendState& state = session.send;
  std::size_t total = 0;
  while (!state.cork.empty()) {
    // Here the lock may open, and more be corked: the bytes are looked at behind it.
    const int ready = push_and_await_writable(session);
    const ssize_t sent = ready == 0 ? send_ready(session, state.cork.bytes()) : ready;
    if (sent < 0 && waits && gnutls_error_is_fatal(static_cast<int>(sent)) == 0) continue;
    if (sent < 0) return sent;
    state.cork.taken(static_cast<std::size_t>(sent));
    total += static_cast<std::size_t>(sent);
  }
  state.corked = false;
  return static_cast<ssize_t>(total);
}

// What a receiver has to answer. A KeyUpdate waits for the next data that is sent (RFC 8446, 4.6.3), so that several get one
// answer (docs/api-behaviour.md, 34).
int pay_debts(gnutls_session_int& session) {
  if (!session.connection.owes_output() || session.connection.info().version == ProtocolVersion::tls13) return 0;
  const std::unique_lock lock(session.send.mutex, std::try_to_lock);
  if (!lock || session.send.corked) return 0;  // the sender pays, a corked side at uncork (docs/api-behaviour.md, 34)
  if (session.transport.output_waits()) return 0;  // a peer that takes nothing gets no more answers
  if (const auto paid = session.connection.flush_owed(); !paid) return gnutls_code_for(paid.error().code);
  return push(session) == GNUTLS_E_PUSH_ERROR ? GNUTLS_E_PUSH_ERROR : 0;
}

int wait_for_input(gnutls_session_int& session) {
  std::optional<unsigned> limit;
  if (session.record_timeout_ms != 0) limit = session.record_timeout_ms;
  const int code = session.transport.pull(session.connection, limit);
  if (session.connection.failure() != nullptr && code != 0) return session.report_failure(code);
  return code;
}

bool is_tls13(const gnutls_session_int& session) { return session.connection.info().version == ProtocolVersion::tls13; }

// A client that follows every wish of the server for another handshake (docs/api-behaviour.md, 25).
bool follows_wishes(const gnutls_session_int& session) {
  return session.is_client() && (session.flags & GNUTLS_AUTO_REAUTH) != 0;
}

// A server that asks without an end would keep the program inside one call.
constexpr unsigned kMaxWishesFollowed = 8;  // in a row without data between

// 0 when it is done, and when there is data to be read before it goes on.
int follow_wish(gnutls_session_int& session) {
  if (!session.connection.renegotiating() && ++session.wishes_followed > kMaxWishesFollowed) {
    session.connection.transport_failed(Errc::too_many_renegotiations, 0);
    return session.report_failure(gnutls_code_for(Errc::too_many_renegotiations));
  }
  const int code = is_tls13(session) ? gnutls_reauth(&session, 0) : gnutls_handshake(&session);
  return code == GNUTLS_E_GOT_APPLICATION_DATA ? 0 : code;
}

// The rest of a handshake that was done early calls hooks, and belongs to neither half of the connection.
tls::Read finish_handshake(gnutls_session_int& session, MutableBytes out) {
  const std::lock_guard lock(session.send.mutex);
  const InStep step(session);
  const tls::Read read = session.connection.read(out);
  session.messages.processed();
  return read;
}

tls::Read read_record(gnutls_session_int& session, MutableBytes out) {
  if (session.unread) return *std::exchange(session.unread, nullptr);
  if (session.connection.finishing()) return finish_handshake(session, out);
  const tls::Read read = session.connection.read(out);
  session.messages.processed();
  return read;
}

// A program that waits in select() calls once for each record, also for one that holds no data for it: a ticket, a KeyUpdate,
// padding, a part of a message (docs/api-behaviour.md, 45).
enum class Until : std::uint8_t { one_record, there_is_news };

ssize_t receive(gnutls_session_int& session, MutableBytes out, Until until) {
  if (session.transport.is_pulling_here()) return GNUTLS_E_INVALID_REQUEST;
  session.receiver = std::this_thread::get_id();
  if (follows_wishes(session) && session.connection.renegotiating() && session.connection.readable() == 0)
    if (const int code = follow_wish(session); code != 0) return code;
  if (session.connection.is_carried()) return GNUTLS_E_INVALID_REQUEST;  // there are no records
  const bool readable = session.connection.established() || session.connection.readable() != 0;
  if (!readable || session.inside_handshake()) {
    if (session.finished && session.handshake_duration.count() != 0) return GNUTLS_E_INVALID_SESSION;
    return GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE;  // also after a failed handshake, as 3.7.9 does
  }
  if (session.finished && session.connection.readable() == 0) return GNUTLS_E_INVALID_SESSION;
  session.asked = false;
  for (;;) {
    const bool whole_record = session.connection.input_buffered() && session.connection.bytes_wanted() == 0 &&
                              !session.connection.finishing();
    const tls::Read read = read_record(session, out);
    if (session.abandoned) return GNUTLS_E_INVALID_SESSION;
    if (const int code = session.messages.take_hook_code(); code != 0 && read.kind == tls::Read::Kind::wants_input)
      return code;
    switch (read.kind) {
      case tls::Read::Kind::data: session.wishes_followed = 0; return static_cast<ssize_t>(read.size);
      case tls::Read::Kind::closed: return 0;
      case tls::Read::Kind::warning_alert:
        session.last_alert = static_cast<int>(read.alert);
        return GNUTLS_E_WARNING_ALERT_RECEIVED;
      case tls::Read::Kind::rehandshake:
        if (!follows_wishes(session)) return is_tls13(session) ? GNUTLS_E_REAUTH_REQUEST : GNUTLS_E_REHANDSHAKE;
        if (const int code = follow_wish(session); code != 0) return code;
        if (until == Until::one_record) return GNUTLS_E_AGAIN;
        continue;
      case tls::Read::Kind::failed:
        if (const tls::Failure* failure = session.connection.failure(); failure != nullptr && failure->alert_received)
          session.last_alert = static_cast<int>(*failure->alert_received);
        return session.report_failure(gnutls_code_for(read.error));
      case tls::Read::Kind::wants_input: break;
    }
    if (const int code = pay_debts(session); code != 0) return code;
    if (whole_record && until == Until::one_record) return GNUTLS_E_AGAIN;
    if (const int code = wait_for_input(session); code != 0) return code;
  }
}

// Reads until the peer's close_notify; data that still comes is dropped.
int await_close(gnutls_session_int& session) {
  std::array<std::uint8_t, 4096> dropped{};
  for (;;) {
    const ssize_t got = receive(session, dropped, Until::there_is_news);
    if (got == 0) return 0;
    if (got < 0) return static_cast<int>(got);
  }
}

int send_close(gnutls_session_int& session) {
  const SendCall call(session);
  if (session.finished && session.connection.established()) return GNUTLS_E_INVALID_SESSION;
  if (session.transport.is_pushing_here()) return GNUTLS_E_INVALID_REQUEST;
  if (!session.send.bye_sent) {
    if (const int code = push(session); code != 0) return code;
    if (const auto closed = session.connection.close(); !closed) return code_of(session, closed.error().code);
    session.send.bye_sent = true;
  }
  return push(session);
}

}  // namespace

extern "C" {

ssize_t gnutls_record_send(gnutls_session_t session, const void* data, size_t data_size) {
  if (session == nullptr || !is_memory(data, data_size)) return GNUTLS_E_INVALID_REQUEST;
  const SendCall call(*session);
  return explained(*session, c_call([&]() -> ssize_t { return send(*session, bytes_at(data, data_size)); }),
                   CallKind::transfer);
}

ssize_t gnutls_record_send2(gnutls_session_t session, const void* data, size_t data_size, size_t pad, unsigned) {
  if (pad == 0) return gnutls_record_send(session, data, data_size);
  if (session == nullptr || data == nullptr || !is_memory(data, data_size) || pad > kMaxSend)
    return GNUTLS_E_INVALID_REQUEST;
  if (session->inside_handshake()) return GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE;
  if (gnutls_record_can_use_length_hiding(session) == 0) return GNUTLS_E_INVALID_REQUEST;
  const gnutls_range_st padding_only{0, pad};
  if (data_size == 0) return gnutls_record_send_range(session, data, 0, &padding_only);
  return send_padded(session, bytes_at(data, data_size), pad);
}

ssize_t gnutls_record_recv(gnutls_session_t session, void* data, size_t data_size) {
  if (session == nullptr || data_size == 0 || !is_memory(data, data_size)) return GNUTLS_E_INVALID_REQUEST;
  const MutableBytes out = room_at(data, data_size);
  const InCall inside(*session);
  return explained(*session, c_call([&]() -> ssize_t { return receive(*session, out, Until::one_record); }),
                   CallKind::transfer);
}

void gnutls_record_cork(gnutls_session_t session) {
  if (session == nullptr) return;
  const std::lock_guard lock(session->send.mutex);
  session->send.corked = true;
}

int gnutls_record_uncork(gnutls_session_t session, unsigned int flags) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const SendCall call(*session);
  if (session->inside_handshake()) return GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE;
  if (!session->send.corked) return 0;
  if (const int code = await_writable(*session); code != 0) return code;
  const bool waits = (flags & GNUTLS_RECORD_WAIT) != 0;
  return explained(*session, c_call([&] { return static_cast<int>(send_corked(*session, waits)); }),
                   CallKind::transfer);
}

size_t gnutls_record_check_corked(gnutls_session_t session) {
  if (session == nullptr) return 0;
  const std::lock_guard lock(session->send.mutex);
  return session->send.cork.size();
}

size_t gnutls_record_check_pending(gnutls_session_t session) {
  return session == nullptr ? 0 : session->connection.readable();
}

int gnutls_record_get_direction(gnutls_session_t session) {
  return session != nullptr && (session->asked || session->transport.output_waits()) ? 1 : 0;
}

void gnutls_record_set_timeout(gnutls_session_t session, unsigned int ms) {
  if (session != nullptr) session->record_timeout_ms = ms;
}

size_t gnutls_record_get_max_size(gnutls_session_t session) {
  if (session == nullptr) return 0;
  const std::size_t most = session->connection.max_received_fragment();
  if (most >= tls::kMaxPlaintext) return most;
  // What was asked for: of a client that could have talked TLS 1.3, TLS 1.2 allows a byte more (RFC 8449, 4).
  return std::min<std::size_t>(most, session->connection.options().record_size_limit);
}

size_t gnutls_record_overhead_size(gnutls_session_t session) {
  if (session == nullptr) return 0;
  const std::lock_guard lock(session->send.mutex);  // a receiver may be changing keys
  return session->connection.established() ? session->connection.record_overhead() : 0;
}

unsigned int gnutls_record_can_use_length_hiding(gnutls_session_t session) {
  if (session == nullptr) return 0;
  const std::lock_guard lock(session->send.mutex);
  return is_tls13(*session) ? 1 : 0;  // RFC 8446, 5.4
}

int gnutls_bye(gnutls_session_t session, gnutls_close_request_t how) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  if (session->inside_handshake()) return GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE;
  const InCall inside(*session);
  const int result = c_call([&]() -> int {
    if (const int code = send_close(*session); code != 0) return code;
    if (how == GNUTLS_SHUT_WR || !session->connection.established() || session->connection.is_carried()) return 0;
    return await_close(*session);
  });
  return explained(*session, result, CallKind::close);
}

}  // extern "C"
