#pragma once
// What a TLS 1.3 cipher suite stands for (RFC 8446, B.4).
#include <optional>

#include "base/codepoints.hpp"
#include "crypto/aead.hpp"
#include "crypto/hash.hpp"

namespace handfast::tls {

struct SuiteParameters {
  crypto::AeadAlgorithm aead;
  crypto::HashAlgorithm hash;
};

// Nothing for a suite that is unknown, or not one of TLS 1.3.
std::optional<SuiteParameters> tls13_suite(CipherSuite suite);

}  // namespace handfast::tls
