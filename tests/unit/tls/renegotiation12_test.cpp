// Another handshake on a connection of TLS 1.2 (RFC 5746): who asks for it, what may come between, what it must not change.
#include <gtest/gtest.h>

#include "tls/keys/master_secret12.hpp"
#include "tls/session/memory_store.hpp"
#include "tls/session/ticket_keys.hpp"
#include "unit/tls/endpoints.hpp"
#include "unit/tls/message_edit.hpp"

namespace handfast::test {
namespace {

using namespace tls;

std::shared_ptr<const Policy> tls12(const std::function<void(Policy&)>& edit = [](Policy&) {}) {
  Policy out;
  out.versions = {ProtocolVersion::tls12};
  edit(out);
  return std::make_shared<const Policy>(out);
}

Options of12(Options options) {
  options.policy = tls12();
  options.declines_renegotiation = false;
  return options;
}

struct Pair : Endpoints {
  explicit Pair(Carriage carriage = {}, Options client_side = ordinary_client(),
                Options server_side = ordinary_server())
      : Endpoints(of12(std::move(client_side)), of12(std::move(server_side)), carriage) {
    if (!link.handshake().ok()) ADD_FAILURE() << why(client) << "\n" << why(server);
  }

  // Everything that waits for `from` goes to `to`.
  static void carry(Connection& from, Connection& to) { ASSERT_TRUE(to.feed(taken_output(from))); }

  // The client hears of the server's wish.
  void request() {
    ASSERT_TRUE(server.request_renegotiation());
    carry(server, client);
    std::array<std::uint8_t, 16> out{};
    ASSERT_EQ(client.read(out).kind, Read::Kind::rehandshake);
  }

