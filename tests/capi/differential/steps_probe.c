/* Prints what a program sees on the way through a handshake and behind it. The numbers are those of
   docs/api-behaviour.md:  steps_probe CHAIN KEY NUMBER */
#include <time.h>

#include "numbered.h"

#define BOTH "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"
enum { KEY_SHARE = 51, POST_HANDSHAKE_AUTH = 49, TRIES = 5 };

static size_t queued(const queue_t* queue) { return queue->end - queue->begin; }

/* Beyond what returns without data: a handshake message, or nothing yet. */
static int received(gnutls_session_t session) {
  int got = GNUTLS_E_AGAIN;
  for (int i = 0; i < TRIES && got == GNUTLS_E_AGAIN; ++i) got = (int)gnutls_record_recv(session, data, ROOM);
  return got;
}

/* 18 */
static int calls, answer;
static const char* new_priority;

static int post_client_hello(gnutls_session_t session) {
  char name[64] = "";
  size_t size = sizeof name;
  unsigned type = 0;
  gnutls_datum_t protocol = {NULL, 0};
  printf("call %d: name %d", ++calls, gnutls_server_name_get(session, name, &size, &type, 0));
  printf(" %s, protocol %d", name, gnutls_alpn_get_selected_protocol(session, &protocol));
  printf(" %.*s\n", (int)protocol.size, protocol.data != NULL ? (char*)protocol.data : "");
  if (new_priority != NULL) gnutls_priority_set_direct(session, new_priority, NULL);
  return calls == 1 ? answer : 0;
}

static void post_client_hello_function(const char* of_client, const char* of_server, int returns, const char* later) {
  const gnutls_datum_t protocol = {(unsigned char*)"h2", 2};
  start(of_client, of_server, 0);
  calls = 0;
  answer = returns;
  new_priority = later;
  gnutls_server_name_set(pair.client.session, GNUTLS_NAME_DNS, "localhost", 9);
  gnutls_alpn_set_protocols(pair.client.session, &protocol, 1, 0);
  gnutls_alpn_set_protocols(pair.server.session, &protocol, 1, 0);
  gnutls_handshake_set_post_client_hello_function(pair.server.session, post_client_hello);
  gnutls_handshake(pair.client.session);
  printf("server %d", gnutls_handshake(pair.server.session));
  printf(" %d bytes\n", queued(&pair.to_client) != 0);
  pair_handshake(&pair);
  printf("handshake %d %d calls %d", pair.client.result, pair.server.result, calls);
  printf(" version %d\n", pair.server.result == 0 ? (int)gnutls_protocol_get_version(pair.server.session) : 0);
  pair_deinit(&pair);
}

/* 21 */
static int keylog(gnutls_session_t session, const char* label, const gnutls_datum_t* secret) {
  printf("%s: %s %u\n", session == pair.client.session ? "client" : "server", label, secret->size);
  return 0;
}

static void secrets(void) {
  start(TLS13, TLS13, 0);
  gnutls_session_set_keylog_function(pair.client.session, keylog);
  pair_handshake(&pair);
  pair_deinit(&pair);
  start(TLS13, TLS13, 0);
  gnutls_session_set_keylog_function(pair.server.session, keylog);
  pair_handshake(&pair);
  pair_deinit(&pair);
}

/* 30 */
static void second_handshake(void) {
  establish();
  size_t before = queued(&pair.to_server);
  printf("again: %d", gnutls_handshake(pair.client.session));
  printf(", %zu bytes\n", queued(&pair.to_server) - before);
  gnutls_record_send(pair.client.session, "abc", 3);
  printf("received %d\n", received(pair.server.session));
  pair_deinit(&pair);
}

static void server_rehandshake(void) {
  establish();
  size_t before = queued(&pair.to_client);
  printf("rehandshake: %d", gnutls_rehandshake(pair.server.session));
  printf(", %zu bytes\n", queued(&pair.to_client) - before);
  gnutls_record_send(pair.server.session, "abc", 3);
  printf("received %d\n", received(pair.client.session));
  before = queued(&pair.to_server);
  gnutls_record_send(pair.client.session, "abc", 3);
  printf("answered: %d", queued(&pair.to_server) - before > 27);
  printf(", received %d\n", received(pair.server.session));
  pair_deinit(&pair);
}

/* 31: who says what in the hellos. */
static const unsigned char* extension_in_server_hello(const queue_t* queue, unsigned wanted) {
  const unsigned char* at = queue->bytes + queue->begin + RECORD_HEADER + HELLO_START;
  at += 1 + number(at, 1) + 2 + 1; /* session id, suite, compression */
  const unsigned char* end = at + 2 + number(at, 2);
  for (at += 2; at < end; at += 4 + number(at + 2, 2))
    if (number(at, 2) == wanted) return at;
  return NULL;
}

static void late_authentication(const char* of_client, const char* of_server, unsigned flags) {
  start(of_client, of_server, flags);
  gnutls_deinit(pair.server.session);
  pair_side_init(&pair.server, GNUTLS_SERVER | GNUTLS_POST_HANDSHAKE_AUTH, &pair.to_server, &pair.to_client);
  gnutls_priority_set_direct(pair.server.session, of_server, NULL);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  gnutls_handshake(pair.client.session);
  printf("flags %u: in ClientHello %d", flags, extension_in_hello(&pair.to_server, POST_HANDSHAKE_AUTH) != NULL);
  gnutls_handshake(pair.server.session);
  printf(", in ServerHello %d", extension_in_server_hello(&pair.to_client, POST_HANDSHAKE_AUTH) != NULL);
  pair_handshake(&pair);
  printf(", handshake %d %d\n", pair.client.result, pair.server.result);
  pair_deinit(&pair);
}

