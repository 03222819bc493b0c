// Keys that a password protects, as the openssl command writes them.
#include "pki/encrypted_key.hpp"

#include <gtest/gtest.h>

#include "pki/file.hpp"
#include "pki/key_file.hpp"
#include "pki/pem.hpp"

namespace handfast::pki {
namespace {

ByteVector file(const std::string& name) {
  return read_file(HANDFAST_TESTS_DIR "/unit/pki/data/" + name, kMaxKeyFileSize).value();
}

Result<crypto::PrivateKey> open(const std::string& name, std::string_view password) {
  return read_private_key(file(name), as_bytes(password));
}

ByteVector der_of(const std::string& name) {
  const ByteVector text = file(name);
  return decode_pem(**PemReader(text).next()).value();
}

TEST(EncryptedKey, ThePasswordOpensIt) {
  const auto plain = read_private_key(file("ec_pkcs8.pem")).value().public_spki().value();
  for (const std::string name :
       {"ec_aes_256_cbc_sha256.pem", "ec_aes_128_cbc_sha1.pem", "ec_aes_192_cbc_sha512.pem", "ec_des_ede3_cbc.pem"}) {
    const auto key = open(name, "secret");
    ASSERT_TRUE(key) << name;
    EXPECT_EQ(key->public_spki().value(), plain) << name;
    EXPECT_EQ(open(name, "Secret").error().code, Errc::wrong_password) << name;
    EXPECT_EQ(open(name, "").error().code, Errc::wrong_password) << name;
    EXPECT_EQ(read_private_key(file(name)).error().code, Errc::key_encrypted) << name;
    EXPECT_TRUE(read_private_key(der_of(name), as_bytes("secret"))) << name;
  }
}

TEST(EncryptedKey, OneThatIsNotEncryptedNeedsNone) { EXPECT_TRUE(open("ec_pkcs8.pem", "whatever")); }

TEST(EncryptedKey, OtherSchemesAreNamedAsSuch) {
  for (const std::string name : {"ec_scrypt.pem", "ec_pbe_sha1_3des.pem"})
    EXPECT_EQ(open(name, "secret").error().code, Errc::key_unsupported) << name;
}

// Whatever byte is damaged or missing: an error, and never a key that is not the one.
TEST(EncryptedKey, DamagedFiles) {
  const auto whole = der_of("ec_aes_128_cbc_sha1.pem");
  const auto plain = decrypt_pkcs8(whole, as_bytes("secret"));
  ASSERT_TRUE(plain);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_FALSE(decrypt_pkcs8(Bytes(whole).first(i), as_bytes("secret"))) << i;
    ByteVector damaged = whole;
    damaged[i] ^= 0x40;
    const auto opened = decrypt_pkcs8(damaged, as_bytes("secret"));
    EXPECT_FALSE(opened && equal(opened->reveal(), plain->reveal())) << i;
  }
}

TEST(EncryptedKey, RoundsAreLimited) {
  ByteVector der = der_of("ec_aes_192_cbc_sha512.pem");
  const std::array<std::uint8_t, 3> hundred{0x02, 0x01, 0x64};  // INTEGER 100
  const auto at = std::ranges::search(der, hundred);
  ASSERT_FALSE(at.empty());
  *std::prev(at.end()) = 0;
  EXPECT_EQ(decrypt_pkcs8(der, as_bytes("secret")).error().code, Errc::key_malformed);
}

}  // namespace
}  // namespace handfast::pki
