/* Certificates in sessions: verification by itself, by the program's function, afterwards; clients with and without. */
#include <gnutls/x509.h>

#include "check.h"
#include "differential/pair.h"

static const char priority[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3";
static pair_t pair;

static time_t fixed_time(time_t* out) {
  const time_t now = 1795500000; /* 2026-11-24: the files of the test are for any time from 2020 to 2098 but one list */
  if (out != NULL) *out = now;
  return now;
}

static gnutls_certificate_credentials_t credentials(const char* chain, const char* key, const char* trust) {
  gnutls_certificate_credentials_t out;
  CHECK_IS(gnutls_certificate_allocate_credentials(&out), 0);
  if (chain != NULL) CHECK_IS(gnutls_certificate_set_x509_key_file(out, chain, key, GNUTLS_X509_FMT_PEM), 0);
  if (trust != NULL) CHECK_IS(gnutls_certificate_set_x509_trust_file(out, trust, GNUTLS_X509_FMT_PEM), 1);
  return out;
}

static gnutls_certificate_credentials_t server, client;

static void start(void) {
  pair_init(&pair, priority);
  CHECK_IS(gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, server), 0);
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, client), 0);
}

static void verified_by_itself(void) {
  start();
  CHECK_IS(gnutls_session_get_verify_cert_status(pair.client.session), 0xffffffffL);
  gnutls_session_set_verify_cert(pair.client.session, "localhost", 0);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, 0);
  CHECK_IS(pair.server.result, 0);
  CHECK_IS(gnutls_session_get_verify_cert_status(pair.client.session), 0);
  unsigned count = 0;
  CHECK(gnutls_certificate_get_peers(pair.client.session, &count) != NULL);
  CHECK_IS(count, 1);
  CHECK(gnutls_certificate_get_peers(pair.server.session, &count) == NULL);
  CHECK_IS(count, 0);
  pair_deinit(&pair);
}

static void refused(const char* host, long status) {
  start();
  gnutls_session_set_verify_cert(pair.client.session, host, 0);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR);
  CHECK_IS(gnutls_session_get_verify_cert_status(pair.client.session), status);
  CHECK_IS(gnutls_handshake(pair.client.session), GNUTLS_E_INVALID_SESSION);
  CHECK(pair.server.result != 0);
  pair_deinit(&pair);
}

static void demands_that_make_no_sense_are_fulfilled_by_nobody(void) {
  gnutls_typed_vdata_st unknown = {GNUTLS_DT_UNKNOWN, (unsigned char*)"localhost", 0};
  start();
  gnutls_session_set_verify_cert2(pair.client.session, &unknown, 1, 0);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR);
  unsigned status = 0;
  CHECK_IS(gnutls_certificate_verify_peers(pair.client.session, &unknown, 1, &status), GNUTLS_E_INVALID_REQUEST);
  pair_deinit(&pair);

  gnutls_typed_vdata_st purpose = {GNUTLS_DT_KEY_PURPOSE_OID, (unsigned char*)GNUTLS_KP_TLS_WWW_CLIENT, 0};
  start();
  gnutls_session_set_verify_cert2(pair.client.session, &purpose, 1, 0);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR);
  CHECK_IS(gnutls_session_get_verify_cert_status(pair.client.session),
           GNUTLS_CERT_INVALID | GNUTLS_CERT_PURPOSE_MISMATCH);
  pair_deinit(&pair);
}

static int calls, answers[4];
static unsigned seen_status;

static int verify_function(gnutls_session_t session) {
  CHECK(calls < 4);
  seen_status = 99;
  int result = gnutls_certificate_verify_peers3(session, "localhost", &seen_status);
  if (result != 0) seen_status = (unsigned)-result;
  CHECK_IS(gnutls_handshake(session), GNUTLS_E_INVALID_REQUEST); /* not from inside itself */
  return answers[calls++];
}

static void with_answers(int first, int second, int result, int expected_calls) {
  calls = 0;
  answers[0] = first;
  answers[1] = second;
  start();
  gnutls_session_set_verify_function(pair.client.session, verify_function);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, result);
  CHECK_IS(calls, expected_calls);
  CHECK_IS(seen_status, 0);
  CHECK_IS(gnutls_session_get_verify_cert_status(pair.client.session), 0xffffffffL);
  pair_deinit(&pair);
}

