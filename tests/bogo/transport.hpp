#pragma once
// The TCP connection to the runner. It blocks; the one-byte form gives and takes a single byte at a time, so that the engine
// stops and goes on at every byte.
#include "base/bytes.hpp"
#include "bogo/flags.hpp"

namespace handfast::bogo {

class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  ~Transport();

  // Connects to the runner and says which test this is. False: no connection, errno tells.
  [[nodiscard]] bool connect(const Flags& flags);

  // Like recv and send: bytes, 0 at the end of the stream, -1 with errno.
  long receive(MutableBytes out);
  long send(Bytes bytes);
  // Ends our direction and waits until the peer has ended its own: an alert of ours must not be lost by a reset.
  void drain();

 private:
  int socket_ = -1;
  bool one_byte_ = false;
};

}  // namespace handfast::bogo
