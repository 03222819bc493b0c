/* One thread sends while another receives, on both ends of a connection: nothing of one direction shows in the other. */
#include <errno.h>
#include <gnutls/gnutls.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

enum {
  AMOUNT = 1 << 20,
  PIECE = 3000,
  REFUSED_PUSHES = 3,
  REFUSED_PULLS = 5,
  KEY_UPDATE_EVERY = 100 /* 8 a second are allowed */
};

typedef struct {
  gnutls_session_t session;
  int descriptor;
  unsigned pushes, pulls; /* each of its own thread */
  int busy;               /* callbacks refuse some calls */
  int updates_keys;
} end_t;

/* A sender is refused with EAGAIN and a receiver with EINTR, through the session: each must see its own only. */
static ssize_t push(gnutls_transport_ptr_t pointer, const void* data, size_t size) {
  end_t* end = pointer;
  if (end->busy && ++end->pushes % REFUSED_PUSHES == 0) {
    gnutls_transport_set_errno(end->session, EAGAIN);
    errno = EBADF;
    return -1;
  }
  return send(end->descriptor, data, size, MSG_NOSIGNAL);
}

static ssize_t pull(gnutls_transport_ptr_t pointer, void* data, size_t size) {
  end_t* end = pointer;
  if (end->busy && ++end->pulls % REFUSED_PULLS == 0) {
    gnutls_transport_set_errno(end->session, EINTR);
    errno = EBADF;
    return -1;
  }
  return recv(end->descriptor, data, size, 0);
}

static gnutls_certificate_credentials_t server, client;

static void open_end(end_t* end, unsigned flags, int descriptor, const char* priority) {
  memset(end, 0, sizeof *end);
  end->descriptor = descriptor;
  CHECK_IS(gnutls_init(&end->session, flags | GNUTLS_NO_TICKETS), 0);
  CHECK_IS(gnutls_priority_set_direct(end->session, priority, NULL), 0);
  gnutls_certificate_credentials_t credentials = (flags & GNUTLS_SERVER) != 0 ? server : client;
  CHECK_IS(gnutls_credentials_set(end->session, GNUTLS_CRD_CERTIFICATE, credentials), 0);
  gnutls_transport_set_ptr(end->session, end);
  gnutls_transport_set_push_function(end->session, push);
  gnutls_transport_set_pull_function(end->session, pull);
}

static void* shake_hands(void* argument) {
  end_t* end = argument;
  CHECK_IS(gnutls_handshake(end->session), 0);
  return NULL;
}

static unsigned char byte_at(size_t place) { return (unsigned char)(place * 31 + (place >> 12)); }

static size_t send_piece(end_t* end, size_t from) {
  unsigned char piece[PIECE];
  size_t size = AMOUNT - from < PIECE ? AMOUNT - from : PIECE;
  for (size_t i = 0; i < size; ++i) piece[i] = byte_at(from + i);
  ssize_t sent = gnutls_record_send(end->session, piece, size);
  while (sent == GNUTLS_E_AGAIN) sent = gnutls_record_send(end->session, NULL, 0);
  CHECK_IS(sent, size);
  return size;
}

static void update_keys(end_t* end) {
  int result = gnutls_session_key_update(end->session, GNUTLS_KU_PEER);
  CHECK(result == 0 || result == GNUTLS_E_AGAIN);
}

static void* send_all(void* argument) {
  end_t* end = argument;
  unsigned pieces = 0;
  for (size_t sent = 0; sent < AMOUNT; sent += send_piece(end, sent)) {
    if (end->updates_keys && ++pieces % KEY_UPDATE_EVERY == 0) update_keys(end);
    gnutls_record_get_direction(end->session);
  }
  int result = GNUTLS_E_AGAIN;
  while (result == GNUTLS_E_AGAIN) result = gnutls_bye(end->session, GNUTLS_SHUT_WR);
  CHECK_IS(result, 0);
  return NULL;
}

