#include "bogo/application.hpp"

#include <algorithm>
#include <chrono>

#include "bogo/clock.hpp"
#include "bogo/late.hpp"
#include "bogo/policy.hpp"
#include "tls/session/session_state.hpp"

namespace handfast::bogo {

namespace {

// The suites of the tests that are not implemented: static RSA, CBC, PSK.
constexpr int kOtherSuites[] = {0x000a, 0x002f, 0x0035, 0x003c, 0x009c, 0x009d, 0x008c, 0x008d, 0xc009,
                                0xc00a, 0xc013, 0xc014, 0xc023, 0xc027, 0xc035, 0xc036, 0xccac};

// Names behind one byte of length each, as on the wire.
std::optional<std::vector<std::string>> split_protocols(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const auto size = static_cast<unsigned char>(list.front());
    if (size == 0 || list.size() < 1U + size) return std::nullopt;
    out.emplace_back(list.substr(1, size));
    list.remove_prefix(1U + size);
  }
  return out;
}

// What -expect-... flags name must be known here.
std::string unknown_expectation(const Flags& flags) {
  const int scheme = flags.expect_peer_signature_algorithm;
  if (scheme == 0 || scheme_known(static_cast<SignatureScheme>(scheme))) return {};
  return "signature scheme " + std::to_string(scheme);
}

constexpr ProtocolVersion kOlder[] = {ProtocolVersion::tls10, ProtocolVersion::tls11};

// RFC 8446, 4.2.11.1: the age that the client says, against the one that the ticket has.
std::optional<int> ticket_age_skew(const tls::ClientHello& hello, const tls::Options& options) {
  using namespace std::chrono;
  const auto& offered = hello.extensions.pre_shared_key;
  if (!offered || !options.ticket_keys) return std::nullopt;
  const tls::PskIdentity first = *offered->identities.begin();
  const auto since = now().time_since_epoch();
  const auto opened =
      options.ticket_keys->open(first.identity, static_cast<std::uint64_t>(duration_cast<seconds>(since).count()));
  if (!opened) return std::nullopt;
  const auto session = tls::decode_session(opened->reveal());
  if (!session) return std::nullopt;
  const milliseconds said(first.obfuscated_ticket_age - session->age_add);
  const milliseconds real = duration_cast<milliseconds>(since) - milliseconds(session->received_ms);
  return static_cast<int>((duration_cast<seconds>(said) - duration_cast<seconds>(real)).count());
}

// What the tests hold for ordinary: ten at once. One more than these is too many for them, too.
constexpr std::uint16_t kKeyUpdates = 32;

}  // namespace

Application::Application(const Flags& flags, std::vector<LoadedCredential> credentials)
    : flags_(flags), credentials_(std::move(credentials)), quic_(std::make_shared<QuicParameters>(flags)) {}

std::expected<tls::Options, std::string> Application::options() {
  tls::Options out;
  auto policy = make_policy(flags_);
  if (!policy) return std::unexpected(policy.error());
  out.policy = std::move(*policy);
  const auto shares = key_shares(flags_, *out.policy);
  if (!shares) return std::unexpected(shares.error());
  out.key_shares = *shares;
  out.max_key_updates = kKeyUpdates;
  auto offered = split_protocols(flags_.advertise_alpn);
  if (!offered) return std::unexpected("a malformed list of protocols");
  out.application_protocols = std::move(*offered);
  if (!flags_.select_alpn.empty()) out.application_protocols = {flags_.select_alpn};
  if (flags_.reject_alpn) {  // a protocol that no client of the tests speaks, and which has to be
    out.application_protocols = {"none of these"};
    out.require_application_protocol = true;
  }
  if (const std::string unknown = unknown_expectation(flags_); !unknown.empty()) return std::unexpected(unknown);
  auto authorities = parse_names(flags_.use_client_ca_list.value_or(""));
  if (!authorities) return std::unexpected("a malformed list of names");
  out.certificate_authorities = std::move(*authorities);
  out.server_name = flags_.host_name;
  out.max_handshake_message = static_cast<std::size_t>(flags_.max_cert_list);
  if (flags_.require_any_client_certificate)
    out.client_authentication = tls::ClientAuthentication::require;
  else if (flags_.verify_peer)
    out.client_authentication = tls::ClientAuthentication::request;
  if (flags_.verifies()) out.verifier = shared_from_this();
  out.declines_renegotiation = !flags_.decides_on_renegotiation();
  out.client_hello_callback = shared_from_this();
  out.certificate_request_callback = shared_from_this();
  out.key_log = shared_from_this();
  out.observer = shared_from_this();
  out.start_early = flags_.starts_early();
  if (flags_.quic || flags_.quic_use_legacy_codepoint) out.application_extensions = quic_;
  out.hold_alerts = flags_.verify_fail || flags_.fail_early_callback || flags_.fail_ocsp_callback;
  out.request_status = flags_.enable_ocsp_stapling;
  tls::Credentials own;
  for (const LoadedCredential& one : credentials_) own.push_back(one.credential);
  out.credentials = std::make_shared<const tls::Credentials>(std::move(own));
  out.certificate_for_any_server = true;  // unless a credential must match its issuer: below
  return out;
}

std::optional<Alert> Application::own_alert(Errc error) const {
  if (error == Errc::certificate_rejected && flags_.fail_ocsp_callback) return Alert::bad_certificate_status_response;
  if (error == Errc::certificate_rejected && !flags_.use_custom_verify_callback) return Alert::handshake_failure;
  if (error == Errc::callback_failed && flags_.fail_early_callback) return Alert::handshake_failure;
  return std::nullopt;
}

