/* Random bytes, hashes, MACs, key derivation and ciphers, for programs that need them beside TLS.

   An algorithm that the provider does not have, or a key of the wrong length, gives GNUTLS_E_INVALID_REQUEST. A handle
   belongs to one thread at a time; the caller frees it with the function named deinit. Keys are copied. */
#pragma once

#include <gnutls/gnutls.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What random bytes are for. */
typedef enum gnutls_rnd_level {
  GNUTLS_RND_NONCE = 0,
  GNUTLS_RND_RANDOM = 1,
  GNUTLS_RND_KEY = 2,
} gnutls_rnd_level_t;

/** Fills `data` with `len` random bytes: GNUTLS_RND_NONCE for what becomes public, GNUTLS_RND_RANDOM, GNUTLS_RND_KEY
 *  for long-lived secrets. Returns 0 or an error. A program may define a function of this name: the library then calls
 *  it. */
int gnutls_rnd(gnutls_rnd_level_t level, void* data, size_t len);

/** Was a way to mix new randomness in at once; the generator does so by itself. */
void gnutls_rnd_refresh(void);

/** Returns the length of a hash function's result in bytes, 0 for an unknown one. */
unsigned int gnutls_hash_get_len(gnutls_digest_algorithm_t algorithm);

/** Returns the length of a MAC in bytes, 0 for an unknown one. */
unsigned int gnutls_hmac_get_len(gnutls_mac_algorithm_t algorithm);

/** Returns the usual length of a MAC's key in bytes, 0 for an unknown one. */
unsigned int gnutls_hmac_get_key_size(gnutls_mac_algorithm_t algorithm);

/** Returns the length of a MAC's nonce in bytes, 0 for one without. */
size_t gnutls_mac_get_nonce_size(gnutls_mac_algorithm_t algorithm);

/** Returns a cipher's block length in bytes, 0 for an unknown one. */
unsigned int gnutls_cipher_get_block_size(gnutls_cipher_algorithm_t algorithm);

/** Returns the length of a cipher's nonce or initialisation vector in bytes, 0 for one without. */
unsigned int gnutls_cipher_get_iv_size(gnutls_cipher_algorithm_t algorithm);

/** Returns the length of an AEAD's authentication tag in bytes, 0 for a cipher without. */
unsigned int gnutls_cipher_get_tag_size(gnutls_cipher_algorithm_t algorithm);

/* A running hash. */
typedef struct hash_hd_st* gnutls_hash_hd_t;

/** Makes a hash with nothing in it yet: `*dig`. Returns 0, GNUTLS_E_INVALID_REQUEST or GNUTLS_E_MEMORY_ERROR. */
int gnutls_hash_init(gnutls_hash_hd_t* dig, gnutls_digest_algorithm_t algorithm);

/** Adds `textlen` bytes. Returns 0 or GNUTLS_E_INVALID_REQUEST. */
int gnutls_hash(gnutls_hash_hd_t handle, const void* text, size_t textlen);

/** Writes the hash of all that was added, gnutls_hash_get_len() bytes, and starts over. */
void gnutls_hash_output(gnutls_hash_hd_t handle, void* digest);

/** Frees the handle; if `digest` is not null, the hash is written there first. */
void gnutls_hash_deinit(gnutls_hash_hd_t handle, void* digest);

/** Hashes `textlen` bytes at once. Returns 0 or an error as gnutls_hash_init() does. */
int gnutls_hash_fast(gnutls_digest_algorithm_t algorithm, const void* text, size_t textlen, void* digest);

/** Returns a second handle in the same state, which the caller frees, or null. Since 3.6.9. */
gnutls_hash_hd_t gnutls_hash_copy(gnutls_hash_hd_t handle);

/* A running MAC. */
typedef struct hmac_hd_st* gnutls_hmac_hd_t;

/** Makes a MAC: HMAC with a key of any length, AES-CMAC or AES-GMAC with one of gnutls_hmac_get_key_size() bytes.
 *  Returns 0, GNUTLS_E_INVALID_REQUEST or GNUTLS_E_MEMORY_ERROR. */
int gnutls_hmac_init(gnutls_hmac_hd_t* dig, gnutls_mac_algorithm_t algorithm, const void* key, size_t keylen);

/** Gives the nonce of the next message, which AES-GMAC needs for each: usually gnutls_mac_get_nonce_size() bytes, at
 *  most 128. Without one gnutls_hmac() fails. Since 3.2.0. */
void gnutls_hmac_set_nonce(gnutls_hmac_hd_t handle, const void* nonce, size_t nonce_len);

/** Adds `textlen` bytes. Returns 0 or GNUTLS_E_INVALID_REQUEST. */
int gnutls_hmac(gnutls_hmac_hd_t handle, const void* text, size_t textlen);

/** Writes the MAC of all that was added, gnutls_hmac_get_len() bytes, and starts over with the same key. */
void gnutls_hmac_output(gnutls_hmac_hd_t handle, void* digest);

