/* A server that staples a response for each certificate of its chain, as only the other library can:
     status_server CHAIN KEY RESPONSES     prints its port, then serves two clients */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

typedef int (*staple_function)(gnutls_certificate_credentials_t, const char*, unsigned, gnutls_x509_crt_fmt_t);

static gnutls_certificate_credentials_t credentials;

static void serve(int listening) {
  gnutls_session_t session;
  char byte;
  int descriptor = accept(listening, NULL, NULL);
  gnutls_init(&session, GNUTLS_SERVER);
  gnutls_set_default_priority(session);
  gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_int(session, descriptor);
  if (gnutls_handshake(session) == 0) gnutls_record_recv(session, &byte, 1);
  gnutls_deinit(session);
  close(descriptor);
}

static int listen_somewhere(void) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  socklen_t size = sizeof address;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int listening = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listening, (struct sockaddr*)&address, size) != 0 || listen(listening, 2) != 0) return -1;
  if (getsockname(listening, (struct sockaddr*)&address, &size) != 0) return -1;
  printf("%d\n", ntohs(address.sin_port));
  return fflush(stdout) == 0 ? listening : -1;
}

int main(int argc, char** argv) {
  staple_function staple = (staple_function)dlsym(RTLD_DEFAULT, "gnutls_certificate_set_ocsp_status_request_file2");
  if (argc != 4 || staple == NULL) return 2;
  gnutls_certificate_allocate_credentials(&credentials);
  gnutls_certificate_set_flags(credentials, GNUTLS_CERTIFICATE_API_V2);
  int index = gnutls_certificate_set_x509_key_file(credentials, argv[1], argv[2], GNUTLS_X509_FMT_PEM);
  if (index < 0 || staple(credentials, argv[3], (unsigned)index, GNUTLS_X509_FMT_PEM) < 0) return 2;
  int listening = listen_somewhere();
  if (listening < 0) return 2;
  for (int i = 0; i < 2; ++i) serve(listening);
  gnutls_certificate_free_credentials(credentials);
  return 0;
}
