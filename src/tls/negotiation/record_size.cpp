#include "tls/negotiation/record_size.hpp"

#include <algorithm>

namespace handfast::tls {

namespace {

constexpr unsigned kFragmentShift = 8, kMostFragmentCode = 4;  // RFC 6066, 4: 2^9 to 2^12

unsigned type_byte(ProtocolVersion version) { return version == ProtocolVersion::tls13 ? 1 : 0; }

RecordSizeLimit limit_of(std::uint16_t most, ProtocolVersion version) {
  return {static_cast<std::uint16_t>(most + type_byte(version))};
}

// A larger value than there can be is no error: the peer may know a larger record of a later version.
std::size_t plaintext(const RecordSizeLimit& limit, ProtocolVersion version) {
  return std::min<std::size_t>(limit.record_size_limit - type_byte(version), kMaxPlaintext);
}

std::size_t plaintext(const MaxFragmentLength& fragment) {
  return std::size_t{1} << (kFragmentShift + fragment.max_fragment_length);
}

std::optional<MaxFragmentLength> fragment_of(std::uint16_t most) {
  for (std::uint8_t code = 1; code <= kMostFragmentCode; ++code)
    if (plaintext(MaxFragmentLength{code}) == most) return MaxFragmentLength{code};
  return std::nullopt;
}

Result<void> check(const RecordSizeLimit& limit) {
  if (limit.record_size_limit >= kLeastRecordSizeLimit) return {};  // RFC 8449, 4: "MUST treat ... as a fatal error"
  return fail(Errc::wrong_record_size_limit, "record_size_limit", "RFC 8449, 4", "at least 64",
              Note() << limit.record_size_limit);
}

Result<void> check(const MaxFragmentLength& fragment) {
  if (fragment.max_fragment_length >= 1 && fragment.max_fragment_length <= kMostFragmentCode) return {};
  return fail(Errc::wrong_record_size_limit, "max_fragment_length", "RFC 6066, 4", "1 to 4",
              Note() << unsigned{fragment.max_fragment_length});
}

}  // namespace

RecordSizes offer_record_sizes(std::uint16_t most, bool both_ways, ProtocolVersion version) {
  if (most == 0) return {};
  return {limit_of(most, version), both_ways ? fragment_of(most) : std::nullopt};
}

Result<void> accept_record_sizes(const RecordSizes& offer, const RecordSizes& answer, ProtocolVersion version,
                                 Inbound& inbound, Outbound& outbound) {
  std::size_t received = kMaxPlaintext, sent = kMaxPlaintext;  // what a renegotiation does not speak of is over
  if (answer.limit && answer.fragment)  // RFC 8449, 5: "MUST treat receipt of both ... as a fatal error"
    return fail(Errc::wrong_record_size_limit, "max_fragment_length", "RFC 8449, 5", "record_size_limit alone", "both");
  if (answer.limit) {
    if (const auto checked = check(*answer.limit); !checked) return checked;
    received = plaintext(*offer.limit, version);
    sent = plaintext(*answer.limit, version);
  }
  if (answer.fragment) {
    if (answer.fragment->max_fragment_length != offer.fragment->max_fragment_length)  // RFC 6066, 4
      return fail(Errc::wrong_record_size_limit, "max_fragment_length", "RFC 6066, 4",
                  Note() << unsigned{offer.fragment->max_fragment_length},
                  Note() << unsigned{answer.fragment->max_fragment_length});
    received = sent = plaintext(*answer.fragment);
  }
  inbound.limit_plaintext(received);
  outbound.limit_fragments(sent);
  return {};
}

Result<void> check_record_sizes(const RecordSizes& offer) {
  if (offer.fragment)
    if (const auto checked = check(*offer.fragment); !checked) return checked;
  return offer.limit ? check(*offer.limit) : Result<void>();
}

Result<RecordSizes> answer_record_sizes(const RecordSizes& offer, std::uint16_t most, ProtocolVersion version,
                                        Outbound& outbound) {
  RecordSizes answer;
  std::size_t sent = kMaxPlaintext;  // what a renegotiation does not speak of is over
  if (const auto checked = check_record_sizes(offer); !checked) return std::unexpected(checked.error());
  if (offer.limit) {  // RFC 8449, 5: a server "MUST ignore a max_fragment_length" beside it
    sent = plaintext(*offer.limit, version);
    if (most != 0) answer.limit = limit_of(most, version);
  } else if (offer.fragment) {
    sent = plaintext(*offer.fragment);
    answer.fragment = offer.fragment;
  }
  outbound.limit_fragments(sent);
  return answer;
}

void expect_record_sizes(const RecordSizes& answer, ProtocolVersion version, Inbound& inbound) {
  inbound.limit_plaintext(answer.limit      ? plaintext(*answer.limit, version)
                          : answer.fragment ? plaintext(*answer.fragment)
                                            : kMaxPlaintext);
}

}  // namespace handfast::tls
