// Data before the peer's Finished: a client of TLS 1.2 (False Start, RFC 7918), a server of TLS 1.3 (RFC 8446, 4.4.4).
#include "unit/tls/resumption.hpp"

namespace handfast::test {
namespace {

using namespace tls;

std::shared_ptr<const Policy> only(ProtocolVersion version) {
  Policy policy;
  policy.versions = {version};
  return std::make_shared<const Policy>(policy);
}

// Everything that one side has to say, to the other.
void carry(Connection& from, Connection& to) {
  const ByteVector bytes = taken_output(from);
  ASSERT_TRUE(to.feed(bytes));
}

std::string read_text(Connection& connection) {
  std::string out(64, '\0');
  const Read read = connection.read({reinterpret_cast<std::uint8_t*>(out.data()), out.size()});
  out.resize(read.kind == Read::Kind::data ? read.size : 0);
  return out;
}

// Until `connection` is done; the other one goes on only where that is waited for.
void shake_until_done(Connection& connection, Connection& other) {
  for (int round = 0; round < 20; ++round) {
    const Step step = connection.handshake();
    ASSERT_NE(step.kind, Step::Kind::failed) << why(connection);
    if (step.kind == Step::Kind::done) return;
    carry(connection, other);
    if (step.wait != Wait::input) continue;
    ASSERT_NE(other.handshake().kind, Step::Kind::failed) << why(other);
    carry(other, connection);
  }
  FAIL() << "never done";
}

class EarlyStart : public ResumptionTest {
 protected:
  Options client12() const {
    Options out = ordinary_client();
    out.policy = only(ProtocolVersion::tls12);
    out.start_early = true;
    return out;
  }
  Options server13() const {
    Options out = ordinary_server();
    out.policy = only(ProtocolVersion::tls13);
    out.ticket_keys = keys;
    out.start_early = true;
    return out;
  }
  std::shared_ptr<const TicketKeys> keys = ticket_keys();
};

TEST_F(EarlyStart, AClientSendsBeforeTheServersFinished) {
  Endpoints pair(client12(), ordinary_server());
  shake_until_done(pair.client, pair.server);
  EXPECT_TRUE(pair.client.finishing());
  EXPECT_TRUE(pair.client.established());
  EXPECT_TRUE(pair.client.info().started_early);
  EXPECT_TRUE(pair.client.info().peer_verified);
  EXPECT_FALSE(pair.client.renegotiate());
  ASSERT_TRUE(pair.client.write(as_bytes("early")));
  carry(pair.client, pair.server);
  shake_until_done(pair.server, pair.client);
  EXPECT_EQ(read_text(pair.server), "early");
  ASSERT_TRUE(pair.server.write(as_bytes("answer")));
  carry(pair.server, pair.client);
  EXPECT_EQ(read_text(pair.client), "answer");
  EXPECT_FALSE(pair.client.finishing());
  EXPECT_TRUE(pair.client.info().started_early);
}

TEST_F(EarlyStart, AClientThatReadsOneByteAtATime) {
  Endpoints pair(client12(), ordinary_server());
  shake_until_done(pair.client, pair.server);
  ASSERT_TRUE(pair.client.write(as_bytes("early")));
  carry(pair.client, pair.server);
  shake_until_done(pair.server, pair.client);
  ASSERT_TRUE(pair.server.write(as_bytes("answer")));
  std::string got;
  for (const std::uint8_t byte : taken_output(pair.server)) {
    EXPECT_EQ(got, "");
    ASSERT_TRUE(pair.client.feed({&byte, 1}));
    got += read_text(pair.client);
  }
  EXPECT_EQ(got, "answer");
}

TEST_F(EarlyStart, ADamagedFinishedFailsTheRead) {
  Endpoints pair(client12(), ordinary_server());
  shake_until_done(pair.client, pair.server);
  carry(pair.client, pair.server);
  (void)pair.server.handshake();
  ByteVector flight = taken_output(pair.server);
  ASSERT_FALSE(flight.empty());
  flight.back() ^= 1;
  ASSERT_TRUE(pair.client.feed(flight));
  std::array<std::uint8_t, 16> out{};
  const Read read = pair.client.read(out);
  EXPECT_EQ(read.kind, Read::Kind::failed);
  EXPECT_EQ(read.error, Errc::bad_record_mac);
  EXPECT_FALSE(pair.client.established());
  EXPECT_FALSE(pair.client.write(as_bytes("x")));
}

TEST_F(EarlyStart, AClosedTransportFailsTheRead) {
  Endpoints pair(client12(), ordinary_server());
  shake_until_done(pair.client, pair.server);
  pair.client.input_ended();
  std::array<std::uint8_t, 16> out{};
  EXPECT_EQ(pair.client.read(out).kind, Read::Kind::failed);
}

TEST_F(EarlyStart, NoClientDoesWhenASessionGoesOn) {
  Options server = ordinary_server();
  server.ticket_keys = keys;
  Options client = client12();
  client.session = first_session(client, server);
  ASSERT_TRUE(client.session);
  Clocked pair(client, server);
  expect_works(pair);
  EXPECT_TRUE(pair.client.info().resumed);
  EXPECT_FALSE(pair.client.info().started_early);
}

TEST_F(EarlyStart, AServerSendsBeforeTheClientsFinished) {
  Endpoints pair(ordinary_client(), server13());
  (void)pair.client.handshake();
  carry(pair.client, pair.server);
  shake_until_done(pair.server, pair.client);
  EXPECT_TRUE(pair.server.finishing());
  EXPECT_TRUE(pair.server.info().started_early);
  ASSERT_TRUE(pair.server.write(as_bytes("early")));
  carry(pair.server, pair.client);
  shake_until_done(pair.client, pair.server);
  EXPECT_EQ(read_text(pair.client), "early");
  ASSERT_TRUE(pair.client.write(as_bytes("question")));
  carry(pair.client, pair.server);
  EXPECT_EQ(read_text(pair.server), "question");
  EXPECT_FALSE(pair.server.finishing());
  EXPECT_FALSE(pair.client.session());
  EXPECT_TRUE(pair.server.owes_output());
  ASSERT_TRUE(pair.server.write(as_bytes("answer")));  // behind the tickets
  carry(pair.server, pair.client);
  EXPECT_EQ(read_text(pair.client), "answer");
  EXPECT_TRUE(pair.client.session());
}

TEST_F(EarlyStart, AServerMayChangeItsKeysMeanwhile) {
  Endpoints pair(ordinary_client(), server13());
  (void)pair.client.handshake();
  carry(pair.client, pair.server);
  shake_until_done(pair.server, pair.client);
  ASSERT_TRUE(pair.server.update_keys(false));
  ASSERT_TRUE(pair.server.write(as_bytes("one")));
  carry(pair.server, pair.client);
  shake_until_done(pair.client, pair.server);
  EXPECT_EQ(read_text(pair.client), "one");
  ASSERT_TRUE(pair.client.write(as_bytes("two")));
  carry(pair.client, pair.server);
  EXPECT_EQ(read_text(pair.server), "two");
  ASSERT_TRUE(pair.server.update_keys(false));
  ASSERT_TRUE(pair.server.write(as_bytes("three")));
  carry(pair.server, pair.client);
  EXPECT_EQ(read_text(pair.client), "three");
}

TEST_F(EarlyStart, AServersHandshakeMayGoOnItself) {
  Endpoints pair(ordinary_client(), server13());
  (void)pair.client.handshake();
  carry(pair.client, pair.server);
  shake_until_done(pair.server, pair.client);
  EXPECT_EQ(pair.server.handshake().kind, Step::Kind::waiting);
  carry(pair.server, pair.client);
  shake_until_done(pair.client, pair.server);
  carry(pair.client, pair.server);
  EXPECT_EQ(pair.server.handshake().kind, Step::Kind::done);
  EXPECT_FALSE(pair.server.finishing());
}

TEST_F(EarlyStart, NoServerDoesThatAsksForACertificate) {
  Options server = server13();
  server.client_authentication = ClientAuthentication::request;
  Clocked pair(ordinary_client(), server);
  expect_works(pair);
  EXPECT_FALSE(pair.server.info().started_early);
}

TEST_F(EarlyStart, NoServerDoesWhenASessionGoesOn) {
  Options client = ordinary_client();
  Options first = server13();
  first.start_early = false;
  client.session = first_session(client, first);
  Clocked pair(client, server13());
  expect_works(pair);
  EXPECT_TRUE(pair.server.info().resumed);
  EXPECT_FALSE(pair.server.info().started_early);
}

class EarlyStartCarried : public EarlyStart, public testing::WithParamInterface<Carriage> {
 protected:
  EarlyStartCarried() { carriage = GetParam(); }
};
INSTANTIATE_TEST_SUITE_P(Every, EarlyStartCarried, testing::ValuesIn(kCarriages),
                         [](const auto& param) { return "carriage" + std::to_string(param.index); });

TEST_P(EarlyStartCarried, WorksOnBothSides) {
  Clocked of_client(client12(), ordinary_server(), carriage);
  expect_works(of_client);
  EXPECT_TRUE(of_client.client.info().started_early);
  Clocked of_server(ordinary_client(), server13(), carriage);
  expect_works(of_server);
  EXPECT_TRUE(of_server.server.info().started_early);
}

}  // namespace
}  // namespace handfast::test
