// Ciphers and AEADs for applications.
#include <algorithm>

#include "base/copy.hpp"
#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "capi/sized.hpp"
#include "crypto/cipher.hpp"

using namespace handfast;
using namespace handfast::capi;
using crypto::Cipher;
using crypto::CipherAlgorithm;

// A cipher in pieces. An AEAD makes its tag while it encrypts; to have the tag of what was decrypted, the result goes
// through `encryption` once more.
struct api_cipher_hd_st {
  enum class Use : std::uint8_t { none, encrypts, decrypts };

  // In GCM a piece that is not of whole blocks is the last of its kind, as in 3.7.9.
  class Pieces {
   public:
    bool goes_on(std::size_t size) { return !std::exchange(ended_, ended_ || size % kBlock != 0); }

   private:
    static constexpr std::size_t kBlock = 16;  // of AES
    bool ended_ = false;
  };

  gnutls_cipher_algorithm_t id;
  Cipher encryption, decryption;
  bool has_iv = false;
  Use use = Use::none;  // of an AEAD's message
  Pieces auth, text;

  bool is_aead() const { return gnutls_cipher_get_tag_size(id) != 0; }
  bool is_gcm() const { return is_aead() && id != GNUTLS_CIPHER_CHACHA20_POLY1305; }
  std::size_t block() const { return is_aead() ? 1 : gnutls_cipher_get_block_size(id); }
};

// An AEAD, message by message.
struct api_aead_cipher_hd_st {
  gnutls_cipher_algorithm_t id;
  Cipher encryption, decryption;
};

