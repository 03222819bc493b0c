/* One row of the benchmark through the C interface of GnuTLS: the same program runs on every libgnutls.so.30.

   usage: gnutls_bench CA.pem CERT.pem KEY.pem ROW COUNT GROUP
   prints: nanoseconds of one operation (handshake: both sides; records: one direction of one record) */
#include <errno.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  unsigned char* data;
  size_t begin, end, capacity;
} queue_t;

typedef struct {
  queue_t* in;
  queue_t* out;
  gnutls_session_t session;
} side_t;

static void die(const char* what, int code) {
  fprintf(stderr, "%s: %s\n", what, gnutls_strerror(code));
  exit(1);
}

static ssize_t push(gnutls_transport_ptr_t pointer, const void* data, size_t size) {
  queue_t* queue = ((side_t*)pointer)->out;
  if (queue->begin == queue->end) queue->begin = queue->end = 0;
  if (queue->end + size > queue->capacity) {
    queue->capacity = 2 * (queue->end + size);
    queue->data = realloc(queue->data, queue->capacity);
  }
  memcpy(queue->data + queue->end, data, size);
  queue->end += size;
  return (ssize_t)size;
}

static ssize_t pull(gnutls_transport_ptr_t pointer, void* data, size_t size) {
  side_t* side = pointer;
  queue_t* queue = side->in;
  const size_t there = queue->end - queue->begin;
  if (there == 0) {
    gnutls_transport_set_errno(side->session, EAGAIN);
    return -1;
  }
  if (size > there) size = there;
  memcpy(data, queue->data + queue->begin, size);
  queue->begin += size;
  return (ssize_t)size;
}

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

typedef struct {
  gnutls_certificate_credentials_t client, server;
  gnutls_priority_t priority;
} setup_t;

typedef struct {
  side_t client, server;
  queue_t to_server, to_client;
} pair_t;

static void open_pair(pair_t* pair, const setup_t* setup) {
  memset(pair, 0, sizeof *pair);
  pair->client.in = pair->server.out = &pair->to_client;
  pair->client.out = pair->server.in = &pair->to_server;
  gnutls_init(&pair->client.session, GNUTLS_CLIENT | GNUTLS_KEY_SHARE_TOP | GNUTLS_NO_TICKETS);
  gnutls_init(&pair->server.session, GNUTLS_SERVER | GNUTLS_NO_AUTO_SEND_TICKET);
  side_t* sides[2] = {&pair->client, &pair->server};
  for (int i = 0; i < 2; ++i) {
    gnutls_session_t s = sides[i]->session;
    gnutls_priority_set(s, setup->priority);
    gnutls_credentials_set(s, GNUTLS_CRD_CERTIFICATE, i == 0 ? setup->client : setup->server);
    gnutls_transport_set_ptr(s, sides[i]);
    gnutls_transport_set_push_function(s, push);
    gnutls_transport_set_pull_function(s, pull);
  }
  gnutls_server_name_set(pair->client.session, GNUTLS_NAME_DNS, "localhost", 9);
  gnutls_session_set_verify_cert(pair->client.session, "localhost", 0);
  int c = GNUTLS_E_AGAIN, s = GNUTLS_E_AGAIN;
  while (c != 0 || s != 0) {
    if (c != 0 && (c = gnutls_handshake(pair->client.session)) != 0 && gnutls_error_is_fatal(c)) die("client", c);
    if (s != 0 && (s = gnutls_handshake(pair->server.session)) != 0 && gnutls_error_is_fatal(s)) die("server", s);
  }
}

static void close_pair(pair_t* pair) {
  gnutls_deinit(pair->client.session);
  gnutls_deinit(pair->server.session);
  free(pair->to_server.data);
  free(pair->to_client.data);
}

static double handshakes(const setup_t* setup, long count) {
  pair_t pair;
  const double start = now_ns();
  for (long i = 0; i < count; ++i) {
    open_pair(&pair, setup);
    close_pair(&pair);
  }
  return (now_ns() - start) / (double)count;
}

static double records(const setup_t* setup, long count, size_t size, int receiving) {
  enum { BATCH = 64 };
  pair_t pair;
  open_pair(&pair, setup);
  unsigned char* data = calloc(1, 16384);
  double spent = 0;
  long done = 0;
  while (done < count) {
    double start = now_ns();
    for (int i = 0; i < BATCH; ++i)
      if (gnutls_record_send(pair.client.session, data, size) != (ssize_t)size) die("send", GNUTLS_E_PUSH_ERROR);
    if (!receiving) spent += now_ns() - start;
    start = now_ns();
    for (int i = 0; i < BATCH; ++i)
      if (gnutls_record_recv(pair.server.session, data, 16384) != (ssize_t)size) die("recv", GNUTLS_E_PULL_ERROR);
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
  setup_t setup;
  char priority[200];
  snprintf(priority, sizeof priority, "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+%s:-GROUP-ALL:+GROUP-%s",
           strstr(row, "chacha") ? "CHACHA20-POLY1305" : "AES-128-GCM",
           strcmp(argv[6], "X25519MLKEM768") == 0 ? "X25519-MLKEM768" : argv[6]);
  const char* where = NULL;
  int code = gnutls_priority_init(&setup.priority, priority, &where);
  if (code != 0) die(priority, code);
  gnutls_certificate_allocate_credentials(&setup.client);
  gnutls_certificate_allocate_credentials(&setup.server);
  if ((code = gnutls_certificate_set_x509_trust_file(setup.client, argv[1], GNUTLS_X509_FMT_PEM)) < 0)
    die("trust", code);
  if ((code = gnutls_certificate_set_x509_key_file(setup.server, argv[2], argv[3], GNUTLS_X509_FMT_PEM)) < 0)
    die("key", code);
  double ns = 0;
  if (strncmp(row, "handshake", 9) == 0) {
    ns = handshakes(&setup, count);
  } else {
    const size_t size = strstr(row, "16384") ? 16384 : strstr(row, "1350") ? 1350 : 64;
    ns = records(&setup, count, size, strstr(row, "receive") != NULL);
  }
  printf("%.0f\n", ns);
  return 0;
}
