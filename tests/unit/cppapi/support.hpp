#pragma once
// What tests of the C++ API begin with: configurations made of PEM texts, as programs have them.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "handfast/connection.hpp"
#include "support/memory_link.hpp"
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

// All that there is to read now; `ended` becomes what there was instead of more.
inline std::string read_all(Connection& connection, Connection::Status* ended = nullptr, std::size_t buffer = 1000) {
  std::string out;
  std::vector<std::uint8_t> part(buffer);
  while (true) {
    const auto read = connection.read(part);
    if (read.status != Connection::Status::done) {
      if (ended != nullptr) *ended = read.status;
      return out;
    }
    out.append(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(read.size));
  }
}

// Two connections joined in memory.
struct Pair {
  using Status = Connection::Status;

  Pair(const ConfigBuilder& client_side, const ConfigBuilder& server_side, std::string_view name = "localhost",
       Carriage how = {})
      : client(Connection::client(built(client_side), name)),
        server(Connection::server(built(server_side))),
        carriage(how) {}

  // Everything that `from` has to send.
  static void carry(Connection& from, Connection& to) {
    const auto output = from.output();
    const auto space = to.input_space(output.size());
    std::ranges::copy(output, space.begin());
    to.input_added(output.size());
    from.output_taken(output.size());
  }

  // The same in pieces, as the carriage wants it: `on_piece` is called whenever one has arrived.
  void carry_pieces(Connection& from, Connection& to, const std::function<void()>& on_piece = {}) const {
    while (from.has_output()) {
      const auto output = from.output();
      ByteVector taken(output.begin(), output.begin() + most(output.size(), carriage.write_chunk));
      from.output_taken(taken.size());
      while (!taken.empty()) {
        const auto end = taken.begin() + most(taken.size(), carriage.read_chunk);
        const auto n = static_cast<std::size_t>(end - taken.begin());
        std::copy(taken.begin(), end, to.input_space(n).begin());
        to.input_added(n);
        taken.erase(taken.begin(), end);
        if (on_piece) on_piece();
      }
    }
  }

  void handshake() {
    for (int flights = 0; flights < 10; ++flights) {
      client_status = step(client);
      carry_pieces(client, server, [&] { server_status = step(server); });
      server_status = step(server);
      carry_pieces(server, client, [&] { client_status = step(client); });
    }
  }
  bool stands() const { return client_status == Status::done && server_status == Status::done; }

  // What arrives of `text`, which `from` writes.
  std::string transfer(Connection& from, Connection& to, std::string_view text) const {
    std::string out;
    while (!text.empty()) {
      const auto written = from.write(as_bytes(text));
      if (written.status != Status::done) return "not written";
      text.remove_prefix(written.size);
      carry_pieces(from, to, [&] { out += read_all(to); });
    }
    return out;
  }

  Connection client, server;
  Carriage carriage;
  Status client_status{}, server_status{};

 private:
  static std::ptrdiff_t most(std::size_t size, std::size_t chunk) {
    return static_cast<std::ptrdiff_t>(chunk == 0 ? size : std::min(size, chunk));
  }
  Status step(Connection& connection) const {
    const Status first = connection.handshake();
    return carriage.stutter ? connection.handshake() : first;
  }
};

}  // namespace handfast::test
