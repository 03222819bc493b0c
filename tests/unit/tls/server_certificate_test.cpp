// A server's certificate that is found once its client has spoken, the OCSP responses that go with it, and hello randoms that
// are given.
#include <gtest/gtest.h>

#include <algorithm>

#include "pki/object_identifiers.hpp"
#include "tls/chain_verifier.hpp"
#include "unit/tls/endpoints.hpp"

namespace handfast::test {
namespace {

using namespace tls;

struct Way {
  Carriage carriage;
  ProtocolVersion version;
};
std::vector<Way> every_way() {
  std::vector<Way> out;
  for (const ProtocolVersion version : {ProtocolVersion::tls13, ProtocolVersion::tls12})
    for (const Carriage& carriage : kCarriages) out.push_back({carriage, version});
  return out;
}

// Answers with these credentials, or with an error.
class Finder final : public ServerCertificateCallback {
 public:
  Answer<void> on_server_certificate(const ClientHello& hello, Connection& connection) override {
    ++calls;
    version = connection.info().version;
    server_name = connection.info().server_name;
    suites_offered = hello.cipher_suites.encoded().size() / 2;
    if (fails) return Result<void>(fail(Errc::callback_failed, "finder"));
    connection.options().credentials = found;
    return Result<void>();
  }
  std::shared_ptr<const Credentials> found;
  bool fails = false;
  int calls = 0;
  ProtocolVersion version{};
  std::string server_name;
  std::size_t suites_offered = 0;
};

class ServerCertificate : public testing::TestWithParam<Way> {
 protected:
  ServerCertificate() { server_.server_certificate_callback = finder_; }
  Endpoints joined() {
    Policy policy;
    policy.versions = {GetParam().version};
    client_.policy = std::make_shared<const Policy>(policy);
    return Endpoints(client_, server_, GetParam().carriage);
  }

  const std::shared_ptr<Finder> finder_ = std::make_shared<Finder>();
  Options client_ = ordinary_client(), server_{};
};

INSTANTIATE_TEST_SUITE_P(Every, ServerCertificate, testing::ValuesIn(every_way()),
                         [](const auto& param) { return "way" + std::to_string(param.index); });

TEST_P(ServerCertificate, IsFoundOnceVersionAndNameAreKnown) {
  finder_->found = ordinary_server().credentials;
  Endpoints pair = joined();
  EXPECT_TRUE(pair.link.handshake().ok()) << why(pair.server);
  EXPECT_EQ(finder_->calls, 1);
  EXPECT_EQ(finder_->version, GetParam().version);
  EXPECT_EQ(finder_->server_name, "localhost");
  EXPECT_GT(finder_->suites_offered, 0u);
}

TEST_P(ServerCertificate, IsFoundOnceWhenTheHelloIsRepeated) {
  finder_->found = ordinary_server().credentials;
  server_.cookie_always = true;
  Endpoints pair = joined();
  EXPECT_TRUE(pair.link.handshake().ok()) << why(pair.server);
  EXPECT_EQ(finder_->calls, 1);
}

TEST_P(ServerCertificate, MayBeMissing) {
  Endpoints pair = joined();
  EXPECT_FALSE(pair.link.handshake().ok());
  ASSERT_NE(pair.server.failure(), nullptr);
  EXPECT_EQ(pair.server.failure()->error.code, Errc::no_usable_credentials);
}

TEST_P(ServerCertificate, TheCallbackMayFail) {
  finder_->fails = true;
  Endpoints pair = joined();
  EXPECT_FALSE(pair.link.handshake().ok());
  ASSERT_NE(pair.server.failure(), nullptr);
  EXPECT_EQ(pair.server.failure()->error.code, Errc::callback_failed);
}

// RFC 8446, 4.4.2.1; RFC 6066, 8: only for a client that asks, and in TLS 1.2 for the leaf alone.
TEST_P(ServerCertificate, HasItsStatusWithIt) {
  auto credential = std::make_shared<Credential>(*ordinary_server().credentials->front());
  credential->statuses = {ByteVector{1, 2, 3}, {}, ByteVector{4}};
  finder_->found = std::make_shared<const Credentials>(1, credential);
  for (const bool asked : {true, false}) {
    client_.request_status = asked;
    Endpoints pair = joined();
    EXPECT_TRUE(pair.link.handshake().ok()) << why(pair.server);
    EXPECT_TRUE(equal(pair.client.info().peer_status(), asked ? (ByteVector{1, 2, 3}) : ByteVector()));
  }
}

// RFC 7633, 4.3.3: a certificate that promises an OCSP response is invalid without one, for a client that asked.
TEST_P(ServerCertificate, PromisesAStatus) {
  const auto authority = crypto::PrivateKey::generate(crypto::KeyType::ec_p256).value();
  const auto root = pki::make_self_signed(pki::ca_profile("Root", kNotBefore, kNotAfter), authority).value();
  auto store = std::make_shared<pki::TrustStore>();
  ASSERT_TRUE(store->add_der(root));
  pki::CertificateProfile profile = pki::server_profile({"localhost"}, kNotBefore, kNotAfter);
  profile.more.push_back({ByteVector(pki::oid::tls_feature.begin(), pki::oid::tls_feature.end()),
                          false,
                          {0x30, 0x03, 0x02, 0x01, 0x05}});  // status_request
  auto key = crypto::PrivateKey::generate(crypto::KeyType::ec_p256).value();
  const auto view = pki::CertificateView::parse(root).value();
  const auto leaf = pki::make_certificate(profile, key, {view, authority}).value();
  auto credential = std::make_shared<Credential>(*Credential::create({leaf}, std::move(key)).value());
  client_.verifier = std::make_shared<ChainVerifier>(store);
  for (const bool asked : {true, false}) {
    for (const bool given : {true, false}) {
      credential->statuses.clear();
      if (given) credential->statuses.push_back({1, 2, 3});
      finder_->found = std::make_shared<const Credentials>(1, credential);
      client_.request_status = asked;
      Endpoints pair = joined();
      EXPECT_EQ(pair.link.handshake().ok(), given || !asked) << why(pair.client);
      if (given || !asked) continue;
      ASSERT_NE(pair.client.failure(), nullptr);
      EXPECT_EQ(pair.client.failure()->error.code, Errc::certificate_status_missing);
      EXPECT_EQ(pair.client.failure()->alert_sent, Alert::bad_certificate_status_response);
      EXPECT_EQ(pair.client.failure()->certificate_subject, "CN=localhost");
    }
  }
}

TEST_P(ServerCertificate, HelloRandomsThatAreGiven) {
  finder_->found = ordinary_server().credentials;
  Random ours{}, theirs{};
  ours.fill(0x5a);
  theirs.fill(0xa5);
  server_.chosen = std::make_shared<const ChosenValues>(ChosenValues{.hello_random = ours});
  client_.chosen = std::make_shared<const ChosenValues>(ChosenValues{.hello_random = theirs});
  Endpoints pair = joined();
  EXPECT_TRUE(pair.link.handshake().ok()) << why(pair.server);
  EXPECT_EQ(pair.server.info().client_random, theirs);
  EXPECT_TRUE(std::ranges::equal(std::span(pair.client.info().server_random).first(24),
                                 std::span(ours).first(24)));  // RFC 8446, 4.1.3: the rest may tell more
}

}  // namespace
}  // namespace handfast::test
