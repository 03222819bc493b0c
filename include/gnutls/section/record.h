/* Application data in records. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GNUTLS_RECORD_WAIT 1

/** Sends up to 16384 bytes of `data`. Returns how many were taken, or an error. After GNUTLS_E_AGAIN or
 *  GNUTLS_E_INTERRUPTED it is called again with the same arguments, or with null and 0; otherwise there must be data. */
ssize_t gnutls_record_send(gnutls_session_t session, const void* data, size_t data_size);

/** gnutls_record_send() with `pad` more bytes that hide the length, as far as the record has room for them; the peer
 *  drops them (TLS 1.3; RFC 8446, 5.4). `flags` is 0. Returns how many bytes of `data` were taken, or an error:
 *  GNUTLS_E_INVALID_REQUEST for padding without data, or of more than 16384 bytes. Since 3.6.3. */
ssize_t gnutls_record_send2(gnutls_session_t session, const void* data, size_t data_size, size_t pad, unsigned flags);

/** Sends up to `count` bytes of a file that has positions. With `offset`, reading starts so many bytes behind the file's
 *  position, which stays, and `*offset` grows by what was sent; with null the position moves. Returns how many bytes,
 *  fewer at the end of the file or when the transport was not ready, or an error: GNUTLS_E_FILE_ERROR when reading
 *  fails. After GNUTLS_E_AGAIN it is called again with the same arguments. Since 3.7.4. */
ssize_t gnutls_record_send_file(gnutls_session_t session, int fd, off_t* offset, size_t count);

/** Receives up to `data_size` bytes. Returns how many, 0 after the peer's close_notify, or an error:
 *  GNUTLS_E_PREMATURE_TERMINATION when the stream ended without one. */
ssize_t gnutls_record_recv(gnutls_session_t session, void* data, size_t data_size);

/** gnutls_record_recv(), which also writes the record's sequence number, 8 bytes, most significant first, to `seq`. */
ssize_t gnutls_record_recv_seq(gnutls_session_t session, void* data, size_t data_size, unsigned char* seq);

/** Receives one record, or the rest of one, as `*packet`, which the caller frees with gnutls_packet_deinit(). Returns
 *  what gnutls_record_recv() does; unless that is positive `*packet` is null. Since 3.3.5. */
ssize_t gnutls_record_recv_packet(gnutls_session_t session, gnutls_packet_t* packet);

/** Shows a packet's data, which stays the packet's; a null packet has none. The record's sequence number, 8 bytes, most
 *  significant first, goes to `sequence` unless that is null. Since 3.3.5. */
void gnutls_packet_get(gnutls_packet_t packet, gnutls_datum_t* data, unsigned char* sequence);

/** Frees a packet and wipes its data. Null is allowed. Since 3.3.5. */
void gnutls_packet_deinit(gnutls_packet_t packet);

/** From now on gnutls_record_send() collects data instead of sending it. */
void gnutls_record_cork(gnutls_session_t session);

/** Sends what was collected. GNUTLS_RECORD_WAIT goes on until all is sent; otherwise an interruption leaves the rest
 *  collected. Returns how many bytes were sent, or an error. */
int gnutls_record_uncork(gnutls_session_t session, unsigned int flags);

/** Returns how many bytes are collected. */
size_t gnutls_record_check_corked(gnutls_session_t session);

/** Drops what an interrupted gnutls_record_send() has left for the transport. A stream does not survive that when a part
 *  of a record has been sent already. Returns how many bytes were dropped. Since 3.4.0. */
size_t gnutls_record_discard_queued(gnutls_session_t session);

/** Returns how many received bytes gnutls_record_recv() can give without reading from the network. */
size_t gnutls_record_check_pending(gnutls_session_t session);

/** Returns which way an interrupted call was waiting: 0 reading, 1 writing. */
int gnutls_record_get_direction(gnutls_session_t session);

/** Limits each gnutls_record_recv() to `ms` milliseconds: 0 or GNUTLS_INDEFINITE_TIMEOUT for no limit. When time is
 *  over it returns GNUTLS_E_TIMEDOUT. */
void gnutls_record_set_timeout(gnutls_session_t session, unsigned int ms);

/** Returns how many bytes one record for sending may carry, as the peer has it. */
size_t gnutls_record_get_max_size(gnutls_session_t session);

/** Limits records to `size` bytes of data, 512 to 16384, in both directions; receiving as
 *  gnutls_record_set_max_recv_size() does. Returns 0 or GNUTLS_E_INVALID_REQUEST. */
ssize_t gnutls_record_set_max_size(gnutls_session_t session, size_t size);

/** Tells the peer in the handshake that records may carry at most `size` bytes, 512 to 16384 (RFC 8449); afterwards it
 *  changes nothing. Returns 0 or GNUTLS_E_INVALID_REQUEST. Since 3.6.8. */
ssize_t gnutls_record_set_max_recv_size(gnutls_session_t session, size_t size);

/** Ends the padding of records. None is added but by gnutls_record_send2(), each time for one call. */
void gnutls_record_disable_padding(gnutls_session_t session);

/** Cuts a range of lengths, which is longer than a record, into one for the next record, `next`, and the rest of it,
 *  `remainder`, which is 0 to 0 at the end. For gnutls_record_send_range(). Returns 0 or GNUTLS_E_INVALID_REQUEST. */
int gnutls_range_split(gnutls_session_t session, const gnutls_range_st* orig, gnutls_range_st* next,
                       gnutls_range_st* remainder);

/** Sends `data_size` bytes, any number of them, so that the records look like those of `range->high` bytes (TLS 1.3;
 *  RFC 8446, 5.4). For transports that wait: after GNUTLS_E_AGAIN a part may have been sent. Returns `data_size`, or an error:
 *  GNUTLS_E_INVALID_REQUEST for data that is not within the range, before TLS 1.3, and between gnutls_record_cork() and
 *  gnutls_record_uncork(). */
ssize_t gnutls_record_send_range(gnutls_session_t session, const void* data, size_t data_size,
                                 const gnutls_range_st* range);

/** Returns 1 when the protocol in use can hide the length of data, otherwise 0. */
unsigned int gnutls_record_can_use_length_hiding(gnutls_session_t session);

/** Returns how many bytes a record adds to its data in this session. */
size_t gnutls_record_overhead_size(gnutls_session_t session);

/** Returns how many bytes a record adds to its data, at most, with these parameters of a session: 0 when one of them is
 *  unknown. `comp` is not looked at, `flags` is 0. Since 3.2.2. */
size_t gnutls_est_record_overhead_size(gnutls_protocol_t version, gnutls_cipher_algorithm_t cipher,
                                       gnutls_mac_algorithm_t mac, gnutls_compression_method_t comp,
                                       unsigned int flags);

/* Older names. */
#define gnutls_read gnutls_record_recv
#define gnutls_write gnutls_record_send

#ifdef __cplusplus
}
#endif
