#include "crypto/aead.hpp"
#include "crypto/hash.hpp"

namespace handfast::crypto {

std::size_t hash_size(HashAlgorithm algorithm) {
  switch (algorithm) {
    case HashAlgorithm::sha1: return 20;
    case HashAlgorithm::sha224: return 28;
    case HashAlgorithm::sha256: return 32;
    case HashAlgorithm::sha384: return 48;
    case HashAlgorithm::sha512: return 64;
  }
  return 0;
}

std::size_t aead_key_size(AeadAlgorithm algorithm) {
  switch (algorithm) {
    case AeadAlgorithm::aes_128_gcm:
    case AeadAlgorithm::aes_128_ccm:
    case AeadAlgorithm::aes_128_ccm_8: return 16;
    case AeadAlgorithm::aes_256_gcm:
    case AeadAlgorithm::aes_256_ccm:
    case AeadAlgorithm::aes_256_ccm_8:
    case AeadAlgorithm::chacha20_poly1305: return 32;
  }
  return 0;
}

std::size_t aead_tag_size(AeadAlgorithm algorithm) {
  switch (algorithm) {
    case AeadAlgorithm::aes_128_ccm_8:
    case AeadAlgorithm::aes_256_ccm_8: return 8;
    case AeadAlgorithm::aes_128_gcm:
    case AeadAlgorithm::aes_256_gcm:
    case AeadAlgorithm::chacha20_poly1305:
    case AeadAlgorithm::aes_128_ccm:
    case AeadAlgorithm::aes_256_ccm: return 16;
  }
  return 0;
}

}  // namespace handfast::crypto
