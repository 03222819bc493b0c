#include "pki/crl.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "authority.hpp"
#include "pki/signature_budget.hpp"
#include "pki/verify.hpp"
#include "revocation_list_maker.hpp"

namespace handfast::pki {
namespace {

ByteVector serial_of(const Made& made) { return to_vector(made.certificate->serial); }

// An authority, an intermediate of it, a server below that, and lists about them.
class Revocation : public testing::Test {
 protected:
  Revocation() { EXPECT_TRUE(store_.add_der(root_.der())); }
  Verdict verify() const {
    const Bytes chain[] = {leaf_.der(), intermediate_.der()};
    const VerifyOptions options{.now = kNow, .revocation_lists = &lists_};
    return verify_chain(store_, chain, options);
  }
  void add(const Made& issuer, const ListProfile& profile) {
    const auto added = lists_.add_der(make_list(issuer, profile));
    ASSERT_TRUE(added) << added.error().field;
    EXPECT_EQ(*added, 1u);
  }
  void expect_refused(Errc code, unsigned depth) const {
    const Verdict verdict = verify();
    ASSERT_FALSE(verdict.ok());
    EXPECT_EQ(verdict.error->code, code) << name_of(verdict.error->code);
    EXPECT_EQ(verdict.depth, depth);
    EXPECT_FALSE(verdict.error->expected.empty());
    EXPECT_FALSE(verdict.error->found.empty());
  }

