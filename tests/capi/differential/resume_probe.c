/* Prints how sessions are resumed (docs/api-behaviour.md, 39 to 42):
     resume_probe CASE CHAIN KEY PRIORITY */
#include <time.h>
#include <unistd.h>

#include "hello.h"

enum { ENTRIES = 8, PRE_SHARED_KEY = 41 };

static pair_t pair;
static gnutls_certificate_credentials_t server_credentials, client_credentials;
static gnutls_datum_t ticket_key, session_data;
static const char *chain, *key, *priority, *wanted;
static time_t time_shift;

/* The clock of both sides. */
static time_t shifted_time(time_t* out) {
  time_t now = time(NULL) + time_shift;
  if (out != NULL) *out = now;
  return now;
}

/* A store of the application's. */
static struct {
  gnutls_datum_t key, data;
} entries[ENTRIES];
static int stored, retrieved, removed, answer_nonsense;

static gnutls_datum_t copy(gnutls_datum_t from) {
  gnutls_datum_t out = {gnutls_malloc(from.size), from.size};
  memcpy(out.data, from.data, from.size);
  return out;
}
static int same(gnutls_datum_t a, gnutls_datum_t b) { return a.size == b.size && memcmp(a.data, b.data, a.size) == 0; }

static int db_store(void* pointer, gnutls_datum_t id, gnutls_datum_t data) {
  if (pointer != entries) printf("store: another pointer\n");
  if (stored < ENTRIES) {
    entries[stored].key = copy(id);
    entries[stored].data = copy(data);
  }
  ++stored;
  return 0;
}
static gnutls_datum_t db_retrieve(void* pointer, gnutls_datum_t id) {
  gnutls_datum_t nothing = {NULL, 0};
  (void)pointer;
  ++retrieved;
  if (answer_nonsense) return copy((gnutls_datum_t){(unsigned char*)"nonsense", 8});
  for (int i = 0; i < stored && i < ENTRIES; ++i)
    if (same(entries[i].key, id)) return copy(entries[i].data);
  return nothing;
}
/* The library frees what the function above has given to it. */
static void* given;
static int given_freed;
static void (*usual_free)(void*);
static gnutls_datum_t db_retrieve_watched(void* pointer, gnutls_datum_t id) {
  gnutls_datum_t out = db_retrieve(pointer, id);
  given = out.data;
  return out;
}
static void watching_free(void* pointer) {
  if (pointer != NULL && pointer == given) ++given_freed;
  usual_free(pointer);
}
static int db_remove(void* pointer, gnutls_datum_t id) {
  (void)pointer, (void)id;
  ++removed;
  return 0;
}

static int is(const char* name) { return strcmp(wanted, name) == 0; }

static void with_tickets(void) {
  int code = gnutls_session_ticket_enable_server(pair.server.session, &ticket_key);
  if (code != 0) printf("ticket_enable_server %d\n", code);
}
static void with_store(void) {
  gnutls_db_set_ptr(pair.server.session, entries);
  gnutls_db_set_store_function(pair.server.session, db_store);
  gnutls_db_set_retrieve_function(pair.server.session, db_retrieve);
  gnutls_db_set_remove_function(pair.server.session, db_remove);
}

static void begin(void) {
  pair_init(&pair, priority);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server_credentials);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client_credentials);
  gnutls_server_name_set(pair.client.session, GNUTLS_NAME_DNS, "localhost", 9);
}

static void exchange(void) {
  char text[16];
  ssize_t sent = gnutls_record_send(pair.server.session, "hello", 5);
  ssize_t got = GNUTLS_E_AGAIN; /* which 3.7.9 says after each ticket */
  for (int i = 0; i < 4 && got == GNUTLS_E_AGAIN; ++i) got = gnutls_record_recv(pair.client.session, text, sizeof text);
  if (sent != 5 || got != 5) printf("data: %d %d\n", (int)sent, (int)got);
}

