/* Functions that find a certificate during the handshake: a chain for each server name, who frees what, answers that make no
   sense, statuses; credentials that took over keys. */
#include <gnutls/abstract.h>

#include "check.h"
#include "differential/pair.h"

static const char* const priorities[] = {"NORMAL:-VERS-ALL:+VERS-TLS1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.2"};
static pair_t pair;
static gnutls_certificate_credentials_t server, client;

static gnutls_datum_t file(const char* name) {
  gnutls_datum_t out = {NULL, 0};
  CHECK_IS(gnutls_load_file(name, &out), 0);
  return out;
}

static gnutls_pcert_st* certificate(const char* name) {
  gnutls_datum_t data = file(name);
  gnutls_pcert_st* out = gnutls_malloc(sizeof *out);
  CHECK_IS(gnutls_pcert_import_x509_raw(out, &data, GNUTLS_X509_FMT_PEM, 0), 0);
  gnutls_free(data.data);
  return out;
}

static gnutls_privkey_t key(const char* name) {
  gnutls_datum_t data = file(name);
  gnutls_privkey_t out;
  CHECK_IS(gnutls_privkey_init(&out), 0);
  CHECK_IS(gnutls_privkey_import_x509_raw(out, &data, GNUTLS_X509_FMT_PEM, NULL, 0), 0);
  gnutls_free(data.data);
  return out;
}

static void start(const char* priority, const char* name) {
  pair_init(&pair, priority);
  CHECK_IS(gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server), 0);
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client), 0);
  if (name != NULL) CHECK_IS(gnutls_server_name_set(pair.client.session, GNUTLS_NAME_DNS, name, strlen(name)), 0);
}

static int calls;

/* By the name that the client asked for: the library frees it all. */
static int by_name(gnutls_session_t session, const struct gnutls_cert_retr_st* info, gnutls_pcert_st** certs,
                   unsigned* count, gnutls_ocsp_data_st** statuses, unsigned* status_count,
                   gnutls_privkey_t* private_key, unsigned* flags) {
  char name[32] = "";
  size_t room = sizeof name;
  unsigned type;
  ++calls;
  CHECK_IS(info->version, 1);
  CHECK(info->cred == server);
  CHECK(info->req_ca_rdn == NULL && info->pk_algos == NULL);
  CHECK_IS(gnutls_server_name_get(session, name, &room, &type, 0), 0);
  const int first = strcmp(name, "first.example") == 0;
  *certs = certificate(first ? DATA("server.pem") : DATA("client.pem"));
  *private_key = key(first ? DATA("server.key") : DATA("client.key"));
  *count = 1;
  *statuses = gnutls_calloc(1, sizeof **statuses);
  (*statuses)->response.data = (unsigned char*)gnutls_strdup(name);
  (*statuses)->response.size = (unsigned)strlen(name);
  *status_count = 1;
  *flags = GNUTLS_CERT_RETR_DEINIT_ALL;
  return 0;
}

static void a_chain_for_each_name(void) {
  gnutls_certificate_set_retrieve_function3(server, by_name);
  for (int version = 0; version < 2; ++version)
    for (int second = 0; second < 2; ++second) {
      const char* name = second ? "second.example" : "first.example";
      gnutls_pcert_st* wanted = certificate(second ? DATA("client.pem") : DATA("server.pem"));
      gnutls_datum_t status = {NULL, 0};
      unsigned count = 0;
      calls = 0;
      start(priorities[version], name);
      pair_handshake(&pair);
      CHECK_IS(pair.client.result, 0);
      CHECK_IS(pair.server.result, 0);
      CHECK_IS(calls, 1);
      const gnutls_datum_t* peer = gnutls_certificate_get_peers(pair.client.session, &count);
      CHECK(peer != NULL && peer->size == wanted->cert.size && memcmp(peer->data, wanted->cert.data, peer->size) == 0);
      CHECK_IS(gnutls_ocsp_status_request_get(pair.client.session, &status), 0);
      CHECK(status.size == strlen(name) && memcmp(status.data, name, status.size) == 0);
      pair_deinit(&pair);
      gnutls_pcert_deinit(wanted);
      gnutls_free(wanted);
    }
}

static enum { OTHER_KEY, NO_KEY, EMPTY_KEY, NO_LIST, OTHER_TYPE, FAILS, SENSELESS } sense;

static int senseless(gnutls_session_t session, const struct gnutls_cert_retr_st* info, gnutls_pcert_st** certs,
                     unsigned* count, gnutls_ocsp_data_st** statuses, unsigned* status_count,
                     gnutls_privkey_t* private_key, unsigned* flags) {
  (void)session, (void)info, (void)statuses, (void)status_count;
  if (sense == FAILS) return -1;
  *count = 1;
  *flags = GNUTLS_CERT_RETR_DEINIT_ALL;
  if (sense != NO_LIST) *certs = certificate(DATA("server.pem"));
  if (sense == OTHER_TYPE) (*certs)->type = GNUTLS_CRT_RAWPK;
  if (sense == EMPTY_KEY) CHECK_IS(gnutls_privkey_init(private_key), 0);
  if (sense == OTHER_KEY) *private_key = key(DATA("client.key"));
  if (sense == NO_LIST || sense == OTHER_TYPE) *private_key = key(DATA("server.key"));
  return 0;
}

