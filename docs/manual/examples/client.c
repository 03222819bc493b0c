/* client HOST PORT AUTHORITIES.pem: sends its standard input to a server and
   prints what comes back. */
#include <gnutls/gnutls.h>
#include <string.h>

#include "tcp.h"

static int failed(gnutls_session_t session, const char* step, int code) {
  fprintf(stderr, "%s: %s\n", step, gnutls_strerror(code));
  if (code == GNUTLS_E_FATAL_ALERT_RECEIVED)
    fprintf(stderr, "the server says: %s\n",
            gnutls_alert_get_name(gnutls_alert_get(session)));
  gnutls_alert_send_appropriate(
      session, code); /* otherwise the server never learns why */
  return 1;
}

static int talk(gnutls_session_t session) {
  int code;
  do code = gnutls_handshake(session);
  while (code < 0 && !gnutls_error_is_fatal(code));
  if (code < 0) return failed(session, "handshake", code);

  char* text = gnutls_session_get_desc(session);
  fprintf(stderr, "connected: %s\n", text);
  gnutls_free(text);

  char data[4096];
  ssize_t n;
  while ((n = read(0, data, sizeof data)) > 0)
    for (ssize_t sent = 0, more; sent < n; sent += more)
      if ((more = gnutls_record_send(session, data + sent,
                                     (size_t)(n - sent))) < 0)
        return failed(session, "send", (int)more);
  gnutls_bye(
      session,
      GNUTLS_SHUT_WR); /* no more from this side; the server's data still comes */
  while ((n = gnutls_record_recv(session, data, sizeof data)) != 0) {
    if (n > 0) fwrite(data, 1, (size_t)n, stdout);
    if (n < 0 && gnutls_error_is_fatal((int)n))
      return failed(session, "receive", (int)n);
  }
  return 0;
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  gnutls_certificate_credentials_t trust;
  gnutls_session_t session;
  gnutls_certificate_allocate_credentials(&trust);
  int found = gnutls_certificate_set_x509_trust_file(trust, argv[3],
                                                     GNUTLS_X509_FMT_PEM);
  if (found < 1) return fprintf(stderr, "%s: no authority\n", argv[3]), 2;

  gnutls_init(&session, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL);
  gnutls_set_default_priority(session);
  gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, trust);
  gnutls_server_name_set(session, GNUTLS_NAME_DNS, argv[1],
                         strlen(argv[1])); /* whom the server shall be */
  gnutls_session_set_verify_cert(session, argv[1],
                                 0); /* and that it is checked */
  gnutls_handshake_set_timeout(session, GNUTLS_DEFAULT_HANDSHAKE_TIMEOUT);

  int fd = tcp_connect(argv[1], argv[2]);
  if (fd < 0) return perror(argv[1]), 2;
  gnutls_transport_set_int(session, fd);
  int result = talk(session);
  gnutls_deinit(session);
  gnutls_certificate_free_credentials(trust);
  close(fd);
  return result;
}
