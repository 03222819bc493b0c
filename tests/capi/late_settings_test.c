/* What a program sets after its first call of gnutls_handshake() counts all the same: in a hook, in the post-client-hello
   function, between two calls. A verification that is asked for late must not be silently left out. */
#include <gnutls/x509.h>

#include "check.h"
#include "differential/pair.h"

typedef enum { VERIFY_CERT, VERIFY_FUNCTION, FUNCTION_OF_CREDENTIALS, OTHER_CREDENTIALS, KEYLOG, SETTINGS } setting_t;
static const char* const settings[] = {"session_set_verify_cert", "session_set_verify_function",
                                       "certificate_set_verify_function", "credentials_set",
                                       "session_set_keylog_function"};

typedef enum { HELLO_HOOK, CERTIFICATE_HOOK, CLIENT_HELLO_FUNCTION, BETWEEN_CALLS, PLACES } place_t;
static const char* const places[] = {"hook of the peer's hello", "hook of the peer's certificate",
                                     "post-client-hello function", "between two calls"};

static pair_t pair;
static gnutls_certificate_credentials_t server, client, other;
static int armed, calls;
static setting_t setting;

static int refuse(gnutls_session_t session) {
  (void)session;
  ++calls;
  return GNUTLS_E_CERTIFICATE_ERROR;
}

static int keylog(gnutls_session_t session, const char* label, const gnutls_datum_t* secret) {
  (void)session, (void)label, (void)secret;
  ++calls;
  return 0;
}

static void set(gnutls_session_t session) {
  if (!armed) return;
  armed = 0;
  const int is_server = session == pair.server.session;
  switch (setting) {
    case VERIFY_CERT: gnutls_session_set_verify_cert(session, is_server ? NULL : "wrong.example", 0); break;
    case VERIFY_FUNCTION: gnutls_session_set_verify_function(session, refuse); break;
    case FUNCTION_OF_CREDENTIALS: gnutls_certificate_set_verify_function(is_server ? server : client, refuse); break;
    case OTHER_CREDENTIALS: CHECK_IS(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, other), 0); break;
    case KEYLOG: gnutls_session_set_keylog_function(session, keylog); break;
    case SETTINGS: break;
  }
}

static int hook(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                const gnutls_datum_t* message) {
  (void)type, (void)when, (void)incoming, (void)message;
  set(session);
  return 0;
}

static int client_hello(gnutls_session_t session) {
  set(session);
  return 0;
}

static void prepare(side_t* side, int is_server, place_t place) {
  const unsigned hello = is_server ? GNUTLS_HANDSHAKE_CLIENT_HELLO : GNUTLS_HANDSHAKE_SERVER_HELLO;
  switch (place) {
    case HELLO_HOOK: gnutls_handshake_set_hook_function(side->session, hello, GNUTLS_HOOK_PRE, hook); break;
    case CERTIFICATE_HOOK:
      gnutls_handshake_set_hook_function(side->session, GNUTLS_HANDSHAKE_CERTIFICATE_PKT, GNUTLS_HOOK_PRE, hook);
      break;
    case CLIENT_HELLO_FUNCTION: gnutls_handshake_set_post_client_hello_function(side->session, client_hello); break;
    case BETWEEN_CALLS:
      CHECK_IS(gnutls_handshake(side->session), GNUTLS_E_AGAIN);
      set(side->session);
      break;
    case PLACES: break;
  }
}

static void counts(const char* priority, int is_server, place_t place) {
  pair_init(&pair, priority);
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client), 0);
  CHECK_IS(gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server), 0);
  gnutls_certificate_server_set_request(pair.server.session, GNUTLS_CERT_REQUIRE);
  side_t* const side = is_server ? &pair.server : &pair.client;
  calls = 0;
  armed = 1;
  prepare(side, is_server, place);
  pair_handshake(&pair);
  printf("%s, %s, %s, %s: %d, calls %d\n", priority + 22, is_server ? "server" : "client", places[place],
         settings[setting], side->result, calls);
  fflush(stdout);
  CHECK(!armed);
  if (setting == VERIFY_CERT)
    CHECK_IS(side->result, GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR);
  else
    CHECK(calls != 0);
  CHECK((side->result == 0) == (setting == KEYLOG));
  gnutls_certificate_set_verify_function(client, NULL);
  gnutls_certificate_set_verify_function(server, NULL);
  pair_deinit(&pair);
}

