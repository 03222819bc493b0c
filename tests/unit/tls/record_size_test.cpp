// record_size_limit (RFC 8449) and max_fragment_length (RFC 6066, 4).
#include "tls/negotiation/record_size.hpp"

#include <gtest/gtest.h>

#include "unit/tls/message_edit.hpp"

namespace handfast::test {
namespace {

using namespace tls;
constexpr auto tls12 = ProtocolVersion::tls12, tls13 = ProtocolVersion::tls13;

TEST(RecordSizes, AreOfferedAsEachExtensionSaysThem) {
  EXPECT_FALSE(offer_record_sizes(0, true, tls13).limit);
  EXPECT_FALSE(offer_record_sizes(0, true, tls13).fragment);
  EXPECT_EQ(offer_record_sizes(16384, true, tls13).limit->record_size_limit, 16385);
  EXPECT_EQ(offer_record_sizes(16384, true, tls12).limit->record_size_limit, 16384);
  for (std::uint8_t code = 1; code <= 4; ++code) {
    const auto size = static_cast<std::uint16_t>(256U << code);
    EXPECT_EQ(offer_record_sizes(size, true, tls12).fragment->max_fragment_length, code);
    EXPECT_FALSE(offer_record_sizes(size, false, tls12).fragment);
    EXPECT_FALSE(offer_record_sizes(static_cast<std::uint16_t>(size + 1), true, tls12).fragment);
  }
}

TEST(RecordSizes, AServerAnswersOneOfBoth) {
  Outbound outbound;
  const auto both = answer_record_sizes(offer_record_sizes(1024, true, tls12), 16384, tls12, outbound);
  ASSERT_TRUE(both);
  EXPECT_TRUE(both->limit);
  EXPECT_FALSE(both->fragment);  // RFC 8449, 5
  EXPECT_EQ(outbound.max_fragment(), 1024U);

  const auto old = answer_record_sizes({{}, MaxFragmentLength{1}}, 16384, tls12, outbound);
  ASSERT_TRUE(old);
  EXPECT_FALSE(old->limit);
  EXPECT_EQ(old->fragment->max_fragment_length, 1);
  EXPECT_EQ(outbound.max_fragment(), 512U);
  Inbound inbound;
  expect_record_sizes(*old, tls12, inbound);
  EXPECT_EQ(inbound.max_plaintext(), 512U);
}

TEST(RecordSizes, AServerRefusesWhatCannotBe) {
  for (const std::uint8_t code : std::array<std::uint8_t, 3>{0, 5, 255}) {
    Outbound outbound;
    const auto answer = answer_record_sizes({{}, MaxFragmentLength{code}}, 16384, tls13, outbound);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().field, "max_fragment_length");
    EXPECT_EQ(alert_for(answer.error().code), Alert::illegal_parameter);  // RFC 6066, 4
  }
}

TEST(RecordSizes, AClientTakesItsOwnLengthAlone) {
  const RecordSizes offer = offer_record_sizes(1024, true, tls13);
  Inbound inbound;
  Outbound outbound;
  ASSERT_TRUE(accept_record_sizes(offer, {{}, MaxFragmentLength{2}}, tls13, inbound, outbound));
  EXPECT_EQ(inbound.max_plaintext(), 1024U);
  EXPECT_EQ(outbound.max_fragment(), 1024U);
  EXPECT_FALSE(accept_record_sizes(offer, {{}, MaxFragmentLength{1}}, tls13, inbound, outbound));
  EXPECT_FALSE(accept_record_sizes(offer, {RecordSizeLimit{1025}, MaxFragmentLength{2}}, tls13, inbound, outbound));
}

// A client that would take TLS 1.3, too, has said a byte more than TLS 1.2 counts.
TEST(RecordSizes, WhatWasSaidHoldsInTheVersionThatIsAgreed) {
  const RecordSizes offer = offer_record_sizes(1024, false, tls13);
  Inbound inbound;
  Outbound outbound;
  ASSERT_TRUE(accept_record_sizes(offer, {RecordSizeLimit{600}, {}}, tls12, inbound, outbound));
  EXPECT_EQ(inbound.max_plaintext(), 1025U);
  EXPECT_EQ(outbound.max_fragment(), 600U);
}

// ---- whole handshakes with a server that knows max_fragment_length alone, or a client that does ----

struct WithoutRecordSizeLimit final : ClientHelloFilter {
  void filter(ByteVector& message) override { message = without(ExtensionType::record_size_limit)(message); }
};

class MaxFragmentLengths : public testing::TestWithParam<std::tuple<ProtocolVersion, Carriage>> {};
INSTANTIATE_TEST_SUITE_P(Every, MaxFragmentLengths,
                         testing::Combine(testing::Values(tls12, tls13), testing::ValuesIn(kCarriages)));

TEST_P(MaxFragmentLengths, BindBothSides) {
  const auto [version, carriage] = GetParam();
  Policy policy;
  policy.versions = {version};
  Options client = mutual_client(), server = mutual_server();
  client.policy = server.policy = std::make_shared<const Policy>(policy);
  client.record_size_limit = 512;
  client.offer_max_fragment_length = true;
  server.record_size_limit = 16384;
  auto services = std::make_shared<Services>();
  services->client_hello_filter = std::make_shared<WithoutRecordSizeLimit>();
  Endpoints ends(client, server, carriage, services);
  ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
  for (Connection* side : {&ends.client, &ends.server}) {
    EXPECT_EQ(side->max_fragment(), 512U);
    EXPECT_EQ(side->max_received_fragment(), 512U);
  }
  const ByteVector large(5000, 'x');
  EXPECT_EQ(ends.link.transfer(ends.client, ends.server, large).size(), large.size());
  EXPECT_EQ(ends.link.transfer(ends.server, ends.client, large).size(), large.size());
}

// RFC 8449, 4: below 64 it is an error; the server's first record is the alert. Beside a limit max_fragment_length is ignored, but
// not what it may not be.
struct WithWrongSizes final : ClientHelloFilter {
  explicit WithWrongSizes(MessageEdit wrong) : edit(std::move(wrong)) {}
  void filter(ByteVector& message) override { message = edit(message); }
  MessageEdit edit;
};

class WrongRecordSizes : public testing::TestWithParam<std::tuple<ProtocolVersion, Carriage>> {};
INSTANTIATE_TEST_SUITE_P(Every, WrongRecordSizes,
                         testing::Combine(testing::Values(tls12, tls13), testing::ValuesIn(kCarriages)));

TEST_P(WrongRecordSizes, AreRefusedBeforeServerHello) {
  const auto [version, carriage] = GetParam();
  Policy policy;
  policy.versions = {version};
  Options client = ordinary_client(), server = ordinary_server();
  client.policy = server.policy = std::make_shared<const Policy>(policy);
  using enum ExtensionType;
  for (const auto& [field, edit] : {std::pair("record_size_limit", with(record_size_limit, {0, 63})),
                                    std::pair("record_size_limit", with(record_size_limit, {0, 0})),
                                    std::pair("max_fragment_length", with(max_fragment_length, {5}))}) {
    auto services = std::make_shared<Services>();
    services->client_hello_filter = std::make_shared<WithWrongSizes>(edit);
    Endpoints ends(client, server, carriage, services);
    (void)ends.link.handshake();
    expect_refused(ends.server, {Errc::wrong_record_size_limit, field});
    EXPECT_EQ(ends.client.failure()->alert_received, Alert::illegal_parameter) << why(ends.client);
    EXPECT_EQ(ends.client.failure()->step, "await server_hello");
  }
}

}  // namespace
}  // namespace handfast::test
