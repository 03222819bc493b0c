/* again FOLDER: what a second handshake, a second connection and early data do where libraries differ. The folder has ca.pem,
   server.pem and server.key for localhost, alice.pem and alice.key for a client (handfast cert). Both sides live in this process.

     cc again.c -lgnutls -o again && ./again FOLDER */
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"
#define TLS13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"

static gnutls_certificate_credentials_t trust, own;
static gnutls_datum_t key, kept;
static gnutls_session_t client, server;
static int fd[2];
static char data[64];

static const char* name_of(ssize_t code) { return code < 0 ? gnutls_strerror_name((int)code) : "0 or more"; }

static void begin(const char* client_priority, const char* server_priority) {
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fd) != 0) return;
  gnutls_init(&client, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL | GNUTLS_ENABLE_EARLY_DATA);
  gnutls_init(&server, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL | GNUTLS_ENABLE_EARLY_DATA);
  gnutls_priority_set_direct(client, client_priority, NULL);
  gnutls_priority_set_direct(server, server_priority, NULL);
  gnutls_credentials_set(client, GNUTLS_CRD_CERTIFICATE, trust);
  gnutls_credentials_set(server, GNUTLS_CRD_CERTIFICATE, own);
  gnutls_transport_set_int(client, fd[0]);
  gnutls_transport_set_int(server, fd[1]);
  gnutls_server_name_set(client, GNUTLS_NAME_DNS, "localhost", 9);
  gnutls_session_ticket_enable_server(server, &key);
}

static void end(void) {
  gnutls_deinit(client);
  gnutls_deinit(server);
  close(fd[0]);
  close(fd[1]);
}

static void shake(const char* what) {
  int here = GNUTLS_E_AGAIN, there = GNUTLS_E_AGAIN;
  for (int i = 0; i < 100 && (here == GNUTLS_E_AGAIN || there == GNUTLS_E_AGAIN); ++i) {
    if (here == GNUTLS_E_AGAIN) here = gnutls_handshake(client);
    if (there == GNUTLS_E_AGAIN) there = gnutls_handshake(server);
  }
  printf("  %s: client %s, server %s, resumed %d\n", what, name_of(here), name_of(there),
         gnutls_session_is_resumed(client));
}

static void keep(void) {
  gnutls_record_send(server, "hello", 5);
  while (gnutls_record_recv(client, data, sizeof data) == GNUTLS_E_AGAIN) continue;
  gnutls_free(kept.data);
  kept.data = NULL;
  gnutls_session_get_data2(client, &kept);
}

static void wishes(void) {
  puts("a client that renegotiates without data in between");
  begin(TLS12, TLS12);
  shake("first");
  for (int i = 1; i < 6; ++i) {
    gnutls_handshake(client);
    printf("  wish %d: server receives %s\n", i, name_of(gnutls_record_recv(server, data, sizeof data)));
    shake("renegotiation");
  }
  end();
}

static void crossing(void) {
  puts("a client begins while the server's HelloRequest is on its way");
  begin(TLS12, TLS12);
  shake("first");
  gnutls_rehandshake(server);
  shake("renegotiation");
  end();
}

static void unsafe(void) {
  puts("a client's wish without RFC 5746");
  begin(TLS12 ":%DISABLE_SAFE_RENEGOTIATION", TLS12);
  shake("first");
  shake("renegotiation");
  end();
}

static void declined(void) {
  char material[16];
  gnutls_datum_t out = {NULL, 0};
  puts("after the peer has declined");
  begin(TLS12, TLS12);
  shake("first");
  gnutls_rehandshake(server);
  gnutls_record_recv(client, data, sizeof data);
  gnutls_alert_send_appropriate(client, GNUTLS_E_REHANDSHAKE);
  printf("  server: handshake %s\n", name_of(gnutls_handshake(server)));
  printf("  server: rehandshake %s\n", name_of(gnutls_rehandshake(server)));
  printf("  server: prf %s\n", name_of(gnutls_prf_rfc5705(server, 1, "a", 0, NULL, sizeof material, material)));
  end();
  begin(TLS12, TLS12);
  shake("first");
  gnutls_handshake(client);
  gnutls_record_recv(server, data, sizeof data);
  gnutls_alert_send_appropriate(server, GNUTLS_E_REHANDSHAKE);
  printf("  client: handshake %s\n", name_of(gnutls_handshake(client)));
  printf("  client: get_data2 %s\n", name_of(gnutls_session_get_data2(client, &out)));
  gnutls_free(out.data);
  end();
}

