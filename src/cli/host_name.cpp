#include "cli/host_name.hpp"

#include <idn2.h>

#include <algorithm>
#include <memory>

#include "pki/name.hpp"
#include "pki/text.hpp"

namespace handfast::cli {

namespace {

constexpr std::size_t kMaxCommonName = 64;  // RFC 5280, A.1: ub-common-name, in characters

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

struct FreeText {
  void operator()(char* text) const { idn2_free(text); }
};

std::expected<std::string, std::string> a_labels(std::string_view text) {
  char* converted = nullptr;
  const int status = idn2_to_ascii_8z(std::string(text).c_str(), &converted, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<char, FreeText> owned(converted);
  if (status != IDN2_OK) return std::unexpected(idn2_strerror(status));
  return std::string(converted);
}

// What people put where a host name belongs.
std::string trouble_with(std::string_view text) {
  if (text.empty()) return "it is empty";
  if (text.find("://") != std::string_view::npos) return "it is a URL; the host name in it is meant";
  if (text.find('@') != std::string_view::npos) return "it is an e-mail address; a host name is meant";
  if (text.find('*') != std::string_view::npos) return "* may only be the whole first label, with two more behind it";
  if (text.find_first_of(" \t\r\n") != std::string_view::npos) return "it has a blank";
  return "labels have 1 to 63 letters, digits and hyphens, and the last one is no number";
}

std::expected<std::string, std::string> checked(std::string ascii, std::string_view as_written) {
  if (const auto name = pki::ReferenceName::parse(ascii)) return name->is_ip() ? name->text() : ascii;
  return std::unexpected(trouble_with(as_written));
}

}  // namespace

std::expected<std::string, std::string> host_name(std::string_view text) {
  if (is_ascii(text)) return checked(std::string(text), text);
  auto converted = a_labels(text);
  if (!converted) return std::unexpected(converted.error());
  return checked(std::move(*converted), text);
}

std::expected<std::string, std::string> certificate_host_name(std::string_view text) {
  constexpr std::string_view kWildcard = "*.";
  if (!text.starts_with(kWildcard)) return host_name(text);
  const auto domain = host_name(text.substr(kWildcard.size()));
  if (!domain) return std::unexpected(trouble_with(text));
  const auto parsed = pki::ReferenceName::parse(*domain);
  if (parsed->is_ip() || parsed->dns().find('.') == std::string_view::npos) return std::unexpected(trouble_with(text));
  return std::string(kWildcard) + *domain;
}

std::string trouble_with_common_name(std::string_view text) {
  if (text.empty()) return "it is empty";
  if (!pki::valid_utf8(as_bytes(text))) return "it is not UTF-8";
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::ranges::any_of(text, control)) return "it has a control character";
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };  // UTF-8 (RFC 3629, 3)
  if (std::ranges::count_if(text, begins) > static_cast<std::ptrdiff_t>(kMaxCommonName))
    return "it has more than 64 characters";
  return {};
}

}  // namespace handfast::cli
