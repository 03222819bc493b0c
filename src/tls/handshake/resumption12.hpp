#pragma once
// Resumption in TLS 1.2: by session id (RFC 5246, 7.3) or by ticket (RFC 5077).
#include "tls/handshake/client_offer.hpp"
#include "tls/handshake/resumption.hpp"
#include "tls/keys/master_secret12.hpp"

namespace handfast::tls {

// ---- a server ----

// The session that the ClientHello `hello` asks for, if it may go on; null: none, which is no error. A ticket goes before a
// session id (RFC 5077, 3.4). Fails where RFC 7627, 5.3 says so.
Task<std::unique_ptr<SessionState>> find_session12(Handshake& hs, ClientHello& hello);

// What the client will be able to come back with after a full handshake: a ticket for one that can take it, otherwise an id if
// there is a store.
enum class Offered12 : std::uint8_t { nothing, ticket, session_id };
Offered12 offered12(const ClientHello& hello, const Options& options);

// Once the client's Finished is verified: NewSessionTicket, or an entry in the store.
Task<void> leave_session(Handshake& hs, const MasterSecret12& master, const PeerIdentity& identity, Offered12 how);

// ---- a client ----

// NewSessionTicket, which the server has promised.
Task<void> receive_ticket12(Handshake& hs);
// What the server left, at the end of the handshake: a ticket that has come, a session id, or what was offered and accepted.
// `resumed`: the session that this one goes on from, null for none.
void keep_session12(Handshake& hs, const SessionState* resumed);

// ---- both ----

// The secret of a session that goes on.
MasterSecret12 resume_master_secret(Handshake& hs, const SessionState& session);

}  // namespace handfast::tls
