// Sessions of TLS 1.2: by id (RFC 5246, 7.3) and by ticket (RFC 5077). Whatever does not fit is a full handshake.
#include "tls/session/memory_store.hpp"
#include "unit/tls/later.hpp"
#include "unit/tls/message_edit.hpp"
#include "unit/tls/resumption.hpp"

namespace handfast::test {
namespace {

using namespace tls;

enum class By { ticket, id };

struct Way {
  By by;
  Carriage carriage;
};

std::shared_ptr<const Policy> tls12(const std::function<void(Policy&)>& edit = [](Policy&) {}) {
  Policy out;
  out.versions = {ProtocolVersion::tls12};
  edit(out);
  return std::make_shared<const Policy>(out);
}

class Resumption12 : public ResumptionTest, public testing::WithParamInterface<Way> {
 protected:
  Resumption12() { carriage = GetParam().carriage; }
  static bool by_ticket() { return GetParam().by == By::ticket; }

  Options with_sessions(Options server) const {
    server.policy = tls12();
    server.ticket_keys = by_ticket() ? keys : nullptr;
    server.session_store = by_ticket() ? nullptr : store;
    return server;
  }
  Options server_options() const { return with_sessions(ordinary_server()); }

  // The last byte of what the client comes back with.
  static std::uint8_t& handle_of(SessionState& session) {
    return by_ticket() ? session.ticket.back() : session.session_id.back();
  }

