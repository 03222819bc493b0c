/* Random bytes, and the sizes of algorithms. */
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

#ifdef __cplusplus
}
#endif
