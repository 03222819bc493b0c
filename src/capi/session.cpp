// Sessions: their life, and the pointers that programs hang on them.
#include "capi/session.hpp"

#include <new>

#include "capi/application_extension.hpp"
#include "capi/error_code.hpp"
#include "capi/priority/engine_policy.hpp"
#include "capi/services.hpp"
#include "tls/record/limits.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

namespace {

// What works today. A flag that asks for anything else is refused rather than ignored (docs/behaviour.md).
constexpr unsigned kSupportedFlags =
    GNUTLS_SERVER | GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_DEFAULT_EXTENSIONS | GNUTLS_NO_SIGNAL |
    GNUTLS_ALLOW_ID_CHANGE | GNUTLS_FORCE_CLIENT_CERT | GNUTLS_NO_TICKETS | GNUTLS_KEY_SHARE_TOP |
    GNUTLS_KEY_SHARE_TOP2 | GNUTLS_KEY_SHARE_TOP3 | GNUTLS_NO_AUTO_REKEY | GNUTLS_SAFE_PADDING_CHECK |
    GNUTLS_NO_AUTO_SEND_TICKET | GNUTLS_AUTO_REAUTH | GNUTLS_POST_HANDSHAKE_AUTH | GNUTLS_ENABLE_EARLY_DATA |
    GNUTLS_ENABLE_FALSE_START | GNUTLS_ENABLE_EARLY_START | GNUTLS_NO_TICKETS_TLS12 | GNUTLS_NO_STATUS_REQUEST |
    GNUTLS_NO_REPLAY_PROTECTION | GNUTLS_NO_END_OF_EARLY_DATA;

tls::Options first_options(unsigned flags) {
  tls::Options out;
  out.hold_alerts = true;              // sent by gnutls_alert_send_appropriate() (docs/api-behaviour.md, 1)
  out.declines_renegotiation = false;  // the program hears of it by GNUTLS_E_REHANDSHAKE
  out.post_handshake_auth = (flags & GNUTLS_POST_HANDSHAKE_AUTH) != 0;
  out.allow_identity_change = (flags & GNUTLS_ALLOW_ID_CHANGE) != 0;
  out.automatic_key_update = (flags & GNUTLS_NO_AUTO_REKEY) == 0;
  const bool extensions = (flags & GNUTLS_NO_DEFAULT_EXTENSIONS) == 0;
  out.record_size_limit = extensions ? std::uint16_t{tls::kMaxPlaintext} : std::uint16_t{0};
  const bool client = (flags & GNUTLS_SERVER) == 0;
  const bool no_tickets = (flags & GNUTLS_NO_TICKETS) != 0;
  out.tickets13 = !no_tickets;
  out.tickets12 = !no_tickets && extensions && (flags & GNUTLS_NO_TICKETS_TLS12) == 0;
  if ((flags & GNUTLS_NO_AUTO_SEND_TICKET) != 0) out.tickets = 0;
  out.key_shares = key_shares_for(flags);
  out.start_early = (flags & (client ? GNUTLS_ENABLE_FALSE_START : GNUTLS_ENABLE_EARLY_START)) != 0;
  out.early_data_elsewhere = client && (flags & GNUTLS_ENABLE_EARLY_DATA) != 0;
  out.request_status = client && extensions && (flags & GNUTLS_NO_STATUS_REQUEST) == 0;
  return out;
}

// TLS 1.3 has no supplemental data; who registers some, for a session or for all, has chosen TLS 1.2.
bool forbids_tls13(const gnutls_session_int& session) {
  return has_global_supplemental() || (session.extensions && session.extensions->supplemental_data.forbids_tls13());
}

void remove_tls13(tls::Policy& policy) {
  const auto before = policy.versions;
  policy.versions = {};
  for (const ProtocolVersion version : before)
    if (version != ProtocolVersion::tls13) policy.versions.push_back(version);
}

// The shared one, but for a session that has no use for TLS 1.3.
std::shared_ptr<const tls::Policy> policy_of(const gnutls_session_int& session) {
  const auto& shared = session.priority->policy;
  if (!forbids_tls13(session)) return shared;
  auto own = std::make_shared<tls::Policy>(*shared);
  remove_tls13(*own);
  return own;
}

}  // namespace

