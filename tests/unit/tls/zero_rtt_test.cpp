// Data in the first flight of TLS 1.3 (RFC 8446, 2.3, 4.2.10 and 8): what a server takes, and what it lets pass.
#include "tls/session/replay_guard.hpp"
#include "unit/tls/later.hpp"
#include "unit/tls/message_edit.hpp"
#include "unit/tls/resumption.hpp"

namespace handfast::test {
namespace {

using namespace tls;

constexpr std::string_view kRequest = "GET / HTTP/1.1\r\n\r\n";
constexpr std::uint32_t kLimit = 16384;

class ZeroRtt : public ResumptionTest, public testing::WithParamInterface<Carriage> {
 protected:
  ZeroRtt() { carriage = GetParam(); }

  Options server_options() const {
    Options out = ordinary_server();
    out.ticket_keys = keys;
    out.replay_guard = guard;
    out.max_early_data = kLimit;
    return out;
  }
  // With a session of the server's, and something to say at once.
  Options early_client(std::string_view request = kRequest) {
    Options out = ordinary_client();
    out.session = first_session(ordinary_client(), server_options());
    out.early_data.assign(request.begin(), request.end());
    return out;
  }
  static std::string read_early(Connection& server) {
    std::string out(2 * kLimit, '\0');
    out.resize(server.read_early_data({reinterpret_cast<std::uint8_t*>(out.data()), out.size()}));
    return out;
  }
  void expect_early(const Options& client, const Options& server, bool accepted) {
    Clocked pair(client, server, carriage);
    expect_works(pair);
    EXPECT_EQ(pair.client.info().early_data_accepted, accepted);
    EXPECT_EQ(pair.server.info().early_data_accepted, accepted);
    EXPECT_EQ(read_early(pair.server), accepted ? std::string(as_text(client.early_data)) : "");
  }

