/* Hands objects over, frees what is the program's own afterwards, and prints what the functions answered. Nothing may leak
   and nothing be freed twice, which valgrind judges:
     ownership_probe CASE CHAIN KEY OTHER-KEY ROOT LIST */
#include <gnutls/abstract.h>
#include <gnutls/x509.h>

#include "pair.h"

enum { MOST = 4 };

static gnutls_datum_t chain, key_text, other_key_text, root_text, list_text;

static gnutls_datum_t file(const char* name) {
  gnutls_datum_t out = {NULL, 0};
  if (gnutls_load_file(name, &out) != 0) exit(2);
  return out;
}

static gnutls_privkey_t key_of(const gnutls_datum_t* text) {
  gnutls_privkey_t out;
  gnutls_privkey_init(&out);
  if (gnutls_privkey_import_x509_raw(out, text, GNUTLS_X509_FMT_PEM, NULL, 0) != 0) exit(2);
  return out;
}

static gnutls_x509_crt_t certificate_of(const gnutls_datum_t* text) {
  gnutls_x509_crt_t out;
  gnutls_x509_crt_init(&out);
  if (gnutls_x509_crt_import(out, text, GNUTLS_X509_FMT_PEM) != 0) exit(2);
  return out;
}

static gnutls_x509_crl_t list_of(const gnutls_datum_t* text) {
  gnutls_x509_crl_t out;
  gnutls_x509_crl_init(&out);
  if (gnutls_x509_crl_import(out, text, GNUTLS_X509_FMT_PEM) != 0) exit(2);
  return out;
}

/* Adds a pair, whose parts are the credentials' own when that succeeds and ours when it does not. */
static void add_pair(gnutls_certificate_credentials_t credentials, const gnutls_datum_t* key, int count) {
  gnutls_pcert_st parsed[4];
  unsigned size = 4;
  if (gnutls_pcert_list_import_x509_raw(parsed, &size, &chain, GNUTLS_X509_FMT_PEM, 0) != 0) exit(2);
  gnutls_privkey_t handle = key_of(key);
  int code = gnutls_certificate_set_key(credentials, NULL, 0, parsed, count < 0 ? (int)size : count, handle);
  printf("set_key %d\n", code);
  if (code >= 0) return;
  for (unsigned i = 0; i < size; ++i) gnutls_pcert_deinit(&parsed[i]);
  gnutls_privkey_deinit(handle);
}

static void pairs(void) {
  gnutls_certificate_credentials_t credentials;
  gnutls_certificate_allocate_credentials(&credentials);
  add_pair(credentials, &key_text, -1);
  add_pair(credentials, &other_key_text, -1);
  add_pair(credentials, &key_text, -1);
  gnutls_certificate_free_keys(credentials);
  add_pair(credentials, &other_key_text, -1);
  add_pair(credentials, &key_text, -1);
  gnutls_certificate_free_credentials(credentials);
}

/* These copy. */
static void copies(void) {
  gnutls_certificate_credentials_t credentials;
  gnutls_certificate_allocate_credentials(&credentials);
  gnutls_x509_crt_t leaf = certificate_of(&chain), root = certificate_of(&root_text);
  gnutls_x509_privkey_t key, other;
  gnutls_x509_privkey_init(&key);
  gnutls_x509_privkey_init(&other);
  gnutls_x509_privkey_import(key, &key_text, GNUTLS_X509_FMT_PEM);
  gnutls_x509_privkey_import(other, &other_key_text, GNUTLS_X509_FMT_PEM);
  gnutls_x509_crl_t list = list_of(&list_text);
  printf("x509_key %d %d\n", gnutls_certificate_set_x509_key(credentials, &leaf, 1, key),
         gnutls_certificate_set_x509_key(credentials, &leaf, 1, other));
  printf("x509_trust %d crl %d\n", gnutls_certificate_set_x509_trust(credentials, &root, 1),
         gnutls_certificate_set_x509_crl(credentials, &list, 1));
  gnutls_x509_crt_deinit(leaf);
  gnutls_x509_crt_deinit(root);
  gnutls_x509_crl_deinit(list);
  gnutls_x509_privkey_deinit(key);
  gnutls_x509_privkey_deinit(other);
  gnutls_certificate_free_credentials(credentials);
}

