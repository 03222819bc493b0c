/* What libgnutls.so.30 of Handfast adds to the interface of GnuTLS: why a session failed, in words. Programs that also
 * have to work with GnuTLS's own library look handfast_session_explain up with dlsym(). */
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

/* Why `session` failed, or what is wrong with its peer's certificate: step, field, expected and found, who ended it, the
 * alert and the call that sends it, the system's error, what is likely and what to try. It never holds secrets, keys or
 * application data, but it does hold names: of the server, and those in a certificate.
 *
 * `out` gets UTF-8 text that the caller frees with gnutls_free(out->data). It ends with a NUL that out->size does not count.
 *
 * Returns 0. GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE while nothing has failed: also after codes that are not fatal, after
 * GNUTLS_E_TIMEDOUT from a call for records (the session goes on), and after a call that did not fit the session's state.
 * GNUTLS_E_INVALID_REQUEST for a null argument or an unknown format, GNUTLS_E_MEMORY_ERROR. Unless it returns 0, `out` is
 * {NULL, 0}.
 *
 * The connection's own failure goes before a verdict of gnutls_certificate_verify_peers*() on the certificate. Later calls
 * may tell more: whether the alert has been sent since. Any thread may call it while the session lives, but not during
 * gnutls_handshake() in another thread. */
int handfast_session_explain(gnutls_session_t session, handfast_explain_format_t format, gnutls_datum_t* out);

#ifdef __cplusplus
}
#endif

#endif
