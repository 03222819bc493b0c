// asio_client HOST PORT AUTHORITIES.pem: sends a line to a server and prints
// what comes back, with Asio's coroutines.
#include <asio.hpp>
#include <handfast/asio.hpp>
#include <iostream>

using asio::ip::tcp;
using Stream = handfast::stream<tcp::socket>;

asio::awaitable<void> talk(Stream& tls, std::string host, std::string port) {
  const auto addresses = tcp::resolver(tls.get_executor()).resolve(host, port);
  co_await asio::async_connect(tls.lowest_layer(), addresses,
                               asio::use_awaitable);
  tls.set_server_name(host);  // sent, and looked for in the certificate
  co_await tls.async_handshake(Stream::client, asio::use_awaitable);

  const std::string line = "hello\n";
  co_await asio::async_write(tls, asio::buffer(line), asio::use_awaitable);
  std::string answer(line.size(), '\0');
  co_await asio::async_read(tls, asio::buffer(answer), asio::use_awaitable);
  std::cout << answer;
  co_await tls.async_shutdown(asio::use_awaitable);
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const auto config = handfast::ConfigBuilder().trust_file(argv[3]).build();
  if (!config) return std::cerr << config.error().text(), 2;
  asio::io_context io;
  Stream tls(tcp::socket(io), *config);
  std::exception_ptr failed;
  asio::co_spawn(io, talk(tls, argv[1], argv[2]),
                 [&](std::exception_ptr why) { failed = why; });
  io.run();
  if (failed == nullptr) return 0;
  try {
    std::rethrow_exception(failed);
  } catch (const std::exception& error) {
    std::cerr << (tls.failure() != nullptr ? tls.failure()->text()
                                           : error.what());
  }
  return 1;
}
