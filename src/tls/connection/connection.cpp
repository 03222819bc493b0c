#include "tls/connection/connection.hpp"

#include <algorithm>

#include "tls/connection/state.hpp"

#include "base/copy.hpp"
#include "tls/versions_built.hpp"

namespace handfast::tls {

namespace {

using State = Connection::State;

// TLS 1.2 knows fewer alerts: a client without a certificate gets handshake_failure (RFC 5246, 7.4.6).
Alert of_version(Alert alert, ProtocolVersion version) {
  const bool is_new = alert == Alert::certificate_required || alert == Alert::missing_extension;
  return is_new && version == ProtocolVersion::tls12 ? Alert::handshake_failure : alert;
}

// The one place where an alert is chosen. The receiving half leaves it to the sending one.
std::optional<Alert> choose_alert(State& state, Errc code) {
  std::optional<Alert> alert = alert_for(code);
  if (!alert) return std::nullopt;
  alert = of_version(*alert, state.info.version);
  if (state.options.hold_alerts)
    state.held_alert = alert;
  else
    state.owes_alert = static_cast<int>(*alert);
  return alert;
}

// RFC 5246, 7.2.2: an alert that is fatal, of either side, makes the session id useless.
void forget_session(State& state, Errc error) try {
  const bool alerted = error == Errc::alert_received || alert_for(error).has_value();
  SessionStore* store = state.options.session_store.get();
  if (store == nullptr || !alerted) return;
  for (const SessionInfo* info : {&state.info, state.renegotiation ? &state.renegotiation->info : &state.info})
    if (info->session_stored) store->remove(info->session_id);
} catch (const std::bad_alloc&) {  // it expires
}

// A failure is final: the first one stays.
void record_failure(State& state, const Error& error, int system_error) {
  {
    const std::lock_guard lock(state.failing);
    if (state.has_failed) return;
    state.failed_with = error.code;
    const std::optional<Alert> alert = choose_alert(state, error.code);
    state.failure = make_failure(state, error, alert, system_error);
    state.has_failed = true;
  }
  if (state.role == Role::server) forget_session(state, error.code);
}

// The application sends it: nothing waits any more.
void alert_released(State& state, Alert alert) {
  const std::lock_guard lock(state.failing);
  Failure* failure = state.failure.get();
  // A callback that failed has an error number of its own, and the application may have another alert for it.
  if (failure != nullptr && failure->error.code == Errc::callback_failed && failure->alert_held)
    state.held_alert = failure->alert_sent = alert;
  if (state.held_alert == alert) state.held_alert.reset();
  if (failure != nullptr && failure->alert_sent == alert) failure->alert_held = false;
}

Step failed_step(const State& state) { return {Step::Kind::failed, Wait::nothing, state.failed_with}; }

Read failed_read(State& state, const Error& error) {
  record_failure(state, error, 0);
  return {Read::Kind::failed, 0, state.failed_with};
}

bool has_traffic_secrets(const State& state) { return std::holds_alternative<ApplicationKeys>(*state.keys); }

HandshakeHost host_of(State& state, Connection& connection) {
  SessionInfo& info = state.renegotiation ? state.renegotiation->info : state.info;
  HandshakeHost host{
      connection,       *state.services,      state.options,   info,           state.inbound,
      state.outbound,   state.keys,           state.ticket,    state.leftover, state.data_in_renegotiation,
      state.early_data, state.early_exporter, state.transcript};
  if (state.renegotiation && has_traffic_secrets(state)) host.reauthenticated = &state;
  if (state.renegotiation && !has_traffic_secrets(state))
    host.previous.emplace(state.info, state.renegotiation->before);
  return host;
}

// What a server that started early has not sent: its tickets follow the client's Finished (RFC 8446, 4.6.1).
void owe_tickets(State& state) {
  const auto* keys = std::get_if<ApplicationKeys>(&*state.keys);
  if (keys != nullptr && keys->resumption && state.role == Role::server) state.owes_tickets = state.options.tickets;
}

// What the peer began with while data was read is read again.
void begin_renegotiation(State& state) {
  if (!state.renegotiation) return;
  if (!state.handshake) state.inbound.begin_again();
  if (state.declined.exchange(false)) state.early_hello.clear();
  state.inbound.put_back(state.early_hello);
  give_back(state.early_hello);
  state.kept_requests = 0;
}

// Who carries messages and alerts stays the same once the handshake has begun.
void find_channel(State& state) {
  if (!state.handshake && !state.keys && !state.has_failed) state.outbound.use(state.options.channel);
}

Step resume_handshake(State& state, Connection& connection) {
  try {
    begin_renegotiation(state);
    find_channel(state);
    if (!state.handshake) state.handshake = std::make_unique<Handshake>(state.role, host_of(state, connection));
    return state.handshake->resume();
  } catch (const std::bad_alloc&) {
    if (state.handshake) state.handshake->error = Error{Errc::out_of_memory};
    return {Step::Kind::failed, Wait::nothing, Errc::out_of_memory};
  }
}

Read deliver(State& state, Bytes data, MutableBytes out, bool delivered) {
  state.tickets = state.refused_renegotiations = 0;
  if (delivered) return {Read::Kind::data, data.size()};
  const std::size_t n = std::min(data.size(), out.size());
  copy_bytes(data.first(n), out);
  state.leftover.add(data.subspan(n));
  return {Read::Kind::data, n};
}

// What fits into `out` of what waits.
std::size_t take(SecretQueue& waiting, MutableBytes out) {
  const Bytes bytes = waiting.bytes();
  const std::size_t n = std::min(bytes.size(), out.size());
  copy_bytes(bytes.first(n), out);
  waiting.taken(n);
  return n;
}

Read deliver_leftover(State& state, MutableBytes out) {
  state.tickets = state.refused_renegotiations = 0;
  return {Read::Kind::data, take(state.leftover, out)};
}

// What begins another handshake is seen when that reads it.
bool is_read_again(Bytes message) {
  const auto type = static_cast<HandshakeType>(message[0]);
  return type != HandshakeType::hello_request && type != HandshakeType::new_session_ticket &&
         type != HandshakeType::key_update;
}

void observe_received(State& state, Bytes message) {
  Observer* observer = state.options.observer.get();
  if (observer == nullptr || is_read_again(message)) return;
  observer->on_message({.content = ContentType::handshake,
                        .type = static_cast<HandshakeType>(message[0]),
                        .encrypted = true,
                        .version = state.info.version,
                        .message = message});
}

}  // namespace

void observe_sent(const State& state, Bytes message) {
  if (Observer* observer = state.options.observer.get(); observer != nullptr)
    observer->on_message({.sent = true,
                          .content = ContentType::handshake,
                          .type = static_cast<HandshakeType>(message[0]),
                          .encrypted = true,
                          .version = state.info.version,
                          .message = message});
}

namespace {

Result<AfterHandshake> on_message(State& state, Bytes message) {
  observe_received(state, message);
  if constexpr (!kTls12Built) return on_post_handshake_message(state, message);
  if constexpr (!kTls13Built) return on_post_handshake_message12(state, message);
  return has_traffic_secrets(state) ? on_post_handshake_message(state, message)
                                    : on_post_handshake_message12(state, message);
}

Read read_record(State& state, MutableBytes out) {
  for (;;) {
    const auto incoming = state.inbound.next(out);
    if (!incoming) return failed_read(state, incoming.error());
    switch (incoming->kind) {
      case Incoming::Kind::wants_input: return {};
      case Incoming::Kind::application_data: return deliver(state, incoming->bytes, out, incoming->delivered);
      case Incoming::Kind::warning_alert: return {Read::Kind::warning_alert, 0, {}, incoming->alert};
      case Incoming::Kind::change_cipher_spec: continue;  // refused by Inbound after the handshake
      case Incoming::Kind::close_notify: state.peer_closed = true; return {Read::Kind::closed};
      case Incoming::Kind::handshake:
        if (const auto done = on_message(state, incoming->bytes); !done)
          return failed_read(state, done.error());
        else if (*done == AfterHandshake::rehandshake)
          return {Read::Kind::rehandshake};
        continue;
    }
  }
}

bool is_finishing(const State& state) { return state.handshake && state.handshake->started_early(); }

// Of the peer, to our wish for another handshake: what follows is part of it, and not for read().
bool answer_waits(const State& state) {
  const bool answers_come = has_traffic_secrets(state) == (state.role == Role::server);
  return answers_come && state.handshake && !state.early_hello.empty();
}

bool carries_data(const State& state) {
  return state.keys.has_value() && (!state.handshake || state.handshake->is_only_wanted() || is_finishing(state));
}

// RFC 8446, 4.6.2: "All of the client's messages for a given response MUST appear consecutively on the wire".
bool takes_data(const State& state) {
  return carries_data(state) || (state.keys.has_value() && state.renegotiation && has_traffic_secrets(state) &&
                                 !state.outbound.has_handshake());
}

Result<void> not_usable(const State& state) {
  if (state.has_failed) return fail(Errc::session_finished, "connection", {}, {}, name_of(state.failed_with));
  if (!takes_data(state)) return fail(Errc::invalid_request, "connection", {}, "a finished handshake", "none");
  if (state.closed) return fail(Errc::session_finished, "connection", "RFC 8446, 6.1", "no data after close_notify");
  return {};
}

// The same for what begins something new.
Result<void> not_idle(const State& state) {
  if (is_finishing(state))
    return fail(Errc::invalid_request, "connection", {}, "a finished handshake", "one that is not");
  return not_usable(state);
}

// Taken by the sender; back it goes when there was no memory to pay it with.
template <class T>
class Debt {
 public:
  Debt(std::atomic<T>& owed, T nothing)
      : owed_(owed), nothing_(nothing), taken_(owed == nothing ? nothing : owed.exchange(nothing)) {}
  Debt(const Debt&) = delete;
  Debt& operator=(const Debt&) = delete;
  ~Debt() {
    if (taken_ != nothing_) owed_ = taken_;
  }
  T taken() const { return taken_; }
  void paid() { taken_ = nothing_; }

