#pragma once
// What asio.hpp and boost_asio.hpp have in common: the stream itself, over either Asio. Programs include one of those.
#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "handfast/connection.hpp"

// What the stream takes of an Asio whose namespace is `space`; the rest of a set of names is about errors.
#define HANDFAST_ASIO_NAMES(space)                                                                                     \
  using const_buffer = space::const_buffer;                                                                            \
  using mutable_buffer = space::mutable_buffer;                                                                        \
  template <class Executor>                                                                                            \
  using timer =                                                                                                        \
      space::basic_waitable_timer<std::chrono::steady_clock, space::wait_traits<std::chrono::steady_clock>, Executor>; \
  template <class Executor>                                                                                            \
  using default_token = typename space::default_completion_token<Executor>::type;                                      \
  static error_code eof() { return space::error::eof; }                                                                \
  static error_code operation_aborted() { return space::error::operation_aborted; }                                    \
  template <class Token, class Signature, class Operation, class Layer>                                                \
  static auto compose(Operation&& operation, Token& token, Layer& layer) {                                             \
    return space::async_compose<Token, Signature>(std::forward<Operation>(operation), token, layer);                   \
  }                                                                                                                    \
  template <class Handler>                                                                                             \
  static void post(Handler&& handler) {                                                                                \
    space::post(std::forward<Handler>(handler));                                                                       \
  }                                                                                                                    \
  template <class Layer>                                                                                               \
  static std::size_t write(Layer& layer, const const_buffer& buffer, error_code& ec) {                                 \
    return space::write(layer, buffer, ec);                                                                            \
  }                                                                                                                    \
  template <class Layer, class Handler>                                                                                \
  static void async_write(Layer& layer, const const_buffer& buffer, Handler&& handler) {                               \
    space::async_write(layer, buffer, std::forward<Handler>(handler));                                                 \
  }

