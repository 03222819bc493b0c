// Private keys that programs hold in their hands, and credentials made of them.
#include "capi/credentials.hpp"
#include "capi/loading.hpp"
#include "capi/password.hpp"
#include "capi/session.hpp"
#include "capi/x509_types.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

// Certificates for the caller, who frees each and the array. Nothing leaks when memory runs out.
class HandedOut {
 public:
  explicit HandedOut(std::size_t count)
      : count_(count), list_(static_cast<gnutls_x509_crt_t*>(gnutls_calloc(count, sizeof(gnutls_x509_crt_t)))) {}
  HandedOut(const HandedOut&) = delete;
  HandedOut& operator=(const HandedOut&) = delete;
  ~HandedOut() {
    for (gnutls_x509_crt_t certificate : all()) delete certificate;
    gnutls_free(list_);
  }
  bool made() const { return list_ != nullptr; }
  std::span<gnutls_x509_crt_t> all() { return {list_, list_ == nullptr ? 0 : count_}; }
  gnutls_x509_crt_t* release() { return std::exchange(list_, nullptr); }

 private:
  std::size_t count_;
  gnutls_x509_crt_t* list_;
};

}  // namespace

extern "C" {

int gnutls_x509_privkey_init(gnutls_x509_privkey_t* key) {
  if (key == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *key = nullptr;
  return c_call([&] {
    *key = new gnutls_x509_privkey_int;
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_x509_privkey_deinit(gnutls_x509_privkey_t key) { delete key; }

int gnutls_x509_privkey_import(gnutls_x509_privkey_t key, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format) {
  if (key == nullptr || check_input(data, format) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const int code = read_key_into(key->read, bytes_of(*data), format, std::nullopt);
    return code == GNUTLS_E_ASN1_TAG_ERROR ? GNUTLS_E_ASN1_DER_ERROR : code;
  });
}

int gnutls_x509_privkey_import2(gnutls_x509_privkey_t key, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format,
                                const char* password, unsigned int) {
  if (key == nullptr || check_input(data, format) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] {
    const PasswordSource source{password, key->pin_function, key->pin_data};
    return read_protected_key_into(key->read, bytes_of(*data), format, source);
  });
}

void gnutls_x509_privkey_set_pin_function(gnutls_x509_privkey_t key, gnutls_pin_callback_t fn, void* userdata) {
  if (key == nullptr) return;
  key->pin_function = fn;
  key->pin_data = userdata;
}

int gnutls_certificate_set_x509_key(gnutls_certificate_credentials_t res, gnutls_x509_crt_t* cert_list,
                                    int cert_list_size, gnutls_x509_privkey_t key) {
  if (res == nullptr || cert_list_size < 1 || !is_list(cert_list, cert_list_size) || !holds(key))
    return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    std::vector<ByteVector> chain;
    for (gnutls_x509_crt_t certificate : std::span(cert_list, static_cast<std::size_t>(cert_list_size))) {
      if (!holds(certificate)) return GNUTLS_E_INVALID_REQUEST;
      const Bytes der = certificate->read->der();
      chain.emplace_back(der.begin(), der.end());
    }
    return add_key(*res, std::move(chain), key->read);
  });
}

int gnutls_certificate_get_x509_key(gnutls_certificate_credentials_t res, unsigned index, gnutls_x509_privkey_t* key) {
  if (res == nullptr || key == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const auto keys = res->snapshot().keys;
  if (!keys || index >= keys->size()) return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
  const auto* signer = dynamic_cast<const tls::LocalSigner*>((*keys)[index]->signer.get());
  if (signer == nullptr) return GNUTLS_E_INVALID_REQUEST;  // a key that is somewhere else
  return c_call([&] {
    *key = new gnutls_x509_privkey_int{.read = signer->key()};
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_certificate_get_x509_crt(gnutls_certificate_credentials_t res, unsigned index, gnutls_x509_crt_t** crt_list,
                                    unsigned* crt_list_size) {
  if (res == nullptr || crt_list == nullptr || crt_list_size == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto keys = res->snapshot().keys;
    if (!keys || index >= keys->size()) return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
    const std::vector<ByteVector>& chain = (*keys)[index]->chain;
    HandedOut out(chain.size());
    if (!out.made()) return GNUTLS_E_MEMORY_ERROR;
    std::size_t place = 0;
    for (gnutls_x509_crt_t& certificate : out.all()) {
      auto parsed = pki::Certificate::parse(Bytes(chain[place++]));
      if (!parsed) return load_code("a certificate", parsed.error(), GNUTLS_E_INTERNAL_ERROR);
      certificate = new gnutls_x509_crt_int{std::move(*parsed)};
    }
    *crt_list_size = static_cast<unsigned>(chain.size());
    *crt_list = out.release();
    return GNUTLS_E_SUCCESS;
  });
}

}  // extern "C"
