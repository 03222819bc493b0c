// The Asio adapter over transports that give and take single bytes, fail at any step, or run out of memory.
#include <array>
#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>

#include "handfast/asio.hpp"
#include "support/allocator.hpp"
#include "support/replaceable_new.hpp"
#include "unit/cppapi/support.hpp"

namespace handfast::test {
namespace {

using asio::use_awaitable;
using namespace asio::experimental::awaitable_operators;
using Socket = asio::local::stream_protocol::socket;

struct Way {
  Carriage carriage;
  Version version{};
};
std::vector<Way> every_way() {
  std::vector<Way> out;
  for (const Version version : {Version::tls13, Version::tls12})
    for (const Carriage& carriage : kCarriages)
      if (!carriage.stutter) out.push_back({carriage, version});
  return out;
}
std::string name_of_way(const testing::TestParamInfo<Way>& param) {
  const std::string version = param.param.version == Version::tls13 ? "Tls13" : "Tls12";
  return version + "Read" + std::to_string(param.param.carriage.read_chunk) + "Write" +
         std::to_string(param.param.carriage.write_chunk);
}

// A socket of which each operation transfers no more than the carriage says, and one of which fails.
class Trickle {
 public:
  using executor_type = Socket::executor_type;
  using lowest_layer_type = Socket::lowest_layer_type;

  struct Plan {
    Carriage carriage;
    unsigned until_failure = 0;  // operations up to the one that fails, and with it; 0: none
    asio::error_code error{};
    bool reads_only = false;  // are counted
  };

  Trickle(Socket socket, Plan& plan) : socket_(std::move(socket)), plan_(&plan) {}
  executor_type get_executor() { return socket_.get_executor(); }
  lowest_layer_type& lowest_layer() { return socket_.lowest_layer(); }
  const lowest_layer_type& lowest_layer() const { return socket_.lowest_layer(); }
  Socket& socket() { return socket_; }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    const auto part = first<asio::mutable_buffer>(buffers, plan_->carriage.read_chunk);
    return start(true, std::forward<Token>(token),
                 [this, part](auto handler) { socket_.async_read_some(part, std::move(handler)); });
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    const auto part = first<asio::const_buffer>(buffers, plan_->carriage.write_chunk);
    return start(false, std::forward<Token>(token),
                 [this, part](auto handler) { socket_.async_write_some(part, std::move(handler)); });
  }

 private:
  template <class Buffer, class Buffers>
  static auto first(const Buffers& buffers, std::size_t chunk) {
    const Buffer buffer(*asio::buffer_sequence_begin(buffers));
    return asio::buffer(buffer, chunk == 0 ? buffer.size() : chunk);
  }

  template <class Token>
  auto start(bool reads, Token&& token, auto operation) {
    return asio::async_initiate<Token, void(asio::error_code, std::size_t)>(
        [this, reads, operation](auto handler) {
          const bool counts = plan_->until_failure > 0 && (reads || !plan_->reads_only);
          if (!counts || --plan_->until_failure > 0) return operation(std::move(handler));
          asio::post(socket_.get_executor(),
                     [handler = std::move(handler), error = plan_->error]() mutable { handler(error, 0); });
        },
        token);
  }

  Socket socket_;
  Plan* plan_;
};
using Stream = handfast::stream<Trickle>;

asio::error_code error_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const asio::multiple_exceptions& several) {  // of a read and a write at once
    return error_of(several.first_exception());
  } catch (const std::system_error& error) {
    return error.code();
  }
}

auto ending(Stream& stream, std::optional<asio::error_code>& error) {
  return [&](const std::exception_ptr& thrown) {
    EXPECT_EQ(error, std::nullopt) << "an operation ended twice";
    if (!thrown) return;
    error = error_of(thrown);
    stream.next_layer().socket().close();
  };
}

// A client and a server in one thread; what becomes of each is kept.
struct Ends {
  Ends(const ConfigBuilder& client_side, const ConfigBuilder& server_side, Carriage carriage = {})
      : client_plan{.carriage = carriage}, server_plan{.carriage = carriage} {
    Socket here(io), there(io);
    asio::local::connect_pair(here, there);
    client.emplace(Trickle(std::move(here), client_plan), built(client_side));
    server.emplace(Trickle(std::move(there), server_plan), built(server_side));
    client->set_server_name("localhost");
  }

