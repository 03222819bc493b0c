// The client's side of TLS 1.2 with ECDHE; client.cpp has exchanged the hellos:
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
//                                             NewSessionTicket*        RFC 5077, Figure 2
//                                             [ChangeCipherSpec]
//                               <--------             {Finished}
//        [ChangeCipherSpec]
//        {Finished}             -------->
#include "tls/handshake/application.hpp"
#include "tls/handshake/authentication12.hpp"
#include "tls/handshake/flows.hpp"
#include "tls/handshake/resumption12.hpp"
#include "tls/message/certificate_request12.hpp"
#include "tls/message/certificate_status.hpp"
#include "tls/message/certificate_verify.hpp"
#include "tls/message/client_key_exchange.hpp"
#include "tls/message/server_hello_done.hpp"
#include "tls/negotiation/credential_choice.hpp"
#include "tls/negotiation/record_size.hpp"
#include "tls/negotiation/renegotiation.hpp"
#include "tls/negotiation/required12.hpp"
#include "tls/negotiation/server_answer12.hpp"

namespace handfast::tls {

namespace {

// The server's wish for our certificate, kept until our flight; the message itself is gone by then.
struct CertificateWish12 {
  ByteVector types, schemes, authorities;
  void store(const CertificateRequest12& request) {
    const auto keep = [](Bytes encoded) { return ByteVector(encoded.begin(), encoded.end()); };
    types = keep(request.certificate_types.encoded());
    schemes = keep(request.supported_signature_algorithms.encoded());
    authorities = keep(request.certificate_authorities.encoded());
  }
  // As TLS 1.3 says the same; for the application.
  CertificateRequest request() const {
    CertificateRequest out;
    out.extensions.signature_algorithms.emplace(ListView<SignatureScheme>(schemes));
    if (!authorities.empty()) out.extensions.certificate_authorities.emplace(ListView<DistinguishedName>(authorities));
    return out;
  }
};

// The server's half of the key exchange.
struct ServerShare {
  NamedGroup group{};
  ByteVector point;
};

// What the server announces in its hello.
struct Announced {
  bool resumed = false, status = false, ticket = false;
};

Result<Announced> accept_server_hello(Handshake& hs, const ClientOffer& offer, const ServerHello& hello) {
  ServerHello12 message{hello.legacy_version,
                        hello.random,
                        hello.legacy_session_id_echo,
                        hello.cipher_suite,
                        hello.legacy_compression_method,
                        {}};
  message.extensions.block = hello.extensions.block;
  const ExtensionMask sent = offer.sent();
  if (const auto read = decode_extensions(message.extensions, &sent); !read) return std::unexpected(read.error());
  if (const auto checked = check_server_hello12(message, offer, hs.info()); !checked)
    return std::unexpected(checked.error());
  if (const auto sized = accept_record_sizes(offer.record_sizes(), record_sizes_in(message.extensions),
                                             ProtocolVersion::tls12, hs.inbound(), hs.outbound());
      !sized)
    return std::unexpected(sized.error());
  const auto bound = check_server_renegotiation(message.extensions.renegotiation_info, hs.previous());
  if (!bound) return std::unexpected(bound.error());
  if (const auto same = check_same_master_secret(hs.info(), hs.previous()); !same) return std::unexpected(same.error());
  if (const auto required = check_required12(hs.info(), *hs.options().policy); !required)
    return std::unexpected(required.error());
  if (const auto none = hs.inbound().no_change_cipher_spec_yet(); !none) return std::unexpected(none.error());
  hs.set_suite(message.cipher_suite);
  hs.transcript.choose_and_keep(hs.suite().hash);
  hs.info().session_id.assign(hello.legacy_session_id_echo.begin(), hello.legacy_session_id_echo.end());
  if (const auto told = tell_application(hs, Place::server_hello12, hello.extensions.block); !told)
    return std::unexpected(told.error());
  return Announced{resumes(message, offer), message.extensions.status_request.has_value(),
                   message.extensions.session_ticket.has_value()};
}

Result<void> read_certificate12(Handshake& hs, const Certificate12& certificate) {
  if (certificate.certificate_list.empty())  // RFC 5246, 7.4.2
    return fail(Errc::certificate_missing, "certificate.certificate_list", "RFC 5246, 7.4.2", "a certificate", "none");
  return store_peer_chain12(hs, certificate);
}

Result<PossessionProved> read_server_key_exchange(Handshake& hs, const PeerKey& peer, const ClientOffer& offer,
                                                  const ServerKeyExchange& message, ServerShare& share) {
  if (const auto checked = check_ecdhe_parameters(message.params, offer); !checked)
    return std::unexpected(checked.error());
  const auto content = signed_parameters(hs.info(), message.params);
  if (!content) return std::unexpected(content.error());
  const SignedBy by{message.algorithm, message.signature, "server_key_exchange.algorithm",
                    "server_key_exchange.signature", "RFC 8422, 5.4"};
  auto proved = check_signature(hs, peer, by, *content);
  share = {message.params.named_curve, ByteVector(message.params.public_key.begin(), message.params.public_key.end())};
  hs.info().group = share.group;
  return proved;
}

// ServerKeyExchange; before it, a server that was asked may send the status of its certificate, or leave it out although it
// promised it (RFC 6066, 8). The certificate is judged as soon as all that belongs to it has come.
Task<PeerIdentity> receive_key_exchange(Handshake& hs, const ClientOffer& offer, bool status_promised,
                                        ServerShare& share) {
  PeerKey peer = co_await needed(peer_key(hs));
  co_await needed(check_certificate_key(peer.key.type(), hs.suite().authentication, offer));
  if (status_promised) {
    std::variant<ServerKeyExchange, CertificateStatusMessage> message =
        co_await hs.receive<ServerKeyExchange, CertificateStatusMessage>();
    if (const auto* exchange = std::get_if<ServerKeyExchange>(&message)) {
      PossessionProved proved = co_await needed(read_server_key_exchange(hs, peer, offer, *exchange, share));
      const std::optional<VerifiedCertificate> verified = co_await judge_chain(hs);
      co_return identity_of(proved, verified);
    }
    co_await needed(store_status(hs, std::get<CertificateStatusMessage>(message).status));
  }
  const std::optional<VerifiedCertificate> verified = co_await judge_chain(hs);
  const ServerKeyExchange exchange = co_await hs.receive<ServerKeyExchange>();
  PossessionProved proved = co_await needed(read_server_key_exchange(hs, peer, offer, exchange, share));
  co_return identity_of(proved, verified);
}

// CertificateRequest*, ServerHelloDone.
Task<void> receive_request_and_done(Handshake& hs, CertificateWish12& wish) {
  std::variant<ServerHelloDone, CertificateRequest12> message =
      co_await hs.receive<ServerHelloDone, CertificateRequest12>();
  if (const auto* request = std::get_if<CertificateRequest12>(&message)) {
    wish.store(*request);
    hs.info().certificate_requested = true;
    co_await hs.receive<ServerHelloDone>();
  } else {
    hs.transcript.forget_messages();  // only CertificateVerify signs them
  }
  co_await needed(hs.inbound().ends_flight());
}

bool takes_key(const CertificateWish12& wish, crypto::KeyType type) {
  const auto wanted = authentication_of(type) == Authentication::rsa ? ClientCertificateType::rsa_sign
                                                                     : ClientCertificateType::ecdsa_sign;
  return ListView<ClientCertificateType>(wish.types).contains(wanted);  // RFC 5246, 7.4.4; RFC 8422, 5.5
}

OwnProof choose_client_proof(Handshake& hs, const CertificateWish12& wish) {
  Credentials usable;
  if (hs.options().credentials)
    for (const auto& credential : *hs.options().credentials)
      if (takes_key(wish, credential->signer->type())) usable.push_back(credential);
  CredentialWish wanted{.accepted = ListView<SignatureScheme>(wish.schemes),
                        .policy = *hs.options().policy,
                        .authorities = ListView<DistinguishedName>(wish.authorities),
                        .named_authorities_only = !hs.options().certificate_for_any_server,
                        .version = ProtocolVersion::tls12};
  const std::optional<OwnProof> proof = choose_credential(usable, wanted);
  if (proof || !hs.options().credentials) return proof.value_or(OwnProof{});
  if (usable.empty()) wanted.accepted = {};  // whatever they sign with
  hs.info().own_withheld = withheld_certificate(usable.empty() ? *hs.options().credentials : usable, wanted);
  return {};
}

Task<OwnProof> choose_certificate(Handshake& hs, CertificateWish12& wish) {
  CertificateRequest request = wish.request();
  co_await announce_certificate_request(hs, request);
  OwnProof proof = choose_client_proof(hs, wish);
  co_return proof;
}

Task<void> send_certificate_verify(Handshake& hs, OwnProof& proof) {
  hs.activity = {"make", CertificateVerify::name};
  Answer<ByteVector> answer = proof.credential->signer->sign(proof.scheme, hs.transcript.messages());
  const ByteVector signature = co_await hs.await(Wait::signature, std::move(answer));
  const CertificateVerify message{proof.scheme, signature};
  co_await hs.send(message);
  hs.info().own_signature = proof.scheme;
}

// Certificate*, ClientKeyExchange, CertificateVerify*; gives what both sides now know alone.
Task<MasterSecret12> send_key_exchange(Handshake& hs, ServerShare& share, CertificateWish12& wish) {
  OwnProof proof;
  if (hs.info().certificate_requested) {
    proof = co_await choose_certificate(hs, wish);
    co_await send_certificate12(hs, proof);
  }
  crypto::Encapsulation own = co_await needed(hs.encapsulate(share.group, share.point));
  const ClientKeyExchange message{own.share};
  co_await hs.send(message);
  MasterSecret12 master = derive_master_secret(hs, own.secret);
  if (proof.credential) co_await send_certificate_verify(hs, proof);
  hs.transcript.forget_messages();
  co_return master;
}

// From Certificate on.
Task<void> full_handshake(Handshake& hs, const ClientOffer& offer, Announced& announced) {
  if (supplemental_exchange(hs) != nullptr) co_await receive_supplemental_data(hs);
  const Certificate12 certificate = co_await hs.receive<Certificate12>();
  co_await needed(read_certificate12(hs, certificate));
  ServerShare share;
  PeerIdentity identity = co_await receive_key_exchange(hs, offer, announced.status, share);
  CertificateWish12 wish;
  co_await receive_request_and_done(hs, wish);

  if (supplemental_exchange(hs) != nullptr) co_await send_supplemental_data(hs);
  MasterSecret12 master = co_await send_key_exchange(hs, share, wish);
  MasterSecret12::Protections protections = co_await needed(master.protections(hs.suite()));
  co_await send_change_and_finished(hs, master, protections.client);
  co_await hs.flush();
  // RFC 7918: every suite here has ECDHE and an AEAD (4.1, 4.2), and the server has proved who it is.
  if (hs.options().start_early && !hs.previous())
    co_await hs.start_early(identity, SessionKeys(Keys12{master.keep(), hs.finished12}));
  if (announced.ticket) co_await receive_ticket12(hs);
  const FinishedVerified finished = co_await receive_change_and_finished(hs, master, protections.server);
  keep_session12(hs, nullptr);
  hs.establish(finished, identity, SessionKeys(Keys12{master.keep(), hs.finished12}));
}

// As in a full handshake: the server speaks first.
Task<void> exchange_in_resumption(Handshake& hs) {
  co_await receive_supplemental_data(hs);
  co_await send_supplemental_data(hs);
  co_await hs.flush();
}

// The server has taken the session that was offered.
Task<void> abbreviated_handshake(Handshake& hs, const ClientOffer& offer, Announced& announced) {
  const SessionState& session = *offer.session(ProtocolVersion::tls12);
  hs.transcript.forget_messages();
  if (supplemental_exchange(hs) != nullptr) co_await exchange_in_resumption(hs);
  MasterSecret12 master = resume_master_secret(hs, session);
  MasterSecret12::Protections protections = co_await needed(master.protections(hs.suite()));
  if (announced.ticket) co_await receive_ticket12(hs);
  const FinishedVerified finished = co_await receive_change_and_finished(hs, master, protections.server);
  const PeerIdentity identity = co_await resume_offered_session(hs, offer, ProtocolVersion::tls12);
  co_await send_change_and_finished(hs, master, protections.client);
  co_await hs.flush();
  keep_session12(hs, &session);
  hs.establish(finished, identity, SessionKeys(Keys12{master.keep(), hs.finished12}));
}

}  // namespace

Task<void> client_handshake12(Handshake& hs, const ClientOffer& offer, ServerHello& hello) {
  hs.inbound().change_cipher_spec_allowed = false;
  hs.ticket() = nullptr;  // of the handshake before, whose secret is another one
  Announced announced = co_await needed(accept_server_hello(hs, offer, hello));
  if (announced.resumed)
    co_await abbreviated_handshake(hs, offer, announced);
  else
    co_await full_handshake(hs, offer, announced);
}

}  // namespace handfast::tls
