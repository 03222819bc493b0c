/* Prints what becomes of data that the transport does not take, and what of the transport afterwards. The numbers are
   those of docs/api-behaviour.md:
     transport_probe CHAIN KEY NUMBER */
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "numbered.h"

/* 7: a descriptor, whose errors are in errno. */
static gnutls_session_t on_descriptor(unsigned flags, int descriptor, const char* priority) {
  gnutls_session_t out;
  gnutls_init(&out, flags);
  gnutls_priority_set_direct(out, priority, NULL);
  gnutls_credentials_set(out, GNUTLS_CRD_CERTIFICATE, flags & GNUTLS_SERVER ? server : client);
  gnutls_transport_set_int(out, descriptor);
  return out;
}

static void nothing(int number) { (void)number; }

static void interrupted_read(gnutls_session_t session) {
  struct sigaction action = {.sa_handler = nothing};
  const struct itimerval soon = {{0, 20000}, {0, 20000}}, never = {{0, 0}, {0, 0}};
  sigaction(SIGALRM, &action, NULL);
  setitimer(ITIMER_REAL, &soon, NULL);
  printf("interrupted: %d\n", (int)gnutls_record_recv(session, data, ROOM));
  setitimer(ITIMER_REAL, &never, NULL);
}

static void descriptors(const char* priority, unsigned flags) {
  int ends[2], code[2] = {GNUTLS_E_AGAIN, GNUTLS_E_AGAIN}, waited = 0, sent = 0, calls = 0;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) != 0) exit(2);
  gnutls_session_t sides[] = {on_descriptor(GNUTLS_CLIENT | flags, ends[0], priority),
                              on_descriptor(GNUTLS_SERVER | GNUTLS_NO_TICKETS | flags, ends[1], priority)};
  for (int i = 0; i < MAX_ROUNDS && (pair_waits(code[0]) || pair_waits(code[1])); ++i) {
    if (!pair_waits(code[i % 2])) continue;
    code[i % 2] = gnutls_handshake(sides[i % 2]);
    if (pair_waits(code[i % 2])) ++waited;
  }
  printf("handshake %d %d, has waited: %d\n", code[0], code[1], waited > 0);
  printf("nothing there: %d\n", (int)gnutls_record_recv(sides[0], data, ROOM));
  while ((sent = (int)gnutls_record_send(sides[0], data, 16384)) > 0) ++calls;
  printf("full: %d, after some: %d\n", sent, calls > 0);
  fcntl(ends[0], F_SETFL, 0);
  interrupted_read(sides[0]);
  for (int i = 0; i < calls; ++i)
    if (gnutls_record_recv(sides[1], data, ROOM) != 16384) printf("data is lost\n");
  printf("the last again: %d", (int)gnutls_record_send(sides[0], NULL, 0));
  printf(" %d\n", (int)gnutls_record_recv(sides[1], data, ROOM));
  gnutls_deinit(sides[1]);
  close(ends[1]);
  printf("closed: %d\n", (int)gnutls_record_recv(sides[0], data, ROOM));
  gnutls_deinit(sides[0]);
  close(ends[0]);
}

/* 8: a push function that takes so many bytes, then none for a while. */
static size_t takes;

static ssize_t push_some(gnutls_transport_ptr_t pointer, const void* bytes, size_t size) {
  side_t* side = pointer;
  if (takes == 0) {
    gnutls_transport_set_errno(side->session, EAGAIN);
    return -1;
  }
  if (size > takes) size = takes;
  takes -= size;
  return pair_push(pointer, bytes, size);
}

static void kept_back(const char* priority, size_t first, int repeated_with_data) {
  const char *text = "0123456789", *repeated = repeated_with_data ? text : NULL;
  char got[32];
  start(priority, priority, 0);
  pair_handshake(&pair);
  gnutls_transport_set_push_function(pair.client.session, push_some);
  takes = first;
  printf("takes %zu: %d", first, (int)gnutls_record_send(pair.client.session, text, 10));
  takes = 3;
  printf(" %d", (int)gnutls_record_send(pair.client.session, repeated, repeated_with_data ? 10 : 0));
  takes = ROOM;
  printf(" %d", (int)gnutls_record_send(pair.client.session, repeated, repeated_with_data ? 10 : 0));
  printf(" then %d\n", (int)gnutls_record_send(pair.client.session, "next", 4));
  for (int i = 0; i < 3; ++i) {
    int size = (int)gnutls_record_recv(pair.server.session, got, sizeof got);
    printf("received %d %.*s\n", size, size > 0 ? size : 0, got);
  }
  pair_deinit(&pair);
}

/* 13: what follows close_notify is for whoever uses the transport next. */
static void handed_on(const char* priority) {
  const char plain[] = "plain text behind";
  queue_t* queue = &pair.to_client;
  start(priority, priority, 0);
  pair_handshake(&pair);
  gnutls_record_send(pair.server.session, "data", 4);
  printf("bye %d\n", gnutls_bye(pair.server.session, GNUTLS_SHUT_WR));
  memcpy(queue->bytes + queue->end, plain, sizeof plain);
  queue->end += sizeof plain;
  printf("received %d", (int)gnutls_record_recv(pair.client.session, data, ROOM));
  printf(", then %d", (int)gnutls_record_recv(pair.client.session, data, ROOM));
  printf(" %d", (int)gnutls_record_recv(pair.client.session, data, ROOM));
  printf(", bye %d", gnutls_bye(pair.client.session, GNUTLS_SHUT_RDWR));
  const size_t left = queue->end - queue->begin;
  printf(", left %zu: %s\n", left, left == sizeof plain ? (const char*)queue->bytes + queue->begin : "");
  pair_deinit(&pair);
}

int main(int argc, char** argv) {
  const char* part = load_credentials(argc, argv);
  if (strcmp(part, "7") == 0) {
    descriptors(TLS13, 0), descriptors(TLS12, 0);
    descriptors(TLS13, GNUTLS_NONBLOCK);
  }
  if (strcmp(part, "8") == 0) {
    for (size_t first = 0; first < 40; first += 10) kept_back(TLS13, first, 0);
    kept_back(TLS13, 7, 1);
    kept_back(TLS12, 7, 0);
  }
  if (strcmp(part, "13") == 0) handed_on(TLS13), handed_on(TLS12);
  return free_credentials();
}
