/* A program ends a session in one of the session's own callbacks, whichever function of the library called that: the session
   ends when that function returns. Memory checkers (valgrind, AddressSanitizer) are the judges; this program sees to it that
   every callback is reached, and from every function that can reach it. */
#include <gnutls/abstract.h>

#include "check.h"
#include "differential/pair.h"

typedef enum {
  NOBODY,
  PUSH,
  PULL,
  PULL_TIMEOUT,
  HOOK,
  VERIFY,
  CLIENT_HELLO,
  KEYLOG,
  RETRIEVE,
  DB_STORE,
  DB_RETRIEVE,
  LOG,
  CALLBACKS
} callback_t;
static const char* const callback_names[] = {"nobody",   "push",     "pull",         "pull timeout",
                                             "hook",     "verify",   "client hello", "keylog",
                                             "retrieve", "db store", "db retrieve",  "log"};

static pair_t pair;
static callback_t armed;
static gnutls_session_t victim; /* null once it was ended */
static gnutls_certificate_credentials_t server, client;
static gnutls_datum_t ticket_key, kept;

static void reached(gnutls_session_t session, callback_t callback) {
  if (armed != callback || session == NULL || session != victim) return;
  armed = NOBODY;
  victim = NULL;
  gnutls_deinit(session);
}

static ssize_t push(gnutls_transport_ptr_t pointer, const void* data, size_t size) {
  ssize_t sent = pair_push(pointer, data, size);
  reached(((side_t*)pointer)->session, PUSH);
  return sent;
}

static ssize_t pull(gnutls_transport_ptr_t pointer, void* data, size_t size) {
  ssize_t got = pair_pull(pointer, data, size);
  reached(((side_t*)pointer)->session, PULL);
  return got;
}

static int pull_timeout(gnutls_transport_ptr_t pointer, unsigned ms) {
  (void)ms;
  reached(((side_t*)pointer)->session, PULL_TIMEOUT);
  return 1; /* the pull function says that there is nothing */
}

static int hook(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                const gnutls_datum_t* message) {
  (void)type, (void)when, (void)incoming, (void)message;
  reached(session, HOOK);
  return 0;
}

static int verify(gnutls_session_t session) {
  reached(session, VERIFY);
  return 0;
}

static int client_hello(gnutls_session_t session) {
  reached(session, CLIENT_HELLO);
  return 0;
}

static int keylog(gnutls_session_t session, const char* label, const gnutls_datum_t* secret) {
  (void)label, (void)secret;
  reached(session, KEYLOG);
  return 0;
}

static int retrieve(gnutls_session_t session, const gnutls_datum_t* authorities, int count,
                    const gnutls_pk_algorithm_t* algorithms, int algorithm_count, gnutls_pcert_st** chain,
                    unsigned* chain_length, gnutls_privkey_t* key) {
  (void)authorities, (void)count, (void)algorithms, (void)algorithm_count, (void)key;
  *chain = NULL;
  *chain_length = 0;
  reached(session, RETRIEVE);
  return 0;
}

static int db_store(void* pointer, gnutls_datum_t key, gnutls_datum_t data) {
  (void)key, (void)data;
  reached(((side_t*)pointer)->session, DB_STORE);
  return 0;
}

static gnutls_datum_t db_retrieve(void* pointer, gnutls_datum_t key) {
  (void)key;
  reached(((side_t*)pointer)->session, DB_RETRIEVE);
  return (gnutls_datum_t){NULL, 0};
}

/* ---- the functions that may call back ---- */

static void log_line(int level, const char* text) {
  (void)level, (void)text;
  reached(victim, LOG);
}

static char room[32];

