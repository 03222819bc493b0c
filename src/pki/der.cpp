#include "pki/der.hpp"

#include <algorithm>
#include <chrono>

namespace handfast::pki {

namespace {

constexpr std::uint8_t kTagNumberMask = 0x1f;  // all ones: the number follows in more octets
constexpr std::uint8_t kLongLength = 0x80;

// The contents octets of a length (X.690, 8.1.3 and 10.1): definite, and in as few octets as possible.
std::size_t read_length(Reader& in) {
  const std::uint32_t first = in.number<1>();
  if (first < kLongLength) return first;
  const std::size_t octets = first & 0x7f;
  if (octets == 0 || octets > kMaxDerLengthOctets) return in.fail(Fault::bad_value), 0;
  std::uint32_t length = 0;
  for (const std::uint8_t octet : in.take(octets)) length = length << 8 | octet;
  const bool minimal = length >= kLongLength && length >> (8 * (octets - 1)) != 0;
  if (!minimal) in.fail(Fault::bad_value);
  return length;
}

bool well_formed_object_identifier(Bytes content) {  // X.690, 8.19: whole subidentifiers without leading zeros
  if (content.empty() || (content.back() & 0x80) != 0) return false;
  bool first_octet = true;
  for (const std::uint8_t octet : content) {
    if (first_octet && octet == 0x80) return false;
    first_octet = (octet & 0x80) == 0;
  }
  return true;
}

// `count` decimal digits, or -1.
int digits(Reader& in, std::size_t count) {
  int value = 0;
  const Bytes text = in.take(count);
  if (text.empty()) return -1;
  for (const std::uint8_t c : text) {
    if (c < '0' || c > '9') return in.fail(Fault::bad_value), -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string_view what(Fault fault) {
  switch (fault) {
    case Fault::truncated: return "more bytes";
    case Fault::too_short: return "a longer value";
    case Fault::too_long: return "a shorter value";
    case Fault::bad_value: return "another type or value, encoded as DER";
    case Fault::trailing: return "its end";
    case Fault::none: break;
  }
  return {};
}

}  // namespace

Tag DerReader::next_tag() const {
  Reader ahead = in_;
  return at_end() ? Tag::none : static_cast<Tag>(ahead.number<1>());
}

Element DerReader::element(std::string_view field) {
  if (!ok()) return {};
  Reader start = in_;
  const std::uint32_t identifier = in_.number<1>();
  if (in_.ok() && ((identifier & kTagNumberMask) == kTagNumberMask || identifier == 0)) in_.fail(Fault::bad_value);
  const std::size_t length = read_length(in_);
  const Bytes content = in_.take(length);
  if (!in_.ok()) return fail(in_.fault(), field), Element{};
  return {static_cast<Tag>(identifier), content, start.take(in_.offset() - start.offset())};
}

Element DerReader::element(Tag tag, std::string_view field) {
  if (!ok()) return {};
  if (at_end()) return fail(Fault::truncated, field), Element{};
  if (next_tag() != tag) return fail(Fault::bad_value, field), Element{};
  return element(field);
}

bool DerReader::boolean(std::string_view field) {
  const Bytes value = content(Tag::boolean, field);
  const bool canonical = value.size() == 1 && (value[0] == 0x00 || value[0] == 0xff);  // X.690, 11.1
  if (ok() && !canonical) fail(Fault::bad_value, field);
  return ok() && value[0] == 0xff;
}

Bytes DerReader::integer(std::string_view field, Tag tag) {
  const Bytes value = content(tag, field);
  if (!ok()) return {};
  if (value.empty()) return fail(Fault::too_short, field), Bytes{};
  const bool padded =
      value.size() > 1 && ((value[0] == 0x00 && value[1] < 0x80) || (value[0] == 0xff && value[1] >= 0x80));
  if (padded) return fail(Fault::bad_value, field), Bytes{};  // X.690, 8.3.2
  return value;
}

std::uint32_t DerReader::small_number(std::string_view field, Tag tag) {
  const Bytes value = integer(field, tag);
  if (!ok()) return 0;
  if (value[0] >= 0x80) return fail(Fault::bad_value, field), 0;  // negative
  if (value.size() > 4) return fail(Fault::too_long, field), 0;
  std::uint32_t number = 0;
  for (const std::uint8_t octet : value) number = number << 8 | octet;
  return number;
}

Bytes DerReader::object_identifier(std::string_view field) {
  const Bytes value = content(Tag::object_identifier, field);
  if (ok() && !well_formed_object_identifier(value)) fail(Fault::bad_value, field);
  return ok() ? value : Bytes{};
}

Bytes DerReader::bit_string(std::string_view field, Tag tag) {
  const Bytes value = content(tag, field);
  if (ok() && (value.empty() || value[0] != 0)) fail(Fault::bad_value, field);
  return ok() ? value.subspan(1) : Bytes{};
}

std::uint16_t DerReader::named_bits(std::string_view field) {
  const Bytes value = content(Tag::bit_string, field);
  if (!ok()) return 0;
  if (value.empty()) return fail(Fault::too_short, field), std::uint16_t{0};
  if (value.size() > 3) return fail(Fault::too_long, field), std::uint16_t{0};
  const unsigned unused = value[0];
  const bool zero_padded =
      unused == 0 || (unused < 8 && value.size() > 1 && (value.back() & ((1u << unused) - 1)) == 0);
  if (!zero_padded) return fail(Fault::bad_value, field), std::uint16_t{0};
  unsigned bits = 0;
  unsigned position = 0;
  for (const std::uint8_t octet : value.subspan(1))
    for (unsigned mask = 0x80; mask != 0; mask >>= 1, ++position)
      if ((octet & mask) != 0) bits |= 1u << position;
  return static_cast<std::uint16_t>(bits);
}

// RFC 5280, 4.1.2.5.1 and 4.1.2.5.2: in GMT, with seconds, without fractions. GeneralizedTime is accepted before
// 2050, too, where authorities should write UTCTime: a root in the distributions' stores has it, and it means the
// same.
std::int64_t DerReader::time(std::string_view field) {
  using namespace std::chrono;
  const bool generalized = next_is(Tag::generalized_time);
  const Bytes text = content(generalized ? Tag::generalized_time : Tag::utc_time, field);
  if (!ok()) return 0;
  Reader in(text);
  int year_number = digits(in, generalized ? 4 : 2);
  if (!generalized) year_number += year_number < 50 ? 2000 : 1900;
  const int month_number = digits(in, 2), day_number = digits(in, 2);
  const int hour = digits(in, 2), minute = digits(in, 2), second = digits(in, 2);
  const bool zulu = in.number<1>() == 'Z' && in.done();
  const year_month_day date{year(year_number), month(static_cast<unsigned>(month_number)),
                            day(static_cast<unsigned>(day_number))};
  if (!zulu || !date.ok() || hour > 23 || minute > 59 || second > 59) return fail(Fault::bad_value, field), 0;
  const auto days = sys_days(date).time_since_epoch().count();
  return std::int64_t{days} * 86400 + hour * 3600 + minute * 60 + second;
}

void DerReader::fail(Fault why, std::string_view field) {
  if (!ok() || why == Fault::none) return;
  fault_ = why;
  field_ = field;
  where_ = position();
}

void DerReader::adopt(const DerReader& inner) {
  if (inner.ok() || !ok()) return;
  fault_ = inner.fault_;
  field_ = inner.field_;
  where_ = inner.where_;
}

Error DerReader::error(Errc code, std::string_view reference) const {
  Error out{code, field_, reference, {}, {}};
  out.expected << what(fault_);
  out.found << (fault_ == Fault::truncated ? "the end, after offset " : "something else, before offset ") << where_;
  return out;
}

void DerWriter::primitive(Tag tag, Bytes content) {
  out_.push_back(static_cast<std::uint8_t>(tag));
  length(content.size());
  append(out_, content);
}

void DerWriter::boolean(bool value) {
  const std::uint8_t octet = value ? 0xff : 0x00;
  primitive(Tag::boolean, Bytes(&octet, 1));
}

void DerWriter::number(std::uint32_t value, Tag tag) {
  ByteVector octets;
  for (std::uint64_t rest = value; octets.empty() || rest != 0 || octets.back() >= 0x80; rest >>= 8)
    octets.push_back(static_cast<std::uint8_t>(rest));
  std::ranges::reverse(octets);
  primitive(tag, octets);
}

void DerWriter::unsigned_integer(Bytes magnitude) {
  while (magnitude.size() > 1 && magnitude[0] == 0) magnitude = magnitude.subspan(1);
  ByteVector octets;
  if (magnitude.empty() || magnitude[0] >= 0x80) octets.push_back(0);
  append(octets, magnitude);
  primitive(Tag::integer, octets);
}

void DerWriter::bit_string(Bytes octets, unsigned unused_bits, Tag tag) {
  ByteVector content{static_cast<std::uint8_t>(unused_bits)};
  append(content, octets);
  primitive(tag, content);
}

void DerWriter::named_bits(std::uint16_t bits) {  // trailing zero bits are left out (X.690, 11.2.2)
  ByteVector octets(2);
  unsigned used = 0;
  for (unsigned position = 0; position < 16; ++position) {
    if ((bits >> position & 1u) == 0) continue;
    octets[position / 8] = static_cast<std::uint8_t>(octets[position / 8] | 0x80u >> (position % 8));
    used = position + 1;
  }
  octets.resize((used + 7) / 8);
  bit_string(octets, static_cast<unsigned>(octets.size() * 8) - used);
}

void DerWriter::time(std::int64_t seconds) {
  using namespace std::chrono;
  const sys_seconds moment{std::chrono::seconds(seconds)};
  const sys_days midnight = floor<days>(moment);
  const year_month_day date(midnight);
  const hh_mm_ss clock(moment - midnight);
  const int year_number = static_cast<int>(date.year());
  const bool utc = year_number >= 1950 && year_number < 2050;
  ByteVector text;
  const auto put = [&text](std::int64_t value, int count) {
    ByteVector reversed;
    for (int i = 0; i < count; ++i, value /= 10) reversed.push_back(static_cast<std::uint8_t>('0' + value % 10));
    text.insert(text.end(), reversed.rbegin(), reversed.rend());
  };
  put(utc ? year_number % 100 : std::clamp(year_number, 0, 9999), utc ? 2 : 4);
  put(static_cast<unsigned>(date.month()), 2);
  put(static_cast<unsigned>(date.day()), 2);
  put(clock.hours().count(), 2);
  put(clock.minutes().count(), 2);
  put(clock.seconds().count(), 2);
  text.push_back('Z');
  primitive(utc ? Tag::utc_time : Tag::generalized_time, text);
}

std::size_t DerWriter::open(Tag tag) {
  out_.push_back(static_cast<std::uint8_t>(tag));
  return out_.size();
}

void DerWriter::close(std::size_t start) {
  const ByteVector body(out_.begin() + static_cast<std::ptrdiff_t>(start), out_.end());
  out_.resize(start);
  length(body.size());
  append(out_, body);
}

void DerWriter::length(std::size_t size) {
  if (size < kLongLength) return out_.push_back(static_cast<std::uint8_t>(size));
  ByteVector octets;
  for (std::size_t rest = size; rest != 0; rest >>= 8) octets.push_back(static_cast<std::uint8_t>(rest));
  out_.push_back(static_cast<std::uint8_t>(kLongLength | octets.size()));
  out_.insert(out_.end(), octets.rbegin(), octets.rend());
}

}  // namespace handfast::pki
