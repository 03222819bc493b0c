#pragma once
// record_size_limit (RFC 8449): what the peer asked for becomes the largest fragment that is sent.
#include "tls/extension/record_size_limit.hpp"
#include "tls/record/outbound.hpp"

namespace handfast::tls {

inline constexpr std::uint16_t kLeastRecordSizeLimit = 64;                // RFC 8449, 4
inline constexpr std::uint16_t kMostRecordSizeLimit = kMaxPlaintext + 1;  // TLS 1.3: with the inner content type

Result<void> apply_record_size_limit(const std::optional<RecordSizeLimit>& limit, Outbound& outbound);

}  // namespace handfast::tls
