/* Prints what functions say of a chain that a program holds, and how lists of certificates are read:
     chain_probe verdict TRUST CHAIN LIST PURPOSE FLAGS
     chain_probe import CHAIN FLAGS
     chain_probe trust FILE
   "-" leaves an argument out. */
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 8 };

static gnutls_datum_t file(const char* name) {
  gnutls_datum_t out = {NULL, 0};
  if (gnutls_load_file(name, &out) != 0) exit(2);
  return out;
}

/* The certificates of a file, one after another. */
static unsigned certificates(const char* name, gnutls_x509_crt_t* out) {
  static const char begin[] = "-----BEGIN CERTIFICATE-----";
  gnutls_datum_t data = file(name);
  unsigned count = 0;
  for (char* at = strstr((char*)data.data, begin); at != NULL && count < ROOM; at = strstr(at + 1, begin)) {
    gnutls_datum_t rest = {(unsigned char*)at, (unsigned)strlen(at)};
    gnutls_x509_crt_init(&out[count]);
    if (gnutls_x509_crt_import(out[count++], &rest, GNUTLS_X509_FMT_PEM) != 0) exit(2);
  }
  gnutls_free(data.data);
  return count;
}

static void verdict(char** arguments) {
  gnutls_x509_crt_t trusted[ROOM], chain[ROOM];
  gnutls_x509_crl_t crl = NULL;
  unsigned trusted_count = certificates(arguments[0], trusted), count = certificates(arguments[1], chain), lists = 0;
  unsigned flags = (unsigned)strtoul(arguments[4], NULL, 0), status = 7;
  gnutls_x509_trust_list_t list;
  gnutls_x509_trust_list_init(&list, 0);
  gnutls_x509_trust_list_add_cas(list, trusted, trusted_count, 0);
  if (strcmp(arguments[2], "-") != 0) {
    gnutls_datum_t data = file(arguments[2]);
    gnutls_x509_crl_init(&crl);
    printf("list: %d", gnutls_x509_crl_import(crl, &data, GNUTLS_X509_FMT_PEM));
    printf(" of %d\n", gnutls_x509_crl_get_crt_count(crl));
    gnutls_free(data.data);
    lists = 1;
    printf("added: %d\n", gnutls_x509_trust_list_add_crls(list, &crl, 1, 0, 0));
  }
  gnutls_typed_vdata_st purpose = {GNUTLS_DT_KEY_PURPOSE_OID, (unsigned char*)arguments[3], 0};
  unsigned elements = strcmp(arguments[3], "-") != 0;
  int result = gnutls_x509_trust_list_verify_crt2(list, chain, count, &purpose, elements, flags, &status, NULL);
  printf("verify_crt2: %d 0x%x\n", result, status);
  result = gnutls_x509_trust_list_verify_crt(list, chain, count, flags, &status, NULL);
  printf("verify_crt: %d 0x%x\n", result, status);
  result = gnutls_x509_crt_list_verify(chain, count, trusted, trusted_count, &crl, lists, flags, &status);
  printf("list_verify: %d 0x%x\n", result, status);
  result = gnutls_x509_crt_verify(chain[count - 1], trusted, trusted_count, flags, &status);
  printf("crt_verify, the last: %d 0x%x\n", result, status);
  gnutls_x509_trust_list_deinit(list, 0);
  for (unsigned i = 0; i < trusted_count; ++i) gnutls_x509_crt_deinit(trusted[i]);
  for (unsigned i = 0; i < count; ++i) gnutls_x509_crt_deinit(chain[i]);
  gnutls_x509_crl_deinit(crl);
  status = 7;
  printf("nothing: %d", gnutls_x509_crt_list_verify(NULL, 0, NULL, 0, NULL, 0, 0, &status));
  printf(" 0x%x\n", status);
}

static void import(char** arguments) {
  gnutls_datum_t data = file(arguments[0]);
  gnutls_pcert_st list[ROOM];
  unsigned count = ROOM, flags = (unsigned)strtoul(arguments[1], NULL, 0);
  int result = gnutls_pcert_list_import_x509_raw(list, &count, &data, GNUTLS_X509_FMT_PEM, flags);
  printf("import: %d", result);
  for (unsigned i = 0; result == 0 && i < count; ++i) {
    printf(" %u", list[i].cert.size);
    gnutls_pcert_deinit(&list[i]);
  }
  printf("\n");
  gnutls_free(data.data);
}

static unsigned size_of(gnutls_x509_trust_list_t list) {
  gnutls_x509_trust_list_iter_t at = NULL;
  gnutls_x509_crt_t shown;
  unsigned out = 0;
  for (; gnutls_x509_trust_list_iter_get_ca(list, &at, &shown) == 0; ++out) gnutls_x509_crt_deinit(shown);
  return out;
}

static void trust(const char* name) {
  gnutls_datum_t data = file(name);
  for (int memory = 0; memory < 2; ++memory) {
    gnutls_certificate_credentials_t credentials;
    gnutls_x509_trust_list_t list;
    gnutls_certificate_allocate_credentials(&credentials);
    gnutls_certificate_get_trust_list(credentials, &list);
    printf("credentials: %d", memory ? gnutls_certificate_set_x509_trust_mem(credentials, &data, GNUTLS_X509_FMT_PEM)
                                     : gnutls_certificate_set_x509_trust_file(credentials, name, GNUTLS_X509_FMT_PEM));
    printf(" of %u\n", size_of(list));
    gnutls_certificate_free_credentials(credentials);
    gnutls_x509_trust_list_init(&list, 0);
    printf("list: %d", memory ? gnutls_x509_trust_list_add_trust_mem(list, &data, NULL, GNUTLS_X509_FMT_PEM, 0, 0)
                              : gnutls_x509_trust_list_add_trust_file(list, name, NULL, GNUTLS_X509_FMT_PEM, 0, 0));
    printf(" of %u\n", size_of(list));
    gnutls_x509_trust_list_deinit(list, 1);
  }
  gnutls_free(data.data);
}

int main(int argc, char** argv) {
  if (argc == 7 && strcmp(argv[1], "verdict") == 0) return verdict(argv + 2), 0;
  if (argc == 4 && strcmp(argv[1], "import") == 0) return import(argv + 2), 0;
  if (argc == 3 && strcmp(argv[1], "trust") == 0) return trust(argv[2]), 0;
  return 2;
}
