#include "crypto/aead.hpp"
#include "unit/crypto/wycheproof.hpp"

namespace handfast::crypto {
namespace {

using namespace handfast::test;

void check(AeadAlgorithm algorithm, const Json& test) {
  const auto aead = Aead::create(algorithm, hex_field(test, "key"));
  ASSERT_TRUE(aead.has_value());
  Nonce nonce;
  std::ranges::copy(hex_field(test, "iv"), nonce.begin());
  const ByteVector additional_data = hex_field(test, "aad"), message = hex_field(test, "msg");
  const ByteVector sealed = joined(hex_field(test, "ct"), hex_field(test, "tag"));

  ByteVector opened(sealed.size() - aead->tag_size(), 0xaa);
  ASSERT_EQ(aead->open(nonce, additional_data, sealed, opened), is_valid(test));
  if (!is_valid(test)) {
    EXPECT_EQ(opened, ByteVector(opened.size())) << "something of a forged record was given out";
    return;
  }
  EXPECT_EQ(opened, message);
  ByteVector out(sealed.size());
  ASSERT_TRUE(aead->seal(nonce, additional_data, message, {}, out));
  EXPECT_EQ(out, sealed);
}

TEST(WycheproofAead, AesGcm) {
  const int run = for_each_vector("aes_gcm_test.json", [](const Json& group, const Json& test) {
    if (group.at("ivSize") != 96 || group.at("tagSize") != 128 || group.at("keySize") == 192) return false;
    check(group.at("keySize") == 128 ? AeadAlgorithm::aes_128_gcm : AeadAlgorithm::aes_256_gcm, test);
    return true;
  });
  EXPECT_GE(run, 130);
}

TEST(WycheproofAead, ChaCha20Poly1305) {
  const int run = for_each_vector("chacha20_poly1305_test.json", [](const Json& group, const Json& test) {
    if (group.at("ivSize") != 96) return false;
    check(AeadAlgorithm::chacha20_poly1305, test);
    return true;
  });
  EXPECT_GE(run, 300);
}

TEST(WycheproofAead, AesCcm) {
  const int run = for_each_vector("aes_ccm_test.json", [](const Json& group, const Json& test) {
    const int key = group.at("keySize"), tag = group.at("tagSize");
    if (group.at("ivSize") != 96 || key == 192 || (tag != 128 && tag != 64)) return false;
    if (tag == 128) {
      check(key == 128 ? AeadAlgorithm::aes_128_ccm : AeadAlgorithm::aes_256_ccm, test);
    } else {
      check(key == 128 ? AeadAlgorithm::aes_128_ccm_8 : AeadAlgorithm::aes_256_ccm_8, test);
    }
    return true;
  });
  EXPECT_GE(run, 140);
}

}  // namespace
}  // namespace handfast::crypto