  // Runs both to their ends; a side that fails closes its socket, so that the other one does not wait for it.
  void run(asio::awaitable<void> a, asio::awaitable<void> b) {
    asio::co_spawn(io, std::move(a), ending(*client, client_error));
    asio::co_spawn(io, std::move(b), ending(*server, server_error));
    io.run();
    io.restart();
  }
  void handshake() {
    run(client->async_handshake(stream_base::client, use_awaitable),
        server->async_handshake(stream_base::server, use_awaitable));
  }

  Trickle::Plan client_plan, server_plan;
  asio::io_context io;
  std::optional<Stream> client, server;
  std::optional<asio::error_code> client_error, server_error;
};

// `in` is as long as what is expected.
asio::awaitable<void> exchange(Stream& stream, std::string_view out, std::string& in) {
  co_await (asio::async_write(stream, asio::buffer(out), use_awaitable) &&
            asio::async_read(stream, asio::buffer(in), use_awaitable));
  co_await stream.async_shutdown(use_awaitable);
}

ConfigBuilder client_of(Version version) {
  ConfigBuilder out = client_builder();
  out.versions(version, version);
  return out;
}

// ------------------------------------------------------------------------------------------------ single bytes ----

class CarriedStreams : public testing::TestWithParam<Way> {};
INSTANTIATE_TEST_SUITE_P(Every, CarriedStreams, testing::ValuesIn(every_way()), name_of_way);

TEST_P(CarriedStreams, HandshakeDataAndEnd) {
  const TestCa::Pem identity = TestCa::instance().client_pem();
  ConfigBuilder client = client_of(GetParam().version), server = server_builder();
  client.identity_pem(identity.chain, identity.key);
  server.groups({"secp256r1"}).client_certificates(ClientCertificate::require);  // the group costs a retry
  server.trust_pem(TestCa::instance().certificate_pem());
  Ends ends(client, server, GetParam().carriage);
  ends.handshake();
  ASSERT_FALSE(ends.client_error || ends.server_error) << why(ends.client->connection());
  EXPECT_EQ(ends.client->connection().version(), GetParam().version);
  const std::string text(3000, 'x');
  std::string to_client(text.size(), 0), to_server(text.size(), 0);
  ends.run(exchange(*ends.client, text, to_client), exchange(*ends.server, text, to_server));
  EXPECT_FALSE(ends.client_error || ends.server_error);
  EXPECT_EQ(to_client, text);
  EXPECT_EQ(to_server, text);
}

TEST_P(CarriedStreams, ARefusedCertificate) {
  Ends ends(client_of(GetParam().version), server_builder(), GetParam().carriage);
  ends.client->set_server_name("other.example");
  ends.handshake();
  EXPECT_EQ(ends.client_error, ErrorKind::certificate_refused);
  EXPECT_EQ(ends.server_error, ErrorKind::alert_received);
}

// ------------------------------------------------------------------------------------- a failure at every step ----

class FailingStreams : public testing::TestWithParam<Version> {};
INSTANTIATE_TEST_SUITE_P(Either, FailingStreams, testing::Values(Version::tls13, Version::tls12),
                         [](const auto& param) { return param.param == Version::tls13 ? "Tls13" : "Tls12"; });

// Whichever operation of the transport fails, its error is what the handshake says; nothing hangs, nothing ends twice.
TEST_P(FailingStreams, AHandshakeSaysWhatTheTransportSaid) {
  for (const asio::error_code error :
       {asio::error_code(asio::error::connection_reset), asio::error_code(asio::error::operation_aborted)}) {
    for (const bool at_client : {true, false}) {
      unsigned n = 1;
      for (;; ++n) {
        Ends ends(client_of(GetParam()), server_builder(), {100, 100, false, ""});
        Trickle::Plan& plan = at_client ? ends.client_plan : ends.server_plan;
        plan.until_failure = n;
        plan.error = error;
        ends.handshake();
        const auto& failed = at_client ? ends.client_error : ends.server_error;
        if (plan.until_failure > 0) break;
        ASSERT_EQ(failed, error) << n;
      }
      EXPECT_GT(n, 10U);
    }
  }
}

TEST_P(FailingStreams, TheEndOfTheTransportIsTruncation) {
  for (unsigned n = 1;; ++n) {
    Ends ends(client_of(GetParam()), server_builder(), {100, 100, false, ""});
    ends.client_plan = {{100, 100, false, ""}, n, asio::error::eof, true};
    ends.handshake();
    if (ends.client_plan.until_failure > 0) break;
    ASSERT_EQ(ends.client_error, ErrorKind::truncated) << n;
    EXPECT_EQ(ends.client->failure()->kind(), ErrorKind::truncated);
  }
}

