/* Functions of an application's extensions and supplemental data that call back into their session, end it, register more
   or lose their data. Nothing of that may crash or leak: the sanitizers watch. */
#include "check.h"
#include "differential/pair.h"

enum { OURS = 65300, KIND = 5, MORE = 30 };
enum place {
  CLIENT_SENDS,
  SERVER_RECEIVES,
  SERVER_SENDS,
  CLIENT_RECEIVES,
  DATA_OF_SERVER,
  TO_CLIENT,
  DATA_OF_CLIENT,
  TO_SERVER,
  PLACES
};
enum action { CALL_BACK, END, REGISTER, NOTHING_TO_APPEND, AGAIN, ACTIONS };

static const char* const priorities[] = {"NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2"};
static pair_t pair;
static gnutls_certificate_credentials_t server, client;
static enum action action;
static enum place acting;
static int calls, freed;

static void free_data(gnutls_ext_priv_data_t data) {
  ++freed;
  gnutls_free(data);
}

static int quiet(gnutls_session_t session, gnutls_buffer_t out) {
  (void)session;
  return gnutls_buffer_append_data(out, "more", 4);
}

static void call_back(gnutls_session_t session) {
  char data[4];
  gnutls_datum_t protocol;
  CHECK_IS(gnutls_handshake(session), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_record_recv(session, data, sizeof data), GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE);
  CHECK_IS(gnutls_record_send(session, "x", 1), GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE);
  gnutls_alpn_get_selected_protocol(session, &protocol);
  gnutls_protocol_get_version(session);
  gnutls_session_set_ptr(session, NULL);
}

static int act(enum place place, gnutls_session_t session, gnutls_buffer_t out) {
  gnutls_ext_set_data(session, OURS, gnutls_strdup("kept by a function"));
  if (place != acting || calls++ > 0) return 0;
  switch (action) {
    case CALL_BACK: call_back(session); break;
    case END: gnutls_deinit(session); break;
    case REGISTER:
      for (int i = 1; i <= MORE; ++i)
        CHECK_IS(
            gnutls_session_ext_register(session, "more", OURS + i, GNUTLS_EXT_TLS, NULL, quiet, NULL, NULL, NULL, 0),
            0);
      for (int i = 1; i <= MORE; ++i) {
        gnutls_supplemental_data_format_type_t kind = (gnutls_supplemental_data_format_type_t)(KIND + i);
        if (place >= DATA_OF_SERVER)
          CHECK_IS(gnutls_session_supplemental_register(session, "more", kind, NULL, NULL, 0), 0);
      }
      break;
    case NOTHING_TO_APPEND:
      CHECK_IS(gnutls_buffer_append_data(NULL, "x", 1), GNUTLS_E_INVALID_REQUEST);
      if (out != NULL) CHECK_IS(gnutls_buffer_append_data(out, NULL, 1), GNUTLS_E_INVALID_REQUEST);
      if (out != NULL) CHECK_IS(gnutls_buffer_append_data(out, NULL, 0), 0);
      break;
    case AGAIN: return GNUTLS_E_AGAIN;
    case ACTIONS: break;
  }
  return 0;
}

static int is_client(gnutls_session_t session) { return session == pair.client.session; }

static int send_extension(gnutls_session_t session, gnutls_buffer_t out) {
  CHECK_IS(gnutls_buffer_append_data(out, "text", 4), 0);
  return act(is_client(session) ? CLIENT_SENDS : SERVER_SENDS, session, out);
}

static int receive_extension(gnutls_session_t session, const unsigned char* data, size_t size) {
  CHECK(size == 4 && memcmp(data, "text", size) == 0);
  return act(is_client(session) ? CLIENT_RECEIVES : SERVER_RECEIVES, session, NULL);
}

static int send_data(gnutls_session_t session, gnutls_buffer_t out) {
  CHECK_IS(gnutls_buffer_append_data(out, "data", 4), 0);
  return act(is_client(session) ? DATA_OF_CLIENT : DATA_OF_SERVER, session, out);
}

static int receive_data(gnutls_session_t session, const unsigned char* data, size_t size) {
  CHECK(size == 4 && memcmp(data, "data", size) == 0);
  return act(is_client(session) ? TO_CLIENT : TO_SERVER, session, NULL);
}

static void start(int version, int with_data) {
  pair_init(&pair, priorities[version]);
  CHECK_IS(gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server), 0);
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client), 0);
  gnutls_session_t sessions[] = {pair.client.session, pair.server.session};
  for (int i = 0; i < 2; ++i) {
    CHECK_IS(gnutls_session_ext_register(sessions[i], "ours", OURS, GNUTLS_EXT_TLS, receive_extension, send_extension,
                                         free_data, NULL, NULL, 0),
             0);
    if (!with_data) continue;
    CHECK_IS(gnutls_session_supplemental_register(sessions[i], "data", (gnutls_supplemental_data_format_type_t)KIND,
                                                  receive_data, send_data, 0),
             0);
    gnutls_supplemental_recv(sessions[i], 1);
    gnutls_supplemental_send(sessions[i], 1);
  }
  calls = freed = 0;
}

