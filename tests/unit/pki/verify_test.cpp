#include "pki/verify.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "authority.hpp"
#include "pki/key_file.hpp"
#include "pki/signature_budget.hpp"

namespace handfast::pki {
namespace {

using crypto::KeyType;

ReferenceName name(std::string_view text) { return ReferenceName::parse(text).value(); }

VerifyOptions as_client(std::string_view server_name = "www.example.com") {
  return {.now = kNow, .name = name(server_name)};
}

// Root, intermediate and server, all sound, to be spoilt one at a time.
class VerifyChain : public testing::Test {
 protected:
  VerifyChain() { EXPECT_TRUE(store_.add_der(root_.der())); }

  Verdict verify(std::vector<const Made*> chain, const VerifyOptions& options = as_client()) const {
    std::vector<Bytes> ders;
    for (const Made* made : chain) ders.push_back(made->der());
    return verify_chain(store_, ders, options);
  }
  // The verdict on www.example.com below an intermediate with the given profile.
  Verdict below(const CertificateProfile& profile) const {
    const Made intermediate = issued_by(root_, profile);
    const Made leaf = issued_by(intermediate, server("www.example.com"));
    return verify({&leaf, &intermediate});
  }
  Verdict leaf(const CertificateProfile& profile, const VerifyOptions& options = as_client()) const {
    const Made made = issued_by(root_, profile);
    return verify({&made}, options);
  }

