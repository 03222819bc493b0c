// The trace of RFC 8448, section 4, a session that goes on with early data, byte for byte. The client begins where the trace
// of section 3 has left it, with a ticket. No server of ours can open that ticket, so the server's place is taken by its parts:
// the key schedule and the protection of records.
#include <gtest/gtest.h>

#include "tls/keys/key_schedule.hpp"
#include "tls/keys/transcript.hpp"
#include "unit/crypto/bytes_for_test.hpp"
#include "unit/tls/endpoints.hpp"
#include "unit/tls/rfc8448_trace.hpp"

namespace handfast::test {
namespace {

using namespace tls;

constexpr auto kHash = crypto::HashAlgorithm::sha256;
constexpr auto kAead = crypto::AeadAlgorithm::aes_128_gcm;
constexpr std::size_t kRandomSize = 32, kBinderSize = 32;
constexpr std::size_t kBinderLengths = 2 + 1;  // of the list, of the binder

struct Secrets final : KeyLog {
  void log(std::string_view label, Bytes, Bytes secret) override { lines[std::string(label)] = bytes_of(secret); }
  std::map<std::string, ByteVector> lines;
};

// The trace's ClientHello in the place of ours, without its binder: that is ours.
struct HelloWithoutBinder final : ClientHelloFilter {
  explicit HelloWithoutBinder(ByteVector with) : message(std::move(with)) {
    std::fill(message.end() - kBinderSize, message.end(), std::uint8_t{0});
  }
  void filter(ByteVector& out) override { out = message; }
  ByteVector message;
};

Options client_options() {
  auto policy = std::make_shared<Policy>();
  policy->versions = {ProtocolVersion::tls13};
  policy->cipher_suites = {CipherSuite::aes_128_gcm_sha256, CipherSuite::chacha20_poly1305_sha256,
                           CipherSuite::aes_256_gcm_sha384};
  policy->groups = {NamedGroup::x25519,    NamedGroup::secp256r1, NamedGroup::secp384r1,
                    NamedGroup::secp521r1, NamedGroup::ffdhe2048, NamedGroup::ffdhe3072,
                    NamedGroup::ffdhe4096, NamedGroup::ffdhe6144, NamedGroup::ffdhe8192};
  policy->middlebox_compatibility = false;
  Options out;
  out.policy = std::move(policy);
  out.key_shares = 1;
  out.record_size_limit = 16384;
  out.server_name = "server";
  return out;
}

std::shared_ptr<Services> services_of(const ByteVector& random, const ByteVector& private_key) {
  auto out = std::make_shared<Services>();
  out->random = std::make_shared<Replay>(random);
  out->ephemeral_keys = std::make_shared<ReplayedKeys>(std::make_shared<Replay>(private_key));
  return out;
}

class Rfc8448Resumed : public testing::Test {
 protected:
  void SetUp() override { ASSERT_FALSE(trace.empty()) << "tests/vectors/rfc8448/resumed.vec"; }

  // What section 3 leaves behind.
  static std::optional<SessionState> first_session() {
    const Trace first = Trace::load("Simple_1RTT_Handshake");
    const ByteVector pool = first["Client_RNG_Pool"];
    auto services = services_of(bytes_of(Bytes(pool).first(kRandomSize)), bytes_of(Bytes(pool).subspan(kRandomSize)));
    services->client_hello_filter = std::make_shared<ReplayedHellos>(first);
    Connection client(Role::client, services, client_options());
    (void)client.handshake();
    (void)taken_output(client);
    EXPECT_TRUE(client.feed(joined(first["Record_ServerHello"], first["Record_ServerHandshakeMessages"])));
    (void)client.handshake();
    (void)taken_output(client);
    EXPECT_EQ(client.handshake().kind, Step::Kind::done) << why(client);
    EXPECT_TRUE(client.feed(first["Record_NewSessionTicket"]));
    EXPECT_EQ(client.read({}).kind, Read::Kind::wants_input) << why(client);
    return client.session();
  }