// A read that is cancelled may be made again, however much of a record has come: nothing is lost.
TEST_P(FailingStreams, ReadsThatAreCancelledAtEveryStepLoseNothing) {
  Ends ends(client_of(GetParam()), server_builder(), {7, 0, false, ""});
  ends.handshake();
  ASSERT_FALSE(ends.client_error || ends.server_error);
  const std::string text(300, 'z');
  std::string received;
  unsigned cancelled = 0;
  const auto reading = [&]() -> asio::awaitable<void> {
    while (received.size() < text.size()) {
      ends.server_plan.until_failure = 2;  // every other operation
      ends.server_plan.error = asio::error::operation_aborted;
      std::array<char, 10> part{};
      asio::error_code ec;
      const std::size_t n =
          co_await ends.server->async_read_some(asio::buffer(part), asio::redirect_error(use_awaitable, ec));
      received.append(part.data(), n);
      cancelled += ec == asio::error::operation_aborted;
      EXPECT_TRUE(!ec || ec == asio::error::operation_aborted) << ec.message();
    }
  };
  const auto writing = [&]() -> asio::awaitable<void> {
    for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(50))
      co_await asio::async_write(*ends.client, asio::buffer(rest.substr(0, 50)), use_awaitable);
  };
  ends.run(writing(), reading());
  EXPECT_EQ(received, text);
  EXPECT_GT(cancelled, 20U);
  EXPECT_EQ(ends.server->failure(), nullptr);
}

// ------------------------------------------------------------------------------------- calls that do not fit ----

TEST(MisusedStreams, SayMisuse) {
  Ends ends(client_builder(), server_builder());
  std::array<char, 4> bytes{};
  asio::error_code ec;
  unsigned called = 0;
  const auto expect_misuse = [&](asio::error_code error, std::size_t = 0) {
    EXPECT_EQ(error, ErrorKind::misuse) << error.message();
    ++called;
  };
  // Before the handshake.
  ends.client->async_read_some(asio::buffer(bytes), expect_misuse);
  ends.client->async_write_some(asio::buffer(bytes), expect_misuse);
  ends.client->async_shutdown(expect_misuse);
  EXPECT_EQ(called, 0U);  // a handler is never called by what it was given to
  ends.io.run();
  ends.io.restart();
  EXPECT_EQ(called, 3U);
  EXPECT_EQ(ends.client->failure(), nullptr);

  // After the shutdown.
  ends.handshake();
  ends.run(ends.client->async_shutdown(use_awaitable), ends.server->async_shutdown(use_awaitable));
  ASSERT_FALSE(ends.client_error || ends.server_error);
  ends.client->async_write_some(asio::buffer(bytes), expect_misuse);
  ends.io.run();
  EXPECT_EQ(called, 4U);
  ASSERT_NE(ends.client->failure(), nullptr);
  EXPECT_EQ(ends.client->failure()->name(), "session_finished");
}

// --------------------------------------------------------------------------------- the same without coroutines ----

// A transport in memory: the server behind it echoes, asks for keys and closes when the client has, all when it is read
// from, and with memory of its own.
class Echo {
 public:
  using executor_type = asio::io_context::executor_type;
  using lowest_layer_type = Echo;

  Echo(executor_type executor, const Config& config) : executor_(executor), server_(Connection::server(config)) {}
  executor_type get_executor() { return executor_; }
  lowest_layer_type& lowest_layer() { return *this; }
  const lowest_layer_type& lowest_layer() const { return *this; }

  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, asio::error_code& ec) {
    const NotCounting here;
    ec.clear();
    const asio::const_buffer buffer(*asio::buffer_sequence_begin(buffers));
    const auto space = server_.input_space(buffer.size());
    asio::buffer_copy(asio::buffer(space.data(), space.size()), buffer);
    server_.input_added(buffer.size());
    return buffer.size();
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, asio::error_code& ec) {
    const NotCounting here;
    ec.clear();
    answer();
    const auto output = server_.output();
    if (output.empty()) return ec = asio::error::eof, 0;
    const std::size_t n = asio::buffer_copy(buffers, asio::buffer(output.data(), output.size()), 100);
    server_.output_taken(n);
    return n;
  }

 private:
  void answer() {
    if (server_.handshake() != Connection::Status::done) return;
    std::array<std::uint8_t, 1000> part{};
    auto read = server_.read(part);
    for (; read.status == Connection::Status::done; read = server_.read(part)) {
      if (updates_ < 5) updates_ += server_.update_keys(true) ? 1 : 0;
      EXPECT_EQ(server_.write(Bytes(part).first(read.size)).size, read.size);
    }
    if (read.status == Connection::Status::closed) server_.close();
  }

  executor_type executor_;
  Connection server_;
  int updates_ = 0;  // of 8 that a second may have
};

