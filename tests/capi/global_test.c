/* The library as a whole: memory functions that a program copies, its own gnutls_rnd(), logging, the key log file. */
#define _GNU_SOURCE
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "differential/pair.h"

static int random_calls;
static unsigned char next_byte = 1;

/* Programs may put their own generator in the place of the library's. */
__attribute__((visibility("default"))) int gnutls_rnd(gnutls_rnd_level_t level, void* data, size_t len) {
  (void)level;
  ++random_calls;
  memset(data, next_byte++, len);
  return 0;
}

static int log_lines;
static void log_function(int level, const char* line) {
  CHECK_IS(level, 1);
  CHECK(line[strlen(line) - 1] == '\n');
  ++log_lines;
}

static void memory_functions(void) {
  CHECK(gnutls_free == free && gnutls_malloc == malloc && gnutls_realloc == realloc && gnutls_calloc == calloc);
  char* copy = gnutls_strdup("copied");
  CHECK(copy != NULL && strcmp(copy, "copied") == 0);
  gnutls_free(copy);
  gnutls_datum_t text = {NULL, 0};
  CHECK_IS(gnutls_certificate_verification_status_print(0, GNUTLS_CRT_X509, &text, 0), 0);
  CHECK_IS(text.size, strlen((char*)text.data));
  gnutls_free(text.data);
}

static void logging(gnutls_certificate_credentials_t credentials) {
  gnutls_global_set_log_function(log_function);
  CHECK(gnutls_certificate_set_x509_trust_file(credentials, "no such file", GNUTLS_X509_FMT_PEM) < 0);
  CHECK_IS(log_lines, 0);
  gnutls_global_set_log_level(1);
  CHECK(gnutls_certificate_set_x509_trust_file(credentials, "no such file", GNUTLS_X509_FMT_PEM) < 0);
  CHECK(log_lines > 0);
  gnutls_global_set_log_function(NULL);
  CHECK(gnutls_certificate_set_x509_trust_file(credentials, "no such file", GNUTLS_X509_FMT_PEM) < 0);
}

static pair_t pair;

static int function_lines;
static int keylog_function(gnutls_session_t session, const char* label, const gnutls_datum_t* secret) {
  CHECK(session == pair.client.session && label != NULL && secret->size == 48);
  ++function_lines;
  return 0;
}

static void randoms_come_from_the_program(gnutls_certificate_credentials_t credentials) {
  pair_init(&pair, "NORMAL:-VERS-ALL:+VERS-TLS1.3");
  CHECK_IS(gnutls_credentials_set(pair.client.session, GNUTLS_CRD_CERTIFICATE, credentials), 0);
  CHECK_IS(gnutls_credentials_set(pair.server.session, GNUTLS_CRD_CERTIFICATE, credentials), 0);
  CHECK(gnutls_session_get_keylog_function(pair.client.session) == NULL);
  gnutls_session_set_keylog_function(pair.client.session, keylog_function);
  CHECK(gnutls_session_get_keylog_function(pair.client.session) == keylog_function);
  random_calls = 0;
  pair_handshake(&pair);
  CHECK_IS(pair.client.result, 0);
  CHECK_IS(pair.server.result, 0);
  CHECK(random_calls >= 2);
  gnutls_datum_t of_client, of_server;
  gnutls_session_get_random(pair.client.session, &of_client, &of_server);
  CHECK_IS(of_client.size, 32);
  for (int i = 1; i < 32; ++i) CHECK(of_client.data[i] == of_client.data[0]);
  for (int i = 1; i < 24; ++i) CHECK(of_server.data[i] == of_server.data[0]); /* the rest may be a downgrade sentinel */
  CHECK(of_client.data[0] != of_server.data[0]);
  CHECK_IS(function_lines, 5);
  pair_deinit(&pair);
}

static void the_server_has_written_its_key_log(const char* path) {
  static const char* labels[] = {"CLIENT_HANDSHAKE_TRAFFIC_SECRET ", "SERVER_HANDSHAKE_TRAFFIC_SECRET ",
                                 "EXPORTER_SECRET ", "CLIENT_TRAFFIC_SECRET_0 ", "SERVER_TRAFFIC_SECRET_0 "};
  FILE* file = fopen(path, "r");
  CHECK(file != NULL);
  char line[512];
  for (int i = 0; i < 5; ++i) {
    CHECK(fgets(line, sizeof line, file) != NULL);
    size_t label = strlen(labels[i]);
    CHECK(strncmp(line, labels[i], label) == 0);
    CHECK_IS(strspn(line + label, "0123456789abcdef"), 64);
    CHECK_IS(strspn(line + label + 65, "0123456789abcdef"), 96);
    CHECK_IS(strlen(line), label + 64 + 1 + 96 + 1);
  }
  CHECK(fgets(line, sizeof line, file) == NULL); /* the client's went to its function */
  fclose(file);
}

static long long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* A ticket of the millisecond that a guard starts in counts as older: whoever makes one at once shall not have bad luck. */
static void a_guard_starts_before_the_next_millisecond(void) {
  for (int i = 0; i < 20; ++i) {
    gnutls_anti_replay_t guard;
    const long long before = milliseconds();
    CHECK_IS(gnutls_anti_replay_init(&guard), 0);
    CHECK(milliseconds() > before);
    gnutls_anti_replay_deinit(guard);
  }
}

int main(int argc, char** argv) {
  const char* path = getenv("SSLKEYLOGFILE");
  if (path == NULL) { /* the library has looked at the environment already: once more, with the file */
    char template[] = "/tmp/handfast-keylog-XXXXXX";
    int descriptor = mkstemp(template);
    CHECK(descriptor >= 0);
    close(descriptor);
    setenv("SSLKEYLOGFILE", template, 1);
    execv("/proc/self/exe", argv);
    return 2;
  }
  (void)argc;
  gnutls_certificate_credentials_t credentials;
  CHECK_IS(gnutls_certificate_allocate_credentials(&credentials), 0);
  CHECK_IS(
      gnutls_certificate_set_x509_key_file(credentials, DATA("server.pem"), DATA("server.key"), GNUTLS_X509_FMT_PEM),
      0);
  memory_functions();
  logging(credentials);
  randoms_come_from_the_program(credentials);
  the_server_has_written_its_key_log(path);
  unlink(path);
  a_guard_starts_before_the_next_millisecond();
  CHECK_IS(gnutls_global_init(), 0);
  gnutls_global_deinit();
  CHECK(strcmp(gnutls_check_version(NULL), GNUTLS_VERSION) == 0);
  CHECK(gnutls_check_version("3.0") != NULL && gnutls_check_version("99.0.0") == NULL);
  gnutls_certificate_free_credentials(credentials);
  return 0;
}