int apply_priority(gnutls_session_int& session) {
  if (!session.priority) return GNUTLS_E_NO_PRIORITIES_WERE_SET;
  if (!session.priority->policy) return GNUTLS_E_NO_PRIORITIES_WERE_SET;
  if (session.priority->has(PriorityOption::no_status_request)) session.connection.options().request_status = false;
  if (session.priority->has(PriorityOption::no_tickets))
    session.connection.options().tickets12 = session.connection.options().tickets13 = false;
  if (session.priority->has(PriorityOption::no_tickets_tls12)) session.connection.options().tickets12 = false;
  session.connection.options().policy = policy_of(session);
  return 0;
}

int sending_forbidden(const gnutls_session_int& session) {
  if (session.finished || session.abandoned) return GNUTLS_E_INVALID_SESSION;
  if (session.inside_handshake()) return GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE;
  return session.transport.is_pushing_here() ? GNUTLS_E_INVALID_REQUEST : 0;
}

int await_writable(gnutls_session_int& session) {
  for (;;) {
    if (const int code = sending_forbidden(session); code != 0) return code;
    if (session.connection.writable()) return 0;
    const std::thread::id other = session.handshaking;
    if (other == std::thread::id() || !session.connection.renegotiating()) return GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE;
    session.send.mutex.unlock();
    session.handshaking.wait(other);
    session.send.mutex.lock();
  }
}

int push_and_await_writable(gnutls_session_int& session) {
  for (;;) {
    if (const int code = push(session); code != 0) return code;
    if (session.connection.writable()) return 0;
    if (const int code = await_writable(session); code != 0) return code;
  }
}

int push(gnutls_session_int& session) {
  const bool beside_receiver = session.receiver.load() != std::this_thread::get_id();
  return session.transport.push(session.connection, beside_receiver ? &session.send.mutex : nullptr);
}

}  // namespace handfast::capi

gnutls_session_int::gnutls_session_int(unsigned init_flags)
    : flags(init_flags),
      connection((init_flags & GNUTLS_SERVER) != 0 ? tls::Role::server : tls::Role::client, capi_services(),
                 first_options(init_flags)) {
  connection.options().verifier = {std::shared_ptr<void>(), &verifier};
  connection.options().key_log = {std::shared_ptr<void>(), &key_log};
  connection.options().observer = {std::shared_ptr<void>(), &messages};
  transport.no_signal = (flags & GNUTLS_NO_SIGNAL) != 0;
}

gnutls_session_int::~gnutls_session_int() = default;

int gnutls_session_int::report_failure(int code) { return finished.exchange(true) ? GNUTLS_E_INVALID_SESSION : code; }

extern "C" {

int gnutls_init(gnutls_session_t* session, unsigned int flags) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *session = nullptr;
  if ((flags & ~kSupportedFlags) != 0) return GNUTLS_E_UNIMPLEMENTED_FEATURE;
  return c_call([&] {
    *session = new gnutls_session_int(flags);
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_deinit(gnutls_session_t session) {
  if (session == nullptr) return;
  if (session->calls_inside == 0) {
    delete session;
    return;
  }
  session->abandoned = true;  // by one of the session's own callbacks, whose caller still works on it
  session->transport.give_up();
  session->database.give_up();
}

void gnutls_session_set_ptr(gnutls_session_t session, void* ptr) {
  if (session != nullptr) session->user_pointer = ptr;
}

void* gnutls_session_get_ptr(gnutls_session_t session) { return session == nullptr ? nullptr : session->user_pointer; }

}  // extern "C"
