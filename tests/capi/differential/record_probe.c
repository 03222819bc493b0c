/* Prints what the functions for records answer, and how many bytes go to the transport:  record_probe CHAIN KEY */
#include <unistd.h>

#include "pair.h"

enum { ROOM = 40000 };

static pair_t pair;
static unsigned char data[ROOM], room[ROOM];

static size_t on_wire(void) { return pair.to_server.end - pair.to_server.begin; }

#define SENT(call)                                                                    \
  do {                                                                                \
    const size_t before_ = on_wire();                                                 \
    const long result_ = (long)(call);                                                \
    printf("%s = %ld, %zu bytes on the wire\n", #call, result_, on_wire() - before_); \
  } while (0)

static void receive(size_t size) { printf("  received %zd\n", gnutls_record_recv(pair.server.session, room, size)); }

static void padding(gnutls_session_t client) {
  SENT(gnutls_record_send2(client, data, 3, 100, 0));
  receive(ROOM);
  SENT(gnutls_record_send2(client, data, 3, 20000, 0));
  SENT(gnutls_record_send2(client, data, 16380, 4, 0));
  receive(ROOM);
  SENT(gnutls_record_send2(client, NULL, 0, 100, 0));
  SENT(gnutls_record_send2(client, data, 1, 0, 1));
  receive(ROOM);
  gnutls_record_disable_padding(client);
  SENT(gnutls_record_send(client, data, 1));
  receive(ROOM);
}

static void packet(gnutls_session_t session) {
  gnutls_packet_t got = (gnutls_packet_t)data;
  gnutls_datum_t content = {NULL, 7};
  unsigned char sequence[8] = {0};
  ssize_t size = gnutls_record_recv_packet(session, &got);
  printf("packet %zd%s", size, got == NULL ? " none" : "");
  gnutls_packet_get(got, &content, size > 0 ? sequence : NULL);
  printf(" size %u first %02x sequence", content.size, content.size != 0 ? content.data[0] : 0);
  for (int i = 0; i < 8; ++i) printf(" %02x", sequence[i]);
  printf("\n");
  gnutls_packet_deinit(got);
}

static void packets(gnutls_session_t client, gnutls_session_t server) {
  unsigned char sequence[8] = {0};
  packet(server);
  SENT(gnutls_record_send(client, "hello", 5));
  packet(server);
  SENT(gnutls_record_send(client, "hello", 5));
  receive(2);
  printf("pending %zu\n", gnutls_record_check_pending(server));
  packet(server);
  SENT(gnutls_record_send(client, "hello", 5));
  printf("with sequence %zd", gnutls_record_recv_seq(server, room, ROOM, sequence));
  printf(" %02x %02x\n", sequence[0], sequence[7]);
}

static void sizes(gnutls_session_t client) {
  const size_t tried[] = {0, 511, 512, 1000, 16384, 16385};
  for (size_t i = 0; i < sizeof tried / sizeof tried[0]; ++i) {
    printf("most %zu: %zd", tried[i], gnutls_record_set_max_size(client, tried[i]));
    printf(" %zd", gnutls_record_set_max_recv_size(client, tried[i]));
    printf(" %zu\n", gnutls_record_get_max_size(client));
    SENT(gnutls_record_send(client, data, 5000));
    receive(ROOM);
  }
}

static void corked(gnutls_session_t client) {
  gnutls_record_cork(client);
  SENT(gnutls_record_send(client, data, 3));
  printf("corked %zu", gnutls_record_check_corked(client));
  printf(" discarded %zu", gnutls_record_discard_queued(client));
  printf(" corked %zu\n", gnutls_record_check_corked(client));
  SENT(gnutls_record_send(client, data, 3));
  SENT(gnutls_record_uncork(client, 0));
  receive(ROOM);
  receive(ROOM);
}

static void files(gnutls_session_t client) {
  FILE* file = tmpfile();
  if (file == NULL || fwrite(data, 1, 30000, file) != 30000 || fflush(file) != 0) exit(2);
  int descriptor = fileno(file);
  lseek(descriptor, 0, SEEK_SET);
  SENT(gnutls_record_send_file(client, descriptor, NULL, 100000));
  printf("at %ld\n", (long)lseek(descriptor, 0, SEEK_CUR));
  receive(ROOM);
  receive(ROOM);
  receive(ROOM);
  SENT(gnutls_record_send_file(client, descriptor, NULL, 10));
  SENT(gnutls_record_send_file(client, -1, NULL, 10));
  lseek(descriptor, 5, SEEK_SET);
  off_t offset = 10;
  SENT(gnutls_record_send_file(client, descriptor, &offset, 20000));
  printf("at %ld\n", (long)lseek(descriptor, 0, SEEK_CUR));
  receive(ROOM);
  printf("  first %02x\n", room[0]);
  receive(ROOM);
  fclose(file);
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  gnutls_certificate_credentials_t server, client;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  if (gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM) != 0) return 2;
  pair_init(&pair, "NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP256R1");
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  for (size_t i = 0; i < ROOM; ++i) data[i] = (unsigned char)i;
  pair_handshake(&pair);
  for (int i = 0; i < 4; ++i) gnutls_record_recv(pair.client.session, room, ROOM); /* tickets, if there are any */
  printf("overhead %zu most %zu\n", gnutls_record_overhead_size(pair.client.session),
         gnutls_record_get_max_size(pair.client.session));
  SENT(gnutls_record_send(pair.client.session, data, 0));
  SENT(gnutls_record_send(pair.client.session, NULL, 0));
  SENT(gnutls_record_send(pair.client.session, data, 20000));
  receive(ROOM);
  padding(pair.client.session);
  packets(pair.client.session, pair.server.session);
  sizes(pair.client.session);
  corked(pair.client.session);
  files(pair.client.session);
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
