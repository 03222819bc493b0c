/* mutual FOLDER: a server that wants a certificate of its clients and knows one
   of them by its fingerprint. */
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static unsigned char pinned[32]; /* SHA-256 of the certificate that is let in */

static const char* in(const char* folder, const char* file) {
  static char path[2][512];
  static int next;
  next = !next;
  snprintf(path[next], sizeof path[next], "%s/%s", folder, file);
  return path[next];
}

/* Called in the server's handshake: first the ordinary checks, then our own. */
static int check(gnutls_session_t session) {
  unsigned status, count;
  gnutls_typed_vdata_st purpose = {GNUTLS_DT_KEY_PURPOSE_OID,
                                   (void*)GNUTLS_KP_TLS_WWW_CLIENT, 0};
  int code = gnutls_certificate_verify_peers(session, &purpose, 1, &status);
  if (code == GNUTLS_E_NO_CERTIFICATE_FOUND)
    return puts("server: no certificate"), code;
  if (code < 0) return code;
  if (status != 0) {
    gnutls_datum_t text;
    gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &text,
                                                 0);
    printf("server: %s\n", text.data);
    gnutls_free(text.data);
    return GNUTLS_E_CERTIFICATE_ERROR;
  }
  unsigned char print[32];
  size_t size = sizeof print;
  const gnutls_datum_t* leaf = gnutls_certificate_get_peers(session, &count);
  gnutls_fingerprint(GNUTLS_DIG_SHA256, leaf, print, &size);
  if (gnutls_memcmp(print, pinned, size) != 0)
    return puts("server: a stranger"), GNUTLS_E_CERTIFICATE_ERROR;
  puts("server: welcome");
  return 0;
}

/* A handshake of both sides over a pair of sockets. Returns what the server's
   gave. */
static int shake(gnutls_certificate_credentials_t client,
                 gnutls_certificate_credentials_t server) {
  int fd[2], code[2] = {GNUTLS_E_AGAIN, GNUTLS_E_AGAIN};
  gnutls_session_t side[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd) != 0)
    return GNUTLS_E_INTERNAL_ERROR;
  for (int i = 0; i < 2; ++i) {
    gnutls_init(&side[i],
                (i == 0 ? GNUTLS_CLIENT : GNUTLS_SERVER) | GNUTLS_NONBLOCK);
    gnutls_set_default_priority(side[i]);
    gnutls_credentials_set(side[i], GNUTLS_CRD_CERTIFICATE,
                           i == 0 ? client : server);
    gnutls_transport_set_int(side[i], fd[i]);
  }
  gnutls_session_set_verify_cert(side[0], "localhost", 0);
  gnutls_certificate_server_set_request(side[1], GNUTLS_CERT_REQUEST);
  gnutls_session_set_verify_function(side[1], check);
  while (code[0] == GNUTLS_E_AGAIN || code[1] == GNUTLS_E_AGAIN)
    for (int i = 0; i < 2; ++i) {
      if (code[i] == GNUTLS_E_AGAIN) code[i] = gnutls_handshake(side[i]);
      if (code[i] < 0 && code[i] != GNUTLS_E_AGAIN)
        gnutls_alert_send_appropriate(side[i], code[i]), shutdown(fd[i], 1);
    }
  for (int i = 0; i < 2; ++i) gnutls_deinit(side[i]);
  return code[1];
}

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  gnutls_certificate_credentials_t server, friend, stranger, nobody,
      *all[] = {&server, &friend, &stranger, &nobody};
  for (int i = 0; i < 4; ++i) {
    gnutls_certificate_allocate_credentials(all[i]);
    gnutls_certificate_set_x509_trust_file(*all[i], in(argv[1], "ca.pem"),
                                           GNUTLS_X509_FMT_PEM);
  }
  gnutls_certificate_set_x509_key_file(server, in(argv[1], "server.pem"),
                                       in(argv[1], "server.key"),
                                       GNUTLS_X509_FMT_PEM);
  gnutls_certificate_set_x509_key_file(friend, in(argv[1], "alice.pem"),
                                       in(argv[1], "alice.key"),
                                       GNUTLS_X509_FMT_PEM);
  gnutls_certificate_set_x509_key_file(stranger, in(argv[1], "bob.pem"),
                                       in(argv[1], "bob.key"),
                                       GNUTLS_X509_FMT_PEM);

  gnutls_datum_t leaf;
  size_t size = sizeof pinned;
  gnutls_certificate_get_crt_raw(friend, 0, 0, &leaf);
  gnutls_fingerprint(GNUTLS_DIG_SHA256, &leaf, pinned, &size);
  printf("%s\n", gnutls_strerror_name(shake(friend, server)));
  printf("%s\n", gnutls_strerror_name(shake(stranger, server)));
  printf("%s\n", gnutls_strerror_name(shake(nobody, server)));
  for (int i = 0; i < 4; ++i) gnutls_certificate_free_credentials(*all[i]);
  return 0;
}