struct Synchronous {
  explicit Synchronous(Version version) : client(built(client_of(version))), server(built(server_builder())) {}

  // The first error of a whole connection.
  asio::error_code go() {
    handfast::stream<Echo> stream(Echo(io.get_executor(), server), client);
    stream.set_server_name("localhost");
    asio::error_code ec;
    const Counting here;
    stream.handshake(stream_base::client, ec);
    for (int i = 0; !ec && i < 2; ++i) {
      asio::write(stream, asio::buffer(text), ec);
      if (!ec) asio::read(stream, asio::buffer(echo), ec);
    }
    if (!ec) stream.shutdown(ec);
    if (!ec) {
      EXPECT_TRUE(std::ranges::equal(echo, text));
    } else {
      EXPECT_NE(stream.failure(), nullptr);
    }
    return ec;
  }

  asio::io_context io;
  Config client, server;
  std::array<char, 20'000> text{}, echo{};
};

TEST_P(FailingStreams, SynchronouslyAllIsWell) { EXPECT_EQ(Synchronous(GetParam()).go(), asio::error_code()); }

#if HANDFAST_REPLACEABLE_NEW
TEST_P(FailingStreams, OutOfMemoryIsSaid) {
  Synchronous connection(GetParam());
  EXPECT_EQ(connection.go(), asio::error_code());
  for (const Shortage shortage : {Shortage::one_fails, Shortage::all_fail_from_then_on}) {
    for (long n = 0;; ++n) {
      allocator = {.until_failure = n, .shortage = shortage};
      asio::error_code ec;
      try {
        ec = connection.go();
      } catch (const std::bad_alloc&) {  // of what makes the connection
        ec = ErrorKind::out_of_memory;
      }
      const bool reached = allocator.failures > 0;
      allocator = {};
      if (!reached) {
        EXPECT_GT(n, 50);
        break;
      }
      ASSERT_TRUE(!ec || ec == ErrorKind::out_of_memory) << n << ec.message();
      ASSERT_FALSE(HasFailure()) << n;
    }
  }
}

// Of a read and a write at once Asio says what became of the first, which may have been cancelled because of the other.
bool says_out_of_memory(const Stream& stream, const std::optional<asio::error_code>& error) {
  if (!error) return false;
  return *error == ErrorKind::out_of_memory ||
         (stream.failure() != nullptr && stream.failure()->kind() == ErrorKind::out_of_memory);
}

// Asio's own memory, and that of this test's coroutines, is in small pieces; what is larger is the connection's.
TEST_P(FailingStreams, OutOfMemoryIsSaidAsynchronously) {
  constexpr std::size_t kLarge = 12'000;
  for (const bool in_handshake : {true, false}) {
    for (long n = 0;; ++n) {
      Ends ends(client_of(GetParam()), server_builder());
      if (!in_handshake) {
        ends.handshake();
        ASSERT_FALSE(ends.client_error || ends.server_error);
      }
      const std::string text(40'000, 'x');
      std::string to_client(text.size(), 0), to_server(text.size(), 0);
      allocator = {.counting = true, .until_failure = n, .shortage = Shortage::all_fail_from_then_on, .least = kLarge};
      try {
        if (in_handshake)
          ends.handshake();
        else
          ends.run(exchange(*ends.client, text, to_client), exchange(*ends.server, text, to_server));
      } catch (const std::bad_alloc&) {  // of what makes a connection
        EXPECT_TRUE(in_handshake);
        ends.client_error = ErrorKind::out_of_memory;
      }
      const bool reached = allocator.failures > 0;
      allocator = {};
      if (!reached) break;
      ASSERT_TRUE(says_out_of_memory(*ends.client, ends.client_error) ||
                  says_out_of_memory(*ends.server, ends.server_error))
          << n;
    }
  }
}
#endif

}  // namespace
}  // namespace handfast::test
