#pragma once
// How a session's bytes travel: a descriptor, or the program's own push and pull functions; errno and time limits.
#include <chrono>

#include "base/bytes.hpp"
#include "capi/public_api.hpp"
#include "tls/connection/connection.hpp"

namespace handfast::capi {

class Transport {
 public:
  // Settings, as the gnutls_transport_set_*() functions make them.
  gnutls_transport_ptr_t pull_pointer = nullptr, push_pointer = nullptr;
  gnutls_pull_func pull_function = nullptr;  // null: recv() on the descriptor
  gnutls_push_func push_function = nullptr;  // null: send() on the descriptor
  gnutls_vec_push_func vec_push_function = nullptr;
  gnutls_pull_timeout_func timeout_function = nullptr;
  gnutls_errno_func errno_function = nullptr;
  int session_errno = 0;   // gnutls_transport_set_errno(); 0: errno itself
  bool no_signal = false;  // MSG_NOSIGNAL on a descriptor of ours

  // Sends what the connection has for the transport. 0, or a GNUTLS_E_ number: AGAIN and INTERRUPTED leave the rest queued.
  int push(tls::Connection& connection, gnutls_session_t session);

  // Reads exactly what the connection needs next. 0, or a GNUTLS_E_ number; a failure other than AGAIN, INTERRUPTED and
  // TIMEDOUT is recorded in the connection. `timeout_ms`: GNUTLS_INDEFINITE_TIMEOUT: wait as long as the transport does.
  int pull(tls::Connection& connection, gnutls_session_t session, unsigned timeout_ms);

 private:
  ssize_t push_some(Bytes bytes);
  int await_input(unsigned timeout_ms);
  int last_error(gnutls_session_t session);
  bool own_descriptor() const { return pull_function == nullptr; }
};

}  // namespace handfast::capi
