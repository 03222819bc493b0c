// Revocation lists that programs hold in their hands (RFC 5280, 5).
#include "capi/encoded.hpp"
#include "capi/loading.hpp"
#include "capi/session.hpp"
#include "capi/x509_types.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

constexpr std::string_view kLabel = "X509 CRL";  // RFC 7468, 6
constexpr time_t kNoTime = -1;

bool is_list(const pki::PemBlock& block) { return block.label == kLabel; }

}  // namespace

extern "C" {

int gnutls_x509_crl_init(gnutls_x509_crl_t* crl) {
  if (crl == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *crl = nullptr;
  return c_call([&] {
    *crl = new gnutls_x509_crl_int;
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_x509_crl_deinit(gnutls_x509_crl_t crl) { delete crl; }

int gnutls_x509_crl_import(gnutls_x509_crl_t crl, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format) {
  if (crl == nullptr || check_input(data, format) != 0) return GNUTLS_E_INVALID_REQUEST;
  constexpr int kNone = GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR;
  return c_call([&]() -> int {
    auto der = read_encoded(bytes_of(*data), format, &is_list);
    if (!der) return load_code("a revocation list", der.error(), kNone);
    auto list = pki::RevocationList::parse(std::move(*der));
    if (!list) return load_code("a revocation list", list.error(), kNone);
    crl->read = std::move(*list);
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_x509_crl_export(gnutls_x509_crl_t crl, gnutls_x509_crt_fmt_t format, void* output_data,
                           size_t* output_data_size) {
  if (const int code = readable(crl); code != 0) return code;
  return c_call([&] { return write_encoded(crl->read->der(), kLabel, format, output_data, output_data_size); });
}

int gnutls_x509_crl_export2(gnutls_x509_crl_t crl, gnutls_x509_crt_fmt_t format, gnutls_datum_t* out) {
  if (const int code = readable(crl); code != 0) return code;
  return c_call([&] { return write_encoded(crl->read->der(), kLabel, format, out); });
}

int gnutls_x509_crl_get_crt_count(gnutls_x509_crl_t crl) {
  const int code = readable(crl);
  return code != 0 ? code : static_cast<int>(crl->read->size());
}

time_t gnutls_x509_crl_get_this_update(gnutls_x509_crl_t crl) {
  return holds(crl) ? crl->read->this_update() : kNoTime;
}

time_t gnutls_x509_crl_get_next_update(gnutls_x509_crl_t crl) {
  return holds(crl) ? crl->read->next_update().value_or(kNoTime) : kNoTime;
}

}  // extern "C"