namespace {

std::optional<CipherAlgorithm> cipher_of(gnutls_cipher_algorithm_t id) {
  switch (id) {
    case GNUTLS_CIPHER_3DES_CBC: return CipherAlgorithm::des_ede3_cbc;
    case GNUTLS_CIPHER_AES_128_CBC: return CipherAlgorithm::aes_128_cbc;
    case GNUTLS_CIPHER_AES_192_CBC: return CipherAlgorithm::aes_192_cbc;
    case GNUTLS_CIPHER_AES_256_CBC: return CipherAlgorithm::aes_256_cbc;
    case GNUTLS_CIPHER_AES_128_CFB8: return CipherAlgorithm::aes_128_cfb8;
    case GNUTLS_CIPHER_AES_192_CFB8: return CipherAlgorithm::aes_192_cfb8;
    case GNUTLS_CIPHER_AES_256_CFB8: return CipherAlgorithm::aes_256_cfb8;
    case GNUTLS_CIPHER_AES_128_GCM: return CipherAlgorithm::aes_128_gcm;
    case GNUTLS_CIPHER_AES_192_GCM: return CipherAlgorithm::aes_192_gcm;
    case GNUTLS_CIPHER_AES_256_GCM: return CipherAlgorithm::aes_256_gcm;
    case GNUTLS_CIPHER_AES_128_CCM:
    case GNUTLS_CIPHER_AES_128_CCM_8: return CipherAlgorithm::aes_128_ccm;
    case GNUTLS_CIPHER_AES_256_CCM:
    case GNUTLS_CIPHER_AES_256_CCM_8: return CipherAlgorithm::aes_256_ccm;
    case GNUTLS_CIPHER_CHACHA20_POLY1305: return CipherAlgorithm::chacha20_poly1305;
    default: return std::nullopt;
  }
}

bool whole_only(CipherAlgorithm algorithm) {  // CCM must know the length before it begins
  return algorithm == CipherAlgorithm::aes_128_ccm || algorithm == CipherAlgorithm::aes_256_ccm;
}

int done(bool result) { return result ? GNUTLS_E_SUCCESS : GNUTLS_E_INVALID_REQUEST; }

struct Pair {
  Cipher encryption, decryption;
};

Result<Pair> new_pair(CipherAlgorithm algorithm, Bytes key) {
  auto encryption = Cipher::create(algorithm, crypto::Direction::encrypt, key);
  if (!encryption) return std::unexpected(encryption.error());
  auto decryption = Cipher::create(algorithm, crypto::Direction::decrypt, key);
  if (!decryption) return std::unexpected(decryption.error());
  return Pair{std::move(*encryption), std::move(*decryption)};
}

int code_of(const Error& error) {
  return error.code == Errc::out_of_memory ? GNUTLS_E_MEMORY_ERROR : GNUTLS_E_INVALID_REQUEST;
}

bool start(api_cipher_hd_st& handle, Bytes iv) {
  handle.use = api_cipher_hd_st::Use::none;
  handle.auth = handle.text = {};
  handle.has_iv = handle.encryption.start(iv) && handle.decryption.start(iv);
  return handle.has_iv;
}

int encrypt(api_cipher_hd_st& handle, Bytes in, MutableBytes out) {
  using Use = api_cipher_hd_st::Use;
  if (!handle.has_iv || (handle.is_aead() && handle.use == Use::decrypts)) return GNUTLS_E_INVALID_REQUEST;
  if (handle.is_gcm() && !handle.text.goes_on(in.size())) return GNUTLS_E_INVALID_REQUEST;
  handle.use = Use::encrypts;
  return done(handle.encryption.transform(in, out));
}

int decrypt(api_cipher_hd_st& handle, Bytes in, MutableBytes out) {
  using Use = api_cipher_hd_st::Use;
  if (!handle.has_iv || (handle.is_aead() && handle.use == Use::encrypts)) return GNUTLS_E_INVALID_REQUEST;
  if (handle.is_gcm() && !handle.text.goes_on(in.size())) return GNUTLS_E_INVALID_REQUEST;
  handle.use = Use::decrypts;
  if (!handle.decryption.transform(in, out)) return GNUTLS_E_INVALID_REQUEST;
  if (!handle.is_aead()) return GNUTLS_E_SUCCESS;
  std::array<std::uint8_t, 4096> again;  // the same ciphertext, of no further use
  for (Bytes rest = out; !rest.empty();) {
    const Bytes piece = rest.first(std::min(rest.size(), again.size()));
    if (!handle.encryption.transform(piece, MutableBytes(again).first(piece.size()))) return GNUTLS_E_INVALID_REQUEST;
    rest = rest.subspan(piece.size());
  }
  return GNUTLS_E_SUCCESS;
}

// RFC 5652, 6.3: as many bytes as are missing, each with their number; a whole block when none is.
std::size_t padded_size(const api_cipher_hd_st& handle, std::size_t size, unsigned flags) {
  const bool pads = (flags & GNUTLS_CIPHER_PADDING_PKCS7) != 0 && handle.block() > 1;
  return pads ? size + handle.block() - size % handle.block() : size;
}

// The size without the padding; none: it is no padding. All bytes are looked at, whatever they are.
std::optional<std::size_t> size_without_padding(Bytes padded, std::size_t block) {
  if (padded.empty()) return std::nullopt;
  const std::size_t count = padded.back();
  unsigned wrong = count == 0 || count > block || count > padded.size() ? 1 : 0;
  for (std::size_t i = 1; i <= std::min(block, padded.size()); ++i)
    wrong |= i <= count ? static_cast<unsigned>(padded[padded.size() - i] ^ count) : 0U;
  return wrong != 0 ? std::nullopt : std::optional(padded.size() - count);
}

int encrypt_padded(api_cipher_hd_st& handle, Bytes plaintext, MutableBytes out) {
  const std::size_t whole = plaintext.size() / handle.block() * handle.block();
  if (out.size() == plaintext.size()) return encrypt(handle, plaintext, out);
  constexpr std::size_t kLargestBlock = 16;
  std::array<std::uint8_t, kLargestBlock> last{};
  const Bytes rest = plaintext.subspan(whole);
  last.fill(static_cast<std::uint8_t>(out.size() - plaintext.size()));
  std::ranges::copy(rest, last.begin());
  if (const int code = encrypt(handle, plaintext.first(whole), out.first(whole)); code != 0) return code;
  const int code = encrypt(handle, Bytes(last).first(handle.block()), out.subspan(whole));
  wipe(last);
  return code;
}

using Parts = std::span<const giovec_t>;

// Scattered memory; none: there can be no such memory.
std::optional<Parts> parts_of(const giovec_t* parts, int count) {
  if (!is_list(parts, count)) return std::nullopt;
  const Parts all(parts, static_cast<std::size_t>(count));
  std::size_t size = 0;
  for (const giovec_t& part : all) {
    if (!is_memory(part.iov_base, part.iov_len) || part.iov_len > kMaxMemory - size) return std::nullopt;
    size += part.iov_len;
  }
  return all;
}

// In one piece, as one call of the provider needs it.
SecretBytes gathered(Parts parts) {
  std::size_t size = 0;
  for (const giovec_t& part : parts) size += part.iov_len;
  SecretBytes out(size);
  MutableBytes rest = out.fill();
  for (const giovec_t& part : parts) {
    copy_bytes(bytes_at(part.iov_base, part.iov_len), rest);
    rest = rest.subspan(part.iov_len);
  }
  return out;
}

void scatter(Bytes bytes, Parts parts) {
  for (const giovec_t& part : parts) {
    copy_bytes(bytes.first(part.iov_len), room_at(part.iov_base, part.iov_len));
    bytes = bytes.subspan(part.iov_len);
  }
}

// 0 stands for the cipher's own tag; none is longer than that.
std::optional<std::size_t> tag_size_of(const api_aead_cipher_hd_st& handle, std::size_t asked) {
  const std::size_t own = gnutls_cipher_get_tag_size(handle.id);
  const std::size_t size = asked == 0 ? own : asked;
  return size <= own ? std::optional(size) : std::nullopt;
}

int seal(api_aead_cipher_hd_st& handle, Bytes nonce, Bytes auth, std::size_t asked_tag, Bytes plaintext, void* out,
         size_t* out_size) {
  const auto tag = tag_size_of(handle, asked_tag);
  if (!tag || out_size == nullptr) return GNUTLS_E_INVALID_REQUEST;
  if (*out_size < *tag || *out_size - *tag < plaintext.size()) return GNUTLS_E_SHORT_MEMORY_BUFFER;
  if (out == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const MutableBytes all = room_at(out, plaintext.size() + *tag);
  if (!handle.encryption.seal(nonce, auth, plaintext, all.first(plaintext.size()), all.last(*tag)))
    return GNUTLS_E_INVALID_REQUEST;
  *out_size = all.size();
  return GNUTLS_E_SUCCESS;
}

}  // namespace

extern "C" {

int gnutls_cipher_init(gnutls_cipher_hd_t* handle, gnutls_cipher_algorithm_t cipher, const gnutls_datum_t* key,
                       const gnutls_datum_t* iv) {
  const auto wanted = cipher_of(cipher);
  if (handle == nullptr || !readable(key) || !readable_if_given(iv)) return GNUTLS_E_INVALID_REQUEST;
  if (!wanted || whole_only(*wanted)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    auto pair = new_pair(*wanted, bytes_of(key));
    if (!pair) return code_of(pair.error());
    auto made = std::make_unique<api_cipher_hd_st>(cipher, std::move(pair->encryption), std::move(pair->decryption));
    if (iv != nullptr && !start(*made, bytes_of(iv))) return GNUTLS_E_INVALID_REQUEST;
    *handle = made.release();
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_cipher_deinit(gnutls_cipher_hd_t handle) { delete handle; }

void gnutls_cipher_set_iv(gnutls_cipher_hd_t handle, void* iv, size_t ivlen) {
  if (handle == nullptr) return;
  const bool started = is_memory(iv, ivlen) && start(*handle, bytes_at(iv, ivlen));
  handle->has_iv = started;  // the next call reports it
}

int gnutls_cipher_encrypt2(gnutls_cipher_hd_t handle, const void* text, size_t textlen, void* ciphertext,
                           size_t ciphertextlen) {
  if (handle == nullptr || !is_memory(text, textlen) || !is_memory(ciphertext, ciphertextlen))
    return GNUTLS_E_INVALID_REQUEST;
  if (ciphertextlen < textlen) return GNUTLS_E_SHORT_MEMORY_BUFFER;
  return encrypt(*handle, bytes_at(text, textlen), room_at(ciphertext, textlen));
}

int gnutls_cipher_decrypt2(gnutls_cipher_hd_t handle, const void* ciphertext, size_t ciphertextlen, void* text,
                           size_t textlen) {
  if (handle == nullptr || !is_memory(ciphertext, ciphertextlen) || !is_memory(text, textlen))
    return GNUTLS_E_INVALID_REQUEST;
  if (textlen < ciphertextlen) return GNUTLS_E_SHORT_MEMORY_BUFFER;
  return decrypt(*handle, bytes_at(ciphertext, ciphertextlen), room_at(text, ciphertextlen));
}

int gnutls_cipher_encrypt(const gnutls_cipher_hd_t handle, void* text, size_t textlen) {
  return gnutls_cipher_encrypt2(handle, text, textlen, text, textlen);
}

int gnutls_cipher_decrypt(const gnutls_cipher_hd_t handle, void* ciphertext, size_t ciphertextlen) {
  return gnutls_cipher_decrypt2(handle, ciphertext, ciphertextlen, ciphertext, ciphertextlen);
}

int gnutls_cipher_encrypt3(gnutls_cipher_hd_t handle, const void* ptext, size_t ptext_len, void* ctext,
                           size_t* ctext_len, unsigned flags) {
  const bool is_query = ctext == nullptr;  // which reads nothing
  if (handle == nullptr || ctext_len == nullptr || ptext_len > kMaxMemory) return GNUTLS_E_INVALID_REQUEST;
  if (!is_query && !is_memory(ptext, ptext_len)) return GNUTLS_E_INVALID_REQUEST;
  const std::size_t size = padded_size(*handle, ptext_len, flags);
  if (is_query) {
    *ctext_len = size;
    return GNUTLS_E_SUCCESS;
  }
  if (*ctext_len < size) return GNUTLS_E_SHORT_MEMORY_BUFFER;
  const int code = encrypt_padded(*handle, bytes_at(ptext, ptext_len), room_at(ctext, size));
  if (code == 0) *ctext_len = size;
  return code;
}

int gnutls_cipher_decrypt3(gnutls_cipher_hd_t handle, const void* ctext, size_t ctext_len, void* ptext,
                           size_t* ptext_len, unsigned flags) {
  if (handle == nullptr || ptext_len == nullptr || !is_memory(ctext, ctext_len)) return GNUTLS_E_INVALID_REQUEST;
  if (*ptext_len < ctext_len) return GNUTLS_E_SHORT_MEMORY_BUFFER;
  if (!is_memory(ptext, ctext_len)) return GNUTLS_E_INVALID_REQUEST;
  const MutableBytes out = room_at(ptext, ctext_len);
  if (const int code = decrypt(*handle, bytes_at(ctext, ctext_len), out); code != 0) return code;
  std::size_t size = ctext_len;
  if ((flags & GNUTLS_CIPHER_PADDING_PKCS7) != 0 && handle->block() > 1) {
    const auto unpadded = size_without_padding(out, handle->block());
    if (!unpadded) return GNUTLS_E_DECRYPTION_FAILED;
    size = *unpadded;
  }
  *ptext_len = size;
  return GNUTLS_E_SUCCESS;
}

int gnutls_cipher_add_auth(gnutls_cipher_hd_t handle, const void* text, size_t text_size) {
  if (handle == nullptr || !handle->has_iv || !is_memory(text, text_size)) return GNUTLS_E_INVALID_REQUEST;
  if (handle->is_gcm() && !handle->auth.goes_on(text_size)) return GNUTLS_E_INVALID_REQUEST;
  const Bytes data = bytes_at(text, text_size);
  return done(handle->encryption.authenticate(data) && handle->decryption.authenticate(data));
}

int gnutls_cipher_tag(gnutls_cipher_hd_t handle, void* tag, size_t tag_size) {
  if (handle == nullptr || !handle->has_iv || !handle->is_aead() || !is_memory(tag, tag_size))
    return GNUTLS_E_INVALID_REQUEST;
  const bool made = handle->encryption.tag(room_at(tag, tag_size));
  handle->has_iv = !made;  // the message ends with its tag: the next one needs an initialisation vector of its own
  return done(made);
}

int gnutls_aead_cipher_init(gnutls_aead_cipher_hd_t* handle, gnutls_cipher_algorithm_t cipher,
                            const gnutls_datum_t* key) {
  const auto wanted = cipher_of(cipher);
  if (handle == nullptr || !readable(key) || !wanted || gnutls_cipher_get_tag_size(cipher) == 0)
    return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    auto pair = new_pair(*wanted, bytes_of(key));
    if (!pair) return code_of(pair.error());
    *handle = new api_aead_cipher_hd_st{cipher, std::move(pair->encryption), std::move(pair->decryption)};
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_aead_cipher_set_key(gnutls_aead_cipher_hd_t handle, const gnutls_datum_t* key) {
  if (handle == nullptr || !readable(key)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    auto pair = new_pair(*cipher_of(handle->id), bytes_of(key));
    if (!pair) return code_of(pair.error());
    handle->encryption = std::move(pair->encryption);
    handle->decryption = std::move(pair->decryption);
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_aead_cipher_deinit(gnutls_aead_cipher_hd_t handle) { delete handle; }

int gnutls_aead_cipher_encrypt(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len, const void* auth,
                               size_t auth_len, size_t tag_size, const void* ptext, size_t ptext_len, void* ctext,
                               size_t* ctext_len) {
  if (handle == nullptr || !is_memory(nonce, nonce_len) || !is_memory(auth, auth_len) || !is_memory(ptext, ptext_len))
    return GNUTLS_E_INVALID_REQUEST;
  return seal(*handle, bytes_at(nonce, nonce_len), bytes_at(auth, auth_len), tag_size, bytes_at(ptext, ptext_len),
              ctext, ctext_len);
}

int gnutls_aead_cipher_decrypt(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len, const void* auth,
                               size_t auth_len, size_t tag_size, const void* ctext, size_t ctext_len, void* ptext,
                               size_t* ptext_len) {
  const auto tag = handle != nullptr ? tag_size_of(*handle, tag_size) : std::nullopt;
  if (!tag || ptext_len == nullptr) return GNUTLS_E_INVALID_REQUEST;
  if (!is_memory(nonce, nonce_len) || !is_memory(auth, auth_len) || !is_memory(ctext, ctext_len))
    return GNUTLS_E_INVALID_REQUEST;
  if (ctext_len < *tag) return GNUTLS_E_DECRYPTION_FAILED;
  const Bytes all = bytes_at(ctext, ctext_len);
  const Bytes ciphertext = all.first(ctext_len - *tag);
  if (*ptext_len < ciphertext.size()) return GNUTLS_E_SHORT_MEMORY_BUFFER;
  if (!is_memory(ptext, ciphertext.size())) return GNUTLS_E_INVALID_REQUEST;
  if (!handle->decryption.open(bytes_at(nonce, nonce_len), bytes_at(auth, auth_len), ciphertext, all.last(*tag),
                               room_at(ptext, ciphertext.size())))
    return GNUTLS_E_DECRYPTION_FAILED;
  *ptext_len = ciphertext.size();
  return GNUTLS_E_SUCCESS;
}

int gnutls_aead_cipher_encryptv(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len,
                                const giovec_t* auth_iov, int auth_iovcnt, size_t tag_size, const giovec_t* iov,
                                int iovcnt, void* ctext, size_t* ctext_len) {
  const auto auth_parts = parts_of(auth_iov, auth_iovcnt), parts = parts_of(iov, iovcnt);
  if (handle == nullptr || !is_memory(nonce, nonce_len) || !auth_parts || !parts) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const SecretBytes auth = gathered(*auth_parts), plaintext = gathered(*parts);
    return seal(*handle, bytes_at(nonce, nonce_len), auth.reveal(), tag_size, plaintext.reveal(), ctext, ctext_len);
  });
}

int gnutls_aead_cipher_encryptv2(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len,
                                 const giovec_t* auth_iov, int auth_iovcnt, const giovec_t* iov, int iovcnt, void* tag,
                                 size_t* tag_size) {
  const auto size = handle != nullptr && tag_size != nullptr ? tag_size_of(*handle, *tag_size) : std::nullopt;
  const auto auth_parts = parts_of(auth_iov, auth_iovcnt), parts = parts_of(iov, iovcnt);
  if (!size || tag == nullptr || !is_memory(nonce, nonce_len) || !auth_parts || !parts) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const SecretBytes auth = gathered(*auth_parts);
    SecretBytes text = gathered(*parts);
    if (!handle->encryption.seal(bytes_at(nonce, nonce_len), auth.reveal(), text.reveal(), text.fill(),
                                 room_at(tag, *size)))
      return GNUTLS_E_INVALID_REQUEST;
    scatter(text.reveal(), *parts);
    *tag_size = *size;
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_aead_cipher_decryptv2(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len,
                                 const giovec_t* auth_iov, int auth_iovcnt, const giovec_t* iov, int iovcnt, void* tag,
                                 size_t tag_size) {
  const auto size = handle != nullptr ? tag_size_of(*handle, tag_size) : std::nullopt;
  const auto auth_parts = parts_of(auth_iov, auth_iovcnt), parts = parts_of(iov, iovcnt);
  if (!size || tag == nullptr || !is_memory(nonce, nonce_len) || !auth_parts || !parts) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const SecretBytes auth = gathered(*auth_parts);
    SecretBytes text = gathered(*parts);
    if (!handle->decryption.open(bytes_at(nonce, nonce_len), auth.reveal(), text.reveal(), bytes_at(tag, *size),
                                 text.fill()))
      return GNUTLS_E_DECRYPTION_FAILED;
    scatter(text.reveal(), *parts);
    return GNUTLS_E_SUCCESS;
  });
}

}  // extern "C"