/* A session that was made without a verification goes on, and the demand comes when it has been offered: the server's
   certificate of that time is judged. */
static void counts_in_a_resumption(const char* priority, const gnutls_datum_t* ticket_key, place_t place) {
  gnutls_datum_t data = {NULL, 0};
  for (int round = 0; round < 2; ++round) {
    char text[4];
    pair_init(&pair, priority);
    CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client), 0);
    CHECK_IS(gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server), 0);
    CHECK_IS(gnutls_session_ticket_enable_server(pair.server.session, ticket_key), 0);
    if (data.size != 0) CHECK_IS(gnutls_session_set_data(pair.client.session, data.data, data.size), 0);
    calls = 0;
    armed = data.size != 0;
    if (armed) prepare(&pair.client, 0, place);
    pair_handshake(&pair);
    if (data.size == 0) {
      CHECK_IS(gnutls_record_send(pair.server.session, "x", 1), 1);
      while (gnutls_record_recv(pair.client.session, text, sizeof text) == GNUTLS_E_AGAIN) continue; /* the tickets */
      CHECK_IS(gnutls_session_get_data2(pair.client.session, &data), 0);
    } else {
      printf("%s, resumed, %s, %s: %d, calls %d\n", priority + 22, places[place], settings[setting], pair.client.result,
             calls);
      fflush(stdout);
      CHECK(!armed);
      CHECK(gnutls_session_is_resumed(pair.client.session));
      if (setting == VERIFY_CERT)
        CHECK_IS(pair.client.result, GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR);
      else
        CHECK_IS(calls, 1);
      CHECK(pair.client.result < 0);
    }
    gnutls_certificate_set_verify_function(client, NULL);
    pair_deinit(&pair);
  }
  gnutls_free(data.data);
}

static void load(gnutls_certificate_credentials_t* credentials, const char* certificate, const char* key) {
  CHECK_IS(gnutls_certificate_allocate_credentials(credentials), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(*credentials, certificate, key, GNUTLS_X509_FMT_PEM), 0);
}

int main(void) {
  const char* const priorities[] = {"NORMAL:-VERS-ALL:+VERS-TLS1.2", "NORMAL:-VERS-ALL:+VERS-TLS1.3"};
  load(&server, DATA("server.pem"), DATA("server.key"));
  load(&client, DATA("client.pem"), DATA("client.key"));
  load(&other, DATA("server.pem"), DATA("server.key"));
  gnutls_certificate_set_verify_function(other, refuse);
  for (int version = 0; version < 2; ++version)
    for (int is_server = 0; is_server < 2; ++is_server)
      for (int place = 0; place < PLACES; ++place)
        for (setting = VERIFY_CERT; setting < SETTINGS; ++setting) {
          if (place == CLIENT_HELLO_FUNCTION && !is_server) continue;
          counts(priorities[version], is_server, (place_t)place);
        }
  gnutls_datum_t ticket_key;
  CHECK_IS(gnutls_session_ticket_key_generate(&ticket_key), 0);
  for (int version = 0; version < 2; ++version)
    for (setting = VERIFY_CERT; setting < KEYLOG; ++setting) {
      counts_in_a_resumption(priorities[version], &ticket_key, HELLO_HOOK);
      counts_in_a_resumption(priorities[version], &ticket_key, BETWEEN_CALLS);
    }
  gnutls_free(ticket_key.data);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  gnutls_certificate_free_credentials(other);
  return 0;
}
