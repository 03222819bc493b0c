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

/** The same, with `pad` bytes of padding (TLS 1.3) and flags; GNUTLS_RECORD_WAIT goes on until all is sent. */
ssize_t gnutls_record_send2(gnutls_session_t session, const void* data, size_t data_size, size_t pad,
                            unsigned int flags);

/** Receives up to `data_size` bytes. Returns how many, 0 after the peer's close_notify, or an error:
 *  GNUTLS_E_PREMATURE_TERMINATION when the stream ended without one. */
ssize_t gnutls_record_recv(gnutls_session_t session, void* data, size_t data_size);

/** The same, and stores the record's number in the eight bytes at `seq`. */
ssize_t gnutls_record_recv_seq(gnutls_session_t session, void* data, size_t data_size, unsigned char* seq);

/** Receives one record as a handle, without a copy. Returns its length, 0 at the end, or an error. The caller frees it
 *  with gnutls_packet_deinit(). */
ssize_t gnutls_record_recv_packet(gnutls_session_t session, gnutls_packet_t* packet);

/** Stores a view of a packet's data, and its record number in the eight bytes at `sequence` unless null. */
void gnutls_packet_get(gnutls_packet_t packet, gnutls_datum_t* data, unsigned char* sequence);

/** Frees a packet. Null is allowed. */
void gnutls_packet_deinit(gnutls_packet_t packet);

/** From now on gnutls_record_send() collects data instead of sending it. */
void gnutls_record_cork(gnutls_session_t session);

/** Sends what was collected. GNUTLS_RECORD_WAIT goes on until all is sent; otherwise an interruption leaves the rest
 *  collected. Returns how many bytes were sent, or an error. */
int gnutls_record_uncork(gnutls_session_t session, unsigned int flags);

/** Returns how many bytes are collected. */
size_t gnutls_record_check_corked(gnutls_session_t session);

/** Returns how many received bytes gnutls_record_recv() can give without reading from the network. */
size_t gnutls_record_check_pending(gnutls_session_t session);

/** Drops what is queued for sending after an error that cannot be mended. Returns how many bytes. */
size_t gnutls_record_discard_queued(gnutls_session_t session);

/** Returns which way an interrupted call was waiting: 0 reading, 1 writing. */
int gnutls_record_get_direction(gnutls_session_t session);

/** Limits each gnutls_record_recv() to `ms` milliseconds: 0 or GNUTLS_INDEFINITE_TIMEOUT for no limit. When time is
 *  over it returns GNUTLS_E_TIMEDOUT. */
void gnutls_record_set_timeout(gnutls_session_t session, unsigned int ms);

/** Returns how many bytes one record for sending can carry. */
size_t gnutls_record_get_max_size(gnutls_session_t session);

/** Sets how many bytes a record may carry in both directions, 512 to 16384, and asks the peer to agree (RFC 8449).
 *  Before the handshake only. Returns 0 or an error. */
ssize_t gnutls_record_set_max_size(gnutls_session_t session, size_t size);

/** The same for received records alone (RFC 8449). */
ssize_t gnutls_record_set_max_recv_size(gnutls_session_t session, size_t size);

/** Sends records without padding. It is the default. */
void gnutls_record_disable_padding(gnutls_session_t session);

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
