#include "tls/keys/master_secret12.hpp"

#include <array>

#include "base/copy.hpp"
#include "tls/keys/prf.hpp"

namespace handfast::tls {

namespace {

using JoinedRandoms = std::array<std::uint8_t, 2 * sizeof(Random)>;

JoinedRandoms join(const Random& first, const Random& second) {
  JoinedRandoms out{};
  copy_bytes(first, out);
  copy_bytes(second, MutableBytes(out).subspan(first.size()));
  return out;
}

// Cuts a key block into what it is made of.
class KeyBlock {
 public:
  explicit KeyBlock(std::size_t size) : bytes_(Secret<kMost>::of_size(size)) {}
  MutableBytes fill() { return bytes_.fill(); }
  Bytes next(std::size_t size) {
    at_ += size;
    return bytes_.reveal().subspan(at_ - size, size);
  }

 private:
  static constexpr std::size_t kMost = 2 * (crypto::kMaxAeadKeySize + crypto::kAeadNonceSize);
  Secret<kMost> bytes_;
  std::size_t at_ = 0;
};

RecordFormat record_format(crypto::AeadAlgorithm algorithm) {
  return algorithm == crypto::AeadAlgorithm::chacha20_poly1305 ? RecordFormat::tls12_implicit_nonce
                                                               : RecordFormat::tls12_explicit_nonce;
}

}  // namespace

MasterSecret12 MasterSecret12::extended(crypto::HashAlgorithm hash, const crypto::SharedSecret& pre_master_secret,
                                        const crypto::Digest& session_hash, const HelloRandoms& randoms) {
  auto secret = KeptMasterSecret12::Value::of_size(kMasterSecretSize);
  prf(crypto::HmacKey(hash, pre_master_secret.reveal()), "extended master secret", session_hash, secret.fill());
  return MasterSecret12({hash, std::move(secret), randoms});
}

MasterSecret12 MasterSecret12::plain(crypto::HashAlgorithm hash, const crypto::SharedSecret& pre_master_secret,
                                     const HelloRandoms& randoms) {
  auto secret = KeptMasterSecret12::Value::of_size(kMasterSecretSize);
  prf(crypto::HmacKey(hash, pre_master_secret.reveal()), "master secret", join(randoms.client, randoms.server),
      secret.fill());
  return MasterSecret12({hash, std::move(secret), randoms});
}

MasterSecret12 MasterSecret12::resumed(crypto::HashAlgorithm hash, Bytes secret, const HelloRandoms& randoms) {
  return MasterSecret12({hash, KeptMasterSecret12::Value(secret), randoms});
}

Result<MasterSecret12::Protections> MasterSecret12::protections(const SuiteParameters& suite) const {
  const RecordFormat format = record_format(suite.aead);
  const std::size_t key_size = crypto::aead_key_size(suite.aead), iv_size = fixed_iv_size(format);
  KeyBlock block(2 * (key_size + iv_size));
  prf(key_, "key expansion", join(kept_.randoms_.server, kept_.randoms_.client), block.fill());
  const Bytes client_key = block.next(key_size), server_key = block.next(key_size);
  const Bytes client_iv = block.next(iv_size), server_iv = block.next(iv_size);
  auto client = RecordProtection::create(suite.aead, client_key, client_iv, format);
  if (!client) return std::unexpected(client.error());
  auto server = RecordProtection::create(suite.aead, server_key, server_iv, format);
  if (!server) return std::unexpected(server.error());
  return Protections{std::move(*client), std::move(*server)};
}

crypto::SecretDigest MasterSecret12::finished(bool by_client, const crypto::Digest& transcript) const {
  crypto::SecretDigest out = crypto::SecretDigest::of_size(kVerifyDataSize);
  prf(key_, by_client ? "client finished" : "server finished", transcript, out.fill());
  return out;
}

Result<void> KeptMasterSecret12::export_key(std::string_view label, std::optional<Bytes> context,
                                            MutableBytes out) const {
  const JoinedRandoms randoms = join(randoms_.client, randoms_.server);
  ByteVector seed(randoms.begin(), randoms.end());
  if (context) {
    if (context->size() > kMaxExporterContext)
      return fail(Errc::invalid_request, "exporter.context", "RFC 5705, 4", "at most 65535 bytes");
    seed.push_back(static_cast<std::uint8_t>(context->size() >> 8));
    seed.push_back(static_cast<std::uint8_t>(context->size()));
    append(seed, *context);
  }
  prf(crypto::HmacKey(hash_, secret_.reveal()), label, seed, out);
  return {};
}

}  // namespace handfast::tls
