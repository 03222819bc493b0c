/* The handshake, hooks into it, and the end of a session. Manual: Handshake. */
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

/** Performs the handshake, or goes on with it. A client and a server call it alike, after the session has got
 *  priorities, credentials and a transport. It returns when the handshake is complete, when it would have to wait,
 *  when the peer has something to say, or when it has failed.
 *
 *  @par Suspension
 *
 *  GNUTLS_E_AGAIN and GNUTLS_E_INTERRUPTED suspend the handshake. It stops wherever it is, at any byte, in either
 *  direction, and the next call goes on exactly there; nothing is sent or read twice. gnutls_record_get_direction()
 *  says what to wait for: 0 input, 1 room for output. With a transport that waits by itself, these two mean that a
 *  signal came, and calling again at once is right.
 *
 *  A callback can suspend it, too: a post-client-hello function and a verify function by answering GNUTLS_E_AGAIN, a
 *  hook by GNUTLS_E_AGAIN or GNUTLS_E_INTERRUPTED. While a post-client-hello function takes its time,
 *  GNUTLS_E_INTERRUPTED is what this function returns. There is no descriptor to wait for then; the program knows
 *  itself when to call again.
 *
 *  @par Alerts that are no end
 *
 *  GNUTLS_E_WARNING_ALERT_RECEIVED, on a client and on a server, in a first handshake, too: the peer has sent a
 *  warning, which gnutls_alert_get() tells. The usual one is GNUTLS_A_UNRECOGNIZED_NAME, of a server that does not
 *  know the name and goes on all the same. Call again. A fifth warning in a row is the end, with
 *  GNUTLS_E_UNEXPECTED_PACKET.
 *
 *  @par Resumption
 *
 *  A client that was given the data of an earlier session by gnutls_session_set_data() asks the server to go on from it.
 *  A server that cannot, or does not want to, does a full handshake, and no error tells of it: gnutls_session_is_resumed()
 *  does. The peer's certificate is then the one of the earlier session, and hooks see fewer messages.
 *
 *  @par Verification
 *
 *  That the handshake succeeds says that the peer has the key of the certificate that it showed. Whether that
 *  certificate is good is judged only if the program asked for it, with gnutls_session_set_verify_cert() or a verify
 *  function, or asks afterwards with gnutls_certificate_verify_peers3().
 *
 *  @par After an error
 *
 *  gnutls_error_is_fatal() tells whether the handshake is over. If it is, the peer has not been told:
 *  gnutls_alert_send_appropriate() tells it why, and without it sees a closed connection. The session is of no more
 *  use and every later call returns GNUTLS_E_INVALID_SESSION, with two exceptions. After GNUTLS_E_PUSH_ERROR, and
 *  GNUTLS_E_PREMATURE_TERMINATION from the sending side, nothing is lost, and a call after the transport has been
 *  mended goes on. After GNUTLS_E_TIMEDOUT it goes on once gnutls_handshake_set_timeout() has taken the limit away.
 *
 *  @par Rehandshake
 *
 *  A further call begins another handshake in a session of TLS 1.2 (RFC 5246, 7.4.1; RFC 5746): a client's own wish, a
 *  client's answer to GNUTLS_E_REHANDSHAKE from gnutls_record_recv(), or what a server does after gnutls_rehandshake() or
 *  that number. New priorities and credentials count then, but the version, the extended master secret and, unless
 *  GNUTLS_ALLOW_ID_CHANGE allows it, the peer's certificate stay. Two results are possible that are no failure, and after
 *  either data can be sent and received as before. GNUTLS_E_GOT_APPLICATION_DATA: the peer had sent data before it knew.
 *  Read it with gnutls_record_recv() and call again; gnutls_error_is_fatal() returns 1 for this number, so a loop asks
 *  for it first. GNUTLS_E_WARNING_ALERT_RECEIVED with GNUTLS_A_NO_RENEGOTIATION: the peer declines. A peer may also say
 *  nothing and go on with data.
 *
 *  In TLS 1.3, which has no rehandshake, a further call changes this side's keys as gnutls_session_key_update() does
 *  (RFC 8446, 4.6.3) and returns 0.
 *
 *  @par Example
 *
 *  With a transport that waits:
 *
 *      int code;
 *      do code = gnutls_handshake(session);
 *      while (code < 0 && !gnutls_error_is_fatal(code));
 *      if (code < 0) gnutls_alert_send_appropriate(session, code);
 *
 *  With one that does not, in an event loop:
 *
 *      int code = gnutls_handshake(session);
 *      if (code == GNUTLS_E_AGAIN)
 *        wait_for(fd, gnutls_record_get_direction(session) ? POLLOUT : POLLIN);
 *
 *  @par Callbacks
 *
 *  From one of the session's own callbacks this function returns GNUTLS_E_INVALID_REQUEST, and sending and receiving
 *  give GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE. A callback may call gnutls_deinit(): the session ends when this
 *  function returns, which then says GNUTLS_E_INVALID_SESSION.
 *  @param session a session with priorities and a transport; a client's has credentials, too
 *  @returns 0 when the handshake is complete, otherwise an error
 *  @errors GNUTLS_E_AGAIN: the transport is not ready, or a callback asked for time;
 *    GNUTLS_E_INTERRUPTED: a signal came, or a callback asked for time;
 *    GNUTLS_E_WARNING_ALERT_RECEIVED: the peer sent a warning;
 *    GNUTLS_E_HANDSHAKE_DURING_FALSE_START: it was over by a false start, and gnutls_record_recv() does the rest;
 *    GNUTLS_E_FATAL_ALERT_RECEIVED: the peer refused, and gnutls_alert_get() has its reason;
 *    GNUTLS_E_TIMEDOUT: the limit of gnutls_handshake_set_timeout() has passed;
 *    GNUTLS_E_PREMATURE_TERMINATION: the stream ended, or was reset while sending;
 *    GNUTLS_E_SESSION_EOF: the peer closed with close_notify;
 *    GNUTLS_E_PULL_ERROR, GNUTLS_E_PUSH_ERROR: the transport failed;
 *    GNUTLS_E_NO_PRIORITIES_WERE_SET: the session has no priorities, or they leave nothing to use;
 *    GNUTLS_E_INSUFFICIENT_CREDENTIALS: a client has no credentials, a server no certificate that suits;
 *    GNUTLS_E_UNSUPPORTED_VERSION_PACKET: no version is common, or a record has an unknown one;
 *    GNUTLS_E_NO_CIPHER_SUITES: no cipher suite, signature algorithm or, in TLS 1.2, curve is common, or a retrieve
 *      function found nothing;
 *    GNUTLS_E_NO_COMMON_KEY_SHARE: no group is common;
 *    GNUTLS_E_NO_APPLICATION_PROTOCOL: no application protocol is common, and one is required;
 *    GNUTLS_E_INAPPROPRIATE_FALLBACK: a client tried an older version than it had to;
 *    GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR: the peer's certificate was refused, and
 *      gnutls_session_get_verify_cert_status() says why;
 *    GNUTLS_E_CERTIFICATE_ERROR: a verify function refused it, or it could not be read;
 *    GNUTLS_E_NO_CERTIFICATE_FOUND: the server sent none;
 *    GNUTLS_E_CERTIFICATE_REQUIRED: a client sent none and had to;
 *    GNUTLS_E_UNEXPECTED_PACKET: what came is not TLS, or not in order;
 *    GNUTLS_E_UNEXPECTED_HANDSHAKE_PACKET: a message came where another belongs;
 *    GNUTLS_E_UNEXPECTED_PACKET_LENGTH: a length in a message is wrong;
 *    GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER, GNUTLS_E_RECEIVED_ILLEGAL_EXTENSION, GNUTLS_E_MISSING_EXTENSION,
 *      GNUTLS_E_UNKNOWN_CIPHER_SUITE, GNUTLS_E_UNKNOWN_COMPRESSION_ALGORITHM, GNUTLS_E_BAD_COOKIE: a message says
 *      what it must not, or lacks what it must have;
 *    GNUTLS_E_SAFE_RENEGOTIATION_FAILED: the protection of renegotiation is wrong, or missing and required;
 *    GNUTLS_E_PK_SIG_VERIFY_FAILED, GNUTLS_E_ERROR_IN_FINISHED_PACKET, GNUTLS_E_DECRYPTION_FAILED: a proof or a
 *      record was wrong: a faulty peer, or somebody between;
 *    GNUTLS_E_RECORD_OVERFLOW, GNUTLS_E_HANDSHAKE_TOO_LARGE, GNUTLS_E_TOO_MANY_EMPTY_PACKETS: the peer sent more
 *      than a limit allows;
 *    GNUTLS_E_PK_SIGN_FAILED: this side could not sign;
 *    GNUTLS_E_USER_ERROR: a retrieve function of a client failed;
 *    GNUTLS_E_INVALID_SESSION: an earlier call failed for good, or a callback ended the session;
 *    GNUTLS_E_INVALID_REQUEST: a null session, or a call from a callback;
 *    GNUTLS_E_GOT_APPLICATION_DATA: data came before the peer's answer to the wish for another handshake, to be read
 *      before the next call;
 *    GNUTLS_E_UNSAFE_RENEGOTIATION_DENIED: another handshake would not be protected (RFC 5746);
 *    GNUTLS_E_SESSION_USER_ID_CHANGED: the peer has another certificate than in the first handshake, or none any more;
 *    GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS: a server keeps asking for another handshake;
 *    GNUTLS_E_MEMORY_ERROR, GNUTLS_E_RANDOM_FAILED, GNUTLS_E_INTERNAL_ERROR: this side failed
 *  @since 1.0 @see RFC 8446, 2 and 4; RFC 5246, 7.3; gnutls_init(); gnutls_record_get_direction(); gnutls_alert_get();
 *  gnutls_alert_send_appropriate(); gnutls_error_is_fatal(); gnutls_handshake_set_timeout();
 *  gnutls_session_set_verify_cert(); gnutls_session_get_desc(); gnutls_bye() */
