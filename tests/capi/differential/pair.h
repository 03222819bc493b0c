/* A client and a server of the library in one process, joined by two byte queues. */
#pragma once

#include <errno.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUEUE_SIZE = 1 << 18, MAX_ROUNDS = 1000 };

typedef struct {
  unsigned char bytes[QUEUE_SIZE];
  size_t begin, end;
} queue_t;

typedef struct {
  gnutls_session_t session;
  queue_t *in, *out;
  int result; /* of gnutls_handshake() */
} side_t;

typedef struct {
  queue_t to_client, to_server;
  side_t client, server;
} pair_t;

static inline ssize_t pair_push(gnutls_transport_ptr_t pointer, const void* data, size_t size) {
  side_t* side = pointer;
  queue_t* queue = side->out;
  if (QUEUE_SIZE - queue->end < size) {
    gnutls_transport_set_errno(side->session, EAGAIN);
    return -1;
  }
  memcpy(queue->bytes + queue->end, data, size);
  queue->end += size;
  return (ssize_t)size;
}

static inline ssize_t pair_pull(gnutls_transport_ptr_t pointer, void* data, size_t size) {
  side_t* side = pointer;
  queue_t* queue = side->in;
  size_t there = queue->end - queue->begin;
  if (there == 0) {
    gnutls_transport_set_errno(side->session, EAGAIN);
    return -1;
  }
  if (size > there) size = there;
  memcpy(data, queue->bytes + queue->begin, size);
  queue->begin += size;
  if (queue->begin == queue->end) queue->begin = queue->end = 0;
  return (ssize_t)size;
}

static inline void pair_side_init(side_t* side, unsigned flags, queue_t* in, queue_t* out) {
  if (gnutls_init(&side->session, flags) != 0) {
    fprintf(stderr, "gnutls_init failed\n");
    exit(2);
  }
  side->in = in;
  side->out = out;
  side->result = GNUTLS_E_AGAIN;
  gnutls_transport_set_ptr(side->session, side);
  gnutls_transport_set_push_function(side->session, pair_push);
  gnutls_transport_set_pull_function(side->session, pair_pull);
}

static inline void pair_init(pair_t* pair, const char* priority) {
  memset(pair, 0, sizeof *pair);
  pair_side_init(&pair->client, GNUTLS_CLIENT, &pair->to_client, &pair->to_server);
  pair_side_init(&pair->server, GNUTLS_SERVER, &pair->to_server, &pair->to_client);
  int client = gnutls_priority_set_direct(pair->client.session, priority, NULL);
  int server = gnutls_priority_set_direct(pair->server.session, priority, NULL);
  if (client != 0 || server != 0) {
    fprintf(stderr, "priority %s: %d %d\n", priority, client, server);
    exit(2);
  }
}

static inline int pair_waits(int result) { return result == GNUTLS_E_AGAIN || result == GNUTLS_E_INTERRUPTED; }

/* Until both are done, or one has failed and the other cannot go on. The alert that is due is sent. */
static inline void pair_handshake(pair_t* pair) {
  side_t* sides[] = {&pair->client, &pair->server};
  for (int round = 0; round < MAX_ROUNDS; ++round) {
    int waiting = 0;
    for (int i = 0; i < 2; ++i) {
      side_t* side = sides[i];
      if (!pair_waits(side->result)) continue;
      side->result = gnutls_handshake(side->session);
      if (pair_waits(side->result)) ++waiting;
      if (side->result < 0 && gnutls_error_is_fatal(side->result))
        gnutls_alert_send_appropriate(side->session, side->result);
    }
    if (waiting == 0) return;
  }
}

static inline void pair_deinit(pair_t* pair) {
  gnutls_deinit(pair->client.session);
  gnutls_deinit(pair->server.session);
}
