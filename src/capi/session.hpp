#pragma once
// What a gnutls_session_t points to. One file of this folder for each section of the header works on it: transport.cpp,
// handshake.cpp, record.cpp, credentials.cpp, verify.cpp ...
#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "base/secret_queue.hpp"
#include "capi/credentials.hpp"
#include "capi/database.hpp"
#include "capi/explain.hpp"
#include "capi/keylog.hpp"
#include "capi/priority/handle.hpp"
#include "capi/public_api.hpp"
#include "capi/quic.hpp"
#include "capi/session_verifier.hpp"
#include "capi/transport.hpp"
#include "tls/connection/connection.hpp"

namespace handfast::capi {

class SessionExtensions;

// What gnutls_session_set_verify_cert() and its kin asked for.
struct VerifyRequest {
  std::optional<std::string> hostname;    // none: the name is not checked
  std::optional<std::string> ip_address;  // as raw octets
  std::optional<std::string> email;
  std::string purpose_oid;  // empty: not checked, as in 3.7.9
  unsigned flags = 0;
  bool status_withheld = false;  // of a session's server: it was asked for an OCSP response and sent none
};

// What the getters tell before there was any message; the interface has no number for that.
constexpr auto kNoMessage = GNUTLS_HANDSHAKE_HELLO_REQUEST;

// What tells this session from others, as its messages said.
struct SessionIdentity {
  std::array<std::uint8_t, GNUTLS_MAX_SESSION_ID_SIZE> id{};  // on a client the server's word, on a server its own
  std::uint8_t size = 0;
  bool made_up = false;         // the server's, at the first question for it
  ByteVector first_finished{};  // TLS 1.2: the first of the two, which is RFC 5929's tls-unique
};

// Keeps what the messages were, for gnutls_handshake_get_last_in() and _out(), and calls the application's hook (hooks.cpp).
class MessageMemory final : public tls::Observer {
 public:
  explicit MessageMemory(gnutls_session_int& session) : session_(session) {}
  void on_message(const tls::MessageEvent& event) override;
  // A received message counts as processed when the next one comes up, or when the engine stops: this is for the latter.
  void processed();
  // What the hook answered since the last call, if that was an error; 0: nothing. The first one counts.
  int take_hook_code() { return hook_code_ == 0 ? 0 : hook_code_.exchange(0); }

  // A sender's messages are remembered while a receiver's are.
  std::atomic<gnutls_handshake_description_t> last_in = kNoMessage, last_out = kNoMessage;
  SessionIdentity identity;
  std::atomic<bool> ticket_received = false;
  bool status_requested = false;  // by the client (RFC 6066, 8)
  ByteVector peer_schemes;  // what the peer can verify: a SignatureSchemeList without its length (RFC 8446, 4.2.3)

  gnutls_handshake_hook_func hook = nullptr;
  unsigned hook_type = 0;  // or GNUTLS_HANDSHAKE_ANY
  int hook_when = 0;       // GNUTLS_HOOK_PRE, _POST or _BOTH

 private:
  bool wants(gnutls_handshake_description_t type, int when) const;
  void call(gnutls_handshake_description_t type, unsigned when, bool incoming, Bytes body);
  void remember(const tls::MessageEvent& event, Bytes body);

  gnutls_session_int& session_;
  struct Received {
    gnutls_handshake_description_t type;
    ByteVector body;
  };
  std::unique_ptr<const Received> received_;  // and not processed yet; only kept for a hook that wants it
  std::atomic<int> hook_code_ = 0;            // a sender's messages have hooks, too
};

// What a function queues that an application calls again after GNUTLS_E_AGAIN: it is queued once. An alert is its level and
// its description.
using Queued = unsigned;
constexpr Queued kKeyUpdate = 1U << 17, kHelloRequest = 1U << 18, kAlert = 0x1ffff;
constexpr Queued alert_queued(unsigned level, unsigned description) {
  return 1U << 16 | (level & 0xff) << 8 | (description & 0xff);
}

// A plaintext that the transport has not fully taken: gnutls_record_send() answers for it in a later call.
struct SendState {
  // Over the sending half of the connection, and over the whole of it while a handshake makes a step. A callback may call what
  // takes it again.
  std::recursive_mutex mutex;
  std::size_t unanswered = 0;  // bytes of a call that returned GNUTLS_E_AGAIN
  SecretQueue cork;            // plaintext held back
  unsigned tickets_made = 0;   // by a gnutls_session_ticket_send() that returned GNUTLS_E_AGAIN
  bool corked = false;
  bool bye_sent = false;
  Queued queued = 0;  // of these, what has not left the transport
};

}  // namespace handfast::capi

