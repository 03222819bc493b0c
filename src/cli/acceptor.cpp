#include "cli/acceptor.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "cli/options.hpp"

namespace handfast::cli {

namespace {

constexpr int kPauseWithoutDescriptors = 100;  // milliseconds until accept() is tried again

std::string last_error() { return std::generic_category().message(errno); }

// SIGINT and SIGTERM as something to read. They are blocked before any thread starts, so that none gets them.
Descriptor ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  if (pthread_sigmask(SIG_BLOCK, &signals, nullptr) != 0) return {};
  return Descriptor(::signalfd(-1, &signals, SFD_CLOEXEC));
}

void raise_event(const Descriptor& event) {
  static_cast<void>(eventfd_write(event.number(), 1));
}  // fails at 2^64-1 only

}  // namespace

std::expected<void, std::string> Acceptor::run(const Endpoint& endpoint) {
  const Descriptor signals = ending_signals();
  stop_ = Descriptor(::eventfd(0, EFD_CLOEXEC));
  finished_ = Descriptor(::eventfd(0, EFD_CLOEXEC));
  if (!signals.open() || !stop_.open() || !finished_.open()) return std::unexpected(last_error());
  const auto listener = listen_tcp(endpoint);
  if (!listener) return std::unexpected(listener.error());
  const Endpoint taken{endpoint.host, listener->port};
  ready_(taken);
  if (!write_all(STDOUT_FILENO, "listening on " + taken.text() + "\n"))
    return std::unexpected("standard output: " + last_error());
  serve(*listener, signals.number());
  raise_event(stop_);
  join(true);
  return {};
}

void Acceptor::serve(const Listener& listener, int signals) {
  while (true) {
    join(false);
    std::vector<pollfd> watched{{signals, POLLIN, 0}, {finished_.number(), POLLIN, 0}};
    if (workers_.size() < kMaxConnections)
      for (const Descriptor& socket : listener.sockets) watched.push_back({socket.number(), POLLIN, 0});
    if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR)
      return print_error("handfast: poll: " + last_error() + "\n");
    if (watched[0].revents != 0) return;
    eventfd_t ended = 0;
    if (watched[1].revents != 0 && eventfd_read(finished_.number(), &ended) != 0) continue;
    for (std::size_t i = 2; i < watched.size(); ++i) {
      if (watched[i].revents == 0) continue;
      if (auto connection = accept_tcp(watched[i].fd))
        start(std::move(*connection));
      else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
        ::poll(nullptr, 0, kPauseWithoutDescriptors);
    }
  }
}

void Acceptor::start(TcpConnection connection) {
  Worker& worker = workers_.emplace_back();
  const std::uint64_t number = ++count_;
  try {
    worker.thread = std::thread([this, &worker, number, taken = std::move(connection)]() mutable {
      handler_(std::move(taken), number, stop_.number());
      worker.done = true;
      raise_event(finished_);
    });
  } catch (const std::system_error& error) {  // no thread to be had: this connection is dropped, the server goes on
    workers_.pop_back();
    print_error("handfast: connection " + std::to_string(number) + ": " + error.code().message() + "\n");
  }
}

void Acceptor::join(bool all) {
  std::erase_if(workers_, [all](Worker& worker) {
    if (!all && !worker.done) return false;
    worker.thread.join();
    return true;
  });
}

}  // namespace handfast::cli
