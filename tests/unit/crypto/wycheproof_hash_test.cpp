#include "crypto/hash.hpp"
#include "unit/crypto/wycheproof.hpp"

namespace handfast::crypto {
namespace {

using namespace handfast::test;

TEST(WycheproofHash, HmacSha256) {
  const int run = for_each_vector("hmac_sha256_test.json", [](const Json& group, const Json& test) {
    const std::size_t size = group.at("tagSize").get<std::size_t>() / 8;
    const SecretDigest mac = HmacKey(HashAlgorithm::sha256, hex_field(test, "key")).mac(hex_field(test, "msg"));
    EXPECT_EQ(bytes_of(mac.reveal().first(size)) == hex_field(test, "tag"), is_valid(test));
    return true;
  });
  EXPECT_EQ(run, 174);
}

bool check_hkdf(HashAlgorithm algorithm, const Json& test) {
  const SecretDigest prk = hkdf_extract(algorithm, hex_field(test, "salt"), hex_field(test, "ikm"));
  ByteVector out(test.at("size").get<std::size_t>());
  const bool expanded = hkdf_expand(HmacKey(algorithm, prk.reveal()), hex_field(test, "info"), out);
  EXPECT_EQ(expanded, is_valid(test));
  if (expanded) {
    EXPECT_EQ(out, hex_field(test, "okm"));
  }
  return true;
}

TEST(WycheproofHash, HkdfSha256) {
  const auto check = [](const Json&, const Json& test) { return check_hkdf(HashAlgorithm::sha256, test); };
  EXPECT_EQ(for_each_vector("hkdf_sha256_test.json", check), 86);
}

TEST(WycheproofHash, HkdfSha384) {
  const auto check = [](const Json&, const Json& test) { return check_hkdf(HashAlgorithm::sha384, test); };
  EXPECT_EQ(for_each_vector("hkdf_sha384_test.json", check), 83);
}

}  // namespace
}  // namespace handfast::crypto