  void expect_data(Connection& client) {
    EXPECT_EQ(client.write(trace["Client_AppData"]).value(), trace["Client_AppData"].size());
    EXPECT_EQ(taken_output(client), trace["Record_Client_AppData"]);
    ASSERT_TRUE(client.feed(trace["Record_Server_AppData"]));
    std::array<std::uint8_t, 100> buffer{};
    const Read read = client.read(buffer);
    EXPECT_EQ(bytes_of(Bytes(buffer).first(read.size)), trace["Server_AppData"]);
    ASSERT_TRUE(client.close());
    EXPECT_EQ(taken_output(client), trace["Record_Client_CloseNotify"]);
    ASSERT_TRUE(client.feed(trace["Record_Server_CloseNotify"]));
    EXPECT_EQ(client.read(buffer).kind, Read::Kind::closed);
  }

  void expect_sealed(RecordProtection& protection, ContentType type, const ByteVector& content, const char* record) {
    ByteVector sealed(protection.sealed_size(content.size(), 0));
    ASSERT_TRUE(protection.seal(type, content, 0, sealed));
    EXPECT_EQ(sealed, trace[record]) << record;
  }

  void expect_opened(RecordProtection& protection, ContentType type, const ByteVector& content, const char* name) {
    const ByteVector record = trace[name];
    std::array<std::uint8_t, 200> out{};
    const auto opened =
        protection.open(Bytes(record).first(kRecordHeaderSize), Bytes(record).subspan(kRecordHeaderSize), out);
    ASSERT_TRUE(opened) << name;
    EXPECT_EQ(opened->type, type) << name;
    EXPECT_EQ(bytes_of(opened->content), content) << name;
  }

  void expect_secret(Bytes secret, const char* name) { EXPECT_EQ(bytes_of(secret), trace[name]) << name; }

