// Extensions and supplemental data of the application: where they stand, who may answer, what happens when one refuses.
#include <gtest/gtest.h>

#include "tls/handshake/handshake.hpp"
#include "unit/tls/message_edit.hpp"
#include "unit/tls/resumption.hpp"
#include "unit/tls/speaker.hpp"

namespace handfast::test {
namespace {

using namespace tls;
using Heard = std::vector<std::pair<Place, std::string>>;

std::shared_ptr<const Policy> policy_of(ProtocolVersion version, NamedGroup group = NamedGroup::x25519) {
  Policy out;
  out.versions = {version};
  out.groups = {group, NamedGroup::secp256r1, NamedGroup::secp384r1};  // of the certificate, and for a retry
  return std::make_shared<const Policy>(out);
}

// A client and a server that both have something to say.
struct Speakers {
  explicit Speakers(ProtocolVersion version, Options client_options = ordinary_client(),
                    Options server_options = ordinary_server()) {
    client_side = std::move(client_options);
    server_side = std::move(server_options);
    client_side.policy = server_side.policy = policy_of(version);
    client_side.key_shares = 1;
    client_side.application_extensions = client;
    server_side.application_extensions = server;
    for (const Place place : {Place::server_hello12, Place::encrypted_extensions}) server->says[place] = "answer";
    client->says[Place::client_hello] = "question";
  }
  void retry() { server_side.policy = policy_of(ProtocolVersion::tls13, NamedGroup::secp384r1); }
  std::shared_ptr<Speaker> client = std::make_shared<Speaker>(), server = std::make_shared<Speaker>();
  Options client_side, server_side;
};

class Carried : public testing::TestWithParam<Carriage> {
 protected:
  static void expect_done(Endpoints& pair) {
    ASSERT_TRUE(pair.link.handshake().ok()) << "client: " << why(pair.client) << "\nserver: " << why(pair.server);
    EXPECT_EQ(pair.link.transfer(pair.client, pair.server, as_bytes("hello")), "hello");
    EXPECT_EQ(pair.link.transfer(pair.server, pair.client, as_bytes("world")), "world");
  }
};
class ApplicationExtensions13 : public Carried {};
class ApplicationExtensions12 : public Carried {};
class SupplementalData12 : public Carried {};
const auto kName = [](const auto& param) { return "carriage" + std::to_string(param.index); };
INSTANTIATE_TEST_SUITE_P(Every, ApplicationExtensions13, testing::ValuesIn(kCarriages), kName);
INSTANTIATE_TEST_SUITE_P(Every, ApplicationExtensions12, testing::ValuesIn(kCarriages), kName);
INSTANTIATE_TEST_SUITE_P(Every, SupplementalData12, testing::ValuesIn(kCarriages), kName);

TEST_P(ApplicationExtensions13, QuestionAndAnswer) {
  Speakers both(ProtocolVersion::tls13);
  both.server->says[Place::server_hello] = "hello";
  Endpoints pair(both.client_side, both.server_side, GetParam());
  expect_done(pair);
  EXPECT_EQ(both.server->early, std::vector<std::string>{"question"});
  EXPECT_EQ(both.server->heard, (Heard{{Place::client_hello, "question"}}));
  EXPECT_EQ(both.client->heard, (Heard{{Place::server_hello, "hello"}, {Place::encrypted_extensions, "answer"}}));
}

TEST_P(ApplicationExtensions12, QuestionAndAnswer) {
  Speakers both(ProtocolVersion::tls12);
  Endpoints pair(both.client_side, both.server_side, GetParam());
  expect_done(pair);
  EXPECT_EQ(both.server->heard, (Heard{{Place::client_hello, "question"}}));
  EXPECT_EQ(both.client->heard, (Heard{{Place::server_hello12, "answer"}}));
}

TEST_P(ApplicationExtensions13, NobodyAsks) {
  Speakers both(ProtocolVersion::tls13);
  both.client->says.clear();
  Endpoints pair(both.client_side, both.server_side, GetParam());
  expect_done(pair);
  EXPECT_TRUE(both.server->heard.empty());
  EXPECT_TRUE(both.client->heard.empty());
}

TEST_P(ApplicationExtensions13, InBothHellos) {
  Speakers both(ProtocolVersion::tls13);
  both.retry();
  both.server->says[Place::hello_retry_request] = "again";
  both.client->says_next = "another question";  // which an extension of HelloRetryRequest allows (RFC 8446, 4.1.2)
  Endpoints pair(both.client_side, both.server_side, GetParam());
  expect_done(pair);
  EXPECT_TRUE(pair.client.info().hello_retry);
  EXPECT_EQ(both.server->early, (std::vector<std::string>{"question", "another question"}));
  EXPECT_EQ(both.client->heard,
            (Heard{{Place::hello_retry_request, "again"}, {Place::encrypted_extensions, "answer"}}));
}

TEST_P(ApplicationExtensions13, ChangedInTheSecondHello) {
  Speakers both(ProtocolVersion::tls13);
  both.retry();
  both.client->says_next = "another question";
  Endpoints pair(both.client_side, both.server_side, GetParam());
  EXPECT_FALSE(pair.link.handshake().ok());
  expect_refused(pair.server, {Errc::hello_changed_after_retry, "client_hello.extensions"});
}

class ApplicationResumption : public ResumptionTest, public testing::WithParamInterface<ProtocolVersion> {};
INSTANTIATE_TEST_SUITE_P(Every, ApplicationResumption, testing::Values(ProtocolVersion::tls13, ProtocolVersion::tls12));

// RFC 8446, 4.2.11: pre_shared_key is the last extension, or the server would refuse.
TEST_P(ApplicationResumption, BeforeThePreSharedKey) {
  for (const Carriage& each : kCarriages) {
    carriage = each;
    Speakers both(GetParam());
    both.server_side.ticket_keys = ticket_keys();
    both.client->data = both.server->data = {"data"};
    both.client->awaits_data = both.server->awaits_data = true;
    both.client_side.session = first_session(both.client_side, both.server_side);
    both.client->heard.clear();
    both.client->heard_data.clear();
    both.server->heard_data.clear();
    both.server->speaks_of_resumed = false;
    expect_resumed(both.client_side, both.server_side, true);
    const bool tls13 = GetParam() == ProtocolVersion::tls13;
    EXPECT_EQ(both.client->heard, tls13 ? Heard({{Place::encrypted_extensions, "answer"}}) : Heard());
    const std::vector<std::string> exchanged(tls13 ? 0 : 1, "data");
    EXPECT_EQ(both.client->heard_data, exchanged) << each.name;
    EXPECT_EQ(both.server->heard_data, exchanged) << each.name;
  }
}

TEST(ApplicationExtensions, InEveryRenegotiation) {
  Speakers both(ProtocolVersion::tls12);
  both.client->data = both.server->data = {"data"};
  both.client->awaits_data = both.server->awaits_data = true;
  both.client_side.declines_renegotiation = both.server_side.declines_renegotiation = false;
  Endpoints pair(both.client_side, both.server_side);
  ASSERT_TRUE(pair.link.handshake().ok());
  ASSERT_TRUE(pair.client.renegotiate());
  (void)pair.client.handshake();
  ASSERT_TRUE(pair.server.feed(taken_output(pair.client)));
  std::array<std::uint8_t, 16> out{};
  ASSERT_EQ(pair.server.read(out).kind, Read::Kind::rehandshake);
  ASSERT_TRUE(pair.server.renegotiate());
  ASSERT_TRUE(pair.link.handshake().ok()) << why(pair.client) << why(pair.server);
  EXPECT_EQ(both.client->heard, Heard(2, {Place::server_hello12, "answer"}));
  EXPECT_EQ(both.client->heard_data.size(), 2U);
  EXPECT_EQ(both.server->heard_data.size(), 2U);
}

struct Unwanted {
  ProtocolVersion version;
  Place place;
};
class UnwantedAnswer : public testing::TestWithParam<Unwanted> {};
INSTANTIATE_TEST_SUITE_P(Every, UnwantedAnswer,
                         testing::Values(Unwanted{ProtocolVersion::tls12, Place::server_hello12},
                                         Unwanted{ProtocolVersion::tls13, Place::server_hello},
                                         Unwanted{ProtocolVersion::tls13, Place::encrypted_extensions}));

// RFC 8446, 4.2: "unsupported_extension", whether the client has such an extension or not.
TEST_P(UnwantedAnswer, IsRefused) {
  for (const int way : {0, 1, 2}) {
    Speakers both(GetParam().version);
    both.server->says = {{GetParam().place, "here I am"}};
    both.server->speaks_unasked = true;
    if (way == 0) both.client->says.clear();
    if (way == 1) both.client->deaf_to = GetParam().place;
    if (way == 2) both.client_side.application_extensions = nullptr;
    Endpoints pair(both.client_side, both.server_side);
    EXPECT_FALSE(pair.link.handshake().ok());
    expect_refused(pair.client, {Errc::unsolicited_extension, "extensions"});
    EXPECT_EQ(pair.client.failure()->alert_sent, Alert::unsupported_extension);
    EXPECT_TRUE(both.client->heard.empty());
  }
}

TEST(ApplicationExtensions, UnwantedAnswerInHelloRetryRequest) {
  Speakers both(ProtocolVersion::tls13);
  both.retry();
  both.server->says[Place::hello_retry_request] = "again";
  both.client->deaf_to = Place::hello_retry_request;
  Endpoints pair(both.client_side, both.server_side);
  EXPECT_FALSE(pair.link.handshake().ok());
  expect_refused(pair.client, {Errc::unsolicited_extension, "extensions"});
}

TEST(ApplicationExtensions, TwiceInAHello) {
  Speakers both(ProtocolVersion::tls13);
  auto services = std::make_shared<Services>();
  struct Twice final : ClientHelloFilter {
    void filter(ByteVector& message) override {
      message = extensions([](LooseExtensions& list) { list.push_back({kOurs, {}}); })(message);
    }
  };
  services->client_hello_filter = std::make_shared<Twice>();
  Endpoints pair(both.client_side, both.server_side, {}, services);
  EXPECT_FALSE(pair.link.handshake().ok());
  expect_refused(pair.server, {Errc::duplicate_extension, "extensions"});
  EXPECT_TRUE(both.server->early.empty());
}

struct Refusing {
  ProtocolVersion version;
  Place place;
  bool client;  // fails
};
class RefusingApplication : public testing::TestWithParam<Refusing> {};
INSTANTIATE_TEST_SUITE_P(Makes, RefusingApplication,
                         testing::Values(Refusing{ProtocolVersion::tls13, Place::client_hello, true},
                                         Refusing{ProtocolVersion::tls13, Place::hello_retry_request, false},
                                         Refusing{ProtocolVersion::tls13, Place::server_hello, false},
                                         Refusing{ProtocolVersion::tls13, Place::encrypted_extensions, false},
                                         Refusing{ProtocolVersion::tls12, Place::server_hello12, false}));

TEST_P(RefusingApplication, EndsTheHandshakeOnEitherSide) {
  const auto& [version, place, client_makes] = GetParam();
  for (const bool making : {true, false}) {
    Speakers both(version);
    if (version == ProtocolVersion::tls13) both.retry();
    for (const Place each : {Place::hello_retry_request, Place::server_hello}) both.server->says[each] = "more";
    const bool client_fails = client_makes == making;
    Speaker& failing = client_fails ? *both.client : *both.server;
    (making ? failing.fails_to_make : failing.fails_to_receive) = place;
    Endpoints pair(both.client_side, both.server_side);
    EXPECT_FALSE(pair.link.handshake().ok());
    expect_refused(client_fails ? pair.client : pair.server, {Errc::callback_failed, making ? "make" : "receive"});
  }
}

TEST(ApplicationExtensions, TooLong) {
  for (const std::size_t size : {std::size_t{65535}, std::size_t{65536}}) {
    Speakers both(ProtocolVersion::tls13);
    both.client->says[Place::client_hello] = std::string(size, 'x');
    Endpoints pair(both.client_side, both.server_side);
    EXPECT_EQ(pair.client.handshake().error, Errc::message_too_long);
  }
}

// ---- supplemental data ----

struct WithData : Speakers {
  WithData() : Speakers(ProtocolVersion::tls12) {
    client->data = {"of the client", ""};
    server->data = {"of the server"};
    client->awaits_data = server->awaits_data = true;
  }
};

TEST_P(SupplementalData12, BothWays) {
  for (const bool mutual : {false, true}) {
    WithData both;
    if (mutual) {
      both.server_side.client_authentication = ClientAuthentication::require;
      both.server_side.verifier = mutual_server().verifier;
      both.client_side.credentials = mutual_client().credentials;
    }
    Endpoints pair(both.client_side, both.server_side, GetParam());
    expect_done(pair);
    EXPECT_EQ(both.server->heard_data, (std::vector<std::string>{"of the client", ""}));
    EXPECT_EQ(both.client->heard_data, std::vector<std::string>{"of the server"});
  }
}

TEST_P(SupplementalData12, OneWay) {
  for (const bool from_client : {false, true}) {
    WithData both;
    Speaker& silent = from_client ? *both.server : *both.client;
    silent.data.clear();
    (from_client ? both.client : both.server)->awaits_data = false;
    Endpoints pair(both.client_side, both.server_side, GetParam());
    expect_done(pair);
    EXPECT_EQ(both.server->heard_data.empty(), !from_client);
    EXPECT_EQ(both.client->heard_data.empty(), from_client);
  }
}

TEST(SupplementalData, MissingUnwantedAndUnknown) {
  struct Wrong {
    std::function<void(WithData&)> edit;
    bool client_refuses;
    Refusal refusal;
  };
  const Refusal unexpected{Errc::unexpected_message, "handshake.msg_type"};
  const Refusal unknown{Errc::wrong_supplemental_data, "supplemental_data.supp_data_type"};
  const Wrong cases[] = {
      {[](WithData& both) { both.server->data.clear(); }, true, unexpected},
      {[](WithData& both) { both.client->data.clear(); }, false, unexpected},
      {[](WithData& both) { both.client->awaits_data = false; }, true, unexpected},
      {[](WithData& both) { both.server->awaits_data = false; }, false, unexpected},
      {[](WithData& both) { both.client->refuses_data = true; }, true, unknown},
      {[](WithData& both) { both.server->refuses_data = true; }, false, unknown},
  };
  for (const Wrong& wrong : cases) {
    WithData both;
    wrong.edit(both);
    Endpoints pair(both.client_side, both.server_side);
    EXPECT_FALSE(pair.link.handshake().ok());
    expect_refused(wrong.client_refuses ? pair.client : pair.server, wrong.refusal);
  }
}

TEST(SupplementalData, MalformedMessages) {
  const std::pair<ByteVector, Errc> cases[] = {
      {{}, Errc::message_truncated},
      {{0, 0, 0}, Errc::field_too_short},
      {{0, 0, 3, 0x40, 2, 0}, Errc::message_truncated},
      {{0, 0, 5, 0x40, 2, 0, 2, 'a'}, Errc::message_truncated},
      {{0, 0, 5, 0x40, 2, 0, 1, 'a', 'b'}, Errc::trailing_bytes},
  };
  for (const auto& [body, code] : cases) {
    const auto message = decode<SupplementalData>(body);
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error().code, code);
  }
}

}  // namespace
}  // namespace handfast::test
