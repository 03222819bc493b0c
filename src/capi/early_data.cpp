// Early data (RFC 8446, 2.3), and what keeps it from being taken twice.
#include "capi/early_data.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "capi/memory.hpp"
#include "capi/services.hpp"
#include "capi/session.hpp"
#include "capi/sized.hpp"
#include "tls/services.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

// What is stored is an entry like a session's, so that gnutls_db_check_entry_time() and its kin can be asked.
Answer<bool> ApplicationGuard::is_new(Bytes binder, std::uint64_t now, std::uint64_t expires) {
  if (add == nullptr) return Result<bool>(false);
  tls::SessionState entry;
  entry.created = static_cast<std::uint32_t>(now);
  entry.lifetime = static_cast<std::uint32_t>(expires - now);
  const auto data = tls::encode_session(entry);
  if (!data) return Result<bool>(std::unexpected(data.error()));
  const gnutls_datum_t key_datum = view_of(binder), data_datum = view_of(data->reveal());
  return Result<bool>(add(pointer, static_cast<time_t>(expires), &key_datum, &data_datum) == 0);
}

}  // namespace handfast::capi

namespace {

// What the session that a client has set allows, before the handshake and after it the newest ticket.
std::size_t limit_of(gnutls_session_int& session) {
  constexpr std::size_t kUnknown = 0xffffffff;  // as 3.7.9 says it
  if (session.connection.established()) {
    const auto newest = session.connection.session();
    return newest && newest->max_early_data != 0 ? newest->max_early_data : kUnknown;
  }
  const auto& offered = session.connection.options().session;
  return offered ? offered->max_early_data : kUnknown;
}

// Tickets of the millisecond that a guard starts in count as older than it: those that are made from here on shall not be of
// it. Of the system's clock: a program's own may stand still.
void wait_for_next_millisecond() {
  using std::chrono::ceil, std::chrono::milliseconds, std::chrono::system_clock;
  const auto now = system_clock::now();
  std::this_thread::sleep_for(ceil<milliseconds>(now + system_clock::duration(1)) - now);
}

}  // namespace

extern "C" {

ssize_t gnutls_record_send_early_data(gnutls_session_t session, const void* data, size_t length) {
  if (session == nullptr || !session->is_client() || !is_memory(data, length)) return GNUTLS_E_INVALID_REQUEST;
  if (session->channel != nullptr && session->channel->carries_messages()) return GNUTLS_E_INVALID_REQUEST;
  if (session->handshake_calls != 0) return GNUTLS_E_INVALID_REQUEST;  // it goes with the first message
  return c_call([&]() -> ssize_t {
    SecretVector& queued = session->connection.options().early_data;
    if (length > limit_of(*session) - std::min(queued.size(), limit_of(*session))) return GNUTLS_E_RECORD_LIMIT_REACHED;
    append(queued, bytes_at(data, length));
    return GNUTLS_E_SUCCESS;
  });
}

ssize_t gnutls_record_recv_early_data(gnutls_session_t session, void* data, size_t data_size) {
  if (session == nullptr || session->is_client() || data == nullptr || !is_memory(data, data_size))
    return GNUTLS_E_INVALID_REQUEST;
  const std::size_t got = session->connection.read_early_data(room_at(data, data_size));
  return got != 0 ? static_cast<ssize_t>(got) : GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
}

size_t gnutls_record_get_max_early_data_size(gnutls_session_t session) {
  if (session == nullptr) return 0;
  if (session->is_client()) return limit_of(*session);
  return session->early_data_limit;
}

int gnutls_record_set_max_early_data_size(gnutls_session_t session, size_t size) {
  if (session == nullptr || session->is_client() || size > 0xffffffff) return GNUTLS_E_INVALID_REQUEST;
  session->early_data_limit = static_cast<std::uint32_t>(size);
  return GNUTLS_E_SUCCESS;
}

int gnutls_anti_replay_init(gnutls_anti_replay_t* anti_replay) {
  if (anti_replay == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *anti_replay = nullptr;
  return c_call([&] {
    auto made = std::make_unique<gnutls_anti_replay_st>();
    made->guard->started_ms = tls::milliseconds_now(*capi_services());
    wait_for_next_millisecond();
    *anti_replay = made.release();
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_anti_replay_deinit(gnutls_anti_replay_t anti_replay) { delete anti_replay; }

void gnutls_anti_replay_set_window(gnutls_anti_replay_t anti_replay, unsigned int window) {
  if (anti_replay != nullptr) anti_replay->guard->window_ms = window;
}

void gnutls_anti_replay_set_add_function(gnutls_anti_replay_t anti_replay, gnutls_db_add_func add_func) {
  if (anti_replay != nullptr) anti_replay->guard->add = add_func;
}

void gnutls_anti_replay_set_ptr(gnutls_anti_replay_t anti_replay, void* ptr) {
  if (anti_replay != nullptr) anti_replay->guard->pointer = ptr;
}

void gnutls_anti_replay_enable(gnutls_session_t session, gnutls_anti_replay_t anti_replay) {
  if (session == nullptr) return;
  auto& guard = session->connection.options().replay_guard;
  if (anti_replay != nullptr)
    guard = anti_replay->guard;
  else
    guard = nullptr;
}

}  // extern "C"
