/* A session: its making, what belongs to it, what was negotiated. Manual: Handshake. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Flags for gnutls_init(). */
typedef enum {
  GNUTLS_SERVER = 1,
  GNUTLS_CLIENT = 2,
  GNUTLS_DATAGRAM = 4,
  GNUTLS_NONBLOCK = 8,
  GNUTLS_NO_DEFAULT_EXTENSIONS = 16,
  GNUTLS_NO_REPLAY_PROTECTION = 32,
  GNUTLS_NO_SIGNAL = 64,
  GNUTLS_ALLOW_ID_CHANGE = 128,
  GNUTLS_ENABLE_FALSE_START = 256,
  GNUTLS_FORCE_CLIENT_CERT = 512,
  GNUTLS_NO_TICKETS = 1024,
  GNUTLS_KEY_SHARE_TOP = 2048,
  GNUTLS_KEY_SHARE_TOP2 = 4096,
  GNUTLS_KEY_SHARE_TOP3 = 8192,
  GNUTLS_POST_HANDSHAKE_AUTH = 16384,
  GNUTLS_NO_AUTO_REKEY = 32768,
  GNUTLS_SAFE_PADDING_CHECK = 65536,
  GNUTLS_ENABLE_EARLY_START = 131072,
  GNUTLS_ENABLE_RAWPK = 262144,
  GNUTLS_AUTO_REAUTH = 524288,
  GNUTLS_ENABLE_EARLY_DATA = 1048576,
  GNUTLS_NO_AUTO_SEND_TICKET = 2097152,
  GNUTLS_NO_END_OF_EARLY_DATA = 4194304,
  GNUTLS_NO_TICKETS_TLS12 = 8388608,
  GNUTLS_NO_STATUS_REQUEST = 16777216,
} gnutls_init_flags_t;
/* These are macros, too: programs ask for them with #ifdef. */
#define GNUTLS_SERVER (1)
#define GNUTLS_CLIENT (1 << 1)
#define GNUTLS_DATAGRAM (1 << 2)
#define GNUTLS_NONBLOCK (1 << 3)
#define GNUTLS_NO_DEFAULT_EXTENSIONS (1 << 4)
#define GNUTLS_NO_EXTENSIONS GNUTLS_NO_DEFAULT_EXTENSIONS
#define GNUTLS_NO_REPLAY_PROTECTION (1 << 5)
#define GNUTLS_NO_SIGNAL (1 << 6)
#define GNUTLS_ALLOW_ID_CHANGE (1 << 7)
#define GNUTLS_ENABLE_FALSE_START (1 << 8)
#define GNUTLS_FORCE_CLIENT_CERT (1 << 9)
#define GNUTLS_NO_TICKETS (1 << 10)
#define GNUTLS_ENABLE_CERT_TYPE_NEG 0

/* What gnutls_session_get_flags() tells. */
typedef enum {
  GNUTLS_SFLAGS_SAFE_RENEGOTIATION = 1,
  GNUTLS_SFLAGS_EXT_MASTER_SECRET = 2,
  GNUTLS_SFLAGS_ETM = 4,
  GNUTLS_SFLAGS_HB_LOCAL_SEND = 8,
  GNUTLS_SFLAGS_HB_PEER_SEND = 16,
  GNUTLS_SFLAGS_FALSE_START = 32,
  GNUTLS_SFLAGS_RFC7919 = 64,
  GNUTLS_SFLAGS_SESSION_TICKET = 128,
  GNUTLS_SFLAGS_POST_HANDSHAKE_AUTH = 256,
  GNUTLS_SFLAGS_EARLY_START = 512,
  GNUTLS_SFLAGS_EARLY_DATA = 1024,
  GNUTLS_SFLAGS_CLI_REQUESTED_OCSP = 2048,
  GNUTLS_SFLAGS_SERV_REQUESTED_OCSP = 4096,
} gnutls_session_flags_t;

/* Channel bindings (RFC 5929, RFC 9266). */
typedef enum {
  GNUTLS_CB_TLS_UNIQUE = 0,
  GNUTLS_CB_TLS_SERVER_END_POINT = 1,
  GNUTLS_CB_TLS_EXPORTER = 2,
} gnutls_channel_binding_t;

/* The most bytes that a session id has. */
#define GNUTLS_MAX_SESSION_ID 32
#define GNUTLS_MAX_SESSION_ID_SIZE 32

