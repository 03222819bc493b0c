#pragma once
// Authenticated encryption of records (RFC 5116). A context has memory of its own, which is wiped when it goes: it is moved
// into its place many times, and through coroutines.
#include <array>
#include <cstddef>
#include <memory>

#include "base/error.hpp"
#include "base/secret.hpp"

namespace handfast::crypto {

enum class AeadAlgorithm : std::uint8_t {
  aes_128_gcm,
  aes_256_gcm,
  chacha20_poly1305,
  aes_128_ccm,
  aes_256_ccm,
  aes_128_ccm_8,
  aes_256_ccm_8
};

inline constexpr std::size_t kAeadNonceSize = 12;  // every AEAD of TLS
inline constexpr std::size_t kMaxAeadKeySize = 32;
inline constexpr std::size_t kMaxAeadTagSize = 16;

std::size_t aead_key_size(AeadAlgorithm algorithm);
std::size_t aead_tag_size(AeadAlgorithm algorithm);

using AeadKey = Secret<kMaxAeadKeySize>;
using Nonce = std::array<std::uint8_t, kAeadNonceSize>;

class Aead {
 public:
  // Fails with crypto_failed when the key has the wrong size, out_of_memory where the provider must allocate.
  static Result<Aead> create(AeadAlgorithm algorithm, Bytes key);
  Aead(Aead&&) noexcept;
  Aead& operator=(Aead&&) noexcept;
  ~Aead();

  std::size_t tag_size() const { return tag_size_; }

  // Encrypts `plaintext`, then `trailer` (one byte, the inner content type, or none) into `out`, which takes
  // plaintext + trailer + tag bytes. `out` may be the same memory as `plaintext`, from the same start.
  [[nodiscard]] bool seal(const Nonce& nonce, Bytes additional_data, Bytes plaintext, Bytes trailer,
                          MutableBytes out) const;

  // Decrypts `sealed` (ciphertext and tag) into `out`, which takes sealed - tag bytes. `out` may be the same memory as
  // `sealed`, from the same start. False: it was damaged or forged, and `out` holds nothing of it.
  [[nodiscard]] bool open(const Nonce& nonce, Bytes additional_data, Bytes sealed, MutableBytes out) const;

 private:
  struct State;
  Aead(std::unique_ptr<State> state, std::size_t tag_size);
  std::unique_ptr<State> state_;
  std::size_t tag_size_;
};

}  // namespace handfast::crypto
