/* Prints how the library uses its transport. The numbers are those of docs/api-behaviour.md:
     io_probe CHAIN KEY NUMBER */
#include <sys/socket.h>
#include <unistd.h>

#include "numbered.h"

enum { HEADER = 5 };

/* 7: what callbacks report, through the session or in errno. */
static int reported, in_errno;

static ssize_t failing_push(gnutls_transport_ptr_t pointer, const void* bytes, size_t size) {
  (void)bytes, (void)size;
  if (reported != 0) gnutls_transport_set_errno(((side_t*)pointer)->session, reported);
  errno = in_errno;
  return -1;
}

static ssize_t failing_pull(gnutls_transport_ptr_t pointer, void* bytes, size_t size) {
  return failing_push(pointer, bytes, size);
}

static void errors(void) {
  const int numbers[][2] = {{EAGAIN, EBADF}, {EINTR, EBADF}, {0, EAGAIN}, {0, EINTR}, {EBADF, EAGAIN}, {0, EBADF}};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; ++i) {
    reported = numbers[i][0];
    in_errno = numbers[i][1];
    establish();
    gnutls_transport_set_push_function(pair.client.session, failing_push);
    gnutls_transport_set_pull_function(pair.client.session, failing_pull);
    printf("case %zu: receive %d", i, (int)gnutls_record_recv(pair.client.session, data, 10));
    pair_deinit(&pair);
    establish();
    gnutls_transport_set_push_function(pair.client.session, failing_push);
    printf("case %zu: send %d", i, (int)gnutls_record_send(pair.client.session, data, 10));
    printf(" direction %d\n", gnutls_record_get_direction(pair.client.session));
    pair_deinit(&pair);
  }
}

/* 10 */
static void silent_peer(void) {
  int descriptors[2];
  gnutls_session_t session;
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, descriptors) != 0) exit(2);
  gnutls_init(&session, GNUTLS_CLIENT);
  gnutls_priority_set_direct(session, TLS13, NULL);
  gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_transport_set_int(session, descriptors[0]);
  gnutls_handshake_set_timeout(session, 50);
  const int result = gnutls_handshake(session);
  printf("silent peer: %d, fatal: %d", result, gnutls_error_is_fatal(result));
  /* Which error: in the other library that depends on where in a millisecond the first call ended. */
  printf(", and again an error: %d\n", gnutls_handshake(session) < 0);
  gnutls_deinit(session);
  close(descriptors[0]);
  close(descriptors[1]);
}

/* 11 and 12: when the function that waits is called, and for how long. */
static unsigned waits, longest;

static int count_waits(gnutls_transport_ptr_t pointer, unsigned ms) {
  side_t* side = pointer;
  ++waits;
  if (ms > longest) longest = ms;
  return side->in->end != side->in->begin;
}

static void handshake_waits(const char* label, unsigned flags, int limited) {
  start(TLS13, TLS13, flags);
  waits = longest = 0;
  gnutls_transport_set_pull_timeout_function(pair.client.session, count_waits);
  if (limited) gnutls_handshake_set_timeout(pair.client.session, 5000);
  pair_handshake(&pair);
  printf("%s: %d, waits for a time: %d\n", label, pair.client.result, longest != 0);
  pair_deinit(&pair);
}

static void record_waits(void) {
  const unsigned limits[] = {0, 1000, GNUTLS_INDEFINITE_TIMEOUT};
  for (int i = 0; i < 3; ++i) {
    establish();
    gnutls_transport_set_pull_timeout_function(pair.server.session, count_waits);
    gnutls_record_set_timeout(pair.server.session, limits[i]);
    waits = longest = 0;
    gnutls_record_send(pair.client.session, data, 10);
    printf("limit %u: %d", limits[i], (int)gnutls_record_recv(pair.server.session, data, ROOM));
    printf(", waits: %d, at most %u\n", waits != 0, longest);
    pair_deinit(&pair);
  }
}

/* 13 and 14: never more than the present record is asked for, never less than one is given. */
static size_t left_of_record;
static unsigned beyond, partial;

static ssize_t watching_pull(gnutls_transport_ptr_t pointer, void* bytes, size_t size) {
  const side_t* side = pointer;
  const unsigned char* next = side->in->bytes + side->in->begin;
  const int nothing = side->in->end == side->in->begin;
  size_t most = left_of_record != 0 ? left_of_record : HEADER;
  if (size > most) ++beyond;
  if (!nothing && left_of_record == 0) left_of_record = HEADER + ((size_t)next[3] << 8 | next[4]);
  ssize_t got = pair_pull(pointer, bytes, size);
  if (got > 0) left_of_record -= (size_t)got;
  return got;
}

static ssize_t watching_push(gnutls_transport_ptr_t pointer, const void* bytes, size_t size) {
  const unsigned char* at = bytes;
  size_t left = size;
  while (left >= HEADER && left >= HEADER + ((size_t)at[3] << 8 | at[4])) {
    size_t record = HEADER + ((size_t)at[3] << 8 | at[4]);
    at += record;
    left -= record;
  }
  if (left != 0) ++partial;
  return pair_push(pointer, bytes, size);
}

static void watch(const char* priority) {
  start(priority, priority, 0);
  left_of_record = beyond = partial = 0;
  gnutls_transport_set_pull_function(pair.client.session, watching_pull);
  gnutls_transport_set_push_function(pair.client.session, watching_push);
  pair_handshake(&pair);
  printf("handshake %d: pulls beyond a record %u, pushes of a part %u\n", pair.client.result, beyond, partial);
  gnutls_record_send(pair.server.session, data, 10);
  gnutls_record_send(pair.server.session, data, 300);
  for (int i = 0; i < 2; ++i) {
    printf("received %d", (int)gnutls_record_recv(pair.client.session, data, ROOM));
    printf(", still there %d, beyond %u\n", pair.to_client.end != pair.to_client.begin, beyond);
  }
  gnutls_record_send(pair.client.session, data, 16384);
  printf("pushes of a part %u\n", partial);
  pair_deinit(&pair);
}

int main(int argc, char** argv) {
  const char* part = load_credentials(argc, argv);
  if (strcmp(part, "7") == 0) errors();
  if (strcmp(part, "10") == 0) silent_peer();
  if (strcmp(part, "11") == 0) {
    handshake_waits("non-blocking, limited", GNUTLS_NONBLOCK, 1);
    handshake_waits("blocking, not limited", 0, 0);
  }
  if (strcmp(part, "11-limited") == 0) handshake_waits("blocking, limited", 0, 1);
  if (strcmp(part, "12") == 0) record_waits();
  if (strcmp(part, "13") == 0) watch(TLS13), watch(TLS12);
  return free_credentials();
}
