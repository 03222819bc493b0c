#include "tls/keys/key_schedule.hpp"

#include <algorithm>
#include <array>

namespace handfast::tls {

namespace {

using crypto::Digest;
using crypto::HashAlgorithm;
using crypto::HmacKey;
using crypto::SecretDigest;

constexpr std::string_view kPrefix = "tls13 ";
constexpr std::size_t kMaxLabel = 255;    // HkdfLabel.label<7..255>
constexpr std::size_t kMaxContext = 255;  // HkdfLabel.context<0..255>

// HKDF-Expand-Label (7.1). False only for labels and outputs beyond its limits.
bool expand_label(const HmacKey& secret, std::string_view label, Bytes context, MutableBytes out) {
  if (kPrefix.size() + label.size() > kMaxLabel || context.size() > kMaxContext || out.size() > 0xffff) return false;
  std::array<std::uint8_t, 2 + 1 + kMaxLabel + 1 + kMaxContext> info{};
  auto at = info.begin();
  *at++ = static_cast<std::uint8_t>(out.size() >> 8);
  *at++ = static_cast<std::uint8_t>(out.size());
  *at++ = static_cast<std::uint8_t>(kPrefix.size() + label.size());
  at = std::ranges::copy(kPrefix, at).out;
  at = std::ranges::copy(label, at).out;
  *at++ = static_cast<std::uint8_t>(context.size());
  at = std::ranges::copy(context, at).out;
  return crypto::hkdf_expand(secret, Bytes(info.begin(), at), out);
}

SecretDigest derive(const HmacKey& secret, std::string_view label, Bytes context) {
  SecretDigest out = SecretDigest::of_size(crypto::hash_size(secret.algorithm()));
  const bool expanded = expand_label(secret, label, context, out.fill());
  if (!expanded) out.clear();  // not reached: every label here is short
  return out;
}

SecretDigest derive(HashAlgorithm hash, Bytes secret, std::string_view label, Bytes context) {
  return derive(HmacKey(hash, secret), label, context);
}

HmacKey extract(HashAlgorithm hash, Bytes salt, Bytes input_key_material) {
  const SecretDigest secret = crypto::hkdf_extract(hash, salt, input_key_material);
  return HmacKey(hash, secret.reveal());
}

SecretDigest derived_salt(const HmacKey& secret) {
  return derive(secret, "derived", crypto::hash(secret.algorithm(), {}));
}

SecretDigest zeros(HashAlgorithm hash) { return SecretDigest::of_size(crypto::hash_size(hash)); }

}  // namespace

Result<RecordProtection> TrafficSecret::protection(crypto::AeadAlgorithm algorithm) const {
  const HmacKey secret(hash_, secret_.reveal());
  crypto::AeadKey key = crypto::AeadKey::of_size(crypto::aead_key_size(algorithm));
  Secret<crypto::kAeadNonceSize> iv = Secret<crypto::kAeadNonceSize>::of_size(crypto::kAeadNonceSize);
  if (!expand_label(secret, "key", {}, key.fill()) || !expand_label(secret, "iv", {}, iv.fill()))
    return fail(Errc::crypto_failed, "traffic_secret");
  return RecordProtection::create(algorithm, key.reveal(), iv.reveal());
}

SecretDigest TrafficSecret::finished(const Digest& transcript) const {
  const SecretDigest key = derive(hash_, secret_.reveal(), "finished", {});
  return HmacKey(hash_, key.reveal()).mac(transcript);
}

TrafficSecret TrafficSecret::next() const {
  return TrafficSecret(hash_, derive(hash_, secret_.reveal(), "traffic upd", {}));
}

Result<void> ExporterSecret::export_key(std::string_view label, Bytes context, MutableBytes out) const {
  const SecretDigest secret = derive(hash_, secret_.reveal(), label, crypto::hash(hash_, {}));
  const Digest context_hash = crypto::hash(hash_, context);
  if (secret.empty() || !expand_label(HmacKey(hash_, secret.reveal()), "exporter", context_hash, out))
    return fail(Errc::invalid_request, "exporter", "RFC 8446, 7.5", "a shorter label or output");
  return {};
}

TrafficSecrets MasterSecret::application_traffic(const Digest& to_server_finished) const {
  return {TrafficSecret(secret_.algorithm(), derive(secret_, "c ap traffic", to_server_finished)),
          TrafficSecret(secret_.algorithm(), derive(secret_, "s ap traffic", to_server_finished))};
}

ExporterSecret MasterSecret::exporter(const Digest& to_server_finished) const {
  return ExporterSecret(secret_.algorithm(), derive(secret_, "exp master", to_server_finished));
}

TrafficSecrets HandshakeSecret::handshake_traffic(const Digest& to_server_hello) const {
  return {TrafficSecret(secret_.algorithm(), derive(secret_, "c hs traffic", to_server_hello)),
          TrafficSecret(secret_.algorithm(), derive(secret_, "s hs traffic", to_server_hello))};
}

MasterSecret HandshakeSecret::advance() && {
  const SecretDigest salt = derived_salt(secret_);
  const SecretDigest none = zeros(secret_.algorithm());
  return MasterSecret(extract(secret_.algorithm(), salt.reveal(), none.reveal()));
}

EarlySecret EarlySecret::without_psk(HashAlgorithm hash) {
  const SecretDigest none = zeros(hash);
  return EarlySecret(extract(hash, none.reveal(), none.reveal()));
}

HandshakeSecret EarlySecret::advance(crypto::SharedSecret shared) && {
  const SecretDigest salt = derived_salt(secret_);
  return HandshakeSecret(extract(secret_.algorithm(), salt.reveal(), shared.reveal()));
}

}  // namespace handfast::tls
