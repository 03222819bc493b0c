#pragma once
// What a SubjectPublicKeyInfo says (RFC 5280, 4.1.2.7), also where the key itself cannot be used.
#include "base/error.hpp"
#include "pki/der.hpp"

namespace handfast::pki {

Bytes key_algorithm(Bytes spki);  // its AlgorithmIdentifier in DER; empty for what is no SubjectPublicKeyInfo

// The numbers of an RSA key, for RSASSA-PSS, too (RFC 8017, A.1.1): contents of INTEGERs, two's complement.
struct RsaPublicKey {
  Bytes modulus{}, exponent{};
};
Result<RsaPublicKey> read_rsa_public_key(Bytes spki);  // key_unsupported: another kind of key; key_malformed

}  // namespace handfast::pki
