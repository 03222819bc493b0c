#pragma once
// What sessions need from outside the engine: random bytes through the interposable gnutls_rnd(), and the clock that
// gnutls_global_set_time_function() may replace.
#include <memory>

#include "capi/public_api.hpp"
#include "tls/config.hpp"

namespace handfast::capi {

// Shared by all sessions; made at the first call. Throws std::bad_alloc.
std::shared_ptr<const tls::Services> capi_services();

// The moment at which certificates and lists are judged, in seconds since 1970.
std::int64_t current_time();

// For gnutls_global_set_time_function().
void replace_time_function(gnutls_time_func function);

}  // namespace handfast::capi
