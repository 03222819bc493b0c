// An HTTPS client with Asio's coroutines: https_client HOST PORT [AUTHORITIES.pem]
#include <asio.hpp>
#include <handfast/asio.hpp>
#include <iostream>

using asio::use_awaitable;
using asio::ip::tcp;
using Socket = asio::use_awaitable_t<>::as_default_on_t<tcp::socket>;  // operations are awaited unless told otherwise
using TlsStream = handfast::stream<Socket>;

asio::awaitable<void> get(TlsStream& tls, std::string host, std::string port) {
  tcp::resolver resolver(tls.get_executor());
  const auto addresses = co_await resolver.async_resolve(host, port, use_awaitable);
  co_await asio::async_connect(tls.lowest_layer(), addresses);
  tls.lowest_layer().set_option(tcp::no_delay(true));

  tls.set_server_name(host);  // sent to the server, and looked for in its certificate
  co_await tls.async_handshake(handfast::stream_base::client);
  std::cerr << tls.connection().cipher_suite() << ", " << tls.connection().group() << '\n';

  const std::string request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
  co_await asio::async_write(tls, asio::buffer(request));
  std::string response;
  asio::error_code ec;
  co_await asio::async_read(tls, asio::dynamic_buffer(response), asio::transfer_all(),
                            asio::redirect_error(use_awaitable, ec));
  std::cout << response;
  if (ec != asio::error::eof) throw std::system_error(ec);  // what came may not be all
}

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) return std::cerr << "usage: https_client HOST PORT [AUTHORITIES.pem]\n", 2;
  handfast::ConfigBuilder builder;
  builder.application_protocols({"http/1.1"});
  if (argc == 4) builder.trust_file(argv[3]);  // without it: whom the system trusts
  const auto config = builder.build();
  if (!config) return std::cerr << config.error().text(), 2;

  asio::io_context io;
  TlsStream tls(Socket(io), *config);
  std::exception_ptr error;
  asio::co_spawn(io, get(tls, argv[1], argv[2]), [&](std::exception_ptr e) { error = e; });
  io.run();
  try {
    if (error) std::rethrow_exception(error);
  } catch (const std::exception& e) {
    // The error code says what kind of failure it was; failure() knows the whole story.
    std::cerr << (tls.failure() ? tls.failure()->text() : std::string(e.what()) + '\n');
    return 1;
  }
}
