/* A session: its making, what belongs to it, what was negotiated. */
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

/** Makes a session: a server's with GNUTLS_SERVER in `flags`, otherwise a client's; others of gnutls_init_flags_t may be
 *  added. The caller frees it with gnutls_deinit(). Returns 0, GNUTLS_E_MEMORY_ERROR, GNUTLS_E_INVALID_REQUEST if
 *  `session` is null, or GNUTLS_E_UNIMPLEMENTED_FEATURE for a flag that asks for what does not exist here. */
int gnutls_init(gnutls_session_t* session, unsigned int flags);

/** Frees a session and wipes its secrets. Nothing is sent: see gnutls_bye(). Null is allowed. */
void gnutls_deinit(gnutls_session_t session);

/** Gives the session its credentials; null takes them away. They are not copied: they must outlive the session, and may
 *  be shared. Returns 0, or GNUTLS_E_UNIMPLEMENTED_FEATURE for a type other than GNUTLS_CRD_CERTIFICATE. */
int gnutls_credentials_set(gnutls_session_t session, gnutls_credentials_type_t type, void* cred);

/** Stores the credentials of that type in `cred`. Returns 0, or GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE. */
int gnutls_credentials_get(gnutls_session_t session, gnutls_credentials_type_t type, void** cred);

/** Takes all credentials from the session. */
void gnutls_credentials_clear(gnutls_session_t session);

/** Keeps a pointer of the application's with the session, for its callbacks. */
void gnutls_session_set_ptr(gnutls_session_t session, void* ptr);

/** Returns the pointer that gnutls_session_set_ptr() kept, or null. */
void* gnutls_session_get_ptr(gnutls_session_t session);

/** Returns the negotiated protocol version. */
gnutls_protocol_t gnutls_protocol_get_version(gnutls_session_t session);

/** Returns the cipher in use. */
gnutls_cipher_algorithm_t gnutls_cipher_get(gnutls_session_t session);

/** Returns the MAC in use, GNUTLS_MAC_AEAD for a cipher that has its own. */
gnutls_mac_algorithm_t gnutls_mac_get(gnutls_session_t session);

/** Returns the key exchange in use; in TLS 1.3 the one that fits the group and the certificate. */
gnutls_kx_algorithm_t gnutls_kx_get(gnutls_session_t session);

/** Returns the group that the keys were agreed in, or GNUTLS_GROUP_INVALID. */
gnutls_group_t gnutls_group_get(gnutls_session_t session);

/** Returns the curve that the keys were agreed on, or GNUTLS_ECC_CURVE_INVALID. */
gnutls_ecc_curve_t gnutls_ecc_curve_get(gnutls_session_t session);

/** Returns the hash function of the key schedule. */
gnutls_digest_algorithm_t gnutls_prf_hash_get(const gnutls_session_t session);

/** Returns the suite's name from the registry, such as "TLS_AES_128_GCM_SHA256", or null. */
const char* gnutls_ciphersuite_get(gnutls_session_t session);

/** Returns GNUTLS_COMP_NULL. */
gnutls_compression_method_t gnutls_compression_get(gnutls_session_t session);

/** Returns the type of the server's certificate as agreed. */
gnutls_certificate_type_t gnutls_certificate_type_get(gnutls_session_t session);

/** Returns the type of the certificate of one side, named by `target`. */
gnutls_certificate_type_t gnutls_certificate_type_get2(gnutls_session_t session, gnutls_ctype_target_t target);

/** Returns the signature algorithm with which the server proved itself, or GNUTLS_SIGN_UNKNOWN. */
int gnutls_sign_algorithm_get(gnutls_session_t session);

/** Returns the signature algorithm with which the client proved itself, or GNUTLS_SIGN_UNKNOWN. */
int gnutls_sign_algorithm_get_client(gnutls_session_t session);

/** Returns the type of credentials by which the other side was authenticated. */
gnutls_credentials_type_t gnutls_auth_get_type(gnutls_session_t session);

/** Returns the type of credentials that authenticate the server. */
gnutls_credentials_type_t gnutls_auth_server_get_type(gnutls_session_t session);

/** Returns the type of credentials that authenticate the client. */
gnutls_credentials_type_t gnutls_auth_client_get_type(gnutls_session_t session);

/** Returns one line about the session's parameters, such as "(TLS1.3)-(ECDHE-X25519)-(RSA-PSS-RSAE-
 *  SHA256)-(AES-128-GCM)", to be freed with gnutls_free(); null before the handshake. */
char* gnutls_session_get_desc(gnutls_session_t session);

/** Returns what was agreed, as bits of gnutls_session_flags_t. */
unsigned int gnutls_session_get_flags(gnutls_session_t session);

/** Stores views of both hello messages' random values; a null pointer skips one. They belong to the session. */
void gnutls_session_get_random(gnutls_session_t session, gnutls_datum_t* client, gnutls_datum_t* server);

