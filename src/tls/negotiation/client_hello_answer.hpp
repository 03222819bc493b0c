#pragma once
// The server's choice from a ClientHello: pure functions of the message and of what this side wants.
#include <algorithm>

#include "tls/negotiation/credential_choice.hpp"
#include "tls/suites.hpp"

namespace handfast::tls {

// RFC 8446, 4.1.2 and 9.2: what every ClientHello of TLS 1.3 must fulfil before anything is chosen.
Result<void> check_client_hello(const ClientHello& hello);

// Calls `visit` with each suite of that version that both sides know, in the order that counts, until it returns true.
bool visit_common_suites(const ClientHello& hello, const Policy& policy, ProtocolVersion version, auto&& visit) {
  const auto chosen = [&](CipherSuite suite) {
    return suite_of(suite, version) && policy.cipher_suites.contains(suite) && hello.cipher_suites.contains(suite) &&
           visit(suite);
  };
  if (policy.server_preference) return std::ranges::any_of(policy.cipher_suites, chosen);
  for (const CipherSuite suite : hello.cipher_suites)
    if (chosen(suite)) return true;
  return false;
}

Result<CipherSuite> choose_cipher_suite(const ClientHello& hello, const Policy& policy);

struct GroupChoice {
  NamedGroup group{};
  Bytes client_share{};  // empty: HelloRetryRequest has to ask for one
};
Result<GroupChoice> choose_group(const ClientHello& hello, const Policy& policy);

// The name asked for: at most one host_name (RFC 6066, 3); empty when none was sent.
Result<std::string> requested_server_name(const ClientHello& hello);

// RFC 7301, 3.2: the chosen protocol, or empty where none is spoken here or none was offered.
Result<std::string> choose_application_protocol(const ClientHello& hello, const Options& options);

// Whether the client wants OCSP responses along with the certificates (RFC 6066, 8).
bool asks_for_status(const ClientHello& hello);

// No certificate of this server's has a key that may sign.
std::unexpected<Error> without_signing_credentials();

Result<OwnProof> choose_server_proof(const ClientHello& hello, const Options& options, std::string_view server_name);

struct RetrySent {  // in HelloRetryRequest
  std::optional<NamedGroup> group;
  Bytes cookie;                  // empty: none
  Bytes application_extensions;  // whole ones: their kind may change, come and go
};

// RFC 8446, 4.1.2: what may differ in the second ClientHello, and nothing else. `first` is the first one's body.
Result<void> check_second_hello(const ClientHello& second, Bytes first, const RetrySent& retry);

}  // namespace handfast::tls
