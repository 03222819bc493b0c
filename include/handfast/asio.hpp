#pragma once
// TLS over a stream of Asio (standalone, 1.22 or newer): stream<NextLayer> stands where asio::ssl::stream would.
//
//     handfast::stream<asio::ip::tcp::socket> tls(std::move(socket), config);
//     tls.set_server_name("example.org");
//     co_await tls.async_handshake(handfast::stream_base::client, asio::use_awaitable);
//
// What differs from asio::ssl::stream: a Config in the place of a context; the name is set once and is both sent and
// checked; certificates are checked unless the Config says otherwise; failure() explains an error. As there, one read
// and one write may be outstanding at a time, both in one strand, and nothing beside a handshake or a shutdown.
//
// Errors: asio::error::eof after the other side's close_notify; Asio's own from the next layer; an ErrorKind otherwise.
#include <algorithm>
#include <asio/basic_waitable_timer.hpp>
#include <asio/buffer.hpp>
#include <asio/compose.hpp>
#include <asio/coroutine.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/wait_traits.hpp>
#include <asio/write.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "handfast/connection.hpp"

namespace handfast {

class stream_base {
 public:
  enum handshake_type { client, server };
};

namespace detail {

// What one operation asks of the connection each time it is resumed: how it goes on, and what it transferred.
using Transfer = Connection::Transfer;
using Status = Connection::Status;

// The first buffer with something in it.
template <class Buffer, class Buffers>
Buffer first_buffer(const Buffers& buffers) {
  const auto end = asio::buffer_sequence_end(buffers);
  for (auto it = asio::buffer_sequence_begin(buffers); it != end; ++it)
    if (const Buffer buffer(*it); buffer.size() != 0) return buffer;
  return Buffer();
}

struct Handshake {
  static constexpr bool sends = true;
  Transfer operator()(Connection& tls) const { return {tls.handshake()}; }
};

template <class Buffers>
struct ReadSome {
  static constexpr bool sends = false;  // but for what it owes, a KeyUpdate's answer
  Buffers buffers;
  Transfer operator()(Connection& tls) const {
    const auto buffer = first_buffer<asio::mutable_buffer>(buffers);
    if (buffer.size() == 0) return {Status::done};
    return tls.read({static_cast<std::uint8_t*>(buffer.data()), buffer.size()});
  }
};

template <class Buffers>
struct WriteSome {
  static constexpr bool sends = true;
  Buffers buffers;
  Transfer operator()(Connection& tls) const {
    const auto buffer = first_buffer<asio::const_buffer>(buffers);
    if (buffer.size() == 0) return {Status::done};
    return tls.write({static_cast<const std::uint8_t*>(buffer.data()), buffer.size()});
  }
};

// Says goodbye and waits for the other side's; data that still comes is dropped.
struct Shutdown {
  static constexpr bool sends = true;
  bool said = false;
  Transfer operator()(Connection& tls) {
    if (!std::exchange(said, true)) {
      if (!tls.close()) return {Status::failed};
      if (tls.has_output()) return {Status::wants_output};
    }
    std::uint8_t dropped[4096];
    Transfer read{Status::done};
    while (read.status == Status::done) read = tls.read(dropped);
    return {read.status == Status::closed ? Status::done : read.status};
  }
};

}  // namespace detail

template <class NextLayer>
class stream : public stream_base {
 public:
  using next_layer_type = std::remove_reference_t<NextLayer>;
  using lowest_layer_type = typename next_layer_type::lowest_layer_type;
  using executor_type = typename next_layer_type::executor_type;

  // `arg` makes the next layer, or is a reference to it.
  template <class Arg>
  stream(Arg&& arg, Config config)
      : next_layer_(std::forward<Arg>(arg)), config_(std::move(config)), sending_(next_layer_.get_executor()) {
    sending_.expires_at(timer::time_point::max());
  }
  stream(stream&&) = default;
  stream& operator=(stream&&) = default;

