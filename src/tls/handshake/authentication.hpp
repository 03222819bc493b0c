#pragma once
// The authentication messages that both sides share (RFC 8446, 4.4): Certificate, CertificateVerify, Finished.
#include "crypto/signature.hpp"
#include "tls/extension/registry.hpp"
#include "tls/handshake/handshake.hpp"
#include "tls/message/certificate.hpp"

namespace handfast::tls {

// The key of the peer's leaf certificate, and what its signature may be made with.
struct PeerKey {
  crypto::PublicKey key;
  StaticVector<SignatureScheme, 24> schemes;  // that we offered
};

// Stores the chain of a Certificate message in info().peer_chain. `asked`: the extensions that we sent.
Result<void> store_peer_chain(Handshake& hs, const Certificate& certificate, const ExtensionMask& asked);
Result<PeerKey> peer_key(Handshake& hs);

Task<PossessionProved> receive_certificate_verify(Handshake& hs, PeerKey& peer);
Task<VerifiedCertificate> await_verdict(Handshake& hs);
// Both of the above, and the identity they prove.
Task<PeerIdentity> authenticate_peer(Handshake& hs);
Task<FinishedVerified> receive_finished(Handshake& hs, const TrafficSecret& secret);

// What we prove with: a credential and the scheme that the peer accepts and the key can do.
struct OwnProof {
  std::shared_ptr<const Credential> credential;
  SignatureScheme scheme{};
};

// Certificate and CertificateVerify; without a credential (clients only) an empty Certificate alone.
Task<void> send_certificate(Handshake& hs, OwnProof& proof, Bytes context);
Task<void> send_finished(Handshake& hs, const TrafficSecret& secret);

}  // namespace handfast::tls
