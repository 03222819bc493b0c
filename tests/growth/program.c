/* Works on input of a kind and a size: growth_program KIND SIZE. growth_test.py counts its instructions. With SIZE 0 everything
   is made ready and nothing is done. */
#include <gnutls/crypto.h>
#include <gnutls/x509.h>

#include "../capi/check.h"
#include "../capi/differential/pair.h"

static pair_t pair;
static gnutls_certificate_credentials_t server, client;

static void open_pair(void) {
  CHECK_IS(gnutls_certificate_allocate_credentials(&server), 0);
  CHECK_IS(gnutls_certificate_allocate_credentials(&client), 0);
  CHECK_IS(gnutls_certificate_set_x509_key_file(server, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
           0);
  pair_init(&pair, "NORMAL:-VERS-ALL:+VERS-TLS1.3");
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client), 0);
  CHECK_IS(gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server), 0);
  pair_handshake(&pair);
  CHECK(pair.client.result == 0 && pair.server.result == 0);
}

static void close_pair(void) {
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
}

static ssize_t swallow(gnutls_transport_ptr_t pointer, const void* data, size_t size) {
  (void)pointer, (void)data;
  return (ssize_t)size;
}

static size_t refused;
static ssize_t refuse(gnutls_transport_ptr_t pointer, const void* data, size_t size) {
  (void)data;
  if (size > refused) refused = size;
  gnutls_transport_set_errno(((side_t*)pointer)->session, EAGAIN);
  return -1;
}

static void corked_data(size_t size) {
  static char piece[1024];
  open_pair();
  gnutls_transport_set_push_function(pair.server.session, swallow);
  gnutls_record_cork(pair.server.session);
  for (size_t i = 0; i < size; ++i)
    CHECK_IS(gnutls_record_send(pair.server.session, piece, sizeof piece), sizeof piece);
  CHECK_IS(gnutls_record_uncork(pair.server.session, 0), size * sizeof piece);
  close_pair();
}

/* What is called again after AGAIN is queued once. */
static void calls_after_again(size_t size) {
  int (*const calls[])(gnutls_session_t) = {gnutls_handshake, gnutls_rehandshake};
  open_pair();
  gnutls_transport_set_push_function(pair.server.session, refuse);
  for (size_t i = 0; i < size; ++i) {
    CHECK_IS(gnutls_session_key_update(pair.server.session, GNUTLS_KU_PEER), GNUTLS_E_AGAIN);
    CHECK_IS(gnutls_alert_send(pair.server.session, GNUTLS_AL_WARNING, GNUTLS_A_USER_CANCELED), GNUTLS_E_AGAIN);
    CHECK_IS(calls[i % 2](pair.server.session), GNUTLS_E_AGAIN);
  }
  CHECK(refused <= 40 * (1 + 3 * size)); /* bytes of a record of each */
  close_pair();
}

static void data_in_small_pieces(size_t size) {
  char byte;
  open_pair();
  for (size_t i = 0; i < size; ++i) {
    CHECK_IS(gnutls_record_send(pair.server.session, "0123456789", 10), 10);
    for (int j = 0; j < 10; ++j) CHECK_IS(gnutls_record_recv(pair.client.session, &byte, 1), 1);
  }
  close_pair();
}

static char* repeated(const char* text, size_t size) {
  const size_t length = strlen(text);
  char* out = malloc(length * size + 8);
  CHECK(out != NULL);
  strcpy(out, "NORMAL");
  for (size_t i = 0; i < size; ++i) memcpy(out + 6 + i * length, text, length + 1);
  return out;
}

static void priority_tokens(size_t size) {
  char* text = repeated(":+VERS-TLS1.2:-AES-128-GCM", size);
  gnutls_priority_t priority;
  CHECK_IS(gnutls_priority_init(&priority, text, NULL), 0);
  gnutls_priority_deinit(priority);
  free(text);
}

static void trusted_certificates(size_t size) {
  gnutls_datum_t one;
  CHECK_IS(gnutls_load_file(DATA("authority.pem"), &one), 0);
  char* text = malloc(one.size * (size + 1) + 1);
  CHECK(text != NULL);
  for (size_t i = 0; i <= size; ++i) memcpy(text + i * one.size, one.data, one.size);
  gnutls_certificate_credentials_t credentials;
  CHECK_IS(gnutls_certificate_allocate_credentials(&credentials), 0);
  const gnutls_datum_t all = {(unsigned char*)text, (unsigned)(one.size * (size + 1))};
  CHECK(gnutls_certificate_set_x509_trust_mem(credentials, &all, GNUTLS_X509_FMT_PEM) > 0);
  gnutls_certificate_free_credentials(credentials);
  gnutls_free(one.data);
  free(text);
}

static void authorities_one_by_one(size_t size) {
  gnutls_datum_t pem, der;
  CHECK_IS(gnutls_load_file(DATA("authority.pem"), &pem), 0);
  CHECK_IS(gnutls_pem_base64_decode2("CERTIFICATE", &pem, &der), 0);
  gnutls_certificate_credentials_t credentials;
  CHECK_IS(gnutls_certificate_allocate_credentials(&credentials), 0);
  for (size_t i = 0; i <= size; ++i) {
    memcpy(der.data + der.size - sizeof i, &i, sizeof i);  // the end of its signature, which nobody looks at here
    CHECK_IS(gnutls_certificate_set_x509_trust_mem(credentials, &der, GNUTLS_X509_FMT_DER), 1);
  }
  gnutls_certificate_free_credentials(credentials);
  gnutls_free(pem.data);
  gnutls_free(der.data);
}

static void keys_one_by_one(size_t size) {
  gnutls_certificate_credentials_t credentials;
  CHECK_IS(gnutls_certificate_allocate_credentials(&credentials), 0);
  for (size_t i = 0; i <= size; ++i)
    CHECK_IS(
        gnutls_certificate_set_x509_key_file(credentials, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
        0);
  gnutls_certificate_free_credentials(credentials);
}

static void base64_text(size_t size) {
  unsigned char* bytes = calloc(size + 1, 48);
  CHECK(bytes != NULL);
  const gnutls_datum_t input = {bytes, (unsigned)(48 * (size + 1))};
  gnutls_datum_t text, back;
  CHECK_IS(gnutls_pem_base64_encode2("DATA", &input, &text), 0);
  CHECK_IS(gnutls_pem_base64_decode2("DATA", &text, &back), 0);
  CHECK_IS(back.size, input.size);
  gnutls_free(text.data);
  gnutls_free(back.data);
  free(bytes);
}

static const struct {
  const char* name;
  void (*work)(size_t size);
} kinds[] = {
    {"corked data", corked_data},
    {"calls after AGAIN", calls_after_again},
    {"data in small pieces", data_in_small_pieces},
    {"priority tokens", priority_tokens},
    {"trusted certificates", trusted_certificates},
    {"authorities one by one", authorities_one_by_one},
    {"keys one by one", keys_one_by_one},
    {"base64", base64_text},
};

int main(int argc, char** argv) {
  if (argc != 3) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; ++i) puts(kinds[i].name);
    return 0;
  }
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; ++i)
    if (strcmp(argv[1], kinds[i].name) == 0) return kinds[i].work((size_t)atoi(argv[2])), 0;
  return 2;
}