  const Trace trace = Trace::load("Resumed_0RTT_Handshake", "resumed.vec");
};

TEST_F(Rfc8448Resumed, Client) {
  auto session = first_session();
  ASSERT_TRUE(session);
  EXPECT_EQ(bytes_of(session->secret.reveal()), trace["Psk"]);
  EXPECT_EQ(session->ticket, trace["Ticket"]);
  EXPECT_EQ(session->max_early_data, 1024U);

  Options options = client_options();
  options.session = std::make_shared<const SessionState>(std::move(*session));
  const ByteVector& early_data = trace["EarlyData"];
  options.early_data.assign(early_data.begin(), early_data.end());
  const auto secrets = std::make_shared<Secrets>();
  options.key_log = secrets;
  auto services = services_of(trace["Client_Random"], trace["Client_PrivateKey"]);
  services->client_hello_filter = std::make_shared<HelloWithoutBinder>(trace["Message_ClientHello"]);
  Connection client(Role::client, services, std::move(options));

  (void)client.handshake();
  EXPECT_EQ(taken_output(client), joined(trace["Record_ClientHello"], trace["Record_EarlyData"])) << why(client);
  ASSERT_TRUE(client.feed(joined(trace["Record_ServerHello"], trace["Record_ServerFlight"])));
  (void)client.handshake();
  EXPECT_EQ(taken_output(client), joined(trace["Record_EndOfEarlyData"], trace["Record_ClientFinished"]))
      << why(client);
  ASSERT_EQ(client.handshake().kind, Step::Kind::done) << why(client);
  EXPECT_TRUE(client.info().resumed);
  EXPECT_TRUE(client.info().early_data_accepted);

  EXPECT_EQ(secrets->lines["CLIENT_EARLY_TRAFFIC_SECRET"], trace["Secret_EarlyTraffic"]);
  EXPECT_EQ(secrets->lines["EARLY_EXPORTER_SECRET"], trace["Secret_EarlyExporter"]);
  EXPECT_EQ(secrets->lines["CLIENT_HANDSHAKE_TRAFFIC_SECRET"], trace["Secret_ClientHandshake"]);
  EXPECT_EQ(secrets->lines["SERVER_HANDSHAKE_TRAFFIC_SECRET"], trace["Secret_ServerHandshake"]);
  EXPECT_EQ(secrets->lines["CLIENT_TRAFFIC_SECRET_0"], trace["Secret_ClientApplication"]);
  EXPECT_EQ(secrets->lines["SERVER_TRAFFIC_SECRET_0"], trace["Secret_ServerApplication"]);
  EXPECT_EQ(secrets->lines["EXPORTER_SECRET"], trace["Secret_Exporter"]);
  expect_data(client);
}

// What a server of the trace does between its messages.
TEST_F(Rfc8448Resumed, ServerSecretsAndRecords) {
  const ByteVector hello = trace["Message_ClientHello"];
  EarlySecret early = EarlySecret::with_psk(kHash, trace["Psk"]);
  Transcript transcript;
  const Bytes covered = Bytes(hello).first(hello.size() - kBinderLengths - kBinderSize);
  const crypto::SecretDigest binder = early.binder_key().verify_data(transcript.up_to_binders(kHash, covered));
  EXPECT_EQ(bytes_of(binder.reveal()), trace["Binder"]);
  EXPECT_EQ(bytes_of(Bytes(hello).last(kBinderSize)), trace["Binder"]);

  transcript.add(hello);
  transcript.choose(kHash);
  const TrafficSecret early_traffic = early.early_traffic(transcript.digest());
  expect_secret(early_traffic.reveal(), "Secret_EarlyTraffic");
  expect_secret(early.early_exporter(transcript.digest()).reveal(), "Secret_EarlyExporter");
  auto early_data = early_traffic.protection(kAead).value();
  expect_opened(early_data, ContentType::application_data, trace["EarlyData"], "Record_EarlyData");
  auto same_keys = RecordProtection::create(kAead, trace["Key_EarlyTraffic"], trace["Iv_EarlyTraffic"]).value();
  expect_sealed(same_keys, ContentType::application_data, trace["EarlyData"], "Record_EarlyData");

  transcript.add(trace["Message_ServerHello"]);
  const auto own = crypto::KeyExchange::from_private_key(NamedGroup::x25519, trace["Server_PrivateKey"]).value();
  const auto client = crypto::KeyExchange::from_private_key(NamedGroup::x25519, trace["Client_PrivateKey"]).value();
  HandshakeSecret secret = std::move(early).advance(own.agree(client.share()).value());
  const HandshakeTrafficSecrets traffic = secret.traffic(transcript.digest());
  expect_secret(traffic.client.reveal(), "Secret_ClientHandshake");
  expect_secret(traffic.server.reveal(), "Secret_ServerHandshake");
  const MasterSecret master = std::move(secret).advance();

  transcript.add(trace["Message_EncryptedExtensions"]);
  const crypto::SecretDigest finished = traffic.server.finished_key().verify_data(transcript.digest());
  EXPECT_EQ(bytes_of(finished.reveal()), bytes_of(Bytes(trace["Message_ServerFinished"]).subspan(4)));
  auto server = traffic.server.protection(kAead).value();
  expect_sealed(server, ContentType::handshake,
                joined(trace["Message_EncryptedExtensions"], trace["Message_ServerFinished"]), "Record_ServerFlight");

  transcript.add(trace["Message_ServerFinished"]);
  const ApplicationSecrets application = master.application(transcript.digest());
  expect_secret(application.client.reveal(), "Secret_ClientApplication");
  expect_secret(application.server.reveal(), "Secret_ServerApplication");
  expect_secret(application.exporter.reveal(), "Secret_Exporter");

  expect_opened(early_data, ContentType::handshake, trace["Message_EndOfEarlyData"], "Record_EndOfEarlyData");
  transcript.add(trace["Message_EndOfEarlyData"]);
  const crypto::SecretDigest expected = traffic.client.finished_key().verify_data(transcript.digest());
  EXPECT_EQ(bytes_of(expected.reveal()), bytes_of(Bytes(trace["Message_ClientFinished"]).subspan(4)));
  auto from_client = traffic.client.protection(kAead).value();
  expect_opened(from_client, ContentType::handshake, trace["Message_ClientFinished"], "Record_ClientFinished");

  transcript.add(trace["Message_ClientFinished"]);
  const ResumptionSecret resumption(kHash, crypto::SecretDigest(trace["Secret_Resumption"]));
  constexpr std::array<std::uint8_t, 2> nonce{};
  EXPECT_EQ(bytes_of(master.resumption(transcript.digest()).psk(nonce).reveal()),
            bytes_of(resumption.psk(nonce).reveal()));

  auto to_client = application.server.protection(kAead).value();
  auto to_server = application.client.protection(kAead).value();
  expect_opened(to_server, ContentType::application_data, trace["Client_AppData"], "Record_Client_AppData");
  expect_sealed(to_client, ContentType::application_data, trace["Server_AppData"], "Record_Server_AppData");
  expect_opened(to_server, ContentType::alert, {1, 0}, "Record_Client_CloseNotify");
  expect_sealed(to_client, ContentType::alert, {1, 0}, "Record_Server_CloseNotify");
}

}  // namespace
}  // namespace handfast::test
