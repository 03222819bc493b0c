// Which bits stand for what is wrong with a chain. tests/capi/differential asks Debian's library the same.
#include "capi/verify.hpp"

#include <gtest/gtest.h>

#include "capi/services.hpp"
#include "pki/certificate_maker.hpp"

namespace handfast::capi {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr unsigned kInvalid = GNUTLS_CERT_INVALID;

struct Made {
  crypto::PrivateKey key;
  ByteVector der;
  pki::CertificateView view() const { return pki::CertificateView::parse(der).value(); }
};

crypto::PrivateKey new_key(crypto::KeyType type = crypto::KeyType::ec_p256, unsigned rsa_bits = 2048) {
  return std::move(crypto::PrivateKey::generate(type, rsa_bits).value());
}

Made self_signed(const pki::CertificateProfile& profile, crypto::PrivateKey key = new_key()) {
  ByteVector der = pki::make_self_signed(profile, key).value();
  return {std::move(key), std::move(der)};
}

Made issued_by(const Made& issuer, const pki::CertificateProfile& profile, crypto::PrivateKey key = new_key()) {
  const pki::CertificateView view = issuer.view();
  ByteVector der = pki::make_certificate(profile, key, {view, issuer.key}).value();
  return {std::move(key), std::move(der)};
}

class Judge : public testing::Test {
 protected:
  Judge() { trust(root_); }
  void trust(const Made& made) {
    auto store = std::make_shared<pki::TrustStore>();
    ASSERT_TRUE(store->add_der(made.der));
    contents_.trust = store;
  }
  pki::CertificateProfile ca(std::string name) const {
    return pki::ca_profile(std::move(name), now_ - kDay, now_ + kDay);
  }
  pki::CertificateProfile server() const { return pki::server_profile({"www.example.com"}, now_ - kDay, now_ + kDay); }
  unsigned status(const Made& made, const VerifyRequest& request = {}) const {
    const Bytes chain[] = {made.der};
    return judged(chain, request);
  }
  unsigned judged(std::span<const Bytes> chain, const VerifyRequest& request = {}) const {
    const Judgement judgement = judge(contents_, chain, request, priority_);
    EXPECT_EQ(judgement.status == 0, judgement.verdict.ok());
    return judgement.status;
  }
  static VerifyRequest host(std::string name) {
    VerifyRequest out;
    out.hostname = std::move(name);
    return out;
  }
  static VerifyRequest with_flags(unsigned flags) {
    VerifyRequest out;
    out.flags = flags;
    return out;
  }