  Made root_ = self_signed(ca("Root"));
  TrustStore store_;
};

void expect_refused(const Verdict& verdict, Errc code, unsigned depth, std::string_view subject) {
  ASSERT_FALSE(verdict.ok());
  EXPECT_EQ(verdict.error->code, code) << name_of(verdict.error->code) << ": " << verdict.error->found.view();
  EXPECT_EQ(verdict.depth, depth);
  EXPECT_EQ(verdict.subject, subject);
  EXPECT_FALSE(verdict.error->field.empty());
  EXPECT_FALSE(verdict.error->reference.empty());
  EXPECT_FALSE(verdict.error->expected.empty());
  EXPECT_FALSE(verdict.error->found.empty());
  EXPECT_TRUE(verdict.path.empty());
}

TEST(Verdict, RefusesUntilToldOtherwise) { EXPECT_FALSE(Verdict{}.ok()); }

TEST_F(VerifyChain, AcceptsASoundChain) {
  const Made intermediate = issued_by(root_, ca("Intermediate"));
  const Made leaf = issued_by(intermediate, server("www.example.com"));
  const Verdict verdict = verify({&leaf, &intermediate});
  ASSERT_TRUE(verdict.ok());
  ASSERT_EQ(verdict.path.size(), 3u);
  EXPECT_EQ(verdict.path[0].certificate.der.data(), leaf.der().data());
  EXPECT_TRUE(equal(verdict.path[1].certificate.der, intermediate.der()));
  EXPECT_TRUE(equal(verdict.path[2].certificate.der, root_.der()));
  EXPECT_EQ(verdict.anchor_text(), "CN=Root");
}

TEST_F(VerifyChain, AcceptsEveryKindOfKey) {
  for (const KeyType type :
       {KeyType::rsa, KeyType::rsa_pss, KeyType::ec_p256, KeyType::ec_p384, KeyType::ec_p521, KeyType::ed25519}) {
    const Made intermediate = issued_by(root_, ca("Intermediate"), new_key(type));
    const Made leaf = issued_by(intermediate, server("www.example.com"), new_key(type));
    EXPECT_TRUE(verify({&leaf, &intermediate}).ok()) << static_cast<int>(type);
  }
}

TEST_F(VerifyChain, OrderAndNeedlessCertificatesDoNotMatter) {
  const Made first = issued_by(root_, ca("First")), second = issued_by(first, ca("Second"));
  const Made leaf = issued_by(second, server("www.example.com"));
  const Made needless = self_signed(ca("Needless"));
  EXPECT_TRUE(verify({&leaf, &root_, &needless, &first, &leaf, &second, &first}).ok());
  EXPECT_FALSE(verify({&leaf, &needless, &first}).ok());
}

TEST_F(VerifyChain, IntermediateInTheStoreNeedsNoRoot) {
  const Made unknown_root = self_signed(ca("Unknown")), intermediate = issued_by(unknown_root, ca("Intermediate"));
  const Made leaf = issued_by(intermediate, server("www.example.com"));
  ASSERT_TRUE(store_.add_der(intermediate.der()));
  EXPECT_TRUE(verify({&leaf}).ok());
  EXPECT_TRUE(verify({&leaf, &intermediate, &unknown_root}).ok());
}

TEST_F(VerifyChain, LeafInTheStoreIsTrustedButStillChecked) {
  const Made alone = self_signed(server("www.example.com"));
  EXPECT_EQ(verify({&alone}).error->code, Errc::certificate_self_signed);
  ASSERT_TRUE(store_.add_der(alone.der()));
  EXPECT_TRUE(verify({&alone}).ok());
  EXPECT_EQ(verify({&alone}).path.size(), 1u);
  expect_refused(verify({&alone}, as_client("other.example")), Errc::certificate_wrong_name, 0, "CN=www.example.com");
  VerifyOptions later = as_client();
  later.now = kNow + 2 * kDay;
  expect_refused(verify({&alone}, later), Errc::certificate_expired, 0, "CN=www.example.com");
  const Made same_names = self_signed(server("www.example.com"));
  EXPECT_FALSE(verify({&same_names}).ok());
}

TEST_F(VerifyChain, EmptyAndOverlongChains) {
  EXPECT_EQ(verify({}).error->code, Errc::certificate_missing);
  const Made leaf = issued_by(root_, server("www.example.com"));
  EXPECT_TRUE(verify(std::vector<const Made*>(kMaxChainCertificates, &leaf)).ok());
  EXPECT_EQ(verify(std::vector<const Made*>(kMaxChainCertificates + 1, &leaf)).error->code,
            Errc::certificate_chain_too_long);
}

TEST_F(VerifyChain, MalformedCertificates) {
  const Made intermediate = issued_by(root_, ca("Intermediate")),
             leaf = issued_by(intermediate, server("www.example.com"));
  const ByteVector junk{0x30, 0x03, 0x02, 0x01, 0x00};
  const auto verdict = [&](std::vector<Bytes> chain) { return verify_chain(store_, chain, as_client()); };
  EXPECT_EQ(verdict({junk}).error->code, Errc::certificate_malformed);
  EXPECT_EQ(verdict({leaf.der(), junk}).error->code, Errc::certificate_malformed);
  EXPECT_EQ(verdict({leaf.der(), junk}).depth, 1u);
  EXPECT_EQ(verdict({leaf.der(), junk}).subject, "");  // not that of the leaf, which is sound
  EXPECT_TRUE(verdict({leaf.der(), junk, intermediate.der()}).ok());
}

TEST_F(VerifyChain, UnknownIssuerIsNamed) {
  const Made unknown = self_signed(ca("Unknown")), intermediate = issued_by(unknown, ca("Intermediate"));
  const Made leaf = issued_by(intermediate, server("www.example.com"));
  const Verdict alone = verify({&leaf});
  expect_refused(alone, Errc::certificate_no_intermediate, 0, "CN=www.example.com");
  EXPECT_EQ(alone.issuer, "CN=Intermediate");
  EXPECT_EQ(alone.error->expected.view(), "a trusted certificate of CN=Intermediate");
  EXPECT_EQ(alone.error->found.view(), "not trusted here, and the other side sent no intermediate certificate");
  const Verdict further = verify({&leaf, &intermediate});
  expect_refused(further, Errc::certificate_unknown_issuer, 1, "CN=Intermediate");
  EXPECT_EQ(further.error->expected.view(), "a trusted certificate of CN=Unknown");
  const Verdict with_root = verify({&leaf, &intermediate, &unknown});
  expect_refused(with_root, Errc::certificate_unknown_issuer, 2, "CN=Unknown");
  EXPECT_EQ(with_root.error->found.view(), "a self-signed certificate that is not trusted");
  const ByteVector der = to_vector(leaf.der());
  const std::vector<Bytes> chain{der};
  EXPECT_EQ(verify_chain(TrustStore{}, chain, as_client()).error->found.view(), "no certificate is trusted here");
}

TEST_F(VerifyChain, SignaturesAreChecked) {
  CertificateProfile namesake = ca("Root");
  namesake.version = 1;  // without a key identifier, so that only the signature tells the two apart
  const Made impostor = self_signed(namesake);
  const Made leaf = issued_by(impostor, server("www.example.com"));
  expect_refused(verify({&leaf}), Errc::certificate_bad_signature, 0, "CN=www.example.com");
  const Made intermediate = issued_by(impostor, ca("Intermediate")),
             below = issued_by(intermediate, server("www.example.com"));
  expect_refused(verify({&below, &intermediate}), Errc::certificate_bad_signature, 1, "CN=Intermediate");

  const Made good = issued_by(root_, server("www.example.com"));
  ByteVector der = to_vector(good.der());
  der.back() ^= 1;
  const std::vector<Bytes> chain{der};
  EXPECT_EQ(verify_chain(store_, chain, as_client()).error->code, Errc::certificate_bad_signature);
}

TEST_F(VerifyChain, ASecondKeyOfTheSameNameIsTried) {
  const Made second_root = self_signed(ca("Root"));
  ASSERT_TRUE(store_.add_der(second_root.der()));
  for (const Made* issuer : std::initializer_list<const Made*>{&root_, &second_root}) {
    const Made leaf = issued_by(*issuer, server("www.example.com"));
    EXPECT_TRUE(verify({&leaf}).ok());
  }
}

TEST_F(VerifyChain, WeakAlgorithmsAreRefused) {
  CertificateProfile other_hash = server("www.example.com");
  other_hash.signature = SignatureScheme::ecdsa_secp384r1_sha384;  // any hash goes with any curve in a certificate
  EXPECT_TRUE(leaf(other_hash).ok());
  TrustStore store;
  const Certificate sha1 = std::move(load_certificates(data_file("rsa_sha1.pem"))->front());
  // Its own signature does not matter as long as it is an anchor, but it cannot have been issued by one.
  ASSERT_TRUE(store.add_der(sha1.der()));
  const std::vector<Bytes> chain{sha1.der()};
  EXPECT_TRUE(verify_chain(store, chain, {.now = sha1->not_before}).ok());
  ByteVector changed = to_vector(sha1.der());
  changed.back() ^= 1;
  const std::vector<Bytes> issued{changed};
  const Verdict verdict = verify_chain(store, issued, {.now = sha1->not_before});
  expect_refused(verdict, Errc::certificate_insecure_signature, 0, "CN=sha1");
  EXPECT_EQ(verdict.error->found.view(), "RSA with SHA-1");
}

TEST_F(VerifyChain, SmallAndHugeKeysAreRefused) {
  const auto small = [] { return std::move(crypto::PrivateKey::generate(KeyType::rsa, 1024).value()); };
  const Made leaf = issued_by(root_, server("www.example.com"), small());
  const Verdict verdict = verify({&leaf});
  expect_refused(verdict, Errc::key_too_small, 0, "CN=www.example.com");
  EXPECT_EQ(verdict.error->expected.view(), "RSA with at least 2048 bits");
  EXPECT_EQ(verdict.error->found.view(), "RSA with 1024 bits");
  VerifyOptions lenient = as_client();
  lenient.strength.rsa_bits = 1024;
  EXPECT_TRUE(verify({&leaf}, lenient).ok());
  const Made intermediate = issued_by(root_, ca("Intermediate"), small());
  const Made below = issued_by(intermediate, server("www.example.com"));
  expect_refused(verify({&below, &intermediate}), Errc::key_too_small, 1, "CN=Intermediate");
}

TEST_F(VerifyChain, UnsupportedKeys) {
  const Certificate ed448 = std::move(load_certificates(data_file("ed448.pem"))->front());
  ASSERT_TRUE(store_.add_der(ed448.der()));
  const std::vector<Bytes> chain{ed448.der()};
  const Verdict verdict = verify_chain(store_, chain, {.now = ed448->not_before});
  EXPECT_EQ(verdict.error->code, Errc::certificate_unsupported);
}

TEST_F(VerifyChain, ValidityIsInclusive) {
  const Made made = issued_by(root_, server_profile({"www.example.com"}, kNow - 10, kNow + 10));
  const auto at = [&](std::int64_t now) {
    VerifyOptions options = as_client();
    options.now = now;
    return verify({&made}, options);
  };
  EXPECT_TRUE(at(kNow - 10).ok());
  EXPECT_TRUE(at(kNow + 10).ok());
  const Verdict early = at(kNow - 11), late = at(kNow + 11);
  expect_refused(early, Errc::certificate_not_yet_valid, 0, "CN=www.example.com");
  EXPECT_EQ(early.error->expected.view(), "a certificate that is valid at 2026-11-24 05:59:49 UTC");
  EXPECT_EQ(early.error->found.view(), "valid from 2026-11-24 05:59:50 UTC");
  expect_refused(late, Errc::certificate_expired, 0, "CN=www.example.com");
  EXPECT_EQ(late.error->found.view(), "valid until 2026-11-24 06:00:10 UTC");
}

TEST_F(VerifyChain, ValidityOfIssuersAndAnchors) {
  expect_refused(below(ca_profile("Old", kNow - 2 * kDay, kNow - kDay)), Errc::certificate_expired, 1, "CN=Old");
  expect_refused(below(ca_profile("New", kNow + kDay, kNow + 2 * kDay)), Errc::certificate_not_yet_valid, 1, "CN=New");
  const Made old_root = self_signed(ca_profile("Old root", kNow - 2 * kDay, kNow - kDay));
  ASSERT_TRUE(store_.add_der(old_root.der()));
  const Made leaf = issued_by(old_root, server("www.example.com"));
  expect_refused(verify({&leaf}), Errc::certificate_expired, 1, "CN=Old root");
}

TEST_F(VerifyChain, AnExpiredCrossCertificateIsPassedBy) {
  crypto::PrivateKey key = new_key();
  const ByteVector old_der =
      make_certificate(ca_profile("Intermediate", kNow - 2 * kDay, kNow - kDay), key, root_.as_issuer()).value();
  const ByteVector new_der = make_certificate(ca("Intermediate"), key, root_.as_issuer()).value();
  const Made intermediate{std::move(key), std::move(Certificate::parse(Bytes(new_der)).value())};
  const Made leaf = issued_by(intermediate, server("www.example.com"));
  const std::vector<Bytes> both{leaf.der(), old_der, new_der}, reversed{leaf.der(), new_der, old_der},
      old{leaf.der(), old_der};
  EXPECT_TRUE(verify_chain(store_, both, as_client()).ok());
  EXPECT_TRUE(verify_chain(store_, reversed, as_client()).ok());
  expect_refused(verify_chain(store_, old, as_client()), Errc::certificate_expired, 1, "CN=Intermediate");
}

TEST_F(VerifyChain, IssuersMustBeAuthorities) {
  const Verdict end_entity = below(server("not-a-ca.example"));
  expect_refused(end_entity, Errc::certificate_not_a_ca, 1, "CN=not-a-ca.example");
  EXPECT_EQ(end_entity.error->found.view(), "FALSE");
  CertificateProfile bare = ca("Bare");
  bare.basic_constraints.reset();
  expect_refused(below(bare), Errc::certificate_not_a_ca, 1, "CN=Bare");
  CertificateProfile no_sign = ca("No signing");
  no_sign.key_usage = key_usage::crl_sign;
  expect_refused(below(no_sign), Errc::certificate_wrong_purpose, 1, "CN=No signing");
  CertificateProfile no_usage = ca("No usage");
  no_usage.key_usage.reset();
  EXPECT_TRUE(below(no_usage).ok());
  CertificateProfile nameless = ca("");
  expect_refused(below(nameless), Errc::certificate_malformed, 1, "");
}

TEST_F(VerifyChain, Version1IsForAnchorsAndLeavesOnly) {
  CertificateProfile old = ca("Version 1");
  old.version = 1;
  expect_refused(below(old), Errc::certificate_not_a_ca, 1, "CN=Version 1");
  const Made old_root = self_signed(old);
  ASSERT_TRUE(store_.add_der(old_root.der()));
  const Made leaf = issued_by(old_root, server("www.example.com"));
  EXPECT_TRUE(verify({&leaf}).ok());
  CertificateProfile old_client = client("somebody");
  old_client.version = 1;
  EXPECT_TRUE(this->leaf(old_client, {.now = kNow, .purpose = kClientPurpose}).ok());
  const Made not_a_ca = self_signed(server("anchor.example"));  // version 3 says what it is
  ASSERT_TRUE(store_.add_der(not_a_ca.der()));
  const Made below_it = issued_by(not_a_ca, server("www.example.com"));
  expect_refused(verify({&below_it}), Errc::certificate_not_a_ca, 1, "CN=anchor.example");
}

TEST_F(VerifyChain, PathLengthConstraints) {
  CertificateProfile limited = ca("Limited");
  limited.basic_constraints->path_length = 0;
  EXPECT_TRUE(below(limited).ok());
  const Made first = issued_by(root_, limited), second = issued_by(first, ca("Second"));
  const Made leaf = issued_by(second, server("www.example.com"));
  const Verdict verdict = verify({&leaf, &second, &first});
  expect_refused(verdict, Errc::certificate_path_too_long, 2, "CN=Limited");
  EXPECT_EQ(verdict.error->expected.view(), "at most 0 authorities below it");
  EXPECT_EQ(verdict.error->found.view(), "1");
  const Made self_issued = issued_by(first, limited);  // does not count
  const Made below_it = issued_by(self_issued, server("www.example.com"));
  EXPECT_TRUE(verify({&below_it, &self_issued, &first}).ok());
  CertificateProfile limited_root = ca("Limited root");
  limited_root.basic_constraints->path_length = 0;
  const Made anchor = self_signed(limited_root), intermediate = issued_by(anchor, ca("Intermediate"));
  const Made last = issued_by(intermediate, server("www.example.com"));
  ASSERT_TRUE(store_.add_der(anchor.der()));
  expect_refused(verify({&last, &intermediate}), Errc::certificate_path_too_long, 2, "CN=Limited root");
}

TEST_F(VerifyChain, PathsOfLimitedLength) {
  const auto chain_of = [&](std::size_t authorities) {
    std::vector<Made> made;
    made.push_back(issued_by(root_, ca("CA 0")));
    for (std::size_t i = 1; i < authorities; ++i) made.push_back(issued_by(made.back(), ca("CA " + std::to_string(i))));
    made.push_back(issued_by(made.back(), server("www.example.com")));
    std::vector<const Made*> chain;
    for (auto it = made.rbegin(); it != made.rend(); ++it) chain.push_back(&*it);
    return verify(chain);
  };
  EXPECT_TRUE(chain_of(kMaxPathCertificates - 2).ok());
  EXPECT_EQ(chain_of(kMaxPathCertificates - 1).error->code, Errc::certificate_path_too_long);
}

TEST_F(VerifyChain, ManyPathsEndSoon) {  // every authority issued every other: the paths are more than can be tried
  constexpr std::size_t kAuthorities = 7;
  std::vector<crypto::PrivateKey> keys;
  for (std::size_t i = 0; i < kAuthorities; ++i) keys.push_back(new_key());
  std::vector<Certificate> names;
  for (std::size_t i = 0; i < kAuthorities; ++i)
    names.push_back(
        std::move(Certificate::parse(make_self_signed(ca("CA " + std::to_string(i)), keys[i]).value()).value()));
  std::vector<ByteVector> sent;
  sent.push_back(make_certificate(server("www.example.com"), new_key(), {names[0].view(), keys[0]}).value());
  for (std::size_t subject = 0; subject < kAuthorities; ++subject)
    for (std::size_t issuer = 0; issuer < kAuthorities; ++issuer)
      if (subject != issuer)
        sent.push_back(
            make_certificate(ca("CA " + std::to_string(subject)), keys[subject], {names[issuer].view(), keys[issuer]})
                .value());
  const std::vector<Bytes> chain(sent.begin(), sent.end());
  const Verdict verdict = verify_chain(store_, chain, as_client());
  ASSERT_FALSE(verdict.ok());
  EXPECT_EQ(verdict.error->code, Errc::certificate_path_too_long);
  EXPECT_EQ(verdict.error->expected.view(), "signatures of limited cost");
  EXPECT_LE(verdict.signature_cost, kSignatureBudget);
}

// Certificates of one name that all could have issued the leaf, and none did.
class Pretenders {
 public:
  Pretenders(const crypto::PrivateKey& key, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) made_.push_back(make_self_signed(ca("CA"), key).value());
  }
  std::vector<Bytes> behind(const Made& leaf) const {
    std::vector<Bytes> out{leaf.der()};
    out.insert(out.end(), made_.begin(), made_.end());
    return out;
  }
  const std::vector<ByteVector>& all() const { return made_; }

