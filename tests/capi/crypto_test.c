/* Cryptography for applications: published vectors, and the answers to wrong use. What GnuTLS answers, too, is compared
   by differential/crypto_probe.c. */
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "check.h"

static unsigned char bytes[128], out[256];

static gnutls_datum_t datum(const void* data, unsigned size) { return (gnutls_datum_t){(void*)data, size}; }

static unsigned digit(char c) { return c <= '9' ? (unsigned)(c - '0') : (unsigned)(c - 'a' + 10); }

static int is_hex(const unsigned char* data, const char* hex) {
  for (; *hex != 0; hex += 2, ++data)
    if (*data != digit(hex[0]) * 16 + digit(hex[1])) return 0;
  return 1;
}

static void hashes(void) {
  CHECK_IS(gnutls_hash_fast(GNUTLS_DIG_SHA256, "abc", 3, out), 0); /* FIPS 180-2, B.1 */
  CHECK(is_hex(out, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  CHECK_IS(gnutls_hash_fast(GNUTLS_DIG_MD5, "abc", 3, out), 0); /* RFC 1321, A.5 */
  CHECK(is_hex(out, "900150983cd24fb0d6963f7d28e17f72"));
  CHECK_IS(gnutls_hash_fast(GNUTLS_DIG_RMD160, "abc", 3, out), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_hash_init(NULL, GNUTLS_DIG_SHA256), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_hash(NULL, "abc", 3), GNUTLS_E_INVALID_REQUEST);
  CHECK(gnutls_hash_copy(NULL) == NULL);
  gnutls_hash_output(NULL, out);
  gnutls_hash_deinit(NULL, out);
}

static void macs(void) {
  unsigned char key[20];
  memset(key, 0x0b, sizeof key);
  CHECK_IS(gnutls_hmac_fast(GNUTLS_MAC_SHA256, key, 20, "Hi There", 8, out), 0); /* RFC 4231, 4.2 */
  CHECK(is_hex(out, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
  CHECK_IS(gnutls_hmac_fast(GNUTLS_MAC_AES_GMAC_128, bytes, 16, "abc", 3, out), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_hmac_fast(GNUTLS_MAC_AES_CMAC_128, bytes, 15, "abc", 3, out), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_hmac_fast(GNUTLS_MAC_UMAC_96, bytes, 16, "abc", 3, out), GNUTLS_E_INVALID_REQUEST);
  gnutls_hmac_hd_t mac;
  CHECK_IS(gnutls_hmac_init(&mac, GNUTLS_MAC_AES_GMAC_128, bytes, 16), 0);
  CHECK_IS(gnutls_hmac(mac, "abc", 3), GNUTLS_E_INVALID_REQUEST); /* no nonce yet */
  gnutls_hmac_set_nonce(mac, bytes, 12);
  CHECK_IS(gnutls_hmac(mac, "abc", 3), 0);
  gnutls_hmac_output(mac, out);
  CHECK_IS(gnutls_hmac(mac, "abc", 3), GNUTLS_E_INVALID_REQUEST); /* a nonce serves once */
  gnutls_hmac_deinit(mac, NULL);
  gnutls_hmac_deinit(NULL, out);
}

static void derivation(void) {
  unsigned char secret[22], salt[13], info[10];
  memset(secret, 0x0b, sizeof secret);
  for (unsigned i = 0; i < 13; ++i) salt[i] = (unsigned char)i;
  for (unsigned i = 0; i < 10; ++i) info[i] = (unsigned char)(0xf0 + i);
  gnutls_datum_t key = datum(secret, 22), salted = datum(salt, 13), context = datum(info, 10);
  CHECK_IS(gnutls_hkdf_extract(GNUTLS_MAC_SHA256, &key, &salted, out), 0); /* RFC 5869, A.1 */
  CHECK(is_hex(out, "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"));
  unsigned char pseudorandom[32];
  memcpy(pseudorandom, out, 32);
  key = datum(pseudorandom, 32);
  CHECK_IS(gnutls_hkdf_expand(GNUTLS_MAC_SHA256, &key, &context, out, 42), 0);
  CHECK(is_hex(out, "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
  key = datum("password", 8);
  salted = datum("salt", 4);
  CHECK_IS(gnutls_pbkdf2(GNUTLS_MAC_SHA1, &key, &salted, 2, out, 20), 0); /* RFC 6070, 2 */
  CHECK(is_hex(out, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"));
  CHECK_IS(gnutls_pbkdf2(GNUTLS_MAC_SHA1, &key, &salted, 0, out, 20), GNUTLS_E_INVALID_REQUEST);
}

static void ciphers(void) {
  gnutls_datum_t key = datum(bytes, 16), iv = datum(bytes, 16), short_iv = datum(bytes, 12),
                 long_key = datum(bytes, 17);
  gnutls_cipher_hd_t handle;
  CHECK_IS(gnutls_cipher_init(&handle, GNUTLS_CIPHER_AES_128_CBC, &long_key, &iv), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_cipher_init(&handle, GNUTLS_CIPHER_AES_128_CBC, &key, &short_iv), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_cipher_init(&handle, GNUTLS_CIPHER_AES_128_CCM, &key, &short_iv), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_cipher_init(&handle, GNUTLS_CIPHER_AES_128_CBC, &key, NULL), 0);
  unsigned char text[64] = {0};
  CHECK_IS(gnutls_cipher_encrypt(handle, text, 16), GNUTLS_E_INVALID_REQUEST); /* no initialisation vector */
  gnutls_cipher_set_iv(handle, bytes, 12);
  CHECK_IS(gnutls_cipher_encrypt(handle, text, 16), GNUTLS_E_INVALID_REQUEST);
  gnutls_cipher_set_iv(handle, bytes, 16);
  CHECK_IS(gnutls_cipher_encrypt(handle, text, 15), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_cipher_encrypt2(handle, text, 16, out, 15), GNUTLS_E_SHORT_MEMORY_BUFFER);
  for (size_t size = 0; size <= 33; ++size) { /* padding comes off again */
    size_t made = sizeof out, back = sizeof text;
    gnutls_cipher_set_iv(handle, bytes, 16);
    CHECK_IS(gnutls_cipher_encrypt3(handle, bytes, size, out, &made, GNUTLS_CIPHER_PADDING_PKCS7), 0);
    CHECK_IS(made, size / 16 * 16 + 16);
    CHECK_IS(gnutls_cipher_decrypt3(handle, out, made, text, &back, GNUTLS_CIPHER_PADDING_PKCS7), 0);
    CHECK(back == size && memcmp(text, bytes, size) == 0);
  }
  size_t back = sizeof text;
  CHECK_IS(gnutls_cipher_decrypt3(handle, bytes, 32, text, &back, GNUTLS_CIPHER_PADDING_PKCS7),
           GNUTLS_E_DECRYPTION_FAILED);
  gnutls_cipher_deinit(handle);
  gnutls_cipher_deinit(NULL);
}

static void one_direction(void) { /* an AEAD's message is encrypted or decrypted, never both */
  gnutls_datum_t key = datum(bytes, 16), iv = datum(bytes, 12);
  gnutls_cipher_hd_t handle;
  unsigned char text[32] = {0};
  CHECK_IS(gnutls_cipher_init(&handle, GNUTLS_CIPHER_AES_128_GCM, &key, &iv), 0);
  CHECK_IS(gnutls_cipher_encrypt(handle, text, 16), 0);
  CHECK_IS(gnutls_cipher_decrypt(handle, text, 16), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_cipher_tag(handle, out, 17), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_cipher_tag(handle, out, 16), 0);
  CHECK_IS(gnutls_cipher_encrypt(handle, text, 16), GNUTLS_E_INVALID_REQUEST); /* the tag was the end */
  gnutls_cipher_deinit(handle);
}

static void aeads(void) {
  gnutls_datum_t key = datum(bytes, 16), other = datum(bytes + 16, 16), bad = datum(bytes, 12);
  gnutls_aead_cipher_hd_t changed, fresh;
  CHECK_IS(gnutls_aead_cipher_init(&fresh, GNUTLS_CIPHER_AES_128_GCM, &bad), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_aead_cipher_init(&fresh, GNUTLS_CIPHER_AES_128_CBC, &key), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_aead_cipher_init(&changed, GNUTLS_CIPHER_AES_128_GCM, &key), 0);
  CHECK_IS(gnutls_aead_cipher_init(&fresh, GNUTLS_CIPHER_AES_128_GCM, &other), 0);
  CHECK_IS(gnutls_aead_cipher_set_key(changed, &bad), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_aead_cipher_set_key(changed, &other), 0);
  unsigned char first[64], second[64], back[64];
  size_t a = sizeof first, b = sizeof second, plain = sizeof back;
  CHECK_IS(gnutls_aead_cipher_encrypt(changed, bytes, 12, "aad", 3, 16, bytes, 40, first, &a), 0);
  CHECK_IS(gnutls_aead_cipher_encrypt(fresh, bytes, 12, "aad", 3, 16, bytes, 40, second, &b), 0);
  CHECK(a == 56 && b == 56 && memcmp(first, second, 56) == 0);
  first[3] ^= 4;
  memset(back, 7, sizeof back);
  CHECK_IS(gnutls_aead_cipher_decrypt(fresh, bytes, 12, "aad", 3, 16, first, a, back, &plain),
           GNUTLS_E_DECRYPTION_FAILED);
  for (int i = 0; i < 40; ++i) CHECK_IS(back[i], 0); /* nothing of what was forged comes out */
  a = sizeof first;
  CHECK_IS(gnutls_aead_cipher_encrypt(fresh, bytes, 0, NULL, 0, 16, bytes, 4, first, &a), GNUTLS_E_INVALID_REQUEST);
  gnutls_aead_cipher_deinit(changed);
  gnutls_aead_cipher_deinit(fresh);
  gnutls_aead_cipher_deinit(NULL);
}

int main(void) {
  for (unsigned i = 0; i < sizeof bytes; ++i) bytes[i] = (unsigned char)i;
  hashes();
  macs();
  derivation();
  ciphers();
  one_direction();
  aeads();
  return 0;
}
