/* Application data in records. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GNUTLS_RECORD_WAIT 1

/** Sends up to 16384 bytes of `data`. Returns how many were taken, or an error. After GNUTLS_E_AGAIN or
 *  GNUTLS_E_INTERRUPTED it is called again with the same arguments, or with null and 0. */
ssize_t gnutls_record_send(gnutls_session_t session, const void* data, size_t data_size);

/** Receives up to `data_size` bytes. Returns how many, 0 after the peer's close_notify, or an error:
 *  GNUTLS_E_PREMATURE_TERMINATION when the stream ended without one. */
ssize_t gnutls_record_recv(gnutls_session_t session, void* data, size_t data_size);

/** From now on gnutls_record_send() collects data instead of sending it. */
void gnutls_record_cork(gnutls_session_t session);

/** Sends what was collected. GNUTLS_RECORD_WAIT goes on until all is sent; otherwise an interruption leaves the rest
 *  collected. Returns how many bytes were sent, or an error. */
int gnutls_record_uncork(gnutls_session_t session, unsigned int flags);

/** Returns how many bytes are collected. */
size_t gnutls_record_check_corked(gnutls_session_t session);

/** Returns how many received bytes gnutls_record_recv() can give without reading from the network. */
size_t gnutls_record_check_pending(gnutls_session_t session);

/** Returns which way an interrupted call was waiting: 0 reading, 1 writing. */
int gnutls_record_get_direction(gnutls_session_t session);

/** Limits each gnutls_record_recv() to `ms` milliseconds: 0 or GNUTLS_INDEFINITE_TIMEOUT for no limit. When time is
 *  over it returns GNUTLS_E_TIMEDOUT. */
void gnutls_record_set_timeout(gnutls_session_t session, unsigned int ms);

/** Returns how many bytes one record for sending can carry. */
size_t gnutls_record_get_max_size(gnutls_session_t session);

/** Returns 1 when the protocol in use can hide the length of data, otherwise 0. */
unsigned int gnutls_record_can_use_length_hiding(gnutls_session_t session);

/** Returns how many bytes a record adds to its data in this session. */
size_t gnutls_record_overhead_size(gnutls_session_t session);

/* Older names. */
#define gnutls_read gnutls_record_recv
#define gnutls_write gnutls_record_send

#ifdef __cplusplus
}
#endif
