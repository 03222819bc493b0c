// Public keys as one type, gnutls_pubkey_t.
#include "capi/abstract_types.hpp"
#include "capi/encoded.hpp"
#include "capi/loading.hpp"
#include "capi/session.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

constexpr std::string_view kLabel = "PUBLIC KEY";  // RFC 7468, 13

bool is_public_key(const pki::PemBlock& block) { return block.label == kLabel; }

int take(gnutls_pubkey_st& out, Bytes spki) {
  auto read = ReadPublicKey::create(spki);
  if (!read) return load_code("a public key", read.error(), GNUTLS_E_INTERNAL_ERROR);
  out.read = std::move(*read);
  return GNUTLS_E_SUCCESS;
}

}  // namespace

namespace handfast::capi {

Result<ReadPublicKey> ReadPublicKey::create(Bytes spki) {
  auto key = crypto::PublicKey::from_spki(spki);
  if (!key) return std::unexpected(key.error());
  return ReadPublicKey{ByteVector(spki.begin(), spki.end()), std::move(*key)};
}

}  // namespace handfast::capi

extern "C" {

int gnutls_pubkey_init(gnutls_pubkey_t* key) {
  if (key == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *key = nullptr;
  return c_call([&] {
    *key = new gnutls_pubkey_st;
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_pubkey_deinit(gnutls_pubkey_t key) { delete key; }

int gnutls_pubkey_get_pk_algorithm(gnutls_pubkey_t key, unsigned int* bits) {
  if (bits != nullptr) *bits = holds(key) ? bits_of(key->read->key) : 0;
  return holds(key) ? algorithm_of(key->read->key.type()) : GNUTLS_PK_UNKNOWN;
}

int gnutls_pubkey_import(gnutls_pubkey_t key, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format) {
  if (key == nullptr || check_input(data, format) != 0) return GNUTLS_E_INVALID_REQUEST;
  constexpr int kNone = GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR;
  return c_call([&]() -> int {
    const auto der = read_encoded(bytes_of(*data), format, &is_public_key);
    return der ? take(*key, *der) : load_code("a public key", der.error(), kNone);
  });
}

int gnutls_pubkey_import_x509(gnutls_pubkey_t key, gnutls_x509_crt_t crt, unsigned int) {
  if (key == nullptr) return GNUTLS_E_INVALID_REQUEST;
  if (const int code = readable(crt); code != 0) return code;
  return c_call([&] { return take(*key, crt->read->view().spki); });
}

int gnutls_pubkey_import_x509_raw(gnutls_pubkey_t pkey, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format,
                                  unsigned int flags) {
  if (pkey == nullptr || check_input(data, format) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] {
    gnutls_x509_crt_int certificate;
    const int code = gnutls_x509_crt_import(&certificate, data, format);
    return code != 0 ? code : gnutls_pubkey_import_x509(pkey, &certificate, flags);
  });
}

int gnutls_pubkey_import_privkey(gnutls_pubkey_t key, gnutls_privkey_t pkey, unsigned int, unsigned int) {
  if (key == nullptr || !holds(pkey)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto spki = pkey->read->public_spki();
    return spki ? take(*key, *spki) : load_code("a public key", spki.error(), GNUTLS_E_INTERNAL_ERROR);
  });
}

int gnutls_pubkey_export(gnutls_pubkey_t key, gnutls_x509_crt_fmt_t format, void* output_data,
                         size_t* output_data_size) {
  if (!holds(key)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return write_encoded(key->read->spki, kLabel, format, output_data, output_data_size); });
}

int gnutls_pubkey_export2(gnutls_pubkey_t key, gnutls_x509_crt_fmt_t format, gnutls_datum_t* out) {
  if (!holds(key)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return write_encoded(key->read->spki, kLabel, format, out); });
}

int gnutls_pubkey_verify_data2(gnutls_pubkey_t pubkey, gnutls_sign_algorithm_t algo, unsigned int,
                               const gnutls_datum_t* data, const gnutls_datum_t* signature) {
  if (!holds(pubkey) || !readable(data) || !readable(signature)) return GNUTLS_E_INVALID_REQUEST;
  if (gnutls_sign_get_name(algo) == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const crypto::PublicKey& key = pubkey->read->key;
  const auto scheme = scheme_for(algo, key.type());
  if (!scheme) return GNUTLS_E_CONSTRAINT_ERROR;
  return key.verify(*scheme, bytes_of(*data), bytes_of(*signature)) ? GNUTLS_E_SUCCESS : GNUTLS_E_PK_SIG_VERIFY_FAILED;
}

}  // extern "C"
