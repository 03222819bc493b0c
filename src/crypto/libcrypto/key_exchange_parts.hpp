#pragma once
// The key agreements that groups are made of: one, or for a hybrid two. All have the same shape: generate() makes a
// private key and writes its share, agree() writes the secret shared with the owner of the other share. Buffers have
// exactly the sizes that sizes_of() tells.
#include <openssl/dh.h>
#include <openssl/ec_key.h>
#include <openssl/evp.h>

#include <variant>

#include "base/error.hpp"
#include "base/secret.hpp"

namespace handfast::crypto {

enum class Part : std::uint8_t {
  none,
  x25519,
  p256,
  p384,
  p521,
  mlkem768,
  mlkem1024,
  ffdhe2048,
  ffdhe3072,
  ffdhe4096,
  ffdhe6144,
  ffdhe8192,
};

struct PartSizes {
  std::size_t client_share, server_share, secret;
};

PartSizes sizes_of(Part part);

class X25519Key {  // RFC 7748
 public:
  static Result<X25519Key> generate(MutableBytes share);
  static Result<X25519Key> from_private_key(Bytes private_key, MutableBytes share);
  Result<void> agree(Bytes peer_share, MutableBytes secret) const;

 private:
  explicit X25519Key(Secret<32> private_key) : private_key_(std::move(private_key)) {}
  Secret<32> private_key_;
};

class CurveKey {  // RFC 8446, 4.2.8.2: the NIST curves, points uncompressed
 public:
  static Result<CurveKey> generate(Part curve, MutableBytes share);
  static Result<CurveKey> from_private_key(Part curve, Bytes private_key, MutableBytes share);
  Result<void> agree(Bytes peer_share, MutableBytes secret) const;

 private:
  explicit CurveKey(bssl::UniquePtr<EC_KEY> key) : key_(std::move(key)) {}
  Result<void> write_share(MutableBytes share) const;
  bssl::UniquePtr<EC_KEY> key_;
};

class FfdheKey {  // RFC 7919
 public:
  static Result<FfdheKey> generate(Part group, MutableBytes share);
  Result<void> agree(Bytes peer_share, MutableBytes secret) const;

 private:
  explicit FfdheKey(bssl::UniquePtr<DH> key) : key_(std::move(key)) {}
  bssl::UniquePtr<DH> key_;
};

class MlkemKey {  // FIPS 203: the client's share is an encapsulation key, the server's a ciphertext
 public:
  static Result<MlkemKey> generate(Part parameters, MutableBytes share);
  static Result<void> encapsulate(Part parameters, Bytes client_share, MutableBytes server_share, MutableBytes secret);
  Result<void> agree(Bytes server_share, MutableBytes secret) const;

 private:
  explicit MlkemKey(bssl::UniquePtr<EVP_PKEY> key) : key_(std::move(key)) {}
  bssl::UniquePtr<EVP_PKEY> key_;
};

using PartKey = std::variant<X25519Key, CurveKey, FfdheKey, MlkemKey>;

}  // namespace handfast::crypto
