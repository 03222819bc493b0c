/* Prints what a server answers to a ClientHello, or a client to a HelloRetryRequest, that is large, old or wrong:
     hellos_probe CHAIN KEY PART */
#include "numbered.h"

#define BOTH "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-GROUP-ALL:+GROUP-SECP256R1"
enum { HANDSHAKE_HEADER = 4, SESSION_ID_AT = RECORD_HEADER + HELLO_START };
enum { EC_POINT_FORMATS = 11, EXTENDED_MASTER_SECRET = 23, RECORD_SIZE_LIMIT = 28, UNKNOWN = 0x5000 };

static void put(unsigned char* at, size_t value, int width) {
  for (int i = width - 1; i >= 0; --i, value >>= 8) at[i] = (unsigned char)value;
}

static void judge(const char* label, side_t* side) {
  int code = gnutls_handshake(side->session);
  printf("%s: %d", label, code);
  if (code != GNUTLS_E_AGAIN) {
    gnutls_alert_send_appropriate(side->session, code);
    const unsigned char* end = side->out->bytes + side->out->end;
    printf(", alert %d", end[-1]);
  }
  printf("\n");
}

/* The client's hello waits in the queue; the record, the message and the extensions have grown by so many bytes. */
static unsigned char* grow(size_t by) {
  queue_t* queue = &pair.to_server;
  unsigned char* at = queue->bytes + queue->begin + SESSION_ID_AT;
  at += 1 + number(at, 1);
  at += 2 + number(at, 2);
  at += 1 + number(at, 1);
  unsigned char *record = queue->bytes + queue->begin + 3, *message = queue->bytes + queue->begin + RECORD_HEADER + 1;
  put(record, number(record, 2) + by, 2);
  put(message, number(message, 3) + by, 3);
  put(at, number(at, 2) + by, 2);
  queue->end += by;
  return queue->bytes + queue->end - by;
}

static void say_hello(const char* of_client) {
  start(of_client, BOTH, 0);
  gnutls_handshake(pair.client.session);
}

static void many_extensions(unsigned count, int twice) {
  say_hello(BOTH);
  unsigned char* at = grow(4 * count);
  for (unsigned i = 0; i < count; ++i) put(at + 4 * i, (size_t)(UNKNOWN + i) << 16, 4);
  if (twice) put(at + 4 * (count - 1), (size_t)UNKNOWN << 16, 4);
  judge(twice ? "one of many twice" : "many extensions", &pair.server);
  pair_deinit(&pair);
}

/* In the place of the one that is there, with as many bytes. */
static void other_body(const char* label, const char* of_client, unsigned type, const unsigned char* body,
                       size_t size) {
  say_hello(of_client);
  unsigned char* at = (unsigned char*)extension_in_hello(&pair.to_server, type);
  if (at == NULL || number(at + 2, 2) != size)
    printf("%s: the extension has another size\n", label);
  else
    memcpy(at + 4, body, size);
  judge(label, &pair.server);
  pair_deinit(&pair);
}

static void point_formats(void) {
  static const unsigned char compressed[] = {1, 1}, uncompressed[] = {1, 0};
  other_body("TLS 1.2, compressed points", TLS12, EC_POINT_FORMATS, compressed, sizeof compressed);
  other_body("TLS 1.2, uncompressed points", TLS12, EC_POINT_FORMATS, uncompressed, sizeof uncompressed);
  other_body("both, compressed points", BOTH, EC_POINT_FORMATS, compressed, sizeof compressed);
}

static void record_sizes(void) {
  static const unsigned char small[] = {0, 63}, least[] = {0, 64};
  other_body("TLS 1.2, 63 bytes", TLS12, RECORD_SIZE_LIMIT, small, sizeof small);
  other_body("TLS 1.3, 63 bytes", TLS13, RECORD_SIZE_LIMIT, small, sizeof small);
  other_body("TLS 1.2, 64 bytes", TLS12 ":%ALLOW_SMALL_RECORDS", RECORD_SIZE_LIMIT, least, sizeof least);
}

