/* Prints what docs/api-behaviour.md says of gnutls_handshake() itself:
     call_probe CHAIN KEY PART */
#include "numbered.h"

enum { LAST_ERROR = 1300, WARNING = 1, UNRECOGNIZED_NAME = 112, ROUNDS = 40000 };

/* Every error is negative, and either fatal or not. */
static void fatality(void) {
  printf("0 is fatal: %d\nnot fatal:", gnutls_error_is_fatal(0));
  for (int code = -1; code > -LAST_ERROR; --code)
    if (gnutls_strerror_name(code) != NULL && !gnutls_error_is_fatal(code)) printf(" %d", code);
  printf("\n");
}

/* Every other call of a transport that takes and gives single bytes says that it must wait, by one error or the other. */
static unsigned turns[2];
static int push_waits, pull_waits, wrong_direction;

static int refuses(const side_t* side) {
  unsigned turn = ++turns[side == &pair.server];
  if (turn % 2 == 0) return 0;
  gnutls_transport_set_errno(side->session, turn % 4 == 1 ? EAGAIN : EINTR);
  return 1;
}

static ssize_t push_byte(gnutls_transport_ptr_t pointer, const void* bytes, size_t size) {
  push_waits = 1;
  if (refuses(pointer)) return -1;
  push_waits = 0;
  return pair_push(pointer, bytes, size > 1 ? 1 : size);
}

static ssize_t pull_byte(gnutls_transport_ptr_t pointer, void* bytes, size_t size) {
  pull_waits = 1;
  if (refuses(pointer)) return -1;
  pull_waits = 0;
  return pair_pull(pointer, bytes, size > 1 ? 1 : size);
}

static void bytewise(side_t* side) {
  gnutls_transport_set_push_function(side->session, push_byte);
  gnutls_transport_set_pull_function(side->session, pull_byte);
}

static int call(side_t* side, int (*function)(gnutls_session_t)) {
  push_waits = pull_waits = 0;
  int result = function(side->session);
  if (!pair_waits(result)) return result;
  if (push_waits && gnutls_record_get_direction(side->session) != 1) ++wrong_direction;
  if (pull_waits && gnutls_record_get_direction(side->session) != 0) ++wrong_direction;
  return result;
}

static void to_the_end(int (*function)(gnutls_session_t)) {
  side_t* sides[] = {&pair.client, &pair.server};
  pair.client.result = pair.server.result = GNUTLS_E_AGAIN;
  for (int i = 0; i < ROUNDS && (pair_waits(pair.client.result) || pair_waits(pair.server.result)); ++i) {
    side_t* side = sides[i % 2];
    if (pair_waits(side->result)) side->result = call(side, function);
  }
  printf("result %d %d, wrong direction %d\n", pair.client.result, pair.server.result, wrong_direction);
}

static int farewell(gnutls_session_t session) { return gnutls_bye(session, GNUTLS_SHUT_RDWR); }

static void byte_by_byte(const char* priority) {
  start(priority, priority, 0);
  bytewise(&pair.client);
  bytewise(&pair.server);
  to_the_end(gnutls_handshake);
  to_the_end(farewell);
  pair_deinit(&pair);
}

/* The direction while nothing waits, and when everything does. */
static ssize_t refuse(gnutls_transport_ptr_t pointer, const void* bytes, size_t size) {
  (void)bytes, (void)size;
  gnutls_transport_set_errno(((side_t*)pointer)->session, EAGAIN);
  return -1;
}

static void show_direction(const char* when, const side_t* side) {
  printf("%s: %d\n", when, gnutls_record_get_direction(side->session));
}

static void directions(const char* priority) {
  start(priority, priority, 0);
  show_direction("at first", &pair.client);
  gnutls_transport_set_push_function(pair.client.session, refuse);
  printf("handshake %d\n", gnutls_handshake(pair.client.session));
  show_direction("hello kept back", &pair.client);
  gnutls_transport_set_push_function(pair.client.session, pair_push);
  printf("handshake %d\n", gnutls_handshake(pair.client.session));
  show_direction("hello sent", &pair.client);
  pair_handshake(&pair);
  printf("received %d\n", (int)gnutls_record_recv(pair.client.session, data, ROOM));
  show_direction("nothing to be read", &pair.client);
  gnutls_transport_set_push_function(pair.client.session, refuse);
  printf("sent %d\n", (int)gnutls_record_send(pair.client.session, "a", 1));
  show_direction("data kept back", &pair.client);
  gnutls_transport_set_push_function(pair.client.session, pair_push);
  printf("sent %d\n", (int)gnutls_record_send(pair.client.session, NULL, 0));
  printf("received %d\n", (int)gnutls_record_recv(pair.server.session, data, ROOM));
  printf("received %d\n", (int)gnutls_record_recv(pair.server.session, data, ROOM));
  show_direction("nothing more to be read", &pair.server);
  gnutls_transport_set_push_function(pair.server.session, refuse);
  printf("rehandshake %d\n", gnutls_rehandshake(pair.server.session));
  show_direction("request kept back", &pair.server);
  pair_deinit(&pair);
}

/* In front of what the server says first, or of what the client says then. */
static void insert_warning(queue_t* queue) {
  const unsigned char warning[] = {21, 3, 3, 0, 2, WARNING, UNRECOGNIZED_NAME};
  memmove(queue->bytes + queue->begin + sizeof warning, queue->bytes + queue->begin, queue->end - queue->begin);
  memcpy(queue->bytes + queue->begin, warning, sizeof warning);
  queue->end += sizeof warning;
}

static void handshake_call(side_t* side) {
  side->result = gnutls_handshake(side->session);
  printf("%s %d fatal %d", side == &pair.client ? "client" : "server", side->result,
         gnutls_error_is_fatal(side->result));
  if (side->result == GNUTLS_E_WARNING_ALERT_RECEIVED) printf(" alert %d", gnutls_alert_get(side->session));
  printf("\n");
}

static void finish(void) {
  side_t* sides[] = {&pair.client, &pair.server};
  for (int i = 0; i < 2; ++i)
    if (sides[i]->result == GNUTLS_E_WARNING_ALERT_RECEIVED) sides[i]->result = GNUTLS_E_AGAIN;
  pair_handshake(&pair);
  printf("handshake %d %d\n", pair.client.result, pair.server.result);
}

static void warnings(const char* priority, int of_client) {
  start(priority, priority, 0);
  handshake_call(&pair.client);
  handshake_call(&pair.server);
  if (of_client) handshake_call(&pair.client);
  insert_warning(of_client ? &pair.to_server : &pair.to_client);
  handshake_call(of_client ? &pair.server : &pair.client);
  finish();
  pair_deinit(&pair);
}

int main(int argc, char** argv) {
  const char* part = load_credentials(argc, argv);
  if (strcmp(part, "fatality") == 0) fatality();
  if (strcmp(part, "bytes") == 0) byte_by_byte(TLS13), byte_by_byte(TLS12);
  if (strcmp(part, "direction") == 0) directions(TLS13), directions(TLS12);
  if (strcmp(part, "warning") == 0) warnings(TLS13, 0), warnings(TLS12, 0), warnings(TLS12, 1);
  return free_credentials();
}
