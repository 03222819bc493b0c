/* Prints which certificates two sides show each other, and how the handshake ends:
     choice_probe CLIENT-PRIORITY SERVER-PRIORITY CLIENT-FLAGS NAME AUTHORITIES {server|client}=CHAIN,KEY...
   NAME: that the client asks for, or "-". AUTHORITIES: PEM that the server trusts and names, or "-": it asks for no
   certificate, or "none": it asks and names nobody. */
#include <assert.h>

#include "pair.h"

static pair_t pair;
static gnutls_certificate_credentials_t server, client;

/* Which of the credentials' certificates it is. */
static void print_shown(const char* who, gnutls_certificate_credentials_t credentials, const gnutls_datum_t* shown) {
  printf(", %s ", who);
  if (shown == NULL) {
    printf("none");
    return;
  }
  gnutls_datum_t held;
  for (unsigned i = 0; gnutls_certificate_get_crt_raw(credentials, i, 0, &held) == 0; ++i)
    if (held.size == shown->size && memcmp(held.data, shown->data, held.size) == 0) printf("%u", i);
}

static void load(const char* argument) {
  char text[1024];
  assert(strlen(argument) < sizeof text);
  strcpy(text, argument);
  char* chain = strchr(text, '=') + 1;
  char* key = strchr(chain, ',');
  *key++ = 0;
  gnutls_certificate_credentials_t to = strncmp(text, "server=", 7) == 0 ? server : client;
  int loaded = gnutls_certificate_set_x509_key_file(to, chain, key, GNUTLS_X509_FMT_PEM);
  if (loaded < 0) printf("loading: %d\n", loaded);
}

static void ask(const char* authorities) {
  if (strcmp(authorities, "-") == 0) return;
  gnutls_certificate_server_set_request(pair.server.session, GNUTLS_CERT_REQUEST);
  if (strcmp(authorities, "none") != 0)
    gnutls_certificate_set_x509_trust_file(server, authorities, GNUTLS_X509_FMT_PEM);
}

int main(int argc, char** argv) {
  assert(argc > 5);
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  for (int i = 6; i < argc; ++i) load(argv[i]);
  pair_side_init(&pair.client, GNUTLS_CLIENT | (unsigned)atoi(argv[3]), &pair.to_client, &pair.to_server);
  pair_side_init(&pair.server, GNUTLS_SERVER, &pair.to_server, &pair.to_client);
  printf("priorities %d", gnutls_priority_set_direct(pair.client.session, argv[1], NULL));
  printf(" %d\n", gnutls_priority_set_direct(pair.server.session, argv[2], NULL));
  if (strcmp(argv[4], "-") != 0) gnutls_server_name_set(pair.client.session, GNUTLS_NAME_DNS, argv[4], strlen(argv[4]));
  ask(argv[5]);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  pair_handshake(&pair);
  printf("%d %d", pair.client.result, pair.server.result);
  if (pair.client.result == 0) {
    unsigned count = 0;
    print_shown("server", server, gnutls_certificate_get_peers(pair.client.session, &count));
    const gnutls_datum_t* of_client = gnutls_certificate_get_peers(pair.server.session, &count);
    print_shown("client", client, of_client);
    printf(", asked %d", gnutls_certificate_client_get_request_status(pair.client.session) != 0);
  }
  printf("\n");
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