  std::shared_ptr<const TicketKeys> keys = ticket_keys();
  std::shared_ptr<MemoryStore> store = std::make_shared<MemoryStore>();
};

std::vector<Way> ways() {
  std::vector<Way> out;
  for (const Carriage& carriage : kCarriages) {
    out.push_back({By::ticket, carriage});
    out.push_back({By::id, carriage});
  }
  return out;
}
INSTANTIATE_TEST_SUITE_P(Every, Resumption12, testing::ValuesIn(ways()), [](const auto& param) {
  return std::string(param.param.by == By::ticket ? "ticket" : "id") + std::to_string(param.index / 2);
});

// RFC 5077, 3.4: any id will do beside a ticket; programs know a session by the one that the server gave.
TEST_P(Resumption12, RepeatsTheSessionsId) {
  Options client = ordinary_client();
  client.policy = tls12();
  const StoredSession made = first_session(client, server_options());
  const ByteVector id = by_ticket() ? ByteVector(32, 7) : made->session_id;
  client.session = changed(*made, [&](SessionState& session) { session.session_id = id; });
  for (int i = 0; i < 2; ++i) {
    Clocked pair(client, server_options(), carriage);
    expect_works(pair);
    EXPECT_TRUE(pair.client.info().resumed);
    EXPECT_EQ(pair.client.info().session_id, id);
    client.session = session_of(pair);
    EXPECT_EQ(client.session->session_id, id);
  }
  if (!by_ticket()) return;
  const ByteVector wish(5, 9);
  client.chosen = std::make_shared<const ChosenValues>(ChosenValues{.session_id = wish});
  Clocked wished(client, server_options(), carriage);
  expect_works(wished);
  EXPECT_EQ(wished.server.info().session_id, wish);
}

TEST_P(Resumption12, GoesOn) {
  Options client = ordinary_client();
  client.session = first_session(client, server_options());
  ASSERT_NE(client.session, nullptr);
  EXPECT_EQ(client.session->version, ProtocolVersion::tls12);
  EXPECT_NE(client.session->ticket.empty(), client.session->session_id.empty());
  EXPECT_EQ(store->size(), by_ticket() ? 0U : 1U);
  for (int i = 0; i < 3; ++i) {
    Clocked pair(client, server_options(), carriage);
    expect_works(pair);
    EXPECT_TRUE(pair.client.info().resumed && pair.server.info().resumed);
    client.session = session_of(pair);
    ASSERT_NE(client.session, nullptr) << "it can go on again";
  }
}

TEST_P(Resumption12, BothSidesExportTheSame) {
  Options client = ordinary_client();
  client.session = first_session(client, server_options());
  Clocked pair(client, server_options(), carriage);
  expect_works(pair);
  ByteVector of_client(32), of_server(32), before(32);
  ASSERT_TRUE(pair.client.export_key("EXPERIMENTAL", std::nullopt, of_client));
  ASSERT_TRUE(pair.server.export_key("EXPERIMENTAL", std::nullopt, of_server));
  EXPECT_EQ(of_client, of_server);
}

// RFC 7627, 5.4: without the extended master secret nothing may hang on the connection that another one could share.
TEST_P(Resumption12, WithoutTheExtendedMasterSecretItIsNoAnchor) {
  Policy policy = *server_options().policy;
  policy.versions = {ProtocolVersion::tls12};
  policy.extended_master_secret = false;
  Options client = ordinary_client();
  client.policy = std::make_shared<const Policy>(policy);
  client.declines_renegotiation = false;
  client.session = first_session(client, server_options());
  Clocked pair(client, server_options(), carriage);
  expect_works(pair);
  ASSERT_TRUE(pair.client.info().resumed);
  ByteVector key(32);
  EXPECT_EQ(pair.client.export_key("EXPERIMENTAL", std::nullopt, key).error().code, Errc::no_extended_master_secret);
  EXPECT_EQ(pair.server.export_key("EXPERIMENTAL", std::nullopt, key).error().code, Errc::no_extended_master_secret);
  EXPECT_EQ(pair.client.renegotiate().error().code, Errc::unsafe_renegotiation);
  ASSERT_TRUE(pair.server.request_renegotiation());
  ASSERT_TRUE(pair.client.feed(taken_output(pair.server)));
  std::array<std::uint8_t, 16> out{};
  EXPECT_EQ(pair.client.read(out).kind, Read::Kind::wants_input) << "declined, and not told";
  EXPECT_TRUE(pair.client.owes_output());
}

TEST_P(Resumption12, ClientCertificateIsKnownAgain) {
  Options client = mutual_client();
  const Options server = with_sessions(mutual_server());
  client.session = first_session(client, server);
  Clocked pair(client, server, carriage);
  expect_works(pair);
  EXPECT_TRUE(pair.server.info().resumed);
  EXPECT_TRUE(pair.server.info().peer_verified);
  EXPECT_EQ(pair.server.info().peer_chain.size(), 1U);
}

TEST_P(Resumption12, AServerThatNeedsACertificateItNeverSawAsksForIt) {
  Options client = mutual_client();
  client.session = first_session(client, server_options());
  expect_resumed(client, with_sessions(mutual_server()), false);
}

TEST_P(Resumption12, WhatTheServerDoesNotKnowIsAFullHandshake) {
  Options client = ordinary_client();
  client.session = first_session(client, server_options());
  keys = ticket_keys(2);
  store = std::make_shared<MemoryStore>();
  expect_resumed(client, server_options(), false);
  Options server = server_options();
  server.ticket_keys = nullptr;
  server.session_store = nullptr;
  expect_resumed(client, server, false);
}

TEST_P(Resumption12, ADamagedHandleIsAFullHandshake) {
  Options client = ordinary_client();
  const auto session = first_session(client, server_options());
  client.session = changed(*session, [](SessionState& state) { handle_of(state) ^= 1; });
  expect_resumed(client, server_options(), false);
}

TEST_P(Resumption12, AnExpiredSessionIsAFullHandshake) {
  Options client = ordinary_client();
  // The client would still come: it is the server that has to refuse.
  client.session = changed(*first_session(client, server_options()),
                           [](SessionState& state) { state.lifetime = 2 * kTicketLifetime; });
  clock_now += std::chrono::seconds(kTicketLifetime - 1);
  expect_resumed(client, server_options(), true);
  clock_now += std::chrono::seconds(1);
  expect_resumed(client, server_options(), false);
}

TEST_P(Resumption12, AClientWhoseClockWasSetBackGoesOn) {
  Options client = ordinary_client();
  client.session = changed(*first_session(client, server_options()), [](SessionState& state) { state.created += 5; });
  expect_resumed(client, server_options(), true);
}

TEST_P(Resumption12, GoingOnDoesNotProlongTheSession) {
  Options client = ordinary_client();
  client.session = first_session(client, server_options());
  const auto created = client.session->created;
  clock_now += std::chrono::hours(4);
  Clocked pair(client, server_options(), carriage);
  expect_works(pair);
  ASSERT_TRUE(pair.client.info().resumed);
  client.session = changed(*session_of(pair), [](SessionState& state) { state.lifetime = 2 * kTicketLifetime; });
  EXPECT_EQ(client.session->created, created);
  clock_now += std::chrono::hours(3);
  expect_resumed(client, server_options(), false);
}

TEST_P(Resumption12, ASessionLivesAsLongAsTheServerSays) {
  Options client = ordinary_client(), server = server_options();
  server.session_lifetime = 60;
  client.session = changed(*first_session(client, server), [](SessionState& state) { state.lifetime = 600; });
  clock_now += std::chrono::seconds(59);
  expect_resumed(client, server, true);
  clock_now += std::chrono::seconds(1);
  expect_resumed(client, server, false);
}

// RFC 6066, 3: "A server that implements this extension MUST NOT accept the request to resume the session if the server_name
// extension contains a different name."
TEST_P(Resumption12, AnotherServerNameIsAFullHandshake) {
  Options client = ordinary_client();
  const auto session = first_session(client, server_options());
  client.server_name = "example.com";
  client.verify_name = "localhost";
  client.session = session;
  expect_resumed(client, server_options(), false);  // the client does not offer it
  client.verifier = nullptr;
  client.session = changed(*session, [](SessionState& state) { state.server_name = "example.com"; });
  Clocked pair(client, server_options(), carriage);
  expect_works(pair);
  EXPECT_FALSE(pair.server.info().resumed);  // nor does the server take it
}

// What made the peer acceptable then must make it so now.
TEST_P(Resumption12, OtherTrustIsAFullHandshake) {
  Options client = ordinary_client();
  client.session = first_session(client, server_options());
  expect_resumed(client, server_options(), true);
  client.verifier = trusting_more();
  expect_resumed(client, server_options(), false);
}

// Two services with one ticket key do not vouch for each other's clients.
TEST_P(Resumption12, AServersOtherTrustIsAFullHandshake) {
  Options client = mutual_client();
  const Options known = requiring_certificate(server_options(), false);
  client.session = first_session(client, known);
  expect_resumed(client, known, true);
  expect_resumed(client, requiring_certificate(server_options(), true), false);
}

// Nor for those without a certificate.
TEST_P(Resumption12, OtherTrustIsAFullHandshakeForAClientWithoutCertificate) {
  Options client = ordinary_client();
  const Options known = asking_for_certificate(server_options(), false);
  client.session = first_session(client, known);
  expect_resumed(client, known, true);
  expect_resumed(client, asking_for_certificate(server_options(), true), false);
  client.session = first_session(ordinary_client(), server_options());
  expect_resumed(client, known, false);
}

TEST_P(Resumption12, WhatNobodyVerifiedIsNotEnoughForAVerifier) {
  Options client = ordinary_client();
  client.verifier = nullptr;
  const auto session = first_session(client, server_options());
  client = ordinary_client();
  client.session = session;
  expect_resumed(client, server_options(), false);
}

TEST_P(Resumption12, ASuiteThatIsNotWantedAnyMoreIsAFullHandshake) {
  Options client = ordinary_client(), server = server_options();
  client.session = first_session(client, server);
  const CipherSuite gone = client.session->cipher_suite;
  const auto without = tls12([gone](Policy& policy) {
    decltype(policy.cipher_suites) left;
    for (const CipherSuite suite : policy.cipher_suites)
      if (suite != gone) left.push_back(suite);
    policy.cipher_suites = left;
  });
  server.policy = without;
  expect_resumed(client, server, false);
  client.policy = without;
  expect_resumed(client, server_options(), false);
}

// RFC 7627, 5.3.
TEST_P(Resumption12, TheExtendedMasterSecretHasToBeAsBefore) {
  const auto without = tls12([](Policy& policy) { policy.extended_master_secret = false; });
  Options client = ordinary_client();
  const auto extended = first_session(client, server_options());
  EXPECT_TRUE(extended->extended_master_secret);
  client.policy = without;
  const auto plain = first_session(client, server_options());
  EXPECT_FALSE(plain->extended_master_secret);
  client.session = plain;
  expect_resumed(client, server_options(), true);
  client.session = extended;
  expect_resumed(client, server_options(), false);  // not offered
  client.policy = tls12();
  client.session = plain;
  expect_resumed(client, server_options(), false);  // not taken: "MUST NOT perform an abbreviated handshake"
  client.policy = without;
  client.session = changed(*extended, [](SessionState& state) { state.extended_master_secret = false; });
  Clocked pair(client, server_options(), carriage);
  EXPECT_FALSE(pair.link.handshake().ok());
  expect_refused(pair.server, Refusal{Errc::wrong_resumption, "client_hello.extended_master_secret"});
}

TEST_P(Resumption12, TheProtocolIsAgreedAnew) {
  Options client = ordinary_client(), server = server_options();
  client.application_protocols = {"h2"};
  server.application_protocols = {"h2", "http/1.1"};
  client.session = first_session(client, server);
  client.application_protocols = {"http/1.1"};
  Clocked pair(client, server, carriage);
  expect_works(pair);
  EXPECT_TRUE(pair.client.info().resumed);
  EXPECT_EQ(pair.client.info().application_protocol, "http/1.1");
}

TEST_P(Resumption12, AClientOfBothVersionsGoesOnWithAServerOfOne) {
  Options client = ordinary_client();
  client.session = first_session(client, server_options());
  expect_resumed(client, server_options(), true);
  Options newer = server_options();
  newer.policy = default_policy();
  expect_resumed(client, newer, false);  // TLS 1.3 is better than an old session
}

TEST_P(Resumption12, WrongKeysAreFoundOut) {
  Options client = ordinary_client();
  client.session =
      changed(*first_session(client, server_options()), [](SessionState& state) { state.secret.fill()[0] ^= 1; });
  Clocked pair(client, server_options(), carriage);
  EXPECT_FALSE(pair.link.handshake().ok());
  expect_refused(pair.client, Refusal{Errc::bad_record_mac, "record.fragment"});
}

TEST(Resumption12Tickets, AClientThatWantsNoneGetsAnIdInstead) {
  Options client = ordinary_client(), server = ordinary_server();
  client.policy = tls12();
  server.ticket_keys = ticket_keys();
  server.session_store = std::make_shared<MemoryStore>();
  client.tickets12 = false;
  Endpoints pair(client, server);
  ASSERT_TRUE(pair.link.handshake().ok());
  const auto session = pair.client.session();
  ASSERT_TRUE(session);
  EXPECT_TRUE(session->ticket.empty());
  EXPECT_EQ(session->session_id.size(), kSessionIdSize);
}

// ---- stores that misbehave ----

struct OddStore final : SessionStore {
  Answer<void> add(Bytes id, Bytes session, std::uint64_t expires) override {
    if (fails) return Result<void>(fail(Errc::read_failed, "store"));
    return inner.add(id, session, expires);
  }
  Answer<std::optional<SecretBytes>> find(Bytes id, std::uint64_t now) override {
    if (fails) return Result<std::optional<SecretBytes>>(fail(Errc::read_failed, "store"));
    if (desk) return from<std::optional<SecretBytes>>(desk);
    if (!nonsense.empty()) return Result<std::optional<SecretBytes>>(SecretBytes(Bytes(nonsense)));
    return inner.find(id, now);
  }
  void remove(Bytes id) override { inner.remove(id); }