static void show(const char* when) {
  size_t client_id = 0, server_id = 0;
  char ids[2][GNUTLS_MAX_SESSION_ID_SIZE];
  client_id = server_id = sizeof ids[0];
  gnutls_session_get_id(pair.client.session, ids[0], &client_id);
  gnutls_session_get_id(pair.server.session, ids[1], &server_id);
  printf("%s: handshake %d %d, resumed %d %d, requested %d, flag %d %d\n", when, pair.client.result, pair.server.result,
         gnutls_session_is_resumed(pair.client.session), gnutls_session_is_resumed(pair.server.session),
         gnutls_session_resumption_requested(pair.server.session),
         (gnutls_session_get_flags(pair.client.session) & GNUTLS_SFLAGS_SESSION_TICKET) != 0,
         (gnutls_session_get_flags(pair.server.session) & GNUTLS_SFLAGS_SESSION_TICKET) != 0);
  printf("asked for an OCSP response: %d %d\n",
         (gnutls_session_get_flags(pair.client.session) & GNUTLS_SFLAGS_CLI_REQUESTED_OCSP) != 0,
         (gnutls_session_get_flags(pair.server.session) & GNUTLS_SFLAGS_CLI_REQUESTED_OCSP) != 0);
  if (is("ids"))
    printf("ids %d %d, %s\n", (int)client_id, (int)server_id,
           client_id == server_id && memcmp(ids[0], ids[1], client_id) == 0 ? "the same" : "not the same");
  printf("store: %d %d %d\n", stored, retrieved, removed);
}

static void end(void) {
  gnutls_bye(pair.client.session, GNUTLS_SHUT_WR);
  pair_deinit(&pair);
}

/* A whole connection; afterwards session_data is what the client may come back with. */
static void first(void (*prepare)(void)) {
  begin();
  if (prepare != NULL) prepare();
  pair_handshake(&pair);
  if (pair.client.result == 0 && pair.server.result == 0) exchange();
  show("first");
  int code = gnutls_session_get_data2(pair.client.session, &session_data);
  if (code != 0) printf("get_data2 %d\n", code);
  end();
}

static void second(void (*prepare)(void)) {
  begin();
  int code = gnutls_session_set_data(pair.client.session, session_data.data, session_data.size);
  if (code != 0) printf("set_data %d\n", code);
  if (prepare != NULL) prepare();
  pair_handshake(&pair);
  if (pair.client.result == 0 && pair.server.result == 0) exchange();
  show("second");
  end();
}

/* The same, and what this connection has left is what the next one comes back with. */
static void once_more(void (*prepare)(void)) {
  begin();
  gnutls_session_set_data(pair.client.session, session_data.data, session_data.size);
  prepare();
  pair_handshake(&pair);
  exchange();
  show("once more");
  gnutls_free(session_data.data);
  printf("get_data2 %d\n", gnutls_session_get_data2(pair.client.session, &session_data));
  end();
}

/* A session keeps its ids when it goes on, each side its own. */
static void ids_stay(void) {
  unsigned char before[2][GNUTLS_MAX_SESSION_ID_SIZE], now[GNUTLS_MAX_SESSION_ID_SIZE] = {0};
  for (int connection = 0; connection < 3; ++connection) {
    begin();
    with_tickets();
    if (connection > 0) gnutls_session_set_data(pair.client.session, session_data.data, session_data.size);
    pair_handshake(&pair);
    const gnutls_session_t sides[] = {pair.client.session, pair.server.session};
    for (int side = 0; side < 2; ++side) {
      size_t size = sizeof now;
      gnutls_session_get_id(sides[side], now, &size);
      printf("side %d: id of %zu, stays %d\n", side, size,
             connection > 0 && memcmp(before[side], now, sizeof now) == 0);
      if (connection == 0) memcpy(before[side], now, sizeof now);
    }
    exchange();
    gnutls_free(session_data.data);
    printf("get_data2 %d\n", gnutls_session_get_data2(pair.client.session, &session_data));
    end();
  }
}

static void offers(const char* when) {
  begin();
  gnutls_session_set_data(pair.client.session, session_data.data, session_data.size);
  gnutls_handshake(pair.client.session);
  printf("offered %s: %d\n", when, extension_in_hello(&pair.to_server, PRE_SHARED_KEY) != NULL);
  pair_deinit(&pair);
}

/* 3.7.9's client does not ask the function of gnutls_global_set_time_function() how old its ticket is. */
static void two_seconds(void) {
  with_tickets();
  gnutls_db_set_cache_expiration(pair.server.session, 2); /* whole seconds, the first of which may be over at once */
}
static void offer_late(void) {
  first(two_seconds);
  offers("at once");
  sleep(4);
  offers("later");
}

