/* What the two kinds of handshake of the floor share: the full one, and the one that goes on from a session. */
#pragma once
#include "floor.h"

/* Bytes of messages without shares, certificates and signatures, as this library sends them. */
enum {
  HELLOS_13 = 300,
  HELLOS_12 = 250,
  FINISHED_13 = 36,
  FINISHED_12 = 16,
};

/* A session: its secret, versions, times and names; its ticket is what of it is sealed. */
enum { SESSION_STATE = 128, TICKET_SIZE = SESSION_STATE + SEALED_MORE, SESSION_ID_SIZE = 32 };

struct setup {
  int tls12, hybrid, chacha20, mutual, resumes, tickets;
  credential_t* credentials[2];
};

typedef struct {
  const setup_t* setup;
  int step, resumes;
  exchange_t exchange;
  uint8_t peer_share[CLIENT_SHARE_MOST];
  protection_t write, read, early, ticket_key;
  int has_session;             /* a server's */
  uint8_t ticket[TICKET_SIZE]; /* a client's */
} connection_t;

typedef void (*step_t)(side_t*);
enum { MOST_STEPS = 4 };

/* floor_bench.c */
size_t client_share_size(const setup_t* setup);
size_t server_share_size(const setup_t* setup);
void take_random(void);
void receive(side_t* side, void* data, size_t size);
void send_share(side_t* side, size_t size);
void start_keys(connection_t* own, size_t transcript, size_t blocks);
void send_flight(side_t* side);
void receive_flight(side_t* side);

/* floor_resumption.c */
extern const step_t resumption_steps[2][2][MOST_STEPS]; /* of TLS 1.3 and 1.2, client and server */
void leave_session(side_t* side);                       /* the server's end of a handshake */
