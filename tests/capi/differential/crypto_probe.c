/* Prints what hashes, MACs, key derivation, ciphers and AEADs give, and which errors: no arguments. */
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>

enum { ROOM = 256, TEXT = 128 };

static unsigned char key[64], text[TEXT];

static void print_bytes(const char* label, const void* data, size_t size) {
  printf("%s", label);
  for (size_t i = 0; i < size; ++i) printf("%02x", ((const unsigned char*)data)[i]);
  printf("\n");
}

static void hashes(void) {
  for (int id = 0; id < 100; ++id) {
    if (id == GNUTLS_DIG_MD2 || (id >= GNUTLS_MAC_MD5_SHA1 && id <= GNUTLS_DIG_STREEBOG_512)) continue;
    gnutls_hash_hd_t handle = NULL, copy = NULL;
    unsigned char out[ROOM] = {0};
    int made = gnutls_hash_init(&handle, id);
    printf("hash %d: %d %d", id, made, gnutls_hash_fast(id, text, 3, out));
    print_bytes(" ", out, gnutls_hash_get_len(id));
    if (made != 0) continue;
    printf("  %d", gnutls_hash(handle, text, 1));
    copy = gnutls_hash_copy(handle);
    printf(" %d %d", gnutls_hash(handle, text + 1, 2), gnutls_hash(handle, NULL, 0));
    gnutls_hash_output(handle, out);
    print_bytes(" ", out, gnutls_hash_get_len(id));
    gnutls_hash_output(handle, out);
    print_bytes("  of nothing ", out, gnutls_hash_get_len(id));
    gnutls_hash_deinit(handle, NULL);
    gnutls_hash_deinit(copy, out);
    print_bytes("  copy ", out, gnutls_hash_get_len(id));
  }
}

static int foreign_mac(int id) {
  return id == GNUTLS_MAC_UMAC_96 || id == GNUTLS_MAC_UMAC_128 || id == GNUTLS_MAC_GOST28147_TC26Z_IMIT ||
         (id >= GNUTLS_MAC_GOSTR_94 && id <= GNUTLS_MAC_STREEBOG_512) ||
         (id >= GNUTLS_MAC_MAGMA_OMAC && id <= GNUTLS_MAC_KUZNYECHIK_OMAC);
}

static void one_mac(int id, size_t key_size) {
  gnutls_hmac_hd_t handle = NULL;
  unsigned char out[ROOM] = {0};
  size_t nonce = gnutls_mac_get_nonce_size(id);
  int made = gnutls_hmac_init(&handle, id, key, key_size);
  printf("mac %d with %zu: %d %d", id, key_size, made, gnutls_hmac_fast(id, key, key_size, text, 3, out));
  print_bytes(" ", out, gnutls_hmac_get_len(id));
  if (made != 0) return;
  for (int round = 0; round < 2; ++round) {
    if (nonce != 0) gnutls_hmac_set_nonce(handle, key, nonce);
    printf("  %d", gnutls_hmac(handle, text, 32));
    gnutls_hmac_hd_t copy = gnutls_hmac_copy(handle);
    printf(" %d", gnutls_hmac(handle, text, 3));
    gnutls_hmac_output(handle, out);
    print_bytes(" ", out, gnutls_hmac_get_len(id));
    gnutls_hmac_deinit(copy, out);
    print_bytes("  copy ", out, gnutls_hmac_get_len(id));
  }
  gnutls_hmac_deinit(handle, NULL);
}

static void macs(void) {
  for (int id = 0; id < 300; ++id) {
    if (foreign_mac(id)) continue;
    one_mac(id, gnutls_hmac_get_key_size(id));
    if (gnutls_mac_get_nonce_size(id) == 0 && id < GNUTLS_MAC_AEAD) one_mac(id, 0), one_mac(id, 1), one_mac(id, 64);
  }
}

