#pragma once
// Cipher suites as this interface sees them: a key exchange, a cipher and a MAC.
#include <cstdint>
#include <span>

#include "capi/public_api.hpp"

namespace handfast::capi {

struct CipherSuiteName {
  std::uint16_t code_point;  // on the wire
  const char* name;
  gnutls_kx_algorithm_t key_exchange;  // UNKNOWN in TLS 1.3, where a suite has none
  gnutls_cipher_algorithm_t cipher;
  gnutls_mac_algorithm_t mac;
  gnutls_protocol_t oldest_version;
};

// Every suite that has a name here, in the order of gnutls_cipher_suite_info().
std::span<const CipherSuiteName> cipher_suites();

// Whether all parts of a suite are offered here.
bool is_offered(const CipherSuiteName& suite);

}  // namespace handfast::capi
