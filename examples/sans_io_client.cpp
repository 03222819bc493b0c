// The engine driven by hand, over a blocking socket: sans_io_client HOST PORT [AUTHORITIES.pem]
// Sends its standard input to the server and prints what comes back.
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <handfast/connection.hpp>
#include <iostream>
#include <iterator>

using handfast::Connection;
using Status = Connection::Status;

// Moves what is due: output first, else input.
void carry(Connection& tls, int fd) {
  if (tls.has_output()) {
    const auto out = tls.output();
    const ssize_t n = ::send(fd, out.data(), out.size(), MSG_NOSIGNAL);
    if (n < 0) return tls.transport_failed(handfast::ErrorKind::transport, errno);
    return tls.output_taken(static_cast<std::size_t>(n));
  }
  const auto in = tls.input_space(tls.input_wanted());  // not a byte behind the connection is read
  const ssize_t n = ::recv(fd, in.data(), in.size(), 0);
  if (n < 0) return tls.transport_failed(handfast::ErrorKind::transport, errno);
  if (n == 0) return tls.input_ended();
  tls.input_added(static_cast<std::size_t>(n));
}

void flush(Connection& tls, int fd) {
  while (tls.has_output() && tls.failure() == nullptr) carry(tls, fd);
}

int explain(Connection& tls, int fd) {
  flush(tls, fd);  // the alert, if there is one
  std::cerr << tls.failure()->text();
  return 1;
}

int connect_to(const char* host, const char* port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* address = nullptr;
  if (::getaddrinfo(host, port, &hints, &address) != 0) return -1;
  const int fd = ::socket(address->ai_family, SOCK_STREAM, 0);
  const int connected = ::connect(fd, address->ai_addr, address->ai_addrlen);
  ::freeaddrinfo(address);
  return connected == 0 ? fd : -1;
}

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) return std::cerr << "usage: sans_io_client HOST PORT [AUTHORITIES.pem]\n", 2;
  handfast::ConfigBuilder builder;
  if (argc == 4) builder.trust_file(argv[3]);
  const auto config = builder.build();
  if (!config) return std::cerr << config.error().text(), 2;
  const int fd = connect_to(argv[1], argv[2]);
  if (fd < 0) return std::cerr << "cannot connect\n", 2;

  Connection tls = Connection::client(*config, argv[1]);
  while (true) {
    const Status status = tls.handshake();
    if (status == Status::done) break;
    if (status == Status::failed) return explain(tls, fd);
    carry(tls, fd);
  }

  const std::string input{std::istreambuf_iterator<char>(std::cin), {}};
  for (std::string_view rest = input; !rest.empty();) {
    const auto written = tls.write({reinterpret_cast<const std::uint8_t*>(rest.data()), rest.size()});
    if (written.status == Status::failed) return explain(tls, fd);
    rest.remove_prefix(written.size);
    flush(tls, fd);
  }
  tls.close();
  flush(tls, fd);

  std::array<std::uint8_t, 4096> data;
  while (true) {
    const auto read = tls.read(data);
    if (read.status == Status::done)
      std::cout.write(reinterpret_cast<const char*>(data.data()), static_cast<long>(read.size));
    if (read.status == Status::closed) return 0;
    if (read.status == Status::failed) return explain(tls, fd);
    if (read.status == Status::wants_input) carry(tls, fd);
  }
}
