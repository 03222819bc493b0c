#include "bogo/transport.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>

namespace handfast::bogo {

namespace {

template <class Address>
int connect_to(const Address& address, int family) {
  const int out = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (out < 0) return -1;
  sockaddr_storage storage{};
  std::memcpy(&storage, &address, sizeof address);
  if (::connect(out, std::bit_cast<const sockaddr*>(&storage), sizeof address) == 0) return out;
  ::close(out);
  return -1;
}

int connect_to_loopback(bool ipv6, int port) {
  if (ipv6) {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(static_cast<std::uint16_t>(port));
    address.sin6_addr = in6addr_loopback;
    return connect_to(address, AF_INET6);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return connect_to(address, AF_INET);
}

template <class F>
long uninterrupted(F call) {
  long n = -1;
  do n = call();
  while (n < 0 && errno == EINTR);
  return n;
}

}  // namespace

Transport::~Transport() {
  if (socket_ >= 0) ::close(socket_);
}

bool Transport::connect(const Flags& flags) {
  socket_ = connect_to_loopback(flags.ipv6, flags.port);
  if (socket_ < 0) return false;
  const int on = 1;
  if (::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) return false;
  std::array<std::uint8_t, 8> id{};  // little-endian
  for (std::size_t i = 0; i < id.size(); ++i)
    id[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(flags.shim_id) >> (8 * i));
  for (Bytes rest = id; !rest.empty();) {
    const long n = send(rest);
    if (n < 0) return false;
    rest = rest.subspan(static_cast<std::size_t>(n));
  }
  one_byte_ = flags.async;
  return true;
}

long Transport::receive(MutableBytes out) {
  if (one_byte_) out = out.first(std::min<std::size_t>(out.size(), 1));
  return uninterrupted([&] { return ::recv(socket_, out.data(), out.size(), 0); });
}

long Transport::send(Bytes bytes) {
  if (one_byte_) bytes = bytes.first(std::min<std::size_t>(bytes.size(), 1));
  return uninterrupted([&] { return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL); });
}

void Transport::drain() {
  if (socket_ < 0 || ::shutdown(socket_, SHUT_WR) != 0) return;
  std::array<std::uint8_t, 4096> waste{};
  while (uninterrupted([&] { return ::recv(socket_, waste.data(), waste.size(), 0); }) > 0) {
  }
}

}  // namespace handfast::bogo
