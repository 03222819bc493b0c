// TLS 1.3 between our client and our server, in every way of carrying bytes.
#include <gtest/gtest.h>

#include "support/memory_link.hpp"
#include "support/pki.hpp"
#include "tls/chain_verifier.hpp"
#include "tls/suites.hpp"

namespace handfast::test {
namespace {

using namespace tls;

Options client_options() {
  Options out;
  out.server_name = "localhost";
  out.verifier = std::make_shared<ChainVerifier>(TestCa::instance().trust());
  return out;
}

Options server_options(crypto::KeyType type = crypto::KeyType::ec_p256) {
  Options out;
  out.credentials = credentials(TestCa::instance().server(type));
  return out;
}

std::shared_ptr<const Services> services() { return std::make_shared<const Services>(); }

struct Pair {
  Pair(Options client_side, Options server_side, Carriage carriage = {})
      : client(Role::client, services(), std::move(client_side)),
        server(Role::server, services(), std::move(server_side)),
        link(client, server, carriage) {}
  Connection client, server;
  MemoryLink link;
};

std::string why(const Connection& connection) {
  const Failure* failure = connection.failure();
  if (failure == nullptr) return "no failure";
  return std::string(name_of(failure->error.code)) + " at " + failure->step + ": " + std::string(failure->error.field) +
         ", expected " + std::string(failure->error.expected.view()) + ", found " +
         std::string(failure->error.found.view());
}

void expect_works(Pair& pair) {
  const auto outcome = pair.link.handshake();
  ASSERT_TRUE(outcome.ok()) << "client: " << why(pair.client) << "\nserver: " << why(pair.server);
  const std::string text(40'000, 'x');
  EXPECT_EQ(pair.link.transfer(pair.client, pair.server, as_bytes("hello")), "hello");
  EXPECT_EQ(pair.link.transfer(pair.server, pair.client, as_bytes(text)), text);
  std::array<std::uint8_t, 32> a{}, b{};
  ASSERT_TRUE(pair.client.export_key("test", {}, a));
  ASSERT_TRUE(pair.server.export_key("test", {}, b));
  EXPECT_EQ(a, b);
}

class Carried : public testing::TestWithParam<Carriage> {};
INSTANTIATE_TEST_SUITE_P(Every, Carried, testing::ValuesIn(kCarriages),
                         [](const auto& param) { return "carriage" + std::to_string(param.index); });

TEST_P(Carried, FullHandshake) {
  Pair pair(client_options(), server_options(), GetParam());
  expect_works(pair);
  EXPECT_EQ(pair.client.info().version, ProtocolVersion::tls13);
  EXPECT_EQ(pair.client.info().group, NamedGroup::x25519_mlkem768);
  EXPECT_EQ(pair.server.info().server_name, "localhost");
  EXPECT_TRUE(pair.client.info().peer_verified);
}

TEST_P(Carried, HelloRetryRequest) {
  Options server = server_options();
  Policy policy;
  policy.groups = {NamedGroup::secp384r1};
  server.policy = std::make_shared<const Policy>(policy);
  Pair pair(client_options(), std::move(server), GetParam());
  expect_works(pair);
  EXPECT_TRUE(pair.client.info().hello_retry);
  EXPECT_EQ(pair.client.info().group, NamedGroup::secp384r1);
}

TEST_P(Carried, HelloRetryRequestWithCookieAlone) {
  Options server = server_options();
  server.cookie_always = true;
  Pair pair(client_options(), std::move(server), GetParam());
  expect_works(pair);
  EXPECT_TRUE(pair.server.info().hello_retry);
}

TEST_P(Carried, ClientCertificate) {
  Options server = server_options();
  server.client_authentication = ClientAuthentication::require;
  server.verifier = std::make_shared<ChainVerifier>(TestCa::instance().trust());
  Options client = client_options();
  client.credentials = credentials(TestCa::instance().client());
  Pair pair(std::move(client), std::move(server), GetParam());
  expect_works(pair);
  EXPECT_TRUE(pair.server.info().peer_verified);
  EXPECT_EQ(pair.server.info().peer_chain.size(), 1U);
}

// Adds a padding extension to the second ClientHello, as OpenSSL does (RFC 8446, 4.1.2 allows it; RFC 7685).
class PadSecondHello final : public ClientHelloFilter {
 public:
  void filter(ByteVector& message) override {
    if (++hellos_ != 2) return;
    const ByteVector before(message.begin() + 4, message.end());
    ClientHello hello = decode<ClientHello>(before).value();
    ByteVector block(hello.extensions.block.begin(), hello.extensions.block.end());
    const ByteVector zeros(100);
    ASSERT_TRUE(encode(RawExtension{ExtensionType::padding, zeros}, block));
    hello.extensions.block = block;
    ByteVector after;
    ASSERT_TRUE(encode(hello, after));
    message.resize(4);
    message[2] = static_cast<std::uint8_t>(after.size() >> 8);
    message[3] = static_cast<std::uint8_t>(after.size());
    append(message, after);
  }

 private:
  int hellos_ = 0;
};

TEST(Handshake13, PaddingMayChangeAfterHelloRetryRequest) {
  auto padding = std::make_shared<Services>();
  padding->client_hello_filter = std::make_shared<PadSecondHello>();
  Options server_side = server_options();
  server_side.cookie_always = true;
  Connection client(Role::client, padding, client_options()), server(Role::server, services(), std::move(server_side));
  MemoryLink link(client, server);
  EXPECT_TRUE(link.handshake().ok()) << why(server);
}

TEST(Handshake13, EverySuite) {
  for (const CipherSuite suite : Policy().cipher_suites) {
    if (!tls13_suite(suite)) continue;
    Options client = client_options();
    Policy policy;
    policy.cipher_suites = {suite};
    client.policy = std::make_shared<const Policy>(policy);
    Pair pair(std::move(client), server_options());
    expect_works(pair);
    EXPECT_EQ(pair.server.info().cipher_suite, suite);
  }
}

TEST(Handshake13, EveryGroup) {
  for (const NamedGroup group : {NamedGroup::x25519_mlkem768, NamedGroup::x25519, NamedGroup::secp256r1,
                                 NamedGroup::secp384r1, NamedGroup::secp521r1, NamedGroup::secp256r1_mlkem768,
                                 NamedGroup::secp384r1_mlkem1024, NamedGroup::ffdhe2048}) {
    Policy policy;
    policy.groups = {group};
    Options client = client_options(), server = server_options();
    client.policy = server.policy = std::make_shared<const Policy>(policy);
    Pair pair(std::move(client), std::move(server));
    expect_works(pair);
    EXPECT_EQ(pair.server.info().group, group) << name_of(group);
  }
}

TEST(Handshake13, EveryKeyType) {
  using enum crypto::KeyType;
  for (const crypto::KeyType type : {rsa, ec_p256, ec_p384, ec_p521, ed25519}) {
    Pair pair(client_options(), server_options(type));
    expect_works(pair);
  }
}

TEST(Handshake13, ApplicationProtocol) {
  Options client = client_options(), server = server_options();
  client.application_protocols = {"h2", "http/1.1"};
  server.application_protocols = {"http/1.1"};
  Pair pair(std::move(client), std::move(server));
  expect_works(pair);
  EXPECT_EQ(pair.client.info().application_protocol, "http/1.1");
  EXPECT_EQ(pair.server.info().application_protocol, "http/1.1");
}

TEST(Handshake13, RecordSizeLimit) {
  Options client = client_options(), server = server_options();
  client.record_size_limit = 512;
  server.record_size_limit = 16384;
  Pair pair(std::move(client), std::move(server));
  expect_works(pair);
  EXPECT_EQ(pair.server.max_fragment(), 512U);
  EXPECT_EQ(pair.client.max_fragment(), 16384U);
}

TEST(Handshake13, RecordPaddingHidesTheLength) {
  Options client = client_options();
  client.record_padding = 100;
  Pair pair(std::move(client), server_options());
  expect_works(pair);
  ASSERT_TRUE(pair.client.write(as_bytes("short")));
  EXPECT_EQ(pair.client.output().size(), 5U + 5 + 1 + 100 + 16);
}

TEST(Handshake13, KeyUpdatesCross) {
  Pair pair(client_options(), server_options());
  expect_works(pair);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(pair.client.update_keys(true));
    ASSERT_TRUE(pair.server.update_keys(true));
    EXPECT_EQ(pair.link.transfer(pair.client, pair.server, as_bytes("one")), "one");
    EXPECT_EQ(pair.link.transfer(pair.server, pair.client, as_bytes("two")), "two");
  }
}

TEST(Handshake13, CloseIsToldFromTruncation) {
  Pair pair(client_options(), server_options());
  expect_works(pair);
  ASSERT_TRUE(pair.client.close());
  pair.link.carry();
  std::array<std::uint8_t, 16> buffer{};
  EXPECT_EQ(pair.server.read(buffer).kind, Read::Kind::closed);
  pair.client.input_ended();
  const Read truncated = pair.client.read(buffer);
  EXPECT_EQ(truncated.kind, Read::Kind::failed);
  EXPECT_EQ(truncated.error, Errc::closed_early);
}

struct Refusal {
  std::shared_ptr<const Credential> credential;
  std::string name;
  Errc error;
};

TEST(Handshake13, RefusedCertificates) {
  const TestCa& ca = TestCa::instance();
  auto stranger = crypto::PrivateKey::generate(crypto::KeyType::ec_p256).value();
  auto self_signed = pki::make_self_signed(pki::server_profile({"localhost"}, kNotBefore, kNotAfter), stranger).value();
  const Refusal refusals[] = {
      {ca.server(crypto::KeyType::ec_p256, {"other.example"}), "localhost", Errc::certificate_wrong_name},
      {ca.server(crypto::KeyType::ec_p256, {"localhost"}, kNotBefore + 1), "localhost", Errc::certificate_expired},
      {ca.client(), "localhost", Errc::certificate_wrong_purpose},
      {Credential::create({self_signed}, std::move(stranger)).value(), "localhost", Errc::certificate_self_signed},
  };
  for (const Refusal& refusal : refusals) {
    Options server;
    server.credentials = credentials(refusal.credential);
    Pair pair(client_options(), std::move(server));
    const auto outcome = pair.link.handshake();
    EXPECT_EQ(outcome.client.error, refusal.error) << why(pair.client);
    EXPECT_EQ(outcome.server.error, Errc::alert_received) << why(pair.server);
    ASSERT_NE(pair.server.failure(), nullptr);
    EXPECT_EQ(pair.server.failure()->alert_received, alert_for(refusal.error));
  }
}

TEST(Handshake13, NothingInCommon) {
  Policy policy;
  policy.cipher_suites = {CipherSuite::aes_128_ccm_8_sha256};
  Options client = client_options();
  client.policy = std::make_shared<const Policy>(policy);
  Pair pair(std::move(client), server_options());
  const auto outcome = pair.link.handshake();
  EXPECT_EQ(outcome.server.error, Errc::no_common_cipher_suite);
  EXPECT_EQ(outcome.client.error, Errc::alert_received);
}

TEST(Handshake13, PlainHttpIsNamed) {
  Connection client(Role::client, services(), client_options());
  (void)client.handshake();
  client.output_taken(client.output().size());
  ASSERT_TRUE(client.feed(as_bytes("HTTP/1.1 400 Bad Request\r\n")));
  EXPECT_EQ(client.handshake().error, Errc::not_tls);
  EXPECT_EQ(client.failure()->protocol_guess, "HTTP");
  EXPECT_EQ(client.failure()->first_bytes, "HTTP/1.1 400 Bad Request");
}

}  // namespace
}  // namespace handfast::test
