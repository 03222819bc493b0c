#include "cli/relay.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "cli/options.hpp"

namespace handfast::cli {

namespace {

constexpr std::size_t kChunk = 16 * 1024;  // one record of the largest size

class Relay {
 public:
  Relay(Channel& channel, Reporter& reporter, std::chrono::milliseconds patience)
      : channel_(channel), reporter_(reporter), patience_(patience) {}

  ExitStatus run() {
    while (true) {
      if (const auto ended = deliver()) return *ended;
      channel_.send_queued();
      wait();
    }
  }

 private:
  // Everything decrypted goes to standard output.
  std::optional<ExitStatus> deliver() {
    std::array<std::uint8_t, kChunk> data{};
    while (true) {
      const Channel::Received received = channel_.take_data(data);
      if (received.outcome == Channel::Outcome::closed) return finish();
      if (received.outcome != Channel::Outcome::ready) return fail_with_explanation();
      if (received.size == 0) return std::nullopt;
      if (!write_all(STDOUT_FILENO, as_text(Bytes(data).first(received.size)))) return output_broken();
      restart_patience();
    }
  }

  void wait() {
    const bool read_input = input_open_ && !channel_.output_waits();  // what cannot leave is not read either
    std::array<pollfd, 2> watched{{{channel_.socket(), POLLIN, 0}, {read_input ? STDIN_FILENO : -1, POLLIN, 0}}};
    if (channel_.output_waits()) watched[0].events |= POLLOUT;
    const int ready = ::poll(watched.data(), watched.size(), deadline_.poll_time());
    if (ready < 0 && errno != EINTR) return channel_.tls().transport_failed(Errc::read_failed, errno);
    if (ready == 0 && deadline_.passed()) return channel_.time_out();
    if (ready <= 0) return;
    if (watched[0].revents != 0) channel_.receive_available();
    if (watched[1].revents != 0) send_input();
  }

  void send_input() {
    std::array<std::uint8_t, kChunk> data{};
    const ssize_t n = ::read(STDIN_FILENO, data.data(), data.size());
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (n < 0) print_error("handfast: standard input: " + std::generic_category().message(errno) + "\n");
    if (n <= 0) return end_input();
    Bytes rest = Bytes(data).first(static_cast<std::size_t>(n));
    while (!rest.empty()) {
      const Result<std::size_t> taken = channel_.tls().write(rest);
      if (!taken) return;  // the next read tells why
      rest = rest.subspan(*taken);
    }
    wipe(data);
  }

  void end_input() {
    input_open_ = false;
    send_close();
    restart_patience();
  }

  ExitStatus finish() {
    send_close();
    channel_.send_queued();
    reporter_.closed(channel_.traffic(), true);
    return ExitStatus::ok;
  }

  void send_close() {
    if (close_sent_) return;
    close_sent_ = true;
    // It fails only on a connection that has failed already, and then the next read says why.
    static_cast<void>(channel_.tls().close());
  }

  void restart_patience() {
    if (!input_open_ && patience_.count() > 0) deadline_ = Deadline::after(patience_);
  }

  ExitStatus fail_with_explanation() {
    channel_.send_queued();  // the alert, if one is due
    const tls::Failure failure = channel_.explained();
    reporter_.failed(failure);
    return exit_status_of(failure, true);
  }

  ExitStatus output_broken() {
    print_error("handfast: standard output: " + std::generic_category().message(errno) + "\n");
    send_close();
    channel_.send_queued();
    return ExitStatus::usage;
  }

  Channel& channel_;
  Reporter& reporter_;
  std::chrono::milliseconds patience_;
  Deadline deadline_ = Deadline::never();
  bool input_open_ = true, close_sent_ = false;
};

}  // namespace

ExitStatus relay(Channel& channel, Reporter& reporter, std::chrono::milliseconds patience) {
  return Relay(channel, reporter, patience).run();
}

}  // namespace handfast::cli
