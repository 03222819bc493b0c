#pragma once
// What a side proves its identity with.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/answer.hpp"
#include "base/bytes.hpp"
#include "crypto/hash.hpp"
#include "crypto/signature.hpp"

namespace handfast::tls {

// A private key, wherever it lives: in this process, in a callback, in a token. Shared by connections and threads.
class Signer {
 public:
  virtual ~Signer() = default;
  virtual crypto::KeyType type() const = 0;
  virtual unsigned bits() const = 0;  // RSA: of the modulus, which limits the schemes; curves: of the field
  // Among the schemes of its type: a certificate may name a key of RSASSA-PSS for one hash alone (RFC 4055, 1.2).
  virtual bool allows(SignatureScheme) const { return true; }
  // Signs `message`, not its hash. `message` is borrowed for the call: an answer that comes later keeps a copy.
  virtual Answer<ByteVector> sign(SignatureScheme scheme, Bytes message) const = 0;
};

// The common case: the key is in memory and answers at once. Its certificate may name an RSA key for RSASSA-PSS alone.
class LocalSigner final : public Signer {
 public:
  explicit LocalSigner(std::shared_ptr<const crypto::PrivateKey> key) : LocalSigner(key, key->type(), {}) {}
  LocalSigner(std::shared_ptr<const crypto::PrivateKey> key, crypto::KeyType named,
              std::optional<crypto::HashAlgorithm> pss_hash)
      : key_(std::move(key)), named_(named), pss_hash_(pss_hash) {}
  crypto::KeyType type() const override { return named_; }
  unsigned bits() const override { return key_->bits(); }
  bool allows(SignatureScheme scheme) const override;
  Answer<ByteVector> sign(SignatureScheme scheme, Bytes message) const override;
  const std::shared_ptr<const crypto::PrivateKey>& key() const { return key_; }

 private:
  std::shared_ptr<const crypto::PrivateKey> key_;
  crypto::KeyType named_;
  std::optional<crypto::HashAlgorithm> pss_hash_;
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

  // Checks that `key` is that of the leaf, however they are encoded (key_certificate_mismatch), and collects what choosing
  // needs.
  static Result<std::shared_ptr<const Credential>> create(std::vector<ByteVector> chain, crypto::PrivateKey key);
  static Result<std::shared_ptr<const Credential>> create(std::vector<ByteVector> chain,
                                                          std::shared_ptr<const crypto::PrivateKey> key);
};

using Credentials = std::vector<std::shared_ptr<const Credential>>;

}  // namespace handfast::tls
