// gnutls_handshake() is resume: the engine goes on until it is done or waits, and every wait becomes I/O or a number.
#include <cerrno>

#include "base/copy.hpp"
#include "capi/application_extension.hpp"
#include "capi/error_code.hpp"
#include "capi/keylog.hpp"
#include "capi/retrieve.hpp"
#include "capi/session.hpp"
#include "capi/verify.hpp"
#include "tls/negotiation/client_hello_answer.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

constexpr unsigned kDefaultHandshakeTimeoutMs = 40'000;  // the manual, gnutls_handshake_set_timeout

void remember_schemes(gnutls_session_int& session, const tls::CertificateRequest& request) {
  auto& schemes = session.messages.peer_schemes;
  schemes.clear();
  if (const auto& sent = request.extensions.signature_algorithms)
    append(schemes, sent->supported_signature_algorithms.encoded());
}

void apply_database(gnutls_session_int& session) {
  if (session.database.is_usable())
    session.connection.options().session_store = {std::shared_ptr<void>(), &session.database};
}

// The application's post-client-hello function as the engine sees it, and what a hook of ClientHello has set before.
// GNUTLS_E_AGAIN suspends once: the next call of gnutls_handshake() goes on without asking again (docs/api-behaviour.md, 18).
class ClientHelloFunction final : public tls::ClientHelloCallback {
 public:
  explicit ClientHelloFunction(gnutls_session_int& session) : session_(session) {}

  Answer<void> on_client_hello(const tls::ClientHello& hello, tls::Connection&) override {
    if (session_.messages.hook != nullptr)
      if (const auto adopted = adopt(session_); !adopted) return adopted;
    if (session_.client_hello_function == nullptr) return Result<void>();
    session_.foreseen_protocol = std::make_unique<std::string>(
        tls::choose_application_protocol(hello, session_.connection.options()).value_or(std::string()));
    const int code = session_.client_hello_function(&session_);
    if (session_.abandoned) return Result<void>(fail(Errc::callback_failed, "post_client_hello_function"));
    const bool later = code == GNUTLS_E_AGAIN || code == GNUTLS_E_INTERRUPTED;
    session_.callback_code = code;
    if (code < 0 && !later) return Result<void>(fail(Errc::callback_failed, "post_client_hello_function"));
    if (later) return std::unique_ptr<Later<void>>(std::make_unique<NextCall>(session_));
    return adopt(session_);
  }

 private:
  // A hook or the function may have replaced priorities, credentials or the database (docs/api-behaviour.md, 47).
  static Result<void> adopt(gnutls_session_int& session) {
    session.foreseen_protocol.reset();
    apply_database(session);
    for (const int code : {apply_priority(session), apply_credentials(session)}) {
      if (code == 0) continue;
      session.callback_code = code;
      return fail(Errc::callback_failed, "post_client_hello_function");
    }
    return {};
  }
  class NextCall final : public Later<void> {
   public:
    explicit NextCall(gnutls_session_int& session) : session_(session), asked_in_(session.handshake_calls) {}
    std::optional<Result<void>> poll() override {
      if (session_.handshake_calls == asked_in_) return std::nullopt;
      return adopt(session_);
    }

   private:
    gnutls_session_int& session_;
    unsigned asked_in_;
  };
  gnutls_session_int& session_;
};

// A server's wish for a certificate.
class CertificateRequestFunction final : public tls::CertificateRequestCallback {
 public:
  explicit CertificateRequestFunction(gnutls_session_int& session) : session_(session) {}
  Answer<void> on_certificate_request(const tls::CertificateRequest& request, tls::Connection&) override {
    remember_schemes(session_, request);
    (void)apply_credentials(session_);  // they may have come since the ClientHello; none: there is no certificate
    return retrieve_on_client(session_, request);
  }

 private:
  gnutls_session_int& session_;
};

int prepare(gnutls_session_int& session) {
  if (session.channel_missing) return GNUTLS_E_MEMORY_ERROR;
  adopt_global_registrations(session);
  if (const int code = apply_priority(session); code != 0) return code;
  if (const int code = apply_credentials(session); code != 0) return code;
  tls::Options& options = session.connection.options();
  if ((session.flags & GNUTLS_ENABLE_EARLY_DATA) != 0) options.max_early_data = session.early_data_limit;
  apply_database(session);
  if (session.is_client()) options.certificate_request_callback = std::make_shared<CertificateRequestFunction>(session);
  return 0;
}

