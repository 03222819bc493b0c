/* A peer that says the same again and again: after so many calls there is an error, and it stays. */
#include <gnutls/crypto.h>
#include <malloc.h>

#include "check.h"
#include "differential/pair.h"

#define TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"
#define TLS13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"

enum {
  MANY = 1000,
  BOUND = 64,
  ROOM = 16384,
  WARNING = 1,
  NO_RENEGOTIATION = 100,
  HANDSHAKE = 22,
  ALERT = 21,
  RENEGOTIATIONS = 100,
  GROWTH = 1 << 16
};

static pair_t pair;
static gnutls_certificate_credentials_t server, client;
static gnutls_datum_t ticket_key;
static char data[ROOM];

static void set_up(void) {
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  gnutls_session_ticket_enable_server(pair.server.session, &ticket_key);
}

static void begin(const char* priority) {
  pair_init(&pair, priority);
  set_up();
}

static void establish(const char* priority) {
  begin(priority);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, 0);
  CHECK_IS(pair.server.result, 0);
}

static int receive(side_t* side) { return (int)gnutls_record_recv(side->session, data, ROOM); }

static int is_fatal(int code) { return code < 0 && gnutls_error_is_fatal(code); }

/* One call for each thing that the peer says: the error comes soon, and the next calls know that the session has ended. */
static void bounded(side_t* side, int (*call)(side_t* side), void (*say)(void), int wanted) {
  int calls = 0, code = 0;
  do {
    say();
    code = call(side);
  } while (++calls < MANY && !is_fatal(code));
  CHECK_IS(code, wanted);
  CHECK(calls <= BOUND + 1);
  CHECK(is_fatal(call(side)));
  CHECK(is_fatal((int)gnutls_record_send(side->session, "a", 1)));
  pair_deinit(&pair);
}

/* All of it waits already: one call must not work for ever. */
static void bounded_at_once(side_t* side, int (*call)(side_t* side), void (*say)(void), int wanted) {
  int calls = 0, code = 0;
  for (int i = 0; i < MANY; ++i) say();
  do code = call(side);
  while (++calls < MANY && !is_fatal(code));
  CHECK_IS(code, wanted);
  CHECK(calls <= BOUND + 1);
  pair_deinit(&pair);
}

static int shake(side_t* side) { return gnutls_handshake(side->session); }

static void put(queue_t* queue, const unsigned char* bytes, size_t size) {
  CHECK(QUEUE_SIZE - queue->end >= size);
  if (size != 0) memcpy(queue->bytes + queue->end, bytes, size);
  queue->end += size;
}

/* Before there are keys */
static void put_in_clear(unsigned char type, const unsigned char* body, unsigned char size) {
  const unsigned char header[] = {type, 3, 3, 0, size};
  queue_t* queues[] = {&pair.to_client, &pair.to_server};
  for (int i = 0; i < 2; ++i) put(queues[i], header, sizeof header), put(queues[i], body, size);
}
static void empty_record(void) { put_in_clear(HANDSHAKE, NULL, 0); }
static void warning(void) { put_in_clear(ALERT, (const unsigned char[]){WARNING, NO_RENEGOTIATION}, 2); }
static void change_cipher_spec(void) { put_in_clear(20, (const unsigned char[]){1}, 1); }
static void hello_request(void) { put_in_clear(HANDSHAKE, (const unsigned char[]){0, 0, 0, 0}, 4); }

/* The client has said hello, and the server answers only later. */
static void client_waits(const char* priority) {
  begin(priority);
  CHECK_IS(gnutls_handshake(pair.client.session), GNUTLS_E_AGAIN);
}

/* The server has answered, and the client says nothing more. */
static void server_waits(const char* priority) {
  client_waits(priority);
  CHECK_IS(gnutls_handshake(pair.server.session), GNUTLS_E_AGAIN);
}

