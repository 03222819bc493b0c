#include "base/errc.hpp"

namespace handfast {

std::optional<Alert> alert_for(Errc error) {
  switch (error) {
    case Errc::not_tls: return Alert::unexpected_message;
    case Errc::wrong_record_version: return Alert::protocol_version;
    case Errc::record_too_long: return Alert::record_overflow;
    case Errc::empty_record: return Alert::unexpected_message;
    case Errc::unknown_record_type: return Alert::unexpected_message;
    case Errc::bad_record_mac: return Alert::bad_record_mac;
    case Errc::message_too_long: return Alert::illegal_parameter;
    case Errc::message_truncated: return Alert::decode_error;
    case Errc::field_too_short: return Alert::decode_error;
    case Errc::field_too_long: return Alert::decode_error;
    case Errc::field_bad_value: return Alert::decode_error;
    case Errc::trailing_bytes: return Alert::decode_error;
    case Errc::bad_alert: return Alert::decode_error;
    case Errc::bad_change_cipher_spec: return Alert::unexpected_message;
    case Errc::unexpected_message: return Alert::unexpected_message;
    case Errc::unexpected_record: return Alert::unexpected_message;
    case Errc::data_across_key_change: return Alert::unexpected_message;
    case Errc::duplicate_extension: return Alert::illegal_parameter;
    case Errc::forbidden_extension: return Alert::illegal_parameter;
    case Errc::unsolicited_extension: return Alert::unsupported_extension;
    case Errc::missing_extension: return Alert::missing_extension;
    case Errc::wrong_selected_version: return Alert::illegal_parameter;
    case Errc::wrong_cipher_suite: return Alert::illegal_parameter;
    case Errc::wrong_group: return Alert::illegal_parameter;
    case Errc::wrong_key_share: return Alert::illegal_parameter;
    case Errc::wrong_session_id: return Alert::illegal_parameter;
    case Errc::wrong_compression_method: return Alert::illegal_parameter;
    case Errc::wrong_point_formats: return Alert::illegal_parameter;
    case Errc::wrong_signature_scheme: return Alert::illegal_parameter;
    case Errc::wrong_application_protocol: return Alert::illegal_parameter;
    case Errc::wrong_record_size_limit: return Alert::illegal_parameter;
    case Errc::wrong_psk_modes: return Alert::illegal_parameter;
    case Errc::session_not_offered: return Alert::illegal_parameter;
    case Errc::wrong_resumption: return Alert::handshake_failure;
    case Errc::wrong_supplemental_data: return Alert::illegal_parameter;
    case Errc::wrong_psk: return Alert::illegal_parameter;
    case Errc::downgrade_detected: return Alert::illegal_parameter;
    case Errc::needless_hello_retry: return Alert::illegal_parameter;
    case Errc::second_hello_retry: return Alert::unexpected_message;
    case Errc::hello_changed_after_retry: return Alert::illegal_parameter;
    case Errc::bad_cookie: return Alert::illegal_parameter;
    case Errc::bad_signature: return Alert::decrypt_error;
    case Errc::bad_finished: return Alert::decrypt_error;
    case Errc::bad_binder: return Alert::decrypt_error;
    case Errc::bad_certificate_context: return Alert::illegal_parameter;
    case Errc::too_many_key_updates: return Alert::unexpected_message;
    case Errc::bad_key_update: return Alert::illegal_parameter;
    case Errc::too_many_empty_records: return Alert::unexpected_message;
    case Errc::too_many_warning_alerts: return Alert::unexpected_message;
    case Errc::too_many_tickets: return Alert::unexpected_message;
    case Errc::too_many_renegotiations: return Alert::unexpected_message;
    case Errc::too_much_early_data: return Alert::unexpected_message;
    case Errc::no_common_version: return Alert::protocol_version;
    case Errc::ssl2_hello: return Alert::protocol_version;
    case Errc::no_common_cipher_suite: return Alert::handshake_failure;
    case Errc::no_common_group: return Alert::handshake_failure;
    case Errc::no_common_curve: return Alert::handshake_failure;
    case Errc::no_common_signature_scheme: return Alert::handshake_failure;
    case Errc::no_common_application_protocol: return Alert::no_application_protocol;
    case Errc::no_usable_credentials: return Alert::handshake_failure;
    case Errc::no_signing_credentials: return Alert::handshake_failure;
    case Errc::unrecognized_name: return Alert::unrecognized_name;
    case Errc::certificate_required: return Alert::certificate_required;
    case Errc::bad_renegotiation_info: return Alert::handshake_failure;
    case Errc::unsafe_renegotiation: return Alert::handshake_failure;
    case Errc::renegotiation_changed: return Alert::handshake_failure;
    case Errc::identity_changed: return Alert::illegal_parameter;
    case Errc::inappropriate_fallback: return Alert::inappropriate_fallback;
    case Errc::key_too_small: return Alert::insufficient_security;
    case Errc::certificate_malformed: return Alert::bad_certificate;
    case Errc::certificate_missing: return Alert::decode_error;
    case Errc::certificate_unsupported: return Alert::unsupported_certificate;
    case Errc::certificate_insecure_signature: return Alert::bad_certificate;  // RFC 8446, 4.4.2.4
    case Errc::certificate_bad_signature: return Alert::bad_certificate;
    case Errc::certificate_unknown_issuer: return Alert::unknown_ca;
    case Errc::certificate_self_signed: return Alert::unknown_ca;
    case Errc::certificate_no_intermediate: return Alert::unknown_ca;
    case Errc::certificate_expired: return Alert::certificate_expired;
    case Errc::certificate_not_yet_valid: return Alert::bad_certificate;
    case Errc::certificate_wrong_name: return Alert::bad_certificate;
    case Errc::certificate_name_in_subject: return Alert::bad_certificate;
    case Errc::certificate_wrong_purpose: return Alert::unsupported_certificate;
    case Errc::key_usage_violation: return Alert::unsupported_certificate;
    case Errc::certificate_not_a_ca: return Alert::unknown_ca;
    case Errc::certificate_path_too_long: return Alert::bad_certificate;
    case Errc::certificate_critical_extension: return Alert::unsupported_certificate;
    case Errc::certificate_name_constraints: return Alert::bad_certificate;
    case Errc::certificate_features: return Alert::bad_certificate;
    case Errc::certificate_status_missing: return Alert::bad_certificate_status_response;
    case Errc::certificate_revoked: return Alert::certificate_revoked;
    case Errc::revocation_list_bad_signature: return Alert::certificate_unknown;
    case Errc::revocation_list_expired: return Alert::certificate_unknown;
    case Errc::revocation_list_not_yet_valid: return Alert::certificate_unknown;
    case Errc::certificate_chain_too_long: return Alert::bad_certificate;
    case Errc::certificate_rejected: return Alert::certificate_unknown;
    case Errc::alert_received: return std::nullopt;
    case Errc::closed_early: return std::nullopt;
    case Errc::closed_in_handshake: return std::nullopt;
    case Errc::read_failed: return std::nullopt;
    case Errc::write_failed: return std::nullopt;
    case Errc::timed_out: return std::nullopt;
    case Errc::out_of_memory: return Alert::internal_error;
    case Errc::internal_error: return Alert::internal_error;
    case Errc::random_failed: return Alert::internal_error;
    case Errc::crypto_failed: return Alert::internal_error;
    case Errc::signing_failed: return Alert::internal_error;
    case Errc::callback_failed: return Alert::internal_error;
    case Errc::user_canceled: return Alert::user_canceled;
    case Errc::invalid_request: return std::nullopt;
    case Errc::unsupported_feature: return std::nullopt;
    case Errc::no_priorities: return Alert::internal_error;
    case Errc::file_error: return std::nullopt;
    case Errc::pem_not_found: return std::nullopt;
    case Errc::pkcs12_container: return std::nullopt;
    case Errc::pem_malformed: return std::nullopt;
    case Errc::der_malformed: return std::nullopt;
    case Errc::key_malformed: return std::nullopt;
    case Errc::key_inconsistent: return std::nullopt;
    case Errc::key_unsupported: return std::nullopt;
    case Errc::key_encrypted: return std::nullopt;
    case Errc::wrong_password: return std::nullopt;
    case Errc::key_certificate_mismatch: return std::nullopt;
    case Errc::session_malformed: return std::nullopt;
    case Errc::session_finished: return std::nullopt;
    case Errc::key_used_up: return std::nullopt;
    case Errc::no_extended_master_secret: return std::nullopt;
  }
  return Alert::internal_error;
}

std::string_view cause_of(Errc error) {
  switch (error) {
    case Errc::not_tls: return "The other side does not speak TLS on this port.";
    case Errc::wrong_record_version: return "The other side sent a record with an impossible protocol version.";
    case Errc::record_too_long: return "The other side sent a record that is longer than TLS allows.";
    case Errc::empty_record: return "The other side sent an empty record where it must carry something.";
    case Errc::unknown_record_type: return "The other side sent a record of an unknown type.";
    case Errc::bad_record_mac: return "A record was damaged or forged on its way: its authentication failed.";
    case Errc::message_too_long:
      return "The other side sent a handshake message that is longer than this side accepts.";
    case Errc::message_truncated: return "The other side sent a handshake message that ends too early.";
    case Errc::field_too_short: return "The other side sent a handshake message with a field that is too short.";
    case Errc::field_too_long: return "The other side sent a handshake message with a field that is too long.";
    case Errc::field_bad_value: return "The other side sent a handshake message with a forbidden value.";
    case Errc::trailing_bytes: return "The other side sent a handshake message with bytes after its end.";
    case Errc::bad_alert: return "The other side sent a malformed alert.";
    case Errc::bad_change_cipher_spec:
      return "The other side sent ChangeCipherSpec with a wrong content or at a wrong place.";
    case Errc::unexpected_message: return "The other side sent a handshake message out of order.";
    case Errc::unexpected_record: return "The other side sent a record of the wrong kind.";
    case Errc::data_across_key_change: return "The other side continued a record across a change of keys.";
    case Errc::duplicate_extension: return "The other side sent the same extension twice.";
    case Errc::forbidden_extension: return "The other side sent an extension in a message where it is not allowed.";
    case Errc::unsolicited_extension: return "The other side answered an extension that was never asked for.";
    case Errc::missing_extension: return "The other side left out an extension that is required.";
    case Errc::wrong_selected_version: return "The server chose a protocol version that it must not choose.";
    case Errc::wrong_cipher_suite: return "The server chose a cipher suite that was not offered.";
    case Errc::wrong_group: return "The other side chose a key exchange group that was not offered.";
    case Errc::wrong_key_share: return "The other side sent an invalid key share.";
    case Errc::wrong_session_id: return "The server did not repeat the session id of this side.";
    case Errc::wrong_compression_method: return "The other side chose compression, which is forbidden.";
    case Errc::wrong_point_formats: return "The other side does not know the form in which points of curves are sent.";
    case Errc::wrong_signature_scheme:
      return "The other side signed with a signature scheme that was not offered or does not fit its key.";
    case Errc::wrong_application_protocol: return "The server chose an application protocol that was not offered.";
    case Errc::wrong_record_size_limit: return "The other side asked for a record size that is not allowed.";
    case Errc::wrong_psk_modes: return "The other side offered key exchange modes that do not fit together.";
    case Errc::session_not_offered: return "The server went on from a session that this side had not offered.";
    case Errc::wrong_resumption: return "The other side went on from a session in another way than it was made.";
    case Errc::wrong_supplemental_data: return "The other side sent supplemental data of a type that was not agreed.";
    case Errc::wrong_psk:
      return "The other side used a session that was not offered, or offered sessions without proof.";
    case Errc::downgrade_detected:
      return "Somebody on the path forced the connection down to an older protocol version.";
    case Errc::needless_hello_retry:
      return "The server asked for a second ClientHello that would not differ from the first.";
    case Errc::second_hello_retry: return "The server asked for a third ClientHello.";
    case Errc::hello_changed_after_retry: return "The second ClientHello differs from the first where it must not.";
    case Errc::bad_renegotiation_info:
      return "The other side does not show that this is a new connection: somebody may have joined another one to it.";
    case Errc::bad_cookie: return "The client returned a cookie that this server did not make.";
    case Errc::bad_signature: return "The other side could not prove that it owns the key of its certificate.";
    case Errc::bad_binder:
      return "The other side could not prove that it knows the secret of the session that it wants to resume.";
    case Errc::bad_finished:
      return "Both sides do not agree on what was said in the handshake; it was tampered with, or one side has a bug.";
    case Errc::bad_certificate_context:
      return "The other side answered another certificate request than the one that was made.";
    case Errc::too_many_key_updates: return "The other side changes its keys too often.";
    case Errc::bad_key_update: return "The other side sent a malformed request to update keys.";
    case Errc::too_many_empty_records: return "The other side sends too many empty records.";
    case Errc::too_many_warning_alerts: return "The other side sends too many warnings.";
    case Errc::too_many_tickets: return "The other side sends too many session tickets.";
    case Errc::too_much_early_data: return "The client sent more early data than it was allowed.";
    case Errc::unsafe_renegotiation: return "The other side cannot protect a second handshake.";
    case Errc::renegotiation_changed: return "The second handshake changed what has to stay as it was.";
    case Errc::identity_changed: return "The other side has another certificate than in the first handshake.";
    case Errc::too_many_renegotiations: return "The other side keeps asking for another handshake.";
    case Errc::no_common_version: return "Both sides have no protocol version in common.";
    case Errc::ssl2_hello: return "The other side said hello in the form of SSL 2.0.";
    case Errc::no_common_cipher_suite: return "Both sides have no cipher suite in common.";
    case Errc::no_common_group: return "Both sides have no key exchange group in common.";
    case Errc::no_common_curve: return "The client does not accept the curve of this server's key.";
    case Errc::no_common_signature_scheme: return "Both sides have no signature scheme in common.";
    case Errc::no_common_application_protocol: return "Both sides have no application protocol in common.";
    case Errc::no_usable_credentials: return "This side has no certificate that the other side could accept.";
    case Errc::no_signing_credentials: return "This side has no certificate that allows its key to sign.";
    case Errc::unrecognized_name: return "The client asked for a server name that is not known here.";
    case Errc::certificate_required: return "The client did not send a certificate although one is required.";
    case Errc::inappropriate_fallback:
      return "The client fell back to an older version although both sides support a newer one.";
    case Errc::key_too_small: return "The other side uses a key that is too small to be safe.";
    case Errc::certificate_malformed: return "The certificate is malformed.";
    case Errc::certificate_missing: return "The other side sent no certificate where one is required.";
    case Errc::certificate_unsupported:
      return "The certificate uses an algorithm that is not supported or not allowed.";
    case Errc::certificate_insecure_signature: return "The certificate is signed in a way that can be forged.";
    case Errc::certificate_bad_signature: return "The signature on the certificate is wrong.";
    case Errc::certificate_unknown_issuer:
      return "The certificate was issued by an authority that is not trusted here.";
    case Errc::certificate_self_signed: return "The certificate is self-signed, and nobody here trusts it.";
    case Errc::certificate_no_intermediate:
      return "The certificate of the authority that issued this one was not sent, and is not trusted here.";
    case Errc::certificate_expired: return "The certificate has expired.";
    case Errc::certificate_not_yet_valid: return "The certificate is not valid yet.";
    case Errc::certificate_wrong_name: return "The certificate is for another name.";
    case Errc::certificate_name_in_subject:
      return "The certificate has the name in its subject only (CN), where names no longer count.";
    case Errc::certificate_wrong_purpose: return "The certificate must not be used for this purpose.";
    case Errc::key_usage_violation: return "The other side signed with a key whose certificate does not allow that.";
    case Errc::certificate_not_a_ca:
      return "A certificate in the chain was issued by one that is no certificate authority.";
    case Errc::certificate_path_too_long: return "The chain of certificates is longer than its authority allows.";
    case Errc::certificate_critical_extension:
      return "The certificate has a critical extension that is not understood here.";
    case Errc::certificate_name_constraints: return "The certificate authority is limited to certain names.";
    case Errc::certificate_features: return "The certificate lacks a TLS feature that its issuer demands.";
    case Errc::certificate_status_missing:
      return "The certificate promises an OCSP response (must-staple), and the server sent none.";
    case Errc::certificate_revoked: return "The certificate was revoked.";
    case Errc::revocation_list_bad_signature:
      return "The revocation list of the certificate's authority was not signed by that authority.";
    case Errc::revocation_list_expired: return "The revocation list of the certificate's authority is out of date.";
    case Errc::revocation_list_not_yet_valid:
      return "The revocation list of the certificate's authority is dated in the future.";
    case Errc::certificate_chain_too_long: return "The other side sent more certificates than this side accepts.";
    case Errc::certificate_rejected: return "The application refused the certificate.";
    case Errc::alert_received: return "The other side refused and said so with an alert.";
    case Errc::closed_early: return "The connection was closed before the other side said that it was finished.";
    case Errc::closed_in_handshake: return "The other side closed the connection before the handshake was over.";
    case Errc::read_failed: return "Reading from the connection failed.";
    case Errc::write_failed: return "Writing to the connection failed.";
    case Errc::timed_out: return "The other side did not answer in time.";
    case Errc::out_of_memory: return "There is not enough memory.";
    case Errc::internal_error: return "This library contradicts itself; this is a bug in it.";
    case Errc::random_failed: return "No random numbers could be had from the system.";
    case Errc::crypto_failed: return "A cryptographic operation failed.";
    case Errc::signing_failed: return "The private key could not sign.";
    case Errc::callback_failed: return "A function of the application failed.";
    case Errc::user_canceled: return "The application gave up.";
    case Errc::invalid_request: return "The application called a function in a wrong state or with wrong arguments.";
    case Errc::unsupported_feature: return "This is not supported.";
    case Errc::no_priorities: return "The priorities leave nothing to negotiate.";
    case Errc::file_error: return "A file could not be read.";
    case Errc::pem_not_found: return "The file holds no such PEM block.";
    case Errc::pkcs12_container: return "The file is PKCS#12, not PEM.";
    case Errc::pem_malformed: return "The PEM block is malformed.";
    case Errc::der_malformed: return "The data is not well-formed DER.";
    case Errc::key_malformed: return "The private key is malformed.";
    case Errc::key_inconsistent: return "The numbers of the private key do not belong together.";
    case Errc::key_unsupported: return "The private key is of a kind that is not supported.";
    case Errc::key_encrypted: return "The private key is encrypted and no password was given.";
    case Errc::wrong_password: return "The password does not open the private key.";
    case Errc::key_certificate_mismatch: return "The private key does not belong to the certificate.";
    case Errc::session_malformed: return "The stored data of a session cannot be read.";
    case Errc::session_finished: return "The session has ended and cannot be used any more.";
    case Errc::key_used_up: return "The key of this connection has protected as much data as is safe.";
    case Errc::no_extended_master_secret:
      return "The two sides did not agree on the extended master secret, which keys for other protocols need.";
  }
  return {};
}

std::string_view name_of(Errc error) {
  switch (error) {
    case Errc::not_tls: return "not_tls";
    case Errc::wrong_record_version: return "wrong_record_version";
    case Errc::record_too_long: return "record_too_long";
    case Errc::empty_record: return "empty_record";
    case Errc::unknown_record_type: return "unknown_record_type";
    case Errc::bad_record_mac: return "bad_record_mac";
    case Errc::message_too_long: return "message_too_long";
    case Errc::message_truncated: return "message_truncated";
    case Errc::field_too_short: return "field_too_short";
    case Errc::field_too_long: return "field_too_long";
    case Errc::field_bad_value: return "field_bad_value";
    case Errc::trailing_bytes: return "trailing_bytes";
    case Errc::bad_alert: return "bad_alert";
    case Errc::bad_change_cipher_spec: return "bad_change_cipher_spec";
    case Errc::unexpected_message: return "unexpected_message";
    case Errc::unexpected_record: return "unexpected_record";
    case Errc::data_across_key_change: return "data_across_key_change";
    case Errc::duplicate_extension: return "duplicate_extension";
    case Errc::forbidden_extension: return "forbidden_extension";
    case Errc::unsolicited_extension: return "unsolicited_extension";
    case Errc::missing_extension: return "missing_extension";
    case Errc::wrong_selected_version: return "wrong_selected_version";
    case Errc::wrong_cipher_suite: return "wrong_cipher_suite";
    case Errc::wrong_group: return "wrong_group";
    case Errc::wrong_key_share: return "wrong_key_share";
    case Errc::wrong_session_id: return "wrong_session_id";
    case Errc::wrong_compression_method: return "wrong_compression_method";
    case Errc::wrong_point_formats: return "wrong_point_formats";
    case Errc::wrong_signature_scheme: return "wrong_signature_scheme";
    case Errc::wrong_application_protocol: return "wrong_application_protocol";
    case Errc::wrong_record_size_limit: return "wrong_record_size_limit";
    case Errc::wrong_psk_modes: return "wrong_psk_modes";
    case Errc::session_not_offered: return "session_not_offered";
    case Errc::wrong_resumption: return "wrong_resumption";
    case Errc::wrong_supplemental_data: return "wrong_supplemental_data";
    case Errc::wrong_psk: return "wrong_psk";
    case Errc::downgrade_detected: return "downgrade_detected";
    case Errc::needless_hello_retry: return "needless_hello_retry";
    case Errc::second_hello_retry: return "second_hello_retry";
    case Errc::hello_changed_after_retry: return "hello_changed_after_retry";
    case Errc::bad_renegotiation_info: return "bad_renegotiation_info";
    case Errc::bad_cookie: return "bad_cookie";
    case Errc::bad_signature: return "bad_signature";
    case Errc::bad_finished: return "bad_finished";
    case Errc::bad_binder: return "bad_binder";
    case Errc::bad_certificate_context: return "bad_certificate_context";
    case Errc::too_many_key_updates: return "too_many_key_updates";
    case Errc::bad_key_update: return "bad_key_update";
    case Errc::too_many_empty_records: return "too_many_empty_records";
    case Errc::too_many_warning_alerts: return "too_many_warning_alerts";
    case Errc::too_many_tickets: return "too_many_tickets";
    case Errc::too_much_early_data: return "too_much_early_data";
    case Errc::unsafe_renegotiation: return "unsafe_renegotiation";
    case Errc::renegotiation_changed: return "renegotiation_changed";
    case Errc::identity_changed: return "identity_changed";
    case Errc::too_many_renegotiations: return "too_many_renegotiations";
    case Errc::no_common_version: return "no_common_version";
    case Errc::ssl2_hello: return "ssl2_hello";
    case Errc::no_common_cipher_suite: return "no_common_cipher_suite";
    case Errc::no_common_group: return "no_common_group";
    case Errc::no_common_curve: return "no_common_curve";
    case Errc::no_common_signature_scheme: return "no_common_signature_scheme";
    case Errc::no_common_application_protocol: return "no_common_application_protocol";
    case Errc::no_usable_credentials: return "no_usable_credentials";
    case Errc::no_signing_credentials: return "no_signing_credentials";
    case Errc::unrecognized_name: return "unrecognized_name";
    case Errc::certificate_required: return "certificate_required";
    case Errc::inappropriate_fallback: return "inappropriate_fallback";
    case Errc::key_too_small: return "key_too_small";
    case Errc::certificate_malformed: return "certificate_malformed";
    case Errc::certificate_missing: return "certificate_missing";
    case Errc::certificate_unsupported: return "certificate_unsupported";
    case Errc::certificate_insecure_signature: return "certificate_insecure_signature";
    case Errc::certificate_bad_signature: return "certificate_bad_signature";
    case Errc::certificate_unknown_issuer: return "certificate_unknown_issuer";
    case Errc::certificate_self_signed: return "certificate_self_signed";
    case Errc::certificate_no_intermediate: return "certificate_no_intermediate";
    case Errc::certificate_expired: return "certificate_expired";
    case Errc::certificate_not_yet_valid: return "certificate_not_yet_valid";
    case Errc::certificate_wrong_name: return "certificate_wrong_name";
    case Errc::certificate_name_in_subject: return "certificate_name_in_subject";
    case Errc::certificate_wrong_purpose: return "certificate_wrong_purpose";
    case Errc::key_usage_violation: return "key_usage_violation";
    case Errc::certificate_not_a_ca: return "certificate_not_a_ca";
    case Errc::certificate_path_too_long: return "certificate_path_too_long";
    case Errc::certificate_critical_extension: return "certificate_critical_extension";
    case Errc::certificate_name_constraints: return "certificate_name_constraints";
    case Errc::certificate_features: return "certificate_features";
    case Errc::certificate_status_missing: return "certificate_status_missing";
    case Errc::certificate_revoked: return "certificate_revoked";
    case Errc::revocation_list_bad_signature: return "revocation_list_bad_signature";
    case Errc::revocation_list_expired: return "revocation_list_expired";
    case Errc::revocation_list_not_yet_valid: return "revocation_list_not_yet_valid";
    case Errc::certificate_chain_too_long: return "certificate_chain_too_long";
    case Errc::certificate_rejected: return "certificate_rejected";
    case Errc::alert_received: return "alert_received";
    case Errc::closed_early: return "closed_early";
    case Errc::closed_in_handshake: return "closed_in_handshake";
    case Errc::read_failed: return "read_failed";
    case Errc::write_failed: return "write_failed";
    case Errc::timed_out: return "timed_out";
    case Errc::out_of_memory: return "out_of_memory";
    case Errc::internal_error: return "internal_error";
    case Errc::random_failed: return "random_failed";
    case Errc::crypto_failed: return "crypto_failed";
    case Errc::signing_failed: return "signing_failed";
    case Errc::callback_failed: return "callback_failed";
    case Errc::user_canceled: return "user_canceled";
    case Errc::invalid_request: return "invalid_request";
    case Errc::unsupported_feature: return "unsupported_feature";
    case Errc::no_priorities: return "no_priorities";
    case Errc::file_error: return "file_error";
    case Errc::pem_not_found: return "pem_not_found";
    case Errc::pkcs12_container: return "pkcs12_container";
    case Errc::pem_malformed: return "pem_malformed";
    case Errc::der_malformed: return "der_malformed";
    case Errc::key_malformed: return "key_malformed";
    case Errc::key_inconsistent: return "key_inconsistent";
    case Errc::key_unsupported: return "key_unsupported";
    case Errc::key_encrypted: return "key_encrypted";
    case Errc::wrong_password: return "wrong_password";
    case Errc::key_certificate_mismatch: return "key_certificate_mismatch";
    case Errc::session_malformed: return "session_malformed";
    case Errc::session_finished: return "session_finished";
    case Errc::key_used_up: return "key_used_up";
    case Errc::no_extended_master_secret: return "no_extended_master_secret";
  }
  return {};
}

}  // namespace handfast
