/* One thread sends beside one that receives, on both ends of a connection, while everything happens that may happen on a
   connection: keys change, tickets come, clients authenticate again, another handshake is asked for and made, hooks are
   called, data is corked, alerts warn, and handshakes are done early. Every byte arrives, in its order. */
#include <gnutls/gnutls.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

enum { AMOUNT = 1 << 21, PIECE = 3000, PIECES_BETWEEN = 60 /* 128 KB and more: two KeyUpdates, the answer included */ };

enum {
  HOOKS = 1,
  UPDATES = 2,      /* either sender changes its keys, and asks for the peer's */
  TICKETS = 4,      /* the server's sender sends tickets */
  REAUTH = 8,       /* the server's receiver asks for the client's certificate */
  REHANDSHAKE = 16, /* the server's sender asks for another handshake */
  CORK = 32,
  ALERTS = 64 /* either sender warns */
};

#define TLS13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"
#define TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"

typedef struct {
  const char *name, *priority;
  unsigned client, server; /* flags of gnutls_init() */
  unsigned features;
} scenario_t;

static const scenario_t scenarios[] = {
    {"keys and hooks", TLS13, 0, 0, UPDATES | HOOKS | CORK},
    {"tickets", TLS13, 0, 0, TICKETS | UPDATES | HOOKS},
    {"late authentication", TLS13, GNUTLS_POST_HANDSHAKE_AUTH | GNUTLS_AUTO_REAUTH, GNUTLS_POST_HANDSHAKE_AUTH,
     REAUTH | UPDATES | TICKETS | HOOKS},
    {"early start", TLS13, 0, GNUTLS_ENABLE_EARLY_START, UPDATES | HOOKS | TICKETS},
    {"false start", TLS12, GNUTLS_ENABLE_FALSE_START, 0, HOOKS | CORK | ALERTS},
    {"rehandshake", TLS12, GNUTLS_AUTO_REAUTH, 0, REHANDSHAKE | HOOKS | ALERTS},
    {"rehandshake, then corked", TLS12, GNUTLS_AUTO_REAUTH, 0, REHANDSHAKE | CORK},
};

typedef struct {
  gnutls_session_t session;
  const scenario_t* scenario;
  int is_server;
  size_t received; /* of the receiver's thread */
} end_t;

/* Of the connection: who has closed cannot answer, so nobody closes before the last handshake is over. */
static struct {
  int wanted, made; /* handshakes that the server asks for */
  int asked_all;    /* there will be no more of them */
} talk;
static int get(const int* value) { return __atomic_load_n(value, __ATOMIC_SEQ_CST); }
static void add_one(int* value) { __atomic_add_fetch(value, 1, __ATOMIC_SEQ_CST); }
static int is_quiet(void) { return get(&talk.made) == get(&talk.wanted); }

static gnutls_certificate_credentials_t server, client;
static unsigned long hooks_called; /* only that they run matters */

static int hook(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                const gnutls_datum_t* message) {
  (void)session, (void)type, (void)when, (void)incoming, (void)message;
  __atomic_add_fetch(&hooks_called, 1, __ATOMIC_RELAXED);
  return 0;
}

static unsigned char byte_at(size_t place) { return (unsigned char)(place * 31 + (place >> 12)); }

static int comes_later(ssize_t code) {
  return code == GNUTLS_E_AGAIN || code == GNUTLS_E_INTERRUPTED || code == GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE;
}

static void open_end(end_t* end, const scenario_t* scenario, int is_server, int descriptor) {
  const unsigned flags = is_server ? GNUTLS_SERVER | scenario->server : GNUTLS_CLIENT | scenario->client;
  memset(end, 0, sizeof *end);
  end->scenario = scenario;
  end->is_server = is_server;
  CHECK_IS(gnutls_init(&end->session, flags | GNUTLS_NO_SIGNAL), 0);
  CHECK_IS(gnutls_priority_set_direct(end->session, scenario->priority, NULL), 0);
  CHECK_IS(gnutls_credentials_set(end->session, GNUTLS_CRD_CERTIFICATE, is_server ? server : client), 0);
  gnutls_transport_set_int(end->session, descriptor);
  if ((scenario->features & HOOKS) != 0)
    gnutls_handshake_set_hook_function(end->session, GNUTLS_HANDSHAKE_ANY, GNUTLS_HOOK_BOTH, hook);
}