  void expect_data() {
    EXPECT_EQ(link.transfer(client, server, as_bytes("hello")), "hello");
    EXPECT_EQ(link.transfer(server, client, as_bytes("world")), "world");
  }
};

class Renegotiation12 : public testing::TestWithParam<Carriage> {};
INSTANTIATE_TEST_SUITE_P(Every, Renegotiation12, testing::ValuesIn(kCarriages),
                         [](const auto& param) { return "carriage" + std::to_string(param.index); });

TEST_P(Renegotiation12, AClientBegins) {
  Pair pair(GetParam());
  const Random before = pair.client.info().client_random;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(pair.client.renegotiate());
    ASSERT_TRUE(pair.server.renegotiate());
    ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
    EXPECT_FALSE(pair.client.renegotiating() || pair.server.renegotiating());
    EXPECT_NE(pair.client.info().client_random, before);
    EXPECT_TRUE(pair.client.info().secure_renegotiation && pair.client.info().peer_verified);
    pair.expect_data();
  }
}

TEST_P(Renegotiation12, AServerAsksForIt) {
  Pair pair(GetParam());
  ASSERT_TRUE(pair.server.request_renegotiation());
  ASSERT_TRUE(pair.server.renegotiate());
  ASSERT_TRUE(pair.client.renegotiate());
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  pair.expect_data();
}

TEST_P(Renegotiation12, ACertificateCanBeAskedForLater) {
  Pair pair(GetParam(), mutual_client());
  EXPECT_TRUE(pair.server.info().peer_chain.empty());
  pair.server.options().client_authentication = ClientAuthentication::require;
  pair.server.options().verifier = mutual_server().verifier;
  ASSERT_TRUE(pair.client.renegotiate());
  ASSERT_TRUE(pair.server.renegotiate());
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  EXPECT_EQ(pair.server.info().peer_chain.size(), 1U);
  EXPECT_TRUE(pair.server.info().peer_verified);
  pair.expect_data();
}

TEST(Renegotiation12Wishes, ReachTheApplication) {
  Pair pair;
  pair.request();
  EXPECT_FALSE(pair.client.renegotiating());
  ASSERT_TRUE(pair.client.renegotiate());
  (void)pair.client.handshake();
  Pair::carry(pair.client, pair.server);
  std::array<std::uint8_t, 16> out{};
  EXPECT_EQ(pair.server.read(out).kind, Read::Kind::rehandshake);
  ASSERT_TRUE(pair.server.renegotiate());
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  pair.expect_data();
}

TEST(Renegotiation12Wishes, CanBeIgnored) {
  Pair pair;
  pair.request();
  pair.expect_data();
  pair.request();
  ASSERT_TRUE(pair.client.send_alert(AlertLevel::warning, Alert::no_renegotiation));
  Pair::carry(pair.client, pair.server);
  ASSERT_TRUE(pair.server.renegotiate());
  const Step step = pair.server.handshake();
  EXPECT_EQ(step.kind, Step::Kind::warning_alert);
  EXPECT_EQ(step.alert, Alert::no_renegotiation);
  EXPECT_TRUE(pair.server.established());
  pair.expect_data();
}

TEST(Renegotiation12Wishes, OfAClientCanBeIgnored) {
  Pair pair;
  ASSERT_TRUE(pair.client.renegotiate());
  (void)pair.client.handshake();
  Pair::carry(pair.client, pair.server);
  std::array<std::uint8_t, 16> out{};
  EXPECT_EQ(pair.server.read(out).kind, Read::Kind::rehandshake);
  ASSERT_TRUE(pair.server.send_alert(AlertLevel::warning, Alert::no_renegotiation));
  ASSERT_TRUE(pair.server.write(as_bytes("go on")));
  Pair::carry(pair.server, pair.client);
  EXPECT_EQ(pair.client.handshake().kind, Step::Kind::warning_alert);
  EXPECT_EQ(pair.client.handshake().kind, Step::Kind::application_data);
  EXPECT_EQ(pair.client.read(out).size, 5U);
  pair.expect_data();
}

TEST(Renegotiation12Wishes, AreDeclinedByItself) {
  Pair pair;
  pair.client.options().declines_renegotiation = true;
  ASSERT_TRUE(pair.server.request_renegotiation());
  Pair::carry(pair.server, pair.client);
  std::array<std::uint8_t, 16> out{};
  EXPECT_EQ(pair.client.read(out).kind, Read::Kind::wants_input);
  ASSERT_TRUE(pair.client.flush_owed());
  Pair::carry(pair.client, pair.server);
  EXPECT_EQ(pair.server.read(out).kind, Read::Kind::warning_alert);
  pair.expect_data();
}

TEST(Renegotiation12Wishes, AreNotRepeatedForEver) {
  Pair pair;
  std::array<std::uint8_t, 16> out{};
  for (unsigned i = 0; i < kMaxRefusedRenegotiations; ++i) pair.request();
  ASSERT_TRUE(pair.server.request_renegotiation());
  Pair::carry(pair.server, pair.client);
  EXPECT_EQ(pair.client.read(out).kind, Read::Kind::failed);
  expect_refused(pair.client, Refusal{Errc::too_many_renegotiations, "hello_request"});
}

TEST(Renegotiation12Wishes, AreForTls12) {
  Endpoints pair(ordinary_client(), ordinary_server());
  EXPECT_FALSE(pair.client.renegotiate()) << "before the handshake";
  ASSERT_TRUE(pair.link.handshake().ok());
  EXPECT_FALSE(pair.client.renegotiate());
  EXPECT_FALSE(pair.server.request_renegotiation());
  EXPECT_EQ(pair.client.failure(), nullptr);
  Pair older;
  EXPECT_FALSE(older.client.request_renegotiation()) << "a client begins at once";
}

TEST(Renegotiation12Wishes, ThatAreDeclinedLeaveTheConnectionAsItWas) {
  Pair pair;
  pair.request();
  ASSERT_TRUE(pair.client.send_alert(AlertLevel::warning, Alert::no_renegotiation));
  Pair::carry(pair.client, pair.server);
  ASSERT_TRUE(pair.server.renegotiate());
  EXPECT_EQ(pair.server.handshake().kind, Step::Kind::warning_alert);
  ByteVector exported(16);
  EXPECT_TRUE(pair.server.export_key("EXPERIMENTAL", std::nullopt, exported));
  pair.request();  // again, and this time it is followed
  ASSERT_TRUE(pair.client.renegotiate());
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  pair.expect_data();
}

TEST(Renegotiation12Wishes, DoNotCountOnceTheyAreFulfilled) {
  Pair pair;
  for (unsigned i = 0; i < 2 * kMaxRefusedRenegotiations; ++i) {
    pair.request();
    ASSERT_TRUE(pair.client.renegotiate());
    ASSERT_TRUE(pair.server.renegotiate());
    ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  }
}

TEST(Renegotiation12Wishes, AreCountedWhileOurOwnWaits) {
  Pair pair;
  ASSERT_TRUE(pair.client.renegotiate());
  (void)pair.client.handshake();
  for (unsigned i = 0; i <= kMaxRefusedRenegotiations; ++i) ASSERT_TRUE(pair.server.request_renegotiation());
  Pair::carry(pair.server, pair.client);
  std::array<std::uint8_t, 16> out{};
  EXPECT_EQ(pair.client.read(out).kind, Read::Kind::failed);
  expect_refused(pair.client, Refusal{Errc::too_many_renegotiations, "hello_request"});
}

TEST(Renegotiation12Wishes, AreDeclinedOneByOne) {
  Pair pair;
  ASSERT_TRUE(pair.server.send_alert(AlertLevel::warning, Alert::no_renegotiation));  // before there was any
  ASSERT_TRUE(pair.client.renegotiate());
  (void)pair.client.handshake();
  Pair::carry(pair.client, pair.server);
  std::array<std::uint8_t, 16> out{};
  EXPECT_EQ(pair.server.read(out).kind, Read::Kind::rehandshake);
  ASSERT_TRUE(pair.server.renegotiate());
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  pair.expect_data();
}

// ---- data in between ----

TEST(Renegotiation12Data, OfTheClientComesBeforeItsHello) {
  Pair pair;
  ASSERT_TRUE(pair.server.request_renegotiation());
  ASSERT_TRUE(pair.server.renegotiate());
  ASSERT_TRUE(pair.client.write(as_bytes("still here")));
  Pair::carry(pair.client, pair.server);
  EXPECT_EQ(pair.server.handshake().kind, Step::Kind::application_data);
  EXPECT_EQ(pair.server.handshake().kind, Step::Kind::application_data) << "until it is read";
  std::array<std::uint8_t, 16> out{};
  EXPECT_EQ(pair.server.read(out).size, 10U);
  EXPECT_EQ(pair.server.handshake().kind, Step::Kind::waiting);
  ASSERT_TRUE(pair.client.renegotiate());
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  pair.expect_data();
}

TEST(Renegotiation12Data, OfTheServerComesBeforeItsAnswer) {
  Pair pair;
  ASSERT_TRUE(pair.client.renegotiate());
  (void)pair.client.handshake();
  ASSERT_TRUE(pair.server.write(as_bytes("one")));
  ASSERT_TRUE(pair.server.write(as_bytes("two")));
  Pair::carry(pair.server, pair.client);
  Pair::carry(pair.client, pair.server);
  EXPECT_EQ(pair.client.handshake().kind, Step::Kind::application_data);
  std::array<std::uint8_t, 16> out{};
  EXPECT_EQ(pair.client.read(out).size, 3U);
  EXPECT_EQ(pair.client.handshake().kind, Step::Kind::application_data);
  EXPECT_EQ(pair.client.read(out).size, 3U);
  ASSERT_TRUE(pair.server.renegotiate());
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  pair.expect_data();
}

// What follows it is for handshake().
TEST(Renegotiation12Data, IsNotLookedForBehindTheServersAnswer) {
  Pair pair;
  ASSERT_TRUE(pair.client.renegotiate());
  ASSERT_TRUE(pair.server.renegotiate());
  (void)pair.client.handshake();
  Pair::carry(pair.client, pair.server);
  (void)pair.server.handshake();
  Pair::carry(pair.server, pair.client);
  std::array<std::uint8_t, 16> out{};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(pair.client.read(out).kind, Read::Kind::rehandshake) << why(pair.client);
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  pair.expect_data();
}

// RFC 5246, 6.2.1: what was on its way is read, whatever has been said meanwhile.
TEST(Renegotiation12Data, ComesBetweenTheMessages) {
  Pair pair;
  ASSERT_TRUE(pair.client.renegotiate());
  ASSERT_TRUE(pair.server.renegotiate());
  (void)pair.client.handshake();
  Pair::carry(pair.client, pair.server);
  (void)pair.server.handshake();  // the server's flight is under way
  EXPECT_FALSE(pair.server.established());
  EXPECT_FALSE(pair.server.write(as_bytes("too early")));
  Pair::carry(pair.server, pair.client);
  ASSERT_TRUE(pair.client.write(as_bytes("on its way")));
  Pair::carry(pair.client, pair.server);
  EXPECT_EQ(pair.server.handshake().kind, Step::Kind::application_data);
  std::array<std::uint8_t, 16> out{};
  const Read read = pair.server.read(out);
  EXPECT_EQ(as_text(Bytes(out).first(read.size)), "on its way");
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  pair.expect_data();
}

// A pair whose keys, of a first renegotiation, a Forger knows.
struct KnownPair {
  KnownPair() {
    pair.client.options().key_log = secrets;
    pair.client.options().policy =
        tls12([](Policy& policy) { policy.cipher_suites = {CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256}; });
    EXPECT_TRUE(pair.client.renegotiate() && pair.server.renegotiate());
    EXPECT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  }
  Forger forger(Role sender) { return Forger(sender, secrets->lines["CLIENT_RANDOM"], pair.client.info()); }

