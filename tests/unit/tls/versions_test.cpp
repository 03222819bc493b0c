// Which version is spoken: hellos of clients that are older or newer than we are, attempts to push a connection down to an
// older version, and clients that try again with one.
#include "crypto/random.hpp"
#include "tls/message/server_hello.hpp"
#include "unit/tls/message_edit.hpp"
#include "unit/tls/resumption.hpp"

namespace handfast::test {
namespace {

using namespace tls;
using enum ExtensionType;
using Versions = StaticVector<ProtocolVersion, 4>;

constexpr ProtocolVersion k12 = ProtocolVersion::tls12, k13 = ProtocolVersion::tls13;
constexpr ProtocolVersion number(std::uint16_t value) { return static_cast<ProtocolVersion>(value); }
const Versions kBoth{k13, k12}, kBothReversed{k12, k13}, kOnly12{k12}, kOnly13{k13};

Options with_versions(Options options, const Versions& versions, bool fallback = false) {
  Policy policy;
  policy.versions = versions;
  policy.fallback = fallback;
  options.policy = std::make_shared<const Policy>(policy);
  return options;
}
Options client_of(const Versions& versions, bool fallback = false) {
  return with_versions(ordinary_client(), versions, fallback);
}
Options server_of(const Versions& versions) { return with_versions(ordinary_server(), versions); }

ByteVector hello_of(const Versions& versions) {
  Connection client(Role::client, plain_services(), client_of(versions));
  (void)client.handshake();
  return content_of_first_record(client.output());
}

// ------------------------------------------------------------------------------------------ what a client says ----

MessageEdit legacy(std::uint16_t version) {
  return fields([version](ClientHello& m) { m.legacy_version = number(version); });
}
MessageEdit supported(std::initializer_list<std::uint16_t> versions) {
  ByteVector body;
  Writer writer(body);
  {
    const auto length = writer.prefix(1);
    for (const std::uint16_t version : versions) writer.number<2>(version);
  }
  return with(supported_versions, body);
}
MessageEdit old(std::uint16_t version) { return both(legacy(version), without(supported_versions)); }

struct Hello {
  const char* name;
  MessageEdit edit;
  Versions server;
  std::optional<ProtocolVersion> chosen;  // none: protocol_version

