#include "tls/keys/prf.hpp"

#include <algorithm>

#include "base/copy.hpp"

namespace handfast::tls {

// P_hash: A(1) = HMAC(secret, label + seed), A(i) = HMAC(secret, A(i-1)), and the output is HMAC(secret, A(i) + label + seed).
void prf(const crypto::HmacKey& secret, std::string_view label, Bytes seed, MutableBytes out) {
  crypto::SecretDigest a = secret.mac(as_bytes(label), seed);
  while (!out.empty()) {
    const crypto::SecretDigest block = secret.mac(a.reveal(), as_bytes(label), seed);
    const std::size_t n = std::min(block.size(), out.size());
    copy_bytes(block.reveal().first(n), out);
    out = out.subspan(n);
    if (!out.empty()) a = secret.mac(a.reveal());
  }
}

}  // namespace handfast::tls
