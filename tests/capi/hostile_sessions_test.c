/* What a client comes back with, and what a database answers, is nothing to rely on: tickets and entries that are cut,
   changed, exchanged, of another version or for another name. A full handshake follows; where the secrets of two sessions
   contradict each other, an error of both sides. Nothing is lost on the way: memory does not grow. */
#define _GNU_SOURCE /* memmem() */
#include <malloc.h>
#include <time.h>

#include "check.h"
#include "differential/pair.h"

#define TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"
#define TLS13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"

enum {
  ID_ROOM = 64,
  LEAST_TICKET = 64,
  ENTRIES = 4,
  LENGTH = 2 /* of a ticket, in front of it */,
  ROUNDS = 200,
  GROWTH = 1 << 16
};

static pair_t pair;
static gnutls_certificate_credentials_t server, client;
static gnutls_datum_t ticket_key;
static const char* name_of_client = "localhost";

static gnutls_datum_t copy(const void* data, size_t size) {
  gnutls_datum_t out = {gnutls_malloc(size), (unsigned)size};
  memcpy(out.data, data, size);
  return out;
}

/* A database that misbehaves. */
static struct {
  unsigned char id[ID_ROOM];
  gnutls_datum_t data;
} entries[ENTRIES];
static int stored, asked;
static gnutls_datum_t (*answer)(int entry);

static int store(void* pointer, gnutls_datum_t id, gnutls_datum_t data) {
  (void)pointer;
  if (stored == ENTRIES) return -1;
  CHECK(id.size <= ID_ROOM);
  memcpy(entries[stored].id, id.data, id.size);
  entries[stored++].data = copy(data.data, data.size);
  return 0;
}

static gnutls_datum_t retrieve(void* pointer, gnutls_datum_t id) {
  const gnutls_datum_t nothing = {NULL, 0};
  (void)pointer;
  ++asked;
  for (int i = 0; i < stored; ++i)
    if (memcmp(entries[i].id, id.data, id.size) == 0) return answer(i);
  return nothing;
}

static void keep_entries(int count) {
  while (stored > count) gnutls_free(entries[--stored].data.data);
}

/* What a NewSessionTicket brought. */
static gnutls_datum_t ticket;
static int see_ticket(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                      const gnutls_datum_t* message) {
  (void)session, (void)type, (void)when, (void)incoming;
  gnutls_free(ticket.data);
  ticket = copy(message->data, message->size);
  return 0;
}

static void begin(const char* of_client, const char* of_server, int with_tickets) {
  pair_init(&pair, of_client);
  CHECK_IS(gnutls_priority_set_direct(pair.server.session, of_server, NULL), 0);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  gnutls_server_name_set(pair.client.session, GNUTLS_NAME_DNS, name_of_client, strlen(name_of_client));
  gnutls_handshake_set_hook_function(pair.client.session, GNUTLS_HANDSHAKE_NEW_SESSION_TICKET, GNUTLS_HOOK_PRE,
                                     see_ticket);
  if (with_tickets) {
    CHECK_IS(gnutls_session_ticket_enable_server(pair.server.session, &ticket_key), 0);
  } else {
    gnutls_db_set_store_function(pair.server.session, store);
    gnutls_db_set_retrieve_function(pair.server.session, retrieve);
  }
}

static void exchange(void) {
  char text[16];
  CHECK_IS(gnutls_record_send(pair.server.session, "hello", 5), 5);
  ssize_t got = GNUTLS_E_AGAIN;
  while (got == GNUTLS_E_AGAIN) got = gnutls_record_recv(pair.client.session, text, sizeof text); /* behind tickets */
  CHECK_IS(got, 5);
  CHECK_IS(gnutls_record_send(pair.client.session, "answer", 6), 6);
  CHECK_IS(gnutls_record_recv(pair.server.session, text, sizeof text), 6);
}

static gnutls_datum_t first(const char* priority, int with_tickets) {
  gnutls_datum_t out = {NULL, 0};
  begin(priority, priority, with_tickets);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, 0);
  CHECK_IS(pair.server.result, 0);
  exchange();
  CHECK_IS(gnutls_session_get_data2(pair.client.session, &out), 0);
  gnutls_bye(pair.client.session, GNUTLS_SHUT_WR);
  pair_deinit(&pair);
  return out;
}

enum { FULL, RESUMED, CONTRADICTION };

