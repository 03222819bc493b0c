#include "cli/channel.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace handfast::cli {

namespace {

constexpr std::size_t kReadSize = 32 * 1024;             // two records of the largest size in one system call
constexpr std::chrono::milliseconds kGoodbyeTime{1000};  // for an alert to leave; the other side may have gone

}  // namespace

Channel::Channel(Descriptor socket, tls::Role role, tls::Options options, Reporter& reporter, int stop)
    : socket_(std::move(socket)),
      reporter_(reporter),
      stop_(stop),
      tls_(role, std::make_shared<const tls::Services>(), std::move(options)) {}

Channel::Outcome Channel::handshake(Deadline deadline) {
  while (true) {
    const tls::Step step = tls_.handshake();
    switch (step.kind) {
      case tls::Step::Kind::done: return finish_handshake(deadline);
      case tls::Step::Kind::failed: return say_goodbye(), Outcome::failed;
      case tls::Step::Kind::warning_alert: reporter_.warning(step.alert); continue;
      case tls::Step::Kind::application_data: continue;  // in a renegotiation, which is declined
      case tls::Step::Kind::waiting: break;
    }
    send_queued();
    const bool for_output = step.wait == Wait::output || output_waits();
    const Woken woken = wait(static_cast<short>(for_output ? POLLIN | POLLOUT : POLLIN), deadline);
    if (woken == Woken::by_stop) return Outcome::stopped;
    if (woken == Woken::by_time) time_out();
    if (step.wait == Wait::input) receive_available();
  }
}

Channel::Received Channel::receive(MutableBytes out, Deadline deadline) {
  while (true) {
    const Received received = take_data(out);
    send_queued();
    if (received.outcome == Outcome::failed) say_goodbye();
    if (received.outcome != Outcome::ready || received.size > 0) return received;
    const Woken woken = wait(static_cast<short>(output_waits() ? POLLIN | POLLOUT : POLLIN), deadline);
    if (woken == Woken::by_stop) return {Outcome::stopped};
    if (woken == Woken::by_time) time_out();
    receive_available();
  }
}

Channel::Outcome Channel::send(Bytes data, Deadline deadline) {
  while (!data.empty()) {
    const Result<std::size_t> taken = tls_.write(data);
    if (!taken) return Outcome::failed;
    data = data.subspan(*taken);
    if (const Outcome outcome = flush(deadline); outcome != Outcome::ready)
      return outcome == Outcome::failed ? explain_write_error() : outcome;
  }
  return Outcome::ready;
}

Channel::Outcome Channel::close(Deadline deadline) {
  if (!tls_.close()) return Outcome::failed;
  if (const Outcome outcome = flush(deadline); outcome != Outcome::ready)
    return outcome == Outcome::failed ? explain_write_error() : outcome;
  ::shutdown(socket_.number(), SHUT_WR);
  std::array<std::uint8_t, kReadSize> dropped{};
  while (wait(POLLIN, deadline) == Woken::by_socket) {
    const ssize_t n = ::recv(socket_.number(), dropped.data(), dropped.size(), 0);
    if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) break;
  }
  return Outcome::closed;
}

tls::Failure Channel::explained() const {
  if (failure() != nullptr) return *failure();
  tls::Failure out;
  out.error.code = Errc::out_of_memory;
  return out;
}

void Channel::send_queued() {
  while (output_waits() && write_error_ == 0) {
    const Bytes output = tls_.output();
    const ssize_t n = ::send(socket_.number(), output.data(), output.size(), MSG_NOSIGNAL);
    if (n >= 0) {
      tls_.output_taken(static_cast<std::size_t>(n));
      traffic_.sent += static_cast<std::uint64_t>(n);
    } else if (errno == EAGAIN) {
      return;
    } else if (errno != EINTR) {
      write_error_ = errno;
    }
  }
  if (write_error_ != 0) drop_output();
}

