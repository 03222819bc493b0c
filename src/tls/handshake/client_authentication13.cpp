#include "tls/handshake/client_authentication13.hpp"

#include "tls/extension/code_point_list.hpp"
#include "tls/handshake/server_choice.hpp"
#include "tls/negotiation/credential_choice.hpp"

namespace handfast::tls {

namespace {

Result<bool> read_client_certificate(Handshake& hs, const Certificate& certificate, Bytes context) {
  if (!equal(certificate.certificate_request_context, context))  // RFC 8446, 4.4.2: that of the request
    return fail(Errc::bad_certificate_context, "certificate.certificate_request_context", "RFC 8446, 4.4.2",
                context.empty() ? "nothing" : "the context of the request",
                context.empty() ? "a context" : "another one");
  const ExtensionMask asked;
  if (const auto stored = store_peer_chain(hs, certificate, asked); !stored) return std::unexpected(stored.error());
  const bool present = !hs.info().peer_chain.empty();
  if (!present && hs.options().client_authentication == ClientAuthentication::require)
    return fail(Errc::certificate_required, "certificate.certificate_list", "RFC 8446, 4.4.2.4", "a certificate",
                "none");
  return present;
}

OwnProof choose_proof(Handshake& hs, const CertificateRequest& request) {
  const Options& options = hs.options();
  if (!options.credentials) return {};
  CredentialWish wanted{.accepted = request.extensions.signature_algorithms->supported_signature_algorithms,
                        .policy = *options.policy,
                        .named_authorities_only = !options.certificate_for_any_server};
  if (const auto& apart = request.extensions.signature_algorithms_cert)
    wanted.accepted_in_certificates = apart->supported_signature_algorithms;
  if (const auto& named = request.extensions.certificate_authorities) wanted.authorities = named->authorities;
  const std::optional<OwnProof> proof = choose_credential(*options.credentials, wanted);
  if (!proof) hs.info().own_withheld = withheld_certificate(*options.credentials, wanted);
  return proof.value_or(OwnProof{});
}

}  // namespace

Result<void> read_certificate_request(CertificateRequest& request, bool after_handshake) {
  if (const auto read = decode_extensions(request.extensions); !read) return read;
  // RFC 8446, 4.3.2: "SHALL be zero length unless used for the post-handshake authentication exchanges"
  if (request.certificate_request_context.empty() == after_handshake)
    return fail(Errc::bad_certificate_context, "certificate_request.certificate_request_context", "RFC 8446, 4.3.2",
                after_handshake ? "a context" : "nothing", after_handshake ? "nothing" : "a context");
  if (!request.extensions.signature_algorithms)  // 4.3.2: "MUST be specified"
    return fail(Errc::missing_extension, "certificate_request.signature_algorithms", "RFC 8446, 4.3.2",
                "signature_algorithms", "none");
  return {};
}

Task<void> prove_client(Handshake& hs, CertificateRequest& request, ByteVector& context) {
  co_await announce_certificate_request(hs, request);
  OwnProof proof = choose_proof(hs, request);
  co_await send_certificate(hs, proof, context);
}

Task<void> send_certificate_request(Handshake& hs, ByteVector& context) {
  const Options& options = hs.options();
  const ByteVector schemes = encode_code_points(options.policy->signature_schemes);
  ByteVector authorities;
  CertificateRequest message;
  message.certificate_request_context = context;
  message.extensions.signature_algorithms.emplace(ListView<SignatureScheme>(schemes));
  co_await needed(encode_authorities(options, authorities));
  if (!authorities.empty())
    message.extensions.certificate_authorities.emplace(ListView<DistinguishedName>(authorities));
  co_await hs.send(message);
  hs.info().certificate_requested = true;
}

Task<PeerIdentity> authenticate_asked_client(Handshake& hs, ByteVector& context) {
  const Certificate certificate = co_await hs.receive<Certificate>();
  const bool present = co_await needed(read_client_certificate(hs, certificate, context));
  if (!present) {
    co_await judge_absence(hs);
    co_return NoCertificateAsked();
  }
  PeerIdentity identity = co_await authenticate_peer(hs);
  co_return identity;
}

}  // namespace handfast::tls
