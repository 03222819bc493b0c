#define _GNU_SOURCE
#include "handles.h"

#include <string.h>
#include <time.h>

#include "../differential/pair.h"

#define TLS13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"
#define TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"
enum { MAX_MADE = 64, BLOCK = 16, TAG = 16, NONCE = 12 };

/* ---- what goes after a call ---- */

typedef void (*end_func)(void*);
static struct {
  end_func end;
  void* object;
} made[MAX_MADE];
static unsigned made_count;

static void* later(end_func end, void* object) {
  CHECK(made_count < MAX_MADE && object != NULL);
  made[made_count].end = end;
  made[made_count++].object = object;
  return object;
}

void clean_up(void) {
  while (made_count > 0) {
    --made_count;
    made[made_count].end(made[made_count].object);
  }
}

static void end_session(void* session) { gnutls_deinit(session); }
static void end_credentials(void* object) { gnutls_certificate_free_credentials(object); }
static void end_certificate(void* object) { gnutls_x509_crt_deinit(object); }
static void end_list(void* object) { gnutls_x509_crl_deinit(object); }
static void end_x509_key(void* object) { gnutls_x509_privkey_deinit(object); }
static void end_trust_list(void* object) { gnutls_x509_trust_list_deinit(object, 0); }
static void end_key(void* object) { gnutls_privkey_deinit(object); }
static void end_public_key(void* object) { gnutls_pubkey_deinit(object); }
static void end_pcert(void* object) { gnutls_pcert_deinit(object); }
static void end_hash(void* object) { gnutls_hash_deinit(object, NULL); }
static void end_hmac(void* object) { gnutls_hmac_deinit(object, NULL); }
static void end_cipher(void* object) { gnutls_cipher_deinit(object); }
static void end_aead(void* object) { gnutls_aead_cipher_deinit(object); }
static void end_packet(void* object) { gnutls_packet_deinit(object); }

/* ---- what all calls share ---- */

static gnutls_certificate_credentials_t shared_credentials;
static gnutls_priority_t shared_priorities;
static gnutls_datum_t shared_key, shared_session, file_certificate, file_key, file_list;
static gnutls_anti_replay_t guard;
static pair_t pair;

static int add(void* pointer, time_t expires, const gnutls_datum_t* id, const gnutls_datum_t* data) {
  (void)pointer, (void)expires, (void)id, (void)data;
  return 0;
}

gnutls_certificate_credentials_t credentials(void) {
  gnutls_certificate_credentials_t out;
  CHECK_IS(gnutls_certificate_allocate_credentials(&out), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_mem(out, &file_certificate, &file_key, GNUTLS_X509_FMT_PEM), 0);
  CHECK_IS(gnutls_certificate_set_x509_trust_file(out, DATA("authority.pem"), GNUTLS_X509_FMT_PEM), 1);
  return later(end_credentials, out);
}

gnutls_priority_t priorities(void) { return shared_priorities; }

/* ---- sessions ---- */

static void begin(const char* priority, unsigned server_flags) {
  const gnutls_datum_t name = protocol_entry();
  memset(&pair, 0, sizeof pair);
  pair_side_init(&pair.client, GNUTLS_CLIENT | GNUTLS_ENABLE_EARLY_DATA, &pair.to_client, &pair.to_server);
  pair_side_init(&pair.server, GNUTLS_SERVER | GNUTLS_ENABLE_EARLY_DATA | server_flags, &pair.to_server,
                 &pair.to_client);
  later(end_session, pair.client.session);
  later(end_session, pair.server.session);
  const side_t* sides[] = {&pair.client, &pair.server};
  for (int i = 0; i < 2; ++i) {
    CHECK_IS(gnutls_priority_set_direct(sides[i]->session, priority, NULL), 0);
    CHECK_IS(gnutls_credentials_set(sides[i]->session, GNUTLS_CRD_CERTIFICATE, shared_credentials), 0);
    CHECK_IS(gnutls_alpn_set_protocols(sides[i]->session, (void*)name.data, 1, 0), 0);
  }
  CHECK_IS(gnutls_server_name_set(pair.client.session, GNUTLS_NAME_DNS, "localhost", 9), 0);
  CHECK_IS(gnutls_session_ticket_enable_server(pair.server.session, &shared_key), 0);
  gnutls_anti_replay_enable(pair.server.session, guard);
}

