/* A handshake that goes on from a session, with SHA-256. Each side takes 32 random bytes, hashes the transcript, and
   seals and opens the protected part, like a full one. There are no certificates and no signatures; besides
   - TLS 1.3: the key exchange; 80 blocks of SHA-256: the 56 of a full handshake, and 2 for the early secret, 14 for the
     binder, 2 for what is no constant any more, 6 for the next ticket's secret; the server opens a ticket and seals the
     next one, which goes from one side to the other under a key of its own;
   - early data: 8 blocks more, and a record with the data and one with its end, under a third key;
   - TLS 1.2: 23 blocks for the keys and both Finished; with a ticket the server opens it, an id costs nothing. */
#include <string.h>

#include "floor_handshake.h"

enum {
  OFFER_13 = 56, /* bytes of pre_shared_key around a ticket, with its binder, and of psk_key_exchange_modes */
  SCHEDULE_13 = 80,
  SCHEDULE_EARLY = 8,
  SCHEDULE_12 = 23,
  END_OF_EARLY_DATA = 4,
};

static void send_record(side_t* side, protection_t* protection, const void* data, size_t size) {
  protection_seal(protection, queue_space(side->out, size + SEALED_MORE), data, size);
  queue_added(side->out, size + SEALED_MORE);
}

static void receive_record(side_t* side, protection_t* protection, uint8_t* data, size_t size) {
  protection_open(protection, data, side->in->data + side->in->begin, size);
  side->in->begin += size + SEALED_MORE;
}

void leave_session(side_t* side) {
  connection_t* own = side->connection;
  own->has_session = 1;
  if (!own->setup->tickets) return;
  uint8_t ticket[TICKET_SIZE] = {0};
  protection_seal(&own->ticket_key, ticket, ticket, SESSION_STATE);
  protection_start(&own->write, own->setup->chacha20);
  send_record(side, &own->write, ticket, sizeof ticket);
}

void driver_keep(side_t* side) {
  connection_t* own = side->connection;
  side->session = own->ticket;
  if (!own->setup->tickets) return;
  uint8_t opened[TICKET_SIZE + 1];
  protection_start(&own->read, own->setup->chacha20);
  receive_record(side, &own->read, opened, TICKET_SIZE);
  memcpy(own->ticket, opened, TICKET_SIZE);
}

static void offer(side_t* side) {
  const connection_t* own = side->connection;
  queue_put(side->out, own->ticket, own->setup->tickets ? TICKET_SIZE : SESSION_ID_SIZE);
}

static void look_up(side_t* side) {
  connection_t* own = side->connection;
  uint8_t offered[TICKET_SIZE];
  receive(side, offered, own->setup->tickets ? TICKET_SIZE : SESSION_ID_SIZE);
  if (!own->setup->tickets) return;
  own->ticket_key.opened = own->ticket_key.sealed - 1; /* it is the last one */
  protection_open(&own->ticket_key, offered, offered, SESSION_STATE);
}

static void hello12(side_t* side) {
  take_random();
  offer(side);
}

static void derive12(connection_t* own) {
  const size_t offered = own->setup->tickets ? TICKET_SIZE : SESSION_ID_SIZE;
  start_keys(own, HELLOS_12 + offered + 2 * FINISHED_12, SCHEDULE_12);
}

static void server12(side_t* side) {
  take_random();
  look_up(side);
  derive12(side->connection);
  send_flight(side);
}

static void client12(side_t* side) {
  derive12(side->connection);
  receive_flight(side);
  send_flight(side);
}

static void hello13(side_t* side) {
  connection_t* own = side->connection;
  take_random();
  exchange_generate(&own->exchange, own->setup->hybrid);
  send_share(side, client_share_size(own->setup));
  offer(side);
  if (side->early.end == 0) return;
  protection_start(&own->early, own->setup->chacha20);
  send_record(side, &own->early, side->early.data, side->early.end);
}

static void receive_early_data(side_t* side) {
  connection_t* own = side->connection;
  const size_t size = side->in->end - side->in->begin - SEALED_MORE;
  protection_start(&own->early, own->setup->chacha20);
  receive_record(side, &own->early, queue_space(&side->early, size + 1), size);
  queue_added(&side->early, size);
}

static void derive13(const side_t* side) {
  connection_t* own = side->connection;
  const setup_t* setup = own->setup;
  const size_t shares = client_share_size(setup) + server_share_size(setup);
  const size_t early = side->early.end > 0 ? SCHEDULE_EARLY : 0;
  start_keys(own, HELLOS_13 + OFFER_13 + TICKET_SIZE + shares + 2 * FINISHED_13,
             SCHEDULE_13 + (size_t)setup->hybrid + early);
}

static void server13(side_t* side) {
  connection_t* own = side->connection;
  uint8_t share[SERVER_SHARE_MOST];
  take_random();
  receive(side, own->peer_share, client_share_size(own->setup));
  look_up(side);
  exchange_answer(own->peer_share, share, own->setup->hybrid);
  queue_put(side->out, share, server_share_size(own->setup));
  if (side->in->end > side->in->begin) receive_early_data(side);
  derive13(side);
  send_flight(side);
}

static void client13(side_t* side) {
  connection_t* own = side->connection;
  static const uint8_t end_of_early_data[END_OF_EARLY_DATA];
  receive(side, own->peer_share, server_share_size(own->setup));
  exchange_agree(&own->exchange, own->peer_share);
  derive13(side);
  receive_flight(side);
  if (side->early.end > 0) send_record(side, &own->early, end_of_early_data, sizeof end_of_early_data);
  send_flight(side);
}

static void server13_end(side_t* side) {
  connection_t* own = side->connection;
  uint8_t nothing[END_OF_EARLY_DATA + 1];
  if (side->early.end > 0) receive_record(side, &own->early, nothing, END_OF_EARLY_DATA);
  receive_flight(side);
}

const step_t resumption_steps[2][2][MOST_STEPS] = {{{hello13, client13}, {server13, server13_end}},
                                                   {{hello12, client12}, {server12, receive_flight}}};
