#pragma once
// Proofs are values: only the function that checked can make one, and whoever relies on the check takes it as an argument.
#include <variant>

#include "base/task.hpp"

namespace handfast::tls {

class Handshake;
struct PeerKey;

// The peer's Finished had the right value (RFC 8446, 4.4.4).
class FinishedVerified {
  FinishedVerified() = default;
  friend Task<FinishedVerified> receive_finished(Handshake&, const class TrafficSecret&);
};

// The peer owns the private key of its certificate (RFC 8446, 4.4.3).
class PossessionProved {
  PossessionProved() = default;
  friend Task<PossessionProved> receive_certificate_verify(Handshake&, PeerKey&);
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
struct CertificateLeftToApplication {  // its CertificateVerify was checked all the same
  PossessionProved possession;
};
struct NoCertificateAsked {};  // a server that did not ask its client, or was content with none
using PeerIdentity = std::variant<CertificateVerified, CertificateLeftToApplication, NoCertificateAsked>;

}  // namespace handfast::tls
