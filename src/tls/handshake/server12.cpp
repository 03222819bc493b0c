// The server's side of TLS 1.2 with ECDHE; server.cpp has read the ClientHello:
//
//        Client                                           Server       RFC 5246, Figure 1
//        ClientHello            -------->
//                                                    ServerHello
//                                              SupplementalData*       RFC 4680, 2
//                                                    Certificate
//                                             CertificateStatus*       RFC 6066, 8
//                                              ServerKeyExchange
//                                            CertificateRequest*
//                               <--------        ServerHelloDone
//        SupplementalData*
//        Certificate*
//        ClientKeyExchange
//        CertificateVerify*
//        [ChangeCipherSpec]
//        {Finished}             -------->
//                                             NewSessionTicket*        RFC 5077, Figure 1
//                                             [ChangeCipherSpec]
//                               <--------             {Finished}
//
// and where a session goes on:
//
//        ClientHello            -------->                              RFC 5246, Figure 2
//                                                    ServerHello
//                               <--------      SupplementalData*
//        SupplementalData*      -------->
//                                             [ChangeCipherSpec]
//                               <--------             {Finished}
//        [ChangeCipherSpec]
//        {Finished}             -------->
#include "tls/extension/code_point_list.hpp"
#include "tls/handshake/application.hpp"
#include "tls/handshake/authentication12.hpp"
#include "tls/handshake/flows.hpp"
#include "tls/handshake/resumption12.hpp"
#include "tls/handshake/server_choice.hpp"
#include "tls/message/certificate_request12.hpp"
#include "tls/message/certificate_status.hpp"
#include "tls/message/certificate_verify.hpp"
#include "tls/message/client_key_exchange.hpp"
#include "tls/message/server_hello_done.hpp"
#include "tls/negotiation/client_hello_answer12.hpp"
#include "tls/negotiation/record_size.hpp"
#include "tls/negotiation/renegotiation.hpp"
#include "tls/negotiation/required12.hpp"
#include "tls/negotiation/versions.hpp"

