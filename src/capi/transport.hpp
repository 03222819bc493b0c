#pragma once
// How a session's bytes travel: a descriptor, or the program's own push and pull functions; errno and time limits.
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

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
  bool no_signal = false;  // MSG_NOSIGNAL on a descriptor of ours

  std::atomic<int> system_error = 0;  // errno of the last error that was not a wait; 0: none

  // gnutls_transport_set_errno(): for the function of the program that is being called, wherever that is known.
  void set_errno(int error);
  // Whether the last push() left something behind. Any thread may ask.
  bool output_waits() const { return output_waits_; }
  void output_dropped() { output_waits_ = false; }

  // Sends what the connection has for the transport. 0, or a GNUTLS_E_ number: AGAIN and INTERRUPTED leave the rest queued.
  int push(tls::Connection& connection);

  // Reads exactly what the connection needs next. 0, or a GNUTLS_E_ number; a failure other than AGAIN, INTERRUPTED and
  // TIMEDOUT is recorded in the connection. With a limit, which may be GNUTLS_INDEFINITE_TIMEOUT, input is waited for first;
  // without one the transport itself decides how long to wait.
  int pull(tls::Connection& connection, std::optional<unsigned> limit_ms);

 private:
  // One direction: one thread may be inside the program's push function while another is inside its pull function.
  struct Direction {
    std::atomic<std::thread::id> caller{};  // none: no function is being called
    std::atomic<int> reported = 0;          // 0: errno itself
  };
  class Call;

  int push_all(tls::Connection& connection);
  ssize_t push_some(Bytes bytes);
  ssize_t pull_some(MutableBytes space);
  int await_input(unsigned timeout_ms);
  int last_error(const Direction& direction);
  bool own_descriptor() const { return pull_function == nullptr; }

  Direction pushing_, pulling_;
  std::atomic<bool> output_waits_ = false;
};

}  // namespace handfast::capi
