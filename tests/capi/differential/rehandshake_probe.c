/* Prints how handshakes and authentication in an established session go (docs/api-behaviour.md, 23 to 33), step by step:
     rehandshake_probe CHAIN KEY OTHER_CHAIN OTHER_KEY CLIENT_CHAIN CLIENT_KEY STEP...
   A step is a name, "client" or "server" and a name, or those and "=" and a text. After a fatal error only those go on
   that begin with "finally". */
#include "pair.h"

#define TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"

enum { TURNS = 8, FILES = 6 };

static pair_t pair;
static int asking; /* the server has asked for a handshake that is not over */
static int ended;  /* in a fatal error: no further steps */
static gnutls_certificate_credentials_t server, other, client, nobody;
static gnutls_datum_t ticket_key, session_data;
static int steps; /* of the command line */
static char** step_at;

static int reauthenticate(gnutls_session_t session) { return gnutls_reauth(session, 0); }
static int (*again)(gnutls_session_t) = gnutls_handshake; /* or the above */

static const char* name_of(const side_t* side) { return side == &pair.client ? "client" : "server"; }

static void say(const side_t* side, const char* what, int result) {
  printf("%s %s %d", name_of(side), what, result);
  if (result == GNUTLS_E_WARNING_ALERT_RECEIVED || result == GNUTLS_E_FATAL_ALERT_RECEIVED)
    printf(" alert %d", (int)gnutls_alert_get(side->session));
}

/* In `tries` calls: 3.7.9 says AGAIN after each message that it takes care of. */
static void take(side_t* side, int tries) {
  char data[64];
  int got = GNUTLS_E_AGAIN;
  for (int i = 0; i < tries && got == GNUTLS_E_AGAIN; ++i)
    got = (int)gnutls_record_recv(side->session, data, sizeof data);
  say(side, "receives", got);
  printf(" %.*s\n", got > 0 ? got : 0, data);
}

/* An error that ends the session, if it is one. */
static int shake(side_t* side, const char* what) {
  int result = again(side->session);
  if (!pair_waits(result) || strcmp(what, "handshake") == 0 || strcmp(what, "reauth") == 0) {
    say(side, what, result);
    printf("\n");
  }
  if (result >= 0 || !gnutls_error_is_fatal(result) || result == GNUTLS_E_GOT_APPLICATION_DATA) return result;
  if (result == GNUTLS_E_INVALID_REQUEST) return result;
  gnutls_alert_send_appropriate(side->session, result);
  ended = 1;
  return result;
}

/* Both sides until they are done, as programs do it: what comes between is read. */
static void both(void) {
  side_t* sides[] = {&pair.client, &pair.server};
  int waiting[] = {1, 1};
  for (int round = 0; round < TURNS && (waiting[0] || waiting[1]); ++round)
    for (int i = 0; i < 2; ++i) {
      if (!waiting[i]) continue;
      int result = shake(sides[i], "is done");
      if (result == GNUTLS_E_GOT_APPLICATION_DATA) take(sides[i], 1);
      waiting[i] = pair_waits(result) || result == GNUTLS_E_GOT_APPLICATION_DATA;
    }
  if (waiting[0] || waiting[1]) printf("still waiting: %d %d\n", waiting[0], waiting[1]);
}

/* Nothing waits for the client: the server goes on with its handshake, as it would in a process of its own. */
static ssize_t pull_blocking(gnutls_transport_ptr_t pointer, void* data, size_t size) {
  if (asking && pair.to_client.begin == pair.to_client.end) asking = pair_waits(shake(&pair.server, "meanwhile"));
  return pair_pull(pointer, data, size);
}

static int print_status(gnutls_session_t session) {
  unsigned chain = 0;
  gnutls_certificate_get_peers(session, &chain);
  printf("%s, peer's chain %u, extended master secret %d, flags %d %d, id %d, ",
         gnutls_protocol_get_name(gnutls_protocol_get_version(session)), chain,
         gnutls_session_ext_master_secret_status(session),
         (gnutls_session_get_flags(session) & GNUTLS_SFLAGS_SAFE_RENEGOTIATION) != 0,
         (gnutls_session_get_flags(session) & GNUTLS_SFLAGS_EXT_MASTER_SECRET) != 0,
         gnutls_session_is_resumed(session));
  return gnutls_safe_renegotiation_status(session);
}

/* Whether the handshake was over before the other side's last message. */
static int started(gnutls_session_t session) {
  unsigned flags = gnutls_session_get_flags(session);
  return ((flags & GNUTLS_SFLAGS_FALSE_START) != 0) + 2 * ((flags & GNUTLS_SFLAGS_EARLY_START) != 0);
}

static int show(gnutls_certificate_credentials_t credentials, gnutls_session_t session) {
  return gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
}

