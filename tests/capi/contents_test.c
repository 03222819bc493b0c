/* What certificates say, where the other library ends the process or says less: null pointers, empty handles, null buffers
   with room, whether an alternative name is critical. The rest is compared in differential_names.py. */
#include <gnutls/pkcs11.h>
#include <gnutls/x509.h>
#include <string.h>

#include "check.h"

enum { ROOM = 256 };

static char room[ROOM];
static size_t size;
static unsigned critical, number;
static gnutls_datum_t out, more;

static gnutls_x509_crt_t certificate_of(const char* name) {
  gnutls_x509_crt_t certificate;
  gnutls_datum_t text;
  CHECK_IS(gnutls_load_file(name, &text), 0);
  CHECK_IS(gnutls_x509_crt_init(&certificate), 0);
  CHECK_IS(gnutls_x509_crt_import(certificate, &text, GNUTLS_X509_FMT_PEM), 0);
  gnutls_free(text.data);
  return certificate;
}

/* Every function that reads, of a handle that has nothing to tell; `numbers` is the answer of those that tell of a key. */
static void all_say(gnutls_x509_crt_t c, int code, int numbers) {
  size = ROOM;
  CHECK_IS(gnutls_x509_crt_get_dn(c, room, &size), code);
  CHECK_IS(gnutls_x509_crt_get_dn2(c, &out), code);
  CHECK_IS(gnutls_x509_crt_get_dn3(c, &out, 0), code);
  CHECK_IS(gnutls_x509_crt_get_issuer_dn(c, room, &size), code);
  CHECK_IS(gnutls_x509_crt_get_issuer_dn2(c, &out), code);
  CHECK_IS(gnutls_x509_crt_get_issuer_dn3(c, &out, 0), code);
  CHECK_IS(gnutls_x509_crt_get_dn_by_oid(c, GNUTLS_OID_X520_COMMON_NAME, 0, 0, room, &size), code);
  CHECK_IS(gnutls_x509_crt_get_issuer_dn_by_oid(c, GNUTLS_OID_X520_COMMON_NAME, 0, 0, room, &size), code);
  CHECK_IS(gnutls_x509_crt_get_dn_oid(c, 0, room, &size), code);
  CHECK_IS(gnutls_x509_crt_get_issuer_dn_oid(c, 0, room, &size), code);
  CHECK_IS(gnutls_x509_crt_get_subject_alt_name(c, 0, room, &size, &critical), code);
  CHECK_IS(gnutls_x509_crt_get_subject_alt_name2(c, 0, room, &size, &number, &critical), code);
  CHECK_IS(gnutls_x509_crt_get_subject_alt_othername_oid(c, 0, room, &size), code);
  CHECK_IS(gnutls_x509_crt_get_issuer_alt_name(c, 0, room, &size, &critical), code);
  CHECK_IS(gnutls_x509_crt_get_issuer_alt_name2(c, 0, room, &size, &number, &critical), code);
  CHECK_IS(gnutls_x509_crt_get_issuer_alt_othername_oid(c, 0, room, &size), code);
  CHECK_IS(gnutls_x509_crt_get_basic_constraints(c, &critical, &number, NULL), code);
  CHECK_IS(gnutls_x509_crt_get_ca_status(c, &critical), code);
  CHECK_IS(gnutls_x509_crt_get_key_usage(c, &number, &critical), code);
  CHECK_IS(gnutls_x509_crt_get_key_purpose_oid(c, 0, room, &size, &critical), code);
  CHECK_IS(gnutls_x509_crt_get_pk_algorithm(c, &number), numbers);
  CHECK_IS(gnutls_x509_crt_get_pk_rsa_raw(c, &out, &more), numbers);
  CHECK_IS(gnutls_x509_crt_get_signature_algorithm(c), GNUTLS_SIGN_UNKNOWN);
  CHECK_IS(gnutls_x509_crt_check_hostname(c, "localhost"), 0);
  CHECK_IS(gnutls_x509_crt_check_hostname2(c, "localhost", 0), 0);
  CHECK_IS(gnutls_x509_crt_check_email(c, "a@example.org", 0), 0);
  CHECK_IS(gnutls_x509_crt_check_ip(c, (const unsigned char*)"\177\0\0\1", 4, 0), 0);
  CHECK_IS(gnutls_x509_crt_check_issuer(c, c), 0);
  CHECK(out.data == NULL && more.data == NULL);
}

