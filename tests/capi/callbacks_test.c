/* Callbacks that call back into their session, or end it, or free or change its credentials; credentials that go before
   their sessions; push functions that claim to have sent what they were not given. Nothing of that may crash or leak: the
   sanitizers watch. */
#include <gnutls/abstract.h>
#include <limits.h>
#include <stdint.h>

#include "check.h"
#include "differential/pair.h"

static const char* const priorities[] = {"NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2"};
static pair_t pair;
static gnutls_certificate_credentials_t server, client;

static gnutls_certificate_credentials_t credentials(const char* chain, const char* key) {
  gnutls_certificate_credentials_t out;
  CHECK_IS(gnutls_certificate_allocate_credentials(&out), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(out, chain, key, GNUTLS_X509_FMT_PEM), 0);
  CHECK_IS(gnutls_certificate_set_x509_trust_file(out, DATA("authority.pem"), GNUTLS_X509_FMT_PEM), 1);
  return out;
}

static void start(const char* priority) {
  pair_init(&pair, priority);
  server = credentials(DATA("server.pem"), DATA("server.key"));
  client = credentials(DATA("client.pem"), DATA("client.key"));
  CHECK_IS(gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server), 0);
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client), 0);
  gnutls_certificate_server_set_request(pair.server.session, GNUTLS_CERT_REQUIRE);
}

static void free_credentials(void) {
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  server = client = NULL;
}

/* What the callback under test does. */
enum action { CALL_BACK, END, FREE_CREDENTIALS, FREE_KEYS, OTHER_CREDENTIALS, ACTIONS };
static enum action action;
static int calls;

static void call_back(gnutls_session_t session) {
  char data[4];
  unsigned status = 0;
  CHECK_IS(gnutls_handshake(session), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_record_recv(session, data, sizeof data), GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE);
  CHECK_IS(gnutls_record_send(session, "x", 1), GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE);
  CHECK_IS(gnutls_record_send2(session, "x", 1, 5, 0), GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE);
  CHECK_IS(gnutls_record_uncork(session, 0), GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE);
  CHECK_IS(gnutls_bye(session, GNUTLS_SHUT_WR), GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE);
  CHECK(gnutls_session_key_update(session, 0) < 0);
  gnutls_certificate_verify_peers2(session, &status);
  gnutls_protocol_get_version(session);
  gnutls_certificate_get_ours(session);
}

static void act(gnutls_session_t session) {
  if (calls++ > 0) return;
  switch (action) {
    case CALL_BACK: call_back(session); break;
    case END: gnutls_deinit(session); break;
    case FREE_CREDENTIALS: free_credentials(); break;
    case FREE_KEYS:
      gnutls_certificate_free_keys(server);
      gnutls_certificate_free_keys(client);
      gnutls_certificate_free_cas(client);
      break;
    case OTHER_CREDENTIALS:
      CHECK_IS(
          gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, session == pair.client.session ? client : server), 0);
      gnutls_credentials_clear(session);
      break;
    case ACTIONS: break;
  }
}

static int hook(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                const gnutls_datum_t* message) {
  (void)type, (void)when, (void)incoming, (void)message;
  act(session);
  return 0;
}

static int simple(gnutls_session_t session) {
  act(session);
  return 0;
}

static int keylog(gnutls_session_t session, const char* label, const gnutls_datum_t* secret) {
  (void)label, (void)secret;
  act(session);
  return 0;
}

static int nothing_retrieved(gnutls_session_t session, const gnutls_datum_t* names, int count,
                             const gnutls_pk_algorithm_t* keys, int key_count, gnutls_pcert_st** list, unsigned* size,
                             gnutls_privkey_t* key) {
  (void)names, (void)count, (void)keys, (void)key_count, (void)list, (void)key;
  *size = 0;
  act(session);
  return 0;
}

static void ask_hook(gnutls_session_t session, int type, int when) {
  gnutls_handshake_set_hook_function(session, (unsigned)type, when, hook);
}

/* Each place from which the library calls the program. */
enum { HELLO, VERIFY_CLIENT, VERIFY_SERVER, RETRIEVE_CLIENT, RETRIEVE_SERVER, KEYLOG, HOOKS, PLACES = HOOKS + 12 };

static void prepare(int place) {
  static const int types[] = {1, 2, 8, 11, 15, 20};
  gnutls_session_t to_client = pair.client.session, to_server = pair.server.session;
  calls = 0;
  switch (place) {
    case HELLO: gnutls_handshake_set_post_client_hello_function(to_server, simple); return;
    case VERIFY_CLIENT: gnutls_session_set_verify_function(to_client, simple); return;
    case VERIFY_SERVER: gnutls_session_set_verify_function(to_server, simple); return;
    case RETRIEVE_CLIENT: gnutls_certificate_set_retrieve_function2(client, nothing_retrieved); return;
    case RETRIEVE_SERVER: gnutls_certificate_set_retrieve_function2(server, nothing_retrieved); return;
    case KEYLOG: gnutls_session_set_keylog_function(to_client, keylog); return;
    default: ask_hook(place % 2 != 0 ? to_client : to_server, types[(place - HOOKS) / 2], GNUTLS_HOOK_BOTH);
  }
}

