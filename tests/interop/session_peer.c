/* A client and a server on libgnutls's C API that go on from earlier sessions, handshake again, or say late who they are:
     session_peer client PORT TRUST PRIORITY resume|early|begin|asked|updates|updated [TEXT]
     session_peer client PORT TRUST PRIORITY late [TEXT] CHAIN KEY
     session_peer server CHAIN KEY PRIORITY tickets|ids|early|asks|updates|updated
     session_peer server CHAIN KEY PRIORITY late TRUST
   What was agreed is printed line by line; an exchange is the line "hello", which the server sends back. */
#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 4096, ENTRIES = 16, PATIENCE = 50, EARLY_ROOM = 1024, KEY_ROOM = 64 };

static gnutls_certificate_credentials_t credentials;
static gnutls_datum_t session_data, ticket_key;
static gnutls_anti_replay_t guard;
static const char *priority, *mode;

static int is(const char* name) { return strcmp(mode, name) == 0; }

static void check(const char* what, long result) {
  if (result >= 0) return;
  printf("%s: %s\n", what, gnutls_strerror((int)result));
  exit(1);
}

static struct sockaddr_in address_of(int port) {
  struct sockaddr_in out = {.sin_family = AF_INET, .sin_port = htons((in_port_t)port)};
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return out;
}

static int key_updates; /* of the peer */
static int count_key_update(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                            const gnutls_datum_t* message) {
  (void)session, (void)type, (void)when, (void)message;
  if (incoming && key_updates++ == 0) printf("updated\n");
  return 0;
}

static gnutls_session_t begin(unsigned flags, int descriptor) {
  gnutls_session_t session;
  const struct timeval patience = {.tv_sec = PATIENCE};
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  check("init", gnutls_init(&session, flags));
  check("priority", gnutls_priority_set_direct(session, priority, NULL));
  check("credentials", gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials));
  gnutls_transport_set_int(session, descriptor);
  key_updates = 0;
  gnutls_handshake_set_hook_function(session, GNUTLS_HANDSHAKE_KEY_UPDATE, GNUTLS_HOOK_PRE, count_key_update);
  return session;
}

static void end(gnutls_session_t session, int descriptor) {
  gnutls_bye(session, GNUTLS_SHUT_WR);
  gnutls_deinit(session);
  close(descriptor);
}

/* A whole handshake; a descriptor that waits too long counts as failed. */
static int shake(gnutls_session_t session) {
  int result = GNUTLS_E_INTERRUPTED;
  while (result == GNUTLS_E_INTERRUPTED || result == GNUTLS_E_WARNING_ALERT_RECEIVED)
    result = gnutls_handshake(session);
  return result;
}

/* What comes, data or its end: AGAIN is said of a record without data as of a descriptor that has waited too long. */
static ssize_t receive(gnutls_session_t session, char* text, size_t room) {
  const time_t last = time(NULL) + PATIENCE;
  ssize_t got = GNUTLS_E_AGAIN;
  while (got == GNUTLS_E_AGAIN && time(NULL) < last) got = gnutls_record_recv(session, text, room);
  return got;
}

/* The client */

static int connect_to(int port) {
  struct sockaddr_in address = address_of(port);
  int out = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(out, (struct sockaddr*)&address, sizeof address) != 0) exit(2);
  return out;
}

static gnutls_session_t connected(int descriptor) {
  gnutls_session_t session = begin(GNUTLS_CLIENT | (is("late") ? GNUTLS_POST_HANDSHAKE_AUTH : 0), descriptor);
  check("name", gnutls_server_name_set(session, GNUTLS_NAME_DNS, "localhost", strlen("localhost")));
  gnutls_session_set_verify_cert(session, "localhost", 0);
  return session;
}

static void talk(gnutls_session_t session) {
  char text[ROOM];
  size_t size = 0;
  check("send", gnutls_record_send(session, "hello\n", 6));
  while (size < 6 || memcmp(text + size - 6, "hello\n", 6) != 0) {
    ssize_t got = receive(session, text + size, sizeof text - size);
    if (got == GNUTLS_E_AGAIN || got == 0 || size == sizeof text) check("echo", GNUTLS_E_TIMEDOUT);
    check("echo", got);
    size += (size_t)got;
  }
  printf("echo\n");
}

/* Some servers reckon the age of a ticket wrong once the next second has begun. */
static void await_second(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  usleep((useconds_t)(1000000 - now.tv_nsec / 1000));
}

