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

/** Makes random bytes. A program may define a function of this name: the library then calls it for what it sends.
 *  @param level GNUTLS_RND_NONCE for what becomes public, GNUTLS_RND_RANDOM for secrets, GNUTLS_RND_KEY for long-lived
 *  ones
 *  @param data gets them
 *  @param len how many bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_RANDOM_FAILED: there are none, or the level is unknown; GNUTLS_E_INVALID_REQUEST: `data` is null
 *  @since 2.12.0 @see RFC 4086; gnutls_key_generate() */
int gnutls_rnd(gnutls_rnd_level_t level, void* data, size_t len);

/** Has no effect. The generator mixes in new randomness by itself.
 *  @since 3.1.7 @see RFC 4086; gnutls_rnd() */
void gnutls_rnd_refresh(void);

/** Tells the length of a hash function's result.
 *  @param algorithm the hash function
 *  @returns bytes, 0 for an unknown one
 *  @since 2.10.0 @see FIPS 180-4; gnutls_hash_output() */
unsigned int gnutls_hash_get_len(gnutls_digest_algorithm_t algorithm);

/** Tells the length of a MAC.
 *  @param algorithm the MAC
 *  @returns bytes, 0 for an unknown one
 *  @since 2.10.0 @see RFC 2104; gnutls_hmac_output() */
unsigned int gnutls_hmac_get_len(gnutls_mac_algorithm_t algorithm);

/** Tells the usual length of a MAC's key. HMAC takes keys of any length, the others only this one.
 *  @param algorithm the MAC
 *  @returns bytes, 0 for an unknown one
 *  @since 3.6.12 @see RFC 2104; gnutls_hmac_init() */
unsigned int gnutls_hmac_get_key_size(gnutls_mac_algorithm_t algorithm);

/** Tells the length of a MAC's nonce.
 *  @param algorithm the MAC
 *  @returns bytes, 0 for one without
 *  @since 3.2.0 @see SP 800-38D; gnutls_hmac_set_nonce() */
size_t gnutls_mac_get_nonce_size(gnutls_mac_algorithm_t algorithm);

/** Tells a cipher's block length.
 *  @param algorithm the cipher
 *  @returns bytes, 0 for an unknown one
 *  @since 2.10.0 @see SP 800-38A */
unsigned int gnutls_cipher_get_block_size(gnutls_cipher_algorithm_t algorithm);

/** Tells the length of a cipher's initialisation vector or nonce.
 *  @param algorithm the cipher
 *  @returns bytes, 0 for one without
 *  @since 3.2.0 @see RFC 5116; gnutls_cipher_set_iv() */
unsigned int gnutls_cipher_get_iv_size(gnutls_cipher_algorithm_t algorithm);

/** Tells the length of an AEAD's tag.
 *  @param algorithm the cipher
 *  @returns bytes, 0 for a cipher without
 *  @since 3.2.2 @see RFC 5116; gnutls_aead_cipher_encrypt() */
unsigned int gnutls_cipher_get_tag_size(gnutls_cipher_algorithm_t algorithm);

/* A running hash. */
typedef struct hash_hd_st* gnutls_hash_hd_t;

/** Makes a hash with nothing in it yet. The caller frees it with gnutls_hash_deinit(). It belongs to one thread at a
 *  time.
 *  @param dig gets the handle; unchanged on an error
 *  @param algorithm MD5, SHA-1, SHA-2 or SHA-3
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: `dig` is null, or another algorithm; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.10.0 @see FIPS 180-4; FIPS 202; gnutls_hash(); gnutls_hash_fast() */
int gnutls_hash_init(gnutls_hash_hd_t* dig, gnutls_digest_algorithm_t algorithm);

/** Adds data to a hash.
 *  @param handle the hash
 *  @param text, textlen the bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null handle
 *  @since 2.10.0 @see FIPS 180-4; gnutls_hash_output() */
int gnutls_hash(gnutls_hash_hd_t handle, const void* text, size_t textlen);

