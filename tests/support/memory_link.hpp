#pragma once
// Two connections in one process, joined by memory. The ways of carrying bytes are those in which real transports differ:
// whole flights, single bytes, a transport that says "not now" at every call, or is interrupted at every step.
#include <functional>
#include <string>

#include "tls/connection/connection.hpp"

namespace handfast::test {

struct Carriage {
  std::size_t read_chunk = 0;   // bytes given to a reader at once; 0: all there is
  std::size_t write_chunk = 0;  // bytes taken from a writer at once; 0: all there is
  bool stutter = false;         // every call is made twice: nothing may happen in between
  const char* name = "whole flights";
};
inline constexpr Carriage kCarriages[] = {
    {0, 0, false, "whole flights"},         {1, 0, false, "one-byte reads"}, {0, 1, false, "one-byte writes"},
    {1, 1, true, "interrupted everywhere"}, {7, 3, false, "odd chunks"},
};

class MemoryLink {
 public:
  MemoryLink(tls::Connection& client, tls::Connection& server, Carriage carriage = {})
      : client_(client), server_(server), carriage_(carriage) {}

  // Runs both handshakes until neither side can go on. `on_wait` is called for waits other than input and output.
  struct Outcome {
    tls::Step client, server;
    bool ok() const { return client.kind == tls::Step::Kind::done && server.kind == tls::Step::Kind::done; }
  };
  Outcome handshake(const std::function<void()>& on_wait = {});

  // Carries what is there, both ways, without touching the handshakes.
  bool carry();
  // Everything that `from` writes arrives at `to`; gives what was received, or the failure's name.
  std::string transfer(tls::Connection& from, tls::Connection& to, Bytes data);

 private:
  bool carry(tls::Connection& from, tls::Connection& to);
  tls::Step step(tls::Connection& connection);
  tls::Connection& client_;
  tls::Connection& server_;
  Carriage carriage_;
};

}  // namespace handfast::test
