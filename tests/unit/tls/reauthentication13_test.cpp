// A client's certificate after the handshake of TLS 1.3 (RFC 8446, 4.6.2), between application data and changes of keys.
#include <gtest/gtest.h>

#include "tls/session/ticket_keys.hpp"
#include "unit/tls/endpoints.hpp"
#include "unit/tls/refusal.hpp"

namespace handfast::test {
namespace {

using namespace tls;

Options able(Options options) {
  options.post_handshake_auth = true;
  return options;
}

struct Pair : Endpoints {
  explicit Pair(Carriage carriage = {}, Options client_side = mutual_client(), Options server_side = ordinary_server())
      : Endpoints(able(std::move(client_side)), able(std::move(server_side)), carriage) {
    if (!link.handshake().ok()) ADD_FAILURE() << why(client) << "\n" << why(server);
    server.options().client_authentication = ClientAuthentication::require;
    server.options().verifier = mutual_server().verifier;
  }

  static void carry(Connection& from, Connection& to) { ASSERT_TRUE(to.feed(taken_output(from))); }

  // The server asks, and the client hears of it.
  void ask() {
    ASSERT_TRUE(server.reauthenticate());
    (void)server.handshake();
    carry(server, client);
    std::array<std::uint8_t, 16> out{};
    ASSERT_EQ(client.read(out).kind, Read::Kind::rehandshake) << why(client);
    ASSERT_TRUE(client.reauthenticate());
  }

