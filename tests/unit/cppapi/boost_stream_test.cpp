// The adapter of Boost.Asio. It shares its stream with Asio's, which the other tests try at length: here is what differs,
// names and errors.
#include <gtest/gtest.h>

#if __has_include(<boost/asio.hpp>)
#include <array>
#include <boost/asio.hpp>
#include <thread>

#include "handfast/boost_asio.hpp"
#include "unit/cppapi/support.hpp"

namespace handfast::test {
namespace {

namespace net = boost::asio;
using boost::system::error_code;
using Socket = net::use_awaitable_t<>::as_default_on_t<net::ip::tcp::socket>;
using Stream = handfast::boost_asio::stream<Socket>;

struct BoostStreams : testing::Test {
  BoostStreams() {
    net::ip::tcp::acceptor acceptor(io, {net::ip::address_v4::loopback(), 0});
    Socket here(io), there(io);
    here.connect(acceptor.local_endpoint());
    acceptor.accept(there);
    client.emplace(std::move(here), built(client_builder()));
    server.emplace(std::move(there), built(server_builder()));
    client->set_server_name("localhost");
  }

  // Runs both to their ends, which throw when they fail.
  void run(net::awaitable<void> a, net::awaitable<void> b) {
    std::exception_ptr first;
    const auto keep = [&](std::exception_ptr error) {
      if (error && !first) first = error;
    };
    net::co_spawn(io, std::move(a), keep);
    net::co_spawn(io, std::move(b), keep);
    io.run();
    io.restart();
    if (first) std::rethrow_exception(first);
  }
  void handshake() { run(client->async_handshake(stream_base::client), server->async_handshake(stream_base::server)); }

  net::io_context io;
  std::optional<Stream> client, server;
};

TEST_F(BoostStreams, CoroutinesCarryAMegabyteAndCloseCleanly) {
  handshake();
  const std::string large(1 << 20, 'x');
  std::string received;
  run(
      [&]() -> net::awaitable<void> {
        co_await net::async_write(*client, net::buffer(large));
        co_await client->async_shutdown();
      }(),
      [&]() -> net::awaitable<void> {
        error_code ec;
        received.resize(large.size());
        co_await net::async_read(*server, net::buffer(received));
        char more = 0;
        co_await server->async_read_some(net::buffer(&more, 1), net::redirect_error(net::use_awaitable, ec));
        EXPECT_EQ(ec, net::error::eof) << ec.message();
        co_await server->async_shutdown();
      }());
  EXPECT_EQ(received, large);
}

TEST_F(BoostStreams, SmallBuffersShareRecords) {
  handshake();
  const std::string small(100, 's');
  const std::vector<net::const_buffer> buffers(52, net::buffer(small));
  std::string received(5200, 0);
  std::size_t records = 0;
  run([&]() -> net::awaitable<void> { co_await net::async_write(*client, buffers); }(),
      [&]() -> net::awaitable<void> {
        for (std::size_t size = 0; size < received.size(); ++records)
          size += co_await server->async_read_some(net::buffer(received) + size);
      }());
  EXPECT_EQ(received, std::string(5200, 's'));
  EXPECT_LE(records, 6U);
}

TEST_F(BoostStreams, FailuresAreErrorsAndExplained) {
  client->set_server_name("other.example");
  error_code at_client, at_server;
  client->async_handshake(stream_base::client, [&](error_code ec) { at_client = ec; });
  server->async_handshake(stream_base::server, [&](error_code ec) { at_server = ec; });
  io.run();
  EXPECT_EQ(at_client, ErrorKind::certificate_refused) << at_client.message();
  EXPECT_NE(at_client, ErrorKind::alert_received);
  EXPECT_STREQ(at_client.category().name(), "handfast");
  EXPECT_EQ(at_client.message(), make_error_code(ErrorKind::certificate_refused).message());
  ASSERT_NE(client->failure(), nullptr);
  EXPECT_EQ(client->failure()->name(), "certificate_wrong_name");
  EXPECT_EQ(at_server, ErrorKind::alert_received) << at_server.message();
}

TEST_F(BoostStreams, CancellingAReadLosesNothing) {
  handshake();
  std::array<char, 5> in{};
  error_code outcome;
  server->async_read_some(net::buffer(in), [&](error_code ec, std::size_t) { outcome = ec; });
  net::post(io, [&] { server->lowest_layer().cancel(); });
  io.run();
  io.restart();
  EXPECT_EQ(outcome, net::error::operation_aborted);
  EXPECT_EQ(server->failure(), nullptr);
  run([&]() -> net::awaitable<void> { co_await net::async_write(*client, net::buffer("hello", 5)); }(),
      [&]() -> net::awaitable<void> { co_await net::async_read(*server, net::buffer(in)); }());
  EXPECT_EQ(std::string_view(in.data(), in.size()), "hello");
}

TEST_F(BoostStreams, SynchronouslyAndTruncated) {
  std::thread other([&] {
    server->handshake(stream_base::server);
    std::array<char, 5> in{};
    net::read(*server, net::buffer(in));
    net::write(*server, net::buffer(in));
    server->next_layer().close();
  });
  client->handshake(stream_base::client);
  net::write(*client, net::buffer("hello", 5));
  std::array<char, 5> echo{};
  net::read(*client, net::buffer(echo));
  EXPECT_EQ(std::string_view(echo.data(), echo.size()), "hello");
  other.join();
  error_code ec;
  client->read_some(net::buffer(echo), ec);
  EXPECT_EQ(ec, ErrorKind::truncated) << ec.message();
  EXPECT_THROW(client->read_some(net::buffer(echo)), boost::system::system_error);
}

TEST_F(BoostStreams, ConnectionsBeforeTheHandshakeAreAnError) {
  EXPECT_FALSE(client->has_connection());
  try {
    static_cast<void>(client->connection());
    FAIL() << "there is no connection";
  } catch (const boost::system::system_error& error) {
    EXPECT_EQ(error.code(), ErrorKind::misuse);
  }
  handshake();
  EXPECT_EQ(client->connection().version(), Version::tls13);
}

}  // namespace
}  // namespace handfast::test
#else
TEST(BoostStreams, NeedBoost) { GTEST_SKIP() << "Boost.Asio is not installed (libboost-dev)"; }
#endif
