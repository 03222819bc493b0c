// What tells one session from another: session ids, the master secret of TLS 1.2.
#include <algorithm>
#include <array>

#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "tls/keys/master_secret12.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

namespace {

// A server that gives out no id makes up one: nothing can be resumed by it.
int make_up(SessionIdentity& identity) {
  if (std::exchange(identity.made_up, true)) return GNUTLS_E_SUCCESS;
  identity.size = static_cast<std::uint8_t>(identity.id.size());
  return gnutls_rnd(GNUTLS_RND_NONCE, identity.id.data(), identity.size);
}

}  // namespace

int session_id_of(gnutls_session_int& session, Bytes& out) {
  const tls::SessionInfo& info = session.connection.info();
  const ByteVector& named = session.connection.options().session_name;
  SessionIdentity& identity = session.messages.identity;
  out = {};
  if (info.version == ProtocolVersion{}) return GNUTLS_E_SUCCESS;
  const bool is_mine = !session.is_client() && info.session_id.empty();
  if (info.resumed && !info.session_name.empty()) {
    out = info.session_name;
  } else if (is_mine && !named.empty()) {
    out = named;
  } else {
    if (const int code = is_mine ? make_up(identity) : 0; code != 0) return code;
    out = Bytes(identity.id).first(identity.size);
  }
  return GNUTLS_E_SUCCESS;
}

}  // namespace handfast::capi

extern "C" {

int gnutls_session_get_id(gnutls_session_t session, void* session_id, size_t* session_id_size) {
  if (session == nullptr || session_id_size == nullptr) return GNUTLS_E_INVALID_REQUEST;
  Bytes id;
  if (const int code = session_id_of(*session, id); code != 0) return code;
  const std::size_t room = std::exchange(*session_id_size, id.size());
  if (session_id == nullptr) return GNUTLS_E_SUCCESS;
  if (room < id.size()) return GNUTLS_E_SHORT_MEMORY_BUFFER;
  std::ranges::copy(id, static_cast<std::uint8_t*>(session_id));
  return GNUTLS_E_SUCCESS;
}

int gnutls_session_get_id2(gnutls_session_t session, gnutls_datum_t* session_id) {
  if (session == nullptr || session_id == nullptr) return GNUTLS_E_INVALID_REQUEST;
  Bytes id;
  if (const int code = session_id_of(*session, id); code != 0) return code;
  *session_id = view_of(id);
  return GNUTLS_E_SUCCESS;
}

void gnutls_session_get_master_secret(gnutls_session_t session, gnutls_datum_t* secret) {
  static constexpr std::array<std::uint8_t, tls::kMasterSecretSize> none{};
  if (session == nullptr || secret == nullptr) return;
  const Bytes master = session->connection.master_secret();
  *secret = view_of(master.empty() ? Bytes(none) : master);
}

}  // extern "C"
