#include "tls/handshake/resumption12.hpp"

#include <algorithm>

#include "tls/message/new_session_ticket12.hpp"
#include "tls/negotiation/client_hello_answer12.hpp"
#include "tls/services.hpp"
#include "tls/session/new_session.hpp"

namespace handfast::tls {

namespace {

// Who may go on from this session with this hello, beside what is common to all versions. RFC 5246, 7.4.1.2: the suite of the
// session has to be offered again.
bool fits12(const SessionState& session, const ClientHello& hello, Handshake& hs) {
  return session.version == ProtocolVersion::tls12 && tls12_suite(session.cipher_suite) &&
         hello.cipher_suites.contains(session.cipher_suite) &&
         hs.options().policy->cipher_suites.contains(session.cipher_suite) && may_resume(session, hs);
}

// RFC 7627, 5.3: with the extension in one of the two only, a server goes on in full, or not at all.
Result<bool> same_master_secret(const SessionState& session, const ClientHello& hello, const Policy& policy) {
  const bool offered = policy.extended_master_secret && hello.extensions.extended_master_secret.has_value();
  if (session.extended_master_secret && !hello.extensions.extended_master_secret)
    return fail(Errc::wrong_resumption, "client_hello.extended_master_secret", "RFC 7627, 5.3",
                "as in the session: with it", "without it");
  return session.extended_master_secret == offered;
}

Task<std::optional<SecretBytes>> ask_store(Handshake& hs, Bytes& id) {
  auto answer = hs.options().session_store->find(id, seconds_now(hs.services()));
  std::optional<SecretBytes> found = co_await hs.await(Wait::session_lookup, std::move(answer));
  co_return found;
}

// A store that fails is one that does not know.
Task<std::optional<SessionState>> look_up(Handshake& hs, Bytes& id) {
  hs.activity = {"look up", "session"};
  Result<std::optional<SecretBytes>> found = co_await as_result(ask_store(hs, id));
  if (!found || !*found) co_return std::nullopt;
  auto session = decode_session((*found)->reveal());
  if (!session || !equal(session->session_id, id)) co_return std::nullopt;  // the entry of another client's session
  std::optional<SessionState> out = std::move(*session);
  co_return out;
}

Task<void> send_ticket12(Handshake& hs, SessionState& session) {
  // RFC 5077, 3.3: what no ticket can hold, an empty one stands for; the promise is kept.
  const ByteVector sealed = co_await needed(seal_ticket(hs.services(), hs.options(), session));
  const NewSessionTicket12 message{lifetime_left(hs.services(), session), sealed};
  co_await hs.send(message);
}

Task<void> store_session(Handshake& hs, SessionState& session) {
  const SecretBytes encoded = co_await needed(encode_session(session));
  Answer<void> answer = hs.options().session_store->add(hs.info().session_id, encoded.reveal(),
                                                        std::uint64_t{session.created} + session.lifetime);
  co_await hs.await(Wait::session_lookup, std::move(answer));
}

}  // namespace

Task<std::unique_ptr<SessionState>> find_session12(Handshake& hs, ClientHello& hello) {
  const Options& options = hs.options();
  hs.info().resumption_requested = !hello.legacy_session_id.empty();
  const auto& ticket = hello.extensions.session_ticket;
  std::optional<SessionState> found;
  if (ticket && !ticket->ticket.empty() && options.ticket_keys && options.tickets12) {
    found = open_ticket(hs, ticket->ticket);
  } else if (!hello.legacy_session_id.empty() && options.session_store) {
    Bytes id = hello.legacy_session_id;
    found = co_await look_up(hs, id);
    hs.info().session_stored = found.has_value();
  }
  std::unique_ptr<SessionState> out;
  if (!found || !fits12(*found, hello, hs)) co_return out;
  const bool goes_on = co_await needed(same_master_secret(*found, hello, *options.policy));
  if (goes_on) out = std::make_unique<SessionState>(std::move(*found));
  co_return out;
}

Offered12 offered12(const ClientHello& hello, const Options& options) {
  if (hello.extensions.session_ticket && options.ticket_keys && options.tickets12) return Offered12::ticket;
  return options.session_store ? Offered12::session_id : Offered12::nothing;
}

Task<void> leave_session(Handshake& hs, const MasterSecret12& master, const PeerIdentity& identity, Offered12 how) {
  if (how == Offered12::nothing) co_return;
  const bool verified = std::holds_alternative<CertificateVerified>(identity);
  SessionState session = new_session(hs.services(), hs.options(), hs.info(), verified);
  session.secret = crypto::SecretDigest(master.reveal());
  if (how == Offered12::session_id) session.session_id = hs.info().session_id;
  if (how == Offered12::ticket) {
    co_await send_ticket12(hs, session);
  } else {  // the id is with the client already; without the entry its next handshake will be a full one
    const Result<void> stored = co_await as_result(store_session(hs, session));
    (void)stored;
  }
}

Task<void> receive_ticket12(Handshake& hs) {
  const NewSessionTicket12 message = co_await hs.receive<NewSessionTicket12>();
  if (message.ticket.empty()) co_return;  // RFC 5077, 3.3: the server has changed its mind
  auto ticket = std::make_unique<ReceivedTicket>();
  ticket->received_ms = milliseconds_now(hs.services());
  ticket->created = static_cast<std::uint32_t>(seconds_now(hs.services()));
  const std::uint32_t hint = message.ticket_lifetime_hint;
  ticket->lifetime = hint == 0 ? kUsualSessionLifetime : std::min(hint, kMaxTicketLifetime);
  ticket->ticket.assign(message.ticket.begin(), message.ticket.end());
  ticket->session_id = hs.info().session_id;
  hs.ticket() = std::move(ticket);
}

void keep_session12(Handshake& hs, const SessionState* resumed) {
  if (hs.ticket()) return;
  const ByteVector& id = hs.info().session_id;
  if (resumed == nullptr && id.empty()) return;
  auto kept = std::make_unique<ReceivedTicket>();
  kept->received_ms = milliseconds_now(hs.services());
  kept->created = resumed != nullptr ? resumed->created : static_cast<std::uint32_t>(kept->received_ms / 1000);
  kept->lifetime = resumed != nullptr ? resumed->lifetime : kUsualSessionLifetime;
  if (resumed != nullptr) kept->ticket = resumed->ticket;
  kept->session_id = id;
  hs.ticket() = std::move(kept);
}

MasterSecret12 resume_master_secret(Handshake& hs, const SessionState& session) {
  hs.info().group = session.group;
  const HelloRandoms randoms{hs.info().client_random, hs.info().server_random};
  MasterSecret12 master = MasterSecret12::resumed(hs.suite().hash, session.secret.reveal(), randoms);
  hs.log_secret("CLIENT_RANDOM", master.reveal());
  return master;
}

}  // namespace handfast::tls
