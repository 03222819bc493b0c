#include "crypto/hash.hpp"

#include <openssl/sha.h>

#include "crypto/libcrypto/in_place.hpp"

namespace handfast::crypto {

// The functions below return 1 always: they neither allocate nor know errors. EVP costs an allocation for each copy.
Hash::Hash(HashAlgorithm algorithm) : algorithm_(algorithm) {
  switch (algorithm) {
    case HashAlgorithm::sha1: SHA1_Init(&in_place<SHA_CTX>(state_)); break;
    case HashAlgorithm::sha224: SHA224_Init(&in_place<SHA256_CTX>(state_)); break;
    case HashAlgorithm::sha256: SHA256_Init(&in_place<SHA256_CTX>(state_)); break;
    case HashAlgorithm::sha384: SHA384_Init(&in_place<SHA512_CTX>(state_)); break;
    case HashAlgorithm::sha512: SHA512_Init(&in_place<SHA512_CTX>(state_)); break;
  }
}

Hash::~Hash() { wipe_state(state_); }

void Hash::update(Bytes bytes) {
  const std::uint8_t* const data = bytes.data();
  const std::size_t size = bytes.size();
  switch (algorithm_) {
    case HashAlgorithm::sha1: SHA1_Update(&in_place<SHA_CTX>(state_), data, size); break;
    case HashAlgorithm::sha224: SHA224_Update(&in_place<SHA256_CTX>(state_), data, size); break;
    case HashAlgorithm::sha256: SHA256_Update(&in_place<SHA256_CTX>(state_), data, size); break;
    case HashAlgorithm::sha384: SHA384_Update(&in_place<SHA512_CTX>(state_), data, size); break;
    case HashAlgorithm::sha512: SHA512_Update(&in_place<SHA512_CTX>(state_), data, size); break;
  }
}

Digest Hash::digest() const {
  Digest out(hash_size(algorithm_));
  Hash copy = *this;
  copy.finish(out.fill());
  return out;
}

void Hash::finish(MutableBytes out) {
  switch (algorithm_) {
    case HashAlgorithm::sha1: SHA1_Final(out.data(), &in_place<SHA_CTX>(state_)); break;
    case HashAlgorithm::sha224: SHA224_Final(out.data(), &in_place<SHA256_CTX>(state_)); break;
    case HashAlgorithm::sha256: SHA256_Final(out.data(), &in_place<SHA256_CTX>(state_)); break;
    case HashAlgorithm::sha384: SHA384_Final(out.data(), &in_place<SHA512_CTX>(state_)); break;
    case HashAlgorithm::sha512: SHA512_Final(out.data(), &in_place<SHA512_CTX>(state_)); break;
  }
}

Digest hash(HashAlgorithm algorithm, Bytes bytes) {
  Hash state(algorithm);
  state.update(bytes);
  return state.digest();
}

}  // namespace handfast::crypto
