/* Prints whether a client whose priority string is that takes a server's certificate:
     levels_probe CHAIN KEY TRUST PRIORITY */
#include <assert.h>

#include "pair.h"

int main(int argc, char** argv) {
  static pair_t pair;
  gnutls_certificate_credentials_t server, client;
  assert(argc == 5);
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  assert(gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM) == 0);
  assert(gnutls_certificate_set_x509_trust_file(client, argv[3], GNUTLS_X509_FMT_PEM) > 0);
  pair_init(&pair, "NORMAL");
  const char* wrong = NULL;
  printf("priority %d", gnutls_priority_set_direct(pair.client.session, argv[4], &wrong));
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  gnutls_session_set_verify_cert(pair.client.session, "localhost", 0);
  pair_handshake(&pair);
  printf(", handshake %d %d", pair.client.result, pair.server.result);
  printf(", status %x\n", gnutls_session_get_verify_cert_status(pair.client.session));
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
