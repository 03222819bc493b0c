/* Prints how a handshake goes that travels without records (docs/api-behaviour.md, 22), step by step:
     quic_probe CHAIN KEY CLIENT_CHAIN CLIENT_KEY STEP...
   A step is a name, "client" or "server" and a name, or those and "=" and a text. Pushing and pulling ends the program. */
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TLS13 \
  "NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP256R1:-CIPHER-ALL:+AES-128-GCM:%DISABLE_TLS13_COMPAT_MODE"
enum { ROOM = 1 << 17, CHUNKS = 64, LEVELS = 4, SECRET = 64, TURNS = 12, EARLY = 1000, TEXT = 64 };

typedef struct {
  gnutls_record_encryption_level_t level;
  size_t size;
} chunk_t;

typedef struct side {
  const char* name;
  struct side* peer;
  gnutls_session_t session;
  unsigned flags;
  const char *priority, *without;
  int result;
  int fails_at, fails_with; /* the callback's call with this number, counted from 1 */
  int calls;
  unsigned char sent[ROOM]; /* what the read function got, and the peer has not taken */
  size_t begin, end;
  chunk_t chunks[CHUNKS];
  size_t first_chunk, chunk_count;
  unsigned char reads[LEVELS][SECRET], writes[LEVELS][SECRET];
  size_t sizes[LEVELS];
  int can_read[LEVELS];
} side_t;

static side_t client = {.name = "client", .priority = TLS13, .without = ""};
static side_t server = {.name = "server", .priority = TLS13, .without = ""};
static gnutls_certificate_credentials_t of_client, of_server, nobody;
static gnutls_datum_t ticket_key, session_data;
static gnutls_anti_replay_t guard;
static int begun, asks, quiet, refuses;

static void __attribute__((noreturn)) transported(const char* how) {
  printf("%s\n", how);
  fflush(stdout);
  abort();
}

static ssize_t push(gnutls_transport_ptr_t pointer, const void* data, size_t size) {
  (void)pointer, (void)data, (void)size;
  transported("pushed");
}

static ssize_t pull(gnutls_transport_ptr_t pointer, void* data, size_t size) {
  (void)pointer, (void)data, (void)size;
  transported("pulled");
}

static int pull_timeout(gnutls_transport_ptr_t pointer, unsigned ms) {
  (void)pointer, (void)ms;
  transported("waited");
}

static int add(void* pointer, time_t expires, const gnutls_datum_t* key, const gnutls_datum_t* data) {
  (void)pointer, (void)expires, (void)key, (void)data;
  return refuses ? GNUTLS_E_DB_ENTRY_EXISTS : 0;
}

static int answer(side_t* side) { return ++side->calls == side->fails_at ? side->fails_with : 0; }

static int on_read(gnutls_session_t session, gnutls_record_encryption_level_t level,
                   gnutls_handshake_description_t type, const void* data, size_t size) {
  side_t* side = gnutls_session_get_ptr(session);
  const unsigned char* bytes = data;
  int whole = size >= 4 && ((size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3]) + 4 == size;
  if (!quiet) {
    printf("%s: read function, level %d, type %d, first byte %d, one whole message %d", side->name, level, type,
           size > 0 ? bytes[0] : -1, whole);
    if (size > 38 && bytes[0] <= 2) printf(", session id %d", bytes[38]);
    if (size == 1) printf(", size 1");
    printf("\n");
  }
  int result = answer(side);
  if (result < 0) return result;
  if (side->end + size > ROOM || side->chunk_count == CHUNKS) exit(2);
  memcpy(side->sent + side->end, data, size);
  side->end += size;
  side->chunks[side->chunk_count++] = (chunk_t){level, size};
  return result;
}

static int on_secret(gnutls_session_t session, gnutls_record_encryption_level_t level, const void* read,
                     const void* write, size_t size) {
  side_t* side = gnutls_session_get_ptr(session);
  if (!quiet)
    printf("%s: secret function, level %d, read %d, write %d, size %zu\n", side->name, level, read != NULL,
           write != NULL, size);
  if (level == GNUTLS_ENCRYPTION_LEVEL_EARLY)
    printf("%s: early cipher %d, early hash %d\n", side->name, gnutls_early_cipher_get(session),
           gnutls_early_prf_hash_get(session));
  if (size > SECRET) exit(2);
  side->sizes[level] = size;
  if (read != NULL) {
    memcpy(side->reads[level], read, size);
    side->can_read[level] = 1;
  }
  if (write != NULL) memcpy(side->writes[level], write, size);
  return answer(side);
}

