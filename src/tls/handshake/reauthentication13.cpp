// A client's certificate after the handshake of TLS 1.3 (RFC 8446, 4.6.2), between application data:
//
//        Client                                           Server
//                               <--------   [CertificateRequest]
//        [Certificate]
//        [CertificateVerify*]
//        [Finished]             -------->
//
// The transcript is that of the handshake up to the client's Finished, followed by these messages (4.4.1).
#include "tls/handshake/client_authentication13.hpp"

namespace handfast::tls {

namespace {

constexpr std::size_t kContextSize = 32;  // random, so that no answer fits another request

}  // namespace

Task<void> client_reauthentication(Handshake& hs) {
  CertificateRequest request = co_await hs.receive<CertificateRequest>();
  co_await needed(read_certificate_request(request, true));
  ByteVector context(request.certificate_request_context.begin(), request.certificate_request_context.end());
  co_await prove_client(hs, request, context);
  crypto::SecretDigest verify_data = hs.application_keys().write.finished_key().verify_data(hs.transcript.digest());
  co_await send_finished(hs, verify_data);
  co_await hs.flush();
}

Task<void> server_reauthentication(Handshake& hs) {
  ByteVector context(kContextSize);
  co_await needed(hs.random(context));
  co_await send_certificate_request(hs, context);
  co_await hs.flush();
  PeerIdentity identity = co_await authenticate_asked_client(hs, context);
  crypto::SecretDigest expected = hs.application_keys().read.finished_key().verify_data(hs.transcript.digest());
  const FinishedVerified finished = co_await receive_finished(hs, expected);
  hs.reauthenticated(finished, identity);
}

}  // namespace handfast::tls
