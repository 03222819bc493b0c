/* Prints which version two sides agree on, and the mark of a server that could have done better (RFC 8446, 4.1.3):
     versions_probe CHAIN KEY NUMBER */
#include "numbered.h"

#define VERSIONS(tokens) "NORMAL:-VERS-ALL:-GROUP-ALL:+GROUP-SECP256R1:" tokens
enum { SUPPORTED_VERSIONS = 43, MARK = 8, TLS_1_3 = 4 };

static const char newest_first[] = VERSIONS("+VERS-TLS1.3:+VERS-TLS1.2");
static const char oldest_first[] = VERSIONS("+VERS-TLS1.2:+VERS-TLS1.3");
static const char only12[] = VERSIONS("+VERS-TLS1.2");

static void print_mark(gnutls_session_t session) {
  gnutls_datum_t of_client, of_server;
  gnutls_session_get_random(session, &of_client, &of_server);
  const unsigned char* end = of_server.data + of_server.size - MARK;
  if (memcmp(end, "DOWNGRD", MARK - 1) == 0)
    printf(", mark %d", end[MARK - 1]);
  else
    printf(", no mark");
}

static void agreed(const char* label) {
  printf("%s: %d %d", label, pair.client.result, pair.server.result);
  if (pair.server.result == 0) {
    printf(", %s", gnutls_protocol_get_name(gnutls_protocol_get_version(pair.server.session)));
    print_mark(pair.server.session);
  }
  printf("\n");
}

/* What TLS 1.3 and nothing older says of versions. */
static void print_offer(const char* label, const char* of_client) {
  start(of_client, newest_first, 0);
  gnutls_handshake(pair.client.session);
  const unsigned char* offer = extension_in_hello(&pair.to_server, SUPPORTED_VERSIONS);
  int has13 = 0;
  for (size_t i = 5; offer != NULL && i < 5u + offer[4]; i += 2) has13 |= offer[i] == 3 && offer[i + 1] == TLS_1_3;
  printf("%s: %s, TLS 1.3 %d\n", label, offer != NULL ? "offered" : "no extension", has13);
  pair_deinit(&pair);
}

static void both(const char* label, const char* of_client, const char* of_server) {
  start(of_client, of_server, 0);
  pair_handshake(&pair);
  agreed(label);
  pair_deinit(&pair);
}

static void orders(void) {
  print_offer("offer, newest first", newest_first);
  print_offer("offer, oldest first", oldest_first);
  print_offer("offer, TLS 1.2", only12);
  both("newest first, newest first", newest_first, newest_first);
  both("newest first, oldest first", newest_first, oldest_first);
  both("oldest first, newest first", oldest_first, newest_first);
  both("oldest first, oldest first", oldest_first, oldest_first);
  both("added again", "NORMAL:-VERS-TLS1.3:+VERS-TLS1.3", "NORMAL:-VERS-TLS1.3:+VERS-TLS1.3");
}

static const char* new_priority;
static int change_priority(gnutls_session_t session) { return gnutls_priority_set_direct(session, new_priority, NULL); }

static void changed(const char* label, const char* of_client, const char* of_server, const char* later) {
  start(of_client, of_server, 0);
  new_priority = later;
  gnutls_handshake_set_post_client_hello_function(pair.server.session, change_priority);
  pair_handshake(&pair);
  agreed(label);
  pair_deinit(&pair);
}

static void marks(void) {
  both("client TLS 1.2, server both", only12, newest_first);
  both("client TLS 1.2, server both, oldest first", only12, oldest_first);
  both("client TLS 1.2, server TLS 1.2", only12, only12);
  both("client both, server TLS 1.2", newest_first, only12);
  changed("TLS 1.3 switched off by the function", newest_first, newest_first, only12);
}

/* In a renegotiation, with what the server allows by then. */
static void later(const char* label, const char* first, const char* second) {
  start(only12, first, 0);
  pair_handshake(&pair);
  agreed(label);
  gnutls_priority_set_direct(pair.server.session, second, NULL);
  pair.client.result = pair.server.result = GNUTLS_E_AGAIN;
  gnutls_handshake(pair.client.session);
  printf("asked: %d\n", (int)gnutls_record_recv(pair.server.session, data, ROOM));
  pair_handshake(&pair);
  agreed(label);
  pair_deinit(&pair);
}

static void renegotiations(void) {
  later("server both", newest_first, newest_first);
  later("server TLS 1.2", only12, only12);
  later("server TLS 1.2, then both", only12, newest_first);
  later("server both, then TLS 1.2", newest_first, only12);
}

int main(int argc, char** argv) {
  const char* number = load_credentials(argc, argv);
  if (strcmp(number, "46") == 0) orders();
  if (strcmp(number, "46-mark") == 0) marks();
  if (strcmp(number, "46-later") == 0) renegotiations();
  if (strcmp(number, "46-on") == 0) changed("TLS 1.3 switched on by the function", only12, only12, newest_first);
  return free_credentials();
}
