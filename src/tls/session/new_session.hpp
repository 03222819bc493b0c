#pragma once
// How a server makes a session of what its connection knows, and a ticket of it.
#include "tls/connection/connection.hpp"
#include "tls/keys/key_schedule.hpp"
#include "tls/message/new_session_ticket.hpp"

namespace handfast::tls {

// The connection as a session, but for its secret. `peer_verified`: a verifier has accepted the peer's chain.
SessionState new_session(const Services& services, const Options& options, const SessionInfo& info, bool peer_verified);

std::uint32_t lifetime_left(const Services& services, const SessionState& session);  // seconds

// The session under the keys of the options. Empty: its time is over, or its chain is so long that a hello with the ticket
// would not be taken.
Result<ByteVector> seal_ticket(const Services& services, const Options& options, const SessionState& session);

// A ticket of TLS 1.3 (RFC 8446, 4.6.1), with the memory that its message shows.
struct Ticket13 {
  std::array<std::uint8_t, 2> nonce;
  ByteVector sealed;
  NewSessionTicket message;
};

// Gives `session` the secret and the age_add of this ticket, the one with that number on its connection.
Result<void> make_ticket13(const Services& services, const Options& options, const ResumptionSecret& secret,
                           SessionState& session, std::uint16_t number, Ticket13& out);

}  // namespace handfast::tls
