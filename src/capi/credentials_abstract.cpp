// Credentials of keys and parsed certificates.
#include "capi/abstract_types.hpp"
#include "capi/credentials.hpp"
#include "capi/loading.hpp"
#include "capi/session.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

struct HandedOver {  // with the credentials they go
  ~HandedOver() {
    for (gnutls_pcert_st& certificate : certificates) gnutls_pcert_deinit(&certificate);
    gnutls_privkey_deinit(key);
  }
  std::vector<gnutls_pcert_st> certificates;
  gnutls_privkey_t key = nullptr;
};

bool usable(std::span<const gnutls_pcert_st> chain) {
  for (const gnutls_pcert_st& certificate : chain)
    if (certificate.type != GNUTLS_CRT_X509 || certificate.cert.data == nullptr) return false;
  return !chain.empty();
}

std::vector<std::string> texts(const char** names, int count) {
  std::vector<std::string> out;
  for (const char* name : std::span(names, static_cast<std::size_t>(count)))
    if (name != nullptr) out.emplace_back(name);
  return out;
}

}  // namespace

extern "C" {

int gnutls_certificate_set_key(gnutls_certificate_credentials_t res, const char** names, int names_size,
                               gnutls_pcert_st* pcert_list, int pcert_list_size, gnutls_privkey_t key) {
  if (res == nullptr || !is_list(names, names_size) || !holds(key)) return GNUTLS_E_INVALID_REQUEST;
  if (pcert_list_size < 1 || !is_list(pcert_list, pcert_list_size)) return GNUTLS_E_INVALID_REQUEST;
  const std::span list(pcert_list, static_cast<std::size_t>(pcert_list_size));
  if (!usable(list)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] {
    std::vector<ByteVector> chain;
    for (const gnutls_pcert_st& certificate : list) {
      const Bytes der = bytes_of(certificate.cert);
      chain.emplace_back(der.begin(), der.end());
    }
    // Nothing is taken over before everything else has succeeded: after an error the caller frees it.
    const auto owned = std::make_shared<HandedOver>();
    owned->certificates.reserve(list.size());
    const int code = add_key(*res, std::move(chain), key->read, texts(names, names_size));
    if (code < 0) return code;
    res->state->own(owned);
    owned->certificates.assign(list.begin(), list.end());
    owned->key = key;
    return code;
  });
}

}  // extern "C"