  friend void PrintTo(const Hello& hello, std::ostream* out) { *out << hello.name; }
};

const Hello kHellos[] = {
    // RFC 8446, 4.2.1: without the extension TLS 1.2 or older, "even if ClientHello.legacy_version is 0x0304 or later".
    {"legacy_tls12", old(0x0303), kBoth, k12},
    {"legacy_tls13", old(0x0304), kBoth, k12},
    {"legacy_tls14", old(0x0305), kBoth, k12},
    {"legacy_of_a_draft", old(0x7f1c), kBoth, k12},
    {"legacy_tls_4", old(0x0400), kBoth, k12},
    {"legacy_the_highest", old(0xffff), kBoth, k12},
    {"legacy_the_highest_and_a_server_of_tls12", old(0xffff), kOnly12, k12},
    {"legacy_tls13_and_a_server_of_tls13", old(0x0304), kOnly13, {}},
    {"legacy_tls11", old(0x0302), kBoth, {}},
    {"legacy_tls10", old(0x0301), kBoth, {}},
    {"legacy_ssl3", old(0x0300), kBoth, {}},
    {"legacy_ssl2", old(0x0002), kBoth, {}},
    {"legacy_nothing", old(0), kBoth, {}},
    // With it, it alone decides.
    {"tls13_alone", supported({0x0304}), kBoth, k13},
    {"tls12_alone", supported({0x0303}), kBoth, k12},
    {"tls12_first", supported({0x0303, 0x0304}), kBoth, k13},  // the highest, in whatever order
    {"tls12_first_on_both_sides", supported({0x0303, 0x0304}), kBothReversed, k13},
    {"tls12_first_on_the_server", supported({0x0304, 0x0303}), kBothReversed, k13},
    {"legacy_tls13_and_tls12_first_on_the_server", old(0x0304), kBothReversed, k12},
    {"tls12_under_legacy_tls13", both(legacy(0x0304), supported({0x0303})), kBoth, k12},
    {"tls13_under_legacy_tls10", both(legacy(0x0301), supported({0x0304})), kBoth, k13},
    {"tls12_under_legacy_tls10", both(legacy(0x0301), supported({0x0303})), kBoth, k12},
    {"tls13_under_legacy_tls13", both(legacy(0x0304), supported({0x0304})), kBoth, k13},
    {"tls13_under_the_highest", both(legacy(0xffff), supported({0x0304})), kBoth, k13},
    {"unknown_ones_besides", supported({0x7a7a, 0x0305, 0x7f1c, 0x0304, 0x0303}), kBoth, k13},
    {"unknown_ones_and_tls12", supported({0x7a7a, 0x0305, 0x0303, 0x0302}), kBoth, k12},
    {"unknown_ones_alone", supported({0x7a7a, 0x0305}), kBoth, {}},
    {"a_draft_alone", supported({0x7f1c}), kBoth, {}},
    {"older_ones_alone", supported({0x0302, 0x0301, 0x0300}), kBoth, {}},
    {"tls13_and_a_server_of_tls12", supported({0x0304}), kOnly12, {}},
    {"both_and_a_server_of_tls12", supported({0x0304, 0x0303}), kOnly12, k12},
    {"tls12_and_a_server_of_tls13", supported({0x0303}), kOnly13, {}},
};

class HelloVersions : public testing::TestWithParam<Hello> {};
INSTANTIATE_TEST_SUITE_P(Each, HelloVersions, testing::ValuesIn(kHellos),
                         [](const auto& param) { return param.param.name; });

TEST_P(HelloVersions, ChooseOrRefuse) {
  Connection server(Role::server, plain_services(), server_of(GetParam().server));
  ASSERT_TRUE(server.feed(record_with(GetParam().edit(hello_of(kBoth)))));
  const Step step = server.handshake();
  if (!GetParam().chosen) {
    EXPECT_EQ(step.error, Errc::no_common_version) << why(server);
    EXPECT_EQ(server.failure()->alert_sent, Alert::protocol_version);
    expect_alert(server, Errc::no_common_version);
    return;
  }
  EXPECT_EQ(step.wait, Wait::output) << why(server);
  EXPECT_EQ(server.info().version, *GetParam().chosen);
}

// RFC 8446, 5.1: the record's version "MUST be ignored for all purposes".
TEST(RecordVersions, AreIgnored) {
  for (const std::uint16_t version : std::initializer_list<std::uint16_t>{0x300, 0x301, 0x302, 0x303, 0x304, 0x3ff}) {
    Connection server(Role::server, plain_services(), ordinary_server());
    ASSERT_TRUE(server.feed(plain_record(ContentType::handshake, hello_of(kBoth), number(version))));
    EXPECT_EQ(server.handshake().wait, Wait::output) << version << why(server);
  }
}

// ---------------------------------------------------------------------------------------- what a server answers ----

constexpr std::string_view kTo12 = "DOWNGRD\x01";
constexpr std::string_view kToOlder("DOWNGRD\x00", 8);

std::string_view end_of(const Random& random) { return as_text(Bytes(random).last(8)); }

// The answer of a server to a client, with its message on the way.
ByteVector first_answer(Connection& client, Connection& server) {
  (void)client.handshake();
  EXPECT_TRUE(server.feed(taken_output(client)));
  (void)server.handshake();
  return taken_output(server);
}

TEST(DowngradeSentinel, IsSetByAServerThatCouldDoBetter) {
  const struct {
    Versions client, server;
    bool marked;
  } cases[] = {
      {kOnly12, kBoth, true},        {kOnly12, kBothReversed, true}, {kOnly12, kOnly12, false}, {kBoth, kOnly12, false},
      {kBoth, kBothReversed, false}, {kBothReversed, kBoth, false},  {kBoth, kBoth, false},     {kOnly13, kBoth, false},
  };
  for (const auto& [client_versions, server_versions, marked] : cases) {
    Endpoints ends(client_of(client_versions), server_of(server_versions));
    ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
    EXPECT_EQ(end_of(ends.server.info().server_random) == kTo12, marked);
    EXPECT_NE(end_of(ends.server.info().server_random), kToOlder);
    EXPECT_EQ(ends.client.info().server_random, ends.server.info().server_random);
  }
}

// A session that goes on, and another handshake on the same connection, are hellos like any other. What the server allows by
// then decides: here it is TLS 1.3, too, or not any more.
class DowngradeSentinelLater : public ResumptionTest {};

TEST_F(DowngradeSentinelLater, IsSetInEveryHello) {
  Options keeping = server_of(kBoth);
  keeping.ticket_keys = ticket_keys();
  keeping.declines_renegotiation = false;
  Options returning = client_of(kOnly12);
  returning.session = first_session(client_of(kOnly12), keeping);
  Clocked ends(returning, keeping);
  expect_works(ends);
  EXPECT_TRUE(ends.server.info().resumed);
  EXPECT_EQ(end_of(ends.client.info().server_random), kTo12);
  for (const Versions& later : {kBoth, kOnly12}) {
    ends.server.options().policy = server_of(later).policy;
    ASSERT_TRUE(ends.client.renegotiate());
    ASSERT_TRUE(ends.server.renegotiate());
    ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
    EXPECT_EQ(end_of(ends.client.info().server_random) == kTo12, later.contains(k13));
  }
}

// A client that would speak TLS 1.3 by now stays with the version of the connection (RFC 8446, 4.2.1): nothing was pushed down.
TEST(DowngradeSentinel, MeansNothingInARenegotiation) {
  Options server = server_of(kBoth);
  server.declines_renegotiation = false;
  Endpoints ends(client_of(kOnly12), server);
  ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
  ends.client.options().policy = client_of(kBoth).policy;
  ASSERT_TRUE(ends.client.renegotiate());
  ASSERT_TRUE(ends.server.renegotiate());
  ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
  EXPECT_EQ(end_of(ends.client.info().server_random), kTo12);
}

// RFC 8446, 4.2.1, has a client say versions in the order of its preference, which some servers follow.
TEST(OfferedVersions, BeginWithTheNewest) {
  for (const Versions& versions : {kBoth, kBothReversed}) {
    const ByteVector message = hello_of(versions);
    ClientHello hello = decode<ClientHello>(Bytes(message).subspan(kMessageHeader)).value();
    ASSERT_TRUE(decode_extensions(hello.extensions));
    EXPECT_EQ(*hello.extensions.supported_versions->versions.begin(), k13);
  }
}

class OrdersOfVersions : public testing::TestWithParam<Carriage> {};
INSTANTIATE_TEST_SUITE_P(Every, OrdersOfVersions, testing::ValuesIn(kCarriages),
                         [](const auto& param) { return "carriage" + std::to_string(param.index); });

TEST_P(OrdersOfVersions, AgreeOnTheNewest) {
  for (const Versions& of_client : {kBoth, kBothReversed})
    for (const Versions& of_server : {kBoth, kBothReversed}) {
      Endpoints ends(client_of(of_client), server_of(of_server), GetParam());
      ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
      EXPECT_EQ(ends.client.info().version, k13);
    }
}

MessageEdit sentinel(std::string_view end) {
  return fields<ServerHello12>(
      [end](ServerHello12& m) { std::ranges::copy(as_bytes(end), m.random.end() - std::ssize(end)); });
}
MessageEdit answered(std::uint16_t version) {
  return fields<ServerHello12>([version](ServerHello12& m) { m.legacy_version = number(version); });
}
MessageEdit selected(std::uint16_t version) {
  return with<ServerHello>(supported_versions,
                           {static_cast<std::uint8_t>(version >> 8), static_cast<std::uint8_t>(version)});
}

struct Answer {
  const char* name;
  Versions client, server;
  MessageEdit edit;
  Errc error;

