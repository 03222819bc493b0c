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

// 7.3
Result<RecordProtection> protection_of(const HmacKey& secret, crypto::AeadAlgorithm algorithm) {
  crypto::AeadKey key = crypto::AeadKey::of_size(crypto::aead_key_size(algorithm));
  Secret<crypto::kAeadNonceSize> iv = Secret<crypto::kAeadNonceSize>::of_size(crypto::kAeadNonceSize);
  if (!expand_label(secret, "key", {}, key.fill()) || !expand_label(secret, "iv", {}, iv.fill()))
    return fail(Errc::crypto_failed, "traffic_secret");
  return RecordProtection::create(algorithm, key.reveal(), iv.reveal());
}

// What Derive-Secret(Early Secret, "derived", "") is when there is no PSK: the Early Secret is then HKDF-Extract of zeros
// with zeros, the same for everybody. The key schedule's tests compute it.
constexpr std::array<std::uint8_t, 32> kNoPskSaltSha256{
    0x6f, 0x26, 0x15, 0xa1, 0x08, 0xc7, 0x02, 0xc5, 0x67, 0x8f, 0x54, 0xfc, 0x9d, 0xba, 0xb6, 0x97,
    0x16, 0xc0, 0x76, 0x18, 0x9c, 0x48, 0x25, 0x0c, 0xeb, 0xea, 0xc3, 0x57, 0x6c, 0x36, 0x11, 0xba};
constexpr std::array<std::uint8_t, 48> kNoPskSaltSha384{
    0x15, 0x91, 0xda, 0xc5, 0xcb, 0xbf, 0x03, 0x30, 0xa4, 0xa8, 0x4d, 0xe9, 0xc7, 0x53, 0x33, 0x0e,
    0x92, 0xd0, 0x1f, 0x0a, 0x88, 0x21, 0x4b, 0x44, 0x64, 0x97, 0x2f, 0xd6, 0x68, 0x04, 0x9e, 0x93,
    0xe5, 0x2f, 0x2b, 0x16, 0xfa, 0xd9, 0x22, 0xfd, 0xc0, 0x58, 0x44, 0x78, 0x42, 0x8f, 0x28, 0x2b};

// The hash of nothing, which "derived" and the exporters have as their context. The key schedule's tests compute it.
constexpr std::array<std::uint8_t, 32> kEmptySha256{0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4,
                                                    0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b,
                                                    0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55};
constexpr std::array<std::uint8_t, 48> kEmptySha384{
    0x38, 0xb0, 0x60, 0xa7, 0x51, 0xac, 0x96, 0x38, 0x4c, 0xd9, 0x32, 0x7e, 0xb1, 0xb1, 0xe3, 0x6a,
    0x21, 0xfd, 0xb7, 0x11, 0x14, 0xbe, 0x07, 0x43, 0x4c, 0x0c, 0xc7, 0xbf, 0x63, 0xf6, 0xe1, 0xda,
    0x27, 0x4e, 0xde, 0xbf, 0xe7, 0x6f, 0x65, 0xfb, 0xd5, 0x1a, 0xd2, 0xf1, 0x48, 0x98, 0xb9, 0x5b};

Bytes empty_hash(HashAlgorithm hash) {
  if (hash == HashAlgorithm::sha384) return kEmptySha384;
  return kEmptySha256;
}

// The salt of the first stage is zeros (7.1), the same for everybody.
const HmacKey& zero_salt(HashAlgorithm hash) {
  static const HmacKey sha256(HashAlgorithm::sha256, {}), sha384(HashAlgorithm::sha384, {});
  return hash == HashAlgorithm::sha384 ? sha384 : sha256;
}

Bytes no_psk_salt(HashAlgorithm hash) {
  if (hash == HashAlgorithm::sha384) return kNoPskSaltSha384;
  return kNoPskSaltSha256;
}

}  // namespace

Result<RecordProtection> TrafficSecret::protection(crypto::AeadAlgorithm algorithm) const {
  return protection_of(HmacKey(hash_, secret_.reveal()), algorithm);
}

TrafficSecret TrafficSecret::next() const {
  return TrafficSecret(hash_, derive(hash_, secret_.reveal(), "traffic upd", {}));
}

FinishedKey TrafficSecret::finished_key() const {
  return FinishedKey(hash_, derive(hash_, secret_.reveal(), "finished", {}));
}

