// The client's side of TLS 1.3; client.cpp has exchanged the hellos:
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
#include "tls/handshake/authentication.hpp"
#include "tls/handshake/client_offer.hpp"
#include "tls/handshake/flows.hpp"
#include "tls/message/certificate_request.hpp"
#include "tls/message/encrypted_extensions.hpp"
#include "tls/negotiation/credential_choice.hpp"
#include "tls/negotiation/record_size.hpp"
#include "tls/negotiation/server_answer.hpp"

namespace handfast::tls {

namespace {

// The server's wish for our certificate, kept until our flight; the message itself is gone by then.
class CertificateWish {
 public:
  CertificateWish() = default;
  CertificateWish(const CertificateWish&) = delete;
  CertificateWish& operator=(const CertificateWish&) = delete;
  void store(const CertificateRequest& request) {
    extensions_.assign(request.extensions.block.begin(), request.extensions.block.end());
  }
  Result<CertificateRequest> request() const {  // its views live as long as this object
    CertificateRequest out;
    out.extensions.block = extensions_;
    if (const auto read = decode_extensions(out.extensions); !read) return std::unexpected(read.error());
    return out;
  }

 private:
  ByteVector extensions_;
};

Result<void> read_encrypted_extensions(EncryptedExtensions& message, Handshake& hs, const ClientOffer& offer) {
  const ExtensionMask sent = offer.sent();
  if (const auto read = decode_extensions(message.extensions, &sent); !read) return read;
  if (message.extensions.record_size_limit)
    expect_record_size_limit(hs.options().record_size_limit, ProtocolVersion::tls13, hs.inbound());
  return check_encrypted_extensions(message, offer, hs.info(), hs.outbound());
}

Result<void> read_certificate_request(CertificateRequest& request) {
  if (const auto read = decode_extensions(request.extensions); !read) return read;
  if (!request.certificate_request_context.empty())  // RFC 8446, 4.3.2: "SHALL be zero length" in the handshake
    return fail(Errc::bad_certificate_context, "certificate_request.certificate_request_context", "RFC 8446, 4.3.2",
                "nothing", "a context");
  if (!request.extensions.signature_algorithms)  // 4.3.2: "MUST be specified"
    return fail(Errc::missing_extension, "certificate_request.signature_algorithms", "RFC 8446, 4.3.2",
                "signature_algorithms", "none");
  return {};
}

Result<void> read_server_certificate(Handshake& hs, const Certificate& certificate, const ExtensionMask& asked) {
  if (!certificate.certificate_request_context.empty())  // RFC 8446, 4.4.2: zero length in server authentication
    return fail(Errc::bad_certificate_context, "certificate.certificate_request_context", "RFC 8446, 4.4.2", "nothing",
                "a context");
  if (certificate.certificate_list.empty())  // 4.4.2: "The server's certificate_list MUST always be non-empty"
    return fail(Errc::certificate_missing, "certificate.certificate_list", "RFC 8446, 4.4.2", "a certificate", "none");
  return store_peer_chain(hs, certificate, asked);
}

// From the key exchange on, both directions are protected (7.1).
Result<HandshakeSecret> derive_handshake_secret(Handshake& hs, const ServerHello& hello, const ClientOffer& offer) {
  const KeyShareEntry& share = hello.extensions.key_share->server_share;
  auto shared = offer.share_of(share.group)->agree(share.key_exchange);
  if (!shared) return std::unexpected(shared.error());
  return EarlySecret::without_psk(hs.suite().hash).advance(std::move(*shared));
}

Result<TrafficSecrets> protect_handshake(Handshake& hs, const HandshakeSecret& secret) {
  TrafficSecrets traffic = secret.handshake_traffic(hs.transcript.digest());
  hs.log_secret("CLIENT_HANDSHAKE_TRAFFIC_SECRET", traffic.client.reveal());
  hs.log_secret("SERVER_HANDSHAKE_TRAFFIC_SECRET", traffic.server.reveal());
  if (const auto done = hs.read_with(traffic.server); !done) return std::unexpected(done.error());
  if (const auto done = hs.send_change_cipher_spec(); !done) return std::unexpected(done.error());
  if (const auto done = hs.write_with(traffic.client); !done) return std::unexpected(done.error());
  return traffic;
}

Result<ApplicationKeys> derive_application_keys(Handshake& hs, HandshakeSecret secret) {
  const MasterSecret master = std::move(secret).advance();
  const crypto::Digest transcript = hs.transcript.digest();
  TrafficSecrets traffic = master.application_traffic(transcript);
  ExporterSecret exporter = master.exporter(transcript);
  hs.log_secret("EXPORTER_SECRET", exporter.reveal());
  hs.log_secret("CLIENT_TRAFFIC_SECRET_0", traffic.client.reveal());
  hs.log_secret("SERVER_TRAFFIC_SECRET_0", traffic.server.reveal());
  if (const auto done = hs.read_with(traffic.server); !done) return std::unexpected(done.error());
  return ApplicationKeys{std::move(traffic.server), std::move(traffic.client), std::move(exporter)};
}

// CertificateRequest*, Certificate, CertificateVerify.
Task<PeerIdentity> authenticate_server(Handshake& hs, const ClientOffer& offer, CertificateWish& wish) {
  std::variant<CertificateRequest, Certificate> message = co_await hs.receive<CertificateRequest, Certificate>();
  if (auto* request = std::get_if<CertificateRequest>(&message)) {
    co_await hs.need(read_certificate_request(*request));
    hs.info().certificate_requested = true;
    wish.store(*request);
    const Certificate certificate = co_await hs.receive<Certificate>();
    co_await hs.need(read_server_certificate(hs, certificate, offer.sent()));
  } else {
    co_await hs.need(read_server_certificate(hs, std::get<Certificate>(message), offer.sent()));
  }
  PeerIdentity identity = co_await authenticate_peer(hs);
  co_return identity;
}

// The client's flight. Without a fitting certificate an empty Certificate is sent (4.4.2).
Task<void> authenticate_client(Handshake& hs, const CertificateWish& wish) {
  CertificateRequest request = co_await hs.need(wish.request());
  co_await announce_certificate_request(hs, request);
  OwnProof proof;
  if (const auto& credentials = hs.options().credentials) {
    CredentialWish wanted{.accepted = request.extensions.signature_algorithms->supported_signature_algorithms,
                          .policy = *hs.options().policy};
    if (const auto& apart = request.extensions.signature_algorithms_cert)
      wanted.accepted_in_certificates = apart->supported_signature_algorithms;
    if (const auto& named = request.extensions.certificate_authorities) wanted.authorities = named->authorities;
    proof = choose_credential(*credentials, wanted).value_or(OwnProof{});
  }
  co_await send_certificate(hs, proof, Bytes());
}

}  // namespace

Task<void> client_handshake13(Handshake& hs, const ClientOffer& offer, ServerHello& hello) {
  co_await hs.need(check_server_hello(hello, offer));
  hs.inbound().every_alert_is_fatal = true;
  hs.set_suite(hello.cipher_suite);
  hs.info().group = hello.extensions.key_share->server_share.group;
  hs.transcript.choose(hs.suite().hash);
  HandshakeSecret secret = co_await hs.need(derive_handshake_secret(hs, hello, offer));
  const TrafficSecrets traffic = co_await hs.need(protect_handshake(hs, secret));

  EncryptedExtensions extensions = co_await hs.receive<EncryptedExtensions>();
  co_await hs.need(read_encrypted_extensions(extensions, hs, offer));
  CertificateWish wish;
  PeerIdentity identity = co_await authenticate_server(hs, offer, wish);
  crypto::SecretDigest expected = traffic.server.finished(hs.transcript.digest());
  const FinishedVerified finished = co_await receive_finished(hs, expected);
  ApplicationKeys keys = co_await hs.need(derive_application_keys(hs, std::move(secret)));

  if (hs.info().certificate_requested) co_await authenticate_client(hs, wish);
  crypto::SecretDigest verify_data = traffic.client.finished(hs.transcript.digest());
  co_await send_finished(hs, verify_data);
  co_await hs.need(hs.write_with(keys.write));
  co_await hs.flush();
  hs.establish(finished, identity, SessionKeys(std::move(keys)));
}

}  // namespace handfast::tls
