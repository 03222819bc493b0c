#include "libssl.h"

void allow_early_data(SSL_CTX* ctx, const options_t* options, int side) {
  (void)options, (void)side; /* how much is not to be chosen */
  SSL_CTX_set_early_data_enabled(ctx, 1);
}

/* The handshake seems done here while there is early data to send or to read. */
void send_early_data(side_t* side) {
  SSL* ssl = side->connection;
  const int size = (int)side->early.end;
  check("early data",
        SSL_do_handshake(ssl) == 1 && SSL_in_early_data(ssl) && SSL_write(ssl, side->early.data, size) == size);
}

static int read_early_data(side_t* side) {
  for (;;) {
    const int code = SSL_read(side->connection, queue_space(&side->early, LARGEST_RECORD), LARGEST_RECORD);
    if (code <= 0) return code;
    queue_added(&side->early, (size_t)code);
  }
}

/* A ticket leaves with the first data that is written, or with none. */
static void flush_ticket(SSL* ssl) { check("ticket", SSL_write(ssl, NULL, 0) == 0); }

int advance_handshake(side_t* side) {
  SSL* ssl = side->connection;
  const int code = SSL_do_handshake(ssl);
  if (code == 1 && SSL_in_early_data(ssl)) return side->which == SERVER ? read_early_data(side) : SSL_do_handshake(ssl);
  if (code == 1 && side->which == SERVER) flush_ticket(ssl);
  return code;
}
