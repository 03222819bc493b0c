#include "crypto/cipher.hpp"

#include <openssl/cipher.h>

#include <algorithm>

#include "crypto/libcrypto/provider_error.hpp"

namespace handfast::crypto {
namespace {

constexpr std::size_t kPiece = 1U << 30;  // the provider counts in int; a multiple of every block
constexpr std::size_t kMaxNonce = 128;
constexpr std::size_t kMaxTag = 16;

const EVP_CIPHER* evp_cipher(CipherAlgorithm algorithm) {
  switch (algorithm) {
    case CipherAlgorithm::des_ede3_cbc: return EVP_des_ede3_cbc();
    case CipherAlgorithm::aes_128_cbc: return EVP_aes_128_cbc();
    case CipherAlgorithm::aes_192_cbc: return EVP_aes_192_cbc();
    case CipherAlgorithm::aes_256_cbc: return EVP_aes_256_cbc();
    case CipherAlgorithm::aes_128_cfb8: return EVP_aes_128_cfb8();
    case CipherAlgorithm::aes_192_cfb8: return EVP_aes_192_cfb8();
    case CipherAlgorithm::aes_256_cfb8: return EVP_aes_256_cfb8();
    case CipherAlgorithm::aes_128_gcm: return EVP_aes_128_gcm();
    case CipherAlgorithm::aes_192_gcm: return EVP_aes_192_gcm();
    case CipherAlgorithm::aes_256_gcm: return EVP_aes_256_gcm();
    case CipherAlgorithm::aes_128_ccm: return EVP_aes_128_ccm();
    case CipherAlgorithm::aes_256_ccm: return EVP_aes_256_ccm();
    case CipherAlgorithm::chacha20_poly1305: return EVP_chacha20_poly1305();
  }
  return nullptr;
}

// EVP takes a null pointer for a request of another kind, so that empty data needs an address.
const std::uint8_t* address(Bytes bytes) {
  static constexpr std::uint8_t nothing = 0;
  return bytes.empty() ? &nothing : bytes.data();
}

enum class Sort : std::uint8_t { plain, gcm, ccm, chacha };

Sort sort_of(CipherAlgorithm algorithm) {
  switch (algorithm) {
    case CipherAlgorithm::aes_128_gcm:
    case CipherAlgorithm::aes_192_gcm:
    case CipherAlgorithm::aes_256_gcm: return Sort::gcm;
    case CipherAlgorithm::aes_128_ccm:
    case CipherAlgorithm::aes_256_ccm: return Sort::ccm;
    case CipherAlgorithm::chacha20_poly1305: return Sort::chacha;
    default: return Sort::plain;
  }
}

bool nonce_fits(Sort sort, std::size_t size) {
  constexpr std::size_t kSmallestCcm = 7, kLargestCcm = 13, kChacha = 12;
  if (sort == Sort::ccm) return size >= kSmallestCcm && size <= kLargestCcm;
  return sort == Sort::chacha ? size == kChacha : size > 0 && size <= kMaxNonce;
}

bool tag_fits(Sort sort, std::size_t size) {
  constexpr std::size_t kSmallestCcm = 4;
  if (sort == Sort::ccm && (size < kSmallestCcm || size % 2 != 0)) return false;
  return size > 0 && size <= kMaxTag;
}

bool set(EVP_CIPHER_CTX* context, int what, std::size_t size, const std::uint8_t* data) {
  return EVP_CIPHER_CTX_ctrl(context, what, static_cast<int>(size), const_cast<std::uint8_t*>(data)) == 1;
}

}  // namespace

struct Cipher::State {
  CipherAlgorithm algorithm;
  int encrypts;
  bssl::ScopedEVP_CIPHER_CTX context{};