namespace handfast {

class stream_base {
 public:
  enum handshake_type { client, server };
};

namespace detail {

// What one operation asks of the connection each time it is resumed: how it goes on, and what it transferred.
using Transfer = Connection::Transfer;
using Status = Connection::Status;

// Every buffer of a sequence, or the one that stands for a sequence.
template <class Buffer, class Buffers, class Visit>
void each_buffer(const Buffers& buffers, Visit visit) {
  if constexpr (std::is_convertible_v<const Buffers&, Buffer>)
    visit(Buffer(buffers));
  else
    for (auto it = std::begin(buffers); it != std::end(buffers); ++it) visit(Buffer(*it));
}

struct Handshake {
  static constexpr bool sends = true;
  Transfer operator()(Connection& tls) const { return {tls.handshake()}; }
};

// Into the first buffer with something in it.
template <class Buffer, class Buffers>
struct ReadSome {
  static constexpr bool sends = false;  // but for what it owes, a KeyUpdate's answer
  Buffers buffers;
  Transfer operator()(Connection& tls) const {
    Buffer first;
    each_buffer<Buffer>(buffers, [&](const Buffer& buffer) {
      if (first.size() == 0) first = buffer;
    });
    if (first.size() == 0) return {Status::done};
    return tls.read({static_cast<std::uint8_t*>(first.data()), first.size()});
  }
};

// As many of the buffers as one record holds.
template <class Buffer, class Buffers>
struct WriteSome {
  static constexpr bool sends = true;
  static constexpr std::size_t kMostPieces = 64;  // as many as Asio gives to one system call
  Buffers buffers;
  Transfer operator()(Connection& tls) const {
    std::array<std::span<const std::uint8_t>, kMostPieces> pieces;
    std::size_t count = 0;
    each_buffer<Buffer>(buffers, [&](const Buffer& buffer) {
      if (buffer.size() != 0 && count < kMostPieces)
        pieces[count++] = {static_cast<const std::uint8_t*>(buffer.data()), buffer.size()};
    });
    if (count == 0) return {Status::done};
    return tls.write_gathered({pieces.data(), count});
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

// `Asio`: the names of the Asio that NextLayer belongs to.
template <class NextLayer, class Asio>
class basic_stream : public stream_base {
  using error_code = typename Asio::error_code;
  using const_buffer = typename Asio::const_buffer;
  using mutable_buffer = typename Asio::mutable_buffer;

 public:
  using next_layer_type = std::remove_reference_t<NextLayer>;
  using lowest_layer_type = typename next_layer_type::lowest_layer_type;
  using executor_type = typename next_layer_type::executor_type;
  // What an operation does at its end where the call does not say: as the next layer's executor has it.
  using default_token = typename Asio::template default_token<executor_type>;

  // `arg` makes the next layer, or is a reference to it.
  template <class Arg>
  basic_stream(Arg&& arg, Config config)
      : next_layer_(std::forward<Arg>(arg)), config_(std::move(config)), sending_(next_layer_.get_executor()) {
    sending_.expires_at(timer::time_point::max());
  }
  basic_stream(basic_stream&&) = default;
  basic_stream& operator=(basic_stream&&) = default;

  executor_type get_executor() { return next_layer_.get_executor(); }
  next_layer_type& next_layer() { return next_layer_; }
  const next_layer_type& next_layer() const { return next_layer_; }
  lowest_layer_type& lowest_layer() { return next_layer_.lowest_layer(); }
  const lowest_layer_type& lowest_layer() const { return next_layer_.lowest_layer(); }

  // Whom a client wants to reach: a DNS name or an IP address. Before the handshake.
  void set_server_name(std::string name) { server_name_ = std::move(name); }
  // Whether a handshake was begun, and with it the connection.
  bool has_connection() const { return tls_.has_value(); }
  // What was negotiated, and exporters. Without a connection it throws ErrorKind::misuse as a system_error.
  const Connection& connection() const { return begun(*this); }
  Connection& connection() { return begun(*this); }
  // Why an operation failed; null while none has, before the handshake, or when the next layer alone is to blame.
  const Failure* failure() const { return tls_ ? tls_->failure() : nullptr; }

  void handshake(handshake_type type, error_code& ec) {
    start(type);
    run(detail::Handshake(), ec);
  }
  void handshake(handshake_type type) {
    or_throw([&](error_code& ec) { return handshake(type, ec), 0; });
  }
  template <class Token = default_token>
  auto async_handshake(handshake_type type, Token&& token = default_token()) {
    start(type);
    return async_run<void(error_code)>(detail::Handshake(), std::forward<Token>(token));
  }

  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, error_code& ec) {
    return run(detail::ReadSome<mutable_buffer, Buffers>{buffers}, ec);
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers) {
    return or_throw([&](error_code& ec) { return read_some(buffers, ec); });
  }
  template <class Buffers, class Token = default_token>
  auto async_read_some(const Buffers& buffers, Token&& token = default_token()) {
    return async_run<void(error_code, std::size_t)>(detail::ReadSome<mutable_buffer, Buffers>{buffers},
                                                    std::forward<Token>(token));
  }

  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, error_code& ec) {
    return run(detail::WriteSome<const_buffer, Buffers>{buffers}, ec);
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers) {
    return or_throw([&](error_code& ec) { return write_some(buffers, ec); });
  }
  template <class Buffers, class Token = default_token>
  auto async_write_some(const Buffers& buffers, Token&& token = default_token()) {
    return async_run<void(error_code, std::size_t)>(detail::WriteSome<const_buffer, Buffers>{buffers},
                                                    std::forward<Token>(token));
  }

  // close_notify, and the wait for the other side's. What it still sends is dropped: read to the end first.
  void shutdown(error_code& ec) { run(detail::Shutdown(), ec); }
  void shutdown() {
    or_throw([&](error_code& ec) { return shutdown(ec), 0; });
  }
  template <class Token = default_token>
  auto async_shutdown(Token&& token = default_token()) {
    return async_run<void(error_code)>(detail::Shutdown(), std::forward<Token>(token));
  }

 private:
  using Status = Connection::Status;
  using timer = typename Asio::template timer<executor_type>;
  static constexpr std::size_t kReadSize = 16 * 1024;  // a record of the largest size, nearly, in one system call

  void start(handshake_type type) {
    tls_.emplace(type == client ? Connection::client(config_, server_name_) : Connection::server(config_));
  }

  template <class Self>
  static auto& begun(Self& self) {
    if (!self.tls_) throw typename Asio::system_error(Asio::code_of(ErrorKind::misuse), "no handshake was begun");
    return *self.tls_;
  }

  template <class Call>
  static auto or_throw(Call call) {
    error_code ec;
    auto out = call(ec);
    if (ec) throw typename Asio::system_error(ec);
    return out;
  }

  // Empty: out of memory.
  mutable_buffer space() {
    const auto space = tls_->input_space(std::max(tls_->input_wanted(), kReadSize));
    return {space.data(), space.size()};
  }