static void come_back_to(const char* of_client, const char* of_server, int with_tickets, gnutls_datum_t data,
                         int outcome) {
  begin(of_client, of_server, with_tickets);
  CHECK_IS(gnutls_session_set_data(pair.client.session, data.data, data.size), 0);
  pair_handshake(&pair);
  if (outcome == CONTRADICTION) {
    CHECK(pair.client.result < 0 && gnutls_error_is_fatal(pair.client.result));
    CHECK(pair.server.result < 0 && gnutls_error_is_fatal(pair.server.result));
  } else {
    CHECK_IS(pair.client.result, 0);
    CHECK_IS(pair.server.result, 0);
    CHECK_IS(gnutls_session_is_resumed(pair.server.session), outcome == RESUMED);
    CHECK_IS(gnutls_session_is_resumed(pair.client.session), outcome == RESUMED);
    exchange();
  }
  pair_deinit(&pair);
}

static void come_back(const char* priority, int with_tickets, gnutls_datum_t data, int outcome) {
  come_back_to(priority, priority, with_tickets, data, outcome);
}

/* Where the ticket that came last stands in the client's data: its length is in front of it. */
static size_t ticket_in(gnutls_datum_t data, size_t* size) {
  const unsigned char* found = NULL;
  for (size_t at = 0; at + LENGTH < ticket.size && found == NULL; ++at) {
    *size = (size_t)ticket.data[at] << 8 | ticket.data[at + 1];
    if (*size >= LEAST_TICKET && at + LENGTH + *size <= ticket.size)
      found = memmem(data.data, data.size, ticket.data + at, LENGTH + *size);
  }
  CHECK(found != NULL);
  return (size_t)(found - data.data) + LENGTH;
}

/* The data with other bytes in the place of its ticket. */
static gnutls_datum_t with_ticket(gnutls_datum_t data, size_t at, size_t size, const void* other, size_t other_size) {
  gnutls_datum_t out = {gnutls_malloc(data.size - size + other_size), (unsigned)(data.size - size + other_size)};
  memcpy(out.data, data.data, at);
  memcpy(out.data + at, other, other_size);
  memcpy(out.data + at + other_size, data.data + at + size, data.size - at - size);
  out.data[at - 2] = (unsigned char)(other_size >> 8);
  out.data[at - 1] = (unsigned char)other_size;
  return out;
}

static void changed_tickets(const char* priority) {
  size_t size = 0;
  gnutls_datum_t data = first(priority, 1);
  const size_t at = ticket_in(data, &size);
  for (size_t i = 0; i < size; i += 1 + size / 40) { /* the key's name, the nonce, the sealed state, the tag */
    data.data[at + i] ^= 1;
    come_back(priority, 1, data, FULL);
    data.data[at + i] ^= 1;
  }
  for (size_t kept = 1; kept < size; kept += 1 + size / 40) {
    gnutls_datum_t cut = with_ticket(data, at, size, data.data + at, kept);
    come_back(priority, 1, cut, FULL);
    gnutls_free(cut.data);
  }
  unsigned char longest[8192] = {0};
  memcpy(longest, data.data + at, size);
  gnutls_datum_t prolonged = with_ticket(data, at, size, longest, sizeof longest);
  come_back(priority, 1, prolonged, FULL);
  gnutls_free(prolonged.data);
  come_back(priority, 1, data, RESUMED); /* nothing of all that has spoilt it */
  gnutls_free(data.data);
}

/* The ticket of one session and the secret of another one. */
static void exchanged_tickets(const char* priority) {
  size_t size = 0, other_size = 0;
  gnutls_datum_t data = first(priority, 1);
  const size_t at = ticket_in(data, &size);
  gnutls_datum_t other = first(priority, 1);
  const size_t other_at = ticket_in(other, &other_size);
  gnutls_datum_t exchanged = with_ticket(data, at, size, other.data + other_at, other_size);
  come_back(priority, 1, exchanged, CONTRADICTION);
  come_back(priority, 1, other, RESUMED);
  come_back(priority, 1, data, RESUMED);
  gnutls_free(exchanged.data);
  gnutls_free(other.data);
  gnutls_free(data.data);
}

static void another_version(const char* made, const char* priority, const char* both) {
  gnutls_datum_t data = first(made, 1);
  come_back(priority, 1, data, FULL);
  come_back_to(both, priority, 1, data, FULL);
  come_back_to(both, made, 1, data, RESUMED);
  gnutls_free(data.data);
}

/* A client that claims its session to be of the name that it asks for now: the server knows better. */
static void another_name(const char* priority) {
  gnutls_datum_t data = first(priority, 1);
  name_of_client = "otherhost";
  come_back(priority, 1, data, FULL);
  unsigned char* name = memmem(data.data, data.size, "localhost", strlen("localhost"));
  CHECK(name != NULL);
  memcpy(name, "otherhost", strlen("otherhost"));
  come_back(priority, 1, data, FULL);
  name_of_client = "localhost";
  gnutls_free(data.data);
}

