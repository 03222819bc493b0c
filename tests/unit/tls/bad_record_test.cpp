// Records that no honest peer sends: what is not TLS, wrong headers, alerts and change_cipher_spec at wrong places,
// floods, ends without an end.
#include <algorithm>

#include "tls/keys/key_schedule.hpp"
#include "tls/record/inbound.hpp"
#include "unit/tls/refusal.hpp"
#include "unit/tls/resumption.hpp"

namespace handfast::test {
namespace {

using namespace tls;

ByteVector repeated(const ByteVector& bytes, std::size_t times) {
  ByteVector out;
  for (std::size_t i = 0; i < times; ++i) append(out, bytes);
  return out;
}

// --------------------------------------------------------------------------------------------- what is not TLS ----

struct NotTls {
  const char* name;
  std::string_view bytes;
  std::string_view guess, shown;

  friend void PrintTo(const NotTls& other, std::ostream* out) { *out << other.name; }
};

const NotTls kOthers[] = {
    {"http_answer", "HTTP/1.1 400 Bad Request\r\nServer: x\r\n", "HTTP", "HTTP/1.1 400 Bad Request"},
    {"http_request", "GET / HTTP/1.1\r\nHost: localhost\r\n", "HTTP", "GET / HTTP/1.1"},
    {"http_post", "POST /form HTTP/1.0\r\n", "HTTP", "POST /form HTTP/1.0"},
    {"http_proxy", "CONNECT example.com:443 HTTP/1.1\r\n", "HTTP", "CONNECT example.com:443 HTTP/1.1"},
    {"page", "<!DOCTYPE html>\n<html>", "HTTP", "<!DOCTYPE html>"},
    {"ssh", "SSH-2.0-OpenSSH_9.2\r\n", "SSH", "SSH-2.0-OpenSSH_9.2"},
    {"smtp", "220 mail.example ESMTP\r\n", "SMTP or FTP", "220 mail.example ESMTP"},
    {"smtp_client", "EHLO client.example\r\n", "SMTP", "EHLO client.example"},
    {"imap", "* OK IMAP4rev1 ready\r\n", "IMAP", "* OK IMAP4rev1 ready"},
    {"pop3", "+OK ready\r\n", "POP3", "+OK ready"},
    {"control_characters", "\x7f\x01\x1b[2J\x80 end", "", "...[2J. end"},
    {"nearly_an_ssl2_hello", std::string_view("\x80\x2e\x01\x02\x01\x00\x15", 7), "", "......."},
};

class OtherProtocol : public testing::TestWithParam<NotTls> {};
INSTANTIATE_TEST_SUITE_P(Each, OtherProtocol, testing::ValuesIn(kOthers),
                         [](const auto& param) { return std::string(param.param.name); });

TEST_P(OtherProtocol, IsNamedToTheClient) {
  Connection client(Role::client, plain_services(), ordinary_client());
  (void)client.handshake();
  (void)taken_output(client);
  ASSERT_TRUE(client.feed(as_bytes(GetParam().bytes)));
  EXPECT_EQ(client.handshake().error, Errc::not_tls);
  EXPECT_EQ(client.failure()->protocol_guess, GetParam().guess);
  EXPECT_EQ(client.failure()->first_bytes, GetParam().shown);
  EXPECT_EQ(client.failure()->bytes_received, GetParam().bytes.size());
  expect_refused(client, {Errc::not_tls, "record", "await server_hello"});
}

TEST_P(OtherProtocol, IsNamedToTheServer) {
  Connection server(Role::server, plain_services(), ordinary_server());
  ASSERT_TRUE(server.feed(as_bytes(GetParam().bytes)));
  EXPECT_EQ(server.handshake().error, Errc::not_tls);
  EXPECT_EQ(server.failure()->protocol_guess, GetParam().guess);
  EXPECT_EQ(server.failure()->first_bytes, GetParam().shown);
  expect_refused(server, {Errc::not_tls, "record", "await client_hello"});
}

// RFC 5246, E.2: a ClientHello in the form of SSL 2.0 that offers a version of TLS, or SSL 2.0 itself. It is no other protocol,
// and RFC 6176 lets a server read it; docs/decisions.md says why this one does not.
TEST(Ssl2Hello, IsRefusedWithWordsOfItsOwn) {
  constexpr std::pair<int, int> kVersions[] = {{3, 3}, {3, 4}, {3, 1}, {3, 0}, {0, 2}};
  for (const auto& [major, minor] : kVersions) {
    ByteVector hello{0x80, 0x2e, 1, static_cast<std::uint8_t>(major), static_cast<std::uint8_t>(minor), 0, 0x15};
    hello.resize(2 + 0x2e);
    Connection server(Role::server, plain_services(), ordinary_server());
    for (std::size_t i = 0; i < hello.size() && server.failure() == nullptr; ++i) {
      ASSERT_TRUE(server.feed(Bytes(hello).subspan(i, 1)));
      (void)server.handshake();
    }
    expect_refused(server, {Errc::ssl2_hello, "record", "await client_hello"});
    EXPECT_EQ(server.failure()->alert_sent, Alert::protocol_version);
    expect_alert(server, Errc::ssl2_hello);
  }
}

// ------------------------------------------------------------------------------- before there are any keys ----

const ByteVector kChangeCipherSpec = plain_record(ContentType::change_cipher_spec, std::array<std::uint8_t, 1>{1});

struct BadStart {
  const char* name;
  ByteVector bytes;
  Refusal refusal;