static void closed(void) {
  puts("the end of a connection while a handshake is wanted");
  begin(TLS12, TLS12);
  shake("first");
  gnutls_rehandshake(server);
  gnutls_handshake(server);
  gnutls_bye(client, GNUTLS_SHUT_WR);
  printf("  server: handshake %s\n", name_of(gnutls_handshake(server)));
  printf("  server: recv %s\n", name_of(gnutls_record_recv(server, data, sizeof data)));
  end();
  begin(TLS12, TLS12);
  shake("first");
  gnutls_handshake(client);
  printf("  client: bye %s\n", name_of(gnutls_bye(client, GNUTLS_SHUT_RDWR)));
  end();
}

static void unasked(void) {
  unsigned count = 0;
  puts("a server that asks for no certificate any more");
  begin(TLS12, TLS12);
  gnutls_certificate_server_set_request(server, GNUTLS_CERT_REQUIRE);
  shake("first");
  gnutls_certificate_get_peers(server, &count);
  printf("  certificates: %u\n", count);
  gnutls_certificate_server_set_request(server, GNUTLS_CERT_IGNORE);
  gnutls_rehandshake(server);
  gnutls_record_recv(client, data, sizeof data);
  shake("renegotiation");
  count = 0;
  gnutls_certificate_get_peers(server, &count);
  printf("  certificates: %u\n", count);
  end();
}

static void unverified(const char* priority) {
  puts("a session that nobody verified, then one that verifies");
  for (int i = 0; i < 2; ++i) {
    begin(priority, priority);
    if (i == 1) {
      gnutls_session_set_verify_cert(client, "localhost", 0);
      gnutls_session_set_data(client, kept.data, kept.size);
    }
    shake(i == 0 ? "first" : "second");
    keep();
    end();
  }
}

static void other_names(const char* priority) {
  puts("a session that was verified for one name, then one that verifies another");
  for (int i = 0; i < 2; ++i) {
    begin(priority, priority);
    gnutls_session_set_verify_cert(client, i == 0 ? "localhost" : "other.example", 0);
    if (i == 1) gnutls_session_set_data(client, kept.data, kept.size);
    shake(i == 0 ? "first" : "second");
    if (i == 0) keep();
    end();
  }
}

static int add(void* pointer, time_t expires, const gnutls_datum_t* entry_key, const gnutls_datum_t* entry) {
  (void)pointer, (void)entry;
  printf("  add: %u bytes, for %ld seconds\n", entry_key->size, (long)(expires - time(NULL)));
  return 0;
}

static void early(void) {
  gnutls_anti_replay_t guard;
  puts("early data");
  gnutls_anti_replay_init(&guard);
  gnutls_anti_replay_set_add_function(guard, add);
  for (int i = 0; i < 2; ++i) {
    begin(TLS13, TLS13);
    gnutls_anti_replay_enable(server, guard);
    if (i == 1) {
      gnutls_session_set_data(client, kept.data, kept.size);
      printf("  before the handshake: %d\n", (int)gnutls_record_send_early_data(client, "abc", 3));
    }
    shake(i == 0 ? "first" : "second");
    keep();
    if (i == 1) printf("  after it: %s\n", name_of(gnutls_record_send_early_data(client, "abc", 3)));
    end();
  }
  gnutls_anti_replay_deinit(guard);
}

int main(int argc, char** argv) {
  char path[5][512];
  const char* files[] = {"ca.pem", "server.pem", "server.key", "alice.pem", "alice.key"};
  if (argc != 2) return 2;
  for (int i = 0; i < 5; ++i) snprintf(path[i], sizeof path[i], "%s/%s", argv[1], files[i]);
  gnutls_certificate_allocate_credentials(&trust);
  gnutls_certificate_allocate_credentials(&own);
  gnutls_certificate_set_x509_trust_file(trust, path[0], GNUTLS_X509_FMT_PEM);
  gnutls_certificate_set_x509_key_file(own, path[1], path[2], GNUTLS_X509_FMT_PEM);
  gnutls_certificate_set_x509_key_file(trust, path[3], path[4], GNUTLS_X509_FMT_PEM);
  gnutls_session_ticket_key_generate(&key);
  wishes();
  crossing();
  unsafe();
  declined();
  closed();
  unasked();
  unverified(TLS12);
  unverified(TLS13);
  other_names(TLS12);
  other_names(TLS13);
  early();
  gnutls_free(kept.data);
  gnutls_free(key.data);
  gnutls_certificate_free_credentials(trust);
  gnutls_certificate_free_credentials(own);
  return 0;
}
