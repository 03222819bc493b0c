#include "crypto/libcrypto/aead_ccm.hpp"

#include <cstring>

#include "crypto/libcrypto/provider_error.hpp"

namespace handfast::crypto {
namespace {

enum Direction : int { kDecrypt = 0, kEncrypt = 1 };

// EVP takes a null pointer for a request of another kind, so that empty data needs an address.
const std::uint8_t* address(Bytes bytes) {
  static constexpr std::uint8_t nothing = 0;
  return bytes.empty() ? &nothing : bytes.data();
}

bool start(EVP_CIPHER_CTX& context, Direction direction, const Nonce& nonce, Bytes tag) {
  if (!EVP_CipherInit_ex(&context, nullptr, nullptr, nullptr, nonce.data(), direction)) return false;
  return direction == kEncrypt || EVP_CIPHER_CTX_ctrl(&context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag.size()),
                                                      const_cast<std::uint8_t*>(tag.data())) == 1;  // it is only read
}

// CCM authenticates the length first: EVP wants it in a call without any data.
bool transform(EVP_CIPHER_CTX& context, Bytes additional_data, Bytes in, std::uint8_t* out) {
  std::uint8_t nowhere = 0;
  return EVP_Cipher(&context, nullptr, nullptr, in.size()) >= 0 &&
         EVP_Cipher(&context, nullptr, address(additional_data), additional_data.size()) >= 0 &&
         EVP_Cipher(&context, in.empty() ? &nowhere : out, address(in), in.size()) >= 0;
}

bool failed(MutableBytes out) {
  forget_provider_error();
  wipe(out);
  return false;
}

}  // namespace

CcmContext new_ccm_context(Bytes key, std::size_t tag_size) {
  const EVP_CIPHER* const cipher = key.size() == 16 ? EVP_aes_128_ccm() : EVP_aes_256_ccm();
  CcmContext context(EVP_CIPHER_CTX_new());
  if (!context || !EVP_CipherInit_ex(context.get(), cipher, nullptr, nullptr, nullptr, kEncrypt) ||
      !EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_IVLEN, kAeadNonceSize, nullptr) ||
      !EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag_size), nullptr) ||
      !EVP_CipherInit_ex(context.get(), nullptr, nullptr, key.data(), nullptr, kEncrypt)) {
    return nullptr;
  }
  return context;
}

bool ccm_seal(EVP_CIPHER_CTX& context, const Nonce& nonce, Bytes additional_data, Bytes plaintext, Bytes trailer,
              MutableBytes out) {
  const std::size_t size = plaintext.size() + trailer.size();
  if (!plaintext.empty()) std::memmove(out.data(), plaintext.data(), plaintext.size());
  if (!trailer.empty()) out[plaintext.size()] = trailer[0];
  const MutableBytes tag = out.subspan(size);
  if (start(context, kEncrypt, nonce, {}) && transform(context, additional_data, out.first(size), out.data()) &&
      EVP_CIPHER_CTX_ctrl(&context, EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag.size()), tag.data()) == 1) {
    return true;
  }
  return failed(out);
}

bool ccm_open(EVP_CIPHER_CTX& context, const Nonce& nonce, Bytes additional_data, Bytes sealed, MutableBytes out) {
  const Bytes tag = sealed.subspan(out.size());
  if (start(context, kDecrypt, nonce, tag) &&
      transform(context, additional_data, sealed.first(out.size()), out.data())) {
    return true;
  }
  return failed(out);
}

}  // namespace handfast::crypto