int gnutls_handshake(gnutls_session_t session);

/** Asks the client of an established session of TLS 1.2 for another handshake, by a HelloRequest, which it need not follow:
 *  gnutls_record_recv() gives GNUTLS_E_REHANDSHAKE when the client begins one, or GNUTLS_E_WARNING_ALERT_RECEIVED with
 *  GNUTLS_A_NO_RENEGOTIATION; gnutls_handshake() then performs it. In TLS 1.3 it is gnutls_session_key_update() with
 *  GNUTLS_KU_PEER.
 *  @param session an established session of a server
 *  @returns 0, otherwise an error
 *  @errors GNUTLS_E_AGAIN, GNUTLS_E_INTERRUPTED: call it again when the transport is ready;
 *    GNUTLS_E_INVALID_REQUEST: a null session, a client's, or one before the end of its handshake, which may be a
 *      rehandshake that the client has declined or not answered;
 *    GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE: a call from a callback;
 *    GNUTLS_E_INVALID_SESSION: the session has failed;
 *    GNUTLS_E_PUSH_ERROR: the transport failed;
 *    GNUTLS_E_MEMORY_ERROR: this side failed
 *  @since 1.0 @see RFC 5246, 7.4.1.1; RFC 5746; gnutls_handshake(); gnutls_safe_renegotiation_status() */
