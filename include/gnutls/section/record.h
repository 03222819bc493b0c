/* Application data in records. Manual: Handshake. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GNUTLS_RECORD_WAIT 1

/** Sends data. One call takes up to 16384 bytes, or what gnutls_record_set_max_size() and the peer's limit allow. After
 *  GNUTLS_E_AGAIN and GNUTLS_E_INTERRUPTED the library has taken the data, and a part of it may have left: the call is
 *  repeated with the same arguments, or with null and 0, and then says how many bytes were taken. Between
 *  gnutls_record_cork() and gnutls_record_uncork() any number of bytes is kept and nothing sent.
 *  @param session a session after its handshake
 *  @param data, data_size the bytes, at least 1; null and 0 to go on after GNUTLS_E_AGAIN
 *  @returns how many bytes were taken, or an error
 *  @errors GNUTLS_E_AGAIN, GNUTLS_E_INTERRUPTED: the transport is not ready, see gnutls_record_get_direction();
 *    GNUTLS_E_INVALID_REQUEST: a null session, or no data and nothing to go on with;
 *    GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE: before the end of the handshake, or from a callback of it;
 *    GNUTLS_E_INVALID_SESSION: the session has failed, or gnutls_bye() was called;
 *    GNUTLS_E_PUSH_ERROR: the transport failed, and a later call tries again;
 *    GNUTLS_E_PREMATURE_TERMINATION: the transport was reset;
 *    GNUTLS_E_MEMORY_ERROR: no memory is left;
 *    GNUTLS_E_INTERNAL_ERROR: the data could not be encrypted
 *  @since 1.0 @see RFC 8446, 5.1; gnutls_record_recv(); gnutls_record_cork() */
ssize_t gnutls_record_send(gnutls_session_t session, const void* data, size_t data_size);

/** Sends data with padding that hides its length. The peer drops the padding. TLS 1.3 only.
 *  @param session a session after its handshake
 *  @param data, data_size as in gnutls_record_send(); with 0 bytes the record holds padding alone, and 0 is returned
 *  @param pad how many bytes to add, 0 to 16384, as far as the record has room for them
 *  @param flags 0
 *  @returns how many bytes of `data` were taken, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: padding before TLS 1.3, of more than 16384 bytes, or with a null pointer; those of
 *  gnutls_record_send() and gnutls_record_send_range()
 *  @since 3.6.3 @see RFC 8446, 5.4; gnutls_record_send_range() */
ssize_t gnutls_record_send2(gnutls_session_t session, const void* data, size_t data_size, size_t pad, unsigned flags);

/** Sends a part of a file. The file must have positions. With `offset`, reading starts so many bytes behind the file's
 *  position, which stays; without, the position moves.
 *  @param session a session after its handshake
 *  @param fd an open file
 *  @param offset grows by what was sent; may be null
 *  @param count bytes, at most
 *  @returns how many bytes were taken, fewer at the end of the file or when the transport was not ready, or an error;
 *  after GNUTLS_E_AGAIN it is called again with the same arguments
 *  @errors GNUTLS_E_FILE_ERROR: reading failed, or the file has no positions; those of gnutls_record_send()
 *  @since 3.7.4 @see gnutls_record_send() */
ssize_t gnutls_record_send_file(gnutls_session_t session, int fd, off_t* offset, size_t count);

/** Receives data. It gives at most one record's, and what did not fit the next time. Data that came before an error is
 *  given before the error. When the peer's close_notify has come it returns 0, and this side may still send.
 *
 *  After GNUTLS_E_AGAIN, GNUTLS_E_INTERRUPTED, GNUTLS_E_TIMEDOUT, GNUTLS_E_WARNING_ALERT_RECEIVED and
 *  GNUTLS_E_REHANDSHAKE it may be called again. A client's session that was made with GNUTLS_AUTO_REAUTH performs the
 *  handshakes that the server asks for, and then may also return what gnutls_handshake() returns.
 *  @param session a session after its handshake
 *  @param data, data_size the room for it, at least 1 byte
 *  @returns how many bytes, 0 after the peer's close_notify, or an error
 *  @errors GNUTLS_E_AGAIN, GNUTLS_E_INTERRUPTED: the transport is not ready;
 *    GNUTLS_E_TIMEDOUT: the limit of gnutls_record_set_timeout() has passed;
 *    GNUTLS_E_WARNING_ALERT_RECEIVED: the peer sent a warning, see gnutls_alert_get();
 *    GNUTLS_E_REHANDSHAKE: the peer wants another handshake (TLS 1.2), see gnutls_handshake(); reading on ignores it;
 *    GNUTLS_E_FATAL_ALERT_RECEIVED: the peer ended the session with an alert;
 *    GNUTLS_E_PREMATURE_TERMINATION: the stream ended without close_notify, and what was received may not be all;
 *    GNUTLS_E_PULL_ERROR: the transport failed;
 *    GNUTLS_E_PUSH_ERROR: what is due to the peer could not be sent;
 *    GNUTLS_E_DECRYPTION_FAILED: a record was changed on its way;
 *    GNUTLS_E_UNEXPECTED_PACKET, GNUTLS_E_UNEXPECTED_HANDSHAKE_PACKET, GNUTLS_E_UNEXPECTED_PACKET_LENGTH,
 *      GNUTLS_E_UNSUPPORTED_VERSION_PACKET, GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER,
 *      GNUTLS_E_RECEIVED_ILLEGAL_EXTENSION: the peer broke the protocol;
 *    GNUTLS_E_RECORD_OVERFLOW, GNUTLS_E_HANDSHAKE_TOO_LARGE, GNUTLS_E_TOO_MANY_EMPTY_PACKETS,
 *      GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS: the peer sent more than a limit allows;
 *    GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE: before the end of the handshake, or from a callback of it;
 *    GNUTLS_E_INVALID_SESSION: the session has failed;
 *    GNUTLS_E_INVALID_REQUEST: a null session, or no room;
 *    GNUTLS_E_MEMORY_ERROR: no memory is left;
 *    GNUTLS_E_INTERNAL_ERROR: this side failed
 *  @since 1.0 @see RFC 8446, 5 and 6.1; gnutls_record_check_pending(); gnutls_bye() */
