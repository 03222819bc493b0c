#pragma once
// A priority string, compiled: what a session may use, most preferred first, in the numbers of the C interface.
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/static_vector.hpp"
#include "capi/priority/system_policy.hpp"
#include "capi/public_api.hpp"

namespace handfast::capi {

// Behaviours that a string switches on, as bits.
enum class PriorityOption : std::uint32_t {
  server_precedence = 1U << 0,
  no_tls13_compatibility = 1U << 1,  // RFC 8446, D.4
  no_extensions = 1U << 2,
  no_shuffle_extensions = 1U << 3,
  no_status_request = 1U << 4,
  no_tickets = 1U << 5,
  no_tickets_tls12 = 1U << 6,
  no_session_hash = 1U << 7,
  force_session_hash = 1U << 8,
  no_etm = 1U << 9,
  force_etm = 1U << 10,
  padding_extension = 1U << 11,  // RFC 7685
  large_records = 1U << 12,      // records over the maximum are tolerated
  small_records = 1U << 13,      // the peer may ask for records smaller than 512 bytes
  fallback_scsv = 1U << 14,      // RFC 7507
  latest_record_version = 1U << 15,
  ssl3_record_version = 1U << 16,
  key_usage_violations = 1U << 17,  // of this side
  tolerated_key_usage = 1U << 18,   // of the peer: the same
};

enum class Renegotiation { safe, partial, unsafe, disabled };

struct Priority {
  // Numbers of the C interface, as gnutls_priority_*_list() hands them out. Capacities: what is offered, with room.
  StaticVector<unsigned, 8> protocols;            // gnutls_protocol_t
  StaticVector<unsigned, 16> ciphers;             // gnutls_cipher_algorithm_t
  StaticVector<unsigned, 8> macs;                 // gnutls_mac_algorithm_t
  StaticVector<unsigned, 16> key_exchanges;       // gnutls_kx_algorithm_t
  StaticVector<unsigned, 16> groups;              // gnutls_group_t
  StaticVector<unsigned, 16> curves;              // gnutls_ecc_curve_t: those of the groups that are curves
  StaticVector<unsigned, 32> signatures;          // gnutls_sign_algorithm_t
  StaticVector<unsigned, 4> client_certificates;  // gnutls_certificate_type_t
  StaticVector<unsigned, 4> server_certificates;  // gnutls_certificate_type_t

  std::uint32_t options = 0;  // bits of PriorityOption
  Renegotiation renegotiation = Renegotiation::partial;
  unsigned verify_flags = 0;  // bits of gnutls_certificate_verify_flags
  gnutls_certificate_verification_profiles_t profile = GNUTLS_PROFILE_UNKNOWN;

  bool has(PriorityOption option) const { return (options & static_cast<std::uint32_t>(option)) != 0; }
  void set(PriorityOption option) { options |= static_cast<std::uint32_t>(option); }
};

struct PriorityError {
  int code;              // GNUTLS_E_INVALID_REQUEST, or GNUTLS_E_NO_PRIORITIES_WERE_SET when nothing is left
  std::size_t position;  // of the wrong token in the string; 0 when nothing is left
  std::string culprit;   // the wrong token, or the one that took the last choice away, if there was one
};

// Compiles a priority string under the system's policy. What is left is consistent: a protocol version stands in the
// list only if the other lists hold what it needs.
std::expected<Priority, PriorityError> compile_priority(std::string_view text, const SystemPolicy& system);

// The string that sessions without a wish of their own get.
std::string_view default_priority_string(const SystemPolicy& system);

// That string with `tokens` appended, compiled. Positions count from the start of `tokens`.
std::expected<Priority, PriorityError> compile_appended_priority(std::string_view tokens, const SystemPolicy& system);

}  // namespace handfast::capi
