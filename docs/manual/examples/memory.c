/* memory CERTIFICATES.pem KEY.pem AUTHORITIES.pem: a client and a server in one
   process, over two buffers. */
#include <errno.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>

struct pipe {
  unsigned char bytes[65536];
  size_t size;
};
struct end { /* what the two functions get: where to write, where to read */
  gnutls_session_t session;
  struct pipe *out, *in;
};

static ssize_t push(gnutls_transport_ptr_t pointer, const void* data,
                    size_t size) {
  struct end* end = pointer;
  size_t room = sizeof end->out->bytes - end->out->size;
  if (size > room) size = room;
  if (size == 0) return gnutls_transport_set_errno(end->session, EAGAIN), -1;
  memcpy(end->out->bytes + end->out->size, data, size);
  end->out->size += size;
  return (ssize_t)size;
}

static ssize_t pull(gnutls_transport_ptr_t pointer, void* data, size_t size) {
  struct end* end = pointer;
  if (size > end->in->size) size = end->in->size;
  if (size == 0)
    return gnutls_transport_set_errno(end->session, EAGAIN),
           -1; /* 0 would be the end of the stream */
  memcpy(data, end->in->bytes, size);
  end->in->size -= size;
  memmove(end->in->bytes, end->in->bytes + size, end->in->size);
  return (ssize_t)size;
}

static void start(struct end* end, unsigned role,
                  gnutls_certificate_credentials_t credentials) {
  gnutls_init(&end->session, role | GNUTLS_NONBLOCK);
  gnutls_set_default_priority(end->session);
  gnutls_credentials_set(end->session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_ptr(end->session, end);
  gnutls_transport_set_push_function(end->session, push);
  gnutls_transport_set_pull_function(end->session, pull);
}

int main(int argc, char** argv) {
  static struct pipe up, down;
  struct end client = {.out = &up, .in = &down},
             server = {.out = &down, .in = &up};
  gnutls_certificate_credentials_t trust, own;
  gnutls_certificate_allocate_credentials(&trust);
  gnutls_certificate_allocate_credentials(&own);
  if (argc != 4 ||
      gnutls_certificate_set_x509_key_file(own, argv[1], argv[2],
                                           GNUTLS_X509_FMT_PEM) < 0 ||
      gnutls_certificate_set_x509_trust_file(trust, argv[3],
                                             GNUTLS_X509_FMT_PEM) < 1)
    return 2;
  start(&client, GNUTLS_CLIENT, trust);
  start(&server, GNUTLS_SERVER, own);
  gnutls_session_set_verify_cert(client.session, "localhost", 0);

  int here = GNUTLS_E_AGAIN, there = GNUTLS_E_AGAIN, turns = 0;
  do { /* each goes on as far as it can */
    if (here == GNUTLS_E_AGAIN) here = gnutls_handshake(client.session);
    if (there == GNUTLS_E_AGAIN) there = gnutls_handshake(server.session);
    ++turns;
  } while (turns < 100 && (here == GNUTLS_E_AGAIN || there == GNUTLS_E_AGAIN));
  printf("client %d, server %d, %d turns\n", here, there, turns);

  char data[16] = "";
  gnutls_record_send(client.session, "hello", 5);
  ssize_t n = gnutls_record_recv(server.session, data, sizeof data);
  printf("%zd bytes: %s\n", n, data);
  gnutls_deinit(client.session);
  gnutls_deinit(server.session);
  gnutls_certificate_free_credentials(trust);
  gnutls_certificate_free_credentials(own);
  return here == 0 && there == 0 && n == 5 ? 0 : 1;
}
