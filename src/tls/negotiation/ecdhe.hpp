#pragma once
// The groups of ECDHE in TLS 1.2 (RFC 8422, 5.1.1): hybrids and finite fields are not among them.
#include "base/codepoints.hpp"

namespace handfast::tls {

constexpr bool is_ecdhe_group(NamedGroup group) {
  return group == NamedGroup::x25519 || group == NamedGroup::secp256r1 || group == NamedGroup::secp384r1 ||
         group == NamedGroup::secp521r1;
}

}  // namespace handfast::tls
