#pragma once
// What a callback of the application appends to, while it is called.
#include "base/bytes.hpp"
#include "capi/public_api.hpp"

struct gnutls_buffer_st {
  handfast::ByteVector bytes;
  bool incomplete = false;  // memory has run out, whether or not the callback has said so
};