/** Frees the handle; if `digest` is not null, the MAC is written there first. */
void gnutls_hmac_deinit(gnutls_hmac_hd_t handle, void* digest);

/** Computes a MAC at once; not for one that needs a nonce. Returns 0 or an error as gnutls_hmac_init() does. */
int gnutls_hmac_fast(gnutls_mac_algorithm_t algorithm, const void* key, size_t keylen, const void* text, size_t textlen,
                     void* digest);

/** Returns a second handle in the same state, which the caller frees, or null. Since 3.6.9. */
gnutls_hmac_hd_t gnutls_hmac_copy(gnutls_hmac_hd_t handle);

/** HKDF-Extract (RFC 5869, 2.2): writes gnutls_hmac_get_len() bytes. No `salt`: null. Returns 0 or
 *  GNUTLS_E_INVALID_REQUEST. Since 3.6.13. */
int gnutls_hkdf_extract(gnutls_mac_algorithm_t mac, const gnutls_datum_t* key, const gnutls_datum_t* salt,
                        void* output);

/** HKDF-Expand (RFC 5869, 2.3): writes `length` bytes, at most 255 times gnutls_hmac_get_len(). Returns 0 or
 *  GNUTLS_E_INVALID_REQUEST. Since 3.6.13. */
int gnutls_hkdf_expand(gnutls_mac_algorithm_t mac, const gnutls_datum_t* key, const gnutls_datum_t* info, void* output,
                       size_t length);

/** PBKDF2 with HMAC (RFC 8018, 5.2): `length` bytes from the password `key`, in `iter_count` rounds, 1 or more. Returns
 *  0 or GNUTLS_E_INVALID_REQUEST. Since 3.6.13. */
int gnutls_pbkdf2(gnutls_mac_algorithm_t mac, const gnutls_datum_t* key, const gnutls_datum_t* salt,
                  unsigned iter_count, void* output, size_t length);

/* A cipher that takes a message in pieces. */
typedef struct api_cipher_hd_st* gnutls_cipher_hd_t;

/* For gnutls_cipher_encrypt3() and gnutls_cipher_decrypt3(). */
typedef enum gnutls_cipher_flags_t {
  GNUTLS_CIPHER_PADDING_PKCS7 = 1,
} gnutls_cipher_flags_t;

/** Makes a cipher: AES and Triple-DES in CBC, AES in CFB8 and GCM, ChaCha20-Poly1305. `key` has
 *  gnutls_cipher_get_key_size() bytes, `iv` gnutls_cipher_get_iv_size(); null: gnutls_cipher_set_iv() follows. Returns 0,
 *  GNUTLS_E_INVALID_REQUEST or GNUTLS_E_MEMORY_ERROR. */
int gnutls_cipher_init(gnutls_cipher_hd_t* handle, gnutls_cipher_algorithm_t cipher, const gnutls_datum_t* key,
                       const gnutls_datum_t* iv);

/** Frees the handle and wipes its keys. */
void gnutls_cipher_deinit(gnutls_cipher_hd_t handle);

/** Begins a new message. An initialisation vector of the wrong length makes the next call fail. */
void gnutls_cipher_set_iv(gnutls_cipher_hd_t handle, void* iv, size_t ivlen);

/** Encrypts in place, and goes on where the last call stopped. For CBC `textlen` is a multiple of the block. Returns 0
 *  or GNUTLS_E_INVALID_REQUEST, also when there is no initialisation vector or an AEAD has begun to decrypt. */
int gnutls_cipher_encrypt(const gnutls_cipher_hd_t handle, void* text, size_t textlen);

/** Decrypts in place, independently of what gnutls_cipher_encrypt() does; otherwise like it. What an AEAD decrypts is
 *  not to be trusted before gnutls_cipher_tag() has given the right tag. */
int gnutls_cipher_decrypt(const gnutls_cipher_hd_t handle, void* ciphertext, size_t ciphertextlen);

/** gnutls_cipher_encrypt() from `text` to `ciphertext`, which may be the same. GNUTLS_E_SHORT_MEMORY_BUFFER: there is
 *  less room than data. */
int gnutls_cipher_encrypt2(gnutls_cipher_hd_t handle, const void* text, size_t textlen, void* ciphertext,
                           size_t ciphertextlen);

/** gnutls_cipher_decrypt() from `ciphertext` to `text`, which may be the same. GNUTLS_E_SHORT_MEMORY_BUFFER: there is
 *  less room than data. */
int gnutls_cipher_decrypt2(gnutls_cipher_hd_t handle, const void* ciphertext, size_t ciphertextlen, void* text,
                           size_t textlen);

/** Encrypts the last piece of a message, padded to whole blocks if `flags` says so (RFC 5652, 6.3). `*ctext_len` holds
 *  the room and gets the size; with a null `ctext` only the size is told. Returns 0, GNUTLS_E_SHORT_MEMORY_BUFFER or
 *  GNUTLS_E_INVALID_REQUEST. Since 3.7.7. */
