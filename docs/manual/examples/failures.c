/* failures FOLDER: handshakes that fail, and what each side is told. */
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct side {
  gnutls_session_t session;
  const char* name;
  int fd, code;
};

/* One call of a handshake; when it has failed, its alert and the end of what
   this side sends. */
static void advance(struct side* side) {
  if (side->code != GNUTLS_E_AGAIN) return;
  side->code = gnutls_handshake(side->session);
  if (side->code == GNUTLS_E_WARNING_ALERT_RECEIVED)
    side->code = GNUTLS_E_AGAIN; /* not the end: call again */
  if (side->code >= 0 || side->code == GNUTLS_E_AGAIN) return;
  gnutls_alert_send_appropriate(side->session, side->code);
  shutdown(side->fd, SHUT_WR);
}

static void report(const struct side* side) {
  printf("  %s: %s", side->name,
         side->code == 0 ? "done" : gnutls_strerror_name(side->code));
  if (side->code == GNUTLS_E_FATAL_ALERT_RECEIVED)
    printf(" \"%s\"", gnutls_alert_get_name(gnutls_alert_get(side->session)));
  if (side->code == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR) {
    gnutls_datum_t text;
    unsigned status = gnutls_session_get_verify_cert_status(side->session);
    gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &text,
                                                 0);
    printf("\n    %s", strchr((char*)text.data, '.') + 2); /* the reasons */
    gnutls_free(text.data);
  }
  putchar('\n');
}

static void attempt(const char* title, const char* ours, const char* theirs,
                    const char* name, gnutls_certificate_credentials_t trust,
                    gnutls_certificate_credentials_t own) {
  int fd[2];
  struct side side[2] = {{.name = "client"}, {.name = "server"}};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd) != 0) return;
  for (int i = 0; i < 2; ++i) {
    side[i].fd = fd[i];
    side[i].code = GNUTLS_E_AGAIN;
    gnutls_init(&side[i].session, (i == 0 ? GNUTLS_CLIENT : GNUTLS_SERVER) |
                                      GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
    gnutls_priority_set_direct(side[i].session, i == 0 ? ours : theirs, NULL);
    gnutls_credentials_set(side[i].session, GNUTLS_CRD_CERTIFICATE,
                           i == 0 ? trust : own);
    gnutls_transport_set_int(side[i].session, fd[i]);
  }
  gnutls_session_set_verify_cert(side[0].session, name, 0);
  while (side[0].code == GNUTLS_E_AGAIN || side[1].code == GNUTLS_E_AGAIN)
    advance(&side[0]), advance(&side[1]);
  printf("%s\n", title);
  for (int i = 0; i < 2; ++i)
    report(&side[i]), gnutls_deinit(side[i].session), close(fd[i]);
}

int main(int argc, char** argv) {
  gnutls_certificate_credentials_t trust, own, none;
  char path[3][512];
  const char* files[] = {"ca.pem", "server.pem", "server.key"};
  if (argc != 2) return 2;
  for (int i = 0; i < 3; ++i)
    snprintf(path[i], sizeof path[i], "%s/%s", argv[1], files[i]);
  gnutls_certificate_allocate_credentials(&trust);
  gnutls_certificate_allocate_credentials(&own);
  gnutls_certificate_allocate_credentials(&none);
  gnutls_certificate_set_x509_trust_file(trust, path[0], GNUTLS_X509_FMT_PEM);
  gnutls_certificate_set_x509_key_file(own, path[1], path[2],
                                       GNUTLS_X509_FMT_PEM);

  const char *any = "NORMAL", *old = "NORMAL:-VERS-TLS1.3",
             *latest = "NORMAL:-VERS-ALL:+VERS-TLS1.3";
  attempt("all is well", any, any, "localhost", trust, own);
  attempt("another name", any, any, "www.example.org", trust, own);
  attempt("an unknown authority", any, any, "localhost", none, own);
  attempt("no common version", old, latest, "localhost", trust, own);
  attempt("no common group", "NORMAL:-GROUP-ALL:+GROUP-X25519",
          "NORMAL:-GROUP-ALL:+GROUP-SECP384R1", "localhost", trust, own);
  attempt("a server without a certificate", any, any, "localhost", trust, none);
  gnutls_certificate_free_credentials(trust);
  gnutls_certificate_free_credentials(own);
  gnutls_certificate_free_credentials(none);
  return 0;
}
