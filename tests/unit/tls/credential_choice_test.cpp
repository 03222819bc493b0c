// Which credential and which signature scheme a side proves itself with (RFC 8446, 4.4.2.2, 4.4.2.3 and 4.4.3).
#include "tls/negotiation/credential_choice.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/writer.hpp"
#include "pki/text.hpp"
#include "unit/tls/refusal.hpp"

namespace handfast::test {
namespace {

using namespace tls;
using enum SignatureScheme;

class Accepted {  // a peer's signature_algorithms
 public:
  Accepted(std::initializer_list<SignatureScheme> schemes) {
    Writer writer(encoded_);
    for (const SignatureScheme scheme : schemes) writer.number<2>(static_cast<std::uint32_t>(scheme));
  }
  ListView<SignatureScheme> list() const { return ListView<SignatureScheme>(encoded_); }

 private:
  ByteVector encoded_;
};

std::shared_ptr<const Credential> rsa_credential(unsigned bits) {
  auto key = crypto::PrivateKey::generate(crypto::KeyType::rsa, bits).value();
  const auto profile = pki::server_profile({"localhost"}, kNotBefore, kNotAfter);
  ByteVector certificate = pki::make_self_signed(profile, key).value();
  return Credential::create({std::move(certificate)}, std::move(key)).value();
}

std::optional<SignatureScheme> chosen(std::shared_ptr<const Credential> credential, const Accepted& accepted) {
  const auto proof = choose_credential({std::move(credential)}, {.accepted = accepted.list(), .policy = Policy()});
  return proof ? std::optional(proof->scheme) : std::nullopt;
}

TEST(CredentialChoice, Pkcs1AndSha1NeverSignHandshakes) {
  const auto rsa = rsa_credential(2048);
  const Accepted old{rsa_pkcs1_sha1, rsa_pkcs1_sha256, rsa_pkcs1_sha384, rsa_pkcs1_sha512, ecdsa_sha1};
  EXPECT_EQ(chosen(rsa, old), std::nullopt);
  EXPECT_EQ(chosen(TestCa::instance().server(), old), std::nullopt);
  EXPECT_EQ(chosen(rsa, {rsa_pkcs1_sha256, rsa_pss_rsae_sha384}), rsa_pss_rsae_sha384);
}

// RFC 8017, 9.1.1: 1024 bits hold two hashes of SHA-384 and two bytes, but not two of SHA-512.
TEST(CredentialChoice, SmallKeysDoNotSignWithLargeHashes) {
  const auto small = rsa_credential(1024);
  EXPECT_EQ(chosen(small, {rsa_pss_rsae_sha512}), std::nullopt);
  EXPECT_EQ(chosen(small, {rsa_pss_rsae_sha512, rsa_pss_rsae_sha384}), rsa_pss_rsae_sha384);
  EXPECT_EQ(chosen(rsa_credential(2048), {rsa_pss_rsae_sha512}), rsa_pss_rsae_sha512);
}

TEST(CredentialChoice, ACredentialsOwnSchemesReplaceThePolicys) {
  auto limited = std::make_shared<Credential>(*rsa_credential(2048));
  limited->schemes = {rsa_pss_rsae_sha512, rsa_pss_rsae_sha384};
  EXPECT_EQ(chosen(limited, {rsa_pss_rsae_sha256}), std::nullopt);
  EXPECT_EQ(chosen(limited, {rsa_pss_rsae_sha384, rsa_pss_rsae_sha512}), rsa_pss_rsae_sha512);
}

// Authorities of its own, with a leaf of each and an intermediate between.
class Authority {
 public:
  explicit Authority(const std::string& name)
      : key_(crypto::PrivateKey::generate(crypto::KeyType::ec_p256).value()),
        certificate_(
            pki::Certificate::parse(pki::make_self_signed(pki::ca_profile(name, kNotBefore, kNotAfter), key_).value())
                .value()) {}

