#pragma once
// Accepts TCP connections and serves each in a thread of its own, until SIGINT or SIGTERM.
#include <atomic>
#include <functional>
#include <list>
#include <thread>

#include "cli/socket.hpp"

namespace handfast::cli {

inline constexpr std::size_t kMaxConnections = 256;  // threads at a time; more clients wait in the system's queue

class Acceptor {
 public:
  // `stop`: readable when the server ends; the handler returns soon after.
  using Handler = std::function<void(TcpConnection connection, std::uint64_t number, int stop)>;

  // What is still to be told, with the address that clients connect to, before the server says that it is ready.
  using Ready = std::function<void(const Endpoint& endpoint)>;

  Acceptor(Handler handler, Ready ready) : handler_(std::move(handler)), ready_(std::move(ready)) {}
  // Listens, prints "listening on HOST:PORT" on standard output, and serves. On failure to begin, the reason.
  std::expected<void, std::string> run(const Endpoint& endpoint);

 private:
  struct Worker {
    std::thread thread;
    std::atomic<bool> done = false;
  };
  void serve(const Listener& listener, int signals);
  void start(TcpConnection connection);
  void join(bool all);

  Handler handler_;
  Ready ready_;
  std::list<Worker> workers_;
  Descriptor stop_, finished_;  // eventfd(2): the server ends; a worker has ended
  std::uint64_t count_ = 0;
};

}  // namespace handfast::cli
