/* Prints which sizes of records are said and agreed (RFC 8449; RFC 6066, 4):
     sizes_probe CHAIN KEY PRIORITY CLIENT SERVER CLIENT_RECEIVES
   CLIENT, SERVER: what gnutls_record_set_max_size() is told, 0: nothing; CLIENT_RECEIVES: the same of
   gnutls_record_set_max_recv_size(). */
#include "hello.h"

enum { MAX_FRAGMENT_LENGTH = 1, RECORD_SIZE_LIMIT = 28, LARGEST = 16384 };

static pair_t pair;
static char sent[LARGEST], received[LARGEST];

static void print_extension(unsigned type) {
  const unsigned char* extension = extension_in_hello(&pair.to_server, type);
  printf("extension %u:", type);
  for (size_t i = 0; extension != NULL && i < number(extension + 2, 2); ++i) printf(" %02x", extension[4 + i]);
  printf("\n");
}

static void print_sizes(const char* when) {
  printf("%s: %zu %zu\n", when, gnutls_record_get_max_size(pair.client.session),
         gnutls_record_get_max_size(pair.server.session));
}

static int pushes;
static ssize_t count(gnutls_transport_ptr_t pointer, const void* data, size_t size) {
  ++pushes;
  return pair_push(pointer, data, size);
}

/* What one call takes, and what leaves for it and for what was held back: each record by itself. */
static void print_record(const char* who, gnutls_session_t from, gnutls_session_t to, queue_t* queue) {
  queue->begin = queue->end = 0;
  pushes = 0;
  gnutls_transport_set_push_function(from, count);
  int taken = (int)gnutls_record_send(from, sent, sizeof sent);
  printf("%s: %d in %d pushes", who, taken, pushes);
  printf(", a record of %zu", number(queue->bytes + 3, 2));
  printf(" gives %d\n", (int)gnutls_record_recv(to, received, sizeof received));
  gnutls_record_cork(from);
  for (int i = 0; i < 3; ++i) gnutls_record_send(from, sent, 1000);
  pushes = 0;
  taken = gnutls_record_uncork(from, GNUTLS_RECORD_WAIT);
  printf("  corked: %d in %d pushes\n", taken, pushes);
  while (gnutls_record_recv(to, received, sizeof received) > 0) continue;
}

int main(int argc, char** argv) {
  if (argc != 7) return 2;
  const size_t client_size = (size_t)atoi(argv[4]), server_size = (size_t)atoi(argv[5]);
  const size_t client_receives = (size_t)atoi(argv[6]);
  gnutls_certificate_credentials_t server, client;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM);
  pair_init(&pair, argv[3]);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  if (client_size != 0) printf("client: %d\n", (int)gnutls_record_set_max_size(pair.client.session, client_size));
  if (server_size != 0) printf("server: %d\n", (int)gnutls_record_set_max_size(pair.server.session, server_size));
  if (client_receives != 0)
    printf("client receives: %d\n", (int)gnutls_record_set_max_recv_size(pair.client.session, client_receives));
  print_sizes("before");
  pair.client.result = gnutls_handshake(pair.client.session);
  print_extension(MAX_FRAGMENT_LENGTH);
  print_extension(RECORD_SIZE_LIMIT);
  pair_handshake(&pair);
  printf("handshake: %d %d\n", pair.client.result, pair.server.result);
  print_sizes("after");
  print_record("client", pair.client.session, pair.server.session, &pair.to_server);
  print_record("server", pair.server.session, pair.client.session, &pair.to_client);
  printf("late: %d %d\n", (int)gnutls_record_set_max_size(pair.client.session, 1024),
         (int)gnutls_record_set_max_size(pair.server.session, 1024));
  print_sizes("after that");
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
