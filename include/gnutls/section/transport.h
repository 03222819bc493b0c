/* Between session and network: descriptors, or functions of the application. Manual: Asynchronous use. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a time limit may be besides milliseconds. */
#define GNUTLS_INDEFINITE_TIMEOUT ((unsigned int)-2)

/* Directions in which the kernel encrypts. */
typedef enum {
  GNUTLS_KTLS_RECV = 1,
  GNUTLS_KTLS_SEND = 2,
  GNUTLS_KTLS_DUPLEX = 3,
} gnutls_transport_ktls_enable_flags_t;

/** Sets one descriptor for both directions. A macro: gnutls_transport_set_int2() with the descriptor twice.
 *  @param s a session
 *  @param i a descriptor, which stays the program's
 *  @since 3.1.9 @see gnutls_transport_set_int2() */
#define gnutls_transport_set_int(s, i) gnutls_transport_set_int2(s, i, i)

/** Sets the descriptors that a session reads from and writes to. They stay the program's: the session never closes
 *  them. They may wait or not (O_NONBLOCK).
 *  @param session a session
 *  @param r the descriptor for reading
 *  @param s the descriptor for writing
 *  @since 3.1.9 @see gnutls_transport_set_ptr2(); gnutls_record_get_direction() */
void gnutls_transport_set_int2(gnutls_session_t session, int r, int s);

/** Gives a session's descriptors.
 *  @param session a session
 *  @param r gets the descriptor for reading
 *  @param s gets the descriptor for writing
 *  @since 3.1.9 @see gnutls_transport_set_int2() */
void gnutls_transport_get_int2(gnutls_session_t session, int* r, int* s);

/** Gives a session's descriptor for reading.
 *  @param session a session
 *  @returns the descriptor
 *  @errors none
 *  @since 3.1.9 @see gnutls_transport_set_int2() */
int gnutls_transport_get_int(gnutls_session_t session);

/** Sets the value that the program's push and pull functions get. Without such functions it is a descriptor.
 *  @param session a session
 *  @param ptr any value, for both directions
 *  @since 1.0 @see gnutls_transport_set_push_function(); gnutls_transport_set_pull_function() */
void gnutls_transport_set_ptr(gnutls_session_t session, gnutls_transport_ptr_t ptr);

/** Sets one value for the pull function and another for the push function.
 *  @param session a session
 *  @param recv_ptr what the pull function gets
 *  @param send_ptr what the push function gets
 *  @since 1.0 @see gnutls_transport_set_ptr() */
void gnutls_transport_set_ptr2(gnutls_session_t session, gnutls_transport_ptr_t recv_ptr,
                               gnutls_transport_ptr_t send_ptr);

/** Gives the value for reading.
 *  @param session a session
 *  @returns what gnutls_transport_set_ptr() or its kin set
 *  @since 1.0 @see gnutls_transport_set_ptr() */
gnutls_transport_ptr_t gnutls_transport_get_ptr(gnutls_session_t session);

/** Gives both values.
 *  @param session a session
 *  @param recv_ptr gets the value for reading
 *  @param send_ptr gets the value for writing
 *  @since 1.0 @see gnutls_transport_set_ptr2() */
void gnutls_transport_get_ptr2(gnutls_session_t session, gnutls_transport_ptr_t* recv_ptr,
                               gnutls_transport_ptr_t* send_ptr);

/** Sets the function that sends bytes, with the meaning of send(2). It gets the session's value, at least one whole
 *  record, and its length. It returns how many bytes it took, or -1 and the reason through
 *  gnutls_transport_set_errno() or errno. 0 counts as EAGAIN.
 *  @param session a session
 *  @param push_func the function; null for the descriptor
 *  @since 1.0 @see gnutls_transport_set_pull_function(); gnutls_transport_set_vec_push_function() */
void gnutls_transport_set_push_function(gnutls_session_t session, gnutls_push_func push_func);

/** Sets the function that sends bytes, with the meaning of writev(2). It takes the place of a push function and
 *  answers as that does.
 *  @param session a session
 *  @param vec_func the function; null for the descriptor
 *  @since 2.12.0 @see gnutls_transport_set_push_function() */
void gnutls_transport_set_vec_push_function(gnutls_session_t session, gnutls_vec_push_func vec_func);

/** Sets the function that receives bytes, with the meaning of recv(2). It gets the session's value, where to write,
 *  and how many bytes are wanted: never more than the record at hand still has. It returns how many it wrote, 0 at the
 *  end of the stream, or -1 and the reason through gnutls_transport_set_errno() or errno.
 *  @param session a session
 *  @param pull_func the function; null for the descriptor
 *  @since 1.0 @see gnutls_transport_set_push_function(); gnutls_transport_set_pull_timeout_function() */
void gnutls_transport_set_pull_function(gnutls_session_t session, gnutls_pull_func pull_func);

/** Sets the function that waits for bytes. It gets the session's value for reading and a number of milliseconds: 0 not
 *  to wait, GNUTLS_INDEFINITE_TIMEOUT to wait for ever. It returns a positive number when there are bytes, 0 when time
 *  is over, -1 on error, with errno. It is called only for sessions with a limit of time; a program's pull function
 *  cannot be limited without it.
 *  @param session a session
 *  @param func the function; gnutls_system_recv_timeout() is one for descriptors
 *  @since 3.0 @see gnutls_handshake_set_timeout(); gnutls_record_set_timeout() */
void gnutls_transport_set_pull_timeout_function(gnutls_session_t session, gnutls_pull_timeout_func func);

/** Sets the function that says why push or pull returned -1. Without it errno is read. What
 *  gnutls_transport_set_errno() said comes first.
 *  @param session a session
 *  @param errno_func gets the session's value for reading and returns an errno; null takes it away
 *  @since 2.12.0 @see gnutls_transport_set_errno() */
void gnutls_transport_set_errno_function(gnutls_session_t session, gnutls_errno_func errno_func);

/** Says why a push or pull function is about to return -1. Called from inside such a function; one in each direction
 *  may be running, in two threads.
 *  @param session the session
 *  @param err EAGAIN or EWOULDBLOCK to be called again later, EINTR for a signal, ECONNRESET for a reset, anything
 *  else for a failure
 *  @since 1.5.4 @see gnutls_transport_set_push_function() */
void gnutls_transport_set_errno(gnutls_session_t session, int err);

/** Waits for a descriptor: a pull-timeout function.
 *  @param ptr the descriptor, as a pointer
 *  @param ms milliseconds; GNUTLS_INDEFINITE_TIMEOUT to wait for ever
 *  @returns a positive number when there are bytes, 0 when time is over, -1 on error, with errno
 *  @errors none
 *  @since 3.4.0 @see POSIX, poll(); gnutls_transport_set_pull_timeout_function() */
int gnutls_system_recv_timeout(gnutls_transport_ptr_t ptr, unsigned int ms);

/** Tells in which directions the kernel encrypts.
 *  @param session any session
 *  @returns 0: in none
 *  @since 3.7.3 */
gnutls_transport_ktls_enable_flags_t gnutls_transport_is_ktls_enabled(gnutls_session_t session);

#ifdef __cplusplus
}
#endif
