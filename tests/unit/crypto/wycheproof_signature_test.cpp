#include "crypto/signature.hpp"
#include "unit/crypto/wycheproof.hpp"

namespace handfast::crypto {
namespace {

using namespace handfast::test;

int check_file(const std::string& name, KeyType type, SignatureScheme scheme) {
  return for_each_vector(name, [=](const Json& group, const Json& test) {
    const auto key = PublicKey::from_spki(hex_field(group, "publicKeyDer"));
    EXPECT_TRUE(key.has_value());
    if (!key) return false;
    EXPECT_EQ(key->type(), type);
    // The one acceptable test is a DigestInfo without its NULL, which RFC 8017, 9.2 lets us refuse.
    EXPECT_EQ(key->verify(scheme, hex_field(test, "msg"), hex_field(test, "sig")), is_valid(test));
    return true;
  });
}

TEST(WycheproofSignature, EcdsaP256) {
  EXPECT_EQ(check_file("ecdsa_secp256r1_sha256_test.json", KeyType::ec_p256, SignatureScheme::ecdsa_secp256r1_sha256),
            484);
}

TEST(WycheproofSignature, EcdsaP384) {
  EXPECT_EQ(check_file("ecdsa_secp384r1_sha384_test.json", KeyType::ec_p384, SignatureScheme::ecdsa_secp384r1_sha384),
            504);
}

TEST(WycheproofSignature, Ed25519) {
  EXPECT_EQ(check_file("ed25519_test.json", KeyType::ed25519, SignatureScheme::ed25519), 150);
}

TEST(WycheproofSignature, RsaPss2048) {
  EXPECT_EQ(check_file("rsa_pss_2048_sha256_mgf1_32_test.json", KeyType::rsa, SignatureScheme::rsa_pss_rsae_sha256),
            108);
}

TEST(WycheproofSignature, RsaPkcs1_2048) {
  EXPECT_EQ(check_file("rsa_signature_2048_sha256_test.json", KeyType::rsa, SignatureScheme::rsa_pkcs1_sha256), 259);
}

}  // namespace
}  // namespace handfast::crypto