 private:
  std::vector<ByteVector> made_;
};

// The cost of a verdict, not the number of its steps, has a bound: the larger the keys, the fewer are tried.
TEST_F(VerifyChain, WorkHasABoundWhateverGrows) {
  const Made issuer = self_signed(ca("CA"));
  const Made leaf = issued_by(issuer, server("www.example.com"));
  struct Kind {
    KeyType type;
    unsigned bits;
    std::uint64_t cost;  // of one check
  };
  for (const Kind kind : {Kind{KeyType::ec_p256, 0, 2048 * 2048}, Kind{KeyType::ec_p521, 0, 4168 * 4168},
                          Kind{KeyType::rsa, 2048, 2048 * 2048}, Kind{KeyType::rsa, 4096, 4096 * 4096}}) {
    const auto key =
        kind.type == KeyType::rsa ? crypto::PrivateKey::generate(kind.type, kind.bits).value() : new_key(kind.type);
    for (const std::size_t count : {std::size_t{6}, std::size_t{60}}) {
      const Pretenders sent(key, count);
      const Verdict verdict = verify_chain(store_, sent.behind(leaf), as_client());
      EXPECT_FALSE(verdict.ok());
      EXPECT_EQ(verdict.signature_cost, std::min(count, kSignatureBudget / kind.cost) * kind.cost);
      EXPECT_LE(verdict.issuers_tried, 2 * count);  // those that keep all rules first, then the others
    }
    for (const std::size_t count : {std::size_t{20}, std::size_t{200}}) {  // and anchors of one name
      TrustStore store;
      const Pretenders trusted(key, count);
      for (const ByteVector& der : trusted.all()) ASSERT_TRUE(store.add_der(der));
      const Bytes alone[] = {leaf.der()};
      const Verdict verdict = verify_chain(store, alone, as_client());
      EXPECT_FALSE(verdict.ok());
      EXPECT_EQ(verdict.signature_cost, std::min(count, kSignatureBudget / kind.cost) * kind.cost);
      EXPECT_LE(verdict.issuers_tried, 2 * count);
    }
  }
}

// Each certificate is looked at as an issuer of each: chains of ten times the length take no more than the limits.
TEST_F(VerifyChain, WorkHasABoundForFaultyCertificates) {
  CertificateProfile expired = ca("CA");
  expired.not_after = kNow - 1;
  for (const std::size_t count : {std::size_t{6}, std::size_t{60}}) {
    std::vector<ByteVector> sent;
    const crypto::PrivateKey root = new_key();
    const ByteVector trusted = make_self_signed(expired, root).value();
    const Certificate issuer = std::move(Certificate::parse(ByteVector(trusted)).value());
    sent.push_back(make_certificate(server("www.example.com"), new_key(), {issuer.view(), root}).value());
    for (std::size_t i = 0; i < count; ++i) {
      const crypto::PrivateKey key = new_key();
      sent.push_back(make_certificate(expired, key, {issuer.view(), root}).value());
    }
    const Verdict verdict = verify_chain(store_, std::vector<Bytes>(sent.begin(), sent.end()), as_client());
    EXPECT_FALSE(verdict.ok());
    EXPECT_LE(verdict.signature_cost, kSignatureBudget);
    EXPECT_LE(verdict.issuers_tried, kMaxIssuersTried);
  }
}

TEST_F(VerifyChain, KeyUsageOfTheLeafIsForTheHandshakeToJudge) {  // PeerMisbehaviour13 has it
  CertificateProfile profile = server("www.example.com");
  profile.key_usage = key_usage::key_encipherment;
  EXPECT_TRUE(leaf(profile).ok());
}

TEST_F(VerifyChain, ExtendedKeyUsage) {
  CertificateProfile profile = server("www.example.com");
  profile.extended_key_usage = {to_vector(oid::client_auth)};
  const Verdict verdict = leaf(profile);
  expect_refused(verdict, Errc::certificate_wrong_purpose, 0, "CN=www.example.com");
  EXPECT_EQ(verdict.error->expected.view(), "TLS server authentication (1.3.6.1.5.5.7.3.1)");
  EXPECT_EQ(verdict.error->found.view(), "only 1.3.6.1.5.5.7.3.2");
  VerifyOptions as_server{.now = kNow, .purpose = kClientPurpose};
  EXPECT_TRUE(leaf(profile, as_server).ok());
  VerifyOptions anything{.now = kNow, .purpose = kNoPurpose};
  EXPECT_TRUE(leaf(profile, anything).ok());
  EXPECT_EQ(leaf(server("www.example.com"), as_server).error->code, Errc::certificate_wrong_purpose);
  profile.extended_key_usage = {to_vector(oid::any_extended_key_usage)};
  EXPECT_TRUE(leaf(profile).ok());
  profile.extended_key_usage.clear();
  EXPECT_TRUE(leaf(profile).ok());
  CertificateProfile client_ca = ca("Clients only");
  client_ca.extended_key_usage = {to_vector(oid::client_auth)};
  expect_refused(below(client_ca), Errc::certificate_wrong_purpose, 1, "CN=Clients only");
}

TEST_F(VerifyChain, CriticalExtensions) {
  const MadeExtension unknown{{0x2a, 0x03, 0x04}, true, {0x05, 0x00}};
  CertificateProfile profile = server("www.example.com"), authority = ca("Strange");
  profile.more = {unknown};
  authority.more = {unknown};
  const Verdict verdict = leaf(profile);
  expect_refused(verdict, Errc::certificate_critical_extension, 0, "CN=www.example.com");
  EXPECT_EQ(verdict.error->found.view(), "extension 1.2.3.4");
  expect_refused(below(authority), Errc::certificate_critical_extension, 1, "CN=Strange");
  profile.more[0].critical = false;
  EXPECT_TRUE(leaf(profile).ok());
  profile.more = {{to_vector(oid::certificate_policies), true, {0x30, 0x06, 0x30, 0x04, 0x06, 0x02, 0x2a, 0x03}}};
  EXPECT_TRUE(leaf(profile).ok());
  authority.more = {{to_vector(oid::policy_constraints), false, {0x30, 0x03, 0x80, 0x01, 0x00}}};
  expect_refused(below(authority), Errc::certificate_critical_extension, 1, "CN=Strange");
}

TEST_F(VerifyChain, NameConstraintsAreRefused) {
  CertificateProfile authority = ca("Constrained");
  authority.more = {{to_vector(oid::name_constraints), false, {0x30, 0x00}}};
  expect_refused(below(authority), Errc::certificate_name_constraints, 1, "CN=Constrained");
  const Made anchor = self_signed(authority), made = issued_by(anchor, server("www.example.com"));
  ASSERT_TRUE(store_.add_der(anchor.der()));
  expect_refused(verify({&made}), Errc::certificate_name_constraints, 1, "CN=Constrained");
}

TEST_F(VerifyChain, TlsFeaturesOfAnIssuerAreItsLeavesToo) {  // RFC 7633, 4.2.2
  const auto with = [](CertificateProfile profile, ByteVector features) {
    profile.more.push_back({to_vector(oid::tls_feature), false, std::move(features)});
    return profile;
  };
  const ByteVector none{0x30, 0x00}, status{0x30, 0x03, 0x02, 0x01, 0x05},
      both{0x30, 0x06, 0x02, 0x01, 0x05, 0x02, 0x01, 0x11};
  const auto verdict = [&](const CertificateProfile& authority, const CertificateProfile& profile) {
    const Made intermediate = issued_by(root_, authority), made = issued_by(intermediate, profile);
    return verify({&made, &intermediate});
  };
  const CertificateProfile plain = server("www.example.com");
  EXPECT_TRUE(verdict(ca("CA"), with(plain, status)).ok());
  EXPECT_TRUE(verdict(with(ca("CA"), none), plain).ok());
  EXPECT_TRUE(verdict(with(ca("CA"), status), with(plain, status)).ok());
  EXPECT_TRUE(verdict(with(ca("CA"), status), with(plain, both)).ok());
  const Verdict lacking = verdict(with(ca("CA"), both), with(plain, status));
  expect_refused(lacking, Errc::certificate_features, 1, "CN=CA");
  EXPECT_EQ(lacking.error->expected.view(), "the TLS feature 17 of its issuer");
  EXPECT_EQ(lacking.error->found.view(), "other features");
  expect_refused(verdict(with(ca("CA"), status), plain), Errc::certificate_features, 1, "CN=CA");
  const auto odd = make_self_signed(with(plain, {0x05, 0x00}), new_key()).value();
  EXPECT_EQ(CertificateView::parse(odd).error().field, "tlsFeature");
}

TEST_F(VerifyChain, TlsFeaturesUpToALimit) {
  const auto with = [](CertificateProfile profile, unsigned count) {
    ByteVector features;
    DerWriter(features).sequence([&](DerWriter& list) {
      for (unsigned i = 0; i < count; ++i) list.number(5 + i);
    });
    profile.more.push_back({to_vector(oid::tls_feature), false, std::move(features)});
    return profile;
  };
  const auto verdict = [&](unsigned of_authority, unsigned of_leaf) {
    const Made intermediate = issued_by(root_, with(ca("CA"), of_authority)),
               made = issued_by(intermediate, with(server("www.example.com"), of_leaf));
    return verify({&made, &intermediate});
  };
  EXPECT_TRUE(verdict(kMaxTlsFeatures, kMaxTlsFeatures).ok());
  for (const unsigned of_authority : {1U, kMaxTlsFeatures + 1}) {
    const Verdict more = verdict(of_authority, kMaxTlsFeatures + 1);
    expect_refused(more, Errc::certificate_features, 1, "CN=CA");
    EXPECT_EQ(more.error->expected.view(), "at most 16");
  }
}

TEST_F(VerifyChain, PurposesUpToALimit) {
  const auto behind_others = [](CertificateProfile profile, unsigned others) {
    profile.extended_key_usage.assign(others, to_vector(oid::client_auth));
    profile.extended_key_usage.push_back(to_vector(oid::server_auth));
    return profile;
  };
  EXPECT_TRUE(leaf(behind_others(server("www.example.com"), kMaxPurposes - 1)).ok());
  EXPECT_TRUE(below(behind_others(ca("CA"), kMaxPurposes - 1)).ok());
  expect_refused(leaf(behind_others(server("www.example.com"), kMaxPurposes)), Errc::certificate_wrong_purpose, 0,
                 "CN=www.example.com");
  expect_refused(below(behind_others(ca("CA"), kMaxPurposes)), Errc::certificate_wrong_purpose, 1, "CN=CA");
}

TEST_F(VerifyChain, EverythingThatIsWrongWithThePathIsTold) {
  CertificateProfile authority = ca("CA"), profile = server("www.example.com");
  authority.not_after = kNow - 1;
  authority.key_usage = key_usage::crl_sign;
  profile.extended_key_usage = {to_vector(oid::client_auth)};
  const Made intermediate = issued_by(root_, authority), made = issued_by(intermediate, profile);
  const Verdict verdict = verify({&made, &intermediate}, as_client("other.example"));
  expect_refused(verdict, Errc::certificate_wrong_purpose, 0, "CN=www.example.com");
  std::vector<Errc> others;
  for (const Error& error : verdict.others) others.push_back(error.code);
  EXPECT_EQ(others,
            (std::vector{Errc::certificate_wrong_purpose, Errc::certificate_expired, Errc::certificate_wrong_name}));
}

TEST_F(VerifyChain, TheBestPathIsJudged) {  // whatever the order in which the certificates were sent
  crypto::PrivateKey key = new_key();
  CertificateProfile bad = ca("CA"), worse = ca("CA");
  bad.not_after = worse.not_after = kNow - 1;
  worse.basic_constraints.reset();
  const ByteVector one = make_certificate(bad, key, root_.as_issuer()).value(),
                   two = make_certificate(worse, key, root_.as_issuer()).value();
  const Made intermediate{std::move(key), std::move(Certificate::parse(Bytes(one)).value())};
  const Made made = issued_by(intermediate, server("www.example.com"));
  for (const std::vector<Bytes>& chain : {std::vector<Bytes>{made.der(), one, two}, {made.der(), two, one}}) {
    const Verdict verdict = verify_chain(store_, chain, as_client());
    expect_refused(verdict, Errc::certificate_expired, 1, "CN=CA");
    EXPECT_TRUE(verdict.others.empty());
  }
}

TEST_F(VerifyChain, ChainsInOrderCanBeDemanded) {
  const Made first = issued_by(root_, ca("First")), second = issued_by(first, ca("Second"));
  const Made made = issued_by(second, server("www.example.com"));
  VerifyOptions sorted = as_client();
  sorted.allow_unsorted = false;
  EXPECT_TRUE(verify({&made, &second, &first}, sorted).ok());
  EXPECT_TRUE(verify({&made, &second, &first, &root_}, sorted).ok());
  EXPECT_TRUE(verify({&made, &first, &second}).ok());
  expect_refused(verify({&made, &first, &second}, sorted), Errc::certificate_no_intermediate, 0, "CN=www.example.com");
}

TEST_F(VerifyChain, LongSerialNumbers) {
  CertificateProfile profile = server("www.example.com");
  profile.serial.assign(20, 0x7f);
  EXPECT_TRUE(leaf(profile).ok());
  profile.serial.assign(21, 0x7f);
  expect_refused(leaf(profile), Errc::certificate_malformed, 0, "CN=www.example.com");
}

TEST_F(VerifyChain, NamesOfTheLeaf) {
  const auto with_names = [&](std::vector<std::string> names, std::string_view wanted) {
    CertificateProfile profile = server_profile(std::move(names), kNow - kDay, kNow + kDay);
    return leaf(profile, as_client(wanted));
  };
  EXPECT_TRUE(with_names({"a.example", "*.b.example", "192.0.2.1", "2001:db8::1"}, "A.example.").ok());
  EXPECT_TRUE(with_names({"a.example", "*.b.example", "192.0.2.1", "2001:db8::1"}, "x.b.example").ok());
  EXPECT_TRUE(with_names({"a.example", "*.b.example", "192.0.2.1", "2001:db8::1"}, "192.0.2.1").ok());
  EXPECT_TRUE(with_names({"a.example", "*.b.example", "192.0.2.1", "2001:db8::1"}, "2001:db8:0::1").ok());
  const Verdict verdict = with_names({"a.example", "*.b.example", "192.0.2.1"}, "b.example");
  expect_refused(verdict, Errc::certificate_wrong_name, 0, "CN=a.example");
  EXPECT_EQ(verdict.error->expected.view(), "b.example");
  EXPECT_EQ(verdict.error->found.view(), "a.example, *.b.example, 192.0.2.1");
  EXPECT_FALSE(with_names({"192.0.2.1"}, "192.0.2.2").ok());
}

TEST_F(VerifyChain, TheCommonNameIsNoName) {
  CertificateProfile profile = server("www.example.com");
  profile.names.clear();
  const Verdict verdict = leaf(profile);
  expect_refused(verdict, Errc::certificate_name_in_subject, 0, "CN=www.example.com");
  EXPECT_EQ(verdict.error->found.view(), "no DNS name and no IP address; its subject is CN=www.example.com");
  const Verdict other = leaf(profile, as_client("other.example"));
  expect_refused(other, Errc::certificate_wrong_name, 0, "CN=www.example.com");
  EXPECT_EQ(other.error->found.view(), "no DNS name and no IP address");
  profile.names = {"listed.example"};
  expect_refused(leaf(profile), Errc::certificate_wrong_name, 0, "CN=www.example.com");
}

TEST_F(VerifyChain, AnAddressIsNeverADnsName) {
  CertificateProfile profile = server("x.example");
  ByteVector names;
  DerWriter(names).sequence([](DerWriter& list) { list.primitive(context_primitive(2), as_bytes("192.0.2.1")); });
  profile.names.clear();
  profile.more = {{to_vector(oid::subject_alt_name), false, names}};
  EXPECT_EQ(leaf(profile, as_client("192.0.2.1")).error->code, Errc::certificate_wrong_name);
}

TEST_F(VerifyChain, NothingTrustedIsMoreImportantThanTheName) {
  const Made stranger = self_signed(server("other.example"));
  const Verdict verdict = verify({&stranger});
  EXPECT_EQ(verdict.error->code, Errc::certificate_self_signed);
  ASSERT_EQ(verdict.others.size(), 1u);  // the name is told, too
  EXPECT_EQ(verdict.others[0].code, Errc::certificate_wrong_name);
}

TEST_F(VerifyChain, ALeafWithoutSubjectIsCalledByItsName) {
  CertificateProfile profile = server("www.example.com");
  profile.common_name.clear();
  EXPECT_TRUE(leaf(profile).ok());
  expect_refused(leaf(profile, as_client("other.example")), Errc::certificate_wrong_name, 0, "www.example.com");
}

}  // namespace
}  // namespace handfast::pki
