#include <openssl/nid.h>

#include "crypto/libcrypto/key_exchange_parts.hpp"
#include "crypto/libcrypto/provider_error.hpp"

namespace handfast::crypto {
namespace {

int nid_of(Part parameters) { return parameters == Part::mlkem768 ? NID_MLKEM768 : NID_MLKEM1024; }

std::unexpected<Error> provider_failed() { return fail(provider_error(Errc::crypto_failed), "key_share"); }

}  // namespace

Result<MlkemKey> MlkemKey::generate(Part parameters, MutableBytes share) {
  const bssl::UniquePtr<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_id(EVP_PKEY_KEM, nullptr));
  EVP_PKEY* key = nullptr;
  if (!context || !EVP_PKEY_CTX_kem_set_params(context.get(), nid_of(parameters)) ||
      !EVP_PKEY_keygen_init(context.get()) || !EVP_PKEY_keygen(context.get(), &key)) {
    return provider_failed();
  }
  MlkemKey out{bssl::UniquePtr<EVP_PKEY>(key)};
  std::size_t size = share.size();
  if (!EVP_PKEY_get_raw_public_key(key, share.data(), &size) || size != share.size()) return provider_failed();
  return out;
}

Result<void> MlkemKey::encapsulate(Part parameters, Bytes client_share, MutableBytes server_share,
                                   MutableBytes secret) {
  const bssl::UniquePtr<EVP_PKEY> key(
      EVP_PKEY_kem_new_raw_public_key(nid_of(parameters), client_share.data(), client_share.size()));
  if (!key) return provider_failed();
  const bssl::UniquePtr<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(key.get(), nullptr));
  if (!context) return provider_failed();
  std::size_t share_size = server_share.size(), secret_size = secret.size();
  // The provider makes the encapsulation key check of FIPS 203, 7.2 here.
  if (!EVP_PKEY_encapsulate(context.get(), server_share.data(), &share_size, secret.data(), &secret_size)) {
    return fail(provider_error(Errc::wrong_key_share), "key_share.key_exchange", "draft-ietf-tls-ecdhe-mlkem, 3.1.2",
                "an ML-KEM encapsulation key", "a number beyond the modulus in it");
  }
  if (share_size != server_share.size() || secret_size != secret.size()) return provider_failed();
  return {};
}

// A forged ciphertext gives a secret that nobody else has, not an error (FIPS 203, 6.3).
Result<void> MlkemKey::agree(Bytes server_share, MutableBytes secret) const {
  const bssl::UniquePtr<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new(key_.get(), nullptr));
  std::size_t size = secret.size();
  if (!context ||
      !EVP_PKEY_decapsulate(context.get(), secret.data(), &size, server_share.data(), server_share.size()) ||
      size != secret.size()) {
    return provider_failed();
  }
  return {};
}

}  // namespace handfast::crypto
