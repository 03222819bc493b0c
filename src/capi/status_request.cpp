// OCSP responses that come with the peer's certificates: asked for, and shown. Nobody judges them here.
#include "capi/memory.hpp"
#include "capi/session.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

Bytes status_of(const tls::SessionInfo& info, std::size_t place) {  // empty: none came
  if (place == 0) return info.peer_status;
  return place <= info.issuer_statuses.size() ? Bytes(info.issuer_statuses[place - 1]) : Bytes();
}

}  // namespace

extern "C" {

int gnutls_ocsp_status_request_enable_client(gnutls_session_t session, gnutls_datum_t*, size_t, gnutls_datum_t*) {
  if (session == nullptr || !session->is_client()) return GNUTLS_E_INVALID_REQUEST;
  session->connection.options().request_status = true;
  return GNUTLS_E_SUCCESS;
}

int gnutls_ocsp_status_request_get(gnutls_session_t session, gnutls_datum_t* response) {
  return gnutls_ocsp_status_request_get2(session, 0, response);
}

int gnutls_ocsp_status_request_get2(gnutls_session_t session, unsigned idx, gnutls_datum_t* response) {
  if (session == nullptr || response == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const Bytes found = status_of(session->connection.info(), idx);
  if (found.empty()) return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
  *response = view_of(found);
  return GNUTLS_E_SUCCESS;
}

}  // extern "C"