  executor_type get_executor() { return next_layer_.get_executor(); }
  next_layer_type& next_layer() { return next_layer_; }
  const next_layer_type& next_layer() const { return next_layer_; }
  lowest_layer_type& lowest_layer() { return next_layer_.lowest_layer(); }
  const lowest_layer_type& lowest_layer() const { return next_layer_.lowest_layer(); }

  // Whom a client wants to reach: a DNS name or an IP address. Before the handshake.
  void set_server_name(std::string name) { server_name_ = std::move(name); }
  // What was negotiated, and exporters. From the start of the handshake on.
  const Connection& connection() const { return *tls_; }
  Connection& connection() { return *tls_; }
  // Why an operation failed; null while none has, before the handshake, or when the next layer alone is to blame.
  const Failure* failure() const { return tls_ ? tls_->failure() : nullptr; }

  void handshake(handshake_type type, asio::error_code& ec) {
    start(type);
    run(detail::Handshake(), ec);
  }
  void handshake(handshake_type type) {
    or_throw([&](asio::error_code& ec) { return handshake(type, ec), 0; });
  }
  template <class Token>
  auto async_handshake(handshake_type type, Token&& token) {
    start(type);
    return async_run<void(asio::error_code)>(detail::Handshake(), std::forward<Token>(token));
  }

  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, asio::error_code& ec) {
    return run(detail::ReadSome<Buffers>{buffers}, ec);
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers) {
    return or_throw([&](asio::error_code& ec) { return read_some(buffers, ec); });
  }
  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return async_run<void(asio::error_code, std::size_t)>(detail::ReadSome<Buffers>{buffers},
                                                          std::forward<Token>(token));
  }

  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, asio::error_code& ec) {
    return run(detail::WriteSome<Buffers>{buffers}, ec);
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers) {
    return or_throw([&](asio::error_code& ec) { return write_some(buffers, ec); });
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return async_run<void(asio::error_code, std::size_t)>(detail::WriteSome<Buffers>{buffers},
                                                          std::forward<Token>(token));
  }

  // close_notify, and the wait for the other side's. What it still sends is dropped: read to the end first.
  void shutdown(asio::error_code& ec) { run(detail::Shutdown(), ec); }
  void shutdown() {
    or_throw([&](asio::error_code& ec) { return shutdown(ec), 0; });
  }
  template <class Token>
  auto async_shutdown(Token&& token) {
    return async_run<void(asio::error_code)>(detail::Shutdown(), std::forward<Token>(token));
  }

 private:
  using Status = Connection::Status;
  using timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                                           executor_type>;
  static constexpr std::size_t kReadSize = 16 * 1024;  // a record of the largest size, nearly, in one system call

  void start(handshake_type type) {
    tls_.emplace(type == client ? Connection::client(config_, server_name_) : Connection::server(config_));
  }

  template <class Call>
  static auto or_throw(Call call) {
    asio::error_code ec;
    auto out = call(ec);
    if (ec) throw std::system_error(ec);
    return out;
  }

  // Empty: out of memory.
  asio::mutable_buffer space() {
    const auto space = tls_->input_space(std::max(tls_->input_wanted(), kReadSize));
    return {space.data(), space.size()};
  }

  // The next layer has been read: end of file is the connection's own affair, for it knows whether it was due.
  bool received(asio::error_code& ec, std::size_t size) {
    if (ec == asio::error::eof) {
      ec.clear();
      tls_->input_ended();
    } else if (ec == asio::error::operation_aborted) {
      return false;  // cancelled: nothing is lost, and reading may go on
    } else if (ec) {
      tls_->transport_failed(ErrorKind::transport, ec.value());
    } else {
      tls_->input_added(size);
    }
    return !ec;
  }

  void sent(std::size_t size) {
    tls_->output_taken(size);
    busy_ = false;
    sending_.cancel();
  }

  asio::const_buffer output() {  // empty: no memory for what is owed, which then waits
    const auto output = tls_->output();
    return {output.data(), output.size()};
  }

  asio::error_code result(Status status) const {
    if (status == Status::closed) return asio::error::eof;
    if (status != Status::failed) return {};
    return tls_->failure()->code();
  }

  // All that there is to send.
  void send_output(asio::error_code& ec) {
    while (tls_->has_output() && !ec) {
      const asio::const_buffer buffer = output();
      if (buffer.size() == 0) return;
      tls_->output_taken(asio::write(next_layer_, buffer, ec));
    }
  }

  bool receive_input(asio::error_code& ec) {
    const asio::mutable_buffer buffer = space();
    if (buffer.size() == 0) return ec = ErrorKind::out_of_memory, false;
    const std::size_t size = next_layer_.read_some(buffer, ec);
    return received(ec, size);
  }

  template <class Action>
  std::size_t run(Action action, asio::error_code& ec) {
    ec.clear();
    if (!tls_) return ec = ErrorKind::misuse, 0;
    while (true) {
      const Connection::Transfer transfer = action(*tls_);
      send_output(ec);
      if (transfer.status == Status::failed) ec = result(transfer.status);  // whether or not the alert went out
      if (ec) return 0;
      if (transfer.status == Status::wants_output) continue;
      if (transfer.status != Status::wants_input) return ec = result(transfer.status), transfer.size;
      if (!receive_input(ec)) return 0;
    }
  }

  template <class Signature, class Action>
  struct Operation;

  template <class Signature, class Action, class Token>
  auto async_run(Action action, Token&& token) {
    return asio::async_compose<Token, Signature>(Operation<Signature, Action>{*this, std::move(action)}, token,
                                                 next_layer_);
  }

  NextLayer next_layer_;
  Config config_;
  std::string server_name_;
  std::optional<Connection> tls_;
  timer sending_;      // never expires: waited for by an operation while another one sends, and cancelled
  bool busy_ = false;  // an operation sends
};

