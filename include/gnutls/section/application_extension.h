/* Extensions of TLS that an application makes and reads itself. Manual: Handshake. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* When what came is given to its function: see gnutls_session_ext_register(). */
typedef enum {
  GNUTLS_EXT_ANY = 0,
  GNUTLS_EXT_APPLICATION = 1,
  GNUTLS_EXT_TLS = 2,
  GNUTLS_EXT_MANDATORY = 3,
  GNUTLS_EXT_NONE = 4,
  GNUTLS_EXT_VERSION_NEG = 5,
} gnutls_ext_parse_type_t;

/* Flags for gnutls_session_ext_register(): the messages in which an extension may stand, and more. */
typedef enum {
  GNUTLS_EXT_FLAG_OVERRIDE_INTERNAL = 1,
  GNUTLS_EXT_FLAG_CLIENT_HELLO = 1 << 1,
  GNUTLS_EXT_FLAG_TLS12_SERVER_HELLO = 1 << 2,
  GNUTLS_EXT_FLAG_TLS13_SERVER_HELLO = 1 << 3,
  GNUTLS_EXT_FLAG_EE = 1 << 4,
  GNUTLS_EXT_FLAG_HRR = 1 << 5,
  GNUTLS_EXT_FLAG_IGNORE_CLIENT_REQUEST = 1 << 6,
  GNUTLS_EXT_FLAG_TLS = 1 << 7,
  GNUTLS_EXT_FLAG_DTLS = 1 << 8,
} gnutls_ext_flags_t;

/* Flags for gnutls_ext_raw_parse(). */
#define GNUTLS_EXT_RAW_FLAG_TLS_CLIENT_HELLO 1
#define GNUTLS_EXT_RAW_FLAG_DTLS_CLIENT_HELLO (1 << 1)

/* An extension came: its body, which lives as long as the call. 0 or more: go on; an error ends the handshake. */
typedef int (*gnutls_ext_recv_func)(gnutls_session_t session, const unsigned char* data, size_t len);
/* One is to be sent: gnutls_buffer_append_data() makes its body. 0 or more: it is sent unless its body is empty;
   GNUTLS_E_INT_RET_0: it is sent all the same; another error ends the handshake. */
typedef int (*gnutls_ext_send_func)(gnutls_session_t session, gnutls_buffer_t extdata);
/* Frees what gnutls_ext_set_data() was given. */
typedef void (*gnutls_ext_deinit_data_func)(gnutls_ext_priv_data_t data);
/* These would keep that data in a stored session. They are not called. */
typedef int (*gnutls_ext_pack_func)(gnutls_ext_priv_data_t data, gnutls_buffer_t packed_data);
typedef int (*gnutls_ext_unpack_func)(gnutls_buffer_t packed_data, gnutls_ext_priv_data_t* data);
/* Sees one extension of those that gnutls_ext_raw_parse() goes through; an error ends that. */
typedef int (*gnutls_ext_raw_process_func)(void* ctx, unsigned tls_id, const unsigned char* data, unsigned data_size);

/** Registers an extension for all sessions, those that are there already among them: it counts from the beginning of a
 *  session's handshake, until gnutls_global_deinit(). It may stand in ClientHello and in the server's ServerHello (TLS
 *  1.2) or EncryptedExtensions (TLS 1.3). Else it is as one of gnutls_session_ext_register(), which goes before it.
 *  @param name what gnutls_ext_get_name() says; copied
 *  @param type its number, 0 to 65535
 *  @param parse_point when what came is told
 *  @param recv_func gets what came; null: it is passed over
 *  @param send_func makes what is sent; null: nothing is
 *  @param deinit_func frees data of gnutls_ext_set_data(); may be null
 *  @param pack_func, unpack_func not called
 *  @returns 0, or an error
 *  @errors GNUTLS_E_ALREADY_REGISTERED: the number is registered, or the library's; GNUTLS_E_INVALID_REQUEST: a null
 *  name, an impossible number; GNUTLS_E_MEMORY_ERROR: no memory is left, or 36 are registered
 *  @since 3.4.0 @see gnutls_session_ext_register() */
int gnutls_ext_register(const char* name, int type, gnutls_ext_parse_type_t parse_point, gnutls_ext_recv_func recv_func,
                        gnutls_ext_send_func send_func, gnutls_ext_deinit_data_func deinit_func,
                        gnutls_ext_pack_func pack_func, gnutls_ext_unpack_func unpack_func);

/** Registers an extension for one session. A client's `send_func` is called for each ClientHello, also for the second
 *  one after HelloRetryRequest; what it makes stands there in front of pre_shared_key. A server's is called for the
 *  messages that the flags name, if the client has sent the extension and `recv_func` has taken it. So nobody answers
 *  what was not asked, nor takes such an answer: but with GNUTLS_EXT_FLAG_IGNORE_CLIENT_REQUEST. In a session of TLS 1.2
 *  that goes on a server sends those of GNUTLS_EXT_MANDATORY only. What came is authenticated when the handshake is
 *  complete, and not before.
 *
 *  A server tells what came in this order: GNUTLS_EXT_VERSION_NEG, GNUTLS_EXT_MANDATORY, GNUTLS_EXT_APPLICATION; then the
 *  post-client-hello function is called and the version chosen, and GNUTLS_EXT_TLS follows. A client has the same order
 *  in ServerHello and HelloRetryRequest; in EncryptedExtensions the order is the server's, whatever the parse points.
 *
 *  @par Errors of the functions
 *  Any error but GNUTLS_E_INT_RET_0 comes out of gnutls_handshake() and ends the handshake, also one that is not fatal
 *  elsewhere. gnutls_alert_send_appropriate() sends the alert that belongs to it.
 *  @param session a session, before its handshake or in a callback of it
 *  @param name what gnutls_ext_get_name2() says; copied
 *  @param type its number, 0 to 65535
 *  @param parse_point when what came is told
 *  @param recv_func gets what came; null: it is passed over
 *  @param send_func makes what is sent; null: nothing is
 *  @param deinit_func frees data of gnutls_ext_set_data(); may be null
 *  @param pack_func, unpack_func not called: the data ends with the session
 *  @param flags of gnutls_ext_flags_t: the messages in which it may stand; without any, those of gnutls_ext_register(),
 *  and other flags do not count. GNUTLS_EXT_FLAG_OVERRIDE_INTERNAL allows the numbers 21 and 27, which have a name
 *  here and no meaning. With GNUTLS_EXT_FLAG_DTLS and without GNUTLS_EXT_FLAG_TLS it takes no part in TLS
 *  @returns 0, or an error
 *  @errors GNUTLS_E_ALREADY_REGISTERED: the number is registered for this session, or the library's;
 *  GNUTLS_E_INVALID_REQUEST: a null pointer, an impossible number; GNUTLS_E_MEMORY_ERROR: no memory is left, or 36 are
 *  registered
 *  @since 3.5.5 @see RFC 8446, 4.2; gnutls_ext_register(); gnutls_ext_get_current_msg(); gnutls_ext_set_data() */
