#include "tls/negotiation/record_size.hpp"

#include <algorithm>

namespace handfast::tls {

namespace {

std::uint16_t most(ProtocolVersion version) {
  return version == ProtocolVersion::tls13 ? kMostRecordSizeLimit : std::uint16_t{kMaxPlaintext};
}

std::size_t plaintext(std::uint16_t limit, ProtocolVersion version) {
  return limit - (version == ProtocolVersion::tls13 ? 1U : 0U);
}

}  // namespace

std::uint16_t record_size_limit(std::uint16_t option, ProtocolVersion version) {
  return std::min(option, most(version));
}

Result<void> apply_record_size_limit(const std::optional<RecordSizeLimit>& limit, ProtocolVersion version,
                                     Outbound& outbound) {
  if (!limit) return {};
  if (limit->record_size_limit < kLeastRecordSizeLimit) {  // RFC 8449, 4: "MUST treat ... as a fatal error"
    Note found;
    found << limit->record_size_limit;
    return fail(Errc::wrong_record_size_limit, "record_size_limit", "RFC 8449, 4", "at least 64", found);
  }
  // A larger value than we could send is no error: the peer may know a larger record of a later version.
  outbound.max_fragment = plaintext(std::min(limit->record_size_limit, most(version)), version);
  return {};
}

void expect_record_size_limit(std::uint16_t option, ProtocolVersion version, Inbound& inbound) {
  inbound.max_plaintext = plaintext(record_size_limit(option, version), version);
}

}  // namespace handfast::tls