Answer<pki::Verdict> Application::verify(std::span<const Bytes>, std::string_view, tls::Role) {
  pki::Verdict verdict;
  verdict.error.reset();
  const bool status_missing = !flags_.expect_ocsp_response.empty() && !info_->resumed && info_->peer_status().empty();
  if (flags_.fail_ocsp_callback || status_missing)
    verdict.error = Error{Errc::certificate_rejected, "certificate_status", {}, {}, {}};
  if (flags_.verify_fail) verdict.error = Error{Errc::certificate_rejected, "certificate", {}, {}, {}};
  return answer<pki::Verdict>(std::move(verdict), flags_.async);
}

Answer<void> Application::on_client_hello(const tls::ClientHello& hello, tls::Connection& connection) {
  note(hello);
  seen_.ticket_age_skew = ticket_age_skew(hello, connection.options());
  if (!seen_.older_versions.empty()) return Result<void>();  // choosing a certificate comes after the version
  if (flags_.fail_early_callback || flags_.fail_ddos_callback)
    return Result<void>(fail(Errc::callback_failed, "client_hello callback"));
  if (flags_.quic && !hello.legacy_session_id.empty())
    return Result<void>(fail(Errc::callback_failed, "client_hello.legacy_session_id", "RFC 9001, 8.4", "none in QUIC"));
  if (const auto decided = decide_on_status(hello); !decided) return answer<void>(decided, flags_.async);
  return choose_certificate(connection);
}

Answer<void> Application::on_certificate_request(const tls::CertificateRequest& request, tls::Connection& connection) {
  note(request.extensions);
  return choose_certificate(connection);
}

void Application::log(std::string_view label, Bytes, Bytes secret) {
  if (label == "CLIENT_TRAFFIC_SECRET_0") seen_.client_secret.assign(secret.begin(), secret.end());
  if (label == "SERVER_TRAFFIC_SECRET_0") seen_.server_secret.assign(secret.begin(), secret.end());
}

// A client asks for the status of the server's certificate: the application has it at hand, or thinks otherwise.
Result<void> Application::decide_on_status(const tls::ClientHello& hello) {
  if (!flags_.use_ocsp_callback || !hello.extensions.status_request) return {};
  if (flags_.fail_ocsp_callback) return fail(Errc::callback_failed, "status callback");
  for (LoadedCredential& one : credentials_) one.staple(!flags_.decline_ocsp_callback);
  return {};
}

void Application::on_message(const tls::MessageEvent& event) {
  constexpr std::size_t kHeader = 4;
  if (event.content != ContentType::handshake || event.type != HandshakeType::finished) return;
  if (!seen_.first_finished.empty() || event.message.size() <= kHeader) return;
  seen_.first_finished.assign(event.message.begin() + kHeader, event.message.end());
}

Answer<void> Application::choose_certificate(tls::Connection& connection) const {
  if (flags_.fail_cert_callback) return answer<void>(fail(Errc::callback_failed, "certificate callback"), flags_.async);
  return answer<void>(keep_fitting_credentials(connection), flags_.async);
}

// Leaves those credentials in the connection's options that the peer's list of authorities allows.
Result<void> Application::keep_fitting_credentials(tls::Connection& connection) const {
  tls::Credentials fitting;
  for (const LoadedCredential& one : credentials_)
    if (!one.must_match_issuer || issued_by_one_of(*one.credential, seen_.authorities))
      fitting.push_back(one.credential);
  if (fitting.empty() && !credentials_.empty())
    return fail(Errc::no_usable_credentials, "certificate_authorities", "RFC 8446, 4.2.4");
  connection.options().credentials = std::make_shared<const tls::Credentials>(std::move(fitting));
  return {};
}

// What ClientHello and CertificateRequest have in common.
void Application::note(const auto& extensions) {
  if (extensions.signature_algorithms) {
    const Bytes list = extensions.signature_algorithms->supported_signature_algorithms.encoded();
    seen_.peer_verify_schemes.assign(list.begin(), list.end());
  }
  if (extensions.certificate_authorities)
    for (const tls::DistinguishedName& name : extensions.certificate_authorities->authorities)
      seen_.authorities.emplace_back(name.name.begin(), name.name.end());
}

void Application::note(const tls::ClientHello& hello) {
  const auto& extensions = hello.extensions;
  if (extensions.application_protocols) {
    const Bytes list = extensions.application_protocols->protocol_name_list.encoded();
    seen_.offered_protocols.assign(list.begin(), list.end());
  }
  seen_.session_offered = extensions.pre_shared_key.has_value();
  note(extensions);
  seen_.other_suites = std::ranges::any_of(
      kOtherSuites, [&](int suite) { return hello.cipher_suites.contains(static_cast<CipherSuite>(suite)); });
  note_versions(hello);
}

void Application::note_versions(const tls::ClientHello& hello) {
  if (!hello.extensions.supported_versions) {  // RFC 8446, 4.2.1: the highest, and those below
    if (hello.legacy_version >= ProtocolVersion::tls12) return;
    for (const ProtocolVersion version : kOlder)
      if (version <= hello.legacy_version) seen_.older_versions.push_back(version);
    return;
  }
  const auto& versions = hello.extensions.supported_versions->versions;
  if (versions.contains(ProtocolVersion::tls13) || versions.contains(ProtocolVersion::tls12)) return;
  for (const ProtocolVersion version : kOlder)
    if (versions.contains(version)) seen_.older_versions.push_back(version);
}

}  // namespace handfast::bogo
