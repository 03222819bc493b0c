#pragma once
// What resumption has in common in TLS 1.3 and TLS 1.2: which session may go on.
#include "tls/handshake/handshake.hpp"
#include "tls/session/session_state.hpp"

namespace handfast::tls {

// ---- a client ----

// Whether the session of the options can be offered, as far as its version does not matter: a session that the server could
// not or the settings would not let us resume is not worth it.
bool may_offer(const SessionState& session, Handshake& hs);
// The server of this version has taken it. Another verification may be demanded by now (docs/api-behaviour.md, 47), which the
// server's chain of that time has to stand.
Task<SessionResumed> resume_offered_session(Handshake& hs, const ClientOffer& offer, ProtocolVersion version);

// ---- a server ----

// Whether the client that says hello may go on from the session, as far as its version does not matter: the same name (RFC
// 8446, 4.6.1; RFC 6066, 3), not too old, and what this side wants of the client's certificate fulfilled.
bool may_resume(const SessionState& session, Handshake& hs);
// The session in a ticket; nothing: not ours, too old, or damaged.
std::optional<SessionState> open_ticket(Handshake& hs, Bytes ticket);

// ---- both ----

// What the resumed session knew of the peer is known again.
SessionResumed resume_session(Handshake& hs, const SessionState& session);

}  // namespace handfast::tls
