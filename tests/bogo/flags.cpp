#include "bogo/flags.hpp"

#include <charconv>
#include <string_view>
#include <variant>

#include "pki/pem.hpp"

namespace handfast::bogo {

namespace {

struct Ignored {};       // a flag without a meaning for us: why, stands beside it in the table
struct IgnoredValue {};  // the same, with a value
struct NewCredential {};
using Target =
    std::variant<bool Flags::*, int Flags::*, std::optional<int> Flags::*, std::string Flags::*,
                 std::optional<std::string> Flags::*, std::vector<int> Flags::*, ByteVector Flags::*,
                 std::string CredentialFlags::*, std::vector<int> CredentialFlags::*, bool CredentialFlags::*,
                 ByteVector CredentialFlags::*, NewCredential, Ignored, IgnoredValue>;

struct Row {
  std::string_view name;
  Target target;
};

const Row kFlags[] = {
    {"-port", &Flags::port},
    {"-shim-id", &Flags::shim_id},
    {"-ipv6", &Flags::ipv6},
    {"-server", &Flags::is_server},
    {"-quic", &Flags::quic},
    {"-quic-transport-params", &Flags::quic_transport_params},
    {"-expect-quic-transport-params", &Flags::expect_quic_transport_params},
    {"-quic-use-legacy-codepoint", &Flags::quic_use_legacy_codepoint},
    {"-quic-early-data-context", &Flags::quic_early_data_context},
    {"-is-handshaker-supported", &Flags::is_handshaker_supported},
    {"-min-version", &Flags::min_version},
    {"-max-version", &Flags::max_version},
    {"-no-tls1", &Flags::no_tls1},
    {"-no-tls11", &Flags::no_tls11},
    {"-no-tls12", &Flags::no_tls12},
    {"-no-tls13", &Flags::no_tls13},
    {"-curves", &Flags::curves},
    {"-key-shares", &Flags::key_shares},
    {"-no-key-shares", &Flags::no_key_shares},
    {"-server-preference", &Flags::server_preference},
    {"-verify-prefs", &Flags::verify_prefs},
    {"-fips-202205", &Flags::fips_202205},
    {"-wpa-202304", &Flags::wpa_202304},
    {"-cnsa-202407", &Flags::cnsa_202407},
    {"-cnsa1-202603", &Flags::cnsa1_202603},
    {"-host-name", &Flags::host_name},
    {"-advertise-alpn", &Flags::advertise_alpn},
    {"-select-alpn", &Flags::select_alpn},
    {"-reject-alpn", &Flags::reject_alpn},
    {"-decline-alpn", &Flags::decline_alpn},
    {"-new-x509-credential", NewCredential()},
    {"-cert-file", &CredentialFlags::certificate_file},
    {"-key-file", &CredentialFlags::key_file},
    {"-signing-prefs", &CredentialFlags::signing_prefs},
    {"-must-match-issuer", &CredentialFlags::must_match_issuer},
    {"-verify-peer", &Flags::verify_peer},
    {"-require-any-client-certificate", &Flags::require_any_client_certificate},
    {"-use-custom-verify-callback", &Flags::use_custom_verify_callback},
    {"-verify-fail", &Flags::verify_fail},
    {"-reverify-on-resume", &Flags::reverify_on_resume},
    {"-enable-ocsp-stapling", &Flags::enable_ocsp_stapling},
    {"-ocsp-response", &CredentialFlags::ocsp_response},
    {"-use-ocsp-callback", &Flags::use_ocsp_callback},
    {"-set-ocsp-in-callback", &Flags::set_ocsp_in_callback},
    {"-decline-ocsp-callback", &Flags::decline_ocsp_callback},
    {"-fail-ocsp-callback", &Flags::fail_ocsp_callback},
    {"-use-early-callback", &Flags::use_early_callback},
    {"-fail-early-callback", &Flags::fail_early_callback},
    {"-fail-ddos-callback", &Flags::fail_ddos_callback},
    {"-fail-cert-callback", &Flags::fail_cert_callback},
    {"-use-client-ca-list", &Flags::use_client_ca_list},
    {"-no-ticket", &Flags::no_ticket},
    {"-skip-ticket", &Flags::skip_ticket},
    {"-fallback-scsv", &Flags::fallback_scsv},
    {"-no-legacy-server-connect", &Flags::no_legacy_server_connect},
    {"-max-cert-list", &Flags::max_cert_list},
    {"-async", &Flags::async},
    {"-implicit-handshake", &Flags::implicit_handshake},
    {"-no-op-extra-handshake", &Flags::no_op_extra_handshake},
    {"-peek-then-read", &Flags::peek_then_read},
    {"-read-with-unfinished-write", &Flags::read_with_unfinished_write},
    {"-shim-writes-first", &Flags::shim_writes_first},
    {"-shim-shuts-down", &Flags::shim_shuts_down},
    {"-shim-initial-write", &Flags::shim_initial_write},
    {"-enable-early-data", &Flags::enable_early_data},
    {"-renegotiate-once", &Flags::renegotiate_once},
    {"-renegotiate-freely", &Flags::renegotiate_freely},
    {"-renegotiate-ignore", &Flags::renegotiate_ignore},
    {"-renegotiate-explicit", &Flags::renegotiate_explicit},
    {"-use-exporter-between-reads", &Flags::use_exporter_between_reads},
    {"-false-start", &Flags::false_start},
    {"-allow-false-start-without-alpn", &Flags::allow_false_start_without_alpn},
    {"-handshake-twice", &Flags::handshake_twice},
    {"-handshake-never-done", &Flags::handshake_never_done},
    {"-check-close-notify", &Flags::check_close_notify},
    {"-send-alert", &Flags::send_alert},
    {"-key-update", &Flags::key_update},
    {"-export-traffic-secrets", &Flags::export_traffic_secrets},
    {"-tls-unique", &Flags::tls_unique},
    {"-use-export-context", &Flags::use_export_context},
    {"-read-size", &Flags::read_size},
    {"-export-keying-material", &Flags::export_keying_material},
    {"-export-label", &Flags::export_label},
    {"-export-context", &Flags::export_context},
    {"-resume-count", &Flags::resume_count},
    {"-resumption-delay", &Flags::resumption_delay},
    {"-expect-version", &Flags::expect_version},
    {"-expect-curve-id", &Flags::expect_curve_id},
    {"-expect-peer-signature-algorithm", &Flags::expect_peer_signature_algorithm},
    {"-expect-cipher-aes", &Flags::expect_cipher_aes},
    {"-expect-cipher-no-aes", &Flags::expect_cipher_no_aes},
    {"-expect-cipher", &Flags::expect_cipher},
    {"-expect-total-renegotiations", &Flags::expect_total_renegotiations},
    {"-expect-hrr", &Flags::expect_hrr},
    {"-expect-no-hrr", &Flags::expect_no_hrr},
    {"-expect-session-miss", &Flags::expect_session_miss},
    {"-expect-session-id", &Flags::expect_session_id},
    {"-expect-no-session-id", &Flags::expect_no_session_id},
    {"-expect-no-session", &Flags::expect_no_session},
    {"-expect-ticket-age-skew", &Flags::expect_ticket_age_skew},
    {"-expect-ticket-renewal", &Flags::expect_ticket_renewal},
    {"-expect-ticket-supports-early-data", &Flags::expect_ticket_supports_early_data},
    {"-expect-accept-early-data", &Flags::expect_accept_early_data},
    {"-expect-reject-early-data", &Flags::expect_reject_early_data},
    {"-expect-no-offer-early-data", &Flags::expect_no_offer_early_data},
    {"-expect-early-data-reason", &Flags::expect_early_data_reason},
    {"-expect-verify-result", &Flags::expect_verify_result},
    {"-expect-extended-master-secret", &Flags::expect_extended_master_secret},
    {"-expect-secure-renegotiation", &Flags::expect_secure_renegotiation},
    {"-expect-no-secure-renegotiation", &Flags::expect_no_secure_renegotiation},
    {"-expect-no-peer-cert", &Flags::expect_no_peer_cert},
    {"-expect-no-server-name", &Flags::expect_no_server_name},
    {"-expect-server-name", &Flags::expect_server_name},
    {"-expect-alpn", &Flags::expect_alpn},
    {"-expect-advertised-alpn", &Flags::expect_advertised_alpn},
    {"-expect-selected-credential", &Flags::expect_selected_credential},
    {"-expect-peer-verify-pref", &Flags::expect_peer_verify_pref},
    {"-expect-ocsp-response", &Flags::expect_ocsp_response},
    {"-expect-peer-cert-file", &Flags::expect_peer_cert_file},
    {"-expect-client-ca-list", &Flags::expect_client_ca_list},
    {"-trust-cert", IgnoredValue()},                       // the runner never expects a chain to be validated
    {"-write-settings", IgnoredValue()},                   // where to note the settings of a transcript for fuzzing
    {"-srtp-profiles", IgnoredValue()},                    // use_srtp is an extension of DTLS only (RFC 5764, 4.1)
    {"-allow-hint-mismatch", Ignored()},                   // between the two processes of a handshake: there is one
    {"-install-ddos-callback", Ignored()},                 // the ClientHello callback is always there
    {"-use-old-client-cert-callback", Ignored()},          // one of two callbacks of BoringSSL that must not differ
    {"-use-ticket-callback", Ignored()},                   // ticket keys are always the application's
    {"-use-ticket-aead-callback", Ignored()},              // the same
    {"-renew-ticket", Ignored()},                          // TLS 1.3: a server always does
    {"-forbid-renegotiation-after-handshake", Ignored()},  // it is declined unless another flag allows it
};

// A flag for some of the connections only. -on-retry- is about what follows on refused early data.
constexpr std::string_view kInitial = "-on-initial-", kResume = "-on-resume-", kRetry = "-on-retry-";

// BoringSSL can make a handshake in two processes, the shim and a handshaker, which differ where a test wants to see that.
// There is only the first here.
constexpr std::string_view kShim = "-on-shim-", kHandshaker = "-on-handshaker-";

std::optional<int> number_of(std::string_view text) {
  int out = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), out);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return out;
}