// The engine works for it, so it is told only when there is somebody to hear it. A program may set the function late.
void prepare_client_hello_function(gnutls_session_int& session) {
  auto& callback = session.connection.options().client_hello_callback;
  const bool wanted = session.client_hello_function != nullptr || session.messages.hook != nullptr;
  if (wanted && callback == nullptr) callback = std::make_shared<ClientHelloFunction>(session);
}

// How long the next read may take. Without a limit, or with GNUTLS_NONBLOCK, the transport decides (docs/api-behaviour.md, 11).
std::optional<unsigned> time_left(gnutls_session_int& session) {
  if (session.handshake_timeout_ms == 0 || (session.flags & GNUTLS_NONBLOCK) != 0) return std::nullopt;
  const auto now = std::chrono::steady_clock::now();
  if (!session.handshake_deadline)
    session.handshake_deadline = now + std::chrono::milliseconds(session.handshake_timeout_ms);
  if (now >= *session.handshake_deadline) return 0;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*session.handshake_deadline - now);
  return static_cast<unsigned>(left.count());
}

// A peer that alerts a server before it said hello: for programs no alert, but what should not have come
// (docs/api-behaviour.md, 2).
bool alert_before_hello(const gnutls_session_int& session) {
  return !session.is_client() && session.messages.last_in == kNoMessage;
}

int warned(gnutls_session_int& session, Alert alert) {
  if (alert_before_hello(session)) {
    session.connection.transport_failed(Errc::unexpected_record, 0);
    return session.report_failure(GNUTLS_E_UNEXPECTED_PACKET);
  }
  session.last_alert = static_cast<int>(alert);
  return GNUTLS_E_WARNING_ALERT_RECEIVED;
}

int failure_code(gnutls_session_int& session, Errc error) {
  if (error == Errc::alert_received && alert_before_hello(session))
    return session.report_failure(GNUTLS_E_UNEXPECTED_PACKET);
  if (error == Errc::no_usable_credentials && retrieves(session))
    return session.report_failure(GNUTLS_E_NO_CIPHER_SUITES);
  if (const auto& alert = session.connection.failure() != nullptr ? session.connection.failure()->alert_received
                                                                  : std::optional<Alert>())
    session.last_alert = static_cast<int>(*alert);
  if (error == Errc::certificate_required && session.connection.info().version == ProtocolVersion::tls12)
    return session.report_failure(GNUTLS_E_NO_CERTIFICATE_FOUND);  // a number of TLS 1.3 alone, as in 3.7.9
  const bool callback = error == Errc::callback_failed && session.callback_code < 0;
  const tls::Failure* failure = session.connection.failure();
  const int code = failure != nullptr ? gnutls_code_for(failure->error) : gnutls_code_for(error);
  return session.report_failure(callback ? session.callback_code : code);
}

// A call in which a handshake goes on. The connection is this thread's alone, but while the peer is waited for another one may
// send.
class HandshakeCall {
 public:
  explicit HandshakeCall(gnutls_session_int& session)
      : session_(session), inside_(session), lock_(session.send.mutex) {}
  int pull(std::optional<unsigned> limit) {
    lock_.unlock();
    const int code = session_.transport.pull(session_.connection, limit);
    lock_.lock();
    return code;
  }
  // Called by one of the session's own functions, or while another thread is inside a handshake.
  bool is_nested() const {
    return session_.handshaking.load() != std::thread::id() || session_.transport.is_pushing_here() ||
           session_.transport.is_pulling_here();
  }

 private:
  gnutls_session_int& session_;
  InCall inside_;  // ends after the lock
  std::unique_lock<std::recursive_mutex> lock_;
};

int wait_for(gnutls_session_int& session, HandshakeCall& call, Wait wait) {
  switch (wait) {
    case Wait::input: {
      const std::optional<unsigned> limit = time_left(session);
      if (session.connection.is_carried()) return session.channel->pass_on();
      return limit == 0U ? GNUTLS_E_TIMEDOUT : call.pull(limit);
    }
    case Wait::output: return push(session);
    case Wait::nothing:
    case Wait::signature:
    case Wait::decryption:
    case Wait::certificate_verdict:
    case Wait::session_lookup:
    case Wait::ticket: break;
    case Wait::application: return GNUTLS_E_INTERRUPTED;  // also for a post-client-hello function that said AGAIN
  }
  return session.callback_code == GNUTLS_E_INTERRUPTED ? GNUTLS_E_INTERRUPTED : GNUTLS_E_AGAIN;
}