/** Writes the hash of all that was added, and starts over.
 *  @param handle the hash
 *  @param digest gets gnutls_hash_get_len() bytes
 *  @since 2.10.0 @see FIPS 180-4; gnutls_hash_deinit() */
void gnutls_hash_output(gnutls_hash_hd_t handle, void* digest);

/** Frees a hash.
 *  @param handle the hash; null is allowed
 *  @param digest gets the hash of all that was added first; may be null
 *  @since 2.10.0 @see FIPS 180-4; gnutls_hash_init() */
void gnutls_hash_deinit(gnutls_hash_hd_t handle, void* digest);

/** Hashes data at once.
 *  @param algorithm as in gnutls_hash_init()
 *  @param text, textlen the bytes
 *  @param digest gets gnutls_hash_get_len() bytes
 *  @returns 0, or an error
 *  @errors those of gnutls_hash_init()
 *  @since 2.10.0 @see FIPS 180-4; FIPS 202 */
int gnutls_hash_fast(gnutls_digest_algorithm_t algorithm, const void* text, size_t textlen, void* digest);

/** Makes a second hash in the same state.
 *  @param handle the hash
 *  @returns a handle that the caller frees with gnutls_hash_deinit(), or null
 *  @since 3.6.9 @see FIPS 180-4; gnutls_hash_init() */
gnutls_hash_hd_t gnutls_hash_copy(gnutls_hash_hd_t handle);

/* A running MAC. */
typedef struct hmac_hd_st* gnutls_hmac_hd_t;

/** Makes a MAC with nothing in it yet. The caller frees it with gnutls_hmac_deinit(). It belongs to one thread at a
 *  time.
 *  @param dig gets the handle; unchanged on an error
 *  @param algorithm HMAC with MD5, SHA-1 or SHA-2; AES-CMAC; AES-GMAC
 *  @param key, keylen the key, copied: any length for HMAC, otherwise gnutls_hmac_get_key_size() bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, another algorithm, or a key of the wrong length;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.10.0 @see RFC 2104; RFC 4493; SP 800-38D; gnutls_hmac(); gnutls_hmac_fast() */
int gnutls_hmac_init(gnutls_hmac_hd_t* dig, gnutls_mac_algorithm_t algorithm, const void* key, size_t keylen);

/** Gives the nonce of the next message, which AES-GMAC needs for each. A wrong length shows in the next gnutls_hmac(),
 *  which fails. A nonce must never come twice under one key.
 *  @param handle the MAC
 *  @param nonce, nonce_len usually gnutls_mac_get_nonce_size() bytes, at most 128
 *  @since 3.2.0 @see SP 800-38D; gnutls_hmac_init() */
void gnutls_hmac_set_nonce(gnutls_hmac_hd_t handle, const void* nonce, size_t nonce_len);

/** Adds data to a MAC.
 *  @param handle the MAC
 *  @param text, textlen the bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null handle, or no nonce where one is needed
 *  @since 2.10.0 @see RFC 2104; gnutls_hmac_output() */
int gnutls_hmac(gnutls_hmac_hd_t handle, const void* text, size_t textlen);

/** Writes the MAC of all that was added, and starts over with the same key.
 *  @param handle the MAC
 *  @param digest gets gnutls_hmac_get_len() bytes
 *  @since 2.10.0 @see RFC 2104; gnutls_hmac_deinit() */
void gnutls_hmac_output(gnutls_hmac_hd_t handle, void* digest);

/** Frees a MAC and wipes its key.
 *  @param handle the MAC; null is allowed
 *  @param digest gets the MAC of all that was added first; may be null
 *  @since 2.10.0 @see RFC 2104; gnutls_hmac_init() */
void gnutls_hmac_deinit(gnutls_hmac_hd_t handle, void* digest);

/** Computes a MAC at once. Not for one that needs a nonce.
 *  @param algorithm, key, keylen as in gnutls_hmac_init()
 *  @param text, textlen the bytes
 *  @param digest gets gnutls_hmac_get_len() bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a MAC that needs a nonce; those of gnutls_hmac_init()
 *  @since 2.10.0 @see RFC 2104 */