int gnutls_session_ext_register(gnutls_session_t session, const char* name, int type,
                                gnutls_ext_parse_type_t parse_point, gnutls_ext_recv_func recv_func,
                                gnutls_ext_send_func send_func, gnutls_ext_deinit_data_func deinit_func,
                                gnutls_ext_pack_func pack_func, gnutls_ext_unpack_func unpack_func, unsigned flags);

/** Keeps a pointer with a session for one of its registered extensions. What was kept before is freed by the extension's
 *  deinit_func at once, this when another follows or with the session. Without memory, or without such an extension,
 *  nothing happens, and nothing is freed.
 *  @param session a session
 *  @param type the extension's number
 *  @param data the pointer; null is kept, too, and never freed
 *  @since 3.4.0 @see gnutls_ext_get_data() */
void gnutls_ext_set_data(gnutls_session_t session, unsigned type, gnutls_ext_priv_data_t data);

/** Gives what gnutls_ext_set_data() kept.
 *  @param session a session
 *  @param type the extension's number
 *  @param data gets the pointer, which stays the session's
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: nothing was kept; GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 3.4.0 @see gnutls_ext_set_data() */
int gnutls_ext_get_data(gnutls_session_t session, unsigned type, gnutls_ext_priv_data_t* data);

/** Tells a function of a registered extension for which message it is called.
 *  @param session its session
 *  @returns one of GNUTLS_EXT_FLAG_CLIENT_HELLO, GNUTLS_EXT_FLAG_TLS12_SERVER_HELLO, GNUTLS_EXT_FLAG_TLS13_SERVER_HELLO,
 *  GNUTLS_EXT_FLAG_EE and GNUTLS_EXT_FLAG_HRR; outside of such a function the last one, or 0
 *  @since 3.6.3 @see gnutls_session_ext_register() */
unsigned gnutls_ext_get_current_msg(gnutls_session_t session);

/** Names an extension: one that has a name here, or one of gnutls_ext_register().
 *  @param ext its number
 *  @returns the name, which the library keeps, or null
 *  @since 3.5.1 @see gnutls_ext_get_name2() */
const char* gnutls_ext_get_name(unsigned int ext);

/** Names an extension, those of a session before others.
 *  @param session a session, or null
 *  @param type its number
 *  @param parse_point only one that is told then; GNUTLS_EXT_ANY: any
 *  @returns the name, which the library or the session keeps, or null
 *  @since 3.6.14 @see gnutls_ext_get_name(); gnutls_session_ext_register() */
const char* gnutls_ext_get_name2(gnutls_session_t session, unsigned int type, gnutls_ext_parse_type_t parse_point);

/** Goes through the extensions of a message, as a hook sees it. Nothing is judged but lengths, and the beginning of the
 *  version.
 *  @param ctx passed on
 *  @param cb called for each extension, in their order, until one call gives an error; what is malformed further on shows
 *  only then
 *  @param data a list of extensions with its length in front, or nothing at all
 *  @param flags 0; or GNUTLS_EXT_RAW_FLAG_TLS_CLIENT_HELLO or GNUTLS_EXT_RAW_FLAG_DTLS_CLIENT_HELLO: `data` is a whole
 *  ClientHello without its header
 *  @returns 0, or an error: that of `cb`, or its own
 *  @errors GNUTLS_E_UNEXPECTED_EXTENSIONS_LENGTH: a list that is malformed; GNUTLS_E_UNEXPECTED_PACKET_LENGTH: a
 *  ClientHello that ends before; GNUTLS_E_UNSUPPORTED_VERSION_PACKET: one of something else;
 *  GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: one without extensions; GNUTLS_E_INVALID_REQUEST: a null pointer, unknown flags
 *  @since 3.6.3 @see RFC 8446, 4.2; gnutls_handshake_set_hook_function() */
int gnutls_ext_raw_parse(void* ctx, gnutls_ext_raw_process_func cb, const gnutls_datum_t* data, unsigned int flags);

/** Appends to what a callback makes.
 *  @param dest what the callback was given
 *  @param data, data_size the bytes, copied
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer; GNUTLS_E_MEMORY_ERROR: no memory is left; the handshake ends with it
 *  even if the callback says nothing
 *  @since 3.4.0 @see gnutls_session_ext_register(); gnutls_session_supplemental_register() */
int gnutls_buffer_append_data(gnutls_buffer_t dest, const void* data, size_t data_size);

#ifdef __cplusplus
}
#endif
