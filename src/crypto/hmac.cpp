// HMAC and HKDF, composed from the provider's hashes. The states that have absorbed the padded key are kept, so that a
// MAC with a known key costs two compressions less than one from the key.
#include <algorithm>

#include "base/copy.hpp"
#include "crypto/hash.hpp"

namespace handfast::crypto {
namespace {

std::size_t block_size(HashAlgorithm algorithm) {
  switch (algorithm) {
    case HashAlgorithm::sha1:
    case HashAlgorithm::sha224:
    case HashAlgorithm::sha256: return 64;
    case HashAlgorithm::sha384:
    case HashAlgorithm::sha512: return 128;
  }
  return 0;
}

}  // namespace

// RFC 2104, 2: a key longer than a block is hashed first, a shorter one is filled up with zeros.
HmacKey::HmacKey(HashAlgorithm algorithm, Bytes key) : inner_(algorithm), outer_(algorithm) {
  auto block = Secret<kMaxBlockSize>::of_size(block_size(algorithm));
  if (key.size() > block.size()) {
    Hash long_key(algorithm);
    long_key.update(key);
    long_key.finish(block.fill().first(hash_size(algorithm)));
  } else {
    copy_bytes(key, block.fill().first(key.size()));
  }
  constexpr std::uint8_t inner_padding = 0x36, outer_padding = 0x5c;
  for (std::uint8_t& byte : block.storage()) byte ^= inner_padding;
  inner_.update(block.reveal());
  for (std::uint8_t& byte : block.storage()) byte ^= inner_padding ^ outer_padding;
  outer_.update(block.reveal());
}

SecretDigest HmacKey::mac(Bytes message) const { return mac(message, {}); }

SecretDigest HmacKey::mac(Bytes first, Bytes second, Bytes third) const {
  auto out = SecretDigest::of_size(hash_size(algorithm()));
  Hash state = inner_;
  for (const Bytes part : {first, second, third}) state.update(part);
  state.finish(out.fill());
  state = outer_;
  state.update(out.reveal());
  state.finish(out.fill());
  return out;
}

// RFC 5869, 2.2. An empty salt stands for hash_size zeros; HMAC pads both to the same key.
SecretDigest hkdf_extract(HashAlgorithm algorithm, Bytes salt, Bytes input_key_material) {
  return HmacKey(algorithm, salt).mac(input_key_material);
}

// RFC 5869, 2.3
bool hkdf_expand(const HmacKey& pseudorandom_key, Bytes info, MutableBytes out) {
  const std::size_t step = hash_size(pseudorandom_key.algorithm());
  if (out.size() > 255 * step) return false;
  SecretDigest previous;
  for (std::uint8_t counter = 1; !out.empty(); ++counter) {
    previous = pseudorandom_key.mac(previous.reveal(), info, Bytes(&counter, 1));
    const std::size_t n = std::min(step, out.size());
    copy_bytes(previous.reveal().first(n), out.first(n));
    out = out.subspan(n);
  }
  return true;
}

}  // namespace handfast::crypto
