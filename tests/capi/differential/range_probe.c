/* Prints how lengths are hidden, among ranges of lengths and by padding: range_probe CHAIN KEY PRIORITY */
#include "pair.h"

enum { MOST = 100000 };

static pair_t pair;
static char data[MOST];
static size_t pushes, last;

static ssize_t count(gnutls_transport_ptr_t pointer, const void* bytes, size_t size) {
  ++pushes;
  last = size;
  return pair_push(pointer, bytes, size);
}

static void split(size_t low, size_t high) {
  gnutls_range_st from = {low, high}, next = {7, 7}, rest = {7, 7};
  printf("%zu to %zu: %d", low, high, gnutls_range_split(pair.client.session, &from, &next, &rest));
  printf(", next %zu to %zu, rest %zu to %zu\n", next.low, next.high, rest.low, rest.high);
}

static void send_range(size_t size, size_t low, size_t high) {
  gnutls_range_st range = {low, high};
  long got = 0, more = 0;
  pushes = last = 0;
  printf("%zu bytes in %zu to %zu:", size, low, high);
  printf(" %ld,", (long)gnutls_record_send_range(pair.client.session, data, size, &range));
  for (int nothing = 0; nothing < 3;) { /* a whole record may take 3.7.9 two calls */
    more = (long)gnutls_record_recv(pair.server.session, data, sizeof data);
    if (more > 0) got += more;
    if (more <= 0) ++nothing;
  }
  printf(" %zu records, the last of %zu bytes; %ld arrived\n", pushes, last, got);
}

static void send_padded(const char* bytes, size_t size, size_t pad) {
  pushes = last = 0;
  printf("%s %zu bytes with %zu of padding:", bytes == NULL ? "null," : "", size, pad);
  printf(" %ld,", (long)gnutls_record_send2(pair.client.session, bytes, size, pad, 0));
  printf(" %zu records, the last of %zu bytes;", pushes, last);
  printf(" %ld arrived\n", (long)gnutls_record_recv(pair.server.session, data, sizeof data));
}

int main(int argc, char** argv) {
  static const size_t ranges[][2] = {{0, 0},         {10, 10},      {5, 10},        {0, 100},       {0, 400},
                                     {0, 16384},     {0, 16385},    {1000, 20000},  {16000, 20000}, {20000, 20000},
                                     {20000, 30000}, {40000, MOST}, {16384, 16384}, {16384, 16385}};
  static const size_t sizes[][3] = {{10, 10, 10},          {10, 0, 100},    {10, 5, 10},     {10, 10, 2000},
                                    {10, 20, 30},          {100, 0, 50},    {0, 0, 10},      {20000, 20000, 20000},
                                    {20000, 10000, 30000}, {10, 10, 16384}, {10, 10, 16385}, {10, 10, 40000},
                                    {16384, 16384, 16384}, {10, 30, 10}};
  if (argc != 4) return 2;
  gnutls_certificate_credentials_t server, client;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM);
  pair_init(&pair, argv[3]);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  pair_handshake(&pair);
  printf("handshake %d %d, can hide %u\n", pair.client.result, pair.server.result,
         gnutls_record_can_use_length_hiding(pair.client.session));
  gnutls_transport_set_push_function(pair.client.session, count);
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; ++i) split(ranges[i][0], ranges[i][1]);
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i) send_range(sizes[i][0], sizes[i][1], sizes[i][2]);
  send_padded(data, 1, 100);
  send_padded(data, 0, 100);
  send_padded(NULL, 0, 100);
  send_padded(NULL, 0, 0);
  send_padded(data, 1, 16385);
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