  friend void PrintTo(const BadStart& bad, std::ostream* out) { *out << bad.name; }
};

const BadStart kStarts[] = {
    {"plaintext_too_long", {22, 3, 3, 0x40, 0x01}, {Errc::record_too_long, "record.length"}},
    {"application_data",
     plain_record(ContentType::application_data, std::array<std::uint8_t, 3>{}),
     {Errc::unexpected_record, "record.type"}},
    {"empty_handshake_record", {22, 3, 3, 0, 0}, {Errc::empty_record, "record"}},
    {"empty_alert", {21, 3, 3, 0, 0}, {Errc::empty_record, "record"}},
    {"half_an_alert", {21, 3, 3, 0, 1, 2}, {Errc::bad_alert, "alert"}},
    {"one_and_a_half_alerts", {21, 3, 3, 0, 3, 1, 0, 1}, {Errc::bad_alert, "alert"}},
    {"close_notify", plain_alert(AlertLevel::warning, Alert::close_notify), {Errc::closed_in_handshake, "alert"}},
    {"change_cipher_spec_of_two", {20, 3, 3, 0, 1, 2}, {Errc::bad_change_cipher_spec, "change_cipher_spec"}},
    {"change_cipher_spec_too_long", {20, 3, 3, 0, 2, 1, 1}, {Errc::bad_change_cipher_spec, "change_cipher_spec"}},
    {"empty_change_cipher_spec", {20, 3, 3, 0, 0}, {Errc::bad_change_cipher_spec, "change_cipher_spec"}},
    {"unknown_alert", {21, 3, 3, 0, 2, 2, 200}, {Errc::alert_received, "alert.description"}},
    {"alert_of_level_9", {21, 3, 3, 0, 2, 9, 40}, {Errc::alert_received, "alert.description"}},
    {"warnings",
     repeated(plain_alert(AlertLevel::warning, Alert::unrecognized_name), kMaxWarningAlerts + 1),
     {Errc::too_many_warning_alerts, "alert"}},
    {"unknown_type_second", {21, 3, 3, 0, 2, 1, 112, 99, 3, 3, 0, 1, 0}, {Errc::unknown_record_type, "record.type"}},
    {"wrong_version_second",
     {21, 3, 3, 0, 2, 1, 112, 22, 2, 0, 0, 1, 0},
     {Errc::wrong_record_version, "record.legacy_record_version"}},
};

class BadBeginning : public testing::TestWithParam<BadStart> {};
INSTANTIATE_TEST_SUITE_P(Each, BadBeginning, testing::ValuesIn(kStarts),
                         [](const auto& param) { return std::string(param.param.name); });

TEST_P(BadBeginning, IsRefusedByTheClient) {
  Connection client(Role::client, plain_services(), ordinary_client());
  (void)client.handshake();
  (void)taken_output(client);
  ASSERT_TRUE(client.feed(GetParam().bytes));
  Step step = client.handshake();
  while (step.kind == Step::Kind::warning_alert) step = client.handshake();
  EXPECT_EQ(step.kind, Step::Kind::failed);
  Refusal refusal = GetParam().refusal;
  refusal.step = "await server_hello";
  expect_refused(client, refusal);
  if (alert_for(refusal.error)) {
    expect_alert(client, refusal.error);
  } else {
    EXPECT_TRUE(client.output().empty());
  }
}

TEST(PlainAlert, EndsTheHandshake) {
  Connection client(Role::client, plain_services(), ordinary_client());
  (void)client.handshake();
  (void)taken_output(client);
  ASSERT_TRUE(client.feed(plain_alert(AlertLevel::fatal, Alert::handshake_failure)));
  EXPECT_EQ(client.handshake().error, Errc::alert_received);
  EXPECT_EQ(client.failure()->alert_received, Alert::handshake_failure);
  EXPECT_EQ(client.failure()->who, Failure::Who::peer);
  EXPECT_EQ(client.failure()->error.found.view(), "handshake_failure");
  expect_refused(client, {Errc::alert_received, "alert.description", "await server_hello"});
}

// A server that does not know the name says so and goes on; so does the client.
TEST(PlainAlert, WarningIsToldOnceAndHarmless) {
  Endpoints ends(ordinary_client(), ordinary_server());
  (void)ends.client.handshake();
  ASSERT_TRUE(ends.client.feed(plain_alert(AlertLevel::warning, Alert::unrecognized_name)));
  (void)taken_output(ends.client);
  const Step warned = ends.client.handshake();
  EXPECT_EQ(warned.kind, Step::Kind::warning_alert);
  EXPECT_EQ(warned.alert, Alert::unrecognized_name);
  EXPECT_EQ(ends.client.handshake().kind, Step::Kind::waiting);
  EXPECT_EQ(ends.client.failure(), nullptr);
}

TEST(ChangeCipherSpec, BeforeTheFirstClientHelloIsRefused) {
  Connection server(Role::server, plain_services(), ordinary_server());
  ASSERT_TRUE(server.feed(kChangeCipherSpec));
  EXPECT_EQ(server.handshake().error, Errc::bad_change_cipher_spec);
  expect_refused(server, {Errc::bad_change_cipher_spec, "change_cipher_spec", "await client_hello"});
  expect_alert(server, Errc::bad_change_cipher_spec);
}

TEST(ChangeCipherSpec, FloodIsRefused) {
  Connection client(Role::client, plain_services(), ordinary_client());
  (void)client.handshake();
  ASSERT_TRUE(client.feed(repeated(kChangeCipherSpec, kMaxEmptyRecords)));
  (void)taken_output(client);
  EXPECT_EQ(client.handshake().wait, Wait::input);
  ASSERT_TRUE(client.feed(kChangeCipherSpec));
  EXPECT_EQ(client.handshake().error, Errc::too_many_empty_records);
  expect_refused(client, {Errc::too_many_empty_records, "change_cipher_spec", "await server_hello"});
}

// The peer could not compute its keys, so its alert is in the clear although ours are there already.
TEST(PlainAlert, IsReadBeforeTheFirstProtectedRecord) {
  Endpoints ends(ordinary_client(), ordinary_server());
  (void)ends.client.handshake();
  ASSERT_TRUE(ends.server.feed(taken_output(ends.client)));
  (void)ends.server.handshake();
  (void)taken_output(ends.server);
  ASSERT_TRUE(ends.server.feed(plain_alert(AlertLevel::fatal, Alert::illegal_parameter)));
  EXPECT_EQ(ends.server.handshake().error, Errc::alert_received);
  EXPECT_EQ(ends.server.failure()->alert_received, Alert::illegal_parameter);
}

// RFC 8446, 6: with TLS 1.3 agreed upon, the level of an alert says nothing.
TEST(PlainAlert, OfLevelWarningIsFatalInTls13) {
  Endpoints ends(ordinary_client(), ordinary_server());
  (void)ends.client.handshake();
  ASSERT_TRUE(ends.server.feed(taken_output(ends.client)));
  (void)ends.server.handshake();
  (void)taken_output(ends.server);
  ASSERT_TRUE(ends.server.feed(plain_alert(AlertLevel::warning, Alert::unrecognized_name)));
  EXPECT_EQ(ends.server.handshake().error, Errc::alert_received);
}

// ---------------------------------------------------------------------------------- a connection that stands ----

// Both sides established; what "the server" sends further on is forged with its keys.
class Established : public testing::Test {
 protected:
  void SetUp() override {
    Policy policy;
    policy.cipher_suites = {CipherSuite::aes_128_gcm_sha256};
    policy.groups = {NamedGroup::x25519};
    ends.client.options().policy = std::make_shared<const Policy>(policy);
    ends.client.options().key_log = secrets;
    clock_now = std::chrono::system_clock::time_point(std::chrono::seconds(1'800'000'000));
    ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client);
    forger.emplace(secrets->lines["SERVER_TRAFFIC_SECRET_0"]);
    client_forger.emplace(secrets->lines["CLIENT_TRAFFIC_SECRET_0"]);
  }

  ByteVector data(std::string_view text) { return forger->seal(ContentType::application_data, as_bytes(text)); }
  ByteVector handshake(ByteVector message) { return forger->seal(ContentType::handshake, message); }
  ByteVector alert(Alert description, AlertLevel level = AlertLevel::fatal) {
    const std::uint8_t body[] = {static_cast<std::uint8_t>(level), static_cast<std::uint8_t>(description)};
    return forger->seal(ContentType::alert, body);
  }
  static ByteVector key_update(std::uint8_t request) { return {24, 0, 0, 1, request}; }
  static ByteVector ticket() { return {4, 0, 0, 14, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 7, 0, 0}; }

  // After a KeyUpdate everything is under the next secret.
  void next_key() {
    const TrafficSecret now(crypto::HashAlgorithm::sha256,
                            crypto::SecretDigest(secrets->lines["SERVER_TRAFFIC_SECRET_0"]));
    const TrafficSecret next = now.next();
    secrets->lines["SERVER_TRAFFIC_SECRET_0"].assign(next.reveal().begin(), next.reveal().end());
    forger.emplace(secrets->lines["SERVER_TRAFFIC_SECRET_0"]);
  }

  void feed(const ByteVector& bytes) { ASSERT_TRUE(client().feed(bytes)); }
  Connection& client() { return ends.client; }
  Read read() { return client().read(buffer); }
  std::string text(const Read& read) const { return std::string(as_text(Bytes(buffer).first(read.size))); }
  void expect_read_fails(const Refusal& refusal) {
    const Read failed = read();
    EXPECT_EQ(failed.kind, Read::Kind::failed);
    EXPECT_EQ(name_of(failed.error), name_of(refusal.error));
    expect_refused(client(), refusal);
    if (!alert_for(refusal.error)) return;
    EXPECT_TRUE(client().owes_output());  // read() does not write; who writes next, pays
    ASSERT_TRUE(client().flush_owed());
    EXPECT_FALSE(client().owes_output());
    ContentType type{};
    const ByteVector sent = client_forger->open(taken_output(client()), &type);
    EXPECT_EQ(type, ContentType::alert);
    EXPECT_EQ(sent, (ByteVector{2, static_cast<std::uint8_t>(*alert_for(refusal.error))}));
  }

  static constexpr std::string_view kStep = "read or write application data";
  std::shared_ptr<Secrets> secrets = std::make_shared<Secrets>();
  Clocked ends{ordinary_client(), ordinary_server()};
  std::optional<Forger> forger, client_forger;
  std::array<std::uint8_t, 64> buffer{};
};

TEST_F(Established, EveryBitOfARecordCounts) {
  const ByteVector record = data("some data");
  for (std::size_t bit = 8 * kRecordHeaderSize; bit < 8 * record.size(); ++bit) {
    ByteVector flipped = record;
    flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ 1U << bit % 8);
    Forger reader(secrets->lines["SERVER_TRAFFIC_SECRET_0"]);
    EXPECT_TRUE(reader.open(flipped).empty()) << bit;
  }
  ByteVector damaged = record;
  damaged.back() ^= 0x80;
  feed(damaged);
  expect_read_fails({Errc::bad_record_mac, "record.encrypted_record", kStep});
}

TEST_F(Established, RecordWithoutRoomForATag) {
  feed({23, 3, 3, 0, 3, 1, 2, 3});
  expect_read_fails({Errc::bad_record_mac, "record.encrypted_record", kStep});
}

TEST_F(Established, EmptyRecordBody) {
  feed({23, 3, 3, 0, 0});
  expect_read_fails({Errc::bad_record_mac, "record.encrypted_record", kStep});
}

TEST_F(Established, LongRecordIsRefusedByItsHeader) {
  feed({23, 3, 3, 0x41, 0x01});
  expect_read_fails({Errc::record_too_long, "record.length", kStep});
}

TEST_F(Established, TooMuchPlaintext) {
  feed(forger->seal(ContentType::application_data, ByteVector(kMaxPlaintext + 1)));
  expect_read_fails({Errc::record_too_long, "record.encrypted_record", kStep});
}

TEST_F(Established, MostPlaintextIsRight) {
  feed(forger->seal(ContentType::application_data, ByteVector(kMaxPlaintext)));
  std::size_t size = 0;
  for (Read part = read(); part.kind == Read::Kind::data; part = read()) size += part.size;
  EXPECT_EQ(size, kMaxPlaintext);
}

TEST_F(Established, PaddingIsTakenOff) {
  feed(forger->seal(ContentType::application_data, as_bytes("short"), 1000));
  EXPECT_EQ(text(read()), "short");
}

TEST_F(Established, ReplayedRecord) {
  const ByteVector record = data("once");
  feed(record);
  EXPECT_EQ(text(read()), "once");
  feed(record);
  expect_read_fails({Errc::bad_record_mac, "record.encrypted_record", kStep});
}

TEST_F(Established, PlaintextRecord) {
  feed(plain_record(ContentType::handshake, ticket()));
  expect_read_fails({Errc::unexpected_record, "record.opaque_type", kStep});
}

TEST_F(Established, PlainAlertAfterProtectedRecords) {
  feed(data("x"));
  EXPECT_EQ(text(read()), "x");
  feed(plain_alert(AlertLevel::fatal, Alert::internal_error));
  expect_read_fails({Errc::unexpected_record, "record.opaque_type", kStep});
}

// Whoever is on the way can write an alert in the clear. It must neither end the connection nor pass for a close_notify,
// also while the keys are new and have opened nothing yet.
TEST_F(Established, PlainAlertBeforeTheFirstData) {
  feed(plain_alert(AlertLevel::warning, Alert::close_notify));
  expect_read_fails({Errc::unexpected_record, "record.opaque_type", kStep});
}

TEST_F(Established, PlainAlertAfterAKeyUpdate) {
  feed(data("x"));
  EXPECT_EQ(text(read()), "x");
  feed(handshake(key_update(0)));
  feed(plain_alert(AlertLevel::warning, Alert::close_notify));
  expect_read_fails({Errc::unexpected_record, "record.opaque_type", kStep});
}

TEST_F(Established, PlainAlertToAServerBeforeTheFirstData) {
  for (const auto& forged :
       {plain_alert(AlertLevel::warning, Alert::close_notify), plain_alert(AlertLevel::fatal, Alert::internal_error)}) {
    Endpoints fresh(ordinary_client(), ordinary_server());
    ASSERT_TRUE(fresh.link.handshake().ok());
    ASSERT_TRUE(fresh.server.feed(forged));
    EXPECT_EQ(fresh.server.read(buffer).kind, Read::Kind::failed);
    expect_refused(fresh.server, {Errc::unexpected_record, "record.opaque_type", kStep});
  }
}

TEST_F(Established, PlainChangeCipherSpec) {
  feed(kChangeCipherSpec);
  expect_read_fails({Errc::bad_change_cipher_spec, "change_cipher_spec", kStep});
}

TEST_F(Established, ProtectedChangeCipherSpec) {
  feed(forger->seal(ContentType::change_cipher_spec, std::array<std::uint8_t, 1>{1}));
  expect_read_fails({Errc::bad_change_cipher_spec, "change_cipher_spec", kStep});
}

TEST_F(Established, OnlyPadding) {
  feed(forger->seal(ContentType::invalid, {}, 10));
  expect_read_fails({Errc::unexpected_record, "record.type", kStep});
}

TEST_F(Established, UnknownInnerType) {
  feed(forger->seal(ContentType{42}, as_bytes("x")));
  expect_read_fails({Errc::unknown_record_type, "record.type", kStep});
}

TEST_F(Established, EmptyRecordFlood) {
  for (unsigned i = 0; i < kMaxEmptyRecords; ++i) feed(data(""));
  EXPECT_EQ(read().kind, Read::Kind::wants_input);
  feed(data("between"));
  EXPECT_EQ(text(read()), "between");  // and the count begins anew
  for (unsigned i = 0; i < kMaxEmptyRecords; ++i) feed(data(""));
  EXPECT_EQ(read().kind, Read::Kind::wants_input);
  feed(data(""));
  expect_read_fails({Errc::too_many_empty_records, "record", kStep});
}

// A client that can be asked for a certificate later.
class Asked : public Established {
 protected:
  void SetUp() override {
    ends.client.options().post_handshake_auth = ends.server.options().post_handshake_auth = true;
    Established::SetUp();
  }
  // CertificateRequest with a context, signature_algorithms and so much more.
  static ByteVector request(std::uint16_t junk) {
    ByteVector body{1, 7, 0, 0, 0, 13, 0, 4, 0, 2, 8, 4};
    Writer writer(body);
    writer.number<2>(0xff77);
    writer.number<2>(junk);
    body.resize(body.size() + junk);
    const std::size_t block = body.size() - 4;
    body[2] = static_cast<std::uint8_t>(block >> 8);
    body[3] = static_cast<std::uint8_t>(block);
    return message_of(HandshakeType::certificate_request, body);
  }
  void feed_message(const ByteVector& message) {
    for (Bytes rest = message; !rest.empty(); rest = rest.subspan(std::min(rest.size(), kMaxPlaintext)))
      feed(forger->seal(ContentType::handshake, rest.first(std::min(rest.size(), kMaxPlaintext))));
  }
};

// It keeps what it was asked until its application answers: so much, whatever else comes between.
TEST_F(Asked, RequestsAreKeptUpToALimit) {
  for (unsigned i = 0; i <= kMaxKeptRequests; ++i) {
    feed_message(request(0));
    feed(data("x"));
    const Read asked = read();
    if (i == kMaxKeptRequests) break;
    ASSERT_EQ(asked.kind, Read::Kind::rehandshake) << i << why(client());
    ASSERT_EQ(text(read()), "x");
  }
  expect_refused(client(), {Errc::too_many_renegotiations, "certificate_request", kStep});
}

TEST_F(Asked, KeptRequestsHaveNoMoreThanSoManyBytes) {
  feed_message(request(40'000));
  ASSERT_EQ(read().kind, Read::Kind::rehandshake) << why(client());
  feed_message(request(40'000));
  ASSERT_EQ(read().kind, Read::Kind::failed);
  expect_refused(client(), {Errc::too_many_renegotiations, "certificate_request", kStep});
}

TEST_F(Established, KeyUpdateFlood) {
  for (unsigned i = 0; i < kMaxKeyUpdates; ++i) {
    feed(handshake(key_update(1)));
    next_key();
    feed(data("x"));  // changes nothing: time has to pass
    ASSERT_EQ(text(read()), "x") << i << why(client());
  }
  clock_now += std::chrono::milliseconds(999);
  feed(handshake(key_update(0)));
  EXPECT_EQ(read().kind, Read::Kind::failed);
  expect_refused(client(), {Errc::too_many_key_updates, "key_update", kStep});
}

TEST_F(Established, KeyUpdatesAllTheTime) {
  for (unsigned i = 0; i < 5 * kMaxKeyUpdates; ++i) {
    if (i % kMaxKeyUpdates == 0) clock_now += std::chrono::milliseconds(1000);
    feed(handshake(key_update(0)));
    next_key();
    ASSERT_EQ(read().kind, Read::Kind::wants_input) << i << why(client());
  }
}

// Data buys more of them, but a byte does not.
TEST_F(Established, KeyUpdatesBetweenMuchData) {
  std::vector<std::uint8_t> much(kMaxPlaintext, 'x');
  for (unsigned i = 0; i < 5 * kMaxKeyUpdates; ++i) {
    for (std::size_t sent = 0; sent < kDataForKeyUpdate; sent += much.size()) {
      feed(data(as_text(much)));
      for (std::size_t got = 0; got < much.size();) {
        const Read some = read();
        ASSERT_EQ(some.kind, Read::Kind::data) << i << why(client());
        got += some.size;
      }
    }
    feed(handshake(key_update(0)));
    next_key();
    ASSERT_EQ(read().kind, Read::Kind::wants_input) << i << why(client());
  }
  for (unsigned i = 0; i < kMaxKeyUpdates - 1; ++i) {  // the first piece came before the second began
    feed(handshake(key_update(0)));
    next_key();
    ASSERT_EQ(read().kind, Read::Kind::wants_input) << i << why(client());
  }
  feed(handshake(key_update(0)));
  EXPECT_EQ(read().kind, Read::Kind::failed);
  expect_refused(client(), {Errc::too_many_key_updates, "key_update", kStep});
}

// However many requests arrive before we send again, they get one answer.
TEST_F(Established, KeyUpdateRequestsAreAnsweredOnce) {
  for (int i = 0; i < 5; ++i) {
    feed(handshake(key_update(1)));
    next_key();
    ASSERT_EQ(read().kind, Read::Kind::wants_input);
  }
  EXPECT_TRUE(client().owes_output());
  ASSERT_TRUE(client().flush_owed());
  const auto records = split_records(taken_output(client()));
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(client_forger->open(records[0]), key_update(0));
}

TEST_F(Established, UnknownKeyUpdateRequest) {
  feed(handshake(key_update(2)));
  expect_read_fails({Errc::bad_key_update, "key_update.request_update", kStep});
}

TEST_F(Established, LongKeyUpdate) {
  feed(handshake({24, 0, 0, 2, 0, 0}));
  expect_read_fails({Errc::trailing_bytes, "key_update", kStep});
}

TEST_F(Established, DataBehindKeyUpdateInItsRecord) {
  ByteVector both = key_update(0);
  append(both, ticket());
  feed(handshake(both));
  expect_read_fails({Errc::data_across_key_change, "record", kStep});
}

TEST_F(Established, TicketFlood) {
  for (unsigned i = 0; i < kMaxTickets; ++i) feed(handshake(ticket()));
  EXPECT_EQ(read().kind, Read::Kind::wants_input);
  feed(handshake(ticket()));
  expect_read_fails({Errc::too_many_tickets, "new_session_ticket", kStep});
}

TEST_F(Established, TicketWithoutContents) {
  feed(handshake({4, 0, 0, 13, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
  expect_read_fails({Errc::field_too_short, "ticket", kStep});
}

TEST_F(Established, TicketFromAClient) {
  ASSERT_TRUE(ends.server.feed(client_forger->seal(ContentType::handshake, ticket())));
  EXPECT_EQ(ends.server.read(buffer).error, Errc::unexpected_message);
  expect_refused(ends.server, {Errc::unexpected_message, "handshake.msg_type", kStep});
}

TEST_F(Established, CertificateRequestNobodyAgreedTo) {
  feed(handshake({13, 0, 0, 3, 0, 0, 0}));
  expect_read_fails({Errc::unexpected_message, "handshake.msg_type", kStep});
}

TEST_F(Established, ClientHelloAgain) {
  ASSERT_TRUE(ends.server.feed(client_forger->seal(ContentType::handshake, ByteVector{1, 0, 0, 0})));
  EXPECT_EQ(ends.server.read(buffer).error, Errc::unexpected_message);
  expect_refused(ends.server, {Errc::unexpected_message, "handshake.msg_type", kStep});
}

TEST_F(Established, LongMessageIsRefusedByItsHeader) {
  constexpr std::size_t kTooLong = kMaxHandshakeMessage + 1 - 4;  // without its header
  feed(handshake({4, kTooLong >> 16, kTooLong >> 8 & 0xff, kTooLong & 0xff}));
  feed(handshake({4}));
  const Read failed = read();
  EXPECT_EQ(failed.error, Errc::message_too_long) << why(client());
}

TEST_F(Established, DataWithinAMessage) {
  feed(handshake({24, 0, 0}));
  feed(data("x"));
  expect_read_fails({Errc::unexpected_record, "record.type", kStep});
}

TEST_F(Established, MessageInManyRecords) {
  for (const std::uint8_t byte : ticket()) feed(handshake({byte}));
  feed(data("x"));
  EXPECT_EQ(text(read()), "x") << why(client());
}

// ------------------------------------------------------------------------------------------ alerts and the end ----

TEST_F(Established, FatalAlert) {
  feed(alert(Alert::bad_record_mac));
  expect_read_fails({Errc::alert_received, "alert.description", kStep});
  EXPECT_EQ(client().failure()->alert_received, Alert::bad_record_mac);
  EXPECT_TRUE(client().output().empty());
}

// RFC 8446, 5.4: "unexpected_message", not "decode_error".
TEST_F(Established, EmptyAlert) {
  feed(forger->seal(ContentType::alert, {}));
  expect_read_fails({Errc::empty_record, "record", kStep});
}

TEST_F(Established, AlertOfLevelWarningIsFatal) {
  feed(alert(Alert::unrecognized_name, AlertLevel::warning));
  expect_read_fails({Errc::alert_received, "alert.description", kStep});
}

TEST_F(Established, UserCanceledIsAWarning) {
  feed(alert(Alert::user_canceled, AlertLevel::warning));
  const Read warned = read();
  EXPECT_EQ(warned.kind, Read::Kind::warning_alert);
  EXPECT_EQ(warned.alert, Alert::user_canceled);
  feed(alert(Alert::close_notify, AlertLevel::warning));
  EXPECT_EQ(read().kind, Read::Kind::closed);
}

TEST_F(Established, WarningFlood) {
  for (unsigned i = 0; i < kMaxWarningAlerts; ++i) {
    feed(alert(Alert::user_canceled, AlertLevel::warning));
    EXPECT_EQ(read().kind, Read::Kind::warning_alert);
  }
  feed(alert(Alert::user_canceled, AlertLevel::warning));
  expect_read_fails({Errc::too_many_warning_alerts, "alert", kStep});
}

TEST_F(Established, CloseNotifyIsACleanEnd) {
  feed(data("last words"));
  feed(alert(Alert::close_notify, AlertLevel::warning));
  EXPECT_EQ(text(read()), "last words");
  EXPECT_EQ(read().kind, Read::Kind::closed);
  client().input_ended();
  EXPECT_EQ(read().kind, Read::Kind::closed);  // the end of the stream adds nothing
  EXPECT_EQ(client().failure(), nullptr);
  EXPECT_TRUE(client().write(as_bytes("still allowed")));  // RFC 8446, 6.1: only the peer's direction is closed
}

TEST_F(Established, WhatFollowsCloseNotifyIsIgnored) {
  feed(alert(Alert::close_notify, AlertLevel::warning));
  feed(data("too late"));
  EXPECT_EQ(read().kind, Read::Kind::closed);
  EXPECT_EQ(read().kind, Read::Kind::closed);
}

TEST_F(Established, EndOfFileIsTruncation) {
  feed(data("first"));
  client().input_ended();
  EXPECT_EQ(text(read()), "first");
  expect_read_fails({Errc::closed_early, "record", kStep});
  EXPECT_EQ(client().failure()->who, Failure::Who::peer);
}

TEST_F(Established, EndOfFileWithinARecord) {
  const ByteVector record = data("never whole");
  for (const std::size_t n : {std::size_t{1}, std::size_t{4}, std::size_t{5}, record.size() - 1}) {
    Inbound inbound;
    const MutableBytes space = inbound.space(n);
    ASSERT_EQ(space.size(), n);
    std::ranges::copy(Bytes(record).first(n), space.begin());
    inbound.added(n);
    EXPECT_EQ(inbound.wanted(), n < 5 ? 5 - n : record.size() - n);
    inbound.ended();
    const auto next = inbound.next();
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().code, Errc::closed_early) << n;
  }
  feed(ByteVector(record.begin(), record.end() - 1));
  client().input_ended();
  expect_read_fails({Errc::closed_early, "record", kStep});
}

TEST_F(Established, DataBeforeAFailureIsNotLost) {
  ByteVector all = data(std::string(200, 'd'));  // more than the buffer takes
  append(all, data("and more"));
  ByteVector damaged = data("never seen");
  damaged[10] ^= 1;
  append(all, damaged);
  feed(all);
  std::string received;
  Read last;
  while ((last = read()).kind == Read::Kind::data) received += text(last);
  EXPECT_EQ(received, std::string(200, 'd') + "and more");
  EXPECT_EQ(last.error, Errc::bad_record_mac);
}

TEST_F(Established, TransportFailureIsKept) {
  client().transport_failed(Errc::read_failed, 104);
  ASSERT_NE(client().failure(), nullptr);
  EXPECT_EQ(client().failure()->system_error, 104);
  EXPECT_EQ(client().failure()->who, Failure::Who::transport);
  EXPECT_EQ(client().failure()->alert_sent, std::nullopt);
  expect_refused(client(), {Errc::read_failed, "transport", kStep});
}

// The limit that we announced binds the peer.
class RecordSizeLimit : public testing::TestWithParam<std::pair<std::size_t, std::size_t>> {};

TEST_P(RecordSizeLimit, IsEnforced) {
  const auto [size, padding] = GetParam();
  Options options = ordinary_client();
  options.record_size_limit = 512;
  options.key_log = std::make_shared<Secrets>();
  const auto secrets = std::static_pointer_cast<Secrets>(options.key_log);
  Policy policy;
  policy.cipher_suites = {CipherSuite::aes_128_gcm_sha256};
  options.policy = std::make_shared<const Policy>(policy);
  Options server = ordinary_server();
  server.record_size_limit = 16384;
  Endpoints ends(std::move(options), std::move(server));
  ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client);
  Forger forger(secrets->lines["SERVER_TRAFFIC_SECRET_0"]);
  std::array<std::uint8_t, 1000> buffer{};
  ASSERT_TRUE(ends.client.feed(forger.seal(ContentType::application_data, ByteVector(512))));
  EXPECT_EQ(ends.client.read(buffer).size, 512U);
  ASSERT_TRUE(ends.client.feed(forger.seal(ContentType::application_data, ByteVector(500), 12)));
  EXPECT_EQ(ends.client.read(buffer).size, 500U);
  ASSERT_TRUE(ends.client.feed(forger.seal(ContentType::application_data, ByteVector(size), padding)));
  EXPECT_EQ(ends.client.read(buffer).error, Errc::record_too_long);
  expect_refused(ends.client, {Errc::record_too_long, "record.encrypted_record", "read or write application data"});
}

// RFC 8449, 4: content type and padding count, too.
INSTANTIATE_TEST_SUITE_P(Each, RecordSizeLimit,
                         testing::Values(std::pair<std::size_t, std::size_t>(513, 0),
                                         std::pair<std::size_t, std::size_t>(500, 13)),
                         [](const auto& param) { return param.param.second == 0 ? "Data" : "DataAndPadding"; });

}  // namespace
}  // namespace handfast::test
