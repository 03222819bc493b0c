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

bool is_ccm(AeadAlgorithm algorithm) { return evp_aead(algorithm) == nullptr; }

}  // namespace

Result<Aead> Aead::create(AeadAlgorithm algorithm, Bytes key) {
  if (key.size() != aead_key_size(algorithm)) return fail(Errc::crypto_failed, "aead.key");
  Aead out;
  out.algorithm_ = algorithm;
  out.tag_size_ = static_cast<std::uint8_t>(aead_tag_size(algorithm));
  if (is_ccm(algorithm)) {
    CcmContext context = new_ccm_context(key, out.tag_size_);
    if (!context) return fail(provider_error(Errc::crypto_failed), "aead.key");
    new (out.state_.data()) EVP_CIPHER_CTX*(context.release());
  } else if (!EVP_AEAD_CTX_init(new (out.state_.data()) EVP_AEAD_CTX, evp_aead(algorithm), key.data(), key.size(),
                                out.tag_size_, nullptr)) {
    return fail(provider_error(Errc::crypto_failed), "aead.key");
  }
  out.live_ = true;
  return out;
}

// Contexts may be moved as bytes: they hold no pointer to themselves, and the alignment that they depend on is the
// same.
Aead::Aead(Aead&& other) noexcept
    : state_(other.state_),
      algorithm_(other.algorithm_),
      tag_size_(other.tag_size_),
      live_(std::exchange(other.live_, false)) {
  wipe_state(other.state_);
}

Aead& Aead::operator=(Aead&& other) noexcept {
  if (this == &other) return *this;
  this->~Aead();
  return *new (this) Aead(std::move(other));
}

// EVP_AEAD_CTX_cleanup would do nothing for these algorithms, and leaves the key in memory.
Aead::~Aead() {
  if (live_ && is_ccm(algorithm_)) CcmContext(in_place<EVP_CIPHER_CTX*>(state_)).reset();
  wipe_state(state_);
}

bool Aead::seal(const Nonce& nonce, Bytes additional_data, Bytes plaintext, Bytes trailer, MutableBytes out) const {
  if (!live_ || trailer.size() > 1 || out.size() != plaintext.size() + trailer.size() + tag_size_) return false;
  if (is_ccm(algorithm_)) {
    return ccm_seal(*in_place<EVP_CIPHER_CTX*>(state_), nonce, additional_data, plaintext, trailer, out);
  }
  const auto& context = in_place<EVP_AEAD_CTX>(state_);
  // For a stream cipher one byte more is almost free, while a byte apart costs another block of key stream: as much as
  // copying a few kilobytes.
  constexpr std::size_t kCheapCopy = 4096;
  const bool in_place = plaintext.data() == out.data();
  const bool joined = !trailer.empty() && (in_place || plaintext.size() <= kCheapCopy);
  if (algorithm_ == AeadAlgorithm::chacha20_poly1305 && joined) {
    if (!in_place) copy_bytes(plaintext, out.first(plaintext.size()));
    out[plaintext.size()] = trailer[0];
    plaintext = out.first(plaintext.size() + 1);
    trailer = {};
  }
  std::size_t tag_written = 0;
  if (EVP_AEAD_CTX_seal_scatter(&context, out.data(), out.subspan(plaintext.size()).data(), &tag_written,
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
  if (!live_ || sealed.size() < tag_size_ || out.size() != sealed.size() - tag_size_) {
    wipe(out);
    return false;
  }
  if (is_ccm(algorithm_)) {
    return ccm_open(*in_place<EVP_CIPHER_CTX*>(state_), nonce, additional_data, sealed, out);
  }
  std::size_t written = 0;
  if (EVP_AEAD_CTX_open(&in_place<EVP_AEAD_CTX>(state_), out.data(), &written, out.size(), nonce.data(), nonce.size(),
                        sealed.data(), sealed.size(), additional_data.data(), additional_data.size())) {
    return true;
  }
  forget_provider_error();
  wipe(out);
  return false;
}

}  // namespace handfast::crypto