/* What a step of one side returns; `known` is cleared for an unknown one. */
static int run(side_t* side, const char* step, const char* text, int* known) {
  gnutls_session_t session = side->session;
  if (strcmp(step, "rehandshake") == 0) asking = 1;
  if (strcmp(step, "may reauth") == 0)
    return (gnutls_session_get_flags(session) & GNUTLS_SFLAGS_POST_HANDSHAKE_AUTH) != 0;
  if (strcmp(step, "tickets") == 0) return gnutls_session_ticket_enable_server(session, &ticket_key);
  if (strcmp(step, "ticket") == 0) return gnutls_session_ticket_send(session, 1, 0);
  if (strcmp(step, "rehandshake") == 0) return gnutls_rehandshake(session);
  if (strcmp(step, "direction") == 0) return gnutls_record_get_direction(session);
  if (strcmp(step, "pending") == 0) return (int)gnutls_record_check_pending(session);
  if (strcmp(step, "send") == 0) return (int)gnutls_record_send(session, text, strlen(text));
  if (strcmp(step, "refuse") == 0) return gnutls_alert_send(session, GNUTLS_AL_WARNING, GNUTLS_A_NO_RENEGOTIATION);
  if (strcmp(step, "priority") == 0) return gnutls_priority_set_direct(session, text, NULL);
  if (strcmp(step, "started") == 0) return started(session);
  if (strcmp(step, "keep") == 0) return gnutls_session_get_data2(session, &session_data);
  if (strcmp(step, "bye") == 0) return gnutls_bye(session, GNUTLS_SHUT_WR);
  if (strcmp(step, "status") == 0) return print_status(session);
  if (strcmp(step, "other") == 0) return show(other, session);
  if (strcmp(step, "certificate") == 0) return show(client, session);
  if (strcmp(step, "none") == 0) return show(nobody, session);
  if (strcmp(step, "blocks") == 0) gnutls_transport_set_pull_function(session, pull_blocking);
  if (strcmp(step, "blocks") == 0) return 0;
  if (strcmp(step, "ask") == 0) {
    gnutls_certificate_server_set_request(session, (gnutls_certificate_request_t)atoi(text));
    return 0;
  }
  *known = 0;
  return 0;
}

static unsigned flags_of(const char* who) {
  size_t length = strlen(who);
  for (int i = 0; i < steps; ++i)
    if (strncmp(step_at[i], who, length) == 0) return (unsigned)atoi(step_at[i] + length);
  return 0;
}

static gnutls_certificate_credentials_t load(const char* chain, const char* key) {
  gnutls_certificate_credentials_t out;
  gnutls_certificate_allocate_credentials(&out);
  if (chain != NULL && gnutls_certificate_set_x509_key_file(out, chain, key, GNUTLS_X509_FMT_PEM) != 0) exit(2);
  return out;
}

static void begin(void) {
  memset(&pair, 0, sizeof pair);
  pair_side_init(&pair.client, GNUTLS_CLIENT | flags_of("client flags="), &pair.to_client, &pair.to_server);
  pair_side_init(&pair.server, GNUTLS_SERVER | flags_of("server flags="), &pair.to_server, &pair.to_client);
  gnutls_priority_set_direct(pair.client.session, TLS12, NULL);
  gnutls_priority_set_direct(pair.server.session, TLS12, NULL);
  show(nobody, pair.client.session);
  show(server, pair.server.session);
}

/* The client of the next session comes back with what this one has left. */
static void come_back(void) {
  gnutls_free(session_data.data);
  printf("get_data2 %d\n", gnutls_session_get_data2(pair.client.session, &session_data));
  pair_deinit(&pair);
  begin();
  printf("set_data %d\n", gnutls_session_set_data(pair.client.session, session_data.data, session_data.size));
}

static int perform_for_both(const char* step) {
  if (strcmp(step, "first") == 0) {
    pair_handshake(&pair);
    printf("first %d %d\n", pair.client.result, pair.server.result);
    ended = pair.client.result < 0 || pair.server.result < 0;
  } else if (strcmp(step, "both") == 0) {
    both();
  } else if (strcmp(step, "back") == 0) {
    come_back();
  } else {
    return 0;
  }
  return 1;
}

static void perform(const char* step_of_line) {
  char* step = strdup(step_of_line);
  char *verb = strchr(step, ' '), *text = strchr(step, '=');
  if (perform_for_both(step)) {
    free(step);
    return;
  }
  if (verb == NULL) exit(2);
  *verb++ = 0;
  if (text != NULL) *text++ = 0;
  side_t* side = strcmp(step, "client") == 0 ? &pair.client : &pair.server;
  again = strcmp(verb, "reauth") == 0 ? reauthenticate : strcmp(verb, "handshake") == 0 ? gnutls_handshake : again;
  if (strcmp(verb, "receive") == 0)
    take(side, 1);
  else if (strcmp(verb, "read") == 0)
    take(side, TURNS);
  else if (strcmp(verb, "handshake") == 0)
    shake(side, verb);
  else if (strcmp(verb, "reauth") == 0)
    asking = pair_waits(shake(side, verb)) && side == &pair.server;
  else if (strcmp(verb, "flags") != 0) {
    int known = 1, result = run(side, verb, text, &known);
    if (!known) exit(2);
    printf("%s %s %d\n", name_of(side), verb, result);
  }
  free(step);
}

int main(int argc, char** argv) {
  if (argc <= FILES) return 2;
  steps = argc - FILES - 1;
  step_at = argv + FILES + 1;
  server = load(argv[1], argv[2]);
  other = load(argv[3], argv[4]);
  client = load(argv[5], argv[6]);
  nobody = load(NULL, NULL);
  gnutls_session_ticket_key_generate(&ticket_key);
  begin();
  for (int i = 0; i < steps; ++i) {
    const int last = strncmp(step_at[i], "finally ", strlen("finally ")) == 0;
    if (!ended || last) perform(step_at[i] + (last ? strlen("finally ") : 0));
  }
  pair_deinit(&pair);
  gnutls_free(ticket_key.data);
  gnutls_free(session_data.data);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(other);
  gnutls_certificate_free_credentials(client);
  gnutls_certificate_free_credentials(nobody);
  return 0;
}