std::optional<ByteVector> from_base64(std::string_view text) {
  ByteVector out(pki::base64_decoded_limit(text.size()));
  const auto size = pki::decode_base64(text, out);
  if (!size) return std::nullopt;
  out.resize(*size);
  return out;
}

// Stores one flag; tells whether the value could be read.
class Setter {
 public:
  Setter(Flags& flags, std::string_view value) : flags_(flags), value_(value) {}

  bool operator()(bool Flags::* member) { return flags_.*member = true; }
  bool operator()(int Flags::* member) {
    const auto number = number_of(value_);
    if (number) flags_.*member = *number;
    return number.has_value();
  }
  bool operator()(std::optional<int> Flags::* member) {
    flags_.*member = number_of(value_);
    return (flags_.*member).has_value();
  }
  bool operator()(std::string Flags::* member) { return flags_.*member = value_, true; }
  bool operator()(std::optional<std::string> Flags::* member) { return flags_.*member = value_, true; }
  bool operator()(std::vector<int> Flags::* member) { return append(flags_.*member); }
  bool operator()(ByteVector Flags::* member) { return decode(flags_.*member); }
  bool operator()(ByteVector CredentialFlags::* member) { return decode(flags_.newest().*member); }
  bool operator()(std::string CredentialFlags::* member) { return flags_.newest().*member = value_, true; }
  bool operator()(std::vector<int> CredentialFlags::* member) { return append(flags_.newest().*member); }
  bool operator()(bool CredentialFlags::* member) { return flags_.newest().*member = true; }
  bool operator()(NewCredential) { return flags_.new_credentials.emplace_back(), true; }
  bool operator()(Ignored) { return true; }
  bool operator()(IgnoredValue) { return true; }

