#include "crypto/libcrypto/keys.hpp"

#include <openssl/digest.h>
#include <openssl/nid.h>

namespace handfast::crypto {

const EC_GROUP* group_of(KeyType curve) {
  if (curve == KeyType::ec_p256) return EC_group_p256();
  return curve == KeyType::ec_p384 ? EC_group_p384() : EC_group_p521();
}

const EVP_MD* evp_md(HashAlgorithm hash) {
  switch (hash) {
    case HashAlgorithm::sha1: return EVP_sha1();
    case HashAlgorithm::sha224: return EVP_sha224();
    case HashAlgorithm::sha256: return EVP_sha256();
    case HashAlgorithm::sha384: return EVP_sha384();
    case HashAlgorithm::sha512: return EVP_sha512();
  }
  return nullptr;
}

int nid_of(HashAlgorithm hash) {
  switch (hash) {
    case HashAlgorithm::sha1: return NID_sha1;
    case HashAlgorithm::sha224: return NID_sha224;
    case HashAlgorithm::sha256: return NID_sha256;
    case HashAlgorithm::sha384: return NID_sha384;
    case HashAlgorithm::sha512: return NID_sha512;
  }
  return NID_undef;
}

unsigned bits_of(KeyType type, const RSA* rsa) {
  switch (type) {
    case KeyType::rsa:
    case KeyType::rsa_pss: return RSA_bits(rsa);
    case KeyType::ec_p256: return 256;
    case KeyType::ec_p384: return 384;
    case KeyType::ec_p521: return 521;
    case KeyType::ed25519: return 255;
  }
  return 0;
}

}  // namespace handfast::crypto
