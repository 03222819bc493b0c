/* An ordinary program on GnuTLS's API, as client or as server: one connection, and nothing of Handfast in it. It prints
 * "listening on 127.0.0.1:PORT" as a server, and what ended the connection: "ended with NUMBER in FUNCTION".
 *
 *     explain_program client PORT [option value]...      explain_program server [option value]...
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int is_server, fd;
static int failing_push, failing_pull; /* errno that the transport reports */
static int pushes_before;              /* calls that work until then */
static const char *name = "localhost", *verify = "set";

static const char* option(int count, char** words, const char* key, const char* otherwise) {
  for (int i = 2; i + 1 < count; ++i)
    if (strcmp(words[i], key) == 0) return words[i + 1];
  return otherwise;
}

static void fatal(const char* what) {
  fprintf(stderr, "explain_program: %s\n", what);
  exit(2);
}

static void ended(int code, const char* function) {
  printf("ended with %d in %s\n", code, function);
  fflush(stdout);
}

static ssize_t push(gnutls_transport_ptr_t to, const void* data, size_t size) {
  if (failing_push != 0 && pushes_before-- <= 0) {
    errno = failing_push;
    return -1;
  }
  return send((int)(intptr_t)to, data, size, MSG_NOSIGNAL);
}

static ssize_t pull(gnutls_transport_ptr_t from, void* data, size_t size) {
  if (failing_pull != 0) {
    errno = failing_pull;
    return -1;
  }
  return recv((int)(intptr_t)from, data, size, 0);
}

static int ask_library(gnutls_session_t session) {
  unsigned status = 0;
  const int code = gnutls_certificate_verify_peers3(session, is_server ? NULL : name, &status);
  return code != 0 || status != 0 ? GNUTLS_E_CERTIFICATE_ERROR : 0;
}

static void open_connection(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  socklen_t size = sizeof address;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  fd = socket(AF_INET, SOCK_STREAM, 0);
  if (!is_server) {
    if (connect(fd, (struct sockaddr*)&address, size) != 0) fatal("connect");
    return;
  }
  const int listener = fd;
  if (bind(listener, (struct sockaddr*)&address, size) != 0 || listen(listener, 1) != 0) fatal("listen");
  if (getsockname(listener, (struct sockaddr*)&address, &size) != 0) fatal("getsockname");
  printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
  fflush(stdout);
  fd = accept(listener, NULL, NULL);
  if (fd < 0) fatal("accept");
  close(listener);
}

static gnutls_certificate_credentials_t credentials_of(int count, char** words) {
  gnutls_certificate_credentials_t credentials;
  const char *trust = option(count, words, "--trust", NULL), *chain = option(count, words, "--cert", NULL);
  const char* key = option(count, words, "--key", NULL);
  gnutls_certificate_allocate_credentials(&credentials);
  if (trust != NULL && gnutls_certificate_set_x509_trust_file(credentials, trust, GNUTLS_X509_FMT_PEM) < 0)
    fatal("trust");
  const char* password = option(count, words, "--password", NULL);
  if (chain != NULL &&
      gnutls_certificate_set_x509_key_file2(credentials, chain, key, GNUTLS_X509_FMT_PEM, password, 0) < 0)
    fatal("certificate");
  if (strcmp(verify, "function") == 0) gnutls_certificate_set_verify_function(credentials, ask_library);
  return credentials;
}

static void set_up(gnutls_session_t session, gnutls_certificate_credentials_t credentials, int count, char** words) {
  const char* alpn = option(count, words, "--alpn", NULL);
  gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
  if (!is_server) gnutls_server_name_set(session, GNUTLS_NAME_DNS, name, strlen(name));
  if (strcmp(verify, "set") == 0 && (!is_server || option(count, words, "--trust", NULL) != NULL))
    gnutls_session_set_verify_cert(session, is_server ? NULL : name, 0);
  if (is_server && option(count, words, "--trust", NULL) != NULL)
    gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
  if (alpn != NULL) {
    const gnutls_datum_t protocol = {(unsigned char*)alpn, (unsigned)strlen(alpn)};
    gnutls_alpn_set_protocols(session, &protocol, 1, 0);
  }
  gnutls_handshake_set_timeout(session, (unsigned)atoi(option(count, words, "--timeout", "10000")));
  gnutls_transport_set_int(session, fd);
  if (failing_push != 0 || failing_pull != 0) {
    gnutls_transport_set_push_function(session, push);
    gnutls_transport_set_pull_function(session, pull);
    gnutls_transport_set_pull_timeout_function(session, gnutls_system_recv_timeout);
  }
}

