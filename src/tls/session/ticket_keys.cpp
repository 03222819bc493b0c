#include "tls/session/ticket_keys.hpp"

#include <algorithm>

#include "base/copy.hpp"
#include "base/reader.hpp"
#include "crypto/hash.hpp"

namespace handfast::tls {

namespace {

// A ticket: key_name, nonce, then the state sealed with the name as additional data (RFC 5077, 4 has the same parts).
constexpr std::size_t kNameSize = 16;
constexpr auto kAlgorithm = crypto::AeadAlgorithm::aes_256_gcm;
constexpr std::size_t kOverhead = kNameSize + crypto::kAeadNonceSize + crypto::kMaxAeadTagSize;

using KeyName = std::array<std::uint8_t, kNameSize>;

}  // namespace

struct TicketKeys::PeriodKey {
  std::uint64_t period;
  KeyName name;
  crypto::Aead aead;
};

Result<TicketKeys::SharedKey> TicketKeys::key_of(std::uint64_t period) const {
  const std::lock_guard lock(mutex_);
  for (const SharedKey& key : derived_)
    if (key && key->period == period) return key;
  constexpr std::string_view kLabel = "handfast ticket key";
  ByteVector info(kLabel.begin(), kLabel.end());
  for (int shift = 56; shift >= 0; shift -= 8) info.push_back(static_cast<std::uint8_t>(period >> shift));
  Secret<kNameSize + crypto::kMaxAeadKeySize> derived = derived.of_size(kNameSize + crypto::kMaxAeadKeySize);
  const crypto::HmacKey secret(crypto::HashAlgorithm::sha256, secret_.reveal());
  if (!crypto::hkdf_expand(secret, info, derived.fill())) return fail(Errc::crypto_failed, "ticket_key");
  auto aead = crypto::Aead::create(kAlgorithm, derived.reveal().subspan(kNameSize));
  if (!aead) return std::unexpected(aead.error());
  PeriodKey made{period, {}, std::move(*aead)};
  copy_bytes(derived.reveal().first(kNameSize), made.name);
  derived_[1] = std::exchange(derived_[0], std::make_shared<const PeriodKey>(std::move(made)));
  return derived_[0];
}

Result<ByteVector> TicketKeys::seal(Bytes state, std::uint64_t now, const crypto::Nonce& nonce) const {
  const auto key = key_of(now / kTicketKeyPeriod);
  if (!key) return std::unexpected(key.error());
  ByteVector out(state.size() + kOverhead);
  const MutableBytes bytes(out);
  copy_bytes((*key)->name, bytes.first(kNameSize));
  copy_bytes(nonce, bytes.subspan(kNameSize, nonce.size()));
  if (!(*key)->aead.seal(nonce, (*key)->name, state, {}, bytes.subspan(kNameSize + nonce.size())))
    return fail(Errc::crypto_failed, "ticket");
  return out;
}

std::optional<SecretBytes> TicketKeys::open(Bytes ticket, std::uint64_t now) const {
  if (ticket.size() < kOverhead) return std::nullopt;
  Reader in(ticket);
  const Bytes name = in.take(kNameSize), sent_nonce = in.take(crypto::kAeadNonceSize), sealed = in.rest();
  crypto::Nonce nonce{};
  copy_bytes(sent_nonce, nonce);
  const std::uint64_t period = now / kTicketKeyPeriod;
  for (const std::uint64_t candidate : {period, period - 1}) {
    const auto key = key_of(candidate);
    if (!key || !equal((*key)->name, name)) continue;
    SecretBytes state(sealed.size() - crypto::kMaxAeadTagSize);
    if (!(*key)->aead.open(nonce, name, sealed, state.fill())) return std::nullopt;
    return state;
  }
  return std::nullopt;
}

}  // namespace handfast::tls