  Bytes name() const { return certificate_->subject; }
  std::shared_ptr<const Credential> leaf(std::string dns_name, std::optional<SignatureScheme> signature = {}) const {
    auto key = crypto::PrivateKey::generate(crypto::KeyType::ec_p256).value();
    auto profile = pki::server_profile({std::move(dns_name)}, kNotBefore, kNotAfter);
    profile.signature = signature;
    ByteVector made = certificate(profile, key);
    return Credential::create({std::move(made)}, std::move(key)).value();
  }
  std::shared_ptr<const Credential> leaf_below_an_intermediate(std::string dns_name) const {
    Authority intermediate("intermediate");
    ByteVector cross = certificate(pki::ca_profile("intermediate", kNotBefore, kNotAfter), intermediate.key_);
    auto out = std::make_shared<Credential>(*intermediate.leaf(std::move(dns_name)));
    out->chain.push_back(std::move(cross));
    return out;
  }

 private:
  ByteVector certificate(const pki::CertificateProfile& profile, const crypto::PrivateKey& key) const {
    const pki::Issuer issuer{certificate_.view(), key_};
    return pki::make_certificate(profile, key, issuer).value();
  }
  crypto::PrivateKey key_;
  pki::Certificate certificate_;
};

class Named {  // a peer's certificate_authorities
 public:
  Named(std::initializer_list<Bytes> names) {
    for (const Bytes name : names) EXPECT_TRUE(encode(DistinguishedName{name}, encoded_));
  }
  ListView<DistinguishedName> list() const { return ListView<DistinguishedName>(encoded_); }
  ByteVector extension() const {
    ByteVector out;
    Writer writer(out);
    writer.number<2>(static_cast<std::uint32_t>(encoded_.size()));
    append(out, encoded_);
    return out;
  }

