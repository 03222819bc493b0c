#include "tls/negotiation/record_size.hpp"

#include <algorithm>

namespace handfast::tls {

Result<void> apply_record_size_limit(const std::optional<RecordSizeLimit>& limit, Outbound& outbound) {
  if (!limit) return {};
  if (limit->record_size_limit < kLeastRecordSizeLimit) {  // RFC 8449, 4: "MUST treat ... as a fatal error"
    Note found;
    found << limit->record_size_limit;
    return fail(Errc::wrong_record_size_limit, "record_size_limit", "RFC 8449, 4", "at least 64", found);
  }
  // A larger value than we could send is no error: the peer may know a larger record of a later version.
  outbound.max_fragment = std::min<std::size_t>(limit->record_size_limit - 1U, kMaxPlaintext);
  return {};
}

}  // namespace handfast::tls
