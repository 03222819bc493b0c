#pragma once
// AES-CCM with TLS's nonce of 12 bytes (RFC 6655): the provider has it as an EVP cipher only. The context is allocated
// once and remembers a record's nonce while it works, so that one context serves one thread at a time.
#include <openssl/cipher.h>

#include "crypto/aead.hpp"

namespace handfast::crypto {

using CcmContext = bssl::UniquePtr<EVP_CIPHER_CTX>;

CcmContext new_ccm_context(Bytes key, std::size_t tag_size);  // null: see the provider's error

bool ccm_seal(EVP_CIPHER_CTX& context, const Nonce& nonce, Bytes additional_data, Bytes plaintext, Bytes trailer,
              MutableBytes out);
bool ccm_open(EVP_CIPHER_CTX& context, const Nonce& nonce, Bytes additional_data, Bytes sealed, MutableBytes out);

}  // namespace handfast::crypto