 private:
  ByteVector encoded_;
};

struct Authorities : testing::Test {
  // The index of the credential that is chosen.
  std::optional<std::size_t> index(const Credentials& from, std::string_view server_name, const Named& named) const {
    const auto proof = choose_credential(
        from, {.accepted = every.list(), .policy = Policy(), .server_name = server_name, .authorities = named.list()});
    if (!proof) return std::nullopt;
    return static_cast<std::size_t>(std::ranges::find(from, proof->credential) - from.begin());
  }
  Accepted every{ecdsa_secp256r1_sha256, rsa_pss_rsae_sha256};
  Authority one{"One"}, other{"Other"};
};

TEST_F(Authorities, OneOfThePeersGoesFirst) {
  const Credentials both{one.leaf("localhost"), other.leaf("localhost")};
  EXPECT_EQ(index(both, "localhost", {}), 0U);
  EXPECT_EQ(index(both, "localhost", {one.name()}), 0U);
  EXPECT_EQ(index(both, "localhost", {other.name()}), 1U);
  EXPECT_EQ(index(both, {}, {other.name()}), 1U);
  EXPECT_EQ(index(both, {}, {one.name(), other.name()}), 0U);
}

// RFC 8446, 4.4.2.3: "SHOULD be issued by one of the listed CAs": what else there is may be accepted all the same.
TEST_F(Authorities, AnUnknownOneRefusesNothing) {
  const Credentials both{one.leaf("localhost"), other.leaf("localhost")};
  const Authority third("Third");
  EXPECT_EQ(index(both, "localhost", {third.name()}), 0U);
}

TEST_F(Authorities, AnyCertificateOfTheChainCounts) {
  const Credentials both{one.leaf("localhost"), other.leaf_below_an_intermediate("localhost")};
  const Authority intermediate("intermediate");
  EXPECT_EQ(index(both, "localhost", {other.name()}), 1U);
  EXPECT_EQ(index(both, "localhost", {intermediate.name()}), 1U);
}

TEST_F(Authorities, TheNameDecidesBeforeThem) {
  const Credentials mixed{one.leaf("a.example"), other.leaf("b.example"), other.leaf("a.example")};
  EXPECT_EQ(index(mixed, "a.example", {other.name()}), 2U);
  EXPECT_EQ(index(mixed, "b.example", {one.name()}), 1U);
  EXPECT_EQ(index(mixed, "c.example", {other.name()}), 1U);
  EXPECT_EQ(index(mixed, "c.example", {}), 0U);
}

// RFC 6125, 6.4.3, has wildcards for what has no certificate of its own.
TEST_F(Authorities, AnExactNameGoesBeforeAWildcard) {
  const Credentials some{one.leaf("b.example.org"), one.leaf("*.example.org"), one.leaf("a.example.org")};
  EXPECT_EQ(index(some, "a.example.org", {}), 2U);
  EXPECT_EQ(index(some, "A.Example.org", {}), 2U);
  EXPECT_EQ(index(some, "b.example.org", {}), 0U);
  EXPECT_EQ(index(some, "c.example.org", {}), 1U);
  EXPECT_EQ(index(some, "a.c.example.org", {}), 0U);
  EXPECT_EQ(index(some, {}, {}), 0U);
  auto both = std::make_shared<Credential>(*one.leaf("*.example.org"));
  both->names.push_back("a.example.org");
  EXPECT_EQ(index({one.leaf("*.example.org"), both, one.leaf("a.example.org")}, "a.example.org", {}), 1U);
}

// Neither the authority nor the chain's signatures weigh as much as the name.
TEST_F(Authorities, ANameOfEitherKindDecidesBeforeTheRest) {
  const Credentials some{one.leaf("a.example", ecdsa_secp384r1_sha384), other.leaf("*.example"), other.leaf("b.org")};
  EXPECT_EQ(index(some, "a.example", {other.name()}), 0U);
  EXPECT_EQ(index(some, "c.example", {other.name()}), 1U);
}

TEST_F(Authorities, TheSchemeDecidesBeforeThem) {
  const Credentials mixed{other.leaf("localhost"), rsa_credential(2048)};
  const Accepted rsa_only{rsa_pss_rsae_sha256};
  const Named named{other.name()};
  const auto proof = choose_credential(
      mixed,
      {.accepted = rsa_only.list(), .policy = Policy(), .server_name = "localhost", .authorities = named.list()});
  ASSERT_TRUE(proof);
  EXPECT_EQ(proof->credential, mixed[1]);
}

TEST_F(Authorities, WhatIsWithheldSaysWhy) {
  const Accepted sha256{ecdsa_secp256r1_sha256}, rsa_only{rsa_pss_rsae_sha256};
  const Named named{other.name()};
  const Credentials held{one.leaf("localhost")};
  CredentialWish wish{
      .accepted = sha256.list(), .policy = Policy(), .authorities = named.list(), .named_authorities_only = true};
  ASSERT_FALSE(choose_credential(held, wish));
  const auto withheld = withheld_certificate(held, wish);
  ASSERT_TRUE(withheld);
  EXPECT_FALSE(withheld->issuer.empty());
  EXPECT_EQ(withheld->authorities, (std::vector<std::string>{pki::name_text(other.name())}));
  wish.accepted = rsa_only.list();
  EXPECT_TRUE(withheld_certificate(held, wish)->authorities.empty());  // whoever issued it
  EXPECT_EQ(withheld_certificate({}, wish), nullptr);
}

// RFC 8446, 4.2.3: signature_algorithms_cert is for certificates alone; without it signature_algorithms is for both.
TEST_F(Authorities, AChainThatIsSignedAsThePeerWantsGoesFirst) {
  const Credentials both{one.leaf("localhost", ecdsa_secp384r1_sha384), one.leaf("localhost")};
  const Accepted sha256{ecdsa_secp256r1_sha256}, sha384{ecdsa_secp384r1_sha384};
  CredentialWish wish{.accepted = sha256.list(), .policy = Policy(), .server_name = "localhost"};
  EXPECT_EQ(choose_credential(both, wish)->credential, both[1]);
  wish.accepted_in_certificates = sha384.list();
  EXPECT_EQ(choose_credential(both, wish)->credential, both[0]);
  const Credentials one_alone{both[1]};  // "If the server cannot produce" such a chain, it sends what it has
  EXPECT_EQ(choose_credential(one_alone, wish)->credential, both[1]);
}

// What is not a certificate was issued by nobody.
TEST_F(Authorities, UnreadableCertificatesAreOfNone) {
  auto broken = std::make_shared<Credential>(*other.leaf("localhost"));
  broken->chain.front().resize(20);
  const Credentials both{std::move(broken), other.leaf("localhost")};
  EXPECT_EQ(index(both, "localhost", {other.name()}), 1U);
}

class NamesAuthorities final : public ClientHelloFilter {
 public:
  explicit NamesAuthorities(ByteVector extension) : extension_(std::move(extension)) {}
  void filter(ByteVector& message) override {
    message = with_extensions<ClientHello>(
        message, [&](LooseExtensions& list) { list.push_back({ExtensionType::certificate_authorities, extension_}); });
  }