static void released(void) {
  gnutls_x509_privkey_t key;
  gnutls_privkey_t handle;
  gnutls_x509_privkey_init(&key);
  gnutls_x509_privkey_import(key, &key_text, GNUTLS_X509_FMT_PEM);
  gnutls_privkey_init(&handle);
  printf("import %d\n", gnutls_privkey_import_x509(handle, key, GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE));
  gnutls_privkey_deinit(handle);
}

static void anchors(void) {
  gnutls_x509_trust_list_t list;
  gnutls_x509_crt_t first = certificate_of(&root_text), second = certificate_of(&root_text);
  gnutls_x509_trust_list_init(&list, 0);
  printf("add_cas %d", gnutls_x509_trust_list_add_cas(list, &first, 1, GNUTLS_TL_NO_DUPLICATES));
  printf(" %d\n", gnutls_x509_trust_list_add_cas(list, &second, 1, GNUTLS_TL_NO_DUPLICATES));
  gnutls_x509_trust_list_deinit(list, 1);
}

static void kept_anchors(void) {
  gnutls_x509_trust_list_t list;
  gnutls_x509_crt_t root = certificate_of(&root_text);
  gnutls_x509_trust_list_init(&list, 0);
  printf("add_cas %d\n", gnutls_x509_trust_list_add_cas(list, &root, 1, 0));
  gnutls_x509_trust_list_deinit(list, 0);
  gnutls_x509_crt_deinit(root);
}

/* Two lists: one that nobody in the trust list has signed, and the same one unchecked. */
static void lists(unsigned flags) {
  gnutls_x509_trust_list_t list;
  gnutls_x509_crl_t refused = list_of(&list_text), taken = list_of(&list_text);
  gnutls_x509_trust_list_init(&list, 0);
  int code = gnutls_x509_trust_list_add_crls(list, &refused, 1, flags, 0);
  printf("add_crls %d", code);
  if (code < 1) gnutls_x509_crl_deinit(refused);
  printf(" %d\n", gnutls_x509_trust_list_add_crls(list, &taken, 1, 0, 0));
  gnutls_x509_trust_list_deinit(list, 1);
}

static void trust_list(void) {
  gnutls_certificate_credentials_t credentials;
  gnutls_x509_trust_list_t first, second;
  gnutls_certificate_allocate_credentials(&credentials);
  gnutls_x509_trust_list_init(&first, 0);
  gnutls_x509_trust_list_init(&second, 0);
  printf("add %d\n", gnutls_x509_trust_list_add_trust_mem(first, &root_text, NULL, GNUTLS_X509_FMT_PEM, 0, 0));
  gnutls_certificate_set_trust_list(credentials, first, 0);
  gnutls_certificate_set_trust_list(credentials, second, 0);
  gnutls_certificate_free_credentials(credentials);
}

static void read_lists(void) {
  gnutls_x509_crt_t certificates[4], *any = NULL;
  gnutls_datum_t text = {(unsigned char*)"text", 4};
  unsigned size = 1;
  printf("list %d", gnutls_x509_crt_list_import(certificates, &size, &chain, GNUTLS_X509_FMT_PEM,
                                                GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED));
  printf(" %d", gnutls_x509_crt_list_import(certificates, &(unsigned){4}, &text, GNUTLS_X509_FMT_PEM, 0));
  size = 4;
  int count = gnutls_x509_crt_list_import(certificates, &size, &chain, GNUTLS_X509_FMT_PEM, 0);
  printf(" %d\n", count);
  for (int i = 0; i < count; ++i) gnutls_x509_crt_deinit(certificates[i]);
  printf("list 2 %d", gnutls_x509_crt_list_import2(&any, &size, &text, GNUTLS_X509_FMT_PEM, 0));
  printf(" %d %u\n", gnutls_x509_crt_list_import2(&any, &size, &chain, GNUTLS_X509_FMT_PEM, 0), size);
  for (unsigned i = 0; i < size; ++i) gnutls_x509_crt_deinit(any[i]);
  gnutls_free(any);
}

