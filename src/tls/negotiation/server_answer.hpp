#pragma once
// The client's judgement of ServerHello and HelloRetryRequest: pure checks against what it offered.
#include "tls/handshake/client_offer.hpp"

namespace handfast::tls {

// RFC 8446, 4.1.4: "The client MUST check" version, session id, suite, and that its answer would differ.
Result<void> check_hello_retry(const HelloRetryRequest& request, const ClientOffer& offer, const Policy& policy);

// RFC 8446, 4.1.3. The version has been checked (versions.hpp) and is TLS 1.3.
Result<void> check_server_hello(const ServerHello& hello, const ClientOffer& offer);

// RFC 7301, 3.1: the one protocol of the answer must have been offered, and a client may require one. Fills in what was
// agreed.
Result<void> check_application_protocol(const std::optional<ProtocolNameList>& answer, const ClientOffer& offer,
                                        std::string_view field, SessionInfo& info);

}  // namespace handfast::tls
