// Certificates that are taken apart once, with their public keys: gnutls_pcert_st. Chains for credentials are made of them.
#include "capi/abstract_types.hpp"
#include "capi/chain_order.hpp"
#include "capi/encoded.hpp"
#include "capi/loading.hpp"
#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "pki/file.hpp"
#include "pki/key_file.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

int fill(gnutls_pcert_st& out, Bytes der) {
  out = {nullptr, {nullptr, 0}, GNUTLS_CRT_X509};
  const auto certificate = pki::CertificateView::parse(der);
  if (!certificate) return load_code("a certificate", certificate.error(), GNUTLS_E_INTERNAL_ERROR);
  auto key = ReadPublicKey::create(certificate->spki);
  if (!key) return load_code("a certificate's key", key.error(), GNUTLS_E_INTERNAL_ERROR);
  auto handle = std::make_unique<gnutls_pubkey_st>(std::move(*key));
  const int code = hand_out(as_text(der), out.cert);
  if (code == 0) out.pubkey = handle.release();
  return code;
}

namespace {

int fill_all(std::span<gnutls_pcert_st> out, std::span<const Bytes> chain) {
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const int code = fill(out[i], chain[i]);
    if (code == 0) continue;
    for (gnutls_pcert_st& made : out.first(i)) gnutls_pcert_deinit(&made);
    return code;
  }
  return GNUTLS_E_SUCCESS;
}

// The certificates of a text or a file. `size` holds the room and gets how many there are.
int import_list(gnutls_pcert_st* list, unsigned& size, Bytes input, gnutls_x509_crt_fmt_t format, unsigned flags) {
  std::vector<ByteVector> chain;
  if (const int code = import_chain(chain, size, input, format, flags); code != 0) return code;
  return fill_all(std::span(list, chain.size()), std::vector<Bytes>(chain.begin(), chain.end()));
}

}  // namespace

}  // namespace handfast::capi

extern "C" {

void gnutls_pcert_deinit(gnutls_pcert_st* pcert) {
  if (pcert == nullptr) return;
  gnutls_pubkey_deinit(pcert->pubkey);
  gnutls_free(pcert->cert.data);
  pcert->pubkey = nullptr;
  pcert->cert = {nullptr, 0};
}

int gnutls_pcert_import_x509(gnutls_pcert_st* pcert, gnutls_x509_crt_t crt, unsigned int) {
  if (pcert == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *pcert = {nullptr, {nullptr, 0}, GNUTLS_CRT_X509};
  if (const int code = readable(crt); code != 0) return code;
  return c_call([&] { return fill(*pcert, crt->read->der()); });
}

int gnutls_pcert_import_x509_list(gnutls_pcert_st* pcert, gnutls_x509_crt_t* crt, unsigned* ncrt, unsigned int flags) {
  if (pcert == nullptr || ncrt == nullptr || !is_list(crt, *ncrt)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    std::vector<Bytes> chain;
    for (gnutls_x509_crt_t certificate : std::span(crt, *ncrt)) {
      if (const int code = readable(certificate); code != 0) return code;
      chain.push_back(certificate->read->der());
    }
    const auto sorted = ordered_chain(std::move(chain), flags);
    if (!sorted) return GNUTLS_E_CERTIFICATE_LIST_UNSORTED;
    if (const int code = fill_all(std::span(pcert, sorted->size()), *sorted); code != 0) return code;
    *ncrt = static_cast<unsigned>(sorted->size());
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_pcert_list_import_x509_raw(gnutls_pcert_st* pcerts, unsigned int* pcert_max, const gnutls_datum_t* data,
                                      gnutls_x509_crt_fmt_t format, unsigned int flags) {
  if (pcerts == nullptr || pcert_max == nullptr || check_input(data, format) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return import_list(pcerts, *pcert_max, bytes_of(*data), format, flags); });
}

int gnutls_pcert_list_import_x509_file(gnutls_pcert_st* pcert_list, unsigned* pcert_list_size, const char* file,
                                       gnutls_x509_crt_fmt_t format, gnutls_pin_callback_t, void*, unsigned int flags) {
  if (pcert_list == nullptr || pcert_list_size == nullptr || check_input(file, format) != 0)
    return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto contents = pki::read_file(file, pki::kMaxCertificateFileSize);
    if (!contents) return load_code("the file of certificates", contents.error(), GNUTLS_E_FILE_ERROR);
    const unsigned room = *pcert_list_size;
    const int code = import_list(pcert_list, *pcert_list_size, *contents, format,
                                 flags | GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED | GNUTLS_X509_CRT_LIST_SORT);
    if (code != 0) *pcert_list_size = room;
    return code;
  });
}

int gnutls_pcert_import_x509_raw(gnutls_pcert_st* pcert, const gnutls_datum_t* cert, gnutls_x509_crt_fmt_t format,
                                 unsigned int) {
  if (pcert == nullptr || check_input(cert, format) != 0) return GNUTLS_E_INVALID_REQUEST;
  *pcert = {nullptr, {nullptr, 0}, GNUTLS_CRT_UNKNOWN};
  return c_call([&]() -> int {
    const auto der = read_encoded(bytes_of(*cert), format, &pki::is_certificate);
    if (!der) return load_code("a certificate", der.error(), GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR);
    return fill(*pcert, *der);
  });
}

int gnutls_pcert_export_x509(gnutls_pcert_st* pcert, gnutls_x509_crt_t* crt) {
  if (pcert == nullptr || crt == nullptr || pcert->type != GNUTLS_CRT_X509) return GNUTLS_E_INVALID_REQUEST;
  *crt = nullptr;
  return c_call([&]() -> int {
    auto certificate = pki::Certificate::parse(bytes_of(pcert->cert));
    if (!certificate) return load_code("a certificate", certificate.error(), GNUTLS_E_INTERNAL_ERROR);
    *crt = new gnutls_x509_crt_int{std::move(*certificate)};
    return GNUTLS_E_SUCCESS;
  });
}

}  // extern "C"