/** Makes a session. The caller frees it with gnutls_deinit(). It still needs priorities, credentials and a transport.
 *  @param session gets the session, null on error
 *  @param flags GNUTLS_SERVER for a server's session, otherwise it is a client's; others of gnutls_init_flags_t may be
 *  added
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: `session` is null; GNUTLS_E_UNIMPLEMENTED_FEATURE: a flag asks for what does not
 *  exist here; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see gnutls_handshake(); gnutls_priority_set(); gnutls_credentials_set(); gnutls_transport_set_int2() */
int gnutls_init(gnutls_session_t* session, unsigned int flags);

/** Frees a session and wipes its secrets. Nothing is sent: gnutls_bye() says goodbye. The transport, credentials and
 *  priorities stay the program's. In a callback of gnutls_handshake() the session ends when that function returns.
 *  @param session a session; null is allowed
 *  @since 1.0 @see gnutls_init(); gnutls_bye() */
void gnutls_deinit(gnutls_session_t session);

/** Gives a session its credentials. They are not copied, and any number of sessions may share them. The session keeps
 *  what they hold, so they may be freed before it; changes of them count from the session's next look at them on.
 *  @param session a session
 *  @param type GNUTLS_CRD_CERTIFICATE; other credentials are kept to be shown again, and no handshake here uses them
 *  @param cred for that type a gnutls_certificate_credentials_t; null takes the session's away
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null session; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see gnutls_certificate_allocate_credentials(); gnutls_credentials_clear() */
int gnutls_credentials_set(gnutls_session_t session, gnutls_credentials_type_t type, void* cred);

/** Gives a session's credentials.
 *  @param session a session
 *  @param type their type
 *  @param cred gets what gnutls_credentials_set() was called with; it stays its owner's
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, or the session has none of that type
 *  @since 3.3.3 @see gnutls_credentials_set() */
int gnutls_credentials_get(gnutls_session_t session, gnutls_credentials_type_t type, void** cred);

/** Takes all credentials from a session.
 *  @param session a session; null is allowed
 *  @since 1.0 @see gnutls_credentials_set() */
void gnutls_credentials_clear(gnutls_session_t session);

/** Keeps a pointer of the program's with a session. For callbacks, which get the session. The library does not look at
 *  it.
 *  @param session a session
 *  @param ptr any pointer
 *  @since 1.0 @see gnutls_session_get_ptr() */
void gnutls_session_set_ptr(gnutls_session_t session, void* ptr);

/** Gives the pointer that gnutls_session_set_ptr() kept.
 *  @param session a session
 *  @returns the pointer, or null
 *  @since 1.0 @see gnutls_session_set_ptr() */
void* gnutls_session_get_ptr(gnutls_session_t session);

/** Tells which protocol version was agreed.
 *  @param session a session
 *  @returns the version, GNUTLS_VERSION_UNKNOWN before it is agreed
 *  @since 1.0 @see RFC 8446, 4.2.1; gnutls_protocol_get_name() */
gnutls_protocol_t gnutls_protocol_get_version(gnutls_session_t session);

/** Tells which cipher is in use.
 *  @param session a session
 *  @returns the cipher, GNUTLS_CIPHER_NULL before it is agreed
 *  @since 1.0 @see gnutls_cipher_get_name(); gnutls_ciphersuite_get() */
gnutls_cipher_algorithm_t gnutls_cipher_get(gnutls_session_t session);

/** Tells which MAC is in use.
 *  @param session a session
 *  @returns GNUTLS_MAC_AEAD for a cipher that authenticates by itself, as all do here; GNUTLS_MAC_NULL before one is
 *  agreed
 *  @since 1.0 @see gnutls_cipher_get() */
gnutls_mac_algorithm_t gnutls_mac_get(gnutls_session_t session);

/** Tells which key exchange is in use. TLS 1.3 has no such parameter: there it is named after the group alone,
 *  GNUTLS_KX_ECDHE_RSA or GNUTLS_KX_DHE_RSA whatever the certificate is. gnutls_group_get() says more.
 *  @param session a session
 *  @returns the key exchange, GNUTLS_KX_UNKNOWN before it is agreed
 *  @since 1.0 @see gnutls_kx_get_name(); gnutls_group_get() */
gnutls_kx_algorithm_t gnutls_kx_get(gnutls_session_t session);

/** Tells in which group the keys were agreed.
 *  @param session a session
 *  @returns the group, or GNUTLS_GROUP_INVALID
 *  @since 3.6.0 @see RFC 8446, 4.2.7; gnutls_group_get_name() */
