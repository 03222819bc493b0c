#pragma once
// Which certificate a side proves its identity with, and by which signature scheme (RFC 8446, 4.4.2.2 and 4.4.2.3).
#include <optional>

#include "tls/extension/signature_algorithms.hpp"
#include "tls/handshake/authentication.hpp"

namespace handfast::tls {

// RFC 8446, 4.2.3 and 4.4.3: RSASSA-PKCS1-v1_5 and SHA-1 are for certificates; a CertificateVerify never uses them, offered
// or not.
bool signs_handshakes(SignatureScheme scheme);

// The first credential whose key can sign with a scheme that the peer accepts; with `server_name`, one that is for this
// name goes before one that is not. Nothing: none fits.
std::optional<OwnProof> choose_credential(const Credentials& credentials, const ListView<SignatureScheme>& accepted,
                                          const Policy& policy, std::string_view server_name);

}  // namespace handfast::tls
