// What is known at the moment of a failure. Only printable beginnings of what is not TLS are kept, never data.
#include <algorithm>

#include "pki/certificate.hpp"
#include "pki/text.hpp"
#include "tls/connection/state.hpp"
#include "tls/negotiation/versions.hpp"

namespace handfast::tls {

namespace {

constexpr std::size_t kMaxFirstBytes = 64;  // enough for a status line

Failure::Who who_ended(Errc code) {
  if (code == Errc::alert_received || code == Errc::closed_early || code == Errc::closed_in_handshake)
    return Failure::Who::peer;
  if (code == Errc::read_failed || code == Errc::write_failed || code == Errc::timed_out)
    return Failure::Who::transport;
  return Failure::Who::we;
}

std::string printable(Bytes bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes.first(std::min(bytes.size(), kMaxFirstBytes))) {
    if (byte == '\r' || byte == '\n' || byte == '?') break;  // what follows one in an address may be a password
    out += byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '.';
  }
  return out;
}

struct Greeting {
  std::string_view start, protocol;
};
constexpr Greeting kGreetings[] = {
    {"HTTP/", "HTTP"},      {"GET ", "HTTP"},  {"POST ", "HTTP"}, {"HEAD ", "HTTP"}, {"PUT ", "HTTP"},
    {"CONNE", "HTTP"},      {"OPTIO", "HTTP"}, {"<!DOC", "HTTP"}, {"<html", "HTTP"}, {"SSH-", "SSH"},
    {"220", "SMTP or FTP"}, {"EHLO", "SMTP"},  {"HELO", "SMTP"},  {"554", "SMTP"},   {"421", "SMTP or FTP"},
    {"* OK", "IMAP"},       {"+OK", "POP3"},   {"RFB ", "VNC"},   {"<stre", "XMPP"}, {"<?xml", "XMPP"},
    {"AMQP", "AMQP"},
};

std::string guess_protocol(Bytes bytes) {
  const std::string_view text = as_text(bytes);
  for (const Greeting& greeting : kGreetings)
    if (text.starts_with(
            greeting.start.substr(0, std::max<std::size_t>(3, std::min(text.size(), greeting.start.size())))))
      return std::string(greeting.protocol);
  return {};
}

std::string join(const auto& items, auto&& usable) {
  std::string out;
  for (const auto& item : items) {
    if (!usable(item)) continue;
    if (!out.empty()) out += ", ";
    out += name_of(item);
  }
  return out;
}

Offer offer_of(const Options& options) {
  Offer out;
  const Policy& policy = *options.policy;
  out.versions = join(policy.versions, version_implemented);
  out.groups = join(policy.groups, crypto::group_supported);
  out.cipher_suites =
      join(policy.cipher_suites, [](CipherSuite suite) { return tls13_suite(suite) || tls12_suite(suite); });
  out.signature_schemes = join(policy.signature_schemes, [](SignatureScheme) { return true; });
  for (const std::string& protocol : options.application_protocols) {
    if (!out.application_protocols.empty()) out.application_protocols += ", ";
    out.application_protocols += protocol;
  }
  out.server_name = options.server_name;
  return out;
}

std::string step_of(const Connection::State& state) {
  if (!state.handshake) return state.keys ? "read or write application data" : "before the handshake";
  const Activity& activity = state.handshake->activity;
  return std::string(activity.verb) + " " + std::string(activity.object);
}

// One that was refused before anybody was asked for a verdict: the peer's own.
void add_leaf(Failure& failure, const Connection::State& state) {
  const bool about_it =
      failure.error.code >= Errc::certificate_malformed && failure.error.code < Errc::certificate_rejected;
  if (!about_it || state.info.peer_chain.empty()) return;
  const auto leaf = pki::CertificateView::parse(state.info.peer_chain.front());
  if (!leaf) return;  // which is what the failure says
  failure.certificate_subject = leaf->subject_text();
  failure.certificate_issuer = leaf->issuer_text();
}

void add_certificate(Failure& failure, const Connection::State& state) {
  if (!state.handshake) return;
  const RefusedCertificate& refused = state.handshake->refused_certificate;
  if (refused.subject.empty()) {
    add_leaf(failure, state);
  } else {
    failure.certificate_subject = refused.subject;
    failure.certificate_issuer = refused.issuer;
    failure.certificate_depth = refused.depth;
  }
  const bool is_leaf = !failure.certificate_subject.empty() && failure.certificate_depth == 0;
  if (is_leaf && !state.info.peer_chain.empty())
    failure.certificate_fingerprint = pki::fingerprint_text(state.info.peer_chain.front());
}

}  // namespace

// Null when memory has run out: the code alone remains.
std::unique_ptr<Failure> make_failure(const Connection::State& state, const Error& error,
                                      std::optional<Alert> alert_sent, int system_error) try {
  auto out = std::make_unique<Failure>();
  out->error = error;
  out->who = who_ended(error.code);
  out->step = step_of(state);
  out->alert_sent = alert_sent;
  out->alert_held = state.held_alert.has_value();
  if (error == Errc::alert_received) out->alert_received = state.inbound.alert_received;
  out->bytes_sent = state.outbound.bytes_taken();
  out->bytes_received = state.inbound.bytes_received();
  out->elapsed =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - state.started);
  out->system_error = system_error;
  out->offer = offer_of(state.options);
  out->is_client = state.role == Role::client;
  out->certificate_requested = state.info.certificate_requested;
  out->certificate_sent = state.info.own_credential != nullptr;
  out->certificate_withheld = state.info.own_withheld;
  out->data_received = state.inbound.data_received() != 0;
  add_certificate(*out, state);
  if (error == Errc::not_tls) {
    out->first_bytes = printable(state.inbound.first_bytes());
    out->protocol_guess = guess_protocol(state.inbound.first_bytes());
  }
  return out;
} catch (const std::bad_alloc&) {
  return nullptr;
}

}  // namespace handfast::tls
