#pragma once
// What binds a renegotiation to the handshake before it (RFC 5746), and what it must not change. Pure checks; in a first
// handshake, that there is nothing to bind.
#include "tls/handshake/handshake.hpp"

namespace handfast::tls {

// A handshake with a peer that cannot protect it, while nothing allows that.
std::unexpected<Error> unsafe_renegotiation();

// RFC 5746, 3.6 and 3.7.
Result<void> check_client_renegotiation(const ClientHello& hello, const std::optional<Previous>& previous,
                                        const Policy& policy);
// RFC 5746, 3.4 and 3.5.
Result<void> check_server_renegotiation(const std::optional<RenegotiationInfo>& answer,
                                        const std::optional<Previous>& previous);

// What the server answers.
ByteVector renegotiated_connection(const std::optional<Previous>& previous);

// That a client offers the version that was agreed at first, and a server names no other.
Result<void> check_same_version(const ClientHello& hello);
Result<void> check_same_version(const ServerHello& hello);

// docs/api-behaviour.md, 28: with the extended master secret, or without it, as in the first handshake.
Result<void> check_same_master_secret(const SessionInfo& info, const std::optional<Previous>& previous);

}  // namespace handfast::tls
