#pragma once
// The key schedule of TLS 1.3 (RFC 8446, 7.1). A stage is made only by consuming the one before it, so that a later key
// cannot exist before its inputs do.
#include "crypto/aead.hpp"
#include "crypto/hash.hpp"
#include "crypto/key_exchange.hpp"
#include "tls/record/protection.hpp"

namespace handfast::tls {

// One direction's traffic secret and what hangs on it (7.2, 7.3, 4.4.4).
class TrafficSecret {
 public:
  TrafficSecret(crypto::HashAlgorithm hash, crypto::SecretDigest secret) : hash_(hash), secret_(std::move(secret)) {}
  Bytes reveal() const { return secret_.reveal(); }  // for the key log
  Result<RecordProtection> protection(crypto::AeadAlgorithm algorithm) const;
  crypto::SecretDigest finished(const crypto::Digest& transcript) const;
  TrafficSecret next() const;  // after a KeyUpdate

 private:
  crypto::HashAlgorithm hash_;
  crypto::SecretDigest secret_;
};

struct TrafficSecrets {
  TrafficSecret client, server;
};

class ExporterSecret {  // 7.5
 public:
  ExporterSecret(crypto::HashAlgorithm hash, crypto::SecretDigest secret) : hash_(hash), secret_(std::move(secret)) {}
  Bytes reveal() const { return secret_.reveal(); }
  Result<void> export_key(std::string_view label, Bytes context, MutableBytes out) const;

 private:
  crypto::HashAlgorithm hash_;
  crypto::SecretDigest secret_;
};

class MasterSecret {
 public:
  TrafficSecrets application_traffic(const crypto::Digest& to_server_finished) const;
  ExporterSecret exporter(const crypto::Digest& to_server_finished) const;

 private:
  friend class HandshakeSecret;
  explicit MasterSecret(crypto::HmacKey secret) : secret_(std::move(secret)) {}
  crypto::HmacKey secret_;  // that every label of this stage is derived from
};

class HandshakeSecret {
 public:
  TrafficSecrets handshake_traffic(const crypto::Digest& to_server_hello) const;
  MasterSecret advance() &&;

 private:
  friend class EarlySecret;
  explicit HandshakeSecret(crypto::HmacKey secret) : secret_(std::move(secret)) {}
  crypto::HmacKey secret_;  // that every label of this stage is derived from
};

class EarlySecret {
 public:
  static EarlySecret without_psk(crypto::HashAlgorithm hash);
  HandshakeSecret advance(crypto::SharedSecret shared) &&;

 private:
  explicit EarlySecret(crypto::HmacKey secret) : secret_(std::move(secret)) {}
  crypto::HmacKey secret_;  // that every label of this stage is derived from
};

}  // namespace handfast::tls