void Channel::receive_available() {
  const std::size_t wanted = tls_.bytes_wanted();
  if (wanted == 0) return;
  const MutableBytes space = tls_.input_space(std::max(wanted, kReadSize));
  if (space.empty()) return tls_.transport_failed(Errc::out_of_memory, ENOMEM);
  ssize_t n = 0;
  do n = ::recv(socket_.number(), space.data(), space.size(), 0);
  while (n < 0 && errno == EINTR);
  if (n > 0) {
    traffic_.received += static_cast<std::uint64_t>(n);
    tls_.input_added(static_cast<std::size_t>(n));
  } else if (n == 0 && write_error_ == 0) {
    tls_.input_ended();
  } else if (n == 0) {
    tls_.transport_failed(Errc::write_failed, write_error_);
  } else if (errno != EAGAIN) {
    tls_.transport_failed(Errc::read_failed, errno);
  }
}

Channel::Received Channel::take_data(MutableBytes out) {
  while (true) {
    const tls::Read read = tls_.read(out);
    const bool pays = tls_.owes_output() && tls_.output().empty();  // a peer that takes nothing gets no more answers
    if (pays && !tls_.flush_owed()) return {Outcome::failed};
    switch (read.kind) {
      case tls::Read::Kind::data:
        if (read.size == 0) continue;  // an empty record
        return {Outcome::ready, read.size};
      case tls::Read::Kind::wants_input: return {Outcome::ready};
      case tls::Read::Kind::closed: return {Outcome::closed};
      case tls::Read::Kind::warning_alert: reporter_.warning(read.alert); continue;
      case tls::Read::Kind::rehandshake: continue;  // declined already
      case tls::Read::Kind::failed: return {Outcome::failed};
    }
  }
}

Channel::Woken Channel::wait(short events, Deadline deadline) {
  while (true) {
    std::array<pollfd, 2> watched{
        {{socket_.number(), events, 0}, {stop_, POLLIN, 0}}};  // a negative one is passed over
    const int ready = ::poll(watched.data(), watched.size(), deadline.poll_time());
    if (ready < 0 && errno != EINTR) return tls_.transport_failed(Errc::read_failed, errno), Woken::by_socket;
    if (ready > 0) return watched[1].revents != 0 ? Woken::by_stop : Woken::by_socket;
    if (ready == 0 && deadline.passed()) return Woken::by_time;
  }
}

Channel::Outcome Channel::flush(Deadline deadline) {
  while (true) {
    send_queued();
    if (write_error_ != 0) return Outcome::failed;
    if (!output_waits()) return Outcome::ready;
    const Woken woken = wait(POLLOUT, deadline);
    if (woken == Woken::by_stop) return Outcome::stopped;
    if (woken == Woken::by_time) return time_out(), Outcome::failed;
  }
}

// A server that refuses the client's certificate may be gone before the client's last flight is sent; its alert is in the
// input then, perhaps behind data that the caller wants (RFC 8446, 4.4.2.4). Reading tells.
Channel::Outcome Channel::finish_handshake(Deadline deadline) {
  const Outcome outcome = flush(deadline);
  return outcome == Outcome::failed && failure() == nullptr ? Outcome::ready : outcome;
}

Channel::Outcome Channel::explain_write_error() {
  if (write_error_ == 0 || failure() != nullptr) return Outcome::failed;
  std::array<std::uint8_t, kReadSize> unread{};
  std::size_t before = 0;
  do {
    before = traffic_.received;
    receive_available();
    while (take_data(unread).size > 0) {
    }
  } while (failure() == nullptr && traffic_.received != before);
  if (failure() == nullptr) tls_.transport_failed(Errc::write_failed, write_error_);
  return Outcome::failed;
}

void Channel::say_goodbye() {
  const Deadline deadline = Deadline::after(kGoodbyeTime);
  send_queued();
  while (output_waits() && wait(POLLOUT, deadline) == Woken::by_socket) send_queued();
}

}  // namespace handfast::cli
