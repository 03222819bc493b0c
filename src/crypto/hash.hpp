#pragma once
// Hashes, HMAC and HKDF: what transcripts, key schedules and signatures need. States live in place; nothing is allocated.
#include <array>
#include <cstddef>

#include "base/error.hpp"
#include "base/secret.hpp"

namespace handfast::crypto {

enum class HashAlgorithm : std::uint8_t { sha256, sha384, sha512, sha1, sha224 };

inline constexpr std::size_t kMaxHashSize = 64;  // SHA-512
inline constexpr std::size_t kMaxBlockSize = 128;

std::size_t hash_size(HashAlgorithm algorithm);  // bytes of output

// A hash value, or any other public value of at most that size.
class Digest {
 public:
  Digest() = default;
  explicit Digest(std::size_t size) : size_(size) {}
  operator Bytes() const { return Bytes(bytes_).first(size_); }  // NOLINT: a digest is its bytes
  MutableBytes fill() { return MutableBytes(bytes_).first(size_); }
  std::size_t size() const { return size_; }

 private:
  std::array<std::uint8_t, kMaxHashSize> bytes_{};
  std::size_t size_ = 0;
};

// A running hash. Copying is cheap and is how a transcript is read midway.
class Hash {
 public:
  explicit Hash(HashAlgorithm algorithm);
  Hash(const Hash&) = default;
  Hash& operator=(const Hash&) = default;
  ~Hash();  // wipes: what was hashed may have been secret

  HashAlgorithm algorithm() const { return algorithm_; }
  void update(Bytes bytes);
  Digest digest() const;  // of everything so far; the running state stays as it is

 private:
  friend class HmacKey;
  void finish(MutableBytes out);  // writes hash_size bytes; the running state is spent

  static constexpr std::size_t kStateSize = 216;  // the provider's largest state; checked there
  alignas(16) std::array<std::byte, kStateSize> state_{};
  HashAlgorithm algorithm_;
};

Digest hash(HashAlgorithm algorithm, Bytes bytes);

using SecretDigest = Secret<kMaxHashSize>;

// HMAC (RFC 2104) with a key that is used more than once: the inner and outer states are computed once.
class HmacKey {
 public:
  HmacKey(HashAlgorithm algorithm, Bytes key);
  HmacKey(HmacKey&&) noexcept = default;
  HmacKey& operator=(HmacKey&&) noexcept = default;
  HashAlgorithm algorithm() const { return inner_.algorithm(); }
  SecretDigest mac(Bytes message) const;
  SecretDigest mac(Bytes first, Bytes second, Bytes third = {}) const;  // of the concatenation

 private:
  Hash inner_, outer_;
};

// HKDF (RFC 5869). The output of expand is at most 255 times the hash size: more is crypto_failed.
SecretDigest hkdf_extract(HashAlgorithm algorithm, Bytes salt, Bytes input_key_material);
[[nodiscard]] bool hkdf_expand(const HmacKey& pseudorandom_key, Bytes info, MutableBytes out);

}  // namespace handfast::crypto
