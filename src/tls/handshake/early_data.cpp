#include "tls/handshake/early_data.hpp"

#include "base/codepoint_notes.hpp"
#include "tls/message/end_of_early_data.hpp"
#include "tls/services.hpp"
#include "tls/session/replay_guard.hpp"

namespace handfast::tls {

namespace {

constexpr std::uint64_t kMillisecondsInSecond = 1000;

TrafficSecret derive(Handshake& hs, const EarlySecret& secret, const crypto::Digest& hello) {
  TrafficSecret traffic = secret.early_traffic(hello);
  hs.log_secret("CLIENT_EARLY_TRAFFIC_SECRET", traffic.reveal());
  hs.early_exporter() = std::make_unique<const ExporterSecret>(secret.early_exporter(hello));
  hs.log_secret("EARLY_EXPORTER_SECRET", hs.early_exporter()->reveal());
  return traffic;
}

// The client's flight behind early data: as it leaves, and as it comes.
Result<void> protect_flight(Handshake& hs, HandshakeKeys& keys) {
  const auto secret = std::exchange(keys.client_later, nullptr);
  if (const auto done = hs.write_with(EncryptionLevel::handshake, *secret); !done) return done;
  return hs.tell_secrets(EncryptionLevel::handshake, {}, secret->reveal());
}
Result<void> read_flight(Handshake& hs, HandshakeKeys& keys) {
  const auto secret = std::exchange(keys.client_later, nullptr);
  if (const auto done = hs.read_with(EncryptionLevel::handshake, *secret); !done) return done;
  return hs.tell_secrets(EncryptionLevel::handshake, secret->reveal(), {});
}

// RFC 8446, 8.3: the age of the ticket as the client says it, against the age that it has here.
bool is_fresh(Handshake& hs, const ServerChoice& choice, std::uint32_t window_ms) {
  const auto said = static_cast<std::uint32_t>(choice.obfuscated_ticket_age - choice.session->age_add);
  const std::uint64_t real = milliseconds_now(hs.services()) - choice.session->received_ms;
  const std::uint64_t apart = real > said ? real - said : said - real;
  return apart <= window_ms;
}

// 4.2.10: the first session that was offered, with its version, cipher suite and application protocol.
bool goes_on_unchanged(Handshake& hs, const ServerChoice& choice) {
  const SessionState& session = *choice.session;
  return choice.selected_identity == 0 && session.cipher_suite == hs.info().cipher_suite &&
         session.max_early_data > 0 && session.max_early_data <= hs.options().max_early_data &&
         session.application_protocol == hs.info().application_protocol;
}

// RFC 8446, 8.2: "SHOULD reject 0-RTT as long as any portion of their recording window overlaps the startup time", for a
// hello that may have come before it. The tickets of the start's own millisecond count as older.
bool is_covered(Handshake& hs, const ServerChoice& choice, const ReplayGuard& guard) {
  return choice.session->received_ms > guard.started_ms ||
         milliseconds_now(hs.services()) >= guard.started_ms + guard.remembered_for_ms();
}

Task<bool> ask_guard(Handshake& hs, ServerChoice& choice) {
  ReplayGuard& guard = *hs.options().replay_guard;
  const std::uint64_t now = seconds_now(hs.services());
  const std::uint64_t played_again_until = now + guard.remembered_for_ms() / kMillisecondsInSecond;
  auto answer = guard.is_new(choice.binder, now, played_again_until);
  const bool is_new = co_await hs.await(Wait::session_lookup, std::move(answer));
  co_return is_new;
}

}  // namespace

Result<void> send_early_data(Handshake& hs, const ClientOffer& offer) {
  const SessionState& session = *offer.session(ProtocolVersion::tls13);
  if (const auto done = hs.outbound().flush_handshake(); !done) return done;
  hs.outbound().plaintext_version = ProtocolVersion::tls12;                // 5.1: 0x0301 in the first ClientHello only
  if (const auto done = hs.send_change_cipher_spec(); !done) return done;  // D.4: before the first protected record
  const crypto::HashAlgorithm hash = tls13_suite(session.cipher_suite)->hash;
  const TrafficSecret secret = derive(hs, offer.early_secret(), hs.transcript.digest_of_first(hash));
  if (const auto told = hs.tell_secrets(EncryptionLevel::early, {}, secret.reveal()); !told) return told;
  if (hs.is_carried()) return {};
  auto protection = secret.protection(tls13_suite(session.cipher_suite)->aead);
  if (const auto done = hs.write_with(std::move(protection)); !done) return done;
  return hs.outbound().send(ContentType::application_data, hs.options().early_data);
}

Result<void> read_early_data_answer(Handshake& hs, const ClientOffer& offer, bool accepted, HandshakeKeys& keys) {
  if (!accepted) {
    if (!keys.client_later || hs.is_carried()) return {};
    return protect_flight(hs, keys);
  }
  if (!keys.client_later)
    return fail(Errc::wrong_psk, "encrypted_extensions.early_data", "RFC 8446, 4.2.10", "only with the session",
                "without it");
  const SessionState& session = *offer.session(ProtocolVersion::tls13);
  if (session.cipher_suite != hs.info().cipher_suite)
    return fail(Errc::wrong_cipher_suite, "server_hello.cipher_suite", "RFC 8446, 4.2.10",
                note_of(session.cipher_suite), note_of(hs.info().cipher_suite));
  if (session.application_protocol != hs.info().application_protocol)
    return fail(Errc::wrong_application_protocol, "encrypted_extensions.application_layer_protocol_negotiation",
                "RFC 8446, 4.2.10", "the protocol of the session", "another one");
  hs.info().early_data_accepted = true;
  return {};
}

Task<void> end_early_data(Handshake& hs, HandshakeKeys& keys) {
  if (!hs.is_carried()) {  // RFC 9001, 8.3: "Clients MUST NOT send the EndOfEarlyData message."
    const EndOfEarlyData message;
    co_await hs.send(message);
  }
  co_await needed(protect_flight(hs, keys));
}

Task<bool> accepts_early_data(Handshake& hs, ServerChoice& choice) {
  const Options& options = hs.options();
  if (!choice.early_data || !choice.session || !options.replay_guard || options.max_early_data == 0) co_return false;
  const ReplayGuard& guard = *options.replay_guard;
  if (!goes_on_unchanged(hs, choice) || !is_fresh(hs, choice, guard.window_ms)) co_return false;
  if (!is_covered(hs, choice, guard)) co_return false;
  const Result<bool> is_new = co_await as_result(ask_guard(hs, choice));
  co_return is_new && *is_new;
}

Result<TrafficSecret> early_data_secret(Handshake& hs, const ServerChoice& choice) {
  TrafficSecret secret = derive(hs, *choice.early_secret, hs.transcript.digest());
  if (const auto told = hs.tell_secrets(EncryptionLevel::early, secret.reveal(), {}); !told)
    return std::unexpected(told.error());
  return secret;
}

Result<void> leave_early_data(Handshake& hs, HandshakeKeys& keys) {
  if (const auto flushed = hs.outbound().flush_handshake(); !flushed) return flushed;
  return read_flight(hs, keys);
}

Task<void> receive_early_data(Handshake& hs, HandshakeKeys& keys) {
  hs.takes_early_data = true;
  (void)co_await hs.receive<EndOfEarlyData>();
  hs.takes_early_data = false;
  co_await needed(read_flight(hs, keys));
}

}  // namespace handfast::tls
