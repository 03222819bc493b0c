#include "capi/error_code.hpp"

#include "capi/public_api.hpp"

namespace handfast::capi {

namespace {

// Bytes that are missing, or too many.
bool is_length(Errc code) {
  return code == Errc::message_truncated || code == Errc::field_too_short || code == Errc::field_too_long ||
         code == Errc::trailing_bytes;
}

bool is_extension_list(std::string_view field) {
  return field == "extensions" || field == "extension_type" || field == "extension_data";
}

}  // namespace

int gnutls_code_for(const Error& error) {
  const bool hello = error.field == "client_hello" || error.field == "server_hello";  // which end with their extensions
  const bool list = is_extension_list(error.field) || (error.code == Errc::trailing_bytes && hello);
  if (is_length(error.code) && list) return GNUTLS_E_UNEXPECTED_EXTENSIONS_LENGTH;
  if (is_length(error.code) && error.field == "legacy_session_id_echo") return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
  return gnutls_code_for(error.code);
}

int gnutls_code_for(Errc error) {
  switch (error) {
    case Errc::not_tls: return GNUTLS_E_UNEXPECTED_PACKET;
    case Errc::wrong_record_version: return GNUTLS_E_UNSUPPORTED_VERSION_PACKET;
    case Errc::record_too_long: return GNUTLS_E_RECORD_OVERFLOW;
    case Errc::empty_record: return GNUTLS_E_UNEXPECTED_PACKET;
    case Errc::unknown_record_type: return GNUTLS_E_UNEXPECTED_PACKET;
    case Errc::bad_record_mac: return GNUTLS_E_DECRYPTION_FAILED;
    case Errc::message_too_long: return GNUTLS_E_HANDSHAKE_TOO_LARGE;
    case Errc::message_truncated: return GNUTLS_E_UNEXPECTED_PACKET_LENGTH;
    case Errc::field_too_short: return GNUTLS_E_UNEXPECTED_PACKET_LENGTH;
    case Errc::field_too_long: return GNUTLS_E_UNEXPECTED_PACKET_LENGTH;
    case Errc::field_bad_value: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::trailing_bytes: return GNUTLS_E_UNEXPECTED_PACKET_LENGTH;
    case Errc::bad_alert: return GNUTLS_E_UNEXPECTED_PACKET_LENGTH;
    case Errc::bad_change_cipher_spec: return GNUTLS_E_UNEXPECTED_PACKET;
    case Errc::unexpected_message: return GNUTLS_E_UNEXPECTED_HANDSHAKE_PACKET;
    case Errc::unexpected_record: return GNUTLS_E_UNEXPECTED_PACKET;
    case Errc::data_across_key_change: return GNUTLS_E_UNEXPECTED_PACKET;
    case Errc::duplicate_extension: return GNUTLS_E_RECEIVED_ILLEGAL_EXTENSION;
    case Errc::forbidden_extension: return GNUTLS_E_RECEIVED_ILLEGAL_EXTENSION;
    case Errc::unsolicited_extension: return GNUTLS_E_RECEIVED_ILLEGAL_EXTENSION;
    case Errc::missing_extension: return GNUTLS_E_MISSING_EXTENSION;
    case Errc::wrong_selected_version: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::wrong_cipher_suite: return GNUTLS_E_UNKNOWN_CIPHER_SUITE;
    case Errc::wrong_group: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::wrong_key_share: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::wrong_session_id: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::wrong_compression_method: return GNUTLS_E_UNKNOWN_COMPRESSION_ALGORITHM;
    case Errc::wrong_point_formats: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::wrong_signature_scheme: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::wrong_application_protocol: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::wrong_record_size_limit: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::wrong_psk_modes: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::session_not_offered: return GNUTLS_E_UNEXPECTED_PACKET;
    case Errc::wrong_resumption: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::wrong_supplemental_data: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::wrong_psk: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::downgrade_detected: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::needless_hello_retry: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::second_hello_retry: return GNUTLS_E_UNEXPECTED_HANDSHAKE_PACKET;
    case Errc::hello_changed_after_retry: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::bad_renegotiation_info: return GNUTLS_E_SAFE_RENEGOTIATION_FAILED;
    case Errc::bad_cookie: return GNUTLS_E_BAD_COOKIE;
    case Errc::bad_signature: return GNUTLS_E_PK_SIG_VERIFY_FAILED;
    case Errc::bad_finished: return GNUTLS_E_ERROR_IN_FINISHED_PACKET;
    case Errc::bad_binder: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::bad_certificate_context: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::too_many_key_updates: return GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS;
    case Errc::bad_key_update: return GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER;
    case Errc::too_many_empty_records: return GNUTLS_E_TOO_MANY_EMPTY_PACKETS;
    case Errc::too_many_warning_alerts: return GNUTLS_E_UNEXPECTED_PACKET;
    case Errc::too_many_tickets: return GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS;
    case Errc::too_much_early_data: return GNUTLS_E_RECORD_LIMIT_REACHED;
    case Errc::unsafe_renegotiation: return GNUTLS_E_UNSAFE_RENEGOTIATION_DENIED;
    case Errc::renegotiation_changed: return GNUTLS_E_DECRYPTION_FAILED;
    case Errc::identity_changed: return GNUTLS_E_SESSION_USER_ID_CHANGED;
    case Errc::too_many_renegotiations: return GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS;
    case Errc::no_common_version: return GNUTLS_E_UNSUPPORTED_VERSION_PACKET;
    case Errc::ssl2_hello: return GNUTLS_E_UNSUPPORTED_VERSION_PACKET;
    case Errc::no_common_cipher_suite: return GNUTLS_E_NO_CIPHER_SUITES;
    case Errc::no_common_group: return GNUTLS_E_NO_COMMON_KEY_SHARE;
    case Errc::no_common_curve: return GNUTLS_E_NO_CIPHER_SUITES;
    case Errc::no_common_signature_scheme: return GNUTLS_E_NO_CIPHER_SUITES;
    case Errc::no_common_application_protocol: return GNUTLS_E_NO_APPLICATION_PROTOCOL;
    case Errc::no_usable_credentials: return GNUTLS_E_INSUFFICIENT_CREDENTIALS;
    case Errc::no_signing_credentials: return GNUTLS_E_NO_CIPHER_SUITES;
    case Errc::unrecognized_name: return GNUTLS_E_UNRECOGNIZED_NAME;
    case Errc::certificate_required: return GNUTLS_E_CERTIFICATE_REQUIRED;
    case Errc::inappropriate_fallback: return GNUTLS_E_INAPPROPRIATE_FALLBACK;
    case Errc::key_too_small: return GNUTLS_E_INSUFFICIENT_SECURITY;
    case Errc::certificate_malformed: return GNUTLS_E_CERTIFICATE_ERROR;
    case Errc::certificate_missing: return GNUTLS_E_NO_CERTIFICATE_FOUND;
    case Errc::certificate_unsupported: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_insecure_signature: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_bad_signature: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_unknown_issuer: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_self_signed: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_no_intermediate: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_expired: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_not_yet_valid: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_wrong_name: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_name_in_subject: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_wrong_purpose: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::key_usage_violation: return GNUTLS_E_KEY_USAGE_VIOLATION;
    case Errc::certificate_not_a_ca: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_path_too_long: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_critical_extension: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_name_constraints: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_features: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_status_missing: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_revoked: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::revocation_list_bad_signature: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::revocation_list_expired: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::revocation_list_not_yet_valid: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_chain_too_long: return GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
    case Errc::certificate_rejected: return GNUTLS_E_CERTIFICATE_ERROR;
    case Errc::alert_received: return GNUTLS_E_FATAL_ALERT_RECEIVED;
    case Errc::closed_early: return GNUTLS_E_PREMATURE_TERMINATION;
    case Errc::closed_in_handshake: return GNUTLS_E_SESSION_EOF;
    case Errc::read_failed: return GNUTLS_E_PULL_ERROR;
    case Errc::write_failed: return GNUTLS_E_PUSH_ERROR;
    case Errc::timed_out: return GNUTLS_E_TIMEDOUT;
    case Errc::out_of_memory: return GNUTLS_E_MEMORY_ERROR;
    case Errc::internal_error: return GNUTLS_E_INTERNAL_ERROR;
    case Errc::random_failed: return GNUTLS_E_RANDOM_FAILED;
    case Errc::crypto_failed: return GNUTLS_E_INTERNAL_ERROR;
    case Errc::signing_failed: return GNUTLS_E_PK_SIGN_FAILED;
    case Errc::callback_failed: return GNUTLS_E_USER_ERROR;
    case Errc::user_canceled: return GNUTLS_E_USER_ERROR;
    case Errc::invalid_request: return GNUTLS_E_INVALID_REQUEST;
    case Errc::unsupported_feature: return GNUTLS_E_UNIMPLEMENTED_FEATURE;
    case Errc::no_priorities: return GNUTLS_E_NO_PRIORITIES_WERE_SET;
    case Errc::file_error: return GNUTLS_E_FILE_ERROR;
    case Errc::pkcs12_container:
    case Errc::pem_not_found: return GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR;
    case Errc::pem_malformed: return GNUTLS_E_BASE64_DECODING_ERROR;
    case Errc::der_malformed: return GNUTLS_E_ASN1_DER_ERROR;
    case Errc::key_malformed: return GNUTLS_E_PARSING_ERROR;
    case Errc::key_inconsistent: return GNUTLS_E_PK_INVALID_PRIVKEY;
    case Errc::key_unsupported: return GNUTLS_E_UNKNOWN_PK_ALGORITHM;
    case Errc::key_encrypted:
    case Errc::wrong_password: return GNUTLS_E_DECRYPTION_FAILED;
    case Errc::key_certificate_mismatch: return GNUTLS_E_CERTIFICATE_KEY_MISMATCH;
    case Errc::session_malformed: return GNUTLS_E_DB_ERROR;
    case Errc::session_finished: return GNUTLS_E_INVALID_SESSION;
    case Errc::key_used_up: return GNUTLS_E_RECORD_LIMIT_REACHED;
    case Errc::no_extended_master_secret: return GNUTLS_E_INSUFFICIENT_SECURITY;
  }
  return GNUTLS_E_INTERNAL_ERROR;
}

}  // namespace handfast::capi
