/* What the programs do with sockets; no word of TLS. */
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* A connection to the first address of HOST that answers, or -1. */
static inline int tcp_connect(const char* host, const char* port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *list;
  if (getaddrinfo(host, port, &hints, &list) != 0) return -1;
  int fd = -1;
  for (struct addrinfo* one = list; one != NULL && fd < 0; one = one->ai_next) {
    fd = socket(one->ai_family, one->ai_socktype, 0);
    if (fd >= 0 && connect(fd, one->ai_addr, one->ai_addrlen) != 0)
      close(fd), fd = -1;
  }
  freeaddrinfo(list);
  return fd;
}

/* A socket that listens on a port of 127.0.0.1 that the system chooses and that
   this prints, or -1. */
static inline int tcp_listen(void) {
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || bind(fd, (struct sockaddr*)&address, size) != 0 ||
      listen(fd, 64) != 0)
    return -1;
  getsockname(fd, (struct sockaddr*)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return fd;
}