  // The next layer has been read: end of file is the connection's own affair, for it knows whether it was due.
  bool received(error_code& ec, std::size_t size) {
    if (ec == Asio::eof()) {
      ec.clear();
      tls_->input_ended();
    } else if (ec == Asio::operation_aborted()) {
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

  const_buffer output() {  // empty: no memory for what is owed, which then waits
    const auto output = tls_->output();
    return {output.data(), output.size()};
  }

  error_code result(Status status) const {
    if (status == Status::closed) return Asio::eof();
    if (status != Status::failed) return {};
    return Asio::code_of(tls_->failure()->kind());
  }

  // All that there is to send.
  void send_output(error_code& ec) {
    while (tls_->has_output() && !ec) {
      const const_buffer buffer = output();
      if (buffer.size() == 0) return;
      tls_->output_taken(Asio::write(next_layer_, buffer, ec));
    }
  }

  bool receive_input(error_code& ec) {
    const mutable_buffer buffer = space();
    if (buffer.size() == 0) return ec = Asio::code_of(ErrorKind::out_of_memory), false;
    const std::size_t size = next_layer_.read_some(buffer, ec);
    return received(ec, size);
  }

  template <class Action>
  std::size_t run(Action action, error_code& ec) {
    ec.clear();
    if (!tls_) return ec = Asio::code_of(ErrorKind::misuse), 0;
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
  class Operation;

  template <class Signature, class Action, class Token>
  auto async_run(Action action, Token&& token) {
    return Asio::template compose<Token, Signature>(Operation<Signature, Action>{*this, std::move(action)}, token,
                                                    next_layer_);
  }

  NextLayer next_layer_;
  Config config_;
  std::string server_name_;
  std::optional<Connection> tls_;
  timer sending_;      // never expires: waited for by an operation while another one sends, and cancelled
  bool busy_ = false;  // an operation sends
};

// The loop of run(), which Asio resumes with the outcome of each step: every function ends with the wait for one, or
// with the operation. One operation sends at a time: an answer that a read owes goes out by itself, or behind what a
// write sends just then.
template <class NextLayer, class Asio>
template <class Signature, class Action>
class basic_stream<NextLayer, Asio>::Operation {
 public:
  Operation(basic_stream& owner, Action what) : tls_(owner), action_(std::move(what)) {}

  template <class Self>
  void operator()(Self& self, error_code ec = {}, std::size_t size = 0) {
    switch (after_) {
      case After::start:
      case After::turn: return act(self);
      case After::sending: return sent(self, ec, size);
      case After::receiving: return tls_.received(ec, size) ? act(self) : complete(self, ec, 0);
      case After::posting: return complete(self, outcome(), transfer_.size);
    }
  }

 private:
  enum class After : std::uint8_t { start, turn, sending, receiving, posting };

  template <class Self>
  void act(Self& self) {
    if (!tls_.tls_) return conclude(self);
    if (Action::sends && tls_.busy_) {
      after_ = After::turn;
      return tls_.sending_.async_wait(std::move(self));
    }
    transfer_ = action_(*tls_.tls_);
    send(self);
  }

  template <class Self>
  void send(Self& self) {
    const bool due = tls_.tls_->has_output() && !tls_.busy_;
    const const_buffer output = due ? tls_.output() : const_buffer();
    if (output.size() == 0) return receive(self);
    tls_.busy_ = suspended_ = true;
    after_ = After::sending;
    Asio::async_write(tls_.next_layer_, output, std::move(self));
  }

  template <class Self>
  void sent(Self& self, error_code ec, std::size_t size) {
    tls_.sent(size);
    if (!ec) return send(self);
    if (transfer_.status != Status::failed) return complete(self, ec, 0);
    conclude(self);  // the alert could not be sent: what failed before says more
  }

  template <class Self>
  void receive(Self& self) {
    if (transfer_.status == Status::wants_output) return act(self);
    if (transfer_.status != Status::wants_input) return conclude(self);
    const mutable_buffer space = tls_.space();
    starved_ = space.size() == 0;
    if (starved_) return conclude(self);
    suspended_ = true;
    after_ = After::receiving;
    tls_.next_layer_.async_read_some(space, std::move(self));
  }

  template <class Self>
  void conclude(Self& self) {
    if (suspended_) return complete(self, outcome(), transfer_.size);
    after_ = After::posting;  // a handler is never called by what it was given to
    Asio::post(std::move(self));
  }

  error_code outcome() const {
    if (!tls_.tls_) return Asio::code_of(ErrorKind::misuse);
    return starved_ ? Asio::code_of(ErrorKind::out_of_memory) : tls_.result(transfer_.status);
  }

  template <class Self>
  void complete(Self& self, error_code ec, std::size_t size) {
    if constexpr (std::is_same_v<Signature, void(error_code)>)
      self.complete(ec);
    else
      self.complete(ec, size);
  }

  basic_stream& tls_;
  Action action_;
  Connection::Transfer transfer_{};
  After after_ = After::start;
  bool suspended_ = false, starved_ = false;
};

}  // namespace handfast