static void* shake_hands(void* argument) {
  end_t* end = argument;
  int code;
  do code = gnutls_handshake(end->session);
  while (comes_later(code));
  CHECK_IS(code, 0);
  return NULL;
}

/* What a sender does besides. */
static void do_besides(const end_t* end) {
  const unsigned features = end->scenario->features;
  int code = 0;
  if ((features & UPDATES) != 0) code = gnutls_session_key_update(end->session, GNUTLS_KU_PEER);
  CHECK(code == 0 || comes_later(code));
  if ((features & TICKETS) != 0 && end->is_server) code = gnutls_session_ticket_send(end->session, 1, 0);
  const int early =
      (end->scenario->server & GNUTLS_ENABLE_EARLY_START) != 0; /* no ticket before the client's Finished */
  CHECK(code == 0 || comes_later(code) || (early && code == GNUTLS_E_INVALID_REQUEST));
  if ((features & REHANDSHAKE) != 0 && end->is_server && is_quiet()) {
    add_one(&talk.wanted);
    do code = gnutls_rehandshake(end->session);
    while (comes_later(code));
    CHECK_IS(code, 0);
  }
  if ((features & ALERTS) != 0) code = gnutls_alert_send(end->session, GNUTLS_AL_WARNING, GNUTLS_A_USER_CANCELED);
  CHECK(code == 0 || code == GNUTLS_E_INVALID_REQUEST || comes_later(code));
  gnutls_range_st next, rest;
  const gnutls_range_st all = {0, PIECE};
  CHECK_IS(gnutls_range_split(end->session, &all, &next, &rest), 0);
  (void)gnutls_record_overhead_size(end->session); /* none while another handshake is made */
  CHECK_IS(gnutls_alert_send_appropriate(end->session, GNUTLS_E_SUCCESS), 0);
}

/* In turns as it is, with padding and as a range, where that is possible. */
static ssize_t send_once(const end_t* end, const unsigned char* piece, size_t size, size_t from) {
  const gnutls_range_st range = {size, size};
  const int hides = (end->scenario->features & CORK) == 0 && gnutls_record_can_use_length_hiding(end->session) != 0;
  if (hides && from / PIECE % 3 == 1) return gnutls_record_send2(end->session, piece, size, 100, 0);
  if (hides && from / PIECE % 3 == 2) return gnutls_record_send_range(end->session, piece, size, &range);
  return gnutls_record_send(end->session, piece, size);
}

static void send_piece(const end_t* end, size_t from, size_t size) {
  unsigned char piece[PIECE];
  for (size_t i = 0; i < size; ++i) piece[i] = byte_at(from + i);
  for (;;) {
    ssize_t sent = send_once(end, piece, size, from);
    if (sent == GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE) continue;
    while (sent == GNUTLS_E_AGAIN || sent == GNUTLS_E_INTERRUPTED) sent = gnutls_record_send(end->session, NULL, 0);
    CHECK_IS(sent, size);
    return;
  }
}

static void uncork(const end_t* end) {
  int code;
  do code = gnutls_record_uncork(end->session, GNUTLS_RECORD_WAIT);
  while (comes_later(code));
  CHECK(code >= 0);
}

static void* send_all(void* argument) {
  const end_t* end = argument;
  const int corks = (end->scenario->features & CORK) != 0;
  unsigned pieces = 0;
  for (size_t sent = 0; sent < AMOUNT;) {
    const size_t size = AMOUNT - sent < PIECE ? AMOUNT - sent : PIECE;
    if (corks && pieces % 5 == 0) gnutls_record_cork(end->session);
    send_piece(end, sent, size);
    if (corks && pieces % 5 == 4) uncork(end);
    if (++pieces % PIECES_BETWEEN == 0) do_besides(end);
    gnutls_record_get_direction(end->session);
    sent += size;
  }
  if (corks) uncork(end);
  if (end->is_server && (end->scenario->features & REAUTH) == 0) add_one(&talk.asked_all);
  while (!get(&talk.asked_all) || !is_quiet()) usleep(1000);
  int code;
  do code = gnutls_bye(end->session, GNUTLS_SHUT_WR);
  while (comes_later(code));
  CHECK_IS(code, 0);
  return NULL;
}