  std::shared_ptr<Secrets> secrets = std::make_shared<Secrets>();
  Pair pair;
};

// A renegotiation in which the server has got the client's flight up to ChangeCipherSpec. Gives who may go on for the client.
Forger begun_up_to_finished(KnownPair& known) {
  Connection &client = known.pair.client, &server = known.pair.server;
  EXPECT_TRUE(client.renegotiate() && server.renegotiate());
  (void)client.handshake();
  Pair::carry(client, server);
  (void)server.handshake();
  Pair::carry(server, client);
  (void)client.handshake();
  std::vector<ByteVector> records = split_records(taken_output(client));
  EXPECT_GE(records.size(), 3U);  // ..., ChangeCipherSpec, Finished
  records.pop_back();
  for (const ByteVector& record : records) EXPECT_TRUE(server.feed(record));
  (void)server.handshake();
  return Forger(Role::client, known.secrets->lines["CLIENT_RANDOM"], client.info(), false);
}

// RFC 5246, 7.4.9: behind ChangeCipherSpec only Finished may come.
TEST(Renegotiation12Data, ComesNotBehindChangeCipherSpec) {
  KnownPair known;
  Forger forger = begun_up_to_finished(known);
  Connection& server = known.pair.server;
  ASSERT_TRUE(server.feed(forger.seal(ContentType::application_data, as_bytes("forged"))));
  EXPECT_EQ(server.handshake().kind, Step::Kind::failed);
  expect_refused(server, Refusal{Errc::unexpected_record, "record.type"});
}

// What `from` has to say goes to `to`, with data within its first message.
void expect_data_between_fragments(Forger forger, Connection& from, Connection& to) {
  ByteVector flight;
  for (const ByteVector& record : split_records(taken_output(from))) append(flight, forger.open(record));
  ASSERT_GT(flight.size(), 20U);
  const std::size_t half = 10;
  ASSERT_TRUE(to.feed(forger.seal(ContentType::handshake, Bytes(flight).first(half))));
  ASSERT_TRUE(to.feed(forger.seal(ContentType::application_data, as_bytes("between"))));
  ASSERT_TRUE(to.feed(forger.seal(ContentType::handshake, Bytes(flight).subspan(half))));
  EXPECT_EQ(to.handshake().kind, Step::Kind::application_data) << why(to);
  std::array<std::uint8_t, 16> out{};
  const Read read = to.read(out);
  EXPECT_EQ(as_text(Bytes(out).first(read.size)), "between");
  EXPECT_EQ(to.handshake().kind, Step::Kind::waiting) << why(to);
  EXPECT_FALSE(to.output().empty()) << "the message counts as a whole";
}

TEST(Renegotiation12Data, OfTheClientComesBetweenTheFragmentsOfAMessage) {
  KnownPair known;
  ASSERT_TRUE(known.pair.client.renegotiate());
  ASSERT_TRUE(known.pair.server.renegotiate());
  (void)known.pair.client.handshake();
  expect_data_between_fragments(known.forger(Role::client), known.pair.client, known.pair.server);
}

TEST(Renegotiation12Data, OfTheServerComesBetweenTheFragmentsOfAMessage) {
  KnownPair known;
  ASSERT_TRUE(known.pair.client.renegotiate());
  ASSERT_TRUE(known.pair.server.renegotiate());
  (void)known.pair.client.handshake();
  Pair::carry(known.pair.client, known.pair.server);
  (void)known.pair.server.handshake();
  expect_data_between_fragments(known.forger(Role::server), known.pair.server, known.pair.client);
}

// RFC 5246, 7.2.2: decode_error where the length of a message is wrong.
TEST(Renegotiation12, RefusesAFinishedOfAnotherLength) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{11}, std::size_t{13}}) {
    KnownPair known;
    Forger forger = begun_up_to_finished(known);
    Connection& server = known.pair.server;
    const ByteVector finished = message_of(HandshakeType::finished, ByteVector(size));
    ASSERT_TRUE(server.feed(forger.seal(ContentType::handshake, finished)));
    EXPECT_EQ(server.handshake().kind, Step::Kind::failed);
    expect_refused(server, {size < 12 ? Errc::field_too_short : Errc::field_too_long, "finished.verify_data"});
  }
}

