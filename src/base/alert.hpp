#pragma once
// Alert descriptions and levels (RFC 8446, 6; the values that only TLS 1.2 and older know are kept by name, too).
#include <cstdint>
#include <string_view>

namespace handfast {

enum class AlertLevel : std::uint8_t { warning = 1, fatal = 2 };

enum class Alert : std::uint8_t {
  close_notify = 0,
  unexpected_message = 10,
  bad_record_mac = 20,
  decryption_failed_reserved = 21,
  record_overflow = 22,
  decompression_failure_reserved = 30,
  handshake_failure = 40,
  no_certificate_reserved = 41,
  bad_certificate = 42,
  unsupported_certificate = 43,
  certificate_revoked = 44,
  certificate_expired = 45,
  certificate_unknown = 46,
  illegal_parameter = 47,
  unknown_ca = 48,
  access_denied = 49,
  decode_error = 50,
  decrypt_error = 51,
  export_restriction_reserved = 60,
  protocol_version = 70,
  insufficient_security = 71,
  internal_error = 80,
  inappropriate_fallback = 86,
  user_canceled = 90,
  no_renegotiation = 100,
  missing_extension = 109,
  unsupported_extension = 110,
  certificate_unobtainable_reserved = 111,
  unrecognized_name = 112,
  bad_certificate_status_response = 113,
  bad_certificate_hash_value_reserved = 114,
  unknown_psk_identity = 115,
  certificate_required = 116,
  no_application_protocol = 120,
};

// The RFC's name of a description, for example "handshake_failure"; "unknown" for a value without one.
std::string_view name_of(Alert alert);

}  // namespace handfast
