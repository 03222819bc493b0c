#pragma once
// The application's function that finds a certificate during the handshake, as the engine sees it. It is asked once in a
// handshake; what it answers is all that this side has to prove itself with, whatever its credentials hold.
#include <memory>

#include "capi/credentials.hpp"
#include "tls/config.hpp"

namespace handfast::capi {

// Asks on a server, when version and server name are known. A server that gets nothing fails with no_usable_credentials,
// which is GNUTLS_E_NO_CIPHER_SUITES for programs.
std::shared_ptr<tls::ServerCertificateCallback> retrieve_on_server(gnutls_session_int& session);

// On a client: what the server wishes for. Without a retrieve function it does nothing. A function that fails ends the
// handshake with GNUTLS_E_USER_ERROR; one that finds nothing does not.
Result<void> retrieve_on_client(gnutls_session_int& session, const tls::CertificateRequest& request);

// Whether the session's credentials have such a function.
bool retrieves(const gnutls_session_int& session);

}  // namespace handfast::capi