// Bytes on their way are read up to a bound; they are not held.
TEST(Renegotiation12Data, HasABound) {
  KnownPair known;
  Connection &client = known.pair.client, &server = known.pair.server;
  Forger forger = known.forger(Role::client);
  ASSERT_TRUE(client.renegotiate());
  ASSERT_TRUE(server.renegotiate());
  (void)client.handshake();
  ASSERT_TRUE(server.feed(forger.seal(ContentType::handshake, forger.open(taken_output(client)))));
  (void)server.handshake();
  (void)taken_output(server);
  ByteVector out(kMaxPlaintext);
  std::uint64_t read = 0;
  Step step{};
  for (; read <= 2 * kMaxDataInRenegotiation; read += out.size()) {
    ASSERT_TRUE(server.feed(forger.seal(ContentType::application_data, out)));
    step = server.handshake();
    if (step.kind != Step::Kind::application_data) break;
    ASSERT_EQ(server.read(out).size, out.size());
  }
  EXPECT_EQ(step.kind, Step::Kind::failed);
  EXPECT_EQ(read, kMaxDataInRenegotiation);
}

// RFC 8449, 4: "Records are subject to the limits that were set in the handshake that produces the keys".
TEST(Renegotiation12Sizes, AreThoseOfTheHandshakeThatMadeTheKeys) {
  for (const auto& [first, second] :
       {std::pair(512, 2048), std::pair(2048, 512), std::pair(512, 0), std::pair(0, 512)}) {
    Options client = ordinary_client(), server = ordinary_server();
    client.record_size_limit = static_cast<std::uint16_t>(first);
    server.record_size_limit = kMaxPlaintext;
    Pair pair({}, client, server);
    const auto in_force = [](int limit) { return limit == 0 ? kMaxPlaintext : static_cast<std::size_t>(limit); };
    EXPECT_EQ(pair.server.max_fragment(), in_force(first));
    pair.client.options().record_size_limit = static_cast<std::uint16_t>(second);
    ASSERT_TRUE(pair.client.renegotiate());
    ASSERT_TRUE(pair.server.renegotiate());
    (void)pair.client.handshake();
    Pair::carry(pair.client, pair.server);
    (void)pair.server.handshake();
    EXPECT_EQ(pair.server.max_fragment(), in_force(first)) << "under the keys of before";
    Pair::carry(pair.server, pair.client);
    (void)pair.client.handshake();
    EXPECT_EQ(pair.client.max_received_fragment(), in_force(first));
    ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
    EXPECT_EQ(pair.server.max_fragment(), in_force(second));
    EXPECT_EQ(pair.client.max_received_fragment(), in_force(second));
    EXPECT_EQ(pair.client.max_fragment(), kMaxPlaintext);
    const std::string text(5000, 'x');
    EXPECT_EQ(pair.link.transfer(pair.server, pair.client, as_bytes(text)), text);
    EXPECT_EQ(pair.link.transfer(pair.client, pair.server, as_bytes(text)), text);
  }
}