int gnutls_hmac_fast(gnutls_mac_algorithm_t algorithm, const void* key, size_t keylen, const void* text, size_t textlen,
                     void* digest);

/** Makes a second MAC in the same state.
 *  @param handle the MAC
 *  @returns a handle that the caller frees with gnutls_hmac_deinit(), or null
 *  @since 3.6.9 @see RFC 2104; gnutls_hmac_init() */
gnutls_hmac_hd_t gnutls_hmac_copy(gnutls_hmac_hd_t handle);

/** Makes a key of input that is secret, but not uniform: HKDF-Extract.
 *  @param mac HMAC with MD5, SHA-1 or SHA-2
 *  @param key the input
 *  @param salt not secret; null for none
 *  @param output gets gnutls_hmac_get_len() bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, another MAC, or no memory is left
 *  @since 3.6.13 @see RFC 5869, 2.2; gnutls_hkdf_expand() */
int gnutls_hkdf_extract(gnutls_mac_algorithm_t mac, const gnutls_datum_t* key, const gnutls_datum_t* salt,
                        void* output);

/** Makes bytes of a key: HKDF-Expand.
 *  @param mac HMAC with MD5, SHA-1 or SHA-2
 *  @param key of gnutls_hkdf_extract()
 *  @param info what binds them to their use; null for nothing
 *  @param output gets them
 *  @param length how many bytes, at most 255 times gnutls_hmac_get_len()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, another MAC, more bytes than that, or no memory is left
 *  @since 3.6.13 @see RFC 5869, 2.3 */
int gnutls_hkdf_expand(gnutls_mac_algorithm_t mac, const gnutls_datum_t* key, const gnutls_datum_t* info, void* output,
                       size_t length);

/** Makes bytes of a password: PBKDF2 with HMAC.
 *  @param mac HMAC with MD5, SHA-1 or SHA-2
 *  @param key the password
 *  @param salt random, not secret; null for none
 *  @param iter_count how many rounds, 1 or more
 *  @param output gets the bytes
 *  @param length how many bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, another MAC, no rounds, or no memory is left
 *  @since 3.6.13 @see RFC 8018, 5.2 */
int gnutls_pbkdf2(gnutls_mac_algorithm_t mac, const gnutls_datum_t* key, const gnutls_datum_t* salt,
                  unsigned iter_count, void* output, size_t length);

/* A cipher that takes a message in pieces. */
typedef struct api_cipher_hd_st* gnutls_cipher_hd_t;

/* For gnutls_cipher_encrypt3() and gnutls_cipher_decrypt3(). */
typedef enum gnutls_cipher_flags_t {
  GNUTLS_CIPHER_PADDING_PKCS7 = 1,
} gnutls_cipher_flags_t;

/** Makes a cipher that takes a message in pieces. The caller frees it with gnutls_cipher_deinit(). It belongs to one
 *  thread at a time.
 *  @param handle gets it; unchanged on an error
 *  @param cipher AES or Triple-DES in CBC, AES in CFB8 or GCM, ChaCha20-Poly1305
 *  @param key gnutls_cipher_get_key_size() bytes, copied
 *  @param iv gnutls_cipher_get_iv_size() bytes, copied; null when gnutls_cipher_set_iv() follows
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, another cipher, or a key or initialisation vector of the wrong
 *  length; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.10.0 @see SP 800-38A; SP 800-38D; RFC 8439; gnutls_aead_cipher_init() */
int gnutls_cipher_init(gnutls_cipher_hd_t* handle, gnutls_cipher_algorithm_t cipher, const gnutls_datum_t* key,
                       const gnutls_datum_t* iv);

/** Frees a cipher and wipes its keys.
 *  @param handle the cipher; null is allowed
 *  @since 2.10.0 @see SP 800-38A; gnutls_cipher_init() */
