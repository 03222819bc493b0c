/* What the hello messages carry besides algorithms: server name, application protocol. */
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

/** On a client: names the server to reach, in the hello message (RFC 6066, 3). An empty name removes it.
 *  It is sent as it is, unless it is an IP address. Returns 0, GNUTLS_E_INVALID_REQUEST, or
 *  GNUTLS_E_UNIMPLEMENTED_FEATURE for characters outside ASCII. */
int gnutls_server_name_set(gnutls_session_t session, gnutls_server_name_type_t type, const void* name,
                           size_t name_length);

/** On a server: copies name number `indx` that the client sent, with a closing NUL when there is room, and its type.
 *  `data_length` holds the room and then the length. Returns 0, GNUTLS_E_SHORT_MEMORY_BUFFER, or
 *  GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE. */
int gnutls_server_name_get(gnutls_session_t session, void* data, size_t* data_length, unsigned int* type,
                           unsigned int indx);

/** Sets the application protocols, most preferred first (RFC 7301). With GNUTLS_ALPN_MANDATORY no common one is an
 *  error; with GNUTLS_ALPN_SERVER_PRECEDENCE the server's order decides. They are copied. Returns 0 or an error. */
int gnutls_alpn_set_protocols(gnutls_session_t session, const gnutls_datum_t* protocols, unsigned int protocols_size,
                              unsigned int flags);

/** Stores a view of the protocol that was agreed. It belongs to the session. Returns 0, or
 *  GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE. */
int gnutls_alpn_get_selected_protocol(gnutls_session_t session, gnutls_datum_t* protocol);

#ifdef __cplusplus
}
#endif
