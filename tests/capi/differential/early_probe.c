/* Prints what becomes of early data (docs/api-behaviour.md, 39):
     early_probe CASE CHAIN KEY */
#include "pair.h"

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TLS13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"
enum { LIMIT = 100, HELLO = 1, BEFORE = 0, AFTER = 1, MATERIAL = 32, KEY_ROOM = 64, TRIES = 4 };

static pair_t pair;
static gnutls_certificate_credentials_t server, client;
static gnutls_datum_t ticket_key, session_data;
static gnutls_anti_replay_t guard;
static const char *wanted, *client_priority = TLS13, *server_priority = TLS13, *protocol = "one";
static int guarded = 1, refuses;
static unsigned server_flags = GNUTLS_ENABLE_EARLY_DATA;
static time_t time_shift;
static FILE* known; /* what the add function remembers; several processes share it */

static int is(const char* name) { return strcmp(wanted, name) == 0; }

static time_t shifted_time(time_t* out) {
  time_t now = time(NULL) + time_shift;
  if (out != NULL) *out = now;
  return now;
}

static int add(void* pointer, time_t expires, const gnutls_datum_t* key, const gnutls_datum_t* data) {
  unsigned char entry[KEY_ROOM] = {0}, other[KEY_ROOM];
  printf("add: pointer %d, key %d, data %d, remembered for the window %d\n", pointer == &guard,
         key->size > 0 && key->size <= KEY_ROOM, data->size > 0, expires >= time(NULL) + 9);
  if (refuses) return GNUTLS_E_DB_ERROR;
  memcpy(entry, key->data, key->size <= KEY_ROOM ? key->size : KEY_ROOM);
  rewind(known);
  while (fread(other, KEY_ROOM, 1, known) == 1)
    if (memcmp(entry, other, KEY_ROOM) == 0) return GNUTLS_E_DB_ENTRY_EXISTS;
  fseek(known, 0, SEEK_END);
  if (fwrite(entry, KEY_ROOM, 1, known) != 1 || fflush(known) != 0) exit(2);
  return 0;
}

static void begin(void) {
  const gnutls_datum_t name = {(unsigned char*)protocol, (unsigned)strlen(protocol)};
  const gnutls_datum_t names[] = {{(unsigned char*)"one", 3}, {(unsigned char*)"two", 3}};
  memset(&pair, 0, sizeof pair);
  pair_side_init(&pair.client, GNUTLS_CLIENT, &pair.to_client, &pair.to_server);
  pair_side_init(&pair.server, GNUTLS_SERVER | server_flags, &pair.to_server, &pair.to_client);
  gnutls_priority_set_direct(pair.client.session, client_priority, NULL);
  gnutls_priority_set_direct(pair.server.session, server_priority, NULL);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  gnutls_alpn_set_protocols(pair.client.session, &name, 1, 0);
  gnutls_alpn_set_protocols(pair.server.session, names, 2, 0);
  gnutls_session_ticket_enable_server(pair.server.session, &ticket_key);
  if (guarded) gnutls_anti_replay_enable(pair.server.session, guard);
  gnutls_record_set_max_early_data_size(pair.server.session, LIMIT);
}

static void exchange(void) {
  char text[16];
  int got = GNUTLS_E_AGAIN;
  gnutls_record_send(pair.server.session, "hello", 5);
  for (int i = 0; i < TRIES && got == GNUTLS_E_AGAIN; ++i)
    got = (int)gnutls_record_recv(pair.client.session, text, sizeof text);
  printf("data to the client %d", got);
  gnutls_record_send(pair.client.session, "late", 4);
  got = (int)gnutls_record_recv(pair.server.session, text, sizeof text);
  printf(", to the server %d %.*s\n", got, got > 0 ? got : 0, text);
}