namespace handfast::tls {

namespace {

// What is kept of the ClientHello until ServerHello.
class ClientWish {
 public:
  ClientWish() = default;
  ClientWish(const ClientWish&) = delete;
  ClientWish& operator=(const ClientWish&) = delete;
  OwnProof proof;                         // unless a session goes on
  std::unique_ptr<SessionState> session;  // that one
  Offered12 offered = Offered12::nothing;
  bool point_formats = false;
  RecordSizes record_sizes;
};

// What a certificate is needed for.
Result<void> choose_in_full(Handshake& hs, const ClientHello& hello, ClientWish& wish) {
  auto choice = choose12(hello, hs.options(), hs.info().server_name);
  if (!choice) return std::unexpected(choice.error());
  hs.set_suite(choice->suite);
  hs.info().group = choice->group;
  wish.proof = std::move(choice->proof);
  wish.offered = offered12(hello, hs.options());
  wish.point_formats = hello.extensions.ec_point_formats.has_value();
  if (wish.offered != Offered12::session_id) return {};
  hs.info().session_stored = true;
  hs.info().session_id.resize(kSessionIdSize);
  return hs.random(hs.info().session_id);
}

// RFC 5246, 7.3: by its id, or by one that the client made up for its ticket (RFC 5077, 3.4).
void choose_session(Handshake& hs, const ClientHello& hello, const SessionState& session) {
  hs.set_suite(session.cipher_suite);
  hs.info().session_id.assign(hello.legacy_session_id.begin(), hello.legacy_session_id.end());
}

// What is agreed anew in any case.
Result<void> choose(Handshake& hs, const ClientHello& hello, ClientWish& wish) {
  auto protocol = choose_application_protocol(hello, hs.options());
  if (!protocol) return std::unexpected(protocol.error());
  hs.info().application_protocol = std::move(*protocol);
  const Policy& policy = *hs.options().policy;
  hs.info().extended_master_secret =
      policy.extended_master_secret && hello.extensions.extended_master_secret.has_value();
  hs.info().secure_renegotiation = hs.previous() ? hs.previous()->info.secure_renegotiation
                                                 : policy.renegotiation_info && offers_secure_renegotiation(hello);
  if (const auto same = check_same_master_secret(hs.info(), hs.previous()); !same) return same;
  if (const auto required = check_required12(hs.info(), policy); !required) return required;
  const auto sizes = answer_record_sizes(record_sizes_in(hello.extensions), hs.options().record_size_limit,
                                         ProtocolVersion::tls12, hs.outbound());
  if (!sizes) return std::unexpected(sizes.error());
  wish.record_sizes = *sizes;
  return {};
}

Result<void> make_server_random(Handshake& hs) {
  if (const auto filled = hs.hello_random(hs.info().server_random); !filled) return filled;
  mark_downgrade(hs.info().server_random, *hs.options().policy);
  return {};
}

Task<void> send_server_hello(Handshake& hs, ClientWish& wish) {
  constexpr std::array<std::uint8_t, 1> uncompressed{static_cast<std::uint8_t>(EcPointFormat::uncompressed)};
  co_await needed(make_server_random(hs));
  const SessionInfo& info = hs.info();
  ServerHello12 message;
  message.random = info.server_random;
  message.legacy_session_id_echo = info.session_id;
  message.cipher_suite = info.cipher_suite;
  ServerHello12Extensions& extensions = message.extensions;
  if (!info.server_name.empty() && !wish.session) extensions.server_name.emplace();
  if (info.extended_master_secret) extensions.extended_master_secret.emplace();
  const ByteVector renegotiated = renegotiated_connection(hs.previous());
  if (info.secure_renegotiation) extensions.renegotiation_info.emplace(Bytes(renegotiated));
  if (wish.offered == Offered12::ticket) extensions.session_ticket.emplace();
  if (!status_of(wish.proof, 0).empty()) extensions.status_request.emplace();
  if (wish.point_formats) extensions.ec_point_formats.emplace(ListView<EcPointFormat>(uncompressed));
  ByteVector protocol;
  if (!info.application_protocol.empty()) {
    co_await needed(encode_protocol(info.application_protocol, protocol));
    extensions.application_protocols.emplace(ListView<ProtocolName>(protocol));
  }
  say(wish.record_sizes, extensions);
  expect_record_sizes(wish.record_sizes, ProtocolVersion::tls12, hs.inbound());
  const ByteVector application =
      co_await needed(application_extensions(hs, Place::server_hello12, wish.session != nullptr));
  extensions.application = application;
  co_await hs.send(message);
}

Task<void> send_certificate_status(Handshake& hs, OwnProof& proof) {
  const Bytes status = status_of(proof, 0);
  if (status.empty()) co_return;
  const CertificateStatusMessage message{{CertificateStatusType::ocsp, status}};
  co_await hs.send(message);
}

Task<void> send_server_key_exchange(Handshake& hs, OwnProof& proof, const crypto::KeyExchange& key) {
  hs.activity = {"make", ServerKeyExchange::name};
  const EcdheParameters parameters{EcCurveType::named_curve, key.group(), key.share()};
  const ByteVector content = co_await needed(signed_parameters(hs.info(), parameters));
  Answer<ByteVector> answer = proof.credential->signer->sign(proof.scheme, content);
  const ByteVector signature = co_await hs.await(Wait::signature, std::move(answer));
  const ServerKeyExchange message{parameters, proof.scheme, signature};
  co_await hs.send(message);
  hs.info().own_signature = proof.scheme;
}

Task<void> send_certificate_request(Handshake& hs) {
  constexpr std::array<std::uint8_t, 2> types{static_cast<std::uint8_t>(ClientCertificateType::rsa_sign),
                                              static_cast<std::uint8_t>(ClientCertificateType::ecdsa_sign)};
  const ByteVector schemes = encode_code_points(hs.options().policy->signature_schemes);
  ByteVector authorities;
  co_await needed(encode_authorities(hs.options(), authorities));
  const CertificateRequest12 message{ListView<ClientCertificateType>(types), ListView<SignatureScheme>(schemes),
                                     ListView<DistinguishedName>(authorities)};
  co_await hs.send(message);
  hs.info().certificate_requested = true;
}

// ServerHello to ServerHelloDone.
Task<void> send_flight(Handshake& hs, ClientWish& wish, const crypto::KeyExchange& key) {
  co_await send_server_hello(hs, wish);
  if (supplemental_exchange(hs) != nullptr) co_await send_supplemental_data(hs);
  co_await send_certificate12(hs, wish.proof);
  co_await send_certificate_status(hs, wish.proof);
  co_await send_server_key_exchange(hs, wish.proof, key);
  if (hs.options().client_authentication != ClientAuthentication::none) co_await send_certificate_request(hs);
  const ServerHelloDone done;
  co_await hs.send(done);
  co_await hs.flush();
}

Result<bool> read_client_certificate(Handshake& hs, const Certificate12& certificate) {
  if (const auto stored = store_peer_chain12(hs, certificate); !stored) return std::unexpected(stored.error());
  const bool present = !hs.info().peer_chain.empty();
  if (!present && hs.options().client_authentication == ClientAuthentication::require)
    return fail(Errc::certificate_required, "certificate.certificate_list", "RFC 5246, 7.4.6", "a certificate", "none");
  return present;
}

// True: a certificate came, and a CertificateVerify has to follow. It is judged before anything else is done.
Task<bool> receive_client_certificate(Handshake& hs, std::optional<VerifiedCertificate>& verified) {
  if (!hs.info().certificate_requested) co_return false;
  const Certificate12 certificate = co_await hs.receive<Certificate12>();
  const bool present = co_await needed(read_client_certificate(hs, certificate));
  if (present)
    verified = co_await judge_chain(hs);
  else
    co_await judge_absence(hs);
  co_return present;
}

Task<MasterSecret12> receive_key_exchange(Handshake& hs, const crypto::KeyExchange& key) {
  const ClientKeyExchange message = co_await hs.receive<ClientKeyExchange>();
  const crypto::SharedSecret secret = co_await needed(key.agree(message.public_key));
  MasterSecret12 master = derive_master_secret(hs, secret);
  co_return master;
}

Task<PeerIdentity> authenticate_client(Handshake& hs, bool has_certificate,
                                       std::optional<VerifiedCertificate>& verified) {
  if (!has_certificate) co_return NoCertificateAsked();
  PeerKey peer = co_await needed(peer_key(hs));
  const Bytes signed_messages = hs.transcript.messages();
  const ByteVector content(signed_messages.begin(), signed_messages.end());
  const CertificateVerify message = co_await hs.receive<CertificateVerify>();
  const SignedBy by{message.algorithm, message.signature, "certificate_verify.algorithm",
                    "certificate_verify.signature", "RFC 5246, 7.4.8"};
  PossessionProved possession = co_await needed(check_signature(hs, peer, by, content));
  co_return identity_of(possession, verified);
}

// From Certificate on.
Task<void> full_handshake(Handshake& hs, ClientWish& wish) {
  if (hs.options().client_authentication == ClientAuthentication::none)
    hs.transcript.choose(hs.suite().hash);
  else
    hs.transcript.choose_and_keep(hs.suite().hash);
  const crypto::KeyExchange key = co_await needed(hs.generate_key(hs.info().group));
  co_await send_flight(hs, wish, key);

  if (supplemental_exchange(hs) != nullptr) co_await receive_supplemental_data(hs);
  std::optional<VerifiedCertificate> verified;
  const bool has_certificate = co_await receive_client_certificate(hs, verified);
  MasterSecret12 master = co_await receive_key_exchange(hs, key);
  PeerIdentity identity = co_await authenticate_client(hs, has_certificate, verified);
  hs.transcript.forget_messages();
  MasterSecret12::Protections protections = co_await needed(master.protections(hs.suite()));
  const FinishedVerified finished = co_await receive_change_and_finished(hs, master, protections.client);
  co_await leave_session(hs, master, identity, wish.offered);
  co_await send_change_and_finished(hs, master, protections.server);
  co_await hs.flush();
  hs.establish(finished, identity, SessionKeys(Keys12{master.keep(), hs.finished12}));
}

// As in a full handshake: the server speaks first.
Task<void> exchange_in_resumption(Handshake& hs) {
  co_await send_supplemental_data(hs);
  co_await hs.flush();
  co_await receive_supplemental_data(hs);
}

// RFC 6066, 3 and 8: neither the name nor a certificate's status is spoken of when a session goes on.
Task<void> abbreviated_handshake(Handshake& hs, ClientWish& wish) {
  hs.transcript.choose(hs.suite().hash);
  co_await send_server_hello(hs, wish);
  if (supplemental_exchange(hs) != nullptr) co_await exchange_in_resumption(hs);
  MasterSecret12 master = resume_master_secret(hs, *wish.session);
  MasterSecret12::Protections protections = co_await needed(master.protections(hs.suite()));
  co_await send_change_and_finished(hs, master, protections.server);
  co_await hs.flush();
  const FinishedVerified finished = co_await receive_change_and_finished(hs, master, protections.client);
  PeerIdentity identity = resume_session(hs, *wish.session);
  hs.establish(finished, identity, SessionKeys(Keys12{master.keep(), hs.finished12}));
}

}  // namespace

Task<void> server_handshake12(Handshake& hs, ClientHello& hello) {
  co_await needed(check_client_hello12(hello));
  co_await needed(check_client_renegotiation(hello, hs.previous(), *hs.options().policy));
  co_await needed(hs.inbound().ends_flight());
  ClientWish wish;
  if (!hs.previous()) wish.session = co_await find_session12(hs, hello);
  co_await needed(tell_application(hs, Place::client_hello, hello.extensions.block));
  if (wish.session)
    choose_session(hs, hello, *wish.session);
  else
    co_await needed(choose_in_full(hs, hello, wish));
  co_await needed(choose(hs, hello, wish));
  if (wish.session)
    co_await abbreviated_handshake(hs, wish);
  else
    co_await full_handshake(hs, wish);
}

}  // namespace handfast::tls