struct gnutls_session_int {
  explicit gnutls_session_int(unsigned init_flags);
  ~gnutls_session_int();
  gnutls_session_int(const gnutls_session_int&) = delete;
  gnutls_session_int& operator=(const gnutls_session_int&) = delete;

  const unsigned flags;                    // of gnutls_init()
  std::atomic<unsigned> calls_inside = 0;  // of functions of the library that may call the application
  // gnutls_deinit() was called by a callback: it happens when the library is left, and no function of the application's is
  // called any more.
  std::atomic<bool> abandoned = false;
  handfast::Relaxed<std::thread::id> receiver;  // the thread that received last, or made a handshake
  std::atomic<std::thread::id> handshaking{};   // the thread inside a step of the handshake; none: there is no step
  bool channel_missing = false;                 // there was no memory for one
  bool hook_interrupted_end = false;            // a hook suspended the last step: the next call only reports the end
  bool names_authorities = true;                // gnutls_certificate_send_x509_rdn_sequence()
  handfast::Relaxed<bool> asked = false;  // gnutls_rehandshake() was the last call: gnutls_record_get_direction() is 1
  std::atomic<bool> finished = false;     // a fatal error was reported: GNUTLS_E_INVALID_SESSION from here on
  handfast::capi::Database database;      // server: the connection refers to it,
  handfast::capi::SessionVerifier verifier{*this};  // to this,
  handfast::capi::SessionKeyLog key_log{*this};     // to this,
  handfast::capi::MessageMemory messages{*this};    // and to this
  std::unique_ptr<handfast::capi::ProgramChannel>
      channel;  // the connection refers to it, too; null: no function is set
  handfast::tls::Connection connection;
  handfast::capi::Transport transport;
  std::shared_ptr<const handfast::capi::SharedPriority> priority;
  gnutls_certificate_credentials_t credentials = nullptr;  // to be shown again, and never looked into
  std::vector<std::pair<gnutls_credentials_type_t, void*>> other_credentials;  // that no handshake here needs: the same
  std::shared_ptr<handfast::capi::CredentialState> credential_state;
  void* user_pointer = nullptr;

  // Handshake.
  std::optional<std::chrono::steady_clock::time_point> handshake_deadline;
  std::chrono::steady_clock::time_point handshake_started{};
  std::chrono::milliseconds handshake_duration{};  // once it is over
  unsigned handshake_timeout_ms = 0;               // 0: none
  unsigned record_timeout_ms = 0;
  unsigned handshake_calls = 0;            // so that a callback's "later" means a later call
  unsigned wishes_followed = 0;            // GNUTLS_AUTO_REAUTH: in a row, without data between
  int callback_code = 0;                   // what a callback of the application returned
  std::uint32_t early_data_limit = 16384;  // server: bytes, with the flag GNUTLS_ENABLE_EARLY_DATA
  std::size_t max_send = 0;                // gnutls_record_set_max_size(), bytes; 0: as much as was agreed
  std::unique_ptr<handfast::tls::Read>
      unread;  // what gnutls_session_get_data2() met: for the next gnutls_record_recv()
  gnutls_handshake_simple_hook_func client_hello_function = nullptr;
  std::unique_ptr<std::string> foreseen_protocol;  // until it has answered: what is chosen if it changes nothing
  gnutls_keylog_func keylog_function = nullptr;

  // Alerts and certificates.
  std::atomic<int> last_alert = -1;     // received; negative: none
  unsigned verify_status = 0xffffffff;  // bits of gnutls_certificate_status_t; all ones: not verified yet
  std::shared_ptr<const handfast::capi::VerifyRequest> verify_request;  // null: nothing was asked for
  gnutls_certificate_verify_function* verify_function = nullptr;        // of the session; credentials may have one, too
  std::vector<gnutls_datum_t> peer_datums;  // what the getters hand out, views of the connection's chain
  gnutls_datum_t own_datum{};

