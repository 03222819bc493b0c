/* The same rows through the interface of OpenSSL's libssl: for the system's OpenSSL, and for AWS-LC's own libssl.

   usage: libssl_bench CA.pem CERT.pem KEY.pem ROW COUNT GROUP
   prints: nanoseconds of one operation (handshake: both sides; records: one direction of one record) */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void die(const char* what) {
  fprintf(stderr, "%s\n", what);
  ERR_print_errors_fp(stderr);
  exit(1);
}

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

typedef struct {
  SSL *client, *server;
} pair_t;

static SSL_CTX* context(const char* row, const char* group, int server) {
  SSL_CTX* ctx = SSL_CTX_new(TLS_method());
  SSL_CTX_set_min_proto_version(ctx, TLS1_3_VERSION);
  SSL_CTX_set_max_proto_version(ctx, TLS1_3_VERSION);
#ifndef OPENSSL_IS_AWSLC
  if (!SSL_CTX_set_ciphersuites(ctx, strstr(row, "chacha") ? "TLS_CHACHA20_POLY1305_SHA256" : "TLS_AES_128_GCM_SHA256"))
    die("suites");
  if (server) SSL_CTX_set_num_tickets(ctx, 0);
#else
  if (!SSL_CTX_set_ciphersuites(ctx, strstr(row, "chacha") ? "TLS_CHACHA20_POLY1305_SHA256" : "TLS_AES_128_GCM_SHA256"))
    die("suites");
  if (server) SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
#endif
  if (!SSL_CTX_set1_groups_list(ctx, group)) die("group");
  return ctx;
}

static void open_pair(pair_t* pair, SSL_CTX* client, SSL_CTX* server) {
  BIO *a = NULL, *b = NULL;
  if (!BIO_new_bio_pair(&a, 1 << 21, &b, 1 << 21)) die("bio");
  pair->client = SSL_new(client);
  pair->server = SSL_new(server);
  SSL_set_bio(pair->client, a, a);
  SSL_set_bio(pair->server, b, b);
  SSL_set_connect_state(pair->client);
  SSL_set_accept_state(pair->server);
  SSL_set_tlsext_host_name(pair->client, "localhost");
  SSL_set1_host(pair->client, "localhost");
  int c = 0, s = 0;
  while (c != 1 || s != 1) {
    if (c != 1 && (c = SSL_do_handshake(pair->client)) != 1 && SSL_get_error(pair->client, c) != SSL_ERROR_WANT_READ)
      die("client");
    if (s != 1 && (s = SSL_do_handshake(pair->server)) != 1 && SSL_get_error(pair->server, s) != SSL_ERROR_WANT_READ)
      die("server");
  }
}

static void close_pair(pair_t* pair) {
  SSL_free(pair->client);
  SSL_free(pair->server);
}

static double handshakes(SSL_CTX* client, SSL_CTX* server, long count) {
  pair_t pair;
  const double start = now_ns();
  for (long i = 0; i < count; ++i) {
    open_pair(&pair, client, server);
    close_pair(&pair);
  }
  return (now_ns() - start) / (double)count;
}

static double records(SSL_CTX* client, SSL_CTX* server, long count, int size, int receiving) {
  enum { BATCH = 64 };
  pair_t pair;
  open_pair(&pair, client, server);
  unsigned char* data = calloc(1, 16384);
  double spent = 0;
  long done = 0;
  while (done < count) {
    double start = now_ns();
    for (int i = 0; i < BATCH; ++i)
      if (SSL_write(pair.client, data, size) != size) die("write");
    if (!receiving) spent += now_ns() - start;
    start = now_ns();
    for (int i = 0; i < BATCH; ++i)
      if (SSL_read(pair.server, data, 16384) != size) die("read");
    if (receiving) spent += now_ns() - start;
    done += BATCH;
  }
  free(data);
  close_pair(&pair);
  return spent / (double)done;
}

int main(int argc, char** argv) {
  if (argc != 7) return 2;
  const char* row = argv[4];
  const long count = atol(argv[5]);
  SSL_CTX* client = context(row, argv[6], 0);
  SSL_CTX* server = context(row, argv[6], 1);
  SSL_CTX_set_verify(client, SSL_VERIFY_PEER, NULL);
  if (!SSL_CTX_load_verify_locations(client, argv[1], NULL)) die("trust");
  if (!SSL_CTX_use_certificate_chain_file(server, argv[2])) die("certificate");
  if (!SSL_CTX_use_PrivateKey_file(server, argv[3], SSL_FILETYPE_PEM)) die("key");
  double ns = 0;
  if (strncmp(row, "handshake", 9) == 0) {
    ns = handshakes(client, server, count);
  } else {
    const int size = strstr(row, "16384") ? 16384 : strstr(row, "1350") ? 1350 : 64;
    ns = records(client, server, count, size, strstr(row, "receive") != NULL);
  }
  printf("%.0f\n", ns);
  return 0;
}
