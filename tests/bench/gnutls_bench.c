/* The driver of every libgnutls.so.30: this library's and GnuTLS's, in the same compiled program. */
#include <errno.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"

struct setup {
  gnutls_certificate_credentials_t credentials[2];
  gnutls_priority_t priority;
  int client_certificate;
};

const char* driver_name(void) {
  static char name[40];
  snprintf(name, sizeof name, "GnuTLS %s", gnutls_check_version(NULL));
  return name;
}

static void check(const char* what, int code) {
  if (code < 0) die(what, gnutls_strerror(code));
}

static gnutls_priority_t priority_of(const options_t* options) {
  char text[200];
  /* RFC 8422, 5.1: in TLS 1.2 the curve of an ECDSA certificate must be among the groups; X25519 is still the first. */
  snprintf(text, sizeof text, "NORMAL:-VERS-ALL:+VERS-TLS%s:-CIPHER-ALL:+%s:-GROUP-ALL:+GROUP-%s%s", options->version,
           options->aead, strcmp(options->group, "X25519MLKEM768") == 0 ? "X25519-MLKEM768" : options->group,
           is_tls12(options) ? ":+GROUP-SECP256R1" : "");
  gnutls_priority_t priority;
  if (gnutls_priority_init(&priority, text, NULL) != 0) unsupported(text);
  return priority;
}

static gnutls_certificate_credentials_t credentials_of(const options_t* options, int side) {
  gnutls_certificate_credentials_t credentials;
  check("credentials", gnutls_certificate_allocate_credentials(&credentials));
  if (side == CLIENT || options->client_certificate)
    check("trust", gnutls_certificate_set_x509_trust_file(credentials, TRUST_FILE, GNUTLS_X509_FMT_PEM));
  if (side == CLIENT && !options->client_certificate) return credentials;
  char *certificate = file_name(options, side, ".pem"), *key = file_name(options, side, ".key");
  check("key", gnutls_certificate_set_x509_key_file(credentials, certificate, key, GNUTLS_X509_FMT_PEM));
  free(certificate);
  free(key);
  return credentials;
}

setup_t* driver_setup(const options_t* options) {
  setup_t* setup = calloc(1, sizeof *setup);
  setup->priority = priority_of(options);
  setup->client_certificate = options->client_certificate;
  for (int i = 0; i < 2; ++i) setup->credentials[i] = credentials_of(options, i);
  return setup;
}

static ssize_t push(gnutls_transport_ptr_t pointer, const void* data, size_t size) {
  queue_put(((side_t*)pointer)->out, data, size);
  return (ssize_t)size;
}

static ssize_t pull(gnutls_transport_ptr_t pointer, void* data, size_t size) {
  side_t* side = pointer;
  const size_t taken = queue_take(side->in, data, size);
  if (taken > 0) return (ssize_t)taken;
  gnutls_transport_set_errno(side->connection, EAGAIN);
  return -1;
}

void driver_attach(side_t* side) { (void)side; /* the transport is set for each session */ }

static void expect_certificate(gnutls_session_t session, const side_t* side, const setup_t* setup) {
  if (side->which == CLIENT) {
    gnutls_server_name_set(session, GNUTLS_NAME_DNS, "localhost", strlen("localhost"));
    gnutls_session_set_verify_cert(session, "localhost", 0);
  } else if (setup->client_certificate) {
    gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
    gnutls_session_set_verify_cert(session, NULL, 0);
  }
}

void driver_open(side_t* side, const setup_t* setup) {
  /* No tickets on either side, and one key share: what the other libraries are told, too. */
  static const unsigned flags[2] = {GNUTLS_CLIENT | GNUTLS_KEY_SHARE_TOP | GNUTLS_NO_TICKETS,
                                    GNUTLS_SERVER | GNUTLS_NO_AUTO_SEND_TICKET};
  gnutls_session_t session;
  check("session", gnutls_init(&session, flags[side->which]));
  check("priority", gnutls_priority_set(session, setup->priority));
  check("credentials", gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, setup->credentials[side->which]));
  gnutls_transport_set_ptr(session, side);
  gnutls_transport_set_push_function(session, push);
  gnutls_transport_set_pull_function(session, pull);
  expect_certificate(session, side, setup);
  side->connection = session;
}

int driver_handshake(side_t* side) {
  const int code = gnutls_handshake(side->connection);
  if (code < 0 && gnutls_error_is_fatal(code)) check(side->which == CLIENT ? "client" : "server", code);
  return code == 0;
}

void driver_send(side_t* side, const void* data, size_t size) {
  if (gnutls_record_send(side->connection, data, size) != (ssize_t)size) die("send", "failed");
}

void driver_receive(side_t* side, void* data, size_t capacity, size_t size) {
  if (gnutls_record_recv(side->connection, data, capacity) != (ssize_t)size) die("receive", "failed");
}

size_t driver_peer_chain(const side_t* side) {
  unsigned count = 0;
  const gnutls_datum_t* chain = gnutls_certificate_get_peers(side->connection, &count);
  size_t size = 0;
  for (unsigned i = 0; chain != NULL && i < count; ++i) size += chain[i].size;
  return size;
}

void driver_close(side_t* side) { gnutls_deinit(side->connection); }
