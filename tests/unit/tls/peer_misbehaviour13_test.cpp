// Peers that follow the syntax of TLS 1.3 but not its rules.
#include <gtest/gtest.h>

#include "tls/message/server_hello.hpp"
#include "tls/record/inbound.hpp"
#include "unit/tls/endpoints.hpp"

namespace handfast::test {
namespace {

using namespace tls;

constexpr std::size_t kRecordHeader = 5, kMessageHeader = 4;

ByteVector record(ContentType type, Bytes content) {
  ByteVector out;
  Writer writer(out);
  writer.number<1>(static_cast<std::uint32_t>(type));
  writer.number<2>(static_cast<std::uint32_t>(ProtocolVersion::tls12));
  {
    const auto length = writer.prefix(2);
    writer.put(content);
  }
  return out;
}

template <class M>
ByteVector handshake_message(const M& message) {
  ByteVector out;
  Writer writer(out);
  writer.number<1>(static_cast<std::uint32_t>(M::type));
  const auto length = writer.prefix(3);
  Encoder encoder(writer);
  M::fields(encoder, message);
  return out;
}

Options server_of_p384() {
  Options out = ordinary_server();
  Policy policy;
  policy.groups = {NamedGroup::secp384r1};
  out.policy = std::make_shared<const Policy>(policy);
  return out;
}

// The first flight of a client, as one handshake message.
ByteVector client_hello_of(Connection& client) {
  EXPECT_EQ(client.handshake().kind, Step::Kind::waiting);
  const ByteVector sent = taken_output(client);
  return ByteVector(sent.begin() + kRecordHeader, sent.end());
}

ByteVector session_id_of(Bytes client_hello) {
  const Bytes id = decode<ClientHello>(client_hello.subspan(kMessageHeader)).value().legacy_session_id;
  return ByteVector(id.begin(), id.end());
}

// What asks for another hello depends on the first one, so that nothing can stand behind it.
TEST(PeerMisbehaviour13, BytesBehindAHelloThatIsAskedForAgain) {
  Endpoints ends(ordinary_client(), server_of_p384());
  ByteVector message = client_hello_of(ends.client);
  message.push_back(static_cast<std::uint8_t>(HandshakeType::client_hello));
  ASSERT_TRUE(ends.server.feed(record(ContentType::handshake, message)));
  EXPECT_EQ(ends.server.handshake().error, Errc::unexpected_message) << why(ends.server);
}

HelloRetryRequest retry_for(Bytes session_id) {
  HelloRetryRequest out;
  out.random = kHelloRetryRequestRandom;
  out.legacy_session_id_echo = session_id;
  out.cipher_suite = CipherSuite::aes_128_gcm_sha256;
  out.extensions.key_share.emplace(NamedGroup::secp384r1);
  out.extensions.supported_versions.emplace(ProtocolVersion::tls13);
  return out;
}

TEST(PeerMisbehaviour13, BytesBehindAHelloRetryRequest) {
  Connection client(Role::client, plain_services(), ordinary_client());
  const ByteVector session_id = session_id_of(client_hello_of(client));
  ByteVector message = handshake_message(retry_for(session_id));
  message.push_back(static_cast<std::uint8_t>(HandshakeType::server_hello));
  ASSERT_TRUE(client.feed(record(ContentType::handshake, message)));
  EXPECT_EQ(client.handshake().error, Errc::unexpected_message) << why(client);
}

// RFC 8446, 4.2.1: the version of HelloRetryRequest stays.
TEST(PeerMisbehaviour13, ServerHelloWithoutTheVersionOfHelloRetryRequest) {
  Connection client(Role::client, plain_services(), ordinary_client());
  const ByteVector session_id = session_id_of(client_hello_of(client));
  ASSERT_TRUE(client.feed(record(ContentType::handshake, handshake_message(retry_for(session_id)))));
  EXPECT_EQ(client.handshake().kind, Step::Kind::waiting) << why(client);
  (void)taken_output(client);
  ServerHello hello;
  hello.legacy_session_id_echo = session_id;
  hello.cipher_suite = CipherSuite::aes_128_gcm_sha256;
  ASSERT_TRUE(client.feed(record(ContentType::handshake, handshake_message(hello))));
  EXPECT_EQ(client.handshake().error, Errc::wrong_selected_version) << why(client);
  ASSERT_NE(client.failure(), nullptr);
  EXPECT_EQ(client.failure()->alert_sent, Alert::illegal_parameter);
}

// RFC 8446, 5.1: records of early data that are skipped do not stand inside a handshake message.
TEST(PeerMisbehaviour13, EarlyDataInsideASplitMessage) {
  const std::array<std::uint8_t, 4> message{static_cast<std::uint8_t>(HandshakeType::client_hello), 0, 0, 0};
  const std::array<std::uint8_t, 3> data{1, 2, 3};
  Inbound inbound;
  inbound.skip_early_data(Inbound::EarlyData::skip_plaintext);
  const auto feed = [&](ContentType type, Bytes content) {
    const ByteVector bytes = record(type, content);
    std::ranges::copy(bytes, inbound.space(bytes.size()).begin());
    inbound.added(bytes.size());
    return inbound.next();
  };
  const auto skipped = feed(ContentType::application_data, data);
  ASSERT_TRUE(skipped);
  EXPECT_EQ(skipped->kind, Incoming::Kind::wants_input);
  ASSERT_TRUE(feed(ContentType::handshake, Bytes(message).first(2)));
  const auto refused = feed(ContentType::application_data, data);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unexpected_record);
}

}  // namespace
}  // namespace handfast::test
