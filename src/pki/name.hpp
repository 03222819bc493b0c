#pragma once
// Which service a certificate is for (RFC 9525).
#include <array>
#include <string>

#include "base/bytes.hpp"
#include "base/error.hpp"

namespace handfast::pki {

struct CertificateView;

// The name or address that the caller wants to reach, in the form in which certificates are asked for it.
class ReferenceName {
 public:
  // An IP address in text ("192.0.2.1", "2001:db8::1", also "[2001:db8::1]") or else a DNS name; internationalised
  // names as A-labels. One trailing dot is dropped. invalid_request: neither of the two.
  static Result<ReferenceName> parse(std::string_view text);
  static Result<ReferenceName> ip(Bytes address);  // 4 or 16 octets
  // One that no certificate is for. Its text says what was asked for.
  static ReferenceName of_nobody(std::string_view text);

  bool is_ip() const { return kind_ == Kind::ip; }
  std::string_view dns() const { return {dns_.data(), kind_ == Kind::dns ? size_ : 0u}; }  // lower case
  Bytes address() const { return Bytes(ip_).first(is_ip() ? size_ : 0u); }
  std::string text() const;

 private:
  enum class Kind : std::uint8_t { dns, ip, nobody };
  static constexpr std::size_t kMaxDnsName = 253;  // RFC 1035, 2.3.4, in text form
  ReferenceName() = default;
  std::array<char, kMaxDnsName> dns_{};
  std::array<std::uint8_t, 16> ip_{};
  std::uint8_t size_ = 0;
  Kind kind_ = Kind::dns;
};

// Whether a dNSName of a certificate covers the reference name: case is ignored, "*" stands for exactly one whole
// left-most label and never matches where fewer than two labels would be left (RFC 9525, 6.3).
bool dns_name_matches(std::string_view presented, std::string_view reference);

enum class Wildcards : std::uint8_t { allowed, ignored };

// What check_name() says it has found where there is neither.
inline constexpr std::string_view kNoNames = "no DNS name and no IP address";

// Whether the certificate's subjectAltName covers the name; the subject's common name is never looked at (RFC 9525,
// 6.3). Fails with certificate_wrong_name, and says which names the certificate has.
Result<void> check_name(const CertificateView& certificate, const ReferenceName& name,
                        Wildcards wildcards = Wildcards::allowed);

// The same for a mailbox. The local part is compared as it is, the domain in any case (RFC 5280, 7.5).
Result<void> check_email(const CertificateView& certificate, std::string_view mailbox);

}  // namespace handfast::pki
