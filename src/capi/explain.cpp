#include "capi/explain.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <bit>
#include <cerrno>

#include "capi/error_table.hpp"
#include "capi/explain_sink.hpp"
#include "capi/log.hpp"
#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "pki/text.hpp"
#include "tls/explain.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

namespace {

constexpr std::size_t kMaxFirstLine = 64;  // as in the engine: enough for a status line

// The program's own mistakes, and what follows from a failure that was reported before.
bool is_misuse(int code) {
  return code == GNUTLS_E_INVALID_SESSION || code == GNUTLS_E_INVALID_REQUEST ||
         code == GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE;
}

// What a code means for a connection that has not failed for the engine.
Error error_of(const gnutls_session_int& session, int code) {
  switch (code) {
    case GNUTLS_E_TIMEDOUT: return {Errc::timed_out, "transport"};
    case GNUTLS_E_PULL_ERROR: return {Errc::read_failed, "transport"};
    case GNUTLS_E_PUSH_ERROR:
    case GNUTLS_E_PREMATURE_TERMINATION: return {Errc::write_failed, "transport"};
    case GNUTLS_E_MEMORY_ERROR: return {Errc::out_of_memory};
    case GNUTLS_E_NO_PRIORITIES_WERE_SET:
      return {Errc::no_priorities,
              "priorities",
              {},
              "versions, ciphers, groups and signatures that are supported here",
              session.priority ? "a priority string that names none" : "no priorities were set for this session"};
    case GNUTLS_E_CERTIFICATE_ERROR:
      return {Errc::certificate_required, "certificate_list", {}, "a certificate", "none"};
    case GNUTLS_E_INSUFFICIENT_CREDENTIALS:
      return {Errc::no_usable_credentials, "credentials", {}, "credentials", "none were set for this session"};
    default: return {Errc::callback_failed};
  }
}

int descriptor_of(const gnutls_session_int& session) {
  return static_cast<int>(std::bit_cast<std::intptr_t>(session.transport.pull_pointer));
}

// Where the peer is, as `handfast connect` takes it.
std::string target_of(const gnutls_session_int& session, const tls::Failure& failure) {
  if (!failure.is_client || failure.offer.server_name.empty()) return {};
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  void* const memory = &address;
  const bool descriptor = session.transport.pull_function == nullptr;
  if (!descriptor || getpeername(descriptor_of(session), static_cast<sockaddr*>(memory), &size) != 0)
    return failure.offer.server_name;
  in_port_t port = 0;  // at the same place in both
  if (address.ss_family == AF_INET) port = static_cast<sockaddr_in*>(memory)->sin_port;
  if (address.ss_family == AF_INET6) port = static_cast<sockaddr_in6*>(memory)->sin6_port;
  return failure.offer.server_name + (port == 0 ? "" : ":" + std::to_string(ntohs(port)));
}

// The engine has read no more than a record's header of what is not TLS, which tells a person little. The rest is looked at
// and stays where it is; behind a pull function of the program it is out of reach.
void add_waiting_line(const gnutls_session_int& session, tls::Failure& failure) {
  const bool whole_header = failure.first_bytes.size() == failure.bytes_received;  // no line end in it
  if (session.transport.pull_function != nullptr || !whole_header) return;
  std::array<std::uint8_t, 4096> waiting{};
  const ssize_t got = recv(descriptor_of(session), waiting.data(), waiting.size(), MSG_PEEK | MSG_DONTWAIT);
  if (got <= 0) return;
  const Bytes line = Bytes(waiting).first(static_cast<std::size_t>(got));
  failure.bytes_received += line.size();
  for (const std::uint8_t byte : line) {
    // What follows a question mark in an address may be a password.
    const bool ends = byte == '\r' || byte == '\n' || byte == '?';
    if (ends || failure.first_bytes.size() == kMaxFirstLine) return;
    failure.first_bytes += byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '.';
  }
}

struct Told {
  const tls::Failure& failure;
  int code;
  std::string_view opening = "TLS failed: ";
  bool program_decides = false;
};

std::string in_words(const gnutls_session_int& session, const Told& told, ExplainForm form) {
  tls::ExplainContext context;
  const std::string target = target_of(session, told.failure);
  context.target = target;
  context.code = told.code;
  const ErrorEntry* entry = find_error(told.code);
  context.error_name = entry != nullptr ? entry->name : "a number of the program";
  context.fatal = entry == nullptr || entry->fatal;
  context.program_decides = told.program_decides;
  if (form == ExplainForm::json) return tls::explanation_json(told.failure, context).text() + "\n";
  return tls::explanation_text(told.failure, context, told.opening);
}

void tell(const gnutls_session_int& session, const Told& told) {
  if (const ExplainForm form = explain_form(); form != ExplainForm::off)
    write_explanation(in_words(session, told, form));
}

void tell_verdict(gnutls_session_int& session) {
  SessionExplanation& kept = session.explanation;
  if (std::exchange(kept.verdict_told, true)) return;
  tell(session, {*kept.verdict, GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR, "TLS: ", true});
}

bool refused_by_program(const tls::Failure& failure) {
  return failure.error == Errc::certificate_rejected || failure.error == Errc::callback_failed;
}

// The engine knows only that the program refused; why, the program asked before.
void adopt_verdict(tls::Failure& failure, const tls::Failure& verdict) {
  failure.error = verdict.error;
  failure.certificate_subject = verdict.certificate_subject;
  failure.certificate_issuer = verdict.certificate_issuer;
  failure.certificate_fingerprint = verdict.certificate_fingerprint;
  failure.certificate_depth = verdict.certificate_depth;
}

// The connection's failure as it is now (an alert may have been sent since), or else what was kept. Null: nothing failed, or
// memory ran out.
std::unique_ptr<tls::Failure> failure_of(const gnutls_session_int& session) {
  const SessionExplanation& kept = session.explanation;
  std::unique_ptr<tls::Failure> out;
  if (session.connection.failure() != nullptr)
    out = session.connection.describe({Errc::internal_error}, 0);
  else if (kept.failure != nullptr)
    out = std::make_unique<tls::Failure>(*kept.failure);
  if (out != nullptr && out->error == Errc::not_tls && kept.failure != nullptr) {
    out->first_bytes = kept.failure->first_bytes;
    out->bytes_received = kept.failure->bytes_received;
  }
  if (out != nullptr && kept.verdict != nullptr && refused_by_program(*out)) adopt_verdict(*out, *kept.verdict);
  return out;
}

void note_warning(gnutls_session_int& session) {
  if (std::exchange(session.explanation.warning_told, true) || explain_form() == ExplainForm::off) return;
  const auto failure = session.connection.describe({Errc::alert_received}, 0);
  if (failure == nullptr) return log(1, "out of memory: a warning stays without an explanation");
  failure->who = tls::Failure::Who::peer;
  failure->alert_received = static_cast<Alert>(session.last_alert.load());
  tell(session, {*failure, GNUTLS_E_WARNING_ALERT_RECEIVED, "TLS warning: "});
}

void note_failure(gnutls_session_int& session, int code, CallKind kind) {
  SessionExplanation& kept = session.explanation;
  const bool final = session.connection.failure() != nullptr;
  if (code == GNUTLS_E_INVALID_SESSION || (!final && is_misuse(code))) return;
  if (code == GNUTLS_E_GOT_APPLICATION_DATA) return;  // to be read, and then the handshake goes on
  // Where records may take no longer than so long, the session goes on: a program that polls gets this number all day.
  if (code == GNUTLS_E_TIMEDOUT && kind != CallKind::handshake) return;
  if (kept.code == 0 || (final && kept.failure != nullptr)) kept.code = code;
  if (final) kept.failure.reset();
  if (kept.failure == nullptr)
    kept.failure = session.connection.describe(error_of(session, code), session.transport.system_error);
  if (final && kept.failure != nullptr && kept.failure->error == Errc::not_tls)
    add_waiting_line(session, *kept.failure);
  if (kept.told) return;
  const auto failure = failure_of(session);
  if (failure == nullptr) return log(1, "out of memory: a failure stays without an explanation");
  // A program that was told of a bad certificate and leaves has been told why.
  const bool known = kept.verdict_told && (kind == CallKind::close || refused_by_program(*failure));
  kept.told = true;
  if (kept.verdict != nullptr && kind == CallKind::handshake) kept.verdict_told = true;
  if (!known) tell(session, {*failure, code});
}

}  // namespace

