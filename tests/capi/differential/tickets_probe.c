/* Prints when tickets come and how long their keys last, and what happens when key updates cross
   (docs/api-behaviour.md, 30, 33, 40, 44):
     tickets_probe CASE CHAIN KEY VERSION */
#include "pair.h"

#include <time.h>

enum { HOUR = 3600, TRIES = 8, LONGEST_WAIT = 1000 /* milliseconds */ };

static pair_t pair;
static gnutls_certificate_credentials_t server, client;
static gnutls_datum_t ticket_key, session_data;
static const char* wanted;
static char priority[64];
static time_t time_shift;
static int tickets;
static unsigned server_flags;

static int is(const char* name) { return strcmp(wanted, name) == 0; }

static time_t shifted_time(time_t* out) {
  time_t now = time(NULL) + time_shift;
  if (out != NULL) *out = now;
  return now;
}

static int count(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                 const gnutls_datum_t* body) {
  (void)session, (void)type, (void)when, (void)incoming, (void)body;
  ++tickets;
  return 0;
}

static void begin(void) {
  memset(&pair, 0, sizeof pair);
  pair_side_init(&pair.client, GNUTLS_CLIENT, &pair.to_client, &pair.to_server);
  pair_side_init(&pair.server, GNUTLS_SERVER | server_flags, &pair.to_server, &pair.to_client);
  gnutls_priority_set_direct(pair.client.session, priority, NULL);
  gnutls_priority_set_direct(pair.server.session, priority, NULL);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  gnutls_session_ticket_enable_server(pair.server.session, &ticket_key);
  gnutls_handshake_set_hook_function(pair.client.session, GNUTLS_HANDSHAKE_NEW_SESSION_TICKET, GNUTLS_HOOK_PRE, count);
  tickets = 0;
}

static int receive(gnutls_session_t session) {
  char text[16];
  int got = GNUTLS_E_AGAIN; /* which 3.7.9 says after each ticket */
  for (int i = 0; i < TRIES && got == GNUTLS_E_AGAIN; ++i) got = (int)gnutls_record_recv(session, text, sizeof text);
  return got;
}

static void exchange(const char* when) {
  gnutls_record_send(pair.server.session, "hello", 5);
  int to_client = receive(pair.client.session);
  gnutls_record_send(pair.client.session, "answer", 6);
  printf("%s: data %d %d, tickets %d, flag %d\n", when, to_client, receive(pair.server.session), tickets,
         (gnutls_session_get_flags(pair.client.session) & GNUTLS_SFLAGS_SESSION_TICKET) != 0);
}

static void handshake(void) {
  pair_handshake(&pair);
  printf("handshake %d %d, resumed %d\n", pair.client.result, pair.server.result,
         gnutls_session_is_resumed(pair.server.session));
}

static void come_back(void) {
  begin();
  printf("set_data %d\n", gnutls_session_set_data(pair.client.session, session_data.data, session_data.size));
  handshake();
  pair_deinit(&pair);
}

/* 33 */
static void sent(unsigned more) {
  begin();
  handshake();
  exchange("after the handshake");
  if (more != 0) {
    printf("send %d\n", gnutls_session_ticket_send(pair.server.session, more, 0));
    exchange("sent");
  }
  printf("get_data2 %d\n", gnutls_session_get_data2(pair.client.session, &session_data));
  pair_deinit(&pair);
  come_back();
}

/* 40: what the client's waiting brings. */
static int ticket_comes, data_comes, waits, too_long;
static int wait_for_data(gnutls_transport_ptr_t pointer, unsigned milliseconds) {
  side_t* side = pointer;
  if (side->in->begin != side->in->end) return 1;
  if (milliseconds > LONGEST_WAIT) too_long = 1;
  if (milliseconds == 0 || waits++ != 0) return 0;
  if (data_comes) gnutls_record_send(pair.server.session, "between", 7);
  if (ticket_comes) gnutls_session_ticket_send(pair.server.session, 1, 0);
  return side->in->begin != side->in->end;
}

