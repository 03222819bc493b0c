#include "tls/handshake/resumption.hpp"

#include "tls/handshake/authentication.hpp"
#include "tls/handshake/client_offer.hpp"
#include "tls/services.hpp"
#include "tls/session/ticket_keys.hpp"

namespace handfast::tls {

namespace {

// Nobody looks at the chain again, so that it must have been verified, for the same name and under the same settings.
bool is_verified(const SessionState& session, const Options& options) {
  if (verifier_of(options) == nullptr) return true;
  return session.peer_verified && session.verified_for == verification_of(options);
}

// That a client may stay without a certificate is a verdict, too.
bool absence_is_verified(const SessionState& session, const Options& options) {
  switch (options.client_authentication) {
    case ClientAuthentication::none: return true;
    case ClientAuthentication::request:
      return verifier_of(options) == nullptr || session.verified_for == verification_of(options);
    case ClientAuthentication::require: return false;
  }
  return false;
}

// A certificate cannot be asked for when a session is resumed (RFC 8446, 4.3.2; RFC 5246, 7.3), so what is wanted of it must be
// known already.
bool satisfies(const SessionState& session, const Options& options) {
  return session.peer_chain.empty() ? absence_is_verified(session, options) : is_verified(session, options);
}

}  // namespace

bool may_offer(const SessionState& session, Handshake& hs) {
  const Options& options = hs.options();
  return !session.secret.empty() && session.server_name == options.server_name &&
         session.offered_at(seconds_now(hs.services())) && is_verified(session, options);
}

Task<SessionResumed> resume_offered_session(Handshake& hs, const ClientOffer& offer, ProtocolVersion version) {
  const SessionState& session = *offer.session(version);
  const SessionResumed resumed = resume_session(hs, session);
  if (is_verified(session, hs.options())) co_return resumed;
  co_await await_verdict(hs);  // a refusal ends the handshake
  co_return SessionResumed(true);
}

bool may_resume(const SessionState& session, Handshake& hs) {
  return !session.secret.empty() && session.server_name == hs.info().server_name &&
         session.usable_at(seconds_now(hs.services())) && satisfies(session, hs.options());
}

std::optional<SessionState> open_ticket(Handshake& hs, Bytes ticket) {
  const auto opened = hs.options().ticket_keys->open(ticket, seconds_now(hs.services()));
  if (!opened) return std::nullopt;
  auto session = decode_session(opened->reveal());
  if (!session) return std::nullopt;
  return std::move(*session);
}

SessionResumed resume_session(Handshake& hs, const SessionState& session) {
  hs.info().resumed = true;
  hs.info().session_created = session.created;
  hs.info().session_lifetime = session.lifetime;
  hs.info().peer_chain = session.peer_chain;
  hs.info().verified_for = session.verified_for;
  hs.info().session_name = session.name;
  return SessionResumed(session.peer_verified);
}

}  // namespace handfast::tls
