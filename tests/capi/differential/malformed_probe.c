/* Prints the numbers for hello messages whose session id or list of extensions has a wrong length:
     malformed_probe CHAIN KEY */
#include "pair.h"

#define TLS13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"
#define TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"
enum { HEADERS = 5 + 4, ROOM = 600, CLIENT_HELLO = 1, SERVER_HELLO = 2, SESSION_ID = 5 + 4 + 2 + 32 };

typedef enum { GOOD, HALF_TYPE, LONG_BODY, LONG_LIST, SHORT_LIST, ONE_MORE, HALF_LENGTH, FAULTS } fault_t;

static pair_t pair;
static unsigned char message[ROOM];
static size_t size;

static void put(unsigned number, int width) {
  while (width-- > 0) message[size++] = (unsigned char)(number >> 8 * width);
}
static void put_at(size_t at, size_t number) {
  message[at] = (unsigned char)(number >> 8);
  message[at + 1] = (unsigned char)number;
}

static void begin(unsigned type) {
  size = 0;
  put(22, 1), put(0x303, 2), put(0, 2);
  put(type, 1), put(0, 3);
  put(0x303, 2);
  for (unsigned i = 0; i < 32; ++i) put(i, 1);
}

static void put_extension(unsigned type, unsigned width, unsigned value) {
  put(type, 2), put(width, 2), put(value, (int)width);
}

/* The list from `list` on ends as it should not; then the lengths of all are known. */
static void end(size_t list, fault_t fault) {
  if (fault == HALF_TYPE) put(23, 2);
  if (fault == LONG_BODY) put(23, 2), put(5, 2), put(0, 1);
  if (fault == ONE_MORE) put(1, 1);
  put_at(list, size - list - 2 + (fault == LONG_LIST) - (fault == SHORT_LIST));
  if (fault == HALF_LENGTH) size = list + 1;
  put_at(3, size - 5);
  put_at(7, size - HEADERS);
}

static void answer(const char* priority, size_t id_size, fault_t fault) {
  const int tls13 = strcmp(priority, TLS13) == 0;
  pair_init(&pair, priority);
  gnutls_certificate_credentials_t none;
  gnutls_certificate_allocate_credentials(&none);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, none);
  gnutls_handshake(pair.client.session);
  begin(SERVER_HELLO);
  put((unsigned)id_size, 1);
  for (size_t i = 0; i < id_size; ++i) put(pair.to_server.bytes[SESSION_ID + 1 + i], 1);
  put(tls13 ? 0x1301 : 0xc02b, 2), put(0, 1);
  const size_t list = size;
  put(0, 2);
  if (tls13) put_extension(43, 2, 0x0304);
  if (!tls13) put_extension(0xff01, 1, 0);
  end(list, fault);
  memcpy(pair.to_client.bytes, message, size);
  pair.to_client.end = size;
  printf("ServerHello, id of %zu, fault %d: %d\n", id_size, fault, gnutls_handshake(pair.client.session));
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(none);
}

static void ask(gnutls_certificate_credentials_t credentials, fault_t fault) {
  pair_init(&pair, "NORMAL");
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, credentials);
  begin(CLIENT_HELLO);
  put(0, 1);
  put(2, 2), put(0xc02b, 2);
  put(1, 1), put(0, 1);
  const size_t list = size;
  put(0, 2);
  put_extension(0xff01, 1, 0);
  put_extension(10, 4, 0x00020017);
  put_extension(13, 4, 0x00020403);
  end(list, fault);
  memcpy(pair.to_server.bytes, message, size);
  pair.to_server.end = size;
  printf("ClientHello, fault %d: %d\n", fault, gnutls_handshake(pair.server.session));
  pair_deinit(&pair);
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  gnutls_certificate_credentials_t credentials;
  gnutls_certificate_allocate_credentials(&credentials);
  gnutls_certificate_set_x509_key_file(credentials, argv[1], argv[2], GNUTLS_X509_FMT_PEM);
  for (size_t id_size = 33; id_size <= 255; id_size += 111) answer(TLS13, id_size, GOOD), answer(TLS12, id_size, GOOD);
  for (fault_t fault = HALF_TYPE; fault < FAULTS; ++fault) answer(TLS13, 32, fault), answer(TLS12, 0, fault);
  for (fault_t fault = HALF_TYPE; fault < FAULTS; ++fault) ask(credentials, fault);
  gnutls_certificate_free_credentials(credentials);
  return 0;
}