/* What functions that find a certificate answer. A chain and its key are the library's then, but for those of the second
   kind; without a chain only the status is. */
static enum { GOOD, OTHER_KEY, NO_CHAIN, AN_ERROR } answer;
static gnutls_pcert_st* kept;
static unsigned kept_size;
static gnutls_privkey_t kept_key;

static const gnutls_datum_t* text_of_key(void) { return answer == OTHER_KEY ? &other_key_text : &key_text; }
static int result_of_answer(void) { return answer == AN_ERROR ? -1 : 0; }
static int stays_ours(void) { return answer == NO_CHAIN || answer == AN_ERROR; }

static unsigned parsed_chain(gnutls_pcert_st** out) {
  unsigned size = MOST;
  *out = gnutls_malloc(MOST * sizeof **out);
  if (answer == NO_CHAIN) return 0;
  if (gnutls_pcert_list_import_x509_raw(*out, &size, &chain, GNUTLS_X509_FMT_PEM, 0) != 0) exit(2);
  return size;
}

static void free_parsed(gnutls_pcert_st* list, unsigned size, gnutls_privkey_t key) {
  for (unsigned i = 0; i < size; ++i) gnutls_pcert_deinit(&list[i]);
  gnutls_free(list);
  gnutls_privkey_deinit(key);
}

static int handles(gnutls_session_t session, const gnutls_datum_t* names, int count, const gnutls_pk_algorithm_t* keys,
                   int key_count, gnutls_retr2_st* out) {
  (void)session, (void)names, (void)count, (void)keys, (void)key_count;
  out->cert_type = GNUTLS_CRT_X509;
  out->key_type = GNUTLS_PRIVKEY_X509;
  out->deinit_all = 1;
  out->ncerts = answer == NO_CHAIN ? 0 : MOST;
  out->cert.x509 = gnutls_malloc(MOST * sizeof *out->cert.x509);
  if (answer != NO_CHAIN) gnutls_x509_crt_list_import(out->cert.x509, &out->ncerts, &chain, GNUTLS_X509_FMT_PEM, 0);
  gnutls_x509_privkey_init(&out->key.x509);
  gnutls_x509_privkey_import(out->key.x509, text_of_key(), GNUTLS_X509_FMT_PEM);
  if (stays_ours()) {
    for (unsigned i = 0; i < out->ncerts; ++i) gnutls_x509_crt_deinit(out->cert.x509[i]);
    gnutls_free(out->cert.x509);
    gnutls_x509_privkey_deinit(out->key.x509);
  }
  return result_of_answer();
}

static int parsed(gnutls_session_t session, const gnutls_datum_t* names, int count, const gnutls_pk_algorithm_t* keys,
                  int key_count, gnutls_pcert_st** list, unsigned* size, gnutls_privkey_t* key) {
  (void)session, (void)names, (void)count, (void)keys, (void)key_count;
  if (kept == NULL) {
    kept_size = parsed_chain(&kept);
    kept_key = key_of(text_of_key());
  }
  *size = kept_size, *list = kept, *key = kept_key;
  return result_of_answer();
}

static int with_status(gnutls_session_t session, const struct gnutls_cert_retr_st* info, gnutls_pcert_st** list,
                       unsigned* size, gnutls_ocsp_data_st** statuses, unsigned* status_count, gnutls_privkey_t* key,
                       unsigned* flags) {
  (void)session, (void)info;
  *size = parsed_chain(list);
  *key = key_of(text_of_key());
  *statuses = gnutls_calloc(1, sizeof **statuses);
  (*statuses)->response.data = (unsigned char*)gnutls_strdup("status");
  (*statuses)->response.size = 6;
  *status_count = 1;
  *flags = GNUTLS_CERT_RETR_DEINIT_ALL;
  if (stays_ours()) free_parsed(*list, *size, *key);
  if (answer == AN_ERROR) {
    gnutls_free((*statuses)->response.data);
    gnutls_free(*statuses);
  }
  return result_of_answer();
}

