/* Going on from an earlier session: session data, session ids, tickets, and a server's database. Manual: Resumption. */
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

/** Gives what another client session can go on from. It holds a secret: who reads it can go on from the session, too.
 *  In TLS 1.3, where tickets come after the handshake, it is of the newest one, and a client without any waits for
 *  one: about as long as the handshake took, at least 50 ms and at most a second; application data that comes
 *  meanwhile is kept. Where the server gives nothing, the data is valid and leads to full handshakes.
 *  @param session a client's session after its handshake
 *  @param data gets the data, which the caller wipes and frees with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INTERNAL_ERROR: before the end of the handshake;
 *    GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE: after a false start, until data is received; GNUTLS_E_INVALID_REQUEST: a null pointer;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.3.1 @see RFC 8446, 4.6.1; RFC 5077; gnutls_session_set_data(); gnutls_session_get_flags() */
int gnutls_session_get_data2(gnutls_session_t session, gnutls_datum_t* data);

/** Copies what another client session can go on from. As gnutls_session_get_data2() gives it.
 *  @param session a client's session after its handshake
 *  @param session_data gets the data; may be null to learn the size
 *  @param session_data_size holds the room and gets the size, or the room that is needed, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; those of gnutls_session_get_data2()
 *  @since 1.0 @see RFC 8446, 4.6.1; gnutls_session_get_data2() */
int gnutls_session_get_data(gnutls_session_t session, void* session_data, size_t* session_data_size);

/** Lets a client go on from an earlier session. The session is offered to the server if it is not expired and of the
 *  same server name (gnutls_server_name_set()), and the priorities allow its version and cipher suite; a session that
 *  verifies its peer only goes on from one in which verification has succeeded. The name of
 *  gnutls_session_set_verify_cert() is not kept, and so not compared. A server that does not take it performs a full handshake, and no
 *  error tells of it: gnutls_session_is_resumed() does. In TLS 1.3 each session should be used once, where connections
 *  should not be linked with one another.
 *  @param session a client's session, before its handshake
 *  @param session_data, session_data_size what gnutls_session_get_data2() gave, copied
 *  @returns 0, or an error
 *  @errors GNUTLS_E_DB_ERROR: the bytes are no session; GNUTLS_E_INVALID_REQUEST: a null pointer, or no data;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 8446, 2.2 and C.4; gnutls_session_is_resumed() */
int gnutls_session_set_data(gnutls_session_t session, const void* session_data, size_t session_data_size);

/** Sets the session id of a client's first message. No session belongs to it: a server that resumes one all the same
 *  makes the handshake fail with GNUTLS_E_UNEXPECTED_PACKET.
 *  @param session a client's session, before its handshake
 *  @param sid at most GNUTLS_MAX_SESSION_ID_SIZE bytes, copied
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, a longer id, or a server's session; GNUTLS_E_MEMORY_ERROR: no
 *  memory is left
 *  @since 3.2.1 @see RFC 5246, 7.4.1.2; gnutls_session_get_id() */
int gnutls_session_set_id(gnutls_session_t session, const gnutls_datum_t* sid);

/** Tells whether the session continues an earlier one.
 *  @param session a session
 *  @returns 1 when it does, otherwise 0
 *  @errors none
 *  @since 1.0 @see RFC 8446, 2.2; gnutls_session_set_data() */
int gnutls_session_is_resumed(gnutls_session_t session);

/** Tells whether a server's client asked to go on from an earlier session.
 *  @param session a session
 *  @returns 1 when it asked, in TLS 1.2 by a session id or a ticket, in TLS 1.3 by a ticket that was accepted;
 *  otherwise 0, on a client always
 *  @errors none
 *  @since 3.0.12 @see RFC 8446, 4.2.11; gnutls_session_is_resumed() */
int gnutls_session_resumption_requested(gnutls_session_t session);

/** Makes a key for tickets. Servers that share it accept each other's tickets. The keys that seal tickets are derived
 *  from it and change every six hours. Whoever has it can open every ticket.
 *  @param key gets 64 random bytes, which the caller wipes and frees with gnutls_free(); empty on error
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: `key` is null; GNUTLS_E_MEMORY_ERROR: no memory is left; GNUTLS_E_RANDOM_FAILED:
 *  there are no random bytes
 *  @since 2.10.0 @see RFC 5077; gnutls_session_ticket_enable_server() */
