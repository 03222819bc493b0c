#include "pki/certificate.hpp"

#include <gtest/gtest.h>

#include "authority.hpp"
#include "pki/key_file.hpp"
#include "pki/text.hpp"

namespace handfast::pki {
namespace {

using crypto::KeyType;

Certificate from_file(const std::string& name) { return std::move(load_certificates(data_file(name)).value().front()); }

TEST(Certificate, ShowsEveryField) {
  const Certificate certificate = from_file("all_extensions.pem");
  const CertificateView& view = certificate.view();
  EXPECT_EQ(view.version, 3u);
  EXPECT_EQ(to_vector(view.serial), (ByteVector{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef}));
  EXPECT_EQ(view.subject_text(), "EMAIL=post@all.example,CN=all.example,OU=Tests\\+More,O=Example\\, Inc.,C=DE");
  EXPECT_EQ(view.issuer_text(), view.subject_text());
  EXPECT_TRUE(view.self_issued());
  EXPECT_EQ(time_text(view.not_before), "2026-11-23 07:46:51 UTC");
  EXPECT_EQ(time_text(view.not_after), "2036-11-20 07:46:51 UTC");
  ASSERT_TRUE(view.basic_constraints);
  EXPECT_TRUE(view.basic_constraints->ca);
  EXPECT_EQ(view.basic_constraints->path_length, 3u);
  EXPECT_EQ(view.key_usage, key_usage::digital_signature | key_usage::key_cert_sign);
  EXPECT_TRUE(view.has_extended_key_usage(oid::server_auth));
  EXPECT_TRUE(view.has_extended_key_usage(oid::client_auth));
  EXPECT_FALSE(view.has_extended_key_usage(oid::any_extended_key_usage));
  EXPECT_TRUE(view.name_constraints);
  EXPECT_EQ(view.subject_key_id.size(), 20u);
  EXPECT_TRUE(equal(view.subject_key_id, view.authority_key_id));
  EXPECT_EQ(object_identifier_text(view.unknown_critical), "1.2.3.4.5.6");
}

TEST(Certificate, WalksItsNamesAndExtensions) {
  const Certificate certificate = from_file("all_extensions.pem");
  std::vector<std::string> names;
  for (const GeneralName& name : *certificate->subject_alt_name) {
    if (name.type == GeneralNameType::dns || name.type == GeneralNameType::email || name.type == GeneralNameType::uri)
      names.emplace_back(as_text(name.value));
    if (name.type == GeneralNameType::ip_address) names.push_back(ip_text(name.value));
    if (name.type == GeneralNameType::directory_name) names.push_back(name_text(name.value));
    if (name.type == GeneralNameType::registered_id) names.push_back(object_identifier_text(name.value));
  }
  EXPECT_EQ(names,
            (std::vector<std::string>{"all.example", "*.all.example", "192.0.2.7", "2001:db8::7", "post@all.example",
                                      "https://all.example/", "1.2.3.4", "CN=in a directory"}));
  std::vector<std::string> critical;
  std::size_t count = 0;
  for (const Extension& extension : certificate->extensions) {
    ++count;
    if (extension.critical) critical.push_back(object_identifier_text(extension.id));
  }
  EXPECT_EQ(count, 10u);
  EXPECT_EQ(critical, (std::vector<std::string>{"2.5.29.19", "2.5.29.15", "2.5.29.30", "1.2.3.4.5.6"}));
}

TEST(Certificate, ViewsSurviveMoving) {
  Certificate first = from_file("all_extensions.pem");
  const Certificate second = std::move(first);
  EXPECT_EQ(second->der.data(), second.der().data());
  EXPECT_EQ(second.subject_text().substr(0, 5), "EMAIL");
}

TEST(Certificate, Version1HasNoExtensions) {
  const Certificate certificate = from_file("version1.pem");
  EXPECT_EQ(certificate->version, 1u);
  EXPECT_TRUE(certificate->extensions.empty());
  EXPECT_FALSE(certificate->basic_constraints);
}

TEST(Certificate, LocatesTheSubjectAlone) {
  for (const std::string name : {"all_extensions.pem", "version1.pem"}) {
    const Certificate certificate = from_file(name);
    EXPECT_TRUE(equal(locate_subject(certificate.der()).value(), certificate->subject));
  }
}

TEST(Certificate, EveryCutIsRefused) {
  const Certificate certificate = from_file("all_extensions.pem");
  const Bytes der = certificate.der();
  for (std::size_t size = 0; size < der.size(); ++size)
    ASSERT_EQ(CertificateView::parse(der.first(size)).error().code, Errc::certificate_malformed) << size;
  ByteVector longer = to_vector(der);
  longer.push_back(0);
  EXPECT_EQ(CertificateView::parse(longer).error().code, Errc::certificate_malformed);
}

TEST(Certificate, EveryChangedByteIsRefusedOrGivesAConsistentView) {
  const Certificate certificate = from_file("all_extensions.pem");
  ByteVector der = to_vector(certificate.der());
  std::size_t refused = 0;
  for (std::size_t at = 0; at < der.size(); ++at) {
    for (const int change : {0x01, 0x80, 0xff}) {
      der[at] = static_cast<std::uint8_t>(der[at] ^ change);
      if (const auto view = CertificateView::parse(der)) {
        EXPECT_EQ(view->der.size(), der.size());
        std::size_t names = 0;
        if (view->subject_alt_name)
          for ([[maybe_unused]] const GeneralName& name : *view->subject_alt_name) ++names;
        EXPECT_LE(names, 9u);
        EXPECT_FALSE(view->subject_text().empty());
      } else {
        EXPECT_EQ(view.error().code, Errc::certificate_malformed);
        EXPECT_FALSE(view.error().field.empty());
        ++refused;
      }
      der[at] = static_cast<std::uint8_t>(der[at] ^ change);
    }
  }
  EXPECT_GT(refused, 200u);
}

// A certificate whose profile was changed, as parse() sees it.
Result<CertificateView> parsed(void (*change)(CertificateProfile&), ByteVector& der) {
  CertificateProfile profile = server("test.example");
  change(profile);
  der = make_self_signed(profile, new_key()).value();
  return CertificateView::parse(der);
}

TEST(Certificate, RefusesExtensionsThatAreMalformedOrRepeated) {
  ByteVector der;
  ASSERT_TRUE(parsed([](CertificateProfile&) {}, der));
  const auto field = [&](void (*change)(CertificateProfile&)) {
    const auto view = parsed(change, der);
    return view ? std::string_view("accepted") : view.error().field;
  };
  EXPECT_EQ(
      field([](CertificateProfile& p) { p.more = {{to_vector(oid::key_usage), false, {0x03, 0x02, 0x07, 0x80}}}; }),
      "extnID");
  EXPECT_EQ(field([](CertificateProfile& p) { p.more = {{{0x2a, 0x03}, false, {}}, {{0x2a, 0x03}, false, {}}}; }),
            "extnID");
  EXPECT_EQ(field([](CertificateProfile& p) {
              p.key_usage.reset();
              p.more = {{to_vector(oid::key_usage), false, {0x03, 0x02, 0x07, 0x80, 0x00}}};
            }),
            "extnValue");
  EXPECT_EQ(field([](CertificateProfile& p) {
              p.names.clear();
              p.more = {{to_vector(oid::subject_alt_name), false, {0x30, 0x00}}};
            }),
            "subjectAltName");
  EXPECT_EQ(field([](CertificateProfile& p) {
              p.names.clear();
              p.more = {{to_vector(oid::subject_alt_name), false, {0x30, 0x05, 0x87, 0x03, 1, 2, 3}}};
            }),
            "iPAddress");
  EXPECT_EQ(field([](CertificateProfile& p) {
              p.extended_key_usage.clear();
              p.more = {{to_vector(oid::extended_key_usage), false, {0x30, 0x00}}};
            }),
            "extKeyUsage");
  EXPECT_EQ(field([](CertificateProfile& p) {
              for (std::uint8_t i = 0; i < 100; ++i) p.more.push_back({{0x2a, i}, false, {0x05, 0x00}});
            }),
            "extensions");
}

TEST(Certificate, RefusesOneThatIsTooLarge) {
  ByteVector der;
  const auto view = parsed([](CertificateProfile& p) { p.names.assign(10'000, "a-long-name.example"); }, der);
  ASSERT_FALSE(view);
  EXPECT_EQ(view.error().expected.view(), "at most 131072 bytes");
}

TEST(Certificate, RefusesTwoDifferentAlgorithms) {
  const Made made = self_signed(server("test.example"));
  ByteVector der = to_vector(made.der());
  const auto at = std::search(der.begin(), der.end(), oid::ecdsa_with_sha256.begin(), oid::ecdsa_with_sha256.end());
  ASSERT_NE(at, der.end());
  at[7] = 0x03;  // the inner one becomes ecdsa-with-SHA384
  EXPECT_EQ(CertificateView::parse(der).error().field, "signatureAlgorithm");
}

TEST(SignatureScheme, OfEveryKindThatIsSupported) {
  const auto scheme = [](const std::string& file, KeyType key) {
    return signature_scheme(from_file(file)->signature_algorithm, key);
  };
  EXPECT_EQ(scheme("all_extensions.pem", KeyType::ec_p256), SignatureScheme::ecdsa_secp256r1_sha256);
  EXPECT_EQ(scheme("all_extensions.pem", KeyType::ec_p521), SignatureScheme::ecdsa_secp256r1_sha256);
  EXPECT_EQ(scheme("version1.pem", KeyType::rsa), SignatureScheme::rsa_pkcs1_sha256);
  EXPECT_EQ(scheme("pss_sha256.pem", KeyType::rsa), SignatureScheme::rsa_pss_rsae_sha256);
  EXPECT_EQ(scheme("pss_sha384.pem", KeyType::rsa), SignatureScheme::rsa_pss_rsae_sha384);
  EXPECT_EQ(scheme("pss_sha512.pem", KeyType::rsa), SignatureScheme::rsa_pss_rsae_sha512);
  EXPECT_EQ(scheme("pss_sha512.pem", KeyType::rsa_pss), SignatureScheme::rsa_pss_pss_sha512);
}

TEST(SignatureScheme, OthersAreRefusedByName) {
  const auto found = [](const std::string& file, KeyType key, Errc code = Errc::certificate_unsupported) {
    const auto scheme = signature_scheme(from_file(file)->signature_algorithm, key);
    if (scheme) return std::string("accepted");
    EXPECT_EQ(scheme.error().code, code);
    return std::string(scheme.error().found.view());
  };
  // RFC 8446, 4.4.2.4: bad_certificate is the alert for these.
  EXPECT_EQ(found("rsa_sha1.pem", KeyType::rsa, Errc::certificate_insecure_signature), "RSA with SHA-1");
  EXPECT_EQ(alert_for(Errc::certificate_insecure_signature), Alert::bad_certificate);
  EXPECT_EQ(found("pss_other_salt.pem", KeyType::rsa), "RSASSA-PSS with other parameters");
  EXPECT_EQ(found("ed448.pem", KeyType::ed25519), "algorithm 1.3.101.113");
  EXPECT_EQ(found("all_extensions.pem", KeyType::rsa), "algorithm 1.2.840.10045.4.3.2");
  EXPECT_EQ(found("version1.pem", KeyType::rsa_pss), "algorithm 1.2.840.113549.1.1.11");
  EXPECT_EQ(found("version1.pem", KeyType::ec_p256), "algorithm 1.2.840.113549.1.1.11");
}

TEST(SignatureScheme, ParametersMustBeTheRightOnes) {
  const auto scheme = [](Bytes id, Bytes parameters, KeyType key) {
    ByteVector der;
    DerWriter(der).sequence([&](DerWriter& out) {
      out.primitive(Tag::object_identifier, id);
      out.raw(parameters);
    });
    return signature_scheme(der, key).has_value();
  };
  const ByteVector null{0x05, 0x00}, full_null{0x05, 0x01, 0x00}, integer{0x02, 0x01, 0x00};
  EXPECT_TRUE(scheme(oid::sha256_with_rsa, null, KeyType::rsa));
  EXPECT_TRUE(scheme(oid::sha256_with_rsa, {}, KeyType::rsa));
  EXPECT_FALSE(scheme(oid::sha256_with_rsa, full_null, KeyType::rsa));
  EXPECT_FALSE(scheme(oid::sha256_with_rsa, integer, KeyType::rsa));
  EXPECT_TRUE(scheme(oid::ecdsa_with_sha256, {}, KeyType::ec_p256));
  EXPECT_FALSE(scheme(oid::ecdsa_with_sha256, null, KeyType::ec_p256));
  EXPECT_TRUE(scheme(oid::ed25519, {}, KeyType::ed25519));
  EXPECT_FALSE(scheme(oid::ed25519, null, KeyType::ed25519));
  EXPECT_FALSE(scheme(oid::rsassa_pss, {}, KeyType::rsa));
  EXPECT_EQ(signature_scheme({}, KeyType::rsa).error().code, Errc::certificate_unsupported);
}

}  // namespace
}  // namespace handfast::pki
