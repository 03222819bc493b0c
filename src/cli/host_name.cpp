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

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

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

// RFC 5890, 2.3.1 and 2.3.2.1: no hyphen at an end, and what begins with "xn--" is the A-label of something.
std::string trouble_with_label(std::string_view label) {
  if (label.starts_with('-') || label.ends_with('-')) return "a label neither begins nor ends with a hyphen";
  constexpr std::string_view kPrefix = "xn--";
  if (!std::ranges::equal(label.substr(0, kPrefix.size()), kPrefix, {}, lower)) return {};
  char* converted = nullptr;
  const int status = idn2_to_unicode_8z8z(std::string(label).c_str(), &converted, 0);
  const std::unique_ptr<char, FreeText> owned(converted);
  if (status != IDN2_OK)
    return std::string("\"xn--\" is not followed by an international name: ") + idn2_strerror(status);
  const auto again = a_labels(converted);
  if (again && std::ranges::equal(*again, label, {}, lower, lower)) return {};
  return "\"xn--\" is not followed by an international name";
}

// What is looked up may be anything that DNS has; a certificate keeps to the rules for host names.
std::expected<std::string, std::string> checked_labels(std::string name) {
  const auto parsed = pki::ReferenceName::parse(name);
  if (parsed && parsed->is_ip()) return name;
  if (name.ends_with('.')) name.pop_back();  // of the root: no part of a dNSName (RFC 5280, 4.2.1.6)
  for (std::string_view rest = name; !rest.empty();) {
    const std::string_view label = rest.substr(0, rest.find('.'));
    if (const std::string trouble = trouble_with_label(label); !trouble.empty()) return std::unexpected(trouble);
    rest.remove_prefix(std::min(label.size() + 1, rest.size()));
  }
  return name;
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
  const bool wild = text.starts_with(kWildcard);
  auto domain = host_name(wild ? text.substr(kWildcard.size()) : text);
  if (!domain) return std::unexpected(wild ? trouble_with(text) : domain.error());
  domain = checked_labels(std::move(*domain));
  if (!domain || !wild) return domain;
  const auto parsed = pki::ReferenceName::parse(*domain);
  if (parsed->is_ip() || parsed->dns().find('.') == std::string_view::npos) return std::unexpected(trouble_with(text));
  return std::string(kWildcard) + *domain;
}

std::string trouble_with_common_name(std::string_view text) {
  if (text.empty()) return "it is empty";
  if (text.find_first_not_of(' ') == std::string_view::npos) return "it has nothing but blanks";
  if (!pki::valid_utf8(as_bytes(text))) return "it is not UTF-8";
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::ranges::any_of(text, control)) return "it has a control character";
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };  // UTF-8 (RFC 3629, 3)
  if (std::ranges::count_if(text, begins) > static_cast<std::ptrdiff_t>(kMaxCommonName))
    return "it has more than 64 characters";
  return {};
}

}  // namespace handfast::cli