gnutls_group_t gnutls_group_get(gnutls_session_t session);

/** Tells on which curve the keys were agreed.
 *  @param session a session
 *  @returns the curve; GNUTLS_ECC_CURVE_INVALID for a hybrid or a finite field, and before the keys are agreed
 *  @since 3.0 @see gnutls_group_get() */
gnutls_ecc_curve_t gnutls_ecc_curve_get(gnutls_session_t session);

/** Tells the hash function of the key schedule.
 *  @param session a session
 *  @returns GNUTLS_DIG_SHA256 or GNUTLS_DIG_SHA384, GNUTLS_DIG_UNKNOWN before a suite is agreed
 *  @since 3.6.13 @see RFC 8446, 7.1; RFC 5246, 5 */
gnutls_digest_algorithm_t gnutls_prf_hash_get(const gnutls_session_t session);

/** Gives the cipher suite's name from the registry.
 *  @param session a session
 *  @returns a static text such as "TLS_AES_128_GCM_SHA256", or null before a suite is agreed
 *  @since 3.7.4 @see RFC 8446, B.4 */
const char* gnutls_ciphersuite_get(gnutls_session_t session);

/** Tells which compression is in use: none.
 *  @param session any session
 *  @returns GNUTLS_COMP_NULL
 *  @since 1.0 @see RFC 8446, 4.1.2 */
gnutls_compression_method_t gnutls_compression_get(gnutls_session_t session);

/** Tells the type of the server's certificate.
 *  @param session any session
 *  @returns GNUTLS_CRT_X509
 *  @since 1.0 @see gnutls_certificate_type_get2() */
gnutls_certificate_type_t gnutls_certificate_type_get(gnutls_session_t session);

/** Tells the type of the certificate of one side.
 *  @param session any session
 *  @param target whose: a value of gnutls_ctype_target_t
 *  @returns GNUTLS_CRT_X509, or GNUTLS_CRT_UNKNOWN for an unknown `target`
 *  @since 3.6.4 @see RFC 7250 */
gnutls_certificate_type_t gnutls_certificate_type_get2(gnutls_session_t session, gnutls_ctype_target_t target);

/** Tells with which signature algorithm the server proved itself.
 *  @param session a session
 *  @returns a gnutls_sign_algorithm_t, GNUTLS_SIGN_UNKNOWN before that
 *  @errors none
 *  @since 3.1.1 @see RFC 8446, 4.4.3; gnutls_sign_get_name() */
int gnutls_sign_algorithm_get(gnutls_session_t session);

/** Tells with which signature algorithm the client proved itself.
 *  @param session a session
 *  @returns a gnutls_sign_algorithm_t, GNUTLS_SIGN_UNKNOWN when it did not
 *  @errors none
 *  @since 3.1.11 @see RFC 8446, 4.4.3; gnutls_sign_get_name() */
int gnutls_sign_algorithm_get_client(gnutls_session_t session);

/** Tells by which type of credentials the other side is authenticated.
 *  @param session any session
 *  @returns GNUTLS_CRD_CERTIFICATE, the only type that exists here
 *  @since 1.0 */
gnutls_credentials_type_t gnutls_auth_get_type(gnutls_session_t session);

/** Tells which type of credentials authenticates the server.
 *  @param session any session
 *  @returns GNUTLS_CRD_CERTIFICATE, the only type that exists here
 *  @since 1.1.10 */
gnutls_credentials_type_t gnutls_auth_server_get_type(gnutls_session_t session);

/** Tells which type of credentials authenticates the client. Whether the client has shown any is told by
 *  gnutls_certificate_get_peers().
 *  @param session any session
 *  @returns GNUTLS_CRD_CERTIFICATE, the only type that exists here
 *  @since 1.1.10 */
gnutls_credentials_type_t gnutls_auth_client_get_type(gnutls_session_t session);

/** Describes a session in one line. Such as "(TLS1.3)-(ECDHE-X25519)-(RSA-PSS-RSAE-SHA256)-(AES-128-GCM)": version,
 *  group, server's signature, cipher.
 *  @param session a session
 *  @returns a text that the caller frees with gnutls_free(); null before the handshake, or when no memory is left
 *  @since 3.1.10 */
char* gnutls_session_get_desc(gnutls_session_t session);

