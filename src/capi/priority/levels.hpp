#pragma once
// What the keywords of priority strings stand for: docs/priorities.md explains the choices.
#include <span>
#include <string_view>

#include "capi/public_api.hpp"

namespace handfast::capi {

struct Level {
  std::string_view keyword;
  std::span<const gnutls_protocol_t> protocols;
  std::span<const gnutls_cipher_algorithm_t> ciphers;
  std::span<const gnutls_mac_algorithm_t> macs;
  std::span<const gnutls_kx_algorithm_t> key_exchanges;
  std::span<const gnutls_group_t> groups;
  std::span<const gnutls_sign_algorithm_t> signatures;
  gnutls_certificate_verification_profiles_t profile;
  bool own_protocols;  // takes the place of the default versions
  bool forward_secret_only;
};

// All keywords but NONE, which stands for nothing.
std::span<const Level> levels();

// What the tokens that end in -ALL refer to, and what a string begins with that does not begin with NONE.
const Level& normal_level();

}  // namespace handfast::capi