static void another_name(void) {
  with_tickets();
  gnutls_server_name_set(pair.client.session, GNUTLS_NAME_DNS, "example.com", 11);
}
static void without_master(void) {
  with_tickets();
  char text[256];
  snprintf(text, sizeof text, "%s:%%NO_SESSION_HASH", priority);
  gnutls_priority_set_direct(pair.client.session, text, NULL);
}
static void short_life(void) {
  with_tickets();
  gnutls_db_set_cache_expiration(pair.server.session, 10);
}
static void short_life_store(void) {
  with_store();
  gnutls_db_set_cache_expiration(pair.server.session, 10);
}
static void watched_store(void) {
  with_store();
  gnutls_db_set_retrieve_function(pair.server.session, db_retrieve_watched);
}
static void other_key(void) {
  gnutls_datum_t other;
  gnutls_session_ticket_key_generate(&other);
  gnutls_session_ticket_enable_server(pair.server.session, &other);
  gnutls_free(other.data);
}
static void both(void) {
  with_tickets();
  with_store();
}
static void chosen_id(void) {
  gnutls_datum_t id = {(unsigned char*)"\x01\x02\x03", 3};
  with_tickets();
  printf("set_id %d\n", gnutls_session_set_id(pair.client.session, &id));
}

/* An id that the server knows, of a client that knows nothing else of that session. */
static void known_id(void) {
  begin();
  with_store();
  printf("set_id %d\n", gnutls_session_set_id(pair.client.session, &entries[0].key));
  pair_handshake(&pair);
  printf("client %d, server %d\n", pair.client.result, pair.server.result);
  pair_deinit(&pair);
}

static void arguments(void) {
  gnutls_datum_t out = {NULL, 0}, wrong = {(unsigned char*)"short", 5};
  unsigned char bytes[8];
  size_t size = sizeof bytes;
  begin();
  printf("key size %u\n", ticket_key.size);
  printf("get_data2 before %d\n", gnutls_session_get_data2(pair.client.session, &out));
  printf("get_data before %d\n", gnutls_session_get_data(pair.client.session, bytes, &size));
  printf("set_data null %d\n", gnutls_session_set_data(pair.client.session, NULL, 0));
  printf("set_data nothing %d\n", gnutls_session_set_data(pair.client.session, bytes, 0));
  printf("set_data garbage %d\n", gnutls_session_set_data(pair.client.session, "garbage of some length", 22));
  printf("enable_server short %d\n", gnutls_session_ticket_enable_server(pair.server.session, &wrong));
  printf("enable_server null %d\n", gnutls_session_ticket_enable_server(pair.server.session, NULL));
  printf("enable_server of a client %d\n", gnutls_session_ticket_enable_server(pair.client.session, &ticket_key));
  printf("enable_client %d\n", gnutls_session_ticket_enable_client(pair.client.session));
  printf("enable_client of a server %d\n", gnutls_session_ticket_enable_client(pair.server.session));
  printf("enable_client null %d\n", gnutls_session_ticket_enable_client(NULL));
  printf("ticket_send before %d\n", gnutls_session_ticket_send(pair.server.session, 1, 0));
  printf("default expiration %u\n", gnutls_db_get_default_cache_expiration());
  printf("check_entry %d\n", gnutls_db_check_entry(pair.server.session, wrong));
  printf("entry time %ld %ld\n", (long)gnutls_db_check_entry_time(&wrong),
         (long)gnutls_db_check_entry_expire_time(&wrong));
  printf("ptr %d\n", gnutls_db_get_ptr(pair.server.session) == NULL);
  gnutls_db_set_ptr(pair.server.session, entries);
  printf("ptr %d\n", gnutls_db_get_ptr(pair.server.session) == entries);
  wrong.size = 40;
  unsigned char many[40] = {0};
  wrong.data = many;
  printf("set_id too long %d\n", gnutls_session_set_id(pair.client.session, &wrong));
  wrong.size = 5;
  printf("set_id of a server %d\n", gnutls_session_set_id(pair.server.session, &wrong));
  pair_deinit(&pair);
}

static void garbage(void) {
  begin();
  printf("set_data garbage %d\n", gnutls_session_set_data(pair.client.session, "garbage of some length", 22));
  with_tickets();
  pair_handshake(&pair);
  exchange();
  show("all the same");
  end();
}

static void sizes(void) {
  unsigned char bytes[8192];
  begin();
  with_tickets();
  pair_handshake(&pair);
  exchange();
  size_t size = 0;
  printf("get_data without room %d\n", gnutls_session_get_data(pair.client.session, NULL, &size));
  size_t needed = size;
  size = 1;
  printf("get_data with little room %d\n", gnutls_session_get_data(pair.client.session, bytes, &size));
  printf("says the same %d\n", size == needed);
  size = sizeof bytes;
  printf("get_data %d\n", gnutls_session_get_data(pair.client.session, bytes, &size));
  printf("says the same %d\n", size == needed);
  gnutls_datum_t out = {NULL, 0};
  printf("of a server %d\n", gnutls_session_get_data2(pair.server.session, &out));
  printf("set_data later %d\n", gnutls_session_set_data(pair.client.session, bytes, size));
  printf("ticket_send none %d\n", gnutls_session_ticket_send(pair.server.session, 0, 0));
  printf("ticket_send 2 %d\n", gnutls_session_ticket_send(pair.server.session, 2, 0));
  printf("ticket_send of a client %d\n", gnutls_session_ticket_send(pair.client.session, 1, 0));
  exchange();
  end();
}

