/* Prints how a session of TLS 1.3 is gone on from, with (EC)DHE or without:
     modes_probe CHAIN KEY CLIENT_PRIORITY SERVER_PRIORITY
   Each connection but the first goes on from the one before. */
#include "hello.h"

enum { MODES = 45, KEY_SHARE = 51, CONNECTIONS = 3 };

static pair_t pair;
static int key_shares; /* in ServerHello */

static int find_key_share(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                          const gnutls_datum_t* message) {
  (void)session, (void)type, (void)when, (void)incoming;
  const unsigned char *at = message->data + 2 + 32, *end = message->data + message->size;
  at += 1 + at[0] + 2 + 1 + 2;
  for (key_shares = 0; at < end; at += 4 + number(at + 2, 2)) key_shares += number(at, 2) == KEY_SHARE;
  return 0;
}

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  gnutls_certificate_credentials_t server, client;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM);
  gnutls_datum_t ticket_key, data = {NULL, 0};
  gnutls_session_ticket_key_generate(&ticket_key);
  for (int i = 0; i < CONNECTIONS; ++i) {
    pair_init(&pair, "NORMAL");
    printf("priorities: %d", gnutls_priority_set_direct(pair.client.session, argv[3], NULL));
    printf(" %d\n", gnutls_priority_set_direct(pair.server.session, argv[4], NULL));
    gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
    gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
    gnutls_session_ticket_enable_server(pair.server.session, &ticket_key);
    if (data.size != 0) gnutls_session_set_data(pair.client.session, data.data, data.size);
    gnutls_handshake_set_hook_function(pair.client.session, GNUTLS_HANDSHAKE_SERVER_HELLO, GNUTLS_HOOK_PRE,
                                       find_key_share);
    key_shares = -1;
    pair.client.result = gnutls_handshake(pair.client.session);
    if (pair.client.result == GNUTLS_E_AGAIN) {
      const unsigned char* modes = extension_in_hello(&pair.to_server, MODES);
      if (modes == NULL) printf("no modes\n");
      if (modes != NULL)
        for (size_t m = 0; m < modes[4]; ++m) printf("mode %d\n", modes[5 + m]);
      printf("key share: %d\n", extension_in_hello(&pair.to_server, KEY_SHARE) != NULL);
    }
    pair_handshake(&pair);
    printf("handshake %d %d, resumed %d %d, answered with a key share %d\n", pair.client.result, pair.server.result,
           gnutls_session_is_resumed(pair.client.session), gnutls_session_is_resumed(pair.server.session), key_shares);
    if (pair.client.result != 0) return 0;
    printf("group %d %d, kx %d %d\n", gnutls_group_get(pair.client.session), gnutls_group_get(pair.server.session),
           gnutls_kx_get(pair.client.session), gnutls_kx_get(pair.server.session));
    char byte;
    printf("ticket: %d\n", (int)gnutls_record_recv(pair.client.session, &byte, 1));
    printf("data: %d\n", gnutls_session_get_data2(pair.client.session, &data));
    pair_deinit(&pair);
  }
  gnutls_free(data.data);
  gnutls_free(ticket_key.data);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
