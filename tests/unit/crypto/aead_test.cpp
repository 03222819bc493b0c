#include "crypto/aead.hpp"

#include <gtest/gtest.h>

#include "unit/crypto/bytes_for_test.hpp"

namespace handfast::crypto {
namespace {

using namespace handfast::test;

class AeadTest : public ::testing::TestWithParam<AeadAlgorithm> {
 protected:
  Aead make(unsigned seed = 1) {
    auto aead = Aead::create(GetParam(), pattern(aead_key_size(GetParam()), seed));
    EXPECT_TRUE(aead.has_value());
    return std::move(*aead);
  }
  const Nonce nonce_ = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  const ByteVector header_ = pattern(5, 9);
};

TEST_P(AeadTest, SealsInPlaceAsIntoOtherMemory) {
  const Aead aead = make();
  for (const std::size_t size : {0u, 1u, 15u, 16u, 17u, 63u, 64u, 255u, 1350u, 16384u}) {
    for (const Bytes trailer : {Bytes(), Bytes(header_).first(1)}) {
      const ByteVector plaintext = pattern(size);
      ByteVector apart(size + trailer.size() + aead.tag_size());
      ASSERT_TRUE(aead.seal(nonce_, header_, plaintext, trailer, apart)) << size;
      ByteVector in_place = plaintext;
      in_place.resize(apart.size());
      ASSERT_TRUE(aead.seal(nonce_, header_, Bytes(in_place).first(size), trailer, in_place)) << size;
      EXPECT_EQ(apart, in_place) << size;

      ByteVector opened(size + trailer.size());
      ASSERT_TRUE(aead.open(nonce_, header_, apart, opened)) << size;
      EXPECT_EQ(opened, joined(plaintext, trailer)) << size;
      ASSERT_TRUE(aead.open(nonce_, header_, in_place, MutableBytes(in_place).first(opened.size()))) << size;
      EXPECT_TRUE(equal(opened, Bytes(in_place).first(opened.size()))) << size;
    }
  }
}

TEST_P(AeadTest, TrailerIsEncryptedAsIfItWerePlaintext) {
  const Aead aead = make();
  const ByteVector whole = pattern(101);
  ByteVector once(101 + aead.tag_size()), in_two(once.size());
  ASSERT_TRUE(aead.seal(nonce_, header_, whole, {}, once));
  ASSERT_TRUE(aead.seal(nonce_, header_, Bytes(whole).first(100), Bytes(whole).last(1), in_two));
  EXPECT_EQ(once, in_two);
}

TEST_P(AeadTest, RefusesEveryChangedByteAndGivesNothingOut) {
  const Aead aead = make();
  ByteVector sealed(40 + aead.tag_size());
  ASSERT_TRUE(aead.seal(nonce_, header_, pattern(40), {}, sealed));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    ByteVector changed = sealed, out(40, 0xaa);
    changed[i] ^= 1;
    EXPECT_FALSE(aead.open(nonce_, header_, changed, out)) << i;
    EXPECT_EQ(out, ByteVector(40)) << i;
    EXPECT_FALSE(aead.open(nonce_, header_, changed, MutableBytes(changed).first(40))) << i;
    EXPECT_TRUE(equal(Bytes(changed).first(40), ByteVector(40))) << i;
  }
  ByteVector out(40);
  EXPECT_FALSE(aead.open(nonce_, pattern(5, 8), sealed, out)) << "other additional data";
  EXPECT_FALSE(aead.open(nonce_, {}, sealed, out)) << "no additional data";
  EXPECT_FALSE(aead.open(Nonce{}, header_, sealed, out)) << "another nonce";
  EXPECT_FALSE(make(2).open(nonce_, header_, sealed, out)) << "another key";
  EXPECT_TRUE(aead.open(nonce_, header_, sealed, out)) << "the context still works";
  EXPECT_EQ(out, pattern(40));
}

TEST_P(AeadTest, RefusesWrongSizes) {
  const Aead aead = make();
  const std::size_t tag = aead.tag_size();
  ByteVector out(10 + tag);
  EXPECT_FALSE(aead.seal(nonce_, header_, pattern(9), {}, out)) << "too much room";
  EXPECT_FALSE(aead.seal(nonce_, header_, pattern(11), {}, out)) << "too little room";
  EXPECT_FALSE(aead.seal(nonce_, header_, pattern(8), pattern(2), out)) << "a trailer of two bytes";
  ByteVector sealed(10 + tag);
  ASSERT_TRUE(aead.seal(nonce_, header_, pattern(10), {}, sealed));
  ByteVector small(9), large(11), none;
  EXPECT_FALSE(aead.open(nonce_, header_, sealed, small));
  EXPECT_FALSE(aead.open(nonce_, header_, sealed, large));
  EXPECT_FALSE(aead.open(nonce_, header_, Bytes(sealed).first(tag - 1), none)) << "shorter than a tag";
  EXPECT_FALSE(aead.open(nonce_, header_, {}, none));
  for (const std::size_t size : {std::size_t{0}, aead_key_size(GetParam()) - 1, aead_key_size(GetParam()) + 1}) {
    const auto wrong = Aead::create(GetParam(), pattern(size));
    ASSERT_FALSE(wrong.has_value());
    EXPECT_EQ(wrong.error(), Errc::crypto_failed);
  }
}

TEST_P(AeadTest, MovesWithItsKey) {
  Aead first = make(1);
  Aead second = std::move(first);
  ByteVector before(20 + second.tag_size()), after(before.size());
  ASSERT_TRUE(second.seal(nonce_, header_, pattern(20), {}, before));
  Aead third = make(3);
  third = std::move(second);
  ASSERT_TRUE(third.seal(nonce_, header_, pattern(20), {}, after));
  EXPECT_EQ(before, after);
  EXPECT_FALSE(second.seal(nonce_, header_, pattern(20), {}, after)) << "what was moved from has no key";
}

TEST_P(AeadTest, AlternatesBetweenSealingAndOpening) {
  const Aead aead = make();
  for (std::uint8_t i = 0; i < 10; ++i) {
    const Nonce nonce = {i};
    ByteVector sealed(i + aead.tag_size()), opened(i);
    ASSERT_TRUE(aead.seal(nonce, {}, pattern(i), {}, sealed));
    ASSERT_TRUE(aead.open(nonce, {}, sealed, opened));
    EXPECT_EQ(opened, pattern(i));
  }
}

TEST_P(AeadTest, TagSize) {
  const bool short_tag = GetParam() == AeadAlgorithm::aes_128_ccm_8 || GetParam() == AeadAlgorithm::aes_256_ccm_8;
  EXPECT_EQ(make().tag_size(), short_tag ? 8u : 16u);
  EXPECT_EQ(aead_tag_size(GetParam()), make().tag_size());
}

INSTANTIATE_TEST_SUITE_P(All, AeadTest,
                         ::testing::Values(AeadAlgorithm::aes_128_gcm, AeadAlgorithm::aes_256_gcm,
                                           AeadAlgorithm::chacha20_poly1305, AeadAlgorithm::aes_128_ccm,
                                           AeadAlgorithm::aes_256_ccm, AeadAlgorithm::aes_128_ccm_8,
                                           AeadAlgorithm::aes_256_ccm_8));

}  // namespace
}  // namespace handfast::crypto