static void null_pointers(gnutls_x509_crt_t c) {
  CHECK_IS(gnutls_x509_crt_get_dn(c, room, NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_crt_get_dn2(c, NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_crt_get_dn3(c, NULL, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_crt_get_dn_by_oid(c, NULL, 0, 0, room, &size), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_crt_get_dn_by_oid(c, GNUTLS_OID_X520_COMMON_NAME, 0, 0, room, NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_crt_get_dn_oid(c, 0, room, NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_crt_get_subject_alt_name(c, 0, room, NULL, NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_crt_get_key_purpose_oid(c, 0, room, NULL, NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_crt_get_key_usage(c, NULL, NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_crt_get_pk_rsa_raw(c, NULL, &out), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_crt_get_pk_rsa_raw(c, &out, NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_crt_check_hostname(c, NULL), 0);
  CHECK_IS(gnutls_x509_crt_check_email(c, NULL, 0), 0);
  CHECK_IS(gnutls_x509_crt_check_ip(c, NULL, 4, 0), 0);
  CHECK_IS(gnutls_x509_crt_check_issuer(c, NULL), 0);
  CHECK_IS(gnutls_x509_crt_list_import(NULL, &number, &out, GNUTLS_X509_FMT_PEM, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_x509_crt_list_import2(NULL, &number, &out, GNUTLS_X509_FMT_PEM, 0), GNUTLS_E_INVALID_REQUEST);
}

static void null_buffers_with_room(gnutls_x509_crt_t c) {
  size = ROOM;
  CHECK_IS(gnutls_x509_crt_get_dn_oid(c, 0, NULL, &size), GNUTLS_E_SHORT_MEMORY_BUFFER);
  CHECK_IS(size, sizeof GNUTLS_OID_X520_COMMON_NAME);
  size = ROOM;
  CHECK_IS(gnutls_x509_crt_get_key_purpose_oid(c, 0, NULL, &size, NULL), GNUTLS_E_SHORT_MEMORY_BUFFER);
  CHECK_IS(size, sizeof GNUTLS_KP_TLS_WWW_SERVER);
}

static void names_are_critical_or_not(gnutls_x509_crt_t c) {
  size = ROOM, critical = 9;
  CHECK_IS(gnutls_x509_crt_get_subject_alt_name(c, 0, room, &size, &critical), GNUTLS_SAN_DNSNAME);
  CHECK_IS(strcmp(room, "localhost"), 0);
  CHECK_IS(critical, 0);
}

static int pin(void* data, int attempt, const char* url, const char* label, unsigned flags, char* text, size_t most) {
  (void)data, (void)attempt, (void)url, (void)label, (void)flags, (void)text, (void)most;
  return -1;
}

static void a_pin_function_is_kept(void) {
  void* data = &size;
  CHECK(gnutls_pkcs11_get_pin_function(&data) == NULL);
  CHECK(data == NULL);
  gnutls_pkcs11_set_pin_function(pin, room);
  CHECK(gnutls_pkcs11_get_pin_function(NULL) == pin);
  CHECK(gnutls_pkcs11_get_pin_function(&data) == pin);
  CHECK(data == room);
  gnutls_pkcs11_set_pin_function(NULL, NULL);
}

int main(void) {
  gnutls_x509_crt_t empty, good = certificate_of(DATA("server.pem"));
  CHECK_IS(gnutls_x509_crt_init(&empty), 0);
  all_say(NULL, GNUTLS_E_INVALID_REQUEST, GNUTLS_E_INVALID_REQUEST);
  all_say(empty, GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE, GNUTLS_E_ASN1_VALUE_NOT_FOUND);
  null_pointers(good);
  null_buffers_with_room(good);
  names_are_critical_or_not(good);
  a_pin_function_is_kept();
  gnutls_dh_set_prime_bits(NULL, 1024);
  gnutls_x509_crt_deinit(empty);
  gnutls_x509_crt_deinit(good);
  return 0;
}
