/* Prints what both sides know of a session:
     session_probe CHAIN KEY TRUST CLIENT_CHAIN CLIENT_KEY REQUEST PRIORITY
   "-" leaves the client's certificate out; REQUEST is a number of gnutls_certificate_request_t. */
#include <gnutls/x509.h>

#include "pair.h"

static pair_t pair;

static const char* or_none(const char* text) { return text != NULL ? text : "none"; }

static void print_negotiated(gnutls_session_t session) {
  printf("  version %d cipher %d mac %d kx %d group %d curve %d prf %d suite %s\n",
         gnutls_protocol_get_version(session), gnutls_cipher_get(session), gnutls_mac_get(session),
         gnutls_kx_get(session), gnutls_group_get(session), gnutls_ecc_curve_get(session), gnutls_prf_hash_get(session),
         or_none(gnutls_ciphersuite_get(session)));
  printf("  type %d %d %d %d %d\n", gnutls_certificate_type_get(session),
         gnutls_certificate_type_get2(session, GNUTLS_CTYPE_CLIENT),
         gnutls_certificate_type_get2(session, GNUTLS_CTYPE_SERVER),
         gnutls_certificate_type_get2(session, GNUTLS_CTYPE_OURS),
         gnutls_certificate_type_get2(session, GNUTLS_CTYPE_PEERS));
  printf("  sign %s %s auth %d %d %d resumed %d etm %u\n",
         or_none(gnutls_sign_get_name(gnutls_sign_algorithm_get(session))),
         or_none(gnutls_sign_get_name(gnutls_sign_algorithm_get_client(session))), gnutls_auth_get_type(session),
         gnutls_auth_server_get_type(session), gnutls_auth_client_get_type(session), gnutls_session_is_resumed(session),
         gnutls_session_etm_status(session));
  char* description = gnutls_session_get_desc(session);
  printf("  %s\n", or_none(description));
  gnutls_free(description);
}

static void print_certificates(gnutls_session_t session) {
  unsigned count = 0, status = 0;
  const gnutls_datum_t* peers = gnutls_certificate_get_peers(session, &count);
  const gnutls_datum_t* ours = gnutls_certificate_get_ours(session);
  printf("  peers %u %u ours %u asked %u\n", peers != NULL ? count : 0, peers != NULL ? peers[0].size : 0,
         ours != NULL ? ours->size : 0, gnutls_certificate_client_get_request_status(session));
  printf("  times %ld %ld\n", (long)gnutls_certificate_activation_time_peers(session),
         (long)gnutls_certificate_expiration_time_peers(session));
  printf("  verify %d", gnutls_certificate_verify_peers2(session, &status));
  printf(" 0x%x 0x%x\n", status, gnutls_session_get_verify_cert_status(session));
}

static void print_names(gnutls_session_t session) {
  gnutls_datum_t protocol = {NULL, 0};
  int result = gnutls_alpn_get_selected_protocol(session, &protocol);
  printf("  alpn %d %.*s\n", result, (int)protocol.size, protocol.data != NULL ? (char*)protocol.data : "");
  for (size_t room = 8; room <= 10; ++room) {
    char name[16] = "unchanged";
    size_t size = room;
    unsigned type = 99;
    result = gnutls_server_name_get(session, name, &size, &type, 0);
    printf("  server name with %zu: %d", room, result);
    if (result == 0) printf(" \"%s\" type %u", name, type);
    if (result == 0 || result == GNUTLS_E_SHORT_MEMORY_BUFFER) printf(" size %zu", size);
    printf("; second: %d\n", gnutls_server_name_get(session, name, &size, &type, 1));
  }
}

static int same_material(void) {
  unsigned char of_client[48], of_server[48];
  const char label[] = "EXPORTER-differential";
  int client =
      gnutls_prf_rfc5705(pair.client.session, sizeof label - 1, label, 3, "abc", sizeof of_client, (char*)of_client);
  int server =
      gnutls_prf_rfc5705(pair.server.session, sizeof label - 1, label, 3, "abc", sizeof of_server, (char*)of_server);
  return client == 0 && server == 0 && memcmp(of_client, of_server, sizeof of_client) == 0;
}

static int same_randoms(void) {
  gnutls_datum_t a, b, c, d;
  gnutls_session_get_random(pair.client.session, &a, &b);
  gnutls_session_get_random(pair.server.session, &c, &d);
  return a.size == 32 && b.size == 32 && memcmp(a.data, c.data, 32) == 0 && memcmp(b.data, d.data, 32) == 0 &&
         memcmp(a.data, b.data, 32) != 0;
}

static const char* keylog_lines[16];
static int keylog_count;
static int keylog(gnutls_session_t session, const char* label, const gnutls_datum_t* secret) {
  if (session == pair.client.session && keylog_count < 16 && secret->size == 48)
    keylog_lines[keylog_count++] = strdup(label);
  return 0;
}

int main(int argc, char** argv) {
  if (argc != 8) return 2;
  gnutls_certificate_credentials_t server, client;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  printf("server key: %d\n", gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM));
  printf("trust: %d %d\n", gnutls_certificate_set_x509_trust_file(client, argv[3], GNUTLS_X509_FMT_PEM),
         gnutls_certificate_set_x509_trust_file(server, argv[3], GNUTLS_X509_FMT_PEM));
  if (strcmp(argv[4], "-") != 0)
    printf("client key: %d\n", gnutls_certificate_set_x509_key_file(client, argv[4], argv[5], GNUTLS_X509_FMT_PEM));
  pair_init(&pair, argv[7]);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  gnutls_certificate_server_set_request(pair.server.session, (gnutls_certificate_request_t)atoi(argv[6]));
  gnutls_session_set_keylog_function(pair.client.session, keylog);
  gnutls_datum_t protocols[] = {{(unsigned char*)"h2", 2}, {(unsigned char*)"http/1.1", 8}};
  gnutls_alpn_set_protocols(pair.client.session, protocols, 2, 0);
  gnutls_alpn_set_protocols(pair.server.session, protocols + 1, 1, 0);
  printf("server name: %d\n", gnutls_server_name_set(pair.client.session, GNUTLS_NAME_DNS, "localhost", 9));

  pair_handshake(&pair);
  printf("handshake: %d\n", pair.client.result);
  const char* sides[] = {"client", "server"};
  gnutls_session_t sessions[] = {pair.client.session, pair.server.session};
  for (int i = 0; i < 2; ++i) {
    printf("%s:\n", sides[i]);
    print_negotiated(sessions[i]);
    print_certificates(sessions[i]);
    print_names(sessions[i]);
  }
  printf("same material %d, same randoms %d\n", same_material(), same_randoms());
  for (int i = 0; i < keylog_count; ++i) printf("key log: %s\n", keylog_lines[i]);
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
