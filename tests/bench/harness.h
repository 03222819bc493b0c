/* What the programs of the benchmark share. harness.c has main() and measures; a library is reached through the driver_
   functions, which its own file implements. Both sides of a connection run in one process over queues in memory. */
#pragma once
#include <stddef.h>

typedef struct {
  const char* version; /* "1.3" or "1.2" */
  const char* key;     /* "ec" or "rsa": the server's key, and the client's if it shows one */
  const char* group;   /* "X25519" or "X25519MLKEM768" */
  const char* aead;    /* "AES-128-GCM" or "CHACHA20-POLY1305" */
  const char* resume;  /* "no", "ticket" or "id": what connections go on from */
  long client_certificate;
  long early; /* bytes of early data in each connection that goes on from another */
  long size;  /* of a record's plaintext */
  long count; /* handshakes, or batches of records; of each thread */
  long threads;
} options_t;

enum { LARGEST_RECORD = 16384 };

int is_tls12(const options_t* options);
int is_chacha20(const options_t* options);
int is_resuming(const options_t* options);
int uses_tickets(const options_t* options);

/* Files below the working directory; the caller frees what file_name() gives. */
#define TRUST_FILE "ca.pem"
enum { CLIENT, SERVER };
char* file_name(const options_t* options, int side, const char* suffix);

typedef struct {
  unsigned char* data;
  size_t begin, end;
} queue_t;

/* Room for so many bytes at the end of the queue, which queue_added() then makes part of it. */
unsigned char* queue_space(queue_t* queue, size_t size);
void queue_added(queue_t* queue, size_t size);
void queue_put(queue_t* queue, const void* data, size_t size);
size_t queue_take(queue_t* queue, void* data, size_t size); /* fewer bytes if there are no more */

typedef struct {
  int which; /* CLIENT or SERVER */
  queue_t *in, *out;
  void* transport;  /* the driver's, made once */
  void* connection; /* the driver's, of one connection */
  void* session;    /* a client's, the driver's: what its next connection goes on from, if that is not null */
  queue_t early;    /* early data: a client's to send, where it stays; a server's as it came */
} side_t;

_Noreturn void die(const char* what, const char* why);
/* Ends the program in the way that says: this library cannot do this row. */
_Noreturn void unsupported(const char* what);

/* Credentials and settings, made once and shared by all connections and threads. */
typedef struct setup setup_t;

const char* driver_name(void); /* of the library, with its version */
setup_t* driver_setup(const options_t* options);
void driver_attach(side_t* side); /* once, before the side's first connection */
void driver_open(side_t* side, const setup_t* setup);
int driver_handshake(side_t* side); /* 1: done, 0: waits for the other side */
int driver_resumed(const side_t* side);
/* Makes `session` what the server left; in TLS 1.3 this is a ticket that waits in the queue, or the program dies. */
void driver_keep(side_t* side);
void driver_send(side_t* side, const void* data, size_t size);
/* One record of `size` bytes; `capacity` is what an application had room for. */
void driver_receive(side_t* side, void* data, size_t capacity, size_t size);
size_t driver_peer_chain(const side_t* side); /* bytes of certificates that the connection keeps of its peer */
void driver_close(side_t* side);