 private:
  bool append(std::vector<int>& list) {
    const auto number = number_of(value_);
    if (number) list.push_back(*number);
    return number.has_value();
  }
  bool decode(ByteVector& out) {
    auto bytes = from_base64(value_);
    if (bytes) out = std::move(*bytes);
    return bytes.has_value();
  }
  Flags& flags_;
  std::string_view value_;
};

bool takes_value(const Target& target) {
  return !std::holds_alternative<bool Flags::*>(target) && !std::holds_alternative<bool CredentialFlags::*>(target) &&
         !std::holds_alternative<NewCredential>(target) && !std::holds_alternative<Ignored>(target);
}

const Row* find_row(std::string_view name) {
  for (const Row& row : kFlags)
    if (row.name == name) return &row;
  return nullptr;
}

// The flags that "-on-initial-host-name" is for, and what is left of it: "-host-name".
std::vector<Flags*> addressed_by(std::string& name, CommandLine& line) {
  const std::pair<std::string_view, Flags*> kinds[] = {
      {kInitial, &line.initial}, {kResume, &line.resumption}, {kRetry, &line.retry}};
  const auto strip = [&](std::string_view prefix) {
    const bool found = name.starts_with(prefix);
    if (found) name.erase(1, prefix.size() - 1);
    return found;
  };
  const bool others = strip(kHandshaker);
  strip(kShim);
  std::vector<Flags*> out{&line.initial, &line.resumption, &line.retry};
  for (const auto& [prefix, flags] : kinds)
    if (strip(prefix)) out = {flags};
  if (others) out.clear();
  return out;
}