  std::shared_ptr<const TicketKeys> keys = ticket_keys();
  std::shared_ptr<ReplayGuard> guard = std::make_shared<MemoryReplayGuard>(0);
};
INSTANTIATE_TEST_SUITE_P(Every, ZeroRtt, testing::ValuesIn(kCarriages),
                         [](const auto& param) { return "carriage" + std::to_string(param.index); });

TEST_P(ZeroRtt, IsTaken) {
  const Options client = early_client();
  EXPECT_EQ(client.session->max_early_data, kLimit);
  expect_early(client, server_options(), true);
}

TEST_P(ZeroRtt, IsTakenFromAClientWhoseClockWasSetBack) {
  Options client = early_client();
  client.session = changed(*client.session, [](SessionState& state) {
    state.created += 3600;
    state.received_ms += 3'600'000;
  });
  expect_early(client, server_options(), true);  // its ticket counts as just come (RFC 8446, 4.2.11.1)
}

TEST_P(ZeroRtt, MayBeAsLongAsTheTicketSays) {
  expect_early(early_client(std::string(kLimit, 'x')), server_options(), true);
  const Options more = early_client(std::string(kLimit + 1, 'x'));
  expect_early(more, server_options(), false);  // not offered
}

TEST_P(ZeroRtt, BothSidesExportTheSameEarly) {
  Clocked pair(early_client(), server_options(), carriage);
  expect_works(pair);
  ByteVector of_client(32), of_server(32), later(32);
  ASSERT_TRUE(pair.client.export_early_key("EXPERIMENTAL", {}, of_client));
  ASSERT_TRUE(pair.server.export_early_key("EXPERIMENTAL", {}, of_server));
  ASSERT_TRUE(pair.client.export_key("EXPERIMENTAL", Bytes(), later));
  EXPECT_EQ(of_client, of_server);
  EXPECT_NE(of_client, later);
}

TEST_P(ZeroRtt, IsRefusedWithoutAGuardOrALimit) {
  const Options client = early_client();
  Options server = server_options();
  server.replay_guard = nullptr;
  expect_early(client, server, false);
  server = server_options();
  server.max_early_data = 0;
  expect_early(client, server, false);
}

TEST_P(ZeroRtt, IsRefusedWhenTheTicketIsNotOurs) {
  const Options client = early_client();
  keys = ticket_keys(2);
  expect_early(client, server_options(), false);
}

TEST_P(ZeroRtt, IsRefusedAfterAHelloRetryRequest) {
  const Options client = early_client();
  Options server = server_options();
  Policy policy;
  policy.groups = {NamedGroup::secp384r1};
  server.policy = std::make_shared<const Policy>(policy);
  expect_early(client, server, false);
}

TEST_P(ZeroRtt, IsRefusedWhenTheTicketsAgeIsWrong) {
  Options client = early_client();
  const auto session = client.session;
  client.session = changed(*session, [](SessionState& state) { state.received_ms -= 9'000; });
  expect_early(client, server_options(), true);
  client.session = changed(*session, [](SessionState& state) { state.received_ms -= 11'000; });
  expect_early(client, server_options(), false);
  clock_now += std::chrono::seconds(20);
  client.session = changed(*session, [](SessionState& state) { state.received_ms += 11'000; });
  expect_early(client, server_options(), false);
}

TEST_P(ZeroRtt, IsRefusedWhenTheSuiteOrTheProtocolIsAnother) {
  Options client = early_client();
  Options server = server_options();
  Policy policy;
  policy.cipher_suites = {client.session->cipher_suite == CipherSuite::aes_128_gcm_sha256
                              ? CipherSuite::chacha20_poly1305_sha256
                              : CipherSuite::aes_128_gcm_sha256};
  server.policy = std::make_shared<const Policy>(policy);
  expect_early(client, server, false);
  server = server_options();
  client.application_protocols = server.application_protocols = {"h2"};
  expect_early(client, server, false);  // the session had none
}

TEST_P(ZeroRtt, OfTheSessionsProtocolIsTaken) {
  Options client = ordinary_client(), server = server_options();
  client.application_protocols = server.application_protocols = {"h2"};
  client.session = first_session(client, server);
  client.early_data.assign(kRequest.begin(), kRequest.end());
  expect_early(client, server, true);
}

TEST_P(ZeroRtt, TheSessionGoesOnWithoutAnyToo) {
  Options client = early_client();
  client.early_data.clear();
  Clocked pair(client, server_options(), carriage);
  expect_works(pair);
  EXPECT_TRUE(pair.server.info().resumed);
  EXPECT_FALSE(pair.server.info().early_data_accepted);
}

// RFC 8446, 5.1: 0x0303, but for the first ClientHello.
TEST_P(ZeroRtt, IsInRecordsOfTheRightVersion) {
  Connection client(Role::client, clocked(), early_client());
  (void)client.handshake();
  const auto records = split_records(taken_output(client));
  ASSERT_EQ(records.size(), 3U);  // ClientHello, change_cipher_spec, data
  EXPECT_EQ(records[1][0], static_cast<std::uint8_t>(ContentType::change_cipher_spec));
  for (std::size_t i = 1; i < records.size(); ++i) EXPECT_EQ(records[i][2], 3);
}

// Answers late, or never knows.
struct OddGuard final : ReplayGuard {
  Answer<bool> is_new(Bytes, std::uint64_t, std::uint64_t) override {
    if (desk) return from<bool>(desk);
    return Result<bool>(fail(Errc::read_failed, "guard"));
  }
  std::shared_ptr<Desk<bool>> desk;
};

// RFC 8449, 4: a client knows the new limit of the server's only when its early data is on the way.
TEST_P(ZeroRtt, IsNotUnderTheLimitOfRecordsThatComesLater) {
  Options client = early_client(std::string(1000, 'x'));
  Options server = server_options();
  client.record_size_limit = server.record_size_limit = 512;
  expect_early(client, server, true);
}

// ---- RFC 8446, 8: replay ----

class Replay : public ResumptionTest {
 protected:
  Options server_options() const {
    Options out = ordinary_server();
    out.ticket_keys = keys;
    out.replay_guard = guard;
    out.max_early_data = kLimit;
    return out;
  }
  StoredSession session() { return first_session(ordinary_client(), server_options()); }
  // A client's first flight.
  ByteVector flight() { return flight(session()); }
  static ByteVector flight(StoredSession session) {
    Options client = ordinary_client();
    client.session = std::move(session);
    client.early_data.assign(kRequest.begin(), kRequest.end());
    Connection connection(Role::client, clocked(), client);
    (void)connection.handshake();
    return taken_output(connection);
  }
  bool taken(const ByteVector& flight, const Options& options) {
    Connection server(Role::server, clocked(), options);
    EXPECT_TRUE(server.feed(flight));
    (void)server.handshake();
    (void)taken_output(server);
    (void)server.handshake();
    EXPECT_EQ(server.failure(), nullptr);
    std::array<std::uint8_t, 64> out{};
    const std::size_t got = server.read_early_data(out);
    EXPECT_EQ(got, server.info().early_data_accepted ? kRequest.size() : 0);
    return server.info().early_data_accepted;
  }
  std::shared_ptr<const TicketKeys> keys = ticket_keys();
  std::shared_ptr<ReplayGuard> guard = std::make_shared<MemoryReplayGuard>(0);
};

TEST_F(Replay, IsRefused) {
  const ByteVector first = flight();
  EXPECT_TRUE(taken(first, server_options()));
  EXPECT_FALSE(taken(first, server_options()));
  clock_now += std::chrono::seconds(9);
  EXPECT_FALSE(taken(first, server_options()));
  clock_now += std::chrono::seconds(9);
  EXPECT_FALSE(taken(first, server_options())) << "too old by now";
}

TEST_F(Replay, IsNotNoticedByAGuardOfItsOwn) {
  const ByteVector first = flight();
  EXPECT_TRUE(taken(first, server_options()));
  guard = std::make_shared<MemoryReplayGuard>(0);
  EXPECT_TRUE(taken(first, server_options())) << "which is why servers have to share one";
}

// RFC 8446, 8.2: "SHOULD reject 0-RTT as long as any portion of their recording window overlaps the startup time".
TEST_F(Replay, IsRefusedByAGuardThatHasJustStarted) {
  const ByteVector first = flight();
  EXPECT_TRUE(taken(first, server_options()));
  guard = std::make_shared<MemoryReplayGuard>(1'800'000'000);
  EXPECT_FALSE(taken(first, server_options()));
}

TEST_F(Replay, OldTicketsAreRefusedUntilTheWindowHasPassedSinceTheStart) {
  const auto before = session();
  clock_now += std::chrono::seconds(1);
  const ByteVector recorded = flight(before);  // on the way when the server starts anew
  clock_now += std::chrono::milliseconds(500);
  guard = std::make_shared<MemoryReplayGuard>(0);
  guard->started_ms = 1'800'000'001'500;
  EXPECT_FALSE(taken(recorded, server_options()));
  EXPECT_FALSE(taken(flight(session()), server_options())) << "a ticket of the moment of the start";
  clock_now += std::chrono::milliseconds(1);
  EXPECT_TRUE(taken(flight(session()), server_options())) << "a younger ticket";
  clock_now += std::chrono::milliseconds(20'998);
  EXPECT_FALSE(taken(flight(before), server_options()));
  clock_now += std::chrono::milliseconds(1);
  EXPECT_TRUE(taken(flight(before), server_options()));
  EXPECT_FALSE(taken(recorded, server_options())) << "not fresh any more";
}

TEST_F(Replay, IsRefusedWhenTheClockGoesForwardAndBack) {
  const ByteVector first = flight(), second = flight();
  EXPECT_TRUE(taken(first, server_options()));
  clock_now += std::chrono::hours(1);
  EXPECT_TRUE(taken(flight(), server_options())) << "the first is forgotten here";
  clock_now -= std::chrono::hours(1);
  EXPECT_FALSE(taken(first, server_options()));
  EXPECT_FALSE(taken(second, server_options())) << "it may have come as well";
}

TEST_F(Replay, IsRefusedWhenTheClockGoesBackToWhatIsForgotten) {
  const auto before = session();
  const ByteVector first = flight(before);
  EXPECT_TRUE(taken(first, server_options()));
  clock_now += std::chrono::seconds(22);
  EXPECT_TRUE(taken(flight(before), server_options()));
  clock_now -= std::chrono::seconds(15);
  EXPECT_FALSE(taken(first, server_options()));
  clock_now += std::chrono::seconds(15);
  EXPECT_TRUE(taken(flight(), server_options())) << "and on it goes";
}

// ---- refused, and passed over ----

TEST_F(Replay, AsMuchAsTheTicketAllowsIsPassedOver) {
  for (const std::size_t size : {std::size_t{16384}, std::size_t{40000}}) {
    Options server = server_options();
    server.max_early_data = static_cast<std::uint32_t>(size);
    Options client = ordinary_client();
    client.session = first_session(ordinary_client(), server);
    client.early_data.assign(size, 'x');
    server.replay_guard = std::make_shared<OddGuard>();  // refuses
    Clocked pair(client, server);
    expect_works(pair);
    EXPECT_TRUE(pair.server.info().resumed);
    EXPECT_FALSE(pair.client.info().early_data_accepted);
  }
}

TEST_F(Replay, ALowerLimitThanTheTicketsRefuses) {
  Options client = ordinary_client();
  client.session = first_session(ordinary_client(), server_options());
  client.early_data.assign(100, 'x');
  Options server = server_options();
  server.max_early_data = 99;
  Clocked pair(client, server);
  expect_works(pair);
  EXPECT_FALSE(pair.server.info().early_data_accepted);
}

TEST_F(Replay, AGuardThatFailsRefuses) {
  const ByteVector first = flight();
  guard = std::make_shared<OddGuard>();
  EXPECT_FALSE(taken(first, server_options()));
}

TEST_F(Replay, AGuardThatAnswersLateIsWaitedFor) {
  const ByteVector first = flight();
  auto odd = std::make_shared<OddGuard>();
  odd->desk = std::make_shared<Desk<bool>>();
  guard = odd;
  Connection server(Role::server, clocked(), server_options());
  ASSERT_TRUE(server.feed(first));
  EXPECT_EQ(server.handshake().wait, Wait::session_lookup);
  EXPECT_EQ(server.handshake().wait, Wait::session_lookup);
  odd->desk->put(true);
  EXPECT_EQ(server.handshake().wait, Wait::output);
  EXPECT_TRUE(server.info().early_data_accepted);
}

TEST_F(Replay, AFullGuardRefuses) {
  MemoryReplayGuard full(0, 1);
  const ByteVector a{1}, b{2};
  EXPECT_TRUE(*full.is_new(a, 100, 110).result());
  EXPECT_FALSE(*full.is_new(a, 100, 110).result());
  EXPECT_FALSE(*full.is_new(b, 110, 120).result());
  EXPECT_TRUE(*full.is_new(b, 111, 120).result()) << "the first is forgotten";
}

// ---- a client that does not keep to its ticket ----

TEST_F(Replay, MoreThanAllowedEndsTheHandshake) {
  Options client = ordinary_client(), server_side = server_options();
  server_side.max_early_data = 99;
  const auto session = first_session(ordinary_client(), server_side);
  client.session = changed(*session, [](SessionState& state) { state.max_early_data = 100; });
  client.early_data.assign(100, 'x');
  Connection connection(Role::client, clocked(), client);
  (void)connection.handshake();
  Connection server(Role::server, clocked(), server_side);
  ASSERT_TRUE(server.feed(taken_output(connection)));
  (void)server.handshake();
  (void)taken_output(server);
  EXPECT_EQ(server.handshake().kind, Step::Kind::failed);
  expect_refused(server, Refusal{Errc::too_much_early_data, "application_data"});
  expect_alert(server, Errc::too_much_early_data);
}

}  // namespace
}  // namespace handfast::test
