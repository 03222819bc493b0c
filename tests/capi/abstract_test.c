/* Keys and parsed certificates: empty ones, null, and who owns what. */
#include <gnutls/abstract.h>

#include <string.h>

#include "check.h"

static gnutls_datum_t file(const char* name) {
  gnutls_datum_t out = {NULL, 0};
  CHECK_IS(gnutls_load_file(name, &out), 0);
  return out;
}

static void empty_handles(void) {
  gnutls_privkey_t key;
  gnutls_pubkey_t half;
  gnutls_x509_privkey_t x509 = NULL;
  gnutls_datum_t data = {(unsigned char*)"x", 1}, out = {NULL, 0};
  size_t room = 0;
  CHECK_IS(gnutls_privkey_init(&key), 0);
  CHECK_IS(gnutls_pubkey_init(&half), 0);
  CHECK_IS(gnutls_privkey_get_pk_algorithm(key, NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_privkey_export_x509(key, &x509), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_privkey_sign_data(key, GNUTLS_DIG_SHA256, 0, &data, &out), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_privkey_sign_data2(key, GNUTLS_SIGN_RSA_SHA256, 0, &data, &out), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pubkey_import_privkey(half, key, 0, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pubkey_export(half, GNUTLS_X509_FMT_DER, NULL, &room), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pubkey_export2(half, GNUTLS_X509_FMT_DER, &out), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pubkey_verify_data2(half, GNUTLS_SIGN_RSA_SHA256, 0, &data, &data), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_privkey_init(&x509), 0);
  CHECK_IS(gnutls_privkey_import_x509(key, x509, 0), GNUTLS_E_INVALID_REQUEST);
  gnutls_x509_privkey_deinit(x509);
  gnutls_privkey_deinit(key);
  gnutls_pubkey_deinit(half);

  gnutls_pcert_st pcert;
  memset(&pcert, 0, sizeof pcert);
  gnutls_pcert_deinit(&pcert);
  gnutls_pcert_deinit(&pcert);
  gnutls_x509_crt_t shown = NULL;
  pcert.type = GNUTLS_CRT_X509;
  CHECK(gnutls_pcert_export_x509(&pcert, &shown) < 0);
  CHECK(shown == NULL);
}

static void null_handles(void) {
  gnutls_datum_t data = {(unsigned char*)"x", 1};
  unsigned count = 1;
  CHECK_IS(gnutls_privkey_init(NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pubkey_init(NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_privkey_import_x509(NULL, NULL, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_privkey_import_x509_raw(NULL, &data, GNUTLS_X509_FMT_PEM, NULL, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pubkey_import(NULL, &data, GNUTLS_X509_FMT_PEM), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pubkey_import_x509(NULL, NULL, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pubkey_import_x509_raw(NULL, &data, GNUTLS_X509_FMT_PEM, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pubkey_get_pk_algorithm(NULL, NULL), GNUTLS_PK_UNKNOWN);
  CHECK_IS(gnutls_pcert_import_x509(NULL, NULL, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pcert_import_x509_list(NULL, NULL, &count, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pcert_import_x509_raw(NULL, &data, GNUTLS_X509_FMT_PEM, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pcert_list_import_x509_raw(NULL, &count, &data, GNUTLS_X509_FMT_PEM, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pcert_list_import_x509_file(NULL, &count, "x", GNUTLS_X509_FMT_PEM, NULL, NULL, 0),
           GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_pcert_export_x509(NULL, NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_privkey_import2(NULL, &data, GNUTLS_X509_FMT_PEM, NULL, 0), GNUTLS_E_INVALID_REQUEST);
  gnutls_privkey_set_pin_function(NULL, NULL, NULL);
  gnutls_x509_privkey_set_pin_function(NULL, NULL, NULL);
  gnutls_pcert_deinit(NULL);
  gnutls_privkey_deinit(NULL);
  gnutls_pubkey_deinit(NULL);
}

/* A handle may be freed before the one that was made of it, in whichever way. */
static void owners(void) {
  static const unsigned flags[] = {0, GNUTLS_PRIVKEY_IMPORT_COPY, GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE};
  gnutls_datum_t data = file(DATA("server.key"));
  for (unsigned i = 0; i < 3; ++i) {
    gnutls_x509_privkey_t x509, again = NULL;
    gnutls_privkey_t key;
    CHECK_IS(gnutls_x509_privkey_init(&x509), 0);
    CHECK_IS(gnutls_x509_privkey_import(x509, &data, GNUTLS_X509_FMT_PEM), 0);
    CHECK_IS(gnutls_privkey_init(&key), 0);
    CHECK_IS(gnutls_privkey_import_x509(key, x509, flags[i]), 0);
    CHECK_IS(gnutls_privkey_import_x509(key, x509, flags[i]), 0); /* in place of itself */
    if (flags[i] != GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE) gnutls_x509_privkey_deinit(x509);
    CHECK_IS(gnutls_privkey_export_x509(key, &again), 0);
    gnutls_privkey_deinit(key);
    gnutls_x509_privkey_deinit(again);
  }
  gnutls_free(data.data);
}

static int long_pin(void* data, int attempt, const char* url, const char* label, unsigned flags, char* out,
                    size_t room) {
  (void)data, (void)attempt, (void)url, (void)label, (void)flags;
  memset(out, 'x', room); /* without its NUL */
  return 0;
}

static void a_pin_that_fills_its_room(void) {
  gnutls_datum_t data = file(HANDFAST_TESTS_DIR "/unit/pki/data/ec_aes_128_cbc_sha1.pem");
  gnutls_privkey_t key;
  CHECK_IS(gnutls_privkey_init(&key), 0);
  gnutls_privkey_set_pin_function(key, long_pin, NULL);
  CHECK_IS(gnutls_privkey_import_x509_raw(key, &data, GNUTLS_X509_FMT_PEM, NULL, 0), GNUTLS_E_DECRYPTION_FAILED);
  CHECK_IS(gnutls_privkey_import_x509_raw(key, &data, GNUTLS_X509_FMT_PEM, "secret", 0), 0);
  gnutls_privkey_deinit(key);
  gnutls_free(data.data);
}

int main(void) {
  empty_handles();
  null_handles();
  owners();
  a_pin_that_fills_its_room();
  return 0;
}
