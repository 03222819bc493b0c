// Answers that are published, for the algorithms without a Wycheproof file here.
#include <gtest/gtest.h>

#include "crypto/hash.hpp"
#include "crypto/key_exchange.hpp"
#include "unit/crypto/bytes_for_test.hpp"
#include "unit/crypto/ffdhe_primes.hpp"

namespace handfast::crypto {
namespace {

using namespace handfast::test;

// FIPS 180-4's example message.
TEST(KnownAnswers, HashesOfAbc) {
  const std::pair<HashAlgorithm, const char*> answers[] = {
      {HashAlgorithm::sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"},
      {HashAlgorithm::sha224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"},
      {HashAlgorithm::sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {HashAlgorithm::sha384,
       "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"},
      {HashAlgorithm::sha512,
       "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
       "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
  };
  for (const auto& [algorithm, answer] : answers) {
    EXPECT_EQ(bytes_of(hash(algorithm, as_bytes("abc"))), unhex(answer));
  }
}

// RFC 7748, 6.1
TEST(KnownAnswers, X25519) {
  const auto alice = KeyExchange::from_private_key(
      NamedGroup::x25519, unhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
  const auto bob = KeyExchange::from_private_key(
      NamedGroup::x25519, unhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
  ASSERT_TRUE(alice.has_value() && bob.has_value());
  EXPECT_EQ(bytes_of(alice->share()), unhex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
  EXPECT_EQ(bytes_of(bob->share()), unhex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
  const ByteVector secret = unhex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
  const auto of_alice = alice->agree(bob->share());
  const auto of_bob = encapsulate(*bob, alice->share());
  ASSERT_TRUE(of_alice.has_value() && of_bob.has_value());
  EXPECT_EQ(bytes_of(of_alice->reveal()), secret);
  EXPECT_EQ(bytes_of(of_bob->secret.reveal()), secret);
}

// A share must be from 2 to p-2 (RFC 8446, 4.2.8.1): the border shows that the prime is RFC 7919's.
TEST(KnownAnswers, PrimesOfFfdhe) {
  const std::pair<NamedGroup, std::string_view> groups[] = {
      {NamedGroup::ffdhe2048, kFfdhe2048}, {NamedGroup::ffdhe3072, kFfdhe3072}, {NamedGroup::ffdhe4096, kFfdhe4096},
      {NamedGroup::ffdhe6144, kFfdhe6144}, {NamedGroup::ffdhe8192, kFfdhe8192},
  };
  for (const auto& [group, hex] : groups) {
    ByteVector share = unhex(hex);
    ASSERT_EQ(share.size(), client_share_size(group));
    EXPECT_FALSE(encapsulate(group, share).has_value()) << "p";
    share.back() = 0xfe;
    EXPECT_FALSE(encapsulate(group, share).has_value()) << "p-1";
    share.back() = 0xfd;
    EXPECT_TRUE(encapsulate(group, share).has_value()) << "p-2";
    share.assign(share.size(), 0);
    EXPECT_FALSE(encapsulate(group, share).has_value()) << "0";
    share.back() = 1;
    EXPECT_FALSE(encapsulate(group, share).has_value()) << "1";
    share.back() = 2;
    const auto generator = encapsulate(group, share);
    ASSERT_TRUE(generator.has_value());
    EXPECT_EQ(bytes_of(generator->secret.reveal()), generator->share) << "2 is the generator: the secret is the share";
  }
}

// The halves of a hybrid in their order, found by replacing the elliptic-curve half with a known key's
// (draft-ietf-tls-ecdhe-mlkem, 3.1).
TEST(KnownAnswers, HalvesOfHybrids) {
  struct Hybrid {
    NamedGroup group, curve;
    std::size_t curve_at, server_curve_at, secret_at;
  };
  const Hybrid hybrids[] = {{NamedGroup::x25519_mlkem768, NamedGroup::x25519, 1184, 1088, 32},
                            {NamedGroup::secp256r1_mlkem768, NamedGroup::secp256r1, 0, 0, 0},
                            {NamedGroup::secp384r1_mlkem1024, NamedGroup::secp384r1, 0, 0, 0}};
  for (const Hybrid& hybrid : hybrids) {
    const auto client = KeyExchange::generate(hybrid.group);
    const auto curve = KeyExchange::generate(hybrid.curve);
    ASSERT_TRUE(client.has_value() && curve.has_value());
    ByteVector share = bytes_of(client->share());
    const std::size_t size = curve->share().size();
    std::ranges::copy(curve->share(), share.begin() + static_cast<std::ptrdiff_t>(hybrid.curve_at));
    const auto server = encapsulate(hybrid.group, share);
    ASSERT_TRUE(server.has_value());
    const auto half = curve->agree(Bytes(server->share).subspan(hybrid.server_curve_at, size));
    ASSERT_TRUE(half.has_value());
    EXPECT_TRUE(equal(half->reveal(), server->secret.reveal().subspan(hybrid.secret_at, half->size())));
  }
}

}  // namespace
}  // namespace handfast::crypto
