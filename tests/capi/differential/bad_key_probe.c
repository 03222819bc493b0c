/* Prints how private keys are read:
     bad_key_probe KEY */
#include <stdio.h>

#include <gnutls/abstract.h>
#include <gnutls/x509.h>

int main(int argc, char** argv) {
  gnutls_datum_t text;
  gnutls_x509_privkey_t key;
  gnutls_privkey_t any;
  if (argc != 2 || gnutls_load_file(argv[1], &text) != 0) return 2;
  gnutls_x509_privkey_init(&key);
  gnutls_privkey_init(&any);
  printf("import %d\n", gnutls_x509_privkey_import(key, &text, GNUTLS_X509_FMT_PEM));
  printf("import 2 %d\n", gnutls_x509_privkey_import2(key, &text, GNUTLS_X509_FMT_PEM, NULL, 0));
  printf("raw %d\n", gnutls_privkey_import_x509_raw(any, &text, GNUTLS_X509_FMT_PEM, NULL, 0));
  gnutls_x509_privkey_deinit(key);
  gnutls_privkey_deinit(any);
  gnutls_free(text.data);
  return 0;
}
