// What the peer of a TLS 1.2 connection that stands may do wrong: records forged with its keys.
#include <algorithm>

#include "unit/tls/refusal.hpp"

namespace handfast::test {
namespace {

using namespace tls;

Options one_suite(Options options) {
  Policy policy;
  policy.versions = {ProtocolVersion::tls12};
  policy.cipher_suites = {CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256};
  options.policy = std::make_shared<const Policy>(policy);
  return options;
}

// The side under test is the parameter; the other one is played.
class Established12 : public testing::TestWithParam<Role> {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
    peer.emplace(is_client() ? Role::server : Role::client, side().master_secret(), side().info());
    own.emplace(GetParam(), side().master_secret(), side().info());
  }

  static bool is_client() { return GetParam() == Role::client; }
  Connection& side() { return is_client() ? ends.client : ends.server; }
  // What asks for another handshake: HelloRequest of a server, ClientHello of a client, which nobody reads.
  static ByteVector renegotiation() {
    return message_of(is_client() ? HandshakeType::hello_request : HandshakeType::client_hello, {});
  }

  void send(ContentType type, Bytes content) { ASSERT_TRUE(side().feed(peer->seal(type, content))); }
  void send_alert(AlertLevel level, Alert alert) {
    const std::uint8_t body[] = {static_cast<std::uint8_t>(level), static_cast<std::uint8_t>(alert)};
    send(ContentType::alert, body);
  }
  void expect_data(std::string_view text) {
    send(ContentType::application_data, as_bytes(text));
    const Read read = side().read(buffer);
    ASSERT_EQ(read.kind, Read::Kind::data) << why(side());
    EXPECT_EQ(as_text(Bytes(buffer).first(read.size)), text);
  }
  void expect_read_fails(const Refusal& refusal) {
    const Read failed = side().read(buffer);
    EXPECT_EQ(failed.kind, Read::Kind::failed);
    expect_refused(side(), refusal);
    if (const auto alert = alert_for(refusal.error)) expect_sent(AlertLevel::fatal, *alert);
  }
  void expect_sent(AlertLevel level, Alert alert) {
    ASSERT_TRUE(side().flush_owed());
    ContentType type{};
    const ByteVector sent = own->open(taken_output(side()), &type);
    EXPECT_EQ(type, ContentType::alert);
    EXPECT_EQ(sent, (ByteVector{static_cast<std::uint8_t>(level), static_cast<std::uint8_t>(alert)}));
  }