  friend void PrintTo(const Answer& answer, std::ostream* out) { *out << answer.name; }
};

// Somebody on the way changes the ServerHello; or the server is a strange one.
const Answer kAnswers[] = {
    {"tls12_marked", kBoth, kOnly12, sentinel(kTo12), Errc::downgrade_detected},
    {"tls12_marked_for_older", kBoth, kOnly12, sentinel(kToOlder), Errc::downgrade_detected},
    {"tls12_marked_nearly", kBoth, kOnly12, sentinel("DOWNGRD\x02"), Errc::bad_signature},  // it is another random
    {"tls12_with_the_mark_taken_off", kOnly12, kBoth, sentinel("harmless"), Errc::bad_signature},
    {"tls12_marked_for_older_to_a_client_of_tls12", kOnly12, kOnly12, sentinel(kToOlder), Errc::bad_signature},
    {"tls11", kBoth, kOnly12, answered(0x0302), Errc::no_common_version},
    {"tls10", kBoth, kOnly12, answered(0x0301), Errc::no_common_version},
    {"ssl3", kBoth, kOnly12, answered(0x0300), Errc::no_common_version},
    {"tls13_without_the_extension", kBoth, kOnly12, answered(0x0304), Errc::no_common_version},
    {"an_unknown_one", kBoth, kOnly12, answered(0x7a7a), Errc::no_common_version},
    {"tls12_selected", kBoth, kBoth, selected(0x0303), Errc::wrong_selected_version},
    {"tls11_selected", kBoth, kBoth, selected(0x0302), Errc::wrong_selected_version},
    {"a_draft_selected", kBoth, kBoth, selected(0x7f1c), Errc::wrong_selected_version},
    {"tls14_selected", kBoth, kBoth, selected(0x0305), Errc::wrong_selected_version},
    {"tls13_selected_that_was_not_offered", kOnly12, kOnly12,
     both(extensions<ServerHello>(&LooseExtensions::clear), selected(0x0304)), Errc::unsolicited_extension},
};

class AnsweredVersions : public testing::TestWithParam<Answer> {};
INSTANTIATE_TEST_SUITE_P(Each, AnsweredVersions, testing::ValuesIn(kAnswers),
                         [](const auto& param) { return param.param.name; });

TEST_P(AnsweredVersions, AreRefused) {
  const Answer& answer = GetParam();
  Connection client(Role::client, plain_services(), client_of(answer.client));
  Connection server(Role::server, plain_services(), server_of(answer.server));
  const ByteVector flight = first_answer(client, server);
  Messages messages = split_messages(content_of_first_record(flight));
  messages.front() = answer.edit(messages.front());
  ASSERT_TRUE(client.feed(record_with(joined(messages))));
  EXPECT_EQ(name_of(client.handshake().error), name_of(answer.error)) << why(client);
  EXPECT_EQ(client.failure()->alert_sent, alert_for(answer.error));
}

// The random of a TLS 1.3 server is its own affair, whatever it ends with.
class MarkedRandom final : public RandomSource {
 public:
  bool fill(MutableBytes out) override {
    const bool filled = crypto::random_bytes(out);
    if (out.size() == sizeof(Random)) std::ranges::copy(as_bytes(kTo12), out.end() - std::ssize(kTo12));
    return filled;
  }
};

TEST(DowngradeSentinel, MeansNothingInTls13) {
  auto marked = std::make_shared<Services>();
  marked->random = std::make_shared<MarkedRandom>();
  Connection client(Role::client, plain_services(), client_of(kBoth)), server(Role::server, marked, server_of(kBoth));
  MemoryLink link(client, server);
  ASSERT_TRUE(link.handshake().ok()) << why(client);
  EXPECT_EQ(end_of(client.info().server_random), kTo12);
}

// RFC 8446, 4.1.3, is for clients that could do better.
TEST(DowngradeSentinel, MeansNothingToAClientOfTls12) {
  Endpoints ends(client_of(kOnly12), server_of(kBoth));
  ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client);
  EXPECT_EQ(end_of(ends.client.info().server_random), kTo12);
}

// ------------------------------------------------------------------------------------ version intolerant servers ----

// A server that cannot bear a ClientHello of TLS 1.3 says so in one of these ways. There is no second try by itself with an
// older version: the failure says what came.
TEST(IntolerantServer, IsNotTriedAgain) {
  for (const Alert alert : {Alert::protocol_version, Alert::handshake_failure, Alert::illegal_parameter,
                            Alert::decode_error, Alert::unexpected_message, Alert::internal_error}) {
    Connection client(Role::client, plain_services(), client_of(kBoth));
    (void)client.handshake();
    (void)taken_output(client);
    ASSERT_TRUE(client.feed(plain_alert(AlertLevel::fatal, alert)));
    EXPECT_EQ(client.handshake().error, Errc::alert_received);
    EXPECT_EQ(client.failure()->alert_received, alert);
    EXPECT_TRUE(client.output().empty());
  }
  Connection cut(Role::client, plain_services(), client_of(kBoth));
  (void)cut.handshake();
  (void)taken_output(cut);
  cut.input_ended();
  EXPECT_EQ(cut.handshake().error, Errc::closed_early);
  EXPECT_TRUE(cut.output().empty());
}

// --------------------------------------------------------------------------------------------------- RFC 7507 ----

bool says_fallback(const ByteVector& hello) {
  return decode<ClientHello>(Bytes(hello).subspan(kMessageHeader))
      .value()
      .cipher_suites.contains(CipherSuite::fallback_scsv);
}

TEST(FallbackScsv, IsSaidByAClientThatFallsBackAlone) {
  for (const bool fallback : {false, true}) {
    Connection client(Role::client, plain_services(), client_of(kOnly12, fallback));
    (void)client.handshake();
    EXPECT_EQ(says_fallback(content_of_first_record(client.output())), fallback);
  }
}

TEST(FallbackScsv, RefusesWhatIsNeedlessAlone) {
  const struct {
    Versions client, server;
    bool needless;
  } cases[] = {
      {kOnly12, kBoth, true},
      {kOnly12, kOnly12, false},
      {kBoth, kBoth, false},
      {kBoth, kOnly12, false},
  };
  for (const auto& [client_versions, server_versions, needless] : cases) {
    Endpoints ends(client_of(client_versions, true), server_of(server_versions));
    const auto outcome = ends.link.handshake();
    EXPECT_EQ(outcome.ok(), !needless) << why(ends.client);
    if (!needless) continue;
    EXPECT_EQ(outcome.server.error, Errc::inappropriate_fallback);
    EXPECT_EQ(ends.server.failure()->alert_sent, Alert::inappropriate_fallback);
    EXPECT_EQ(ends.client.failure()->alert_received, Alert::inappropriate_fallback);
  }
}

// It is a signal, not a suite.
TEST(FallbackScsv, IsNeverChosen) {
  constexpr std::uint8_t kAlone[] = {0x56, 0x00};
  Connection server(Role::server, plain_services(), server_of(kOnly12));
  const auto edit = fields([&](ClientHello& m) { m.cipher_suites = ListView<CipherSuite>(kAlone); });
  ASSERT_TRUE(server.feed(record_with(edit(hello_of(kOnly12)))));
  EXPECT_EQ(server.handshake().error, Errc::no_common_cipher_suite);
}

}  // namespace
}  // namespace handfast::test
