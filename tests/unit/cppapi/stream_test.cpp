// The Asio adapter, over sockets of the loopback interface.
#include <algorithm>
#include <array>
#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <thread>

#include "handfast/asio.hpp"
#include "unit/cppapi/support.hpp"

namespace handfast::test {
namespace {

using asio::use_awaitable;
using asio::ip::tcp;
using Stream = handfast::stream<tcp::socket>;
using namespace asio::experimental::awaitable_operators;

struct Streams : testing::Test {
  Streams() { connect(client_builder(), server_builder()); }

  void connect(const ConfigBuilder& client_side, const ConfigBuilder& server_side) {
    tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
    tcp::socket here(io), there(io);
    here.connect(acceptor.local_endpoint());
    acceptor.accept(there);
    client.emplace(std::move(here), built(client_side));
    server.emplace(std::move(there), built(server_side));
    client->set_server_name("localhost");
  }

  // Runs both to their ends, which throw when they fail.
  void run(asio::awaitable<void> a, asio::awaitable<void> b) {
    std::exception_ptr first;
    const auto keep = [&](std::exception_ptr error) {
      if (error && !first) first = error;
    };
    asio::co_spawn(io, std::move(a), keep);
    asio::co_spawn(io, std::move(b), keep);
    io.run();
    io.restart();
    if (first) std::rethrow_exception(first);
  }
  void handshake() {
    run(client->async_handshake(stream_base::client, use_awaitable),
        server->async_handshake(stream_base::server, use_awaitable));
  }

  asio::io_context io;
  std::optional<Stream> client, server;
};

asio::awaitable<void> send(Stream& stream, std::string text) {
  co_await asio::async_write(stream, asio::buffer(text), use_awaitable);
}

// Until the other side's close_notify.
asio::awaitable<void> receive_all(Stream& stream, std::string& out) {
  asio::error_code ec;
  co_await asio::async_read(stream, asio::dynamic_buffer(out), asio::redirect_error(use_awaitable, ec));
  EXPECT_EQ(ec, asio::error::eof) << ec.message();
}

asio::awaitable<void> send_and_shut_down(Stream& stream, std::string text) {
  co_await send(stream, std::move(text));
  co_await stream.async_shutdown(use_awaitable);
}

asio::awaitable<void> receive_and_shut_down(Stream& stream, std::string& out) {
  co_await receive_all(stream, out);
  co_await stream.async_shutdown(use_awaitable);
}

TEST_F(Streams, CoroutinesCarryAMegabyteAndCloseCleanly) {
  handshake();
  EXPECT_EQ(client->connection().version(), Version::tls13);
  const std::string large(1 << 20, 'x');
  std::string received;
  run(send_and_shut_down(*client, large), receive_and_shut_down(*server, received));
  EXPECT_EQ(received, large);
}

// More in each direction than the sockets hold: each side has to read while its own write waits.
TEST_F(Streams, BothWaysAtOnce) {
  handshake();
  const std::string large(8 << 20, 'y');
  std::string to_server(large.size(), 0), to_client(large.size(), 0);
  const auto both = [](Stream& stream, std::string out, std::string& in) -> asio::awaitable<void> {
    co_await (send(stream, std::move(out)) && asio::async_read(stream, asio::buffer(in), use_awaitable));
  };
  run(both(*client, large, to_client), both(*server, large, to_server));
  EXPECT_EQ(to_client, large);
  EXPECT_EQ(to_server, large);
}

// A read that owes the answer to a KeyUpdate, while a write of the same side is under way.
TEST_F(Streams, KeyUpdatesUnderLoad) {
  handshake();
  const std::string large(4 << 20, 'z');
  std::string to_server(large.size(), 0), to_client(large.size(), 0);
  const auto updating = [](Stream& stream, std::string_view out) -> asio::awaitable<void> {
    constexpr std::size_t kPart = 1'000'000;  // a peer may update its keys 8 times a second
    for (; !out.empty(); out.remove_prefix(std::min(kPart, out.size()))) {
      EXPECT_TRUE(stream.connection().update_keys(true));
      co_await asio::async_write(stream, asio::buffer(out.substr(0, kPart)), use_awaitable);
    }
  };
  const auto client_side = [&]() -> asio::awaitable<void> {
    co_await (updating(*client, large) && asio::async_read(*client, asio::buffer(to_client), use_awaitable));
  };
  const auto server_side = [&]() -> asio::awaitable<void> {
    co_await (send(*server, large) && asio::async_read(*server, asio::buffer(to_server), use_awaitable));
  };
  run(client_side(), server_side());
  EXPECT_EQ(to_client, large);
  EXPECT_EQ(to_server, large);
}

TEST_F(Streams, CallbacksAreNeverCalledFromInside) {
  handshake();
  run(send(*client, "ab"), [&]() -> asio::awaitable<void> {
    char first = 0;
    co_await asio::async_read(*server, asio::buffer(&first, 1), use_awaitable);
    EXPECT_EQ(first, 'a');
  }());
  char second = 0;
  bool called = false;
  server->async_read_some(asio::buffer(&second, 1), [&](asio::error_code ec, std::size_t n) {  // it is there already
    EXPECT_FALSE(ec);
    EXPECT_EQ(n, 1U);
    called = true;
  });
  EXPECT_FALSE(called);
  io.run();
  EXPECT_TRUE(called);
  EXPECT_EQ(second, 'b');
}

TEST_F(Streams, CancellingAReadLosesNothing) {
  handshake();
  std::array<char, 5> in{};
  asio::error_code outcome;
  server->async_read_some(asio::buffer(in), [&](asio::error_code ec, std::size_t) { outcome = ec; });
  asio::post(io, [&] { server->lowest_layer().cancel(); });
  io.run();
  io.restart();
  EXPECT_EQ(outcome, asio::error::operation_aborted);
  EXPECT_EQ(server->failure(), nullptr);
  run(send(*client, "hello"),
      [&]() -> asio::awaitable<void> { co_await asio::async_read(*server, asio::buffer(in), use_awaitable); }());
  EXPECT_EQ(std::string_view(in.data(), in.size()), "hello");
}

// As many buffers as a web server's answer may have: asio::async_write() hands them on in groups of 16.
TEST_F(Streams, SmallBuffersShareRecords) {
  handshake();
  const std::string small(100, 's');
  const std::vector<asio::const_buffer> buffers(52, asio::buffer(small));
  std::string received(5200, 0);
  std::size_t records = 0;
  run([&]() -> asio::awaitable<void> { co_await asio::async_write(*client, buffers, use_awaitable); }(),
      [&]() -> asio::awaitable<void> {
        for (std::size_t size = 0; size < received.size(); ++records)  // a read gives what is left of one record
          size += co_await server->async_read_some(asio::buffer(received) + size, use_awaitable);
      }());
  EXPECT_EQ(received, std::string(5200, 's'));
  EXPECT_LE(records, 6U);
  EXPECT_EQ(server->connection().readable(), 0U);
}

TEST_F(Streams, ConnectionsBeforeTheHandshakeAreAnError) {
  EXPECT_FALSE(client->has_connection());
  try {
    static_cast<void>(client->connection().version());
    FAIL() << "there is no connection";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), ErrorKind::misuse);
  }
  handshake();
  EXPECT_TRUE(client->has_connection());
  EXPECT_EQ(std::as_const(*client).connection().version(), Version::tls13);
}

