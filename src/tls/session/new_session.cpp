#include "tls/session/new_session.hpp"

#include <algorithm>

#include "base/reader.hpp"
#include "tls/services.hpp"
#include "tls/session/ticket_keys.hpp"

namespace handfast::tls {

namespace {

// A ClientHello with it has to come back through the limit of this very server.
std::size_t largest_ticket(const Options& options) {
  const std::size_t hello = options.max_handshake_message != 0 ? options.max_handshake_message : kMaxClientHello;
  constexpr std::size_t kMaxTicketSize = 0xffff;  // RFC 8446, 4.6.1; RFC 5077, 3.3
  return std::min(kMaxTicketSize, hello - std::min(hello, kMaxBesideTicket));
}

}  // namespace

SessionState new_session(const Services& services, const Options& options, const SessionInfo& info,
                         bool peer_verified) {
  SessionState out;
  out.version = info.version;
  out.cipher_suite = info.cipher_suite;
  out.group = info.group;
  // Resuming again and again does not make a session live longer.
  out.created = info.resumed ? info.session_created : static_cast<std::uint32_t>(seconds_now(services));
  out.lifetime = info.resumed ? info.session_lifetime : options.session_lifetime;
  out.extended_master_secret = info.extended_master_secret;
  out.peer_verified = peer_verified;
  out.verified_for = info.verified_for;
  out.server_name = info.server_name;
  out.application_protocol = info.application_protocol;
  out.peer_chain = info.peer_chain;
  out.name = info.resumed ? info.session_name : options.session_name;
  return out;
}

std::uint32_t lifetime_left(const Services& services, const SessionState& session) {
  const auto age = static_cast<std::uint32_t>(seconds_now(services)) - session.created;
  return session.lifetime - std::min(age, session.lifetime);
}

Result<ByteVector> seal_ticket(const Services& services, const Options& options, const SessionState& session) {
  if (lifetime_left(services, session) == 0) return ByteVector();
  const auto encoded = encode_session(session);
  if (!encoded && encoded.error() == Errc::message_too_long) return ByteVector();
  if (!encoded) return std::unexpected(encoded.error());
  crypto::Nonce nonce{};
  if (const auto done = fill_random(services, nonce); !done) return std::unexpected(done.error());
  auto sealed = options.ticket_keys->seal(encoded->reveal(), seconds_now(services), nonce);
  if (sealed && sealed->size() > largest_ticket(options)) sealed->clear();
  return sealed;
}

Result<void> make_ticket13(const Services& services, const Options& options, const ResumptionSecret& secret,
                           SessionState& session, std::uint16_t number, Ticket13& out) {
  // 4.6.1: "unique across all tickets issued on this connection"
  out.nonce = {static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
  session.secret = secret.psk(out.nonce);
  std::array<std::uint8_t, 4> random{};
  if (const auto done = fill_random(services, random); !done) return done;
  session.age_add = Reader(random).number<4>();
  session.received_ms = milliseconds_now(services);
  session.max_early_data = options.replay_guard ? options.max_early_data : 0;
  auto sealed = seal_ticket(services, options, session);
  if (!sealed) return std::unexpected(sealed.error());
  out.sealed = std::move(*sealed);
  out.message = {lifetime_left(services, session), session.age_add, out.nonce, out.sealed, {}};
  if (session.max_early_data != 0) out.message.extensions.early_data.emplace(session.max_early_data);
  return {};
}

}  // namespace handfast::tls
