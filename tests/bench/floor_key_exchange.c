#include <openssl/curve25519.h>
#include <openssl/nid.h>
#include <string.h>

#include "floor.h"

enum { KEM_PUBLIC = 1184, KEM_CIPHERTEXT = 1088, KEM_SECRET = 32 };

static void kem_generate(exchange_t* own) {
  EVP_PKEY_CTX* maker = EVP_PKEY_CTX_new_id(EVP_PKEY_KEM, NULL);
  EVP_PKEY* key = NULL;
  check("ML-KEM key", EVP_PKEY_CTX_kem_set_params(maker, NID_MLKEM768) && EVP_PKEY_keygen_init(maker) &&
                          EVP_PKEY_keygen(maker, &key));
  size_t size = KEM_PUBLIC;
  check("ML-KEM share", EVP_PKEY_get_raw_public_key(key, own->share + CURVE_SIZE, &size));
  own->kem = EVP_PKEY_CTX_new(key, NULL);
  EVP_PKEY_free(key);
  EVP_PKEY_CTX_free(maker);
}

static void kem_answer(const uint8_t* client_share, uint8_t* server_share) {
  uint8_t secret[KEM_SECRET];
  size_t share_size = KEM_CIPHERTEXT, secret_size = sizeof secret;
  EVP_PKEY* key = EVP_PKEY_kem_new_raw_public_key(NID_MLKEM768, client_share, KEM_PUBLIC);
  EVP_PKEY_CTX* kem = EVP_PKEY_CTX_new(key, NULL);
  check("encapsulate", EVP_PKEY_encapsulate(kem, server_share, &share_size, secret, &secret_size));
  EVP_PKEY_CTX_free(kem);
  EVP_PKEY_free(key);
}

static void kem_agree(exchange_t* own, const uint8_t* server_share) {
  uint8_t secret[KEM_SECRET];
  size_t size = sizeof secret;
  check("decapsulate", EVP_PKEY_decapsulate(own->kem, secret, &size, server_share, KEM_CIPHERTEXT));
  EVP_PKEY_CTX_free(own->kem);
}

void exchange_generate(exchange_t* own, int hybrid) {
  own->kem = NULL;
  X25519_keypair(own->share, own->curve_key);
  if (hybrid) kem_generate(own);
}

void exchange_agree(exchange_t* own, const uint8_t* peer_share) {
  uint8_t secret[CURVE_SIZE];
  check("X25519", X25519(secret, own->curve_key, peer_share));
  if (own->kem != NULL) kem_agree(own, peer_share + CURVE_SIZE);
}

void exchange_answer(const uint8_t* client_share, uint8_t* server_share, int hybrid) {
  exchange_t own;
  exchange_generate(&own, 0);
  exchange_agree(&own, client_share);
  memcpy(server_share, own.share, CURVE_SIZE);
  if (hybrid) kem_answer(client_share + CURVE_SIZE, server_share + CURVE_SIZE);
}