static void connect_pair(const char* priority, unsigned server_flags) {
  begin(priority, server_flags);
  pair_handshake(&pair);
  CHECK(pair.client.result == 0 && pair.server.result == 0);
  CHECK_IS(gnutls_record_send(pair.server.session, "hello", 5), 5);
}

static gnutls_session_t fresh(unsigned flags) {
  gnutls_session_t out;
  CHECK_IS(gnutls_init(&out, flags), 0);
  return later(end_session, out);
}
gnutls_session_t fresh_client(void) { return fresh(GNUTLS_CLIENT); }
gnutls_session_t fresh_server(void) { return fresh(GNUTLS_SERVER); }

gnutls_session_t client_with_ticket(void) {
  begin(TLS13, 0);
  CHECK_IS(gnutls_session_set_data(pair.client.session, shared_session.data, shared_session.size), 0);
  return pair.client.session;
}

gnutls_session_t client13(void) {
  connect_pair(TLS13, GNUTLS_NO_AUTO_SEND_TICKET);
  return pair.client.session;
}

gnutls_session_t server13(void) {
  connect_pair(TLS13, GNUTLS_NO_AUTO_SEND_TICKET);
  return pair.server.session;
}

gnutls_session_t client12(void) {
  connect_pair(TLS12, 0);
  return pair.client.session;
}

gnutls_session_t client_with_session(void) {
  char data[8];
  ssize_t got = GNUTLS_E_AGAIN;
  connect_pair(TLS13, 0);
  for (int i = 0; i < MAX_ROUNDS && got == GNUTLS_E_AGAIN; ++i)
    got = gnutls_record_recv(pair.client.session, data, sizeof data);
  CHECK_IS(got, 5);
  return pair.client.session;
}

gnutls_session_t early_server(void) {
  client_with_ticket();
  CHECK_IS(gnutls_record_send_early_data(pair.client.session, "early", 5), 0);
  pair_handshake(&pair);
  CHECK((gnutls_session_get_flags(pair.server.session) & GNUTLS_SFLAGS_EARLY_DATA) != 0);
  return pair.server.session;
}

static int take_message(gnutls_session_t session, gnutls_record_encryption_level_t level,
                        gnutls_handshake_description_t type, const void* data, size_t size) {
  (void)session, (void)level, (void)type, (void)data, (void)size;
  return 0;
}
static int take_secret(gnutls_session_t session, gnutls_record_encryption_level_t level, const void* read,
                       const void* write, size_t size) {
  (void)session, (void)level, (void)read, (void)write, (void)size;
  return 0;
}
static int take_alert(gnutls_session_t session, gnutls_record_encryption_level_t level, gnutls_alert_level_t severity,
                      gnutls_alert_description_t alert) {
  (void)session, (void)level, (void)severity, (void)alert;
  return 0;
}

gnutls_session_t message_server(void) {
  gnutls_session_t out = fresh_server();
  gnutls_handshake_set_read_function(out, take_message);
  gnutls_handshake_set_secret_function(out, take_secret);
  gnutls_alert_set_read_function(out, take_alert);
  return out;
}

gnutls_packet_t packet(void) {
  gnutls_packet_t out = NULL;
  client13();
  ssize_t got = GNUTLS_E_AGAIN;
  for (int i = 0; i < MAX_ROUNDS && got == GNUTLS_E_AGAIN; ++i)
    got = gnutls_record_recv_packet(pair.client.session, &out);
  CHECK_IS(got, 5);
  return later(end_packet, out);
}

const gnutls_range_st* range(void) {
  static const gnutls_range_st out = {0, 100};
  return &out;
}

/* ---- certificates and keys ---- */

gnutls_x509_crt_t certificate(void) {
  gnutls_x509_crt_t out;
  CHECK_IS(gnutls_x509_crt_init(&out), 0);
  CHECK_IS(gnutls_x509_crt_import(out, &file_certificate, GNUTLS_X509_FMT_PEM), 0);
  return later(end_certificate, out);
}

gnutls_x509_crl_t revocation_list(void) {
  gnutls_x509_crl_t out;
  CHECK_IS(gnutls_x509_crl_init(&out), 0);
  CHECK_IS(gnutls_x509_crl_import(out, &file_list, GNUTLS_X509_FMT_PEM), 0);
  return later(end_list, out);
}