int gnutls_session_ticket_key_generate(gnutls_datum_t* key);

/** Lets a server give out tickets and accept them. In TLS 1.3 two are sent at the end of the handshake, none in a
 *  session that was made with GNUTLS_NO_AUTO_SEND_TICKET.
 *  @param session a server's session, before its handshake
 *  @param key of gnutls_session_ticket_key_generate(), copied
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, or a key of another size; GNUTLS_E_MEMORY_ERROR: no memory is
 *  left
 *  @since 2.10.0 @see RFC 8446, 4.6.1; RFC 5077; gnutls_session_ticket_send() */
int gnutls_session_ticket_enable_server(gnutls_session_t session, const gnutls_datum_t* key);

/** Lets a client ask for tickets of TLS 1.2. It does so anyway, but for the flags GNUTLS_NO_TICKETS and
 *  GNUTLS_NO_TICKETS_TLS12 of gnutls_init().
 *  @param session a client's session, before its handshake
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null session
 *  @since 2.10.0 @see RFC 5077 */
int gnutls_session_ticket_enable_client(gnutls_session_t session);

/** Sends more tickets on a server of TLS 1.3.
 *  @param session a server's session after its handshake, with a ticket key
 *  @param nr how many, at least 1
 *  @param flags 0
 *  @returns 0, or an error; after GNUTLS_E_AGAIN or GNUTLS_E_INTERRUPTED it is called again with the same arguments
 *  @errors GNUTLS_E_AGAIN, GNUTLS_E_INTERRUPTED: the transport is not ready;
 *    GNUTLS_E_INVALID_REQUEST: none, before the end of the handshake, without a ticket key, on a client, or before
 *      TLS 1.3;
 *    GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE: from a callback;
 *    GNUTLS_E_INVALID_SESSION: the session has failed or was closed;
 *    GNUTLS_E_PUSH_ERROR, GNUTLS_E_PREMATURE_TERMINATION: the transport failed;
 *    GNUTLS_E_RANDOM_FAILED: there are no random bytes;
 *    GNUTLS_E_MEMORY_ERROR: no memory is left;
 *    GNUTLS_E_INTERNAL_ERROR: this side failed
 *  @since 3.6.3 @see RFC 8446, 4.6.1; gnutls_session_ticket_enable_server() */
int gnutls_session_ticket_send(gnutls_session_t session, unsigned nr, unsigned flags);

/** Sets how long a server's sessions can be resumed. A ticket can be opened for 6 to 12 hours at most, whatever is set.
 *  @param session a server's session, before its handshake; null is allowed
 *  @param seconds 1 to 604800; others are ignored
 *  @since 1.0 @see RFC 8446, 4.6.1; gnutls_db_get_default_cache_expiration() */
void gnutls_db_set_cache_expiration(gnutls_session_t session, int seconds);

/** Tells how long sessions can be resumed unless gnutls_db_set_cache_expiration() says otherwise.
 *  @returns 21600 seconds
 *  @since 3.4.0 or earlier @see gnutls_db_set_cache_expiration() */
unsigned gnutls_db_get_default_cache_expiration(void);

/** Sets the function that stores sessions of TLS 1.2. They are those of clients that take no ticket. Without this
 *  function and that of gnutls_db_set_retrieve_function() there is no database. It gets the pointer of
 *  gnutls_db_set_ptr(), a key of at most 32 bytes and the session, which holds a secret; both are borrowed for the
 *  call. It returns 0, or anything else when it could not store it.
 *  @param session a server's session, before its handshake; null is allowed
 *  @param store_func the function; null takes it away
 *  @since 1.0 @see RFC 5246, 7.3; gnutls_db_set_retrieve_function(); gnutls_db_set_remove_function() */
void gnutls_db_set_store_function(gnutls_session_t session, gnutls_db_store_func store_func);

/** Sets the function that finds a stored session. It gets the pointer of gnutls_db_set_ptr() and the key, and returns
 *  memory of gnutls_malloc() that the library then wipes and frees, or a null `data`. It may answer anything: what is
 *  no session of this server name, or too old, leads to a full handshake.
 *  @param session a server's session, before its handshake; null is allowed
 *  @param retr_func the function; null takes it away
 *  @since 1.0 @see RFC 5246, 7.3; gnutls_db_set_store_function() */
