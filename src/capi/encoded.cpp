#include "capi/encoded.hpp"

#include "capi/loading.hpp"
#include "capi/memory.hpp"

namespace handfast::capi {

namespace {

Result<ByteVector> first_block(Bytes input, bool (*is_wanted)(const pki::PemBlock&)) {
  pki::PemReader reader(input);
  for (;;) {
    const auto block = reader.next();
    if (!block) return std::unexpected(block.error());
    if (!*block) return fail(Errc::pem_not_found, "input", "RFC 7468", "a BEGIN line", "none that is wanted");
    if (is_wanted(**block)) return pki::decode_pem(**block);
  }
}

}  // namespace

Result<ByteVector> read_encoded(Bytes input, gnutls_x509_crt_fmt_t format, bool (*is_wanted)(const pki::PemBlock&)) {
  auto der = format == GNUTLS_X509_FMT_PEM ? first_block(input, is_wanted) : ByteVector(input.begin(), input.end());
  if (!der) return der;
  if (const auto checked = check_format(*der, GNUTLS_X509_FMT_DER); !checked) return std::unexpected(checked.error());
  return der;
}

int write_encoded(Bytes der, std::string_view label, gnutls_x509_crt_fmt_t format, void* buffer, std::size_t* size) {
  switch (format) {
    case GNUTLS_X509_FMT_DER: return copy_out(der, buffer, size, Terminated::no);
    case GNUTLS_X509_FMT_PEM: return copy_out(as_bytes(pki::encode_pem(label, der)), buffer, size, Terminated::yes);
  }
  return GNUTLS_E_INVALID_REQUEST;
}

int write_encoded(Bytes der, std::string_view label, gnutls_x509_crt_fmt_t format, gnutls_datum_t* out) {
  if (out == nullptr) return GNUTLS_E_INVALID_REQUEST;
  switch (format) {
    case GNUTLS_X509_FMT_DER: return hand_out(as_text(der), *out);
    case GNUTLS_X509_FMT_PEM: return hand_out(pki::encode_pem(label, der), *out);
  }
  return GNUTLS_E_INVALID_REQUEST;
}

}  // namespace handfast::capi