static void resume(int port) {
  if (is("early")) await_second();
  int descriptor = connect_to(port);
  gnutls_session_t session = connected(descriptor);
  check("handshake", shake(session));
  printf("resumed %d\n", gnutls_session_is_resumed(session));
  talk(session);
  check("get_data2", gnutls_session_get_data2(session, &session_data));
  end(session, descriptor);

  descriptor = connect_to(port);
  session = connected(descriptor);
  check("set_data", gnutls_session_set_data(session, session_data.data, session_data.size));
  if (is("early")) check("early data", gnutls_record_send_early_data(session, "early\n", 6));
  check("handshake", shake(session));
  printf("resumed %d, early data %d\n", gnutls_session_is_resumed(session),
         (gnutls_session_get_flags(session) & GNUTLS_SFLAGS_EARLY_DATA) != 0);
  talk(session);
  end(session, descriptor);
}

static void again(int port, const char* ask) {
  char text[ROOM];
  int descriptor = connect_to(port), got = 0;
  gnutls_session_t session = connected(descriptor);
  check("handshake", shake(session));
  talk(session);
  if (ask != NULL) check("ask", gnutls_record_send(session, ask, strlen(ask)));
  while (is("asked") && got != GNUTLS_E_REHANDSHAKE) {
    got = (int)receive(session, text, sizeof text);
    if (got == 0 || (got < 0 && got != GNUTLS_E_REHANDSHAKE)) check("request", GNUTLS_E_TIMEDOUT);
  }
  int result = shake(session);
  while (result == GNUTLS_E_GOT_APPLICATION_DATA && receive(session, text, sizeof text) > 0) result = shake(session);
  printf("rehandshake %d\n", result);
  check("rehandshake", result);
  talk(session);
  end(session, descriptor);
}

/* Two lines, and between them this side asks for new keys, or the server does. */
static void update(int port) {
  int descriptor = connect_to(port);
  gnutls_session_t session = connected(descriptor);
  check("handshake", shake(session));
  talk(session);
  if (is("updates")) check("key update", gnutls_session_key_update(session, GNUTLS_KU_PEER));
  talk(session);
  end(session, descriptor);
}

/* Until the server wants to know who this is. */
static void authenticate_late(int port, const char* ask) {
  char text[ROOM];
  int descriptor = connect_to(port);
  gnutls_session_t session = connected(descriptor);
  check("handshake", shake(session));
  talk(session);
  if (ask != NULL) check("ask", gnutls_record_send(session, ask, strlen(ask)));
  ssize_t got = receive(session, text, sizeof text);
  while (got > 0) got = receive(session, text, sizeof text);
  if (got != GNUTLS_E_REAUTH_REQUEST) check("request", got == 0 ? GNUTLS_E_TIMEDOUT : got);
  int result = gnutls_reauth(session, 0);
  printf("reauth %d\n", result);
  check("reauth", result);
  talk(session);
  end(session, descriptor);
}

/* The server */

static struct {
  unsigned char bytes[KEY_ROOM];
  unsigned size;
  gnutls_datum_t data;
} entries[ENTRIES];
static int stored;

static gnutls_datum_t copy(gnutls_datum_t from) {
  gnutls_datum_t out = {gnutls_malloc(from.size), from.size};
  memcpy(out.data, from.data, from.size);
  return out;
}

static int find(gnutls_datum_t key) {
  for (int i = 0; i < stored; ++i)
    if (entries[i].size == key.size && memcmp(entries[i].bytes, key.data, key.size) == 0) return i;
  return -1;
}

static int store(void* pointer, gnutls_datum_t key, gnutls_datum_t data) {
  (void)pointer;
  if (stored == ENTRIES || key.size > sizeof entries[0].bytes) return -1;
  memcpy(entries[stored].bytes, key.data, key.size);
  entries[stored].size = key.size;
  entries[stored++].data = copy(data);
  return 0;
}

static gnutls_datum_t retrieve(void* pointer, gnutls_datum_t key) {
  const gnutls_datum_t nothing = {NULL, 0};
  (void)pointer;
  int found = find(key);
  return found < 0 ? nothing : copy(entries[found].data);
}

static int add(void* pointer, time_t expires, const gnutls_datum_t* key, const gnutls_datum_t* data) {
  (void)expires;
  return find(*key) >= 0 ? GNUTLS_E_DB_ENTRY_EXISTS : store(pointer, *key, *data);
}

static gnutls_session_t accepted(int descriptor) {
  const unsigned more = is("early") ? GNUTLS_ENABLE_EARLY_DATA : is("late") ? GNUTLS_POST_HANDSHAKE_AUTH : 0;
  gnutls_session_t session = begin(GNUTLS_SERVER | more, descriptor);
  if (is("ids")) {
    gnutls_db_set_store_function(session, store);
    gnutls_db_set_retrieve_function(session, retrieve);
  } else {
    check("tickets", gnutls_session_ticket_enable_server(session, &ticket_key));
  }
  if (is("early")) {
    gnutls_anti_replay_enable(session, guard);
    check("early data", gnutls_record_set_max_early_data_size(session, EARLY_ROOM));
  }
  return session;
}