gnutls_x509_privkey_t x509_key(void) {
  gnutls_x509_privkey_t out;
  CHECK_IS(gnutls_x509_privkey_init(&out), 0);
  CHECK_IS(gnutls_x509_privkey_import(out, &file_key, GNUTLS_X509_FMT_PEM), 0);
  return later(end_x509_key, out);
}

gnutls_x509_trust_list_t trust_list(void) {
  gnutls_x509_trust_list_t out;
  CHECK_IS(gnutls_x509_trust_list_init(&out, 0), 0);
  CHECK_IS(gnutls_x509_trust_list_add_trust_file(out, DATA("authority.pem"), NULL, GNUTLS_X509_FMT_PEM, 0, 0), 1);
  return later(end_trust_list, out);
}

static gnutls_privkey_t new_key(void) {
  gnutls_privkey_t out;
  CHECK_IS(gnutls_privkey_init(&out), 0);
  CHECK_IS(gnutls_privkey_import_x509_raw(out, &file_key, GNUTLS_X509_FMT_PEM, NULL, 0), 0);
  return out;
}
gnutls_privkey_t key(void) { return later(end_key, new_key()); }

gnutls_pubkey_t public_key(void) {
  gnutls_pubkey_t out;
  CHECK_IS(gnutls_pubkey_init(&out), 0);
  CHECK_IS(gnutls_pubkey_import_x509_raw(out, &file_certificate, GNUTLS_X509_FMT_PEM, 0), 0);
  return later(end_public_key, out);
}

gnutls_pcert_st* parsed_certificate(void) {
  static gnutls_pcert_st out;
  CHECK_IS(gnutls_pcert_import_x509_raw(&out, &file_certificate, GNUTLS_X509_FMT_PEM, 0), 0);
  return later(end_pcert, &out);
}

/* ---- cryptography ---- */

static unsigned char text[4 * BLOCK];

gnutls_hash_hd_t hash(void) {
  gnutls_hash_hd_t out;
  CHECK_IS(gnutls_hash_init(&out, GNUTLS_DIG_SHA256), 0);
  return later(end_hash, out);
}

static gnutls_hmac_hd_t new_mac(gnutls_mac_algorithm_t algorithm) {
  gnutls_hmac_hd_t out;
  CHECK_IS(gnutls_hmac_init(&out, algorithm, text, BLOCK), 0);
  return later(end_hmac, out);
}
gnutls_hmac_hd_t hmac(void) { return new_mac(GNUTLS_MAC_SHA256); }
gnutls_hmac_hd_t gmac(void) { return new_mac(GNUTLS_MAC_AES_GMAC_128); }

static gnutls_cipher_hd_t new_cipher(gnutls_cipher_algorithm_t algorithm, unsigned iv_size) {
  const gnutls_datum_t secret = {text, BLOCK}, iv = {text, iv_size};
  gnutls_cipher_hd_t out;
  CHECK_IS(gnutls_cipher_init(&out, algorithm, &secret, &iv), 0);
  return later(end_cipher, out);
}
gnutls_cipher_hd_t cipher(void) { return new_cipher(GNUTLS_CIPHER_AES_128_CBC, BLOCK); }
gnutls_cipher_hd_t gcm(void) { return new_cipher(GNUTLS_CIPHER_AES_128_GCM, NONCE); }

gnutls_aead_cipher_hd_t aead(void) {
  const gnutls_datum_t secret = {text, BLOCK};
  gnutls_aead_cipher_hd_t out;
  CHECK_IS(gnutls_aead_cipher_init(&out, GNUTLS_CIPHER_AES_128_GCM, &secret), 0);
  return later(end_aead, out);
}

void* scratch(void) {
  static unsigned long out[64];
  return memset(out, 0, sizeof out);
}

size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

int ignore_extension(void* context, unsigned type, const unsigned char* data, unsigned size) {
  (void)context, (void)type, (void)data, (void)size;
  return 0;
}

/* ---- contents ---- */

static gnutls_datum_t of_text(const char* words) {
  return (gnutls_datum_t){(unsigned char*)words, (unsigned)strlen(words)};
}
static gnutls_datum_t of_bytes(void* bytes, size_t size) { return (gnutls_datum_t){bytes, (unsigned)size}; }

