#pragma once
// Private keys that a password protects: PKCS#8's EncryptedPrivateKeyInfo (RFC 5958, 3) by PBES2 (RFC 8018, 6.2).
#include "base/error.hpp"
#include "base/secret.hpp"

namespace handfast::pki {

inline constexpr std::uint32_t kMaxKeyRounds = 10'000'000;  // of PBKDF2: some seconds; real files have up to a million

// The PrivateKeyInfo inside: PBKDF2 with HMAC of SHA-1 or SHA-2; AES or triple DES in CBC mode. Errors: key_malformed,
// key_unsupported (another scheme, such as those of PKCS#12), wrong_password (or damaged contents: nothing tells them apart).
Result<SecretBytes> decrypt_pkcs8(Bytes der, Bytes password);

std::unexpected<Error> wrong_password();

}  // namespace handfast::pki
