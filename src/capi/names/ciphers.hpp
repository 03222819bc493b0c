#pragma once
// Ciphers: names, sizes, and which of them TLS may use here.
#include <span>

#include "capi/public_api.hpp"

namespace handfast::capi {

struct Cipher {
  gnutls_cipher_algorithm_t id;
  const char* name;
  unsigned key_size;    // bytes
  unsigned block_size;  // bytes
  unsigned iv_size;     // bytes
  unsigned tag_size;    // bytes, 0 for a cipher that is no AEAD
  bool in_tls;          // offered in TLS; the others are known by name only
};

std::span<const Cipher> ciphers();

}  // namespace handfast::capi
