/* early_data FOLDER: a client that goes on from an earlier session, the second
   time with early data. */
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static gnutls_certificate_credentials_t trust, own;
static gnutls_datum_t
    ticket_key; /* of the server: whoever has it can open every ticket */
static gnutls_datum_t
    stored; /* of the client: what it keeps between connections; a secret */
static gnutls_anti_replay_t
    anti_replay; /* of the server: which early data it has seen */

/* The server's memory of ClientHellos, here the last one alone. A real one is a
   store with an atomic "add if absent". */
static int remember(void* pointer, time_t expires, const gnutls_datum_t* key,
                    const gnutls_datum_t* data) {
  static unsigned char last[64];
  static unsigned size;
  (void)pointer, (void)expires, (void)data;
  if (size == key->size && memcmp(last, key->data, size) == 0)
    return GNUTLS_E_DB_ENTRY_EXISTS;
  if (key->size > sizeof last) return GNUTLS_E_DB_ERROR;
  memcpy(last, key->data, size = key->size);
  return 0;
}

static gnutls_session_t new_session(
    unsigned role, int fd, gnutls_certificate_credentials_t credentials) {
  gnutls_session_t session;
  gnutls_init(&session, role | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL |
                            GNUTLS_ENABLE_EARLY_DATA);
  gnutls_priority_set_direct(session, "NORMAL:-VERS-ALL:+VERS-TLS1.3", NULL);
  gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_int(session, fd);
  return session;
}

static void shake(gnutls_session_t client, gnutls_session_t server) {
  int here = GNUTLS_E_AGAIN, there = GNUTLS_E_AGAIN;
  for (int turn = 0;
       turn < 100 && (here == GNUTLS_E_AGAIN || there == GNUTLS_E_AGAIN);
       ++turn) {
    if (here == GNUTLS_E_AGAIN) here = gnutls_handshake(client);
    if (there == GNUTLS_E_AGAIN) there = gnutls_handshake(server);
  }
  printf("client %d, server %d, ", here, there);
  printf("%s\n",
         gnutls_session_is_resumed(client) ? "resumed" : "from the beginning");
}

static void connect_once(const char* early) {
  int fd[2];
  char data[64];
  ssize_t n;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd) != 0) return;
  gnutls_session_t client = new_session(GNUTLS_CLIENT, fd[0], trust);
  gnutls_session_t server = new_session(GNUTLS_SERVER, fd[1], own);
  gnutls_session_set_verify_cert(client, "localhost", 0);
  gnutls_server_name_set(client, GNUTLS_NAME_DNS, "localhost", 9);
  gnutls_session_ticket_enable_server(server, &ticket_key);
  gnutls_anti_replay_enable(server, anti_replay);
  if (stored.data != NULL)
    gnutls_session_set_data(client, stored.data, stored.size);
  if (early != NULL)
    gnutls_record_send_early_data(
        client, early, strlen(early)); /* leaves with the first message */
  shake(client, server);
  if ((n = gnutls_record_recv_early_data(server, data, sizeof data)) > 0)
    printf("early: %.*s\n", (int)n, data);

  gnutls_record_send(server, "hello", 5); /* the tickets are in front of it */
  while ((n = gnutls_record_recv(client, data, sizeof data)) == GNUTLS_E_AGAIN)
    continue;
  gnutls_free(stored.data);
  gnutls_session_get_data2(client, &stored);
  gnutls_deinit(client);
  gnutls_deinit(server);
  close(fd[0]);
  close(fd[1]);
}

int main(int argc, char** argv) {
  char path[3][512];
  const char* files[] = {"ca.pem", "server.pem", "server.key"};
  if (argc != 2) return 2;
  for (int i = 0; i < 3; ++i)
    snprintf(path[i], sizeof path[i], "%s/%s", argv[1], files[i]);
  gnutls_certificate_allocate_credentials(&trust);
  gnutls_certificate_allocate_credentials(&own);
  gnutls_certificate_set_x509_trust_file(trust, path[0], GNUTLS_X509_FMT_PEM);
  gnutls_certificate_set_x509_key_file(own, path[1], path[2],
                                       GNUTLS_X509_FMT_PEM);
  gnutls_session_ticket_key_generate(&ticket_key);
  gnutls_anti_replay_init(&anti_replay);
  gnutls_anti_replay_set_add_function(anti_replay, remember);

  connect_once(NULL);
  connect_once(NULL);
  connect_once("GET /");
  gnutls_free(stored.data);
  gnutls_free(ticket_key.data);
  gnutls_anti_replay_deinit(anti_replay);
  gnutls_certificate_free_credentials(trust);
  gnutls_certificate_free_credentials(own);
  return 0;
}