  handfast::capi::SendState send;
  handfast::capi::SessionExplanation explanation;
  std::unique_ptr<handfast::capi::SessionExtensions> extensions;  // of the application; null: none

  bool is_client() const { return connection.role() == handfast::tls::Role::client; }
  // Called by a callback of the handshake.
  bool inside_handshake() const { return handshaking.load() == std::this_thread::get_id(); }
  // The code for a failed connection: its own the first time, GNUTLS_E_INVALID_SESSION afterwards.
  int report_failure(int code);
};

namespace handfast::capi {

// Runs the body of a C function: memory that runs out becomes GNUTLS_E_MEMORY_ERROR, nothing is thrown into C.
template <class F>
auto c_call(F body) -> decltype(body()) {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return GNUTLS_E_MEMORY_ERROR;
  } catch (const std::length_error&) {  // of a container that cannot have so many
    return GNUTLS_E_MEMORY_ERROR;
  }
}

// While the library may call the application. A session that the application gives up meanwhile ends with the outermost call.
class InCall {
 public:
  explicit InCall(gnutls_session_int& session) : session_(session) { ++session_.calls_inside; }
  InCall(const InCall&) = delete;
  InCall& operator=(const InCall&) = delete;
  ~InCall() {
    if (--session_.calls_inside == 0 && session_.abandoned) delete &session_;
  }

 private:
  gnutls_session_int& session_;
};

// One call that sends, or changes what is sent with.
class SendCall {
 public:
  explicit SendCall(gnutls_session_int& session) : inside_(session), lock_(session.send.mutex) {}

 private:
  InCall inside_;  // ends last
  std::lock_guard<std::recursive_mutex> lock_;
};

// While this thread makes a step of the handshake; also when memory runs out.
class InStep {
 public:
  explicit InStep(gnutls_session_int& session) : session_(session) {
    session_.handshaking = std::this_thread::get_id();
  }
  InStep(const InStep&) = delete;
  InStep& operator=(const InStep&) = delete;
  ~InStep() {
    session_.handshaking = std::thread::id();
    session_.handshaking.notify_all();
  }

 private:
  gnutls_session_int& session_;
};

// Under the lock: 0, or why a callback that this call comes from, or the session's end, forbids to send.
int sending_forbidden(const gnutls_session_int& session);
// Under the lock: 0, or why no data can be sent. A renegotiation of TLS 1.2 that the peer has answered lets none between its
// messages (RFC 5246, 7.4.9): where another thread makes it, this one waits for it.
int await_writable(gnutls_session_int& session);

// Under the lock: what the connection has for the transport. 0, or a GNUTLS_E_ number.
int push(gnutls_session_int& session);

// Under the lock: the same, until data may follow it. Another thread may begin a renegotiation while the transport has the
// bytes, without the lock.
int push_and_await_writable(gnutls_session_int& session);

// Under the lock. Queues once what `make` makes, however often the application calls after GNUTLS_E_AGAIN, and pushes it.
template <class F>
int queue_once(gnutls_session_int& session, Queued what, F make);

// What gnutls_session_get_id() shows; a view. Before the hellos there is none, and a session that goes on from another has
// that one's.
int session_id_of(gnutls_session_int& session, Bytes& out);

// The program chooses what is random otherwise.
template <class F>
void choose(gnutls_session_int& session, F change) {
  auto& options = session.connection.options();
  tls::ChosenValues chosen = options.chosen ? *options.chosen : tls::ChosenValues();
  change(chosen);
  options.chosen = std::make_shared<const tls::ChosenValues>(std::move(chosen));
}

// Before the first step: the session's settings become the connection's options (handshake.cpp calls it).
int apply_priority(gnutls_session_int& session);

template <class F>
int queue_once(gnutls_session_int& session, Queued what, F make) {
  Queued& queued = session.send.queued;
  if (!session.transport.output_waits()) queued = 0;
  const Queued kind = (what & kAlert) != 0 ? kAlert : what;
  if ((queued & kind) != what) {
    if (const Result<void> made = make(); !made) return code_of(session, made.error().code);
    queued = (queued & ~kind) | what;
  }
  return push(session);
}

}  // namespace handfast::capi