static void flags(void) {
  printf("resumed %d, early data %d %d\n", gnutls_session_is_resumed(pair.server.session),
         (gnutls_session_get_flags(pair.client.session) & GNUTLS_SFLAGS_EARLY_DATA) != 0,
         (gnutls_session_get_flags(pair.server.session) & GNUTLS_SFLAGS_EARLY_DATA) != 0);
}

static void read_early(size_t room) {
  char text[LIMIT];
  int got = 1, all = 0;
  while (got > 0) {
    got = (int)gnutls_record_recv_early_data(pair.server.session, text, room);
    if (got > 0) all += got;
    printf("early data %d %.*s\n", got, got > 0 ? got : 0, text);
  }
  printf("in all %d\n", all);
}

static void handshake(void) {
  pair_handshake(&pair);
  printf("handshake %d %d\n", pair.client.result, pair.server.result);
  if (pair.client.result == 0 && pair.server.result == 0) flags();
}

static void first(void) {
  begin();
  handshake();
  read_early(LIMIT);
  exchange();
  printf("get_data2 %d\n", gnutls_session_get_data2(pair.client.session, &session_data));
  pair_deinit(&pair);
}

static void come_back(void) {
  begin();
  printf("set_data %d\n", gnutls_session_set_data(pair.client.session, session_data.data, session_data.size));
}

static void send_early(const char* text) {
  printf("send_early_data %d\n", (int)gnutls_record_send_early_data(pair.client.session, text, strlen(text)));
}

static void second(void) {
  come_back();
  send_early("early, ");
  send_early("and more");
  handshake();
  read_early(10);
  exchange();
  pair_deinit(&pair);
}

static void limits(void) {
  char many[LIMIT + 1] = "";
  first();
  come_back();
  printf("sizes %zu %d\n", gnutls_record_get_max_early_data_size(pair.server.session),
         gnutls_record_set_max_early_data_size(pair.client.session, LIMIT));
  printf("too much %d\n", (int)gnutls_record_send_early_data(pair.client.session, many, sizeof many));
  printf("just enough %d\n", (int)gnutls_record_send_early_data(pair.client.session, many, LIMIT));
  printf("one more %d\n", (int)gnutls_record_send_early_data(pair.client.session, many, 1));
  printf("of a server %d\n", (int)gnutls_record_send_early_data(pair.server.session, many, 1));
  printf("on a client %d\n", (int)gnutls_record_recv_early_data(pair.client.session, many, 1));
  printf("before the handshake %d\n", (int)gnutls_record_recv_early_data(pair.server.session, many, 1));
  handshake();
  printf("arrived %d\n", (int)gnutls_record_recv_early_data(pair.server.session, many, sizeof many));
  exchange();
  pair_deinit(&pair);
}

/* A server that gets what a client has sent to another one. */
static void serve_copy(const unsigned char* flight, size_t size) {
  come_back();
  memcpy(pair.to_server.bytes, flight, size);
  pair.to_server.end = size;
  printf("server %d, early data flag %d\n", gnutls_handshake(pair.server.session),
         (gnutls_session_get_flags(pair.server.session) & GNUTLS_SFLAGS_EARLY_DATA) != 0);
  read_early(LIMIT);
  pair_deinit(&pair);
}

static void serve_in_a_process(const unsigned char* flight, size_t size) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    serve_copy(flight, size);
    fflush(stdout);
    _exit(0);
  }
  int status = 1;
  if (waitpid(child, &status, 0) != child || status != 0) printf("the process fails\n");
}

static void start_guard(void) {
  if (gnutls_anti_replay_init(&guard) != 0) exit(2);
  gnutls_anti_replay_set_add_function(guard, add);
  gnutls_anti_replay_set_ptr(guard, &guard);
  gnutls_anti_replay_set_window(guard, 10000);
  ++time_shift; /* the function counts seconds: what comes now is later than the start */
}

/* A server that has started anew, with an empty memory. */
static void serve_copy_anew(const unsigned char* flight, size_t size) {
  gnutls_anti_replay_deinit(guard);
  if (ftruncate(fileno(known), 0) != 0) exit(2);
  start_guard();
  serve_copy(flight, size);
}