static void in_the_handshake(void (*waits)(const char*), const char* priority, side_t* side) {
  void (*const said[])(void) = {empty_record, warning};
  for (int i = 0; i < 2; ++i) {
    waits(priority), bounded(side, shake, said[i], GNUTLS_E_UNEXPECTED_PACKET);
    waits(priority), bounded_at_once(side, shake, said[i], GNUTLS_E_UNEXPECTED_PACKET);
  }
}

/* Behind the handshake */
static void ask_for_handshake(void) { gnutls_rehandshake(pair.server.session); }
static void warn_client(void) { gnutls_alert_send(pair.server.session, GNUTLS_AL_WARNING, GNUTLS_A_UNRECOGNIZED_NAME); }
static void warn_server(void) { gnutls_alert_send(pair.client.session, GNUTLS_AL_WARNING, GNUTLS_A_UNRECOGNIZED_NAME); }
static void cancel(void) { gnutls_alert_send(pair.server.session, GNUTLS_AL_WARNING, GNUTLS_A_USER_CANCELED); }
static void update_of_server(void) { gnutls_session_key_update(pair.server.session, 0); }
static void update_of_client(void) { gnutls_session_key_update(pair.client.session, GNUTLS_KU_PEER); }
static void send_ticket(void) { gnutls_session_ticket_send(pair.server.session, 1, 0); }

static void behind_the_handshake(void) {
  void (*const before13[])(void) = {ask_for_handshake, warn_client};
  const int errors[] = {GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS, GNUTLS_E_UNEXPECTED_PACKET};
  for (int i = 0; i < 2; ++i) {
    establish(TLS12), bounded(&pair.client, receive, before13[i], errors[i]);
    establish(TLS12), bounded_at_once(&pair.client, receive, before13[i], errors[i]);
  }
  establish(TLS12), bounded(&pair.server, receive, warn_server, GNUTLS_E_UNEXPECTED_PACKET);

  void (*const in13[])(void) = {update_of_server, ask_for_handshake, send_ticket, cancel};
  const int many = GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS, errors13[] = {many, many, many, GNUTLS_E_UNEXPECTED_PACKET};
  for (int i = 0; i < 4; ++i) {
    establish(TLS13), bounded(&pair.client, receive, in13[i], errors13[i]);
    establish(TLS13), bounded_at_once(&pair.client, receive, in13[i], errors13[i]);
  }
  establish(TLS13), bounded(&pair.server, receive, update_of_client, many);
  establish(TLS13), bounded_at_once(&pair.server, receive, update_of_client, many);
}

/* A server that asks for a handshake within one that the client has begun. */
static void requests_within(void) {
  establish(TLS12);
  CHECK_IS(gnutls_handshake(pair.client.session), GNUTLS_E_AGAIN);
  bounded(&pair.client, shake, ask_for_handshake, GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS);
  establish(TLS12);
  CHECK_IS(gnutls_handshake(pair.client.session), GNUTLS_E_AGAIN);
  bounded_at_once(&pair.client, shake, ask_for_handshake, GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS);
  client_waits(TLS12);
  bounded(&pair.client, shake, hello_request, GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS);
  client_waits(TLS13);
  bounded(&pair.client, shake, change_cipher_spec, GNUTLS_E_TOO_MANY_EMPTY_PACKETS);
}

/* Records of a client that says nothing in them: the library does not make such, so its keys are taken from it. */
static unsigned char secret[32], key[16], iv[12], sequence;

static int see_secret(gnutls_session_t session, const char* label, const gnutls_datum_t* value) {
  (void)session;
  if (strcmp(label, "CLIENT_TRAFFIC_SECRET_0") != 0) return 0;
  CHECK_IS(value->size, sizeof secret);
  memcpy(secret, value->data, sizeof secret);
  return 0;
}

/* RFC 8446, 7.1 */
static void expand(const char* label, void* out, unsigned char size) {
  unsigned char info[32] = {0, size};
  const gnutls_datum_t from = {secret, sizeof secret};
  const size_t length = (size_t)snprintf((char*)info + 3, sizeof info - 3, "tls13 %s", label);
  info[2] = (unsigned char)length;
  const gnutls_datum_t expanded = {info, (unsigned)length + 4};
  CHECK_IS(gnutls_hkdf_expand(GNUTLS_MAC_SHA256, &from, &expanded, out, size), 0);
}

