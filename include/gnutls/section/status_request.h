/* The status of a certificate, which its owner hands over with it (OCSP stapling; RFC 6066, 8). Manual: Credentials. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Asks the server for an OCSP response along with its certificate. Every client asks, unless it was made with
 *  GNUTLS_NO_DEFAULT_EXTENSIONS or GNUTLS_NO_STATUS_REQUEST: this function asks all the same.
 *  @param session a client's session, before its handshake
 *  @param responder_id, responder_id_size, request_extensions ignored; they once named responders: null, 0 and null
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null session or a server's
 *  @since 3.1.3 @see RFC 6066, 8; gnutls_ocsp_status_request_get() */
int gnutls_ocsp_status_request_enable_client(gnutls_session_t session, gnutls_datum_t* responder_id,
                                             size_t responder_id_size, gnutls_datum_t* request_extensions);

/** Shows the OCSP response that came with the peer's own certificate. Nobody has judged it: neither the handshake nor
 *  gnutls_certificate_verify_peers() looks at it.
 *  @param session a session
 *  @param response gets it, in DER; it belongs to the session and lives as long as it does
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: none came; GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 3.1.3 @see RFC 6960; RFC 6066, 8 */
int gnutls_ocsp_status_request_get(gnutls_session_t session, gnutls_datum_t* response);

/** Shows the OCSP response that came with one of the peer's certificates. Before TLS 1.3 there is none but for the
 *  first.
 *  @param session a session
 *  @param idx which of those that gnutls_certificate_get_peers() gives, the peer's own being 0
 *  @param response gets it, in DER; it belongs to the session and lives as long as it does
 *  @returns 0, or an error
 *  @errors those of gnutls_ocsp_status_request_get()
 *  @since 3.6.3 @see RFC 8446, 4.4.2.1 */
int gnutls_ocsp_status_request_get2(gnutls_session_t session, unsigned idx, gnutls_datum_t* response);

#ifdef __cplusplus
}
#endif
