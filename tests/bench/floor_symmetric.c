#include <openssl/sha.h>

#include "floor.h"

enum { BLOCK = 64, NONCE_SIZE = 12, HEADER_SIZE = 5 };

void hash_bytes(size_t size) {
  static const uint8_t nothing[8192];
  uint8_t digest[SHA256_DIGEST_LENGTH];
  check("hash", size <= sizeof nothing);
  SHA256(nothing, size, digest);
}

void hash_blocks(size_t count) {
  static const uint8_t block[BLOCK];
  SHA256_CTX state;
  SHA256_Init(&state);
  for (size_t i = 0; i < count; ++i) SHA256_Transform(&state, block);
}

void protection_start(protection_t* protection, int chacha20) {
  static const uint8_t key[32] = {1};
  const EVP_AEAD* aead = chacha20 ? EVP_aead_chacha20_poly1305() : EVP_aead_aes_128_gcm();
  check("key", EVP_AEAD_CTX_init(&protection->context, aead, key, EVP_AEAD_key_length(aead), TAG_SIZE, NULL));
  protection->sealed = protection->opened = 0;
}

static void make_nonce(uint8_t* nonce, uint64_t* number) {
  for (int i = 0; i < NONCE_SIZE; ++i) nonce[i] = i < 8 ? (uint8_t)(*number >> (8 * i)) : 0;
  ++*number;
}

static const uint8_t header[HEADER_SIZE] = {23, 3, 3, 0, 0};

void protection_seal(protection_t* protection, uint8_t* out, const void* in, size_t size) {
  static const uint8_t type = 23;
  uint8_t nonce[NONCE_SIZE];
  make_nonce(nonce, &protection->sealed);
  size_t tag = 0;
  check("seal", EVP_AEAD_CTX_seal_scatter(&protection->context, out, out + size, &tag, SEALED_MORE, nonce, NONCE_SIZE,
                                          in, size, &type, 1, header, HEADER_SIZE));
}

void protection_open(protection_t* protection, uint8_t* out, const uint8_t* in, size_t size) {
  uint8_t nonce[NONCE_SIZE];
  make_nonce(nonce, &protection->opened);
  size_t opened = 0;
  check("open", EVP_AEAD_CTX_open(&protection->context, out, &opened, size + 1, nonce, NONCE_SIZE, in,
                                  size + SEALED_MORE, header, HEADER_SIZE));
}
