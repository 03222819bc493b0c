// Certificates that programs hold in their hands: read, shown, compared, trusted.
#include "capi/encoded.hpp"
#include "capi/loading.hpp"
#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "capi/x509_types.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

constexpr std::string_view kLabel = "CERTIFICATE";  // RFC 7468, 5.1
constexpr time_t kNoTime = -1;

Result<pki::Certificate> read(Bytes input, gnutls_x509_crt_fmt_t format) {
  auto der = read_encoded(input, format, &pki::is_certificate);
  if (!der) return std::unexpected(der.error());
  return pki::Certificate::parse(std::move(*der));
}

time_t moment(gnutls_x509_crt_t cert, std::int64_t pki::CertificateView::* which) {
  return holds(cert) ? cert->read->view().*which : kNoTime;
}

bool same(gnutls_x509_crt_t cert, Bytes der) { return holds(cert) && equal(cert->read->der(), der); }

}  // namespace

extern "C" {

int gnutls_x509_crt_init(gnutls_x509_crt_t* cert) {
  if (cert == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *cert = nullptr;
  return c_call([&] {
    *cert = new gnutls_x509_crt_int;
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_x509_crt_deinit(gnutls_x509_crt_t cert) { delete cert; }

int gnutls_x509_crt_import(gnutls_x509_crt_t cert, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format) {
  if (cert == nullptr || check_input(data, format) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    auto certificate = read(bytes_of(*data), format);
    if (!certificate) return load_code("a certificate", certificate.error(), GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR);
    cert->read = std::move(*certificate);
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_x509_crt_export(gnutls_x509_crt_t cert, gnutls_x509_crt_fmt_t format, void* output_data,
                           size_t* output_data_size) {
  if (const int code = readable(cert); code != 0) return code;
  return c_call([&] { return write_encoded(cert->read->der(), kLabel, format, output_data, output_data_size); });
}

int gnutls_x509_crt_export2(gnutls_x509_crt_t cert, gnutls_x509_crt_fmt_t format, gnutls_datum_t* out) {
  if (const int code = readable(cert); code != 0) return code;
  return c_call([&] { return write_encoded(cert->read->der(), kLabel, format, out); });
}

unsigned gnutls_x509_crt_equals(gnutls_x509_crt_t cert1, gnutls_x509_crt_t cert2) {
  return holds(cert2) && same(cert1, cert2->read->der()) ? 1 : 0;
}

unsigned gnutls_x509_crt_equals2(gnutls_x509_crt_t cert1, const gnutls_datum_t* der) {
  return readable(der) && same(cert1, bytes_of(*der)) ? 1 : 0;
}

int gnutls_x509_crt_get_version(gnutls_x509_crt_t cert) {
  const int code = readable(cert);
  return code != 0 ? code : static_cast<int>(cert->read->view().version);
}

time_t gnutls_x509_crt_get_activation_time(gnutls_x509_crt_t cert) {
  return moment(cert, &pki::CertificateView::not_before);
}

time_t gnutls_x509_crt_get_expiration_time(gnutls_x509_crt_t cert) {
  return moment(cert, &pki::CertificateView::not_after);
}

int gnutls_x509_crt_get_serial(gnutls_x509_crt_t cert, void* result, size_t* result_size) {
  if (const int code = readable(cert); code != 0) return code;
  return copy_out(cert->read->view().serial, result, result_size, Terminated::no);
}

int gnutls_x509_crt_get_fingerprint(gnutls_x509_crt_t cert, gnutls_digest_algorithm_t algo, void* buf,
                                    size_t* buf_size) {
  if (const int code = readable(cert); code != 0) return code;
  const gnutls_datum_t der = view_of(cert->read->der());
  return gnutls_fingerprint(algo, &der, buf, buf_size);
}

}  // extern "C"
