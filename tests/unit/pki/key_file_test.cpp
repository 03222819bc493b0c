#include "pki/key_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "authority.hpp"

namespace handfast::pki {
namespace {

using crypto::KeyType;

Errc error_of(const std::string& text) {
  const auto key = read_private_key(as_bytes(text));
  EXPECT_FALSE(key) << text;
  return key ? Errc::internal_error : key.error().code;
}

TEST(KeyFile, ReadsEveryFormatOfOneKey) {
  const Result<crypto::PrivateKey> first = load_private_key(data_file("ec_with_parameters.pem"));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->type(), KeyType::ec_p256);
  for (const std::string name : {"ec_pkcs8.pem", "ec_pkcs8.der", "ec_sec1.der"}) {
    const Result<crypto::PrivateKey> key = load_private_key(data_file(name));
    ASSERT_TRUE(key) << name;
    EXPECT_EQ(key->public_spki().value(), first->public_spki().value()) << name;
  }
  const Result<crypto::PrivateKey> rsa = load_private_key(data_file("rsa_pkcs1.pem"));
  ASSERT_TRUE(rsa);
  for (const std::string name : {"rsa_pkcs1.der", "rsa_pkcs8.pem"}) {
    const Result<crypto::PrivateKey> key = load_private_key(data_file(name));
    ASSERT_TRUE(key) << name;
    EXPECT_EQ(key->public_spki().value(), rsa->public_spki().value()) << name;
  }
  EXPECT_EQ(load_private_key(data_file("ed25519_pkcs8.pem"))->type(), KeyType::ed25519);
  EXPECT_EQ(load_private_key(data_file("rsa_pss_pkcs8.pem"))->type(), KeyType::rsa_pss);
}

TEST(KeyFile, SaysWhyNot) {
  for (const std::string name : {"ec_encrypted_pkcs8.pem", "ec_encrypted_pkcs8.der", "ec_encrypted_by_headers.pem"})
    EXPECT_EQ(load_private_key(data_file(name)).error().code, Errc::key_encrypted) << name;
  EXPECT_EQ(load_private_key(data_file("ed448_pkcs8.pem")).error().code, Errc::key_unsupported);
  EXPECT_EQ(load_private_key(data_file("all_extensions.pem")).error().code, Errc::pem_not_found);
  const auto certificates = load_certificates(data_file("all_extensions.pem"));
  const auto of_certificate = read_private_key(certificates->front().der());
  EXPECT_EQ(of_certificate.error().code, Errc::key_malformed);
  EXPECT_EQ(of_certificate.error().found.view(), kIsCertificate);
  EXPECT_EQ(error_of(""), Errc::pem_not_found);
  EXPECT_EQ(error_of("nothing of the kind"), Errc::pem_not_found);
  EXPECT_EQ(error_of("-----BEGIN PRIVATE KEY-----\nZm9v\n-----END PRIVATE KEY-----\n"), Errc::key_malformed);
  EXPECT_EQ(error_of("-----BEGIN PRIVATE KEY-----\nZm9\n-----END PRIVATE KEY-----\n"), Errc::pem_malformed);
  EXPECT_EQ(error_of("-----BEGIN PRIVATE KEY-----\nZm9v\n"), Errc::pem_malformed);
  EXPECT_EQ(error_of("0"), Errc::key_malformed);
  EXPECT_EQ(error_of(std::string("\x30\x03\x04\x01\x00", 5)), Errc::key_malformed);
  EXPECT_EQ(error_of(std::string(kMaxKeyFileSize + 1, '\n')), Errc::key_malformed);
}

TEST(KeyFile, FilesThatCannotBeRead) {
  const auto missing = load_private_key(data_file("missing"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Errc::file_error);
  EXPECT_EQ(missing.error().found.view(), "No such file or directory");
  EXPECT_EQ(load_private_key(data_file("")).error().code, Errc::file_error);  // a folder
  EXPECT_EQ(load_private_key("/dev/zero").error().code, Errc::file_error);    // never ends
  EXPECT_EQ(load_certificates(data_file("missing")).error().code, Errc::file_error);
}

TEST(CertificateFile, ChainsKeepTheirOrder) {
  std::string text = "leaf first\n";
  for (const std::string name : {"version1.pem", "ec_pkcs8.pem", "rsa_sha1.pem", "pss_sha256.pem"}) {
    const ByteVector part = contents(name);
    text.append(as_text(part));
  }
  const auto chain = read_certificates(as_bytes(text));
  ASSERT_TRUE(chain);
  ASSERT_EQ(chain->size(), 3u);
  EXPECT_EQ((*chain)[0].subject_text(), "CN=version-1");
  EXPECT_EQ((*chain)[1].subject_text(), "CN=sha1");
  EXPECT_EQ((*chain)[2].subject_text(), "CN=pss-sha256");
  const auto der = read_certificates((*chain)[0].der());
  ASSERT_TRUE(der);
  EXPECT_EQ((*der)[0].subject_text(), "CN=version-1");
}

TEST(CertificateFile, SaysWhyNot) {
  EXPECT_EQ(read_certificates({}).error().code, Errc::pem_not_found);
  EXPECT_EQ(load_certificates(data_file("ec_pkcs8.pem")).error().code, Errc::pem_not_found);
  EXPECT_EQ(load_certificates(data_file("ec_pkcs8.der")).error().code, Errc::certificate_malformed);
  EXPECT_EQ(read_certificates(as_bytes("-----BEGIN CERTIFICATE-----\nZm9v\n-----END CERTIFICATE-----")).error().code,
            Errc::certificate_malformed);
  EXPECT_EQ(read_certificates(as_bytes("-----BEGIN CERTIFICATE-----\nZm9v\n")).error().code, Errc::pem_malformed);
  const ByteVector one = contents("version1.pem");
  std::string many;
  for (std::size_t i = 0; i <= kMaxCertificatesInFile; ++i) many.append(as_text(one));
  EXPECT_EQ(read_certificates(as_bytes(many)).error().code, Errc::certificate_chain_too_long);
}

}  // namespace
}  // namespace handfast::pki
