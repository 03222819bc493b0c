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
#include "tls/handshake/application.hpp"
#include "tls/handshake/client_authentication13.hpp"
#include "tls/handshake/client_offer.hpp"
#include "tls/handshake/early_data.hpp"
#include "tls/handshake/flows.hpp"
#include "tls/handshake/keys13.hpp"
#include "tls/handshake/resumption.hpp"
#include "tls/message/encrypted_extensions.hpp"
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
  if (const auto checked =
          check_application_protocol(message.extensions.application_protocols, offer,
                                     "encrypted_extensions.application_layer_protocol_negotiation", hs.info());
      !checked)
    return checked;
  if (const auto sized = accept_record_sizes(offer.record_sizes(), record_sizes_in(message.extensions),
                                             ProtocolVersion::tls13, hs.inbound(), hs.outbound());
      !sized)
    return sized;
  return tell_application(hs, Place::encrypted_extensions, message.extensions.block);
}

Result<void> read_server_certificate(Handshake& hs, const Certificate& certificate, const ExtensionMask& asked) {
  if (!certificate.certificate_request_context.empty())  // RFC 8446, 4.4.2: zero length in server authentication
    return fail(Errc::bad_certificate_context, "certificate.certificate_request_context", "RFC 8446, 4.4.2", "nothing",
                "a context");
  if (certificate.certificate_list.empty())  // 4.4.2: "The server's certificate_list MUST always be non-empty"
    return fail(Errc::certificate_missing, "certificate.certificate_list", "RFC 8446, 4.4.2", "a certificate", "none");
  return store_peer_chain(hs, certificate, asked);
}

// 7.1: without a key share the session's secret is all there is (psk_ke).
Result<HandshakeSecret> agree(const std::optional<KeyShareServerHello>& answer, const ClientOffer& offer,
                              EarlySecret early) {
  if (!answer) return std::move(early).advance_without_dhe();
  const KeyShareEntry& share = answer->server_share;
  const auto shared = offer.share_of(share.group)->agree(share.key_exchange);
  if (!shared) return std::unexpected(shared.error());
  return std::move(early).advance(*shared);
}

// From the key exchange on, both directions are protected (7.1).
Result<HandshakeKeys> exchange_keys(Handshake& hs, const ServerHello& hello, ClientOffer& offer) {
  const bool resumed = hello.extensions.pre_shared_key.has_value();
  EarlySecret early = resumed ? offer.take_early_secret() : EarlySecret::without_psk(hs.suite().hash);
  Result<HandshakeSecret> agreed = agree(hello.extensions.key_share, offer, std::move(early));
  if (!agreed) return std::unexpected(agreed.error());
  HandshakeSecret& secret = *agreed;
  HandshakeTrafficSecrets traffic = derive_handshake_traffic(hs, secret);
  const bool later = resumed && offer.offers_early_data();  // until the server has said what becomes of it
  if (const auto done = hs.read_with(EncryptionLevel::handshake, traffic.server); !done)
    return std::unexpected(done.error());
  const auto told =
      hs.tell_secrets(EncryptionLevel::handshake, traffic.server.reveal(), later ? Bytes() : traffic.client.reveal());
  if (!told) return std::unexpected(told.error());
  if (const auto done = hs.send_change_cipher_spec(); !done) return std::unexpected(done.error());
  HandshakeKeys keys{traffic.client.finished_key(), traffic.server.finished_key(), std::move(secret).advance()};
  if (later) {
    keys.client_later = std::make_unique<HandshakeTrafficSecret>(std::move(traffic.client));
    return keys;
  }
  if (const auto done = hs.write_with(EncryptionLevel::handshake, traffic.client); !done)
    return std::unexpected(done.error());
  return keys;
}

Result<ApplicationSecrets> derive_application_keys(Handshake& hs, const MasterSecret& master) {
  ApplicationSecrets secrets = derive_application_secrets(hs, master);
  if (const auto done = hs.read_with(EncryptionLevel::application, secrets.server); !done)
    return std::unexpected(done.error());
  return secrets;
}

// CertificateRequest*, Certificate, CertificateVerify; nothing of them when a session is resumed.
Task<PeerIdentity> authenticate_server(Handshake& hs, const ClientOffer& offer, CertificateWish& wish, bool resumed) {
  if (resumed) {
    const SessionResumed identity = co_await resume_offered_session(hs, offer, ProtocolVersion::tls13);
    co_return identity;
  }
  std::variant<CertificateRequest, Certificate> message = co_await hs.receive<CertificateRequest, Certificate>();
  if (auto* request = std::get_if<CertificateRequest>(&message)) {
    co_await needed(read_certificate_request(*request, false));
    hs.info().certificate_requested = true;
    wish.store(*request);
    const Certificate certificate = co_await hs.receive<Certificate>();
    co_await needed(read_server_certificate(hs, certificate, offer.sent()));
  } else {
    co_await needed(read_server_certificate(hs, std::get<Certificate>(message), offer.sent()));
  }
  PeerIdentity identity = co_await authenticate_peer(hs);
  co_return identity;
}

Task<void> authenticate_client(Handshake& hs, const CertificateWish& wish) {
  CertificateRequest request = co_await needed(wish.request());
  ByteVector no_context;
  co_await prove_client(hs, request, no_context);
}

}  // namespace

Task<void> client_handshake13(Handshake& hs, ClientOffer& offer, ServerHello& hello) {
  co_await needed(check_server_hello(hello, offer));
  hs.inbound().every_alert_is_fatal = true;
  hs.set_suite(hello.cipher_suite);
  if (hello.extensions.key_share) hs.info().group = hello.extensions.key_share->server_share.group;
  hs.transcript.choose(hs.suite().hash);
  const bool resumed = hello.extensions.pre_shared_key.has_value();
  co_await needed(tell_application(hs, Place::server_hello, hello.extensions.block));
  HandshakeKeys handshake_keys = co_await needed(exchange_keys(hs, hello, offer));

  EncryptedExtensions extensions = co_await hs.receive<EncryptedExtensions>();
  co_await needed(read_encrypted_extensions(extensions, hs, offer));
  const bool accepted = extensions.extensions.early_data.has_value();
  co_await needed(read_early_data_answer(hs, offer, accepted, handshake_keys));
  CertificateWish wish;
  PeerIdentity identity = co_await authenticate_server(hs, offer, wish, resumed);
  crypto::SecretDigest expected = handshake_keys.server_finished.verify_data(hs.transcript.digest());
  const FinishedVerified finished = co_await receive_finished(hs, expected);
  ApplicationSecrets secrets = co_await needed(derive_application_keys(hs, handshake_keys.master));

  if (handshake_keys.client_later) co_await end_early_data(hs, handshake_keys);
  if (hs.info().certificate_requested) co_await authenticate_client(hs, wish);
  crypto::SecretDigest verify_data = handshake_keys.client_finished.verify_data(hs.transcript.digest());
  co_await send_finished(hs, verify_data);
  co_await needed(hs.write_with(EncryptionLevel::application, secrets.client));
  co_await needed(hs.tell_secrets(EncryptionLevel::application, secrets.server.reveal(), secrets.client.reveal()));
  co_await hs.flush();
  ApplicationKeys keys{std::move(secrets.server), std::move(secrets.client), std::move(secrets.exporter),
                       derive_resumption_secret(hs, handshake_keys.master)};
  hs.establish(finished, identity, SessionKeys(std::move(keys)));
  hs.info().post_handshake_auth = hs.may_authenticate_later();
  if (hs.info().post_handshake_auth) hs.keep_transcript();
}

}  // namespace handfast::tls
