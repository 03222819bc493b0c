/* Prints what names a session to a program, and whether both ends agree:
     getters_probe CHAIN KEY REQUEST PRIORITY [client-id] */
#include <gnutls/crypto.h>

#include "pair.h"

enum { SIZE = 16 };

static pair_t pair;
static int tls12;

static int is_zero(const gnutls_datum_t* datum) {
  for (unsigned i = 0; i < datum->size; ++i)
    if (datum->data[i] != 0) return 0;
  return 1;
}

static int same(const gnutls_datum_t* a, const gnutls_datum_t* b) {
  return a->size == b->size && (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

static void ids(gnutls_session_t session) {
  unsigned char id[64];
  gnutls_datum_t shown = {NULL, 99};
  const size_t rooms[] = {64, 32, 3, 0};
  for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; ++i) {
    size_t size = rooms[i];
    printf("  id with %zu: %d", rooms[i], gnutls_session_get_id(session, id, &size));
    printf(" size %zu", size);
    size = rooms[i];
    printf("; null %d", gnutls_session_get_id(session, NULL, &size));
    printf(" size %zu\n", size);
  }
  printf("  id2 %d", gnutls_session_get_id2(session, &shown));
  printf(" size %u zero %d\n", shown.size, is_zero(&shown));
}

static int id_stays(gnutls_session_t session) {
  unsigned char first[32], second[32];
  size_t size = sizeof first;
  gnutls_session_get_id(session, first, &size);
  gnutls_session_get_id(session, second, &size);
  return memcmp(first, second, size) == 0;
}

static void bindings(void) {
  for (int type = 0; type < 4; ++type) {
    /* Compatibility mode turns off the extended master secret in the other library, without which there is none
       (channel_binding_test.c). */
    if (tls12 && type == GNUTLS_CB_TLS_EXPORTER) continue;
    gnutls_datum_t client = {NULL, 0}, server = {NULL, 0};
    printf("  binding %d:", type);
    printf(" %d", gnutls_session_channel_binding(pair.client.session, (gnutls_channel_binding_t)type, &client));
    printf(" %d", gnutls_session_channel_binding(pair.server.session, (gnutls_channel_binding_t)type, &server));
    printf(" size %u same %d\n", client.size, same(&client, &server));
    gnutls_free(client.data);
    gnutls_free(server.data);
  }
}

static void masters(void) {
  gnutls_datum_t client = {NULL, 0}, server = {NULL, 0};
  gnutls_session_get_master_secret(pair.client.session, &client);
  gnutls_session_get_master_secret(pair.server.session, &server);
  printf("  master secret %u zero %d same %d\n", client.size, is_zero(&client), same(&client, &server));
}

typedef int (*derivation_t)(gnutls_session_t, char*);
static int rfc5705(gnutls_session_t s, char* out) { return gnutls_prf_rfc5705(s, 3, "abc", 0, NULL, SIZE, out); }
static int plain(gnutls_session_t s, char* out) { return gnutls_prf(s, 3, "abc", 0, 0, NULL, SIZE, out); }
static int server_first(gnutls_session_t s, char* out) { return gnutls_prf(s, 3, "abc", 1, 0, NULL, SIZE, out); }
static int extra(gnutls_session_t s, char* out) { return gnutls_prf(s, 3, "abc", 0, 3, "xyz", SIZE, out); }
static int no_extra(gnutls_session_t s, char* out) { return gnutls_prf(s, 3, "abc", 0, 0, "xyz", SIZE, out); }
static int raw(gnutls_session_t s, char* out) { return gnutls_prf_raw(s, 3, "abc", 3, "xyz", SIZE, out); }
static int raw_alone(gnutls_session_t s, char* out) { return gnutls_prf_raw(s, 3, "abc", 0, NULL, SIZE, out); }

/* The same as gnutls_prf(), made of gnutls_prf_raw(). */
static int by_hand(gnutls_session_t s, char* out) {
  char seed[67];
  gnutls_datum_t client, server;
  gnutls_session_get_random(s, &client, &server);
  if (client.size != 32 || server.size != 32) return 1;
  memcpy(seed, client.data, 32);
  memcpy(seed + 32, server.data, 32);
  memcpy(seed + 64, "xyz", 3);
  return gnutls_prf_raw(s, 3, "abc", sizeof seed, seed, SIZE, out);
}

static void derivations(void) {
  const derivation_t all[] = {rfc5705, plain, server_first, extra, no_extra, raw, raw_alone, by_hand};
  enum { COUNT = sizeof all / sizeof all[0] };
  char of_client[COUNT][SIZE] = {{0}}, of_server[COUNT][SIZE] = {{0}};
  for (int i = 0; i < COUNT; ++i) {
    int client = all[i](pair.client.session, of_client[i]), server = all[i](pair.server.session, of_server[i]);
    printf("  derivation %d: %d %d same %d, like", i, client, server, memcmp(of_client[i], of_server[i], SIZE) == 0);
    for (int j = 0; j < i; ++j)
      if (memcmp(of_client[i], of_client[j], SIZE) == 0) printf(" %d", j);
    printf("\n");
  }
}

static void requested(gnutls_session_t session) {
  gnutls_sign_algorithm_t algorithm = GNUTLS_SIGN_UNKNOWN;
  int result = 0;
  for (size_t i = 0; (result = gnutls_sign_algorithm_get_requested(session, i, &algorithm)) == 0; ++i)
    printf("  wants %s\n", gnutls_sign_get_name(algorithm));
  printf("  wants no more: %d\n", result);
}

static void print_all(const char* label) {
  printf("%s\n", label);
  if (!tls12) ids(pair.client.session);
  ids(pair.server.session);
  printf("  ids stay %d %d\n", id_stays(pair.client.session), id_stays(pair.server.session));
  bindings();
  masters();
  derivations();
}

static void overheads(void) {
  const gnutls_protocol_t versions[] = {GNUTLS_TLS1_0, GNUTLS_TLS1_2, GNUTLS_TLS1_3, GNUTLS_DTLS1_2,
                                        (gnutls_protocol_t)99};
  const gnutls_cipher_algorithm_t aeads[] = {GNUTLS_CIPHER_AES_128_GCM, GNUTLS_CIPHER_AES_256_CCM,
                                             GNUTLS_CIPHER_AES_128_CCM_8, GNUTLS_CIPHER_CHACHA20_POLY1305,
                                             (gnutls_cipher_algorithm_t)9999};
  const gnutls_cipher_algorithm_t others[] = {GNUTLS_CIPHER_AES_128_CBC, GNUTLS_CIPHER_3DES_CBC,
                                              GNUTLS_CIPHER_ARCFOUR_128, GNUTLS_CIPHER_NULL};
  const gnutls_mac_algorithm_t macs[] = {GNUTLS_MAC_SHA1, GNUTLS_MAC_SHA256, GNUTLS_MAC_SHA384,
                                         (gnutls_mac_algorithm_t)9999};
  for (size_t v = 0; v < 5; ++v) {
    for (size_t i = 0; i < 5; ++i)
      printf("overhead %zu aead %zu: %zu\n", v, i,
             gnutls_est_record_overhead_size(versions[v], aeads[i], GNUTLS_MAC_AEAD, GNUTLS_COMP_NULL, 0));
    for (size_t i = 0; i < 16; ++i)
      printf("overhead %zu other %zu: %zu\n", v, i,
             gnutls_est_record_overhead_size(versions[v], others[i / 4], macs[i % 4], GNUTLS_COMP_NULL, 0));
  }
}

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  tls12 = strstr(argv[4], "TLS1.2") != NULL;
  gnutls_certificate_credentials_t server, client;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  if (gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM) != 0) return 2;
  pair_init(&pair, argv[4]);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  gnutls_certificate_server_set_request(pair.server.session, (gnutls_certificate_request_t)atoi(argv[3]));
  gnutls_session_enable_compatibility_mode(pair.client.session);
  gnutls_handshake_set_private_extensions(pair.client.session, 1);
  if (argc == 5) print_all("before");
  pair_handshake(&pair);
  printf("handshake: %d %d\n", pair.client.result, pair.server.result);
  if (argc == 5) {
    print_all("after");
    requested(pair.client.session);
    requested(pair.server.session);
    overheads();
  } else {
    ids(pair.client.session);
  }
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
