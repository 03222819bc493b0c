#pragma once
// Resumption in TLS 1.3 (RFC 8446, 2.2): a ticket's secret takes the place of certificates.
#include "tls/handshake/keys13.hpp"
#include "tls/handshake/server_choice.hpp"
#include "tls/session/session_state.hpp"

namespace handfast::tls {

// ---- a server ----

// Looks for a ticket of ours among the identities that the ClientHello `hello` offers, and puts its session into `choice`. None
// is no error; an offer that contradicts itself, or a session whose secret the client does not know, is.
Result<void> find_session(Handshake& hs, const ClientHello& hello, ServerChoice& choice);

// NewSessionTicket messages (4.6.1), as many as the options say.
Task<void> send_tickets(Handshake& hs, const ResumptionSecret& secret, const ServerChoice& choice);

// ---- both ----

// What the resumed session knew of the peer is known again.
SessionResumed resume_session(Handshake& hs, const SessionState& session);

std::uint64_t seconds_now(const Services& services);  // since 1970
std::uint64_t milliseconds_now(const Services& services);

}  // namespace handfast::tls
