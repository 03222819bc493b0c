#include <gtest/gtest.h>

#include <thread>

#include "crypto/signature.hpp"
#include "unit/crypto/bytes_for_test.hpp"
#include "unit/crypto/key_samples.hpp"

namespace handfast::crypto {
namespace {

using namespace handfast::test;

constexpr SignatureScheme kAllSchemes[] = {
    SignatureScheme::rsa_pkcs1_sha1,
    SignatureScheme::rsa_pkcs1_sha256,
    SignatureScheme::rsa_pkcs1_sha384,
    SignatureScheme::rsa_pkcs1_sha512,
    SignatureScheme::rsa_pss_rsae_sha256,
    SignatureScheme::rsa_pss_rsae_sha384,
    SignatureScheme::rsa_pss_rsae_sha512,
    SignatureScheme::rsa_pss_pss_sha256,
    SignatureScheme::rsa_pss_pss_sha384,
    SignatureScheme::rsa_pss_pss_sha512,
    SignatureScheme::ecdsa_sha1,
    SignatureScheme::ecdsa_secp256r1_sha256,
    SignatureScheme::ecdsa_secp384r1_sha384,
    SignatureScheme::ecdsa_secp521r1_sha512,
    SignatureScheme::ed25519,
    SignatureScheme::ed448,
};

PublicKey public_half(const PrivateKey& key) {
  const auto spki = key.public_spki();
  EXPECT_TRUE(spki.has_value());
  auto out = PublicKey::from_spki(*spki);
  EXPECT_TRUE(out.has_value());
  return std::move(*out);
}

template <class Key>
Errc error_of(const Result<Key>& result) {
  EXPECT_FALSE(result.has_value());
  return result ? Errc::internal_error : result.error().code;
}

struct Expectation {
  KeyType type;
  unsigned bits;
  int schemes, schemes_with_any_curve;
};

class KeyTypeTest : public ::testing::TestWithParam<Expectation> {
 protected:
  PrivateKey generate() {
    auto key = PrivateKey::generate(GetParam().type);
    EXPECT_TRUE(key.has_value());
    return std::move(*key);
  }
};

TEST_P(KeyTypeTest, SignsAndVerifiesWithEverySchemeThatFits) {
  const PrivateKey key = generate();
  const PublicKey own = public_half(key), other = public_half(generate());
  const ByteVector message = pattern(130);
  int fitting = 0;
  for (const SignatureScheme scheme : kAllSchemes) {
    SCOPED_TRACE(name_of(scheme));
    const auto signature = key.sign(scheme, message);
    ASSERT_EQ(signature.has_value(), scheme_fits(scheme, GetParam().type, true));
    if (!signature) {
      EXPECT_EQ(signature.error(), Errc::invalid_request);
      EXPECT_FALSE(own.verify(scheme, message, pattern(64)));
      continue;
    }
    ++fitting;
    EXPECT_TRUE(own.verify(scheme, message, *signature));
    EXPECT_FALSE(other.verify(scheme, message, *signature)) << "another key";
    EXPECT_FALSE(own.verify(scheme, pattern(130, 2), *signature)) << "another message";
    EXPECT_FALSE(own.verify(scheme, message, {})) << "no signature";
    EXPECT_FALSE(own.verify(scheme, message, joined(*signature, pattern(1)))) << "a byte behind it";
    ByteVector changed = *signature;
    changed.back() ^= 1;
    EXPECT_FALSE(own.verify(scheme, message, changed)) << "a changed bit";
    for (const SignatureScheme wrong : kAllSchemes) {
      if (wrong != scheme) {
        EXPECT_FALSE(own.verify(wrong, message, *signature)) << name_of(wrong);
      }
    }
    EXPECT_TRUE(own.verify(scheme, {}, key.sign(scheme, {}).value())) << "an empty message";
  }
  EXPECT_EQ(fitting, GetParam().schemes_with_any_curve);
}

TEST_P(KeyTypeTest, FitsTheSchemesOfTls13) {
  int fitting = 0;
  for (const SignatureScheme scheme : kAllSchemes) fitting += scheme_fits(scheme, GetParam().type) ? 1 : 0;
  EXPECT_EQ(fitting, GetParam().schemes);
}

TEST_P(KeyTypeTest, KnowsItsTypeAndSize) {
  const PrivateKey key = generate();
  EXPECT_EQ(key.type(), GetParam().type);
  EXPECT_EQ(key.bits(), GetParam().bits);
  EXPECT_EQ(public_half(key).type(), GetParam().type);
  EXPECT_EQ(public_half(key).bits(), GetParam().bits);
}

TEST_P(KeyTypeTest, SurvivesPkcs8) {
  const PrivateKey key = generate();
  const auto file = key.to_pkcs8();
  ASSERT_TRUE(file.has_value());
  const auto copy = PrivateKey::from_pkcs8(file->reveal());
  ASSERT_TRUE(copy.has_value());
  EXPECT_EQ(copy->type(), key.type());
  EXPECT_EQ(copy->public_spki().value(), key.public_spki().value());
  EXPECT_TRUE(equal(copy->to_pkcs8().value().reveal(), file->reveal()));
  for (const SignatureScheme scheme : kAllSchemes) {
    if (!scheme_fits(scheme, key.type())) continue;
    EXPECT_TRUE(public_half(key).verify(scheme, pattern(10), copy->sign(scheme, pattern(10)).value()));
  }
}

TEST_P(KeyTypeTest, RefusesTruncatedFiles) {
  const PrivateKey key = generate();
  const SecretBytes file = std::move(key.to_pkcs8().value());
  for (std::size_t size = 0; size < file.size(); ++size) {
    EXPECT_EQ(error_of(PrivateKey::from_pkcs8(file.reveal().first(size))), Errc::key_malformed) << size;
  }
  EXPECT_EQ(error_of(PrivateKey::from_pkcs8(joined(file.reveal(), pattern(1)))), Errc::key_malformed);
  const ByteVector spki = key.public_spki().value();
  for (std::size_t size = 0; size < spki.size(); ++size) {
    EXPECT_EQ(error_of(PublicKey::from_spki(Bytes(spki).first(size))), Errc::key_malformed) << size;
  }
  EXPECT_EQ(error_of(PublicKey::from_spki(joined(spki, pattern(1)))), Errc::key_malformed);
}

// What a flipped bit makes of a file is either refused or a whole key that works like any other.
TEST_P(KeyTypeTest, SurvivesDamagedFiles) {
  const PrivateKey key = generate();
  const SecretBytes file = std::move(key.to_pkcs8().value());
  for (std::size_t i = 0; i < file.size(); i += GetParam().bits > 1000 ? 7 : 1) {
    ByteVector damaged = bytes_of(file.reveal());
    damaged[i] ^= 1;
    if (const auto other = PrivateKey::from_pkcs8(damaged)) {
      EXPECT_TRUE(other->public_spki().has_value()) << i;
    }
  }
  const ByteVector spki = key.public_spki().value();
  for (std::size_t i = 0; i < spki.size(); ++i) {
    ByteVector damaged = spki;
    damaged[i] ^= 1;
    if (const auto other = PublicKey::from_spki(damaged)) {
      EXPECT_FALSE(other->verify(SignatureScheme::ed25519, pattern(5), pattern(64))) << i;
    }
  }
}

TEST_P(KeyTypeTest, SignsInSeveralThreadsAtOnce) {
  const PrivateKey key = generate();
  const PublicKey own = public_half(key);
  for (const SignatureScheme scheme : kAllSchemes) {
    if (!scheme_fits(scheme, key.type())) continue;
    std::vector<ByteVector> signatures(4);
    std::vector<std::thread> threads;
    for (ByteVector& out : signatures) {
      threads.emplace_back([&] {
        for (int i = 0; i < 5; ++i) out = key.sign(scheme, pattern(40)).value();
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const ByteVector& signature : signatures) EXPECT_TRUE(own.verify(scheme, pattern(40), signature));
    break;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, KeyTypeTest,
    ::testing::Values(Expectation{KeyType::rsa, 2048, 7, 7}, Expectation{KeyType::rsa_pss, 2048, 3, 3},
                      Expectation{KeyType::ec_p256, 256, 1, 4}, Expectation{KeyType::ec_p384, 384, 1, 4},
                      Expectation{KeyType::ec_p521, 521, 1, 4}, Expectation{KeyType::ed25519, 255, 1, 1}));

TEST(KeyFiles, Sec1AndPkcs8HoldTheSameKey) {
  const std::tuple<KeyType, std::string_view, std::string_view, std::string_view> keys[] = {
      {KeyType::ec_p256, kP256Sec1, kP256Pkcs8, kP256Spki},
      {KeyType::ec_p384, kP384Sec1, kP384Pkcs8, kP384Spki},
      {KeyType::ec_p521, kP521Sec1, kP521Pkcs8, kP521Spki},
  };
  for (const auto& [type, sec1, pkcs8, spki] : keys) {
    const auto key = PrivateKey::from_sec1(unhex(sec1));
    ASSERT_TRUE(key.has_value());
    EXPECT_EQ(key->type(), type);
    EXPECT_EQ(key->public_spki().value(), unhex(spki));
    EXPECT_EQ(PrivateKey::from_pkcs8(key->to_pkcs8().value().reveal()).value().public_spki().value(), unhex(spki));
    EXPECT_EQ(PrivateKey::from_pkcs8(unhex(pkcs8)).value().public_spki().value(), unhex(spki));
  }
}

TEST(KeyFiles, Pkcs1AndPkcs8HoldTheSameKey) {
  const auto key = PrivateKey::from_pkcs1(unhex(kRsaPkcs1));
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->type(), KeyType::rsa);
  EXPECT_EQ(key->bits(), 2048u);
  EXPECT_EQ(bytes_of(key->to_pkcs8().value().reveal()), unhex(kRsaPkcs8));
}

// RFC 4055, 1.2: the restriction holds for signing and verifying, and travels with the key.
TEST(KeyFiles, RestrictedPssKeys) {
  const auto key = PrivateKey::from_pkcs8(unhex(kPssSha256Pkcs8));
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->type(), KeyType::rsa_pss);
  EXPECT_EQ(key->public_spki().value(), unhex(kPssSha256Spki));
  EXPECT_EQ(bytes_of(key->to_pkcs8().value().reveal()), unhex(kPssSha256Pkcs8));
  const PublicKey own = public_half(*key);
  const auto signature = key->sign(SignatureScheme::rsa_pss_pss_sha256, pattern(9));
  ASSERT_TRUE(signature.has_value());
  EXPECT_TRUE(own.verify(SignatureScheme::rsa_pss_pss_sha256, pattern(9), *signature));
  EXPECT_EQ(error_of(key->sign(SignatureScheme::rsa_pss_pss_sha384, pattern(9))), Errc::invalid_request);
  EXPECT_FALSE(own.verify(SignatureScheme::rsa_pss_pss_sha384, pattern(9), *signature));
  ByteVector salt_too_long = unhex(kPssSha256Spki);
  ASSERT_EQ(salt_too_long[69], 32);
  salt_too_long[69] = 33;  // no TLS signature has as much
  EXPECT_EQ(error_of(PublicKey::from_spki(salt_too_long)), Errc::key_unsupported);
  EXPECT_EQ(PublicKey::from_spki(unhex(kPssSpki)).value().type(), KeyType::rsa_pss);
}

TEST(KeyFiles, UnsupportedKeys) {
  EXPECT_EQ(error_of(PublicKey::from_spki(unhex(kP224Spki))), Errc::key_unsupported);
  EXPECT_EQ(error_of(PublicKey::from_spki(unhex(kSecp256k1Spki))), Errc::key_unsupported);
  EXPECT_EQ(error_of(PublicKey::from_spki(unhex(kX25519Spki))), Errc::key_unsupported);
  EXPECT_EQ(error_of(PublicKey::from_spki(unhex(kP256CompressedSpki))), Errc::key_unsupported);
  EXPECT_EQ(error_of(PublicKey::from_spki(unhex(kP256ExplicitSpki))), Errc::key_unsupported);
  EXPECT_EQ(error_of(PrivateKey::from_pkcs8(unhex(kP224Pkcs8))), Errc::key_unsupported);
  EXPECT_EQ(error_of(PrivateKey::from_pkcs8(unhex(kX25519Pkcs8))), Errc::key_unsupported);
  EXPECT_EQ(error_of(PrivateKey::from_sec1(unhex(kP224Sec1))), Errc::key_unsupported);
}

TEST(KeyFiles, WrongContainers) {
  EXPECT_EQ(error_of(PrivateKey::from_pkcs8(unhex(kRsaPkcs1))), Errc::key_malformed);
  EXPECT_EQ(error_of(PrivateKey::from_pkcs8(unhex(kP256Sec1))), Errc::key_malformed);
  EXPECT_EQ(error_of(PrivateKey::from_pkcs1(unhex(kRsaPkcs8))), Errc::key_malformed);
  EXPECT_EQ(error_of(PrivateKey::from_sec1(unhex(kP256Pkcs8))), Errc::key_malformed);
  EXPECT_EQ(error_of(PublicKey::from_spki(unhex(kRsaPkcs8))), Errc::key_malformed);
  EXPECT_EQ(error_of(PublicKey::from_spki({})), Errc::key_malformed);
}

TEST(KeyFiles, GeneratesRsaInSensibleSizesOnly) {
  for (const unsigned bits : {0u, 512u, 1023u, kMaxGeneratedRsaBits + 1, 0xffffffffu}) {
    EXPECT_EQ(error_of(PrivateKey::generate(KeyType::rsa, bits)), Errc::invalid_request) << bits;
  }
  EXPECT_EQ(PrivateKey::generate(KeyType::rsa, kMinGeneratedRsaBits).value().bits(), kMinGeneratedRsaBits);
}

}  // namespace
}  // namespace handfast::crypto