// Tokens may be left out where the socket's executor has one of its own.
TEST_F(Streams, DefaultCompletionTokens) {
  using Socket = asio::use_awaitable_t<>::as_default_on_t<tcp::socket>;
  handfast::stream<Socket> here(Socket(std::move(client->next_layer())), built(client_builder())),
      there(Socket(std::move(server->next_layer())), built(server_builder()));
  here.set_server_name("localhost");
  std::array<char, 5> in{};
  run(
      [&]() -> asio::awaitable<void> {
        co_await here.async_handshake(stream_base::client);
        co_await asio::async_write(here, asio::buffer("hello", 5));
        co_await here.async_shutdown();
      }(),
      [&]() -> asio::awaitable<void> {
        co_await there.async_handshake(stream_base::server);
        EXPECT_EQ(co_await there.async_read_some(asio::buffer(in)), in.size());
        EXPECT_EQ(co_await there.async_write_some(asio::buffer(in)), in.size());
        co_await there.async_shutdown();
      }());
  EXPECT_EQ(std::string_view(in.data(), in.size()), "hello");
}

TEST_F(Streams, FailuresAreErrorsAndExplained) {
  client->set_server_name("other.example");
  asio::error_code at_client, at_server;
  client->async_handshake(stream_base::client, [&](asio::error_code ec) { at_client = ec; });
  server->async_handshake(stream_base::server, [&](asio::error_code ec) { at_server = ec; });
  io.run();
  EXPECT_EQ(at_client, ErrorKind::certificate_refused) << at_client.message();
  ASSERT_NE(client->failure(), nullptr);
  EXPECT_EQ(client->failure()->name(), "certificate_wrong_name");
  EXPECT_EQ(at_server, ErrorKind::alert_received) << at_server.message();
}

TEST_F(Streams, TruncationIsNotTheEnd) {
  handshake();
  client->next_layer().close();
  char in = 0;
  asio::error_code ec;
  server->read_some(asio::buffer(&in, 1), ec);
  EXPECT_EQ(ec, ErrorKind::truncated) << ec.message();
}

TEST_F(Streams, Synchronously) {
  std::thread other([&] {
    server->handshake(stream_base::server);
    std::array<char, 5> in{};
    asio::read(*server, asio::buffer(in));
    asio::write(*server, asio::buffer(in));
    asio::error_code ec;
    server->read_some(asio::buffer(in), ec);
    EXPECT_EQ(ec, asio::error::eof) << ec.message();
    server->shutdown();
  });
  client->handshake(stream_base::client);
  asio::write(*client, asio::buffer("hello", 5));
  std::array<char, 5> echo{};
  asio::read(*client, asio::buffer(echo));
  EXPECT_EQ(std::string_view(echo.data(), echo.size()), "hello");
  client->shutdown();
  other.join();
}

TEST_F(Streams, AReferenceToALayerOfSomebodyElse) {
  tcp::socket& socket = client->next_layer();
  handfast::stream<tcp::socket&> borrowed(socket, built(client_builder()));
  borrowed.set_server_name("localhost");
  std::thread other([&] { server->handshake(stream_base::server); });
  borrowed.handshake(stream_base::client);
  other.join();
  EXPECT_EQ(&borrowed.lowest_layer(), &socket.lowest_layer());
}

}  // namespace
}  // namespace handfast::test
