#pragma once
// The pseudorandom function of TLS 1.2 (RFC 5246, 5).
#include <string_view>

#include "crypto/hash.hpp"

namespace handfast::tls {

// Fills `out` with PRF(secret, label, seed); `secret` is the key of the HMAC.
void prf(const crypto::HmacKey& secret, std::string_view label, Bytes seed, MutableBytes out);

}  // namespace handfast::tls
