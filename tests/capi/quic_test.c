/* Handshakes without records (RFC 9001, 4.1) where the program's functions do more than they should: they write to the session
   that calls them, and give it up. */
#include <gnutls/gnutls.h>
#include <string.h>

#include "check.h"

#define PRIORITY "NORMAL:-VERS-ALL:+VERS-TLS1.3"
enum { ROUNDS = 10, LEVELS = 4, ROOM = 1 << 16 };

typedef struct side {
  struct side* peer;
  gnutls_session_t session;
  unsigned char held[LEVELS][ROOM]; /* what the peer sent, until this side's handshake runs */
  size_t sizes[LEVELS];
  int calls, gives_up_at;
  int tickets, got_data;
} side_t;

static side_t client, server;
static gnutls_certificate_credentials_t of_server, of_client;
static gnutls_datum_t ticket_key;
static int nested;

static void give_up(side_t* side) {
  if (++side->calls != side->gives_up_at) return;
  gnutls_deinit(side->session);
  side->session = NULL;
}

/* The session may be given up meanwhile. */
static void give(side_t* side, gnutls_record_encryption_level_t level, const void* data, size_t size) {
  int code = gnutls_handshake_write(side->session, level, data, size);
  CHECK_IS(code, side->session == NULL ? GNUTLS_E_INVALID_SESSION : 0);
}

static void take(side_t* side) {
  for (int level = 0; level < LEVELS && side->session != NULL; ++level) {
    size_t size = side->sizes[level];
    if (size == 0) continue;
    side->sizes[level] = 0;
    give(side, (gnutls_record_encryption_level_t)level, side->held[level], size);
  }
}

/* Gives the peer everything at once, from within; and the peer's last words to the session that is being called. */
static int on_read(gnutls_session_t session, gnutls_record_encryption_level_t level,
                   gnutls_handshake_description_t type, const void* data, size_t size) {
  side_t* side = gnutls_session_get_ptr(session);
  side_t* peer = side->peer;
  (void)type;
  if (nested && peer->session != NULL) {
    give(peer, level, data, size);
    CHECK_IS(gnutls_handshake_write(session, GNUTLS_ENCRYPTION_LEVEL_APPLICATION, NULL, 0), 0);
    if (level != GNUTLS_ENCRYPTION_LEVEL_APPLICATION) CHECK_IS(gnutls_handshake(session), GNUTLS_E_INVALID_REQUEST);
  } else {
    CHECK(peer->sizes[level] + size <= ROOM);
    memcpy(peer->held[level] + peer->sizes[level], data, size);
    peer->sizes[level] += size;
  }
  give_up(side);
  return 0;
}

static int on_secret(gnutls_session_t session, gnutls_record_encryption_level_t level, const void* read,
                     const void* write, size_t size) {
  (void)level;
  CHECK(read != NULL || write != NULL);
  CHECK(size == 32 || size == 48);
  give_up(gnutls_session_get_ptr(session));
  return 0;
}

static int on_alert(gnutls_session_t session, gnutls_record_encryption_level_t level, gnutls_alert_level_t alert_level,
                    gnutls_alert_description_t alert) {
  (void)level, (void)alert_level, (void)alert;
  give_up(gnutls_session_get_ptr(session));
  return 0;
}

/* As QUIC programs keep their sessions. */
static int on_ticket(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                     const gnutls_datum_t* message) {
  side_t* side = gnutls_session_get_ptr(session);
  gnutls_datum_t data = {NULL, 0};
  CHECK_IS(type, GNUTLS_HANDSHAKE_NEW_SESSION_TICKET);
  CHECK(when == GNUTLS_HOOK_POST && incoming && message->size > 0);
  ++side->tickets;
  CHECK_IS(gnutls_session_get_data2(session, &data), 0);
  side->got_data += data.size > 0;
  gnutls_free(data.data);
  give_up(side);
  return 0;
}

static void begin(side_t* side, side_t* peer, unsigned flags, gnutls_certificate_credentials_t credentials) {
  memset(side, 0, sizeof *side);
  side->peer = peer;
  CHECK_IS(gnutls_init(&side->session, flags), 0);
  gnutls_session_set_ptr(side->session, side);
  CHECK_IS(gnutls_priority_set_direct(side->session, PRIORITY, NULL), 0);
  CHECK_IS(gnutls_credentials_set(side->session, GNUTLS_CRD_CERTIFICATE, credentials), 0);
  gnutls_handshake_set_read_function(side->session, on_read);
  gnutls_handshake_set_secret_function(side->session, on_secret);
  gnutls_alert_set_read_function(side->session, on_alert);
}

