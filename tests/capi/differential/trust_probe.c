/* Prints how trust lists are filled, walked over, asked and given to credentials:
     trust_probe ROOT OTHER-ROOT CHAIN LIST */
#include <gnutls/x509.h>

#include "pair.h"

static gnutls_datum_t text = {(unsigned char*)"text", 4};

static gnutls_datum_t file(const char* name) {
  gnutls_datum_t out = {NULL, 0};
  if (gnutls_load_file(name, &out) != 0) exit(2);
  return out;
}

/* The certificates of a file, one after another. */
static unsigned certificates(const char* name, gnutls_x509_crt_t* out, unsigned room) {
  static const char end[] = "-----END CERTIFICATE-----";
  gnutls_datum_t data = file(name);
  unsigned count = 0;
  for (char* at = (char*)data.data; count < room; ++count) {
    char* found = strstr(at, end);
    if (found == NULL) break;
    gnutls_datum_t one = {(unsigned char*)at, (unsigned)(found + sizeof end - 1 - at)};
    gnutls_x509_crt_init(&out[count]);
    if (gnutls_x509_crt_import(out[count], &one, GNUTLS_X509_FMT_PEM) != 0) exit(2);
    at = found + sizeof end - 1;
  }
  gnutls_free(data.data);
  return count;
}

static int told(gnutls_x509_crt_t cert, gnutls_x509_crt_t issuer, gnutls_x509_crl_t list, unsigned status) {
  size_t size = 0;
  gnutls_x509_crt_export(cert, GNUTLS_X509_FMT_DER, NULL, &size);
  printf("  told of %zu bytes, issuer %d, list %d, status %x\n", size, issuer != NULL, list != NULL, status);
  return 0;
}

static void verify(const char* label, const char* trusted, const char* chain, unsigned most, char* host, int tell) {
  gnutls_x509_trust_list_t list;
  gnutls_x509_crt_t certs[4];
  unsigned count = certificates(chain, certs, most), status = 7;
  gnutls_typed_vdata_st name = {GNUTLS_DT_DNS_HOSTNAME, (unsigned char*)host, 0};
  gnutls_x509_trust_list_init(&list, 0);
  int added =
      trusted != NULL ? gnutls_x509_trust_list_add_trust_file(list, trusted, NULL, GNUTLS_X509_FMT_PEM, 0, 0) : 0;
  printf("%s, %d trusted\n", label, added);
  int result =
      gnutls_x509_trust_list_verify_crt2(list, certs, count, &name, host != NULL, 0, &status, tell ? told : NULL);
  printf("  %d status %x", result, status);
  result = gnutls_x509_trust_list_verify_crt(list, certs, count, 0, &status, NULL);
  printf("; without a name %d status %x\n", result, status);
  for (unsigned i = 0; i < count; ++i) gnutls_x509_crt_deinit(certs[i]);
  gnutls_x509_trust_list_deinit(list, 1);
}

static void fill(const char* root, const char* crl) {
  gnutls_x509_trust_list_t list;
  gnutls_datum_t data = file(root), lists = file(crl);
  gnutls_x509_trust_list_init(&list, 0);
  printf("memory %d", gnutls_x509_trust_list_add_trust_mem(list, &data, NULL, GNUTLS_X509_FMT_PEM, 0, 0));
  printf(" text %d", gnutls_x509_trust_list_add_trust_mem(list, &text, NULL, GNUTLS_X509_FMT_PEM, 0, 0));
  printf(" nothing %d\n", gnutls_x509_trust_list_add_trust_mem(list, NULL, NULL, GNUTLS_X509_FMT_PEM, 0, 0));
  printf("lists %d", gnutls_x509_trust_list_add_trust_mem(list, NULL, &lists, GNUTLS_X509_FMT_PEM, 0, 0));
  printf(" text %d\n", gnutls_x509_trust_list_add_trust_mem(list, NULL, &text, GNUTLS_X509_FMT_PEM, 0, 0));
  printf("file %d", gnutls_x509_trust_list_add_trust_file(list, root, crl, GNUTLS_X509_FMT_PEM, 0, 0));
  printf(" none %d", gnutls_x509_trust_list_add_trust_file(list, "/nonexistent", NULL, GNUTLS_X509_FMT_PEM, 0, 0));
  printf(" no list %d\n", gnutls_x509_trust_list_add_trust_file(list, NULL, "/nonexistent", GNUTLS_X509_FMT_PEM, 0, 0));
  gnutls_x509_trust_list_deinit(list, 1);
  gnutls_free(data.data);
  gnutls_free(lists.data);
}

static void handles(const char* root) {
  gnutls_x509_trust_list_t list;
  gnutls_x509_trust_list_iter_t walk = NULL;
  gnutls_x509_crt_t authority, shown = NULL;
  if (certificates(root, &authority, 1) != 1) exit(2);
  gnutls_x509_trust_list_init(&list, 0);
  printf("handles %d\n", gnutls_x509_trust_list_add_cas(list, &authority, 1, 0));
  for (int i = 0; i < 2; ++i) {
    int result = gnutls_x509_trust_list_iter_get_ca(list, &walk, &shown);
    printf("walk %d, goes on %d", result, walk != NULL);
    if (result == 0) printf(", the same %u", gnutls_x509_crt_equals(shown, authority));
    printf("\n");
    if (result == 0) gnutls_x509_crt_deinit(shown);
  }
  gnutls_x509_trust_list_iter_get_ca(list, &walk, &shown);
  gnutls_x509_crt_deinit(shown);
  gnutls_x509_trust_list_iter_deinit(walk);
  gnutls_x509_trust_list_deinit(list, 0);
  gnutls_x509_crt_deinit(authority);
}

static void of_credentials(const char* root, const char* other) {
  gnutls_certificate_credentials_t credentials;
  gnutls_x509_trust_list_t list, theirs = NULL;
  gnutls_certificate_allocate_credentials(&credentials);
  gnutls_certificate_get_trust_list(credentials, &theirs);
  printf("has one %d\n", theirs != NULL);
  gnutls_x509_trust_list_init(&list, 0);
  printf("add %d\n", gnutls_x509_trust_list_add_trust_file(list, root, NULL, GNUTLS_X509_FMT_PEM, 0, 0));
  gnutls_certificate_set_trust_list(credentials, list, 0);
  gnutls_certificate_get_trust_list(credentials, &theirs);
  printf("the same %d\n", theirs == list);
  printf("add %d\n", gnutls_x509_trust_list_add_trust_file(theirs, other, NULL, GNUTLS_X509_FMT_PEM, 0, 0));
  printf("add %d\n", gnutls_certificate_set_x509_trust_file(credentials, root, GNUTLS_X509_FMT_PEM));
  gnutls_certificate_free_credentials(credentials);
}

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const char *root = argv[1], *other = argv[2], *chain = argv[3];
  fill(root, argv[4]);
  handles(root);
  of_credentials(root, other);
  verify("good", root, chain, 4, "localhost", 1);
  verify("another name", root, chain, 4, "other.example", 1);
  verify("nobody", NULL, chain, 4, NULL, 0);
  verify("another authority", other, chain, 4, NULL, 0);
  verify("without the intermediate", root, chain, 1, NULL, 0);
  gnutls_x509_trust_list_deinit(NULL, 1);
  return 0;
}
