// The end of a key of AES-GCM in TLS 1.2: what was sent before arrives, what leaves later is refused until there are new keys.
#include <gtest/gtest.h>

#include "support/used_key.hpp"
#include "unit/tls/endpoints.hpp"

namespace handfast::test {
namespace {

using namespace tls;

constexpr std::size_t kRecord = 3 * kBlockSize;  // which takes one block more
constexpr std::uint64_t kBlocksOfRecord = 1 + kRecord / kBlockSize;

Options of(CipherSuite suite, Options options) {
  Policy policy;
  policy.versions = {ProtocolVersion::tls12};
  policy.cipher_suites = {suite};
  options.policy = std::make_shared<const Policy>(policy);
  options.declines_renegotiation = false;
  return options;
}

// The parameter is the side whose key comes to its end.
class UsedUpKey12 : public testing::TestWithParam<Role> {
 protected:
  void begin(CipherSuite suite = CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256) {
    ends.emplace(of(suite, ordinary_client()), of(suite, ordinary_server()));
    ASSERT_TRUE(ends->link.handshake().ok()) << why(ends->client) << why(ends->server);
  }
  Connection& side() { return GetParam() == Role::client ? ends->client : ends->server; }
  Connection& peer() { return GetParam() == Role::client ? ends->server : ends->client; }
  static ByteVector record(std::uint8_t number) { return ByteVector(kRecord, number); }

  void expect_used_up() {
    for (int i = 0; i < 2; ++i) {
      const auto written = side().write(record(0));
      ASSERT_FALSE(written);
      EXPECT_EQ(written.error().code, Errc::key_used_up);
      EXPECT_EQ(side().failure(), nullptr);
    }
  }
  void expect_received(const ByteVector& wanted) {
    ByteVector out(wanted.size());
    const Read read = peer().read(out);
    ASSERT_EQ(read.kind, Read::Kind::data) << why(peer());
    EXPECT_EQ(read.size, wanted.size());
    EXPECT_EQ(out, wanted);
  }
  void expect_data_from(Connection& from, Connection& to) {
    EXPECT_EQ(ends->link.transfer(from, to, as_bytes("hello")), "hello") << why(to);
  }

  std::optional<Endpoints> ends;
};
INSTANTIATE_TEST_SUITE_P(Either, UsedUpKey12, testing::Values(Role::client, Role::server),
                         [](const auto& param) { return param.param == Role::client ? "Client" : "Server"; });

TEST_P(UsedUpKey12, WhatWasSentBeforeArrives) {
  constexpr std::uint8_t kRecords = 5;
  begin();
  leave_blocks(side(), kRecords * kBlocksOfRecord);
  for (std::uint8_t i = 1; i <= kRecords; ++i) ASSERT_EQ(side().write(record(i)), kRecord);
  expect_used_up();
  ASSERT_TRUE(ends->link.carry());
  for (std::uint8_t i = 1; i <= kRecords; ++i) expect_received(record(i));
}

TEST_P(UsedUpKey12, TheLastBlockIsEnoughForARecord) {
  begin();
  leave_blocks(side(), 1);
  ASSERT_EQ(side().write(ByteVector(kMaxPlaintext, 7)), kMaxPlaintext);
  expect_used_up();
  ASSERT_TRUE(ends->link.carry());
  expect_received(ByteVector(kMaxPlaintext, 7));
}

TEST_P(UsedUpKey12, TheOtherDirectionGoesOn) {
  begin();
  leave_blocks(side(), 0);
  expect_used_up();
  for (int i = 0; i < 3; ++i) expect_data_from(peer(), side());
  expect_used_up();
}

TEST_P(UsedUpKey12, AlertsStillLeave) {
  begin();
  leave_blocks(side(), 0);
  expect_used_up();
  ASSERT_TRUE(side().close());
  ASSERT_TRUE(ends->link.carry());
  std::array<std::uint8_t, 16> out{};
  EXPECT_EQ(peer().read(out).kind, Read::Kind::closed) << why(peer());
}

TEST_P(UsedUpKey12, ARenegotiationBringsNewKeys) {
  begin();
  leave_blocks(side(), 0);
  expect_used_up();
  ASSERT_TRUE(ends->client.renegotiate());
  ASSERT_TRUE(ends->server.renegotiate());
  ASSERT_TRUE(ends->link.handshake().ok()) << why(ends->client) << why(ends->server);
  expect_data_from(side(), peer());
  expect_data_from(peer(), side());
}

TEST_P(UsedUpKey12, ChaCha20IsNotUsedUp) {  // RFC 8446, 5.5
  begin(CipherSuite::ecdhe_ecdsa_chacha20_poly1305_sha256);
  leave_blocks(side(), 1);
  for (int i = 0; i < 9; ++i) expect_data_from(side(), peer());
}

}  // namespace
}  // namespace handfast::test
