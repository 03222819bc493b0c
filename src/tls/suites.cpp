#include "tls/suites.hpp"

namespace handfast::tls {

std::optional<SuiteParameters> tls13_suite(CipherSuite suite) {
  using crypto::AeadAlgorithm;
  using crypto::HashAlgorithm;
  switch (suite) {
    case CipherSuite::aes_128_gcm_sha256: return SuiteParameters{AeadAlgorithm::aes_128_gcm, HashAlgorithm::sha256};
    case CipherSuite::aes_256_gcm_sha384: return SuiteParameters{AeadAlgorithm::aes_256_gcm, HashAlgorithm::sha384};
    case CipherSuite::chacha20_poly1305_sha256:
      return SuiteParameters{AeadAlgorithm::chacha20_poly1305, HashAlgorithm::sha256};
    case CipherSuite::aes_128_ccm_sha256: return SuiteParameters{AeadAlgorithm::aes_128_ccm, HashAlgorithm::sha256};
    case CipherSuite::aes_128_ccm_8_sha256: return SuiteParameters{AeadAlgorithm::aes_128_ccm_8, HashAlgorithm::sha256};
    default: return std::nullopt;  // wire values without a TLS 1.3 meaning
  }
}

std::optional<SuiteParameters> tls12_suite(CipherSuite suite) {
  using enum crypto::AeadAlgorithm;
  using crypto::HashAlgorithm;
  constexpr auto ecdsa = Authentication::ecdsa, rsa = Authentication::rsa;
  switch (suite) {
    case CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256: return SuiteParameters{aes_128_gcm, HashAlgorithm::sha256, ecdsa};
    case CipherSuite::ecdhe_ecdsa_aes_256_gcm_sha384: return SuiteParameters{aes_256_gcm, HashAlgorithm::sha384, ecdsa};
    case CipherSuite::ecdhe_rsa_aes_128_gcm_sha256: return SuiteParameters{aes_128_gcm, HashAlgorithm::sha256, rsa};
    case CipherSuite::ecdhe_rsa_aes_256_gcm_sha384: return SuiteParameters{aes_256_gcm, HashAlgorithm::sha384, rsa};
    case CipherSuite::ecdhe_ecdsa_aes_128_ccm: return SuiteParameters{aes_128_ccm, HashAlgorithm::sha256, ecdsa};
    case CipherSuite::ecdhe_ecdsa_aes_256_ccm: return SuiteParameters{aes_256_ccm, HashAlgorithm::sha256, ecdsa};
    case CipherSuite::ecdhe_ecdsa_aes_128_ccm_8: return SuiteParameters{aes_128_ccm_8, HashAlgorithm::sha256, ecdsa};
    case CipherSuite::ecdhe_ecdsa_aes_256_ccm_8: return SuiteParameters{aes_256_ccm_8, HashAlgorithm::sha256, ecdsa};
    case CipherSuite::ecdhe_rsa_chacha20_poly1305_sha256:
      return SuiteParameters{chacha20_poly1305, HashAlgorithm::sha256, rsa};
    case CipherSuite::ecdhe_ecdsa_chacha20_poly1305_sha256:
      return SuiteParameters{chacha20_poly1305, HashAlgorithm::sha256, ecdsa};
    default: return std::nullopt;  // wire values without a meaning that is built in
  }
}

std::optional<SuiteParameters> suite_of(CipherSuite suite, ProtocolVersion version) {
  return version == ProtocolVersion::tls13 ? tls13_suite(suite) : tls12_suite(suite);
}

}  // namespace handfast::tls
