#include "crypto/key_exchange.hpp"
#include "unit/crypto/wycheproof.hpp"

namespace handfast::crypto {
namespace {

using namespace handfast::test;

// As both sides of TLS 1.3 would: the client's agree() and the server's encapsulate() must decide alike.
void check(NamedGroup group, Bytes private_key, const Json& test, bool accepted) {
  const auto own = KeyExchange::from_private_key(group, private_key);
  ASSERT_TRUE(own.has_value());
  const ByteVector peer = hex_field(test, "public");
  const auto secret = own->agree(peer);
  const auto encapsulation = encapsulate(*own, peer);
  ASSERT_EQ(secret.has_value(), accepted);
  ASSERT_EQ(encapsulation.has_value(), accepted);
  if (!accepted) {
    EXPECT_EQ(secret.error(), Errc::wrong_key_share);
    EXPECT_EQ(encapsulation.error(), Errc::wrong_key_share);
    return;
  }
  EXPECT_EQ(bytes_of(secret->reveal()), hex_field(test, "shared"));
  EXPECT_EQ(bytes_of(encapsulation->secret.reveal()), hex_field(test, "shared"));
  EXPECT_EQ(encapsulation->share, bytes_of(own->share()));
}

// The files write private keys as numbers, with a zero in front or without leading zeros.
ByteVector fixed_size(const ByteVector& number, std::size_t size) {
  ByteVector out(size);
  const std::size_t n = std::min(size, number.size());
  std::copy_n(number.rbegin(), n, out.rbegin());
  return out;
}

bool check_curve(NamedGroup group, std::size_t size, const Json& test) {
  // The only acceptable test is a compressed point (RFC 8446, 4.2.8.2).
  check(group, fixed_size(hex_field(test, "private"), size), test, is_valid(test));
  return true;
}

TEST(WycheproofKeyExchange, X25519) {
  const int run = for_each_vector("x25519_test.json", [](const Json&, const Json& test) {
    check(NamedGroup::x25519, hex_field(test, "private"), test, !has_flag(test, "ZeroSharedSecret"));
    return true;
  });
  EXPECT_EQ(run, 518);
}

TEST(WycheproofKeyExchange, Secp256r1) {
  const auto check = [](const Json&, const Json& test) { return check_curve(NamedGroup::secp256r1, 32, test); };
  EXPECT_EQ(for_each_vector("ecdh_secp256r1_ecpoint_test.json", check), 355);
}

TEST(WycheproofKeyExchange, Secp384r1) {
  const auto check = [](const Json&, const Json& test) { return check_curve(NamedGroup::secp384r1, 48, test); };
  EXPECT_EQ(for_each_vector("ecdh_secp384r1_ecpoint_test.json", check), 790);
}

// FIPS 203, 7.2: a key with a coefficient beyond the modulus is refused, and with it the share.
TEST(WycheproofKeyExchange, MlKem768EncapsulationKeys) {
  const auto x25519 = KeyExchange::generate(NamedGroup::x25519);
  ASSERT_TRUE(x25519.has_value());
  const int run = for_each_vector("mlkem_768_encaps_test.json", [&](const Json&, const Json& test) {
    const auto out = encapsulate(NamedGroup::x25519_mlkem768, joined(hex_field(test, "ek"), x25519->share()));
    EXPECT_EQ(out.has_value(), is_valid(test));
    if (!out) {
      EXPECT_EQ(out.error(), Errc::wrong_key_share);
    }
    return true;
  });
  EXPECT_EQ(run, 265);
}

}  // namespace
}  // namespace handfast::crypto