  const std::int64_t now_ = current_time();
  Made root_ = self_signed(ca("Root"));
  gnutls_certificate_credentials_st::Contents contents_;
  const Priority* priority_ = nullptr;
};

TEST_F(Judge, AGoodCertificateHasNoBits) {
  EXPECT_EQ(status(issued_by(root_, server())), 0u);
  EXPECT_EQ(status(issued_by(root_, server()), host("www.example.com")), 0u);
}

TEST_F(Judge, UnknownIssuer) {
  EXPECT_EQ(status(self_signed(server())), kInvalid | GNUTLS_CERT_SIGNER_NOT_FOUND);
  contents_.trust = empty_trust_store();
  EXPECT_EQ(status(issued_by(root_, server())), kInvalid | GNUTLS_CERT_SIGNER_NOT_FOUND);
}

TEST_F(Judge, Dates) {
  pki::CertificateProfile expired = server(), future = server();
  expired.not_after = now_ - 1;
  future.not_before = now_ + 1000;
  EXPECT_EQ(status(issued_by(root_, expired)), kInvalid | GNUTLS_CERT_EXPIRED);
  EXPECT_EQ(status(issued_by(root_, future)), kInvalid | GNUTLS_CERT_NOT_ACTIVATED);
  EXPECT_EQ(status(issued_by(root_, expired), with_flags(GNUTLS_VERIFY_DISABLE_TIME_CHECKS)), 0u);
  EXPECT_EQ(status(issued_by(root_, expired), with_flags(GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS)),
            kInvalid | GNUTLS_CERT_EXPIRED);
}

TEST_F(Judge, TheAnchorsDates) {
  pki::CertificateProfile expired = ca("Old");
  expired.not_after = now_ - 1;
  const Made old = self_signed(expired);
  trust(old);
  const Made leaf = issued_by(old, server());
  EXPECT_EQ(status(leaf), kInvalid | GNUTLS_CERT_EXPIRED);
  EXPECT_EQ(status(leaf, with_flags(GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS)), 0u);
}

TEST_F(Judge, SeveralFaultsAtOnce) {
  pki::CertificateProfile expired = server();
  expired.not_after = now_ - 1;
  const unsigned both = kInvalid | GNUTLS_CERT_EXPIRED | GNUTLS_CERT_SIGNER_NOT_FOUND;
  EXPECT_EQ(status(self_signed(expired)), both);
  EXPECT_EQ(status(self_signed(expired), host("other.example")), both | GNUTLS_CERT_UNEXPECTED_OWNER);
}

TEST_F(Judge, Names) {
  const Made leaf = issued_by(root_, server());
  const unsigned wrong = kInvalid | GNUTLS_CERT_UNEXPECTED_OWNER;
  EXPECT_EQ(status(leaf, host("other.example")), wrong);
  EXPECT_EQ(status(leaf, host("")), wrong);
  EXPECT_EQ(status(leaf, host("not a name")), wrong);
  EXPECT_EQ(status(leaf, host(std::string("www.example.com\0.evil", 20))), wrong);
}

TEST_F(Judge, WildcardsAndAddressesCanBeForbidden) {
  const Made leaf =
      issued_by(root_, pki::server_profile({"*.example.com", "plain.example.net", "192.0.2.1"}, now_ - 1, now_ + kDay));
  const auto strict = [](std::string name, unsigned flags) {
    VerifyRequest out = host(std::move(name));
    out.flags = flags;
    return out;
  };
  const unsigned wrong = kInvalid | GNUTLS_CERT_UNEXPECTED_OWNER;
  EXPECT_EQ(status(leaf, host("www.example.com")), 0u);
  EXPECT_EQ(status(leaf, strict("www.example.com", GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS)), wrong);
  EXPECT_EQ(status(leaf, strict("plain.example.net", GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS)), 0u);
  EXPECT_EQ(status(leaf, host("192.0.2.1")), 0u);
  EXPECT_EQ(status(leaf, strict("192.0.2.1", GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS)), 0u);
  EXPECT_EQ(status(leaf, strict("192.0.2.1", GNUTLS_VERIFY_DO_NOT_ALLOW_IP_MATCHES)), wrong);
}

TEST_F(Judge, Addresses) {
  const Made leaf = issued_by(root_, pki::server_profile({"192.0.2.1"}, now_ - 1, now_ + kDay));
  VerifyRequest request;
  request.ip_address = std::string("\xc0\x00\x02\x01", 4);
  EXPECT_EQ(status(leaf, request), 0u);
  request.ip_address = std::string("\xc0\x00\x02\x02", 4);
  EXPECT_EQ(status(leaf, request), kInvalid | GNUTLS_CERT_UNEXPECTED_OWNER);
  request.ip_address = "192.0.2.1";  // text, not octets
  EXPECT_EQ(status(leaf, request), kInvalid | GNUTLS_CERT_UNEXPECTED_OWNER);
}

TEST_F(Judge, MailAddresses) {
  pki::CertificateProfile profile = server();
  profile.names.clear();
  // subjectAltName with one rfc822Name (RFC 5280, 4.2.1.6).
  ByteVector names{0x30, 0x13, 0x81, 0x11};
  append(names, as_bytes("Alice@example.com"));
  profile.more = {{{0x55, 0x1d, 0x11}, false, names}};
  const Made leaf = issued_by(root_, profile);
  const auto email = [](std::string address) {
    VerifyRequest out;
    out.email = std::move(address);
    return out;
  };
  EXPECT_EQ(status(leaf, email("Alice@EXAMPLE.com")), 0u);
  for (const char* wrong : {"alice@example.com", "Alice@example.org", "Alice@*.com", "example.com", ""})
    EXPECT_EQ(status(leaf, email(wrong)), kInvalid | GNUTLS_CERT_UNEXPECTED_OWNER) << wrong;
}

TEST_F(Judge, PurposesAreCheckedWhenAsked) {
  const Made client = issued_by(root_, pki::client_profile("client", now_ - 1, now_ + kDay));
  VerifyRequest request;
  EXPECT_EQ(status(client, request), 0u);
  request.purpose_oid = "1.3.6.1.5.5.7.3.2";
  EXPECT_EQ(status(client, request), 0u);
  request.purpose_oid = "1.3.6.1.5.5.7.3.1";
  EXPECT_EQ(status(client, request), kInvalid | GNUTLS_CERT_PURPOSE_MISMATCH);
}

TEST_F(Judge, AnIssuerThatIsNoAuthority) {
  const Made leaf = issued_by(root_, server());
  const Made below = issued_by(leaf, server());
  const Bytes chain[] = {below.der, leaf.der};
  EXPECT_EQ(judged(chain), kInvalid | GNUTLS_CERT_SIGNER_NOT_CA | GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE);
}

TEST_F(Judge, ANamesakeOfTheIssuer) {
  const Made namesake = self_signed(ca("Root"));
  EXPECT_EQ(status(issued_by(namesake, server())), kInvalid | GNUTLS_CERT_SIGNER_NOT_FOUND);
}

TEST_F(Judge, ADamagedSignature) {
  Made leaf = issued_by(root_, server());
  leaf.der.back() ^= 1;
  EXPECT_EQ(status(leaf), kInvalid | GNUTLS_CERT_SIGNATURE_FAILURE);
}

TEST_F(Judge, CriticalExtensions) {
  pki::CertificateProfile profile = server();
  profile.more = {{{0x2a, 0x03}, true, {0x05, 0x00}}};
  const Made leaf = issued_by(root_, profile);
  EXPECT_EQ(status(leaf), kInvalid | GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS);
  EXPECT_EQ(status(leaf, with_flags(GNUTLS_VERIFY_IGNORE_UNKNOWN_CRIT_EXTENSIONS)), 0u);
}

TEST_F(Judge, APromisedOcspResponseThatDidNotCome) {  // RFC 7633, 4.3.3
  pki::CertificateProfile profile = server();
  profile.more = {{{0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x18}, false, {0x30, 0x03, 0x02, 0x01, 0x05}}};
  const Made promising = issued_by(root_, profile), plain = issued_by(root_, server());
  VerifyRequest withheld;
  withheld.status_withheld = true;
  EXPECT_EQ(status(promising), 0u);
  EXPECT_EQ(status(plain, withheld), 0u);
  EXPECT_EQ(status(promising, withheld), kInvalid | GNUTLS_CERT_MISSING_OCSP_STATUS);
  withheld.flags = GNUTLS_VERIFY_DISABLE_CRL_CHECKS;
  EXPECT_EQ(status(promising, withheld), 0u);
}

TEST_F(Judge, PurposesOfTheWholePathAreChecked) {
  pki::CertificateProfile mail = ca("Mail");
  mail.extended_key_usage = {{0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x04}};
  const Made intermediate = issued_by(root_, mail), leaf = issued_by(intermediate, server());
  const Bytes chain[] = {leaf.der, intermediate.der};
  VerifyRequest request;
  EXPECT_EQ(judged(chain, request), 0u);
  request.purpose_oid = "1.3.6.1.5.5.7.3.1";
  EXPECT_EQ(judged(chain, request), kInvalid | GNUTLS_CERT_PURPOSE_MISMATCH);
  trust(intermediate);  // as an anchor, too
  EXPECT_EQ(judged(chain, request), kInvalid | GNUTLS_CERT_PURPOSE_MISMATCH);
  request.purpose_oid = "no object identifier";
  EXPECT_EQ(judged(chain, request), kInvalid | GNUTLS_CERT_PURPOSE_MISMATCH);
}

TEST_F(Judge, ATrustedLeafCanBeForbidden) {
  const Made leaf = self_signed(server());
  trust(leaf);
  EXPECT_EQ(status(leaf), 0u);
  EXPECT_EQ(status(leaf, with_flags(GNUTLS_VERIFY_DO_NOT_ALLOW_SAME)),
            kInvalid | GNUTLS_CERT_SIGNER_NOT_CA | GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE);
}

TEST_F(Judge, Profiles) {
  const auto profile = [](unsigned number) { return with_flags(GNUTLS_PROFILE_TO_VFLAGS(number)); };
  const unsigned weak = kInvalid | GNUTLS_CERT_INSECURE_ALGORITHM;
  const Made p256 = issued_by(root_, server());
  EXPECT_EQ(status(p256, profile(GNUTLS_PROFILE_HIGH)), 0u);
  EXPECT_EQ(status(p256, profile(GNUTLS_PROFILE_SUITEB128)), 0u);
  EXPECT_EQ(status(p256, profile(GNUTLS_PROFILE_ULTRA)), weak);
  EXPECT_EQ(status(p256, profile(GNUTLS_PROFILE_SUITEB192)), weak);
  EXPECT_EQ(status(p256, profile(77)), weak);  // a profile without a meaning accepts nothing
  const Made rsa = issued_by(root_, server(), new_key(crypto::KeyType::rsa, 2048));
  EXPECT_EQ(status(rsa), 0u);
  EXPECT_EQ(status(rsa, profile(GNUTLS_PROFILE_MEDIUM)), 0u);
  EXPECT_EQ(status(rsa, profile(GNUTLS_PROFILE_HIGH)), weak);
  EXPECT_EQ(status(rsa, profile(GNUTLS_PROFILE_SUITEB128)), weak);
}

TEST_F(Judge, ShortRsaKeysNeedAProfileThatAllowsThem) {
  const Made rsa = issued_by(root_, server(), new_key(crypto::KeyType::rsa, 1024));
  EXPECT_EQ(status(rsa), kInvalid | GNUTLS_CERT_INSECURE_ALGORITHM);
  EXPECT_EQ(status(rsa, with_flags(GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_LOW))), 0u);
}

TEST_F(Judge, TheSessionsPrioritiesCount) {
  Priority priority;
  priority.profile = GNUTLS_PROFILE_ULTRA;
  priority_ = &priority;
  const Made leaf = issued_by(root_, server());
  EXPECT_EQ(status(leaf), kInvalid | GNUTLS_CERT_INSECURE_ALGORITHM);
  EXPECT_EQ(status(leaf, with_flags(GNUTLS_PROFILE_TO_VFLAGS(GNUTLS_PROFILE_LOW))),
            kInvalid | GNUTLS_CERT_INSECURE_ALGORITHM);
}

TEST_F(Judge, TheCredentialsFlagsCount) {
  pki::CertificateProfile expired = server();
  expired.not_after = now_ - 1;
  contents_.verify_flags = GNUTLS_VERIFY_DISABLE_TIME_CHECKS;
  EXPECT_EQ(status(issued_by(root_, expired)), 0u);
}

TEST_F(Judge, ALeafThatCannotBeReadIsInvalid) {
  const ByteVector nonsense{0x30, 0x00};
  const Bytes chain[] = {nonsense};
  EXPECT_EQ(judged(chain), kInvalid);
}

}  // namespace
}  // namespace handfast::capi
