#include "crypto/message_digest.hpp"

#include <openssl/digest.h>
#include <openssl/evp.h>
#include <openssl/hkdf.h>

#include "crypto/libcrypto/digests.hpp"
#include "crypto/libcrypto/provider_error.hpp"

namespace handfast::crypto {

const EVP_MD* evp_digest(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::md5: return EVP_md5();
    case DigestAlgorithm::sha1: return EVP_sha1();
    case DigestAlgorithm::sha224: return EVP_sha224();
    case DigestAlgorithm::sha256: return EVP_sha256();
    case DigestAlgorithm::sha384: return EVP_sha384();
    case DigestAlgorithm::sha512: return EVP_sha512();
    case DigestAlgorithm::sha3_224: return EVP_sha3_224();
    case DigestAlgorithm::sha3_256: return EVP_sha3_256();
    case DigestAlgorithm::sha3_384: return EVP_sha3_384();
    case DigestAlgorithm::sha3_512: return EVP_sha3_512();
  }
  return nullptr;
}

namespace {

bool succeeded(int result) {
  if (result != 1) forget_provider_error();
  return result == 1;
}

}  // namespace

struct MessageDigest::State {
  bssl::ScopedEVP_MD_CTX context;
};

MessageDigest::MessageDigest(std::unique_ptr<State> state) : state_(std::move(state)) {}
MessageDigest::MessageDigest(MessageDigest&&) noexcept = default;
MessageDigest::~MessageDigest() = default;

Result<MessageDigest> MessageDigest::create(DigestAlgorithm algorithm) {
  auto state = std::make_unique<State>();
  if (!EVP_DigestInit_ex(state->context.get(), evp_digest(algorithm), nullptr))
    return fail(provider_error(Errc::crypto_failed), "digest");
  return MessageDigest(std::move(state));
}

Result<MessageDigest> MessageDigest::copy() const {
  auto state = std::make_unique<State>();
  if (!EVP_MD_CTX_copy_ex(state->context.get(), state_->context.get()))
    return fail(provider_error(Errc::out_of_memory), "digest");
  return MessageDigest(std::move(state));
}

std::size_t MessageDigest::size() const { return EVP_MD_CTX_size(state_->context.get()); }

bool MessageDigest::update(Bytes bytes) {
  return succeeded(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()));
}

bool MessageDigest::finish(MutableBytes out) {
  EVP_MD_CTX* const context = state_->context.get();
  const EVP_MD* const digest = EVP_MD_CTX_md(context);
  return out.size() == size() && succeeded(EVP_DigestFinal_ex(context, out.data(), nullptr)) &&
         succeeded(EVP_DigestInit_ex(context, digest, nullptr));
}

std::optional<std::size_t> hkdf_extract(DigestAlgorithm algorithm, Bytes salt, Bytes key, MutableBytes out) {
  std::size_t size = EVP_MD_size(evp_digest(algorithm));
  if (out.size() < size) return std::nullopt;
  const int done =
      HKDF_extract(out.data(), &size, evp_digest(algorithm), key.data(), key.size(), salt.data(), salt.size());
  return succeeded(done) ? std::optional(size) : std::nullopt;
}

bool hkdf_expand(DigestAlgorithm algorithm, Bytes key, Bytes info, MutableBytes out) {
  return succeeded(
      HKDF_expand(out.data(), out.size(), evp_digest(algorithm), key.data(), key.size(), info.data(), info.size()));
}

bool pbkdf2(DigestAlgorithm algorithm, Bytes password, Bytes salt, std::uint32_t rounds, MutableBytes out) {
  const std::string_view text = as_text(password);
  return succeeded(PKCS5_PBKDF2_HMAC(text.data(), text.size(), salt.data(), salt.size(), rounds, evp_digest(algorithm),
                                     out.size(), out.data()));
}

}  // namespace handfast::crypto
