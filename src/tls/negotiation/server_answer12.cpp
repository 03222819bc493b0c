#include "tls/negotiation/server_answer12.hpp"

#include "base/codepoint_notes.hpp"
#include "tls/negotiation/credential_choice.hpp"
#include "tls/negotiation/ecdhe.hpp"
#include "tls/negotiation/server_answer.hpp"

namespace handfast::tls {

namespace {

Result<void> check_fixed_fields(const ServerHello12& hello, const ClientOffer& offer) {
  // RFC 5246, 7.4.1.3: an echoed id resumes a session; without one, ours means nothing (RFC 8446, D.4).
  const SessionState* session = offer.session(ProtocolVersion::tls12);
  if (resumes(hello, offer) && session == nullptr)
    return fail(Errc::session_not_offered, "server_hello.session_id", ServerHello12::rfc, "no resumed session",
                "the session id of ClientHello");
  if (!tls12_suite(hello.cipher_suite) || !offer.offers(hello.cipher_suite))
    return fail(Errc::wrong_cipher_suite, "server_hello.cipher_suite", ServerHello12::rfc,
                "an offered suite of TLS 1.2", note_of(hello.cipher_suite));
  if (resumes(hello, offer) && hello.cipher_suite != session->cipher_suite)
    return fail(Errc::wrong_cipher_suite, "server_hello.cipher_suite", ServerHello12::rfc,
                note_of(session->cipher_suite), note_of(hello.cipher_suite));
  if (hello.legacy_compression_method != 0)
    return fail(Errc::wrong_compression_method, "server_hello.compression_method", ServerHello12::rfc, "0",
                hex_note(hello.legacy_compression_method, 2));
  return {};
}

Result<void> check_extensions12(const ServerHello12Extensions& extensions) {
  const auto& formats = extensions.ec_point_formats;
  if (formats && !formats->ec_point_format_list.contains(EcPointFormat::uncompressed))  // RFC 8422, 5.1.2
    return fail(Errc::wrong_point_formats, "server_hello.ec_point_formats", "RFC 8422, 5.1.2", "uncompressed",
                "other forms only");
  return {};
}

// RFC 7627, 5.3: a client "MUST abort the handshake" that goes on from a session made in the other way.
Result<void> check_same_master_secret(const ServerHello12& hello, const ClientOffer& offer) {
  if (!resumes(hello, offer)) return {};
  const bool before = offer.session(ProtocolVersion::tls12)->extended_master_secret;
  if (before == hello.extensions.extended_master_secret.has_value()) return {};
  return fail(Errc::wrong_resumption, "server_hello.extended_master_secret", "RFC 7627, 5.3",
              before ? "as in the session: with it" : "as in the session: without it",
              before ? "without it" : "with it");
}

}  // namespace

bool resumes(const ServerHello12& hello, const ClientOffer& offer) {
  return !hello.legacy_session_id_echo.empty() && equal(hello.legacy_session_id_echo, offer.session_id());
}

Result<void> check_server_hello12(const ServerHello12& hello, const ClientOffer& offer, SessionInfo& info) {
  if (const auto fixed = check_fixed_fields(hello, offer); !fixed) return fixed;
  const ServerHello12Extensions& extensions = hello.extensions;
  if (const auto checked = check_extensions12(extensions); !checked) return checked;
  if (const auto same = check_same_master_secret(hello, offer); !same) return same;
  if (const auto protocol = check_application_protocol(extensions.application_protocols, offer,
                                                       "server_hello.application_layer_protocol_negotiation", info);
      !protocol)
    return protocol;
  info.extended_master_secret = extensions.extended_master_secret.has_value();
  info.secure_renegotiation = extensions.renegotiation_info.has_value();
  return {};
}

Result<void> check_ecdhe_parameters(const EcdheParameters& parameters, const ClientOffer& offer) {
  if (parameters.curve_type != EcCurveType::named_curve)
    return fail(Errc::field_bad_value, "server_key_exchange.curve_type", EcdheParameters::rfc, "named_curve",
                note_of(parameters.curve_type));
  if (!is_ecdhe_group(parameters.named_curve) || !offer.offers(parameters.named_curve))
    return fail(Errc::wrong_group, "server_key_exchange.namedcurve", EcdheParameters::rfc, "an offered curve",
                note_of(parameters.named_curve));
  return {};
}

Result<void> check_certificate_key(crypto::KeyType type, Authentication wanted, const ClientOffer& offer) {
  if (authentication_of(type) != wanted)
    return fail(Errc::certificate_unsupported, "certificate.subject_public_key", "RFC 5246, 7.4.2",
                wanted == Authentication::rsa ? "an RSA key" : "an ECDSA or EdDSA key", "another key");
  const auto curve = curve_of(type);
  if (curve && !offer.offers(*curve))
    return fail(Errc::certificate_unsupported, "certificate.subject_public_key", "RFC 8422, 5.3", "an offered curve",
                name_of(*curve));
  return {};
}

}  // namespace handfast::tls