  static constexpr std::string_view kStep = "read or write application data";
  Endpoints ends{one_suite(ordinary_client()), one_suite(ordinary_server())};
  std::optional<Forger> peer, own;
  std::array<std::uint8_t, 64> buffer{};
};
INSTANTIATE_TEST_SUITE_P(Either, Established12, testing::Values(Role::client, Role::server),
                         [](const auto& param) { return param.param == Role::client ? "Client" : "Server"; });

TEST_P(Established12, ForgedRecordsAreRight) { expect_data("hello"); }

// ------------------------------------------------------------------------------------------ ChangeCipherSpec ----

TEST_P(Established12, ChangeCipherSpecInTheClear) {
  ASSERT_TRUE(side().feed(plain_record(ContentType::change_cipher_spec, ByteVector{1})));
  expect_read_fails({Errc::bad_record_mac, "record.fragment", kStep});
}

TEST_P(Established12, ProtectedChangeCipherSpec) {
  send(ContentType::change_cipher_spec, ByteVector{1});
  expect_read_fails({Errc::bad_change_cipher_spec, "change_cipher_spec", kStep});
}

TEST_P(Established12, ChangeCipherSpecWithinAMessage) {
  send(ContentType::handshake, Bytes(renegotiation()).first(2));
  send(ContentType::change_cipher_spec, ByteVector{1});
  expect_read_fails({Errc::unexpected_record, "record.type", kStep});
}

// ----------------------------------------------------------------------------------------- handshake messages ----

TEST_P(Established12, RenegotiationIsDeclined) {  // RFC 5246, 7.2.2
  send(ContentType::handshake, renegotiation());
  EXPECT_EQ(side().read(buffer).kind, Read::Kind::wants_input) << why(side());
  expect_sent(AlertLevel::warning, Alert::no_renegotiation);
  expect_data("still there");
}

TEST_P(Established12, RenegotiationInSingleBytesIsDeclined) {
  for (const std::uint8_t byte : renegotiation()) send(ContentType::handshake, ByteVector{byte});
  EXPECT_EQ(side().read(buffer).kind, Read::Kind::wants_input) << why(side());
  expect_sent(AlertLevel::warning, Alert::no_renegotiation);
}

TEST_P(Established12, RenegotiationWithoutEnd) {
  for (unsigned i = 0; i < kMaxRefusedRenegotiations; ++i) send(ContentType::handshake, renegotiation());
  EXPECT_EQ(side().read(buffer).kind, Read::Kind::wants_input) << why(side());
  expect_sent(AlertLevel::warning, Alert::no_renegotiation);
  expect_data("between");  // and the count begins anew
  for (unsigned i = 0; i < kMaxRefusedRenegotiations; ++i) send(ContentType::handshake, renegotiation());
  EXPECT_EQ(side().read(buffer).kind, Read::Kind::wants_input) << why(side());
  expect_sent(AlertLevel::warning, Alert::no_renegotiation);
  send(ContentType::handshake, renegotiation());
  expect_read_fails({Errc::too_many_renegotiations, is_client() ? "hello_request" : "client_hello", kStep});
}

TEST_P(Established12, Finished) {
  send(ContentType::handshake, message_of(HandshakeType::finished, ByteVector(12)));
  expect_read_fails({Errc::unexpected_message, "handshake.msg_type", kStep});
}

TEST_P(Established12, KeyUpdate) {
  send(ContentType::handshake, message_of(HandshakeType::key_update, ByteVector{0}));
  expect_read_fails({Errc::unexpected_message, "handshake.msg_type", kStep});
}

TEST_P(Established12, NewSessionTicketThatNobodyAskedFor) {
  send(ContentType::handshake, message_of(HandshakeType::new_session_ticket, ByteVector(6)));
  expect_read_fails({Errc::unexpected_message, "handshake.msg_type", kStep});
}

TEST_P(Established12, WhatThisSideAloneMaySay) {
  const auto type = is_client() ? HandshakeType::client_hello : HandshakeType::hello_request;
  send(ContentType::handshake, message_of(type, {}));
  expect_read_fails({Errc::unexpected_message, "handshake.msg_type", kStep});
}

TEST_P(Established12, EmptyHandshakeRecord) {
  send(ContentType::handshake, {});
  expect_read_fails({Errc::empty_record, "record", kStep});
}

// RFC 5246, 6.2.1: content types may be interleaved.
TEST_P(Established12, DataWithinAMessage) {
  send(ContentType::handshake, Bytes(renegotiation()).first(2));
  expect_data("between");
  send(ContentType::handshake, Bytes(renegotiation()).subspan(2));
  EXPECT_EQ(side().read(buffer).kind, Read::Kind::wants_input) << why(side());
  expect_sent(AlertLevel::warning, Alert::no_renegotiation);
}

// A warning disturbs nobody, either.
TEST_P(Established12, AWarningWithinAMessage) {
  send(ContentType::handshake, Bytes(renegotiation()).first(2));
  send_alert(AlertLevel::warning, Alert::user_canceled);
  EXPECT_EQ(side().read(buffer).kind, Read::Kind::warning_alert);
  send(ContentType::handshake, Bytes(renegotiation()).subspan(2));
  EXPECT_EQ(side().read(buffer).kind, Read::Kind::wants_input) << why(side());
  expect_sent(AlertLevel::warning, Alert::no_renegotiation);
}

// ------------------------------------------------------------------------------------------- records and alerts ----

TEST_P(Established12, UnknownType) {
  send(ContentType{42}, as_bytes("x"));
  expect_read_fails({Errc::unknown_record_type, "record.type", kStep});
}

TEST_P(Established12, ReplayedRecord) {
  const ByteVector record = peer->seal(ContentType::application_data, as_bytes("once"));
  ASSERT_TRUE(side().feed(record));
  EXPECT_EQ(side().read(buffer).size, 4U);
  ASSERT_TRUE(side().feed(record));
  expect_read_fails({Errc::bad_record_mac, "record.fragment", kStep});
}

TEST_P(Established12, TypeOfARecordIsAuthenticated) {
  ByteVector record = peer->seal(ContentType::application_data, as_bytes("x"));
  record.front() = static_cast<std::uint8_t>(ContentType::handshake);
  ASSERT_TRUE(side().feed(record));
  expect_read_fails({Errc::bad_record_mac, "record.fragment", kStep});
}

TEST_P(Established12, TooMuchPlaintext) {
  send(ContentType::application_data, ByteVector(kMaxPlaintext + 1));
  expect_read_fails({Errc::record_too_long, "record.fragment", kStep});
}

// Whoever is on the way can write an alert in the clear.
TEST_P(Established12, AlertInTheClear) {
  ASSERT_TRUE(side().feed(plain_alert(AlertLevel::warning, Alert::close_notify)));
  expect_read_fails({Errc::bad_record_mac, "record.fragment", kStep});
}

TEST_P(Established12, EmptyRecordFlood) {
  for (unsigned i = 0; i < kMaxEmptyRecords; ++i) send(ContentType::application_data, {});
  EXPECT_EQ(side().read(buffer).kind, Read::Kind::wants_input);
  send(ContentType::application_data, {});
  expect_read_fails({Errc::too_many_empty_records, "record", kStep});
}

TEST_P(Established12, WarningFlood) {
  for (unsigned i = 0; i < kMaxWarningAlerts; ++i) {
    send_alert(AlertLevel::warning, Alert::no_renegotiation);
    EXPECT_EQ(side().read(buffer).kind, Read::Kind::warning_alert);
  }
  send_alert(AlertLevel::warning, Alert::no_renegotiation);
  expect_read_fails({Errc::too_many_warning_alerts, "alert", kStep});
}

TEST_P(Established12, FatalAlert) {
  send_alert(AlertLevel::fatal, Alert::bad_record_mac);
  expect_read_fails({Errc::alert_received, "alert.description", kStep});
  EXPECT_EQ(side().failure()->alert_received, Alert::bad_record_mac);
}

TEST_P(Established12, EmptyAlert) {
  send(ContentType::alert, {});
  expect_read_fails({Errc::empty_record, "record", kStep});
}

TEST_P(Established12, CloseNotifyIsACleanEnd) {
  expect_data("last words");
  send_alert(AlertLevel::warning, Alert::close_notify);
  EXPECT_EQ(side().read(buffer).kind, Read::Kind::closed);
  side().input_ended();
  EXPECT_EQ(side().read(buffer).kind, Read::Kind::closed);
  EXPECT_EQ(side().failure(), nullptr);
}

}  // namespace
}  // namespace handfast::test