static void answers_that_make_no_sense(int on_server) {
  gnutls_certificate_set_retrieve_function3(on_server ? server : client, senseless);
  for (int version = 0; version < 2; ++version)
    for (sense = OTHER_KEY; sense < SENSELESS; ++sense) {
      start(priorities[version], NULL);
      gnutls_certificate_server_set_request(pair.server.session, GNUTLS_CERT_REQUEST);
      pair_handshake(&pair);
      if (on_server)
        CHECK_IS(pair.server.result, GNUTLS_E_NO_CIPHER_SUITES);
      else
        CHECK_IS(pair.client.result, GNUTLS_E_USER_ERROR);
      pair_deinit(&pair);
    }
  gnutls_certificate_set_retrieve_function3(on_server ? server : client, NULL);
}

static int old_answer(gnutls_session_t session, const gnutls_datum_t* names, int name_count,
                      const gnutls_pk_algorithm_t* keys, int key_count, gnutls_retr2_st* out) {
  gnutls_datum_t cert = file(DATA("server.pem")), private_key = file(DATA("server.key"));
  (void)session, (void)names, (void)name_count, (void)keys, (void)key_count;
  out->cert_type = GNUTLS_CRT_X509;
  out->key_type = GNUTLS_PRIVKEY_X509;
  out->ncerts = 1;
  out->deinit_all = 1;
  out->cert.x509 = gnutls_malloc(sizeof *out->cert.x509);
  CHECK_IS(gnutls_x509_crt_init(out->cert.x509), 0);
  CHECK_IS(gnutls_x509_crt_import(out->cert.x509[0], &cert, GNUTLS_X509_FMT_PEM), 0);
  CHECK_IS(gnutls_x509_privkey_init(&out->key.x509), 0);
  CHECK_IS(gnutls_x509_privkey_import(out->key.x509, &private_key, GNUTLS_X509_FMT_PEM), 0);
  gnutls_free(cert.data);
  gnutls_free(private_key.data);
  return 0;
}

static void the_last_function_counts(void) {
  gnutls_certificate_set_retrieve_function3(server, senseless);
  gnutls_certificate_set_retrieve_function(server, old_answer);
  start(priorities[0], NULL);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, 0);
  CHECK_IS(pair.server.result, 0);
  pair_deinit(&pair);
  gnutls_certificate_set_retrieve_function(server, NULL);
  start(priorities[0], NULL); /* those of the credentials again */
  pair_handshake(&pair);
  CHECK_IS(pair.server.result, 0);
  pair_deinit(&pair);
}

static void keys_that_credentials_take_over(void) {
  static const char* names[] = {"other.example", NULL};
  gnutls_certificate_credentials_t own;
  gnutls_x509_privkey_t shown = NULL;
  CHECK_IS(gnutls_certificate_allocate_credentials(&own), 0);
  gnutls_pcert_st *list = certificate(DATA("server.pem")), *again = certificate(DATA("server.pem"));
  gnutls_privkey_t right = key(DATA("server.key")), wrong = key(DATA("client.key")), empty;
  CHECK_IS(gnutls_privkey_init(&empty), 0);
  CHECK_IS(gnutls_certificate_set_key(own, names, 2, list, 0, right), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_set_key(own, names, 2, list, 1, empty), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_set_key(own, names, 2, list, 1, right), 0);
  CHECK_IS(gnutls_certificate_set_key(own, NULL, 0, again, 1, wrong), GNUTLS_E_CERTIFICATE_KEY_MISMATCH);
  CHECK_IS(gnutls_certificate_get_x509_key(own, 0, &shown), 0);
  CHECK_IS(gnutls_certificate_get_x509_key(own, 1, &shown), GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE);
  gnutls_privkey_deinit(empty);
  gnutls_privkey_deinit(wrong); /* refused: still the caller's */
  gnutls_pcert_deinit(again);
  gnutls_free(list);
  gnutls_free(again);
  gnutls_certificate_free_credentials(own);
  gnutls_x509_privkey_deinit(shown); /* outlives them */
}

static void nothing_at_all(void) {
  gnutls_x509_privkey_t shown = NULL;
  gnutls_certificate_set_retrieve_function(NULL, NULL);
  gnutls_certificate_set_retrieve_function2(NULL, NULL);
  gnutls_certificate_set_retrieve_function3(NULL, NULL);
  gnutls_certificate_set_pin_function(NULL, NULL, NULL);
  CHECK_IS(gnutls_certificate_set_key(NULL, NULL, 0, NULL, 1, NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_get_x509_key(NULL, 0, &shown), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_set_x509_key_file2(NULL, "x", "x", GNUTLS_X509_FMT_PEM, "x", 0),
           GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_set_x509_key_mem2(NULL, NULL, NULL, GNUTLS_X509_FMT_PEM, "x", 0),
           GNUTLS_E_INVALID_REQUEST);
}

int main(void) {
  CHECK_IS(gnutls_certificate_allocate_credentials(&server), 0);
  CHECK_IS(gnutls_certificate_allocate_credentials(&client), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(server, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
           0);
  a_chain_for_each_name();
  answers_that_make_no_sense(1);
  answers_that_make_no_sense(0);
  the_last_function_counts();
  keys_that_credentials_take_over();
  nothing_at_all();
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