static int send_data(gnutls_session_t session) { return (int)gnutls_record_send(session, "data", 4); }
static int send_padded(gnutls_session_t session) { return (int)gnutls_record_send2(session, "data", 4, 10, 0); }
static int send_range(gnutls_session_t session) {
  const gnutls_range_st range = {1, 100};
  return (int)gnutls_record_send_range(session, "data", 4, &range);
}
static int send_corked(gnutls_session_t session) {
  gnutls_record_cork(session);
  gnutls_record_send(session, "data", 4);
  return gnutls_record_uncork(session, 0);
}
static int receive_data(gnutls_session_t session) { return (int)gnutls_record_recv(session, room, sizeof room); }
static int receive_packet(gnutls_session_t session) {
  gnutls_packet_t packet = NULL;
  const int got = (int)gnutls_record_recv_packet(session, &packet);
  gnutls_packet_deinit(packet);
  return got;
}
static int change_keys(gnutls_session_t session) { return gnutls_session_key_update(session, GNUTLS_KU_PEER); }
static int shake_again(gnutls_session_t session) { return gnutls_handshake(session); }
static int ask_for_handshake(gnutls_session_t session) { return gnutls_rehandshake(session); }
static int authenticate(gnutls_session_t session) { return gnutls_reauth(session, 0); }
static int send_ticket(gnutls_session_t session) { return gnutls_session_ticket_send(session, 1, 0); }
static int warn(gnutls_session_t session) {
  return gnutls_alert_send(session, GNUTLS_AL_WARNING, GNUTLS_A_USER_CANCELED);
}
static int warn_as_due(gnutls_session_t session) {
  return gnutls_alert_send_appropriate(session, GNUTLS_E_CERTIFICATE_ERROR);
}
static int close_write(gnutls_session_t session) { return gnutls_bye(session, GNUTLS_SHUT_WR); }
static int close_both(gnutls_session_t session) { return gnutls_bye(session, GNUTLS_SHUT_RDWR); }
static int verify_peer(gnutls_session_t session) {
  unsigned status = 0;
  const int code = gnutls_certificate_verify_peers2(session, &status);
  return victim == NULL ? GNUTLS_E_INVALID_SESSION : code;
}
static int keep_session(gnutls_session_t session) {
  gnutls_datum_t data = {NULL, 0};
  const int code = gnutls_session_get_data2(session, &data);
  gnutls_free(data.data);
  return code;
}

typedef struct {
  const char* name;
  int (*call)(gnutls_session_t);
  int sends, receives;
} entry_t;

static const entry_t entries[] = {
    {"record_send", send_data, 1, 0},
    {"record_send2", send_padded, 1, 0},
    {"record_send_range", send_range, 0, 0}, /* of TLS 1.3 alone */
    {"record_uncork", send_corked, 1, 0},
    {"record_recv", receive_data, 0, 1},
    {"record_recv_packet", receive_packet, 0, 1},
    {"session_key_update", change_keys, 0, 0},
    {"handshake", shake_again, 1, 0},
    {"rehandshake", ask_for_handshake, 0, 0},
    {"reauth", authenticate, 0, 0},
    {"session_ticket_send", send_ticket, 0, 0},
    {"alert_send", warn, 1, 0},
    {"alert_send_appropriate", warn_as_due, 1, 0},
    {"bye, write", close_write, 1, 0},
    {"bye, both", close_both, 1, 1},
    {"session_get_data2", keep_session, 0, 0},
    {"certificate_verify_peers2", verify_peer, 0, 0},
};
enum { ENTRIES = sizeof entries / sizeof *entries, VERIFY_PEER = ENTRIES - 1 };

static void prepare_side(side_t* side, int is_server, const char* version) {
  char priority[64];
  snprintf(priority, sizeof priority, "NORMAL:-VERS-ALL:+VERS-TLS%s", version);
  gnutls_session_t session = side->session;
  CHECK_IS(gnutls_priority_set_direct(session, priority, NULL), 0);
  CHECK_IS(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, is_server ? server : client), 0);
  gnutls_transport_set_push_function(session, push);
  gnutls_transport_set_pull_function(session, pull);
  gnutls_transport_set_pull_timeout_function(session, pull_timeout);
  gnutls_record_set_timeout(session, 10);
  gnutls_handshake_set_timeout(session, 10000);
  gnutls_handshake_set_hook_function(session, GNUTLS_HANDSHAKE_ANY, GNUTLS_HOOK_BOTH, hook);
  gnutls_session_set_verify_function(session, verify);
  gnutls_session_set_keylog_function(session, keylog);
  if (!is_server) {
    if (kept.data != NULL) CHECK_IS(gnutls_session_set_data(session, kept.data, kept.size), 0);
    return;
  }
  gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUEST);
  gnutls_handshake_set_post_client_hello_function(session, client_hello);
  gnutls_db_set_ptr(session, side);
  gnutls_db_set_store_function(session, db_store);
  gnutls_db_set_retrieve_function(session, db_retrieve);
}

static void begin(const char* version, int with_tickets) {
  memset(&pair, 0, sizeof pair);
  pair_side_init(&pair.client, GNUTLS_CLIENT | GNUTLS_POST_HANDSHAKE_AUTH | GNUTLS_AUTO_REAUTH, &pair.to_client,
                 &pair.to_server);
  pair_side_init(&pair.server, GNUTLS_SERVER | GNUTLS_POST_HANDSHAKE_AUTH, &pair.to_server, &pair.to_client);
  prepare_side(&pair.client, 0, version);
  prepare_side(&pair.server, 1, version);
  if (with_tickets) CHECK_IS(gnutls_session_ticket_enable_server(pair.server.session, &ticket_key), 0);
}

