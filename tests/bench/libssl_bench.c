/* The driver of the two libraries with OpenSSL's interface: the system's OpenSSL, and AWS-LC's own libssl. */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "libssl.h"

struct setup {
  SSL_CTX* contexts[2];
};

const char* driver_name(void) { return OpenSSL_version(OPENSSL_VERSION); }

void check(const char* what, int good) {
  if (!good) die(what, ERR_error_string(ERR_get_error(), NULL));
}

static void choose_algorithms(SSL_CTX* ctx, const options_t* options) {
  const uint16_t version = is_tls12(options) ? TLS1_2_VERSION : TLS1_3_VERSION;
  check("version", SSL_CTX_set_min_proto_version(ctx, version) && SSL_CTX_set_max_proto_version(ctx, version));
  check("suites", SSL_CTX_set_ciphersuites(
                      ctx, is_chacha20(options) ? "TLS_CHACHA20_POLY1305_SHA256" : "TLS_AES_128_GCM_SHA256"));
  check("suites", SSL_CTX_set_cipher_list(ctx, is_chacha20(options)
                                                   ? "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
                                                   : "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256"));
  /* RFC 8422, 5.1: in TLS 1.2 the curve of an ECDSA certificate must be among the groups; X25519 is still the first. */
  const char* groups = is_tls12(options) ? "X25519:P-256" : options->group;
  if (!SSL_CTX_set1_groups_list(ctx, groups)) unsupported(groups);
}

static int keep_session(SSL* ssl, SSL_SESSION* session) {
  side_t* side = SSL_get_app_data(ssl);
  SSL_SESSION_free(side->session);
  side->session = session;
  return 1; /* it is ours now */
}

/* The server's own cache finds ids and, in OpenSSL, guards early data; a client's session goes to the program. */
static int cache_of(const options_t* options, int side) {
  if (!is_resuming(options)) return SSL_SESS_CACHE_OFF;
  if (side == CLIENT) return SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL;
  return uses_tickets(options) && options->early == 0 ? SSL_SESS_CACHE_OFF : SSL_SESS_CACHE_SERVER;
}

static void choose_resumption(SSL_CTX* ctx, const options_t* options, int side) {
  if (!uses_tickets(options)) SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
  check("tickets", SSL_CTX_set_num_tickets(ctx, uses_tickets(options) ? 1 : 0));
  SSL_CTX_set_session_cache_mode(ctx, cache_of(options, side));
  SSL_CTX_sess_set_new_cb(ctx, side == CLIENT ? keep_session : NULL);
  SSL_CTX_set_quiet_shutdown(ctx, 1);
  if (options->early > 0) allow_early_data(ctx, options, side);
}

static void load_trust(SSL_CTX* ctx, int side) {
  check("trust", SSL_CTX_load_verify_locations(ctx, TRUST_FILE, NULL));
  SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
  if (side == SERVER) SSL_CTX_set_client_CA_list(ctx, SSL_load_client_CA_file(TRUST_FILE));
}

static void load_credential(SSL_CTX* ctx, const options_t* options, int side) {
  char *certificate = file_name(options, side, ".pem"), *key = file_name(options, side, ".key");
  check("certificate", SSL_CTX_use_certificate_chain_file(ctx, certificate));
  check("key", SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM));
  free(certificate);
  free(key);
}

setup_t* driver_setup(const options_t* options) {
  setup_t* setup = calloc(1, sizeof *setup);
  for (int i = 0; i < 2; ++i) {
    SSL_CTX* ctx = SSL_CTX_new(TLS_method());
    choose_algorithms(ctx, options);
    choose_resumption(ctx, options, i);
    if (i == CLIENT || options->client_certificate) load_trust(ctx, i);
    if (i == SERVER || options->client_certificate) load_credential(ctx, options, i);
    setup->contexts[i] = ctx;
  }
  return setup;
}

static int bio_write(BIO* bio, const char* data, int size) {
  queue_put(((side_t*)BIO_get_data(bio))->out, data, (size_t)size);
  return size;
}

static int bio_read(BIO* bio, char* data, int size) {
  BIO_clear_retry_flags(bio);
  const size_t taken = queue_take(((side_t*)BIO_get_data(bio))->in, data, (size_t)size);
  if (taken > 0) return (int)taken;
  BIO_set_retry_read(bio);
  return -1;
}

static long bio_control(BIO* bio, int command, long number, void* pointer) {
  (void)bio, (void)number, (void)pointer;
  return command == BIO_CTRL_FLUSH;
}

static BIO_METHOD* queue_method(void) {
  BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "queue");
  check("method", method != NULL && BIO_meth_set_write(method, bio_write) && BIO_meth_set_read(method, bio_read) &&
                      BIO_meth_set_ctrl(method, bio_control));
  return method;
}

void driver_attach(side_t* side) {
  BIO* bio = BIO_new(queue_method());
  check("bio", bio != NULL);
  BIO_set_data(bio, side);
  BIO_set_init(bio, 1);
  side->transport = bio;
}

static void offer_session(SSL* ssl, side_t* side) {
  check("offer", SSL_set_session(ssl, side->session));
  if (SSL_SESSION_get_protocol_version(side->session) != TLS1_3_VERSION) return;
  SSL_SESSION_free(side->session);
  side->session = NULL;
  if (side->early.end > 0) send_early_data(side);
}

void driver_open(side_t* side, const setup_t* setup) {
  SSL* ssl = SSL_new(setup->contexts[side->which]);
  check("session", ssl != NULL);
  BIO_up_ref(side->transport); /* SSL_free() takes one */
  SSL_set_bio(ssl, side->transport, side->transport);
  if (side->which == CLIENT) {
    SSL_set_connect_state(ssl);
    SSL_set_app_data(ssl, side);
    check("name", SSL_set_tlsext_host_name(ssl, "localhost") && SSL_set1_host(ssl, "localhost"));
  } else {
    SSL_set_accept_state(ssl);
  }
  side->connection = ssl;
  if (side->which == CLIENT && side->session != NULL) offer_session(ssl, side);
}

int driver_handshake(side_t* side) {
  const int code = advance_handshake(side);
  check(side->which == CLIENT ? "client" : "server",
        code == 1 || SSL_get_error(side->connection, code) == SSL_ERROR_WANT_READ);
  return code == 1;
}

int driver_resumed(const side_t* side) { return SSL_session_reused(side->connection); }

/* The session came through keep_session(): in TLS 1.2 with the handshake, in TLS 1.3 when the client reads. */
void driver_keep(side_t* side) {
  SSL* ssl = side->connection;
  char nothing;
  if (SSL_version(ssl) == TLS1_3_VERSION)
    check("ticket", SSL_get_error(ssl, SSL_read(ssl, &nothing, sizeof nothing)) == SSL_ERROR_WANT_READ);
  check("session", side->session != NULL);
}

void driver_send(side_t* side, const void* data, size_t size) {
  check("send", SSL_write(side->connection, data, (int)size) == (int)size);
}

void driver_receive(side_t* side, void* data, size_t capacity, size_t size) {
  check("receive", SSL_read(side->connection, data, (int)capacity) == (int)size);
}

/* The chains of the benchmark are of one certificate. */
size_t driver_peer_chain(const side_t* side) {
  X509* leaf = SSL_get_peer_certificate(side->connection);
  const int size = leaf == NULL ? 0 : i2d_X509(leaf, NULL);
  X509_free(leaf);
  return (size_t)size;
}

void driver_close(side_t* side) {
  /* Nothing goes on from a connection that was not shut down; it is done without a message, as the context says. */
  SSL_shutdown(side->connection);
  SSL_free(side->connection);
}