/* Answers of the database. */
static size_t place;

static gnutls_datum_t own(int entry) { return copy(entries[entry].data.data, entries[entry].data.size); }
static gnutls_datum_t others(int entry) { return own(entry == 0 ? 1 : 0); }
static gnutls_datum_t nothing(int entry) {
  (void)entry;
  return (gnutls_datum_t){NULL, 0};
}
static gnutls_datum_t empty(int entry) {
  (void)entry;
  return (gnutls_datum_t){gnutls_malloc(1), 0};
}
static gnutls_datum_t no_memory(int entry) { return (gnutls_datum_t){NULL, entries[entry].data.size}; }
static gnutls_datum_t garbage(int entry) {
  gnutls_datum_t out = own(entry);
  for (unsigned i = 0; i < out.size; ++i) out.data[i] = (unsigned char)(i * 167 + place);
  return out;
}
static gnutls_datum_t much(int entry) {
  enum { MUCH = 1 << 20 };
  gnutls_datum_t out = {gnutls_calloc(1, MUCH), MUCH};
  memcpy(out.data, entries[entry].data.data, entries[entry].data.size);
  return out;
}
static gnutls_datum_t cut(int entry) {
  gnutls_datum_t out = own(entry);
  out.size = (unsigned)place;
  return out;
}
static gnutls_datum_t slow(int entry) {
  nanosleep(&(struct timespec){0, 200000000}, NULL);
  return own(entry);
}

static void databases(void) {
  gnutls_datum_t (*const useless[])(int) = {nothing, empty, no_memory, garbage, much};
  answer = own;
  gnutls_datum_t data = first(TLS12, 0), other = first(TLS12, 0);
  CHECK_IS(stored, 2);
  come_back(TLS12, 0, data, RESUMED);
  CHECK_IS(asked, 1);
  answer = slow;
  come_back(TLS12, 0, data, RESUMED);
  for (size_t i = 0; i < sizeof useless / sizeof *useless; ++i) {
    answer = useless[i];
    come_back(TLS12, 0, data, FULL);
    keep_entries(2);
  }
  answer = cut;
  for (place = 0; place < entries[0].data.size; place += 1 + entries[0].data.size / 60) {
    come_back(TLS12, 0, data, FULL);
    keep_entries(2);
  }
  answer = others;
  come_back(TLS12, 0, data, FULL);
  keep_entries(2);
  answer = own;
  come_back(TLS12, 0, other, RESUMED);
  gnutls_free(data.data);
  gnutls_free(other.data);
  keep_entries(0);
}

/* Entries of TLS 1.2 are of no use to a server of TLS 1.3, nor for another name. */
static void entries_elsewhere(void) {
  answer = own;
  gnutls_datum_t data = first(TLS12, 0);
  come_back(TLS13, 0, data, FULL);
  name_of_client = "otherhost";
  unsigned char* name = memmem(data.data, data.size, "localhost", strlen("localhost"));
  CHECK(name != NULL);
  memcpy(name, "otherhost", strlen("otherhost"));
  come_back(TLS12, 0, data, FULL);
  name_of_client = "localhost";
  gnutls_free(data.data);
  keep_entries(0);
}

static void memory(void) {
  answer = own;
  gnutls_datum_t data = first(TLS12, 0), with_tickets = first(TLS13, 1);
  size_t size = 0, used = 0;
  const size_t at = ticket_in(with_tickets, &size);
  with_tickets.data[at + size / 2] ^= 1;
  answer = garbage;
  for (int round = 0; round < ROUNDS; ++round) {
    if (round == ROUNDS / 4) used = mallinfo2().uordblks;
    come_back(TLS12, 0, data, FULL);
    keep_entries(1);
    come_back(TLS13, 1, with_tickets, FULL);
  }
  CHECK(mallinfo2().uordblks < used + GROWTH);
  gnutls_free(data.data);
  gnutls_free(with_tickets.data);
  keep_entries(0);
}

int main(void) {
  const char* both = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
  CHECK_IS(gnutls_certificate_allocate_credentials(&server), 0);
  CHECK_IS(gnutls_certificate_allocate_credentials(&client), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(server, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
           0);
  CHECK_IS(gnutls_session_ticket_key_generate(&ticket_key), 0);
  const char* versions[] = {TLS13, TLS12};
  for (int i = 0; i < 2; ++i) {
    changed_tickets(versions[i]);
    exchanged_tickets(versions[i]);
    another_version(versions[i], versions[1 - i], both);
    another_name(versions[i]);
  }
  databases();
  entries_elsewhere();
  memory();
  gnutls_free(ticket.data);
  gnutls_free(ticket_key.data);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