/* RFC 5246, E.2 */
static void ssl2(const char* label, int major, int minor) {
  static const unsigned char suites[] = {0, 0xc0, 0x2b, 0, 0xc0, 0x2f, 0, 0, 0x9c, 0, 0, 0xff};
  enum { SIZE = 9 + sizeof suites + 32 };
  start(BOTH, BOTH, 0);
  unsigned char* at = pair.to_server.bytes;
  put(at, 0x8000 | SIZE, 2);
  at[2] = 1;
  at[3] = (unsigned char)major;
  at[4] = (unsigned char)minor;
  put(at + 5, sizeof suites, 2);
  put(at + 9, 32, 2);
  memcpy(at + 11, suites, sizeof suites);
  pair.to_server.end = 2 + SIZE;
  judge(label, &pair.server);
  pair_deinit(&pair);
}

/* RFC 8446, 4.1.4; a share of X25519 is asked for. */
static void retry(const char* label, int with_version) {
  static const unsigned char random[] = {0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C,
                                         0x02, 0x1E, 0x65, 0xB8, 0x91, 0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB,
                                         0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C};
  static const unsigned char share[] = {0, 51, 0, 2, 0, 29}, version[] = {0, 43, 0, 2, 3, 4};
  start(BOTH ":+GROUP-X25519", BOTH, GNUTLS_KEY_SHARE_TOP);
  gnutls_handshake(pair.client.session);
  const unsigned char* hello = pair.to_server.bytes + pair.to_server.begin;
  unsigned char* body = (unsigned char*)data;
  size_t size = 2;
  put(body, 0x0303, 2);
  memcpy(body + size, random, sizeof random);
  size += sizeof random;
  const size_t id = 1 + number(hello + SESSION_ID_AT, 1);
  memcpy(body + size, hello + SESSION_ID_AT, id);
  size += id;
  put(body + size, 0x130100, 3); /* suite, compression */
  size += 3;
  put(body + size, sizeof share + (with_version ? sizeof version : 0), 2);
  size += 2;
  memcpy(body + size, share, sizeof share);
  size += sizeof share;
  if (with_version) memcpy(body + size, version, sizeof version), size += sizeof version;
  unsigned char* at = pair.to_client.bytes;
  put(at, 0x160303, 3);
  put(at + 3, HANDSHAKE_HEADER + size, 2);
  put(at + RECORD_HEADER, 0x02000000 | size, 4);
  memcpy(at + RECORD_HEADER + HANDSHAKE_HEADER, body, size);
  pair.to_client.end = RECORD_HEADER + HANDSHAKE_HEADER + size;
  judge(label, &pair.client);
  pair_deinit(&pair);
}

static void master_secret(const char* label, const char* of_client) {
  say_hello(of_client);
  printf("%s: %d\n", label, extension_in_hello(&pair.to_server, EXTENDED_MASTER_SECRET) != NULL);
  pair_deinit(&pair);
}

static void master_secrets(void) {
  master_secret("TLS 1.3", TLS13);
  master_secret("TLS 1.2", TLS12);
  master_secret("both", BOTH);
  master_secret("TLS 1.3, switched off", TLS13 ":%NO_SESSION_HASH");
}

int main(int argc, char** argv) {
  const char* part = load_credentials(argc, argv);
  if (strcmp(part, "extensions") == 0) many_extensions(129, 0), many_extensions(2500, 0);
  if (strcmp(part, "twice") == 0) many_extensions(2500, 1);
  if (strcmp(part, "points") == 0) point_formats();
  if (strcmp(part, "sizes") == 0) record_sizes();
  if (strcmp(part, "ssl2") == 0) ssl2("TLS 1.2", 3, 3), ssl2("SSL 2.0", 0, 2);
  if (strcmp(part, "retry") == 0) retry("HelloRetryRequest", 1);
  if (strcmp(part, "retry-12") == 0) retry("HelloRetryRequest without a version", 0);
  if (strcmp(part, "master") == 0) master_secrets();
  return free_credentials();
}