/* Sends, reads until the end, and closes. */
static void talk(gnutls_session_t session, int count, char** words) {
  char data[4096];
  const char* request = option(count, words, "--send", "GET / HTTP/1.0\r\n\r\n");
  const int repeat = atoi(option(count, words, "--repeat", "1"));
  ssize_t n = 0;
  for (int i = 0; i < repeat && n >= 0; ++i) n = gnutls_record_send(session, request, strlen(request));
  if (n < 0) {
    ended((int)n, "gnutls_record_send");
    return;
  }
  if (strcmp(option(count, words, "--read", "yes"), "yes") == 0)
    while ((n = gnutls_record_recv(session, data, sizeof data)) > 0 || n == GNUTLS_E_AGAIN)
      if (n > 0) fwrite(data, 1, (size_t)n, stdout);
  if (n < 0) {
    ended((int)n, "gnutls_record_recv");
    return;
  }
  ended(gnutls_bye(session, GNUTLS_SHUT_RDWR), "gnutls_bye");
}

int main(int count, char** words) {
  if (count < 2) fatal("usage");
  is_server = strcmp(words[1], "server") == 0;
  name = option(count, words, "--name", name);
  verify = option(count, words, "--verify", verify);
  failing_push = atoi(option(count, words, "--push-errno", "0"));
  failing_pull = atoi(option(count, words, "--pull-errno", "0"));
  pushes_before = atoi(option(count, words, "--pushes", "0"));
  /* As a daemon does that closed its standard error. */
  const int replaced = atoi(option(count, words, "--replace-stderr", "-1"));
  if (replaced >= 0 && (dup2(replaced, STDERR_FILENO) < 0 || close(replaced) != 0)) fatal("dup2");
  gnutls_session_t session;
  gnutls_init(&session, is_server ? GNUTLS_SERVER : GNUTLS_CLIENT);
  const char *priority = option(count, words, "--priority", NULL), *wrong = NULL;
  int code = 0;
  if (strcmp(option(count, words, "--priorities", "yes"), "no") == 0)
    code = 0;
  else if (priority != NULL)
    code = gnutls_priority_set_direct(session, priority, &wrong);
  else
    code = gnutls_set_default_priority(session);
  if (code < 0) {
    ended(code, "gnutls_priority_set_direct");
    return 1;
  }
  gnutls_certificate_credentials_t credentials = credentials_of(count, words);
  open_connection(is_server || count < 3 ? 0 : atoi(words[2]));
  set_up(session, credentials, count, words);
  const int impatient = strcmp(option(count, words, "--nonblocking", "no"), "yes") == 0;
  if (impatient) fcntl(fd, F_SETFL, O_NONBLOCK);
  if (impatient) gnutls_handshake_set_timeout(session, 0);
  do code = gnutls_handshake(session);
  while (code < 0 && gnutls_error_is_fatal(code) == 0 && !impatient);
  if (code < 0 && strcmp(option(count, words, "--alert", "no"), "yes") == 0)
    gnutls_alert_send_appropriate(session, code);
  if (code < 0)
    ended(code, "gnutls_handshake");
  else if (strcmp(verify, "after") == 0 && ask_library(session) != 0)
    ended(gnutls_bye(session, GNUTLS_SHUT_WR), "verification");
  else
    talk(session, count, words);
  close(fd);
  gnutls_deinit(session);
  gnutls_certificate_free_credentials(credentials);
  return 0;
}
