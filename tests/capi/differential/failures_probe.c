/* Prints how handshakes and connections end. The numbers are those of docs/api-behaviour.md:
     failures_probe CHAIN KEY NUMBER */
#include "pair.h"

#define TLS13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"
#define TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"
#define ONE_GROUP ":-GROUP-ALL:+GROUP-SECP256R1"

static pair_t pair;
static gnutls_certificate_credentials_t server, client, none;
static char buffer[20000];

static size_t queued(const queue_t* queue) { return queue->end - queue->begin; }

static void start(const char* of_client, const char* of_server, gnutls_certificate_credentials_t credentials) {
  pair_init(&pair, TLS13);
  gnutls_priority_set_direct(pair.client.session, of_client, NULL);
  gnutls_priority_set_direct(pair.server.session, of_server, NULL);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  if (credentials != NULL) gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, credentials);
}

static void feed(const void* bytes, size_t size) {
  memcpy(pair.to_server.bytes + pair.to_server.end, bytes, size);
  pair.to_server.end += size;
}

/* 1: no alert leaves before it is asked for. */
static void refused(const char* label, const char* of_client, const char* of_server,
                    gnutls_certificate_credentials_t credentials) {
  start(of_client, of_server, credentials);
  printf("%s: client %d", label, gnutls_handshake(pair.client.session));
  int result = gnutls_handshake(pair.server.session);
  printf(" server %d, %zu bytes", result, queued(&pair.to_client));
  printf(", alert %d", gnutls_alert_send_appropriate(pair.server.session, result));
  printf(" %zu bytes", queued(&pair.to_client));
  result = gnutls_handshake(pair.client.session);
  printf("; client %d alert %d", result, gnutls_alert_get(pair.client.session));
  printf("; again %d %d", gnutls_handshake(pair.server.session), gnutls_handshake(pair.client.session));
  printf("; reauth %d\n", gnutls_reauth(pair.server.session, 0));
  pair_deinit(&pair);
}

static void negotiation(void) {
  refused("no common suite", TLS13 ONE_GROUP ":-CIPHER-ALL:+AES-128-GCM", TLS13 ":-CIPHER-ALL:+CHACHA20-POLY1305",
          server);
  refused("no common suite, TLS 1.2", TLS12 ONE_GROUP ":-CIPHER-ALL:+AES-128-GCM",
          TLS12 ":-CIPHER-ALL:+CHACHA20-POLY1305", server);
  refused("no common group", TLS13 ONE_GROUP, TLS13 ":-GROUP-ALL:+GROUP-X25519", server);
}

/* 1: a server that says nothing and ends is a bare close to its client. */
static ssize_t nothing_more(gnutls_transport_ptr_t pointer, void* data, size_t size) {
  const side_t* side = pointer;
  return side->in->end != side->in->begin ? pair_pull(pointer, data, size) : 0;
}

static void silent_end(const char* of_client, const char* of_server) {
  start(of_client, of_server, server);
  gnutls_handshake(pair.client.session);
  printf("silent end: server %d", gnutls_handshake(pair.server.session));
  gnutls_deinit(pair.server.session);
  gnutls_transport_set_pull_function(pair.client.session, nothing_more);
  printf(", client %d\n", gnutls_handshake(pair.client.session));
  gnutls_deinit(pair.client.session);
}

static void negotiation_differs(void) {
  refused("no common version", TLS13 ONE_GROUP, TLS12, server);
  refused("no common version, the other way", TLS12 ONE_GROUP, TLS13, server);
  refused("no certificate", TLS13 ONE_GROUP, TLS13, none);
  refused("no credentials", TLS13 ONE_GROUP, TLS13, NULL);
}

/* 2 and 3 */
static void alerts_first(int count, unsigned char level) {
  const unsigned char warning[] = {21, 3, 3, 0, 2, level, 90};
  start(TLS13, TLS13, server);
  if (count > 1) gnutls_handshake(pair.client.session);
  if (count > 1) pair.to_server.begin = pair.to_server.end = 0;
  int calls = 0, result = 0;
  do {
    feed(warning, sizeof warning);
    result = gnutls_handshake(pair.server.session);
  } while (++calls < count && !gnutls_error_is_fatal(result));
  if (count == 1) printf("result %d fatal %d", result, gnutls_error_is_fatal(result));
  if (count == 1) printf(" again %d\n", gnutls_handshake(pair.server.session));
  if (count > 1) printf("within %d calls: fatal %d\n", count, gnutls_error_is_fatal(result));
  pair_deinit(&pair);
}

/* 3: the same of a server, behind its client's hello. */
static void warnings_of_server(const char* priority, int count) {
  const unsigned char warning[] = {21, 3, 3, 0, 2, 1, 90};
  queue_t* queue = &pair.to_client;
  start(priority, priority, server);
  int calls = 0, result = gnutls_handshake(pair.client.session);
  do {
    memcpy(queue->bytes + queue->end, warning, sizeof warning);
    queue->end += sizeof warning;
    result = gnutls_handshake(pair.client.session);
  } while (++calls < count && !gnutls_error_is_fatal(result));
  printf("client within %d calls: fatal %d\n", count, gnutls_error_is_fatal(result));
  pair_deinit(&pair);
}

