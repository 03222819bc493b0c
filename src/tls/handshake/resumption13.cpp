#include "tls/handshake/resumption13.hpp"

#include <algorithm>

#include "base/reader.hpp"
#include "tls/message/new_session_ticket.hpp"
#include "tls/session/ticket_keys.hpp"

namespace handfast::tls {

namespace {

constexpr std::size_t kMaxIdentitiesTried = 4;  // clients send one or two; each costs a decryption

std::size_t count_of(const auto& list) {
  std::size_t count = 0;
  for (const auto& item : list) (void)item, ++count;
  return count;
}

// 4.2.11: one binder for each identity.
Result<void> check_offer(const OfferedPsks& offered) {
  const std::size_t identities = count_of(offered.identities), binders = count_of(offered.binders);
  if (identities == binders) return {};
  return fail(Errc::wrong_psk, "client_hello.pre_shared_key", "RFC 8446, 4.2.11", Note() << identities << " binders",
              Note() << binders);
}

// A certificate cannot be asked for when a session is resumed (4.3.2), so what is wanted of it must be known already.
bool satisfies(const SessionState& session, const Options& options) {
  const bool known = !session.peer_chain.empty();
  if (!known) return options.client_authentication != ClientAuthentication::require;
  return options.verifier == nullptr || session.peer_verified;
}

// Whether this ClientHello may resume the session: of this version and hash (4.2.11), for this name (4.6.1), not too old.
bool fits(const SessionState& session, Handshake& hs) {
  const auto suite = tls13_suite(session.cipher_suite);
  return session.version == ProtocolVersion::tls13 && suite && suite->hash == hs.suite().hash &&
         session.server_name == hs.info().server_name && session.usable_at(seconds_now(hs.services())) &&
         satisfies(session, hs.options());
}

std::optional<SessionState> open_ticket(Handshake& hs, Bytes ticket) {
  const auto opened = hs.options().ticket_keys->open(ticket, seconds_now(hs.services()));
  if (!opened) return std::nullopt;
  auto session = decode_session(opened->reveal());
  if (!session || !fits(*session, hs)) return std::nullopt;
  return std::move(*session);
}

// 4.2.11.2: the binder covers the ClientHello up to the list of binders.
Result<void> check_binder(Handshake& hs, const SessionState& session, const OfferedPsks& offered, std::size_t index) {
  constexpr std::size_t kListLength = 2;
  const Bytes message = hs.received_message();
  const Bytes covered = message.first(message.size() - kListLength - offered.binders.encoded().size());
  const crypto::HashAlgorithm hash = hs.suite().hash;
  const crypto::SecretDigest expected = EarlySecret::with_psk(hash, session.secret.reveal())
                                            .binder_key()
                                            .verify_data(hs.transcript.up_to_binders(hash, covered));
  auto sent = offered.binders.begin();
  for (std::size_t i = 0; i < index; ++i) ++sent;
  if (constant_time_equal(sent->binder, expected.reveal())) return {};
  return fail(Errc::bad_binder, "client_hello.pre_shared_key.binders", "RFC 8446, 4.2.11", "the MAC of this hello",
              "another value");
}

struct Ticket {
  NewSessionTicket message;
  std::array<std::uint8_t, 1> nonce;
  ByteVector sealed;
};

SessionState session_of(Handshake& hs, const ServerChoice& choice) {
  const SessionInfo& info = hs.info();
  SessionState out;
  out.version = info.version;
  out.cipher_suite = info.cipher_suite;
  // Resuming again and again does not make a session live longer.
  out.created = choice.session ? choice.session->created : static_cast<std::uint32_t>(seconds_now(hs.services()));
  out.lifetime = kTicketLifetime;
  const bool judged = hs.options().verifier != nullptr && !info.peer_chain.empty();
  out.peer_verified = choice.session ? choice.session->peer_verified : judged;
  out.server_name = info.server_name;
  out.application_protocol = info.application_protocol;
  out.peer_chain = info.peer_chain;
  return out;
}

Result<ByteVector> seal(Handshake& hs, const SessionState& session) {
  const auto encoded = encode_session(session);
  if (!encoded) return std::unexpected(encoded.error());
  crypto::Nonce nonce{};
  if (const auto done = hs.random(nonce); !done) return std::unexpected(done.error());
  return hs.options().ticket_keys->seal(encoded->reveal(), seconds_now(hs.services()), nonce);
}

Result<void> make_ticket(Handshake& hs, const ResumptionSecret& secret, SessionState& session, std::uint8_t number,
                         Ticket& out) {
  out.nonce = {number};  // 4.6.1: "unique across all tickets issued on this connection"
  session.secret = secret.psk(out.nonce);
  std::array<std::uint8_t, 4> random{};
  if (const auto done = hs.random(random); !done) return done;
  session.age_add = Reader(random).number<4>();
  auto sealed = seal(hs, session);
  if (!sealed) return std::unexpected(sealed.error());
  out.sealed = std::move(*sealed);
  const auto age = static_cast<std::uint32_t>(seconds_now(hs.services())) - session.created;
  out.message = {session.lifetime - std::min(age, session.lifetime), session.age_add, out.nonce, out.sealed, {}};
  return {};
}

}  // namespace

std::uint64_t milliseconds_now(const Services& services) {
  const auto since = services.clock().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

std::uint64_t seconds_now(const Services& services) { return milliseconds_now(services) / 1000; }

Result<void> find_session(Handshake& hs, const ClientHello& hello, ServerChoice& choice) {
  choice.session.reset();
  const ClientHelloExtensions& extensions = hello.extensions;
  choice.client_resumes = extensions.psk_key_exchange_modes &&
                          extensions.psk_key_exchange_modes->ke_modes.contains(PskKeyExchangeMode::psk_dhe_ke);
  if (!extensions.pre_shared_key) return {};
  if (const auto checked = check_offer(*extensions.pre_shared_key); !checked) return checked;
  if (!choice.client_resumes || !hs.options().ticket_keys) return {};
  std::size_t index = 0;
  for (const PskIdentity& offered : extensions.pre_shared_key->identities) {
    if (index == kMaxIdentitiesTried) break;
    if (auto session = open_ticket(hs, offered.identity)) {
      if (const auto bound = check_binder(hs, *session, *extensions.pre_shared_key, index); !bound) return bound;
      choice.session = std::make_unique<SessionState>(std::move(*session));
      choice.selected_identity = static_cast<std::uint16_t>(index);
      return {};
    }
    ++index;
  }
  return {};
}

Task<void> send_tickets(Handshake& hs, const ResumptionSecret& secret, const ServerChoice& choice) {
  if (!choice.client_resumes) co_return;
  SessionState session = session_of(hs, choice);
  for (unsigned i = 0; i < hs.options().tickets; ++i) {
    Ticket ticket{};
    co_await needed(make_ticket(hs, secret, session, static_cast<std::uint8_t>(i), ticket));
    co_await hs.send(ticket.message);
  }
  co_await hs.flush();
}

SessionResumed resume_session(Handshake& hs, const SessionState& session) {
  hs.info().resumed = true;
  hs.info().peer_chain = session.peer_chain;
  return SessionResumed(session.peer_verified);
}

}  // namespace handfast::tls
