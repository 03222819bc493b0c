// The traces of RFC 8448, byte for byte, once in the server's place and once in the client's. Randoms, ephemeral keys
// and signatures are the trace's; everything else has to come out by itself. What the client offers is replaced by
// the trace's ClientHello, because the order of a ClientHello is each client's own.
#include <gtest/gtest.h>

#include "pki/file.hpp"
#include "pki/pem.hpp"
#include "tls/keys/key_schedule.hpp"
#include "tls/message/certificate.hpp"
#include "unit/crypto/bytes_for_test.hpp"
#include "unit/tls/endpoints.hpp"
#include "unit/tls/rfc8448_trace.hpp"

namespace handfast::test {
namespace {

using namespace tls;

constexpr std::size_t kRandomSize = 32;

struct Section {
  const char* name;
  crypto::KeyType server_key;
  SignatureScheme server_scheme;
  StaticVector<NamedGroup, 16> groups;  // that both sides name, in the trace's order
  bool compatibility = false;           // RFC 8446, D.4
  bool client_certificate = false;

  friend void PrintTo(const Section& section, std::ostream* out) { *out << section.name; }
};

// Offered in all traces; the values without a name are DSA's.
constexpr StaticVector<SignatureScheme, 24> kSchemes{
    SignatureScheme{0x0403}, SignatureScheme{0x0503}, SignatureScheme{0x0603}, SignatureScheme{0x0203},
    SignatureScheme{0x0804}, SignatureScheme{0x0805}, SignatureScheme{0x0806}, SignatureScheme{0x0401},
    SignatureScheme{0x0501}, SignatureScheme{0x0601}, SignatureScheme{0x0201}, SignatureScheme{0x0402},
    SignatureScheme{0x0502}, SignatureScheme{0x0602}, SignatureScheme{0x0202}};

const StaticVector<NamedGroup, 16> kAllGroups{NamedGroup::x25519,    NamedGroup::secp256r1, NamedGroup::secp384r1,
                                              NamedGroup::secp521r1, NamedGroup::ffdhe2048, NamedGroup::ffdhe3072,
                                              NamedGroup::ffdhe4096, NamedGroup::ffdhe6144, NamedGroup::ffdhe8192};
const StaticVector<NamedGroup, 16> kThreeGroups{NamedGroup::x25519, NamedGroup::secp256r1, NamedGroup::secp384r1};
// The server with HelloRetryRequest asks for a group although the client sent a share of another one that it knows.
// Ours would take the share, so it learns of that group only afterwards, when EncryptedExtensions list them all.
const StaticVector<NamedGroup, 16> kRetryGroups{NamedGroup::secp256r1};
const StaticVector<NamedGroup, 16> kGroupsAfterRetry{NamedGroup::secp256r1, NamedGroup::secp384r1, NamedGroup::x25519};

const Section kSections[] = {
    {"Simple_1RTT_Handshake", crypto::KeyType::rsa, SignatureScheme::rsa_pss_rsae_sha256, kAllGroups},
    {"HelloRetryRequest_Handshake", crypto::KeyType::rsa, SignatureScheme::rsa_pss_rsae_sha256, kThreeGroups},
    {"Client_Authentication_Handshake", crypto::KeyType::ec_p256, SignatureScheme::ecdsa_secp256r1_sha256, kAllGroups,
     false, true},
    {"Middlebox_Compatibility_Mode", crypto::KeyType::rsa, SignatureScheme::rsa_pss_rsae_sha256, kAllGroups, true},
};

struct Secrets final : KeyLog {
  void log(std::string_view label, Bytes, Bytes secret) override { lines[std::string(label)] = bytes_of(secret); }
  std::map<std::string, ByteVector> lines;
};

// The pool's beginning is what hellos show, its rest are keys.
std::shared_ptr<Services> services_of(ByteVector pool, std::size_t randoms) {
  auto out = std::make_shared<Services>();
  const auto middle = pool.begin() + static_cast<std::ptrdiff_t>(randoms);
  out->random = std::make_shared<Replay>(ByteVector(pool.begin(), middle));
  out->ephemeral_keys = std::make_shared<ReplayedKeys>(std::make_shared<Replay>(ByteVector(middle, pool.end())));
  return out;
}

std::shared_ptr<const Policy> policy_of(const Section& section) {
  auto out = std::make_shared<Policy>();
  out->cipher_suites = {CipherSuite::aes_128_gcm_sha256, CipherSuite::chacha20_poly1305_sha256,
                        CipherSuite::aes_256_gcm_sha384};
  out->groups = section.groups;
  out->signature_schemes = kSchemes;
  out->middlebox_compatibility = section.compatibility;
  return out;
}

ByteVector leaf_of(const Trace& trace) {
  const ByteVector message = trace["Message_Server_Certificate"];
  const auto certificate = decode<Certificate>(Bytes(message).subspan(4)).value();
  return bytes_of(certificate.certificate_list.begin()->cert_data);
}

ByteVector client_leaf() {
  const ByteVector file = pki::read_file(HANDFAST_TESTS_DIR "/vectors/rfc8448/client_certificate.pem", 10'000).value();
  pki::PemReader pem(file);
  return pki::decode_pem(*pem.next().value()).value();
}

std::shared_ptr<const Credentials> signing(ByteVector leaf, crypto::KeyType type, SignatureScheme scheme,
                                           ByteVector message, ByteVector signature) {
  auto out = std::make_shared<Credential>();
  out->chain = {std::move(leaf)};
  out->signer = std::make_shared<ReplayedSignature>(type, scheme, std::move(message), std::move(signature));
  return credentials(std::move(out));
}

class Rfc8448 : public testing::TestWithParam<Section> {
 protected:
  void SetUp() override { ASSERT_FALSE(trace.empty()) << "tests/vectors/rfc8448/transcripts.vec"; }

  Options common_options() const {
    Options out;
    out.policy = policy_of(section);
    out.key_shares = 1;
    out.record_size_limit = 16384;
    return out;
  }
  Options server_side() const {
    Options out = common_options();
    out.announce_groups = true;
    out.credentials = signing(leaf_of(trace), section.server_key, section.server_scheme, trace["Server_MessageToSign"],
                              trace["Server_MessageSignature"]);
    if (section.client_certificate) out.client_authentication = ClientAuthentication::require;
    if (has_retry()) {
      out.policy = with_groups(kRetryGroups);
      out.cookie_always = true;
      out.chosen = std::make_shared<const ChosenValues>(ChosenValues{.cookie = trace["HelloRetryRequest_Cookie"]});
    }
    return out;
  }
  Options client_side() const {
    Options out = common_options();
    out.server_name = "server";
    if (section.client_certificate)
      out.credentials = signing(client_leaf(), crypto::KeyType::rsa, SignatureScheme::rsa_pss_rsae_sha256,
                                trace["Client_MessageToSign"], trace["Client_MessageSignature"]);
    return out;
  }
  std::shared_ptr<const Policy> with_groups(const StaticVector<NamedGroup, 16>& groups) const {
    Section other = section;
    other.groups = groups;
    return policy_of(other);
  }
  bool has_retry() const { return trace.has("Record_HelloRetryRequest"); }
  std::size_t client_randoms() const { return section.compatibility ? 2 * kRandomSize : kRandomSize; }
  ByteVector server_flight() const {
    return joined(trace["Record_ServerHello"], trace["Record_ServerHandshakeMessages"]);
  }

  const Section section = GetParam();
  const Trace trace = Trace::load(section.name);
  std::array<std::uint8_t, kMaxPlaintext> buffer{};

  // What read() gives next, as bytes; nothing for anything but data.
  ByteVector read_from(Connection& connection) {
    const Read read = connection.read(buffer);
    return read.kind == Read::Kind::data ? bytes_of(Bytes(buffer).first(read.size)) : ByteVector();
  }
};

class Rfc8448Ticket : public Rfc8448 {};

std::string name_of_section(const testing::TestParamInfo<Section>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Trace, Rfc8448, testing::ValuesIn(kSections), name_of_section);
INSTANTIATE_TEST_SUITE_P(Trace, Rfc8448Ticket, testing::Values(kSections[0]), name_of_section);

TEST_P(Rfc8448, Server) {
  Connection server(Role::server, services_of(trace["Server_RNG_Pool"], kRandomSize), server_side());
  const auto expect_output = [&](const ByteVector& expected) {
    (void)server.handshake();
    EXPECT_EQ(taken_output(server), expected) << why(server);
  };

  ASSERT_TRUE(server.feed(trace["Record_ClientHello_1"]));
  if (has_retry()) {
    expect_output(trace["Record_HelloRetryRequest"]);
    server.options().policy = with_groups(kGroupsAfterRetry);
    ASSERT_TRUE(server.feed(trace["Record_ClientHello_2"]));
  }
  expect_output(server_flight());
  ASSERT_TRUE(server.feed(trace["Record_ClientFinished"]));
  ASSERT_EQ(server.handshake().kind, Step::Kind::done) << why(server);
  EXPECT_EQ(server.info().server_name, "server");
  EXPECT_EQ(server.info().peer_chain.size(), section.client_certificate ? 1U : 0U);

  const bool has_data = trace.has("Client_AppData");
  if (has_data) {
    ASSERT_TRUE(server.feed(trace["Record_Client_AppData"]));
    EXPECT_EQ(read_from(server), trace["Client_AppData"]);
  }
  ASSERT_TRUE(server.feed(trace["Record_Client_CloseNotify"]));
  EXPECT_EQ(server.read(buffer).kind, Read::Kind::closed);
  ASSERT_TRUE(server.close());
  if (!trace.has("Record_NewSessionTicket")) {  // which moves the later records by one; see below
    EXPECT_EQ(taken_output(server), trace["Record_Server_CloseNotify"]);
  }
}

// Our server sends no ticket. The trace's does, before its data, so those records are made here from the secret that
// the server came to: the ticket as it stands in the trace, then the data, then close_notify.
TEST_P(Rfc8448Ticket, ServerRecords) {
  Options options = server_side();
  const auto secrets = std::make_shared<Secrets>();
  options.key_log = secrets;
  Connection server(Role::server, services_of(trace["Server_RNG_Pool"], kRandomSize), std::move(options));
  ASSERT_TRUE(server.feed(trace["Record_ClientHello_1"]));
  (void)server.handshake();

  const auto hash = crypto::HashAlgorithm::sha256;
  const TrafficSecret secret(hash, crypto::SecretDigest(secrets->lines["SERVER_TRAFFIC_SECRET_0"]));
  auto opening = secret.protection(crypto::AeadAlgorithm::aes_128_gcm).value();
  auto sealing = secret.protection(crypto::AeadAlgorithm::aes_128_gcm).value();
  for (const char* name : {"Record_NewSessionTicket", "Record_Server_AppData", "Record_Server_CloseNotify"}) {
    const ByteVector record = trace[name];
    const auto opened = opening.open(Bytes(record).first(5), Bytes(record).subspan(5), buffer);
    ASSERT_TRUE(opened) << name;
    const ByteVector content = bytes_of(opened->content);
    ByteVector sealed(sealing.sealed_size(content.size(), 0));
    ASSERT_TRUE(sealing.seal(opened->type, content, 0, sealed));
    EXPECT_EQ(sealed, record) << name;
    if (opened->type == ContentType::application_data) {
      EXPECT_EQ(content, trace["Server_AppData"]);
    }
  }
}

TEST_P(Rfc8448, Client) {
  auto services = services_of(trace["Client_RNG_Pool"], client_randoms());
  services->client_hello_filter = std::make_shared<ReplayedHellos>(trace);
  Connection client(Role::client, services, client_side());
  const auto expect_output = [&](const ByteVector& expected) {
    (void)client.handshake();
    EXPECT_EQ(taken_output(client), expected) << why(client);
  };

  expect_output(trace["Record_ClientHello_1"]);
  if (has_retry()) {
    ASSERT_TRUE(client.feed(trace["Record_HelloRetryRequest"]));
    expect_output(trace["Record_ClientHello_2"]);
  }
  ASSERT_TRUE(client.feed(server_flight()));
  expect_output(trace["Record_ClientFinished"]);
  ASSERT_EQ(client.handshake().kind, Step::Kind::done) << why(client);
  EXPECT_EQ(client.info().peer_chain, std::vector<ByteVector>(1, leaf_of(trace)));
  EXPECT_EQ(client.info().peer_signature, section.server_scheme);
  EXPECT_EQ(client.max_fragment(), kMaxPlaintext);

  if (trace.has("Record_NewSessionTicket")) {
    ASSERT_TRUE(client.feed(trace["Record_NewSessionTicket"]));
    EXPECT_EQ(client.read(buffer).kind, Read::Kind::wants_input) << why(client);
  }
  if (trace.has("Client_AppData")) {
    EXPECT_EQ(client.write(trace["Client_AppData"]).value(), trace["Client_AppData"].size());
    EXPECT_EQ(taken_output(client), trace["Record_Client_AppData"]);
    ASSERT_TRUE(client.feed(trace["Record_Server_AppData"]));
    EXPECT_EQ(read_from(client), trace["Server_AppData"]);
  }
  ASSERT_TRUE(client.close());
  EXPECT_EQ(taken_output(client), trace["Record_Client_CloseNotify"]);
  ASSERT_TRUE(client.feed(trace["Record_Server_CloseNotify"]));
  EXPECT_EQ(client.read(buffer).kind, Read::Kind::closed);
}

}  // namespace
}  // namespace handfast::test
