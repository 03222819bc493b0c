#pragma once
// Resumption on a server of TLS 1.3 (RFC 8446, 2.2): a ticket's secret takes the place of certificates.
#include "tls/handshake/keys13.hpp"
#include "tls/handshake/resumption.hpp"
#include "tls/handshake/server_choice.hpp"

namespace handfast::tls {

// Looks for a ticket of ours among the identities that the ClientHello `hello` offers, and puts its session into `choice`. None
// is no error; an offer that contradicts itself, or a session whose secret the client does not know, is.
Result<void> find_session(Handshake& hs, const ClientHello& hello, ServerChoice& choice);

// NewSessionTicket messages (4.6.1), as many as the options say, once the connection is established.
Task<void> send_tickets(Handshake& hs);

}  // namespace handfast::tls
