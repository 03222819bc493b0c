#pragma once
// Private keys and certificate chains as people keep them: PEM or DER, in memory or in a file.
#include <filesystem>
#include <optional>
#include <vector>

#include "crypto/signature.hpp"
#include "pki/certificate.hpp"

namespace handfast::pki {

// What errors say about a file in the place of a key's: Error::expected, and Error::found of one in DER.
inline constexpr std::string_view kNeedsPrivateKey = "a private key", kIsCertificate = "a certificate";

inline constexpr std::size_t kMaxKeyFileSize = 64 * 1024;  // an RSA-16384 key in PEM has 13 KB
inline constexpr std::size_t kMaxCertificateFileSize = 4 * 1024 * 1024;
inline constexpr std::size_t kMaxCertificatesInFile = 1024;  // a credential's file; trust stores have their own

// Whether these bytes are PKCS#12 (RFC 7292, 4), which people give in the place of PEM. It is not read here.
bool is_pkcs12(Bytes der);

// The first private key in PEM (PKCS#8, SEC 1, PKCS#1; certificates and parameters around it are passed over), or the
// key in DER. `password` is for one in encrypted PKCS#8 and not looked at otherwise; none is another thing than an empty
// one. Errors: key_encrypted, key_malformed, key_unsupported, pem_malformed, pem_not_found (neither PEM nor DER), and
// those of decrypt_pkcs8().
Result<crypto::PrivateKey> read_private_key(Bytes pem_or_der, std::optional<Bytes> password = std::nullopt);
Result<crypto::PrivateKey> load_private_key(const std::filesystem::path& file);  // and file_error, pkcs12_container

// All certificates, in the order of the text: a credential's chain has its leaf first. At least one, or pem_not_found.
// Other errors: pem_malformed, certificate_malformed.
Result<std::vector<Certificate>> read_certificates(Bytes pem_or_der);
Result<std::vector<Certificate>> load_certificates(
    const std::filesystem::path& file);  // and file_error, pkcs12_container

}  // namespace handfast::pki