int gnutls_cipher_encrypt3(gnutls_cipher_hd_t handle, const void* ptext, size_t ptext_len, void* ctext,
                           size_t* ctext_len, unsigned flags);

/** Decrypts the last piece of a message and takes the padding away if `flags` says so. `*ptext_len` holds the room, at
 *  least `ctext_len`, and gets the size. Returns 0, GNUTLS_E_SHORT_MEMORY_BUFFER, GNUTLS_E_INVALID_REQUEST, or
 *  GNUTLS_E_DECRYPTION_FAILED for a wrong padding: never let an attacker see the difference. Since 3.7.7. */
int gnutls_cipher_decrypt3(gnutls_cipher_hd_t handle, const void* ctext, size_t ctext_len, void* ptext,
                           size_t* ptext_len, unsigned flags);

/** Adds data that an AEAD authenticates without encrypting it, before the first encryption or decryption. Returns 0 or
 *  GNUTLS_E_INVALID_REQUEST. */
int gnutls_cipher_add_auth(gnutls_cipher_hd_t handle, const void* text, size_t text_size);

/** Writes the first `tag_size` bytes, 1 to 16, of the AEAD's tag and ends the message. Returns 0 or
 *  GNUTLS_E_INVALID_REQUEST. */
int gnutls_cipher_tag(gnutls_cipher_hd_t handle, void* tag, size_t tag_size);

/* An AEAD (RFC 5116): every call is a message of its own. */
typedef struct api_aead_cipher_hd_st* gnutls_aead_cipher_hd_t;

/** Makes an AEAD: AES-GCM, AES-CCM, AES-CCM-8 or ChaCha20-Poly1305, with a key of gnutls_cipher_get_key_size() bytes.
 *  Returns 0, GNUTLS_E_INVALID_REQUEST or GNUTLS_E_MEMORY_ERROR. */
int gnutls_aead_cipher_init(gnutls_aead_cipher_hd_t* handle, gnutls_cipher_algorithm_t cipher,
                            const gnutls_datum_t* key);

/** Changes the key; after an error the old one stays. Returns what gnutls_aead_cipher_init() does. Since 3.7.5. */
int gnutls_aead_cipher_set_key(gnutls_aead_cipher_hd_t handle, const gnutls_datum_t* key);

/** Frees the handle and wipes its keys. */
void gnutls_aead_cipher_deinit(gnutls_aead_cipher_hd_t handle);

/** Encrypts `ptext` and puts the tag behind it. `tag_size` is 0 for the usual one, or fewer bytes than that; CCM has even
 *  numbers from 4. `nonce_len` is gnutls_cipher_get_iv_size(), 7 to 13 for CCM, 1 to 128 for GCM; a nonce must never come twice
 *  under one key. `*ctext_len` holds the room and gets the size. Returns 0, GNUTLS_E_SHORT_MEMORY_BUFFER or
 *  GNUTLS_E_INVALID_REQUEST. Since 3.4.0. */
int gnutls_aead_cipher_encrypt(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len, const void* auth,
                               size_t auth_len, size_t tag_size, const void* ptext, size_t ptext_len, void* ctext,
                               size_t* ctext_len);

/** Undoes gnutls_aead_cipher_encrypt(). `*ptext_len` holds the room and gets the size. Returns 0,
 *  GNUTLS_E_SHORT_MEMORY_BUFFER, GNUTLS_E_INVALID_REQUEST, or GNUTLS_E_DECRYPTION_FAILED when anything was changed:
 *  `ptext` then holds nothing of it. Since 3.4.0. */
int gnutls_aead_cipher_decrypt(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len, const void* auth,
                               size_t auth_len, size_t tag_size, const void* ctext, size_t ctext_len, void* ptext,
                               size_t* ptext_len);

/** gnutls_aead_cipher_encrypt() of data in several pieces. Since 3.6.3. */
int gnutls_aead_cipher_encryptv(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len,
                                const giovec_t* auth_iov, int auth_iovcnt, size_t tag_size, const giovec_t* iov,
                                int iovcnt, void* ctext, size_t* ctext_len);

/** Encrypts data in several pieces where it lies; the tag goes to `tag`, whose room `*tag_size` says how long it is to be
 *  (0: the usual) and is told. Returns 0 or GNUTLS_E_INVALID_REQUEST. Since 3.6.10. */
int gnutls_aead_cipher_encryptv2(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len,
                                 const giovec_t* auth_iov, int auth_iovcnt, const giovec_t* iov, int iovcnt, void* tag,
                                 size_t* tag_size);

/** Undoes gnutls_aead_cipher_encryptv2(). Returns 0, GNUTLS_E_INVALID_REQUEST or GNUTLS_E_DECRYPTION_FAILED: the data
 *  then is as it was. Since 3.6.10. */
int gnutls_aead_cipher_decryptv2(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len,
                                 const giovec_t* auth_iov, int auth_iovcnt, const giovec_t* iov, int iovcnt, void* tag,
                                 size_t tag_size);

#ifdef __cplusplus
}
#endif