/* 0: the end; otherwise how much came. */
static ssize_t receive_some(end_t* end) {
  unsigned char piece[2 * PIECE];
  for (;;) {
    const ssize_t got = gnutls_record_recv(end->session, piece, sizeof piece);
    if (got == GNUTLS_E_WARNING_ALERT_RECEIVED) {
      CHECK_IS(gnutls_alert_get(end->session), GNUTLS_A_USER_CANCELED);
      continue;
    }
    if (comes_later(got)) continue;
    if (got == GNUTLS_E_REHANDSHAKE) return got;
    if (got < 0) fprintf(stderr, "%s receives %s\n", end->is_server ? "server" : "client", gnutls_strerror((int)got));
    CHECK(got >= 0);
    for (ssize_t i = 0; i < got; ++i) CHECK_IS(piece[i], byte_at(end->received + (size_t)i));
    end->received += (size_t)got;
    return got;
  }
}

/* Data that comes between is read. */
static void go_on_with(end_t* end, int (*function)(gnutls_session_t)) {
  for (;;) {
    const int code = function(end->session);
    if (code == 0) return;
    if (code == GNUTLS_E_GOT_APPLICATION_DATA) {
      CHECK(receive_some(end) > 0);
      continue;
    }
    if (!comes_later(code) && code != GNUTLS_E_WARNING_ALERT_RECEIVED)
      fprintf(stderr, "%s: %s\n", end->is_server ? "server" : "client", gnutls_strerror(code));
    CHECK(comes_later(code) || code == GNUTLS_E_WARNING_ALERT_RECEIVED);
  }
}

static int ask(gnutls_session_t session) { return gnutls_reauth(session, 0); }

static void* receive_all(void* argument) {
  end_t* end = argument;
  const int asks = (end->scenario->features & REAUTH) != 0 && end->is_server;
  unsigned asked = 0;
  for (;;) {
    const ssize_t got = receive_some(end);
    if (got == 0) break;
    if (got == GNUTLS_E_REHANDSHAKE) {
      go_on_with(end, gnutls_handshake);
      add_one(&talk.made);
    }
    if (!asks || get(&talk.asked_all) || end->received < (asked + 1) * (AMOUNT / 8)) continue;
    ++asked;
    add_one(&talk.wanted);
    go_on_with(end, ask);
    add_one(&talk.made);
    unsigned count = 0;
    CHECK(gnutls_certificate_get_peers(end->session, &count) != NULL && count == 1);
    if (end->received > AMOUNT / 2) add_one(&talk.asked_all);
  }
  CHECK_IS(end->received, AMOUNT);
  return NULL;
}

static void run(end_t* ends, void* (*first)(void*), void* (*second)(void*)) {
  pthread_t threads[4];
  int count = 0;
  for (int i = 0; i < 2; ++i) {
    CHECK_IS(pthread_create(&threads[count++], NULL, first, &ends[i]), 0);
    if (second != NULL) CHECK_IS(pthread_create(&threads[count++], NULL, second, &ends[i]), 0);
  }
  while (count > 0) CHECK_IS(pthread_join(threads[--count], NULL), 0);
}

static void connection(const scenario_t* scenario) {
  int descriptors[2];
  end_t ends[2];
  gnutls_datum_t key;
  memset(&talk, 0, sizeof talk);
  CHECK_IS(socketpair(AF_UNIX, SOCK_STREAM, 0, descriptors), 0);
  CHECK_IS(gnutls_session_ticket_key_generate(&key), 0);
  for (int i = 0; i < 2; ++i) open_end(&ends[i], scenario, i, descriptors[i]);
  CHECK_IS(gnutls_session_ticket_enable_server(ends[1].session, &key), 0);
  run(ends, shake_hands, NULL);
  if ((scenario->features & REAUTH) != 0) gnutls_certificate_server_set_request(ends[1].session, GNUTLS_CERT_REQUIRE);
  run(ends, send_all, receive_all);
  if ((scenario->features & (REAUTH | REHANDSHAKE)) != 0) CHECK(talk.made != 0);
  for (int i = 0; i < 2; ++i) {
    gnutls_deinit(ends[i].session);
    close(descriptors[i]);
  }
  gnutls_free(key.data);
}

int main(void) {
  CHECK_IS(gnutls_certificate_allocate_credentials(&server), 0);
  CHECK_IS(gnutls_certificate_allocate_credentials(&client), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(server, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
           0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(client, DATA("client.pem"), DATA("client.key"), GNUTLS_X509_FMT_PEM),
           0);
  for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; ++i) {
    printf("%s\n", scenarios[i].name);
    fflush(stdout);
    connection(&scenarios[i]);
  }
  CHECK(hooks_called != 0);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