/* What is on its way is sent back as ever. */
static int ask(gnutls_session_t session) {
  char text[ROOM];
  int result = gnutls_rehandshake(session);
  while (result == 0) {
    result = shake(session);
    if (result != GNUTLS_E_GOT_APPLICATION_DATA) return result;
    ssize_t got = receive(session, text, sizeof text);
    if (got > 0) gnutls_record_send(session, text, (size_t)got);
    result = got > 0 ? 0 : (int)got;
  }
  return result;
}

/* The same in TLS 1.3: who is it? */
static void ask_late(gnutls_session_t session) {
  char text[ROOM];
  unsigned certificates = 0, status = 0;
  gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
  int result = gnutls_reauth(session, 0);
  while (result == GNUTLS_E_GOT_APPLICATION_DATA) {
    ssize_t got = receive(session, text, sizeof text);
    if (got > 0) gnutls_record_send(session, text, (size_t)got);
    result = got > 0 ? gnutls_reauth(session, 0) : (int)got;
  }
  gnutls_certificate_get_peers(session, &certificates);
  int verified = gnutls_certificate_verify_peers2(session, &status);
  printf("reauth %d, certificates %d, verified %d 0x%x\n", result, certificates > 0, verified, status);
}

static void serve(int descriptor) {
  char text[ROOM];
  gnutls_session_t session = accepted(descriptor);
  int result = shake(session), asks = is("asks"), late = 0;
  if (result != 0) gnutls_alert_send_appropriate(session, result);
  printf("handshake %d, resumed %d, early data %d\n", result, gnutls_session_is_resumed(session),
         (gnutls_session_get_flags(session) & GNUTLS_SFLAGS_EARLY_DATA) != 0);
  ssize_t got = gnutls_record_recv_early_data(session, text, sizeof text);
  if (got > 0) printf("early %.*s", (int)got, text);
  while (result == 0 && (got = receive(session, text, sizeof text)) != 0) {
    if (got == GNUTLS_E_AGAIN || (got < 0 && got != GNUTLS_E_REHANDSHAKE && gnutls_error_is_fatal((int)got))) break;
    if (got == GNUTLS_E_REHANDSHAKE || asks) {
      asks = 0;
      result = got == GNUTLS_E_REHANDSHAKE ? shake(session) : ask(session);
      printf("rehandshake %d\n", result);
    }
    if (got > 0) printf("got %.*s", (int)got, text);
    if (got > 0 && is("late") && late++ == 0) ask_late(session);
    if (got > 0 && is("updates")) check("key update", gnutls_session_key_update(session, GNUTLS_KU_PEER));
    if (got > 0) gnutls_record_send(session, text, (size_t)got);
  }
  printf("end %d\n", (int)got);
  end(session, descriptor);
}

static void listen_for_ever(void) {
  struct sockaddr_in address = address_of(0);
  socklen_t size = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr*)&address, size) != 0 || listen(listener, ENTRIES) != 0) exit(2);
  if (getsockname(listener, (struct sockaddr*)&address, &size) != 0) exit(2);
  printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
  for (int descriptor; (descriptor = accept(listener, NULL, NULL)) >= 0;) serve(descriptor);
}

int main(int argc, char** argv) {
  if (argc < 6) return 2;
  setvbuf(stdout, NULL, _IOLBF, 0);
  priority = argv[4];
  mode = argv[5];
  check("credentials", gnutls_certificate_allocate_credentials(&credentials));
  if (strcmp(argv[1], "client") == 0) {
    check("trust", gnutls_certificate_set_x509_trust_file(credentials, argv[3], GNUTLS_X509_FMT_PEM));
    if (is("late")) {
      check("key",
            gnutls_certificate_set_x509_key_file(credentials, argv[argc - 2], argv[argc - 1], GNUTLS_X509_FMT_PEM));
      authenticate_late(atoi(argv[2]), argc > 8 ? argv[6] : NULL);
    } else if (is("resume") || is("early"))
      resume(atoi(argv[2]));
    else if (is("updates") || is("updated"))
      update(atoi(argv[2]));
    else
      again(atoi(argv[2]), argc > 6 ? argv[6] : NULL);
    gnutls_free(session_data.data);
    gnutls_certificate_free_credentials(credentials);
    return 0;
  }
  check("key", gnutls_certificate_set_x509_key_file(credentials, argv[2], argv[3], GNUTLS_X509_FMT_PEM));
  if (is("late")) check("trust", gnutls_certificate_set_x509_trust_file(credentials, argv[6], GNUTLS_X509_FMT_PEM));
  check("ticket key", gnutls_session_ticket_key_generate(&ticket_key));
  check("anti-replay", gnutls_anti_replay_init(&guard));
  gnutls_anti_replay_set_add_function(guard, add);
  listen_for_ever();
  return 1;
}