int gnutls_rehandshake(gnutls_session_t session);

/** Asks the client of an established session of TLS 1.3 for its certificate, or answers as the client, which learns of it by
 *  GNUTLS_E_REAUTH_REQUEST from gnutls_record_recv(). Both sessions are made with GNUTLS_POST_HANDSHAKE_AUTH; a server says
 *  before by gnutls_certificate_server_set_request() what it wants. Data that comes before the answer is not the client's
 *  that the certificate tells of. A client that does not answer leaves the server waiting; the session can be used on.
 *  @param session an established session
 *  @param flags 0
 *  @returns 0 when the client is authenticated, or has answered without a certificate where none is required; otherwise an
 *    error
 *  @errors GNUTLS_E_AGAIN, GNUTLS_E_INTERRUPTED: call it again when the transport is ready;
 *    GNUTLS_E_GOT_APPLICATION_DATA: read data by gnutls_record_recv(), then call it again;
 *    GNUTLS_E_CERTIFICATE_REQUIRED: the client has no certificate, and has to;
 *    GNUTLS_E_INVALID_REQUEST: a null session, one that is not established, of TLS 1.2, without the extension on either side,
 *      a server's that wants no certificate, or a client's that was not asked;
 *    GNUTLS_E_INVALID_SESSION: the session has failed;
 *    those of gnutls_handshake()
 *  @since 3.6.3 @see RFC 8446, 4.6.2; gnutls_certificate_server_set_request(); gnutls_session_get_flags() */
