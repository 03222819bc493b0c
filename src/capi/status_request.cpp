// OCSP responses that come with the peer's certificates: asked for, and shown. Nobody judges them here.
#include "capi/memory.hpp"
#include "capi/session.hpp"

using namespace handfast;
using namespace handfast::capi;

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
  const Bytes found = session->connection.info().peer_status(idx);
  if (found.empty()) return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
  *response = view_of(found);
  return GNUTLS_E_SUCCESS;
}

}  // extern "C"