static void the_programs_function_decides(void) {
  with_answers(0, 0, 0, 1);
  with_answers(-1, 0, GNUTLS_E_CERTIFICATE_ERROR, 1);
  with_answers(1, 0, GNUTLS_E_CERTIFICATE_ERROR, 1);
  with_answers(GNUTLS_E_AGAIN, 0, 0, 2);
  with_answers(GNUTLS_E_INTERRUPTED, -1, GNUTLS_E_CERTIFICATE_ERROR, 2);
}

static void the_credentials_function_counts_unless_the_session_has_one(void) {
  gnutls_certificate_credentials_t own = credentials(NULL, NULL, DATA("authority.pem"));
  gnutls_certificate_set_verify_function(own, verify_function);
  calls = 0;
  answers[0] = -1;
  start();
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, own), 0);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, GNUTLS_E_CERTIFICATE_ERROR);
  pair_deinit(&pair);

  calls = 0;
  start();
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, own), 0);
  gnutls_session_set_verify_cert(pair.client.session, "localhost", 0);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, 0);
  CHECK_IS(calls, 0);
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(own);
}

static void a_client_without_a_certificate(gnutls_certificate_request_t request, int by_itself, int result) {
  calls = 0;
  answers[0] = -1;
  start();
  gnutls_certificate_server_set_request(pair.server.session, request);
  if (by_itself) gnutls_session_set_verify_cert(pair.server.session, NULL, 0);
  pair_handshake(&pair);
  CHECK_IS(pair.server.result, result);
  unsigned status = 0;
  CHECK_IS(gnutls_certificate_verify_peers2(pair.server.session, &status), GNUTLS_E_NO_CERTIFICATE_FOUND);
  pair_deinit(&pair);
}

static void the_servers_function_hears_of_a_missing_certificate(void) {
  for (int answer = 0; answer < 2; ++answer) {
    calls = 0;
    answers[0] = -answer;
    start();
    gnutls_certificate_server_set_request(pair.server.session, GNUTLS_CERT_REQUEST);
    gnutls_session_set_verify_function(pair.server.session, verify_function);
    pair_handshake(&pair);
    CHECK_IS(calls, 1);
    CHECK_IS(seen_status, -GNUTLS_E_NO_CERTIFICATE_FOUND);
    CHECK_IS(pair.server.result, answer == 0 ? 0 : GNUTLS_E_CERTIFICATE_ERROR);
    char data[1];
    if (answer != 0) CHECK(gnutls_record_recv(pair.server.session, data, 1) < 0);
    if (answer != 0) CHECK(gnutls_record_send(pair.server.session, "x", 1) < 0);
    pair_deinit(&pair);
  }
}

static void a_client_with_a_certificate(void) {
  gnutls_certificate_credentials_t with = credentials(DATA("client.pem"), DATA("client.key"), DATA("authority.pem"));
  start();
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, with), 0);
  gnutls_certificate_server_set_request(pair.server.session, GNUTLS_CERT_REQUIRE);
  gnutls_session_set_verify_cert(pair.server.session, NULL, 0);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, 0);
  CHECK_IS(pair.server.result, 0);
  CHECK_IS(gnutls_certificate_client_get_request_status(pair.client.session), 1);
  CHECK(gnutls_certificate_get_ours(pair.client.session) != NULL);
  CHECK(gnutls_certificate_activation_time_peers(pair.server.session) == 1577836800);
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(with);
}

static void a_revoked_certificate(void) {
  gnutls_certificate_credentials_t revoked = credentials(DATA("revoked.pem"), DATA("revoked.key"), NULL);
  gnutls_certificate_credentials_t with_list = credentials(NULL, NULL, DATA("authority.pem"));
  CHECK_IS(gnutls_certificate_set_x509_crl_file(with_list, DATA("revocation_list.pem"), GNUTLS_X509_FMT_PEM), 1);
  for (int listed = 0; listed < 2; ++listed) {
    start();
    CHECK_IS(gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, revoked), 0);
    CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, listed ? with_list : client), 0);
    gnutls_session_set_verify_cert(pair.client.session, "localhost", 0);
    pair_handshake(&pair);
    CHECK_IS(pair.client.result, listed ? GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR : 0);
    CHECK_IS(gnutls_session_get_verify_cert_status(pair.client.session),
             listed ? GNUTLS_CERT_INVALID | GNUTLS_CERT_REVOKED : 0);
    pair_deinit(&pair);
  }
  gnutls_certificate_free_credentials(revoked);
  gnutls_certificate_free_credentials(with_list);
}

