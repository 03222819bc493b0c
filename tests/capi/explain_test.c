/* handfast_session_explain(): nothing to tell, a failure in both forms, wrong arguments, and many threads at once. */
#include <gnutls/gnutls.h>
#include <handfast/explain.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

enum { THREADS = 8 };

static const char http[] = "HTTP/1.1 400 Bad Request\r\n";

static gnutls_certificate_credentials_t credentials;

static gnutls_session_t client(int fd) {
  gnutls_session_t session;
  CHECK_IS(gnutls_init(&session, GNUTLS_CLIENT), 0);
  CHECK_IS(gnutls_set_default_priority(session), 0);
  CHECK_IS(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials), 0);
  gnutls_transport_set_int(session, fd);
  return session;
}

static void nothing_to_tell(void) {
  gnutls_session_t session = client(-1);
  gnutls_datum_t out = {(unsigned char*)"x", 1};
  CHECK_IS(handfast_session_explain(session, HANDFAST_EXPLAIN_TEXT, &out), GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE);
  CHECK(out.data == NULL && out.size == 0);
  CHECK_IS(gnutls_record_send(session, "x", 1), GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE);
  CHECK_IS(handfast_session_explain(session, HANDFAST_EXPLAIN_JSON, &out), GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE);
  CHECK_IS(handfast_session_explain(NULL, HANDFAST_EXPLAIN_JSON, &out), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(handfast_session_explain(session, HANDFAST_EXPLAIN_JSON, NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(handfast_session_explain(session, (handfast_explain_format_t)7, &out), GNUTLS_E_INVALID_REQUEST);
  gnutls_deinit(session);
}

static void expect(gnutls_session_t session, handfast_explain_format_t format, const char* start, const char* part) {
  gnutls_datum_t out;
  CHECK_IS(handfast_session_explain(session, format, &out), 0);
  const char* text = (const char*)out.data;
  CHECK_IS(strlen(text), out.size);
  CHECK(strncmp(text, start, strlen(start)) == 0);
  CHECK(strstr(text, part) != NULL);
  gnutls_free(out.data);
}

static void* fail(void* unused) {
  int pair[2];
  CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  gnutls_session_t session = client(pair[0]);
  CHECK(write(pair[1], http, sizeof http - 1) == (ssize_t)(sizeof http - 1));
  CHECK_IS(gnutls_handshake(session), GNUTLS_E_UNEXPECTED_PACKET);
  expect(session, HANDFAST_EXPLAIN_TEXT, "TLS failed: the other side does not speak TLS",
         "\"HTTP/1.1 400 Bad Request\"");
  expect(session, HANDFAST_EXPLAIN_JSON, "{\"error\":\"GNUTLS_E_UNEXPECTED_PACKET\",\"code\":-15,",
         "\"alert_held\":true");
  /* What the program sends later shows, and a call that comes too late changes nothing. */
  CHECK_IS(gnutls_alert_send_appropriate(session, GNUTLS_E_UNEXPECTED_PACKET), 0);
  CHECK_IS(gnutls_handshake(session), GNUTLS_E_INVALID_SESSION);
  expect(session, HANDFAST_EXPLAIN_JSON, "{\"error\":\"GNUTLS_E_UNEXPECTED_PACKET\"", "\"alert_held\":false");
  /* The bytes that were shown are still there for whoever reads the descriptor next. */
  char rest[64];
  CHECK(read(pair[0], rest, sizeof rest) == (ssize_t)(sizeof http - 1 - strlen("HTTP/")));
  gnutls_deinit(session);
  close(pair[0]);
  close(pair[1]);
  return unused;
}

int main(void) {
  pthread_t threads[THREADS];
  CHECK_IS(gnutls_certificate_allocate_credentials(&credentials), 0);
  nothing_to_tell();
  for (int i = 0; i < THREADS; ++i) CHECK_IS(pthread_create(&threads[i], NULL, fail, NULL), 0);
  for (int i = 0; i < THREADS; ++i) CHECK_IS(pthread_join(threads[i], NULL), 0);
  gnutls_certificate_free_credentials(credentials);
  return 0;
}