  Made root_ = self_signed(ca("Root"));
  Made intermediate_ = issued_by(root_, ca("Intermediate"));
  Made leaf_ = issued_by(intermediate_, server("www.example.com"));
  TrustStore store_;
  RevocationLists lists_;
};

TEST_F(Revocation, WithoutListsNothingIsRevoked) {
  EXPECT_TRUE(lists_.empty());
  EXPECT_TRUE(verify().ok());
}

TEST_F(Revocation, AListThatDoesNotNameTheCertificateChangesNothing) {
  add(intermediate_, {.revoked = {{{0x01}}, {{0x7f, 0xff}}}});
  EXPECT_TRUE(verify().ok());
}

TEST_F(Revocation, AnEmptyListChangesNothing) {
  add(intermediate_, {});
  EXPECT_TRUE(verify().ok());
}

TEST_F(Revocation, TheLeafIsRevoked) {
  add(intermediate_, {.revoked = {{{0x02}}, {serial_of(leaf_)}, {{0x01}}}});
  expect_refused(Errc::certificate_revoked, 0);
}

TEST_F(Revocation, TheIntermediateIsRevoked) {
  add(root_, {.revoked = {{serial_of(intermediate_)}}});
  expect_refused(Errc::certificate_revoked, 1);
}

TEST_F(Revocation, ASerialNumberCountsForItsIssuerOnly) {
  add(root_, {.revoked = {{serial_of(leaf_)}}});
  EXPECT_TRUE(verify().ok());
}

TEST_F(Revocation, OutOfDateListsRefuse) {
  add(intermediate_, {.this_update = kNow - 2 * kDay, .next_update = kNow - 1});
  expect_refused(Errc::revocation_list_expired, 0);
}

TEST_F(Revocation, AListIsGoodUpToTheSecondOfItsReplacement) {
  add(intermediate_, {.this_update = kNow, .next_update = kNow});
  EXPECT_TRUE(verify().ok());
}

TEST_F(Revocation, AListWithoutNextUpdateDoesNotExpire) {
  add(intermediate_, {.this_update = kNow - 1000 * kDay, .next_update = std::nullopt});
  EXPECT_TRUE(verify().ok());
}

TEST_F(Revocation, ListsOfTheFutureRefuse) {
  add(intermediate_, {.this_update = kNow + 1});
  expect_refused(Errc::revocation_list_not_yet_valid, 0);
}

TEST_F(Revocation, DatesCanBeOverlookedButNotRevocation) {
  add(intermediate_, {.this_update = kNow + 1});
  const Bytes chain[] = {leaf_.der(), intermediate_.der()};
  VerifyOptions options{.now = kNow, .revocation_lists = &lists_, .check_validity = false};
  EXPECT_TRUE(verify_chain(store_, chain, options).ok());
  add(intermediate_, {.revoked = {{serial_of(leaf_)}}, .this_update = kNow + 1});
  EXPECT_EQ(verify_chain(store_, chain, options).error->code, Errc::certificate_revoked);
}

TEST_F(Revocation, AnOutOfDateListStillRevokes) {
  add(intermediate_, {.revoked = {{serial_of(leaf_)}}, .next_update = kNow - 1});
  expect_refused(Errc::certificate_revoked, 0);
}

TEST_F(Revocation, AListOfANamesakeRefuses) {
  const Made namesake = self_signed(ca("Intermediate"));
  add(namesake, {});
  expect_refused(Errc::revocation_list_bad_signature, 0);
}

TEST_F(Revocation, AnAuthorityThatChangedItsKeyMaySignWithEither) {
  const Made old_intermediate = self_signed(ca("Intermediate"));
  ASSERT_TRUE(store_.add_der(old_intermediate.der()));
  add(old_intermediate, {});
  EXPECT_TRUE(verify().ok());
  add(old_intermediate, {.revoked = {{serial_of(leaf_)}}});
  expect_refused(Errc::certificate_revoked, 0);
}

TEST_F(Revocation, AnAuthorityThatMayNotSignListsHasNone) {
  CertificateProfile profile = ca("Intermediate");
  profile.key_usage = key_usage::key_cert_sign;
  intermediate_ = issued_by(root_, profile);
  leaf_ = issued_by(intermediate_, server("www.example.com"));
  add(intermediate_, {});
  expect_refused(Errc::revocation_list_bad_signature, 0);
}

TEST_F(Revocation, ALeafThatIsTrustedByItselfCannotBeRevoked) {
  ASSERT_TRUE(store_.add_der(leaf_.der()));
  add(intermediate_, {.revoked = {{serial_of(leaf_)}}});
  EXPECT_TRUE(verify().ok());
}

TEST(RevocationList, SaysWhatItHolds) {
  const Made root = self_signed(ca("Root"));
  const auto list = RevocationList::parse(make_list(root, {.revoked = {{{0x80, 0x01}}, {{0x05}}}})).value();
  EXPECT_EQ(list.size(), 2u);
  EXPECT_TRUE(list.lists(ByteVector{0x05}));
  EXPECT_TRUE(list.lists(ByteVector{0x00, 0x80, 0x01}));
  EXPECT_FALSE(list.lists(ByteVector{0x06}));
  EXPECT_FALSE(list.lists(ByteVector{}));
  EXPECT_EQ(list.this_update(), kNow - kDay);
  EXPECT_EQ(list.next_update(), kNow + kDay);
  EXPECT_TRUE(equal(list.issuer(), root.certificate->subject));
  SignatureBudget budget;
  EXPECT_TRUE(list.signed_by(root.certificate.view(), budget));
  EXPECT_FALSE(list.signed_by(self_signed(ca("Root")).certificate.view(), budget));
}

TEST_F(Revocation, AnEmptySequenceOfRevokedCertificatesRevokesNone) {  // some authorities write it
  add(root_, {.empty_revoked = true});
  add(intermediate_, {.version = 1, .empty_revoked = true});
  EXPECT_TRUE(verify().ok());
  EXPECT_EQ(lists_.lists().front()->size(), 0u);
}

TEST_F(Revocation, ListsTakeTheirShareOfTheBudget) {
  add(root_, {});
  add(intermediate_, {});
  const Verdict verdict = verify();
  EXPECT_TRUE(verdict.ok());
  EXPECT_EQ(verdict.signature_cost, 4u * 2048 * 2048);  // two certificates, two lists
}

// However many lists of one authority there are: the certificate is refused before they cost more than the limit.
TEST_F(Revocation, ManyListsCostNoMoreThanTheBudget) {
  for (const unsigned count : {20u, 200u}) {
    RevocationLists lists;
    for (unsigned i = 0; i < count; ++i)
      ASSERT_TRUE(lists.add_der(make_list(root_, {.this_update = kNow - kDay + static_cast<std::int64_t>(i)})));
    const Bytes chain[] = {leaf_.der(), intermediate_.der()};
    const Verdict verdict = verify_chain(store_, chain, {.now = kNow, .revocation_lists = &lists});
    EXPECT_EQ(verdict.ok(), count + 2 <= kSignatureBudget / (2048 * 2048));
    EXPECT_EQ(verdict.signature_cost, std::min<std::uint64_t>((count + 2) * 2048u * 2048u, kSignatureBudget));
    if (verdict.ok()) continue;
    EXPECT_EQ(verdict.error->found.view(), "signatures that cost too much to check");
  }
}

TEST(RevocationList, ReadsVersion1AndHarmlessExtensions) {
  const Made root = self_signed(ca("Root"));
  EXPECT_TRUE(RevocationList::parse(make_list(root, {.revoked = {{{0x05}}}, .version = 1})));
  const ByteVector reason_code{0x55, 0x1d, 0x15}, crl_number{0x55, 0x1d, 0x14}, one{0x02, 0x01, 0x01};
  EXPECT_TRUE(RevocationList::parse(
      make_list(root, {.revoked = {{{0x05}, reason_code, false}}, .extensions = {{crl_number, false, one}}})));
}

TEST(RevocationList, RefusesWhatItDoesNotHandle) {
  const Made root = self_signed(ca("Root"));
  const ByteVector one{0x02, 0x01, 0x01};
  const auto refused = [&](const ListProfile& profile) {
    const auto list = RevocationList::parse(make_list(root, profile));
    return !list && list.error().code == Errc::unsupported_feature;
  };
  const ByteVector delta = to_vector(oid::delta_crl_indicator), part = to_vector(oid::issuing_distribution_point);
  const ByteVector indirect = to_vector(oid::certificate_issuer), unknown{0x2a, 0x03};
  EXPECT_TRUE(refused({.extensions = {{delta, true, one}}}));
  EXPECT_TRUE(refused({.extensions = {{delta, false, one}}}));
  EXPECT_TRUE(refused({.extensions = {{part, true, one}}}));
  EXPECT_TRUE(refused({.extensions = {{unknown, true, one}}}));
  EXPECT_FALSE(refused({.extensions = {{unknown, false, one}}}));
  EXPECT_TRUE(refused({.revoked = {{{0x05}, indirect, true}}}));
  EXPECT_TRUE(refused({.revoked = {{{0x05}, unknown, true}}}));
}

TEST(RevocationList, RefusesWhatIsMalformed) {
  const Made root = self_signed(ca("Root"));
  const auto malformed = [](ByteVector der) {
    const auto list = RevocationList::parse(std::move(der));
    return !list && list.error().code == Errc::der_malformed;
  };
  const ByteVector sound = make_list(root, {.revoked = {{{0x05}}}});
  const ByteVector one{0x02, 0x01, 0x01}, reason_code{0x55, 0x1d, 0x15};
  EXPECT_FALSE(malformed(sound));
  EXPECT_TRUE(malformed({}));
  EXPECT_TRUE(malformed(ByteVector(sound.begin(), sound.end() - 1)));
  ByteVector longer = sound;
  longer.push_back(0);
  EXPECT_TRUE(malformed(longer));
  EXPECT_TRUE(malformed(make_list(root, {.version = 3})));
  EXPECT_TRUE(malformed(make_list(root, {.other_inner_algorithm = true})));
  EXPECT_TRUE(malformed(make_list(root, {.version = 1, .extensions = {{reason_code, false, one}}})));
  EXPECT_TRUE(malformed(make_list(root, {.revoked = {{{0x05}, reason_code, false}}, .version = 1})));
}

TEST(RevocationLists, ReadPemOrDerAndKeepEachOnce) {
  const Made root = self_signed(ca("Root")), other = self_signed(ca("Other"));
  const ByteVector first = make_list(root, {}), second = make_list(other, {});
  const std::string text = encode_pem("CERTIFICATE", root.der()) + encode_pem("X509 CRL", first) +
                           encode_pem("X509 CRL", second) + encode_pem("X509 CRL", first);
  RevocationLists lists;
  EXPECT_EQ(lists.add_pem(as_bytes(text)), 3u);
  EXPECT_EQ(lists.size(), 2u);
  EXPECT_EQ(lists.add_der(first), 1u);
  EXPECT_EQ(lists.size(), 2u);
  RevocationLists more;
  EXPECT_EQ(more.add_lists(lists), 2u);
  EXPECT_EQ(more.size(), 2u);
}

TEST(RevocationLists, AddNothingWhenSomethingIsWrong) {
  const Made root = self_signed(ca("Root"));
  const std::string sound = encode_pem("X509 CRL", make_list(root, {}));
  RevocationLists lists;
  EXPECT_EQ(lists.add_pem(as_bytes("no list at all")).error().code, Errc::pem_not_found);
  EXPECT_EQ(lists.add_pem(as_bytes(sound + encode_pem("X509 CRL", ByteVector{0x30, 0x00}))).error().code,
            Errc::der_malformed);
  EXPECT_EQ(lists.add_pem(as_bytes(sound + "-----BEGIN X509 CRL-----\nAAAA\n")).error().code, Errc::pem_malformed);
  EXPECT_EQ(lists.add_der(ByteVector{0x30}).error().code, Errc::der_malformed);
  EXPECT_TRUE(lists.empty());
}

TEST(TrustStore, TakesOverAnother) {
  const Made root = self_signed(ca("Root")), other = self_signed(ca("Other"));
  TrustStore first, second;
  ASSERT_TRUE(first.add_der(root.der()));
  ASSERT_TRUE(second.add_der(root.der()));
  ASSERT_TRUE(second.add_der(other.der()));
  first.add_store(second);
  second = TrustStore();  // the copies are independent of it
  EXPECT_EQ(first.size(), 2u);
  EXPECT_TRUE(first.contains(root.der()));
  EXPECT_TRUE(first.contains(other.der()));
  std::size_t found = 0;
  first.find(other.certificate->subject).each([&](Bytes der) { return ++found, equal(der, other.der()); });
  EXPECT_EQ(found, 1u);
}

}  // namespace
}  // namespace handfast::pki
