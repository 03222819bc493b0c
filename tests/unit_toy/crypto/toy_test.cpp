// What the toy provider promises beyond src/crypto.
#include "toy_provider/toy.hpp"

#include <gtest/gtest.h>

#include "crypto/key_exchange.hpp"
#include "crypto/random.hpp"
#include "crypto/signature.hpp"
#include "unit/crypto/bytes_for_test.hpp"
#include "unit/crypto/key_samples.hpp"

namespace handfast::crypto {
namespace {

using namespace handfast::test;

TEST(ToyProvider, SameSeedSameRun) {
  const auto run = [](std::uint64_t seed) {
    toy::seed_random(seed);
    ByteVector out(20);
    EXPECT_TRUE(random_bytes(out));
    append(out, KeyExchange::generate(NamedGroup::x25519_mlkem768).value().share());
    append(out, PrivateKey::generate(KeyType::rsa).value().public_spki().value());
    append(out, PrivateKey::generate(KeyType::ec_p256).value().public_spki().value());
    return out;
  };
  EXPECT_EQ(run(7), run(7));
  EXPECT_NE(run(7), run(8));
}

TEST(ToyProvider, PrivateKeysFitTheCertificatesOfTheirFiles) {
  const std::pair<Result<PrivateKey>, std::string_view> keys[] = {
      {PrivateKey::from_sec1(unhex(kP256Sec1)), kP256Spki},
      {PrivateKey::from_pkcs8(unhex(kP384Pkcs8)), kP384Spki},
      {PrivateKey::from_pkcs8(unhex(kPssSha256Pkcs8)), kPssSha256Spki},
  };
  for (const auto& [key, spki] : keys) {
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(key->public_spki().value(), unhex(spki));
  }
  const auto without_public = PrivateKey::from_sec1(unhex(kP256Sec1NoPublic));
  ASSERT_FALSE(without_public.has_value());
  EXPECT_EQ(without_public.error(), Errc::key_unsupported);
}

}  // namespace
}  // namespace handfast::crypto