/* 34: without data between, in one second. */
static void flood_of_updates(int asked) {
  int accepted = 0, got = GNUTLS_E_AGAIN;
  establish();
  while (got == GNUTLS_E_AGAIN && accepted < MAX_ROUNDS) {
    gnutls_session_key_update(pair.client.session, asked ? GNUTLS_KU_PEER : 0);
    got = (int)gnutls_record_recv(pair.server.session, data, ROOM);
    if (got == GNUTLS_E_AGAIN) ++accepted;
  }
  printf("accepted %d, then %d, bounded %d\n", accepted, got, accepted <= 64);
  pair_deinit(&pair);
}

static void updates_of_two_seconds(void) {
  int got = GNUTLS_E_AGAIN;
  establish();
  for (int i = 0; i < 16 && got == GNUTLS_E_AGAIN; ++i) {
    if (i == 8) nanosleep(&(struct timespec){1, 200000000}, NULL);
    gnutls_session_key_update(pair.client.session, 0);
    got = (int)gnutls_record_recv(pair.server.session, data, ROOM);
  }
  gnutls_record_send(pair.client.session, "abc", 3);
  printf("received %d, then %d\n", got, received(pair.server.session));
  pair_deinit(&pair);
}

/* 34: one answer for several requests, and a corked side's at uncork. */
static void key_updates(int corked) {
  establish();
  for (int i = 0; i < 3; ++i) printf("asked: %d\n", gnutls_session_key_update(pair.server.session, GNUTLS_KU_PEER));
  gnutls_record_send(pair.server.session, "abc", 3);
  if (corked) gnutls_record_cork(pair.client.session);
  printf("received %d", received(pair.client.session));
  if (corked) printf(", before uncork %zu bytes", queued(&pair.to_server));
  if (corked) gnutls_record_send(pair.client.session, "abc", 3);
  if (corked) printf(", uncork %d", gnutls_record_uncork(pair.client.session, 0));
  if (!corked) gnutls_record_send(pair.client.session, "abc", 3);
  printf(", with data %zu bytes\n", queued(&pair.to_server));
  printf("received %d\n", received(pair.server.session));
  pair_deinit(&pair);
}

/* 36 */
static void key_shares(const char* label, unsigned flags) {
  start("NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP256R1:+GROUP-X25519:+GROUP-SECP384R1:+GROUP-FFDHE2048",
        TLS13, flags);
  gnutls_handshake(pair.client.session);
  const unsigned char* at = extension_in_hello(&pair.to_server, KEY_SHARE);
  printf("%s:", label);
  if (at == NULL) exit(2);
  const unsigned char* end = at + 4 + number(at + 2, 2);
  for (at += 6; at < end; at += 4 + number(at + 2, 2)) printf(" %zu", number(at, 2));
  printf("\n");
  pair_deinit(&pair);
}

int main(int argc, char** argv) {
  const char* part = load_credentials(argc, argv);
  if (strcmp(part, "18") == 0) {
    post_client_hello_function(TLS13, TLS13, 0, NULL);
    post_client_hello_function(TLS13, TLS13, GNUTLS_E_AGAIN, NULL);
    post_client_hello_function(TLS13, TLS13, GNUTLS_E_INTERRUPTED, NULL);
    post_client_hello_function(TLS13, TLS13, GNUTLS_E_INSUFFICIENT_CREDENTIALS, NULL);
    post_client_hello_function(TLS12, TLS12, GNUTLS_E_AGAIN, NULL);
  }
  if (strcmp(part, "18-version") == 0)
    post_client_hello_function("NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", TLS12, 0, TLS13);
  if (strcmp(part, "21") == 0) secrets();
  if (strcmp(part, "30") == 0) second_handshake(), server_rehandshake();
  if (strcmp(part, "31") == 0) {
    late_authentication(TLS13, TLS13, 0);
    late_authentication(TLS13, TLS13, GNUTLS_POST_HANDSHAKE_AUTH);
    late_authentication(TLS13, TLS13, GNUTLS_POST_HANDSHAKE_AUTH | GNUTLS_AUTO_REAUTH);
    late_authentication(TLS12, TLS12, GNUTLS_POST_HANDSHAKE_AUTH);
    late_authentication(BOTH, TLS12, GNUTLS_POST_HANDSHAKE_AUTH);
  }
  if (strcmp(part, "34-slow") == 0) updates_of_two_seconds();
  if (strcmp(part, "34-flood") == 0) flood_of_updates(0), flood_of_updates(1);
  if (strcmp(part, "34") == 0) key_updates(0);
  if (strcmp(part, "34-corked") == 0) key_updates(1);
  if (strcmp(part, "36") == 0) {
    key_shares("by default", 0);
    key_shares("TOP", GNUTLS_KEY_SHARE_TOP);
    key_shares("TOP2", GNUTLS_KEY_SHARE_TOP2);
  }
  if (strcmp(part, "36-TOP3") == 0) key_shares("TOP3", GNUTLS_KEY_SHARE_TOP3);
  return free_credentials();
}
