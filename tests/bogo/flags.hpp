#pragma once
// The command line of one test, which makes one connection and perhaps others that resume it. What is not in the table, or
// cannot be honoured, makes the test "not implemented".
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/codepoints.hpp"

namespace handfast::bogo {

// One credential of the command line: files, and what limits its use.
struct CredentialFlags {
  std::string certificate_file, key_file;
  std::vector<int>
      signing_prefs;  // wire values of SignatureScheme, in order of preference; empty: all that the key can do
  bool must_match_issuer = false;
  ByteVector ocsp_response;  // DER, for the leaf
};

// What holds for one connection, named like the flags. Where a flag takes no value the member says whether it was there.
struct Flags {
  int port = 0, shim_id = 0;
  bool resumes = false;  // not the first connection of its test
  bool retries = false;  // what is left of one whose early data was refused
  bool ipv6 = false, is_server = false, is_handshaker_supported = false;
  bool quic = false;  // the handshake travels without records

  // What only QUIC has.
  ByteVector quic_transport_params, expect_quic_transport_params;
  std::optional<int> quic_use_legacy_codepoint;
  std::string quic_early_data_context;

  // What is offered and asked for.
  int min_version = 0, max_version = 0x0304;
  bool no_tls1 = false, no_tls11 = false, no_tls12 = false, no_tls13 = false;
  std::vector<int> curves, key_shares, verify_prefs;
  bool no_key_shares = false, server_preference = false;
  bool fips_202205 = false, wpa_202304 = false, cnsa_202407 = false, cnsa1_202603 = false;
  std::string host_name, advertise_alpn, select_alpn;
  bool reject_alpn = false, decline_alpn = false;
  CredentialFlags default_credential;
  std::vector<CredentialFlags> new_credentials;
  bool verify_peer = false, require_any_client_certificate = false;
  bool use_custom_verify_callback = false, verify_fail = false;
  bool reverify_on_resume = false;
  bool enable_ocsp_stapling = false, use_ocsp_callback = false, set_ocsp_in_callback = false;
  bool decline_ocsp_callback = false, fail_ocsp_callback = false;
  bool use_early_callback = false, fail_early_callback = false, fail_ddos_callback = false;
  bool fail_cert_callback = false;
  std::optional<std::string> use_client_ca_list;
  bool no_ticket = false, skip_ticket = false, fallback_scsv = false;
  bool no_legacy_server_connect = false;
  int max_cert_list = 0;

  // How the connection is used.
  bool async = false, implicit_handshake = false, no_op_extra_handshake = false;
  bool peek_then_read = false, read_with_unfinished_write = false;
  bool shim_writes_first = false, shim_shuts_down = false, check_close_notify = false;
  std::string shim_initial_write = "hello";
  bool enable_early_data = false;
  bool renegotiate_once = false, renegotiate_freely = false, renegotiate_ignore = false, renegotiate_explicit = false;
  bool use_exporter_between_reads = false;
  bool false_start = false, allow_false_start_without_alpn = false;
  bool handshake_twice = false, handshake_never_done = false;
  bool send_alert = false, key_update = false;
  bool export_traffic_secrets = false, use_export_context = false, tls_unique = false;
  int read_size = 512, export_keying_material = 0, resume_count = 0, resumption_delay = 0;
  std::string export_label, export_context;

  // What has to come out.
  int expect_version = 0, expect_curve_id = 0, expect_peer_signature_algorithm = 0;
  int expect_cipher_aes = 0, expect_cipher_no_aes = 0, expect_cipher = 0, expect_total_renegotiations = 0;
  int expect_ticket_age_skew = 0;
  bool expect_hrr = false, expect_no_hrr = false, expect_session_miss = false;
  bool expect_session_id = false, expect_no_session_id = false, expect_no_session = false;
  bool expect_ticket_renewal = false;
  bool expect_ticket_supports_early_data = false, expect_verify_result = false;
  bool expect_accept_early_data = false, expect_reject_early_data = false, expect_no_offer_early_data = false;
  std::string expect_early_data_reason;
  bool expect_extended_master_secret = false, expect_no_peer_cert = false;
  bool expect_secure_renegotiation = false, expect_no_secure_renegotiation = false;
  bool expect_no_server_name = false;
  std::optional<std::string> expect_server_name, expect_alpn, expect_advertised_alpn;
  std::optional<int> expect_selected_credential;
  std::vector<int> expect_peer_verify_pref;
  ByteVector expect_ocsp_response;  // empty: no matter
  std::string expect_peer_cert_file;
  std::optional<std::string> expect_client_ca_list;

  CredentialFlags& newest() { return new_credentials.empty() ? default_credential : new_credentials.back(); }
  // As the command line says, whether it is implemented or not.
  bool allows(ProtocolVersion version) const;
  // A client has something to say in its first flight, if it may.
  bool speaks_early() const {
    return enable_early_data && resumes && !is_server && (shim_writes_first || expect_no_offer_early_data);
  }
  // RFC 7918, 4: where it is not known what the server makes of data, a client does not send it before the server's Finished.
  bool starts_early() const { return false_start && (allow_false_start_without_alpn || !advertise_alpn.empty()); }
  // The application is asked when the peer wants another handshake.
  bool decides_on_renegotiation() const {
    return renegotiate_once || renegotiate_freely || renegotiate_ignore || renegotiate_explicit;
  }
  // The chain is left to the application, which does not like it and goes on all the same.
  bool fails_softly() const { return verify_fail && !verify_peer && !require_any_client_certificate; }
  bool verifies() const {
    const bool asks = verify_peer || verify_fail || use_custom_verify_callback;
    return (asks && !fails_softly()) || (use_ocsp_callback && !is_server);
  }
};

struct CommandLine {
  Flags initial, resumption;  // of the first connection, and of those after it
  Flags retry;                // of one after the first, from the moment that its early data was refused

  // Why the test is not implemented, empty when it is.
  std::string unsupported;
};

CommandLine parse_flags(int argc, char** argv);

}  // namespace handfast::bogo
