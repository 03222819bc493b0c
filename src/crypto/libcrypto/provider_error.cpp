#include "crypto/libcrypto/provider_error.hpp"

#include <openssl/err.h>

namespace handfast::crypto {

Errc provider_error(Errc otherwise) {
  Errc code = otherwise;
  while (const auto error = ERR_get_error()) {
    if (ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE) code = Errc::out_of_memory;
  }
  return code;
}

void forget_provider_error() { ERR_clear_error(); }

}  // namespace handfast::crypto
