#pragma once
// Proofs are values: only the function that checked can make one, and whoever relies on the check takes it as an argument.
#include <variant>

#include "base/task.hpp"
#include "crypto/hash.hpp"

namespace handfast::tls {

class ClientOffer;
class Handshake;
struct PeerKey;
struct SignedBy;
struct SessionState;

// The peer's Finished had the right value (RFC 8446, 4.4.4; RFC 5246, 7.4.9).
class FinishedVerified {
  FinishedVerified() = default;
  friend Task<FinishedVerified> receive_finished(Handshake&, crypto::SecretDigest&);
};

// The peer owns the private key of its certificate: it signed what only this handshake has (RFC 8446, 4.4.3; RFC 5246, 7.4.3
// and 7.4.8).
class PossessionProved {
  PossessionProved() = default;
  friend Result<PossessionProved> check_signature(Handshake&, const PeerKey&, const SignedBy&, Bytes);
};

// The verifier accepted the chain, the name and the purpose.
class VerifiedCertificate {
  VerifiedCertificate() = default;
  friend Task<VerifiedCertificate> await_verdict(Handshake&);
};

struct CertificateVerified {
  PossessionProved possession;
  VerifiedCertificate certificate;
};
struct CertificateLeftToApplication {  // its signature was checked all the same
  PossessionProved possession;
};
// The peer knows the secret of a session in which it was authenticated: as a server this side checked its binder, as a client
// the Finished depends on it.
class SessionResumed {
 public:
  bool peer_verified() const { return peer_verified_; }  // then

 private:
  explicit SessionResumed(bool peer_verified) : peer_verified_(peer_verified) {}
  bool peer_verified_;
  friend SessionResumed resume_session(Handshake&, const SessionState&);
  friend Task<SessionResumed> resume_offered_session(Handshake&, const ClientOffer&, ProtocolVersion);
};

struct NoCertificateAsked {};  // a server that did not ask its client, or was content with none
using PeerIdentity =
    std::variant<CertificateVerified, CertificateLeftToApplication, SessionResumed, NoCertificateAsked>;

}  // namespace handfast::tls
