/* What libgnutls.so.30 of Handfast adds to the interface of GnuTLS: why a session failed, in words. Programs that also
 * have to work with GnuTLS's own library look handfast_session_explain up with dlsym(). Manual: Errors. */
#ifndef HANDFAST_EXPLAIN_H
#define HANDFAST_EXPLAIN_H

#include <gnutls/gnutls.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum handfast_explain_format_t {
  HANDFAST_EXPLAIN_TEXT = 0, /* lines of at most 80 columns where words allow it, each with a line end */
  HANDFAST_EXPLAIN_JSON = 1  /* one object without a line end; docs/explanations.md lists its members */
} handfast_explain_format_t;

/** Says why a session failed, or what is wrong with its peer's certificate. In words: step, field, expected and found,
 *  who ended it, the alert and the call that sends it, the system's error, what is likely and what to try. It never
 *  holds secrets, keys or application data, but it does hold names: of the server, and those in a certificate.
 *
 *  The connection's own failure goes before a verdict of gnutls_certificate_verify_peers() and its kin on the
 *  certificate. Later calls may tell more: whether the alert has been sent since. Any thread may call it while the
 *  session lives, but not during gnutls_handshake() in another thread.
 *  @param session the session
 *  @param format HANDFAST_EXPLAIN_TEXT or HANDFAST_EXPLAIN_JSON
 *  @param out gets UTF-8 text, ended by a NUL that its size does not count; the caller frees it with gnutls_free();
 *  null and 0 unless the result is 0
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: nothing has failed: also after codes that are not fatal, after
 *  GNUTLS_E_TIMEDOUT from a call for records, and after a call that did not fit the session's state;
 *  GNUTLS_E_INVALID_REQUEST: a null pointer or an unknown format; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since Handfast 0.1 @see gnutls_error_is_fatal() */
int handfast_session_explain(gnutls_session_t session, handfast_explain_format_t format, gnutls_datum_t* out);

#ifdef __cplusplus
}
#endif

#endif
