// Whom a certificate is for, and who issued it.
#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "capi/x509_types.hpp"
#include "pki/name.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

// 1 for yes, 0 for no; 0, too, when memory runs out: what cannot be checked is no match.
template <class Check>
unsigned verdict(Check check) {
  return c_call([&]() -> int { return check() ? 1 : 0; }) == 1 ? 1 : 0;
}

bool is_for_host(const pki::CertificateView& certificate, std::string_view host, unsigned flags) {
  const auto name = pki::ReferenceName::parse(host);
  if (!name || (name->is_ip() && (flags & GNUTLS_VERIFY_DO_NOT_ALLOW_IP_MATCHES) != 0)) return false;
  const bool exact = (flags & GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS) != 0;
  return pki::check_name(certificate, *name, exact ? pki::Wildcards::ignored : pki::Wildcards::allowed).has_value();
}

bool is_for_address(const pki::CertificateView& certificate, Bytes address) {
  const auto name = pki::ReferenceName::ip(address);
  return name && pki::check_name(certificate, *name);
}

// By their names, and by their key identifiers where both have one (RFC 5280, 4.2.1.1); signatures are not looked at.
bool is_issuer(const pki::CertificateView& certificate, const pki::CertificateView& issuer) {
  const bool identified = !certificate.authority_key_id.empty() && !issuer.subject_key_id.empty();
  return equal(certificate.issuer, issuer.subject) &&
         (!identified || equal(certificate.authority_key_id, issuer.subject_key_id));
}

}  // namespace

extern "C" {

unsigned gnutls_x509_crt_check_hostname2(gnutls_x509_crt_t cert, const char* hostname, unsigned int flags) {
  if (!holds(cert) || hostname == nullptr) return 0;
  return verdict([&] { return is_for_host(cert->read->view(), hostname, flags); });
}

unsigned gnutls_x509_crt_check_hostname(gnutls_x509_crt_t cert, const char* hostname) {
  return gnutls_x509_crt_check_hostname2(cert, hostname, 0);
}

unsigned gnutls_x509_crt_check_email(gnutls_x509_crt_t cert, const char* email, unsigned int) {
  if (!holds(cert) || email == nullptr) return 0;
  return verdict([&] { return pki::check_email(cert->read->view(), email).has_value(); });
}

unsigned gnutls_x509_crt_check_ip(gnutls_x509_crt_t cert, const unsigned char* ip, unsigned int ip_size, unsigned int) {
  if (!holds(cert) || ip == nullptr) return 0;
  return verdict([&] { return is_for_address(cert->read->view(), Bytes(ip, ip_size)); });
}

unsigned gnutls_x509_crt_check_issuer(gnutls_x509_crt_t cert, gnutls_x509_crt_t issuer) {
  return holds(cert) && holds(issuer) && is_issuer(cert->read->view(), issuer->read->view()) ? 1 : 0;
}

}  // extern "C"