void gnutls_db_set_retrieve_function(gnutls_session_t session, gnutls_db_retr_func retr_func);

/** Sets the function that forgets a stored session. It is called when its connection ends in a fatal alert, and by
 *  gnutls_db_remove_session(). It gets the pointer of gnutls_db_set_ptr() and the key.
 *  @param session a server's session, before its handshake; null is allowed
 *  @param rem_func the function; null takes it away
 *  @since 1.0 @see RFC 5246, 7.2.2 */
void gnutls_db_set_remove_function(gnutls_session_t session, gnutls_db_remove_func rem_func);

/** Sets the first argument of the functions of the database.
 *  @param session a session; null is allowed
 *  @param ptr any pointer
 *  @since 1.0 @see gnutls_db_set_store_function() */
void gnutls_db_set_ptr(gnutls_session_t session, void* ptr);

/** Gives the first argument of the functions of the database.
 *  @param session a session; null is allowed
 *  @returns what gnutls_db_set_ptr() set, or null
 *  @since 1.0 @see gnutls_db_set_ptr() */
void* gnutls_db_get_ptr(gnutls_session_t session);

/** Removes a session from the database, so that it cannot be resumed any more.
 *  @param session a server's session; null is allowed
 *  @since 1.0 @see gnutls_db_set_remove_function() */
void gnutls_db_remove_session(gnutls_session_t session);

/** Tells when a stored session was established. For databases that throw old ones away.
 *  @param entry what a store function got; only looked at
 *  @returns seconds since 1970, 0 for what is no session
 *  @since 3.1.7 @see gnutls_db_check_entry_expire_time() */
time_t gnutls_db_check_entry_time(gnutls_datum_t* entry);

/** Tells from when on a stored session cannot be resumed any more.
 *  @param entry what a store function got; only looked at
 *  @returns seconds since 1970, 0 for what is no session
 *  @since 3.6.5 @see gnutls_db_check_entry_time() */
time_t gnutls_db_check_entry_expire_time(gnutls_datum_t* entry);

/** Has no effect. gnutls_db_check_entry_expire_time() tells what it once told.
 *  @param session, session_entry anything
 *  @returns 0
 *  @errors none
 *  @since 1.0 */
int gnutls_db_check_entry(gnutls_session_t session, gnutls_datum_t session_entry);

/** Queues data that a client of TLS 1.3 sends in its first flight, when the session of gnutls_session_set_data() allows as
 *  much; several calls add up. A server that does not take it lets it pass, which GNUTLS_SFLAGS_EARLY_DATA tells afterwards:
 *  then it has to be sent again. Somebody on the way can play it again: only requests that may be repeated belong there.
 *  @param session a client's session, before its handshake
 *  @param data the data, which is copied
 *  @param length its size in bytes
 *  @returns 0, as 3.7.9 does, otherwise an error
 *  @errors GNUTLS_E_RECORD_LIMIT_REACHED: more than the session allows;
 *    GNUTLS_E_INVALID_REQUEST: a server's session, or one whose handshake has begun;
 *    GNUTLS_E_MEMORY_ERROR: this side failed
 *  @since 3.6.5 @see RFC 8446, 2.3 and 8; gnutls_record_get_max_early_data_size(); gnutls_session_get_flags() */
ssize_t gnutls_record_send_early_data(gnutls_session_t session, const void* data, size_t length);

/** Copies early data that a server has taken, from the client's first message on. To take any it needs the flag
 *  GNUTLS_ENABLE_EARLY_DATA and gnutls_anti_replay_enable().
 *  @param session a server's session
 *  @param data where to put it
 *  @param data_size the room there, in bytes
 *  @returns how many bytes, otherwise an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: there is none, or nothing more;
 *    GNUTLS_E_INVALID_REQUEST: a client's session, or a null pointer
 *  @since 3.6.5 @see RFC 8446, 2.3 and 8; gnutls_record_set_max_early_data_size() */
ssize_t gnutls_record_recv_early_data(gnutls_session_t session, void* data, size_t data_size);

