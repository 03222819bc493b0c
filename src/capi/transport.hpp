#pragma once
// How a session's bytes travel: a descriptor, or the program's own push and pull functions; errno and time limits.
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>

#include "base/bytes.hpp"
#include "base/relaxed.hpp"
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
  // Whether this call comes from the program's push function, or from its pull function.
  bool is_pushing_here() const { return pushing_.is_here(); }
  bool is_pulling_here() const { return pulling_.is_here(); }
  // The program has ended the session: none of its functions is called any more.
  void give_up() { given_up_ = true; }
  void output_dropped() { output_waits_ = false; }

  // Sends what the connection has for the transport. 0, or a GNUTLS_E_ number: AGAIN and INTERRUPTED leave the rest queued.
  // `lock`, which the caller holds, is open while the transport has the bytes; null: it stays closed. What another thread is
  // sending takes along what is new.
  int push(tls::Connection& connection, std::recursive_mutex* lock);

  // Reads exactly what the connection needs next. 0, or a GNUTLS_E_ number; a failure other than AGAIN, INTERRUPTED and
  // TIMEDOUT is recorded in the connection. With a limit, which may be GNUTLS_INDEFINITE_TIMEOUT, input is waited for first;
  // without one the transport itself decides how long to wait.
  int pull(tls::Connection& connection, std::optional<unsigned> limit_ms);

 private:
  // One direction: one thread may be inside the program's push function while another is inside its pull function.
  struct Direction {
    Relaxed<std::thread::id> caller;  // none: no function is being called
    Relaxed<int> reported = 0;        // 0: errno itself
    bool is_here() const { return caller.load() == std::this_thread::get_id(); }
  };
  class Call;

  int push_all(tls::Connection& connection, std::recursive_mutex* lock);
  ssize_t push_unlocked(tls::Connection& connection, Bytes bytes, std::recursive_mutex& lock);
  ssize_t push_some(Bytes bytes);
  ssize_t pull_some(MutableBytes space);
  int await_input(unsigned timeout_ms);
  int last_error(const Direction& direction);
  bool own_descriptor() const { return pull_function == nullptr; }

  Direction pushing_, pulling_;
  Relaxed<bool> output_waits_ = false;
  std::atomic<bool> given_up_ = false;
  bool unlocked_ = false;  // under the lock: a thread is sending that has opened it
};

}  // namespace handfast::capi
