#include "capi/priority/options.hpp"

#include <algorithm>

namespace handfast::capi {
namespace {

using enum PriorityOption;

template <PriorityOption... options>
void switch_on(Priority& priority) {
  (priority.set(options), ...);
}

template <Renegotiation kind>
void renegotiate(Priority& priority) {
  priority.renegotiation = kind;
}

template <gnutls_certificate_verification_profiles_t profile>
void demand(Priority& priority) {
  priority.profile = profile;
}

template <unsigned flags>
void verify_with(Priority& priority) {
  priority.verify_flags |= flags;
}

void nothing(Priority&) {}

constexpr SpecialKeyword table[] = {
    {"COMPAT", switch_on<large_records, padding_extension, no_etm, tolerated_key_usage>},
    {"DUMBFW", switch_on<padding_extension>},
    {"NO_EXTENSIONS", switch_on<no_extensions>},
    {"NO_SHUFFLE_EXTENSIONS", switch_on<no_shuffle_extensions>},
    {"NO_STATUS_REQUEST", switch_on<no_status_request>},
    {"NO_TICKETS", switch_on<no_tickets>},
    {"NO_TICKETS_TLS12", switch_on<no_tickets_tls12>},
    {"NO_SESSION_HASH", switch_on<no_session_hash>},
    {"FORCE_SESSION_HASH", switch_on<force_session_hash>},
    {"SERVER_PRECEDENCE", switch_on<server_precedence>},
    {"SSL3_RECORD_VERSION", switch_on<ssl3_record_version>},
    {"LATEST_RECORD_VERSION", switch_on<latest_record_version>},
    {"STATELESS_COMPRESSION", nothing},
    {"NEW_PADDING", nothing},
    {"DISABLE_WILDCARDS", verify_with<GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS>},
    {"NO_ETM", switch_on<no_etm>},
    {"FORCE_ETM", switch_on<force_etm>},
    {"DISABLE_SAFE_RENEGOTIATION", renegotiate<Renegotiation::disabled>},
    {"UNSAFE_RENEGOTIATION", renegotiate<Renegotiation::unsafe>},
    {"PARTIAL_RENEGOTIATION", renegotiate<Renegotiation::partial>},
    {"SAFE_RENEGOTIATION", renegotiate<Renegotiation::safe>},
    {"FALLBACK_SCSV", switch_on<fallback_scsv>},
    {"DISABLE_TLS13_COMPAT_MODE", switch_on<no_tls13_compatibility>},
    {"ALLOW_SMALL_RECORDS", switch_on<small_records>},
    {"DEBUG_ALLOW_KEY_USAGE_VIOLATIONS", switch_on<key_usage_violations>},
    {"VERIFY_ALLOW_BROKEN", verify_with<GNUTLS_VERIFY_ALLOW_BROKEN>},
    {"VERIFY_ALLOW_SIGN_RSA_MD5", verify_with<GNUTLS_VERIFY_ALLOW_SIGN_RSA_MD5>},
    {"VERIFY_ALLOW_SIGN_WITH_SHA1", verify_with<GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1>},
    {"VERIFY_DISABLE_CRL_CHECKS", verify_with<GNUTLS_VERIFY_DISABLE_CRL_CHECKS>},
    {"VERIFY_ALLOW_X509_V1_CA_CRT", verify_with<GNUTLS_VERIFY_ALLOW_ANY_X509_V1_CA_CRT>},
    {"PROFILE_VERY_WEAK", demand<GNUTLS_PROFILE_VERY_WEAK>},
    {"PROFILE_LOW", demand<GNUTLS_PROFILE_LOW>},
    {"PROFILE_LEGACY", demand<GNUTLS_PROFILE_LEGACY>},
    {"PROFILE_MEDIUM", demand<GNUTLS_PROFILE_MEDIUM>},
    {"PROFILE_HIGH", demand<GNUTLS_PROFILE_HIGH>},
    {"PROFILE_ULTRA", demand<GNUTLS_PROFILE_ULTRA>},
    {"PROFILE_FUTURE", demand<GNUTLS_PROFILE_FUTURE>},
    {"PROFILE_SUITEB128", demand<GNUTLS_PROFILE_SUITEB128>},
    {"PROFILE_SUITEB192", demand<GNUTLS_PROFILE_SUITEB192>},
};

}  // namespace

std::span<const SpecialKeyword> special_keywords() { return table; }

const SpecialKeyword* find_special_keyword(std::string_view name) {
  const auto found =
      std::ranges::find(table, name, [](const SpecialKeyword& keyword) { return std::string_view(keyword.name); });
  return found != std::end(table) ? found : nullptr;
}

}  // namespace handfast::capi