static void limits_and_missing_credentials(void) {
  gnutls_certificate_credentials_t shallow = credentials(NULL, NULL, DATA("authority.pem"));
  gnutls_certificate_set_verify_limits(shallow, 16384, 1);
  start();
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, shallow), 0);
  gnutls_session_set_verify_cert(pair.client.session, "localhost", 0);
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, 0); /* one certificate is within the limit */
  pair_deinit(&pair);
  gnutls_certificate_free_credentials(shallow);

  pair_init(&pair, priority);
  unsigned status = 0;
  CHECK_IS(gnutls_certificate_verify_peers2(pair.client.session, &status), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_handshake(pair.client.session), GNUTLS_E_INSUFFICIENT_CREDENTIALS);
  pair_deinit(&pair);
}

static void nothing_at_all(void) {
  unsigned status = 0;
  void* found = NULL;
  CHECK_IS(gnutls_certificate_allocate_credentials(NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_set_x509_system_trust(NULL), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_set_x509_trust_file(NULL, "x", GNUTLS_X509_FMT_PEM), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_set_x509_trust_file(client, NULL, GNUTLS_X509_FMT_PEM), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_set_x509_trust_mem(client, NULL, GNUTLS_X509_FMT_PEM), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_set_x509_crl_mem(NULL, NULL, GNUTLS_X509_FMT_PEM), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_set_x509_key_file(client, "x", NULL, GNUTLS_X509_FMT_PEM), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_set_x509_key_mem(NULL, NULL, NULL, GNUTLS_X509_FMT_PEM), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_set_known_dh_params(NULL, GNUTLS_SEC_PARAM_MEDIUM), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_verify_peers2(NULL, &status), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_verify_peers3(NULL, NULL, &status), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_verify_peers(NULL, NULL, 0, &status), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_certificate_verification_status_print(0, GNUTLS_CRT_X509, NULL, 0), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_credentials_set(NULL, GNUTLS_CRD_CERTIFICATE, client), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_credentials_get(NULL, GNUTLS_CRD_CERTIFICATE, &found), GNUTLS_E_INVALID_REQUEST);
  CHECK(gnutls_certificate_get_peers(NULL, &status) == NULL);
  CHECK(gnutls_certificate_get_ours(NULL) == NULL);
  CHECK_IS(gnutls_certificate_client_get_request_status(NULL), 0);
  CHECK_IS(gnutls_certificate_activation_time_peers(NULL), -1);
  CHECK_IS(gnutls_certificate_expiration_time_peers(NULL), -1);
  CHECK_IS(gnutls_certificate_get_verify_flags(NULL), 0);
  gnutls_certificate_set_verify_flags(NULL, 0);
  gnutls_certificate_set_verify_limits(NULL, 0, 0);
  gnutls_certificate_set_verify_function(NULL, verify_function);
  gnutls_certificate_set_flags(NULL, 0);
  gnutls_certificate_free_keys(NULL);
  gnutls_certificate_free_cas(NULL);
  gnutls_certificate_free_crls(NULL);
  gnutls_certificate_free_ca_names(NULL);
  gnutls_certificate_server_set_request(NULL, GNUTLS_CERT_REQUIRE);
  gnutls_certificate_send_x509_rdn_sequence(NULL, 1);
  gnutls_session_set_verify_cert(NULL, "x", 0);
  gnutls_session_set_verify_cert2(NULL, NULL, 0, 0);
  gnutls_session_set_verify_function(NULL, verify_function);
  gnutls_credentials_clear(NULL);
  gnutls_certificate_free_credentials(NULL);
}

static void credentials_of_a_session(void) {
  void* found = NULL;
  pair_init(&pair, priority);
  gnutls_session_t session = pair.client.session;
  CHECK_IS(gnutls_credentials_get(session, GNUTLS_CRD_CERTIFICATE, &found), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, client), 0);
  CHECK_IS(gnutls_credentials_get(session, GNUTLS_CRD_CERTIFICATE, &found), 0);
  CHECK(found == client);
  CHECK_IS(gnutls_credentials_get(session, GNUTLS_CRD_ANON, &found), GNUTLS_E_INVALID_REQUEST);
  CHECK_IS(gnutls_credentials_set(session, GNUTLS_CRD_ANON, server), 0); /* kept, and of no use */
  CHECK_IS(gnutls_credentials_get(session, GNUTLS_CRD_ANON, &found), 0);
  CHECK(found == server);
  CHECK_IS(gnutls_credentials_set(session, GNUTLS_CRD_ANON, NULL), 0);
  CHECK_IS(gnutls_credentials_get(session, GNUTLS_CRD_ANON, &found), GNUTLS_E_INVALID_REQUEST);
  gnutls_credentials_clear(session);
  CHECK_IS(gnutls_credentials_get(session, GNUTLS_CRD_CERTIFICATE, &found), GNUTLS_E_INVALID_REQUEST);
  pair_deinit(&pair);
}