void gnutls_cipher_deinit(gnutls_cipher_hd_t handle);

/** Begins a new message. A wrong length makes the next call fail.
 *  @param handle the cipher
 *  @param iv, ivlen gnutls_cipher_get_iv_size() bytes, copied
 *  @since 3.0 @see SP 800-38A; gnutls_cipher_init() */
void gnutls_cipher_set_iv(gnutls_cipher_hd_t handle, void* iv, size_t ivlen);

/** Encrypts in place, and goes on where the last call stopped.
 *  @param handle the cipher
 *  @param text, textlen the bytes; for CBC a multiple of the block, as for GCM before the last piece
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null handle, no initialisation vector, an AEAD that has begun to decrypt, or no
 *  whole blocks
 *  @since 2.10.0 @see SP 800-38A; gnutls_cipher_encrypt2() */
int gnutls_cipher_encrypt(const gnutls_cipher_hd_t handle, void* text, size_t textlen);

/** Decrypts in place, and goes on where the last call stopped. Independently of what gnutls_cipher_encrypt() does, but
 *  for an AEAD. What an AEAD decrypts is not to be trusted before gnutls_cipher_tag() has given the right tag.
 *  @param handle the cipher
 *  @param ciphertext, ciphertextlen the bytes; for CBC a multiple of the block, as for GCM before the last piece
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null handle, no initialisation vector, an AEAD that has begun to encrypt, or no
 *  whole blocks
 *  @since 2.10.0 @see SP 800-38A; gnutls_cipher_decrypt2() */
int gnutls_cipher_decrypt(const gnutls_cipher_hd_t handle, void* ciphertext, size_t ciphertextlen);

/** Encrypts from one place to another.
 *  @param handle the cipher
 *  @param text, textlen the bytes; for CBC a multiple of the block, as for GCM before the last piece
 *  @param ciphertext gets as many; may be the same place
 *  @param ciphertextlen the room for them
 *  @returns 0, or an error
 *  @errors GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room than data; those of gnutls_cipher_encrypt()
 *  @since 2.12.0 @see SP 800-38A */
int gnutls_cipher_encrypt2(gnutls_cipher_hd_t handle, const void* text, size_t textlen, void* ciphertext,
                           size_t ciphertextlen);

/** Decrypts from one place to another.
 *  @param handle the cipher
 *  @param ciphertext, ciphertextlen the bytes; for CBC a multiple of the block, as for GCM before the last piece
 *  @param text gets as many; may be the same place
 *  @param textlen the room for them
 *  @returns 0, or an error
 *  @errors GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room than data; those of gnutls_cipher_decrypt()
 *  @since 2.12.0 @see SP 800-38A */
int gnutls_cipher_decrypt2(gnutls_cipher_hd_t handle, const void* ciphertext, size_t ciphertextlen, void* text,
                           size_t textlen);

/** Encrypts the last piece of a message, with padding.
 *  @param handle the cipher
 *  @param ptext, ptext_len the bytes
 *  @param ctext gets them; null to learn the size
 *  @param ctext_len holds the room and gets the size
 *  @param flags GNUTLS_CIPHER_PADDING_PKCS7 to pad to whole blocks, otherwise 0
 *  @returns 0, or an error
 *  @errors GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; those of gnutls_cipher_encrypt()
 *  @since 3.7.7 @see RFC 5652, 6.3; gnutls_cipher_decrypt3() */
int gnutls_cipher_encrypt3(gnutls_cipher_hd_t handle, const void* ptext, size_t ptext_len, void* ctext,
                           size_t* ctext_len, unsigned flags);

/** Decrypts the last piece of a message, and takes the padding away. Never let an attacker see whether the padding was
 *  wrong.
 *  @param handle the cipher
 *  @param ctext, ctext_len the bytes
 *  @param ptext gets them
 *  @param ptext_len holds the room, at least `ctext_len`, and gets the size
 *  @param flags GNUTLS_CIPHER_PADDING_PKCS7 when there is padding, otherwise 0
 *  @returns 0, or an error
 *  @errors GNUTLS_E_DECRYPTION_FAILED: the padding is wrong; GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; those
 *  of gnutls_cipher_decrypt()
 *  @since 3.7.7 @see RFC 5652, 6.3; gnutls_cipher_encrypt3() */
