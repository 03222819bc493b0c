/* Prints whether a certificate and a private key are taken as a pair, and how a server signs with them:
     key_pair_probe CERTIFICATE KEY */
#include <gnutls/abstract.h>
#include <gnutls/x509.h>

#include "pair.h"

static pair_t pair;

static void shake_hands(gnutls_certificate_credentials_t server, const char* priority) {
  gnutls_certificate_credentials_t client;
  gnutls_certificate_allocate_credentials(&client);
  pair_init(&pair, priority);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  pair_handshake(&pair);
  const char* signature = gnutls_sign_get_name((gnutls_sign_algorithm_t)gnutls_sign_algorithm_get(pair.client.session));
  printf("handshake: %d %d %s\n", pair.client.result == 0, pair.server.result == 0,
         signature != NULL ? signature : "-");
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(client);
}

static void load_texts(const gnutls_datum_t* certificate, const gnutls_datum_t* key) {
  gnutls_certificate_credentials_t credentials;
  gnutls_certificate_allocate_credentials(&credentials);
  int code = gnutls_certificate_set_x509_key_mem(credentials, certificate, key, GNUTLS_X509_FMT_PEM);
  printf("texts: %d\n", code);
  if (code == 0) {
    shake_hands(credentials, "NORMAL:-VERS-ALL:+VERS-TLS1.3");
    shake_hands(credentials, "NORMAL:-VERS-ALL:+VERS-TLS1.2");
    shake_hands(credentials, "NORMAL:-VERS-ALL:+VERS-TLS1.3:-SIGN-ALL:+SIGN-RSA-PSS-SHA512:+SIGN-RSA-SHA256");
  }
  gnutls_certificate_free_credentials(credentials);
}

static void load_handles(const gnutls_datum_t* certificate, const gnutls_datum_t* key) {
  gnutls_certificate_credentials_t credentials;
  gnutls_x509_crt_t x509;
  gnutls_x509_privkey_t x509_key;
  gnutls_certificate_allocate_credentials(&credentials);
  gnutls_x509_crt_init(&x509);
  gnutls_x509_privkey_init(&x509_key);
  int read = gnutls_x509_crt_import(x509, certificate, GNUTLS_X509_FMT_PEM);
  int read_key = gnutls_x509_privkey_import(x509_key, key, GNUTLS_X509_FMT_PEM);
  printf("handles: %d %d", read, read_key);
  if (read == 0 && read_key == 0) printf(" pair %d", gnutls_certificate_set_x509_key(credentials, &x509, 1, x509_key));
  printf("\n");
  gnutls_x509_crt_deinit(x509);
  gnutls_x509_privkey_deinit(x509_key);
  gnutls_certificate_free_credentials(credentials);
}

static void load_abstract(const gnutls_datum_t* certificate, const gnutls_datum_t* key) {
  gnutls_certificate_credentials_t credentials;
  gnutls_pcert_st parsed;
  gnutls_privkey_t private_key;
  gnutls_certificate_allocate_credentials(&credentials);
  gnutls_privkey_init(&private_key);
  int read = gnutls_pcert_import_x509_raw(&parsed, certificate, GNUTLS_X509_FMT_PEM, 0);
  int read_key = gnutls_privkey_import_x509_raw(private_key, key, GNUTLS_X509_FMT_PEM, NULL, 0), code = -1;
  printf("abstract: %d %d", read, read_key);
  if (read == 0 && read_key == 0) {
    code = gnutls_certificate_set_key(credentials, NULL, 0, &parsed, 1, private_key);
    printf(" pair %d", code);
  }
  printf("\n");
  if (code < 0) { /* otherwise they are the credentials' own */
    gnutls_privkey_deinit(private_key);
    if (read == 0) gnutls_pcert_deinit(&parsed);
  }
  gnutls_certificate_free_credentials(credentials);
}

int main(int argc, char** argv) {
  gnutls_datum_t certificate, key;
  if (argc != 3 || gnutls_load_file(argv[1], &certificate) != 0 || gnutls_load_file(argv[2], &key) != 0) return 2;
  load_texts(&certificate, &key);
  load_handles(&certificate, &key);
  load_abstract(&certificate, &key);
  gnutls_free(certificate.data);
  gnutls_free(key.data);
  return 0;
}
