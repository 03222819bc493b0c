#pragma once
// Version negotiation, in one place for both sides (RFC 8446, 4.1.3 and 4.2.1).
#include "base/codec.hpp"
#include "base/error.hpp"
#include "tls/message/client_hello.hpp"
#include "tls/message/server_hello.hpp"
#include "tls/policy.hpp"

namespace handfast::tls {

// Whether this build can speak the version at all.
bool version_implemented(ProtocolVersion version);

// The versions of a policy that this build can speak and that a cipher suite of it is for. The newest is first, whatever the
// policy's order: to prefer an older one would be a downgrade of our own making, which a peer cannot tell from another's.
StaticVector<ProtocolVersion, 4> usable_versions(const Policy& policy);

// The server's choice. Fails with no_common_version.
Result<ProtocolVersion> choose_version(const ClientHello& hello, const Policy& policy);

// In a hello of TLS 1.2, the sign of a server that speaks TLS 1.3 (RFC 8446, 4.1.3).
void mark_downgrade(Random& server_random, const Policy& policy);

// The client's check of what the server chose: `selected` is supported_versions, if it was there.
Result<ProtocolVersion> check_version(const std::optional<SelectedVersion>& selected, ProtocolVersion legacy_version,
                                      const Random& server_random, const Policy& policy);

}  // namespace handfast::tls
