#pragma once
// record_size_limit (RFC 8449): what the peer asked for becomes the largest fragment that is sent. In TLS 1.3 the limit counts
// the inner content type, in TLS 1.2 it does not.
#include "tls/extension/record_size_limit.hpp"
#include "tls/record/inbound.hpp"
#include "tls/record/outbound.hpp"

namespace handfast::tls {

inline constexpr std::uint16_t kLeastRecordSizeLimit = 64;                // RFC 8449, 4
inline constexpr std::uint16_t kMostRecordSizeLimit = kMaxPlaintext + 1;  // TLS 1.3: with the inner content type

// What we announce in a version, given what the options say (0: nothing).
std::uint16_t record_size_limit(std::uint16_t option, ProtocolVersion version);
// What the peer announced holds for what we send,
Result<void> apply_record_size_limit(const std::optional<RecordSizeLimit>& limit, ProtocolVersion version,
                                     Outbound& outbound);
// and what we announced, once it was agreed, for what we accept.
void expect_record_size_limit(std::uint16_t option, ProtocolVersion version, Inbound& inbound);

}  // namespace handfast::tls
