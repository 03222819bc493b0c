/* resume FOLDER: connections that go on from earlier ones, by tickets and by a
   server's database. */
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static gnutls_certificate_credentials_t trust, own;
/* Of the server: whoever has it can open every ticket. */
static gnutls_datum_t ticket_key;
/* Of the client: what it keeps between connections. It holds a secret. */
static gnutls_datum_t kept;

/* A database for one session. */
static struct {
  unsigned char key[GNUTLS_MAX_SESSION_ID_SIZE], data[8192];
  unsigned key_size, size;
} entry;

static int store(void* pointer, gnutls_datum_t key, gnutls_datum_t data) {
  (void)pointer;
  if (key.size > sizeof entry.key || data.size > sizeof entry.data) return -1;
  memcpy(entry.key, key.data, entry.key_size = key.size);
  memcpy(entry.data, data.data, entry.size = data.size);
  return 0;
}

static gnutls_datum_t find(void* pointer, gnutls_datum_t key) {
  gnutls_datum_t found = {NULL, 0}; /* the library frees it */
  (void)pointer;
  if (key.size != entry.key_size || memcmp(key.data, entry.key, key.size) != 0)
    return found;
  if ((found.data = gnutls_malloc(entry.size)) != NULL)
    memcpy(found.data, entry.data, found.size = entry.size);
  return found;
}

static int forget(void* pointer, gnutls_datum_t key) {
  (void)pointer, (void)key;
  entry.key_size = 0;
  return 0;
}

static gnutls_session_t new_session(unsigned flags, int fd, const char* version,
                                    gnutls_certificate_credentials_t both) {
  gnutls_session_t session;
  gnutls_init(&session, flags | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
  gnutls_set_default_priority_append(session, version, NULL, 0);
  gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, both);
  gnutls_transport_set_int(session, fd);
  return session;
}

static void converse(gnutls_session_t client, gnutls_session_t server) {
  int here = GNUTLS_E_AGAIN, there = GNUTLS_E_AGAIN;
  char data[64];
  for (int turn = 0; turn < 100; ++turn) {
    if (here == GNUTLS_E_AGAIN) here = gnutls_handshake(client);
    if (there == GNUTLS_E_AGAIN) there = gnutls_handshake(server);
  }
  printf("  client %d, server %d, %s\n", here, there,
         gnutls_session_is_resumed(client) ? "resumed" : "from the beginning");
  gnutls_record_send(server, "hello", 5); /* tickets are in front of it */
  while (gnutls_record_recv(client, data, sizeof data) == GNUTLS_E_AGAIN)
    continue;
}

static void forget_kept(void) {
  gnutls_free(kept.data);
  kept.data = NULL;
}

static void connect_once(const char* version, int tickets) {
  int fd[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd) != 0) return;
  gnutls_session_t client = new_session(
      GNUTLS_CLIENT | (tickets ? 0 : GNUTLS_NO_TICKETS), fd[0], version, trust);
  gnutls_session_t server = new_session(GNUTLS_SERVER, fd[1], version, own);
  if (tickets) {
    gnutls_session_ticket_enable_server(server, &ticket_key);
  } else {
    gnutls_db_set_store_function(server, store);
    gnutls_db_set_retrieve_function(server, find);
    gnutls_db_set_remove_function(server, forget);
  }
  gnutls_server_name_set(client, GNUTLS_NAME_DNS, "localhost", 9);
  gnutls_session_set_verify_cert(client, "localhost", 0);
  if (kept.data != NULL) gnutls_session_set_data(client, kept.data, kept.size);
  converse(client, server);
  forget_kept();
  gnutls_session_get_data2(client, &kept);
  gnutls_deinit(client);
  gnutls_deinit(server);
  close(fd[0]);
  close(fd[1]);
}

int main(int argc, char** argv) {
  const char* files[] = {"ca.pem", "server.pem", "server.key"};
  char path[3][512];
  if (argc != 2) return 2;
  for (int i = 0; i < 3; ++i)
    snprintf(path[i], sizeof path[i], "%s/%s", argv[1], files[i]);
  gnutls_certificate_allocate_credentials(&trust);
  gnutls_certificate_allocate_credentials(&own);
  gnutls_certificate_set_x509_trust_file(trust, path[0], GNUTLS_X509_FMT_PEM);
  gnutls_certificate_set_x509_key_file(own, path[1], path[2],
                                       GNUTLS_X509_FMT_PEM);
  gnutls_session_ticket_key_generate(&ticket_key);

  puts("TLS 1.3, tickets");
  for (int i = 0; i < 3; ++i) connect_once("-VERS-TLS1.2", 1);
  forget_kept();
  puts("TLS 1.2, tickets");
  for (int i = 0; i < 2; ++i) connect_once("-VERS-TLS1.3", 1);
  forget_kept();
  puts("TLS 1.2, a database");
  for (int i = 0; i < 2; ++i) connect_once("-VERS-TLS1.3", 0);

  forget_kept();
  gnutls_free(ticket_key.data);
  gnutls_certificate_free_credentials(trust);
  gnutls_certificate_free_credentials(own);
  return 0;
}
