// How a session of TLS 1.3 is gone on from: with (EC)DHE, or with its secret alone (RFC 8446, 4.2.9).
#include <gtest/gtest.h>

#include "tls/message/server_hello.hpp"
#include "tls/session/replay_guard.hpp"
#include "unit/tls/message_edit.hpp"
#include "unit/tls/refusal.hpp"
#include "unit/tls/resumption.hpp"

namespace handfast::test {
namespace {

using namespace tls;
using enum PskKeyExchangeMode;
using Modes = StaticVector<PskKeyExchangeMode, 2>;

struct Case {
  const char* name;
  Modes client, server;
  bool server_preference = false;
  std::optional<PskKeyExchangeMode> chosen{};  // none: a full handshake
};

const Case kCases[] = {
    {"Usual", {psk_dhe_ke}, {psk_dhe_ke}, false, psk_dhe_ke},
    {"SecretAlone", {psk_ke}, {psk_ke}, false, psk_ke},
    {"ServerDemandsDhe", {psk_ke}, {psk_dhe_ke}, false, std::nullopt},
    {"ClientDemandsDhe", {psk_dhe_ke}, {psk_ke}, false, std::nullopt},
    {"ClientsOrder", {psk_ke, psk_dhe_ke}, {psk_dhe_ke, psk_ke}, false, psk_ke},
    {"ServersOrder", {psk_ke, psk_dhe_ke}, {psk_dhe_ke, psk_ke}, true, psk_dhe_ke},
    {"OnlyOneOfTwo", {psk_dhe_ke, psk_ke}, {psk_ke}, false, psk_ke},
};

class PskModes : public ResumptionTest, public testing::WithParamInterface<std::tuple<Case, Carriage>> {
 protected:
  PskModes() { carriage = std::get<1>(GetParam()); }
  static Options with_modes(Options out, const Modes& modes, bool server_preference = false) {
    Policy policy;
    policy.psk_modes = modes;
    policy.server_preference = server_preference;
    out.policy = std::make_shared<const Policy>(policy);
    return out;
  }
  Options client() const { return with_modes(ordinary_client(), std::get<0>(GetParam()).client); }
  Options server() const {
    const Case& tested = std::get<0>(GetParam());
    Options out = with_modes(ordinary_server(), tested.server, tested.server_preference);
    out.ticket_keys = keys;
    return out;
  }
  // A session that came about by (EC)DHE, whatever is agreed later.
  StoredSession stored() {
    Options server = ordinary_server();
    server.ticket_keys = keys;
    return first_session(ordinary_client(), server);
  }
  const std::shared_ptr<const TicketKeys> keys = ticket_keys();
};
INSTANTIATE_TEST_SUITE_P(Every, PskModes, testing::Combine(testing::ValuesIn(kCases), testing::ValuesIn(kCarriages)),
                         [](const auto& param) {
                           return std::get<0>(param.param).name + std::to_string(param.index % std::size(kCarriages));
                         });

TEST_P(PskModes, AreAgreed) {
  const auto chosen = std::get<0>(GetParam()).chosen;
  Options client_side = client();
  client_side.session = stored();
  Clocked pair(client_side, server(), carriage);
  expect_works(pair);
  EXPECT_EQ(pair.client.info().resumed, chosen.has_value());
  EXPECT_EQ(pair.server.info().resumed, chosen.has_value());
  const bool has_group = chosen != psk_ke;
  EXPECT_EQ(pair.client.info().group != NamedGroup{}, has_group);
  EXPECT_EQ(pair.server.info().group, pair.client.info().group);
  EXPECT_EQ(pair.client.info().peer_chain.size(), 1U);
  EXPECT_TRUE(pair.client.info().peer_verified);
}

TEST_P(PskModes, AreAgreedAfterACookie) {
  Options client_side = client(), server_side = server();
  client_side.session = stored();
  server_side.cookie_always = true;
  Clocked pair(client_side, server_side, carriage);
  expect_works(pair);
  EXPECT_EQ(pair.server.info().resumed, std::get<0>(GetParam()).chosen.has_value());
}

TEST_P(PskModes, WithoutACommonGroupTheSecretHasToDo) {
  Options client_side = client(), server_side = server();
  client_side.session = stored();
  Policy other = *server_side.policy;
  other.groups = {NamedGroup::secp521r1};
  server_side.policy = std::make_shared<const Policy>(other);
  Policy few = *client_side.policy;
  few.groups = {NamedGroup::x25519};
  client_side.policy = std::make_shared<const Policy>(few);
  Clocked pair(client_side, server_side, carriage);
  EXPECT_EQ(pair.link.handshake().ok(), std::get<0>(GetParam()).chosen == psk_ke) << why(pair.server);
}

TEST_P(PskModes, CarryEarlyData) {
  const Case& tested = std::get<0>(GetParam());
  Options client_side = client(), server_side = server();
  server_side.replay_guard = std::make_shared<MemoryReplayGuard>(0);
  server_side.max_early_data = 100;
  Options first = ordinary_server();
  first.ticket_keys = keys;
  first.max_early_data = 100;
  first.replay_guard = server_side.replay_guard;
  client_side.session = first_session(ordinary_client(), first);
  clock_now += std::chrono::seconds(1);
  client_side.early_data = {'h', 'i'};
  Clocked pair(client_side, server_side, carriage);
  expect_works(pair);
  EXPECT_EQ(pair.server.info().early_data_accepted, tested.chosen.has_value());
}

// ---- a server that answers otherwise than it may ----

class BadPskAnswer : public ResumptionTest {
 protected:
  void expect_refusal(const Modes& modes, const MessageEdit& edit, const Refusal& wanted) {
    Options server_side = ordinary_server();
    server_side.ticket_keys = ticket_keys();
    Policy policy;
    policy.psk_modes = modes;
    Options client_side = ordinary_client();
    client_side.session = first_session(ordinary_client(), server_side);
    client_side.policy = server_side.policy = std::make_shared<const Policy>(policy);
    Clocked pair(client_side, server_side);
    (void)pair.client.handshake();
    ASSERT_TRUE(pair.server.feed(taken_output(pair.client)));
    (void)pair.server.handshake();
    const ByteVector hello = content_of_first_record(taken_output(pair.server));
    ASSERT_TRUE(pair.client.feed(record_with(edit(hello))));
    (void)pair.client.handshake();
    expect_refused(pair.client, wanted);
    expect_alert(pair.client, wanted.error);
  }
};

TEST_F(BadPskAnswer, NoShareThoughDheWasDemanded) {
  expect_refusal({psk_dhe_ke}, without<ServerHello>(ExtensionType::key_share),
                 {Errc::missing_extension, "server_hello.key_share"});
}

TEST_F(BadPskAnswer, NeitherShareNorSession) {
  expect_refusal({psk_ke}, without<ServerHello>(ExtensionType::pre_shared_key),
                 {Errc::missing_extension, "server_hello.key_share"});
}

TEST_F(BadPskAnswer, AShareThoughTheSecretAloneWasOffered) {
  ByteVector share;
  ASSERT_TRUE(encode(KeyShareEntry{NamedGroup::x25519, ByteVector(32, 9)}, share));
  expect_refusal({psk_ke}, with<ServerHello>(ExtensionType::key_share, share),
                 {Errc::wrong_psk, "server_hello.key_share"});
}

}  // namespace
}  // namespace handfast::test
