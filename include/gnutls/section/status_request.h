/* The status of a certificate, which its owner hands over with it (OCSP stapling; RFC 6066, 8). */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** On a client: asks the server for an OCSP response along with its certificate. Every client asks, unless it was made
 *  with GNUTLS_NO_DEFAULT_EXTENSIONS or GNUTLS_NO_STATUS_REQUEST: this function asks all the same. To be called before
 *  the handshake. The other arguments once named responders; they are ignored: null, 0 and null. Returns 0, or
 *  GNUTLS_E_INVALID_REQUEST on a server. Since 3.1.3. */
int gnutls_ocsp_status_request_enable_client(gnutls_session_t session, gnutls_datum_t* responder_id,
                                             size_t responder_id_size, gnutls_datum_t* request_extensions);

/** Shows the OCSP response that came with the peer's own certificate, in DER (RFC 6960). It belongs to the session, and
 *  nobody has judged it: neither the handshake nor gnutls_certificate_verify_peers() looks at it. Returns 0, or
 *  GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE when none came. Since 3.1.3. */
int gnutls_ocsp_status_request_get(gnutls_session_t session, gnutls_datum_t* response);

/** The same for certificate number `idx` of those that gnutls_certificate_get_peers() returns, the peer's own being 0.
 *  Before TLS 1.3 there is none for the others. Returns 0, or GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE. Since 3.6.3. */
int gnutls_ocsp_status_request_get2(gnutls_session_t session, unsigned idx, gnutls_datum_t* response);

#ifdef __cplusplus
}
#endif
