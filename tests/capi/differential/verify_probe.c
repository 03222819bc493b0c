/* Prints what the library says about one server's certificate, in three ways:
     verify_probe CHAIN KEY TRUST CRL HOST FLAGS
   "-" leaves an argument out; FLAGS are those of gnutls_certificate_set_verify_flags(). */
#include <gnutls/x509.h>

#include "pair.h"

static pair_t pair;

static const char* given(const char* argument) { return strcmp(argument, "-") == 0 ? NULL : argument; }

static void print_status(const char* label, int result, unsigned status) {
  gnutls_datum_t text = {NULL, 0};
  int printed = gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &text, 0);
  printf("%s: %d 0x%x %d \"%s\"\n", label, result, status, printed, text.data != NULL ? (char*)text.data : "");
  gnutls_free(text.data);
}

int main(int argc, char** argv) {
  if (argc != 7) return 2;
  const char *chain = argv[1], *key = argv[2], *trust = given(argv[3]), *crl = given(argv[4]), *host = given(argv[5]);
  unsigned flags = (unsigned)strtoul(argv[6], NULL, 0);
  const char* priority = "NORMAL:-VERS-ALL:+VERS-TLS1.3";

  gnutls_certificate_credentials_t server, client;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  printf("key file: %d\n", gnutls_certificate_set_x509_key_file(server, chain, key, GNUTLS_X509_FMT_PEM));
  if (trust != NULL)
    printf("trust file: %d\n", gnutls_certificate_set_x509_trust_file(client, trust, GNUTLS_X509_FMT_PEM));
  if (crl != NULL) printf("crl file: %d\n", gnutls_certificate_set_x509_crl_file(client, crl, GNUTLS_X509_FMT_PEM));
  gnutls_certificate_set_verify_flags(client, flags);

  for (int automatic = 0; automatic < 2; ++automatic) {
    pair_init(&pair, priority);
    gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
    gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
    if (automatic) gnutls_session_set_verify_cert(pair.client.session, host, flags);
    pair_handshake(&pair);
    printf("handshake: %d\n", pair.client.result);
    unsigned status = 0;
    if (!automatic) {
      int result = gnutls_certificate_verify_peers2(pair.client.session, &status);
      print_status("verify_peers2", result, status);
      result = gnutls_certificate_verify_peers3(pair.client.session, host, &status);
      print_status("verify_peers3", result, status);
    }
    print_status("verify_cert_status", 0, gnutls_session_get_verify_cert_status(pair.client.session));
    pair_deinit(&pair);
  }
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
