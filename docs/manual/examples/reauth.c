/* reauth FOLDER: a server of TLS 1.3 that asks for its client's certificate
   after the handshake. */
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <sys/socket.h>

enum { CLIENT, SERVER };

static gnutls_session_t side[2];

static void both(int (*one)(int who)) {
  int code[2] = {GNUTLS_E_AGAIN, GNUTLS_E_AGAIN};
  for (int turn = 0; turn < 100 && (code[CLIENT] == GNUTLS_E_AGAIN ||
                                    code[SERVER] == GNUTLS_E_AGAIN);
       ++turn)
    for (int who = 0; who < 2; ++who)
      if (code[who] == GNUTLS_E_AGAIN) code[who] = one(who);
  printf("client %d, server %d\n", code[CLIENT], code[SERVER]);
}

static int shake(int who) { return gnutls_handshake(side[who]); }

/* The client learns of the request when it reads, and answers it by the same
   function as the server asks. */
static int authenticate(int who) {
  static int asked;
  char data[64];
  if (who == CLIENT && !asked) {
    ssize_t n = gnutls_record_recv(side[CLIENT], data, sizeof data);
    if (n != GNUTLS_E_REAUTH_REQUEST) return (int)n;
    asked = 1;
  }
  int code = gnutls_reauth(side[who], 0);
  if (code ==
      GNUTLS_E_GOT_APPLICATION_DATA) { /* on the server: read it, and go on */
    gnutls_record_recv(side[who], data, sizeof data);
    return GNUTLS_E_AGAIN;
  }
  return code;
}

int main(int argc, char** argv) {
  char path[5][512];
  const char* files[] = {"ca.pem", "server.pem", "server.key", "alice.pem",
                         "alice.key"};
  int fd[2];
  gnutls_certificate_credentials_t credentials[2];
  if (argc != 2 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd) != 0)
    return 2;
  for (int i = 0; i < 5; ++i)
    snprintf(path[i], sizeof path[i], "%s/%s", argv[1], files[i]);
  for (int who = 0; who < 2; ++who) {
    const unsigned role = who == CLIENT ? GNUTLS_CLIENT : GNUTLS_SERVER;
    gnutls_certificate_allocate_credentials(&credentials[who]);
    gnutls_certificate_set_x509_trust_file(credentials[who], path[0],
                                           GNUTLS_X509_FMT_PEM);
    gnutls_init(&side[who], role | GNUTLS_POST_HANDSHAKE_AUTH |
                                GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
    gnutls_priority_set_direct(side[who], "NORMAL:-VERS-ALL:+VERS-TLS1.3",
                               NULL);
    gnutls_credentials_set(side[who], GNUTLS_CRD_CERTIFICATE, credentials[who]);
    gnutls_transport_set_int(side[who], fd[who]);
  }
  gnutls_certificate_set_x509_key_file(credentials[SERVER], path[1], path[2],
                                       GNUTLS_X509_FMT_PEM);
  gnutls_certificate_set_x509_key_file(credentials[CLIENT], path[3], path[4],
                                       GNUTLS_X509_FMT_PEM);
  gnutls_session_set_verify_cert(side[CLIENT], "localhost", 0);
  both(shake);
  printf("the server knows %s\n",
         gnutls_certificate_get_peers(side[SERVER], NULL) == NULL ? "nobody"
                                                                  : "a client");

  gnutls_certificate_server_set_request(side[SERVER], GNUTLS_CERT_REQUIRE);
  both(authenticate);
  unsigned status = 1;
  gnutls_certificate_verify_peers2(side[SERVER], &status);
  printf("the client's certificate is %s\n", status == 0 ? "good" : "refused");
  for (int who = 0; who < 2; ++who) {
    gnutls_deinit(side[who]);
    gnutls_certificate_free_credentials(credentials[who]);
  }
  return 0;
}