static int receive(void) { return (int)gnutls_record_recv(pair.server.session, buffer, sizeof buffer); }

static void establish(const char* priority) {
  start(priority, priority, server);
  pair_handshake(&pair);
  printf("handshake %d %d\n", pair.client.result, pair.server.result);
}

/* 4 */
static void alert(const char* priority, gnutls_alert_level_t level, gnutls_alert_description_t description) {
  establish(priority);
  printf("alert %d of level %d: %d", description, level, gnutls_alert_send(pair.client.session, level, description));
  printf(", received %d", receive());
  printf(" is %d", gnutls_alert_get(pair.server.session));
  printf("; data %d", (int)gnutls_record_send(pair.client.session, "a", 1));
  printf(" %d\n", receive());
  pair_deinit(&pair);
}

/* 5 */
static ssize_t end_of_file(gnutls_transport_ptr_t pointer, void* data, size_t size) {
  (void)pointer, (void)data, (void)size;
  return 0;
}

static void ends(const char* priority) {
  establish(priority);
  gnutls_record_send(pair.client.session, "a", 1);
  pair.to_server.bytes[pair.to_server.end - 1] ^= 1;
  printf("damaged: %d", receive());
  printf(", then %d\n", receive());
  pair_deinit(&pair);
  establish(priority);
  gnutls_transport_set_pull_function(pair.server.session, end_of_file);
  printf("end of file: %d", receive());
  printf(", then %d\n", receive());
  pair_deinit(&pair);
  establish(priority);
  printf("bye: %d", gnutls_bye(pair.client.session, GNUTLS_SHUT_WR));
  printf(", received %d", receive());
  printf(", then %d\n", receive());
  pair_deinit(&pair);
}

/* 20: ChangeCipherSpec when nobody expects it any more. */
static void late_change(void) {
  const unsigned char change[] = {20, 3, 3, 0, 1, 1};
  establish(TLS13);
  feed(change, sizeof change);
  printf("late ChangeCipherSpec: %d\n", receive());
  pair_deinit(&pair);
}

/* 6: the client's message with a session id of 33 bytes. */
static void long_session_id(const char* priority) {
  enum { AT = 5 + 4 + 2 + 32 };
  unsigned char* bytes = pair.to_server.bytes;
  start(priority, priority, server);
  gnutls_handshake(pair.client.session);
  size_t old = bytes[AT], more = 33 - old, size = pair.to_server.end;
  memmove(bytes + AT + 33, bytes + AT + old, size - AT - old);
  bytes[AT] = 33;
  pair.to_server.end = size + more;
  for (int at = 3; at <= 7; at += 4) { /* the record's length, and the lower bytes of the message's */
    size_t length = ((size_t)bytes[at] << 8 | bytes[at + 1]) + more;
    bytes[at] = (unsigned char)(length >> 8);
    bytes[at + 1] = (unsigned char)length;
  }
  printf("session id too long: %d\n", gnutls_handshake(pair.server.session));
  pair_deinit(&pair);
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  gnutls_certificate_allocate_credentials(&none);
  if (gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM) != 0) return 2;
  const char* part = argv[3];
  if (strcmp(part, "1") == 0) negotiation();
  if (strcmp(part, "1-silent") == 0) silent_end(TLS13 ONE_GROUP, TLS13 ":-GROUP-ALL:+GROUP-X25519");
  if (strcmp(part, "1-more") == 0) negotiation_differs();
  if (strcmp(part, "2") == 0) alerts_first(1, 1), alerts_first(1, 2);
  if (strcmp(part, "3") == 0) alerts_first(64, 1), warnings_of_server(TLS13, 64), warnings_of_server(TLS12, 64);
  if (strcmp(part, "4") == 0) {
    alert(TLS12, GNUTLS_AL_WARNING, GNUTLS_A_USER_CANCELED);
    alert(TLS12, GNUTLS_AL_WARNING, GNUTLS_A_UNRECOGNIZED_NAME);
    alert(TLS12, GNUTLS_AL_FATAL, GNUTLS_A_INTERNAL_ERROR);
    alert(TLS13, GNUTLS_AL_FATAL, GNUTLS_A_INTERNAL_ERROR);
    alert(TLS13, GNUTLS_AL_WARNING, GNUTLS_A_CLOSE_NOTIFY);
  }
  if (strcmp(part, "4-unrecognized") == 0) alert(TLS13, GNUTLS_AL_WARNING, GNUTLS_A_UNRECOGNIZED_NAME);
  if (strcmp(part, "4-canceled") == 0) alert(TLS13, GNUTLS_AL_WARNING, GNUTLS_A_USER_CANCELED);
  if (strcmp(part, "5") == 0) ends(TLS13), ends(TLS12);
  if (strcmp(part, "6") == 0) long_session_id(TLS13), long_session_id(TLS12);
  if (strcmp(part, "20") == 0) late_change();
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  gnutls_certificate_free_credentials(none);
  return 0;
}