gnutls_datum_t anything(void) { return of_bytes(text, BLOCK); }
gnutls_datum_t plenty(void) {
  static unsigned char out[1 << 14];
  return of_bytes(out, sizeof out);
}
gnutls_datum_t nonce12(void) { return of_bytes(text, NONCE); }
gnutls_datum_t tag16(void) { return of_bytes(text, TAG); }
gnutls_datum_t random32(void) { return of_bytes(text, 32); }
gnutls_datum_t random64(void) { return of_bytes(text, 64); }
gnutls_datum_t base64_text(void) { return of_text("TWFueSBoYW5kcw=="); }
gnutls_datum_t hex_text(void) { return of_text("00112233445566ff"); }
gnutls_datum_t host_name(void) { return of_text("localhost"); }
gnutls_datum_t address(void) {
  static unsigned char out[] = {127, 0, 0, 1};
  return of_bytes(out, sizeof out);
}
gnutls_datum_t certificate_pem(void) { return file_certificate; }
gnutls_datum_t key_pem(void) { return file_key; }
gnutls_datum_t list_pem(void) { return file_list; }
gnutls_datum_t stored_session(void) { return shared_session; }
gnutls_datum_t ticket_key(void) { return shared_key; }

gnutls_datum_t extension_list(void) {
  static unsigned char out[] = {0, 6, 0xff, 0x01, 0, 2, 1, 2};
  return of_bytes(out, sizeof out);
}

gnutls_datum_t sealed(void) {
  static unsigned char out[BLOCK + TAG];
  size_t size = sizeof out;
  gnutls_aead_cipher_hd_t handle = aead();
  CHECK_IS(gnutls_aead_cipher_encrypt(handle, text, NONCE, text, BLOCK, TAG, text, BLOCK, out, &size), 0);
  return of_bytes(out, size);
}
gnutls_datum_t tag_of_iovec(void) { return of_bytes(sealed().data + BLOCK, TAG); }

gnutls_datum_t padded(void) {
  static unsigned char out[2 * BLOCK];
  size_t size = sizeof out;
  CHECK_IS(gnutls_cipher_encrypt3(cipher(), text, BLOCK, out, &size, GNUTLS_CIPHER_PADDING_PKCS7), 0);
  return of_bytes(out, size);
}

gnutls_datum_t certificate_der(void) {
  static unsigned char out[2048];
  size_t size = sizeof out;
  CHECK_IS(gnutls_x509_crt_export(certificate(), GNUTLS_X509_FMT_DER, out, &size), 0);
  return of_bytes(out, size);
}

gnutls_datum_t public_key_der(void) {
  static unsigned char out[512];
  size_t size = sizeof out;
  CHECK_IS(gnutls_pubkey_export(public_key(), GNUTLS_X509_FMT_DER, out, &size), 0);
  return of_bytes(out, size);
}

gnutls_datum_t signature(void) {
  static unsigned char out[128];
  const gnutls_datum_t data = anything();
  gnutls_datum_t given;
  CHECK_IS(gnutls_privkey_sign_data2(key(), GNUTLS_SIGN_ECDSA_SHA256, 0, &data, &given), 0);
  CHECK(given.size <= sizeof out);
  memcpy(out, given.data, given.size);
  gnutls_free(given.data);
  return of_bytes(out, given.size);
}

/* ---- lists ---- */

gnutls_datum_t protocol_entry(void) {
  static gnutls_datum_t out = {(unsigned char*)"one", 3};
  return of_bytes(&out, sizeof out);
}

gnutls_datum_t name_entry(void) {
  static const char* out = "localhost";
  return of_bytes(&out, sizeof out);
}

gnutls_datum_t certificate_entry(void) {
  static gnutls_x509_crt_t out;
  out = certificate();
  return of_bytes(&out, sizeof out);
}

gnutls_datum_t list_entry(void) {
  static gnutls_x509_crl_t out;
  out = revocation_list();
  return of_bytes(&out, sizeof out);
}

gnutls_datum_t pcert_entry(void) {
  static gnutls_pcert_st out;
  return of_bytes(&out, sizeof out);
}