// The loop of run(), which Asio resumes with the outcome of each step. One operation sends at a time: an answer that a
// read owes goes out by itself, or behind what a write sends just then.
template <class NextLayer>
template <class Signature, class Action>
struct stream<NextLayer>::Operation : asio::coroutine {
  Operation(stream& owner, Action what) : tls(owner), action(std::move(what)) {}

  stream& tls;
  Action action;
  Connection::Transfer transfer{};
  asio::const_buffer sending{};
  asio::mutable_buffer receiving{};
  bool suspended = false, starved = false;

#include <asio/yield.hpp>
  template <class Self>
  void operator()(Self& self, asio::error_code ec = {}, std::size_t size = 0) {
    reenter(*this) {
      while (tls.tls_) {
        while (Action::sends && tls.busy_) yield tls.sending_.async_wait(std::move(self));
        transfer = action(*tls.tls_);
        while (tls.tls_->has_output() && !tls.busy_) {
          sending = tls.output();
          if (sending.size() == 0) break;
          tls.busy_ = suspended = true;
          yield asio::async_write(tls.next_layer_, sending, std::move(self));
          tls.sent(size);
          if (ec && transfer.status != Status::failed) return complete(self, ec, 0);
          if (ec) break;  // the alert could not be sent: what failed before says more
        }
        if (transfer.status == Status::wants_output) continue;
        if (transfer.status != Status::wants_input) break;
        receiving = tls.space();
        starved = receiving.size() == 0;
        if (starved) break;
        suspended = true;
        yield tls.next_layer_.async_read_some(receiving, std::move(self));
        if (!tls.received(ec, size)) return complete(self, ec, 0);
      }
      if (!suspended) {  // a handler is never called by what it was given to
        yield asio::post(std::move(self));
      }
      complete(self, outcome(), transfer.size);
    }
  }
#include <asio/unyield.hpp>

 private:
  asio::error_code outcome() const {
    if (!tls.tls_) return ErrorKind::misuse;
    return starved ? make_error_code(ErrorKind::out_of_memory) : tls.result(transfer.status);
  }
  template <class Self>
  void complete(Self& self, asio::error_code ec, std::size_t size) {
    if constexpr (std::is_same_v<Signature, void(asio::error_code)>)
      self.complete(ec);
    else
      self.complete(ec, size);
  }
};

}  // namespace handfast