int gnutls_cipher_decrypt3(gnutls_cipher_hd_t handle, const void* ctext, size_t ctext_len, void* ptext,
                           size_t* ptext_len, unsigned flags);

/** Adds data that an AEAD authenticates without encrypting it. Before the first encryption or decryption of a message. With
 *  AES-GCM every piece but the last has a multiple of 16 bytes, of this data as of the text.
 *  @param handle the cipher
 *  @param text, text_size the bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null handle, no initialisation vector, too late, more after a piece of another size,
 *  or a cipher that is no AEAD
 *  @since 3.0 @see RFC 5116; gnutls_cipher_tag() */
int gnutls_cipher_add_auth(gnutls_cipher_hd_t handle, const void* text, size_t text_size);

/** Writes an AEAD's tag and ends the message. The next message needs another initialisation vector.
 *  @param handle the cipher
 *  @param tag gets the first bytes of the tag
 *  @param tag_size how many, 1 to 16
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null handle, no message, another size, or a cipher that is no AEAD
 *  @since 3.0 @see RFC 5116; gnutls_memcmp() */
int gnutls_cipher_tag(gnutls_cipher_hd_t handle, void* tag, size_t tag_size);

/* An AEAD (RFC 5116): every call is a message of its own. */
typedef struct api_aead_cipher_hd_st* gnutls_aead_cipher_hd_t;

/** Makes an AEAD, which takes each message at once. The caller frees it with gnutls_aead_cipher_deinit(). It belongs
 *  to one thread at a time.
 *  @param handle gets it; unchanged on an error
 *  @param cipher AES-GCM, AES-CCM, AES-CCM-8 or ChaCha20-Poly1305
 *  @param key gnutls_cipher_get_key_size() bytes, copied
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, another cipher, or a key of the wrong length;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.4.0 @see RFC 5116; gnutls_aead_cipher_encrypt() */
int gnutls_aead_cipher_init(gnutls_aead_cipher_hd_t* handle, gnutls_cipher_algorithm_t cipher,
                            const gnutls_datum_t* key);

/** Changes the key of an AEAD. After an error the old one stays.
 *  @param handle the AEAD
 *  @param key gnutls_cipher_get_key_size() bytes, copied
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, or a key of the wrong length; GNUTLS_E_MEMORY_ERROR: no memory is
 *  left
 *  @since 3.7.5 @see RFC 5116 */
int gnutls_aead_cipher_set_key(gnutls_aead_cipher_hd_t handle, const gnutls_datum_t* key);

/** Frees an AEAD and wipes its keys.
 *  @param handle the AEAD; null is allowed
 *  @since 3.4.0 @see RFC 5116; gnutls_aead_cipher_init() */
void gnutls_aead_cipher_deinit(gnutls_aead_cipher_hd_t handle);

/** Encrypts a message and puts the tag behind it.
 *  @param handle the AEAD
 *  @param nonce, nonce_len gnutls_cipher_get_iv_size() bytes, 7 to 13 for CCM, 1 to 128 for GCM; it must never come
 *  twice under one key
 *  @param auth, auth_len what is authenticated without being encrypted
 *  @param tag_size 0 for the usual length, or fewer bytes than that; CCM has even numbers from 4
 *  @param ptext, ptext_len the message
 *  @param ctext gets the ciphertext and the tag
 *  @param ctext_len holds the room and gets the size
 *  @returns 0, or an error
 *  @errors GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room than message and tag need; GNUTLS_E_INVALID_REQUEST: a
 *  null pointer, or a nonce or tag of the wrong length
 *  @since 3.4.0 @see RFC 5116, 2.1; gnutls_aead_cipher_decrypt() */
