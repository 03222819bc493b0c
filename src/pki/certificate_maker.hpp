#pragma once
// A small certificate maker for tests, demonstrations and private networks: certificate authorities, servers, clients.
// It writes what it is told, wrong things included, because tests need wrong certificates.
#include <optional>
#include <string>
#include <vector>

#include "crypto/signature.hpp"
#include "pki/certificate.hpp"

namespace handfast::pki {

struct MadeExtension {
  ByteVector id;  // encoded object identifier, without tag and length
  bool critical = false;
  ByteVector value;
};

// What is to be written. The functions below give sound ones to start from.
struct CertificateProfile {
  std::string common_name;
  std::vector<std::string>
      names;  // subjectAltName: IP addresses in text, anything else is a DNS name and taken as it is
  std::int64_t not_before = 0, not_after = 0;  // seconds since 1970
  std::optional<BasicConstraints> basic_constraints{};
  std::optional<std::uint16_t> key_usage{};
  std::vector<ByteVector> extended_key_usage;  // encoded object identifiers
  std::vector<MadeExtension> more;
  ByteVector serial;                           // big endian; empty: 16 random bytes
  unsigned version = 3;                        // 1 writes no extensions
  std::optional<SignatureScheme> signature{};  // default: what suits the issuer's key
  ByteVector spki;                             // SubjectPublicKeyInfo in DER; empty: that of the owner's key
};
CertificateProfile ca_profile(std::string common_name, std::int64_t not_before, std::int64_t not_after);
CertificateProfile server_profile(std::vector<std::string> names, std::int64_t not_before, std::int64_t not_after);
CertificateProfile client_profile(std::string common_name, std::int64_t not_before, std::int64_t not_after);

struct Issuer {
  const CertificateView& certificate;
  const crypto::PrivateKey& key;
};

// The certificate in DER for the owner of `key`, signed by the issuer, or by itself. Errors: invalid_request (a name
// that cannot be written), random_failed, signing_failed and what the key says.
Result<ByteVector> make_certificate(const CertificateProfile& profile, const crypto::PrivateKey& key,
                                    const Issuer& issuer);
Result<ByteVector> make_self_signed(const CertificateProfile& profile, const crypto::PrivateKey& key);

}  // namespace handfast::pki
