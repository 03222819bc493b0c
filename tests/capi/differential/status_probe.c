/* Prints when a client asks for the status of the server's certificate, and what it gets:
     status_probe          is the extension in ClientHello?
     status_probe flag     the same with GNUTLS_NO_STATUS_REQUEST
     status_probe PORT     with a server on this machine, which may have a response */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hello.h"

enum { STATUS_REQUEST = 5 };
enum { NO_STATUS_REQUEST = 1 << 24 }; /* GNUTLS_NO_STATUS_REQUEST, which the headers of 3.7.9 do not have */

static pair_t pair;

static void print_answers(gnutls_session_t session) {
  gnutls_datum_t response = {NULL, 7};
  printf("  get %d", gnutls_ocsp_status_request_get(session, &response));
  printf(" %u bytes", response.data != NULL ? response.size : 0);
  for (unsigned i = 0; i < 3; ++i) {
    response.data = NULL;
    printf("; of %u: %d", i, gnutls_ocsp_status_request_get2(session, i, &response));
    printf(" %u bytes", response.data != NULL ? response.size : 0);
  }
  printf("\n");
}

static void hello(const char* label, unsigned flags, int enable, const char* priority) {
  gnutls_certificate_credentials_t credentials;
  gnutls_certificate_allocate_credentials(&credentials);
  memset(&pair, 0, sizeof pair);
  pair_side_init(&pair.client, GNUTLS_CLIENT | flags, &pair.to_client, &pair.to_server);
  gnutls_priority_set_direct(pair.client.session, priority, NULL);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, credentials);
  printf("%s:", label);
  if (enable) printf(" enable %d", gnutls_ocsp_status_request_enable_client(pair.client.session, NULL, 0, NULL));
  gnutls_handshake(pair.client.session);
  const unsigned char* extension = extension_in_hello(&pair.to_server, STATUS_REQUEST);
  printf(" extension %ld\n", extension != NULL ? (long)number(extension + 2, 2) : -1L);
  print_answers(pair.client.session);
  gnutls_deinit(pair.client.session);
  gnutls_certificate_free_credentials(credentials);
}

static void arguments(void) {
  gnutls_session_t session;
  gnutls_datum_t datum = {(unsigned char*)"a", 1};
  gnutls_init(&session, GNUTLS_CLIENT);
  printf("responder id %d, its size %d, extensions %d\n",
         gnutls_ocsp_status_request_enable_client(session, &datum, 0, NULL),
         gnutls_ocsp_status_request_enable_client(session, NULL, 1, NULL),
         gnutls_ocsp_status_request_enable_client(session, NULL, 0, &datum));
  printf("after that %d, twice %d\n", gnutls_ocsp_status_request_enable_client(session, NULL, 0, NULL),
         gnutls_ocsp_status_request_enable_client(session, NULL, 0, NULL));
  gnutls_deinit(session);
  gnutls_init(&session, GNUTLS_SERVER);
  printf("on a server %d\n", gnutls_ocsp_status_request_enable_client(session, NULL, 0, NULL));
  gnutls_deinit(session);
}

static void without_server(void) {
  const char* both = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
  hello("by default", 0, 0, both);
  hello("TLS 1.2", 0, 0, "NORMAL:-VERS-ALL:+VERS-TLS1.2");
  hello("asked for", 0, 1, both);
  hello("no default extensions", GNUTLS_NO_EXTENSIONS, 0, both);
  hello("no default extensions, asked for", GNUTLS_NO_EXTENSIONS, 1, both);
  hello("no status request, asked for", NO_STATUS_REQUEST, 1, both);
  arguments();
}

static int connect_to(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(descriptor, (struct sockaddr*)&address, sizeof address) != 0) exit(2);
  return descriptor;
}

static void with_server(int port, const char* version) {
  gnutls_session_t session;
  gnutls_certificate_credentials_t credentials;
  char priority[64];
  gnutls_certificate_allocate_credentials(&credentials);
  gnutls_init(&session, GNUTLS_CLIENT);
  snprintf(priority, sizeof priority, "NORMAL:-VERS-ALL:+VERS-%s", version);
  gnutls_priority_set_direct(session, priority, NULL);
  gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
  int descriptor = connect_to(port);
  gnutls_transport_set_int(session, descriptor);
  printf("%s handshake: %d\n", version, gnutls_handshake(session));
  print_answers(session);
  gnutls_bye(session, GNUTLS_SHUT_WR);
  close(descriptor);
  gnutls_deinit(session);
  gnutls_certificate_free_credentials(credentials);
}

int main(int argc, char** argv) {
  if (argc == 1) {
    without_server();
  } else if (strcmp(argv[1], "flag") == 0) {
    hello("no status request", NO_STATUS_REQUEST, 0, "NORMAL");
  } else {
    with_server(atoi(argv[1]), "TLS1.3");
    with_server(atoi(argv[1]), "TLS1.2");
  }
  return 0;
}
