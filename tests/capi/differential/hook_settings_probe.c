/* What a server may still set when a ClientHello has come:
     hook_settings_probe CHAIN KEY WHERE WHAT
   WHERE is pre or post (hooks of ClientHello) or function (the post-client-hello function); WHAT is set there, once. */
#include "pair.h"

static pair_t pair;
static gnutls_certificate_credentials_t server, client;
static gnutls_datum_t ticket_key;
static const char* what;
static int done;

static int set(gnutls_session_t session) {
  const gnutls_datum_t protocol = {(void*)"h2", 2};
  if (done++) return 0;
  if (strcmp(what, "credentials") == 0) gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, server);
  if (strcmp(what, "version") == 0) gnutls_priority_set_direct(session, "NORMAL:-VERS-ALL:+VERS-TLS1.2", NULL);
  if (strcmp(what, "cipher") == 0) gnutls_priority_set_direct(session, "NORMAL:-CIPHER-ALL:+CHACHA20-POLY1305", NULL);
  if (strcmp(what, "protocol") == 0) gnutls_alpn_set_protocols(session, &protocol, 1, 0);
  if (strcmp(what, "request") == 0) gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
  if (strcmp(what, "tickets") == 0) gnutls_session_ticket_enable_server(session, &ticket_key);
  return 0;
}

static int hook(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                const gnutls_datum_t* message) {
  (void)type, (void)when, (void)incoming, (void)message;
  return set(session);
}

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  what = argv[4];
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  if (gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM) != 0) return 2;
  gnutls_session_ticket_key_generate(&ticket_key);
  pair_init(&pair, "NORMAL:-GROUP-ALL:+GROUP-SECP256R1");
  const gnutls_datum_t protocols[] = {{(void*)"h2", 2}, {(void*)"x", 1}};
  gnutls_alpn_set_protocols(pair.client.session, protocols, 2, 0);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  if (strcmp(what, "credentials") != 0) gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  if (strcmp(argv[3], "function") == 0)
    gnutls_handshake_set_post_client_hello_function(pair.server.session, set);
  else
    gnutls_handshake_set_hook_function(pair.server.session, GNUTLS_HANDSHAKE_CLIENT_HELLO,
                                       strcmp(argv[3], "pre") == 0 ? GNUTLS_HOOK_PRE : GNUTLS_HOOK_POST, hook);
  pair_handshake(&pair);
  printf("client %d server %d\n", pair.client.result, pair.server.result);
  if (pair.client.result != 0 || pair.server.result != 0) return 0;
  char room[16];
  gnutls_record_recv(pair.client.session, room, sizeof room); /* tickets */
  gnutls_datum_t protocol = {NULL, 0};
  const int selected = gnutls_alpn_get_selected_protocol(pair.client.session, &protocol);
  printf("version %d protocol %d %.*s tickets %d\n", gnutls_protocol_get_version(pair.client.session), selected,
         (int)protocol.size, (const char*)protocol.data,
         (gnutls_session_get_flags(pair.client.session) & GNUTLS_SFLAGS_SESSION_TICKET) != 0);
  printf("ChaCha20 %d\n", gnutls_cipher_get(pair.client.session) == GNUTLS_CIPHER_CHACHA20_POLY1305);
  pair_deinit(&pair);
  gnutls_free(ticket_key.data);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