gnutls_datum_t demands(void) {
  static gnutls_typed_vdata_st out = {.type = GNUTLS_DT_DNS_HOSTNAME, .data = (unsigned char*)"localhost", .size = 9};
  return of_bytes(&out, sizeof out);
}

static gnutls_datum_t vector_of(giovec_t* out, unsigned char* bytes, const unsigned char* contents) {
  memcpy(bytes, contents, BLOCK);
  *out = (giovec_t){bytes, BLOCK};
  return of_bytes(out, sizeof *out);
}
gnutls_datum_t iovec_entry(void) {
  static giovec_t out;
  static unsigned char bytes[BLOCK];
  return vector_of(&out, bytes, text);
}
gnutls_datum_t auth_iovec(void) {
  static giovec_t out;
  static unsigned char bytes[BLOCK];
  return vector_of(&out, bytes, text);
}
gnutls_datum_t sealed_iovec(void) {
  static giovec_t out;
  static unsigned char bytes[BLOCK];
  return vector_of(&out, bytes, sealed().data);
}

void end_pcerts(slot_t* slot) {
  gnutls_pcert_st* entries = slot->data;
  for (unsigned i = 0; entries != NULL && slot->count_at != NULL && i < slot->count; ++i)
    gnutls_pcert_deinit(&entries[i]);
}

void end_certificates(slot_t* slot) {
  gnutls_x509_crt_t* entries = slot->data;
  for (unsigned i = 0; entries != NULL && slot->count_at != NULL && i < slot->count; ++i)
    gnutls_x509_crt_deinit(entries[i]);
}

/* ---- calls that need their surroundings ---- */

static const slot_t* appended;
static long append_result;

static int send_extension(gnutls_session_t session, gnutls_buffer_t buffer) {
  (void)session;
  append_result = gnutls_buffer_append_data(buffer, appended->data, appended->size);
  return 0;
}

long append_in_callback(slot_t* slots) {
  begin(TLS13, 0);
  appended = slots;
  append_result = GNUTLS_E_INTERNAL_ERROR;
  CHECK_IS(gnutls_session_ext_register(pair.client.session, "sizes", 65000, GNUTLS_EXT_TLS, NULL, send_extension, NULL,
                                       NULL, NULL, GNUTLS_EXT_FLAG_CLIENT_HELLO),
           0);
  (void)gnutls_handshake(pair.client.session);
  return append_result;
}

/* The key and the chain are the credentials' when it succeeds, and then go with them. */
static gnutls_pcert_st given;

gnutls_datum_t given_pcert(void) {
  if (given.pubkey == NULL)
    CHECK_IS(gnutls_pcert_import_x509_raw(&given, &file_certificate, GNUTLS_X509_FMT_PEM, 0), 0);
  return of_bytes(&given, sizeof given);
}

long set_key(slot_t* slots) {
  gnutls_privkey_t taken = new_key();
  const int code = gnutls_certificate_set_key(credentials(), slots[0].data, (int)slots[0].size, slots[1].data,
                                              (int)slots[1].size, taken);
  if (code < 0) gnutls_privkey_deinit(taken);
  if (code < 0) gnutls_pcert_deinit(&given);
  given = (gnutls_pcert_st){0};
  return code;
}

void prepare(void) {
  for (unsigned i = 0; i < sizeof text; ++i) text[i] = (unsigned char)(i + 1);
  CHECK_IS(gnutls_load_file(DATA("server.pem"), &file_certificate), 0);
  CHECK_IS(gnutls_load_file(DATA("server.key"), &file_key), 0);
  CHECK_IS(gnutls_load_file(DATA("revocation_list.pem"), &file_list), 0);
  shared_credentials = credentials();
  made_count = 0;
  CHECK_IS(gnutls_priority_init(&shared_priorities, "NORMAL", NULL), 0);
  CHECK_IS(gnutls_session_ticket_key_generate(&shared_key), 0);
  CHECK_IS(gnutls_anti_replay_init(&guard), 0);
  gnutls_anti_replay_set_add_function(guard, add);
  nanosleep(&(struct timespec){0, 2000000}, NULL); /* tickets that early data may be sent with are younger */
  CHECK_IS(gnutls_session_get_data2(client_with_session(), &shared_session), 0);
  clean_up();
}
