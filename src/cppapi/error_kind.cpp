#include "cppapi/reason.hpp"

namespace handfast {

ErrorKind kind_of(Errc error) {
  switch (error) {
    case Errc::not_tls: return ErrorKind::not_tls;

    case Errc::wrong_record_version:
    case Errc::record_too_long:
    case Errc::empty_record:
    case Errc::unknown_record_type:
    case Errc::bad_record_mac:
    case Errc::message_too_long:
    case Errc::message_truncated:
    case Errc::field_too_short:
    case Errc::field_too_long:
    case Errc::field_bad_value:
    case Errc::trailing_bytes:
    case Errc::bad_alert:
    case Errc::bad_change_cipher_spec:
    case Errc::unexpected_message:
    case Errc::unexpected_record:
    case Errc::data_across_key_change:
    case Errc::duplicate_extension:
    case Errc::forbidden_extension:
    case Errc::unsolicited_extension:
    case Errc::missing_extension:
    case Errc::wrong_selected_version:
    case Errc::wrong_cipher_suite:
    case Errc::wrong_group:
    case Errc::wrong_key_share:
    case Errc::wrong_session_id:
    case Errc::wrong_compression_method:
    case Errc::wrong_point_formats:
    case Errc::wrong_signature_scheme:
    case Errc::wrong_application_protocol:
    case Errc::wrong_record_size_limit:
    case Errc::wrong_psk_modes:
    case Errc::session_not_offered:
    case Errc::wrong_resumption:
    case Errc::wrong_supplemental_data:
    case Errc::wrong_psk:
    case Errc::downgrade_detected:
    case Errc::needless_hello_retry:
    case Errc::second_hello_retry:
    case Errc::hello_changed_after_retry:
    case Errc::bad_cookie:
    case Errc::bad_signature:
    case Errc::bad_finished:
    case Errc::bad_binder:
    case Errc::bad_renegotiation_info:
    case Errc::unsafe_renegotiation:
    case Errc::renegotiation_changed:
    case Errc::identity_changed:
    case Errc::bad_certificate_context:
    case Errc::too_many_key_updates:
    case Errc::bad_key_update:
    case Errc::too_many_empty_records:
    case Errc::too_many_warning_alerts:
    case Errc::too_many_tickets:
    case Errc::too_many_renegotiations:
    case Errc::too_much_early_data:
    case Errc::closed_in_handshake: return ErrorKind::protocol;

    case Errc::ssl2_hello:
    case Errc::no_common_version:
    case Errc::no_common_cipher_suite:
    case Errc::no_common_group:
    case Errc::no_common_curve:
    case Errc::no_common_signature_scheme:
    case Errc::no_common_application_protocol:
    case Errc::no_usable_credentials:
    case Errc::no_signing_credentials:
    case Errc::unrecognized_name:
    case Errc::certificate_required:
    case Errc::inappropriate_fallback:
    case Errc::key_too_small: return ErrorKind::nothing_in_common;

    case Errc::certificate_malformed:
    case Errc::certificate_missing:
    case Errc::certificate_unsupported:
    case Errc::certificate_insecure_signature:
    case Errc::certificate_bad_signature:
    case Errc::certificate_unknown_issuer:
    case Errc::certificate_self_signed:
    case Errc::certificate_no_intermediate:
    case Errc::certificate_expired:
    case Errc::certificate_not_yet_valid:
    case Errc::certificate_wrong_name:
    case Errc::certificate_name_in_subject:
    case Errc::certificate_wrong_purpose:
    case Errc::key_usage_violation:
    case Errc::certificate_not_a_ca:
    case Errc::certificate_path_too_long:
    case Errc::certificate_critical_extension:
    case Errc::certificate_name_constraints:
    case Errc::certificate_features:
    case Errc::certificate_status_missing:
    case Errc::certificate_revoked:
    case Errc::revocation_list_bad_signature:
    case Errc::revocation_list_expired:
    case Errc::revocation_list_not_yet_valid:
    case Errc::certificate_chain_too_long:
    case Errc::certificate_rejected: return ErrorKind::certificate_refused;

    case Errc::alert_received: return ErrorKind::alert_received;
    case Errc::closed_early: return ErrorKind::truncated;
    case Errc::read_failed:
    case Errc::write_failed: return ErrorKind::transport;
    case Errc::timed_out: return ErrorKind::timed_out;

    case Errc::out_of_memory: return ErrorKind::out_of_memory;
    case Errc::internal_error:
    case Errc::random_failed:
    case Errc::crypto_failed:
    case Errc::signing_failed:
    case Errc::callback_failed:
    case Errc::user_canceled: return ErrorKind::internal;

    case Errc::invalid_request:
    case Errc::unsupported_feature:
    case Errc::no_priorities:
    case Errc::session_malformed:
    case Errc::session_finished: return ErrorKind::misuse;
    case Errc::key_used_up: return ErrorKind::misuse;
    case Errc::no_extended_master_secret: return ErrorKind::misuse;

    case Errc::file_error:
    case Errc::pem_not_found:
    case Errc::pkcs12_container:
    case Errc::pem_malformed:
    case Errc::der_malformed:
    case Errc::key_malformed:
    case Errc::key_inconsistent:
    case Errc::key_unsupported:
    case Errc::key_encrypted:
    case Errc::wrong_password:
    case Errc::key_certificate_mismatch: return ErrorKind::unusable_file;
  }
  return ErrorKind::internal;
}

}  // namespace handfast
