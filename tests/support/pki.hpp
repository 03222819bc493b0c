#pragma once
// Certificates for tests: one CA, and whatever is issued by it, made once in the process.
#include <memory>
#include <string>

#include "pki/certificate_maker.hpp"
#include "pki/trust_store.hpp"
#include "tls/credentials.hpp"

namespace handfast::test {

inline constexpr std::int64_t kNotBefore = 1'700'000'000;  // 2023
inline constexpr std::int64_t kNotAfter = 4'000'000'000;   // 2096

class TestCa {
 public:
  static const TestCa& instance();

  std::shared_ptr<const pki::TrustStore> trust() const { return trust_; }
  std::shared_ptr<const tls::Credential> server(crypto::KeyType type = crypto::KeyType::ec_p256,
                                                std::vector<std::string> names = {"localhost"},
                                                std::int64_t not_after = kNotAfter) const;
  // The same as a program has it in its files.
  struct Pem {
    std::string chain, key;
  };
  Pem server_pem(std::vector<std::string> names = {"localhost"}) const;
  Pem client_pem() const;
  std::string certificate_pem() const;
  std::shared_ptr<const tls::Credential> client(crypto::KeyType type = crypto::KeyType::ec_p256) const;
  Bytes certificate() const { return certificate_.der(); }
  Bytes subject() const { return certificate_->subject; }

 private:
  TestCa();
  std::shared_ptr<const tls::Credential> issue(const pki::CertificateProfile& profile, crypto::KeyType type) const;
  Pem issue_pem(const pki::CertificateProfile& profile) const;
  crypto::PrivateKey key_;
  pki::Certificate certificate_;
  std::shared_ptr<const pki::TrustStore> trust_;
};

inline std::shared_ptr<const tls::Credentials> credentials(std::shared_ptr<const tls::Credential> one) {
  return std::make_shared<const tls::Credentials>(tls::Credentials{std::move(one)});
}

}  // namespace handfast::test
