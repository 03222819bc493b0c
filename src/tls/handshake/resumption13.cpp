#include "tls/handshake/resumption13.hpp"

#include "tls/session/new_session.hpp"

namespace handfast::tls {

namespace {

constexpr std::size_t kMaxIdentitiesTried = 4;  // clients send one or two; each costs a decryption

std::size_t count_of(const auto& list) {
  std::size_t count = 0;
  for (const auto& item : list) (void)item, ++count;
  return count;
}

Bytes binder_of(const OfferedPsks& offered, std::size_t index) {
  auto sent = offered.binders.begin();
  for (std::size_t i = 0; i < index; ++i) ++sent;
  return sent->binder;
}

// 4.2.11: one binder for each identity.
Result<void> check_offer(const OfferedPsks& offered) {
  const std::size_t identities = count_of(offered.identities), binders = count_of(offered.binders);
  if (identities == binders) return {};
  return fail(Errc::wrong_psk, "client_hello.pre_shared_key", "RFC 8446, 4.2.11", Note() << identities << " binders",
              Note() << binders);
}

// Whether this ClientHello may resume the session: one of this version and hash (4.2.11).
bool fits(const SessionState& session, Handshake& hs) {
  const auto suite = tls13_suite(session.cipher_suite);
  return session.version == ProtocolVersion::tls13 && suite && suite->hash == hs.suite().hash &&
         may_resume(session, hs);
}

// 4.2.9: the first that both have. The client's list has no order of its own; ours goes first where the policy says so.
std::optional<PskKeyExchangeMode> common_mode(const PskKeyExchangeModes& offered, const Policy& policy) {
  const auto& ours = policy.psk_modes;
  if (policy.server_preference) {
    for (const PskKeyExchangeMode mode : ours)
      if (offered.ke_modes.contains(mode)) return mode;
  } else {
    for (const PskKeyExchangeMode mode : offered.ke_modes)
      if (ours.contains(mode)) return mode;
  }
  return std::nullopt;
}

// 4.2.11.2: the binder covers the ClientHello up to the list of binders.
Result<void> check_binder(Handshake& hs, const EarlySecret& secret, const OfferedPsks& offered, std::size_t index) {
  constexpr std::size_t kListLength = 2;
  const Bytes message = hs.received_message();
  const Bytes covered = message.first(message.size() - kListLength - offered.binders.encoded().size());
  const crypto::HashAlgorithm hash = hs.suite().hash;
  const crypto::SecretDigest expected = secret.binder_key().verify_data(hs.transcript.up_to_binders(hash, covered));
  if (constant_time_equal(binder_of(offered, index), expected.reveal())) return {};
  return fail(Errc::bad_binder, "client_hello.pre_shared_key.binders", "RFC 8446, 4.2.11", "the MAC of this hello",
              "another value");
}

}  // namespace

Result<void> find_session(Handshake& hs, const ClientHello& hello, ServerChoice& choice) {
  choice.session.reset();
  const ClientHelloExtensions& extensions = hello.extensions;
  if (extensions.psk_key_exchange_modes)
    choice.psk_mode = common_mode(*extensions.psk_key_exchange_modes, *hs.options().policy);
  if (!extensions.pre_shared_key) return {};
  if (const auto checked = check_offer(*extensions.pre_shared_key); !checked) return checked;
  if (!choice.psk_mode || !hs.options().ticket_keys) return {};
  std::size_t index = 0;
  for (const PskIdentity& offered : extensions.pre_shared_key->identities) {
    if (index == kMaxIdentitiesTried) break;
    if (auto session = open_ticket(hs, offered.identity); session && fits(*session, hs)) {
      choice.early_secret = EarlySecret::with_psk(hs.suite().hash, session->secret.reveal());
      const auto bound = check_binder(hs, *choice.early_secret, *extensions.pre_shared_key, index);
      if (!bound) return bound;
      choice.session = std::make_unique<SessionState>(std::move(*session));
      choice.selected_identity = static_cast<std::uint16_t>(index);
      choice.obfuscated_ticket_age = offered.obfuscated_ticket_age;
      const Bytes binder = binder_of(*extensions.pre_shared_key, index);
      choice.binder.assign(binder.begin(), binder.end());
      return {};
    }
    ++index;
  }
  return {};
}

Task<void> send_tickets(Handshake& hs) {
  SessionState session = new_session(hs.services(), hs.options(), hs.info(), hs.info().peer_verified);
  ApplicationKeys& keys = hs.application_keys();
  for (unsigned i = 0; i < hs.options().tickets; ++i) {
    Ticket13 ticket{};
    co_await needed(make_ticket13(hs.services(), hs.options(), *keys.resumption, session, keys.tickets_made++, ticket));
    if (ticket.sealed.empty()) co_return;  // the client will come back in full
    co_await hs.send(ticket.message);
  }
  co_await hs.flush();
}

}  // namespace handfast::tls
