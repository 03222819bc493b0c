/* What the hello messages carry besides algorithms: server name, application protocol. Manual: Handshake. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Kinds of server names. */
typedef enum {
  GNUTLS_NAME_DNS = 1,
} gnutls_server_name_type_t;

/* Flags for gnutls_alpn_set_protocols(). */
typedef enum {
  GNUTLS_ALPN_MANDATORY = 1,
  GNUTLS_ALPN_SERVER_PRECEDENCE = 2,
} gnutls_alpn_flags_t;
#define GNUTLS_ALPN_MAND GNUTLS_ALPN_MANDATORY

/** Names the server that a client wants to reach. The name is sent in the first message, unencrypted, and only names
 *  the host: gnutls_session_set_verify_cert() makes sure that the certificate is for it. It is sent as it is, unless
 *  it is an IP address, which is not sent.
 *  @param session a client's session, before its handshake
 *  @param type GNUTLS_NAME_DNS
 *  @param name, name_length the name, at most 255 bytes of printable ASCII, copied; empty for none
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null session or a server's, another type, a name that is too long or has
 *  control characters; GNUTLS_E_UNIMPLEMENTED_FEATURE: characters outside of ASCII; GNUTLS_E_MEMORY_ERROR: no memory
 *  is left
 *  @since 1.0 @see RFC 6066, 3; gnutls_server_name_get(); gnutls_session_set_verify_cert() */
int gnutls_server_name_set(gnutls_session_t session, gnutls_server_name_type_t type, const void* name,
                           size_t name_length);

/** Copies the name that the client wanted to reach.
 *  @param session a server's session
 *  @param data gets the name, with a NUL behind it; may be null to learn the length
 *  @param data_length holds the room and gets the length without the NUL, or the room that is needed, both in bytes
 *  @param type gets GNUTLS_NAME_DNS; may be null
 *  @param indx 0: there is at most one name
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: the client sent none, or `indx` is not 0;
 *  GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; GNUTLS_E_INVALID_REQUEST: a null pointer, or a client's session
 *  @since 1.0 @see RFC 6066, 3; gnutls_handshake_set_post_client_hello_function() */
int gnutls_server_name_get(gnutls_session_t session, void* data, size_t* data_length, unsigned int* type,
                           unsigned int indx);

/** Sets the application protocols, the best first. A client offers them; a server chooses the first of the client's
 *  that it has, or with GNUTLS_ALPN_SERVER_PRECEDENCE the first of its own that the client has.
 *  @param session a session, before its handshake or in a post-client-hello function
 *  @param protocols, protocols_size up to 255 names of 1 to 255 bytes, which are copied
 *  @param flags GNUTLS_ALPN_MANDATORY when a server takes no common protocol for an error (a client goes on without
 *  one), GNUTLS_ALPN_SERVER_PRECEDENCE, or 0
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, too many names, or an empty or longer one; GNUTLS_E_MEMORY_ERROR:
 *  no memory is left
 *  @since 3.2.0 @see RFC 7301; gnutls_alpn_get_selected_protocol() */
int gnutls_alpn_set_protocols(gnutls_session_t session, const gnutls_datum_t* protocols, unsigned int protocols_size,
                              unsigned int flags);

/** Shows the application protocol that was agreed. In a server's post-client-hello function it is the one that would
 *  be chosen if nothing changed.
 *  @param session a session
 *  @param protocol gets the name, which belongs to the session and lives as long as it does
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: none was agreed; GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 3.2.0 @see RFC 7301; gnutls_alpn_set_protocols() */
int gnutls_alpn_get_selected_protocol(gnutls_session_t session, gnutls_datum_t* protocol);

#ifdef __cplusplus
}
#endif