static void* receive_all(void* argument) {
  end_t* end = argument;
  unsigned char piece[2 * PIECE];
  size_t received = 0;
  for (;;) {
    ssize_t got = gnutls_record_recv(end->session, piece, sizeof piece);
    gnutls_record_get_direction(end->session);
    gnutls_record_check_pending(end->session);
    if (got == GNUTLS_E_INTERRUPTED || (got == GNUTLS_E_AGAIN && end->updates_keys)) continue;
    CHECK(got >= 0);
    if (got == 0) break;
    for (ssize_t i = 0; i < got; ++i) CHECK_IS(piece[i], byte_at(received + (size_t)i));
    received += (size_t)got;
  }
  CHECK_IS(received, AMOUNT);
  return NULL;
}

static void run(end_t* ends, void* (*first)(void*), void* (*second)(void*)) {
  pthread_t threads[4];
  int count = 0;
  for (int i = 0; i < 2; ++i) {
    CHECK_IS(pthread_create(&threads[count++], NULL, first, &ends[i]), 0);
    if (second != NULL) CHECK_IS(pthread_create(&threads[count++], NULL, second, &ends[i]), 0);
  }
  while (count > 0) CHECK_IS(pthread_join(threads[--count], NULL), 0);
}

static void connection(const char* priority, int busy, int updates_keys) {
  int descriptors[2];
  end_t ends[2];
  CHECK_IS(socketpair(AF_UNIX, SOCK_STREAM, 0, descriptors), 0);
  open_end(&ends[0], GNUTLS_CLIENT, descriptors[0], priority);
  open_end(&ends[1], GNUTLS_SERVER, descriptors[1], priority);
  run(ends, shake_hands, NULL);
  for (int i = 0; i < 2; ++i) ends[i].busy = busy, ends[i].updates_keys = updates_keys;
  run(ends, send_all, receive_all);
  for (int i = 0; i < 2; ++i) {
    gnutls_deinit(ends[i].session);
    close(descriptors[i]);
  }
}

/* The end of a session: two threads find it broken at once, and each is told once or later, but never goes on. */
static void* send_until_failure(void* argument) {
  end_t* end = argument;
  ssize_t sent = 0;
  while (sent >= 0) sent = gnutls_record_send(end->session, "a", 1);
  CHECK(gnutls_error_is_fatal((int)sent));
  return NULL;
}

static void* receive_until_failure(void* argument) {
  end_t* end = argument;
  char byte = 0;
  ssize_t got = 1;
  while (got > 0) got = gnutls_record_recv(end->session, &byte, 1);
  CHECK(got < 0 && gnutls_error_is_fatal((int)got));
  CHECK_IS(gnutls_record_recv(end->session, &byte, 1), GNUTLS_E_INVALID_SESSION);
  return NULL;
}

static void broken_connection(const char* priority) {
  const unsigned char damaged[] = {23, 3,  3,  0,  24, 1,  2,  3,  4,  5,  6,  7,  8,  9, 10,
                                   11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24};
  int descriptors[2];
  end_t ends[2];
  pthread_t threads[2];
  CHECK_IS(socketpair(AF_UNIX, SOCK_STREAM, 0, descriptors), 0);
  open_end(&ends[0], GNUTLS_CLIENT, descriptors[0], priority);
  open_end(&ends[1], GNUTLS_SERVER, descriptors[1], priority);
  run(ends, shake_hands, NULL);
  CHECK_IS(pthread_create(&threads[0], NULL, send_until_failure, &ends[0]), 0);
  CHECK_IS(pthread_create(&threads[1], NULL, receive_until_failure, &ends[0]), 0);
  CHECK_IS(send(descriptors[1], damaged, sizeof damaged, 0), sizeof damaged);
  CHECK_IS(pthread_join(threads[1], NULL), 0);
  close(descriptors[1]);
  CHECK_IS(pthread_join(threads[0], NULL), 0);
  for (int i = 0; i < 2; ++i) gnutls_deinit(ends[i].session);
  close(descriptors[0]);
}

int main(void) {
  const char* priorities[] = {"NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2"};
  CHECK_IS(gnutls_certificate_allocate_credentials(&server), 0);
  CHECK_IS(gnutls_certificate_allocate_credentials(&client), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(server, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
           0);
  for (int i = 0; i < 2; ++i) {
    connection(priorities[i], 0, 0);
    connection(priorities[i], 1, 0);
    broken_connection(priorities[i]);
  }
  connection(priorities[0], 0, 1);
  connection(priorities[0], 1, 1);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
