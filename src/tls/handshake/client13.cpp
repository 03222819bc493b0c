// The client's side of TLS 1.3:
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
#include "tls/message/certificate_request.hpp"
#include "tls/message/encrypted_extensions.hpp"
#include "tls/negotiation/credential_choice.hpp"
#include "tls/negotiation/server_answer.hpp"
#include "tls/negotiation/versions.hpp"

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

Result<void> read_hello_retry(HelloRetryRequest& request, const ClientOffer& offer, const Policy& policy) {
  const ExtensionMask sent = offer.sent();
  if (const auto read = decode_extensions(request.extensions, &sent); !read) return read;
  return check_hello_retry(request, offer, policy);
}

Result<ProtocolVersion> read_server_hello(ServerHello& hello, const ClientOffer& offer, const Policy& policy) {
  const ExtensionMask sent = offer.sent();
  if (const auto read = decode_extensions(hello.extensions, &sent); !read) return std::unexpected(read.error());
  if (offer.retry_suite &&
      !hello.extensions.supported_versions)  // 4.2.1: the version of HelloRetryRequest "MUST be retained"
    return fail(Errc::wrong_selected_version, "server_hello.supported_versions", "RFC 8446, 4.2.1",
                "the version of HelloRetryRequest", "none");
  return check_version(hello.extensions.supported_versions, hello.legacy_version, hello.random, policy);
}

Result<void> read_encrypted_extensions(EncryptedExtensions& message, Handshake& hs, const ClientOffer& offer) {
  const ExtensionMask sent = offer.sent();
  if (const auto read = decode_extensions(message.extensions, &sent); !read) return read;
  hs.inbound().max_plaintext =
      message.extensions.record_size_limit ? hs.options().record_size_limit - 1U : kMaxPlaintext;
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

Task<void> send_client_hello(Handshake& hs, const ClientOffer& offer) {
  const ClientHello hello = offer.hello();
  co_await hs.send(hello);
  co_await hs.flush();
  hs.outbound().plaintext_version = ProtocolVersion::tls12;  // RFC 8446, 5.1: 0x0301 in the first ClientHello only
  hs.inbound().change_cipher_spec_allowed = true;
}

// ClientHello up to ServerHello; at most one HelloRetryRequest between (4.1.4).
Task<ServerHello> exchange_hellos(Handshake& hs, ClientOffer& offer) {
  co_await send_client_hello(hs, offer);
  std::variant<ServerHello, HelloRetryRequest> answer = co_await hs.receive<ServerHello, HelloRetryRequest>();
  auto* request = std::get_if<HelloRetryRequest>(&answer);
  if (request == nullptr) co_return std::get<ServerHello>(answer);

  co_await hs.need(read_hello_retry(*request, offer, *hs.options().policy));
  co_await hs.need(hs.inbound().ends_flight());
  hs.info().hello_retry = true;
  hs.inbound().every_alert_is_fatal = true;
  hs.transcript.choose_after_retry(tls13_suite(request->cipher_suite)->hash);
  co_await hs.need(offer.retry(hs, *request));
  co_await hs.need(hs.send_change_cipher_spec());
  co_await send_client_hello(hs, offer);
  const ServerHello hello = co_await hs.receive<ServerHello>();
  co_return hello;
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
  const CertificateRequest request = co_await hs.need(wish.request());
  if (hs.options().certificate_request_callback != nullptr) {
    Answer<void> answer = hs.options().certificate_request_callback->on_certificate_request(request, hs.connection());
    co_await hs.await(Wait::application, std::move(answer));
  }
  OwnProof proof;
  if (const auto& credentials = hs.options().credentials) {
    const auto& accepted = request.extensions.signature_algorithms->supported_signature_algorithms;
    proof = choose_credential(*credentials, accepted, *hs.options().policy, {}).value_or(OwnProof{});
  }
  co_await send_certificate(hs, proof, Bytes());
}

Task<void> client13(Handshake& hs, const ClientOffer& offer, ServerHello& hello) {
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
  const FinishedVerified finished = co_await receive_finished(hs, traffic.server);
  ApplicationKeys keys = co_await hs.need(derive_application_keys(hs, std::move(secret)));

  if (hs.info().certificate_requested) co_await authenticate_client(hs, wish);
  co_await send_finished(hs, traffic.client);
  co_await hs.need(hs.write_with(keys.write));
  co_await hs.flush();
  hs.establish(finished, identity, std::move(keys));
}

}  // namespace

Task<void> client_handshake(Handshake& hs) {
  ClientOffer offer;
  co_await hs.need(offer.prepare(hs));
  ServerHello hello = co_await exchange_hellos(hs, offer);
  const ProtocolVersion version = co_await hs.need(read_server_hello(hello, offer, *hs.options().policy));
  hs.info().version = version;
  hs.info().server_random = hello.random;
  co_await client13(hs, offer, hello);
}

}  // namespace handfast::tls
