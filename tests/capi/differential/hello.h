/* What a ClientHello says that waits in the queue of a pair. */
#pragma once

#include "pair.h"

enum { RECORD_HEADER = 5, HELLO_START = 4 + 2 + 32 };

static size_t number(const unsigned char* at, int width) {
  size_t out = 0;
  for (int i = 0; i < width; ++i) out = out << 8 | at[i];
  return out;
}

/* The extension with its type and length, null: it is not there. */
static const unsigned char* extension_in_hello(const queue_t* queue, unsigned wanted) {
  const unsigned char* at = queue->bytes + queue->begin + RECORD_HEADER + HELLO_START;
  at += 1 + number(at, 1);
  at += 2 + number(at, 2);
  at += 1 + number(at, 1);
  if (at >= queue->bytes + queue->end) return NULL;
  const unsigned char* end = at + 2 + number(at, 2);
  for (at += 2; at < end; at += 4 + number(at + 2, 2))
    if (number(at, 2) == wanted) return at;
  return NULL;
}
