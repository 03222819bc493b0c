// TLS 1.2 between our client and our server, in every way of carrying bytes.
#include <gtest/gtest.h>

#include <functional>

#include "tls/suites.hpp"
#include "unit/tls/endpoints.hpp"

namespace handfast::test {
namespace {

using namespace tls;

std::shared_ptr<const Policy> tls12_policy() {
  Policy policy;
  policy.versions = {ProtocolVersion::tls12};
  return std::make_shared<const Policy>(policy);
}

Options with(Options options, std::shared_ptr<const Policy> policy) {
  options.policy = std::move(policy);
  return options;
}

Options server_with(crypto::KeyType type) {
  Options out;
  out.credentials = credentials(TestCa::instance().server(type));
  return out;
}

void expect_works(Endpoints& ends) {
  const auto outcome = ends.link.handshake();
  ASSERT_TRUE(outcome.ok()) << "client: " << why(ends.client) << "\nserver: " << why(ends.server);
  EXPECT_EQ(ends.client.info().version, ProtocolVersion::tls12);
  EXPECT_EQ(ends.server.info().version, ProtocolVersion::tls12);
  const std::string text(40'000, 'x');
  EXPECT_EQ(ends.link.transfer(ends.client, ends.server, as_bytes("hello")), "hello");
  EXPECT_EQ(ends.link.transfer(ends.server, ends.client, as_bytes(text)), text);
  std::array<std::uint8_t, 32> a{}, b{}, none{};
  if (!ends.client.info().extended_master_secret) {  // RFC 7627, 5.4
    EXPECT_EQ(ends.client.export_key("test", Bytes(), a).error().code, Errc::no_extended_master_secret);
    EXPECT_EQ(ends.server.export_key("test", Bytes(), b).error().code, Errc::no_extended_master_secret);
    return;
  }
  ASSERT_TRUE(ends.client.export_key("test", Bytes(), a));
  ASSERT_TRUE(ends.server.export_key("test", Bytes(), b));
  ASSERT_TRUE(ends.server.export_key("test", std::nullopt, none));
  EXPECT_EQ(a, b);
  EXPECT_NE(a, none);  // RFC 5705, 4
}

class Carried12 : public testing::TestWithParam<Carriage> {};
INSTANTIATE_TEST_SUITE_P(Every, Carried12, testing::ValuesIn(kCarriages),
                         [](const auto& param) { return "carriage" + std::to_string(param.index); });

TEST_P(Carried12, FullHandshake) {
  Endpoints ends(with(ordinary_client(), tls12_policy()), ordinary_server(), GetParam());
  expect_works(ends);
  EXPECT_TRUE(ends.client.info().peer_verified);
  EXPECT_TRUE(ends.client.info().extended_master_secret);
  EXPECT_TRUE(ends.server.info().secure_renegotiation);
  EXPECT_EQ(ends.client.info().group, NamedGroup::x25519);
  EXPECT_EQ(ends.server.info().server_name, "localhost");
}

TEST_P(Carried12, ClientCertificate) {
  Endpoints ends(mutual_client(), with(mutual_server(), tls12_policy()), GetParam());
  expect_works(ends);
  EXPECT_TRUE(ends.server.info().peer_verified);
  EXPECT_EQ(ends.server.info().peer_chain.size(), 1U);
}

TEST(Handshake12, EverySuite) {
  for (const CipherSuite suite : Policy().cipher_suites) {
    const auto parameters = tls12_suite(suite);
    if (!parameters) continue;
    Policy policy;
    policy.cipher_suites = {suite};
    const bool rsa = parameters->authentication == Authentication::rsa;
    Endpoints ends(with(ordinary_client(), std::make_shared<const Policy>(policy)),
                   server_with(rsa ? crypto::KeyType::rsa : crypto::KeyType::ec_p256));
    expect_works(ends);
    EXPECT_EQ(ends.server.info().cipher_suite, suite);
  }
}

TEST(Handshake12, EveryGroup) {
  for (const NamedGroup group :
       {NamedGroup::x25519, NamedGroup::secp256r1, NamedGroup::secp384r1, NamedGroup::secp521r1}) {
    Policy policy;
    policy.versions = {ProtocolVersion::tls12};
    policy.groups = {group};
    Options server = with(server_with(crypto::KeyType::rsa), std::make_shared<const Policy>(policy));
    Endpoints ends(ordinary_client(), std::move(server));
    expect_works(ends);
    EXPECT_EQ(ends.client.info().group, group) << name_of(group);
  }
}

TEST(Handshake12, EveryKeyType) {
  using enum crypto::KeyType;
  for (const crypto::KeyType type : {rsa, ec_p256, ec_p384, ec_p521, ed25519}) {
    Endpoints ends(with(ordinary_client(), tls12_policy()), server_with(type));
    expect_works(ends);
  }
}

TEST(Handshake12, AnyCurveGoesWithAnyHash) {  // RFC 8446, 4.2.3, of TLS 1.2
  Policy policy;
  policy.versions = {ProtocolVersion::tls12};
  policy.signature_schemes = {SignatureScheme::ecdsa_secp521r1_sha512, SignatureScheme::ecdsa_secp256r1_sha256};
  Endpoints ends(with(ordinary_client(), std::make_shared<const Policy>(policy)), ordinary_server());
  expect_works(ends);
}

TEST(Handshake12, ApplicationProtocol) {
  Options client = with(ordinary_client(), tls12_policy()), server = ordinary_server();
  client.application_protocols = {"h2", "http/1.1"};
  server.application_protocols = {"http/1.1"};
  Endpoints ends(std::move(client), std::move(server));
  expect_works(ends);
  EXPECT_EQ(ends.client.info().application_protocol, "http/1.1");
}

TEST(Handshake12, RecordSizeLimitCountsNoContentType) {  // RFC 8449, 4
  Options client = with(ordinary_client(), tls12_policy()), server = ordinary_server();
  client.record_size_limit = 512;
  server.record_size_limit = 16384;
  Endpoints ends(std::move(client), std::move(server));
  expect_works(ends);
  EXPECT_EQ(ends.server.max_fragment(), 512U);
  EXPECT_EQ(ends.client.max_fragment(), 16384U);
}

TEST(Handshake12, TheNewestCommonVersionIsTaken) {
  Endpoints ends(ordinary_client(), ordinary_server());
  ASSERT_TRUE(ends.link.handshake().ok());
  EXPECT_EQ(ends.client.info().version, ProtocolVersion::tls13);
}

TEST(Handshake12, CloseIsToldFromTruncation) {
  Endpoints ends(with(ordinary_client(), tls12_policy()), ordinary_server());
  expect_works(ends);
  ASSERT_TRUE(ends.client.close());
  ends.link.carry();
  std::array<std::uint8_t, 16> buffer{};
  EXPECT_EQ(ends.server.read(buffer).kind, Read::Kind::closed);
  ends.client.input_ended();
  EXPECT_EQ(ends.client.read(buffer).error, Errc::closed_early);
}

TEST(Handshake12, NoKeyUpdate) {
  Endpoints ends(with(ordinary_client(), tls12_policy()), ordinary_server());
  expect_works(ends);
  EXPECT_EQ(ends.client.update_keys(true).error(), Errc::invalid_request);
}

using PolicyEdit = std::function<void(Policy&)>;

// TLS 1.2 between policies that were edited.
struct Differing : Endpoints {
  Differing(const PolicyEdit& of_client, const PolicyEdit& of_server)
      : Endpoints(with(ordinary_client(), edited(of_client)), with(ordinary_server(), edited(of_server))) {}
  static std::shared_ptr<const Policy> edited(const PolicyEdit& edit) {
    Policy policy = *tls12_policy();
    edit(policy);
    return std::make_shared<const Policy>(policy);
  }
};
const PolicyEdit as_it_is = [](Policy&) {};
const PolicyEdit no_session_hash = [](Policy& policy) { policy.extended_master_secret = false; };
const PolicyEdit session_hash_needed = [](Policy& policy) { policy.require_extended_master_secret = true; };
const PolicyEdit no_renegotiation_info = [](Policy& policy) { policy.renegotiation_info = false; };
const PolicyEdit renegotiation_info_needed = [](Policy& policy) { policy.require_secure_renegotiation = true; };

TEST(Handshake12, WithoutExtendedMasterSecret) {
  for (const auto& [client, server] : {std::pair(no_session_hash, as_it_is), std::pair(as_it_is, no_session_hash)}) {
    Differing ends(client, server);
    expect_works(ends);
    EXPECT_FALSE(ends.client.info().extended_master_secret);
    EXPECT_FALSE(ends.server.info().extended_master_secret);
  }
}

TEST(Handshake12, ExtendedMasterSecretMayBeRequired) {
  Differing refusing_client(session_hash_needed, no_session_hash);
  EXPECT_EQ(refusing_client.link.handshake().client.error, Errc::missing_extension);
  EXPECT_EQ(refusing_client.server.failure()->alert_received, Alert::handshake_failure);
  Differing refusing_server(no_session_hash, session_hash_needed);
  EXPECT_EQ(refusing_server.link.handshake().server.error, Errc::missing_extension);
  Differing content(session_hash_needed, session_hash_needed);
  expect_works(content);
}

TEST(Handshake12, SecureRenegotiationMayBeRequired) {
  Differing without(as_it_is, no_renegotiation_info);
  expect_works(without);
  EXPECT_FALSE(without.client.info().secure_renegotiation);
  Differing refusing_client(renegotiation_info_needed, no_renegotiation_info);
  EXPECT_EQ(refusing_client.link.handshake().client.error, Errc::bad_renegotiation_info);
  Differing refusing_server(no_renegotiation_info, renegotiation_info_needed);
  EXPECT_EQ(refusing_server.link.handshake().server.error, Errc::bad_renegotiation_info);
}

TEST(Handshake12, DowngradeIsSeen) {  // RFC 8446, 4.1.3: somebody on the way took TLS 1.3 out of the offer
  Endpoints ends(with(ordinary_client(), tls12_policy()), ordinary_server());
  (void)ends.client.handshake();
  const ByteVector old_hello = taken_output(ends.client);
  ASSERT_TRUE(ends.server.feed(old_hello));
  (void)ends.server.handshake();
  Connection newer(Role::client, plain_services(), ordinary_client());
  (void)newer.handshake();
  (void)taken_output(newer);
  ASSERT_TRUE(newer.feed(taken_output(ends.server)));
  EXPECT_EQ(newer.handshake().error, Errc::downgrade_detected);
}

}  // namespace
}  // namespace handfast::test
