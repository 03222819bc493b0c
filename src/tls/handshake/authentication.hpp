#pragma once
// The authentication messages that both sides share (RFC 8446, 4.4): Certificate, CertificateVerify, Finished.
#include "crypto/signature.hpp"
#include "tls/extension/registry.hpp"
#include "tls/handshake/handshake.hpp"
#include "tls/message/certificate.hpp"
#include "tls/message/certificate_request.hpp"

namespace handfast::tls {

// The key of the peer's leaf certificate, and what its signature may be made with.
struct PeerKey {
  crypto::PublicKey key;
  StaticVector<SignatureScheme, 24> schemes;  // that we offered
};

// A signature as it came in a message, and what that message calls its fields.
struct SignedBy {
  SignatureScheme algorithm{};
  Bytes signature{};
  std::string_view algorithm_field = "certificate_verify.algorithm", signature_field = "certificate_verify.signature",
                   rfc = "RFC 8446, 4.4.3";
};

// Adds a certificate to info().peer_chain, which has a limit.
Result<void> add_peer_certificate(Handshake& hs, Bytes der);
// Who has proved to be somebody may not become somebody else, or nobody, within a connection.
Result<void> check_same_identity(Handshake& hs);
// Stores the chain of a Certificate message of TLS 1.3. `asked`: the extensions that we sent.
Result<void> store_peer_chain(Handshake& hs, const Certificate& certificate, const ExtensionMask& asked);
// Into info().peer_statuses, for the certificate at that place of the chain.
Result<void> store_status(Handshake& hs, const CertificateStatus& status, std::size_t place = 0);
Result<PeerKey> peer_key(Handshake& hs);

// That the peer's key made this signature of `content`, with a scheme that was offered and fits.
Result<PossessionProved> check_signature(Handshake& hs, const PeerKey& peer, const SignedBy& by, Bytes content);
// Who is to be asked about the peer's certificate; null: it is left to the application.
CertificateVerifier* verifier_of(const Options& options);
// What the peer is verified for under these options: the name and the verifier's settings. There is a verifier.
VerifiedFor verification_of(const Options& options);
Task<VerifiedCertificate> await_verdict(Handshake& hs);
// The verifier's word on the chain that has come; none where it is left to the application.
Task<std::optional<VerifiedCertificate>> judge_chain(Handshake& hs);
PeerIdentity identity_of(PossessionProved possession, const std::optional<VerifiedCertificate>& certificate);
// The verifier's word on a client that was asked for a certificate and has none.
Task<void> judge_absence(Handshake& hs);
// CertificateVerify of TLS 1.3, and the identity.
Task<PeerIdentity> authenticate_peer(Handshake& hs);
Task<FinishedVerified> receive_finished(Handshake& hs, crypto::SecretDigest& expected);

// The application hears of the server's wish, before a certificate is chosen.
Task<void> announce_certificate_request(Handshake& hs, CertificateRequest& request);

// What we prove with: a credential and the scheme that the peer accepts and the key can do.
struct OwnProof {
  std::shared_ptr<const Credential> credential;
  SignatureScheme scheme{};
  bool with_statuses = false;  // the peer asked for OCSP responses
};

// The OCSP response that goes with a certificate of the chain (RFC 6066, 8; RFC 8446, 4.4.2.1). Empty: none does.
Bytes status_of(const OwnProof& proof, std::size_t place);

// Certificate and CertificateVerify; without a credential (clients only) an empty Certificate alone.
Task<void> send_certificate(Handshake& hs, OwnProof& proof, Bytes context);
Task<void> send_finished(Handshake& hs, crypto::SecretDigest& verify_data);

}  // namespace handfast::tls