  MemoryStore inner;
  bool fails = false;
  ByteVector nonsense;
  std::shared_ptr<Desk<std::optional<SecretBytes>>> desk;
};

class Stores : public ResumptionTest {
 protected:
  Options server_options() const {
    Options out = ordinary_server();
    out.policy = tls12();
    out.session_store = store;
    return out;
  }
  std::shared_ptr<OddStore> store = std::make_shared<OddStore>();
};

TEST_F(Stores, OneThatFailsIsAFullHandshake) {
  Options client = ordinary_client();
  client.session = first_session(client, server_options());
  store->fails = true;
  expect_resumed(client, server_options(), false);
}

TEST_F(Stores, OneThatAnswersNonsenseIsAFullHandshake) {
  Options client = ordinary_client();
  client.session = first_session(client, server_options());
  store->nonsense = {1, 2, 3};
  expect_resumed(client, server_options(), false);
  const SecretBytes whole = std::move(*encode_session(*client.session));
  store->nonsense.assign(whole.reveal().begin(), whole.reveal().end());
  expect_resumed(client, server_options(), true);
  store->nonsense.pop_back();
  expect_resumed(client, server_options(), false);
}

TEST_F(Stores, OneThatAnswersLateIsWaitedFor) {
  Options client = ordinary_client();
  client.session = first_session(client, server_options());
  store->desk = std::make_shared<Desk<std::optional<SecretBytes>>>();
  Clocked pair(client, server_options());
  (void)pair.client.handshake();
  ASSERT_TRUE(pair.server.feed(taken_output(pair.client)));
  for (int i = 0; i < 3; ++i) {
    const Step step = pair.server.handshake();
    EXPECT_EQ(step.kind, Step::Kind::waiting);
    EXPECT_EQ(step.wait, Wait::session_lookup);
  }
  store->desk->put(std::optional<SecretBytes>(std::move(*encode_session(*client.session))));
  expect_works(pair);
  EXPECT_TRUE(pair.server.info().resumed);
}

// RFC 5246, 7.2.2: a fatal alert invalidates the session's id.
TEST_F(Stores, ASessionThatEndsInAFatalAlertIsForgotten) {
  Clocked pair(ordinary_client(), server_options());
  expect_works(pair);
  EXPECT_EQ(store->inner.size(), 1U);
  ASSERT_TRUE(pair.client.send_alert(AlertLevel::fatal, Alert::internal_error));
  ASSERT_TRUE(pair.server.feed(taken_output(pair.client)));
  std::array<std::uint8_t, 16> out{};
  EXPECT_EQ(pair.server.read(out).kind, Read::Kind::failed);
  EXPECT_EQ(store->inner.size(), 0U);
}

TEST(MemoryStore, ForgetsWhatWasUsedLeastRecently) {
  MemoryStore store(2);
  const ByteVector a{1}, b{2}, c{3}, session{9};
  for (const ByteVector* id : {&a, &b}) (void)store.add(*id, session, 100);
  EXPECT_TRUE(*store.find(a, 0).result());
  (void)store.add(c, session, 100);
  EXPECT_EQ(store.size(), 2U);
  EXPECT_FALSE(*store.find(b, 0).result());
  EXPECT_TRUE(*store.find(a, 99).result());
  EXPECT_FALSE(*store.find(a, 100).result()) << "expired";
  EXPECT_EQ(store.size(), 1U);
  (void)store.add(c, ByteVector{8}, 100);
  EXPECT_EQ(store.size(), 1U);
  auto again = store.find(c, 0);
  EXPECT_TRUE(equal((*again.result())->reveal(), ByteVector{8}));
  store.remove(c);
  store.remove(c);
  EXPECT_EQ(store.size(), 0U);
  MemoryStore none(0);
  (void)none.add(a, session, 100);
  EXPECT_EQ(none.size(), 0U);
}

}  // namespace
}  // namespace handfast::test
