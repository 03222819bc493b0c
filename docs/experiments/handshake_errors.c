/* What gnutls_handshake() returns when its transport or its peer fails, twice or three times in a row: is the error final,
   and with which number? Each line of the output is one case. docs/behaviour.md has the answers of both libraries.

     cc handshake_errors.c -lgnutls -o handshake_errors && ./handshake_errors                 the system's library
     handfast run -- ./handshake_errors                                                       Handfast */
#include <errno.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A transport with a script: what the peer "sends", and what happens when that has been read. */
struct script {
  gnutls_session_t session;
  const char* bytes;
  size_t size, at;
  int pull_end;   /* 0: end of file; otherwise the errno of a pull when nothing is left */
  int push_errno; /* 0: everything is taken */
  int push_nothing;
};

static ssize_t pull(gnutls_transport_ptr_t ptr, void* data, size_t size) {
  struct script* s = ptr;
  size_t left = s->size - s->at;
  if (left == 0 && s->pull_end == 0) return 0;
  if (left == 0) {
    gnutls_transport_set_errno(s->session, s->pull_end);
    return -1;
  }
  if (size > left) size = left;
  memcpy(data, s->bytes + s->at, size);
  s->at += size;
  return (ssize_t)size;
}

static ssize_t push(gnutls_transport_ptr_t ptr, const void* data, size_t size) {
  struct script* s = ptr;
  (void)data;
  if (s->push_nothing) return 0;
  if (s->push_errno == 0) return (ssize_t)size;
  gnutls_transport_set_errno(s->session, s->push_errno);
  return -1;
}

static gnutls_certificate_credentials_t credentials;

static gnutls_session_t new_client(void) {
  gnutls_session_t session;
  gnutls_init(&session, GNUTLS_CLIENT);
  gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
  return session;
}

static void report(const char* name, const int* codes, int count) {
  printf("%-46s", name);
  for (int i = 0; i < count; ++i) printf(" %5d", codes[i]);
  printf("\n");
}

/* Three calls of gnutls_handshake() on one scripted transport. */
static void scripted(const char* name, struct script s) {
  int codes[3];
  s.session = new_client();
  gnutls_set_default_priority(s.session);
  gnutls_transport_set_ptr(s.session, &s);
  gnutls_transport_set_push_function(s.session, push);
  gnutls_transport_set_pull_function(s.session, pull);
  for (int i = 0; i < 3; ++i) codes[i] = gnutls_handshake(s.session);
  report(name, codes, 3);
  gnutls_deinit(s.session);
}

/* A push that fails once and then works. */
static void push_recovers(const char* name, struct script s) {
  int codes[3];
  s.session = new_client();
  gnutls_set_default_priority(s.session);
  gnutls_transport_set_ptr(s.session, &s);
  gnutls_transport_set_push_function(s.session, push);
  gnutls_transport_set_pull_function(s.session, pull);
  codes[0] = gnutls_handshake(s.session);
  s.push_errno = s.push_nothing = 0;
  for (int i = 1; i < 3; ++i) codes[i] = gnutls_handshake(s.session);
  report(name, codes, 3);
  gnutls_deinit(s.session);
}

static void silent_peer(void) {
  int pair[2], codes[2];
  gnutls_session_t session = new_client();
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) return;
  gnutls_set_default_priority(session);
  gnutls_transport_set_int(session, pair[0]);
  gnutls_handshake_set_timeout(session, 50);
  for (int i = 0; i < 2; ++i) codes[i] = gnutls_handshake(session);
  report("silent peer, time-out of 50 ms", codes, 2);
  gnutls_deinit(session);
  close(pair[0]);
  close(pair[1]);
}

