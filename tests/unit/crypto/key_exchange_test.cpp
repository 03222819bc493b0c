#include "crypto/key_exchange.hpp"

#include <gtest/gtest.h>

#include "unit/crypto/bytes_for_test.hpp"

namespace handfast::crypto {
namespace {

using namespace handfast::test;

struct Shape {
  NamedGroup group;
  std::size_t client_share, server_share, secret;
};

class KeyExchangeTest : public ::testing::TestWithParam<Shape> {
 protected:
  NamedGroup group() const { return GetParam().group; }
  bool begins_with_point() const {
    switch (group()) {
      case NamedGroup::secp256r1:
      case NamedGroup::secp384r1:
      case NamedGroup::secp521r1:
      case NamedGroup::secp256r1_mlkem768:
      case NamedGroup::secp384r1_mlkem1024: return true;
      default: return false;
    }
  }
};

TEST_P(KeyExchangeTest, BothSidesAgree) {
  for (int i = 0; i < 3; ++i) {
    const auto client = KeyExchange::generate(group());
    ASSERT_TRUE(client.has_value());
    EXPECT_EQ(client->group(), group());
    const auto server = encapsulate(group(), client->share());
    ASSERT_TRUE(server.has_value());
    const auto secret = client->agree(server->share);
    ASSERT_TRUE(secret.has_value());
    EXPECT_EQ(secret->size(), GetParam().secret);
    EXPECT_TRUE(equal(secret->reveal(), server->secret.reveal()));
  }
}

TEST_P(KeyExchangeTest, SizesAreTheGroups) {
  EXPECT_TRUE(group_supported(group()));
  EXPECT_EQ(client_share_size(group()), GetParam().client_share);
  EXPECT_EQ(server_share_size(group()), GetParam().server_share);
  const auto client = KeyExchange::generate(group());
  ASSERT_TRUE(client.has_value());
  EXPECT_EQ(client->share().size(), GetParam().client_share);
  const auto server = encapsulate(group(), client->share());
  ASSERT_TRUE(server.has_value());
  EXPECT_EQ(server->share.size(), GetParam().server_share);
}

TEST_P(KeyExchangeTest, EveryKeyIsFresh) {
  const auto first = KeyExchange::generate(group()), second = KeyExchange::generate(group());
  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_FALSE(equal(first->share(), second->share()));
  const auto one = encapsulate(group(), first->share()), other = encapsulate(group(), first->share());
  ASSERT_TRUE(one.has_value() && other.has_value());
  EXPECT_FALSE(equal(one->share, other->share));
  EXPECT_FALSE(equal(one->secret.reveal(), other->secret.reveal()));
}

TEST_P(KeyExchangeTest, RefusesWrongSizes) {
  const auto own = KeyExchange::generate(group());
  ASSERT_TRUE(own.has_value());
  const auto server = encapsulate(group(), own->share());
  ASSERT_TRUE(server.has_value());
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, GetParam().client_share - 1}) {
    const auto out = encapsulate(group(), own->share().first(size));
    ASSERT_FALSE(out.has_value()) << size;
    EXPECT_EQ(out.error(), Errc::wrong_key_share);
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, GetParam().server_share - 1}) {
    const auto out = own->agree(Bytes(server->share).first(size));
    ASSERT_FALSE(out.has_value()) << size;
    EXPECT_EQ(out.error(), Errc::wrong_key_share);
  }
  EXPECT_FALSE(encapsulate(group(), joined(own->share(), pattern(1))).has_value());
  EXPECT_FALSE(own->agree(joined(server->share, pattern(1))).has_value());
}

TEST_P(KeyExchangeTest, RefusesTheAllZeroShare) {
  const auto own = KeyExchange::generate(group());
  ASSERT_TRUE(own.has_value());
  const auto secret = own->agree(ByteVector(GetParam().server_share));
  const auto encapsulation = encapsulate(group(), ByteVector(GetParam().client_share));
  ASSERT_FALSE(secret.has_value());
  ASSERT_FALSE(encapsulation.has_value());
  EXPECT_EQ(secret.error(), Errc::wrong_key_share);
  EXPECT_EQ(encapsulation.error(), Errc::wrong_key_share);
}

