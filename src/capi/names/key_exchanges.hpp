#pragma once
// Key exchanges of TLS 1.2 and older: names, and which of them are offered here.
#include <span>

#include "capi/public_api.hpp"

namespace handfast::capi {

struct KeyExchange {
  gnutls_kx_algorithm_t id;
  const char* name;
  bool offered;  // the others are known by name only
  bool tls13;    // TLS 1.3 can serve a session that asks for it; otherwise asking for it rules TLS 1.3 out
};

std::span<const KeyExchange> key_exchanges();

}  // namespace handfast::capi
