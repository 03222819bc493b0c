/* Going on from an earlier session: session data, session ids, tickets, and a server's database. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A database of the application's. The first argument is what gnutls_db_set_ptr() set; `key` has at most 32 bytes and, like
   `data`, which holds a secret, is borrowed for the call. Storing and removing return 0 on success. What the third answers is
   on gnutls_malloc()'s heap and then the library's; nothing is a null `data`. */
typedef int (*gnutls_db_store_func)(void*, gnutls_datum_t key, gnutls_datum_t data);
typedef int (*gnutls_db_remove_func)(void*, gnutls_datum_t key);
typedef gnutls_datum_t (*gnutls_db_retr_func)(void*, gnutls_datum_t key);

/** Stores in `data` what another client session can go on from, see gnutls_session_set_data(): it holds a secret. The caller
 *  frees `data->data` with gnutls_free(). In TLS 1.3, where tickets come after the handshake, it is of the newest one, and a
 *  client without any waits for one: about as long as the handshake took, at least 50 ms and at most a second; application
 *  data that comes meanwhile is kept. Where the server gives nothing, the data is valid and leads to full handshakes. Returns
 *  0, GNUTLS_E_INTERNAL_ERROR before the end of the handshake, or GNUTLS_E_MEMORY_ERROR. */
int gnutls_session_get_data2(gnutls_session_t session, gnutls_datum_t* data);

/** The same into a buffer: `session_data_size` holds the room and gets the size. Returns GNUTLS_E_SHORT_MEMORY_BUFFER when
 *  the buffer is null or too small. */
int gnutls_session_get_data(gnutls_session_t session, void* session_data, size_t* session_data_size);

/** Lets a client go on from a session, before the handshake: `session_data` is what gnutls_session_get_data2() gave, and is
 *  copied. It is offered if it is not expired and of the same server name, and the priorities allow its version and cipher
 *  suite. A server that does not take it performs a full handshake. In TLS 1.3 each session should be used once (RFC 8446,
 *  C.4). Returns 0, GNUTLS_E_INVALID_REQUEST for no data, or GNUTLS_E_DB_ERROR for bytes that are no session. */
int gnutls_session_set_data(gnutls_session_t session, const void* session_data, size_t session_data_size);

/** Sets the session id of a client's hello, at most GNUTLS_MAX_SESSION_ID_SIZE bytes, which are copied. No session belongs to
 *  it: a server that resumes one all the same makes the handshake fail with GNUTLS_E_UNEXPECTED_PACKET. Returns 0, or
 *  GNUTLS_E_INVALID_REQUEST, also on a server. Since 3.2.1. */
int gnutls_session_set_id(gnutls_session_t session, const gnutls_datum_t* sid);

/** Returns 1 when the session continues an earlier one, otherwise 0. */
int gnutls_session_is_resumed(gnutls_session_t session);

/** Returns 1 on a server whose client asked to go on from an earlier session: in TLS 1.2 by a session id or a ticket, in TLS
 *  1.3 by a ticket that was accepted. Otherwise 0. */
int gnutls_session_resumption_requested(gnutls_session_t session);

/** Makes a key for tickets: 64 random bytes, which the caller frees with gnutls_free(). Servers that share it accept each
 *  other's tickets. The keys that seal tickets are derived from it and change every six hours. Returns 0,
 *  GNUTLS_E_MEMORY_ERROR, or GNUTLS_E_RANDOM_FAILED. Since 2.10.0. */
int gnutls_session_ticket_key_generate(gnutls_datum_t* key);

/** Lets a server give out tickets and accept them, under a key of gnutls_session_ticket_key_generate(), which is copied. In TLS
 *  1.3 two are sent at the end of the handshake, none with the flag GNUTLS_NO_AUTO_SEND_TICKET. Returns 0, or
 *  GNUTLS_E_INVALID_REQUEST for a key of another size. Since 2.10.0. */
int gnutls_session_ticket_enable_server(gnutls_session_t session, const gnutls_datum_t* key);

/** Lets a client ask for tickets of TLS 1.2, which it does anyway but for the flags GNUTLS_NO_TICKETS and
 *  GNUTLS_NO_TICKETS_TLS12. Returns 0 or GNUTLS_E_INVALID_REQUEST. Since 2.10.0. */
int gnutls_session_ticket_enable_client(gnutls_session_t session);

/** Sends `nr` more tickets on a server of TLS 1.3, after the handshake; `flags` is 0. Returns 0, GNUTLS_E_AGAIN or
 *  GNUTLS_E_INTERRUPTED when it is to be called again with the same arguments, or GNUTLS_E_INVALID_REQUEST for none, before
 *  the end of the handshake, without a ticket key, on a client, and before TLS 1.3. Since 3.6.3. */
int gnutls_session_ticket_send(gnutls_session_t session, unsigned nr, unsigned flags);

/** Sets for how many seconds, from 1 to 604800, a server's sessions can be resumed; others are ignored. The default is 21600,
 *  and a ticket does not live longer than that. */
void gnutls_db_set_cache_expiration(gnutls_session_t session, int seconds);

/** Returns 21600: the default for gnutls_db_set_cache_expiration(). */
unsigned gnutls_db_get_default_cache_expiration(void);

/** Sets the function that stores sessions of TLS 1.2 whose clients take no ticket. Without it and
 *  gnutls_db_set_retrieve_function() there is no database. */
void gnutls_db_set_store_function(gnutls_session_t session, gnutls_db_store_func store_func);

/** Sets the function that finds such a session again. What it answers may be anything: what is no session of this server name,
 *  or too old, leads to a full handshake. */
void gnutls_db_set_retrieve_function(gnutls_session_t session, gnutls_db_retr_func retr_func);

/** Sets the function that forgets a session, as happens when its connection ends in a fatal alert (RFC 5246, 7.2.2). */
void gnutls_db_set_remove_function(gnutls_session_t session, gnutls_db_remove_func rem_func);

/** Sets the first argument of these functions. */
void gnutls_db_set_ptr(gnutls_session_t session, void* ptr);

/** Returns that pointer, or null. */
void* gnutls_db_get_ptr(gnutls_session_t session);

/** Removes the session from the database, so that it cannot be resumed any more. */
void gnutls_db_remove_session(gnutls_session_t session);

/** Returns when a stored session, which is only looked at, was established: seconds since 1970, 0 for what is no session. */
time_t gnutls_db_check_entry_time(gnutls_datum_t* entry);

/** Returns from when on a stored session cannot be resumed any more: seconds since 1970, 0 for what is no session. Since
 *  3.6.5. */
time_t gnutls_db_check_entry_expire_time(gnutls_datum_t* entry);

/** Returns 0, whatever the arguments. */
int gnutls_db_check_entry(gnutls_session_t session, gnutls_datum_t session_entry);

#ifdef __cplusplus
}
#endif