/* Until both are done, or the victim has ended. */
static void shake_hands(void) {
  side_t* sides[] = {&pair.client, &pair.server};
  for (int round = 0; round < MAX_ROUNDS; ++round) {
    const side_t* const waiting = pair_waits(pair.client.result) ? &pair.client : &pair.server;
    if (!pair_waits(waiting->result)) return;
    for (int i = 0; i < 2; ++i) {
      if (!pair_waits(sides[i]->result)) continue;
      const int was_victim = sides[i]->session == victim;
      sides[i]->result = gnutls_handshake(sides[i]->session);
      if (!was_victim || victim != NULL) continue;
      CHECK_IS(sides[i]->result, GNUTLS_E_INVALID_SESSION);
      return;
    }
  }
}

static void end(gnutls_session_t chosen) {
  if (victim != NULL || chosen == NULL)
    pair_deinit(&pair);
  else
    gnutls_deinit(chosen == pair.client.session ? pair.server.session : pair.client.session);
  victim = NULL;
  armed = NOBODY;
}

static unsigned reached_in_handshake[CALLBACKS], reached_from[ENTRIES][CALLBACKS];

static void in_handshake(const char* version, int by_server, int with_tickets, callback_t callback) {
  begin(version, with_tickets);
  gnutls_session_t chosen = victim = by_server ? pair.server.session : pair.client.session;
  armed = callback;
  shake_hands();
  if (victim == NULL) ++reached_in_handshake[callback];
  end(chosen);
}

/* What the victim finds to receive: data, and messages that hooks see and answers follow. */
static void say_something(side_t* to) {
  side_t* const other = to == &pair.client ? &pair.server : &pair.client;
  if (other == &pair.server) gnutls_rehandshake(other->session);
  if (other == &pair.server) gnutls_reauth(other->session, 0);
  gnutls_session_key_update(other->session, GNUTLS_KU_PEER);
}

static void from_entry(const char* version, int by_server, int entry, callback_t callback) {
  begin(version, 1);
  shake_hands();
  CHECK(pair.client.result == 0 && pair.server.result == 0);
  side_t* const side = by_server ? &pair.server : &pair.client;
  gnutls_session_t chosen = side->session;
  say_something(side);
  for (int round = 0; round < 6; ++round) { /* several records are there */
    victim = chosen;
    armed = callback;
    const int code = entries[entry].call(chosen);
    if (victim == NULL) {
      ++reached_from[entry][callback];
      if (code >= 0 && callback != PUSH) printf("%s by %s: %d\n", entries[entry].name, callback_names[callback], code);
      break;
    }
  }
  end(chosen);
}

static void keep_a_session(void) {
  begin("1.2", 0);
  shake_hands();
  CHECK_IS(gnutls_session_get_data2(pair.client.session, &kept), 0);
  end(NULL);
}

int main(void) {
  const char* const versions[] = {"1.2", "1.3"};
  CHECK_IS(gnutls_certificate_allocate_credentials(&server), 0);
  CHECK_IS(gnutls_certificate_allocate_credentials(&client), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(server, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
           0);
  gnutls_certificate_set_retrieve_function2(client, retrieve);
  CHECK_IS(gnutls_session_ticket_key_generate(&ticket_key), 0);
  gnutls_global_set_log_function(log_line);
  gnutls_global_set_log_level(9);
  keep_a_session();
  for (int version = 0; version < 2; ++version)
    for (int by_server = 0; by_server < 2; ++by_server)
      for (int callback = PUSH; callback < CALLBACKS; ++callback) {
        in_handshake(versions[version], by_server, 0, (callback_t)callback);
        in_handshake(versions[version], by_server, 1, (callback_t)callback);
        for (int entry = 0; entry < ENTRIES; ++entry)
          from_entry(versions[version], by_server, entry, (callback_t)callback);
      }
  for (int callback = PUSH; callback < LOG; ++callback) { /* a handshake that succeeds has nothing to log */
    if (reached_in_handshake[callback] == 0) fprintf(stderr, "not reached: %s\n", callback_names[callback]);
    CHECK(reached_in_handshake[callback] != 0);
  }
  for (int entry = 0; entry < ENTRIES; ++entry) {
    const unsigned* const by = reached_from[entry];
    printf("%-24s push %u, pull %u, pull timeout %u, hook %u, verify %u, retrieve %u\n", entries[entry].name, by[PUSH],
           by[PULL], by[PULL_TIMEOUT], by[HOOK], by[VERIFY], by[RETRIEVE]);
    if (entries[entry].sends) CHECK(by[PUSH] != 0);
    if (entries[entry].receives) CHECK(by[PULL] != 0 && by[PULL_TIMEOUT] != 0);
  }
  CHECK(reached_from[VERIFY_PEER][LOG] != 0);
  gnutls_free(ticket_key.data);
  gnutls_free(kept.data);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
