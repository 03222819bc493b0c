#pragma once
// What a SignatureScheme consists of (RFC 8446, 4.2.3), for the providers.
#include <optional>

#include "crypto/hash.hpp"
#include "crypto/signature.hpp"

namespace handfast::crypto {

enum class SignatureKind : std::uint8_t { rsa_pkcs1, rsa_pss, ecdsa, ed25519 };

struct SchemeParts {
  SignatureKind kind;
  KeyType key;  // that makes it in TLS 1.3
  HashAlgorithm
      hash;  // of the message, and of PSS's mask and salt; without meaning for Ed25519, which hashes by itself
};

// The parts of a scheme; none for one that is unknown or that no provider has (Ed448).
std::optional<SchemeParts> scheme_parts(SignatureScheme scheme);

}  // namespace handfast::crypto
