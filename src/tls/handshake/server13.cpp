// The server's side of TLS 1.3; server.cpp has read the ClientHello:
//
//        Client                                           Server       RFC 8446, Figure 1
//        ClientHello            -------->
//                               <--------     HelloRetryRequest*
//        ClientHello*           -------->
//                                                    ServerHello
//                                          {EncryptedExtensions}
//                                          {CertificateRequest*}
//                                                  {Certificate}
//                                            {CertificateVerify}
//                               <--------             {Finished}
//        {Certificate*}
//        {CertificateVerify*}
//        {Finished}             -------->
#include <algorithm>

#include "tls/extension/code_point_list.hpp"
#include "tls/handshake/application.hpp"
#include "tls/handshake/client_authentication13.hpp"
#include "tls/handshake/early_data.hpp"
#include "tls/handshake/flows.hpp"
#include "tls/handshake/resumption13.hpp"
#include "tls/handshake/server_choice.hpp"
#include "tls/message/encrypted_extensions.hpp"
#include "tls/negotiation/client_hello_answer.hpp"
#include "tls/negotiation/record_size.hpp"

namespace handfast::tls {

namespace {

// What this side proves itself with: a session that both know, or a certificate.
Result<void> find_session_or_proof(Handshake& hs, const ClientHello& hello, ServerChoice& choice) {
  if (const auto searched = find_session(hs, hello, choice); !searched) return searched;
  if (choice.session || choice.proof.credential) return {};
  auto proof = choose_server_proof(hello, hs.options(), hs.info().server_name);
  if (!proof) return std::unexpected(proof.error());
  choice.proof = std::move(*proof);
  return {};
}

// Everything that a ClientHello decides (4.1.1).
Result<void> choose(Handshake& hs, const ClientHello& hello, ServerChoice& choice) {
  const Options& options = hs.options();
  if (const auto checked = check_client_hello(hello); !checked) return checked;
  if (const auto sized = check_record_sizes(record_sizes_in(hello.extensions)); !sized) return sized;
  const auto suite = choose_cipher_suite(hello, *options.policy);
  if (!suite) return std::unexpected(suite.error());
  auto protocol = choose_application_protocol(hello, options);
  if (!protocol) return std::unexpected(protocol.error());
  hs.set_suite(*suite);
  hs.info().post_handshake_auth = hs.may_authenticate_later() && hello.extensions.post_handshake_auth.has_value();
  if (const auto found = find_session_or_proof(hs, hello, choice); !found) return found;
  hs.info().application_protocol = std::move(*protocol);
  if (!choice.needs_share()) {
    choice.take(hello, GroupChoice{});
    return {};
  }
  const auto group = choose_group(hello, *options.policy);
  if (!group) return std::unexpected(group.error());
  choice.take(hello, *group);
  hs.info().group = group->group;
  return {};
}

// Between the two hellos the client may change what HelloRetryRequest had of it (4.1.2).
Result<void> tell_second_hello(Handshake& hs, const ClientHello& hello) {
  const Bytes block = hello.extensions.block;
  if (const auto told = tell_application(hs, Place::client_hello, block, Telling::early); !told) return told;
  return tell_application(hs, Place::client_hello, block);
}

Result<void> choose_again(Handshake& hs, ClientHello& hello, ServerChoice& choice) {
  if (const auto read = decode_extensions(hello.extensions); !read) return read;
  if (const auto checked = check_client_hello(hello); !checked) return checked;
  const NamedGroup group = hs.info().group;
  const bool needed_share = choice.needs_share();
  const auto asked_for = needed_share && choice.client_share.empty() ? std::optional(group) : std::nullopt;
  const RetrySent retry{asked_for, choice.cookie, choice.retry_extensions};
  if (const auto same = check_second_hello(hello, choice.first_hello, retry); !same) return same;
  give_back(choice.first_hello);
  give_back(choice.retry_extensions);
  if (const auto told = tell_second_hello(hs, hello); !told) return told;
  // 4.1.2: only what does not fit the suite may be gone from it, and this session does.
  if (choice.session && !hello.extensions.pre_shared_key)
    return fail(Errc::missing_extension, "client_hello.pre_shared_key", "RFC 8446, 4.1.2",
                "the session of the first hello", "none");
  if (const auto found = find_session_or_proof(hs, hello, choice); !found) return found;
  if (!needed_share) {  // and no group was chosen
    if (!choice.needs_share()) return {};
    return fail(Errc::wrong_psk, "client_hello.pre_shared_key", "RFC 8446, 4.1.2", "the session of the first hello",
                "one that has become too old");
  }
  for (const KeyShareEntry& share : hello.extensions.key_share->client_shares)
    if (share.group == group) choice.take(hello, GroupChoice{group, share.key_exchange});
  return {};
}

HelloRetryRequest make_hello_retry(const SessionInfo& info, const ServerChoice& choice) {
  HelloRetryRequest out;
  out.random = kHelloRetryRequestRandom;
  out.legacy_session_id_echo = choice.session_id;
  out.cipher_suite = info.cipher_suite;
  if (choice.needs_share() && choice.client_share.empty()) out.extensions.key_share.emplace(info.group);
  if (!choice.cookie.empty()) out.extensions.cookie.emplace(Bytes(choice.cookie));
  out.extensions.supported_versions.emplace(ProtocolVersion::tls13);
  out.extensions.application = choice.retry_extensions;
  return out;
}

ServerHello make_server_hello(const SessionInfo& info, const ServerChoice& choice, Bytes share) {
  ServerHello out;
  out.random = info.server_random;
  out.legacy_session_id_echo = choice.session_id;
  out.cipher_suite = info.cipher_suite;
  if (choice.needs_share()) out.extensions.key_share.emplace(KeyShareEntry{info.group, share});
  out.extensions.supported_versions.emplace(ProtocolVersion::tls13);
  if (choice.session) out.extensions.pre_shared_key.emplace(choice.selected_identity);
  return out;
}

// Application keys hang on the transcript up to the server's Finished (7.1); the client's direction follows later.
Result<ApplicationSecrets> derive_application_keys(Handshake& hs, const MasterSecret& master) {
  ApplicationSecrets secrets = derive_application_secrets(hs, master);
  if (const auto done = hs.write_with(EncryptionLevel::application, secrets.server); !done)
    return std::unexpected(done.error());
  if (const auto told = hs.tell_secrets(EncryptionLevel::application, {}, secrets.server.reveal()); !told)
    return std::unexpected(told.error());
  return secrets;
}

Result<HandshakeKeys> protect_handshake(Handshake& hs, HandshakeSecret secret,
                                        std::unique_ptr<TrafficSecret> early_data) {
  HandshakeTrafficSecrets traffic = derive_handshake_traffic(hs, secret);
  const auto told = hs.tell_secrets(EncryptionLevel::handshake, early_data ? Bytes() : traffic.client.reveal(),
                                    traffic.server.reveal());
  if (!told) return std::unexpected(told.error());
  if (const auto done = hs.write_with(EncryptionLevel::handshake, traffic.server); !done)
    return std::unexpected(done.error());
  HandshakeKeys keys{traffic.client.finished_key(), traffic.server.finished_key(), std::move(secret).advance()};
  const auto reads = early_data ? hs.read_with(EncryptionLevel::early, *early_data)  // which comes first
                                : hs.read_with(EncryptionLevel::handshake, traffic.client);
  if (!reads) return std::unexpected(reads.error());
  if (early_data) keys.client_later = std::make_unique<HandshakeTrafficSecret>(std::move(traffic.client));
  return keys;
}

Result<void> random_cookie(Handshake& hs, ByteVector& cookie) {
  cookie.resize(kCookieSize);
  return hs.random(cookie);
}

// As much as any ticket of ours allowed.
void skip_early_data(Handshake& hs, Inbound::EarlyData how) {
  hs.inbound().skip_early_data(how, std::max<std::size_t>(kMaxSkippedEarlyData, hs.options().max_early_data));
}

// 4.1.4; the client's second hello is judged against the first.
Task<void> retry(Handshake& hs, ClientHello& first, ServerChoice& choice) {
  if (!encode(first, choice.first_hello)) {
    const Error error{Errc::internal_error, ClientHello::name};  // it was decoded under the same limits
    co_await failed(error);
  }
  if (hs.options().cookie_always) {
    if (hs.options().chosen) choice.cookie = hs.options().chosen->cookie;
    if (choice.cookie.empty()) co_await needed(random_cookie(hs, choice.cookie));
  }
  co_await needed(hs.inbound().ends_flight());
  hs.info().hello_retry = true;
  choice.retry_extensions = co_await needed(application_extensions(hs, Place::hello_retry_request));
  const HelloRetryRequest request = make_hello_retry(hs.info(), choice);
  co_await hs.send(request);
  hs.transcript.choose_after_retry(hs.suite().hash);
  co_await needed(hs.outbound().flush_handshake());
  if (!choice.session_id.empty()) co_await needed(hs.send_change_cipher_spec());
  co_await hs.flush();
  if (choice.early_data) skip_early_data(hs, Inbound::EarlyData::skip_plaintext);
  ClientHello second = co_await hs.receive<ClientHello>();
  hs.inbound().skip_early_data(Inbound::EarlyData::none);
  choice.early_data = false;
  co_await needed(choose_again(hs, second, choice));
}

// 7.1: without a key share the session's secret is all there is (psk_ke).
Result<HandshakeSecret> agree(Handshake& hs, ServerChoice& choice, ByteVector& share) {
  EarlySecret early = choice.session ? std::move(*choice.early_secret) : EarlySecret::without_psk(hs.suite().hash);
  if (!choice.needs_share()) return std::move(early).advance_without_dhe();
  auto own = hs.encapsulate(hs.info().group, choice.client_share);
  if (!own) return std::unexpected(own.error());
  share = std::move(own->share);
  return std::move(early).advance(own->secret);
}

Task<HandshakeKeys> exchange_keys(Handshake& hs, ServerChoice& choice) {
  std::unique_ptr<TrafficSecret> early;
  if (choice.takes_early_data) early = std::make_unique<TrafficSecret>(co_await needed(early_data_secret(hs, choice)));
  ByteVector share;
  HandshakeSecret secret = co_await needed(agree(hs, choice, share));
  co_await needed(hs.hello_random(hs.info().server_random));
  const ByteVector application = co_await needed(application_extensions(hs, Place::server_hello));
  ServerHello hello = make_server_hello(hs.info(), choice, share);
  hello.extensions.application = application;
  co_await hs.send(hello);
  // D.4: right after the first message, and only for a client that sent a session id.
  if (!choice.session_id.empty()) co_await needed(hs.send_change_cipher_spec());
  HandshakeKeys keys = co_await needed(protect_handshake(hs, std::move(secret), std::move(early)));
  co_return keys;
}

Task<void> send_encrypted_extensions(Handshake& hs, ServerChoice& choice) {
  const Options& options = hs.options();
  EncryptedExtensions message;
  ByteVector groups, protocol;
  if (options.announce_groups) {
    groups = encode_code_points(options.policy->groups);
    message.extensions.supported_groups.emplace(ListView<NamedGroup>(groups));
  }
  if (const std::string& chosen = hs.info().application_protocol; !chosen.empty()) {
    co_await needed(encode_protocol(chosen, protocol));
    message.extensions.application_protocols.emplace(ListView<ProtocolName>(protocol));
  }
  choice.record_sizes = co_await needed(
      answer_record_sizes(choice.record_sizes, options.record_size_limit, ProtocolVersion::tls13, hs.outbound()));
  say(choice.record_sizes, message.extensions);
  // RFC 6066, 3: "When resuming a session, the server MUST NOT include a server_name extension".
  if (!hs.info().server_name.empty() && !choice.session) message.extensions.server_name.emplace();
  if (choice.takes_early_data) message.extensions.early_data.emplace();
  const ByteVector application = co_await needed(application_extensions(hs, Place::encrypted_extensions));
  message.extensions.application = application;
  co_await hs.send(message);
}

// ServerHello to Finished.
Task<void> send_flight(Handshake& hs, ServerChoice& choice, const FinishedKey& key) {
  co_await send_encrypted_extensions(hs, choice);
  if (!choice.session) {  // 4.3.2, 4.4.2: otherwise the PSK authenticates
    ByteVector no_context;
    if (hs.options().client_authentication != ClientAuthentication::none)
      co_await send_certificate_request(hs, no_context);
    co_await send_certificate(hs, choice.proof, Bytes());
  }
  crypto::SecretDigest verify_data = key.verify_data(hs.transcript.digest());
  co_await send_finished(hs, verify_data);
}

Task<PeerIdentity> authenticate_client(Handshake& hs, const ServerChoice& choice) {
  if (choice.session) co_return resume_session(hs, *choice.session);
  if (!hs.info().certificate_requested) co_return NoCertificateAsked();
  ByteVector no_context;
  PeerIdentity identity = co_await authenticate_asked_client(hs, no_context);
  co_return identity;
}

Result<void> read_application_data(Handshake& hs, const TrafficSecret& client) {
  if (const auto done = hs.read_with(EncryptionLevel::application, client); !done) return done;
  return hs.tell_secrets(EncryptionLevel::application, client.reveal(), {});
}

// RFC 8446, 4.4.4: the server may send before the client's Finished. Not to a client that has still to say who it is, and one
// that comes back may be somebody who repeats what he saw. Without records it is told when it may, by its secret.
bool starts_early(Handshake& hs, const ServerChoice& choice) {
  return hs.options().start_early && !hs.is_carried() && !choice.session && !hs.info().certificate_requested;
}

// The tickets follow with what is sent next (connection.cpp): a receiver does not send.
Task<void> start_early(Handshake& hs, ApplicationKeys& keys, HandshakeKeys& handshake_keys, bool may_come_back) {
  co_await hs.start_early(NoCertificateAsked(), SessionKeys(std::move(keys)));
  crypto::SecretDigest expected = handshake_keys.client_finished.verify_data(hs.transcript.digest());
  co_await receive_finished(hs, expected);
  co_await needed(read_application_data(hs, hs.application_keys().read));
  if (may_come_back) hs.application_keys().resumption = derive_resumption_secret(hs, handshake_keys.master);
  if (hs.info().post_handshake_auth) hs.keep_transcript();
}

}  // namespace

Task<void> server_handshake13(Handshake& hs, ClientHello& hello) {
  hs.inbound().change_cipher_spec_allowed = true;
  hs.inbound().every_alert_is_fatal = true;
  ServerChoice choice;
  co_await needed(tell_application(hs, Place::client_hello, hello.extensions.block));
  co_await needed(choose(hs, hello, choice));
  if ((choice.needs_share() && choice.client_share.empty()) || hs.options().cookie_always)
    co_await retry(hs, hello, choice);
  hs.transcript.choose(hs.suite().hash);
  choice.takes_early_data = co_await accepts_early_data(hs, choice);
  hs.info().early_data_accepted = choice.takes_early_data;
  HandshakeKeys handshake_keys = co_await exchange_keys(hs, choice);
  if (choice.early_data && !choice.takes_early_data) skip_early_data(hs, Inbound::EarlyData::skip_protected);

  co_await send_flight(hs, choice, handshake_keys.server_finished);
  if (choice.takes_early_data && hs.is_carried()) co_await needed(leave_early_data(hs, handshake_keys));
  ApplicationSecrets secrets = co_await needed(derive_application_keys(hs, handshake_keys.master));
  co_await hs.flush();

  if (handshake_keys.client_later) co_await receive_early_data(hs, handshake_keys);
  // RFC 8449, 4: the limit is that of the handshake which made the keys; early data came before it was known.
  expect_record_sizes(choice.record_sizes, ProtocolVersion::tls13, hs.inbound());
  ApplicationKeys keys{std::move(secrets.client), std::move(secrets.server), std::move(secrets.exporter), {}};
  const bool may_come_back = hs.options().ticket_keys && choice.psk_mode;
  if (starts_early(hs, choice)) {
    co_await start_early(hs, keys, handshake_keys, may_come_back);
    co_return;
  }
  PeerIdentity identity = co_await authenticate_client(hs, choice);
  crypto::SecretDigest expected = handshake_keys.client_finished.verify_data(hs.transcript.digest());
  const FinishedVerified finished = co_await receive_finished(hs, expected);
  co_await needed(read_application_data(hs, keys.read));
  if (may_come_back) keys.resumption = derive_resumption_secret(hs, handshake_keys.master);
  hs.establish(finished, identity, SessionKeys(std::move(keys)));
  if (hs.info().post_handshake_auth) hs.keep_transcript();
  if (may_come_back) co_await send_tickets(hs);
}

}  // namespace handfast::tls
