/* Prints whether a sender changes its key by itself while it sends small records (docs/api-behaviour.md, 35):
     rekey_probe CHAIN KEY PRIORITY */
#include "pair.h"

enum { DATA_RECORD = 5 + 1 + 1 + 16, LIMIT = 1 << 24, TOLERANCE = 1 << 8 };

static pair_t pair;
static long records, other_records, first_other;

/* What is sent goes nowhere: each call has whole records. */
static ssize_t count(gnutls_transport_ptr_t pointer, const void* data, size_t size) {
  (void)pointer, (void)data;
  ++records;
  if (size != DATA_RECORD && other_records++ == 0) first_other = records;
  return (ssize_t)size;
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  gnutls_certificate_credentials_t server, client;
  gnutls_certificate_allocate_credentials(&server);
  gnutls_certificate_allocate_credentials(&client);
  gnutls_certificate_set_x509_key_file(server, argv[1], argv[2], GNUTLS_X509_FMT_PEM);
  pair_init(&pair, argv[3]);
  gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server);
  gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client);
  pair_handshake(&pair);
  printf("handshake %d %d\n", pair.client.result, pair.server.result);
  gnutls_transport_set_push_function(pair.client.session, count);
  for (long i = 0; i < LIMIT + TOLERANCE; ++i)
    if (gnutls_record_send(pair.client.session, "x", 1) != 1) {
      printf("sending fails\n");
      return 0;
    }
  printf("key updates %ld\n", other_records);
  if (other_records != 0)
    printf("near the limit: %d\n", first_other > LIMIT - TOLERANCE && first_other <= LIMIT + TOLERANCE);
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
