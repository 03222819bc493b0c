#pragma once
// From the numbers of the C interface to what the engine negotiates with.
#include <optional>

#include "capi/priority/priority.hpp"
#include "tls/policy.hpp"

namespace handfast::capi {

// What of a compiled priority string the engine can do today; nothing: no version, suite, group or signature is left.
std::optional<tls::Policy> engine_policy(const Priority& priority);

// How many key shares a client sends: as the GNUTLS_KEY_SHARE_TOP flags of gnutls_init() say, otherwise two.
unsigned key_shares_for(unsigned init_flags);

// The scheme of an algorithm that TLS signs with, none for others. RSA-PSS keys have schemes of their own.
std::optional<SignatureScheme> scheme_of(gnutls_sign_algorithm_t id);

// The interface's number of a scheme that TLS 1.3 signs with, GNUTLS_SIGN_UNKNOWN for others.
gnutls_sign_algorithm_t signature_id(SignatureScheme scheme, ProtocolVersion version);

}  // namespace handfast::capi
