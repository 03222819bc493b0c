#pragma once
// The key schedule of TLS 1.3 (RFC 8446, 7.1). A stage is made only by consuming the one before it, so that a later key
// cannot exist before its inputs do.
#include <optional>

#include "crypto/aead.hpp"
#include "crypto/hash.hpp"
#include "crypto/key_exchange.hpp"
#include "tls/record/protection.hpp"

namespace handfast::tls {

class FinishedKey;

// One direction's secret for application data (7.2, 7.3).
class TrafficSecret {
 public:
  TrafficSecret(crypto::HashAlgorithm hash, crypto::SecretDigest secret) : hash_(hash), secret_(std::move(secret)) {}
  Bytes reveal() const { return secret_.reveal(); }  // for the key log
  Result<RecordProtection> protection(crypto::AeadAlgorithm algorithm) const;
  TrafficSecret next() const;        // after a KeyUpdate
  FinishedKey finished_key() const;  // of a client that is authenticated after the handshake (4.4)

 private:
  crypto::HashAlgorithm hash_;
  crypto::SecretDigest secret_;
};

// What makes one side's Finished (4.4.4).
class FinishedKey {
 public:
  FinishedKey(crypto::HashAlgorithm hash, crypto::SecretDigest key) : hash_(hash), key_(std::move(key)) {}
  crypto::SecretDigest verify_data(const crypto::Digest& transcript) const;
  crypto::HashAlgorithm algorithm() const { return hash_; }

 private:
  crypto::HashAlgorithm hash_;
  crypto::SecretDigest key_;
};

// One direction's secret for the rest of the handshake (7.3). It is used at once, unless early data comes before.
class HandshakeTrafficSecret {
 public:
  HandshakeTrafficSecret(crypto::HashAlgorithm hash, crypto::SecretDigest secret)
      : secret_(std::move(secret)), key_(hash, secret_.reveal()) {}
  Bytes reveal() const { return secret_.reveal(); }  // for the key log
  Result<RecordProtection> protection(crypto::AeadAlgorithm algorithm) const;
  FinishedKey finished_key() const;

 private:
  crypto::SecretDigest secret_;
  crypto::HmacKey key_;  // that everything is derived with
};

struct HandshakeTrafficSecrets {
  HandshakeTrafficSecret client, server;
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

struct ApplicationSecrets {
  TrafficSecret client, server;
  ExporterSecret exporter;
};

// From which tickets' PSKs are made (4.6.1).
class ResumptionSecret {
 public:
  ResumptionSecret(crypto::HashAlgorithm hash, crypto::SecretDigest secret) : hash_(hash), secret_(std::move(secret)) {}
  crypto::SecretDigest psk(Bytes ticket_nonce) const;  // the nonce has at most 255 bytes

 private:
  crypto::HashAlgorithm hash_;
  crypto::SecretDigest secret_;
};

class MasterSecret {
 public:
  ApplicationSecrets application(const crypto::Digest& to_server_finished) const;
  ResumptionSecret resumption(const crypto::Digest& to_client_finished) const;

 private:
  friend class HandshakeSecret;
  MasterSecret(crypto::HashAlgorithm hash, crypto::SecretDigest secret) : hash_(hash), secret_(std::move(secret)) {}
  crypto::HashAlgorithm hash_;
  crypto::SecretDigest secret_;  // waits for a Finished: smaller than its HMAC key
};

class HandshakeSecret {
 public:
  HandshakeTrafficSecrets traffic(const crypto::Digest& to_server_hello) const;
  MasterSecret advance() &&;

 private:
  friend class EarlySecret;
  explicit HandshakeSecret(crypto::HmacKey secret) : secret_(std::move(secret)) {}
  crypto::HmacKey secret_;  // that every label of this stage is derived from
};

class EarlySecret {
 public:
  // Without a PSK the stage depends on nothing but the hash.
  static EarlySecret without_psk(crypto::HashAlgorithm hash) { return EarlySecret(hash); }
  static EarlySecret with_psk(crypto::HashAlgorithm hash, Bytes psk);
  HandshakeSecret advance(const crypto::SharedSecret& shared) &&;
  HandshakeSecret advance_without_dhe() &&;
  // Of a ticket's PSK: what a binder is made with (4.2.11.2),
  FinishedKey binder_key() const;
  // and, with the transcript up to ClientHello, what protects early data and what is exported before a handshake is over.
  TrafficSecret early_traffic(const crypto::Digest& to_client_hello) const;
  ExporterSecret early_exporter(const crypto::Digest& to_client_hello) const;

 private:
  explicit EarlySecret(crypto::HashAlgorithm hash) : hash_(hash) {}
  HandshakeSecret mix(Bytes input) const;
  crypto::HashAlgorithm hash_;
  std::optional<crypto::HmacKey> secret_;  // without a PSK nobody needs it
};

}  // namespace handfast::tls