static const char* place_in_log;
static int named;
static void find_place(int level, const char* line) {
  (void)level;
  if (strstr(line, place_in_log) != NULL) ++named;
}

/* Among good ones. Nobody is trusted then, as with 3.7.9 (differential_chains.py), and the log says which one it was. */
static void the_log_names_the_broken_authority(void) {
  static const char broken[] = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
  static const char* const places[] = {"certificate 1 of the file", "certificate 2 of the file",
                                       "certificate 3 of the file"};
  gnutls_datum_t first, second;
  char text[8192];
  CHECK_IS(gnutls_load_file(DATA("authority.pem"), &first), 0);
  CHECK_IS(gnutls_load_file(DATA("other_authority.pem"), &second), 0);
  gnutls_global_set_log_level(1);
  gnutls_global_set_log_function(find_place);
  for (int i = 0; i < 3; ++i) {
    gnutls_certificate_credentials_t nobody = credentials(NULL, NULL, NULL);
    snprintf(text, sizeof text, "%s%.*s%s%.*s%s", i == 0 ? broken : "", (int)first.size, first.data,
             i == 1 ? broken : "", (int)second.size, second.data, i == 2 ? broken : "");
    const gnutls_datum_t all = {(unsigned char*)text, (unsigned)strlen(text)};
    place_in_log = places[i];
    named = 0;
    CHECK_IS(gnutls_certificate_set_x509_trust_mem(nobody, &all, GNUTLS_X509_FMT_PEM), GNUTLS_E_ASN1_DER_ERROR);
    CHECK_IS(named, 1);
    gnutls_certificate_free_credentials(nobody);
  }
  gnutls_global_set_log_function(NULL);
  gnutls_global_set_log_level(0);
  gnutls_free(first.data);
  gnutls_free(second.data);
}

int main(void) {
  gnutls_global_set_time_function(fixed_time);
  server = credentials(DATA("server.pem"), DATA("server.key"), DATA("authority.pem"));
  client = credentials(NULL, NULL, DATA("authority.pem"));
  verified_by_itself();
  refused("other.example", GNUTLS_CERT_INVALID | GNUTLS_CERT_UNEXPECTED_OWNER);
  gnutls_certificate_free_cas(client);
  refused(NULL, GNUTLS_CERT_INVALID | GNUTLS_CERT_SIGNER_NOT_FOUND);
  CHECK_IS(gnutls_certificate_set_x509_trust_file(client, DATA("other_authority.pem"), GNUTLS_X509_FMT_PEM), 1);
  refused("localhost", GNUTLS_CERT_INVALID | GNUTLS_CERT_SIGNER_NOT_FOUND);
  CHECK_IS(gnutls_certificate_set_x509_trust_file(client, DATA("authority.pem"), GNUTLS_X509_FMT_PEM), 1);
  verified_by_itself(); /* beside another authority */
  demands_that_make_no_sense_are_fulfilled_by_nobody();
  the_programs_function_decides();
  the_credentials_function_counts_unless_the_session_has_one();
  a_client_without_a_certificate(GNUTLS_CERT_REQUEST, 0, 0);
  a_client_without_a_certificate(GNUTLS_CERT_REQUEST, 1, GNUTLS_E_CERTIFICATE_ERROR);
  a_client_without_a_certificate(GNUTLS_CERT_REQUIRE, 1, GNUTLS_E_CERTIFICATE_REQUIRED);
  the_servers_function_hears_of_a_missing_certificate();
  a_client_with_a_certificate();
  a_revoked_certificate();
  limits_and_missing_credentials();
  credentials_of_a_session();
  nothing_at_all();
  the_log_names_the_broken_authority();
  gnutls_certificate_free_credentials(server);
  gnutls_certificate_free_credentials(client);
  return 0;
}
