// A client's hellos, up to the version: there the flows part.
//
//        Client                                           Server
//        ClientHello            -------->
//                               <--------     HelloRetryRequest*       (TLS 1.3)
//        ClientHello*           -------->
//                               <--------            ServerHello
//                             client13.cpp or client12.cpp
#include "tls/handshake/application.hpp"
#include "tls/handshake/client_offer.hpp"
#include "tls/handshake/early_data.hpp"
#include "tls/handshake/flows.hpp"
#include "tls/negotiation/renegotiation.hpp"
#include "tls/negotiation/server_answer.hpp"
#include "tls/negotiation/versions.hpp"
#include "tls/versions_built.hpp"

namespace handfast::tls {

namespace {

Result<void> read_hello_retry(Handshake& hs, HelloRetryRequest& request, const ClientOffer& offer) {
  const ExtensionMask sent = offer.sent();
  if (const auto read = decode_extensions(request.extensions, &sent); !read) return read;
  if (const auto checked = check_hello_retry(request, offer, *hs.options().policy); !checked) return checked;
  return tell_application(hs, Place::hello_retry_request, request.extensions.block);
}

// The version decides which extensions may stand in the message, and an extension says which version it is.
Result<ProtocolVersion> read_version(ServerHello& hello, const ClientOffer& offer, Handshake& hs) {
  if (hs.previous()) {
    if (const auto same = check_same_version(hello); !same) return std::unexpected(same.error());
    return hs.previous()->info.version;
  }
  if (holds_extension(hello.extensions.block, ExtensionType::supported_versions)) {
    const ExtensionMask sent = offer.sent();
    if (const auto read = decode_extensions(hello.extensions, &sent); !read) return std::unexpected(read.error());
  } else if (offer.retry_suite) {  // 4.2.1: the version of HelloRetryRequest "MUST be retained"
    return fail(Errc::wrong_selected_version, "server_hello.supported_versions", "RFC 8446, 4.2.1",
                "the version of HelloRetryRequest", "none");
  }
  return check_version(hello.extensions.supported_versions, hello.legacy_version, hello.random, *hs.options().policy);
}

Task<void> send_client_hello(Handshake& hs, const ClientOffer& offer) {
  const ClientHello hello = offer.hello();
  co_await hs.send(hello);
  if (offer.offers_early_data()) co_await needed(send_early_data(hs, offer));
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

  co_await needed(read_hello_retry(hs, *request, offer));
  co_await needed(hs.inbound().ends_flight());
  hs.info().hello_retry = true;
  hs.inbound().every_alert_is_fatal = true;
  hs.transcript.choose_after_retry(tls13_suite(request->cipher_suite)->hash);
  co_await needed(offer.retry(hs, *request));
  co_await needed(hs.send_change_cipher_spec());
  co_await send_client_hello(hs, offer);
  const ServerHello hello = co_await hs.receive<ServerHello>();
  co_return hello;
}

}  // namespace

Task<void> client_handshake(Handshake& hs) {
  ClientOffer offer;
  co_await needed(offer.prepare(hs));
  ServerHello hello = co_await exchange_hellos(hs, offer);
  const ProtocolVersion version = co_await needed(read_version(hello, offer, hs));
  if (version != ProtocolVersion::tls13 && offer.offers_early_data()) {  // RFC 8446, D.3: "MUST fail a connection"
    const Error error{Errc::no_common_version, "server_hello.legacy_version", "RFC 8446, D.3", "the session's: TLS 1.3",
                      name_of(version)};
    co_await failed(error);
  }
  hs.info().version = version;
  hs.info().server_random = hello.random;
  if constexpr (kTls13Built) {
    if (version == ProtocolVersion::tls13) co_await client_handshake13(hs, offer, hello);
  }
  if constexpr (kTls12Built) {
    if (version == ProtocolVersion::tls12) co_await client_handshake12(hs, offer, hello);
  }
}

}  // namespace handfast::tls
