/* After fork() one process sends while the other receives, on one session: in both roles, before and in TLS 1.3. */
#include <gnutls/gnutls.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

enum { AMOUNT = 1 << 20, PIECE = 3000 };

static gnutls_certificate_credentials_t credentials; /* a client has no use for the certificate in it */

static gnutls_session_t open_session(unsigned flags, int descriptor, const char* priority) {
  gnutls_session_t session;
  CHECK_IS(gnutls_init(&session, flags | GNUTLS_NO_TICKETS), 0);
  CHECK_IS(gnutls_priority_set_direct(session, priority, NULL), 0);
  CHECK_IS(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials), 0);
  gnutls_transport_set_int(session, descriptor);
  CHECK_IS(gnutls_handshake(session), 0);
  return session;
}

static unsigned char byte_at(size_t place) { return (unsigned char)(place * 31 + (place >> 12)); }

static void send_all(gnutls_session_t session) {
  unsigned char piece[PIECE];
  for (size_t sent = 0; sent < AMOUNT;) {
    size_t size = AMOUNT - sent < PIECE ? AMOUNT - sent : PIECE;
    for (size_t i = 0; i < size; ++i) piece[i] = byte_at(sent + i);
    CHECK_IS(gnutls_record_send(session, piece, size), size);
    sent += size;
  }
  CHECK_IS(gnutls_bye(session, GNUTLS_SHUT_WR), 0);
}

static void receive_all(gnutls_session_t session) {
  unsigned char piece[2 * PIECE];
  size_t received = 0;
  ssize_t got = 0;
  while ((got = gnutls_record_recv(session, piece, sizeof piece)) > 0) {
    for (ssize_t i = 0; i < got; ++i) CHECK_IS(piece[i], byte_at(received + (size_t)i));
    received += (size_t)got;
  }
  CHECK_IS(got, 0);
  CHECK_IS(received, AMOUNT);
}

/* The peer, in a process of its own: what it hears it says, from the beginning. */
static void peer(unsigned flags, int descriptor, const char* priority) {
  gnutls_session_t session = open_session(flags, descriptor, priority);
  receive_all(session);
  send_all(session);
  _exit(0);
}

static void wait_for(pid_t child) {
  int status = 1;
  CHECK_IS(waitpid(child, &status, 0), child);
  CHECK_IS(status, 0);
}

static pid_t fork_once(void) {
  pid_t child = fork();
  CHECK(child >= 0);
  return child;
}

static void divided_session(unsigned flags, const char* priority, int child_sends) {
  int descriptors[2];
  CHECK_IS(socketpair(AF_UNIX, SOCK_STREAM, 0, descriptors), 0);
  pid_t other = fork_once();
  if (other == 0) peer(flags ^ (GNUTLS_CLIENT | GNUTLS_SERVER), descriptors[1], priority);
  close(descriptors[1]);
  gnutls_session_t session = open_session(flags, descriptors[0], priority);
  pid_t half = fork_once();
  if ((half == 0) == (child_sends != 0))
    send_all(session);
  else
    receive_all(session);
  if (half == 0) _exit(0);
  wait_for(half);
  wait_for(other);
  gnutls_deinit(session);
  close(descriptors[0]);
}

int main(void) {
  const char* priorities[] = {"NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2"};
  CHECK_IS(gnutls_certificate_allocate_credentials(&credentials), 0);
  CHECK_IS(
      gnutls_certificate_set_x509_key_file(credentials, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
      0);
  for (int i = 0; i < 4; ++i) {
    divided_session(GNUTLS_CLIENT, priorities[i % 2], i / 2);
    divided_session(GNUTLS_SERVER, priorities[i % 2], i / 2);
  }
  gnutls_certificate_free_credentials(credentials);
  return 0;
}
