#pragma once
// Private keys that a password protects, and who knows it: the caller, or a function of the application that asks somebody.
#include <memory>

#include "capi/public_api.hpp"
#include "crypto/signature.hpp"

namespace handfast::capi {

struct PasswordSource {
  const char* password = nullptr;                // null: none was given
  gnutls_pin_callback_t pin_function = nullptr;  // asked for a key that needs one when none was given
  void* pin_data = nullptr;
};

// read_key_into() with a password for a key that is encrypted. GNUTLS_E_DECRYPTION_FAILED: it is the wrong one, or there is
// none. Throws std::bad_alloc.
int read_protected_key_into(std::shared_ptr<const crypto::PrivateKey>& out, Bytes input, gnutls_x509_crt_fmt_t format,
                            const PasswordSource& source);

}  // namespace handfast::capi
