#pragma once
// How a client of TLS 1.3 proves itself, and how a server asks for it: in the handshake (RFC 8446, 4.3.2), where the request has
// no context, and after it (4.6.2), where a context tells the requests of a connection apart.
#include "tls/handshake/authentication.hpp"
#include "tls/message/certificate_request.hpp"

namespace handfast::tls {

// ---- a client ----

// Decodes the extensions of a request, too.
Result<void> read_certificate_request(CertificateRequest& request, bool after_handshake);
// Certificate and CertificateVerify; without a fitting certificate an empty Certificate (4.4.2).
Task<void> prove_client(Handshake& hs, CertificateRequest& request, ByteVector& context);

// ---- a server ----

Task<void> send_certificate_request(Handshake& hs, ByteVector& context);
// Certificate* and CertificateVerify* of a client that was asked with this context.
Task<PeerIdentity> authenticate_asked_client(Handshake& hs, ByteVector& context);

}  // namespace handfast::tls