  Sort sort() const { return sort_of(algorithm); }
  bool init(const EVP_CIPHER* cipher, const std::uint8_t* key, const std::uint8_t* iv) {
    return EVP_CipherInit_ex(context.get(), cipher, nullptr, key, iv, encrypts) == 1;
  }
  bool feed(Bytes in, std::uint8_t* out) {  // null: additional data
    while (!in.empty()) {
      const Bytes piece = in.first(std::min(in.size(), kPiece));
      int made = 0;
      if (!EVP_CipherUpdate(context.get(), out, &made, piece.data(), static_cast<int>(piece.size()))) return false;
      if (out != nullptr && static_cast<std::size_t>(made) != piece.size()) return false;
      in = in.subspan(piece.size());
      out = out == nullptr ? nullptr : std::next(out, made);
    }
    return true;
  }
  bool finish() {
    std::uint8_t nothing[EVP_MAX_BLOCK_LENGTH];
    int made = 0;
    return EVP_CipherFinal_ex(context.get(), nothing, &made) == 1;
  }
  bool start(Bytes iv) {
    if (sort() == Sort::plain)
      return iv.size() == EVP_CIPHER_CTX_iv_length(context.get()) && init(nullptr, nullptr, iv.data());
    return sort() != Sort::ccm && nonce_fits(sort(), iv.size()) &&
           set(context.get(), EVP_CTRL_AEAD_SET_IVLEN, iv.size(), nullptr) && init(nullptr, nullptr, iv.data());
  }
  // CCM: sizes and tag come first, and an interim context, because they are bound to the key's set-up.
  bool whole_ccm(Bytes key, Bytes nonce, Bytes additional_data, Bytes in, MutableBytes out, std::size_t tag_size,
                 const std::uint8_t* wanted, std::uint8_t* made) {
    if (in.size() > kPiece || additional_data.size() > kPiece) return false;
    context.Reset();
    std::uint8_t nowhere = 0;
    return init(evp_cipher(algorithm), nullptr, nullptr) &&
           set(context.get(), EVP_CTRL_AEAD_SET_IVLEN, nonce.size(), nullptr) &&
           set(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, wanted) && init(nullptr, key.data(), nonce.data()) &&
           EVP_Cipher(context.get(), nullptr, nullptr, in.size()) >= 0 &&
           EVP_Cipher(context.get(), nullptr, address(additional_data), additional_data.size()) >= 0 &&
           EVP_Cipher(context.get(), in.empty() ? &nowhere : out.data(), address(in), in.size()) >= 0 &&
           (made == nullptr || set(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, made));
  }
  SecretBytes ccm_key{};
};

Cipher::Cipher(std::unique_ptr<State> state) : state_(std::move(state)) {}
Cipher::Cipher(Cipher&&) noexcept = default;
Cipher& Cipher::operator=(Cipher&&) noexcept = default;
Cipher::~Cipher() = default;

namespace {

bool remembered(bool result) {
  if (!result) forget_provider_error();
  return result;
}

}  // namespace

Result<Cipher> Cipher::create(CipherAlgorithm algorithm, Direction direction, Bytes key) {
  const EVP_CIPHER* const cipher = evp_cipher(algorithm);
  if (key.size() != EVP_CIPHER_key_length(cipher)) return fail(Errc::crypto_failed, "cipher.key");
  auto state = std::make_unique<State>(algorithm, direction == Direction::encrypt ? 1 : 0);
  if (!state->init(cipher, key.data(), nullptr)) return fail(provider_error(Errc::crypto_failed), "cipher.key");
  EVP_CIPHER_CTX_set_padding(state->context.get(), 0);
  if (state->sort() == Sort::ccm) state->ccm_key = SecretBytes(key);
  return Cipher(std::move(state));
}

bool Cipher::start(Bytes iv) { return remembered(state_->start(iv)); }

bool Cipher::authenticate(Bytes data) {
  const Sort sort = state_->sort();
  if (sort != Sort::gcm && sort != Sort::chacha) return false;
  return remembered(state_->feed(data, nullptr));
}

bool Cipher::transform(Bytes in, MutableBytes out) {
  const std::size_t block = EVP_CIPHER_CTX_block_size(state_->context.get());
  if (state_->sort() == Sort::ccm || in.size() != out.size() || in.size() % block != 0) return false;
  return remembered(state_->feed(in, out.data()));
}

bool Cipher::tag(MutableBytes out) {
  const Sort sort = state_->sort();
  if (state_->encrypts == 0 || (sort != Sort::gcm && sort != Sort::chacha) || !tag_fits(sort, out.size())) return false;
  return remembered(state_->finish() && set(state_->context.get(), EVP_CTRL_AEAD_GET_TAG, out.size(), out.data()));
}

bool Cipher::seal(Bytes nonce, Bytes additional_data, Bytes plaintext, MutableBytes out, MutableBytes tag) {
  State& state = *state_;
  const Sort sort = state.sort();
  if (state.encrypts == 0 || sort == Sort::plain || out.size() != plaintext.size()) return false;
  if (!nonce_fits(sort, nonce.size()) || !tag_fits(sort, tag.size())) return false;
  const bool done = sort == Sort::ccm ? state.whole_ccm(state.ccm_key.reveal(), nonce, additional_data, plaintext, out,
                                                        tag.size(), nullptr, tag.data())
                                      : state.start(nonce) && state.feed(additional_data, nullptr) &&
                                            state.feed(plaintext, out.data()) && state.finish() &&
                                            set(state.context.get(), EVP_CTRL_AEAD_GET_TAG, tag.size(), tag.data());
  if (!done) wipe(out);
  return remembered(done);
}

bool Cipher::open(Bytes nonce, Bytes additional_data, Bytes ciphertext, Bytes tag, MutableBytes out) {
  State& state = *state_;
  const Sort sort = state.sort();
  if (state.encrypts != 0 || sort == Sort::plain || out.size() != ciphertext.size()) return false;
  if (!nonce_fits(sort, nonce.size()) || !tag_fits(sort, tag.size())) return false;
  const bool done = sort == Sort::ccm ? state.whole_ccm(state.ccm_key.reveal(), nonce, additional_data, ciphertext, out,
                                                        tag.size(), tag.data(), nullptr)
                                      : state.start(nonce) &&
                                            set(state.context.get(), EVP_CTRL_AEAD_SET_TAG, tag.size(), tag.data()) &&
                                            state.feed(additional_data, nullptr) &&
                                            state.feed(ciphertext, out.data()) && state.finish();
  if (!done) wipe(out);
  return remembered(done);
}

}  // namespace handfast::crypto
