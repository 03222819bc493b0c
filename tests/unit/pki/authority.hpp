#pragma once
// Certificates for tests, made on the spot.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "pki/certificate_maker.hpp"
#include "pki/object_identifiers.hpp"
#include "pki/pem.hpp"

namespace handfast::pki {

inline constexpr std::int64_t kNow = 1'795'500'000;  // 2026-11-24 06:00:00 UTC
inline constexpr std::int64_t kDay = 86'400;

inline ByteVector to_vector(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

// A key with the certificate of it.
struct Made {
  crypto::PrivateKey key;
  Certificate certificate;
  Bytes der() const { return certificate.der(); }
  Issuer as_issuer() const { return {certificate.view(), key}; }
};

inline crypto::PrivateKey new_key(crypto::KeyType type = crypto::KeyType::ec_p256) {
  return std::move(crypto::PrivateKey::generate(type).value());
}

inline Made self_signed(const CertificateProfile& profile, crypto::PrivateKey key = new_key()) {
  ByteVector der = make_self_signed(profile, key).value();
  return {std::move(key), std::move(Certificate::parse(std::move(der)).value())};
}

inline Made issued_by(const Made& issuer, const CertificateProfile& profile, crypto::PrivateKey key = new_key()) {
  ByteVector der = make_certificate(profile, key, issuer.as_issuer()).value();
  return {std::move(key), std::move(Certificate::parse(std::move(der)).value())};
}

inline CertificateProfile ca(std::string name) { return ca_profile(std::move(name), kNow - kDay, kNow + kDay); }
inline CertificateProfile server(std::string name) {
  return server_profile({std::move(name)}, kNow - kDay, kNow + kDay);
}
inline CertificateProfile client(std::string name) { return client_profile(std::move(name), kNow - kDay, kNow + kDay); }

inline std::string data_file(const std::string& name) { return HANDFAST_TESTS_DIR "/unit/pki/data/" + name; }

inline ByteVector contents(const std::string& name) {
  std::ifstream in(data_file(name), std::ios::binary);
  EXPECT_TRUE(in) << name;
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace handfast::pki