static void get_data(int ticket, int data) {
  server_flags = GNUTLS_NO_AUTO_SEND_TICKET;
  begin();
  gnutls_transport_set_pull_timeout_function(pair.client.session, wait_for_data);
  handshake();
  ticket_comes = ticket, data_comes = data, waits = 0;
  printf("get_data2 %d", gnutls_session_get_data2(pair.client.session, &session_data));
  printf(", waits %d, too long %d, some %d\n", waits != 0, too_long, session_data.size != 0);
  exchange("afterwards");
  if (data) printf("and %d\n", receive(pair.client.session));
  pair_deinit(&pair);
  come_back();
}

/* 44: every hour of half a day a ticket, and back to a server whose clock is later. A client's clock stands still, so
   that it offers what the server may have no key for. */
static int back_at(time_t start, time_t later) {
  begin();
  time_shift = start;
  gnutls_session_set_data(pair.client.session, session_data.data, session_data.size);
  for (int i = 0; i < TRIES; ++i) {
    time_shift = start;
    if (pair_waits(pair.client.result)) pair.client.result = gnutls_handshake(pair.client.session);
    time_shift = start + later;
    if (pair_waits(pair.server.result)) pair.server.result = gnutls_handshake(pair.server.session);
  }
  if (pair.client.result != 0 || pair.server.result != 0)
    printf("handshake %d %d\n", pair.client.result, pair.server.result);
  int resumed = gnutls_session_is_resumed(pair.server.session);
  pair_deinit(&pair);
  return resumed;
}

static void rotate(const time_t* later, size_t number) {
  for (time_t hour = 0; hour < 12; ++hour) {
    time_shift = hour * HOUR;
    begin();
    pair_handshake(&pair);
    gnutls_record_send(pair.server.session, "hello", 5);
    if (receive(pair.client.session) != 5) exit(2);
    gnutls_free(session_data.data);
    if (gnutls_session_get_data2(pair.client.session, &session_data) != 0) exit(2);
    pair_deinit(&pair);
    printf("hour %d:", (int)hour);
    for (size_t i = 0; i < number; ++i) printf(" %d", back_at(hour * HOUR, later[i]));
    printf("\n");
  }
}

/* 30 */
static void cross(void) {
  begin();
  handshake();
  exchange("before");
  printf("updates %d", gnutls_session_key_update(pair.client.session, GNUTLS_KU_PEER));
  printf(" %d\n", gnutls_session_key_update(pair.server.session, GNUTLS_KU_PEER));
  exchange("crossed");
  exchange("and again");
  printf("handshake %d", gnutls_handshake(pair.client.session));
  printf(", rehandshake %d\n", gnutls_rehandshake(pair.server.session));
  exchange("crossed");
  exchange("and again");
  pair_deinit(&pair);
}

int main(int argc, char** argv) {
  static const time_t in_time[] = {0, HOUR, 5 * HOUR, 6 * HOUR - 60},
                      too_late[] = {6 * HOUR + 60, 19 * HOUR, 30 * HOUR};
  if (argc != 5) return 2;
  wanted = argv[1];
  snprintf(priority, sizeof priority, "NORMAL:-VERS-ALL:+VERS-TLS%s", argv[4]);
  gnutls_global_set_time_function(shifted_time);
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  if (gnutls_certificate_set_x509_key_file(server, argv[2], argv[3], GNUTLS_X509_FMT_PEM) != 0) return 2;
  gnutls_session_ticket_key_generate(&ticket_key);
  if (is("by-default")) sent(0);
  if (is("more")) sent(3);
  server_flags = is("none") || is("sent-later") ? GNUTLS_NO_AUTO_SEND_TICKET : 0;
  if (is("none")) sent(0);
  if (is("sent-later")) sent(1);
  if (is("wait")) get_data(0, 0);
  if (is("wait-ticket")) get_data(1, 0);
  if (is("wait-data")) get_data(0, 1);
  if (is("wait-both")) get_data(1, 1);
  if (is("rotation")) rotate(in_time, sizeof in_time / sizeof *in_time);
  if (is("rotation-late")) rotate(too_late, sizeof too_late / sizeof *too_late);
  if (is("cross")) cross();
  gnutls_free(ticket_key.data);
  gnutls_free(session_data.data);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
