/* Between session and network: descriptors, or functions of the application. */
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

/** gnutls_transport_set_int2() with one descriptor for both directions. */
#define gnutls_transport_set_int(s, i) gnutls_transport_set_int2(s, i, i)

/** Reads from descriptor `r` and writes to descriptor `s`. */
void gnutls_transport_set_int2(gnutls_session_t session, int r, int s);

/** Stores the two descriptors; a null pointer skips one. */
void gnutls_transport_get_int2(gnutls_session_t session, int* r, int* s);

/** Returns the descriptor for reading. */
int gnutls_transport_get_int(gnutls_session_t session);

/** Sets the value that the push and pull functions get; without such functions it is a descriptor. */
void gnutls_transport_set_ptr(gnutls_session_t session, gnutls_transport_ptr_t ptr);

/** The same with one value for reading and one for writing. */
void gnutls_transport_set_ptr2(gnutls_session_t session, gnutls_transport_ptr_t recv_ptr,
                               gnutls_transport_ptr_t send_ptr);

/** Returns the value for reading. */
gnutls_transport_ptr_t gnutls_transport_get_ptr(gnutls_session_t session);

/** Stores both values; a null pointer skips one. */
void gnutls_transport_get_ptr2(gnutls_session_t session, gnutls_transport_ptr_t* recv_ptr,
                               gnutls_transport_ptr_t* send_ptr);

/** Sets the function that sends bytes, with the meaning of send(2). It gets at least one whole record a call. */
void gnutls_transport_set_push_function(gnutls_session_t session, gnutls_push_func push_func);

/** Sets the function that sends bytes, with the meaning of writev(2). */
void gnutls_transport_set_vec_push_function(gnutls_session_t session, gnutls_vec_push_func vec_func);

/** Sets the function that receives bytes, with the meaning of recv(2). Never more is asked for than the record at hand
 *  has. */
void gnutls_transport_set_pull_function(gnutls_session_t session, gnutls_pull_func pull_func);

/** Sets the function that waits for bytes: `ms` milliseconds, 0 not at all, GNUTLS_INDEFINITE_TIMEOUT for ever. It
 *  returns a positive number when there are some, 0 when time is over, -1 on error. */
void gnutls_transport_set_pull_timeout_function(gnutls_session_t session, gnutls_pull_timeout_func func);

/** Sets the function that says why push or pull returned -1. Without it errno is read. */
void gnutls_transport_set_errno_function(gnutls_session_t session, gnutls_errno_func errno_func);

/** Says, from inside a push or pull function, why it is about to return -1: EAGAIN, EINTR, EMSGSIZE or another errno. */
void gnutls_transport_set_errno(gnutls_session_t session, int err);

/** The pull-timeout function for descriptors: poll(2) on `ptr` for `ms` milliseconds. */
int gnutls_system_recv_timeout(gnutls_transport_ptr_t ptr, unsigned int ms);

/** Returns which directions the kernel encrypts; 0, for none does. */
gnutls_transport_ktls_enable_flags_t gnutls_transport_is_ktls_enabled(gnutls_session_t session);

#ifdef __cplusplus
}
#endif
