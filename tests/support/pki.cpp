#include "support/pki.hpp"

#include "pki/pem.hpp"

namespace handfast::test {

const TestCa& TestCa::instance() {
  static const TestCa ca;
  return ca;
}

TestCa::TestCa()
    : key_(crypto::PrivateKey::generate(crypto::KeyType::ec_p256).value()),
      certificate_(pki::Certificate::parse(
                       pki::make_self_signed(pki::ca_profile("Test CA", kNotBefore, kNotAfter), key_).value())
                       .value()) {
  auto store = std::make_shared<pki::TrustStore>();
  (void)store->add_der(certificate_.der()).value();
  trust_ = std::move(store);
}

std::shared_ptr<const tls::Credential> TestCa::server(crypto::KeyType type, std::vector<std::string> names,
                                                      std::int64_t not_after) const {
  return issue(pki::server_profile(std::move(names), kNotBefore, not_after), type);
}

std::shared_ptr<const tls::Credential> TestCa::client(crypto::KeyType type) const {
  return issue(pki::client_profile("client", kNotBefore, kNotAfter), type);
}

std::string TestCa::certificate_pem() const { return pki::encode_pem("CERTIFICATE", certificate_.der()); }

TestCa::Pem TestCa::server_pem(std::vector<std::string> names) const {
  return issue_pem(pki::server_profile(std::move(names), kNotBefore, kNotAfter));
}

TestCa::Pem TestCa::client_pem() const { return issue_pem(pki::client_profile("client", kNotBefore, kNotAfter)); }

TestCa::Pem TestCa::issue_pem(const pki::CertificateProfile& profile) const {
  const auto key = crypto::PrivateKey::generate(crypto::KeyType::ec_p256).value();
  const pki::Issuer issuer{certificate_.view(), key_};
  const SecretBytes pkcs8 = key.to_pkcs8().value();
  const SecretBytes text = pki::encode_secret_pem("PRIVATE KEY", pkcs8.reveal());
  return {pki::encode_pem("CERTIFICATE", pki::make_certificate(profile, key, issuer).value()),
          std::string(as_text(text.reveal()))};
}

std::shared_ptr<const tls::Credential> TestCa::issue(const pki::CertificateProfile& profile,
                                                     crypto::KeyType type) const {
  auto key = crypto::PrivateKey::generate(type).value();
  const pki::Issuer issuer{certificate_.view(), key_};
  ByteVector certificate = pki::make_certificate(profile, key, issuer).value();  // before the key is moved
  return tls::Credential::create({std::move(certificate)}, std::move(key)).value();
}

}  // namespace handfast::test
