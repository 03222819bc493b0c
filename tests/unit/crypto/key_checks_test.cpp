// What only a provider that computes can notice in a key; the toy provider does not.
#include <gtest/gtest.h>

#include "crypto/signature.hpp"
#include "unit/crypto/bytes_for_test.hpp"
#include "unit/crypto/key_samples.hpp"

namespace handfast::crypto {
namespace {

using namespace handfast::test;

bool malformed(const Result<PublicKey>& key) { return !key && key.error() == Errc::key_malformed; }
bool malformed(const Result<PrivateKey>& key) { return !key && key.error() == Errc::key_malformed; }
bool inconsistent(const Result<PrivateKey>& key) { return !key && key.error() == Errc::key_inconsistent; }

TEST(KeyChecks, EcKeyWithoutItsPublicHalfGetsIt) {
  EXPECT_EQ(PrivateKey::from_sec1(unhex(kP256Sec1NoPublic)).value().public_spki().value(), unhex(kP256Spki));
}

TEST(KeyChecks, EcKeysAreWrittenAsOthersWriteThem) {
  EXPECT_EQ(bytes_of(PrivateKey::from_sec1(unhex(kP256Sec1)).value().to_pkcs8().value().reveal()), unhex(kP256Pkcs8));
  EXPECT_EQ(bytes_of(PrivateKey::from_sec1(unhex(kP384Sec1)).value().to_pkcs8().value().reveal()), unhex(kP384Pkcs8));
  EXPECT_EQ(bytes_of(PrivateKey::from_sec1(unhex(kP521Sec1)).value().to_pkcs8().value().reveal()), unhex(kP521Pkcs8));
}

TEST(KeyChecks, Ed25519FileGivesItsPublicKey) {
  const auto key = PrivateKey::from_pkcs8(unhex(kEd25519Pkcs8));
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->public_spki().value(), unhex(kEd25519Spki));
  EXPECT_EQ(bytes_of(key->to_pkcs8().value().reveal()), unhex(kEd25519Pkcs8));
}

// RFC 8410, 10.3's form: version 2 with the public key behind.
TEST(KeyChecks, Version2FileMustHoldBothHalvesOfOneKey) {
  ByteVector file = unhex(kEd25519Pkcs8);
  const ByteVector spki = unhex(kEd25519Spki);
  file[1] = static_cast<std::uint8_t>(file[1] + 35);
  file[4] = 1;
  append(file, unhex("812100"));
  append(file, Bytes(spki).last(32));
  EXPECT_EQ(PrivateKey::from_pkcs8(file).value().public_spki().value(), spki);
  file.back() ^= 1;
  EXPECT_TRUE(inconsistent(PrivateKey::from_pkcs8(file)));
  file.back() ^= 1;
  file[4] = 0;
  EXPECT_TRUE(malformed(PrivateKey::from_pkcs8(file))) << "version 1 has no public key";
  file[4] = 2;
  EXPECT_TRUE(malformed(PrivateKey::from_pkcs8(file))) << "there is no version 3";
}

TEST(KeyChecks, PointsBesideTheCurve) {
  ByteVector spki = unhex(kP256Spki);
  spki.back() ^= 1;
  EXPECT_TRUE(malformed(PublicKey::from_spki(spki)));
  ByteVector sec1 = unhex(kP256Sec1);
  sec1.back() ^= 1;
  EXPECT_TRUE(inconsistent(PrivateKey::from_sec1(sec1)));
}

TEST(KeyChecks, HalvesOfDifferentKeys) {
  ByteVector sec1 = unhex(kP256Sec1);
  sec1[10] ^= 1;  // within the private number
  EXPECT_TRUE(inconsistent(PrivateKey::from_sec1(sec1)));
  ByteVector rsa = unhex(kRsaPkcs1);
  rsa[100] ^= 1;  // within the modulus
  EXPECT_TRUE(inconsistent(PrivateKey::from_pkcs1(rsa)));
  rsa.pop_back();
  EXPECT_TRUE(malformed(PrivateKey::from_pkcs1(rsa)));
}

TEST(KeyChecks, RsaKeysWithoutNullParameters) {  // RFC 3279, 2.3.1 wants them; not every writer does
  ByteVector file = unhex(kRsaPkcs8);
  constexpr std::ptrdiff_t kNull = 20;  // behind the headers, the version and the identifier
  ASSERT_EQ(bytes_of(Bytes(file).subspan(kNull, 2)), unhex("0500"));
  file.erase(file.begin() + kNull, file.begin() + kNull + 2);
  for (const std::size_t length : {3u, 8u}) file[length] = static_cast<std::uint8_t>(file[length] - 2);
  const auto key = PrivateKey::from_pkcs8(file);
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->type(), KeyType::rsa);
  EXPECT_TRUE(PublicKey::from_spki(key->public_spki().value()).has_value());
}

}  // namespace
}  // namespace handfast::crypto