static int acts_on_server(enum place place) {
  return place == SERVER_RECEIVES || place == SERVER_SENDS || place == DATA_OF_SERVER || place == TO_SERVER;
}

/* Both sides by turns. A session that was ended is not touched any more. */
static void shake(void) {
  side_t* sides[] = {&pair.client, &pair.server};
  int lives[] = {1, 1};
  for (int round = 0; round < 20; ++round)
    for (int i = 0; i < 2; ++i) {
      if (lives[i] && pair_waits(sides[i]->result)) sides[i]->result = gnutls_handshake(sides[i]->session);
      if (action == END && calls > 0 && acts_on_server(acting) == i) lives[i] = 0;
    }
  side_t* acted = sides[acts_on_server(acting)];
  const int fails = action == END || action == AGAIN;
  if (fails) CHECK_IS(acted->result, GNUTLS_E_INVALID_SESSION);
  if (!fails) CHECK_IS(pair.client.result, 0);
  if (!fails) CHECK_IS(pair.server.result, 0);
  for (int i = 0; i < 2; ++i)
    if (lives[i]) gnutls_deinit(sides[i]->session);
  CHECK(freed > 0);
}

static void every_function_does_everything(void) {
  for (int version = 0; version < 2; ++version)
    for (action = CALL_BACK; action < ACTIONS; ++action)
      for (acting = CLIENT_SENDS; acting < PLACES; ++acting) {
        const int with_data = acting >= DATA_OF_SERVER;
        if (with_data && version == 0) continue; /* TLS 1.3 has none */
        start(version, with_data);
        shake();
        CHECK(calls > 0);
      }
}

/* Data is freed once, and neither null nor what was never taken. */
static void data_is_freed_once(void) {
  gnutls_ext_priv_data_t data = NULL;
  acting = PLACES;
  start(0, 0);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, 0);
  gnutls_session_t session = pair.client.session;
  freed = 0;
  gnutls_ext_set_data(session, OURS, gnutls_strdup("one"));
  gnutls_ext_set_data(session, OURS, gnutls_strdup("two"));
  CHECK_IS(freed, 2);
  CHECK_IS(gnutls_ext_get_data(session, OURS, &data), 0);
  CHECK(strcmp(data, "two") == 0);
  gnutls_ext_set_data(session, OURS, NULL);
  CHECK_IS(freed, 3);
  gnutls_ext_set_data(session, OURS + 1, &data);
  CHECK_IS(gnutls_ext_get_data(session, OURS + 1, &data), GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE);
  gnutls_ext_set_data(session, OURS, gnutls_strdup("three"));
  pair_deinit(&pair);
  CHECK_IS(freed, 5);
}

static int pass(void* context, unsigned id, const unsigned char* data, unsigned size) {
  (void)context, (void)id, (void)data, (void)size;
  return 0;
}

static void null_pointers(void) {
  gnutls_ext_priv_data_t data = NULL;
  const gnutls_datum_t nothing = {NULL, 0}, absent = {NULL, 4};
  CHECK_IS(gnutls_ext_register(NULL, OURS, GNUTLS_EXT_TLS, NULL, NULL, NULL, NULL, NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_session_ext_register(NULL, "x", OURS, GNUTLS_EXT_TLS, NULL, NULL, NULL, NULL, NULL, 0),
           GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_ext_get_data(NULL, OURS, &data), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_ext_raw_parse(NULL, NULL, &nothing, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_ext_raw_parse(NULL, pass, NULL, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_ext_raw_parse(NULL, pass, &absent, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_ext_raw_parse(NULL, pass, &nothing, 0), 0);
  CHECK_IS(gnutls_supplemental_register(NULL, (gnutls_supplemental_data_format_type_t)KIND, NULL, NULL),
           GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_session_supplemental_register(NULL, "x", (gnutls_supplemental_data_format_type_t)KIND, NULL, NULL, 0),
           GNUTLS_E_INVALID_REQUEST);
  gnutls_ext_set_data(NULL, OURS, NULL);
  gnutls_supplemental_recv(NULL, 1);
  gnutls_supplemental_send(NULL, 1);
  CHECK_IS(gnutls_ext_get_current_msg(NULL), 0);
  CHECK(gnutls_ext_get_name2(NULL, 16, GNUTLS_EXT_ANY) != NULL);
}

int main(void) {
  CHECK_IS(gnutls_certificate_allocate_credentials(&server), 0);
  CHECK_IS(gnutls_certificate_allocate_credentials(&client), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(server, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
           0);
  every_function_does_everything();
  data_is_freed_once();
  null_pointers();
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