int gnutls_aead_cipher_encrypt(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len, const void* auth,
                               size_t auth_len, size_t tag_size, const void* ptext, size_t ptext_len, void* ctext,
                               size_t* ctext_len);

/** Decrypts a message and checks its tag.
 *  @param handle the AEAD
 *  @param nonce, nonce_len, auth, auth_len, tag_size as they were in gnutls_aead_cipher_encrypt()
 *  @param ctext, ctext_len the ciphertext and the tag
 *  @param ptext gets the message; nothing of it when it was changed
 *  @param ptext_len holds the room and gets the size
 *  @returns 0, or an error
 *  @errors GNUTLS_E_DECRYPTION_FAILED: anything was changed, or is shorter than a tag; GNUTLS_E_SHORT_MEMORY_BUFFER:
 *  there is less room; GNUTLS_E_INVALID_REQUEST: a null pointer, or a tag of the wrong length
 *  @since 3.4.0 @see RFC 5116, 2.2 */
int gnutls_aead_cipher_decrypt(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len, const void* auth,
                               size_t auth_len, size_t tag_size, const void* ctext, size_t ctext_len, void* ptext,
                               size_t* ptext_len);

/** Encrypts a message in several pieces to one place, and puts the tag behind it.
 *  @param handle the AEAD
 *  @param nonce, nonce_len, tag_size as in gnutls_aead_cipher_encrypt()
 *  @param auth_iov, auth_iovcnt what is authenticated without being encrypted, in pieces
 *  @param iov, iovcnt the message in pieces
 *  @param ctext gets the ciphertext and the tag
 *  @param ctext_len holds the room and gets the size
 *  @returns 0, or an error
 *  @errors GNUTLS_E_MEMORY_ERROR: no memory is left; those of gnutls_aead_cipher_encrypt()
 *  @since 3.6.3 @see RFC 5116, 2.1 */
int gnutls_aead_cipher_encryptv(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len,
                                const giovec_t* auth_iov, int auth_iovcnt, size_t tag_size, const giovec_t* iov,
                                int iovcnt, void* ctext, size_t* ctext_len);

/** Encrypts a message in several pieces where it lies.
 *  @param handle the AEAD
 *  @param nonce, nonce_len as in gnutls_aead_cipher_encrypt()
 *  @param auth_iov, auth_iovcnt what is authenticated without being encrypted, in pieces
 *  @param iov, iovcnt the message in pieces; becomes the ciphertext
 *  @param tag gets the tag
 *  @param tag_size how long it is to be, 0 for the usual length; gets its length, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, or a nonce or tag of the wrong length; GNUTLS_E_MEMORY_ERROR: no
 *  memory is left
 *  @since 3.6.10 @see RFC 5116, 2.1; gnutls_aead_cipher_decryptv2() */
int gnutls_aead_cipher_encryptv2(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len,
                                 const giovec_t* auth_iov, int auth_iovcnt, const giovec_t* iov, int iovcnt, void* tag,
                                 size_t* tag_size);

/** Decrypts a message in several pieces where it lies, and checks its tag.
 *  @param handle the AEAD
 *  @param nonce, nonce_len, auth_iov, auth_iovcnt as they were in gnutls_aead_cipher_encryptv2()
 *  @param iov, iovcnt the ciphertext in pieces; becomes the message, or stays as it was when anything was changed
 *  @param tag, tag_size the tag; 0 for the usual length
 *  @returns 0, or an error
 *  @errors GNUTLS_E_DECRYPTION_FAILED: anything was changed; GNUTLS_E_INVALID_REQUEST: a null pointer, or a tag of the
 *  wrong length; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.6.10 @see RFC 5116, 2.2 */
int gnutls_aead_cipher_decryptv2(gnutls_aead_cipher_hd_t handle, const void* nonce, size_t nonce_len,
                                 const giovec_t* auth_iov, int auth_iovcnt, const giovec_t* iov, int iovcnt, void* tag,
                                 size_t tag_size);

#ifdef __cplusplus
}
#endif