int gnutls_reauth(gnutls_session_t session, unsigned int flags);

/** Limits the time that a handshake may take. The clock starts when gnutls_handshake() waits for the peer for the
 *  first time. It needs a descriptor, or a pull-timeout function beside a pull function of the program; sessions made
 *  with GNUTLS_NONBLOCK ignore it. Without this call there is no limit.
 *  @param session a session, before its handshake
 *  @param ms milliseconds; GNUTLS_DEFAULT_HANDSHAKE_TIMEOUT for 40 seconds, GNUTLS_INDEFINITE_TIMEOUT or 0 for no
 *  limit
 *  @since 3.1.0 @see gnutls_handshake(); gnutls_record_set_timeout(); gnutls_transport_set_pull_timeout_function() */
void gnutls_handshake_set_timeout(gnutls_session_t session, unsigned int ms);

/** Limits the length of one handshake message from the peer. A longer one makes gnutls_handshake() fail with
 *  GNUTLS_E_HANDSHAKE_TOO_LARGE. The library has limits of its own for each message, 15 to 128 KB; this one takes
 *  their place for all of them.
 *  @param session a session, before its handshake
 *  @param max bytes; 0 for the library's own limits
 *  @since 1.0 @see RFC 8446, 4 */
void gnutls_handshake_set_max_packet_length(gnutls_session_t session, size_t max);

/** Sets the function that is called before and after handshake messages. It gets the type, when it is called, whether
 *  the message came in, and the body of the message without its header, which lives until it returns. A received
 *  message is "after" when its effects can be seen. ChangeCipherSpec must be asked for by its type, and only one that
 *  is sent is shown. Only one function is kept.
 *
 *  A negative answer is what gnutls_handshake() returns before anything more is sent: GNUTLS_E_AGAIN or
 *  GNUTLS_E_INTERRUPTED to be called again, anything fatal is the end.
 *  @param session a session, before its handshake
 *  @param htype a gnutls_handshake_description_t, or GNUTLS_HANDSHAKE_ANY for every message
 *  @param when GNUTLS_HOOK_PRE, GNUTLS_HOOK_POST or GNUTLS_HOOK_BOTH
 *  @param func the function; null takes it away
 *  @since 3.2.2 @see RFC 8446, 4; gnutls_handshake_get_last_in(); gnutls_handshake_description_get_name() */
void gnutls_handshake_set_hook_function(gnutls_session_t session, unsigned int htype, int when,
                                        gnutls_handshake_hook_func func);

/** Has no effect. It allowed cipher suites of the range for private use, of which there are none.
 *  @param session any session
 *  @param allow anything
 *  @since 1.0 */
void gnutls_handshake_set_private_extensions(gnutls_session_t session, int allow);

/** Tells which handshake message came last. It is for messages to people after a failure, and already up to date in a
 *  hook.
 *  @param session a session; null is allowed
 *  @returns the type of the last message received, GNUTLS_HANDSHAKE_HELLO_REQUEST before the first
 *  @since 1.0 @see gnutls_handshake_get_last_out(); gnutls_handshake_description_get_name() */
gnutls_handshake_description_t gnutls_handshake_get_last_in(gnutls_session_t session);

/** Tells which handshake message was sent last.
 *  @param session a session; null is allowed
 *  @returns the type of the last message sent, GNUTLS_HANDSHAKE_HELLO_REQUEST before the first
 *  @since 1.0 @see gnutls_handshake_get_last_in(); gnutls_handshake_description_get_name() */
