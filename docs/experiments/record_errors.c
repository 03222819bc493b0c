/* What gnutls_record_send() returns when its transport fails once and then works again, and what the peer gets. The two
   sessions live in one process, over memory, with a pre-shared key: this runs on GnuTLS alone until Handfast has those.

     cc record_errors.c -lgnutls -o record_errors && ./record_errors */
#include <errno.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>

struct side {
  gnutls_session_t session;
  struct side* peer;
  unsigned char received[1 << 16];
  size_t size, at;
  int push_errno; /* 0: everything is taken */
};

static ssize_t pull(gnutls_transport_ptr_t ptr, void* data, size_t size) {
  struct side* s = ptr;
  size_t left = s->size - s->at;
  if (left == 0) {
    gnutls_transport_set_errno(s->session, EAGAIN);
    return -1;
  }
  if (size > left) size = left;
  memcpy(data, s->received + s->at, size);
  s->at += size;
  return (ssize_t)size;
}

static ssize_t push(gnutls_transport_ptr_t ptr, const void* data, size_t size) {
  struct side* s = ptr;
  if (s->push_errno != 0 || s->peer->size + size > sizeof s->peer->received) {
    gnutls_transport_set_errno(s->session, s->push_errno != 0 ? s->push_errno : ENOBUFS);
    return -1;
  }
  memcpy(s->peer->received + s->peer->size, data, size);
  s->peer->size += size;
  return (ssize_t)size;
}

static int server_key(gnutls_session_t session, const char* name, gnutls_datum_t* key) {
  (void)session;
  (void)name;
  key->data = gnutls_malloc(4);
  if (key->data == NULL) return -1;
  memcpy(key->data, "abcd", 4);
  key->size = 4;
  return 0;
}

static void prepare(struct side* side, struct side* peer, unsigned flags, void* credentials) {
  memset(side, 0, sizeof *side);
  side->peer = peer;
  gnutls_init(&side->session, flags);
  gnutls_credentials_set(side->session, GNUTLS_CRD_PSK, credentials);
  gnutls_priority_set_direct(side->session, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+ECDHE-PSK", NULL);
  gnutls_transport_set_ptr(side->session, side);
  gnutls_transport_set_push_function(side->session, push);
  gnutls_transport_set_pull_function(side->session, pull);
}

static int handshake(struct side* client, struct side* server) {
  int ours = GNUTLS_E_AGAIN, theirs = GNUTLS_E_AGAIN;
  for (int i = 0; i < 20 && (ours != 0 || theirs != 0); ++i) {
    if (ours != 0) ours = gnutls_handshake(client->session);
    if (theirs != 0) theirs = gnutls_handshake(server->session);
  }
  return ours != 0 ? ours : theirs;
}

static void push_fails_once(const char* name, int error) {
  static struct side client, server;
  gnutls_psk_client_credentials_t client_credentials;
  gnutls_psk_server_credentials_t server_credentials;
  const gnutls_datum_t key = {(unsigned char*)"61626364", 8};
  char data[16];
  gnutls_psk_allocate_client_credentials(&client_credentials);
  gnutls_psk_set_client_credentials(client_credentials, "user", &key, GNUTLS_PSK_KEY_HEX);
  gnutls_psk_allocate_server_credentials(&server_credentials);
  gnutls_psk_set_server_credentials_function(server_credentials, server_key);
  prepare(&client, &server, GNUTLS_CLIENT, client_credentials);
  prepare(&server, &client, GNUTLS_SERVER | GNUTLS_NO_AUTO_SEND_TICKET, server_credentials);

  printf("%-12s handshake %d", name, handshake(&client, &server));
  client.push_errno = error;
  printf(", send %d", (int)gnutls_record_send(client.session, "hello", 5));
  client.push_errno = 0;
  printf(", again %d", (int)gnutls_record_send(client.session, "hello", 5));
  printf(", peer receives %d\n", (int)gnutls_record_recv(server.session, data, sizeof data));
  gnutls_deinit(client.session);
  gnutls_deinit(server.session);
  gnutls_psk_free_client_credentials(client_credentials);
  gnutls_psk_free_server_credentials(server_credentials);
}

int main(void) {
  push_fails_once("EAGAIN", EAGAIN);
  push_fails_once("EIO", EIO);
  push_fails_once("EPIPE", EPIPE);
  push_fails_once("ECONNRESET", ECONNRESET);
  return 0;
}