/** Sets how much early data a server takes; its tickets tell clients. Without this call it is 16384.
 *  @param session a server's session, before its handshake
 *  @param size bytes, at most 2^32-1
 *  @returns 0, otherwise an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a client's session, or a larger size
 *  @since 3.6.4 @see RFC 8446, 4.6.1; gnutls_record_recv_early_data() */
int gnutls_record_set_max_early_data_size(gnutls_session_t session, size_t size);

/** Tells how much early data a server takes, or a client's session allows.
 *  @param session a session
 *  @returns bytes; on a client that does not know 2^32-1
 *  @errors none
 *  @since 3.6.5 @see RFC 8446, 4.6.1; gnutls_record_send_early_data() */
size_t gnutls_record_get_max_early_data_size(gnutls_session_t session);

/** Makes a protection against early data that is played again, with a window of 10 seconds. What came before this call it
 *  does not know: for twice the window and a second from here on, no early data is taken under a ticket that is older than
 *  this call, so that a server that has started anew takes no first message for the second time.
 *  @param anti_replay gets it; free it with gnutls_anti_replay_deinit()
 *  @returns 0, otherwise an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer;
 *    GNUTLS_E_MEMORY_ERROR: this side failed
 *  @since 3.6.5 @see RFC 8446, 8; gnutls_anti_replay_set_add_function(); gnutls_anti_replay_enable() */
int gnutls_anti_replay_init(gnutls_anti_replay_t* anti_replay);

/** Frees a protection; sessions that use it keep what they need.
 *  @param anti_replay of gnutls_anti_replay_init(), or null
 *  @since 3.6.5 @see gnutls_anti_replay_init() */
void gnutls_anti_replay_deinit(gnutls_anti_replay_t anti_replay);

/** Sets by how much a client's first message may come earlier or later than its ticket's age says. For twice that time it is
 *  remembered.
 *  @param anti_replay of gnutls_anti_replay_init()
 *  @param window milliseconds
 *  @since 3.6.5 @see RFC 8446, 8.2 and 8.3; gnutls_anti_replay_init() */
void gnutls_anti_replay_set_window(gnutls_anti_replay_t anti_replay, unsigned int window);

/** Sets the function that remembers clients' first messages. Without one no early data is taken. Servers that share a ticket
 *  key have to share what it remembers.
 *  @param anti_replay of gnutls_anti_replay_init()
 *  @param add_func the function
 *  @since 3.6.5 @see RFC 8446, 8.2; gnutls_anti_replay_set_ptr() */
void gnutls_anti_replay_set_add_function(gnutls_anti_replay_t anti_replay, gnutls_db_add_func add_func);

/** Sets that function's first argument.
 *  @param anti_replay of gnutls_anti_replay_init()
 *  @param ptr the argument; it stays the program's
 *  @since 3.6.5 @see gnutls_anti_replay_set_add_function() */
void gnutls_anti_replay_set_ptr(gnutls_anti_replay_t anti_replay, void* ptr);

/** Lets a server take early data under a protection.
 *  @param session a server's session, before its handshake
 *  @param anti_replay of gnutls_anti_replay_init(); null: no early data is taken
 *  @since 3.6.5 @see RFC 8446, 8; gnutls_record_recv_early_data() */
void gnutls_anti_replay_enable(gnutls_session_t session, gnutls_anti_replay_t anti_replay);

/** Derives keying material before the handshake is over: on a client that has sent early data, and on a server that takes it,
 *  in a hook after GNUTLS_HANDSHAKE_CLIENT_HELLO at the earliest. Who plays the first flight again gets the same.
 *  @param session a session
 *  @param label_size the label's length in bytes, without a NUL
 *  @param label what the material is for
 *  @param context_size the context's size in bytes
 *  @param context more that it depends on, or null
 *  @param outsize how many bytes are wanted
 *  @param out gets them
 *  @returns 0, otherwise an error
 *  @errors GNUTLS_E_INVALID_REQUEST: no early data, a null pointer, or too long a label or output;
 *    GNUTLS_E_MEMORY_ERROR: this side failed
 *  @since 3.6.8 @see RFC 8446, 7.5; gnutls_prf_rfc5705() */
int gnutls_prf_early(gnutls_session_t session, size_t label_size, const char* label, size_t context_size,
                     const char* context, size_t outsize, char* out);

#ifdef __cplusplus
}
#endif