gnutls_handshake_description_t gnutls_handshake_get_last_out(gnutls_session_t session);

/** Sets the function that a server calls after the client's first message. Server name, application protocols and
 *  signature algorithms of the client are known then, and credentials, priorities and the request for a certificate
 *  may still change. It may answer GNUTLS_E_AGAIN or GNUTLS_E_INTERRUPTED, which suspends the handshake once:
 *  gnutls_handshake() returns GNUTLS_E_INTERRUPTED, and its next call goes on without asking again. Another negative
 *  answer ends the handshake and is what gnutls_handshake() returns.
 *  @param session a server's session
 *  @param func the function, which gets the session; null takes it away
 *  @since 2.1.2 @see RFC 8446, 4.1.2; gnutls_server_name_get(); gnutls_alpn_get_selected_protocol();
 *  gnutls_sign_algorithm_get_requested(); gnutls_certificate_set_retrieve_function2() */
void gnutls_handshake_set_post_client_hello_function(gnutls_session_t session, gnutls_handshake_simple_hook_func func);

/** Sets the random value of this side's hello message. For tests: whoever uses one value twice gives the session's
 *  secrets away. Otherwise the value comes from gnutls_rnd().
 *  @param session a session, before its handshake
 *  @param random 32 bytes, which are copied
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null session, or another length; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.1.9 @see RFC 8446, 4.1.2 */
int gnutls_handshake_set_random(gnutls_session_t session, const gnutls_datum_t* random);

/** Changes the keys for sending in TLS 1.3. The library does so by itself after 2^24 records, unless the session was
 *  made with GNUTLS_NO_AUTO_REKEY.
 *  @param session a session after its handshake
 *  @param flags GNUTLS_KU_PEER to ask the peer to change its keys, too, otherwise 0
 *  @returns 0, or an error; after GNUTLS_E_AGAIN the message waits and goes out with the next data
 *  @errors GNUTLS_E_INVALID_REQUEST: a null session, before the end of the handshake, or before TLS 1.3;
 *    GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE: from a callback;
 *    GNUTLS_E_AGAIN, GNUTLS_E_INTERRUPTED: the transport is not ready;
 *    GNUTLS_E_PUSH_ERROR, GNUTLS_E_PREMATURE_TERMINATION: the transport failed;
 *    GNUTLS_E_INVALID_SESSION: the session has failed or was closed;
 *    GNUTLS_E_MEMORY_ERROR: no memory is left;
 *    GNUTLS_E_INTERNAL_ERROR: the new keys could not be used
 *  @since 3.6.3 @see RFC 8446, 4.6.3 */
int gnutls_session_key_update(gnutls_session_t session, unsigned int flags);

/** Ends the session with close_notify. After GNUTLS_SHUT_WR this side sends no more, and gnutls_record_recv() still
 *  gives what the peer sends, until it returns 0. GNUTLS_SHUT_RDWR also waits for the peer's close_notify and drops
 *  the data that comes before it. The transport is not closed.
 *  @param session a session; before the end of its handshake close_notify is sent and not waited for
 *  @param how GNUTLS_SHUT_RDWR or GNUTLS_SHUT_WR
 *  @returns 0, or an error; after GNUTLS_E_AGAIN or GNUTLS_E_INTERRUPTED it is called again
 *  @errors GNUTLS_E_AGAIN, GNUTLS_E_INTERRUPTED: the transport is not ready;
 *    GNUTLS_E_INVALID_REQUEST: a null session;
 *    GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE: from a callback;
 *    GNUTLS_E_INVALID_SESSION: the session has failed;
 *    GNUTLS_E_PUSH_ERROR: sending failed;
 *    GNUTLS_E_PREMATURE_TERMINATION: the peer closed without a word;
 *    those of gnutls_record_recv(): while it waits
 *  @since 1.0 @see RFC 8446, 6.1 */
int gnutls_bye(gnutls_session_t session, gnutls_close_request_t how);

#ifdef __cplusplus
}
#endif
