#include "pki/text.hpp"

#include <arpa/inet.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <limits>
#include <optional>

#include "crypto/hash.hpp"
#include "pki/der.hpp"
#include "pki/distinguished_name.hpp"

namespace handfast::pki {

namespace {

std::string escaped(std::string_view value);

std::string value_text(const NameAttribute& attribute) {
  const bool known = !attribute_short_name(attribute.id).empty();
  const std::optional<std::string> text = known ? string_text(attribute.value) : std::nullopt;
  return text ? escaped(*text) : '#' + hex(attribute.value.whole);  // RFC 4514, 2.4
}

}  // namespace

std::string name_text(Bytes name) {
  return distinguished_name_text(name, NameOrder::last_first, &value_text).value_or("(malformed name)");
}

std::string object_identifier_text(Bytes object_identifier) {
  std::string out;
  std::uint64_t arc = 0;
  for (const std::uint8_t octet : object_identifier) {
    if (arc > std::numeric_limits<std::uint64_t>::max() >> 7) return "#" + hex(object_identifier);
    arc = arc << 7 | (octet & 0x7f);
    if ((octet & 0x80) != 0) continue;
    if (out.empty()) {  // the first two arcs are one number (X.690, 8.19.4)
      const std::uint64_t first = arc < 40 ? 0 : arc < 80 ? 1 : 2;
      out = std::to_string(first);
      arc -= first * 40;
    }
    out += '.' + std::to_string(arc);
    arc = 0;
  }
  return out;
}

std::string ip_text(Bytes address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.size() != 4 && address.size() != 16) return "(malformed address)";
  const int family = address.size() == 4 ? AF_INET : AF_INET6;
  return inet_ntop(family, address.data(), text.data(), text.size()) != nullptr ? text.data() : "(malformed address)";
}

std::string time_text(std::int64_t seconds) {
  using namespace std::chrono;
  constexpr std::int64_t kFirst = -62'167'219'200, kLast = 253'402'300'799;  // the years 0000 to 9999
  if (seconds < kFirst || seconds > kLast) return std::to_string(seconds) + " s since 1970";
  const sys_seconds moment{std::chrono::seconds(seconds)};
  const sys_days midnight = floor<days>(moment);
  const year_month_day date(midnight);
  const hh_mm_ss clock(moment - midnight);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d:%02d UTC", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = c >= 0x20 && c < 0x7f && c != '\\';
    if (plain)
      out += c;
    else
      out += '\\' + hex(as_bytes({&c, 1}));
  }
  return out;
}

bool valid_utf8(Bytes text) {
  Reader in(text);
  while (in.left() > 0) {
    const std::uint32_t first = in.number<1>();
    if (first < 0x80) continue;
    const std::size_t more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4) return false;
    std::uint32_t c = first & (0x3fu >> more);
    for (const std::uint8_t octet : in.take(more)) {
      if ((octet & 0xc0) != 0x80) return false;
      c = c << 6 | (octet & 0x3f);
    }
    constexpr std::array<std::uint32_t, 4> kLeast{0, 0x80, 0x800, 0x10000};  // fewer octets would have done
    if (!in.ok() || c < kLeast[more] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return false;
  }
  return true;
}

namespace {

void put_utf8(std::string& out, std::uint32_t c) {
  const auto octet = [&](std::uint32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (c < 0x80) return octet(c);
  if (c < 0x800) return octet(0xc0 | c >> 6), octet(0x80 | (c & 0x3f));
  if (c < 0x10000) return octet(0xe0 | c >> 12), octet(0x80 | (c >> 6 & 0x3f)), octet(0x80 | (c & 0x3f));
  octet(0xf0 | c >> 18), octet(0x80 | (c >> 12 & 0x3f)), octet(0x80 | (c >> 6 & 0x3f)), octet(0x80 | (c & 0x3f));
}

template <std::size_t Width>
std::optional<std::string> from_fixed_width(Bytes text) {
  std::string out;
  Reader in(text);
  while (in.left() > 0) {
    const std::uint32_t c = in.number<Width>();
    const bool character = in.ok() && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
    if (!character) return std::nullopt;
    put_utf8(out, c);
  }
  return out;
}

// Whether the octet at `i` of valid UTF-8 belongs to a control character: U+0000 to U+001F, U+007F, U+0080 to U+009F.
bool control_at(std::string_view text, std::size_t i) {
  const auto octet = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u; };
  constexpr unsigned kLead = 0xc2;
  const auto second = [](unsigned c) { return c >= 0x80 && c < 0xa0; };
  if (octet(i) < 0x20 || octet(i) == 0x7f || (octet(i) == kLead && second(octet(i + 1)))) return true;
  return i > 0 && octet(i - 1) == kLead && second(octet(i));
}

// RFC 4514, 2.4; control characters, too, as hexadecimal pairs.
std::string escaped(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const bool at_edge = (c == ' ' && (i == 0 || i + 1 == value.size())) || (c == '#' && i == 0);
    const bool special = std::string_view("\"+,;<>\\").find(c) != std::string_view::npos;
    if (control_at(value, i))
      out += '\\' + hex(as_bytes({&c, 1}));
    else if (at_edge || special)
      out += {'\\', c};
    else
      out += c;
  }
  return out;
}

}  // namespace

std::optional<std::string> string_text(const Element& value) {
  switch (value.tag) {
    case Tag::utf8_string:
    case Tag::printable_string:
    case Tag::numeric_string:
    case Tag::visible_string:
    case Tag::ia5_string:
      if (!valid_utf8(value.content)) return std::nullopt;
      return std::string(as_text(value.content));
    case Tag::teletex_string: return from_fixed_width<1>(value.content);  // in practice ISO 8859-1
    case Tag::bmp_string: return from_fixed_width<2>(value.content);
    case Tag::universal_string: return from_fixed_width<4>(value.content);
    default: return std::nullopt;
  }
}

std::string hex(Bytes bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t octet : bytes) out += {kDigits[octet >> 4], kDigits[octet & 0xf]};
  return out;
}

std::string fingerprint_text(Bytes certificate) {
  const crypto::Digest digest = crypto::hash(crypto::HashAlgorithm::sha256, certificate);
  std::string out;
  for (const std::uint8_t byte : Bytes(digest)) out += (out.empty() ? "" : ":") + hex({&byte, 1});
  return out;
}

}  // namespace handfast::pki