Result<RecordProtection> HandshakeTrafficSecret::protection(crypto::AeadAlgorithm algorithm) const {
  return protection_of(key_, algorithm);
}

FinishedKey HandshakeTrafficSecret::finished_key() const {
  return FinishedKey(key_.algorithm(), derive(key_, "finished", {}));
}

SecretDigest FinishedKey::verify_data(const Digest& transcript) const {
  return HmacKey(hash_, key_.reveal()).mac(transcript);
}

Result<void> ExporterSecret::export_key(std::string_view label, Bytes context, MutableBytes out) const {
  const SecretDigest secret = derive(hash_, secret_.reveal(), label, empty_hash(hash_));
  const Digest context_hash = crypto::hash(hash_, context);
  if (secret.empty() || !expand_label(HmacKey(hash_, secret.reveal()), "exporter", context_hash, out))
    return fail(Errc::invalid_request, "exporter", "RFC 8446, 7.5", "a shorter label or output");
  return {};
}

ApplicationSecrets MasterSecret::application(const Digest& to_server_finished) const {
  const HmacKey secret(hash_, secret_.reveal());
  return {TrafficSecret(hash_, derive(secret, "c ap traffic", to_server_finished)),
          TrafficSecret(hash_, derive(secret, "s ap traffic", to_server_finished)),
          ExporterSecret(hash_, derive(secret, "exp master", to_server_finished))};
}

ResumptionSecret MasterSecret::resumption(const Digest& to_client_finished) const {
  return ResumptionSecret(hash_, derive(hash_, secret_.reveal(), "res master", to_client_finished));
}

SecretDigest ResumptionSecret::psk(Bytes ticket_nonce) const {
  return derive(hash_, secret_.reveal(), "resumption", ticket_nonce);
}

HandshakeTrafficSecrets HandshakeSecret::traffic(const Digest& to_server_hello) const {
  return {HandshakeTrafficSecret(secret_.algorithm(), derive(secret_, "c hs traffic", to_server_hello)),
          HandshakeTrafficSecret(secret_.algorithm(), derive(secret_, "s hs traffic", to_server_hello))};
}

MasterSecret HandshakeSecret::advance() && {
  const HashAlgorithm hash = secret_.algorithm();
  const SecretDigest salt = derive(secret_, "derived", empty_hash(hash));
  const SecretDigest zeros = SecretDigest::of_size(crypto::hash_size(hash));
  return MasterSecret(hash, crypto::hkdf_extract(hash, salt.reveal(), zeros.reveal()));
}

EarlySecret EarlySecret::with_psk(HashAlgorithm hash, Bytes psk) {
  const SecretDigest secret = zero_salt(hash).mac(psk);  // HKDF-Extract (RFC 5869, 2.2)
  EarlySecret out(hash);
  out.secret_.emplace(hash, secret.reveal());
  return out;
}

FinishedKey EarlySecret::binder_key() const {
  const SecretDigest binder = derive(*secret_, "res binder", empty_hash(hash_));
  return FinishedKey(hash_, derive(hash_, binder.reveal(), "finished", {}));
}

TrafficSecret EarlySecret::early_traffic(const Digest& to_client_hello) const {
  return TrafficSecret(hash_, derive(*secret_, "c e traffic", to_client_hello));
}

ExporterSecret EarlySecret::early_exporter(const Digest& to_client_hello) const {
  return ExporterSecret(hash_, derive(*secret_, "e exp master", to_client_hello));
}

HandshakeSecret EarlySecret::advance(const crypto::SharedSecret& shared) && { return mix(shared.reveal()); }

// 7.1: "if a given secret is not available, then the 0-value consisting of a string of Hash.length bytes set to zeros is used".
HandshakeSecret EarlySecret::advance_without_dhe() && {
  return mix(SecretDigest::of_size(crypto::hash_size(hash_)).reveal());
}

HandshakeSecret EarlySecret::mix(Bytes input) const {
  const SecretDigest salt = secret_ ? derive(*secret_, "derived", empty_hash(hash_)) : SecretDigest(no_psk_salt(hash_));
  const SecretDigest secret = crypto::hkdf_extract(hash_, salt.reveal(), input);
  return HandshakeSecret(HmacKey(hash_, secret.reveal()));
}

}  // namespace handfast::tls
