/* Prints how keys and revocation lists are read and given to credentials:
     holder_probe CHAIN KEY OTHER-KEY LIST */
#include <gnutls/x509.h>

#include "pair.h"

enum { ROOM = 8192 };

static unsigned char room[ROOM];

static gnutls_datum_t file(const char* name) {
  gnutls_datum_t out = {NULL, 0};
  if (gnutls_load_file(name, &out) != 0) exit(2);
  return out;
}

static gnutls_x509_privkey_t key_of(const char* name) {
  gnutls_x509_privkey_t out;
  gnutls_datum_t data = file(name);
  printf("key init %d", gnutls_x509_privkey_init(&out));
  printf(" import %d\n", gnutls_x509_privkey_import(out, &data, GNUTLS_X509_FMT_PEM));
  gnutls_free(data.data);
  return out;
}

static void damaged_keys(const char* name) {
  gnutls_datum_t text = {(unsigned char*)"text", 4}, pem = file(name), der = {NULL, 0};
  gnutls_x509_privkey_t key;
  gnutls_x509_privkey_init(&key);
  printf("text: %d\n", gnutls_x509_privkey_import(key, &text, GNUTLS_X509_FMT_PEM));
  printf("text as DER: %d\n", gnutls_x509_privkey_import(key, &text, GNUTLS_X509_FMT_DER));
  printf("PEM as DER: %d\n", gnutls_x509_privkey_import(key, &pem, GNUTLS_X509_FMT_DER));
  gnutls_pem_base64_decode2(NULL, &pem, &der);
  printf("DER as PEM: %d\n", gnutls_x509_privkey_import(key, &der, GNUTLS_X509_FMT_PEM));
  printf("DER: %d\n", gnutls_x509_privkey_import(key, &der, GNUTLS_X509_FMT_DER));
  gnutls_free(pem.data);
  gnutls_free(der.data);
  gnutls_x509_privkey_deinit(key);
  gnutls_x509_privkey_deinit(NULL);
}

static void credentials_of(const char* chain, gnutls_x509_privkey_t key) {
  gnutls_certificate_credentials_t credentials;
  gnutls_x509_crt_t certificates[2], *kept = NULL;
  gnutls_datum_t data = file(chain);
  unsigned count = 0;
  gnutls_certificate_allocate_credentials(&credentials);
  gnutls_x509_crt_init(&certificates[0]);
  gnutls_x509_crt_import(certificates[0], &data, GNUTLS_X509_FMT_PEM);
  printf("set key: %d\n", gnutls_certificate_set_x509_key(credentials, certificates, 1, key));
  gnutls_certificate_set_flags(credentials, GNUTLS_CERTIFICATE_API_V2);
  printf("set key again: %d\n", gnutls_certificate_set_x509_key(credentials, certificates, 1, key));
  for (unsigned i = 0; i < 3; ++i) {
    int result = gnutls_certificate_get_x509_crt(credentials, i, &kept, &count);
    printf("get %u: %d", i, result);
    if (result == 0) printf(" %u equal %u", count, gnutls_x509_crt_equals(kept[0], certificates[0]));
    printf("\n");
    if (result != 0) continue;
    for (unsigned j = 0; j < count; ++j) gnutls_x509_crt_deinit(kept[j]);
    gnutls_free(kept);
  }
  gnutls_x509_crt_deinit(certificates[0]);
  gnutls_certificate_free_credentials(credentials);
  gnutls_free(data.data);
}

static void print_list(gnutls_x509_crl_t list) {
  gnutls_datum_t shown = {NULL, 0};
  for (int format = 0; format < 2; ++format) {
    size_t enough = ROOM, little = 10;
    printf("export %d: %d", format, gnutls_x509_crl_export(list, (gnutls_x509_crt_fmt_t)format, room, &enough));
    printf(" %zu; %d", enough, gnutls_x509_crl_export(list, (gnutls_x509_crt_fmt_t)format, room, &little));
    printf(" %zu; %d", little, gnutls_x509_crl_export2(list, (gnutls_x509_crt_fmt_t)format, &shown));
    printf(" %u\n", shown.size);
    gnutls_free(shown.data);
  }
  printf("entries %d times %ld %ld\n", gnutls_x509_crl_get_crt_count(list), (long)gnutls_x509_crl_get_this_update(list),
         (long)gnutls_x509_crl_get_next_update(list));
}

static void lists(const char* name) {
  gnutls_datum_t text = {(unsigned char*)"text", 4}, data = file(name);
  gnutls_certificate_credentials_t credentials;
  gnutls_x509_crl_t list;
  gnutls_certificate_allocate_credentials(&credentials);
  printf("list init %d", gnutls_x509_crl_init(&list));
  printf(" text %d %d", gnutls_x509_crl_import(list, &text, GNUTLS_X509_FMT_PEM),
         gnutls_x509_crl_import(list, &text, GNUTLS_X509_FMT_DER));
  printf(" PEM as DER %d", gnutls_x509_crl_import(list, &data, GNUTLS_X509_FMT_DER));
  printf(" import %d\n", gnutls_x509_crl_import(list, &data, GNUTLS_X509_FMT_PEM));
  print_list(list);
  printf("set %d\n", gnutls_certificate_set_x509_crl(credentials, &list, 1));
  gnutls_x509_crl_deinit(list);
  gnutls_x509_crl_deinit(NULL);
  gnutls_certificate_free_credentials(credentials);
  gnutls_free(data.data);
}

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  gnutls_x509_privkey_t key = key_of(argv[2]), other = key_of(argv[3]);
  damaged_keys(argv[2]);
  credentials_of(argv[1], key);
  gnutls_x509_privkey_deinit(key);
  gnutls_x509_privkey_deinit(other);
  lists(argv[4]);
  return 0;
}
