#include "cli/socket.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <system_error>

namespace handfast::cli {

namespace {

constexpr int kBacklog = 128;         // waiting connections; the system cuts it to its own limit
constexpr int kFreePortAttempts = 8;  // a port that is free on one address may be taken on another
constexpr unsigned kMaxPort = 65'535;

struct FreeAddresses {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

std::string error_text(int error) { return std::generic_category().message(error); }

std::expected<Addresses, std::string> look_up(const Endpoint& endpoint, int flags) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* list = nullptr;
  const char* host = endpoint.host.empty() ? nullptr : endpoint.host.c_str();
  const int status = getaddrinfo(host, endpoint.port.c_str(), &hints, &list);
  if (status == 0) return Addresses(list);
  return std::unexpected(status == EAI_SYSTEM ? error_text(errno) : std::string(gai_strerror(status)));
}

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);
  sockaddr* data() { return static_cast<sockaddr*>(static_cast<void*>(&storage)); }
};

struct NumericAddress {
  std::string host, port;
};
NumericAddress numeric(const sockaddr* address, socklen_t size) {
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  const int status = getnameinfo(address, size, host.data(), static_cast<socklen_t>(host.size()), port.data(),
                                 static_cast<socklen_t>(port.size()), NI_NUMERICHOST | NI_NUMERICSERV);
  if (status != 0) return {"?", "?"};
  return {host.data(), port.data()};
}

void set_flag(int socket, int level, int option) {
  const int on = 1;
  setsockopt(socket, level, option, &on, sizeof on);  // each flag used here is an optimisation or a convenience
}

Descriptor open_socket(const addrinfo& address) {
  return Descriptor(
      ::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address.ai_protocol));
}

// 0, or the error.
int connect_one(int socket, const addrinfo& address, const Deadline& deadline) {
  if (::connect(socket, address.ai_addr, address.ai_addrlen) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  pollfd wait{socket, POLLOUT, 0};
  int ready = 0;
  do ready = ::poll(&wait, 1, deadline.poll_time());
  while (ready < 0 && errno == EINTR);
  if (ready < 0) return errno;
  if (ready == 0) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
  return error;
}

std::expected<Descriptor, int> listen_one(const addrinfo& address) {
  Descriptor socket = open_socket(address);
  if (!socket.open()) return std::unexpected(errno);
  set_flag(socket.number(), SOL_SOCKET, SO_REUSEADDR);
  if (address.ai_family == AF_INET6) set_flag(socket.number(), IPPROTO_IPV6, IPV6_V6ONLY);
  if (::bind(socket.number(), address.ai_addr, address.ai_addrlen) != 0) return std::unexpected(errno);
  if (::listen(socket.number(), kBacklog) != 0) return std::unexpected(errno);
  return socket;
}

std::string own_port(int socket) {
  SocketAddress own;
  if (getsockname(socket, own.data(), &own.size) != 0) return "?";
  return numeric(own.data(), own.size).port;
}

// One socket for each address, all with one port. Address families that this computer does not have are passed over.
std::expected<Listener, int> listen_all(const std::vector<std::string>& hosts, const std::string& port) {
  Listener out{{}, port};
  int error = EADDRNOTAVAIL;
  for (const std::string& host : hosts) {
    const auto address = look_up({host, out.port}, AI_PASSIVE | AI_NUMERICHOST);
    auto socket = address ? listen_one(**address) : std::unexpected(EADDRNOTAVAIL);
    if (!socket && socket.error() == EADDRINUSE) return std::unexpected(EADDRINUSE);
    if (!socket) {
      error = socket.error();
      continue;
    }
    out.port = own_port(socket->number());
    out.sockets.push_back(std::move(*socket));
  }
  if (out.sockets.empty()) return std::unexpected(error);
  return out;
}

bool is_known_service(const std::string& name) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const bool known = getaddrinfo(nullptr, name.c_str(), &hints, &list) == 0;
  const Addresses owned(list);
  return known;
}

// A number from `least` on, or the name of a service that this system knows (RFC 6335, 5.1), which has a letter.
bool valid_port(std::string_view port, unsigned least) {
  constexpr std::string_view kDigits = "0123456789";
  constexpr std::string_view kOfNames = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
  if (port.empty() || port.find_first_not_of(kOfNames) != std::string_view::npos) return false;
  if (port.find_first_not_of(kDigits) != std::string_view::npos)
    return port.find_first_not_of("0123456789-_") != std::string_view::npos && is_known_service(std::string(port));
  unsigned number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  return error == std::errc() && number >= least && number <= kMaxPort;
}

