#pragma once
// The master secret of TLS 1.2 and what hangs on it (RFC 5246, 6.3, 7.4.9 and 8.1; RFC 5705; RFC 7627).
#include "crypto/aead.hpp"
#include "crypto/key_exchange.hpp"
#include "tls/message/random.hpp"
#include "tls/record/protection.hpp"
#include "tls/suites.hpp"

namespace handfast::tls {

inline constexpr std::size_t kMasterSecretSize = 48;        // RFC 5246, 8.1
inline constexpr std::size_t kVerifyDataSize = 12;          // 7.4.9, for every suite here
inline constexpr std::size_t kMaxExporterContext = 0xffff;  // RFC 5705, 4

struct HelloRandoms {
  Random client{}, server{};
};

// What a connection keeps of it.
class KeptMasterSecret12 {
 public:
  // RFC 5705, 4. Without a context (as opposed to an empty one) the seed is the randoms alone.
  Result<void> export_key(std::string_view label, std::optional<Bytes> context, MutableBytes out) const;
  Bytes reveal() const { return secret_.reveal(); }  // for the key log and for sessions

 private:
  friend class MasterSecret12;
  using Value = Secret<kMasterSecretSize>;
  KeptMasterSecret12(crypto::HashAlgorithm hash, Value secret, const HelloRandoms& randoms)
      : hash_(hash), secret_(std::move(secret)), randoms_(randoms) {}

  crypto::HashAlgorithm hash_;
  Value secret_;
  HelloRandoms randoms_;
};

// While a handshake goes on: with the HMAC key that everything is derived with.
class MasterSecret12 {
 public:
  // RFC 7627, 4: `session_hash` covers the messages up to and with ClientKeyExchange.
  static MasterSecret12 extended(crypto::HashAlgorithm hash, const crypto::SharedSecret& pre_master_secret,
                                 const crypto::Digest& session_hash, const HelloRandoms& randoms);
  // RFC 5246, 8.1, for a peer without the extension.
  static MasterSecret12 plain(crypto::HashAlgorithm hash, const crypto::SharedSecret& pre_master_secret,
                              const HelloRandoms& randoms);
  // Of a session that goes on (RFC 5246, 7.3): the same secret, other randoms.
  static MasterSecret12 resumed(crypto::HashAlgorithm hash, Bytes secret, const HelloRandoms& randoms);

  struct Protections {
    RecordProtection client, server;
  };
  Result<Protections> protections(const SuiteParameters& suite) const;  // 6.3
  crypto::SecretDigest finished(bool by_client, const crypto::Digest& transcript) const;
  Bytes reveal() const { return kept_.reveal(); }
  KeptMasterSecret12 keep() const { return {kept_.hash_, kept_.secret_.clone(), kept_.randoms_}; }

 private:
  explicit MasterSecret12(KeptMasterSecret12 kept) : kept_(std::move(kept)), key_(kept_.hash_, kept_.reveal()) {}

  KeptMasterSecret12 kept_;
  crypto::HmacKey key_;
};

}  // namespace handfast::tls
