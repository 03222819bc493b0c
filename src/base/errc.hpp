#pragma once
// Every way in which the library can fail, finer than the alerts: "equally or more specific, not less".
// Three total functions hang on it: alert_for() and cause_of() here, gnutls_code_for() in src/capi. None has a default,
// so that a new error does not compile before somebody has chosen its alert, its number and its words.
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/alert.hpp"

namespace handfast {

enum class Errc : std::uint8_t {
  // The peer's bytes are malformed: they do not follow the syntax.
  not_tls,               // the first bytes are not a TLS record
  wrong_record_version,  // record header: legacy_record_version
  record_too_long,       // record header: length, or too much plaintext
  empty_record,          // a record that must carry something does not
  unknown_record_type,
  bad_record_mac,     // AEAD authentication failed
  message_too_long,   // handshake message over its limit
  message_truncated,  // a field goes beyond the end of its message
  field_too_short,
  field_too_long,
  field_bad_value,  // a value which the syntax forbids
  trailing_bytes,
  bad_alert,               // an alert record that is not two bytes
  bad_change_cipher_spec,  // anything but the single byte 1, or at a wrong place

  // The peer misbehaves: well-formed, but against the protocol.
  unexpected_message,
  unexpected_record,
  data_across_key_change,  // RFC 8446, 5.1
  duplicate_extension,
  forbidden_extension,  // known, but not in this message
  unsolicited_extension,
  missing_extension,
  wrong_selected_version,
  wrong_cipher_suite,
  wrong_group,
  wrong_key_share,  // a share of the wrong length or an invalid point
  wrong_session_id,
  wrong_compression_method,
  wrong_point_formats,     // the only form in use is not among them
  wrong_signature_scheme,  // a scheme that was not offered, or not for this key
  wrong_application_protocol,
  wrong_record_size_limit,
  wrong_psk_modes,
  session_not_offered,      // the server goes on from one all the same
  wrong_resumption,         // a session of TLS 1.2 that went on in another way than it was made (RFC 7627, 5.3)
  wrong_supplemental_data,  // of a type that was not agreed (RFC 4680)
  wrong_psk,                // an identity that was not offered, or without a binder of its own
  downgrade_detected,       // RFC 8446, 4.1.3
  needless_hello_retry,     // RFC 8446, 4.1.4: would not change ClientHello
  second_hello_retry,
  hello_changed_after_retry,
  bad_cookie,
  bad_signature,
  bad_finished,
  bad_binder,              // RFC 8446, 4.2.11.2
  bad_renegotiation_info,  // RFC 5746
  unsafe_renegotiation,    // with a peer that cannot protect it
  renegotiation_changed,   // what has to stay as it was agreed at first
  identity_changed,        // the peer has another certificate than before
  bad_certificate_context,
  too_many_key_updates,
  bad_key_update,
  too_many_empty_records,
  too_many_warning_alerts,
  too_many_tickets,
  too_many_renegotiations,
  too_much_early_data,

  // Both sides are right, but do not fit together.
  no_common_version,
  ssl2_hello,  // a ClientHello in the form of SSL 2.0 (RFC 6176), which could offer TLS 1.2
  no_common_cipher_suite,
  no_common_group,
  no_common_curve,  // TLS 1.2: of the server's key
  no_common_signature_scheme,
  no_common_application_protocol,
  no_usable_credentials,   // no certificate that the peer could accept
  no_signing_credentials,  // this side's certificates are for other uses than signatures
  unrecognized_name,
  certificate_required,
  inappropriate_fallback,
  key_too_small,

  // The peer's certificate was looked at and refused.
  certificate_malformed,
  certificate_missing,             // a server's Certificate message without one
  certificate_unsupported,         // a key or signature algorithm that is unknown or refused by policy
  certificate_insecure_signature,  // MD5 or SHA-1
  certificate_bad_signature,
  certificate_unknown_issuer,
  certificate_self_signed,      // the leaf itself, and nobody trusts it
  certificate_no_intermediate,  // an unknown issuer that the other side should have shown
  certificate_expired,
  certificate_not_yet_valid,
  certificate_wrong_name,
  certificate_name_in_subject,  // and nowhere else (RFC 9525, 6.3)
  certificate_wrong_purpose,    // key usage or extended key usage
  key_usage_violation,          // the peer signed with a certificate that is for other uses
  certificate_not_a_ca,
  certificate_path_too_long,
  certificate_critical_extension,
  certificate_name_constraints,
  certificate_features,        // not those that its issuer demands of it (RFC 7633)
  certificate_status_missing,  // an OCSP response that the certificate promises (RFC 7633)
  certificate_revoked,
  revocation_list_bad_signature,
  revocation_list_expired,
  revocation_list_not_yet_valid,
  certificate_chain_too_long,
  certificate_rejected,  // by the application

  // The other side or the transport ended it.
  alert_received,
  closed_early,         // end of file without close_notify
  closed_in_handshake,  // close_notify before the handshake was over
  read_failed,
  write_failed,
  timed_out,

  // This side failed.
  out_of_memory,
  internal_error,
  random_failed,
  crypto_failed,
  signing_failed,
  callback_failed,
  user_canceled,

  // What a caller asked for cannot be done, or a file cannot be used.
  invalid_request,
  unsupported_feature,
  no_priorities,
  file_error,
  pem_not_found,
  pkcs12_container,  // where PEM or DER was expected
  pem_malformed,
  der_malformed,
  key_malformed,
  key_inconsistent,  // its numbers do not make a key
  key_unsupported,
  key_encrypted,
  wrong_password,
  key_certificate_mismatch,
  session_malformed,          // stored data of a session that cannot be read
  session_finished,           // used after a fatal error or after closing
  key_used_up,                // TLS 1.2: no more data under this key
  no_extended_master_secret,  // RFC 7627, 5.4: what must not be made without it
};

// The alert that tells the peer (RFC 8446, 6.2), none where no alert can reach it or none is due.
std::optional<Alert> alert_for(Errc error);

// The cause in one sentence without jargon, for Failure; starts with a capital, ends with a full stop.
std::string_view cause_of(Errc error);

// The enumerator's own name, for logs and JSON.
std::string_view name_of(Errc error);

}  // namespace handfast
