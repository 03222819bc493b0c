/* The floor: a "library" that only does what no library can leave out, by calling AWS-LC directly, with values of real
   sizes. There are no messages, no certificates to read, no names to compare, no state to keep: what a library takes
   more than this is its own.

   What each side does, SHA-256 and one certificate in each chain:
   - 32 random bytes, its half of the key exchange, the transcript's hash;
   - TLS 1.3: 56 blocks of SHA-256 for the key schedule up to the application's keys and both Finished, all HMAC keys set
     up once (one block more where the shared secret has 64 bytes); TLS 1.2: 35 for the master secret, the keys and both
     Finished;
   - who proves itself: one signature; who checks it: the authority's signature on the certificate, the certificate's
     public key, and the proof;
   - the protected part of the handshake sealed once and opened once in each direction.
   floor_resumption.c says what a handshake is that goes on from a session.
   A record is one seal or one open with a kept key. */
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>

#include "floor_handshake.h"

enum {
  CERTIFICATE_MORE = 16, /* around a chain of one and around a signature */
  CERTIFICATE_REQUEST = 100,
  SIGNED_13 = 130, /* RFC 8446, 4.4.3: 64 blanks, the context string, a zero, the transcript's hash */
  SIGNED_12 = 100, /* RFC 8422, 5.4: both randoms and the key */
  SCHEDULE_13 = 56,
  SCHEDULE_12 = 35,
};

void check(const char* what, int good) {
  if (!good) die(what, "failed");
}

const char* driver_name(void) {
  static char name[80];
  snprintf(name, sizeof name, "primitives of %s", OpenSSL_version(OPENSSL_VERSION));
  return name;
}

setup_t* driver_setup(const options_t* options) {
  setup_t* setup = calloc(1, sizeof *setup);
  setup->tls12 = is_tls12(options);
  setup->resumes = is_resuming(options);
  setup->tickets = uses_tickets(options);
  setup->hybrid = options->group[6] != '\0'; /* more than "X25519" */
  setup->chacha20 = is_chacha20(options);
  setup->mutual = options->client_certificate != 0;
  setup->credentials[SERVER] = credential_load(options, SERVER);
  if (setup->mutual) setup->credentials[CLIENT] = credential_load(options, CLIENT);
  return setup;
}

void driver_attach(side_t* side) {
  /* The values of one connection are kept: a library's own state is not part of the floor. */
  connection_t* own = calloc(1, sizeof *own);
  protection_start(&own->ticket_key, 0);
  side->connection = own;
}

void driver_open(side_t* side, const setup_t* setup) {
  connection_t* own = side->connection;
  own->setup = setup;
  own->step = 0;
  own->resumes = side->which == SERVER ? own->has_session : side->session != NULL;
}

void driver_close(side_t* side) { (void)side; }

int driver_resumed(const side_t* side) { return ((const connection_t*)side->connection)->resumes; }

size_t driver_peer_chain(const side_t* side) { return (void)side, 0; }

size_t client_share_size(const setup_t* setup) { return setup->hybrid ? CLIENT_SHARE_MOST : CURVE_SIZE; }
size_t server_share_size(const setup_t* setup) { return setup->hybrid ? SERVER_SHARE_MOST : CURVE_SIZE; }

static size_t signed_content(const setup_t* setup) { return setup->tls12 ? SIGNED_12 : SIGNED_13; }

void take_random(void) {
  uint8_t random[32];
  check("random", RAND_bytes(random, sizeof random));
}

void receive(side_t* side, void* data, size_t size) { check("queue", queue_take(side->in, data, size) == size); }

void send_share(side_t* side, size_t size) {
  const connection_t* own = side->connection;
  queue_put(side->out, own->exchange.share, size);
}

static void prove(side_t* side) {
  const setup_t* setup = ((connection_t*)side->connection)->setup;
  uint8_t signature[SIGNATURE_MOST];
  const size_t size = credential_sign(setup->credentials[side->which], signed_content(setup), signature);
  queue_put(side->out, &size, sizeof size);
  queue_put(side->out, signature, size);
}

static void check_peer(side_t* side) {
  const setup_t* setup = ((connection_t*)side->connection)->setup;
  uint8_t signature[SIGNATURE_MOST];
  size_t size = 0;
  receive(side, &size, sizeof size);
  receive(side, signature, size);
  credential_verify(setup->credentials[1 - side->which], signed_content(setup), signature, size);
}

static size_t proof_size(const setup_t* setup, int side) {
  /* A signature has at most a quarter of a kilobyte; an ECDSA one is 72, which is one block more or less. */
  return credential_size(setup->credentials[side]) + 2 * CERTIFICATE_MORE + SIGNATURE_MOST / 2;
}

/* The bytes that a side sends under the handshake's keys. */
static size_t protected_flight(const connection_t* own, int side) {
  const setup_t* setup = own->setup;
  if (setup->tls12) return FINISHED_12;
  size_t size = FINISHED_13;
  if (own->resumes) return size;
  if (side == SERVER || setup->mutual) size += proof_size(setup, side);
  if (side == SERVER && setup->mutual) size += CERTIFICATE_REQUEST;
  return size;
}

