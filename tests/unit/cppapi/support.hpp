#pragma once
// What tests of the C++ API begin with: configurations made of PEM texts, as programs have them.
#include <gtest/gtest.h>

#include "handfast/connection.hpp"
#include "support/pki.hpp"

namespace handfast::test {

inline ConfigBuilder client_builder() {
  ConfigBuilder out;
  out.trust_pem(TestCa::instance().certificate_pem());
  return out;
}

inline ConfigBuilder server_builder() {
  static const TestCa::Pem identity = TestCa::instance().server_pem();
  ConfigBuilder out;
  out.identity_pem(identity.chain, identity.key);
  return out;
}

inline Config built(const ConfigBuilder& builder) {
  auto config = builder.build();
  if (!config) throw std::runtime_error(config.error().text());
  return *config;
}

inline std::string why(const Connection& connection) {
  return connection.failure() != nullptr ? connection.failure()->text() : "no failure";
}

// Two connections joined in memory.
struct Pair {
  Pair(const ConfigBuilder& client_side, const ConfigBuilder& server_side, std::string_view name = "localhost")
      : client(Connection::client(built(client_side), name)), server(Connection::server(built(server_side))) {}

  // Everything that `from` has to send.
  static void carry(Connection& from, Connection& to) {
    const auto output = from.output();
    const auto space = to.input_space(output.size());
    std::ranges::copy(output, space.begin());
    to.input_added(output.size());
    from.output_taken(output.size());
  }
  void handshake() {
    for (int flights = 0; flights < 10; ++flights) {
      client_status = client.handshake();
      if (client.has_output()) carry(client, server);
      server_status = server.handshake();
      if (server.has_output()) carry(server, client);
    }
  }
  bool stands() const { return client_status == Connection::Status::done && server_status == Connection::Status::done; }

  Connection client, server;
  Connection::Status client_status{}, server_status{};
};

}  // namespace handfast::test