ssize_t gnutls_record_recv(gnutls_session_t session, void* data, size_t data_size);

/** Receives data and the number of its record.
 *  @param session a session after its handshake
 *  @param data, data_size the room for it, at least 1 byte
 *  @param seq gets the sequence number, 8 bytes, the most significant first; may be null
 *  @returns what gnutls_record_recv() does
 *  @errors those of gnutls_record_recv()
 *  @since 3.0 @see RFC 8446, 5.3; gnutls_record_recv_packet() */
ssize_t gnutls_record_recv_seq(gnutls_session_t session, void* data, size_t data_size, unsigned char* seq);

/** Receives one record, or the rest of one, as an object. The caller frees it with gnutls_packet_deinit().
 *  @param session a session after its handshake
 *  @param packet gets it; null unless the result is positive
 *  @returns what gnutls_record_recv() does
 *  @errors those of gnutls_record_recv()
 *  @since 3.3.5 @see gnutls_packet_get() */
ssize_t gnutls_record_recv_packet(gnutls_session_t session, gnutls_packet_t* packet);

/** Shows a packet's data.
 *  @param packet a packet of gnutls_record_recv_packet(); null has no data
 *  @param data gets the data, which stays the packet's; may be null
 *  @param sequence gets the record's sequence number, 8 bytes, the most significant first; may be null
 *  @since 3.3.5 @see RFC 8446, 5.3 */
void gnutls_packet_get(gnutls_packet_t packet, gnutls_datum_t* data, unsigned char* sequence);

/** Frees a packet and wipes its data.
 *  @param packet a packet; null is allowed
 *  @since 3.3.5 @see gnutls_record_recv_packet() */
void gnutls_packet_deinit(gnutls_packet_t packet);

/** Collects data instead of sending it. From now on gnutls_record_send() only keeps what it gets, so that small pieces
 *  share a record.
 *  @param session a session; null is allowed
 *  @since 3.1.9 @see gnutls_record_uncork() */
void gnutls_record_cork(gnutls_session_t session);

/** Sends what was collected. An interruption leaves the rest collected, and the session corked: call again.
 *  @param session a session
 *  @param flags GNUTLS_RECORD_WAIT to go on until all is sent, otherwise 0
 *  @returns how many bytes were sent, or an error
 *  @errors those of gnutls_record_send()
 *  @since 3.1.9 @see gnutls_record_cork(); gnutls_record_check_corked() */
int gnutls_record_uncork(gnutls_session_t session, unsigned int flags);

/** Tells how much is collected.
 *  @param session a session; null is allowed
 *  @returns bytes
 *  @since 3.2.8 @see gnutls_record_cork() */
size_t gnutls_record_check_corked(gnutls_session_t session);

/** Drops what an interrupted gnutls_record_send() has left for the transport. A stream does not survive that when a
 *  part of a record has been sent already.
 *  @param session a session; null is allowed
 *  @returns how many bytes of records were dropped
 *  @since 3.4.0 @see gnutls_record_send() */
size_t gnutls_record_discard_queued(gnutls_session_t session);

/** Tells how much received data waits in the session. gnutls_record_recv() gives it without reading from the
 *  transport, which polling does not show.
 *  @param session a session; null is allowed
 *  @returns bytes
 *  @since 1.0 @see gnutls_record_recv() */
size_t gnutls_record_check_pending(gnutls_session_t session);

/** Tells which way an interrupted call was waiting. After GNUTLS_E_AGAIN a program polls for this, and not for what
 *  the name of the function says.
 *  @param session a session; null is allowed
 *  @returns 0 for input, 1 for room for output
 *  @errors none
 *  @since 1.0 @see gnutls_handshake(); gnutls_record_send() */
int gnutls_record_get_direction(gnutls_session_t session);