static void serve_copy_later(const unsigned char* flight, size_t size) {
  time_shift += 60;
  serve_copy(flight, size);
}

/* The client's first flight comes twice, to two sessions or two processes. */
static void replay(void (*serve)(const unsigned char*, size_t), void (*again)(const unsigned char*, size_t)) {
  static unsigned char flight[QUEUE_SIZE];
  first();
  come_back();
  send_early("early");
  gnutls_handshake(pair.client.session);
  size_t size = pair.to_server.end;
  memcpy(flight, pair.to_server.bytes, size);
  pair_deinit(&pair);
  if (serve != NULL) serve(flight, size);
  again(flight, size);
}

static char material[MATERIAL];
static int derive(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                  const gnutls_datum_t* body) {
  (void)body;
  if (type == HELLO && when == AFTER && incoming)
    printf("of the server %d\n", gnutls_prf_early(session, 4, "test", 3, "abc", MATERIAL, material));
  return 0;
}

static void secrets(void) {
  char of_client[MATERIAL];
  first();
  come_back();
  printf("too early %d\n", gnutls_prf_early(pair.client.session, 4, "test", 3, "abc", MATERIAL, of_client));
  send_early("early");
  gnutls_handshake_set_hook_function(pair.server.session, GNUTLS_HANDSHAKE_CLIENT_HELLO, GNUTLS_HOOK_POST, derive);
  gnutls_handshake(pair.client.session);
  printf("of the client %d\n", gnutls_prf_early(pair.client.session, 4, "test", 3, "abc", MATERIAL, of_client));
  handshake();
  printf("the same %d\n", memcmp(of_client, material, MATERIAL) == 0);
  pair_deinit(&pair);
}

static void run(void) {
  if (is("taken")) first(), second(), second();
  if (is("limits")) limits();
  if (is("no-session")) begin(), send_early("early"), handshake(), read_early(LIMIT), exchange(), pair_deinit(&pair);
  if (is("no-guard")) guarded = 0, first(), second();
  if (is("guard-gone")) first(), guarded = 0, second();
  if (is("no-flag")) first(), server_flags = 0, second();
  if (is("refused")) first(), refuses = 1, second();
  if (is("other-key")) {
    first();
    gnutls_free(ticket_key.data);
    gnutls_session_ticket_key_generate(&ticket_key);
    second();
  }
  if (is("other-protocol")) first(), protocol = "two", second();
  if (is("retry")) {
    client_priority = TLS13 ":-GROUP-ALL:+GROUP-SECP256R1:+GROUP-SECP384R1";
    first();
    server_priority = TLS13 ":-GROUP-ALL:+GROUP-SECP521R1:+GROUP-FFDHE2048";
    client_priority = TLS13 ":-GROUP-ALL:+GROUP-SECP256R1:+GROUP-SECP384R1:+GROUP-SECP521R1";
    second();
  }
  if (is("replayed")) replay(serve_copy, serve_copy);
  if (is("replayed-elsewhere")) replay(serve_in_a_process, serve_in_a_process);
  if (is("replayed-anew")) replay(serve_copy, serve_copy_anew), second(), first(), second();
  if (is("too-late")) replay(NULL, serve_copy_later);
  if (is("secrets")) secrets();
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  wanted = argv[1];
  gnutls_global_set_time_function(shifted_time);
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  if (gnutls_certificate_set_x509_key_file(server, argv[2], argv[3], GNUTLS_X509_FMT_PEM) != 0) return 2;
  gnutls_session_ticket_key_generate(&ticket_key);
  known = tmpfile();
  if (known == NULL) return 2;
  start_guard();
  run();
  gnutls_anti_replay_deinit(guard);
  gnutls_free(ticket_key.data);
  gnutls_free(session_data.data);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  fclose(known);
  return 0;
}
