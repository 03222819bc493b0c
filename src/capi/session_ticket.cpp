// Tickets, as a server gives them out.
#include "capi/error_code.hpp"
#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "tls/session/ticket_keys.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

// Under the lock. What an interrupted call has queued already counts as sent.
int send_tickets(gnutls_session_int& session, unsigned count) {
  unsigned& made = session.send.tickets_made;
  for (; made < count; ++made)
    if (const auto queued = session.connection.send_ticket(); !queued) return code_of(session, queued.error().code);
  const int code = push(session);
  if (code != GNUTLS_E_AGAIN && code != GNUTLS_E_INTERRUPTED) made = 0;
  return code;
}

// Sessions with the same key share what is derived of it: a server names one key for all.
std::shared_ptr<const tls::TicketKeys> ticket_keys(Bytes secret) {
  static std::mutex mutex;
  static std::shared_ptr<const tls::TicketKeys> last;
  const std::lock_guard lock(mutex);
  if (last == nullptr || !last->are_made_of(secret)) last = std::make_shared<const tls::TicketKeys>(secret);
  return last;
}

}  // namespace

extern "C" {

int gnutls_session_ticket_key_generate(gnutls_datum_t* key) {
  if (key == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *key = {nullptr, 0};
  auto* bytes = static_cast<unsigned char*>(gnutls_malloc(tls::kTicketSecretSize));
  if (bytes == nullptr) return GNUTLS_E_MEMORY_ERROR;
  if (const int code = gnutls_rnd(GNUTLS_RND_KEY, bytes, tls::kTicketSecretSize); code != 0) {
    gnutls_free(bytes);
    return code;
  }
  *key = {bytes, tls::kTicketSecretSize};
  return GNUTLS_E_SUCCESS;
}

int gnutls_session_ticket_enable_server(gnutls_session_t session, const gnutls_datum_t* key) {
  if (session == nullptr || key == nullptr || key->data == nullptr || key->size != tls::kTicketSecretSize)
    return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] {
    tls::Options& options = session->connection.options();
    options.session_name.resize(GNUTLS_MAX_SESSION_ID_SIZE);
    options.ticket_keys = ticket_keys({key->data, key->size});
    return gnutls_rnd(GNUTLS_RND_NONCE, options.session_name.data(), options.session_name.size());
  });
}

int gnutls_session_ticket_enable_client(gnutls_session_t session) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  session->connection.options().tickets12 = true;
  return GNUTLS_E_SUCCESS;
}

int gnutls_session_ticket_send(gnutls_session_t session, unsigned nr, unsigned) {
  if (session == nullptr || nr == 0 || session->is_client()) return GNUTLS_E_INVALID_REQUEST;
  const SendCall call(*session);
  if (!session->connection.established()) return GNUTLS_E_INVALID_REQUEST;
  if (const int code = sending_forbidden(*session); code != 0) return code;
  return c_call([&] { return send_tickets(*session, nr); });
}

}  // extern "C"
