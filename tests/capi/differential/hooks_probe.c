/* Prints what a hook sees of a handshake, and what its answers do:  hooks_probe CHAIN KEY TYPE WHEN ANSWER AT
   TYPE is a message or -1 for any; WHEN one of GNUTLS_HOOK_*; the hook returns ANSWER once, before the message AT. */
#include "pair.h"

static pair_t pair;
static unsigned answer_at;
static int answer;

static int hook(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                const gnutls_datum_t* message) {
  printf("%s %s %s %s (%u)%s", session == pair.client.session ? "client" : "server",
         when == GNUTLS_HOOK_PRE ? "before" : "after", incoming ? "in" : "out",
         gnutls_handshake_description_get_name(type), type, message->size != 0 ? "" : " empty");
  if (type == GNUTLS_HANDSHAKE_CHANGE_CIPHER_SPEC) printf(" %u %02x", message->size, message->data[0]);
  if (incoming) printf(" last in %u", gnutls_handshake_get_last_in(session));
  if (!incoming && when == GNUTLS_HOOK_POST) printf(" last out %u", gnutls_handshake_get_last_out(session));
  if (when == GNUTLS_HOOK_POST && (type != GNUTLS_HANDSHAKE_CLIENT_HELLO || incoming))
    printf(" version %d", gnutls_protocol_get_version(session));
  char byte = 0;
  printf(" send %d", (int)gnutls_record_send(session, "a", 1));
  printf(" receive %d\n", (int)gnutls_record_recv(session, &byte, 1));
  if (type != answer_at || when != GNUTLS_HOOK_PRE) return 0;
  int code = answer;
  answer = 0;
  return code;
}

int main(int argc, char** argv) {
  if (argc != 7) return 2;
  gnutls_certificate_credentials_t server, client;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  if (gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM) != 0) return 2;
  pair_init(&pair, "NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP256R1");
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  side_t* sides[] = {&pair.client, &pair.server};
  answer = atoi(argv[5]);
  answer_at = (unsigned)atoi(argv[6]);
  for (int i = 0; i < 2; ++i)
    gnutls_handshake_set_hook_function(sides[i]->session, (unsigned)atoi(argv[3]), atoi(argv[4]), hook);
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < 2; ++i) {
      if (sides[i]->result == 0) continue;
      sides[i]->result = gnutls_handshake(sides[i]->session);
      printf("%s: %d\n", i == 0 ? "client" : "server", sides[i]->result);
    }
  }
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
