#include "capi/database.hpp"

#include <algorithm>

#include "capi/memory.hpp"
#include "capi/session.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

namespace {

// What the application has allocated and the library now owns.
class Retrieved {
 public:
  explicit Retrieved(gnutls_datum_t datum) : datum_(datum) {}
  Retrieved(const Retrieved&) = delete;
  Retrieved& operator=(const Retrieved&) = delete;
  ~Retrieved() {
    if (datum_.data == nullptr) return;
    wipe({datum_.data, datum_.size});
    gnutls_free(datum_.data);
  }
  Bytes bytes() const { return datum_.data == nullptr ? Bytes() : Bytes(datum_.data, datum_.size); }

 private:
  gnutls_datum_t datum_;
};

}  // namespace

Answer<void> Database::add(Bytes id, Bytes session, std::uint64_t) {
  if (store == nullptr || store(pointer, view_of(id), view_of(session)) != 0)
    return Result<void>(fail(Errc::callback_failed, "db_store_function"));
  return Result<void>();
}

// The session itself says until when it lives.
Answer<std::optional<SecretBytes>> Database::find(Bytes id, std::uint64_t) {
  using Found = Result<std::optional<SecretBytes>>;
  if (retrieve == nullptr) return Found(std::nullopt);
  const Retrieved answer(retrieve(pointer, view_of(id)));
  if (answer.bytes().empty()) return Found(std::nullopt);
  return Found(SecretBytes(answer.bytes()));
}

void Database::remove(Bytes id) {
  if (forget != nullptr) (void)forget(pointer, view_of(id));  // nobody could act on its failure
}

}  // namespace handfast::capi

namespace {

std::optional<tls::SessionState> entry_of(const gnutls_datum_t* entry) {
  if (entry == nullptr || entry->data == nullptr) return std::nullopt;
  try {
    auto session = tls::decode_session({entry->data, entry->size});
    if (session) return std::move(*session);
  } catch (const std::bad_alloc&) {  // the interface has no other answer than "no session"
  }
  return std::nullopt;
}

}  // namespace

extern "C" {

void gnutls_db_set_store_function(gnutls_session_t session, gnutls_db_store_func store_func) {
  if (session != nullptr) session->database.store = store_func;
}

void gnutls_db_set_retrieve_function(gnutls_session_t session, gnutls_db_retr_func retr_func) {
  if (session != nullptr) session->database.retrieve = retr_func;
}

void gnutls_db_set_remove_function(gnutls_session_t session, gnutls_db_remove_func rem_func) {
  if (session != nullptr) session->database.forget = rem_func;
}

void gnutls_db_set_ptr(gnutls_session_t session, void* ptr) {
  if (session != nullptr) session->database.pointer = ptr;
}

void* gnutls_db_get_ptr(gnutls_session_t session) { return session == nullptr ? nullptr : session->database.pointer; }

void gnutls_db_remove_session(gnutls_session_t session) {
  if (session == nullptr || session->is_client()) return;
  const tls::SessionInfo& info = session->connection.info();
  if (info.session_stored) session->database.remove(info.session_id);
}

void gnutls_db_set_cache_expiration(gnutls_session_t session, int seconds) {
  if (session == nullptr || seconds <= 0 || static_cast<unsigned>(seconds) > tls::kMaxTicketLifetime) return;
  session->connection.options().session_lifetime = static_cast<std::uint32_t>(seconds);
}

unsigned gnutls_db_get_default_cache_expiration(void) { return tls::kTicketLifetime; }

time_t gnutls_db_check_entry_time(gnutls_datum_t* entry) {
  const auto session = entry_of(entry);
  return session ? static_cast<time_t>(session->created) : 0;
}

time_t gnutls_db_check_entry_expire_time(gnutls_datum_t* entry) {
  const auto session = entry_of(entry);
  return session ? static_cast<time_t>(std::uint64_t{session->created} + session->lifetime) : 0;
}

int gnutls_db_check_entry(gnutls_session_t, gnutls_datum_t) { return 0; }

}  // extern "C"
