/* server CERTIFICATES.pem KEY.pem: prints its port, then sends back what each
   client sends, one client at a time. */
#include <gnutls/gnutls.h>

#include "tcp.h"

static void serve(gnutls_session_t session) {
  int code;
  do code = gnutls_handshake(session);
  while (code < 0 && !gnutls_error_is_fatal(code));
  if (code < 0) {
    fprintf(stderr, "handshake: %s\n", gnutls_strerror(code));
    gnutls_alert_send_appropriate(session, code);
    return;
  }
  char data[4096];
  ssize_t n;
  while ((n = gnutls_record_recv(session, data, sizeof data)) != 0) {
    if (n < 0 && !gnutls_error_is_fatal((int)n)) continue;
    if (n < 0 || gnutls_record_send(session, data, (size_t)n) != n) return;
  }
  gnutls_bye(session,
             GNUTLS_SHUT_WR); /* the client has said goodbye: so do we */
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  gnutls_certificate_credentials_t own;
  gnutls_priority_t priority;
  gnutls_certificate_allocate_credentials(&own);
  int code = gnutls_certificate_set_x509_key_file(own, argv[1], argv[2],
                                                  GNUTLS_X509_FMT_PEM);
  if (code < 0)
    return fprintf(stderr, "%s: %s\n", argv[1], gnutls_strerror(code)), 2;
  gnutls_priority_init(&priority, NULL,
                       NULL); /* compiled once, for every session */

  int listening = tcp_listen();
  for (int fd; (fd = accept(listening, NULL, NULL)) >= 0; close(fd)) {
    gnutls_session_t session;
    gnutls_init(&session, GNUTLS_SERVER | GNUTLS_NO_SIGNAL);
    gnutls_priority_set(session, priority);
    gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, own);
    gnutls_handshake_set_timeout(session, GNUTLS_DEFAULT_HANDSHAKE_TIMEOUT);
    gnutls_transport_set_int(session, fd);
    serve(session);
    gnutls_deinit(session);
  }
  return 1;
}
