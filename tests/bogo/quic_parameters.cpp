#include "bogo/quic_parameters.hpp"

#include "base/codec.hpp"

namespace handfast::bogo {

namespace {

constexpr auto kStandard = ExtensionType{57};    // RFC 9001, 8.2
constexpr auto kLegacy = ExtensionType{0xffa5};  // draft-ietf-quic-tls-32 and older

using Extensions = ListView<tls::RawExtension>;

std::optional<Bytes> body_of(ExtensionType type, const Extensions& extensions) {
  for (const tls::RawExtension& one : extensions)
    if (one.type == type) return one.body;
  return std::nullopt;
}

}  // namespace

ExtensionType QuicParameters::type() const { return flags_.quic_use_legacy_codepoint == 1 ? kLegacy : kStandard; }

Result<ByteVector> QuicParameters::make(tls::Place place, bool) {
  ByteVector out;
  if (place != (flags_.is_server ? tls::Place::encrypted_extensions : tls::Place::client_hello)) return out;
  if (!flags_.quic || flags_.quic_transport_params.empty()) return out;
  if (!encode(tls::RawExtension{type(), flags_.quic_transport_params}, out))
    return fail(Errc::message_too_long, "quic_transport_parameters");
  return out;
}

bool QuicParameters::expects(ExtensionType asked, tls::Place place) const {
  return flags_.quic && asked == type() && place == tls::Place::encrypted_extensions;
}

Result<void> QuicParameters::receive(tls::Place place, tls::Telling when, const Extensions& extensions) {
  const bool is_peers_word =
      place == tls::Place::client_hello ? when == tls::Telling::early : place == tls::Place::encrypted_extensions;
  if (!is_peers_word) return {};
  if (!flags_.quic) {
    // RFC 9001, 8.2: who knows the extension refuses it on any other transport.
    if (!body_of(kStandard, extensions)) return {};
    return fail(Errc::unsolicited_extension, "quic_transport_parameters", "RFC 9001, 8.2", "none without QUIC");
  }
  const auto parameters = body_of(type(), extensions);
  if (!parameters) return fail(Errc::missing_extension, "quic_transport_parameters", "RFC 9001, 8.2");
  of_peer_.emplace(parameters->begin(), parameters->end());
  // RFC 9001, 8.1: either side goes on with an agreed protocol only. That a server's is among the client's is TLS's to see.
  const bool agreed = body_of(ExtensionType::application_layer_protocol_negotiation, extensions) &&
                      (!flags_.is_server || !flags_.select_alpn.empty());
  if (agreed) return {};
  return fail(Errc::no_common_application_protocol, flags_.is_server ? "client_hello" : "encrypted_extensions",
              "RFC 9001, 8.1");
}

}  // namespace handfast::bogo