/** Tells what was agreed.
 *  @param session a session
 *  @returns bits of gnutls_session_flags_t: GNUTLS_SFLAGS_SAFE_RENEGOTIATION and GNUTLS_SFLAGS_EXT_MASTER_SECRET where
 *  they hold, GNUTLS_SFLAGS_SESSION_TICKET on a client that has got a ticket, GNUTLS_SFLAGS_EARLY_DATA where the server
 *  took the client's early data, GNUTLS_SFLAGS_CLI_REQUESTED_OCSP where the client asked for an OCSP response,
 *  GNUTLS_SFLAGS_FALSE_START and GNUTLS_SFLAGS_EARLY_START where gnutls_handshake() was over before the other side's
 *  last message
 *  @since 3.5.0 @see gnutls_safe_renegotiation_status(); gnutls_session_ext_master_secret_status() */
unsigned int gnutls_session_get_flags(gnutls_session_t session);

/** Shows the random values of both hello messages. They belong to the session and live as long as it does.
 *  @param session a session; null is allowed
 *  @param client gets the client's, 32 bytes; may be null
 *  @param server gets the server's, 32 bytes; may be null
 *  @since 3.0 @see RFC 8446, 4.1.2 */
void gnutls_session_get_random(gnutls_session_t session, gnutls_datum_t* client, gnutls_datum_t* server);

/** Tells whether the extended master secret is in use.
 *  @param session a session
 *  @returns 1 when it is, as it always is in TLS 1.3, otherwise 0
 *  @since 3.4.0 @see RFC 7627 */
unsigned int gnutls_session_ext_master_secret_status(gnutls_session_t session);

/** Tells whether encrypt-then-MAC is in use.
 *  @param session any session
 *  @returns 0: every cipher authenticates by itself
 *  @since 3.4.0 @see RFC 7366 */
unsigned int gnutls_session_etm_status(gnutls_session_t session);

/** Tells whether renegotiation is protected.
 *  @param session a session
 *  @returns 1 when the peer has the protection, or in TLS 1.3, where renegotiation does not exist; otherwise 0
 *  @since 2.10.0 @see RFC 5746 */
unsigned int gnutls_safe_renegotiation_status(gnutls_session_t session);

/** Sets the function that gets the session's secrets. For debugging only: whoever sees them can read the session. It
 *  gets each secret when it is made, with its label of the key log format. With such a function the session writes
 *  nothing to the file that SSLKEYLOGFILE names.
 *  @param session a session, before its handshake
 *  @param func the function; null takes it away
 *  @since 3.6.13 @see RFC 8446, 7.1; gnutls_session_get_random() */
void gnutls_session_set_keylog_function(gnutls_session_t session, gnutls_keylog_func func);

/** Gives the function that gnutls_session_set_keylog_function() set.
 *  @param session a session
 *  @returns the function, or null
 *  @since 3.6.13 @see gnutls_session_set_keylog_function() */
gnutls_keylog_func gnutls_session_get_keylog_function(const gnutls_session_t session);

/** Derives keying material for the program from the session. Both sides get the same from the same arguments, and
 *  nobody else does. A null `context` differs from an empty one before TLS 1.3.
 *  @param session a session after its handshake
 *  @param label_size, label the label, which the protocol that uses it has registered; no NUL needed
 *  @param context_size, context what binds the material to its use; may be null and 0
 *  @param outsize, out how many bytes are wanted, and where to
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, before the end of the handshake, or more than can be derived;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left; GNUTLS_E_INTERNAL_ERROR: the derivation failed
 *  @since 3.4.4 @see RFC 5705; RFC 8446, 7.5 */
int gnutls_prf_rfc5705(gnutls_session_t session, size_t label_size, const char* label, size_t context_size,
                       const char* context, size_t outsize, char* out);

/** Derives bytes with the pseudorandom function of TLS 1.2. Its seed is both hello randoms and `extra`. With the
 *  client's first and no `extra` it is gnutls_prf_rfc5705() without a context; in TLS 1.3 it works like that alone.
 *  New programs use gnutls_prf_rfc5705().
 *  @param session a session after its handshake
 *  @param label_size, label the label; no NUL needed
 *  @param server_random_first not 0 when the server's random comes before the client's
 *  @param extra_size, extra what follows them; may be 0 and null
 *  @param outsize, out how many bytes are wanted, and where to
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, before the end of the handshake, or anything but the client's
 *  random first and no `extra` in TLS 1.3; GNUTLS_E_MEMORY_ERROR: no memory is left; those of gnutls_prf_rfc5705(): in
 *  TLS 1.3
 *  @since 1.3.2 @see RFC 5246, 5; gnutls_prf_rfc5705() */
