// Alerts: what the peer said, and what this side says when the program asks it to.
#include "capi/error_code.hpp"
#include "capi/session.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

// Whether the error is one that a function of the program has chosen. The alert for GNUTLS_E_USER_ERROR, user_canceled, ends
// nothing in TLS 1.3 (RFC 8446, 6.1).
bool is_of_program(const gnutls_session_int& session, int err) {
  const tls::Failure* failure = session.connection.failure();
  return failure != nullptr && failure->error.code == Errc::callback_failed && err != GNUTLS_E_USER_ERROR;
}

bool got_fatal_alert(const gnutls_session_int& session) {
  const tls::Failure* failure = session.connection.failure();
  return failure != nullptr && failure->error.code == Errc::alert_received;
}

struct DueAlert {
  gnutls_alert_level_t level = GNUTLS_AL_FATAL;
  std::optional<gnutls_alert_description_t> alert;  // none: nothing is due
};

DueAlert due_alert(gnutls_session_int& session, int err) {
  const std::lock_guard lock(session.send.mutex);
  // RFC 5746, 4.2 and 4.4: what is refused is the renegotiation, not the session.
  if (err == GNUTLS_E_REHANDSHAKE || (err == GNUTLS_E_UNSAFE_RENEGOTIATION_DENIED && session.connection.established()))
    return {GNUTLS_AL_WARNING, GNUTLS_A_NO_RENEGOTIATION};
  if (gnutls_error_is_fatal(err) == 0 || err == GNUTLS_E_FATAL_ALERT_RECEIVED) return {};
  // The engine knows better than the number what went wrong, unless that is the application's own.
  if (const auto held = session.connection.pending_alert(); held && !is_of_program(session, err))
    return {GNUTLS_AL_FATAL, static_cast<gnutls_alert_description_t>(*held)};
  int level = 0;
  const int alert = gnutls_error_to_alert(err, &level);
  if (alert == GNUTLS_E_INVALID_REQUEST) return {};  // 3.7.9 says success
  return {static_cast<gnutls_alert_level_t>(level), static_cast<gnutls_alert_description_t>(alert)};
}

}  // namespace

extern "C" {

gnutls_alert_description_t gnutls_alert_get(gnutls_session_t session) {
  if (session == nullptr) return GNUTLS_A_CLOSE_NOTIFY;
  const int alert = session->last_alert;
  return alert < 0 ? GNUTLS_A_CLOSE_NOTIFY : static_cast<gnutls_alert_description_t>(alert);
}

int gnutls_alert_send(gnutls_session_t session, gnutls_alert_level_t level, gnutls_alert_description_t desc) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const SendCall call(*session);
  if (session->transport.is_pushing_here()) return GNUTLS_E_INVALID_REQUEST;
  // RFC 8446, 6.2: after a fatal alert both sides close at once; nobody would read ours (docs/api-behaviour.md, 49).
  if (got_fatal_alert(*session)) return GNUTLS_E_SUCCESS;
  const Queued what = alert_queued(static_cast<unsigned>(level), static_cast<unsigned>(desc));
  return queue_once(*session, what, [&] {
    return session->connection.send_alert(static_cast<AlertLevel>(level), static_cast<Alert>(desc));
  });
}

int gnutls_alert_send_appropriate(gnutls_session_t session, int err) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const InCall inside(*session);
  const DueAlert due = due_alert(*session, err);
  return due.alert ? gnutls_alert_send(session, due.level, *due.alert) : GNUTLS_E_SUCCESS;
}

}  // extern "C"
