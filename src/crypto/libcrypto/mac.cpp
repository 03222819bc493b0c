#include <openssl/cipher.h>
#include <openssl/cmac.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <limits>

#include "crypto/libcrypto/digests.hpp"
#include "crypto/libcrypto/provider_error.hpp"

namespace handfast::crypto {

struct Mac::State {
  virtual ~State() = default;
  virtual std::unique_ptr<State> copy() const = 0;  // null: no memory
  virtual std::size_t size() const = 0;
  virtual bool set_nonce(Bytes) { return false; }
  virtual bool update(Bytes bytes) = 0;
  virtual bool finish(MutableBytes out) = 0;
};

namespace {

constexpr std::size_t kAesTagSize = 16;

struct Hmac final : Mac::State {
  bool start(DigestAlgorithm algorithm, Bytes key) {
    static constexpr std::uint8_t no_key = 0;  // null would mean: the key of before
    return HMAC_Init_ex(context.get(), key.empty() ? &no_key : key.data(), key.size(), evp_digest(algorithm),
                        nullptr) == 1;
  }
  std::unique_ptr<State> copy() const override {
    auto out = std::make_unique<Hmac>();
    if (!HMAC_CTX_copy_ex(out->context.get(), context.get())) return nullptr;
    return out;
  }
  std::size_t size() const override { return HMAC_size(context.get()); }
  bool update(Bytes bytes) override { return HMAC_Update(context.get(), bytes.data(), bytes.size()) == 1; }
  bool finish(MutableBytes out) override {
    return HMAC_Final(context.get(), out.data(), nullptr) == 1 &&
           HMAC_Init_ex(context.get(), nullptr, 0, nullptr, nullptr) == 1;
  }
  bssl::ScopedHMAC_CTX context;
};

struct Cmac final : Mac::State {
  bool start(Bytes key) {
    const EVP_CIPHER* const cipher = key.size() == 16   ? EVP_aes_128_cbc()
                                     : key.size() == 32 ? EVP_aes_256_cbc()
                                                        : nullptr;
    return context && cipher != nullptr && CMAC_Init(context.get(), key.data(), key.size(), cipher, nullptr) == 1;
  }
  std::unique_ptr<State> copy() const override {
    auto out = std::make_unique<Cmac>();
    if (!out->context || !CMAC_CTX_copy(out->context.get(), context.get())) return nullptr;
    return out;
  }
  std::size_t size() const override { return kAesTagSize; }
  bool update(Bytes bytes) override { return CMAC_Update(context.get(), bytes.data(), bytes.size()) == 1; }
  bool finish(MutableBytes out) override {
    std::size_t size = 0;
    return CMAC_Final(context.get(), out.data(), &size) == 1 && CMAC_Reset(context.get()) == 1;
  }
  bssl::UniquePtr<CMAC_CTX> context{CMAC_CTX_new()};
};

// GCM that encrypts nothing (NIST SP 800-38D, 3): the message is all additional data.
struct Gmac final : Mac::State {
  bool start(Bytes key) {
    const EVP_CIPHER* const cipher = key.size() == 16   ? EVP_aes_128_gcm()
                                     : key.size() == 24 ? EVP_aes_192_gcm()
                                     : key.size() == 32 ? EVP_aes_256_gcm()
                                                        : nullptr;
    return cipher != nullptr && EVP_EncryptInit_ex(context.get(), cipher, nullptr, key.data(), nullptr) == 1;
  }
  std::unique_ptr<State> copy() const override {
    auto out = std::make_unique<Gmac>();
    if (!EVP_CIPHER_CTX_copy(out->context.get(), context.get())) return nullptr;
    out->has_nonce = has_nonce;
    return out;
  }
  std::size_t size() const override { return kAesTagSize; }
  bool set_nonce(Bytes nonce) override {
    constexpr std::size_t kLongest = 128;
    if (nonce.empty() || nonce.size() > kLongest) return false;
    has_nonce =
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(nonce.size()), nullptr) == 1 &&
        EVP_EncryptInit_ex(context.get(), nullptr, nullptr, nullptr, nonce.data()) == 1;
    return has_nonce;
  }
  bool update(Bytes bytes) override {
    if (!has_nonce) return false;
    constexpr std::size_t kPiece = 1U << 30;  // the provider counts in int
    while (!bytes.empty()) {
      const Bytes piece = bytes.first(std::min(bytes.size(), kPiece));
      int ignored = 0;
      if (!EVP_EncryptUpdate(context.get(), nullptr, &ignored, piece.data(), static_cast<int>(piece.size())))
        return false;
      bytes = bytes.subspan(piece.size());
    }
    return true;
  }
  bool finish(MutableBytes out) override {
    if (!has_nonce) return false;
    has_nonce = false;  // a nonce serves one message
    int ignored = 0;
    std::uint8_t nothing = 0;
    return EVP_EncryptFinal_ex(context.get(), &nothing, &ignored) == 1 &&
           EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(out.size()), out.data()) == 1;
  }
  bssl::ScopedEVP_CIPHER_CTX context;
  bool has_nonce = false;
};

template <class State, class... Arguments>
Result<std::unique_ptr<Mac::State>> started(Arguments... arguments) {
  auto state = std::make_unique<State>();
  if (!state->start(arguments...)) return fail(provider_error(Errc::crypto_failed), "mac.key");
  return state;
}

bool remembered(bool result) {
  if (!result) forget_provider_error();
  return result;
}

}  // namespace

Mac::Mac(std::unique_ptr<State> state) : state_(std::move(state)) {}
Mac::Mac(Mac&&) noexcept = default;
Mac::~Mac() = default;

Result<Mac> Mac::create(MacAlgorithm algorithm, Bytes key) {
  auto state = algorithm.kind == MacKind::hmac       ? started<Hmac>(algorithm.digest, key)
               : algorithm.kind == MacKind::aes_cmac ? started<Cmac>(key)
                                                     : started<Gmac>(key);
  if (!state) return std::unexpected(state.error());
  return Mac(std::move(*state));
}

Result<Mac> Mac::copy() const {
  auto state = state_->copy();
  if (!state) return fail(provider_error(Errc::out_of_memory), "mac");
  return Mac(std::move(state));
}

std::size_t Mac::size() const { return state_->size(); }
bool Mac::set_nonce(Bytes nonce) { return remembered(state_->set_nonce(nonce)); }
bool Mac::update(Bytes bytes) { return remembered(state_->update(bytes)); }
bool Mac::finish(MutableBytes out) { return out.size() == size() && remembered(state_->finish(out)); }

}  // namespace handfast::crypto
