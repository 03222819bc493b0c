#include "crypto/hash.hpp"

#include <gtest/gtest.h>

#include "crypto/random.hpp"
#include "unit/crypto/bytes_for_test.hpp"

namespace handfast::crypto {
namespace {

using namespace handfast::test;

class HashTest : public ::testing::TestWithParam<HashAlgorithm> {};

TEST_P(HashTest, SameInPiecesAndWhole) {
  const ByteVector message = pattern(1000);
  for (const std::size_t piece : {1u, 3u, 63u, 64u, 65u, 127u, 128u, 129u, 999u}) {
    Hash running(GetParam());
    for (std::size_t at = 0; at < message.size(); at += piece) {
      running.update(Bytes(message).subspan(at, std::min(piece, message.size() - at)));
    }
    EXPECT_TRUE(equal(running.digest(), hash(GetParam(), message))) << piece;
  }
}

TEST_P(HashTest, DigestLeavesTheStateAndCopiesAreIndependent) {
  Hash first(GetParam());
  first.update(pattern(100));
  const Digest midway = first.digest();
  EXPECT_TRUE(equal(midway, first.digest()));
  EXPECT_EQ(midway.size(), hash_size(GetParam()));
  Hash second = first;
  first.update(pattern(10));
  EXPECT_TRUE(equal(second.digest(), midway));
  EXPECT_FALSE(equal(first.digest(), midway));
  EXPECT_TRUE(equal(first.digest(), hash(GetParam(), joined(pattern(100), pattern(10)))));
  second = first;
  EXPECT_TRUE(equal(second.digest(), first.digest()));
  EXPECT_EQ(second.algorithm(), GetParam());
}

// RFC 2104, 2 from its definition.
TEST_P(HashTest, HmacIsTwoHashes) {
  const std::size_t block = hash_size(GetParam()) > 32 ? 128 : 64;
  for (const std::size_t key_size : {std::size_t{0}, std::size_t{20}, block, block + 1, std::size_t{200}}) {
    ByteVector key = pattern(key_size);
    const HmacKey hmac(GetParam(), key);
    if (key.size() > block) key = bytes_of(hash(GetParam(), key));
    key.resize(block);
    ByteVector inner = key, outer = key;
    for (std::uint8_t& byte : inner) byte ^= 0x36;
    for (std::uint8_t& byte : outer) byte ^= 0x5c;
    const ByteVector message = pattern(77);
    const Digest expected = hash(GetParam(), joined(outer, hash(GetParam(), joined(inner, message))));
    EXPECT_TRUE(equal(hmac.mac(message).reveal(), expected)) << key_size;
    const Bytes view = message;
    EXPECT_TRUE(equal(hmac.mac(view.first(7), view.subspan(7, 30), view.subspan(37)).reveal(), expected)) << key_size;
    EXPECT_TRUE(equal(hmac.mac(view.first(7), view.subspan(7)).reveal(), expected)) << key_size;
    EXPECT_EQ(hmac.algorithm(), GetParam());
  }
}

TEST_P(HashTest, HkdfExpandsUpTo255Steps) {
  const SecretDigest prk = hkdf_extract(GetParam(), {}, pattern(32));
  const HmacKey key(GetParam(), prk.reveal());
  ByteVector longest(255 * hash_size(GetParam())), longer(longest.size() + 1), empty;
  ASSERT_TRUE(hkdf_expand(key, pattern(10), longest));
  EXPECT_FALSE(hkdf_expand(key, pattern(10), longer));
  EXPECT_TRUE(hkdf_expand(key, pattern(10), empty));
  for (const std::size_t size : {std::size_t{1}, hash_size(GetParam()), hash_size(GetParam()) + 1, std::size_t{300}}) {
    ByteVector out(size);
    ASSERT_TRUE(hkdf_expand(key, pattern(10), out));
    EXPECT_TRUE(equal(out, Bytes(longest).first(size))) << "a longer output begins with the shorter one";
  }
}

INSTANTIATE_TEST_SUITE_P(All, HashTest,
                         ::testing::Values(HashAlgorithm::sha1, HashAlgorithm::sha224, HashAlgorithm::sha256,
                                           HashAlgorithm::sha384, HashAlgorithm::sha512));

TEST(RandomTest, EveryCallGivesOtherBytes) {
  ByteVector first(64), second(64), empty;
  ASSERT_TRUE(random_bytes(first));
  ASSERT_TRUE(random_bytes(second));
  EXPECT_TRUE(random_bytes(empty));
  EXPECT_NE(first, second);
  EXPECT_NE(first, ByteVector(64));
}

}  // namespace
}  // namespace handfast::crypto