// BoringSSL's client says before the answer to its early data what the session promises, and after a refusal what is true. This
// one speaks after the answer only: such a connection has the flags of the retry.
void complete(CommandLine& line) {
  const Flags& early = line.resumption;
  if (early.speaks_early() && early.read_with_unfinished_write) line.unsupported = "half of the early data";
  // A policy's order does not depend on the processor: what is expected of one with AES holds for all.
  if (early.expect_cipher_no_aes != 0 && early.expect_cipher_aes == 0) line.unsupported = "-expect-cipher-no-aes alone";
  if (line.initial.quic_early_data_context != early.quic_early_data_context)
    line.unsupported = "a context of early data that is not the session's";
  if (early.is_server || !early.expect_reject_early_data) return;
  line.retry.expect_reject_early_data = true;
  line.retry.shim_writes_first = early.shim_writes_first;
  line.retry.shim_initial_write = early.shim_initial_write;
  line.resumption = line.retry;
}

}  // namespace

bool Flags::allows(ProtocolVersion version) const {
  const int number = static_cast<int>(version);
  if (number < min_version || number > max_version) return false;
  switch (version) {
    case ProtocolVersion::tls10: return !no_tls1;
    case ProtocolVersion::tls11: return !no_tls11;
    case ProtocolVersion::tls12: return !no_tls12;
    case ProtocolVersion::tls13: return !no_tls13;
    default: return false;
  }
}

CommandLine parse_flags(int argc, char** argv) {
  CommandLine line;
  line.resumption.resumes = line.retry.resumes = line.retry.retries = true;
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  for (std::size_t i = 0; i < arguments.size() && line.unsupported.empty(); ++i) {
    std::string name(arguments[i]);
    const std::vector<Flags*> addressed = addressed_by(name, line);
    const Row* row = find_row(name);
    const bool valued = row != nullptr && takes_value(row->target);
    if (row == nullptr || (valued && ++i == arguments.size())) {
      line.unsupported = name;
      break;
    }
    for (Flags* flags : addressed)
      if (!std::visit(Setter(*flags, valued ? arguments[i] : std::string_view()), row->target)) line.unsupported = name;
  }
  complete(line);
  return line;
}

}  // namespace handfast::bogo