// ---- what must stay ----

TEST(Renegotiation12Identity, OfTheServerStays) {
  Pair pair;
  pair.server.options().credentials = credentials(TestCa::instance().client());  // another certificate
  pair.client.options().verifier = nullptr;
  ASSERT_TRUE(pair.client.renegotiate());
  ASSERT_TRUE(pair.server.renegotiate());
  EXPECT_FALSE(pair.link.handshake().ok());
  expect_refused(pair.client, Refusal{Errc::identity_changed, "certificate.certificate_list"});
}

TEST(Renegotiation12Identity, MayChangeWhereTheApplicationAllowsIt) {
  Pair pair;
  pair.server.options().credentials = credentials(TestCa::instance().client());
  pair.client.options().verifier = nullptr;
  pair.client.options().allow_identity_change = true;
  ASSERT_TRUE(pair.client.renegotiate());
  ASSERT_TRUE(pair.server.renegotiate());
  EXPECT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
}

TEST(Renegotiation12Identity, OfAClientDoesNotGoAway) {
  Pair pair({}, mutual_client(), mutual_server());
  pair.client.options().credentials = nullptr;
  pair.server.options().client_authentication = ClientAuthentication::request;
  ASSERT_TRUE(pair.client.renegotiate());
  ASSERT_TRUE(pair.server.renegotiate());
  EXPECT_FALSE(pair.link.handshake().ok());
  expect_refused(pair.server, Refusal{Errc::identity_changed, "certificate.certificate_list"});
}

