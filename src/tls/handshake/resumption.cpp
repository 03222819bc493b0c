#include "tls/handshake/resumption.hpp"

#include <algorithm>

#include "tls/session/ticket_keys.hpp"

namespace handfast::tls {

namespace {

// A certificate cannot be asked for when a session is resumed (RFC 8446, 4.3.2; RFC 5246, 7.3), so what is wanted of it must be
// known already.
bool satisfies(const SessionState& session, const Options& options) {
  const bool known = !session.peer_chain.empty();
  if (!known) return options.client_authentication != ClientAuthentication::require;
  return options.verifier == nullptr || session.peer_verified;
}

}  // namespace

std::uint64_t milliseconds_now(const Services& services) {
  const auto since = services.clock().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

std::uint64_t seconds_now(const Services& services) { return milliseconds_now(services) / 1000; }

bool may_offer(const SessionState& session, Handshake& hs) {
  const Options& options = hs.options();
  return session.server_name == options.server_name && session.usable_at(seconds_now(hs.services())) &&
         (options.verifier == nullptr || (session.peer_verified && options.verify_name.empty()));
}

bool may_resume(const SessionState& session, Handshake& hs) {
  return session.server_name == hs.info().server_name && session.usable_at(seconds_now(hs.services())) &&
         satisfies(session, hs.options());
}

std::optional<SessionState> open_ticket(Handshake& hs, Bytes ticket) {
  const auto opened = hs.options().ticket_keys->open(ticket, seconds_now(hs.services()));
  if (!opened) return std::nullopt;
  auto session = decode_session(opened->reveal());
  if (!session) return std::nullopt;
  return std::move(*session);
}

SessionState session_of(Handshake& hs, const SessionState* resumed) {
  const SessionInfo& info = hs.info();
  SessionState out;
  out.version = info.version;
  out.cipher_suite = info.cipher_suite;
  out.group = info.group;
  // Resuming again and again does not make a session live longer.
  out.created = resumed != nullptr ? resumed->created : static_cast<std::uint32_t>(seconds_now(hs.services()));
  out.lifetime = resumed != nullptr ? resumed->lifetime : hs.options().session_lifetime;
  out.extended_master_secret = info.extended_master_secret;
  const bool judged = hs.options().verifier != nullptr && !info.peer_chain.empty();
  out.peer_verified = resumed != nullptr ? resumed->peer_verified : judged;
  out.server_name = info.server_name;
  out.application_protocol = info.application_protocol;
  out.peer_chain = info.peer_chain;
  return out;
}

std::uint32_t lifetime_left(Handshake& hs, const SessionState& session) {
  const auto age = static_cast<std::uint32_t>(seconds_now(hs.services())) - session.created;
  return session.lifetime - std::min(age, session.lifetime);
}

Result<ByteVector> seal_ticket(Handshake& hs, const SessionState& session) {
  const auto encoded = encode_session(session);
  if (!encoded) return std::unexpected(encoded.error());
  crypto::Nonce nonce{};
  if (const auto done = hs.random(nonce); !done) return std::unexpected(done.error());
  return hs.options().ticket_keys->seal(encoded->reveal(), seconds_now(hs.services()), nonce);
}

SessionResumed resume_session(Handshake& hs, const SessionState& session) {
  hs.info().resumed = true;
  hs.info().peer_chain = session.peer_chain;
  return SessionResumed(session.peer_verified);
}

}  // namespace handfast::tls