static int on_alert(gnutls_session_t session, gnutls_record_encryption_level_t level, gnutls_alert_level_t alert_level,
                    gnutls_alert_description_t alert) {
  side_t* side = gnutls_session_get_ptr(session);
  printf("%s: alert function, level %d, alert level %d, alert %d\n", side->name, level, alert_level, alert);
  return answer(side);
}

static int has(const side_t* side, const char* what) { return strstr(side->without, what) == NULL; }

static void begin_side(side_t* side, unsigned flags, gnutls_certificate_credentials_t credentials) {
  if (gnutls_init(&side->session, flags | side->flags) != 0) exit(2);
  gnutls_session_set_ptr(side->session, side);
  gnutls_priority_set_direct(side->session, side->priority, NULL);
  gnutls_credentials_set(side->session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_push_function(side->session, push);
  gnutls_transport_set_pull_function(side->session, pull);
  gnutls_transport_set_pull_timeout_function(side->session, pull_timeout);
  if (has(side, "read")) gnutls_handshake_set_read_function(side->session, on_read);
  if (has(side, "secret")) gnutls_handshake_set_secret_function(side->session, on_secret);
  if (has(side, "alert")) gnutls_alert_set_read_function(side->session, on_alert);
  side->result = GNUTLS_E_AGAIN;
  side->begin = side->end = side->first_chunk = side->chunk_count = 0;
  memset(side->sizes, 0, sizeof side->sizes);
  memset(side->can_read, 0, sizeof side->can_read);
  side->can_read[GNUTLS_ENCRYPTION_LEVEL_INITIAL] = 1;
}

static void begin(void) {
  if (begun) return;
  begun = 1;
  begin_side(&client, GNUTLS_CLIENT, asks ? of_client : nobody);
  begin_side(&server, GNUTLS_SERVER, of_server);
  if (asks) gnutls_certificate_server_set_request(server.session, GNUTLS_CERT_REQUIRE);
  if (ticket_key.data != NULL) gnutls_session_ticket_enable_server(server.session, &ticket_key);
  if (server.flags & GNUTLS_ENABLE_EARLY_DATA) {
    gnutls_anti_replay_enable(server.session, guard);
    gnutls_record_set_max_early_data_size(server.session, EARLY);
  }
  if (session_data.data != NULL)
    printf("set_data %d\n", gnutls_session_set_data(client.session, session_data.data, session_data.size));
}

static void give(side_t* side, int level, const unsigned char* data, size_t size) {
  int code = gnutls_handshake_write(side->session, level, data, size);
  if (!quiet || (code != 0 && code != GNUTLS_E_AGAIN)) printf("%s: write, level %d: %d\n", side->name, level, code);
}

/* What the peer has sent: message by message, byte by byte, or everything of a level at once. */
static void take(side_t* side, const char* how) {
  side_t* from = side->peer;
  size_t most = strcmp(how, "all") == 0 || *how == 0 ? CHUNKS : 1, step = strcmp(how, "bytes") == 0 ? 1 : ROOM;
  for (; most > 0 && from->first_chunk < from->chunk_count; --most) {
    chunk_t chunk = from->chunks[from->first_chunk++];
    while (strcmp(how, "joined") == 0 && from->first_chunk < from->chunk_count &&
           from->chunks[from->first_chunk].level == chunk.level)
      chunk.size += from->chunks[from->first_chunk++].size;
    for (size_t done = 0; done < chunk.size;) {
      size_t size = chunk.size - done < step ? chunk.size - done : step;
      give(side, chunk.level, from->sent + from->begin, size);
      from->begin += size;
      done += size;
      if (step == 1 && side->result == GNUTLS_E_AGAIN) side->result = gnutls_handshake(side->session);
    }
  }
}

/* The first bytes of the peer's next message; the rest waits. */
static void take_part(side_t* side, size_t size) {
  side_t* from = side->peer;
  chunk_t* chunk = &from->chunks[from->first_chunk];
  if (from->first_chunk == from->chunk_count || size >= chunk->size) exit(2);
  give(side, chunk->level, from->sent + from->begin, size);
  from->begin += size;
  chunk->size -= size;
}

/* The peer's next message, as one of another level. */
static void take_as(side_t* side, int level) {
  side_t* from = side->peer;
  if (from->first_chunk == from->chunk_count) exit(2);
  from->chunks[from->first_chunk].level = level;
  take(side, "one");
}

static void write_hex(side_t* side, const char* text) {
  unsigned char bytes[TEXT];
  size_t size = 0;
  unsigned byte = 0;
  int level = text[0] - '0';
  for (text += 2; size < TEXT && sscanf(text, "%2x", &byte) == 1; text += 2) bytes[size++] = (unsigned char)byte;
  give(side, level, bytes, size);
}

static void handshake(side_t* side) {
  side->result = gnutls_handshake(side->session);
  printf("%s: handshake %d\n", side->name, side->result);
}

/* As a program does it that has to decrypt: nothing of a level whose secret has not come. */
static int next_is_readable(const side_t* side) {
  const side_t* from = side->peer;
  return from->first_chunk < from->chunk_count && side->can_read[from->chunks[from->first_chunk].level];
}

static void both(const char* how) {
  side_t* sides[] = {&client, &server};
  for (int turn = 0; turn < TURNS; ++turn) {
    side_t* side = sides[turn % 2];
    do {
      if (next_is_readable(side)) take(side, *how != 0 ? how : "one");
      if (side->result == GNUTLS_E_AGAIN) side->result = gnutls_handshake(side->session);
    } while (next_is_readable(side));
  }
  printf("handshake %d %d\n", client.result, server.result);
}

static void again(void) {
  gnutls_free(session_data.data);
  session_data.data = NULL;
  printf("get_data2 %d\n", gnutls_session_get_data2(client.session, &session_data));
  gnutls_deinit(client.session);
  gnutls_deinit(server.session);
  begun = 0;
}

static void secrets(void) {
  for (int level = 0; level < LEVELS; ++level) {
    size_t size = client.sizes[level];
    printf("level %d: sizes %zu %zu, to the client %d, to the server %d\n", level, size, server.sizes[level],
           memcmp(client.reads[level], server.writes[level], size) == 0,
           memcmp(client.writes[level], server.reads[level], size) == 0);
  }
}

static void info(side_t* side) {
  gnutls_session_t session = side->session;
  printf("%s: version %d, cipher %d, early cipher %d, hash %d, early hash %d, resumed %d, early data %d\n", side->name,
         gnutls_protocol_get_version(session), gnutls_cipher_get(session), gnutls_early_cipher_get(session),
         gnutls_prf_hash_get(session), gnutls_early_prf_hash_get(session), gnutls_session_is_resumed(session),
         (gnutls_session_get_flags(session) & GNUTLS_SFLAGS_EARLY_DATA) != 0);
}

static void setting(side_t* side, const char* name, const char* text) {
  if (strcmp(name, "flags") == 0)
    side->flags = (unsigned)strtoul(text, NULL, 10);
  else if (strcmp(name, "priority") == 0)
    side->priority = text;
  else if (strcmp(name, "without") == 0)
    side->without = text;
  else if (strcmp(name, "fails") == 0) {
    if (sscanf(text, "%d,%d", &side->fails_at, &side->fails_with) != 2) exit(2);
    side->fails_at += side->calls;
  } else
    exit(2);
}

static int transfer(side_t* side, const char* name, const char* text) {
  char data[TEXT];
  int result = 0;
  if (strcmp(name, "early") == 0)
    result = (int)gnutls_record_send_early_data(side->session, text, strlen(text));
  else if (strcmp(name, "early-receive") == 0)
    result = (int)gnutls_record_recv_early_data(side->session, data, sizeof data);
  else if (strcmp(name, "send") == 0)
    result = (int)gnutls_record_send(side->session, text, strlen(text));
  else if (strcmp(name, "receive") == 0)
    result = (int)gnutls_record_recv(side->session, data, sizeof data);
  else if (strcmp(name, "bye") == 0)
    result = gnutls_bye(side->session, GNUTLS_SHUT_WR);
  else if (strcmp(name, "update") == 0)
    result = gnutls_session_key_update(side->session, GNUTLS_KU_PEER);
  else if (strcmp(name, "tickets") == 0)
    result = gnutls_session_ticket_send(side->session, (unsigned)atoi(text), 0);
  else if (strcmp(name, "alert") == 0)
    result = gnutls_alert_send(side->session, GNUTLS_AL_FATAL, atoi(text));
  else if (strcmp(name, "appropriate") == 0)
    result = gnutls_alert_send_appropriate(side->session, *text != 0 ? atoi(text) : side->result);
  else if (strcmp(name, "reauth") == 0)
    result = gnutls_reauth(side->session, 0);
  else
    return 0;
  printf("%s: %s %d\n", side->name, name, result);
  return 1;
}

static void step(side_t* side, const char* name, const char* text) {
  static const char* const settings[] = {"flags", "priority", "without", "fails"};
  for (size_t i = 0; i < sizeof settings / sizeof *settings; ++i)
    if (strcmp(name, settings[i]) == 0) {
      setting(side, name, text);
      return;
    }
  begin();
  if (transfer(side, name, text)) return;
  if (strcmp(name, "handshake") == 0)
    handshake(side);
  else if (strcmp(name, "take") == 0)
    take(side, text);
  else if (strcmp(name, "take-part") == 0)
    take_part(side, strtoul(text, NULL, 10));
  else if (strcmp(name, "take-as") == 0)
    take_as(side, atoi(text));
  else if (strcmp(name, "write") == 0)
    write_hex(side, text);
  else if (strcmp(name, "info") == 0)
    info(side);
  else
    exit(2);
}

static void new_ticket_key(void) {
  gnutls_free(ticket_key.data);
  ticket_key.data = NULL;
  if (gnutls_session_ticket_key_generate(&ticket_key) != 0) exit(2);
}

static void step_of_both(const char* name, const char* text) {
  if (strcmp(name, "quiet") == 0)
    quiet = 1;
  else if (strcmp(name, "loud") == 0)
    quiet = 0;
  else if (strcmp(name, "refuse") == 0)
    refuses = 1;
  else if (strcmp(name, "ask") == 0)
    asks = 1;
  else if (strcmp(name, "tickets") == 0)
    new_ticket_key();
  else
    begin();
  if (strcmp(name, "both") == 0)
    both(text);
  else if (strcmp(name, "again") == 0)
    again();
  else if (strcmp(name, "secrets") == 0)
    secrets();
}

static void run(char* text) {
  char* value = strchr(text, '=');
  if (value != NULL) *value++ = 0;
  char* space = strchr(text, ' ');
  if (space == NULL) {
    step_of_both(text, value != NULL ? value : "");
    return;
  }
  *space = 0;
  step(strcmp(text, "client") == 0 ? &client : &server, space + 1, value != NULL ? value : "");
}

int main(int argc, char** argv) {
  if (argc < 6) return 2;
  setvbuf(stdout, NULL, _IOLBF, 0);
  client.peer = &server;
  server.peer = &client;
  gnutls_certificate_allocate_credentials(&of_client);
  gnutls_certificate_allocate_credentials(&of_server);
  gnutls_certificate_allocate_credentials(&nobody);
  gnutls_certificate_set_flags(of_client, GNUTLS_CERTIFICATE_SKIP_KEY_CERT_MATCH);
  if (gnutls_certificate_set_x509_key_file(of_server, argv[1], argv[2], GNUTLS_X509_FMT_PEM) < 0) return 2;
  if (gnutls_certificate_set_x509_key_file(of_client, argv[3], argv[4], GNUTLS_X509_FMT_PEM) < 0) return 2;
  gnutls_anti_replay_init(&guard);
  nanosleep(&(struct timespec){0, 2000000}, NULL); /* a ticket of the start's own millisecond counts as older */
  gnutls_anti_replay_set_add_function(guard, add);
  for (int i = 5; i < argc; ++i) run(argv[i]);
  begin();
  gnutls_deinit(client.session);
  gnutls_deinit(server.session);
  gnutls_anti_replay_deinit(guard);
  gnutls_free(ticket_key.data);
  gnutls_free(session_data.data);
  gnutls_certificate_free_credentials(of_client);
  gnutls_certificate_free_credentials(of_server);
  gnutls_certificate_free_credentials(nobody);
  return 0;
}
