/* Prints how lists of certificates are read, and which certificate may have been issued by which:
     list_probe FILE... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gnutls/x509.h>

enum { MOST = 20 };

static void print_serials(gnutls_x509_crt_t* list, int count) {
  for (int i = 0; i < count; ++i) {
    unsigned char serial[64];
    size_t size = sizeof serial;
    if (gnutls_x509_crt_get_serial(list[i], serial, &size) == 0) printf(" %02x", serial[size - 1]);
    gnutls_x509_crt_deinit(list[i]);
  }
  printf("\n");
}

static void read_list(const gnutls_datum_t* data, unsigned most, unsigned flags, gnutls_x509_crt_fmt_t format) {
  gnutls_x509_crt_t list[MOST] = {NULL};
  unsigned size = most;
  int code = gnutls_x509_crt_list_import(list, &size, data, format, flags);
  printf("  most %u flags %u format %d: %d %u", most, flags, format, code, size);
  print_serials(list, code);
}

static void read_any(const gnutls_datum_t* data, unsigned flags, gnutls_x509_crt_fmt_t format) {
  gnutls_x509_crt_t* list = NULL;
  unsigned size = 77;
  int code = gnutls_x509_crt_list_import2(&list, &size, data, format, flags);
  printf("  flags %u format %d: %d %u", flags, format, code, size);
  print_serials(list, code == 0 ? (int)size : 0);
  gnutls_free(list);
}

static void read_all_ways(const gnutls_datum_t* data) {
  for (unsigned flags = 0; flags < 8; ++flags)
    for (int format = 0; format < 2; ++format) {
      for (unsigned most = 0; most < 4; ++most) read_list(data, most, flags, (gnutls_x509_crt_fmt_t)format);
      read_any(data, flags, (gnutls_x509_crt_fmt_t)format);
    }
}

/* Null for a file that has none. */
static gnutls_x509_crt_t first_of(const gnutls_datum_t* data) {
  gnutls_x509_crt_t out;
  if (gnutls_x509_crt_init(&out) != 0) exit(2);
  if (gnutls_x509_crt_import(out, data, GNUTLS_X509_FMT_PEM) == 0) return out;
  gnutls_x509_crt_deinit(out);
  return NULL;
}

int main(int argc, char** argv) {
  gnutls_x509_crt_t certificates[MOST];
  if (argc < 2 || argc > MOST) return 2;
  for (int i = 1; i < argc; ++i) {
    gnutls_datum_t data;
    if (gnutls_load_file(argv[i], &data) != 0) return 2;
    printf("file %d\n", i);
    read_all_ways(&data);
    certificates[i] = first_of(&data);
    gnutls_free(data.data);
  }
  for (int i = 1; i < argc; ++i) {
    for (int j = 1; j < argc && certificates[i] != NULL; ++j)
      printf(" %u", gnutls_x509_crt_check_issuer(certificates[i], certificates[j]));
    printf("\n");
  }
  for (int i = 1; i < argc; ++i) gnutls_x509_crt_deinit(certificates[i]);
  return 0;
}
