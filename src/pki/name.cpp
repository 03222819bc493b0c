#include "pki/name.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "pki/certificate.hpp"
#include "pki/text.hpp"

namespace handfast::pki {

namespace {

constexpr std::string_view kReference = "RFC 9525, 6.3";
constexpr std::size_t kMaxLabel = 63;  // RFC 1035, 2.3.4

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

// Letters, digits, hyphens, and underscores, which are common in private networks; labels of 1 to 63. The last label is
// not a number: what remains of an address ("192.0.2.1.", "192.0.2.256") must not be taken for a name (RFC 1123, 2.1).
bool valid_dns_name(std::string_view name) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t label = 0;
  for (const char c : name) {
    if (c == '.' && label == 0) return false;
    label = c == '.' ? 0 : label + 1;
    const bool allowed = (lower(c) >= 'a' && lower(c) <= 'z') || digit(c) || c == '-' || c == '_' || c == '.';
    if (!allowed || label > kMaxLabel) return false;
  }
  return label > 0 && !std::ranges::all_of(name.substr(name.rfind('.') + 1), digit);
}

bool same_mailbox(std::string_view a, std::string_view b) {
  const std::size_t at = a.rfind('@');
  return at != std::string_view::npos && a.size() == b.size() && a.substr(0, at + 1) == b.substr(0, at + 1) &&
         equal_ignoring_case(a.substr(at + 1), b.substr(at + 1));
}

Note names_of(const CertificateView& certificate) {
  Note out;
  bool first = true;
  if (certificate.subject_alt_name) {
    for (const GeneralName& name : *certificate.subject_alt_name) {
      const bool address = name.type == GeneralNameType::ip_address;
      if (!address && name.type != GeneralNameType::dns) continue;
      if (!first) out << ", ";
      out << (address ? ip_text(name.value) : printable(as_text(name.value)));
      first = false;
    }
  }
  return out;
}

// Whether a name that does not count (RFC 9525, 6.3) would have been the right one: the common name of the subject, as its
// text says it. For the explanation of a refusal only.
bool subject_has(const CertificateView& certificate, const ReferenceName& name) {
  constexpr std::string_view kCommonName = "CN=";
  const std::string subject = certificate.subject_text();
  std::string_view rest = subject;
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    if (part.starts_with(kCommonName) && !name.text().empty() &&
        dns_name_matches(part.substr(kCommonName.size()), name.text()))
      return true;
  }
  return false;
}

}  // namespace

Result<ReferenceName> ReferenceName::parse(std::string_view text) {
  ReferenceName out;
  const bool bracketed = text.size() > 2 && text.front() == '[' && text.back() == ']';
  const std::string host(bracketed ? text.substr(1, text.size() - 2) : text);
  const bool c_string = host.find('\0') == std::string::npos;
  if (c_string && !bracketed && inet_pton(AF_INET, host.c_str(), out.ip_.data()) == 1) out.size_ = 4;
  if (c_string && inet_pton(AF_INET6, host.c_str(), out.ip_.data()) == 1) out.size_ = 16;
  out.kind_ = out.size_ > 0 ? Kind::ip : Kind::dns;
  if (out.is_ip()) return out;
  const std::string_view dns = text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
  if (dns.size() > kMaxDnsName || !valid_dns_name(dns))
    return fail(Errc::invalid_request, "reference name", kReference, "a DNS name or an IP address",
                Note(printable(text)));
  std::ranges::transform(dns, out.dns_.begin(), lower);
  out.size_ = static_cast<std::uint8_t>(dns.size());
  return out;
}

Result<ReferenceName> ReferenceName::ip(Bytes address) {
  if (address.size() != 4 && address.size() != 16)
    return fail(Errc::invalid_request, "reference name", kReference, "an IP address of 4 or 16 octets");
  ReferenceName out;
  out.kind_ = Kind::ip;
  out.size_ = static_cast<std::uint8_t>(address.size());
  std::ranges::copy(address, out.ip_.begin());
  return out;
}

ReferenceName ReferenceName::of_nobody(std::string_view text) {
  ReferenceName out;
  out.kind_ = Kind::nobody;
  out.size_ = static_cast<std::uint8_t>(std::min(text.size(), kMaxDnsName));
  std::ranges::copy(text.substr(0, out.size_), out.dns_.begin());
  return out;
}

std::string ReferenceName::text() const {
  return is_ip() ? ip_text(address()) : printable(std::string_view(dns_.data(), size_));
}

bool dns_name_matches(std::string_view presented, std::string_view reference) {
  constexpr std::string_view kWildcard = "*.";
  if (presented.empty()) return false;
  if (!presented.starts_with(kWildcard)) return equal_ignoring_case(presented, reference);
  const std::string_view domain = presented.substr(kWildcard.size());
  const std::size_t dot = reference.find('.');
  const bool several_labels = domain.find('.') != std::string_view::npos;
  return several_labels && dot != std::string_view::npos && dot > 0 &&
         equal_ignoring_case(domain, reference.substr(dot + 1));
}

Result<void> check_name(const CertificateView& certificate, const ReferenceName& name, Wildcards wildcards) {
  const auto covers = [&](const GeneralName& presented) {
    if (presented.type == GeneralNameType::ip_address) return name.is_ip() && equal(presented.value, name.address());
    if (presented.type != GeneralNameType::dns || name.dns().empty()) return false;
    const std::string_view text = as_text(presented.value);
    return (wildcards == Wildcards::allowed || !text.starts_with('*')) && dns_name_matches(text, name.dns());
  };
  if (certificate.subject_alt_name)
    for (const GeneralName& presented : *certificate.subject_alt_name)
      if (covers(presented)) return {};
  const Note names = names_of(certificate);
  if (names.empty() && subject_has(certificate, name))
    return fail(Errc::certificate_name_in_subject, "subjectAltName", kReference, Note(name.text()),
                Note("no DNS name and no IP address; its subject is ") << certificate.subject_text());
  return fail(Errc::certificate_wrong_name, "subjectAltName", kReference, Note(name.text()),
              names.empty() ? Note(kNoNames) : names);
}

Result<void> check_email(const CertificateView& certificate, std::string_view mailbox) {
  if (certificate.subject_alt_name)
    for (const GeneralName& presented : *certificate.subject_alt_name)
      if (presented.type == GeneralNameType::email && same_mailbox(mailbox, as_text(presented.value))) return {};
  return fail(Errc::certificate_wrong_name, "subjectAltName", "RFC 5280, 7.5", Note(printable(mailbox)),
              "another mailbox or none");
}

}  // namespace handfast::pki
