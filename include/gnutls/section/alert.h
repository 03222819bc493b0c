/* Alerts (RFC 8446, 6). Manual: Errors. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Levels. */
typedef enum {
  GNUTLS_AL_WARNING = 1,
  GNUTLS_AL_FATAL = 2,
} gnutls_alert_level_t;

/* Descriptions. */
typedef enum {
  GNUTLS_A_CLOSE_NOTIFY = 0,
  GNUTLS_A_UNEXPECTED_MESSAGE = 10,
  GNUTLS_A_BAD_RECORD_MAC = 20,
  GNUTLS_A_DECRYPTION_FAILED = 21,
  GNUTLS_A_RECORD_OVERFLOW = 22,
  GNUTLS_A_DECOMPRESSION_FAILURE = 30,
  GNUTLS_A_HANDSHAKE_FAILURE = 40,
  GNUTLS_A_SSL3_NO_CERTIFICATE = 41,
  GNUTLS_A_BAD_CERTIFICATE = 42,
  GNUTLS_A_UNSUPPORTED_CERTIFICATE = 43,
  GNUTLS_A_CERTIFICATE_REVOKED = 44,
  GNUTLS_A_CERTIFICATE_EXPIRED = 45,
  GNUTLS_A_CERTIFICATE_UNKNOWN = 46,
  GNUTLS_A_ILLEGAL_PARAMETER = 47,
  GNUTLS_A_UNKNOWN_CA = 48,
  GNUTLS_A_ACCESS_DENIED = 49,
  GNUTLS_A_DECODE_ERROR = 50,
  GNUTLS_A_DECRYPT_ERROR = 51,
  GNUTLS_A_EXPORT_RESTRICTION = 60,
  GNUTLS_A_PROTOCOL_VERSION = 70,
  GNUTLS_A_INSUFFICIENT_SECURITY = 71,
  GNUTLS_A_INTERNAL_ERROR = 80,
  GNUTLS_A_INAPPROPRIATE_FALLBACK = 86,
  GNUTLS_A_USER_CANCELED = 90,
  GNUTLS_A_NO_RENEGOTIATION = 100,
  GNUTLS_A_MISSING_EXTENSION = 109,
  GNUTLS_A_UNSUPPORTED_EXTENSION = 110,
  GNUTLS_A_CERTIFICATE_UNOBTAINABLE = 111,
  GNUTLS_A_UNRECOGNIZED_NAME = 112,
  GNUTLS_A_UNKNOWN_PSK_IDENTITY = 115,
  GNUTLS_A_CERTIFICATE_REQUIRED = 116,
  GNUTLS_A_NO_APPLICATION_PROTOCOL = 120,
  GNUTLS_A_MAX = GNUTLS_A_NO_APPLICATION_PROTOCOL,
} gnutls_alert_description_t;
#define GNUTLS_A_MISSING_SRP_USERNAME GNUTLS_A_UNKNOWN_PSK_IDENTITY
#define GNUTLS_A_UNKNOWN_SRP_USERNAME GNUTLS_A_UNKNOWN_PSK_IDENTITY

/** Tells which alert came last. It means something after GNUTLS_E_WARNING_ALERT_RECEIVED and
 *  GNUTLS_E_FATAL_ALERT_RECEIVED.
 *  @param session a session; null is allowed
 *  @returns the alert, GNUTLS_A_CLOSE_NOTIFY while none has come
 *  @since 1.0 @see RFC 8446, 6; gnutls_alert_get_name() */
gnutls_alert_description_t gnutls_alert_get(gnutls_session_t session);

/** Sends an alert of the program's choice. For a handshake that failed gnutls_alert_send_appropriate() is better, and
 *  gnutls_bye() for the end of a session.
 *  @param session a session
 *  @param level GNUTLS_AL_WARNING or GNUTLS_AL_FATAL
 *  @param desc the alert
 *  @returns 0, or an error; after GNUTLS_E_AGAIN or GNUTLS_E_INTERRUPTED it is called again and goes on with the same
 *  alert
 *  @errors GNUTLS_E_AGAIN, GNUTLS_E_INTERRUPTED: the transport is not ready; GNUTLS_E_PUSH_ERROR,
 *  GNUTLS_E_PREMATURE_TERMINATION: the transport failed; GNUTLS_E_INVALID_REQUEST: a null session;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left; GNUTLS_E_INTERNAL_ERROR: the record could not be protected
 *  @since 1.0 @see RFC 8446, 6 */
int gnutls_alert_send(gnutls_session_t session, gnutls_alert_level_t level, gnutls_alert_description_t desc);

/** Tells the peer why a handshake has failed. Nothing is sent by itself when gnutls_handshake() fails: this call sends
 *  the alert that the library holds back, which it chose by the cause; where it has none, the one that
 *  gnutls_error_to_alert() gives. It is for fatal errors: after GNUTLS_E_AGAIN it would end the session with
 *  internal_error.
 *  @param session the session
 *  @param err what gnutls_handshake() returned; GNUTLS_E_REHANDSHAKE, and GNUTLS_E_UNSAFE_RENEGOTIATION_DENIED in a session
 *  that goes on, send no_renegotiation as a warning
 *  @returns 0, or an error; after GNUTLS_E_AGAIN or GNUTLS_E_INTERRUPTED it is called again
 *  @errors those of gnutls_alert_send()
 *  @since 1.0 @see RFC 8446, 6.2; gnutls_error_to_alert() */
int gnutls_alert_send_appropriate(gnutls_session_t session, int err);

#ifdef __cplusplus
}
#endif