/* gnutls_record_recv() before a handshake, and after one that failed. */
static void receive_without_handshake(void) {
  struct script s = {.pull_end = 0};
  char buffer[16];
  int codes[3];
  s.session = new_client();
  gnutls_set_default_priority(s.session);
  gnutls_transport_set_ptr(s.session, &s);
  gnutls_transport_set_push_function(s.session, push);
  gnutls_transport_set_pull_function(s.session, pull);
  codes[0] = (int)gnutls_record_recv(s.session, buffer, sizeof buffer);
  codes[1] = gnutls_handshake(s.session);
  codes[2] = (int)gnutls_record_recv(s.session, buffer, sizeof buffer);
  report("receive, handshake (end of file), receive", codes, 3);
  gnutls_deinit(s.session);
}

/* How many warnings in a row are borne, and what comes then. */
static void warning_flood(void) {
  static const char warning[] = "\x15\x03\x03\x00\x02\x01\x70";
  char bytes[7 * 100];
  struct script s = {.bytes = bytes, .size = sizeof bytes, .pull_end = EAGAIN};
  int codes[2] = {0, 0};
  for (size_t i = 0; i < sizeof bytes; ++i) bytes[i] = warning[i % 7];
  s.session = new_client();
  gnutls_set_default_priority(s.session);
  gnutls_transport_set_ptr(s.session, &s);
  gnutls_transport_set_push_function(s.session, push);
  gnutls_transport_set_pull_function(s.session, pull);
  while ((codes[1] = gnutls_handshake(s.session)) == GNUTLS_E_WARNING_ALERT_RECEIVED) ++codes[0];
  report("100 warnings: how many reported, then", codes, 2);
  gnutls_deinit(s.session);
}

static void no_priorities(void) {
  struct script s = {.pull_end = EAGAIN};
  int codes[2];
  s.session = new_client();
  gnutls_transport_set_ptr(s.session, &s);
  gnutls_transport_set_push_function(s.session, push);
  gnutls_transport_set_pull_function(s.session, pull);
  for (int i = 0; i < 2; ++i) codes[i] = gnutls_handshake(s.session);
  report("no priorities were set", codes, 2);
  gnutls_deinit(s.session);
}

#define BYTES(text) .bytes = text, .size = sizeof(text) - 1

int main(void) {
  gnutls_certificate_allocate_credentials(&credentials);
  printf("%s\n", gnutls_check_version(NULL));
  scripted("pull fails with EAGAIN", (struct script){.pull_end = EAGAIN});
  scripted("pull fails with EINTR", (struct script){.pull_end = EINTR});
  scripted("pull fails with EIO", (struct script){.pull_end = EIO});
  scripted("pull fails with ECONNRESET", (struct script){.pull_end = ECONNRESET});
  scripted("pull gives end of file", (struct script){.pull_end = 0});
  scripted("push fails with EIO", (struct script){.push_errno = EIO, .pull_end = EAGAIN});
  scripted("push fails with ECONNRESET", (struct script){.push_errno = ECONNRESET, .pull_end = EAGAIN});
  scripted("push takes nothing (returns 0)", (struct script){.push_nothing = 1, .pull_end = EAGAIN});
  push_recovers("push fails with EIO, then works", (struct script){.push_errno = EIO, .pull_end = EAGAIN});
  push_recovers("push fails with ECONNRESET, then works", (struct script){.push_errno = ECONNRESET, .pull_end = EAGAIN});
  push_recovers("push takes nothing, then works", (struct script){.push_nothing = 1, .pull_end = EAGAIN});
  scripted("peer sends close_notify", (struct script){BYTES("\x15\x03\x03\x00\x02\x01\x00"), .pull_end = EAGAIN});
  scripted("peer sends HTTP", (struct script){BYTES("HTTP/1.1 400 Bad Request\r\n\r\n"), .pull_end = EAGAIN});
  scripted("peer sends a warning (112), then a fatal alert",
           (struct script){BYTES("\x15\x03\x03\x00\x02\x01\x70\x15\x03\x03\x00\x02\x02\x28"), .pull_end = EAGAIN});
  warning_flood();
  silent_peer();
  receive_without_handshake();
  no_priorities();
  gnutls_certificate_free_credentials(credentials);
  return 0;
}
