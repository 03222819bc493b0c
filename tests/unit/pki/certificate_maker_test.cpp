#include "pki/certificate_maker.hpp"

#include <gtest/gtest.h>

#include <set>

#include "authority.hpp"
#include "pki/text.hpp"
#include "pki/verify.hpp"

namespace handfast::pki {
namespace {

using crypto::KeyType;

TEST(CertificateMaker, WritesWhatTheProfileSays) {
  const Made authority = self_signed(ca("Authority"));
  CertificateProfile profile = server_profile({"www.example.com", "192.0.2.1"}, kNow - kDay, 2'600'000'000);
  profile.serial = {0x80, 0x01};
  const Made made = issued_by(authority, profile);
  const CertificateView& view = made.certificate.view();
  EXPECT_EQ(view.version, 3u);
  EXPECT_EQ(to_vector(view.serial), (ByteVector{0x00, 0x80, 0x01}));
  EXPECT_EQ(view.subject_text(), "CN=www.example.com");
  EXPECT_EQ(view.issuer_text(), "CN=Authority");
  EXPECT_EQ(view.not_before, kNow - kDay);
  EXPECT_EQ(view.not_after, 2'600'000'000);  // in 2052: GeneralizedTime
  EXPECT_EQ(to_vector(view.spki), made.key.public_spki().value());
  EXPECT_EQ(view.key_usage, key_usage::digital_signature);
  EXPECT_TRUE(view.has_extended_key_usage(oid::server_auth));
  EXPECT_FALSE(view.basic_constraints->ca);
  EXPECT_TRUE(equal(view.authority_key_id, authority.certificate->subject_key_id));
  EXPECT_FALSE(view.authority_key_id.empty());
  EXPECT_TRUE(view.unknown_critical.empty());
}

TEST(CertificateMaker, SerialNumbersDifferAndArePositive) {
  const crypto::PrivateKey key = new_key();
  std::set<ByteVector> serials;
  for (int i = 0; i < 20; ++i) {
    const ByteVector der = make_self_signed(server("a.example"), key).value();
    const CertificateView view = CertificateView::parse(der).value();
    EXPECT_EQ(view.serial.size(), 16u);
    EXPECT_LT(view.serial[0], 0x80);
    serials.insert(to_vector(view.serial));
  }
  EXPECT_EQ(serials.size(), 20u);
}

TEST(CertificateMaker, SignsWithEveryScheme) {
  const auto verifies = [](KeyType type, SignatureScheme scheme) {
    CertificateProfile profile = ca("Self");
    profile.signature = scheme;
    const Made made = self_signed(profile, new_key(type));
    const auto read = signature_scheme(made.certificate->signature_algorithm, type);
    return read && made.certificate.public_key()->verify(*read, made.certificate->tbs, made.certificate->signature);
  };
  EXPECT_TRUE(verifies(KeyType::rsa, SignatureScheme::rsa_pkcs1_sha256));
  EXPECT_TRUE(verifies(KeyType::rsa, SignatureScheme::rsa_pkcs1_sha384));
  EXPECT_TRUE(verifies(KeyType::rsa, SignatureScheme::rsa_pkcs1_sha512));
  EXPECT_TRUE(verifies(KeyType::rsa, SignatureScheme::rsa_pss_rsae_sha256));
  EXPECT_TRUE(verifies(KeyType::rsa, SignatureScheme::rsa_pss_rsae_sha512));
  EXPECT_TRUE(verifies(KeyType::rsa_pss, SignatureScheme::rsa_pss_pss_sha384));
  EXPECT_TRUE(verifies(KeyType::ec_p256, SignatureScheme::ecdsa_secp521r1_sha512));
  EXPECT_TRUE(verifies(KeyType::ec_p521, SignatureScheme::ecdsa_secp256r1_sha256));
  EXPECT_TRUE(verifies(KeyType::ed25519, SignatureScheme::ed25519));
}

TEST(CertificateMaker, RefusesWhatCannotBeSigned) {
  CertificateProfile profile = server("a.example");
  profile.signature = SignatureScheme::ed448;
  EXPECT_EQ(make_self_signed(profile, new_key()).error().code, Errc::invalid_request);
  profile.signature = SignatureScheme::rsa_pkcs1_sha256;
  EXPECT_FALSE(make_self_signed(profile, new_key()));  // with a key on a curve
}

}  // namespace
}  // namespace handfast::pki
