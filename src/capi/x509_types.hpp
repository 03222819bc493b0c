#pragma once
// What the handles of <gnutls/x509.h> point to. Each is empty until something was read into it.
#include <memory>
#include <optional>

#include "capi/public_api.hpp"
#include "pki/certificate.hpp"
#include "pki/crl.hpp"

struct gnutls_x509_crt_int {
  std::optional<handfast::pki::Certificate> read;
};

struct gnutls_x509_crl_int {
  std::optional<handfast::pki::RevocationList> read;
};

// Credentials and other handles share the key, which never changes.
struct gnutls_x509_privkey_int {
  std::shared_ptr<const handfast::crypto::PrivateKey> read;
  gnutls_pin_callback_t pin_function = nullptr;
  void* pin_data = nullptr;
};

namespace handfast::capi {

template <class Handle>
bool holds(const Handle* handle) {
  return handle != nullptr && static_cast<bool>(handle->read);
}

// 0, or what a function answers for a handle that there is nothing to tell of.
template <class Handle>
int readable(const Handle* handle, int empty = GNUTLS_E_ASN1_VALUE_NOT_FOUND) {
  if (handle == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return holds(handle) ? GNUTLS_E_SUCCESS : empty;
}

// The algorithm of a certificate's signature, by its AlgorithmIdentifier in DER.
gnutls_sign_algorithm_t signature_of(Bytes algorithm_identifier);

}  // namespace handfast::capi
