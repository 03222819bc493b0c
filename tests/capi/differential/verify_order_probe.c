/* Prints when a verify function is called among the messages of a handshake:
     verify_order_probe CHAIN KEY VERSION WHO CLIENT-HAS REQUEST ANSWER
   WHO is client or server: whose function it is. With CLIENT-HAS "certificate" the client has one, with "none" none;
   REQUEST is 1 (request) or 2 (require). The function returns ANSWER. "demand" for ANSWER: the session itself verifies
   instead of a function. */
#include "pair.h"

static pair_t pair;
static int answer;

static const char* name_of(gnutls_session_t session) { return session == pair.client.session ? "client" : "server"; }

static int hook(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                const gnutls_datum_t* message) {
  (void)when, (void)message;
  printf("%s %s %s\n", name_of(session), incoming ? "in" : "out", gnutls_handshake_description_get_name(type));
  return 0;
}

static int verify(gnutls_session_t session) {
  unsigned count = 0;
  gnutls_certificate_get_peers(session, &count);
  printf("%s verifies %u certificates\n", name_of(session), count);
  return answer;
}

int main(int argc, char** argv) {
  if (argc != 8) return 2;
  const int by_server = strcmp(argv[4], "server") == 0, has = strcmp(argv[5], "certificate") == 0;
  gnutls_certificate_credentials_t server, client;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  if (gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM) != 0) return 2;
  if (has && gnutls_certificate_set_x509_key_file(client, argv[1], argv[2], GNUTLS_X509_FMT_PEM) != 0) return 2;
  char priority[64];
  snprintf(priority, sizeof priority, "NORMAL:-VERS-ALL:+VERS-TLS%s:-GROUP-ALL:+GROUP-SECP256R1", argv[3]);
  pair_init(&pair, priority);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  gnutls_certificate_server_set_request(pair.server.session, (gnutls_certificate_request_t)atoi(argv[6]));
  gnutls_session_t judge = by_server ? pair.server.session : pair.client.session;
  answer = atoi(argv[7]);
  if (strcmp(argv[7], "demand") == 0)
    gnutls_session_set_verify_cert(judge, NULL, 0);
  else
    gnutls_session_set_verify_function(judge, verify);
  gnutls_handshake_set_hook_function(judge, GNUTLS_HANDSHAKE_ANY, GNUTLS_HOOK_PRE, hook);
  pair_handshake(&pair);
  printf("client %d server %d\n", pair.client.result, pair.server.result);
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
