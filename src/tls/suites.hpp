#pragma once
// What a cipher suite stands for (RFC 8446, B.4; RFC 5289, 7251 and 7905).
#include <optional>

#include "base/codepoints.hpp"
#include "crypto/aead.hpp"
#include "crypto/hash.hpp"

namespace handfast::tls {

enum class Authentication : std::uint8_t { any, ecdsa, rsa };  // TLS 1.3 negotiates it apart; ecdsa: EdDSA, too

struct SuiteParameters {
  crypto::AeadAlgorithm aead;
  crypto::HashAlgorithm hash;
  Authentication authentication = Authentication::any;
};

// Nothing for a suite that is unknown, or not one of this version.
std::optional<SuiteParameters> tls13_suite(CipherSuite suite);
std::optional<SuiteParameters> tls12_suite(CipherSuite suite);
std::optional<SuiteParameters> suite_of(CipherSuite suite, ProtocolVersion version);

}  // namespace handfast::tls
