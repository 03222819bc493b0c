#pragma once
// What a side proves its identity with.
#include <memory>
#include <string>
#include <vector>

#include "base/answer.hpp"
#include "base/bytes.hpp"
#include "crypto/signature.hpp"

namespace handfast::tls {

// A private key, wherever it lives: in this process, in a callback, in a token. Shared by connections and threads.
class Signer {
 public:
  virtual ~Signer() = default;
  virtual crypto::KeyType type() const = 0;
  virtual unsigned bits() const = 0;  // RSA: of the modulus, which limits the schemes; curves: of the field
  // Signs `message`, not its hash. `message` is borrowed for the call: an answer that comes later keeps a copy.
  virtual Answer<ByteVector> sign(SignatureScheme scheme, Bytes message) const = 0;
};

// The common case: the key is in memory and answers at once.
class LocalSigner final : public Signer {
 public:
  explicit LocalSigner(std::shared_ptr<const crypto::PrivateKey> key) : key_(std::move(key)) {}
  crypto::KeyType type() const override { return key_->type(); }
  unsigned bits() const override { return key_->bits(); }
  Answer<ByteVector> sign(SignatureScheme scheme, Bytes message) const override { return key_->sign(scheme, message); }
  const std::shared_ptr<const crypto::PrivateKey>& key() const { return key_; }

 private:
  std::shared_ptr<const crypto::PrivateKey> key_;
};

// A certificate chain, leaf first, and the key of the leaf.
struct Credential {
  std::vector<ByteVector> chain;  // DER
  std::shared_ptr<const Signer> signer;
  std::vector<std::string> names;          // DNS names of the leaf, for choosing by server_name; may hold wildcards
  std::vector<SignatureScheme> schemes{};  // what it signs with, best first; empty: those of the policy
  std::vector<ByteVector>
      statuses{};  // OCSP responses for the chain's certificates, as far as there are any; empty: none
  std::vector<SignatureScheme> chain_schemes{};  // of its certificates' signatures; a self-signed one does not count

  bool may_sign = true;  // as its leaf's keyUsage says: the bit digitalSignature (RFC 5280, 4.2.1.3)

  // Checks that the leaf's public key belongs to `key` (key_certificate_mismatch) and collects what choosing needs.
  static Result<std::shared_ptr<const Credential>> create(std::vector<ByteVector> chain, crypto::PrivateKey key);
  static Result<std::shared_ptr<const Credential>> create(std::vector<ByteVector> chain,
                                                          std::shared_ptr<const crypto::PrivateKey> key);
};

using Credentials = std::vector<std::shared_ptr<const Credential>>;

}  // namespace handfast::tls