static void empty_data(void) {
  unsigned char record[5 + 1 + 16] = {23, 3, 3, 0, 1 + 16}, nonce[sizeof iv];
  const unsigned char type = 23;
  const gnutls_datum_t key_bytes = {key, sizeof key};
  gnutls_aead_cipher_hd_t cipher;
  size_t size = 1 + 16;
  memcpy(nonce, iv, sizeof iv);
  nonce[sizeof nonce - 1] ^= sequence++;
  CHECK_IS(gnutls_aead_cipher_init(&cipher, GNUTLS_CIPHER_AES_128_GCM, &key_bytes), 0);
  CHECK_IS(gnutls_aead_cipher_encrypt(cipher, nonce, sizeof nonce, record, 5, 16, &type, 1, record + 5, &size), 0);
  gnutls_aead_cipher_deinit(cipher);
  put(&pair.to_server, record, sizeof record);
}

static void empty_data_in_tls13(void) {
  begin(TLS13 ":-CIPHER-ALL:+AES-128-GCM");
  gnutls_session_set_keylog_function(pair.client.session, see_secret);
  pair_handshake(&pair);
  CHECK_IS(pair.server.result, 0);
  expand("key", key, sizeof key);
  expand("iv", iv, sizeof iv);
  sequence = 0;
  bounded(&pair.server, receive, empty_data, GNUTLS_E_TOO_MANY_EMPTY_PACKETS);
}

/* A program that follows every wish decides itself how often; memory does not grow by it. */
static void renegotiate(void) {
  side_t* sides[] = {&pair.client, &pair.server};
  CHECK_IS(gnutls_rehandshake(pair.server.session), 0);
  CHECK_IS(receive(&pair.client), GNUTLS_E_REHANDSHAKE);
  pair.client.result = pair.server.result = GNUTLS_E_AGAIN;
  pair_handshake(&pair);
  for (int i = 0; i < 2; ++i) CHECK_IS(sides[i]->result, 0);
}

static void one_after_the_other(void) {
  size_t used = 0;
  establish(TLS12);
  for (int i = 0; i < RENEGOTIATIONS; ++i) {
    if (i == RENEGOTIATIONS / 4) used = mallinfo2().uordblks;
    renegotiate();
  }
  CHECK(mallinfo2().uordblks < used + GROWTH);
  pair_deinit(&pair);
}

/* A server that wants one handshake after the other, of a client that follows every wish inside of one call. */
static int wishes, wishing;

static ssize_t pull_or_be_asked(gnutls_transport_ptr_t pointer, void* bytes, size_t size) {
  const int tls13 = gnutls_protocol_get_version(pair.server.session) == GNUTLS_TLS1_3;
  for (int i = 0; i < 4 && pair.to_client.begin == pair.to_client.end && wishes < MANY; ++i) {
    if (wishing) {
      wishing = (tls13 ? gnutls_reauth(pair.server.session, 0) : gnutls_handshake(pair.server.session)) != 0;
    } else {
      ++wishes;
      wishing = 1;
      tls13 ? gnutls_reauth(pair.server.session, 0) : gnutls_rehandshake(pair.server.session);
    }
  }
  return pair_pull(pointer, bytes, size);
}

