#include "pki/pem.hpp"

#include <algorithm>
#include <array>

namespace handfast::pki {

namespace {

constexpr std::string_view kReference = "RFC 7468, 3";
constexpr std::string_view kBegin = "-----BEGIN ", kEnd = "-----END ", kDashes = "-----";
constexpr std::size_t kLine = 64;  // characters of a line that is written; any length is read

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f'; }

// RFC 1421 headers ("Name: value" lines up to an empty one) before the base64 text.
void split_headers(PemBlock& block) {
  const std::string_view body = block.body;
  const std::size_t start = std::min(body.find_first_not_of(" \t\r\n"), body.size());
  const std::string_view first_line = body.substr(start, body.find('\n', start) - start);
  if (first_line.find(':') == std::string_view::npos) return;
  std::size_t end = body.size();
  for (const std::string_view empty_line : {"\n\n", "\n\r\n", "\n \n"})
    if (const std::size_t at = body.find(empty_line, start); at != std::string_view::npos) end = std::min(end, at);
  const std::string_view headers = body.substr(0, end);
  block.encrypted =
      headers.find("Proc-Type:") != std::string_view::npos && headers.find("ENCRYPTED") != std::string_view::npos;
  block.body = body.substr(end);
}

std::unexpected<Error> malformed(std::string_view field, Note expected, Note found) {
  return fail(Errc::pem_malformed, field, kReference, expected, found);
}

}  // namespace

bool is_certificate(const PemBlock& block) {  // RFC 7468, 5.3: the last two are older names of the same
  return block.label == "CERTIFICATE" || block.label == "X509 CERTIFICATE" || block.label == "X.509 CERTIFICATE";
}

Result<std::optional<PemBlock>> PemReader::next() {
  const std::size_t begin = rest_.find(kBegin);
  if (begin == std::string_view::npos) return std::optional<PemBlock>{};
  rest_.remove_prefix(begin + kBegin.size());
  PemBlock block;
  const std::size_t label_end = rest_.substr(0, rest_.find('\n')).find(kDashes);
  if (label_end == std::string_view::npos) return malformed("BEGIN line", "five dashes after the label", "none");
  block.label = rest_.substr(0, label_end);
  rest_.remove_prefix(label_end + kDashes.size());
  const std::size_t end = rest_.find(end_ == BlockEnd::any ? kDashes : kEnd);
  if (end == std::string_view::npos) return malformed("END line", "an END line", "none");
  block.body = rest_.substr(0, end);
  rest_.remove_prefix(end);
  if (const Result<void> read = read_end(block); !read) return std::unexpected(read.error());
  split_headers(block);
  return block;
}

Result<void> PemReader::read_end(const PemBlock& block) {
  if (!rest_.starts_with(kEnd)) return {};  // the next block begins here
  rest_.remove_prefix(kEnd.size());
  const bool own = rest_.starts_with(block.label) && rest_.substr(block.label.size()).starts_with(kDashes);
  if (own) rest_.remove_prefix(block.label.size() + kDashes.size());
  if (own || end_ == BlockEnd::any) return {};
  return malformed("END line", "the label of the BEGIN line", "another one");
}

namespace {

constexpr std::uint8_t mask(bool condition) { return static_cast<std::uint8_t>(-static_cast<int>(condition)); }

// The six bits of a character (RFC 4648, 4), all ones for others. Without tables and branches, whose timing would tell
// something of a private key.
constexpr std::uint8_t sextet(std::uint8_t c) {
  const std::uint8_t upper = mask((c >= 'A') & (c <= 'Z')), lower = mask((c >= 'a') & (c <= 'z'));
  const std::uint8_t digit = mask((c >= '0') & (c <= '9')), plus = mask(c == '+'), slash = mask(c == '/');
  const int value =
      ((c - 'A') & upper) | ((c - 'a' + 26) & lower) | ((c - '0' + 52) & digit) | (62 & plus) | (63 & slash);
  return static_cast<std::uint8_t>(value | ~(upper | lower | digit | plus | slash));
}

void pack(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d, MutableBytes out) {
  const std::uint32_t group = a << 18 | b << 12 | c << 6 | d;
  out[0] = static_cast<std::uint8_t>(group >> 16);
  out[1] = static_cast<std::uint8_t>(group >> 8);
  out[2] = static_cast<std::uint8_t>(group);
}

// A whole line at once, which the compiler turns into vector code. False: something else is in it.
bool decode_line(std::string_view line, MutableBytes out) {
  std::array<std::uint8_t, kLine> values{};
  for (std::size_t i = 0; i < kLine; ++i) values[i] = sextet(static_cast<std::uint8_t>(line[i]));
  std::uint8_t all = 0;
  for (std::size_t i = 0; i < kLine; ++i) all = static_cast<std::uint8_t>(all | values[i]);
  if (all >= 64) return false;
  for (std::size_t i = 0; i < kLine / 4; ++i)
    pack(values[4 * i], values[4 * i + 1], values[4 * i + 2], values[4 * i + 3], out.subspan(3 * i, 3));
  return true;
}

}  // namespace

Result<std::size_t> decode_base64(std::string_view text, MutableBytes out) {
  if (out.size() < base64_decoded_limit(text.size())) return fail(Errc::invalid_request, "base64 buffer");
  constexpr std::size_t kLineOctets = kLine / 4 * 3;
  std::array<std::uint8_t, 4> group{};
  std::size_t written = 0, filled = 0, padding = 0;
  std::uint8_t all = 0;
  while (!text.empty()) {
    if (filled == 0 && padding == 0 && text.size() >= kLine &&
        decode_line(text.substr(0, kLine), out.subspan(written, kLineOctets))) {
      text.remove_prefix(kLine);
      written += kLineOctets;
      continue;
    }
    const char c = text.front();
    text.remove_prefix(1);
    if (blank(c)) continue;
    if (c == '=')
      ++padding;
    else if (padding > 0)
      return malformed("base64", "nothing after the padding", "more characters");
    group[filled] = c == '=' ? std::uint8_t{0} : sextet(static_cast<std::uint8_t>(c));
    all = static_cast<std::uint8_t>(all | group[filled]);
    if (++filled < group.size()) continue;
    if (padding > 2) return malformed("base64", "at most two padding characters", "more");
    pack(group[0], group[1], group[2], group[3], out.subspan(written, 3));
    written += 3 - padding;
    filled = 0;
    // RFC 4648, 3.5: bits that stand for nothing are zero.
    const bool spare_bits = (padding == 1 && (group[2] & 0x03) != 0) || (padding == 2 && (group[1] & 0x0f) != 0);
    if (spare_bits) return malformed("base64", "zero bits before the padding", "others");
  }
  if (all >= 64) return malformed("base64", "letters, digits, + and /", "another character");
  if (filled != 0) return malformed("base64", "groups of four characters", "an incomplete group at the end");
  return written;
}

Result<ByteVector> decode_pem(const PemBlock& block) {
  ByteVector out(base64_decoded_limit(block.body.size()));
  const Result<std::size_t> size = decode_base64(block.body, out);
  if (!size) return std::unexpected(size.error());
  out.resize(*size);
  return out;
}

Result<SecretBytes> decode_secret_pem(const PemBlock& block) {
  SecretBytes out(base64_decoded_limit(block.body.size()));
  const Result<std::size_t> size = decode_base64(block.body, out.fill());
  if (!size) return std::unexpected(size.error());
  return SecretBytes(out.reveal().first(*size));
}

namespace {

// The character of six bits; no table, as above.
char character(std::uint32_t value) {
  const std::uint8_t upper = mask(value < 26), lower = mask((value >= 26) & (value < 52));
  const std::uint8_t digit = mask((value >= 52) & (value < 62)), plus = mask(value == 62), slash = mask(value == 63);
  const int v = static_cast<int>(value);
  return static_cast<char>(((v + 'A') & upper) | ((v - 26 + 'a') & lower) | ((v - 52 + '0') & digit) | ('+' & plus) |
                           ('/' & slash));
}

// Calls put(char) for each character of the PEM text.
void write_pem(std::string_view label, Bytes der, auto put) {
  const auto put_text = [&](std::string_view text) { std::ranges::for_each(text, put); };
  put_text(kBegin), put_text(label), put_text(kDashes), put('\n');
  for (std::size_t at = 0, column = 0; at < der.size(); at += 3) {
    const Bytes part = der.subspan(at, std::min<std::size_t>(3, der.size() - at));
    const auto octet = [&](std::size_t i) { return i < part.size() ? std::uint32_t{part[i]} : 0u; };
    const std::uint32_t group = octet(0) << 16 | octet(1) << 8 | octet(2);
    put(character(group >> 18));
    put(character(group >> 12 & 0x3f));
    put(part.size() > 1 ? character(group >> 6 & 0x3f) : '=');
    put(part.size() > 2 ? character(group & 0x3f) : '=');
    column += 4;
    const bool line_full = column == kLine || at + 3 >= der.size();
    if (line_full) put('\n'), column = 0;
  }
  put_text(kEnd), put_text(label), put_text(kDashes), put('\n');
}

}  // namespace

std::string encode_pem(std::string_view label, Bytes der) {
  std::string out;
  write_pem(label, der, [&](char c) { out += c; });
  return out;
}

SecretBytes encode_secret_pem(std::string_view label, Bytes der) {
  std::size_t size = 0;
  write_pem(label, der, [&](char) { ++size; });
  SecretBytes out(size);
  std::size_t at = 0;
  write_pem(label, der, [&](char c) { out.fill()[at++] = static_cast<std::uint8_t>(c); });
  return out;
}

}  // namespace handfast::pki