void note_result(gnutls_session_int& session, int code, CallKind kind) noexcept try {
  const int kept_errno = errno;
  const std::lock_guard lock(session.explanation.lock);
  if (code == GNUTLS_E_WARNING_ALERT_RECEIVED) note_warning(session);
  if (code < 0 && gnutls_error_is_fatal(code) != 0) note_failure(session, code, kind);
  if (code == 0 && session.explanation.verdict != nullptr) tell_verdict(session);  // the program overlooked it
  errno = kept_errno;
} catch (const std::bad_alloc&) {
  log(1, "out of memory: a failure stays without an explanation");
}

void note_verdict(gnutls_session_int& session, const pki::Verdict& verdict) {
  SessionExplanation& kept = session.explanation;
  const std::lock_guard lock(kept.lock);
  if (kept.verdict != nullptr) return;
  kept.verdict = session.connection.describe(*verdict.error, 0);
  if (kept.verdict == nullptr) return log(1, "out of memory: a certificate's fault stays without an explanation");
  kept.verdict->error = *verdict.error;
  kept.verdict->who = tls::Failure::Who::we;
  kept.verdict->step = "check certificate";
  kept.verdict->certificate_subject = verdict.subject;
  kept.verdict->certificate_issuer = verdict.issuer;
  kept.verdict->certificate_depth = verdict.depth;
  const auto& chain = session.connection.info().peer_chain;
  if (verdict.depth == 0 && !chain.empty())
    kept.verdict->certificate_fingerprint = pki::fingerprint_text(chain.front());
  // Inside a handshake the program's answer comes next, and both are told together.
  if (!session.inside_handshake()) tell_verdict(session);
}

}  // namespace handfast::capi

extern "C" {

int handfast_session_explain(gnutls_session_t session, handfast_explain_format_t format, gnutls_datum_t* out) {
  if (out == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *out = {nullptr, 0};
  const bool known = format == HANDFAST_EXPLAIN_TEXT || format == HANDFAST_EXPLAIN_JSON;
  if (session == nullptr || !known) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    SessionExplanation& kept = session->explanation;
    const std::lock_guard lock(kept.lock);
    const auto failure = failure_of(*session);
    if (failure == nullptr && kept.verdict == nullptr) return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
    const ExplainForm form = format == HANDFAST_EXPLAIN_JSON ? ExplainForm::json : ExplainForm::text;
    if (failure != nullptr) return hand_out(in_words(*session, {*failure, kept.code}, form), *out);
    const Told verdict{*kept.verdict, GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR, "TLS: ", true};
    return hand_out(in_words(*session, verdict, form), *out);
  });
}

}  // extern "C"