TEST_P(KeyExchangeTest, RefusesOtherFormsOfPoints) {
  if (!begins_with_point()) return;
  const auto own = KeyExchange::generate(group());
  ASSERT_TRUE(own.has_value());
  ByteVector share = bytes_of(own->share());
  ASSERT_EQ(share[0], 4);
  for (const int form : {0, 2, 3, 5, 6, 7, 0x84}) {
    share[0] = static_cast<std::uint8_t>(form);
    const auto out = encapsulate(group(), share);
    ASSERT_FALSE(out.has_value()) << form;
    EXPECT_EQ(out.error(), Errc::wrong_key_share);
  }
}

TEST_P(KeyExchangeTest, MovesWithItsKey) {
  auto first = KeyExchange::generate(group());
  ASSERT_TRUE(first.has_value());
  const auto server = encapsulate(group(), first->share());
  ASSERT_TRUE(server.has_value());
  KeyExchange second = std::move(*first);
  const auto secret = second.agree(server->share);
  ASSERT_TRUE(secret.has_value());
  EXPECT_TRUE(equal(secret->reveal(), server->secret.reveal()));
}

TEST_P(KeyExchangeTest, GivenPrivateKeysWhereTheSecretIsOneNumber) {
  switch (group()) {
    case NamedGroup::x25519:
    case NamedGroup::secp256r1:
    case NamedGroup::secp384r1:
    case NamedGroup::secp521r1: break;
    default: {
      const auto out = KeyExchange::from_private_key(group(), pattern(GetParam().secret));
      ASSERT_FALSE(out.has_value());
      EXPECT_EQ(out.error(), Errc::unsupported_feature);
      return;
    }
  }
  ByteVector key = pattern(GetParam().secret);
  key[0] = 0;  // below the order
  const auto first = KeyExchange::from_private_key(group(), key), second = KeyExchange::from_private_key(group(), key);
  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_TRUE(equal(first->share(), second->share()));
  const auto client = KeyExchange::generate(group());
  ASSERT_TRUE(client.has_value());
  const auto server = encapsulate(*first, client->share());
  ASSERT_TRUE(server.has_value());
  EXPECT_TRUE(equal(server->share, second->share()));
  const auto secret = client->agree(server->share);
  ASSERT_TRUE(secret.has_value());
  EXPECT_TRUE(equal(secret->reveal(), server->secret.reveal()));
  EXPECT_FALSE(KeyExchange::from_private_key(group(), Bytes(key).first(key.size() - 1)).has_value());
}

INSTANTIATE_TEST_SUITE_P(
    All, KeyExchangeTest,
    ::testing::Values(Shape{NamedGroup::x25519, 32, 32, 32}, Shape{NamedGroup::secp256r1, 65, 65, 32},
                      Shape{NamedGroup::secp384r1, 97, 97, 48}, Shape{NamedGroup::secp521r1, 133, 133, 66},
                      Shape{NamedGroup::x25519_mlkem768, 1216, 1120, 64},
                      Shape{NamedGroup::secp256r1_mlkem768, 1249, 1153, 64},
                      Shape{NamedGroup::secp384r1_mlkem1024, 1665, 1665, 80},
                      Shape{NamedGroup::ffdhe2048, 256, 256, 256}, Shape{NamedGroup::ffdhe3072, 384, 384, 384},
                      Shape{NamedGroup::ffdhe4096, 512, 512, 512}, Shape{NamedGroup::ffdhe6144, 768, 768, 768},
                      Shape{NamedGroup::ffdhe8192, 1024, 1024, 1024}),
    [](const auto& test) { return std::string(name_of(test.param.group)); });

TEST(KeyExchange, UnknownGroups) {
  for (const NamedGroup group : {NamedGroup::x448, NamedGroup{0x1234}}) {
    EXPECT_FALSE(group_supported(group));
    EXPECT_EQ(client_share_size(group), 0u);
    EXPECT_EQ(server_share_size(group), 0u);
    const auto own = KeyExchange::generate(group);
    ASSERT_FALSE(own.has_value());
    EXPECT_EQ(own.error(), Errc::unsupported_feature);
    EXPECT_FALSE(encapsulate(group, {}).has_value());
    EXPECT_FALSE(KeyExchange::from_private_key(group, pattern(32)).has_value());
  }
}

}  // namespace
}  // namespace handfast::crypto
