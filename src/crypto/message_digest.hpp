#pragma once
// Hashes and MACs for applications, also those that TLS has no use for. What TLS needs itself is in hash.hpp, in place
// and without allocations; here the provider's own contexts live on the heap.
#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "base/error.hpp"

namespace handfast::crypto {

enum class DigestAlgorithm : std::uint8_t {
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  sha3_224,
  sha3_256,
  sha3_384,
  sha3_512,
};

class MessageDigest {
 public:
  static Result<MessageDigest> create(DigestAlgorithm algorithm);
  MessageDigest(MessageDigest&&) noexcept;
  ~MessageDigest();
  Result<MessageDigest> copy() const;

  std::size_t size() const;
  [[nodiscard]] bool update(Bytes bytes);
  [[nodiscard]] bool finish(MutableBytes out);  // writes size() bytes and starts over

 private:
  struct State;
  explicit MessageDigest(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

enum class MacKind : std::uint8_t { hmac, aes_cmac, aes_gmac };

struct MacAlgorithm {
  MacKind kind;
  DigestAlgorithm digest{};  // of hmac; the key's size chooses among the AES
};

class Mac {
 public:
  // crypto_failed: the key's size is not one of AES; any will do for HMAC.
  static Result<Mac> create(MacAlgorithm algorithm, Bytes key);
  Mac(Mac&&) noexcept;
  ~Mac();
  Result<Mac> copy() const;

  std::size_t size() const;
  [[nodiscard]] bool set_nonce(Bytes nonce);  // GMAC, before each message; false: no such thing, or too long
  [[nodiscard]] bool update(Bytes bytes);
  [[nodiscard]] bool finish(MutableBytes out);  // writes size() bytes and starts over, GMAC at the next set_nonce()

  struct State;

 private:
  explicit Mac(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// RFC 5869 and RFC 8018, 5.2, with any HMAC. False: more than 255 times the hash size asked for, or no memory.
std::optional<std::size_t> hkdf_extract(DigestAlgorithm algorithm, Bytes salt, Bytes key, MutableBytes out);
[[nodiscard]] bool hkdf_expand(DigestAlgorithm algorithm, Bytes key, Bytes info, MutableBytes out);
[[nodiscard]] bool pbkdf2(DigestAlgorithm algorithm, Bytes password, Bytes salt, std::uint32_t rounds,
                          MutableBytes out);

}  // namespace handfast::crypto
