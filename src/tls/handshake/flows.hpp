#pragma once
// The flows of the versions, from where the hellos have named one. ClientHello and ServerHello are valid until the next message
// is received.
#include "tls/handshake/client_offer.hpp"
#include "tls/handshake/handshake.hpp"

namespace handfast::tls {

Task<void> client_handshake13(Handshake& hs, ClientOffer& offer, ServerHello& hello);
Task<void> client_handshake12(Handshake& hs, const ClientOffer& offer, ServerHello& hello);
Task<void> server_handshake13(Handshake& hs, ClientHello& hello);
Task<void> server_handshake12(Handshake& hs, ClientHello& hello);

}  // namespace handfast::tls
