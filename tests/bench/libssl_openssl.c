#include "libssl.h"

void allow_early_data(SSL_CTX* ctx, const options_t* options, int side) {
  if (side == SERVER) check("early data", SSL_CTX_set_max_early_data(ctx, (uint32_t)options->early));
}

void send_early_data(side_t* side) {
  size_t written = 0;
  check("early data", SSL_write_early_data(side->connection, side->early.data, side->early.end, &written));
}

/* It is read until there is no more, and again only where there was some. */
static int may_have_early_data(SSL* ssl) {
  return SSL_in_before(ssl) || SSL_get_early_data_status(ssl) == SSL_EARLY_DATA_ACCEPTED;
}

/* 1 when all of it has come. */
static int read_early_data(side_t* side) {
  for (;;) {
    size_t size = 0;
    const int code =
        SSL_read_early_data(side->connection, queue_space(&side->early, LARGEST_RECORD), LARGEST_RECORD, &size);
    if (code != SSL_READ_EARLY_DATA_SUCCESS) return code == SSL_READ_EARLY_DATA_FINISH;
    queue_added(&side->early, size);
  }
}

int advance_handshake(side_t* side) {
  SSL* ssl = side->connection;
  const int reads_early_data = side->which == SERVER && SSL_get_max_early_data(ssl) > 0 && may_have_early_data(ssl);
  if (reads_early_data && !read_early_data(side)) return 0;
  return SSL_do_handshake(ssl);
}
