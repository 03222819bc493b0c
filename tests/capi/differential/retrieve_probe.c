/* Prints how functions that find a certificate during the handshake are called, and what comes of their answers:
     retrieve_probe ROOT SERVER-CHAIN SERVER-KEY CHAIN KEY SIDE KIND ANSWER PRIORITY
   SIDE client or server, KIND 1 to 3, ANSWER ok, none, fail, again or positive. */
#include <gnutls/abstract.h>

#include "pair.h"

enum { MOST = 8 };

static pair_t pair;
static const char *chain_file, *key_file, *answer;
static int calls;

static gnutls_datum_t file(const char* name) {
  gnutls_datum_t out = {NULL, 0};
  if (gnutls_load_file(name, &out) != 0) exit(2);
  return out;
}

/* Only the first call is shown: 3.7.9 asks a server again for every cipher suite while there is nothing. */
static int called(gnutls_session_t session, const gnutls_datum_t* names, int count, const gnutls_pk_algorithm_t* keys,
                  int key_count) {
  char name[64] = "";
  size_t room = sizeof name;
  unsigned type = 0;
  if (calls++ == 0) {
    printf("%d names, list %d; kinds of keys, list %d:", count, names != NULL, keys != NULL);
    for (int i = 0; i < key_count && i < 3; ++i) printf(" %d", keys[i]);
    for (int i = 0; i < count; ++i) printf("; name of %u bytes, first %d", names[i].size, names[i].data[0]);
    int named = gnutls_server_name_get(session, name, &room, &type, 0);
    printf("; version %d, server name %d %s", gnutls_protocol_get_version(session), named, name);
    printf(", asked %u\n", gnutls_certificate_client_get_request_status(session));
  }
  if (strcmp(answer, "fail") == 0) return -1;
  if (strcmp(answer, "again") == 0) return GNUTLS_E_AGAIN;
  return strcmp(answer, "positive") == 0 ? 7 : 0;
}

static unsigned pcerts(gnutls_pcert_st** out) {
  gnutls_datum_t data = file(chain_file);
  unsigned count = MOST;
  *out = gnutls_malloc(MOST * sizeof **out);
  if (gnutls_pcert_list_import_x509_raw(*out, &count, &data, GNUTLS_X509_FMT_PEM, 0) != 0) exit(2);
  gnutls_free(data.data);
  return count;
}

static gnutls_privkey_t private_key(void) {
  gnutls_datum_t data = file(key_file);
  gnutls_privkey_t out;
  gnutls_privkey_init(&out);
  if (gnutls_privkey_import_x509_raw(out, &data, GNUTLS_X509_FMT_PEM, NULL, 0) != 0) exit(2);
  gnutls_free(data.data);
  return out;
}

static int handles(gnutls_session_t session, const gnutls_datum_t* names, int count, const gnutls_pk_algorithm_t* keys,
                   int key_count, gnutls_retr2_st* out) {
  int result = called(session, names, count, keys, key_count);
  if (result != 0 || strcmp(answer, "none") == 0) return result;
  gnutls_pcert_st* list;
  gnutls_datum_t data = file(key_file);
  unsigned size = pcerts(&list);
  out->cert_type = GNUTLS_CRT_X509;
  out->key_type = GNUTLS_PRIVKEY_X509;
  out->cert.x509 = gnutls_malloc(size * sizeof *out->cert.x509);
  for (out->ncerts = 0; out->ncerts < size; ++out->ncerts) {
    gnutls_pcert_export_x509(&list[out->ncerts], &out->cert.x509[out->ncerts]);
    gnutls_pcert_deinit(&list[out->ncerts]);
  }
  gnutls_free(list);
  gnutls_x509_privkey_init(&out->key.x509);
  gnutls_x509_privkey_import(out->key.x509, &data, GNUTLS_X509_FMT_PEM);
  gnutls_free(data.data);
  out->deinit_all = 1;
  return 0;
}

