/* poll_server CERTIFICATES.pem KEY.pem: prints its port, then sends back what
   its clients send: any number of them at once, in one thread that never waits
   for one of them. */
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <poll.h>

#include "tcp.h"

enum { MOST = 1024 };
enum state { HANDSHAKE, RECEIVE, SEND, CLOSE };
struct client {
  gnutls_session_t session;
  enum state state;
  char data[4096];
  size_t size, sent; /* of what waits to be sent */
};
static struct client clients[MOST];
/* The first listens, number 1 + i belongs to clients[i]. */
static struct pollfd descriptors[1 + MOST];
static int count;

/* One call of the library, and what it leads to. Negative: what it gave. */
static int step(struct client* c) {
  ssize_t n;
  switch (c->state) {
    case HANDSHAKE:
      if ((n = gnutls_handshake(c->session)) < 0) return (int)n;
      c->state = RECEIVE;
      return 0;
    case RECEIVE:
      if ((n = gnutls_record_recv(c->session, c->data, sizeof c->data)) < 0)
        return (int)n;
      c->size = (size_t)n;
      c->sent = 0;
      c->state = n == 0 ? CLOSE : SEND;
      return 0;
    case SEND: /* after GNUTLS_E_AGAIN: the same call again */
      if ((n = gnutls_record_send(c->session, c->data + c->sent,
                                  c->size - c->sent)) < 0)
        return (int)n;
      c->sent += (size_t)n;
      if (c->sent == c->size) c->state = RECEIVE;
      return 0;
    case CLOSE: break;
  }
  if ((n = gnutls_bye(c->session, GNUTLS_SHUT_WR)) < 0) return (int)n;
  return GNUTLS_E_SESSION_EOF; /* this client is done */
}

/* Goes on until the client would have to be waited for. Returns 0 when it is
   gone. */
static int run(struct client* c, struct pollfd* descriptor) {
  int code;
  do code = step(c);
  while (code == 0 ||
         (code < 0 && code != GNUTLS_E_AGAIN && !gnutls_error_is_fatal(code)));
  if (code == GNUTLS_E_AGAIN) {
    descriptor->events =
        gnutls_record_get_direction(c->session) != 0 ? POLLOUT : POLLIN;
    return 1;
  }
  if (c->state == HANDSHAKE) gnutls_alert_send_appropriate(c->session, code);
  gnutls_deinit(c->session);
  close(descriptor->fd);
  return 0;
}

static void welcome(int fd, gnutls_certificate_credentials_t own,
                    gnutls_priority_t priority) {
  struct client* c = &clients[count];
  fcntl(fd, F_SETFL, O_NONBLOCK);
  *c = (struct client){.state = HANDSHAKE};
  gnutls_init(&c->session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
  gnutls_priority_set(c->session, priority);
  gnutls_credentials_set(c->session, GNUTLS_CRD_CERTIFICATE, own);
  gnutls_transport_set_int(c->session, fd);
  descriptors[1 + count++] = (struct pollfd){.fd = fd, .events = POLLIN};
}

int main(int argc, char** argv) {
  gnutls_certificate_credentials_t own;
  gnutls_priority_t priority;
  gnutls_certificate_allocate_credentials(&own);
  if (argc != 3 || gnutls_certificate_set_x509_key_file(
                       own, argv[1], argv[2], GNUTLS_X509_FMT_PEM) < 0)
    return 2;
  gnutls_priority_init(&priority, NULL, NULL);
  descriptors[0] = (struct pollfd){.fd = tcp_listen(), .events = POLLIN};
  while (poll(descriptors, (nfds_t)(1 + count), -1) > 0) {
    for (int i = count - 1; i >= 0; --i)
      if (descriptors[1 + i].revents != 0 &&
          !run(&clients[i], &descriptors[1 + i])) {
        clients[i] = clients[--count]; /* which has had its turn */
        descriptors[1 + i] = descriptors[1 + count];
      }
    if (descriptors[0].revents == 0 || count == MOST) continue;
    int fd = accept(descriptors[0].fd, NULL, NULL);
    if (fd >= 0) welcome(fd, own, priority);
  }
  return 1;
}
