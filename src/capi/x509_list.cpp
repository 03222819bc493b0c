// Several certificates at once, out of one text.
#include <limits>
#include <memory>
#include <span>

#include "capi/chain_order.hpp"
#include "capi/loading.hpp"
#include "capi/session.hpp"
#include "capi/x509_types.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

using Handles = std::vector<std::unique_ptr<gnutls_x509_crt_int>>;

int import_list(Handles& out, unsigned& size, Bytes input, gnutls_x509_crt_fmt_t format, unsigned flags) {
  std::vector<ByteVector> chain;
  if (const int code = import_chain(chain, size, input, format, flags); code != 0) return code;
  for (ByteVector& der : chain) {
    auto certificate = pki::Certificate::parse(std::move(der));
    if (!certificate) return load_code("a certificate", certificate.error(), GNUTLS_E_INTERNAL_ERROR);
    out.push_back(std::make_unique<gnutls_x509_crt_int>(std::move(*certificate)));
  }
  return GNUTLS_E_SUCCESS;
}

void release_into(std::span<gnutls_x509_crt_t> out, Handles& handles) {
  for (std::size_t i = 0; i < handles.size(); ++i) out[i] = handles[i].release();
}

}  // namespace

extern "C" {

int gnutls_x509_crt_list_import(gnutls_x509_crt_t* certs, unsigned int* cert_max, const gnutls_datum_t* data,
                                gnutls_x509_crt_fmt_t format, unsigned int flags) {
  if (certs == nullptr || cert_max == nullptr || check_input(data, format) != 0) return GNUTLS_E_INVALID_REQUEST;
  if (format == GNUTLS_X509_FMT_DER && *cert_max == 0) {
    *cert_max = 1;
    return GNUTLS_E_SHORT_MEMORY_BUFFER;
  }
  return c_call([&]() -> int {
    Handles handles;
    if (const int code = import_list(handles, *cert_max, bytes_of(*data), format, flags); code != 0) return code;
    release_into(std::span(certs, handles.size()), handles);
    return static_cast<int>(*cert_max);
  });
}

int gnutls_x509_crt_list_import2(gnutls_x509_crt_t** certs, unsigned int* size, const gnutls_datum_t* data,
                                 gnutls_x509_crt_fmt_t format, unsigned int flags) {
  if (certs == nullptr || size == nullptr || check_input(data, format) != 0) return GNUTLS_E_INVALID_REQUEST;
  *certs = nullptr;
  return c_call([&]() -> int {
    Handles handles;
    unsigned count = std::numeric_limits<unsigned>::max();
    if (const int code = import_list(handles, count, bytes_of(*data), format, flags); code != 0) return code;
    auto* list = static_cast<gnutls_x509_crt_t*>(gnutls_calloc(count, sizeof(gnutls_x509_crt_t)));
    if (list == nullptr) return GNUTLS_E_MEMORY_ERROR;
    release_into(std::span(list, count), handles);
    *certs = list;
    *size = count;
    return GNUTLS_E_SUCCESS;
  });
}

}  // extern "C"