static void entry(void) {
  first(with_store);
  if (stored == 0) return;
  gnutls_datum_t* data = &entries[0].data;
  long now = (long)time(NULL), created = (long)gnutls_db_check_entry_time(data);
  long expires = (long)gnutls_db_check_entry_expire_time(data);
  printf("key of %u bytes, made now: %d, lives %ld\n", entries[0].key.size, created >= now - 5 && created <= now,
         expires - created);
  printf("check_entry %d\n", gnutls_db_check_entry(NULL, *data));
  begin();
  with_store();
  gnutls_session_set_data(pair.client.session, session_data.data, session_data.size);
  pair_handshake(&pair);
  show("second");
  gnutls_db_remove_session(pair.server.session);
  printf("removed %d\n", removed);
  end();
}

static void damaged(void) {
  first(with_tickets);
  for (unsigned i = 0; i < session_data.size; i += 1 + session_data.size / 64) {
    begin();
    unsigned char* bytes = malloc(session_data.size);
    memcpy(bytes, session_data.data, session_data.size);
    int cut = gnutls_session_set_data(pair.client.session, bytes, i);
    if (cut >= 0) printf("cut at %u: %d\n", i, cut);
    free(bytes);
    pair_deinit(&pair);
  }
}

static void run(void) {
  if (is("arguments")) arguments();
  if (is("sizes")) sizes();
  if (is("ids-stay")) ids_stay();
  if (is("garbage")) garbage();
  if (is("entry")) entry();
  if (is("damaged")) damaged();
  if (is("nothing")) first(NULL), second(NULL);
  if (is("tickets") || is("ids")) first(with_tickets), second(with_tickets);
  if (is("tickets-name")) first(with_tickets), second(another_name);
  if (is("tickets-other-key")) first(with_tickets), second(other_key);
  if (is("tickets-master")) first(with_tickets), second(without_master);
  if (is("tickets-gone")) first(with_tickets), second(NULL);
  if (is("tickets-expired")) {
    first(short_life);
    time_shift = 9;
    second(short_life);
    time_shift = 11;
    second(short_life);
  }
  if (is("store")) first(with_store), second(with_store);
  if (is("store-nonsense")) first(with_store), answer_nonsense = 1, second(with_store);
  if (is("store-expired")) {
    first(short_life_store);
    time_shift = 9;
    second(short_life_store);
    time_shift = 11;
    second(short_life_store);
  }
  if (is("store-set-id")) {
    first(with_store);
    if (stored != 0) known_id();
  }
  if (is("tickets-late")) offer_late();
  if (is("store-memory")) {
    first(with_store);
    usual_free = gnutls_free;
    gnutls_free = watching_free;
    second(watched_store);
    gnutls_free = usual_free;
    printf("given %d, freed %d times\n", given != NULL, given_freed);
  }
  if (is("tickets-again")) {
    first(short_life);
    for (time_shift = 4; time_shift < 24; time_shift += 4) once_more(short_life);
  }
  if (is("both")) first(both), second(both);
  if (is("set-id")) first(with_tickets), begin(), chosen_id(), pair_handshake(&pair), show("id"), end();
}

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  wanted = argv[1], chain = argv[2], key = argv[3], priority = argv[4];
  gnutls_global_set_time_function(shifted_time);
  gnutls_certificate_allocate_credentials(&server_credentials);
  gnutls_certificate_allocate_credentials(&client_credentials);
  gnutls_certificate_set_x509_key_file(server_credentials, chain, key, GNUTLS_X509_FMT_PEM);
  gnutls_session_ticket_key_generate(&ticket_key);
  run();
  gnutls_free(ticket_key.data);
  gnutls_free(session_data.data);
  for (int i = 0; i < stored && i < ENTRIES; ++i) {
    gnutls_free(entries[i].key.data);
    gnutls_free(entries[i].data.data);
  }
  gnutls_certificate_free_credentials(server_credentials);
  gnutls_certificate_free_credentials(client_credentials);
  return 0;
}
