/* Supplemental data: what applications say to each other within a handshake of TLS 1.2 (RFC 4680). Manual: Handshake. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Kinds of supplemental data: numbers of 0 to 65535 that applications agree on. */
typedef enum {
  GNUTLS_SUPPLEMENTAL_UNKNOWN = 0,
} gnutls_supplemental_data_format_type_t;

/* Data of this kind came; it lives as long as the call. 0 or more: go on; an error ends the handshake. */
typedef int (*gnutls_supp_recv_func)(gnutls_session_t session, const unsigned char* data, size_t data_size);
/* Data of this kind is to be sent: gnutls_buffer_append_data() makes it, at most 65535 bytes. 0 or more: it is sent unless
   it is empty; an error ends the handshake. */
typedef int (*gnutls_supp_send_func)(gnutls_session_t session, gnutls_buffer_t buf);

/** Registers a kind of supplemental data for all sessions, until gnutls_global_deinit(). Handshakes that begin afterwards,
 *  in this process, have no TLS 1.3 any more.
 *  @param name what gnutls_supplemental_get_name() says; copied
 *  @param type its number, 0 to 65535
 *  @param supp_recv_func gets what came; null: it is refused
 *  @param supp_send_func makes what is sent; null: nothing is
 *  @returns 0, or an error
 *  @errors GNUTLS_E_ALREADY_REGISTERED: the number is registered; GNUTLS_E_INVALID_REQUEST: a null name, an impossible
 *  number; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.4.0 @see RFC 4680; gnutls_session_supplemental_register() */
int gnutls_supplemental_register(const char* name, gnutls_supplemental_data_format_type_t type,
                                 gnutls_supp_recv_func supp_recv_func, gnutls_supp_send_func supp_send_func);

/** Registers a kind of supplemental data for one session, which has no TLS 1.3 any more, whatever its priorities say. It is
 *  exchanged in each handshake, also where a session goes on, once gnutls_supplemental_send() and
 *  gnutls_supplemental_recv() have said so: the server's data follows its ServerHello, the client's answer comes before
 *  its Certificate. One message holds all kinds. It is neither encrypted nor authenticated before the handshake is over.
 *  @param session a session, before its handshake or in a callback of it
 *  @param name copied
 *  @param type its number, 0 to 65535
 *  @param supp_recv_func gets what came; null: it is refused
 *  @param supp_send_func makes what is sent; null: nothing is
 *  @param flags 0
 *  @returns 0, or an error
 *  @errors GNUTLS_E_ALREADY_REGISTERED: the number is registered for all sessions; GNUTLS_E_INVALID_REQUEST: a null
 *  pointer, an impossible number; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.5.5 @see RFC 4680; gnutls_supplemental_send(); gnutls_supplemental_recv(); gnutls_session_ext_register() */
int gnutls_session_supplemental_register(gnutls_session_t session, const char* name,
                                         gnutls_supplemental_data_format_type_t type,
                                         gnutls_supp_recv_func supp_recv_func, gnutls_supp_send_func supp_send_func,
                                         unsigned int flags);

/** Says whether the peer has to send supplemental data. A function of an extension calls this when both sides have agreed
 *  on some: a handshake without the message then fails with GNUTLS_E_UNEXPECTED_HANDSHAKE_PACKET, as one with it does
 *  otherwise. Without memory nothing happens.
 *  @param session a session
 *  @param do_recv_supplemental not 0: it has to
 *  @since 3.4.0 @see RFC 4680; gnutls_session_ext_register() */
void gnutls_supplemental_recv(gnutls_session_t session, unsigned do_recv_supplemental);

/** Says whether this side sends supplemental data: what the registered functions make. Without memory nothing happens.
 *  @param session a session
 *  @param do_send_supplemental not 0: it does
 *  @since 3.4.0 @see RFC 4680; gnutls_session_ext_register() */
void gnutls_supplemental_send(gnutls_session_t session, unsigned do_send_supplemental);

/** Names a kind of supplemental data.
 *  @param type its number
 *  @returns the name that gnutls_supplemental_register() was given, or null; those of sessions have none here
 *  @since 3.4.0 @see gnutls_supplemental_register() */
const char* gnutls_supplemental_get_name(gnutls_supplemental_data_format_type_t type);

#ifdef __cplusplus
}
#endif
