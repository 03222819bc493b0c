/* The primitives of AWS-LC that a handshake cannot do without, as floor_bench.c calls them. */
#pragma once
#include <openssl/aead.h>
#include <openssl/ec_key.h>
#include <openssl/evp.h>
#include <stddef.h>
#include <stdint.h>

#include "harness.h"

void check(const char* what, int good);

/* floor_key_exchange.c: X25519 alone or with ML-KEM-768, as a KEM. */
enum {
  CURVE_SIZE = 32,
  CLIENT_SHARE_MOST = CURVE_SIZE + 1184,
  SERVER_SHARE_MOST = CURVE_SIZE + 1088,
};

typedef struct {
  uint8_t curve_key[CURVE_SIZE];
  EVP_PKEY_CTX* kem; /* null without ML-KEM */
  uint8_t share[CLIENT_SHARE_MOST];
} exchange_t;

void exchange_generate(exchange_t* own, int hybrid);
/* A server's share for a client's. */
void exchange_answer(const uint8_t* client_share, uint8_t* server_share, int hybrid);
/* Ends the exchange. */
void exchange_agree(exchange_t* own, const uint8_t* peer_share);

/* floor_credential.c: one key with its certificate, and what its peer knows of it. */
enum { SIGNATURE_MOST = 256, DIGEST_SIZE = 32 };

typedef struct credential credential_t;

credential_t* credential_load(const options_t* options, int side);
size_t credential_size(const credential_t* own); /* of the certificate */
/* Both hash `content` bytes: what a handshake signs. */
size_t credential_sign(const credential_t* own, size_t content, uint8_t* signature);
/* The peer's work: the authority's signature over the certificate, the certificate's key, the signature. */
void credential_verify(const credential_t* peer, size_t content, const uint8_t* signature, size_t size);

/* floor_symmetric.c: hashing by the byte, records by the byte. */
void hash_bytes(size_t size);
void hash_blocks(size_t count); /* of SHA-256: HMAC, HKDF and the PRF are sums of them */

enum { TAG_SIZE = 16, SEALED_MORE = TAG_SIZE + 1 };
typedef struct {
  EVP_AEAD_CTX context;
  uint64_t sealed, opened;
} protection_t;

void protection_start(protection_t* protection, int chacha20);
/* `out` takes the plaintext, the inner content type and the tag: SEALED_MORE bytes more than `size`. */
void protection_seal(protection_t* protection, uint8_t* out, const void* in, size_t size);
/* `size` is of the plaintext; `out` takes the inner content type, too. */
void protection_open(protection_t* protection, uint8_t* out, const uint8_t* in, size_t size);
