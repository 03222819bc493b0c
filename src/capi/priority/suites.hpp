#pragma once
// The cipher suites that a compiled priority string enables.
#include <vector>

#include "capi/names/cipher_suites.hpp"
#include "capi/priority/priority.hpp"

namespace handfast::capi {

// Those of the versions enabled, most preferred first: TLS 1.3's by cipher; then by key exchange, cipher, MAC.
std::vector<const CipherSuiteName*> enabled_suites(const Priority& priority);

// Whether there is any suite for a version, enabled or not.
bool has_suite_for(const Priority& priority, gnutls_protocol_t version);

}  // namespace handfast::capi