TEST(Renegotiation12Policy, NewerVersionsDoNotDisturb) {
  Pair pair;
  pair.client.options().policy = default_policy();
  pair.server.options().policy = default_policy();
  ASSERT_TRUE(pair.client.renegotiate());
  ASSERT_TRUE(pair.server.renegotiate());
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  EXPECT_EQ(pair.client.info().version, ProtocolVersion::tls12);
  pair.expect_data();
}

TEST(Renegotiation12Policy, TheExtendedMasterSecretStays) {
  for (const bool by_client : {true, false}) {
    Pair pair;
    Connection& changed = by_client ? pair.client : pair.server;
    changed.options().policy = tls12([](Policy& policy) { policy.extended_master_secret = false; });
    ASSERT_TRUE(pair.client.renegotiate());
    ASSERT_TRUE(pair.server.renegotiate());
    EXPECT_FALSE(pair.link.handshake().ok());
    expect_refused(pair.server, Refusal{Errc::renegotiation_changed, "extended_master_secret"});
  }
}

TEST(Renegotiation12Policy, AnUnprotectedOneIsDenied) {
  const auto silent = [](Policy& policy) { policy.renegotiation_info = false; };
  for (const bool by_client : {true, false}) {
    Options client = of12(ordinary_client()), server = of12(ordinary_server());
    client.policy = tls12(silent);
    Endpoints pair(client, server);
    ASSERT_TRUE(pair.link.handshake().ok());
    const auto reckless = tls12([&](Policy& policy) { silent(policy), policy.unsafe_renegotiation = true; });
    if (!by_client) pair.client.options().policy = reckless;
    ASSERT_TRUE(pair.client.renegotiate());
    ASSERT_TRUE(pair.server.renegotiate());
    EXPECT_FALSE(pair.link.handshake().ok());
    expect_refused(by_client ? pair.client : pair.server, Refusal{Errc::unsafe_renegotiation, "renegotiation_info"});
    Endpoints allowed(client, server);
    ASSERT_TRUE(allowed.link.handshake().ok());
    allowed.client.options().policy = allowed.server.options().policy = reckless;
    ASSERT_TRUE(allowed.client.renegotiate());
    ASSERT_TRUE(allowed.server.renegotiate());
    EXPECT_TRUE(allowed.link.handshake().ok()) << why(allowed.client) << "\n" << why(allowed.server);
  }
}

// RFC 7627, 5.4: "the client MUST disable renegotiation", because both Finished may be those of another connection, too.
TEST(Renegotiation12Policy, ASessionWithoutTheExtendedMasterSecretDoesNotRenegotiate) {
  for (const bool extended : {false, true}) {
    const auto policy = tls12([&](Policy& p) { p.extended_master_secret = extended; });
    Options client = of12(ordinary_client()), server = of12(ordinary_server());
    client.policy = server.policy = policy;
    server.ticket_keys = std::make_shared<const TicketKeys>(ByteVector(kTicketSecretSize, 1));
    Endpoints first(client, server);
    ASSERT_TRUE(first.link.handshake().ok());
    client.session = std::make_shared<const SessionState>(std::move(*first.client.session()));
    Endpoints pair(client, server);
    ASSERT_TRUE(pair.link.handshake().ok());
    ASSERT_TRUE(pair.client.info().resumed);
    const auto begun = pair.client.renegotiate();
    ASSERT_EQ(begun.has_value(), extended);
    if (!extended) {
      EXPECT_EQ(begun.error().code, Errc::unsafe_renegotiation);
      continue;
    }
    ASSERT_TRUE(pair.server.renegotiate());
    EXPECT_TRUE(pair.link.handshake().ok());
  }
}

