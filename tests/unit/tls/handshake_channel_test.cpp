// The handshake of TLS 1.3 without records, as QUIC carries it (RFC 9001, 4, 6 and 8).
#include "tls/record/limits.hpp"
#include "tls/session/replay_guard.hpp"
#include "unit/tls/carried.hpp"
#include "unit/tls/message_edit.hpp"

namespace handfast::test {
namespace {

using namespace tls;
using Level = EncryptionLevel;
constexpr std::size_t kSessionIdAt = 4 + 2 + 32;  // of a hello: behind header, version and random

std::shared_ptr<const Policy> policy_with(std::initializer_list<ProtocolVersion> versions) {
  Policy out;
  out.versions = versions;
  return std::make_shared<const Policy>(out);
}

Options other_group(Options options) {
  Policy policy;
  policy.groups = {NamedGroup::secp384r1};
  options.policy = std::make_shared<const Policy>(policy);
  return options;
}

class Channel : public ResumptionTest, public testing::WithParamInterface<std::size_t> {
 protected:
  void expect_works(Carried& pair) {
    ASSERT_TRUE(pair.handshake(GetParam())) << "client: " << why(pair.client) << "\nserver: " << why(pair.server);
    pair.expect_same_secrets({Level::handshake, Level::application});
    EXPECT_TRUE(pair.client_channel->alerts.empty());
    EXPECT_TRUE(pair.server_channel->alerts.empty());
    EXPECT_EQ(pair.client.info().version, ProtocolVersion::tls13);
    ByteVector ours(32), theirs(32);
    ASSERT_TRUE(pair.client.export_key("EXPERIMENTAL", Bytes(), ours));
    ASSERT_TRUE(pair.server.export_key("EXPERIMENTAL", Bytes(), theirs));
    EXPECT_EQ(ours, theirs);
  }
  Options early_server() const {
    Options out = ordinary_server();
    out.ticket_keys = ticket_keys();
    out.replay_guard = guard;
    out.max_early_data = 0xffffffff;  // RFC 9001, 4.6.1
    return out;
  }
  Options early_client() {
    Options out = ordinary_client();
    Carried first(out, early_server());
    expect_works(first);
    const auto session = first.client.session();
    EXPECT_TRUE(session);
    if (session)
      out.session = changed(*session, [](SessionState& state) { EXPECT_EQ(state.max_early_data, 0xffffffff); });
    out.early_data_elsewhere = true;
    return out;
  }
  std::shared_ptr<ReplayGuard> guard = std::make_shared<MemoryReplayGuard>(0);
};
INSTANTIATE_TEST_SUITE_P(Pieces, Channel, testing::Values(0, 1, 7),
                         [](const auto& param) { return "of" + std::to_string(param.param); });

TEST_P(Channel, CarriesAHandshake) {
  Carried pair(ordinary_client(), ordinary_server());
  expect_works(pair);
  EXPECT_EQ(pair.client_channel->story(), "0 1, 2 20, ");
  EXPECT_EQ(pair.server_channel->story(), "0 2, 2 8, 2 11, 2 15, 2 20, ");
  EXPECT_EQ(pair.client_channel->sent[0].message[kSessionIdAt], 0);  // RFC 9001, 8.4
  EXPECT_EQ(pair.client_channel->secrets.count(Level::early), 0U);
  EXPECT_EQ(pair.client.read_level(), Level::application);
  EXPECT_EQ(pair.server.read_level(), Level::application);
}

TEST_P(Channel, CarriesClientCertificates) {
  Carried pair(mutual_client(), mutual_server());
  expect_works(pair);
  EXPECT_EQ(pair.client_channel->story(), "0 1, 2 11, 2 15, 2 20, ");
  EXPECT_TRUE(pair.server.info().peer_verified);
}

TEST_P(Channel, CarriesAHelloRetryRequest) {
  Carried pair(ordinary_client(), other_group(ordinary_server()));
  expect_works(pair);
  EXPECT_EQ(pair.client_channel->story(), "0 1, 0 1, 2 20, ");
  EXPECT_TRUE(pair.client.info().hello_retry);
}

TEST_P(Channel, CarriesTicketsAndResumes) {
  Options server = ordinary_server();
  server.ticket_keys = ticket_keys();
  Options client = ordinary_client();
  Carried first(client, server);
  expect_works(first);
  EXPECT_EQ(first.server_channel->sent.back().level, Level::application);
  auto session = first.client.session();
  ASSERT_TRUE(session);
  client.session = std::make_shared<const SessionState>(std::move(*session));
  Carried second(client, server);
  expect_works(second);
  EXPECT_TRUE(second.client.info().resumed);
  EXPECT_TRUE(second.server.info().resumed);
  EXPECT_EQ(second.client_channel->secrets.count(Level::early), 0U);
}

TEST_P(Channel, TellsTheSecretOfEarlyData) {
  Carried pair(early_client(), early_server());
  expect_works(pair);
  pair.expect_same_secrets({Level::early});
  EXPECT_TRUE(pair.client.info().early_data_accepted);
  EXPECT_TRUE(pair.server.info().early_data_accepted);
  EXPECT_EQ(pair.client_channel->story(), "0 1, 2 20, ");  // RFC 9001, 8.3: no EndOfEarlyData
  EXPECT_FALSE(pair.client.early_cipher_suite());
}

TEST_P(Channel, TellsOfNoEarlyDataThatIsRefused) {
  const Options client = early_client();
  Options refusing = early_server();
  refusing.replay_guard = nullptr;
  for (const Options& server : {refusing, other_group(early_server())}) {
    Carried pair(client, server);
    expect_works(pair);
    EXPECT_EQ(pair.client_channel->secrets.count(Level::early), 1U);
    EXPECT_EQ(pair.server_channel->secrets.count(Level::early), 0U);
    EXPECT_FALSE(pair.client.info().early_data_accepted);
    EXPECT_TRUE(pair.client.info().resumed);
  }
}

TEST_P(Channel, OffersEarlyDataOnlyWhereItIsWanted) {
  Options client = early_client();
  client.early_data_elsewhere = false;
  client.early_data = {1, 2, 3};  // that of a connection with records
  Carried pair(client, early_server());
  expect_works(pair);
  EXPECT_EQ(pair.client_channel->secrets.count(Level::early), 0U);
}

TEST_P(Channel, IgnoresWhatIsForRecordsAlone) {
  Options client = ordinary_client(), server = ordinary_server();
  client.chosen = std::make_shared<const ChosenValues>(ChosenValues{.session_id = ByteVector(32, 1)});
  client.post_handshake_auth = server.post_handshake_auth = true;
  server.start_early = true;
  Carried pair(client, server);
  expect_works(pair);
  EXPECT_EQ(pair.client_channel->sent[0].message[kSessionIdAt], 0);
  EXPECT_FALSE(pair.client.info().post_handshake_auth || pair.server.info().post_handshake_auth);
  EXPECT_FALSE(pair.server.info().started_early);
  for (Connection* side : {&pair.client, &pair.server}) {
    EXPECT_EQ(side->write(as_bytes("x")).error().code, Errc::invalid_request);
    EXPECT_EQ(side->update_keys(true).error().code, Errc::invalid_request);
    EXPECT_EQ(side->reauthenticate().error().code, Errc::invalid_request);
    EXPECT_EQ(side->handshake().kind, Step::Kind::done);
    EXPECT_EQ(side->failure(), nullptr);
  }
}

// ------------------------------------------------------------------------------------------------ what goes wrong ----

class CarriedRefusal : public testing::Test {
 protected:
  // The client's hello is with the server, and its flight is to be delivered.
  void to_flight() {
    Carried::step(pair.client);
    pair.deliver(*pair.client_channel, pair.server);
  }
  void expect_alert_at(RecordingChannel& channel, Level level, Alert alert) {
    ASSERT_EQ(channel.alerts.size(), 1U);
    EXPECT_EQ(channel.alerts[0], (RecordingChannel::SentAlert{level, AlertLevel::fatal, alert}));
  }
  static ByteVector header(HandshakeType type, std::size_t size) {
    ByteVector out;
    Writer writer(out);
    writer.number<1>(static_cast<std::uint32_t>(type));
    writer.number<3>(static_cast<std::uint32_t>(size));
    return out;
  }
  Carried pair{ordinary_client(), ordinary_server()};
};

TEST_F(CarriedRefusal, OfAnotherLevel) {
  to_flight();
  const ByteVector byte{8};
  for (const Level level : {Level::early, Level::handshake, Level::application}) {
    const auto given = pair.client.receive_handshake(level, byte);
    ASSERT_FALSE(given);
    EXPECT_EQ(given.error().code, Errc::unexpected_record);
  }
  EXPECT_EQ(pair.server.receive_handshake(Level::initial, byte).error().code, Errc::unexpected_record);
  EXPECT_TRUE(pair.handshake());  // it changed nothing
  EXPECT_EQ(pair.client.receive_handshake(Level::handshake, byte).error().code, Errc::unexpected_record);
}

TEST_F(CarriedRefusal, WithoutAChannel) {
  Endpoints plain(ordinary_client(), ordinary_server());
  EXPECT_EQ(plain.client.receive_handshake(Level::initial, ByteVector{2}).error().code, Errc::invalid_request);
  EXPECT_TRUE(plain.link.handshake().ok());
}

TEST_F(CarriedRefusal, OfWhatALevelLeavesOver) {  // RFC 9001, 4.1.3; RFC 8446, 5.1
  to_flight();
  auto& sent = pair.server_channel->sent;
  sent[0].message.push_back(static_cast<std::uint8_t>(HandshakeType::encrypted_extensions));
  pair.deliver(*pair.server_channel, pair.client);
  expect_refused(pair.client, {Errc::data_across_key_change, "record"});
  expect_alert_at(*pair.client_channel, Level::initial, Alert::unexpected_message);
}

TEST_F(CarriedRefusal, OfWhatALevelLeavesOverOnAServer) {
  Carried::step(pair.client);
  pair.client_channel->sent[0].message.push_back(1);
  pair.deliver(*pair.client_channel, pair.server);
  expect_refused(pair.server, {Errc::data_across_key_change, "record"});
  ASSERT_EQ(pair.server_channel->alerts.size(), 1U);
}

TEST_F(CarriedRefusal, OfLongMessages) {
  ASSERT_TRUE(pair.server.receive_handshake(Level::initial, header(HandshakeType::client_hello, kMaxClientHello + 1)));
  Carried::step(pair.server);
  expect_refused(pair.server, {Errc::message_too_long, "handshake.length"});
  expect_alert_at(*pair.server_channel, Level::initial, Alert::illegal_parameter);
}

TEST_F(CarriedRefusal, OfTooMuchAtOnce) {
  const ByteVector much(kMaxCarriedBytes), more(1);
  Carried::step(pair.server);
  ASSERT_TRUE(pair.server.receive_handshake(Level::initial, much));
  const auto given = pair.server.receive_handshake(Level::initial, more);
  ASSERT_FALSE(given);
  EXPECT_EQ(given.error().code, Errc::message_too_long);
  EXPECT_EQ(pair.server.failure(), nullptr);
}

TEST_F(CarriedRefusal, OfKeyUpdates) {  // RFC 9001, 6
  ASSERT_TRUE(pair.handshake());
  for (Connection* side : {&pair.client, &pair.server}) {
    ByteVector message = header(HandshakeType::key_update, 1);
    message.push_back(0);
    ASSERT_TRUE(side->receive_handshake(Level::application, message));
    EXPECT_EQ(side->read({}).kind, Read::Kind::failed);
    ASSERT_TRUE(side->flush_owed());
    expect_refused(*side, {Errc::unexpected_message, "handshake.msg_type"});
  }
  expect_alert_at(*pair.client_channel, Level::application, Alert::unexpected_message);
  expect_alert_at(*pair.server_channel, Level::application, Alert::unexpected_message);
}

TEST_F(CarriedRefusal, OfRequestsAfterTheHandshake) {  // RFC 9001, 4.4
  ASSERT_TRUE(pair.handshake());
  ASSERT_TRUE(pair.client.receive_handshake(Level::application, header(HandshakeType::certificate_request, 0)));
  EXPECT_EQ(pair.client.read({}).kind, Read::Kind::failed);
  EXPECT_EQ(pair.client.failure()->error.code, Errc::unexpected_message);
}

TEST_F(CarriedRefusal, OfEndOfEarlyData) {  // RFC 9001, 8.3
  to_flight();
  pair.deliver(*pair.server_channel, pair.client);
  ASSERT_TRUE(pair.server.receive_handshake(Level::handshake, header(HandshakeType::end_of_early_data, 0)));
  Carried::step(pair.server);
  expect_refused(pair.server, {Errc::unexpected_message, "handshake.msg_type"});
}

TEST_F(CarriedRefusal, OfOlderVersions) {  // RFC 9001, 4.2
  Options old = ordinary_client();
  old.policy = policy_with({ProtocolVersion::tls12});
  Carried unable(old, ordinary_server());
  Carried::step(unable.client);
  EXPECT_EQ(unable.client.failure()->error.code, Errc::no_priorities);

  Options server = ordinary_server();
  server.policy = policy_with({ProtocolVersion::tls12});
  Carried refused(ordinary_client(), server);
  EXPECT_FALSE(refused.handshake());
  EXPECT_EQ(refused.server.failure()->error.code, Errc::no_common_version);
  expect_alert_at(*refused.server_channel, Level::initial, Alert::protocol_version);

  // A client that offers TLS 1.2 as well, and somebody who takes away the rest.
  Options both = ordinary_client();
  both.policy = policy_with({ProtocolVersion::tls12});
  Connection client(Role::client, plain_services(), both);
  (void)client.handshake();
  Carried tricked(ordinary_client(), ordinary_server());
  Carried::step(tricked.server);
  ASSERT_TRUE(tricked.server.receive_handshake(Level::initial, client.output().subspan(kRecordHeaderSize)));
  Carried::step(tricked.server);
  EXPECT_EQ(tricked.server.failure()->error.code, Errc::no_common_version);
}

TEST_F(CarriedRefusal, OfTheChannelIsFinal) {
  for (std::size_t message = 0; message < 5; ++message) {
    Carried failing(ordinary_client(), ordinary_server());
    failing.server_channel->failing = message;
    EXPECT_FALSE(failing.handshake());
    ASSERT_NE(failing.server.failure(), nullptr);
    EXPECT_EQ(failing.server.failure()->error.code, Errc::callback_failed);
    EXPECT_EQ(failing.server.failure()->error.field, "channel");
    EXPECT_EQ(failing.server_channel->sent.size(), message);
  }
}

TEST_F(CarriedRefusal, HeldBackUntilTheApplicationSendsIt) {
  pair.client.options().hold_alerts = true;
  to_flight();
  pair.server_channel->sent[0].message[kSessionIdAt] = 1;
  pair.deliver(*pair.server_channel, pair.client);
  ASSERT_NE(pair.client.failure(), nullptr);
  EXPECT_TRUE(pair.client_channel->alerts.empty());
  ASSERT_TRUE(pair.client.pending_alert());
  ASSERT_TRUE(pair.client.send_alert(AlertLevel::fatal, *pair.client.pending_alert()));
  expect_alert_at(*pair.client_channel, Level::initial, *alert_for(pair.client.failure()->error.code));
}

// ------------------------------------------------------------------------------------------------------ and records ----

TEST(ChannelBesideRecords, HearsOfSecretsAndTakesAlerts) {
  for (const ProtocolVersion version : {ProtocolVersion::tls13, ProtocolVersion::tls12}) {
    const auto of_client = std::make_shared<RecordingChannel>(false),
               of_server = std::make_shared<RecordingChannel>(false);
    Options client = mutual_client(), server = mutual_server();
    client.policy = server.policy = policy_with({version});
    client.channel = of_client;
    server.channel = of_server;
    Endpoints pair(client, server);
    ASSERT_TRUE(pair.link.handshake().ok());
    EXPECT_EQ(pair.link.transfer(pair.client, pair.server, as_bytes("hello")), "hello");
    EXPECT_TRUE(of_client->sent.empty() && of_server->sent.empty());
    EXPECT_FALSE(pair.client.is_carried());
    const bool tls13 = version == ProtocolVersion::tls13;
    for (const Level level : {Level::handshake, Level::application}) {
      EXPECT_EQ(of_client->secrets[level].write.empty(), !tls13);
      EXPECT_EQ(of_client->secrets[level].write, of_server->secrets[level].read);
      EXPECT_EQ(of_client->secrets[level].read, of_server->secrets[level].write);
    }
    ASSERT_TRUE(pair.client.close());
    EXPECT_TRUE(pair.client.output().empty());
    const RecordingChannel::SentAlert closing{tls13 ? Level::application : Level::initial, AlertLevel::warning,
                                              Alert::close_notify};
    ASSERT_EQ(of_client->alerts.size(), 1U);
    EXPECT_EQ(of_client->alerts[0], closing);
  }
}

TEST(ChannelBesideRecords, IsTheSameForALife) {
  Carried pair(ordinary_client(), ordinary_server());
  Carried::step(pair.client);
  pair.client.options().channel = nullptr;
  EXPECT_TRUE(pair.handshake());
  EXPECT_TRUE(pair.client.is_carried());
}

}  // namespace
}  // namespace handfast::test