 private:
  ByteVector extension_;
};

TEST_F(Authorities, AServerHeedsThoseOfTheClientHello) {
  for (const Authority* authority : {&one, &other}) {
    const auto services = std::make_shared<Services>();
    services->client_hello_filter = std::make_shared<NamesAuthorities>(Named{authority->name()}.extension());
    Options client_options = ordinary_client(), server_options;
    client_options.verifier = nullptr;  // the client of this test trusts whom it gets
    const Credentials both{one.leaf("localhost"), other.leaf("localhost")};
    server_options.credentials = std::make_shared<const Credentials>(both);
    Connection client(Role::client, services, std::move(client_options));
    Connection server(Role::server, plain_services(), std::move(server_options));
    MemoryLink link(client, server);
    ASSERT_TRUE(link.handshake().ok()) << why(client) << why(server);
    EXPECT_EQ(server.info().own_credential, both[authority == &one ? 0 : 1]);
    EXPECT_EQ(client.info().peer_chain.front(), server.info().own_credential->chain.front());
  }
}

TEST_F(Authorities, AClientHeedsThoseOfTheCertificateRequest) {
  for (const Authority* authority : {&one, &other}) {
    Options client_options = ordinary_client(), server_options = mutual_server();
    const Credentials both{one.leaf("client"), other.leaf("client")};
    client_options.credentials = std::make_shared<const Credentials>(both);
    server_options.verifier = nullptr;
    const Bytes name = authority->name();
    server_options.certificate_authorities = {ByteVector(name.begin(), name.end())};
    Endpoints ends(std::move(client_options), std::move(server_options));
    ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
    EXPECT_EQ(ends.client.info().own_credential, both[authority == &one ? 0 : 1]);
    EXPECT_EQ(ends.server.info().peer_chain.front(), ends.client.info().own_credential->chain.front());
  }
}

// ------------------------------------------------------------------- a client and the authorities of a server ----

using Version = ProtocolVersion;
std::shared_ptr<const Policy> only(Version version, const std::function<void(Policy&)>& edit = [](Policy&) {}) {
  Policy out;
  out.versions = {version};
  edit(out);
  return std::make_shared<const Policy>(out);
}

struct Way {
  Version version{};
  Carriage carriage;
};
std::vector<Way> ways() {
  std::vector<Way> out;
  for (const Carriage& carriage : kCarriages)
    for (const Version version : {Version::tls13, Version::tls12}) out.push_back({version, carriage});
  return out;
}
std::string name_of_way(const testing::TestParamInfo<Way>& param) {
  return (param.param.version == Version::tls13 ? "tls13_" : "tls12_") + std::to_string(param.index / 2);
}

class ClientCertificate : public testing::TestWithParam<Way> {
 protected:
  // Which certificate comes to a server that names these; none: nothing.
  std::optional<std::size_t> shown(const Credentials& own, std::initializer_list<Bytes> named, bool to_any = false) {
    Options client = ordinary_client(), server = ordinary_server();
    client.credentials = std::make_shared<const Credentials>(own);
    client.certificate_for_any_server = to_any;
    server.client_authentication = ClientAuthentication::request;
    for (const Bytes name : named) server.certificate_authorities.emplace_back(name.begin(), name.end());
    client.policy = server.policy = only(GetParam().version);
    Endpoints ends(std::move(client), std::move(server), GetParam().carriage);
    EXPECT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
    EXPECT_TRUE(ends.client.info().certificate_requested);
    if (ends.server.info().peer_chain.empty()) return std::nullopt;
    for (std::size_t i = 0; i < own.size(); ++i)
      if (own[i]->chain.front() == ends.server.info().peer_chain.front()) return i;
    ADD_FAILURE() << "another certificate";
    return std::nullopt;
  }
  Authority one{"One"}, other{"Other"}, third{"Third"};
};
INSTANTIATE_TEST_SUITE_P(Every, ClientCertificate, testing::ValuesIn(ways()), name_of_way);

TEST_P(ClientCertificate, IsForServersThatKnowItsAuthority) {
  const Credentials own{one.leaf("client"), other.leaf_below_an_intermediate("client")};
  EXPECT_EQ(shown(own, {}), 0U);
  EXPECT_EQ(shown(own, {other.name()}), 1U);
  EXPECT_EQ(shown(own, {third.name(), other.name()}), 1U);
  EXPECT_EQ(shown(own, {one.name(), other.name()}), 0U);
  EXPECT_EQ(shown(own, {third.name()}), std::nullopt);
  EXPECT_EQ(shown({own[0]}, {third.name()}), std::nullopt);
}

TEST_P(ClientCertificate, IsForEveryServerWhereTheProgramSaysSo) {
  const Credentials own{one.leaf("client"), other.leaf("client")};
  EXPECT_EQ(shown(own, {third.name()}, true), 0U);
  EXPECT_EQ(shown(own, {other.name()}, true), 1U);
}

// ------------------------------------------------------------------------------------------------- key usage ----

std::shared_ptr<const Credential> with_usage(std::uint16_t usage) {
  auto key = crypto::PrivateKey::generate(crypto::KeyType::ec_p256).value();
  auto profile = pki::server_profile({"localhost"}, kNotBefore, kNotAfter);
  profile.key_usage = usage;
  ByteVector certificate = pki::make_self_signed(profile, key).value();
  return Credential::create({std::move(certificate)}, std::move(key)).value();
}

class KeyUsage : public testing::TestWithParam<Way> {
 protected:
  std::shared_ptr<const Policy> policy(const std::function<void(Policy&)>& edit = [](Policy&) {}) const {
    return only(GetParam().version, edit);
  }
  Options client() const {
    Options out = ordinary_client();
    out.verifier = nullptr;  // whether anybody judges the certificate makes no difference
    out.policy = policy();
    return out;
  }
  Options server(Credentials own) const {
    Options out;
    out.credentials = std::make_shared<const Credentials>(std::move(own));
    out.policy = policy();
    return out;
  }
  std::shared_ptr<const Credential> encrypts = with_usage(pki::key_usage::key_encipherment),
                                    agrees = with_usage(pki::key_usage::key_agreement),
                                    signs = with_usage(pki::key_usage::digital_signature),
                                    does_both = with_usage(pki::key_usage::digital_signature |
                                                           pki::key_usage::key_encipherment);
};
INSTANTIATE_TEST_SUITE_P(Every, KeyUsage, testing::ValuesIn(ways()), name_of_way);

TEST_P(KeyUsage, AServerTakesACertificateThatMaySign) {
  const struct {
    Credentials own;
    std::size_t chosen;
  } cases[] = {{{encrypts, signs}, 1}, {{agrees, encrypts, does_both}, 2}, {{signs, encrypts}, 0}, {{does_both}, 0}};
  for (const auto& [own, chosen] : cases) {
    Endpoints ends(client(), server(own), GetParam().carriage);
    ASSERT_TRUE(ends.link.handshake().ok()) << why(ends.client) << why(ends.server);
    EXPECT_EQ(ends.client.info().peer_chain.front(), own[chosen]->chain.front());
  }
}

TEST_P(KeyUsage, AServerWithoutSuchACertificateSaysSo) {
  for (const Credentials& own : {Credentials{encrypts}, Credentials{agrees, encrypts}}) {
    Endpoints ends(client(), server(own), GetParam().carriage);
    (void)ends.link.handshake();
    expect_refused(ends.server, {Errc::no_signing_credentials, "credentials"});
    EXPECT_EQ(ends.client.failure()->alert_received, Alert::handshake_failure);
  }
}

// RFC 8446, 4.4.2.2: "the digitalSignature bit MUST be set if the Key Usage extension is present".
TEST_P(KeyUsage, AServerThatViolatesItIsRefused) {
  Options violating = server({encrypts});
  violating.policy = policy([](Policy& p) { p.violate_key_usage = true; });
  Endpoints ends(client(), violating, GetParam().carriage);
  (void)ends.link.handshake();
  expect_refused(ends.client, {Errc::key_usage_violation, "certificate.key_usage"});
  EXPECT_EQ(ends.client.failure()->alert_sent, Alert::unsupported_certificate);
  Options tolerant = client();
  tolerant.policy = policy([](Policy& p) { p.tolerate_key_usage = true; });
  Endpoints tolerated(tolerant, violating, GetParam().carriage);
  EXPECT_TRUE(tolerated.link.handshake().ok()) << why(tolerated.client) << why(tolerated.server);
}

TEST_P(KeyUsage, HoldsForClientsToo) {
  Options asking = server({signs});
  asking.client_authentication = ClientAuthentication::request;
  Options own = client();
  own.credentials = credentials(encrypts);
  Endpoints silent(own, asking, GetParam().carriage);
  ASSERT_TRUE(silent.link.handshake().ok()) << why(silent.client) << why(silent.server);
  EXPECT_TRUE(silent.server.info().peer_chain.empty());
  own.policy = policy([](Policy& p) { p.violate_key_usage = true; });
  Endpoints violating(own, asking, GetParam().carriage);
  (void)violating.link.handshake();
  expect_refused(violating.server, {Errc::key_usage_violation, "certificate.key_usage"});
  asking.policy = policy([](Policy& p) { p.tolerate_key_usage = true; });
  Endpoints tolerated(own, asking, GetParam().carriage);
  ASSERT_TRUE(tolerated.link.handshake().ok()) << why(tolerated.client) << why(tolerated.server);
  EXPECT_EQ(tolerated.server.info().peer_chain.front(), encrypts->chain.front());
}

// ----------------------------------------------------------------------- why none fits, in TLS 1.2 ----

struct Refused12 {
  const char* name;
  std::vector<crypto::KeyType> keys;  // of the server
  std::function<void(Policy&)> client;
  Errc error{};
  std::string_view field, expected;

