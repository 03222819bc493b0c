// Waiting for a descriptor: gnutls_system_recv_timeout().
#include <poll.h>

#include <cstdint>
#include <limits>

#include "capi/public_api.hpp"

extern "C" int gnutls_system_recv_timeout(gnutls_transport_ptr_t ptr, unsigned int ms) {
  pollfd descriptor{static_cast<int>(reinterpret_cast<std::intptr_t>(ptr)), POLLIN, 0};
  const unsigned longest = std::numeric_limits<int>::max();
  return poll(&descriptor, 1, ms == GNUTLS_INDEFINITE_TIMEOUT ? -1 : static_cast<int>(ms > longest ? longest : ms));
}
