#pragma once
// What tests of the engine begin with: options of an ordinary client and server, and the two joined.
#include <string>

#include "support/memory_link.hpp"
#include "support/pki.hpp"
#include "tls/chain_verifier.hpp"

namespace handfast::test {

inline tls::Options ordinary_client() {
  tls::Options out;
  out.server_name = "localhost";
  out.verifier = std::make_shared<tls::ChainVerifier>(TestCa::instance().trust());
  return out;
}

inline tls::Options ordinary_server() {
  static const auto credential = TestCa::instance().server();
  tls::Options out;
  out.credentials = credentials(credential);
  return out;
}

// Both sides prove who they are.
inline tls::Options mutual_client() {
  static const auto credential = TestCa::instance().client();
  tls::Options out = ordinary_client();
  out.credentials = credentials(credential);
  return out;
}

inline tls::Options mutual_server() {
  tls::Options out = ordinary_server();
  out.client_authentication = tls::ClientAuthentication::require;
  out.verifier = std::make_shared<tls::ChainVerifier>(TestCa::instance().trust());
  return out;
}

inline std::shared_ptr<const tls::Services> plain_services() { return std::make_shared<const tls::Services>(); }

struct Endpoints {
  Endpoints(tls::Options client_side, tls::Options server_side, Carriage carriage = {},
            const std::shared_ptr<const tls::Services>& services = plain_services())
      : client(tls::Role::client, services, std::move(client_side)),
        server(tls::Role::server, services, std::move(server_side)),
        link(client, server, carriage) {}
  tls::Connection client, server;
  MemoryLink link;
};

// A connection's failure in one line, for messages of tests.
inline std::string why(const tls::Connection& connection) {
  const tls::Failure* failure = connection.failure();
  if (failure == nullptr) return "no failure";
  return std::string(name_of(failure->error.code)) + " at " + failure->step + ": " + std::string(failure->error.field) +
         ", expected " + std::string(failure->error.expected.view()) + ", found " +
         std::string(failure->error.found.view());
}

inline ByteVector taken_output(tls::Connection& connection) {
  const Bytes output = connection.output();
  ByteVector out(output.begin(), output.end());
  connection.output_taken(out.size());
  return out;
}

}  // namespace handfast::test
