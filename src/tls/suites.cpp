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

}  // namespace handfast::tls