/* Both sides by turns, until they stop. A session that was ended is not touched any more. */
static void shake(int place) {
  const int ends_server =
      place == HELLO || place == VERIFY_SERVER || place == RETRIEVE_SERVER || (place >= HOOKS && place % 2 == 0);
  int client_lives = 1, server_lives = 1, client_result = GNUTLS_E_AGAIN, server_result = GNUTLS_E_AGAIN;
  for (int round = 0; round < 20; ++round) {
    if (client_lives && pair_waits(client_result)) client_result = gnutls_handshake(pair.client.session);
    if (action == END && calls > 0 && !ends_server) client_lives = 0;
    if (server_lives && pair_waits(server_result)) server_result = gnutls_handshake(pair.server.session);
    if (action == END && calls > 0 && ends_server) server_lives = 0;
  }
  if (!client_lives) CHECK_IS(client_result, GNUTLS_E_INVALID_SESSION);
  if (!server_lives) CHECK_IS(server_result, GNUTLS_E_INVALID_SESSION);
  if (action == CALL_BACK && place != RETRIEVE_CLIENT && place != RETRIEVE_SERVER) {
    CHECK_IS(client_result, 0);
    CHECK_IS(server_result, 0);
  }
  if (client_lives) gnutls_deinit(pair.client.session);
  if (server_lives) gnutls_deinit(pair.server.session);
}

static void every_callback_does_everything(void) {
  for (int version = 0; version < 2; ++version)
    for (action = CALL_BACK; action < ACTIONS; ++action)
      for (int place = 0; place < PLACES; ++place) {
        start(priorities[version]);
        prepare(place);
        shake(place);
        CHECK(calls > 0 || place >= HOOKS); /* TLS 1.2 has no EncryptedExtensions */
        free_credentials();
      }
}

/* A handle that goes too early takes nothing away from sessions that have it. */
static void credentials_that_go_first(void) {
  for (int version = 0; version < 2; ++version) {
    start(priorities[version]);
    gnutls_session_set_verify_cert(pair.client.session, "localhost", GNUTLS_VERIFY_DISABLE_TIME_CHECKS);
    gnutls_session_set_verify_cert(pair.server.session, NULL, GNUTLS_VERIFY_DISABLE_TIME_CHECKS);
    free_credentials();
    pair_handshake(&pair);
    CHECK_IS(pair.client.result, 0);
    CHECK_IS(pair.server.result, 0);
    unsigned status = 7;
    CHECK_IS(gnutls_certificate_verify_peers2(pair.client.session, &status), 0);
    CHECK(gnutls_certificate_get_ours(pair.server.session) != NULL);
    pair_deinit(&pair);
  }
}

/* What a push function claims to have sent: `beyond` bytes more than it has, or that number itself. */
static ssize_t beyond;

static ssize_t boasting_push(gnutls_transport_ptr_t pointer, const void* data, size_t size) {
  const ssize_t pushed = pair_push(pointer, data, size);
  if (pushed < 0) return pushed;
  return beyond > INT32_MAX ? beyond : pushed + beyond;
}

static ssize_t boasting_vec_push(gnutls_transport_ptr_t pointer, const giovec_t* parts, int count) {
  ssize_t pushed = 0;
  for (int i = 0; i < count; ++i) pushed = boasting_push(pointer, parts[i].iov_base, parts[i].iov_len);
  return pushed;
}

static void boast(gnutls_session_t session, int by_parts) {
  if (by_parts)
    gnutls_transport_set_vec_push_function(session, boasting_vec_push);
  else
    gnutls_transport_set_push_function(session, boasting_push);
}

/* It has taken all there was: nothing is lost, left out or sent twice. */
static void arrives(size_t size) {
  static char sent[40000], received[40000];
  for (size_t i = 0; i < size; ++i) sent[i] = (char)(i * 7);
  gnutls_record_cork(pair.client.session);
  for (size_t at = 0; at < size;) at += (size_t)gnutls_record_send(pair.client.session, sent + at, size - at);
  CHECK_IS(gnutls_record_uncork(pair.client.session, 0), size);
  for (size_t at = 0; at < size;) {
    const ssize_t got = gnutls_record_recv(pair.server.session, received + at, sizeof received - at);
    CHECK(got > 0);
    at += (size_t)got;
  }
  CHECK(memcmp(sent, received, size) == 0);
  CHECK_IS(gnutls_record_recv(pair.server.session, received, sizeof received), GNUTLS_E_AGAIN);
}

static void push_functions_that_claim_too_much(void) {
  const ssize_t claims[] = {1, 5, 20000, INT32_MAX, (ssize_t)UINT32_MAX + 1, SSIZE_MAX - 1, SSIZE_MAX};
  for (int version = 0; version < 2; ++version)
    for (size_t i = 0; i < sizeof claims / sizeof claims[0]; ++i)
      for (int by_parts = 0; by_parts < 2; ++by_parts) {
        char data[4];
        beyond = claims[i];
        start(priorities[version]);
        boast(pair.client.session, by_parts);
        boast(pair.server.session, by_parts);
        pair_handshake(&pair);
        CHECK_IS(pair.client.result, 0);
        CHECK_IS(pair.server.result, 0);
        arrives(1);
        arrives(40000);
        CHECK_IS(gnutls_bye(pair.client.session, GNUTLS_SHUT_WR), 0);
        CHECK_IS(gnutls_record_recv(pair.server.session, data, sizeof data), 0);
        pair_deinit(&pair);
        free_credentials();
      }
}

int main(void) {
  every_callback_does_everything();
  credentials_that_go_first();
  push_functions_that_claim_too_much();
  return 0;
}