/** Limits the time of each gnutls_record_recv(). When it has passed, that returns GNUTLS_E_TIMEDOUT and may be called
 *  again. It needs a descriptor, or a pull-timeout function beside a pull function of the program.
 *  @param session a session; null is allowed
 *  @param ms milliseconds; 0 for no limit and no call of a pull-timeout function, GNUTLS_INDEFINITE_TIMEOUT for no
 *  limit
 *  @since 3.1.7 @see gnutls_transport_set_pull_timeout_function(); gnutls_handshake_set_timeout() */
void gnutls_record_set_timeout(gnutls_session_t session, unsigned int ms);

/** Tells how many bytes of data one record for sending may carry.
 *  @param session a session
 *  @returns bytes, as the peer's limit has it; 0 for a null session
 *  @since 1.0 @see RFC 8449; gnutls_record_set_max_size() */
size_t gnutls_record_get_max_size(gnutls_session_t session);

/** Limits the data of a record in both directions. Receiving as gnutls_record_set_max_recv_size() does it.
 *  @param session a session, before its handshake for the limit to reach the peer
 *  @param size 512 to 16384 bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null session or another size
 *  @since 1.0 @see RFC 8449 */
ssize_t gnutls_record_set_max_size(gnutls_session_t session, size_t size);

/** Tells the peer in the handshake how much data a record may carry. After the first gnutls_handshake() it changes
 *  nothing, nor in a session that was made with GNUTLS_NO_DEFAULT_EXTENSIONS.
 *  @param session a session, before its handshake
 *  @param size 512 to 16384 bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null session or another size
 *  @since 3.6.8 @see RFC 8449 */
ssize_t gnutls_record_set_max_recv_size(gnutls_session_t session, size_t size);

/** Ends the padding of records. None is added but by gnutls_record_send2() and gnutls_record_send_range(), each time
 *  for one call, so this is never needed.
 *  @param session a session; null is allowed
 *  @since 2.0.3 @see RFC 8446, 5.4 */
void gnutls_record_disable_padding(gnutls_session_t session);

/** Cuts a range of lengths into one for the next record and the rest. For programs that hide lengths themselves;
 *  gnutls_record_send_range() does this inside.
 *  @param session a session
 *  @param orig the whole range, in bytes
 *  @param next gets the range of the next record
 *  @param remainder gets the rest, which is 0 to 0 at the end
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, or a low end above the high end
 *  @since 3.1.7 @see RFC 8446, 5.4 */
int gnutls_range_split(gnutls_session_t session, const gnutls_range_st* orig, gnutls_range_st* next,
                       gnutls_range_st* remainder);

/** Sends data so that nobody sees how much it was. The records look like those of `range->high` bytes. For transports
 *  that wait: after GNUTLS_E_AGAIN a part may have been sent, and there is no way to go on.
 *  @param session a session of TLS 1.3 after its handshake
 *  @param data, data_size the bytes, any number of them
 *  @param range lengths among which the true one hides, in bytes
 *  @returns `data_size`, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, data outside of the range, before TLS 1.3, or between
 *  gnutls_record_cork() and gnutls_record_uncork(); GNUTLS_E_AGAIN, GNUTLS_E_INTERRUPTED: the transport was not ready;
 *  those of gnutls_record_send()
 *  @since 3.1.7 @see RFC 8446, 5.4; gnutls_record_can_use_length_hiding() */
ssize_t gnutls_record_send_range(gnutls_session_t session, const void* data, size_t data_size,
                                 const gnutls_range_st* range);

/** Tells whether the length of data can be hidden.
 *  @param session a session; null is allowed
 *  @returns 1 in TLS 1.3, otherwise 0
 *  @since 3.1.7 @see RFC 8446, 5.4; gnutls_record_send_range() */
unsigned int gnutls_record_can_use_length_hiding(gnutls_session_t session);

/** Tells how many bytes a record adds to its data in this session.
 *  @param session a session after its handshake
 *  @returns bytes, header included; 0 before the end of the handshake
 *  @since 3.2.2 @see gnutls_est_record_overhead_size() */
size_t gnutls_record_overhead_size(gnutls_session_t session);

/** Tells how many bytes a record adds to its data with these parameters. At most, for a session that need not exist.
 *  @param version the protocol version
 *  @param cipher the cipher
 *  @param mac the MAC, GNUTLS_MAC_AEAD for a cipher that authenticates by itself
 *  @param comp not looked at
 *  @param flags 0
 *  @returns bytes, header included; 0 when a parameter is unknown
 *  @since 3.2.2 @see RFC 8446, 5.2; gnutls_record_overhead_size() */
size_t gnutls_est_record_overhead_size(gnutls_protocol_t version, gnutls_cipher_algorithm_t cipher,
                                       gnutls_mac_algorithm_t mac, gnutls_compression_method_t comp,
                                       unsigned int flags);

/* Older names. */
#define gnutls_read gnutls_record_recv
#define gnutls_write gnutls_record_send

#ifdef __cplusplus
}
#endif
