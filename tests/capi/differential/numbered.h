/* What the probes of docs/api-behaviour.md's numbers share: a client and a server with the certificate of their command
   line, PROBE CHAIN KEY NUMBER. */
#ifndef NUMBERED_H
#define NUMBERED_H

#include "hello.h"

#define TLS13 "NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP256R1"
#define TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2:-GROUP-ALL:+GROUP-SECP256R1"
enum { ROOM = 40000 };

static pair_t pair;
static gnutls_certificate_credentials_t server, client;
static char data[ROOM];

/* The number that is asked for. */
static const char* load_credentials(int argc, char** argv) {
  if (argc != 4) exit(2);
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  if (gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM) != 0) exit(2);
  return argv[3];
}

static int free_credentials(void) {
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}

static void start(const char* of_client, const char* of_server, unsigned flags) {
  memset(&pair, 0, sizeof pair);
  pair_side_init(&pair.client, GNUTLS_CLIENT | flags, &pair.to_client, &pair.to_server);
  pair_side_init(&pair.server, GNUTLS_SERVER | GNUTLS_NO_TICKETS, &pair.to_server, &pair.to_client);
  gnutls_priority_set_direct(pair.client.session, of_client, NULL);
  gnutls_priority_set_direct(pair.server.session, of_server, NULL);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
}

static void establish(void) {
  start(TLS13, TLS13, 0);
  pair_handshake(&pair);
  printf("handshake %d %d\n", pair.client.result, pair.server.result);
}

#endif