static void endless_wishes(const char* priority) {
  begin(priority);
  gnutls_deinit(pair.client.session);
  gnutls_deinit(pair.server.session);
  const unsigned flags = GNUTLS_POST_HANDSHAKE_AUTH;
  pair_side_init(&pair.client, GNUTLS_CLIENT | GNUTLS_AUTO_REAUTH | flags, &pair.to_client, &pair.to_server);
  pair_side_init(&pair.server, GNUTLS_SERVER | GNUTLS_NO_TICKETS | flags, &pair.to_server, &pair.to_client);
  CHECK_IS(gnutls_priority_set_direct(pair.client.session, priority, NULL), 0);
  CHECK_IS(gnutls_priority_set_direct(pair.server.session, priority, NULL), 0);
  set_up();
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, 0);
  wishes = wishing = 0;
  gnutls_certificate_server_set_request(pair.server.session, GNUTLS_CERT_REQUEST);
  gnutls_transport_set_pull_function(pair.client.session, pull_or_be_asked);
  int result = GNUTLS_E_AGAIN;
  for (int i = 0; i < MANY && result == GNUTLS_E_AGAIN; ++i) result = receive(&pair.client);
  CHECK_IS(result, GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS);
  CHECK(wishes > 1 && wishes <= BOUND);
  pair_deinit(&pair);
}

/* Who asks for key updates gets them, however many. */
static void answers_that_were_asked_for(void) {
  establish(TLS13);
  for (int i = 0; i < 3 * BOUND; ++i) {
    CHECK_IS(gnutls_session_key_update(pair.client.session, GNUTLS_KU_PEER), 0);
    CHECK_IS(gnutls_record_send(pair.client.session, data, ROOM), ROOM);
    for (int j = 0; j < 4; ++j) CHECK_IS(gnutls_record_send(pair.client.session, data, ROOM), ROOM);
    while (pair.to_server.end != pair.to_server.begin) CHECK(!is_fatal(receive(&pair.server)));
    CHECK_IS(gnutls_record_send(pair.server.session, "x", 1), 1);
    while (pair.to_client.end != pair.to_client.begin) CHECK(!is_fatal(receive(&pair.client)));
  }
  pair_deinit(&pair);
}

static ssize_t take_nothing(gnutls_transport_ptr_t pointer, const void* bytes, size_t size) {
  (void)bytes, (void)size;
  gnutls_transport_set_errno(((side_t*)pointer)->session, EAGAIN);
  return -1;
}

/* A client that must decline another handshake (RFC 7627, 5.4), and whose answers nobody takes: they do not pile up. */
static void answers_that_nobody_takes(void) {
  gnutls_datum_t session;
  establish(TLS12 ":%NO_SESSION_HASH");
  CHECK_IS(gnutls_session_get_data2(pair.client.session, &session), 0);
  pair_deinit(&pair);
  begin(TLS12 ":%NO_SESSION_HASH");
  CHECK_IS(gnutls_session_set_data(pair.client.session, session.data, session.size), 0);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, 0);
  CHECK(gnutls_session_is_resumed(pair.client.session));
  gnutls_transport_set_push_function(pair.client.session, take_nothing);
  for (int i = 0; i < MANY; ++i) {
    ask_for_handshake();
    CHECK_IS(gnutls_record_send(pair.server.session, "x", 1), 1);
    int code = GNUTLS_E_AGAIN;
    for (int j = 0; j < 4 && code == GNUTLS_E_AGAIN; ++j) code = receive(&pair.client);
    CHECK_IS(code, 1);
  }
  CHECK(gnutls_record_discard_queued(pair.client.session) < 100); /* one alert */
  gnutls_free(session.data);
  pair_deinit(&pair);
}

int main(void) {
  CHECK_IS(gnutls_certificate_allocate_credentials(&server), 0);
  CHECK_IS(gnutls_certificate_allocate_credentials(&client), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(server, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
           0);
  CHECK_IS(gnutls_session_ticket_key_generate(&ticket_key), 0);
  in_the_handshake(client_waits, TLS12, &pair.client);
  in_the_handshake(client_waits, TLS13, &pair.client);
  in_the_handshake(server_waits, TLS12, &pair.server);
  behind_the_handshake();
  requests_within();
  empty_data_in_tls13();
  one_after_the_other();
  endless_wishes(TLS12);
  endless_wishes(TLS13);
  answers_that_nobody_takes();
  answers_that_were_asked_for();
  gnutls_free(ticket_key.data);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
