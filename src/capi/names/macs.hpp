#pragma once
// Message authentication codes: names, sizes, and which of them TLS may use here.
#include <span>

#include "capi/public_api.hpp"

namespace handfast::capi {

struct Mac {
  gnutls_mac_algorithm_t id;
  const char* name;
  unsigned key_size;    // bytes
  unsigned nonce_size;  // bytes, 0 for a MAC without
  unsigned size;        // bytes of the result
  bool has_id;          // gnutls_mac_get_id() finds it
  bool in_tls;          // offered in TLS; the others are known by name only
};

std::span<const Mac> macs();

}  // namespace handfast::capi
