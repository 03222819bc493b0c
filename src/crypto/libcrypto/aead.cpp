#include "crypto/aead.hpp"

#include <openssl/aead.h>

#include "base/copy.hpp"
#include "crypto/libcrypto/aead_ccm.hpp"
#include "crypto/libcrypto/in_place.hpp"
#include "crypto/libcrypto/provider_error.hpp"

namespace handfast::crypto {
namespace {

const EVP_AEAD* evp_aead(AeadAlgorithm algorithm) {  // null: CCM, which has its own functions
  switch (algorithm) {
    case AeadAlgorithm::aes_128_gcm: return EVP_aead_aes_128_gcm();
    case AeadAlgorithm::aes_256_gcm: return EVP_aead_aes_256_gcm();
    case AeadAlgorithm::chacha20_poly1305: return EVP_aead_chacha20_poly1305();
    case AeadAlgorithm::aes_128_ccm:
    case AeadAlgorithm::aes_256_ccm:
    case AeadAlgorithm::aes_128_ccm_8:
    case AeadAlgorithm::aes_256_ccm_8: return nullptr;
  }
  return nullptr;
}

}  // namespace

struct Aead::State {
  explicit State(AeadAlgorithm wanted) : algorithm(wanted) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { wipe_state(memory); }  // EVP_AEAD_CTX_cleanup would do nothing for these algorithms, and leave the key

  const EVP_AEAD_CTX& context() const { return in_place<EVP_AEAD_CTX>(memory); }

  AeadAlgorithm algorithm;
  CcmContext ccm;  // null: the context is in `memory`
  alignas(16) std::array<std::byte, sizeof(EVP_AEAD_CTX)> memory{};
};

Result<Aead> Aead::create(AeadAlgorithm algorithm, Bytes key) {
  if (key.size() != aead_key_size(algorithm)) return fail(Errc::crypto_failed, "aead.key");
  auto state = std::make_unique<State>(algorithm);
  const std::size_t tag_size = aead_tag_size(algorithm);
  if (const EVP_AEAD* const aead = evp_aead(algorithm)) {
    auto* const context = new (state->memory.data()) EVP_AEAD_CTX;
    if (!EVP_AEAD_CTX_init(context, aead, key.data(), key.size(), tag_size, nullptr))
      return fail(provider_error(Errc::crypto_failed), "aead.key");
  } else {
    state->ccm = new_ccm_context(key, tag_size);
    if (!state->ccm) return fail(provider_error(Errc::crypto_failed), "aead.key");
  }
  return Aead(std::move(state), tag_size);
}

Aead::Aead(std::unique_ptr<State> state, std::size_t tag_size) : state_(std::move(state)), tag_size_(tag_size) {}
Aead::Aead(Aead&&) noexcept = default;
Aead& Aead::operator=(Aead&&) noexcept = default;
Aead::~Aead() = default;

bool Aead::seal(const Nonce& nonce, Bytes additional_data, Bytes plaintext, Bytes trailer, MutableBytes out) const {
  if (!state_ || trailer.size() > 1 || out.size() != plaintext.size() + trailer.size() + tag_size_) return false;
  if (state_->ccm) return ccm_seal(*state_->ccm, nonce, additional_data, plaintext, trailer, out);
  // For a stream cipher one byte more is almost free, while a byte apart costs another block of key stream: as much as
  // copying a few kilobytes.
  constexpr std::size_t kCheapCopy = 4096;
  const bool in_place = plaintext.data() == out.data();
  const bool joined = !trailer.empty() && (in_place || plaintext.size() <= kCheapCopy);
  if (state_->algorithm == AeadAlgorithm::chacha20_poly1305 && joined) {
    if (!in_place) copy_bytes(plaintext, out.first(plaintext.size()));
    out[plaintext.size()] = trailer[0];
    plaintext = out.first(plaintext.size() + 1);
    trailer = {};
  }
  std::size_t tag_written = 0;
  if (EVP_AEAD_CTX_seal_scatter(&state_->context(), out.data(), out.subspan(plaintext.size()).data(), &tag_written,
                                out.size() - plaintext.size(), nonce.data(), nonce.size(), plaintext.data(),
                                plaintext.size(), trailer.data(), trailer.size(), additional_data.data(),
                                additional_data.size())) {
    return true;
  }
  forget_provider_error();
  wipe(out);
  return false;
}

bool Aead::open(const Nonce& nonce, Bytes additional_data, Bytes sealed, MutableBytes out) const {
  if (!state_ || sealed.size() < tag_size_ || out.size() != sealed.size() - tag_size_) {
    wipe(out);
    return false;
  }
  if (state_->ccm) return ccm_open(*state_->ccm, nonce, additional_data, sealed, out);
  std::size_t written = 0;
  if (EVP_AEAD_CTX_open(&state_->context(), out.data(), &written, out.size(), nonce.data(), nonce.size(), sealed.data(),
                        sealed.size(), additional_data.data(), additional_data.size())) {
    return true;
  }
  forget_provider_error();
  wipe(out);
  return false;
}

}  // namespace handfast::crypto
