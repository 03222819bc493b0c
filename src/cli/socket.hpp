#pragma once
// TCP sockets: names to addresses, connecting with a time limit, listening. All sockets are non-blocking.
#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "cli/deadline.hpp"

namespace handfast::cli {

class Descriptor {  // owns a file descriptor
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int number() const { return number_; }
  bool open() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

struct Endpoint {
  std::string host;          // without brackets; empty: every address of this computer (to listen)
  std::string port;          // a number, or a service's name
  std::string text() const;  // "localhost:4433", "[::1]:4433"
};
// "HOST", "HOST:PORT", "[IPv6]", "[IPv6]:PORT", or an IPv6 address alone. Nothing: the text is none of these.
std::optional<Endpoint> parse_endpoint(std::string_view text, std::string_view default_port);
// "PORT", "HOST:PORT", "*:PORT" or "[IPv6]:PORT"; a port alone is on `localhost`.
std::optional<Endpoint> parse_listen_address(std::string_view text);

struct TcpConnection {
  Descriptor socket;
  std::string address;  // of the other side: "127.0.0.1"
};

struct ConnectFailure {
  std::string reason;                 // of the name's look-up, or of the last address tried
  std::vector<std::string> attempts;  // "127.0.0.1: Connection refused", in the order tried
  bool timed_out = false;
};

// Tries each address of the name in turn.
std::expected<TcpConnection, ConnectFailure> connect_tcp(const Endpoint& endpoint, Deadline deadline);

struct Listener {
  std::vector<Descriptor> sockets;  // one for each address of the name
  std::string port;                 // the number that was taken
};

// Port 0 takes a free one. On failure the reason in words.
std::expected<Listener, std::string> listen_tcp(const Endpoint& endpoint);

// The next waiting connection; none when it went away, or when the system gives no descriptor (errno tells).
std::optional<TcpConnection> accept_tcp(int listener);

}  // namespace handfast::cli
