#pragma once
// The client's judgement of what a TLS 1.2 server says: pure checks against what it offered.
#include "tls/handshake/client_offer.hpp"
#include "tls/message/server_key_exchange.hpp"

namespace handfast::tls {

// Whether the server goes on from a session: it repeats the session id of our hello (RFC 5246, 7.4.1.3; RFC 5077, 3.4).
bool resumes(const ServerHello12& hello, const ClientOffer& offer);

// RFC 5246, 7.4.1.3 and the documents of its extensions. Fills in what was agreed.
Result<void> check_server_hello12(const ServerHello12& hello, const ClientOffer& offer, SessionInfo& info);

// RFC 8422, 5.4: a group that was offered, and one of ECDHE.
Result<void> check_ecdhe_parameters(const EcdheParameters& parameters, const ClientOffer& offer);

// RFC 5246, 7.4.2: the certificate's key is one for the cipher suite, its curve one that was offered (RFC 8422, 5.3).
Result<void> check_certificate_key(crypto::KeyType type, Authentication wanted, const ClientOffer& offer);

}  // namespace handfast::tls
