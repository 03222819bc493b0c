// An echo server for any number of connections: echo_server PORT CHAIN.pem KEY.pem
// Prints the port it listens on (PORT 0: the system chooses), and ends when its standard input ends.
#include <unistd.h>

#include <array>
#include <asio.hpp>
#include <handfast/asio.hpp>
#include <iostream>

using asio::use_awaitable;
using asio::ip::tcp;
using Socket = asio::use_awaitable_t<>::as_default_on_t<tcp::socket>;  // operations are awaited unless told otherwise

asio::awaitable<void> echo(Socket socket, handfast::Config config) {
  socket.set_option(tcp::no_delay(true));
  handfast::stream<Socket> tls(std::move(socket), std::move(config));
  try {
    co_await tls.async_handshake(handfast::stream_base::server);
    std::array<char, 4096> data;
    while (true) {
      asio::error_code ec;
      const std::size_t n = co_await tls.async_read_some(asio::buffer(data), asio::redirect_error(use_awaitable, ec));
      if (ec == asio::error::eof) break;  // the client said that it sends no more
      if (ec) throw std::system_error(ec);
      co_await asio::async_write(tls, asio::buffer(data, n));
    }
    co_await tls.async_shutdown();
  } catch (const std::exception& e) {
    std::cerr << (tls.failure() ? tls.failure()->summary() : e.what()) << '\n';
  }
}

asio::awaitable<void> accept(tcp::acceptor& acceptor, handfast::Config config) {
  while (true) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(acceptor.get_executor(), echo(std::move(socket), config), asio::detached);
  }
}

int main(int argc, char** argv) {
  if (argc != 4) return std::cerr << "usage: echo_server PORT CHAIN.pem KEY.pem\n", 2;
  const auto config = handfast::ConfigBuilder().identity_files(argv[2], argv[3]).build();
  if (!config) return std::cerr << config.error().text(), 2;

  asio::io_context io;
  const auto port = static_cast<asio::ip::port_type>(std::stoi(argv[1]));
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), port});
  acceptor.listen(1024);
  std::cout << acceptor.local_endpoint().port() << std::endl;

  asio::posix::stream_descriptor input(io, ::dup(STDIN_FILENO));
  input.async_wait(asio::posix::descriptor_base::wait_read, [&](asio::error_code) { io.stop(); });
  asio::co_spawn(io, accept(acceptor, *config), asio::detached);
  io.run();
}
