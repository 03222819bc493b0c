/* Prints what a hook sees of a handshake, and what its answers do:
     hooks_probe CHAIN KEY TYPE WHEN ANSWER AT [VERSION]
   TYPE is a message or -1 for any; WHEN one of GNUTLS_HOOK_*; the hook returns ANSWER once, before the message AT. With a
   VERSION there are tickets, and another handshake, which in TLS 1.2 the client begins; with "later" behind it the server
   asks for that, and in TLS 1.3 for other keys. */
#include "pair.h"

static pair_t pair;
enum { TRIES = 6 };

static unsigned answer_at;
static int answer, later;

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
  if (later) printf("\n");
  if (later) return 0;
  printf(" send %d", (int)gnutls_record_send(session, "a", 1));
  printf(" receive %d\n", (int)gnutls_record_recv(session, &byte, 1));
  if (type != answer_at || when != GNUTLS_HOOK_PRE) return 0;
  int code = answer;
  answer = 0;
  return code;
}

/* Another handshake, which the client begins. */
static void after_handshake(void) {
  char room[16];
  later = 1;
  printf("client %d\n", gnutls_handshake(pair.client.session));
  printf("server receives %d\n", (int)gnutls_record_recv(pair.server.session, room, sizeof room));
  pair.client.result = pair.server.result = GNUTLS_E_AGAIN;
  pair_handshake(&pair);
  printf("again %d %d\n", pair.client.result, pair.server.result);
}

static void receive(side_t* side) {
  char room[16];
  int got = GNUTLS_E_AGAIN;
  for (int i = 0; i < TRIES && got == GNUTLS_E_AGAIN; ++i) got = (int)gnutls_record_recv(side->session, room, 16);
  printf("%s receives %d\n", side == &pair.client ? "client" : "server", got);
}

/* What the server wants later. */
static void later_messages(void) {
  later = 1;
  gnutls_record_send(pair.server.session, "a", 1);
  receive(&pair.client);
  printf("rehandshake %d\n", gnutls_rehandshake(pair.server.session));
  receive(&pair.client);
  gnutls_record_send(pair.client.session, "a", 1);
  receive(&pair.server);
  pair.client.result = pair.server.result = GNUTLS_E_AGAIN;
  if (gnutls_protocol_get_version(pair.client.session) != GNUTLS_TLS1_3) pair_handshake(&pair);
  printf("again %d %d\n", pair.client.result, pair.server.result);
}

int main(int argc, char** argv) {
  if (argc < 7 || argc > 9) return 2;
  gnutls_datum_t ticket_key;
  char priority[128];
  gnutls_certificate_credentials_t server, client;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  if (gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM) != 0) return 2;
  snprintf(priority, sizeof priority, "NORMAL:-VERS-ALL:+VERS-TLS%s:-GROUP-ALL:+GROUP-SECP256R1",
           argc > 7 ? argv[7] : "1.3");
  pair_init(&pair, priority);
  gnutls_session_ticket_key_generate(&ticket_key);
  if (argc > 7) gnutls_session_ticket_enable_server(pair.server.session, &ticket_key);
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
  if (argc == 8) after_handshake();
  if (argc == 9) later_messages();
  pair_deinit(&pair);
  gnutls_free(ticket_key.data);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