static void derivation(void) {
  static unsigned char out[255 * 64 + 1];
  for (int id = 0; id < 203; ++id) {
    if (foreign_mac(id)) continue;
    gnutls_datum_t secret = {key, 22}, salt = {key + 22, 13}, nothing = {NULL, 0};
    size_t most = 255 * (size_t)gnutls_hmac_get_len(id);
    memset(out, 0, sizeof out);
    printf("derive %d: %d", id, gnutls_hkdf_extract(id, &secret, &salt, out));
    print_bytes(" ", out, gnutls_hmac_get_len(id));
    printf("  %d", gnutls_hkdf_extract(id, &secret, NULL, out));
    printf(" %d", gnutls_hkdf_extract(id, &secret, &nothing, out));
    print_bytes(" ", out, gnutls_hmac_get_len(id));
    printf("  %d", gnutls_hkdf_expand(id, &secret, &salt, out, 100));
    print_bytes(" ", out, 100);
    if (most != 0) printf("  %d", gnutls_hkdf_expand(id, &secret, &nothing, out, most));
    printf(" %d", gnutls_hkdf_expand(id, &secret, &nothing, out, most + 1));
    printf(" %d", gnutls_pbkdf2(id, &secret, &salt, 3, out, 70));
    print_bytes(" ", out, 70);
  }
}

static const gnutls_cipher_algorithm_t pieces[] = {
    GNUTLS_CIPHER_3DES_CBC,    GNUTLS_CIPHER_AES_128_CBC,  GNUTLS_CIPHER_AES_192_CBC,  GNUTLS_CIPHER_AES_256_CBC,
    GNUTLS_CIPHER_AES_128_GCM, GNUTLS_CIPHER_AES_192_GCM,  GNUTLS_CIPHER_AES_256_GCM,  GNUTLS_CIPHER_CHACHA20_POLY1305,
    GNUTLS_CIPHER_AES_128_CCM, GNUTLS_CIPHER_AES_128_CFB8, GNUTLS_CIPHER_AES_192_CFB8, GNUTLS_CIPHER_AES_256_CFB8,
    GNUTLS_CIPHER_ARCFOUR_40,  GNUTLS_CIPHER_NULL,         GNUTLS_CIPHER_UNKNOWN};

static void padded(gnutls_cipher_algorithm_t id, gnutls_cipher_hd_t handle) {
  unsigned char out[ROOM] = {0};
  for (size_t size = 0; size <= 32; size += 16) {
    size_t room = 0, written = sizeof out;
    gnutls_cipher_set_iv(handle, key, gnutls_cipher_get_iv_size(id));
    printf("  padded %zu: %d", size,
           gnutls_cipher_encrypt3(handle, text, size, NULL, &room, GNUTLS_CIPHER_PADDING_PKCS7));
    printf(" %d", gnutls_cipher_encrypt3(handle, text, size, out, &written, GNUTLS_CIPHER_PADDING_PKCS7));
    printf(" %zu %zu", room, written);
    print_bytes(" ", out, written);
  }
}

static void in_pieces(gnutls_cipher_algorithm_t id) {
  gnutls_datum_t secret = {key, (unsigned)gnutls_cipher_get_key_size(id)}, iv = {key, gnutls_cipher_get_iv_size(id)};
  gnutls_cipher_hd_t handle = NULL, other = NULL;
  unsigned char data[ROOM], out[ROOM] = {0};
  memcpy(data, text, TEXT);
  int made = gnutls_cipher_init(&handle, id, &secret, &iv);
  printf("cipher %d: %d %d\n", id, made, gnutls_cipher_init(&other, id, &secret, NULL));
  if (made != 0) return;
  gnutls_cipher_set_iv(other, key, iv.size);
  int has_tag = gnutls_cipher_get_tag_size(id) != 0;
  if (has_tag) {
    printf("  auth %d", gnutls_cipher_add_auth(handle, text, 32));
    printf(" %d\n", gnutls_cipher_add_auth(other, text, 32));
  } else {
    printf("  auth %d tag %d\n", gnutls_cipher_add_auth(handle, text, 3), gnutls_cipher_tag(handle, out, 8));
  }
  printf("  %d", gnutls_cipher_encrypt(handle, data, 64));
  printf(" %d", gnutls_cipher_encrypt2(handle, data + 64, 32, out, 32));
  memcpy(data + 64, out, 32);
  print_bytes(" ", data, 96);
  if (has_tag) printf("  %d", gnutls_cipher_tag(handle, out, 16)), print_bytes(" ", out, 16);
  printf("  %d", gnutls_cipher_decrypt2(other, data, 64, out, 64));
  printf(" %d", gnutls_cipher_decrypt(other, data + 64, 32));
  memcpy(out + 64, data + 64, 32);
  print_bytes(" ", out, 96);
  if (has_tag) printf("  %d", gnutls_cipher_tag(other, out, 16)), print_bytes(" ", out, 16);
  if (!has_tag) padded(id, handle);
  gnutls_cipher_deinit(handle);
  gnutls_cipher_deinit(other);
}

