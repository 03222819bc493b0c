// Sessions of TLS 1.3 (RFC 8446, 2.2): a second connection goes on from the first one's ticket, or in full.
#include <gtest/gtest.h>

#include "tls/message/encrypted_extensions.hpp"
#include "tls/session/ticket_keys.hpp"
#include "tls/suites.hpp"
#include "unit/tls/message_edit.hpp"
#include "unit/tls/resumption.hpp"

namespace handfast::test {
namespace {

using namespace tls;

// Notes of each EncryptedExtensions whether the server's name is acknowledged.
struct Acknowledgements final : Observer {
  void on_message(const MessageEvent& event) override {
    if (event.type != HandshakeType::encrypted_extensions) return;
    const auto message = decode<EncryptedExtensions>(event.message.subspan(kMessageHeader));
    ASSERT_TRUE(message);
    of_name.push_back(holds_extension(message->extensions.block, ExtensionType::server_name));
  }
  std::vector<bool> of_name;
};

class Resumption13 : public ResumptionTest, public testing::WithParamInterface<Carriage> {
 protected:
  Resumption13() { carriage = GetParam(); }
  static Options server_options() {
    static const auto keys = ticket_keys();
    Options out = ordinary_server();
    out.ticket_keys = keys;
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(Every, Resumption13, testing::ValuesIn(kCarriages),
                         [](const auto& param) { return "carriage" + std::to_string(param.index); });

TEST_P(Resumption13, GoesOnFromATicket) {
  Options client = ordinary_client();
  client.session = first_session(ordinary_client(), server_options());
  ASSERT_NE(client.session, nullptr);
  expect_resumed(client, server_options(), true);
}

TEST_P(Resumption13, GoesOnAfterAHelloRetryRequest) {
  Options client = ordinary_client();
  client.session = first_session(ordinary_client(), server_options());
  Options server = server_options();
  Policy policy;
  policy.groups = {NamedGroup::secp384r1};
  server.policy = std::make_shared<const Policy>(policy);
  expect_resumed(client, server, true);
}

TEST_P(Resumption13, EachConnectionLeavesANewTicket) {
  Options client = ordinary_client();
  client.session = first_session(ordinary_client(), server_options());
  for (int i = 0; i < 3; ++i) {
    Clocked pair(client, server_options(), GetParam());
    expect_works(pair);
    ASSERT_TRUE(pair.client.info().resumed);
    const auto next = session_of(pair);
    EXPECT_NE(next->ticket, client.session->ticket);
    client.session = next;
  }
}

TEST_P(Resumption13, ClientCertificateIsKnownAgain) {
  Options client = mutual_client(), server = mutual_server();
  server.ticket_keys = ticket_keys();
  client.session = first_session(client, server);
  Clocked pair(client, server, GetParam());
  expect_works(pair);
  EXPECT_TRUE(pair.server.info().resumed);
  EXPECT_TRUE(pair.server.info().peer_verified);
  EXPECT_EQ(pair.server.info().peer_chain.size(), 1U);
}

TEST_P(Resumption13, ACertificateThatNeverCameIsNotVerifiedByResuming) {
  Options client = ordinary_client(), server = mutual_server();
  server.client_authentication = ClientAuthentication::request;
  server.ticket_keys = ticket_keys();
  client.session = first_session(client, server);
  Clocked pair(client, server, GetParam());
  expect_works(pair);
  EXPECT_TRUE(pair.server.info().resumed);
  EXPECT_TRUE(pair.server.info().peer_chain.empty());
  EXPECT_FALSE(pair.server.info().peer_verified);
}

// RFC 6066, 3: "When resuming a session, the server MUST NOT include a server_name extension".
TEST_P(Resumption13, TheServerNameIsAcknowledgedInFullHandshakesOnly) {
  const auto acknowledgements = std::make_shared<Acknowledgements>();
  Options client = ordinary_client(), server = server_options();
  server.observer = acknowledgements;
  client.session = first_session(ordinary_client(), server);
  expect_resumed(client, server, true);
  EXPECT_EQ(acknowledgements->of_name, (std::vector<bool>{true, false}));
}

// RFC 8446, 4.1.2: of the keys only those may go that do not fit the suite of the HelloRetryRequest.
TEST_P(Resumption13, ASessionThatFitsIsOfferedAgainAfterAHelloRetryRequest) {
  Options client = ordinary_client(), server = server_options();
  client.session = first_session(ordinary_client(), server_options());
  Policy policy;
  policy.groups = {NamedGroup::secp384r1};
  server.policy = std::make_shared<const Policy>(policy);
  Clocked pair(client, server, GetParam());
  (void)pair.client.handshake();
  ASSERT_TRUE(pair.server.feed(taken_output(pair.client)));
  (void)pair.server.handshake();
  ASSERT_TRUE(pair.client.feed(taken_output(pair.server)));
  (void)pair.client.handshake();
  const ByteVector second = content_of_first_record(split_records(taken_output(pair.client)).back());
  ASSERT_TRUE(pair.server.feed(record_with(without(ExtensionType::pre_shared_key)(second))));
  (void)pair.server.handshake();
  expect_refused(pair.server, Refusal{Errc::missing_extension, "client_hello.pre_shared_key"});
  expect_alert(pair.server, Errc::missing_extension);
}

TEST_P(Resumption13, AServerThatNeedsACertificateItNeverSawAsksForIt) {
  Options client = mutual_client(), server = mutual_server();
  server.ticket_keys = ticket_keys();
  Options careless = ordinary_server();
  careless.ticket_keys = server.ticket_keys;
  client.session = first_session(client, careless);
  expect_resumed(client, server, false);
}

TEST_P(Resumption13, WithoutKeysForTheTicketItIsAFullHandshake) {
  Options client = ordinary_client(), server = server_options();
  client.session = first_session(ordinary_client(), server_options());
  server.ticket_keys = ticket_keys(2);
  expect_resumed(client, server, false);
  server.ticket_keys = nullptr;
  expect_resumed(client, server, false);
}

TEST_P(Resumption13, ADamagedTicketIsAFullHandshake) {
  const auto session = first_session(ordinary_client(), server_options());
  Options client = ordinary_client();
  for (const std::size_t at : {std::size_t{0}, std::size_t{20}, session->ticket.size() - 1}) {
    client.session = changed(*session, [at](SessionState& state) { state.ticket[at] ^= 1; });
    expect_resumed(client, server_options(), false);
  }
  client.session = changed(*session, [](SessionState& state) { state.ticket.resize(3); });
  expect_resumed(client, server_options(), false);
}

TEST_P(Resumption13, AnExpiredTicketIsAFullHandshake) {
  Options client = ordinary_client();
  client.session = first_session(ordinary_client(), server_options());
  clock_now += std::chrono::seconds(kTicketLifetime - 1);
  expect_resumed(client, server_options(), true);
  clock_now += std::chrono::seconds(1);
  expect_resumed(client, server_options(), false);
}

TEST_P(Resumption13, AClientWhoseClockWasSetBackGoesOn) {
  const auto session = first_session(ordinary_client(), server_options());
  Options client = ordinary_client();
  for (const std::uint32_t seconds : {1U, 5U, 3600U, kTicketLifetime - 1, kTicketLifetime}) {
    client.session = changed(*session, [seconds](SessionState& state) {
      state.created += seconds;
      state.received_ms += 1000ULL * seconds;
    });
    expect_resumed(client, server_options(), seconds < kTicketLifetime);
  }
}

TEST_P(Resumption13, ResumingDoesNotProlongTheSession) {
  Options client = ordinary_client();
  client.session = first_session(ordinary_client(), server_options());
  clock_now += std::chrono::hours(4);
  Clocked pair(client, server_options(), GetParam());
  expect_works(pair);
  ASSERT_TRUE(pair.client.info().resumed);
  client.session = session_of(pair);
  EXPECT_EQ(client.session->lifetime, kTicketLifetime - 4 * 3600);
  clock_now += std::chrono::hours(3);
  expect_resumed(client, server_options(), false);
}

TEST_P(Resumption13, AnExpiredSessionGetsNoTicket) {
  Options client = ordinary_client();
  client.session = first_session(ordinary_client(), server_options());
  Clocked pair(client, server_options(), GetParam());
  expect_works(pair);
  ASSERT_TRUE(pair.client.info().resumed);
  const auto sends_ticket = [&] {
    EXPECT_TRUE(pair.server.send_ticket());
    return !taken_output(pair.server).empty();
  };
  clock_now += std::chrono::seconds(kTicketLifetime - 1);
  EXPECT_TRUE(sends_ticket());
  clock_now += std::chrono::seconds(1);
  EXPECT_FALSE(sends_ticket());
}

// A server whose sessions end at once says nothing of them.
TEST_P(Resumption13, ASessionWithoutALifeGetsNoTicket) {
  Options server = server_options();
  server.session_lifetime = 0;
  EXPECT_EQ(first_session(ordinary_client(), server), nullptr);
}

TEST_P(Resumption13, AnotherServerNameIsAFullHandshake) {
  Options client = ordinary_client();
  client.server_name = "example.com";
  client.verify_name = "localhost";
  client.session = first_session(ordinary_client(), server_options());
  expect_resumed(client, server_options(), false);
}

// What made the peer acceptable then must make it so now.
TEST_P(Resumption13, OtherTrustIsAFullHandshake) {
  Options client = ordinary_client();
  client.session = first_session(client, server_options());
  expect_resumed(client, server_options(), true);
  client.verifier = trusting_more();
  expect_resumed(client, server_options(), false);
}

// A certificate may promise an OCSP response, which has to be there only where one was asked for.
TEST_P(Resumption13, AWishForAStatusIsAFullHandshake) {
  Options client = ordinary_client();
  client.session = first_session(client, server_options());
  client.request_status = !client.request_status;
  expect_resumed(client, server_options(), false);
}

// Two services with one ticket key do not vouch for each other's clients.
TEST_P(Resumption13, AServersOtherTrustIsAFullHandshake) {
  Options client = mutual_client();
  const Options known = requiring_certificate(server_options(), false);
  client.session = first_session(client, known);
  expect_resumed(client, known, true);
  expect_resumed(client, requiring_certificate(server_options(), true), false);
}

TEST_P(Resumption13, AnotherNameToVerifyIsChecked) {
  Options client = ordinary_client();
  client.session = first_session(ordinary_client(), server_options());
  client.verify_name = "another.example";
  Clocked pair(client, server_options(), GetParam());
  EXPECT_FALSE(pair.link.handshake().ok());
  ASSERT_NE(pair.client.failure(), nullptr);
  EXPECT_EQ(pair.client.failure()->error.code, Errc::certificate_wrong_name);
}

TEST_P(Resumption13, WhatWasVerifiedForAnotherNameIsCheckedAgain) {
  Options renamed = ordinary_client();
  renamed.server_name = "another.example";
  renamed.verify_name = "localhost";
  Options client = renamed;
  client.session = first_session(renamed, server_options());
  client.verify_name.clear();
  Clocked pair(client, server_options(), GetParam());
  EXPECT_FALSE(pair.link.handshake().ok());
  ASSERT_NE(pair.client.failure(), nullptr);
  EXPECT_EQ(pair.client.failure()->error.code, Errc::certificate_wrong_name);
}

// Nor for those without a certificate.
TEST_P(Resumption13, OtherTrustIsAFullHandshakeForAClientWithoutCertificate) {
  Options client = ordinary_client();
  const Options known = asking_for_certificate(server_options(), false);
  client.session = first_session(client, known);
  expect_resumed(client, known, true);
  expect_resumed(client, asking_for_certificate(server_options(), true), false);
  client.session = first_session(ordinary_client(), server_options());
  expect_resumed(client, known, false);
}

TEST_P(Resumption13, WhatNobodyVerifiedIsNotEnoughForAVerifier) {
  Options careless = ordinary_client();
  careless.verifier = nullptr;
  Options client = ordinary_client();
  client.session = first_session(careless, server_options());
  expect_resumed(client, server_options(), false);
}

TEST_P(Resumption13, AnotherHashIsAFullHandshake) {
  Options client = ordinary_client(), server = server_options();
  client.session = first_session(ordinary_client(), server_options());
  Policy policy;
  policy.cipher_suites = {client.session->cipher_suite == CipherSuite::aes_256_gcm_sha384
                              ? CipherSuite::aes_128_gcm_sha256
                              : CipherSuite::aes_256_gcm_sha384};
  server.policy = std::make_shared<const Policy>(policy);
  expect_resumed(client, server, false);
}

TEST_P(Resumption13, AForgedBinderIsRefused) {
  Options client = ordinary_client();
  client.session = changed(*first_session(ordinary_client(), server_options()),
                           [](SessionState& state) { state.secret.fill()[0] ^= 1; });
  Clocked pair(client, server_options(), GetParam());
  EXPECT_FALSE(pair.link.handshake().ok());
  ASSERT_NE(pair.server.failure(), nullptr);
  EXPECT_EQ(pair.server.failure()->error.code, Errc::bad_binder);
  ASSERT_NE(pair.client.failure(), nullptr);
  EXPECT_EQ(pair.client.failure()->alert_received, Alert::decrypt_error);
}

TEST(TicketKeys, ThePreviousKeyStillOpens) {
  const TicketKeys keys(ByteVector(kTicketSecretSize, 7));
  const ByteVector state{1, 2, 3};
  const std::uint64_t begin = 1000 * std::uint64_t{kTicketKeyPeriod};
  const ByteVector ticket = keys.seal(state, begin, {}).value();
  for (const std::uint64_t later :
       {std::uint64_t{0}, kTicketKeyPeriod - std::uint64_t{1}, 2 * std::uint64_t{kTicketKeyPeriod} - 1}) {
    const auto opened = keys.open(ticket, begin + later);
    ASSERT_TRUE(opened) << later;
    EXPECT_TRUE(equal(opened->reveal(), state));
  }
  EXPECT_FALSE(keys.open(ticket, begin + 2 * std::uint64_t{kTicketKeyPeriod}));
  EXPECT_FALSE(keys.open(ticket, begin - 1));
  EXPECT_TRUE(TicketKeys(ByteVector(kTicketSecretSize, 7)).open(ticket, begin))
      << "another server with the same secret";
  EXPECT_FALSE(TicketKeys(ByteVector(kTicketSecretSize, 8)).open(ticket, begin));
}

TEST(TicketKeys, NothingButWholeTicketsOpens) {
  const TicketKeys keys(ByteVector(kTicketSecretSize, 7));
  const ByteVector ticket = keys.seal(ByteVector(40, 5), 0, {}).value();
  for (std::size_t size = 0; size < ticket.size(); ++size) EXPECT_FALSE(keys.open(Bytes(ticket).first(size), 0));
  for (std::size_t at = 0; at < ticket.size(); ++at) {
    ByteVector damaged = ticket;
    damaged[at] ^= 0x80;
    EXPECT_FALSE(keys.open(damaged, 0)) << at;
  }
}

TEST(SessionState, EveryFieldSurvives) {
  SessionState state;
  state.version = ProtocolVersion::tls12;
  state.cipher_suite = CipherSuite::ecdhe_rsa_aes_128_gcm_sha256;
  state.group = NamedGroup::x25519;
  state.secret = crypto::SecretDigest(ByteVector(48, 9));
  state.created = 1;
  state.lifetime = 2;
  state.age_add = 3;
  state.max_early_data = 4;
  state.extended_master_secret = state.peer_verified = true;
  state.verified_for.fill(8);
  state.server_name = "example.com";
  state.application_protocol = "h2";
  state.peer_chain = {ByteVector{1, 2}, ByteVector{3}};
  state.ticket = {4, 5, 6};
  state.session_id = {7};
  state.received_ms = 0x123456789abc;
  const auto bytes = encode_session(state);
  ASSERT_TRUE(bytes);
  const auto again = decode_session(bytes->reveal());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->version, state.version);
  EXPECT_EQ(again->cipher_suite, state.cipher_suite);
  EXPECT_EQ(again->group, state.group);
  EXPECT_TRUE(equal(again->secret.reveal(), state.secret.reveal()));
  EXPECT_EQ(again->created, 1U);
  EXPECT_EQ(again->lifetime, 2U);
  EXPECT_EQ(again->age_add, 3U);
  EXPECT_EQ(again->max_early_data, 4U);
  EXPECT_TRUE(again->extended_master_secret && again->peer_verified);
  EXPECT_EQ(again->verified_for, state.verified_for);
  EXPECT_EQ(again->server_name, "example.com");
  EXPECT_EQ(again->application_protocol, "h2");
  EXPECT_EQ(again->peer_chain, state.peer_chain);
  EXPECT_EQ(again->ticket, state.ticket);
  EXPECT_EQ(again->session_id, state.session_id);
  EXPECT_EQ(again->received_ms, state.received_ms);
  for (std::size_t size = 0; size < bytes->size(); ++size) {
    const auto cut = decode_session(bytes->reveal().first(size));
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().code, Errc::session_malformed);
  }
}

}  // namespace
}  // namespace handfast::test