  friend void PrintTo(const Refused12& refused, std::ostream* out) { *out << refused.name; }
};

void no_p521(Policy& policy) { policy.groups = {NamedGroup::x25519, NamedGroup::secp256r1}; }
void no_curve(Policy& policy) { policy.groups = {NamedGroup::x25519}; }
void rsa_suites(Policy& policy) { policy.cipher_suites = {CipherSuite::ecdhe_rsa_aes_128_gcm_sha256}; }
void ecdsa_suites(Policy& policy) { policy.cipher_suites = {CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256}; }
void rsa_schemes(Policy& policy) { policy.signature_schemes = {rsa_pss_rsae_sha256}; }

using crypto::KeyType;
const Refused12 kRefused12[] = {
    {"a_curve_left_out",
     {KeyType::ec_p521},
     no_p521,
     Errc::no_common_curve,
     "client_hello.supported_groups",
     "secp521r1"},
    {"every_curve_left_out",
     {KeyType::ec_p256},
     no_curve,
     Errc::no_common_curve,
     "client_hello.supported_groups",
     "secp256r1"},
    {"suites_of_rsa",
     {KeyType::ec_p256},
     rsa_suites,
     Errc::no_common_cipher_suite,
     "client_hello.cipher_suites",
     "one for this server's ECDSA key"},
    {"suites_of_ecdsa",
     {KeyType::rsa},
     ecdsa_suites,
     Errc::no_common_cipher_suite,
     "client_hello.cipher_suites",
     "one for this server's RSA key"},
    {"schemes_of_rsa",
     {KeyType::ec_p256},
     rsa_schemes,
     Errc::no_common_signature_scheme,
     "client_hello.signature_algorithms",
     "a scheme of this server's key"},
    // What came farthest is said.
    {"a_curve_before_a_suite",
     {KeyType::rsa, KeyType::ec_p521},
     [](Policy& policy) { no_p521(policy), ecdsa_suites(policy); },
     Errc::no_common_curve,
     "client_hello.supported_groups",
     "secp521r1"},
    {"a_scheme_before_a_curve",
     {KeyType::ec_p521, KeyType::ec_p256},
     [](Policy& policy) { no_p521(policy), rsa_schemes(policy); },
     Errc::no_common_signature_scheme,
     "client_hello.signature_algorithms",
     "a scheme of this server's key"},
};

class NoCredential12 : public testing::TestWithParam<Refused12> {};
INSTANTIATE_TEST_SUITE_P(Each, NoCredential12, testing::ValuesIn(kRefused12),
                         [](const auto& param) { return param.param.name; });

TEST_P(NoCredential12, SaysWhatIsInTheWay) {
  Options client = ordinary_client(), server = ordinary_server();
  client.policy = only(Version::tls12, GetParam().client);
  Credentials keys;
  for (const crypto::KeyType type : GetParam().keys) keys.push_back(TestCa::instance().server(type));
  server.credentials = std::make_shared<const Credentials>(std::move(keys));
  Endpoints ends(std::move(client), std::move(server));
  (void)ends.link.handshake();
  expect_refused(ends.server, {GetParam().error, GetParam().field});
  EXPECT_EQ(ends.server.failure()->error.expected.view(), GetParam().expected);
  EXPECT_FALSE(ends.server.failure()->error.found.view().empty());
  EXPECT_EQ(ends.client.failure()->alert_received, Alert::handshake_failure);
}

// What the callback makes of the options is what is sent.
class LeavesNothing final : public CertificateRequestCallback {
 public:
  Answer<void> on_certificate_request(const CertificateRequest& request, Connection& connection) override {
    schemes_seen =
        request.extensions.signature_algorithms->supported_signature_algorithms.contains(ecdsa_secp256r1_sha256);
    connection.options().credentials = nullptr;
    return Result<void>();
  }
  bool schemes_seen = false;
};

TEST(CredentialChoice, TheApplicationHasAWordOnACertificateRequest) {
  const auto callback = std::make_shared<LeavesNothing>();
  Options client = mutual_client(), server = mutual_server();
  client.certificate_request_callback = callback;
  Endpoints ends(std::move(client), std::move(server));
  EXPECT_EQ(ends.link.handshake().server.error, Errc::certificate_required);
  EXPECT_TRUE(callback->schemes_seen);
}

}  // namespace
}  // namespace handfast::test