/** Returns 1 when the extended master secret is in use, as it always is in TLS 1.3 (RFC 7627). */
unsigned int gnutls_session_ext_master_secret_status(gnutls_session_t session);

/** Returns 1 when encrypt-then-MAC is in use (RFC 7366). */
unsigned int gnutls_session_etm_status(gnutls_session_t session);

/** Returns 1 when renegotiation is protected or cannot happen (RFC 5746). */
unsigned int gnutls_safe_renegotiation_status(gnutls_session_t session);

/** Sets the function that gets each secret when it is made, with its label of the key log format. For debugging only:
 *  who sees these secrets can read the session. */
void gnutls_session_set_keylog_function(gnutls_session_t session, gnutls_keylog_func func);

/** Returns that function, or null. */
gnutls_keylog_func gnutls_session_get_keylog_function(const gnutls_session_t session);

/** Derives `outsize` bytes of keying material for the application from the session (RFC 5705; RFC 8446, 7.5). A null
 *  `context` differs from an empty one before TLS 1.3. Returns 0 or an error. */
int gnutls_prf_rfc5705(gnutls_session_t session, size_t label_size, const char* label, size_t context_size,
                       const char* context, size_t outsize, char* out);

/** Fills `out` with `outsize` bytes of the pseudorandom function of TLS 1.2 (RFC 5246, 5) on the master secret: its seed
 *  is both hello randoms, the server's first when `server_random_first` is not 0, and `extra_size` bytes of `extra`,
 *  which may be null. With the client's first and no `extra` it is gnutls_prf_rfc5705() without a context; in TLS 1.3 it
 *  works like that alone. New programs use gnutls_prf_rfc5705(). Returns 0, or GNUTLS_E_INVALID_REQUEST, also before the
 *  end of the handshake. */
int gnutls_prf(gnutls_session_t session, size_t label_size, const char* label, int server_random_first,
               size_t extra_size, const char* extra, size_t outsize, char* out);

/** The same with `seed_size` bytes of `seed` alone, which may be null: without the hello randoms in it the output is not
 *  this session's own. Returns 0, or GNUTLS_E_INVALID_REQUEST, also in TLS 1.3. */
int gnutls_prf_raw(gnutls_session_t session, size_t label_size, const char* label, size_t seed_size, const char* seed,
                   size_t outsize, char* out);

/** Makes the channel binding `cbtype` of this connection (RFC 5929, RFC 9266): tls-unique before TLS 1.3,
 *  tls-server-end-point of a server with a certificate, tls-exporter in TLS 1.3. The caller frees `cb->data` with
 *  gnutls_free(). Returns 0, GNUTLS_E_CHANNEL_BINDING_NOT_AVAILABLE before the end of the handshake and where the binding
 *  is not defined, GNUTLS_E_UNIMPLEMENTED_FEATURE for an unknown type, or GNUTLS_E_MEMORY_ERROR. Since 2.12.0. */
int gnutls_session_channel_binding(gnutls_session_t session, gnutls_channel_binding_t cbtype, gnutls_datum_t* cb);

/** Copies the session's id, at most GNUTLS_MAX_SESSION_ID_SIZE bytes, to `session_id`. `session_id_size` holds the room and
 *  gets the length, which is all that happens when `session_id` is null. A client has the id that the server sent, which
 *  may be empty; a server makes one up that stays the same; before the hellos it is empty. Returns 0, or
 *  GNUTLS_E_SHORT_MEMORY_BUFFER. */
int gnutls_session_get_id(gnutls_session_t session, void* session_id, size_t* session_id_size);

/** Shows that id, which belongs to the session. Returns 0 or GNUTLS_E_INVALID_REQUEST. Since 3.1.4. */
int gnutls_session_get_id2(gnutls_session_t session, gnutls_datum_t* session_id);

/** Shows the master secret of TLS 1.2, 48 bytes that belong to the session: zeros before the end of the handshake and in
 *  TLS 1.3, which has none. Who knows it can read the session. Since 3.5.0. */
void gnutls_session_get_master_secret(gnutls_session_t session, gnutls_datum_t* secret);

/** Stores a signature algorithm that the peer can verify, number `indx` from 0 of those it listed: on a server known from
 *  the client's first message on, on a client from a request for a certificate on. Algorithms without a number here do not
 *  count. Returns 0, or GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE. Since 2.10.0. */
int gnutls_sign_algorithm_get_requested(gnutls_session_t session, size_t indx, gnutls_sign_algorithm_t* algo);

/** Was a way to deal with peers that take records of certain sizes only; what it switched does not exist here. */
void gnutls_session_enable_compatibility_mode(gnutls_session_t session);

#ifdef __cplusplus
}
#endif
