/* Hands objects over, frees what is the program's own afterwards, and prints what the functions answered. Nothing may leak
   and nothing be freed twice, which valgrind judges:
     ownership_probe CASE CHAIN KEY OTHER-KEY ROOT LIST */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/x509.h>

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
  gnutls_free(chain.data);
  gnutls_free(key_text.data);
  gnutls_free(other_key_text.data);
  gnutls_free(root_text.data);
  gnutls_free(list_text.data);
  return 0;
}
