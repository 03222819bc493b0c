#include "capi/transport.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "capi/session.hpp"

namespace handfast::capi {

namespace {

int descriptor_of(gnutls_transport_ptr_t pointer) { return static_cast<int>(reinterpret_cast<std::intptr_t>(pointer)); }
gnutls_transport_ptr_t pointer_of(int descriptor) {
  return reinterpret_cast<gnutls_transport_ptr_t>(static_cast<std::intptr_t>(descriptor));
}

bool is_wait(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

// While a function of the program runs.
class Transport::Call {
 public:
  explicit Call(Direction& direction) : direction_(direction) {
    direction.reported = 0;
    direction.caller = std::this_thread::get_id();
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() { direction_.caller = std::thread::id(); }

 private:
  Direction& direction_;
};

void Transport::set_errno(int error) {
  const bool pushing = is_pushing_here(), pulling = is_pulling_here();
  const bool known = pushing || pulling;  // otherwise another thread speaks for the function
  if (pushing || !known) pushing_.reported = error;
  if (pulling || !known) pulling_.reported = error;
}

int Transport::push(tls::Connection& connection, std::recursive_mutex* lock) {
  if (unlocked_) return 0;
  const int code = push_all(connection, lock);
  output_waits_ = !connection.output().empty();
  return code;
}

int Transport::push_all(tls::Connection& connection, std::recursive_mutex* lock) {
  if (given_up_) return GNUTLS_E_INVALID_SESSION;
  while (!connection.output().empty()) {
    const Bytes waiting = connection.output();
    const ssize_t sent = lock == nullptr ? push_some(waiting) : push_unlocked(connection, waiting, *lock);
    if (given_up_) return GNUTLS_E_INVALID_SESSION;
    if (sent > 0) {
      // A function of the program that claims to have taken more than there is has taken all.
      connection.output_taken(std::min(static_cast<std::size_t>(sent), waiting.size()));
      continue;
    }
    if (sent == 0) return GNUTLS_E_AGAIN;
    const int error = last_error(pushing_);
    if (is_wait(error)) return GNUTLS_E_AGAIN;
    if (error == EINTR) return GNUTLS_E_INTERRUPTED;
    system_error = error;
    // Not final: the next call tries again (docs/behaviour.md).
    return error == ECONNRESET ? GNUTLS_E_PREMATURE_TERMINATION : GNUTLS_E_PUSH_ERROR;
  }
  return 0;
}

int Transport::pull(tls::Connection& connection, std::optional<unsigned> limit_ms) {
  const std::size_t wanted = connection.bytes_wanted();
  if (wanted == 0) return 0;
  if (given_up_) return GNUTLS_E_INVALID_SESSION;
  if (limit_ms) {
    if (const int waited = await_input(*limit_ms); waited != 0) return waited;
    if (given_up_) return GNUTLS_E_INVALID_SESSION;
  }
  const MutableBytes space = connection.input_space(wanted);
  if (space.empty()) return GNUTLS_E_MEMORY_ERROR;
  const ssize_t got = pull_some(space);
  if (given_up_) return GNUTLS_E_INVALID_SESSION;
  if (got > 0 && static_cast<std::size_t>(got) <= space.size()) {
    connection.input_added(static_cast<std::size_t>(got));
    return 0;
  }
  if (got == 0) {
    connection.input_ended();
    return 0;
  }
  const int error = last_error(pulling_);
  connection.input_added(0);
  if (is_wait(error)) return GNUTLS_E_AGAIN;
  if (error == EINTR) return GNUTLS_E_INTERRUPTED;
  connection.transport_failed(Errc::read_failed, error);
  return GNUTLS_E_PULL_ERROR;
}

// A receiver that has to answer must not wait for a transport that is full because nobody receives.
ssize_t Transport::push_unlocked(tls::Connection& connection, Bytes bytes, std::recursive_mutex& lock) {
  connection.pin_output(true);
  unlocked_ = true;
  lock.unlock();
  const ssize_t sent = push_some(bytes);
  const int error = errno;
  lock.lock();
  errno = error;
  unlocked_ = false;
  connection.pin_output(false);
  return sent;
}

ssize_t Transport::push_some(Bytes bytes) {
  const Call call(pushing_);
  if (vec_push_function != nullptr) {
    const giovec_t part{const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
    return vec_push_function(push_pointer, &part, 1);
  }
  if (push_function != nullptr) return push_function(push_pointer, bytes.data(), bytes.size());
  return ::send(descriptor_of(push_pointer), bytes.data(), bytes.size(), no_signal ? MSG_NOSIGNAL : 0);
}

ssize_t Transport::pull_some(MutableBytes space) {
  const Call call(pulling_);
  if (pull_function != nullptr) return pull_function(pull_pointer, space.data(), space.size());
  return recv(descriptor_of(pull_pointer), space.data(), space.size(), 0);
}

// 0: there is something to read. A program's own pull function without a time-out function cannot be waited for.
int Transport::await_input(unsigned timeout_ms) {
  const bool own = own_descriptor() && timeout_function == nullptr;
  if (!own && timeout_function == nullptr) return 0;
  const int ready =
      own ? gnutls_system_recv_timeout(pull_pointer, timeout_ms) : timeout_function(pull_pointer, timeout_ms);
  if (ready > 0) return 0;
  if (ready == 0) return GNUTLS_E_TIMEDOUT;
  if (errno == EINTR || is_wait(errno)) return errno == EINTR ? GNUTLS_E_INTERRUPTED : GNUTLS_E_AGAIN;
  system_error = errno;
  return GNUTLS_E_PULL_ERROR;
}

int Transport::last_error(const Direction& direction) {
  if (const int reported = direction.reported; reported != 0) return reported;
  return errno_function != nullptr ? errno_function(pull_pointer) : errno;
}

}  // namespace handfast::capi

using namespace handfast::capi;

extern "C" {

void gnutls_transport_set_int2(gnutls_session_t session, int r, int s) {
  gnutls_transport_set_ptr2(session, pointer_of(r), pointer_of(s));
}

void gnutls_transport_get_int2(gnutls_session_t session, int* r, int* s) {
  *r = descriptor_of(session->transport.pull_pointer);
  *s = descriptor_of(session->transport.push_pointer);
}

int gnutls_transport_get_int(gnutls_session_t session) { return descriptor_of(session->transport.pull_pointer); }

void gnutls_transport_set_ptr(gnutls_session_t session, gnutls_transport_ptr_t ptr) {
  gnutls_transport_set_ptr2(session, ptr, ptr);
}

void gnutls_transport_set_ptr2(gnutls_session_t session, gnutls_transport_ptr_t recv_ptr,
                               gnutls_transport_ptr_t send_ptr) {
  session->transport.pull_pointer = recv_ptr;
  session->transport.push_pointer = send_ptr;
}

gnutls_transport_ptr_t gnutls_transport_get_ptr(gnutls_session_t session) { return session->transport.pull_pointer; }

void gnutls_transport_get_ptr2(gnutls_session_t session, gnutls_transport_ptr_t* recv_ptr,
                               gnutls_transport_ptr_t* send_ptr) {
  *recv_ptr = session->transport.pull_pointer;
  *send_ptr = session->transport.push_pointer;
}

void gnutls_transport_set_push_function(gnutls_session_t session, gnutls_push_func push_func) {
  session->transport.push_function = push_func;
  session->transport.vec_push_function = nullptr;
}

void gnutls_transport_set_vec_push_function(gnutls_session_t session, gnutls_vec_push_func vec_func) {
  session->transport.push_function = nullptr;
  session->transport.vec_push_function = vec_func;
}

void gnutls_transport_set_pull_function(gnutls_session_t session, gnutls_pull_func pull_func) {
  session->transport.pull_function = pull_func;
}

void gnutls_transport_set_pull_timeout_function(gnutls_session_t session, gnutls_pull_timeout_func func) {
  session->transport.timeout_function = func;
}

void gnutls_transport_set_errno_function(gnutls_session_t session, gnutls_errno_func errno_func) {
  session->transport.errno_function = errno_func;
}

void gnutls_transport_set_errno(gnutls_session_t session, int err) { session->transport.set_errno(err); }

gnutls_transport_ktls_enable_flags_t gnutls_transport_is_ktls_enabled(gnutls_session_t) {
  return static_cast<gnutls_transport_ktls_enable_flags_t>(0);  // never: records stay in this process
}

}  // extern "C"
