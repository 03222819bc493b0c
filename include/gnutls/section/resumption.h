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

/* Remembers the ClientHello that `key` stands for until `exp_time`, in seconds since 1970. Returns 0 if it was not known yet,
   otherwise GNUTLS_E_DB_ENTRY_EXISTS or another error. */
typedef int (*gnutls_db_add_func)(void*, time_t exp_time, const gnutls_datum_t* key, const gnutls_datum_t* data);

/* What keeps a server from taking early data twice. */
typedef struct gnutls_anti_replay_st* gnutls_anti_replay_t;

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

/** Queues data that a client of TLS 1.3 sends in its first flight, before gnutls_handshake(), when the session of
 *  gnutls_session_set_data() allows as much; several calls add up. A server that does not take it lets it pass, which
 *  GNUTLS_SFLAGS_EARLY_DATA tells afterwards: then it has to be sent again. Somebody on the way can play it again: only requests
 *  that may be repeated belong there (RFC 8446, 8). Returns 0, as 3.7.9 does, GNUTLS_E_RECORD_LIMIT_REACHED for more than the
 *  session allows, GNUTLS_E_INVALID_REQUEST on a server and once the handshake has begun, or GNUTLS_E_MEMORY_ERROR. Since
 *  3.6.5. */
ssize_t gnutls_record_send_early_data(gnutls_session_t session, const void* data, size_t length);

/** Copies at most `data_size` bytes of the early data that a server has taken to `data`, from its ClientHello on. The flag
 *  GNUTLS_ENABLE_EARLY_DATA and gnutls_anti_replay_enable() are needed to take any. Returns how many,
 *  GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE when there is nothing or nothing more, or GNUTLS_E_INVALID_REQUEST on a client. Since
 *  3.6.5. */
ssize_t gnutls_record_recv_early_data(gnutls_session_t session, void* data, size_t data_size);

/** Sets how many bytes of early data a server takes, 16384 if nothing is said; its tickets tell clients. Returns 0, or
 *  GNUTLS_E_INVALID_REQUEST on a client and for more than 2^32-1. Since 3.6.4. */
int gnutls_record_set_max_early_data_size(gnutls_session_t session, size_t size);

/** Returns that size; on a client what its session allows, 2^32-1 where that is not known. Since 3.6.5. */
size_t gnutls_record_get_max_early_data_size(gnutls_session_t session);

/** Makes a protection against replay with a window of 10 seconds, to be freed with gnutls_anti_replay_deinit(). Returns 0 or
 *  GNUTLS_E_MEMORY_ERROR. Since 3.6.5. */
int gnutls_anti_replay_init(gnutls_anti_replay_t* anti_replay);

/** Frees it; sessions that use it keep what they need. Null is allowed. Since 3.6.5. */
void gnutls_anti_replay_deinit(gnutls_anti_replay_t anti_replay);

/** Sets by how many milliseconds a ClientHello may come earlier or later than its ticket's age says. For twice that time it is
 *  remembered (RFC 8446, 8.2 and 8.3). Since 3.6.5. */
void gnutls_anti_replay_set_window(gnutls_anti_replay_t anti_replay, unsigned int window);

/** Sets the function that remembers. Without one no early data is taken. Servers that share a ticket key have to share what it
 *  remembers. Since 3.6.5. */
void gnutls_anti_replay_set_add_function(gnutls_anti_replay_t anti_replay, gnutls_db_add_func add_func);

/** Sets that function's first argument. Since 3.6.5. */
void gnutls_anti_replay_set_ptr(gnutls_anti_replay_t anti_replay, void* ptr);

/** Lets a server take early data under this protection; null: none. Since 3.6.5. */
void gnutls_anti_replay_enable(gnutls_session_t session, gnutls_anti_replay_t anti_replay);

/** Derives `outsize` bytes of keying material before the handshake is over (RFC 8446, 7.5): on a client that has sent early
 *  data, and on a server that takes it, in a hook after GNUTLS_HANDSHAKE_CLIENT_HELLO at the earliest. Who plays the first
 *  flight again gets the same. Returns 0 or GNUTLS_E_INVALID_REQUEST. Since 3.6.8. */
int gnutls_prf_early(gnutls_session_t session, size_t label_size, const char* label, size_t context_size,
                     const char* context, size_t outsize, char* out);

#ifdef __cplusplus
}
#endif
