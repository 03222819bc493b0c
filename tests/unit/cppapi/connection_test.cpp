#include <array>
#include <sstream>

#include "unit/cppapi/support.hpp"

namespace handfast::test {
namespace {

using Status = Connection::Status;

TEST(CppConnection, HandshakeAndWhatItNegotiated) {
  Pair pair(client_builder().application_protocols({"h2", "http/1.1"}),
            server_builder().application_protocols({"http/1.1"}));
  pair.handshake();
  ASSERT_TRUE(pair.stands()) << why(pair.client) << why(pair.server);
  for (const Connection* side : {&pair.client, &pair.server}) {
    EXPECT_EQ(side->version(), Version::tls13);
    EXPECT_EQ(side->group(), "X25519MLKEM768");
    EXPECT_TRUE(side->cipher_suite().starts_with("TLS_")) << side->cipher_suite();
    EXPECT_EQ(side->application_protocol(), "http/1.1");
    EXPECT_FALSE(side->hello_retry());
    EXPECT_EQ(side->failure(), nullptr);
  }
  EXPECT_EQ(pair.server.server_name(), "localhost");
  EXPECT_EQ(pair.client.peer_signature_scheme(), "ecdsa_secp256r1_sha256");
  EXPECT_EQ(pair.client.peer_certificates().size(), 1U);
  EXPECT_TRUE(pair.client.peer_verified());
  EXPECT_TRUE(pair.server.peer_certificates().empty());
}

TEST(CppConnection, WhatIsAskedForIsNegotiated) {
  ConfigBuilder client = client_builder();
  client.versions(Version::tls12, Version::tls12)
      .groups({"secp384r1", "secp256r1"})
      .cipher_suites({"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"});
  Pair pair(client, server_builder());
  pair.handshake();
  ASSERT_TRUE(pair.stands()) << why(pair.client) << why(pair.server);
  EXPECT_EQ(pair.client.version(), Version::tls12);
  EXPECT_EQ(pair.client.group(), "secp384r1");
  EXPECT_EQ(pair.client.cipher_suite(), "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
  EXPECT_FALSE(pair.client.update_keys(true));
}

// Either side may insist, in either version; a server only of clients that know ALPN (RFC 7301, 3.2).
TEST(CppConnection, AProtocolThatIsRequired) {
  for (const Version version : {Version::tls13, Version::tls12}) {
    const auto client = [&](auto names, bool required) {
      ConfigBuilder out = client_builder();
      out.versions(version, version).application_protocols(names);
      if (required) out.require_application_protocol();
      return out;
    };
    const std::vector<std::string> mine{"h2"};
    Pair without(client(mine, true), server_builder()), other(client(mine, false), server_builder()),
        same(client(mine, true), server_builder().application_protocols({"h2"})),
        unknowing(client(std::vector<std::string>(), false),
                  server_builder().application_protocols({"h2"}).require_application_protocol());
    for (Pair* pair : {&without, &other, &same, &unknowing}) pair->handshake();
    ASSERT_EQ(without.client_status, Status::failed);
    EXPECT_EQ(without.client.failure()->kind(), ErrorKind::nothing_in_common);
    EXPECT_EQ(without.client.failure()->name(), "no_common_application_protocol");
    EXPECT_EQ(without.client.failure()->alert_sent(), 120);  // no_application_protocol
    EXPECT_EQ(without.server.failure()->alert_received(), 120);
    for (const Pair* pair : {&other, &same, &unknowing}) EXPECT_TRUE(pair->stands()) << why(pair->client);
    EXPECT_EQ(same.client.application_protocol(), "h2");
  }
}

// How many records of application data a connection has to send.
std::size_t records_in(std::span<const std::uint8_t> output) {
  std::size_t count = 0;
  for (; !output.empty(); ++count) output = output.subspan(5U + output[3] * 256U + output[4]);
  return count;
}

TEST(CppConnection, SmallPiecesShareARecord) {
  Pair pair(client_builder(), server_builder());
  pair.handshake();
  const std::string small(100, 's'), large(20'000, 'l');
  const auto gathered = [&](std::vector<std::span<const std::uint8_t>> pieces) {
    const auto written = pair.client.write_gathered(pieces);
    EXPECT_EQ(written.status, Status::done);
    EXPECT_LE(records_in(pair.client.output()), 1U);
    Pair::carry(pair.client, pair.server);
    const std::string read = read_all(pair.server);
    EXPECT_EQ(read.size(), written.size);
    return read;
  };
  EXPECT_EQ(gathered({}), "");
  EXPECT_EQ(gathered({{}, {}}), "");
  EXPECT_EQ(gathered({as_bytes("one"), {}, as_bytes("two"), as_bytes("three")}), "onetwothree");
  EXPECT_EQ(gathered({{}, as_bytes("alone"), {}}), "alone");
  EXPECT_EQ(gathered(std::vector<std::span<const std::uint8_t>>(52, as_bytes(small))), std::string(5200, 's'));
  EXPECT_EQ(gathered({as_bytes(small), as_bytes(large)}), small + std::string(16'384 - 100, 'l'));
  EXPECT_EQ(gathered({as_bytes(large), as_bytes(small)}), std::string(16'384, 'l'));
  EXPECT_EQ(gathered({as_bytes(large).first(16'384), as_bytes(small)}), std::string(16'384, 'l'));
}

TEST(CppConnection, GatheredWritesFailAsOthersDo) {
  Pair pair(client_builder(), server_builder());
  const std::array<std::span<const std::uint8_t>, 2> pieces{as_bytes("too"), as_bytes("early")};
  EXPECT_EQ(pair.client.write_gathered(pieces).status, Status::failed);
  EXPECT_EQ(pair.client.failure()->kind(), ErrorKind::misuse);
}

TEST(CppConnection, DataBothWaysAndACleanEnd) {
  Pair pair(client_builder(), server_builder());
  pair.handshake();
  ASSERT_TRUE(pair.stands());
  std::string large(100'000, 'x');
  std::string received;
  for (std::string_view rest = large; !rest.empty();) {
    const auto written = pair.client.write(as_bytes(rest));
    ASSERT_EQ(written.status, Status::done);
    rest.remove_prefix(written.size);
    Pair::carry(pair.client, pair.server);
    received += read_all(pair.server);
  }
  EXPECT_EQ(received, large);

  pair.client.close();
  Pair::carry(pair.client, pair.server);
  Status ended{};
  EXPECT_EQ(read_all(pair.server, &ended), "");
  EXPECT_EQ(ended, Status::closed);
  ASSERT_EQ(pair.server.write(as_bytes("half-closed")).status, Status::done);  // RFC 8446, 6.1
  Pair::carry(pair.server, pair.client);
  EXPECT_EQ(read_all(pair.client), "half-closed");
}

TEST(CppConnection, SmallBuffersLoseNothing) {
  Pair pair(client_builder(), server_builder());
  pair.handshake();
  ASSERT_EQ(pair.client.write(as_bytes("hello")).size, 5U);
  Pair::carry(pair.client, pair.server);
  std::array<std::uint8_t, 2> two{};
  EXPECT_EQ(pair.server.read(two).size, 2U);
  EXPECT_EQ(pair.server.readable(), 3U);
  EXPECT_EQ(read_all(pair.server), "llo");
}

TEST(CppConnection, KeyUpdatesAreAnswered) {
  Pair pair(client_builder(), server_builder());
  pair.handshake();
  ASSERT_TRUE(pair.client.update_keys(true));
  Pair::carry(pair.client, pair.server);
  EXPECT_EQ(read_all(pair.server), "");
  ASSERT_TRUE(pair.server.has_output());
  Pair::carry(pair.server, pair.client);
  ASSERT_EQ(pair.server.write(as_bytes("new keys")).status, Status::done);
  Pair::carry(pair.server, pair.client);
  EXPECT_EQ(read_all(pair.client), "new keys");
}

TEST(CppConnection, AWrongNameIsRefusedAndExplained) {
  Pair pair(client_builder(), server_builder(), "other.example");
  pair.handshake();
  ASSERT_EQ(pair.client_status, Status::failed);
  const Failure& failure = *pair.client.failure();
  EXPECT_EQ(failure.kind(), ErrorKind::certificate_refused);
  EXPECT_EQ(failure.name(), "certificate_wrong_name");
  EXPECT_EQ(failure.alert_sent(), 42);  // bad_certificate
  EXPECT_TRUE(failure.text().contains("other.example")) << failure.text();
  EXPECT_TRUE(failure.json().starts_with("{")) << failure.json();
  EXPECT_EQ(failure.code(), ErrorKind::certificate_refused);
  EXPECT_STREQ(failure.code().category().name(), "handfast");

  ASSERT_EQ(pair.server_status, Status::failed);
  EXPECT_EQ(pair.server.failure()->kind(), ErrorKind::alert_received);
  EXPECT_EQ(pair.server.failure()->alert_received(), 42);
}

TEST(CppConnection, WithoutANameNobodyIsTrusted) {
  Pair pair(client_builder(), server_builder(), "");
  pair.handshake();
  ASSERT_EQ(pair.client_status, Status::failed);
  EXPECT_EQ(pair.client.failure()->name(), "certificate_wrong_name");
}

TEST(CppConnection, TheProgramsWord) {
  ConfigBuilder alone, both = client_builder(), never = client_builder();
  alone.only_check([](auto chain, std::string_view) { return chain.size() == 1; });
  both.also_check([](auto, std::string_view name) { return name == "localhost"; });
  never.also_check([](auto, std::string_view) { return false; });
  Pair pinned(alone, server_builder(), "whoever.example"), checked(both, server_builder()),
      refused(never, server_builder());
  pinned.handshake();
  checked.handshake();
  refused.handshake();
  EXPECT_TRUE(pinned.stands()) << why(pinned.client);
  EXPECT_TRUE(checked.stands()) << why(checked.client);
  ASSERT_EQ(refused.client_status, Status::failed);
  EXPECT_EQ(refused.client.failure()->name(), "certificate_rejected");
}

TEST(CppConnection, ClientsWithACertificate) {
  const TestCa::Pem identity = TestCa::instance().client_pem();
  ConfigBuilder server = server_builder(), client = client_builder();
  server.client_certificates(ClientCertificate::require).trust_pem(TestCa::instance().certificate_pem());
  client.identity_pem(identity.chain, identity.key);
  Pair with(client, server), without(client_builder(), server);
  with.handshake();
  ASSERT_TRUE(with.stands()) << why(with.server);
  EXPECT_EQ(with.server.peer_certificates().size(), 1U);
  without.handshake();
  EXPECT_EQ(without.server.failure()->name(), "certificate_required");
}

TEST(CppConnection, NothingInCommon) {
  Pair pair(client_builder().versions(Version::tls12, Version::tls12),
            server_builder().versions(Version::tls13, Version::tls13));
  pair.handshake();
  ASSERT_EQ(pair.server_status, Status::failed);
  EXPECT_EQ(pair.server.failure()->kind(), ErrorKind::nothing_in_common);
}

TEST(CppConnection, ATruncatedStreamIsNoCleanEnd) {
  Pair pair(client_builder(), server_builder());
  pair.handshake();
  pair.server.input_ended();
  Status ended{};
  EXPECT_EQ(read_all(pair.server, &ended), "");
  EXPECT_EQ(ended, Status::failed);
  EXPECT_EQ(pair.server.failure()->kind(), ErrorKind::truncated);
}

// Calls that do not fit are refused, and say so, whatever becomes of the connection.
TEST(CppConnection, CallsThatDoNotFit) {
  Pair pair(client_builder(), server_builder());
  std::array<std::uint8_t, 4> bytes{};
  EXPECT_EQ(pair.client.failure(), nullptr);
  EXPECT_EQ(pair.client.write(bytes).status, Status::failed);
  EXPECT_EQ(pair.server.read(bytes).status, Status::failed);
  EXPECT_FALSE(pair.client.update_keys(true));
  EXPECT_FALSE(pair.client.export_key("EXPORTER-test", {}, bytes));
  for (const Connection* side : {&pair.client, &pair.server}) {
    ASSERT_NE(side->failure(), nullptr);
    EXPECT_EQ(side->failure()->kind(), ErrorKind::misuse);
    EXPECT_EQ(side->failure()->name(), "invalid_request");
    EXPECT_FALSE(side->failure()->text().empty());
  }
  pair.handshake();
  ASSERT_TRUE(pair.stands()) << why(pair.client);
  ASSERT_TRUE(pair.client.close());
  EXPECT_TRUE(pair.client.close());
  EXPECT_EQ(pair.client.write(bytes).status, Status::failed);  // after close_notify
  EXPECT_EQ(pair.client.failure()->kind(), ErrorKind::misuse);
  pair.client.transport_failed(ErrorKind::transport, EPIPE);
  EXPECT_EQ(pair.client.failure()->kind(), ErrorKind::transport);
}

TEST(CppConnection, TransportsThatFail) {
  Pair reset(client_builder(), server_builder()), late(client_builder(), server_builder());
  reset.client.transport_failed(ErrorKind::transport, ECONNRESET);
  EXPECT_EQ(reset.client.handshake(), Status::failed);
  EXPECT_EQ(reset.client.failure()->kind(), ErrorKind::transport);
  EXPECT_EQ(reset.client.failure()->system_error(), ECONNRESET);
  late.client.transport_failed(ErrorKind::timed_out, 0);
  EXPECT_EQ(late.client.handshake(), Status::failed);
  EXPECT_EQ(late.client.failure()->kind(), ErrorKind::timed_out);
}

TEST(CppConnection, PlainHttpIsNotTls) {
  Pair pair(client_builder(), server_builder());
  ASSERT_EQ(pair.client.handshake(), Status::wants_output);
  pair.client.output_taken(pair.client.output().size());
  ASSERT_EQ(pair.client.handshake(), Status::wants_input);
  const auto space = pair.client.input_space(12);
  std::ranges::copy(as_bytes("HTTP/1.1 400"), space.begin());
  pair.client.input_added(12);
  ASSERT_EQ(pair.client.handshake(), Status::failed);
  EXPECT_EQ(pair.client.failure()->kind(), ErrorKind::not_tls);
}

TEST(CppConnection, BothExportTheSameAndLogTheSame) {
  std::ostringstream client_log, server_log;
  ConfigBuilder client = client_builder(), server = server_builder();
  client.key_log([&](std::string_view line) { client_log << line << '\n'; });
  server.key_log([&](std::string_view line) { server_log << line << '\n'; });
  Pair pair(client, server);
  std::array<std::uint8_t, 32> a{}, b{};
  EXPECT_FALSE(pair.client.export_key("EXPORTER-test", {}, a));
  pair.handshake();
  ASSERT_TRUE(pair.client.export_key("EXPORTER-test", as_bytes("context"), a));
  ASSERT_TRUE(pair.server.export_key("EXPORTER-test", as_bytes("context"), b));
  EXPECT_EQ(a, b);
  ASSERT_TRUE(pair.server.export_key("EXPORTER-test", as_bytes("other"), b));
  EXPECT_NE(a, b);
  EXPECT_TRUE(client_log.str().starts_with("CLIENT_HANDSHAKE_TRAFFIC_SECRET ")) << client_log.str();
  EXPECT_EQ(client_log.str(), server_log.str());
}

}  // namespace
}  // namespace handfast::test