// "2001:db8::1", also with the interface that it is on: "fe80::1%eth0" (RFC 4007, 11).
bool is_ipv6(std::string_view text) {
  const std::string address(text.substr(0, text.find('%')));
  in6_addr parsed{};
  return ::inet_pton(AF_INET6, address.c_str(), &parsed) == 1;
}

std::optional<Endpoint> split_endpoint(std::string_view text, std::string_view default_port, unsigned least_port) {
  std::string_view host = text, port = default_port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    host = text.substr(1, end - 1);
    const std::string_view rest = text.substr(end + 1);
    if (!is_ipv6(host) || (!rest.empty() && !rest.starts_with(':'))) return std::nullopt;
    if (!rest.empty()) port = rest.substr(1);
  } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos && !is_ipv6(text)) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
  }
  if (host.empty() || host.find_first_of(" \t\r\n/@") != std::string_view::npos || !valid_port(port, least_port))
    return std::nullopt;
  return Endpoint{std::string(host), std::string(port)};
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this == &other) return *this;
  if (open()) ::close(number_);
  number_ = std::exchange(other.number_, -1);
  return *this;
}

Descriptor::~Descriptor() {
  if (open()) ::close(number_);
}

std::string Endpoint::text() const {
  const bool ipv6 = host.find(':') != std::string::npos;
  return (ipv6 ? "[" + host + "]" : host.empty() ? "*" : host) + ":" + port;
}

std::optional<Endpoint> parse_endpoint(std::string_view text, std::string_view default_port) {
  return split_endpoint(text, default_port, 1);  // nobody listens on port 0
}

std::optional<Endpoint> parse_listen_address(std::string_view text) {
  if (text.find(':') == std::string_view::npos) {
    if (!valid_port(text, 0)) return std::nullopt;
    return Endpoint{"localhost", std::string(text)};
  }
  std::optional<Endpoint> out = split_endpoint(text, "", 0);
  if (out && out->host == "*") out->host.clear();
  return out;
}

std::expected<TcpConnection, ConnectFailure> connect_tcp(const Endpoint& endpoint, Deadline deadline) {
  const auto list = look_up(endpoint, 0);
  if (!list) return std::unexpected(ConnectFailure{list.error(), {}, false});
  ConnectFailure failure;
  for (const addrinfo* address = list->get(); address != nullptr; address = address->ai_next) {
    const std::string host = numeric(address->ai_addr, address->ai_addrlen).host;
    Descriptor socket = open_socket(*address);
    const int error = socket.open() ? connect_one(socket.number(), *address, deadline) : errno;
    if (error == 0) {
      set_flag(socket.number(), IPPROTO_TCP, TCP_NODELAY);  // a handshake's flights are short and each is waited for
      return TcpConnection{std::move(socket), host};
    }
    failure.reason = error_text(error);
    failure.attempts.push_back(host + ": " + failure.reason);
    failure.timed_out = error == ETIMEDOUT;
    if (deadline.passed()) break;
  }
  return std::unexpected(failure);
}

std::expected<Listener, std::string> listen_tcp(const Endpoint& endpoint) {
  const auto list = look_up(endpoint, AI_PASSIVE);
  if (!list) return std::unexpected(list.error());
  std::vector<std::string> hosts;
  for (const addrinfo* address = list->get(); address != nullptr; address = address->ai_next) {
    std::string host = numeric(address->ai_addr, address->ai_addrlen).host;
    if (std::ranges::find(hosts, host) == hosts.end()) hosts.push_back(std::move(host));
  }
  const int attempts = endpoint.port == "0" ? kFreePortAttempts : 1;
  std::expected<Listener, int> out = std::unexpected(EADDRINUSE);
  for (int i = 0; i < attempts && !out && out.error() == EADDRINUSE; ++i) out = listen_all(hosts, endpoint.port);
  if (!out) return std::unexpected(error_text(out.error()));
  return std::move(*out);
}

std::optional<TcpConnection> accept_tcp(int listener) {
  SocketAddress peer;
  Descriptor socket(::accept4(listener, peer.data(), &peer.size, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!socket.open()) return std::nullopt;
  set_flag(socket.number(), IPPROTO_TCP, TCP_NODELAY);
  return TcpConnection{std::move(socket), numeric(peer.data(), peer.size).host};
}

}  // namespace handfast::cli
