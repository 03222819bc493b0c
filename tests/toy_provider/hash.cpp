#include "crypto/hash.hpp"

#include "toy_provider/toy.hpp"

namespace handfast::crypto {

Hash::Hash(HashAlgorithm algorithm) : algorithm_(algorithm) { toy::store(state_, toy::kEmptyChecksum); }

Hash::~Hash() = default;

void Hash::update(Bytes bytes) { toy::store(state_, toy::checksum(toy::load(state_), bytes)); }

Digest Hash::digest() const {
  Digest out(hash_size(algorithm_));
  Hash copy = *this;
  copy.finish(out.fill());
  return out;
}

void Hash::finish(MutableBytes out) {
  toy::expand(toy::mix(toy::load(state_)) + static_cast<std::uint64_t>(algorithm_), out);
}

Digest hash(HashAlgorithm algorithm, Bytes bytes) {
  Hash state(algorithm);
  state.update(bytes);
  return state.digest();
}

}  // namespace handfast::crypto