TEST(Renegotiation12Session, IsOfTheLastHandshake) {
  Options server = ordinary_server();
  server.session_store = std::make_shared<MemoryStore>();
  Pair pair({}, ordinary_client(), server);
  const ByteVector before = pair.client.session()->session_id;
  ASSERT_TRUE(pair.client.renegotiate());
  ASSERT_TRUE(pair.server.renegotiate());
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  auto session = pair.client.session();
  ASSERT_TRUE(session);
  EXPECT_NE(session->session_id, before);
  Options client = of12(ordinary_client());
  client.session = std::make_shared<const SessionState>(std::move(*session));
  Endpoints next(client, of12(server));
  ASSERT_TRUE(next.link.handshake().ok()) << why(next.client) << "\n" << why(next.server);
  EXPECT_TRUE(next.client.info().resumed);
}

// ---- RFC 5746: the data that binds ----

// Changes the second ClientHello of a client.
struct SecondHello final : ClientHelloFilter {
  explicit SecondHello(MessageEdit edit) : edit_(std::move(edit)) {}
  void filter(ByteVector& message) override {
    if (count_++ == 1) message = edit_(message);
  }
  MessageEdit edit_;
  int count_ = 0;
};

void expect_hello_refused(const MessageEdit& edit, const Refusal& refusal) {
  auto services = std::make_shared<Services>();
  services->client_hello_filter = std::make_shared<SecondHello>(edit);
  Endpoints pair(of12(ordinary_client()), of12(ordinary_server()), {}, services);
  ASSERT_TRUE(pair.link.handshake().ok());
  ASSERT_TRUE(pair.client.renegotiate());
  ASSERT_TRUE(pair.server.renegotiate());
  EXPECT_FALSE(pair.link.handshake().ok());
  expect_refused(pair.server, refusal);
}

// RFC 5746, 4.2: a client says it also to a server that has not agreed. One that did with somebody else then notices.
TEST(Renegotiation12Binding, IsSaidToAServerThatDidNotAgree) {
  ByteVector said;
  auto services = std::make_shared<Services>();
  services->client_hello_filter = std::make_shared<SecondHello>(extensions([&](LooseExtensions& list) {
    for (const LooseExtension& extension : list)
      if (extension.type == ExtensionType::renegotiation_info) said = extension.body;
  }));
  Options client = of12(ordinary_client()), server = of12(ordinary_server());
  client.policy = tls12([](Policy& policy) { policy.unsafe_renegotiation = true; });
  server.policy = tls12([](Policy& policy) { policy.unsafe_renegotiation = true, policy.renegotiation_info = false; });
  Endpoints pair(client, server, {}, services);
  ASSERT_TRUE(pair.link.handshake().ok());
  EXPECT_FALSE(pair.client.info().secure_renegotiation);
  ASSERT_TRUE(pair.client.renegotiate());
  ASSERT_TRUE(pair.server.renegotiate());
  EXPECT_TRUE(pair.link.handshake().ok()) << why(pair.client) << "\n" << why(pair.server);
  EXPECT_EQ(said.size(), 1 + kVerifyDataSize);
}

TEST(Renegotiation12Binding, IsCheckedByAServer) {
  const Refusal unbound{Errc::bad_renegotiation_info, "client_hello.renegotiation_info"};
  expect_hello_refused(without(ExtensionType::renegotiation_info), unbound);
  expect_hello_refused(with(ExtensionType::renegotiation_info, {0}), unbound);
  ByteVector other(1 + kVerifyDataSize, 7);
  other[0] = kVerifyDataSize;
  expect_hello_refused(with(ExtensionType::renegotiation_info, other), unbound);
  expect_hello_refused(fields([](ClientHello& hello) {
                         static ByteVector suites;
                         suites.assign(hello.cipher_suites.encoded().begin(), hello.cipher_suites.encoded().end());
                         suites.insert(suites.end(), {0x00, 0xff});
                         hello.cipher_suites = ListView<CipherSuite>(suites);
                       }),
                       {Errc::bad_renegotiation_info, "client_hello.cipher_suites"});
}

}  // namespace
}  // namespace handfast::test
