/* Alerts (RFC 8446, 6). */
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

/** Returns the last alert that the peer sent; meaningful after GNUTLS_E_WARNING_ALERT_RECEIVED or
 *  GNUTLS_E_FATAL_ALERT_RECEIVED. */
gnutls_alert_description_t gnutls_alert_get(gnutls_session_t session);

/** Sends an alert of that level. Returns 0, or GNUTLS_E_AGAIN or GNUTLS_E_INTERRUPTED to be called again, or another
 *  error. */
int gnutls_alert_send(gnutls_session_t session, gnutls_alert_level_t level, gnutls_alert_description_t desc);

/** Sends the alert that fits `err`, a result of gnutls_handshake(): the one the library holds back, or the one of
 *  gnutls_error_to_alert(). Returns as gnutls_alert_send(). */
int gnutls_alert_send_appropriate(gnutls_session_t session, int err);

#ifdef __cplusplus
}
#endif
