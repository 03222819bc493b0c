// Hashes, MACs and key derivation for applications.
#include "capi/memory.hpp"
#include "capi/names/digests.hpp"
#include "capi/names/lookup.hpp"
#include "capi/names/macs.hpp"
#include "capi/session.hpp"
#include "capi/sized.hpp"
#include "crypto/message_digest.hpp"

using namespace handfast;
using namespace handfast::capi;
using crypto::DigestAlgorithm;

struct hash_hd_st {
  crypto::MessageDigest state;
};

struct hmac_hd_st {
  crypto::Mac state;
};

namespace {

std::optional<DigestAlgorithm> digest_of(gnutls_digest_algorithm_t algorithm) {
  switch (algorithm) {
    case GNUTLS_DIG_MD5: return DigestAlgorithm::md5;
    case GNUTLS_DIG_SHA1: return DigestAlgorithm::sha1;
    case GNUTLS_DIG_SHA224: return DigestAlgorithm::sha224;
    case GNUTLS_DIG_SHA256: return DigestAlgorithm::sha256;
    case GNUTLS_DIG_SHA384: return DigestAlgorithm::sha384;
    case GNUTLS_DIG_SHA512: return DigestAlgorithm::sha512;
    case GNUTLS_DIG_SHA3_224: return DigestAlgorithm::sha3_224;
    case GNUTLS_DIG_SHA3_256: return DigestAlgorithm::sha3_256;
    case GNUTLS_DIG_SHA3_384: return DigestAlgorithm::sha3_384;
    case GNUTLS_DIG_SHA3_512: return DigestAlgorithm::sha3_512;
    default: return std::nullopt;
  }
}

// HMAC with SHA-3 is not offered by the other library either.
std::optional<DigestAlgorithm> hmac_digest_of(gnutls_mac_algorithm_t algorithm) {
  switch (algorithm) {
    case GNUTLS_MAC_MD5:
    case GNUTLS_MAC_SHA1:
    case GNUTLS_MAC_SHA224:
    case GNUTLS_MAC_SHA256:
    case GNUTLS_MAC_SHA384:
    case GNUTLS_MAC_SHA512: return digest_of(static_cast<gnutls_digest_algorithm_t>(algorithm));  // the same numbers
    default: return std::nullopt;
  }
}

struct MacChoice {
  crypto::MacAlgorithm algorithm;
  bool any_key;  // of HMAC; otherwise the size that gnutls_hmac_get_key_size() says
};

std::optional<MacChoice> mac_of(gnutls_mac_algorithm_t algorithm) {
  if (const auto digest = hmac_digest_of(algorithm)) return MacChoice{{crypto::MacKind::hmac, *digest}, true};
  switch (algorithm) {
    case GNUTLS_MAC_AES_CMAC_128:
    case GNUTLS_MAC_AES_CMAC_256: return MacChoice{{crypto::MacKind::aes_cmac}, false};
    case GNUTLS_MAC_AES_GMAC_128:
    case GNUTLS_MAC_AES_GMAC_192:
    case GNUTLS_MAC_AES_GMAC_256: return MacChoice{{crypto::MacKind::aes_gmac}, false};
    default: return std::nullopt;
  }
}

int code_of(const Error& error) {
  return error.code == Errc::out_of_memory ? GNUTLS_E_MEMORY_ERROR : GNUTLS_E_INVALID_REQUEST;
}

int done(bool result) { return result ? GNUTLS_E_SUCCESS : GNUTLS_E_INVALID_REQUEST; }

Result<crypto::Mac> new_mac(gnutls_mac_algorithm_t algorithm, Bytes key) {
  const auto choice = mac_of(algorithm);
  if (!choice || (!choice->any_key && key.size() != gnutls_hmac_get_key_size(algorithm)))
    return fail(Errc::crypto_failed, "mac");
  return crypto::Mac::create(choice->algorithm, key);
}

template <class Handle>
Handle* copy_of(const Handle* handle) {
  if (handle == nullptr) return nullptr;
  try {
    auto copy = handle->state.copy();
    return copy ? new Handle{std::move(*copy)} : nullptr;
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

// Into the caller's memory, which the interface takes to be large enough.
template <class Handle>
bool give_result(Handle& handle, void* digest) {
  return handle.state.finish(room_at(digest, handle.state.size()));
}

template <class Handle>
void end(Handle* handle, void* digest) {
  if (handle != nullptr && digest != nullptr) (void)give_result(*handle, digest);  // no way to report it
  delete handle;
}

}  // namespace

extern "C" {

int gnutls_hash_init(gnutls_hash_hd_t* dig, gnutls_digest_algorithm_t algorithm) {
  if (dig == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const auto wanted = digest_of(algorithm);
  if (!wanted) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    auto state = crypto::MessageDigest::create(*wanted);
    if (!state) return code_of(state.error());
    *dig = new hash_hd_st{std::move(*state)};
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_hash(gnutls_hash_hd_t handle, const void* text, size_t textlen) {
  return done(handle != nullptr && is_memory(text, textlen) && handle->state.update(bytes_at(text, textlen)));
}

void gnutls_hash_output(gnutls_hash_hd_t handle, void* digest) {
  if (handle != nullptr && digest != nullptr) (void)give_result(*handle, digest);  // no way to report it
}

void gnutls_hash_deinit(gnutls_hash_hd_t handle, void* digest) { end(handle, digest); }

int gnutls_hash_fast(gnutls_digest_algorithm_t algorithm, const void* text, size_t textlen, void* digest) {
  if (!is_memory(text, textlen) || digest == nullptr) return GNUTLS_E_INVALID_REQUEST;
  gnutls_hash_hd_t handle = nullptr;
  if (const int code = gnutls_hash_init(&handle, algorithm); code != 0) return code;
  const bool hashed = handle->state.update(bytes_at(text, textlen)) && give_result(*handle, digest);
  end(handle, nullptr);
  return done(hashed);
}

gnutls_hash_hd_t gnutls_hash_copy(gnutls_hash_hd_t handle) { return copy_of(handle); }

int gnutls_hmac_init(gnutls_hmac_hd_t* dig, gnutls_mac_algorithm_t algorithm, const void* key, size_t keylen) {
  if (dig == nullptr || !is_memory(key, keylen)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    auto state = new_mac(algorithm, bytes_at(key, keylen));
    if (!state) return code_of(state.error());
    *dig = new hmac_hd_st{std::move(*state)};
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_hmac_set_nonce(gnutls_hmac_hd_t handle, const void* nonce, size_t nonce_len) {
  // What fails here shows in the next gnutls_hmac().
  if (handle != nullptr)
    (void)handle->state.set_nonce(is_memory(nonce, nonce_len) ? bytes_at(nonce, nonce_len) : Bytes());
}

int gnutls_hmac(gnutls_hmac_hd_t handle, const void* text, size_t textlen) {
  return done(handle != nullptr && is_memory(text, textlen) && handle->state.update(bytes_at(text, textlen)));
}

void gnutls_hmac_output(gnutls_hmac_hd_t handle, void* digest) {
  if (handle != nullptr && digest != nullptr) (void)give_result(*handle, digest);  // no way to report it
}

void gnutls_hmac_deinit(gnutls_hmac_hd_t handle, void* digest) { end(handle, digest); }

int gnutls_hmac_fast(gnutls_mac_algorithm_t algorithm, const void* key, size_t keylen, const void* text, size_t textlen,
                     void* digest) {
  if (gnutls_mac_get_nonce_size(algorithm) != 0) return GNUTLS_E_INVALID_REQUEST;  // there is no place to give one
  if (!is_memory(text, textlen) || digest == nullptr) return GNUTLS_E_INVALID_REQUEST;
  gnutls_hmac_hd_t handle = nullptr;
  if (const int code = gnutls_hmac_init(&handle, algorithm, key, keylen); code != 0) return code;
  const bool made = handle->state.update(bytes_at(text, textlen)) && give_result(*handle, digest);
  end(handle, nullptr);
  return done(made);
}

gnutls_hmac_hd_t gnutls_hmac_copy(gnutls_hmac_hd_t handle) { return copy_of(handle); }

int gnutls_hkdf_extract(gnutls_mac_algorithm_t mac, const gnutls_datum_t* key, const gnutls_datum_t* salt,
                        void* output) {
  const auto digest = hmac_digest_of(mac);
  if (!digest || !readable(key) || !readable_if_given(salt) || output == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const MutableBytes out = room_at(output, gnutls_hmac_get_len(mac));
  return done(crypto::hkdf_extract(*digest, bytes_of(salt), bytes_of(key), out).has_value());
}

int gnutls_hkdf_expand(gnutls_mac_algorithm_t mac, const gnutls_datum_t* key, const gnutls_datum_t* info, void* output,
                       size_t length) {
  const auto digest = hmac_digest_of(mac);
  if (!digest || !readable(key) || !readable_if_given(info) || !is_memory(output, length))
    return GNUTLS_E_INVALID_REQUEST;
  return done(length == 0 || crypto::hkdf_expand(*digest, bytes_of(key), bytes_of(info), room_at(output, length)));
}

int gnutls_pbkdf2(gnutls_mac_algorithm_t mac, const gnutls_datum_t* key, const gnutls_datum_t* salt,
                  unsigned iter_count, void* output, size_t length) {
  const auto digest = hmac_digest_of(mac);
  if (!digest || !readable(key) || !readable_if_given(salt) || iter_count == 0 || !is_memory(output, length))
    return GNUTLS_E_INVALID_REQUEST;
  return done(length == 0 ||
              crypto::pbkdf2(*digest, bytes_of(key), bytes_of(salt), iter_count, room_at(output, length)));
}

}  // extern "C"
