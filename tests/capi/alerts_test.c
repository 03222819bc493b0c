/* After a fatal alert has come nothing is sent, whichever function asks (docs/api-behaviour.md, 49), nor for what is no
   error. */
#include "check.h"
#include "differential/pair.h"

static pair_t pair;
static gnutls_certificate_credentials_t server, client;

static size_t waiting(const queue_t* queue) { return queue->end - queue->begin; }

static void begin(const char* priority) {
  pair_init(&pair, priority);
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client), 0);
  CHECK_IS(gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server), 0);
}

static void expect_silence(side_t* side, int code) {
  const size_t before = waiting(side->out);
  CHECK_IS(gnutls_alert_get(side->session), GNUTLS_A_INTERNAL_ERROR);
  CHECK_IS(gnutls_alert_send_appropriate(side->session, code), 0);
  CHECK_IS(gnutls_alert_send(side->session, GNUTLS_AL_FATAL, GNUTLS_A_HANDSHAKE_FAILURE), 0);
  CHECK_IS(gnutls_alert_send(side->session, GNUTLS_AL_WARNING, GNUTLS_A_CLOSE_NOTIFY), 0);
  CHECK_IS(waiting(side->out), before);
}

static void end_by(side_t* side) {
  CHECK_IS(gnutls_alert_send(side->session, GNUTLS_AL_FATAL, GNUTLS_A_INTERNAL_ERROR), 0);
}

static void in_handshake(const char* priority) {
  begin(priority);
  CHECK_IS(gnutls_handshake(pair.client.session), GNUTLS_E_AGAIN);
  end_by(&pair.server);
  CHECK_IS(gnutls_handshake(pair.client.session), GNUTLS_E_FATAL_ALERT_RECEIVED);
  expect_silence(&pair.client, GNUTLS_E_FATAL_ALERT_RECEIVED);
  expect_silence(&pair.client, GNUTLS_E_CERTIFICATE_ERROR);
  pair_deinit(&pair);
}

static void after_handshake(const char* priority, int by_server) {
  char room[16];
  begin(priority);
  pair_handshake(&pair);
  CHECK(pair.client.result == 0 && pair.server.result == 0);
  end_by(by_server ? &pair.server : &pair.client);
  side_t* const side = by_server ? &pair.client : &pair.server;
  CHECK_IS(gnutls_record_recv(side->session, room, sizeof room), GNUTLS_E_FATAL_ALERT_RECEIVED);
  expect_silence(side, GNUTLS_E_FATAL_ALERT_RECEIVED);
  pair_deinit(&pair);
}

/* Programs call it with whatever a function returned. */
static void nothing_is_due(const char* priority) {
  const int codes[] = {0, GNUTLS_E_AGAIN, GNUTLS_E_INTERRUPTED, GNUTLS_E_WARNING_ALERT_RECEIVED,
                       GNUTLS_E_FATAL_ALERT_RECEIVED};
  begin(priority);
  pair_handshake(&pair);
  const size_t before = waiting(pair.client.out);
  for (size_t i = 0; i < sizeof codes / sizeof *codes; ++i)
    CHECK_IS(gnutls_alert_send_appropriate(pair.client.session, codes[i]), 0);
  CHECK_IS(waiting(pair.client.out), before);
  pair_deinit(&pair);
}

int main(void) {
  const char* const priorities[] = {"NORMAL:-VERS-ALL:+VERS-TLS1.2", "NORMAL:-VERS-ALL:+VERS-TLS1.3"};
  CHECK_IS(gnutls_certificate_allocate_credentials(&server), 0);
  CHECK_IS(gnutls_certificate_allocate_credentials(&client), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(server, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
           0);
  for (int i = 0; i < 2; ++i) {
    in_handshake(priorities[i]);
    after_handshake(priorities[i], 0);
    after_handshake(priorities[i], 1);
    nothing_is_due(priorities[i]);
  }
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