  void expect_data() {
    EXPECT_EQ(link.transfer(client, server, as_bytes("hello")), "hello");
    EXPECT_EQ(link.transfer(server, client, as_bytes("world")), "world");
  }
};

class Reauthentication13 : public testing::TestWithParam<Carriage> {};
INSTANTIATE_TEST_SUITE_P(Every, Reauthentication13, testing::ValuesIn(kCarriages),
                         [](const auto& param) { return "carriage" + std::to_string(param.index); });

TEST_P(Reauthentication13, TellsWhoTheClientIs) {
  Pair pair(GetParam());
  EXPECT_TRUE(pair.server.info().post_handshake_auth && pair.client.info().post_handshake_auth);
  EXPECT_TRUE(pair.server.info().peer_chain.empty());
  for (int i = 0; i < 3; ++i) {  // again and again, each with a context of its own
    pair.ask();
    ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
    EXPECT_EQ(pair.server.info().peer_chain.size(), 1U);
    EXPECT_TRUE(pair.server.info().peer_verified);
    EXPECT_TRUE(pair.client.info().peer_verified) << "the server is who it was";
    pair.expect_data();
  }
}

TEST_P(Reauthentication13, WorksAfterKeysHaveChanged) {
  Pair pair(GetParam());
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(pair.client.update_keys(true));
    pair.expect_data();
    ASSERT_TRUE(pair.server.update_keys(true));
    pair.expect_data();
  }
  pair.ask();
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  pair.expect_data();
}

TEST(Reauthentication13Rules, NeedBothSides) {
  for (const bool by_client : {true, false}) {
    Options client = mutual_client(), server = ordinary_server();
    (by_client ? client : server).post_handshake_auth = true;
    Endpoints pair(client, server);
    ASSERT_TRUE(pair.link.handshake().ok());
    EXPECT_FALSE(pair.server.reauthenticate());
    EXPECT_FALSE(pair.client.reauthenticate());
    EXPECT_EQ(pair.link.transfer(pair.client, pair.server, as_bytes("hello")), "hello");
  }
}

TEST(Reauthentication13Rules, AClientWaitsForARequest) {
  Pair pair;
  EXPECT_FALSE(pair.client.reauthenticate());
  pair.expect_data();
}

TEST(Reauthentication13Rules, NoCertificateIsAnAnswer) {
  for (const bool required : {false, true}) {
    Pair pair({}, ordinary_client());
    pair.server.options().client_authentication =
        required ? ClientAuthentication::require : ClientAuthentication::request;
    pair.ask();
    EXPECT_EQ(pair.link.handshake().ok(), !required);
    if (!required) pair.expect_data();
    if (required) expect_refused(pair.server, Refusal{Errc::certificate_required, "certificate.certificate_list"});
  }
}

TEST(Reauthentication13Rules, AnUnknownCertificateIsRefused) {
  Pair pair;
  pair.server.options().verifier = std::make_shared<ChainVerifier>(std::make_shared<const pki::TrustStore>());
  pair.ask();
  EXPECT_FALSE(pair.link.handshake().ok());
  ASSERT_NE(pair.server.failure(), nullptr);
  EXPECT_FALSE(pair.server.info().peer_verified);
}

// RFC 8446, 4.6.2: data goes on while an answer waits for a signature, but not in the middle of it.
TEST(Reauthentication13Data, GoesOnMeanwhile) {
  Pair pair;
  pair.ask();
  EXPECT_TRUE(pair.client.writable());
  ASSERT_TRUE(pair.client.write(as_bytes("before")));
  (void)pair.client.handshake();  // waits until its flight has left
  EXPECT_TRUE(pair.client.writable() && !pair.client.established());
  ASSERT_TRUE(pair.client.write(as_bytes("behind")));
  std::array<std::uint8_t, 16> out{};
  Pair::carry(pair.client, pair.server);
  EXPECT_EQ(pair.server.handshake().kind, Step::Kind::application_data);
  EXPECT_EQ(pair.server.read(out).size, 6U);
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  EXPECT_EQ(pair.server.read(out).size, 6U);
  pair.expect_data();
}

// ---- in between ----

TEST(Reauthentication13Data, ComesBeforeTheAnswer) {
  Pair pair;
  ASSERT_TRUE(pair.client.write(as_bytes("before")));
  ASSERT_TRUE(pair.client.update_keys(true));
  ASSERT_TRUE(pair.client.write(as_bytes("after")));
  ASSERT_TRUE(pair.server.reauthenticate());
  (void)pair.server.handshake();
  Pair::carry(pair.server, pair.client);
  Pair::carry(pair.client, pair.server);
  std::array<std::uint8_t, 16> out{};
  EXPECT_EQ(pair.server.handshake().kind, Step::Kind::application_data);
  EXPECT_TRUE(pair.server.info().peer_chain.empty()) << "read as of somebody unknown";
  EXPECT_EQ(pair.server.read(out).size, 6U);
  EXPECT_EQ(pair.server.handshake().kind, Step::Kind::application_data);
  EXPECT_EQ(pair.server.read(out).size, 5U);
  ASSERT_TRUE(pair.server.write(as_bytes("still here")));
  EXPECT_EQ(pair.client.read(out).kind, Read::Kind::rehandshake);
  Pair::carry(pair.server, pair.client);
  EXPECT_EQ(pair.client.read(out).size, 10U);
  ASSERT_TRUE(pair.client.reauthenticate());
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  EXPECT_EQ(pair.server.info().peer_chain.size(), 1U);
  pair.expect_data();
}

TEST(Reauthentication13Data, TheAnswerMayComeWhileDataIsRead) {
  Pair pair;
  pair.ask();
  (void)pair.client.handshake();
  Pair::carry(pair.client, pair.server);
  std::array<std::uint8_t, 16> out{};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(pair.server.read(out).kind, Read::Kind::rehandshake) << why(pair.server);
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  EXPECT_EQ(pair.server.info().peer_chain.size(), 1U);
  pair.expect_data();
}

TEST(Reauthentication13Data, AFailureEndsItWhileNewKeysAreOwed) {
  Pair pair;
  ASSERT_TRUE(pair.server.reauthenticate());
  (void)pair.server.handshake();
  ASSERT_TRUE(pair.client.update_keys(true));
  ASSERT_TRUE(pair.client.write(as_bytes("damaged")));
  ByteVector records = taken_output(pair.client);
  records.back() ^= 1;
  ASSERT_TRUE(pair.server.feed(records));
  (void)taken_output(pair.server);
  EXPECT_EQ(pair.server.handshake().kind, Step::Kind::failed);
  expect_refused(pair.server, Refusal{Errc::bad_record_mac, "record.encrypted_record"});
  EXPECT_EQ(split_records(taken_output(pair.server)).size(), 1U) << "an alert, and no KeyUpdate";
}

TEST(Reauthentication13Data, ATicketAfterItKnowsTheClient) {
  Options server = ordinary_server();
  server.ticket_keys = std::make_shared<const TicketKeys>(ByteVector(kTicketSecretSize, 1));
  Pair pair({}, mutual_client(), server);
  pair.expect_data();
  pair.ask();
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  ASSERT_TRUE(pair.server.send_ticket());
  pair.expect_data();
  auto session = pair.client.session();
  ASSERT_TRUE(session);
  Options client = mutual_client(), strict = mutual_server();
  strict.ticket_keys = server.ticket_keys;
  client.session = std::make_shared<const SessionState>(std::move(*session));
  Endpoints next(client, strict);
  ASSERT_TRUE(next.link.handshake().ok()) << why(next.client) << "\n" << why(next.server);
  EXPECT_TRUE(next.server.info().resumed);
  EXPECT_EQ(next.server.info().peer_chain.size(), 1U);
}

}  // namespace
}  // namespace handfast::test