static gnutls_pcert_st* kept;
static unsigned kept_count;
static gnutls_privkey_t kept_key;

static int parsed(gnutls_session_t session, const gnutls_datum_t* names, int count, const gnutls_pk_algorithm_t* keys,
                  int key_count, gnutls_pcert_st** list, unsigned* size, gnutls_privkey_t* key) {
  int result = called(session, names, count, keys, key_count);
  if (result != 0 || strcmp(answer, "none") == 0) return result;
  if (kept == NULL) {
    kept_count = pcerts(&kept);
    kept_key = private_key();
  }
  *list = kept;
  *size = kept_count;
  *key = kept_key;
  return 0;
}

static int with_status(gnutls_session_t session, const struct gnutls_cert_retr_st* info, gnutls_pcert_st** list,
                       unsigned* size, gnutls_ocsp_data_st** statuses, unsigned* status_count, gnutls_privkey_t* key,
                       unsigned* flags) {
  int result = called(session, info->req_ca_rdn, (int)info->nreqs, info->pk_algos, (int)info->pk_algos_length);
  if (result != 0 || strcmp(answer, "none") == 0) return result;
  *size = pcerts(list);
  *key = private_key();
  *statuses = gnutls_calloc(1, sizeof **statuses);
  (*statuses)->response.data = gnutls_malloc(3);
  (*statuses)->response.size = 3;
  memcpy((*statuses)->response.data, "abc", 3);
  *status_count = 1;
  *flags = GNUTLS_CERT_RETR_DEINIT_ALL;
  return 0;
}

static void print_end(const char* who, const side_t* side) {
  unsigned count = 0;
  const gnutls_datum_t* peers = gnutls_certificate_get_peers(side->session, &count);
  printf("%s: %d", who, side->result);
  if (side->result == 0) {
    printf(", sent %d", gnutls_certificate_get_ours(side->session) != NULL);
    printf(", got %u, the first of %u bytes", count, count != 0 ? peers[0].size : 0);
  }
  printf("\n");
}

static void print_status(gnutls_session_t session) {
  gnutls_datum_t status = {NULL, 0};
  int result = gnutls_ocsp_status_request_get(session, &status);
  printf("status %d, %u bytes\n", result, status.size);
}

int main(int argc, char** argv) {
  if (argc != 10) return 2;
  gnutls_certificate_credentials_t server, client;
  int asks_client = strcmp(argv[6], "client") == 0, kind = atoi(argv[7]);
  chain_file = argv[4], key_file = argv[5], answer = argv[8];
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  gnutls_certificate_set_x509_trust_file(server, argv[1], GNUTLS_X509_FMT_PEM);
  gnutls_certificate_set_x509_key_file(server, argv[2], argv[3], GNUTLS_X509_FMT_PEM);
  gnutls_certificate_credentials_t asked = asks_client ? client : server;
  if (kind == 1) gnutls_certificate_set_retrieve_function(asked, handles);
  if (kind == 2) gnutls_certificate_set_retrieve_function2(asked, parsed);
  if (kind == 3) gnutls_certificate_set_retrieve_function3(asked, with_status);
  pair_init(&pair, argv[9]);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_server_name_set(pair.client.session, GNUTLS_NAME_DNS, "localhost", 9);
  if (asks_client) gnutls_certificate_server_set_request(pair.server.session, GNUTLS_CERT_REQUEST);
  pair_handshake(&pair);
  print_end("client", &pair.client);
  print_end("server", &pair.server);
  printf("calls %s\n", calls == 0 ? "none" : calls == 1 || pair.server.result != 0 ? "as expected" : "too many");
  if (!asks_client && pair.client.result == 0) print_status(pair.client.session);
  pair_deinit(&pair);
  for (unsigned i = 0; i < kept_count; ++i) gnutls_pcert_deinit(&kept[i]);
  gnutls_free(kept);
  if (kept_key != NULL) gnutls_privkey_deinit(kept_key);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
