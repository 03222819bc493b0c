#pragma once
// A TLS 1.2 server's choice from a ClientHello: pure functions of the message and of what this side wants.
#include "tls/negotiation/credential_choice.hpp"

namespace handfast::tls {

struct Choice12 {
  CipherSuite suite{};
  NamedGroup group{};
  OwnProof proof;
};

// RFC 5246, 7.4.1.2; RFC 8422, 5.1: what a ClientHello must fulfil before anything is chosen.
Result<void> check_client_hello12(const ClientHello& hello);

// Suite, group and certificate belong together: the suite names the kind of key, and the group is of ECDHE.
Result<Choice12> choose12(const ClientHello& hello, const Options& options, std::string_view server_name);

// RFC 5746, 3.6: said by the extension or by a cipher suite that is none.
bool offers_secure_renegotiation(const ClientHello& hello);

}  // namespace handfast::tls