int gnutls_prf(gnutls_session_t session, size_t label_size, const char* label, int server_random_first,
               size_t extra_size, const char* extra, size_t outsize, char* out);

/** Derives bytes with the pseudorandom function of TLS 1.2 and a seed of the program's. Without the hello randoms in
 *  the seed the output is not this session's own: gnutls_prf_rfc5705() is safer.
 *  @param session a session of TLS 1.2 after its handshake
 *  @param label_size, label the label; no NUL needed
 *  @param seed_size, seed the whole seed; may be 0 and null
 *  @param outsize, out how many bytes are wanted, and where to
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, before the end of the handshake, or TLS 1.3;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.3.2 @see RFC 5246, 5; gnutls_prf_rfc5705() */
int gnutls_prf_raw(gnutls_session_t session, size_t label_size, const char* label, size_t seed_size, const char* seed,
                   size_t outsize, char* out);

/** Makes what names this connection to a protocol above it. tls-unique exists before TLS 1.3 only,
 *  tls-server-end-point for a server with a certificate, tls-exporter in TLS 1.3.
 *  @param session a session after its handshake
 *  @param cbtype which of them
 *  @param cb gets the binding in new memory, which the caller frees with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_CHANNEL_BINDING_NOT_AVAILABLE: before the end of the handshake, or where the binding is not
 *  defined; GNUTLS_E_UNIMPLEMENTED_FEATURE: an unknown type; GNUTLS_E_INVALID_REQUEST: a null pointer;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.12.0 @see RFC 5929; RFC 9266 */
int gnutls_session_channel_binding(gnutls_session_t session, gnutls_channel_binding_t cbtype, gnutls_datum_t* cb);

/** Copies a session's id. A client has the id that the server sent, which may be empty. A server has the one that it gave
 *  out, or makes one up that stays the same. Before the hellos it is empty.
 *  @param session a session
 *  @param session_id at most GNUTLS_MAX_SESSION_ID_SIZE bytes; null to learn the length only
 *  @param session_id_size holds the room and gets the length, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null session or size; GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room;
 *  GNUTLS_E_RANDOM_FAILED: a server has no random bytes for it
 *  @since 1.0 @see RFC 5246, 7.4.1.3; gnutls_session_get_id2() */
int gnutls_session_get_id(gnutls_session_t session, void* session_id, size_t* session_id_size);

/** Shows a session's id. It is what gnutls_session_get_id() copies, belongs to the session and lives as long as it
 *  does.
 *  @param session a session
 *  @param session_id gets the id
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer; GNUTLS_E_RANDOM_FAILED: a server has no random bytes for it
 *  @since 3.1.4 @see RFC 5246, 7.4.1.3 */
int gnutls_session_get_id2(gnutls_session_t session, gnutls_datum_t* session_id);

/** Shows the master secret of TLS 1.2. Whoever knows it can read the session. The bytes belong to the session.
 *  @param session a session; null is allowed
 *  @param secret gets 48 bytes: zeros before the end of the handshake, and in TLS 1.3, which has no such secret
 *  @since 3.5.0 @see RFC 5246, 8.1; gnutls_session_set_keylog_function() */
void gnutls_session_get_master_secret(gnutls_session_t session, gnutls_datum_t* secret);

/** Lists the signature algorithms that the peer can verify. A server knows them from the client's first message on, a
 *  client from a request for a certificate on. Algorithms without a number here do not count.
 *  @param session a session
 *  @param indx which one, from 0
 *  @param algo gets it
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: there are not so many; GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 2.10.0 @see RFC 8446, 4.2.3 */
int gnutls_sign_algorithm_get_requested(gnutls_session_t session, size_t indx, gnutls_sign_algorithm_t* algo);

/** Has no effect. It helped with peers that take records of certain sizes only.
 *  @param session any session
 *  @since 2.1.4 */
void gnutls_session_enable_compatibility_mode(gnutls_session_t session);

/** Has no effect. It set the least size of the prime that a client takes in a Diffie-Hellman exchange over finite fields;
 *  here the priorities alone say which groups are used, those of RFC 7919, and no others are taken.
 *  @param session any session
 *  @param bits the size
 *  @since 1.0 @see RFC 7919; gnutls_priority_init() */
void gnutls_dh_set_prime_bits(gnutls_session_t session, unsigned int bits);

#ifdef __cplusplus
}
#endif
