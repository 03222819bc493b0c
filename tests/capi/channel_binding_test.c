/* What names a connection to a protocol above it (RFC 5929, RFC 9266), and keys for such protocols (RFC 5705). Without the
   extended master secret two connections may have the same of them (RFC 7627, 5.4). */
#include "check.h"
#include "differential/pair.h"

#define TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"
#define TLS13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"
#define LABEL "EXPORTER-Channel-Binding"

static pair_t pair;
static gnutls_certificate_credentials_t server, client;
static gnutls_datum_t ticket_key, session;

static void establish(const char* priority, int resumed) {
  pair_init(&pair, priority);
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client), 0);
  CHECK_IS(gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server), 0);
  CHECK_IS(gnutls_session_ticket_enable_server(pair.server.session, &ticket_key), 0);
  if (resumed) CHECK_IS(gnutls_session_set_data(pair.client.session, session.data, session.size), 0);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, 0);
  CHECK_IS(pair.server.result, 0);
  CHECK_IS(gnutls_session_is_resumed(pair.client.session) != 0, resumed);
}

static int same(const gnutls_datum_t* a, const gnutls_datum_t* b) {
  return a->size == b->size && a->size != 0 && memcmp(a->data, b->data, a->size) == 0;
}

/* Of both ends, which must agree. */
static int binding(gnutls_channel_binding_t type, gnutls_datum_t* out) {
  gnutls_datum_t other = {NULL, 0};
  const int code = gnutls_session_channel_binding(pair.client.session, type, out);
  CHECK_IS(gnutls_session_channel_binding(pair.server.session, type, &other), code);
  if (code == 0) CHECK(same(out, &other));
  gnutls_free(other.data);
  return code;
}

static void expect(gnutls_channel_binding_t type, int code) {
  gnutls_datum_t out = {NULL, 0};
  CHECK_IS(binding(type, &out), code);
  gnutls_free(out.data);
}

/* The exporter's value for an empty context. */
static void expect_exporter(void) {
  gnutls_datum_t out = {NULL, 0};
  unsigned char key[32];
  CHECK_IS(binding(GNUTLS_CB_TLS_EXPORTER, &out), 0);
  CHECK_IS(out.size, sizeof key);
  CHECK_IS(gnutls_prf_rfc5705(pair.server.session, strlen(LABEL), LABEL, 0, "", sizeof key, (char*)key), 0);
  CHECK(memcmp(key, out.data, sizeof key) == 0);
  gnutls_free(out.data);
}

static void expect_no_exporter(void) {
  unsigned char key[32];
  expect(GNUTLS_CB_TLS_EXPORTER, GNUTLS_E_CHANNEL_BINDING_NOT_AVAILABLE);
  const int code = gnutls_prf_rfc5705(pair.client.session, strlen(LABEL), LABEL, 0, "", sizeof key, (char*)key);
  CHECK_IS(code, GNUTLS_E_INSUFFICIENT_SECURITY);
}

int main(void) {
  CHECK_IS(gnutls_certificate_allocate_credentials(&server), 0);
  CHECK_IS(gnutls_certificate_allocate_credentials(&client), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(server, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
           0);
  CHECK_IS(gnutls_session_ticket_key_generate(&ticket_key), 0);

  establish(TLS13, 0);
  expect_exporter();
  expect(GNUTLS_CB_TLS_UNIQUE, GNUTLS_E_CHANNEL_BINDING_NOT_AVAILABLE);
  pair_deinit(&pair);

  establish(TLS12, 0);
  expect_exporter();
  expect(GNUTLS_CB_TLS_UNIQUE, 0);
  pair_deinit(&pair);

  establish(TLS12 ":%NO_SESSION_HASH", 0);
  expect_no_exporter();
  expect(GNUTLS_CB_TLS_UNIQUE, 0);
  CHECK_IS(gnutls_session_get_data2(pair.client.session, &session), 0);
  pair_deinit(&pair);

  establish(TLS12 ":%NO_SESSION_HASH", 1);
  expect_no_exporter();
  expect(GNUTLS_CB_TLS_UNIQUE, GNUTLS_E_CHANNEL_BINDING_NOT_AVAILABLE);
  pair_deinit(&pair);

  gnutls_free(session.data);
  gnutls_free(ticket_key.data);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
