#include "unit/cppapi/support.hpp"

namespace handfast::test {
namespace {

// What build() refuses, and for which reason.
Failure refused(const ConfigBuilder& builder) {
  const auto config = builder.build();
  if (config) throw std::runtime_error("nothing was refused");
  return config.error();
}

bool mentions(const Failure& failure, std::string_view what) { return failure.text().contains(what); }

TEST(Config, AnEmptyOneIsAClients) { EXPECT_TRUE(ConfigBuilder().build()); }

TEST(Config, FilesThatAreNotThereAreNamed) {
  ConfigBuilder builder;
  builder.trust_file("/nonexistent/authorities.pem");
  const Failure failure = refused(builder);
  EXPECT_EQ(failure.kind(), ErrorKind::unusable_file);
  EXPECT_EQ(failure.name(), "file_error");
  EXPECT_TRUE(mentions(failure, "/nonexistent/authorities.pem")) << failure.text();
}

TEST(Config, TheFirstFailureIsTold) {
  ConfigBuilder builder;
  builder.identity_files("/nonexistent/chain.pem", "/nonexistent/key.pem").groups({"no such group"});
  EXPECT_TRUE(mentions(refused(builder), "/nonexistent/chain.pem"));
}

TEST(Config, AKeyBelongsToItsCertificate) {
  ConfigBuilder builder;
  builder.identity_pem(TestCa::instance().server_pem().chain, TestCa::instance().server_pem().key);
  const Failure failure = refused(builder);
  EXPECT_EQ(failure.kind(), ErrorKind::unusable_file);
  EXPECT_EQ(failure.name(), "key_certificate_mismatch");
}

TEST(Config, TextsWithoutACertificateAreRefused) {
  ConfigBuilder no_trust, no_identity;
  no_trust.trust_pem("nothing of the kind");
  no_identity.identity_pem("nothing", "of the kind");
  EXPECT_EQ(refused(no_trust).name(), "pem_not_found");
  EXPECT_EQ(refused(no_identity).name(), "pem_not_found");
}

TEST(Config, UnknownNamesAreMisuse) {
  ConfigBuilder group, suite, scheme;
  group.groups({"x25519", "x25520"});
  suite.cipher_suites({"TLS_RSA_WITH_RC4_128_MD5"});
  scheme.signature_schemes({"rsa_pkcs1_md5"});
  for (const ConfigBuilder* builder : {&group, &suite, &scheme}) EXPECT_EQ(refused(*builder).kind(), ErrorKind::misuse);
  EXPECT_TRUE(mentions(refused(group), "x25520")) << refused(group).text();
}

TEST(Config, EmptyListsAreMisuse) {
  ConfigBuilder versions, groups, suites, schemes, protocol;
  versions.versions(Version::tls13, Version::tls12);
  groups.groups({});
  suites.cipher_suites({});
  schemes.signature_schemes({});
  protocol.application_protocols({""});
  for (const ConfigBuilder* builder : {&versions, &groups, &suites, &schemes, &protocol})
    EXPECT_EQ(refused(*builder).kind(), ErrorKind::misuse) << refused(*builder).text();
}

TEST(Config, WhoeverRequiresAProtocolNamesOne) {
  ConfigBuilder builder;
  builder.require_application_protocol();
  EXPECT_EQ(refused(builder).kind(), ErrorKind::misuse);
  builder.application_protocols({"h2"});
  EXPECT_TRUE(builder.build());
}

TEST(Config, ASuiteOfNoVersionThatIsLeftIsMisuse) {
  ConfigBuilder builder;
  builder.versions(Version::tls12, Version::tls12).cipher_suites({"TLS_AES_128_GCM_SHA256"});
  EXPECT_EQ(refused(builder).kind(), ErrorKind::misuse);
}

// What the system trusts vouches for servers of the web, not for anybody's clients.
TEST(Config, ClientCertificatesNeedAnAuthority) {
  ConfigBuilder builder = server_builder();
  builder.client_certificates(ClientCertificate::require);
  EXPECT_EQ(refused(builder).kind(), ErrorKind::misuse);
  builder.trust_pem(TestCa::instance().certificate_pem());
  EXPECT_TRUE(builder.build());
}

TEST(Config, ABuilderGoesOn) {
  ConfigBuilder builder = client_builder();
  const Config first = built(builder);
  builder.application_protocols({"h2"});
  Pair plain(client_builder(), server_builder().application_protocols({"h2"}));
  plain.client = Connection::client(first, "localhost");
  plain.handshake();
  ASSERT_TRUE(plain.stands()) << why(plain.client);
  EXPECT_EQ(plain.client.application_protocol(), "");
}

}  // namespace
}  // namespace handfast::test
