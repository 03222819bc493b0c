/* TLS 1.3 for QUIC and its like (RFC 9001): another protocol carries the messages, protects them and reports alerts.
   Manual: Handshake. */
#pragma once

#include <gnutls/section/alert.h>
#include <gnutls/section/handshake.h>
#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* With which keys something travels: none, those of early data, of the handshake, of what follows it. */
typedef enum {
  GNUTLS_ENCRYPTION_LEVEL_INITIAL = 0,
  GNUTLS_ENCRYPTION_LEVEL_EARLY = 1,
  GNUTLS_ENCRYPTION_LEVEL_HANDSHAKE = 2,
  GNUTLS_ENCRYPTION_LEVEL_APPLICATION = 3,
} gnutls_record_encryption_level_t;

/* Gets a message of this side: its level, its type, and all of it with its header. 0, or a negative number. */
typedef int (*gnutls_handshake_read_func)(gnutls_session_t session, gnutls_record_encryption_level_t level,
                                          gnutls_handshake_description_t htype, const void* data, size_t data_size);
/* Gets the secrets of a level, each of the size; null: not this direction's, or not now. 0, or a negative number. */
typedef int (*gnutls_handshake_secret_func)(gnutls_session_t session, gnutls_record_encryption_level_t level,
                                            const void* secret_read, const void* secret_write, size_t secret_size);
/* Gets an alert of this side. 0, or a negative number. */
typedef int (*gnutls_alert_read_func)(gnutls_session_t session, gnutls_record_encryption_level_t level,
                                      gnutls_alert_level_t alert_level, gnutls_alert_description_t alert_desc);

/** Sets the function that takes the messages which this side sends, in place of records. It makes the session one of
 *  TLS 1.3 that neither pushes nor pulls: the peer's messages come by gnutls_handshake_write(), gnutls_handshake() returns
 *  GNUTLS_E_AGAIN while it waits for them, and what the program says goes to its peer by its own means.
 *
 *  The function gets whole messages in their order, each with its 4 bytes of header, and must copy them. Those of a level
 *  are one sequence of bytes; tickets follow the handshake at GNUTLS_ENCRYPTION_LEVEL_APPLICATION. A negative answer ends
 *  the handshake and is what gnutls_handshake() returns.
 *
 *  There is no ChangeCipherSpec, no session id for old middleboxes, no EndOfEarlyData, no key update, no reauthentication
 *  and no version but TLS 1.3, whatever the priorities and flags say. A client made with GNUTLS_ENABLE_EARLY_DATA offers
 *  early data whenever its session allows any; the secret of GNUTLS_ENCRYPTION_LEVEL_EARLY tells that it does, and
 *  GNUTLS_SFLAGS_EARLY_DATA whether the server has taken it. A server that takes any says so by
 *  gnutls_record_set_max_early_data_size(), for QUIC with 0xffffffff.
 *  @param session a session, before its handshake
 *  @param func the function; null: records carry the messages
 *  @since 3.7.0 @see RFC 9001, 4.1; gnutls_handshake_write(); gnutls_handshake_set_secret_function();
 *  gnutls_alert_set_read_function() */
void gnutls_handshake_set_read_function(gnutls_session_t session, gnutls_handshake_read_func func);

/** Sets the function that hears of traffic secrets. They are told in front of the messages of theirs, in this order: a
 *  server's handshake secrets, its own for data, the client's for data when the client's Finished has come; a client's
 *  handshake secrets, both for data behind its Finished. The secret of early data comes before, and the client's of the
 *  handshake then apart from the server's. With records it is told the same and nothing depends on it.
 *
 *  The function must copy what it gets, and wipe it. A negative answer ends the handshake and is what gnutls_handshake()
 *  returns.
 *  @param session a session, before its handshake
 *  @param func the function; null takes it away
 *  @since 3.7.0 @see RFC 9001, 5.1; RFC 8446, 7.1; gnutls_prf_hash_get(); gnutls_cipher_get() */
void gnutls_handshake_set_secret_function(gnutls_session_t session, gnutls_handshake_secret_func func);

/** Sets the function that gets alerts in place of the transport: those of gnutls_alert_send(),
 *  gnutls_alert_send_appropriate() and gnutls_bye(), whose result is then the function's when that is negative.
 *  @param session a session, before its handshake
 *  @param func the function; null: alerts leave in records, and without records not at all
 *  @since 3.7.0 @see RFC 9001, 4.8; gnutls_handshake_set_read_function() */
void gnutls_alert_set_read_function(gnutls_session_t session, gnutls_alert_read_func func);

/** Gives the session what has come from the peer, in its order: any number of bytes of a level, which may begin and end
 *  within a message. Before the handshake is over they are kept, those of a level that is still to come, too, and the next
 *  gnutls_handshake() uses them; after it they are used at once. It may be called inside the session's own functions.
 *  @param session a session with a function of gnutls_handshake_set_read_function()
 *  @param level with which keys they came: initial, handshake or application
 *  @param data, data_size the bytes; they are copied
 *  @returns 0, or an error; after the handshake GNUTLS_E_AGAIN when they end within a message
 *  @errors GNUTLS_E_AGAIN: the rest of a message is awaited; GNUTLS_E_DECRYPTION_FAILED: a level that is over, and nothing
 *  was taken; GNUTLS_E_HANDSHAKE_TOO_LARGE: too much at once, and nothing was taken; GNUTLS_E_INVALID_REQUEST: a null
 *  pointer, no such function, no such level; GNUTLS_E_INVALID_SESSION: the session has failed; GNUTLS_E_MEMORY_ERROR: no
 *  memory is left; after the handshake also what is wrong with a message, such as GNUTLS_E_UNEXPECTED_HANDSHAKE_PACKET for
 *  a KeyUpdate
 *  @since 3.7.0 @see RFC 9001, 4.1.3; gnutls_handshake() */
int gnutls_handshake_write(gnutls_session_t session, gnutls_record_encryption_level_t level, const void* data,
                           size_t data_size);

/** Tells the cipher of early data, in the function of gnutls_handshake_set_secret_function() and as long as the handshake
 *  goes on.
 *  @param session a session
 *  @returns the cipher, or GNUTLS_CIPHER_UNKNOWN where there is no early data
 *  @since 3.7.2 @see RFC 8446, 4.2.10; gnutls_cipher_get() */
gnutls_cipher_algorithm_t gnutls_early_cipher_get(gnutls_session_t session);

/** Tells the hash function that keys of early data are derived with, as long as the handshake goes on.
 *  @param session a session
 *  @returns GNUTLS_DIG_SHA256 or GNUTLS_DIG_SHA384, or GNUTLS_DIG_UNKNOWN where there is no early data
 *  @since 3.7.2 @see RFC 8446, 7.1; gnutls_prf_hash_get() */
gnutls_digest_algorithm_t gnutls_early_prf_hash_get(const gnutls_session_t session);

#ifdef __cplusplus
}
#endif
