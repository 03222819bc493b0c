/* The handshake, hooks into it, and the end of a session. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Handshake messages. From 254 on: not handshake messages by their number on the wire. */
typedef enum {
  GNUTLS_HANDSHAKE_HELLO_REQUEST = 0,
  GNUTLS_HANDSHAKE_CLIENT_HELLO = 1,
  GNUTLS_HANDSHAKE_SERVER_HELLO = 2,
  GNUTLS_HANDSHAKE_HELLO_VERIFY_REQUEST = 3,
  GNUTLS_HANDSHAKE_NEW_SESSION_TICKET = 4,
  GNUTLS_HANDSHAKE_END_OF_EARLY_DATA = 5,
  GNUTLS_HANDSHAKE_ENCRYPTED_EXTENSIONS = 8,
  GNUTLS_HANDSHAKE_CERTIFICATE_PKT = 11,
  GNUTLS_HANDSHAKE_SERVER_KEY_EXCHANGE = 12,
  GNUTLS_HANDSHAKE_CERTIFICATE_REQUEST = 13,
  GNUTLS_HANDSHAKE_SERVER_HELLO_DONE = 14,
  GNUTLS_HANDSHAKE_CERTIFICATE_VERIFY = 15,
  GNUTLS_HANDSHAKE_CLIENT_KEY_EXCHANGE = 16,
  GNUTLS_HANDSHAKE_FINISHED = 20,
  GNUTLS_HANDSHAKE_CERTIFICATE_STATUS = 22,
  GNUTLS_HANDSHAKE_SUPPLEMENTAL = 23,
  GNUTLS_HANDSHAKE_KEY_UPDATE = 24,
  GNUTLS_HANDSHAKE_COMPRESSED_CERTIFICATE_PKT = 25,
  GNUTLS_HANDSHAKE_CHANGE_CIPHER_SPEC = 254,
  GNUTLS_HANDSHAKE_CLIENT_HELLO_V2 = 1024,
  GNUTLS_HANDSHAKE_HELLO_RETRY_REQUEST = 1025,
} gnutls_handshake_description_t;

/* For hooks: every message; before it, after it, both. */
#define GNUTLS_HANDSHAKE_ANY ((unsigned int)-1)
#define GNUTLS_HOOK_PRE (0)
#define GNUTLS_HOOK_POST (1)
#define GNUTLS_HOOK_BOTH (-1)

#define GNUTLS_DEFAULT_HANDSHAKE_TIMEOUT ((unsigned int)-1)
#define GNUTLS_KU_PEER 1

/* How gnutls_bye() closes. */
typedef enum {
  GNUTLS_SHUT_RDWR = 0,
  GNUTLS_SHUT_WR = 1,
} gnutls_close_request_t;

/** Performs the handshake, or goes on with it. Returns 0 when it is complete; GNUTLS_E_AGAIN or GNUTLS_E_INTERRUPTED
 *  when it waits (see gnutls_record_get_direction()) and is to be called again; any other error as
 *  gnutls_error_is_fatal() says.
 *
 *  On an established session of TLS 1.2 it performs another handshake, which a client begins and a server waits for. While the
 *  peer has not answered, GNUTLS_E_GOT_APPLICATION_DATA says that data came first: read it by gnutls_record_recv(), then call
 *  again. GNUTLS_E_WARNING_ALERT_RECEIVED may say that the peer declines. Either way the session can also be used on as it
 *  is. In TLS 1.3 a client sends a KeyUpdate instead. */
int gnutls_handshake(gnutls_session_t session);

/** Asks the client of an established session of TLS 1.2 for another handshake, by a HelloRequest, which it need not follow:
 *  gnutls_record_recv() gives GNUTLS_E_REHANDSHAKE when the client begins one, or GNUTLS_E_WARNING_ALERT_RECEIVED with
 *  GNUTLS_A_NO_RENEGOTIATION; gnutls_handshake() then performs it. In TLS 1.3 it is gnutls_session_key_update() with
 *  GNUTLS_KU_PEER. Returns 0, GNUTLS_E_AGAIN or GNUTLS_E_INTERRUPTED when it is to be called again, or
 *  GNUTLS_E_INVALID_REQUEST on a client and before the end of the handshake. */
int gnutls_rehandshake(gnutls_session_t session);

/** Limits the handshake to `ms` milliseconds: GNUTLS_DEFAULT_HANDSHAKE_TIMEOUT for 40 seconds,
 *  GNUTLS_INDEFINITE_TIMEOUT for no limit. When time is over gnutls_handshake() returns GNUTLS_E_TIMEDOUT. */
void gnutls_handshake_set_timeout(gnutls_session_t session, unsigned int ms);

/** Limits the length of one handshake message from the peer to `max` bytes. */
void gnutls_handshake_set_max_packet_length(gnutls_session_t session, size_t max);

/** Sets the function that is called before and after handshake messages, of the type `htype` or with
 *  GNUTLS_HANDSHAKE_ANY of all: `when` is GNUTLS_HOOK_PRE, GNUTLS_HOOK_POST or GNUTLS_HOOK_BOTH. It gets the body of the
 *  message without its header. A received message is "after" when its effects can be seen. ChangeCipherSpec must be
 *  asked for by its type, and only one that is sent is shown. A negative answer is what gnutls_handshake() returns before
 *  anything more is sent: GNUTLS_E_AGAIN or GNUTLS_E_INTERRUPTED to be called again, anything fatal is the end. Only one
 *  function is kept; null takes it away. */
void gnutls_handshake_set_hook_function(gnutls_session_t session, unsigned int htype, int when,
                                        gnutls_handshake_hook_func func);

/** Has no effect: there are no suites for private use. */
void gnutls_handshake_set_private_extensions(gnutls_session_t session, int allow);

/** Returns the type of the last handshake message received, GNUTLS_HANDSHAKE_HELLO_REQUEST
 *  before the first. */
gnutls_handshake_description_t gnutls_handshake_get_last_in(gnutls_session_t session);

/** Returns the type of the last handshake message sent, GNUTLS_HANDSHAKE_HELLO_REQUEST before
 *  the first. */
gnutls_handshake_description_t gnutls_handshake_get_last_out(gnutls_session_t session);

/** Sets the function that a server calls after the client's first message, when server name and protocols are known and
 *  credentials and priorities may still change. A negative answer ends or, if not fatal, suspends the handshake. */
void gnutls_handshake_set_post_client_hello_function(gnutls_session_t session, gnutls_handshake_simple_hook_func func);

/** Sets the random value of this side's hello, 32 bytes, which are copied, in place of one from gnutls_rnd(). For tests: who
 *  uses one twice gives the session's secrets away. To be called before the handshake. Returns 0, or
 *  GNUTLS_E_INVALID_REQUEST for another length. Since 3.1.9. */
int gnutls_handshake_set_random(gnutls_session_t session, const gnutls_datum_t* random);

/** Changes the key for sending, and with GNUTLS_KU_PEER asks the peer to do the same (RFC 8446, 4.6.3). Returns 0, or
 *  GNUTLS_E_INVALID_REQUEST before TLS 1.3. */
int gnutls_session_key_update(gnutls_session_t session, unsigned int flags);

/** Ends the session: sends close_notify, and with GNUTLS_SHUT_RDWR waits for the peer's. Returns 0, or GNUTLS_E_AGAIN
 *  or GNUTLS_E_INTERRUPTED to be called again, or another error. */
int gnutls_bye(gnutls_session_t session, gnutls_close_request_t how);

#ifdef __cplusplus
}
#endif
