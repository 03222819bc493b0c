#pragma once
// How much plaintext a record may hold: record_size_limit (RFC 8449), where each side says what it accepts and which in TLS
// 1.3 counts the inner content type; and max_fragment_length (RFC 6066, 4), where a client says what both sides shall send,
// for servers that do not know the other one.
#include "tls/extension/max_fragment_length.hpp"
#include "tls/extension/record_size_limit.hpp"
#include "tls/record/inbound.hpp"
#include "tls/record/outbound.hpp"

namespace handfast::tls {

inline constexpr std::uint16_t kLeastRecordSizeLimit = 64;  // RFC 8449, 4

// What a hello says of it.
struct RecordSizes {
  std::optional<RecordSizeLimit> limit{};
  std::optional<MaxFragmentLength> fragment{};
};
RecordSizes record_sizes_in(const auto& extensions) {
  return {extensions.record_size_limit, extensions.max_fragment_length};
}
void say(const RecordSizes& sizes, auto& extensions) {
  extensions.record_size_limit = sizes.limit;
  extensions.max_fragment_length = sizes.fragment;
}

// A client's offer, up to this version. `most`: bytes of plaintext that it accepts, 0: nothing is said. `both_ways`: and that it
// sends.
RecordSizes offer_record_sizes(std::uint16_t most, bool both_ways, ProtocolVersion version);
// What the server answered holds for both directions.
Result<void> accept_record_sizes(const RecordSizes& offer, const RecordSizes& answer, ProtocolVersion version,
                                 Inbound& inbound, Outbound& outbound);

// A server judges the offer before it answers anything.
Result<void> check_record_sizes(const RecordSizes& offer);
// Its answer; the offer holds for what it sends,
Result<RecordSizes> answer_record_sizes(const RecordSizes& offer, std::uint16_t most, ProtocolVersion version,
                                        Outbound& outbound);
// and the answer, once the keys of this handshake are used, for what it accepts.
void expect_record_sizes(const RecordSizes& answer, ProtocolVersion version, Inbound& inbound);

}  // namespace handfast::tls
