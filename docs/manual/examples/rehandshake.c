/* rehandshake FOLDER: a server of TLS 1.2 that asks its client for another
   handshake while data is on its way. */
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <sys/socket.h>

enum { CLIENT, SERVER };

static const char* const names[] = {"client", "server"};
static gnutls_session_t side[2];

/* Goes on with the handshake of one side; data that comes in between is read.
   Returns 0 when it is done. */
static int shake(int who) {
  int code = gnutls_handshake(side[who]);
  if (code == GNUTLS_E_GOT_APPLICATION_DATA) { /* sent before the peer knew */
    char data[64];
    ssize_t n = gnutls_record_recv(side[who], data, sizeof data);
    printf("%s: %.*s while in a handshake\n", names[who], (int)n, data);
    return GNUTLS_E_AGAIN;
  }
  if (code == GNUTLS_E_WARNING_ALERT_RECEIVED &&
      gnutls_alert_get(side[who]) == GNUTLS_A_NO_RENEGOTIATION)
    return puts("the client declines"), 0; /* nothing has changed */
  if (code == 0) printf("%s: done\n", names[who]);
  return code;
}

static void shake_both(void) {
  int code[2] = {GNUTLS_E_AGAIN, GNUTLS_E_AGAIN};
  for (int turn = 0; turn < 100 && (code[CLIENT] == GNUTLS_E_AGAIN ||
                                    code[SERVER] == GNUTLS_E_AGAIN);
       ++turn)
    for (int who = 0; who < 2; ++who)
      if (code[who] == GNUTLS_E_AGAIN) code[who] = shake(who);
}

int main(int argc, char** argv) {
  char path[3][512], data[64];
  const char* files[] = {"ca.pem", "server.pem", "server.key"};
  int fd[2];
  gnutls_certificate_credentials_t trust, own;
  if (argc != 2 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd) != 0)
    return 2;
  for (int i = 0; i < 3; ++i)
    snprintf(path[i], sizeof path[i], "%s/%s", argv[1], files[i]);
  gnutls_certificate_allocate_credentials(&trust);
  gnutls_certificate_allocate_credentials(&own);
  gnutls_certificate_set_x509_trust_file(trust, path[0], GNUTLS_X509_FMT_PEM);
  gnutls_certificate_set_x509_key_file(own, path[1], path[2],
                                       GNUTLS_X509_FMT_PEM);
  for (int who = 0; who < 2; ++who) {
    gnutls_init(&side[who], (who == CLIENT ? GNUTLS_CLIENT : GNUTLS_SERVER) |
                                GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
    gnutls_priority_set_direct(side[who], "NORMAL:-VERS-ALL:+VERS-TLS1.2",
                               NULL);
    gnutls_credentials_set(side[who], GNUTLS_CRD_CERTIFICATE,
                           who == CLIENT ? trust : own);
    gnutls_transport_set_int(side[who], fd[who]);
  }
  gnutls_session_set_verify_cert(side[CLIENT], "localhost", 0);
  shake_both();

  gnutls_rehandshake(side[SERVER]); /* a request; nothing happens by itself */
  gnutls_record_send(side[CLIENT], "data",
                     4); /* the client has not read it yet */
  ssize_t n = gnutls_record_recv(side[CLIENT], data, sizeof data);
  printf("client: %s\n", gnutls_strerror_name((int)n));
  shake_both(); /* or a client declines with GNUTLS_A_NO_RENEGOTIATION */
  for (int who = 0; who < 2; ++who) gnutls_deinit(side[who]);
  gnutls_certificate_free_credentials(trust);
  gnutls_certificate_free_credentials(own);
  return 0;
}