static void retrieve_by(gnutls_certificate_credentials_t credentials, int kind) {
  if (kind == 1) gnutls_certificate_set_retrieve_function(credentials, handles);
  if (kind == 2) gnutls_certificate_set_retrieve_function2(credentials, parsed);
  if (kind == 3) gnutls_certificate_set_retrieve_function3(credentials, with_status);
}

/* A handshake, which fails if the answer is no good, or the other side trusts nobody. */
static void retrieve_once(const char* priority, int on_server, int kind, int trusted) {
  static pair_t pair;
  gnutls_certificate_credentials_t server, client;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  gnutls_certificate_set_x509_key_mem(server, &chain, &key_text, GNUTLS_X509_FMT_PEM);
  if (trusted) gnutls_certificate_set_x509_trust_mem(on_server ? client : server, &root_text, GNUTLS_X509_FMT_PEM);
  retrieve_by(on_server ? server : client, kind);
  pair_init(&pair, priority);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  if (!on_server) gnutls_certificate_server_set_request(pair.server.session, GNUTLS_CERT_REQUIRE);
  /* The status is nonsense. */
  gnutls_session_set_verify_cert(on_server ? pair.client.session : pair.server.session, NULL,
                                 GNUTLS_VERIFY_DISABLE_CRL_CHECKS);
  pair_handshake(&pair);
  printf(" %s", pair.client.result == 0 && pair.server.result == 0 ? "done" : "failed");
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  if (kept != NULL) free_parsed(kept, kept_size, kept_key);
  kept = NULL;
}

static void retrieved(void) {
  for (int on_server = 0; on_server < 2; ++on_server)
    for (int kind = 1; kind <= 3; ++kind) {
      printf("%s %d:", on_server ? "server" : "client", kind);
      for (int trusted = 0; trusted < 2; ++trusted) {
        retrieve_once("NORMAL:-VERS-ALL:+VERS-TLS1.3", on_server, kind, trusted);
        retrieve_once("NORMAL:-VERS-ALL:+VERS-TLS1.2", on_server, kind, trusted);
      }
      printf("\n");
    }
}

int main(int argc, char** argv) {
  if (argc != 7) return 2;
  chain = file(argv[2]), key_text = file(argv[3]), other_key_text = file(argv[4]);
  root_text = file(argv[5]), list_text = file(argv[6]);
  const char* which = argv[1];
  if (strcmp(which, "pairs") == 0) pairs();
  if (strcmp(which, "copies") == 0) copies();
  if (strcmp(which, "released") == 0) released();
  if (strcmp(which, "anchors") == 0) anchors();
  if (strcmp(which, "kept anchors") == 0) kept_anchors();
  if (strcmp(which, "lists") == 0) lists(0);
  if (strcmp(which, "refused lists") == 0) lists(GNUTLS_TL_VERIFY_CRL);
  if (strcmp(which, "refused lists, an error") == 0) lists(GNUTLS_TL_VERIFY_CRL | GNUTLS_TL_FAIL_ON_INVALID_CRL);
  if (strcmp(which, "trust list") == 0) trust_list();
  if (strcmp(which, "read lists") == 0) read_lists();
  const char* const answers[] = {"retrieved", "retrieved, another key", "retrieved, no chain", "retrieved, an error"};
  for (int i = 0; i < 4; ++i)
    if (strcmp(which, answers[i]) == 0) answer = i, retrieved();
  gnutls_free(chain.data);
  gnutls_free(key_text.data);
  gnutls_free(other_key_text.data);
  gnutls_free(root_text.data);
  gnutls_free(list_text.data);
  return 0;
}
