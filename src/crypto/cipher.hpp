#pragma once
// Ciphers for applications: message by message in pieces, and AEADs whole with nonces and tags of any size. The AEAD of
// TLS's records is in aead.hpp.
#include <memory>

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "base/secret.hpp"

namespace handfast::crypto {

enum class CipherAlgorithm : std::uint8_t {
  des_ede3_cbc,
  aes_128_cbc,
  aes_192_cbc,
  aes_256_cbc,
  aes_128_cfb8,
  aes_192_cfb8,
  aes_256_cfb8,
  aes_128_gcm,
  aes_192_gcm,
  aes_256_gcm,
  aes_128_ccm,
  aes_256_ccm,
  chacha20_poly1305,
};

enum class Direction : std::uint8_t { encrypt, decrypt };

class Cipher {
 public:
  // crypto_failed: the key has the wrong size.
  static Result<Cipher> create(CipherAlgorithm algorithm, Direction direction, Bytes key);
  Cipher(Cipher&&) noexcept;
  Cipher& operator=(Cipher&&) noexcept;
  ~Cipher();  // wipes the key

  // In pieces. False: wrong sizes, the wrong kind of cipher, or an order that it does not have.
  [[nodiscard]] bool start(Bytes iv);           // a new message
  [[nodiscard]] bool authenticate(Bytes data);  // AEAD, before any transform()
  [[nodiscard]] bool transform(Bytes in,
                               MutableBytes out);  // same size, a multiple of the block for CBC; may be in place
  [[nodiscard]] bool tag(MutableBytes out);        // AEAD that encrypts; ends the message

  // Whole messages of an AEAD, CCM included. `out` is as long as the input and may be the same memory. Tags: 1 to 16
  // bytes, CCM's even and from 4; nonces: 7 to 13 bytes of CCM, 12 of ChaCha20, any number of GCM.
  [[nodiscard]] bool seal(Bytes nonce, Bytes additional_data, Bytes plaintext, MutableBytes out, MutableBytes tag);
  [[nodiscard]] bool open(Bytes nonce, Bytes additional_data, Bytes ciphertext, Bytes tag, MutableBytes out);

 private:
  struct State;
  explicit Cipher(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace handfast::crypto
