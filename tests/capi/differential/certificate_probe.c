/* Prints how certificates are read, shown and trusted:
     certificate_probe CHAIN KEY ROOT OTHER */
#include <gnutls/x509.h>

#include "pair.h"

enum { ROOM = 8192 };

static pair_t pair;
static unsigned char room[ROOM];

static gnutls_datum_t file(const char* name) {
  gnutls_datum_t out = {NULL, 0};
  if (gnutls_load_file(name, &out) != 0) exit(2);
  return out;
}

static void print_all(gnutls_x509_crt_t certificate) {
  gnutls_datum_t shown = {NULL, 0};
  for (int format = 0; format < 2; ++format) {
    size_t enough = ROOM, little = 10, none = 0;
    printf("  export %d: %d", format,
           gnutls_x509_crt_export(certificate, (gnutls_x509_crt_fmt_t)format, room, &enough));
    printf(" %zu; %d", enough, gnutls_x509_crt_export(certificate, (gnutls_x509_crt_fmt_t)format, room, &little));
    printf(" %zu; %d", little, gnutls_x509_crt_export(certificate, (gnutls_x509_crt_fmt_t)format, NULL, &none));
    printf(" %zu; %d", none, gnutls_x509_crt_export2(certificate, (gnutls_x509_crt_fmt_t)format, &shown));
    printf(" %u\n", shown.data != NULL ? shown.size : 0);
    gnutls_free(shown.data);
    shown.data = NULL;
  }
  size_t size = ROOM, little = 3;
  printf("  version %d times %ld %ld\n", gnutls_x509_crt_get_version(certificate),
         (long)gnutls_x509_crt_get_activation_time(certificate),
         (long)gnutls_x509_crt_get_expiration_time(certificate));
  printf("  fingerprint %d", gnutls_x509_crt_get_fingerprint(certificate, GNUTLS_DIG_SHA256, room, &size));
  printf(" %zu; %d", size, gnutls_x509_crt_get_fingerprint(certificate, GNUTLS_DIG_SHA256, room, &little));
  printf(" %zu\n", little);
  size = ROOM, little = 3;
  printf("  serial %d", gnutls_x509_crt_get_serial(certificate, room, &size));
  printf(" %zu; %d", size, gnutls_x509_crt_get_serial(certificate, room, &little));
  printf(" %zu\n", little);
}

static void import_as(gnutls_x509_crt_t certificate, const char* label, gnutls_datum_t data,
                      gnutls_x509_crt_fmt_t format) {
  printf("%s: %d\n", label, gnutls_x509_crt_import(certificate, &data, format));
}

static gnutls_x509_crt_t import(gnutls_datum_t data) {
  gnutls_x509_crt_t out;
  gnutls_x509_crt_init(&out);
  import_as(out, "import", data, GNUTLS_X509_FMT_PEM);
  return out;
}

static void damaged(gnutls_datum_t pem) {
  gnutls_datum_t text = {(unsigned char*)"text", 4}, empty = {(unsigned char*)"", 0}, out = {NULL, 0};
  gnutls_datum_t block = {(unsigned char*)"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", 59};
  gnutls_x509_crt_t certificate;
  gnutls_x509_crt_init(&certificate);
  import_as(certificate, "text", text, GNUTLS_X509_FMT_PEM);
  import_as(certificate, "text as DER", text, GNUTLS_X509_FMT_DER);
  import_as(certificate, "nothing", empty, GNUTLS_X509_FMT_PEM);
  import_as(certificate, "nothing as DER", empty, GNUTLS_X509_FMT_DER);
  import_as(certificate, "damaged", block, GNUTLS_X509_FMT_PEM);
  import_as(certificate, "PEM as DER", pem, GNUTLS_X509_FMT_DER);
  gnutls_pem_base64_decode2("CERTIFICATE", &pem, &out);
  import_as(certificate, "DER as PEM", out, GNUTLS_X509_FMT_PEM);
  out.size -= 1;
  import_as(certificate, "cut", out, GNUTLS_X509_FMT_DER);
  out.size += 1;
  import_as(certificate, "DER", out, GNUTLS_X509_FMT_DER);
  print_all(certificate);
  gnutls_free(out.data);
  gnutls_x509_crt_deinit(certificate);
}

static void trusting(const char* chain, const char* key, gnutls_x509_crt_t root, int trusted) {
  gnutls_certificate_credentials_t server, client;
  unsigned status = 0;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  if (gnutls_certificate_set_x509_key_file(server, chain, key, GNUTLS_X509_FMT_PEM) != 0) exit(2);
  if (trusted) printf("trust: %d\n", gnutls_certificate_set_x509_trust(client, &root, 1));
  pair_init(&pair, "NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP256R1");
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  pair_handshake(&pair);
  printf("verified: %d", gnutls_certificate_verify_peers3(pair.client.session, "localhost", &status));
  printf(" %x\n", status);
  unsigned count = 0;
  const gnutls_datum_t* peers = gnutls_certificate_get_peers(pair.client.session, &count);
  printf("the peer's is the root: %u\n", count != 0 ? gnutls_x509_crt_equals2(root, &peers[0]) : 9);
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
}

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  gnutls_datum_t chain_file = file(argv[1]), root_file = file(argv[3]), other_file = file(argv[4]);
  gnutls_x509_crt_t leaf = import(chain_file), root = import(root_file), again = import(root_file),
                    other = import(other_file);
  print_all(leaf);
  print_all(root);
  printf("equal: %u %u %u\n", gnutls_x509_crt_equals(root, again), gnutls_x509_crt_equals(root, other),
         gnutls_x509_crt_equals(root, root));
  damaged(root_file);
  trusting(argv[1], argv[2], root, 1);
  trusting(argv[1], argv[2], other, 1);
  trusting(argv[1], argv[2], root, 0);
  gnutls_x509_crt_deinit(leaf);
  gnutls_x509_crt_deinit(root);
  gnutls_x509_crt_deinit(again);
  gnutls_x509_crt_deinit(other);
  gnutls_x509_crt_deinit(NULL);
  gnutls_free(chain_file.data);
  gnutls_free(root_file.data);
  gnutls_free(other_file.data);
  return 0;
}