/* Pieces that are not of whole blocks: a(uthenticated), e(ncrypted), i: a new message. */
static void odd_pieces(gnutls_cipher_algorithm_t id, const char* steps) {
  gnutls_datum_t secret = {key, (unsigned)gnutls_cipher_get_key_size(id)}, iv = {key, gnutls_cipher_get_iv_size(id)};
  gnutls_cipher_hd_t handle = NULL;
  unsigned char out[ROOM] = {0}, tag[16] = {0};
  if (gnutls_cipher_init(&handle, id, &secret, &iv) != 0) return;
  printf("pieces of %d, %s:", id, steps);
  for (const char* step = steps; *step != 0; step += 3) {
    size_t size = (size_t)(step[1] - '0') * 10 + (size_t)(step[2] - '0');
    if (*step == 'a') printf(" %d", gnutls_cipher_add_auth(handle, text, size));
    if (*step == 'e') printf(" %d", gnutls_cipher_encrypt2(handle, text, size, out, size));
    if (*step == 'i') gnutls_cipher_set_iv(handle, key, iv.size);
  }
  printf(" %d", gnutls_cipher_tag(handle, tag, sizeof tag));
  print_bytes(" ", tag, sizeof tag);
  gnutls_cipher_deinit(handle);
}

static void whole(gnutls_cipher_algorithm_t id) {
  gnutls_datum_t secret = {key, (unsigned)gnutls_cipher_get_key_size(id)}, other = {key + 1, secret.size};
  gnutls_aead_cipher_hd_t handle = NULL;
  int made = gnutls_aead_cipher_init(&handle, id, &secret);
  printf("aead %d: %d\n", id, made);
  if (made != 0) return;
  unsigned char out[ROOM] = {0}, back[ROOM], tag[16];
  for (size_t tag_size = 0; tag_size <= 18; tag_size += 2) {
    if (tag_size == 2) continue;
    size_t size = sizeof out, plain = sizeof back;
    printf("  tag of %zu: %d", tag_size,
           gnutls_aead_cipher_encrypt(handle, key, 12, text, 5, tag_size, text, 20, out, &size));
    printf(" %zu", size);
    if (size != sizeof out) print_bytes(" ", out, size);
    printf("    %d", gnutls_aead_cipher_decrypt(handle, key, 12, text, 5, tag_size, out, size, back, &plain));
    printf(" %zu", plain);
    plain = 19;
    printf(" %d", gnutls_aead_cipher_decrypt(handle, key, 12, text, 5, tag_size, out, size, back, &plain));
    plain = sizeof back;
    printf(" %d", gnutls_aead_cipher_decrypt(handle, key, 12, text, 4, tag_size, out, size, back, &plain));
    size = 20 + gnutls_cipher_get_tag_size(id) - 1;
    printf(" %d\n", gnutls_aead_cipher_encrypt(handle, key, 12, text, 5, 0, text, 20, out, &size));
  }
  size_t size = sizeof out, plain = sizeof back;
  printf("  nothing: %d", gnutls_aead_cipher_encrypt(handle, key, 12, NULL, 0, 0, NULL, 0, out, &size));
  print_bytes(" ", out, size);
  printf("  %d", gnutls_aead_cipher_decrypt(handle, key, 12, NULL, 0, 0, out, size, back, &plain));
  printf(" %zu, too short %d\n", plain, gnutls_aead_cipher_decrypt(handle, key, 12, NULL, 0, 0, out, 3, back, &plain));

  memcpy(back, text, 20);
  giovec_t auth[] = {{text, 1}, {text + 1, 4}}, parts[] = {{back, 7}, {back + 7, 0}, {back + 7, 13}};
  size = sizeof out;
  printf("  parts: %d", gnutls_aead_cipher_encryptv(handle, key, 12, auth, 2, 0, parts, 3, out, &size));
  print_bytes(" ", out, size);
  size = 19; /* with ChaCha20-Poly1305 the other library has another number for it */
  if (id != GNUTLS_CIPHER_CHACHA20_POLY1305)
    printf("  %d", gnutls_aead_cipher_encryptv(handle, key, 12, auth, 2, 0, parts, 3, out, &size));
  size = gnutls_cipher_get_tag_size(id);
  printf(" %d", gnutls_aead_cipher_encryptv2(handle, key, 12, auth, 2, parts, 3, tag, &size));
  printf(" %zu", size);
  print_bytes(" ", back, 20);
  print_bytes("  ", tag, size);
  printf("  %d", gnutls_aead_cipher_decryptv2(handle, key, 12, auth, 2, parts, 3, tag, size));
  print_bytes(" ", back, 20);
  tag[0] ^= 1;
  printf("  forged %d", gnutls_aead_cipher_decryptv2(handle, key, 12, auth, 2, parts, 3, tag, size));
  size = 17;
  printf(" %d", gnutls_aead_cipher_encryptv2(handle, key, 12, auth, 2, parts, 3, tag, &size));
  printf(" %d\n", gnutls_aead_cipher_decryptv2(handle, key, 12, auth, 2, parts, 3, tag, 17));
  size = sizeof out;
  /* With AES-GCM the other library's tag is that of neither key where the processor helps: crypto_test.c has that. */
  if (id == GNUTLS_CIPHER_AES_128_GCM || id == GNUTLS_CIPHER_AES_192_GCM || id == GNUTLS_CIPHER_AES_256_GCM) {
    gnutls_aead_cipher_deinit(handle);
    return;
  }
  printf("  other key: %d", gnutls_aead_cipher_set_key(handle, &other));
  printf(" %d", gnutls_aead_cipher_encrypt(handle, key, 12, text, 5, 0, text, 20, out, &size));
  print_bytes(" ", out, size);
  gnutls_aead_cipher_deinit(handle);
}