// A hook's answer: not fatal, and the next call goes on; fatal, and that was the end. The engine has gone on to where it
// waits, but nothing of that has left.
int stopped_by_hook(gnutls_session_int& session, const tls::Step& step, int code) {
  if (gnutls_error_is_fatal(code) == 0) {
    session.hook_interrupted_end = step.kind == tls::Step::Kind::done;
    return code;
  }
  session.connection.drop_output();
  session.transport.output_dropped();
  session.connection.transport_failed(Errc::callback_failed, 0);
  return session.report_failure(code);
}

// What came before the handshake was over, and is not part of it.
int use_rest(gnutls_session_int& session) {
  const int code = session.channel->use_all();
  return code == GNUTLS_E_AGAIN ? 0 : code;
}

int run(gnutls_session_int& session, HandshakeCall& call) {
  const InStep step_by_step(session);
  session.receiver = std::this_thread::get_id();
  for (;;) {
    const tls::Step step = session.connection.handshake();
    session.messages.processed();
    if (session.abandoned) return GNUTLS_E_INVALID_SESSION;
    const int hook_code = session.messages.take_hook_code();
    if (hook_code != 0 && step.kind != tls::Step::Kind::failed) return stopped_by_hook(session, step, hook_code);
    switch (step.kind) {
      case tls::Step::Kind::done:
        session.handshake_duration =
            std::chrono::ceil<std::chrono::milliseconds>(std::chrono::steady_clock::now() - session.handshake_started);
        return session.connection.is_carried() ? use_rest(session) : push(session);
      case tls::Step::Kind::failed: return failure_code(session, step.error);
      case tls::Step::Kind::warning_alert: return warned(session, step.alert);
      case tls::Step::Kind::application_data: return GNUTLS_E_GOT_APPLICATION_DATA;
      case tls::Step::Kind::waiting: break;
    }
    if (const int code = wait_for(session, call, step.wait); code != 0) {
      if (session.abandoned) return GNUTLS_E_INVALID_SESSION;
      // What the transport reported has become the connection's failure.
      if (session.connection.failure() != nullptr) return session.report_failure(code);
      return code;
    }
  }
}

// TLS 1.3 has no rehandshake, a KeyUpdate is sent instead (docs/api-behaviour.md, 30). Under the lock.
int update_keys(gnutls_session_int& session, bool ask_peer) {
  return queue_once(session, kKeyUpdate, [&] { return session.connection.update_keys(ask_peer); });
}

// New priorities, credentials and limits count from here on (docs/api-behaviour.md, 27).
int begin_rehandshake(gnutls_session_int& session) {
  if (const int code = prepare(session); code != 0) return code;
  if (const auto wanted = session.connection.renegotiate(); !wanted) return gnutls_code_for(wanted.error().code);
  session.handshake_deadline.reset();
  return 0;
}

bool is_tls13(const gnutls_session_int& session) { return session.connection.info().version == ProtocolVersion::tls13; }

bool awaits_hello(const gnutls_session_int& session) {
  return !session.is_client() && session.messages.last_in == kNoMessage;
}

int handshake(gnutls_session_int& session) {
  HandshakeCall call(session);
  if (call.is_nested()) return GNUTLS_E_INVALID_REQUEST;
  session.asked = false;
  if (session.finished) return GNUTLS_E_INVALID_SESSION;
  const bool finishing = session.connection.finishing() && !session.hook_interrupted_end;
  if (finishing && session.is_client()) return GNUTLS_E_HANDSHAKE_DURING_FALSE_START;  // docs/api-behaviour.md, 37
  const bool again = session.connection.established() && !finishing && !session.hook_interrupted_end;
  if (again && session.connection.is_carried()) return 0;  // RFC 9001, 6: no KeyUpdate
  if (again && is_tls13(session)) return explained(session, update_keys(session, false), CallKind::transfer);
  // What a server is given while it waits for the client counts, too.
  if (session.handshake_calls == 0 || awaits_hello(session))
    if (const int code = prepare(session); code != 0) return explained(session, code, CallKind::handshake);
  if (again && !session.connection.renegotiating())
    if (const int code = begin_rehandshake(session); code != 0) return explained(session, code, CallKind::handshake);
  prepare_client_hello_function(session);
  if (session.handshake_calls++ == 0) session.handshake_started = std::chrono::steady_clock::now();
  session.hook_interrupted_end = false;
  return explained(session, run(session, call), CallKind::handshake);
}