 private:
  std::atomic<T>& owed_;
  const T nothing_;
  T taken_;
};

Result<void> pay_tickets(State& state) {
  Debt tickets(state.owes_tickets, 0U);
  for (unsigned i = 0; i < tickets.taken() && !state.closed && state.keys; ++i)
    if (const auto sent = send_ticket(state); !sent) return sent;
  tickets.paid();
  return {};
}

Result<void> pay_debts(State& state) {
  Debt key_update(state.owes_key_update, false);
  if (key_update.taken() && !state.closed && state.keys)  // a handshake that has failed leaves no keys to change
    if (const auto sent = send_key_update(state, false); !sent) return sent;
  key_update.paid();
  if (const auto sent = pay_tickets(state); !sent) return sent;
  Debt no_renegotiation(state.owes_no_renegotiation, false);
  if (no_renegotiation.taken() && !state.closed)
    if (const auto sent = state.outbound.send_alert(AlertLevel::warning, Alert::no_renegotiation); !sent) return sent;
  no_renegotiation.paid();
  Debt alert(state.owes_alert, -1);
  if (alert.taken() >= 0) {
    state.outbound.discard_handshake();
    const auto sent = state.outbound.send_alert(AlertLevel::fatal, static_cast<Alert>(alert.taken()));
    if (!sent) return sent;
  }
  alert.paid();
  return {};
}

template <class F>
auto guarded(F f) -> decltype(f()) {  // memory may run out in any container
  try {
    return f();
  } catch (const std::bad_alloc&) {
    return fail(Errc::out_of_memory);
  }
}

}  // namespace

Connection::Connection(Role role, std::shared_ptr<const Services> services, Options options)
    : state_(std::make_unique<State>(role, std::move(services), std::move(options))) {}
Connection::~Connection() = default;

Role Connection::role() const { return state_->role; }
Options& Connection::options() { return state_->options; }
const SessionInfo& Connection::info() const {
  const bool committed = state_->renegotiation && state_->handshake && !state_->handshake->is_only_wanted();
  return committed ? state_->renegotiation->info : state_->info;
}
const Failure* Connection::failure() const { return state_->has_failed ? state_->failure.get() : nullptr; }

std::unique_ptr<Failure> Connection::describe(const Error& error, int system_error) const {
  const std::lock_guard lock(state_->failing);
  if (!state_->has_failed) return make_failure(*state_, error, std::nullopt, system_error);
  return state_->failure == nullptr ? nullptr : std::make_unique<Failure>(*state_->failure);
}

std::size_t Connection::bytes_wanted() const { return state_->leftover.empty() ? state_->inbound.wanted() : 0; }
MutableBytes Connection::input_space(std::size_t n) { return state_->inbound.space(n); }
void Connection::input_added(std::size_t n) { state_->inbound.added(n); }
void Connection::input_ended() { state_->inbound.ended(); }
bool Connection::input_buffered() const { return state_->inbound.has_bytes(); }

bool Connection::feed(Bytes bytes) {
  const MutableBytes space = input_space(bytes.size());
  if (space.size() != bytes.size()) return false;
  copy_bytes(bytes, space);
  input_added(bytes.size());
  return true;
}

Result<void> Connection::receive_handshake(EncryptionLevel level, Bytes bytes) {
  return guarded([&]() -> Result<void> {
    find_channel(*state_);
    if (!is_carried()) return fail(Errc::invalid_request, "connection", {}, "a channel that carries messages", "none");
    return state_->inbound.add_handshake(level, bytes);
  });
}

EncryptionLevel Connection::read_level() const { return state_->inbound.level(); }
bool Connection::is_carried() const { return state_->outbound.is_carried(); }
bool Connection::is_inside_message() const { return state_->inbound.is_inside_message(); }

void Connection::transport_failed(Errc why, int system_error) {
  record_failure(*state_, Error{why, "transport"}, system_error);
}

Bytes Connection::output() const { return state_->outbound.output(); }
void Connection::output_taken(std::size_t n) { state_->outbound.output_taken(n); }
void Connection::drop_output() { state_->outbound.drop_output(); }
void Connection::pin_output(bool pinned) { state_->outbound.pin_output(pinned); }

Step Connection::handshake() {
  State& state = *state_;
  if (state.has_failed) return failed_step(state);
  if (state.keys && !state.handshake && !state.renegotiation) return {Step::Kind::done};
  if (state.resuming) return {Step::Kind::failed, Wait::nothing, Errc::invalid_request};  // from a callback: not sticky
  if (state.renegotiation && !state.leftover.empty()) return {Step::Kind::application_data, Wait::application};
  state.resuming = true;
  const Step step = resume_handshake(state, *this);
  state.resuming = false;
  if (step.kind == Step::Kind::failed) {
    const Error error = state.handshake && state.handshake->error ? *state.handshake->error : Error{step.error};
    record_failure(state, error, 0);
    state.keys.reset();
    state.handshake.reset();
    const auto told = flush_owed();
    (void)told;  // the peer may stay without an alert when memory has run out; the failure is recorded already
    return failed_step(state);
  }
  if (step.kind == Step::Kind::done) {
    state.suite = state.handshake->suite();
    if (!state.handshake->is_over()) return step;  // started early
    if (state.info.started_early) owe_tickets(state);
    state.handshake.reset();
    if (state.renegotiation) state.info = std::move(state.renegotiation->info);
    state.last_renegotiation = std::move(state.renegotiation);
    state.data_in_renegotiation = 0;
    state.refused_renegotiations = 0;
    state.inbound.handshaking = false;
    state.inbound.release_used();
    if (state.options.max_handshake_message == 0) state.inbound.max_message = kMaxHandshakeMessage;
  }
  return step;
}

// RFC 7627, 5.4: after a session without the extended master secret has gone on both Finished may be those of another
// connection, too: "the client MUST disable renegotiation".
bool must_not_renegotiate(const Connection::State& state) {
  return state.role == Role::client && state.info.resumed && !state.info.extended_master_secret;
}

std::optional<SessionState> Connection::session() const {
  const ReceivedTicket* ticket = state_->ticket.get();
  if (ticket == nullptr || !established()) return std::nullopt;
  const SessionInfo& info = state_->info;
  SessionState out;
  out.version = info.version;
  out.cipher_suite = info.cipher_suite;
  out.group = info.group;
  const auto* keys12 = std::get_if<Keys12>(&*state_->keys);
  out.secret = keys12 != nullptr ? crypto::SecretDigest(keys12->master.reveal()) : ticket->psk.clone();
  out.extended_master_secret = info.extended_master_secret;
  out.session_id = ticket->session_id;
  out.created = ticket->created;
  out.lifetime = ticket->lifetime;
  out.age_add = ticket->age_add;
  out.max_early_data = ticket->max_early_data;
  out.peer_verified = info.peer_verified;
  out.verified_for = info.verified_for;
  out.server_name = state_->options.server_name;
  out.application_protocol = info.application_protocol;
  out.peer_chain = info.peer_chain;
  out.ticket = ticket->ticket;
  out.received_ms = ticket->received_ms;
  return out;
}

Result<void> Connection::renegotiate() {
  State& state = *state_;
  return guarded([&]() -> Result<void> {
    if (state.renegotiation) return {};
    if (const auto usable = not_idle(state); !usable) return usable;
    const auto* keys = std::get_if<Keys12>(&*state.keys);
    if (keys == nullptr) return fail(Errc::invalid_request, "connection", "RFC 8446, 4.1.2", "TLS 1.2", "TLS 1.3");
    if (must_not_renegotiate(state))
      return fail(Errc::unsafe_renegotiation, "connection", "RFC 7627, 5.4", "extended_master_secret", "none");
    auto wanted = std::make_unique<Renegotiation>();
    wanted->before = keys->finished;
    wanted->info.version = state.info.version;
    state.renegotiation = std::move(wanted);
    return {};
  });
}

Result<void> Connection::reauthenticate() {
  State& state = *state_;
  return guarded([&]() -> Result<void> {
    if (state.renegotiation) return {};
    if (const auto usable = not_idle(state); !usable) return usable;
    if (!has_traffic_secrets(state) || !state.transcript)
      return fail(Errc::invalid_request, "connection", "RFC 8446, 4.6.2", "post_handshake_auth in TLS 1.3", "none");
    if (role() == Role::client && state.early_hello.empty())
      return fail(Errc::invalid_request, "connection", "RFC 8446, 4.6.2", "a request of the server", "none");
    state.renegotiation = std::make_unique<Renegotiation>();
    state.renegotiation->info = state.info;
    return {};
  });
}

Result<void> Connection::request_renegotiation() {
  return guarded([&]() -> Result<void> {
    if (const auto usable = not_idle(*state_); !usable) return usable;
    if (role() == Role::client || has_traffic_secrets(*state_))
      return fail(Errc::invalid_request, "connection", "RFC 5246, 7.4.1.1", "a server of TLS 1.2");
    return send_hello_request(*state_);
  });
}

bool Connection::renegotiating() const { return state_->renegotiation != nullptr; }
bool Connection::established() const { return carries_data(*state_); }
bool Connection::writable() const { return takes_data(*state_); }
bool Connection::finishing() const { return is_finishing(*state_); }

// The rest of a handshake that was done early.
Read Connection::finish() {
  const Step step = handshake();
  switch (step.kind) {
    case Step::Kind::failed: return {Read::Kind::failed, 0, step.error};
    case Step::Kind::warning_alert: return {Read::Kind::warning_alert, 0, {}, step.alert};
    case Step::Kind::done:
    case Step::Kind::waiting:
    case Step::Kind::application_data: break;
  }
  return {};
}

Read Connection::read(MutableBytes out) {
  State& state = *state_;
  if (!state.leftover.empty()) return deliver_leftover(state, out);  // nothing decrypted is lost by a later failure
  if (state.has_failed) return {Read::Kind::failed, 0, state.failed_with};
  if (!established()) return {Read::Kind::failed, 0, Errc::invalid_request};
  if (finishing())
    if (const Read read = finish(); finishing() || state.has_failed) return read;
  if (state.peer_closed) return {Read::Kind::closed};
  if (answer_waits(state)) return {Read::Kind::rehandshake};
  if (state.inbound.is_idle()) return {};
  try {
    const Read read = read_record(state, out);
    state.inbound.release_used();
    return read;
  } catch (const std::bad_alloc&) {
    return failed_read(state, Error{Errc::out_of_memory});
  }
}

std::size_t Connection::read_early_data(MutableBytes out) { return take(state_->early_data, out); }

std::size_t Connection::readable() const { return state_->leftover.size(); }

std::uint64_t Connection::records_read() const { return state_->inbound.records(); }

Result<std::size_t> Connection::write(Bytes data) {
  State& state = *state_;
  return guarded([&]() -> Result<std::size_t> {
    if (const auto usable = not_usable(state); !usable) return std::unexpected(usable.error());
    if (is_carried()) return fail(Errc::invalid_request, "connection", "RFC 9001, 4.1.3", "records", "a channel");
    if (const auto paid = pay_debts(state); !paid) return std::unexpected(paid.error());
    if (data.empty() && state.options.record_padding == 0) return 0;  // padding alone is a record, too (RFC 8446, 5.4)
    if (has_traffic_secrets(state) && state.options.automatic_key_update &&
        state.outbound.records() >= kMaxRecordsPerKey)  // RFC 8446, 5.5
      if (const auto updated = send_key_update(state, false); !updated) return std::unexpected(updated.error());
    if (state.outbound.key_is_used_up())
      return fail(Errc::key_used_up, "record", "RFC 8446, 5.5", "a renegotiation", "a key that has protected its most");
    state.outbound.padding = state.options.record_padding;
    const Bytes fragment = data.first(std::min(data.size(), state.outbound.max_fragment()));
    if (const auto sent = state.outbound.send(ContentType::application_data, fragment); !sent)
      return std::unexpected(sent.error());
    return fragment.size();
  });
}

std::size_t Connection::max_fragment() const { return state_->outbound.max_fragment(); }

std::size_t Connection::max_received_fragment() const { return state_->inbound.max_plaintext(); }
std::size_t Connection::record_overhead() const { return state_->outbound.record_overhead(); }

Result<void> Connection::close() {
  State& state = *state_;
  if (state.closed || state.has_failed) return {};
  if (const auto paid = flush_owed(); !paid) return paid;
  if (const auto sent = send_alert(AlertLevel::warning, Alert::close_notify); !sent) return sent;
  state.closed = true;
  return {};
}

Result<void> Connection::update_keys(bool ask_peer) {
  return guarded([&]() -> Result<void> {
    if (const auto usable = not_usable(*state_); !usable) return usable;
    if (!has_traffic_secrets(*state_))
      return fail(Errc::invalid_request, "connection", "RFC 8446, 4.6.3", "TLS 1.3", name_of(state_->info.version));
    if (is_carried())  // RFC 9001, 6: "Endpoints MUST NOT send a TLS KeyUpdate message."
      return fail(Errc::invalid_request, "connection", "RFC 9001, 6", "records", "a channel");
    return send_key_update(*state_, ask_peer);
  });
}

Result<void> Connection::send_ticket() {
  return guarded([&]() -> Result<void> {
    if (const auto usable = not_usable(*state_); !usable) return usable;
    if (role() == Role::client || !has_traffic_secrets(*state_))
      return fail(Errc::invalid_request, "connection", "RFC 8446, 4.6.1", "a server of TLS 1.3");
    return tls::send_ticket(*state_);
  });
}

Result<void> Connection::send_alert(AlertLevel level, Alert alert) {
  return guarded([&]() -> Result<void> {
    alert_released(*state_, alert);
    find_channel(*state_);
    if (alert == Alert::no_renegotiation) state_->declined = true;
    return state_->outbound.send_alert(level, alert);
  });
}

std::optional<Alert> Connection::pending_alert() const {
  const std::lock_guard lock(state_->failing);
  return state_->held_alert;
}
bool Connection::owes_output() const {
  return state_->owes_key_update || state_->owes_no_renegotiation || state_->owes_alert >= 0 ||
         state_->owes_tickets != 0;
}
Result<void> Connection::flush_owed() {
  return guarded([&] { return pay_debts(*state_); });
}

Result<void> Connection::export_key(std::string_view label, std::optional<Bytes> context, MutableBytes out) const {
  if (!established()) return fail(Errc::invalid_request, "exporter", "RFC 8446, 7.5", "a finished handshake", "none");
  return guarded([&]() -> Result<void> {
    if (const auto* keys = std::get_if<Keys12>(&*state_->keys)) {
      if (!state_->info.extended_master_secret)  // another connection may have the same master secret
        return fail(Errc::no_extended_master_secret, "exporter", "RFC 7627, 5.4", "extended_master_secret", "none");
      return keys->master.export_key(label, context, out);
    }
    return std::get<ApplicationKeys>(*state_->keys).exporter.export_key(label, context.value_or(Bytes()), out);
  });
}

Result<void> Connection::export_early_key(std::string_view label, Bytes context, MutableBytes out) const {
  if (!state_->early_exporter)
    return fail(Errc::invalid_request, "exporter", "RFC 8446, 7.5", "a session with early data", "none");
  return guarded([&] { return state_->early_exporter->export_key(label, context, out); });
}

std::optional<CipherSuite> Connection::early_cipher_suite() const {
  if (!state_->early_exporter || state_->keys) return std::nullopt;
  if (role() == Role::server) return state_->info.cipher_suite;
  return state_->options.session ? std::optional(state_->options.session->cipher_suite) : std::nullopt;
}

Bytes Connection::master_secret() const {
  const auto* keys = state_->keys ? std::get_if<Keys12>(&*state_->keys) : nullptr;
  return keys != nullptr ? keys->master.reveal() : Bytes();
}

}  // namespace handfast::tls
