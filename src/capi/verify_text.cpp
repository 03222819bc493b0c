// Bits of gnutls_certificate_status_t as text. The texts are part of the interface: programs show them, and search them.
#include <cstring>
#include <string>

#include "capi/memory.hpp"
#include "capi/session.hpp"

using namespace handfast::capi;

namespace {

struct StatusText {
  unsigned bit;
  std::string_view text;
  bool x509_only = false;
};

constexpr bool x509_only = true;

// In the order in which they stand in a text.
constexpr StatusText texts[] = {
    {GNUTLS_CERT_REVOKED, "The certificate chain is revoked. ", x509_only},
    {GNUTLS_CERT_MISMATCH, "The certificate doesn't match the local copy (TOFU). ", x509_only},
    {GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED, "The revocation or OCSP data are old and have been superseded. ",
     x509_only},
    {GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE, "The revocation or OCSP data are issued with a future date. ",
     x509_only},
    {GNUTLS_CERT_SIGNER_NOT_FOUND, "The certificate issuer is unknown. ", x509_only},
    {GNUTLS_CERT_SIGNER_NOT_CA, "The certificate issuer is not a CA. ", x509_only},
    {GNUTLS_CERT_INSECURE_ALGORITHM, "The certificate chain uses insecure algorithm. "},
    {GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE, "The certificate chain violates the signer's constraints. "},
    {GNUTLS_CERT_PURPOSE_MISMATCH, "The certificate chain does not match the intended purpose. "},
    {GNUTLS_CERT_NOT_ACTIVATED, "The certificate chain uses not yet valid certificate. "},
    {GNUTLS_CERT_EXPIRED, "The certificate chain uses expired certificate. "},
    {GNUTLS_CERT_SIGNATURE_FAILURE, "The signature in the certificate is invalid. "},
    {GNUTLS_CERT_UNEXPECTED_OWNER, "The name in the certificate does not match the expected. "},
    {GNUTLS_CERT_MISSING_OCSP_STATUS,
     "The certificate requires the server to include an OCSP status in its response, but the OCSP status is missing. "},
    {GNUTLS_CERT_INVALID_OCSP_STATUS, "The received OCSP status response is invalid. "},
    {GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS, "The certificate contains an unknown critical extension. "},
};

}  // namespace

int gnutls_certificate_verification_status_print(unsigned int status, gnutls_certificate_type_t type,
                                                 gnutls_datum_t* out, unsigned int) {
  if (out == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    std::string text = status == 0 ? "The certificate is trusted. " : "The certificate is NOT trusted. ";
    for (const StatusText& entry : texts)
      if ((status & entry.bit) != 0 && (type == GNUTLS_CRT_X509 || !entry.x509_only)) text += entry.text;
    return hand_out(text, *out);
  });
}