// A server that wants no certificate has nothing to ask for.
bool may_reauthenticate(const gnutls_session_int& session, const tls::Options& options) {
  return session.is_client() || options.client_authentication != tls::ClientAuthentication::none;
}

int reauthenticate(gnutls_session_int& session) {
  HandshakeCall call(session);
  if (call.is_nested()) return GNUTLS_E_INVALID_REQUEST;
  if (session.finished && session.connection.established()) return GNUTLS_E_INVALID_SESSION;
  if (!session.connection.renegotiating()) {
    if (!session.connection.established() || !is_tls13(session)) return GNUTLS_E_INVALID_REQUEST;
    if (const int code = prepare(session); code != 0) return explained(session, code, CallKind::handshake);
    if (!may_reauthenticate(session, session.connection.options())) return GNUTLS_E_INVALID_REQUEST;
    if (const auto wanted = session.connection.reauthenticate(); !wanted) return gnutls_code_for(wanted.error().code);
    session.handshake_deadline.reset();
  }
  return explained(session, run(session, call), CallKind::handshake);
}

// Under the lock.
int rehandshake(gnutls_session_int& session) {
  if (is_tls13(session)) return update_keys(session, true);
  return queue_once(session, kHelloRequest, [&] { return session.connection.request_renegotiation(); });
}

}  // namespace

extern "C" {

int gnutls_handshake(gnutls_session_t session) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return handshake(*session); });
}

int gnutls_rehandshake(gnutls_session_t session) {
  if (session == nullptr || session->is_client()) return GNUTLS_E_INVALID_REQUEST;
  const SendCall call(*session);
  if (!session->connection.established()) return GNUTLS_E_INVALID_REQUEST;
  if (const int code = sending_forbidden(*session); code != 0) return code;
  session->asked = true;
  return c_call([&] { return explained(*session, rehandshake(*session), CallKind::transfer); });
}

int gnutls_reauth(gnutls_session_t session, unsigned int) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return reauthenticate(*session); });
}

void gnutls_handshake_set_timeout(gnutls_session_t session, unsigned int ms) {
  if (session == nullptr) return;
  session->handshake_timeout_ms = ms == GNUTLS_DEFAULT_HANDSHAKE_TIMEOUT ? kDefaultHandshakeTimeoutMs
                                  : ms == GNUTLS_INDEFINITE_TIMEOUT      ? 0
                                                                         : ms;
}

void gnutls_handshake_set_max_packet_length(gnutls_session_t session, size_t max) {
  if (session != nullptr) session->connection.options().max_handshake_message = max;
}

void gnutls_handshake_set_private_extensions(gnutls_session_t, int) {}

void gnutls_session_enable_compatibility_mode(gnutls_session_t) {}

void gnutls_dh_set_prime_bits(gnutls_session_t, unsigned int) {}

gnutls_handshake_description_t gnutls_handshake_get_last_in(gnutls_session_t session) {
  return session == nullptr ? kNoMessage : session->messages.last_in.load();
}

gnutls_handshake_description_t gnutls_handshake_get_last_out(gnutls_session_t session) {
  return session == nullptr ? kNoMessage : session->messages.last_out.load();
}

void gnutls_handshake_set_post_client_hello_function(gnutls_session_t session, gnutls_handshake_simple_hook_func func) {
  if (session != nullptr) session->client_hello_function = func;
}

int gnutls_handshake_set_random(gnutls_session_t session, const gnutls_datum_t* random) {
  tls::Random value{};
  if (session == nullptr || random == nullptr || random->data == nullptr || random->size != value.size())
    return GNUTLS_E_INVALID_REQUEST;
  copy_bytes({random->data, random->size}, value);
  return c_call([&] {
    choose(*session, [&](tls::ChosenValues& chosen) { chosen.hello_random = value; });
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_session_key_update(gnutls_session_t session, unsigned int flags) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const SendCall call(*session);
  if (!session->connection.established()) return GNUTLS_E_INVALID_REQUEST;
  if (const int code = sending_forbidden(*session); code != 0) return code;
  return c_call([&] { return update_keys(*session, (flags & GNUTLS_KU_PEER) != 0); });
}

}  // extern "C"