static void begin_both(void) {
  begin(&client, &server, GNUTLS_CLIENT, of_client);
  begin(&server, &client, GNUTLS_SERVER, of_server);
  CHECK_IS(gnutls_session_ticket_enable_server(server.session, &ticket_key), 0);
  gnutls_handshake_set_hook_function(client.session, GNUTLS_HANDSHAKE_NEW_SESSION_TICKET, GNUTLS_HOOK_POST, on_ticket);
}

static int run(void) {
  int results[] = {GNUTLS_E_AGAIN, GNUTLS_E_AGAIN};
  side_t* sides[] = {&client, &server};
  for (int round = 0; round < ROUNDS; ++round)
    for (int i = 0; i < 2; ++i) {
      take(sides[i]);
      if (results[i] == GNUTLS_E_AGAIN && sides[i]->session != NULL) results[i] = gnutls_handshake(sides[i]->session);
    }
  return results[0] == 0 && results[1] == 0;
}

static void end(void) {
  gnutls_deinit(client.session);
  gnutls_deinit(server.session);
}

static void everything_from_within(int within) {
  nested = within;
  begin_both();
  CHECK(run());
  CHECK_IS(client.tickets, 2);
  CHECK_IS(client.got_data, 2);
  CHECK_IS(gnutls_handshake(client.session), 0);
  CHECK_IS(gnutls_bye(client.session, GNUTLS_SHUT_RDWR), 0);
  end();
}

/* At each call of each function, until there are no more. */
static void sessions_given_up(side_t* side, int within) {
  int calls = 0;
  for (int at = 1; at == 1 || calls >= at - 1; ++at) {
    begin_both();
    side->gives_up_at = at;
    run();
    if (server.session != NULL) gnutls_session_ticket_send(server.session, 1, 0);
    if (side->session != NULL && within) gnutls_alert_send(side->session, GNUTLS_AL_FATAL, GNUTLS_A_INTERNAL_ERROR);
    if (side->session != NULL) gnutls_bye(side->session, GNUTLS_SHUT_WR);
    calls = side->calls;
    end();
    if (calls < at) return;
  }
}

static void what_is_refused(void) {
  unsigned char byte = 1;
  nested = 0;
  begin_both();
  CHECK_IS(gnutls_handshake_write(NULL, GNUTLS_ENCRYPTION_LEVEL_INITIAL, &byte, 1), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_handshake_write(server.session, GNUTLS_ENCRYPTION_LEVEL_INITIAL, NULL, 1), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_handshake_write(server.session, GNUTLS_ENCRYPTION_LEVEL_EARLY, &byte, 1), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_handshake_write(server.session, (gnutls_record_encryption_level_t)4, &byte, 1),
           GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_record_send_early_data(client.session, &byte, 1), GNUTLS_E_INVALID_REQUEST);
  size_t held = 0;
  int code = 0;
  while ((code = gnutls_handshake_write(server.session, GNUTLS_ENCRYPTION_LEVEL_HANDSHAKE, server.held, ROOM)) == 0)
    held += ROOM;
  CHECK_IS(code, GNUTLS_E_HANDSHAKE_TOO_LARGE);
  CHECK(held <= 1 << 18);
  gnutls_handshake_set_read_function(client.session, NULL);
  CHECK_IS(gnutls_handshake_write(client.session, GNUTLS_ENCRYPTION_LEVEL_INITIAL, &byte, 1), GNUTLS_E_INVALID_REQUEST);
  gnutls_handshake_set_read_function(NULL, on_read);
  gnutls_handshake_set_secret_function(NULL, on_secret);
  gnutls_alert_set_read_function(NULL, on_alert);
  CHECK_IS(gnutls_early_cipher_get(NULL), GNUTLS_CIPHER_UNKNOWN);
  CHECK_IS(gnutls_early_prf_hash_get(NULL), GNUTLS_DIG_UNKNOWN);
  end();
}

int main(void) {
  CHECK_IS(gnutls_certificate_allocate_credentials(&of_server), 0);
  CHECK_IS(gnutls_certificate_allocate_credentials(&of_client), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(of_server, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
           0);
  CHECK_IS(gnutls_session_ticket_key_generate(&ticket_key), 0);
  for (int within = 0; within < 2; ++within) {
    everything_from_within(within);
    sessions_given_up(&client, within);
    sessions_given_up(&server, within);
  }
  what_is_refused();
  gnutls_free(ticket_key.data);
  gnutls_certificate_free_credentials(of_server);
  gnutls_certificate_free_credentials(of_client);
  return 0;
}