void start_keys(connection_t* own, size_t transcript, size_t blocks) {
  hash_bytes(transcript);
  hash_blocks(blocks);
  protection_start(&own->write, own->setup->chacha20);
  protection_start(&own->read, own->setup->chacha20);
}

/* Transcript, key schedule and keys, which are the same work on both sides. */
static void derive_keys(connection_t* own) {
  const setup_t* setup = own->setup;
  size_t transcript = setup->tls12 ? HELLOS_12 + 2 * CURVE_SIZE + 2 * FINISHED_12
                                   : HELLOS_13 + client_share_size(setup) + server_share_size(setup) + 2 * FINISHED_13;
  transcript += proof_size(setup, SERVER);
  if (setup->mutual) transcript += CERTIFICATE_REQUEST + proof_size(setup, CLIENT);
  start_keys(own, transcript, setup->tls12 ? SCHEDULE_12 : SCHEDULE_13 + (size_t)setup->hybrid);
}

void send_flight(side_t* side) {
  connection_t* own = side->connection;
  const size_t size = protected_flight(own, side->which);
  uint8_t* out = queue_space(side->out, size + SEALED_MORE);
  protection_seal(&own->write, out, out, size);
  queue_added(side->out, size + SEALED_MORE);
}

void receive_flight(side_t* side) {
  connection_t* own = side->connection;
  const size_t size = protected_flight(own, 1 - side->which);
  uint8_t* in = side->in->data + side->in->begin;
  protection_open(&own->read, in, in, size);
  side->in->begin += size + SEALED_MORE;
}

static void client_hello(side_t* side) {
  connection_t* own = side->connection;
  take_random();
  if (own->setup->tls12) return;
  exchange_generate(&own->exchange, own->setup->hybrid);
  send_share(side, client_share_size(own->setup));
}

/* ServerHello to Finished. */
static void server13(side_t* side) {
  connection_t* own = side->connection;
  uint8_t share[SERVER_SHARE_MOST];
  take_random();
  receive(side, own->peer_share, client_share_size(own->setup));
  exchange_answer(own->peer_share, share, own->setup->hybrid);
  queue_put(side->out, share, server_share_size(own->setup));
  derive_keys(own);
  prove(side);
  send_flight(side);
}

static void client13(side_t* side) {
  connection_t* own = side->connection;
  receive(side, own->peer_share, server_share_size(own->setup));
  exchange_agree(&own->exchange, own->peer_share);
  derive_keys(own);
  check_peer(side);
  receive_flight(side);
  if (own->setup->mutual) prove(side);
  send_flight(side);
}

static void server13_end(side_t* side) {
  if (((connection_t*)side->connection)->setup->mutual) check_peer(side);
  receive_flight(side);
}

/* ServerHello to ServerHelloDone. */
static void server12(side_t* side) {
  connection_t* own = side->connection;
  take_random();
  exchange_generate(&own->exchange, 0);
  send_share(side, CURVE_SIZE);
  prove(side);
}

static void client12(side_t* side) {
  connection_t* own = side->connection;
  receive(side, own->peer_share, CURVE_SIZE);
  check_peer(side);
  exchange_generate(&own->exchange, 0);
  send_share(side, CURVE_SIZE);
  exchange_agree(&own->exchange, own->peer_share);
  derive_keys(own);
  if (own->setup->mutual) prove(side);
  send_flight(side);
}

static void server12_end(side_t* side) {
  connection_t* own = side->connection;
  receive(side, own->peer_share, CURVE_SIZE);
  exchange_agree(&own->exchange, own->peer_share);
  derive_keys(own);
  if (own->setup->mutual) check_peer(side);
  receive_flight(side);
  send_flight(side);
}

int driver_handshake(side_t* side) {
  static const step_t steps[2][2][MOST_STEPS] = {{{client_hello, client13}, {server13, server13_end}},
                                                 {{client_hello, client12, receive_flight}, {server12, server12_end}}};
  connection_t* own = side->connection;
  const int tls12 = own->setup->tls12;
  const step_t* mine = own->resumes ? resumption_steps[tls12][side->which] : steps[tls12][side->which];
  mine[own->step++](side);
  if (mine[own->step] != NULL) return 0;
  if (side->which == SERVER && own->setup->resumes && !(tls12 && own->resumes)) leave_session(side);
  return 1;
}

void driver_send(side_t* side, const void* data, size_t size) {
  connection_t* own = side->connection;
  protection_seal(&own->write, queue_space(side->out, size + SEALED_MORE), data, size);
  queue_added(side->out, size + SEALED_MORE);
}

void driver_receive(side_t* side, void* data, size_t capacity, size_t size) {
  connection_t* own = side->connection;
  static uint8_t opened[1 << 15]; /* the inner content type may need a byte more than the caller has */
  (void)data, (void)capacity;
  protection_open(&own->read, opened, side->in->data + side->in->begin, size);
  side->in->begin += size + SEALED_MORE;
}
