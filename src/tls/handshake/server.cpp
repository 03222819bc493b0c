// A server reads the ClientHello, up to the version: there the flows part.
#include "tls/handshake/application.hpp"
#include "tls/handshake/flows.hpp"
#include "tls/negotiation/client_hello_answer.hpp"
#include "tls/negotiation/renegotiation.hpp"
#include "tls/negotiation/versions.hpp"
#include "tls/versions_built.hpp"

namespace handfast::tls {

namespace {

Result<void> read_server_name(Handshake& hs, const ClientHello& hello) {
  auto name = requested_server_name(hello);
  if (!name) return std::unexpected(name.error());
  hs.info().server_name = std::move(*name);
  return {};
}

Task<void> await_client_hello_callback(Handshake& hs, ClientHello& hello) {
  if (hs.options().client_hello_callback == nullptr) co_return;
  Answer<void> answer = hs.options().client_hello_callback->on_client_hello(hello, hs.connection());
  co_await hs.await(Wait::application, std::move(answer));
}

Task<void> await_server_certificate_callback(Handshake& hs, ClientHello& hello) {
  Answer<void> answer = hs.options().server_certificate_callback->on_server_certificate(hello, hs.connection());
  co_await hs.await(Wait::application, std::move(answer));
}

// RFC 9001, 4.2: "An endpoint MUST terminate the connection if a version of TLS older than 1.3 is negotiated."
Result<ProtocolVersion> tls13_alone(Result<ProtocolVersion> chosen) {
  if (!chosen || *chosen == ProtocolVersion::tls13) return chosen;
  return fail(Errc::no_common_version, "client_hello.supported_versions", "RFC 9001, 4.2", "TLS 1.3", name_of(*chosen));
}

Result<ProtocolVersion> find_version(Handshake& hs, const ClientHello& hello) {
  if (hs.is_carried()) return tls13_alone(choose_version(hello, *hs.options().policy));
  if (!hs.previous()) return choose_version(hello, *hs.options().policy);
  if (const auto same = check_same_version(hello); !same) return std::unexpected(same.error());
  return hs.previous()->info.version;
}

}  // namespace

Task<void> server_handshake(Handshake& hs) {
  hs.outbound().plaintext_version = ProtocolVersion::tls12;  // RFC 8446, 5.1: 0x0301 in a client's first hello only
  ClientHello hello = co_await hs.receive<ClientHello>();
  hs.info().client_random = hello.random;
  co_await needed(decode_extensions(hello.extensions));
  co_await needed(read_server_name(hs, hello));
  co_await needed(tell_application(hs, Place::client_hello, hello.extensions.block, Telling::early));
  co_await await_client_hello_callback(hs, hello);
  const ProtocolVersion version = co_await needed(find_version(hs, hello));
  hs.info().version = version;
  if (hs.options().server_certificate_callback != nullptr) co_await await_server_certificate_callback(hs, hello);
  if constexpr (kTls13Built) {
    if (version == ProtocolVersion::tls13) co_await server_handshake13(hs, hello);
  }
  if constexpr (kTls12Built) {
    if (version == ProtocolVersion::tls12) co_await server_handshake12(hs, hello);
  }
}

}  // namespace handfast::tls
