#include "bogo/expectations.hpp"

namespace handfast::bogo {

namespace {

class Check {
 public:
  void equal(std::string_view what, std::string_view expected, std::string_view found) {
    if (!unmet_.empty() || expected == found) return;
    unmet_.append(what).append(": expected ").append(expected).append(", found ").append(found);
  }
  void equal(std::string_view what, int expected, int found) {
    equal(what, std::to_string(expected), std::to_string(found));
  }
  void is_true(std::string_view what, bool holds) { equal(what, "true", holds ? "true" : "false"); }
  std::string unmet() && { return std::move(unmet_); }

 private:
  std::string unmet_;
};

int selected_credential(const Application& application, const tls::SessionInfo& info) {
  constexpr int kNone = -2;
  for (const LoadedCredential& one : application.credentials())
    if (one.credential == info.own_credential) return one.index;
  return kNone;
}

bool expected_to_resume(const Flags& flags) { return flags.resumes && !flags.expect_session_miss; }

bool same_chain(const std::string& file, const std::vector<ByteVector>& peer_chain) {
  const auto expected = load_chain(file);
  return expected && *expected == peer_chain;
}

ByteVector as_list(const std::vector<int>& numbers) {
  ByteVector out;
  for (const int number : numbers) {
    out.push_back(static_cast<std::uint8_t>(number >> 8));
    out.push_back(static_cast<std::uint8_t>(number));
  }
  return out;
}

// BoringSSL names the reason; here what a connection shows of it. "refused" and "kept back" stand for several.
std::string fate_of(const std::string& reason, bool is_server) {
  if (reason == "peer_declined" || reason == "ticket_age_skew") return "refused";
  if (reason == "alpn_mismatch" || reason == "unsupported_for_session") return is_server ? "refused" : "kept back";
  return reason;
}

std::string fate_of_early_data(const Flags& flags, const Seen& seen, const tls::SessionInfo& info, bool offered) {
  if (!flags.enable_early_data) return "disabled";
  if (info.version != ProtocolVersion::tls13) return "protocol_version";
  if (info.early_data_accepted) return "accept";
  const bool tried = flags.is_server ? seen.session_offered : flags.resumes;
  if (!tried) return "no_session_offered";
  if (!flags.is_server && info.hello_retry) return "hello_retry_request";
  if (!info.resumed) return "session_not_resumed";
  if (info.hello_retry) return "hello_retry_request";
  return flags.is_server || offered ? "refused" : "kept back";
}

void check_early_data(const Flags& flags, const Seen& seen, const tls::SessionInfo& info, bool offered, Check& check) {
  if (flags.expect_accept_early_data) check.is_true("early data taken", info.early_data_accepted);
  if (flags.expect_reject_early_data) check.is_true("early data refused", !info.early_data_accepted);
  if (flags.expect_reject_early_data && !flags.is_server) check.is_true("early data offered", offered);
  if (flags.expect_no_offer_early_data) check.is_true("early data kept back", !offered);
  if (flags.expect_early_data_reason.empty()) return;
  check.equal("early data", fate_of(flags.expect_early_data_reason, flags.is_server),
              fate_of_early_data(flags, seen, info, offered));
}

}  // namespace

std::string unmet_expectation(const Flags& flags, const Application& application, const tls::SessionInfo& info,
                              bool early_data) {
  Check check;
  const Seen& seen = application.seen();
  const bool is_tls13 = info.version == ProtocolVersion::tls13;
  check.equal("resumed", expected_to_resume(flags) ? "true" : "false", info.resumed ? "true" : "false");
  if (flags.expect_version != 0) check.equal("version", flags.expect_version, static_cast<int>(info.version));
  if (flags.expect_curve_id != 0) check.equal("group", flags.expect_curve_id, static_cast<int>(info.group));
  // A connection that resumes another has no signatures; BoringSSL goes on naming the ones of the first.
  if (flags.expect_peer_signature_algorithm != 0)
    check.equal("peer's signature", info.resumed ? 0 : flags.expect_peer_signature_algorithm,
                static_cast<int>(info.peer_signature));
  if (flags.expect_cipher_aes != 0)
    check.equal("cipher suite", flags.expect_cipher_aes, static_cast<int>(info.cipher_suite));
  if (flags.expect_cipher != 0) check.equal("cipher suite", flags.expect_cipher, static_cast<int>(info.cipher_suite));
  if (flags.expect_hrr) check.is_true("HelloRetryRequest", info.hello_retry);
  if (flags.expect_no_hrr) check.is_true("no HelloRetryRequest", !info.hello_retry);
  // RFC 8446, D: what these two of TLS 1.2 protect from does not exist in TLS 1.3.
  if (flags.expect_extended_master_secret)
    check.is_true("extended master secret", is_tls13 || info.extended_master_secret);
  if (flags.expect_secure_renegotiation) check.is_true("secure renegotiation", is_tls13 || info.secure_renegotiation);
  if (flags.expect_no_secure_renegotiation) check.is_true("no secure renegotiation", !info.secure_renegotiation);
  check_early_data(flags, seen, info, early_data, check);
  if (flags.expect_verify_result)
    check.equal("verified", flags.verifies() && !info.peer_chain.empty() ? "true" : "false",
                info.peer_verified ? "true" : "false");
  // The status comes along with the certificate, hence not where a session is resumed.
  if (!flags.expect_ocsp_response.empty())
    check.is_true("OCSP response", equal(info.peer_status(), info.resumed ? ByteVector() : flags.expect_ocsp_response));
  if (flags.expect_no_peer_cert)
    check.is_true("no certificate of the peer", info.peer_chain.empty());
  else if (!flags.is_server || flags.require_any_client_certificate)
    check.is_true("a certificate of the peer", !info.peer_chain.empty());
  if (flags.expect_no_server_name) check.equal("server name", "", info.server_name);
  if (flags.expect_ticket_age_skew != 0 && flags.resumes)
    check.equal("skew of the ticket's age", flags.expect_ticket_age_skew, seen.ticket_age_skew.value_or(0));
  if (flags.expect_server_name) check.equal("server name", *flags.expect_server_name, info.server_name);
  if (flags.is_server)
    check.equal("protocol", flags.select_alpn, info.application_protocol);
  else if (flags.expect_alpn || flags.advertise_alpn.empty())
    check.equal("protocol", flags.expect_alpn.value_or(""), info.application_protocol);
  if (flags.expect_advertised_alpn)
    check.equal("offered protocols", *flags.expect_advertised_alpn, as_text(seen.offered_protocols));
  if (flags.expect_selected_credential)
    check.equal("credential", *flags.expect_selected_credential, selected_credential(application, info));
  if (!flags.expect_peer_verify_pref.empty())
    check.is_true("peer's signature_algorithms", as_list(flags.expect_peer_verify_pref) == seen.peer_verify_schemes);
  if (!flags.expect_peer_cert_file.empty())
    check.is_true("peer's certificates", same_chain(flags.expect_peer_cert_file, info.peer_chain));
  if (flags.expect_client_ca_list)
    check.is_true("certificate_authorities", parse_names(*flags.expect_client_ca_list) == seen.authorities);
  if (!flags.expect_quic_transport_params.empty())
    check.is_true("transport parameters", application.quic().of_peer() == flags.expect_quic_transport_params);
  return std::move(check).unmet();
}

}  // namespace handfast::bogo
