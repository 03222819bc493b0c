/* The driver of every libgnutls.so.30: this library's and GnuTLS's, in the same compiled program. */
#include <errno.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gnutls_store.h"
#include "harness.h"

struct setup {
  const options_t* options;
  gnutls_certificate_credentials_t credentials[2];
  gnutls_priority_t priority;
  gnutls_datum_t ticket_key;
  store_t* store; /* of sessions by their ids, or of early data that came */
  gnutls_anti_replay_t anti_replay;
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
  setup->options = options;
  setup->priority = priority_of(options);
  check("ticket key", gnutls_session_ticket_key_generate(&setup->ticket_key));
  setup->store = store_create();
  check("anti-replay", gnutls_anti_replay_init(&setup->anti_replay));
  store_guard(setup->anti_replay, setup->store);
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
  } else if (setup->options->client_certificate) {
    gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUIRE);
    gnutls_session_set_verify_cert(session, NULL, 0);
  }
}

/* Tickets only where the row is about them, sent by hand to be one and not two, and one key share: what the other
   libraries are told, too. */
static unsigned flags_of(const options_t* options, int side) {
  if (side == SERVER)
    return GNUTLS_SERVER | GNUTLS_NO_AUTO_SEND_TICKET | (options->early > 0 ? GNUTLS_ENABLE_EARLY_DATA : 0);
  return GNUTLS_CLIENT | GNUTLS_KEY_SHARE_TOP | (uses_tickets(options) ? 0 : GNUTLS_NO_TICKETS);
}

static void remember_sessions(gnutls_session_t session, const setup_t* setup) {
  if (uses_tickets(setup->options))
    check("tickets", gnutls_session_ticket_enable_server(session, &setup->ticket_key));
  else if (is_resuming(setup->options))
    store_attach(session, setup->store);
}

static void allow_early_data(gnutls_session_t session, const setup_t* setup) {
  check("early data", gnutls_record_set_max_early_data_size(session, (size_t)setup->options->early));
  gnutls_anti_replay_enable(session, setup->anti_replay);
}

static void offer_session(gnutls_session_t session, const side_t* side) {
  const gnutls_datum_t* kept = side->session;
  check("offer", gnutls_session_set_data(session, kept->data, kept->size));
  if (side->early.end > 0)
    check("early data", (int)gnutls_record_send_early_data(session, side->early.data, side->early.end));
}

void driver_open(side_t* side, const setup_t* setup) {
  gnutls_session_t session;
  check("session", gnutls_init(&session, flags_of(setup->options, side->which)));
  check("priority", gnutls_priority_set(session, setup->priority));
  check("credentials", gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, setup->credentials[side->which]));
  gnutls_session_set_ptr(session, (void*)setup);
  gnutls_transport_set_ptr(session, side);
  gnutls_transport_set_push_function(session, push);
  gnutls_transport_set_pull_function(session, pull);
  expect_certificate(session, side, setup);
  if (side->which == SERVER) remember_sessions(session, setup);
  if (side->which == SERVER && setup->options->early > 0) allow_early_data(session, setup);
  if (side->session != NULL) offer_session(session, side);
  side->connection = session;
}

static void give_ticket(gnutls_session_t session, const setup_t* setup) {
  if (uses_tickets(setup->options) && !is_tls12(setup->options)) /* there it is a part of the handshake */
    check("ticket", gnutls_session_ticket_send(session, 1, 0));
}

static void read_early_data(gnutls_session_t session, queue_t* early) {
  for (;;) {
    const ssize_t size = gnutls_record_recv_early_data(session, queue_space(early, LARGEST_RECORD), LARGEST_RECORD);
    if (size == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE) return;
    check("early data", (int)size);
    queue_added(early, (size_t)size);
  }
}

static void end_of_handshake(side_t* side, const setup_t* setup) {
  if (side->which == CLIENT) return;
  give_ticket(side->connection, setup);
  if (setup->options->early > 0) read_early_data(side->connection, &side->early);
}

int driver_handshake(side_t* side) {
  gnutls_session_t session = side->connection;
  const int code = gnutls_handshake(session);
  if (code < 0 && gnutls_error_is_fatal(code)) check(side->which == CLIENT ? "client" : "server", code);
  if (code == 0) end_of_handshake(side, gnutls_session_get_ptr(session));
  return code == 0;
}

int driver_resumed(const side_t* side) { return gnutls_session_is_resumed(side->connection); }

static void read_ticket(gnutls_session_t session) {
  char nothing;
  const ssize_t code = gnutls_record_recv(session, &nothing, sizeof nothing);
  if (code != GNUTLS_E_AGAIN || !(gnutls_session_get_flags(session) & GNUTLS_SFLAGS_SESSION_TICKET))
    die("ticket", "did not come");
}

void driver_keep(side_t* side) {
  gnutls_session_t session = side->connection;
  if (gnutls_protocol_get_version(session) == GNUTLS_TLS1_3) read_ticket(session);
  if (side->session == NULL) side->session = calloc(1, sizeof(gnutls_datum_t));
  gnutls_datum_t* kept = side->session;
  gnutls_free(kept->data);
  check("session", gnutls_session_get_data2(session, kept));
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