int main(void) {
  for (unsigned i = 0; i < sizeof key; ++i) key[i] = (unsigned char)(i * 3);
  for (unsigned i = 0; i < sizeof text; ++i) text[i] = (unsigned char)(200 - i);
  hashes();
  macs();
  derivation();
  for (unsigned i = 0; i < sizeof pieces / sizeof pieces[0]; ++i) in_pieces(pieces[i]);
  const char* const steps[] = {"a05a16e16",    "a05a01e16",    "a16a05e16", "a05a00e16",
                               "a00a05a00e16", "a05i00a05e16", "a05e16"};
  const char* const of_text[] = {"a16e05e05", "e05e16", "e16e05", "e05e00", "e00e05", "e05i00e05"};
  for (unsigned i = 0; i < sizeof steps / sizeof steps[0]; ++i) {
    odd_pieces(GNUTLS_CIPHER_AES_128_GCM, steps[i]);
    odd_pieces(GNUTLS_CIPHER_AES_256_GCM, steps[i]);
    odd_pieces(GNUTLS_CIPHER_CHACHA20_POLY1305, steps[i]);
  }
  for (unsigned i = 0; i < sizeof of_text / sizeof of_text[0];
       ++i) /* with the third the other library ends the process */
    odd_pieces(GNUTLS_CIPHER_AES_128_GCM, of_text[i]);
  const gnutls_cipher_algorithm_t aeads[] = {
      GNUTLS_CIPHER_AES_128_GCM,   GNUTLS_CIPHER_AES_192_GCM,       GNUTLS_CIPHER_AES_256_GCM,
      GNUTLS_CIPHER_AES_128_CCM,   GNUTLS_CIPHER_AES_256_CCM,       GNUTLS_CIPHER_AES_128_CCM_8,
      GNUTLS_CIPHER_AES_256_CCM_8, GNUTLS_CIPHER_CHACHA20_POLY1305, GNUTLS_CIPHER_AES_128_CBC,
      GNUTLS_CIPHER_NULL,          GNUTLS_CIPHER_ARCFOUR_128};
  for (unsigned i = 0; i < sizeof aeads / sizeof aeads[0]; ++i) whole(aeads[i]);
  return 0;
}
