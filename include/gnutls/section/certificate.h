/* Certificates as credentials, and the verification of the peer's. Manual: Credentials. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What is wrong with a certificate, as bits. */
typedef enum {
  GNUTLS_CERT_INVALID = 2,
  GNUTLS_CERT_REVOKED = 32,
  GNUTLS_CERT_SIGNER_NOT_FOUND = 64,
  GNUTLS_CERT_SIGNER_NOT_CA = 128,
  GNUTLS_CERT_INSECURE_ALGORITHM = 256,
  GNUTLS_CERT_NOT_ACTIVATED = 512,
  GNUTLS_CERT_EXPIRED = 1024,
  GNUTLS_CERT_SIGNATURE_FAILURE = 2048,
  GNUTLS_CERT_REVOCATION_DATA_SUPERSEDED = 4096,
  GNUTLS_CERT_UNEXPECTED_OWNER = 16384,
  GNUTLS_CERT_REVOCATION_DATA_ISSUED_IN_FUTURE = 32768,
  GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE = 65536,
  GNUTLS_CERT_MISMATCH = 131072,
  GNUTLS_CERT_PURPOSE_MISMATCH = 262144,
  GNUTLS_CERT_MISSING_OCSP_STATUS = 524288,
  GNUTLS_CERT_INVALID_OCSP_STATUS = 1048576,
  GNUTLS_CERT_UNKNOWN_CRIT_EXTENSIONS = 2097152,
} gnutls_certificate_status_t;

/* Whether a server wants a certificate. */
typedef enum {
  GNUTLS_CERT_IGNORE = 0,
  GNUTLS_CERT_REQUEST = 1,
  GNUTLS_CERT_REQUIRE = 2,
} gnutls_certificate_request_t;

/* Flags of credentials. */
typedef enum gnutls_certificate_flags {
  GNUTLS_CERTIFICATE_SKIP_KEY_CERT_MATCH = 1,
  GNUTLS_CERTIFICATE_API_V2 = 2,
  GNUTLS_CERTIFICATE_SKIP_OCSP_RESPONSE_CHECK = 4,
  GNUTLS_CERTIFICATE_VERIFY_CRLS = 8,
} gnutls_certificate_flags;

/** Makes empty credentials. The caller frees them with gnutls_certificate_free_credentials(). Any number of sessions
 *  may share them.
 *  @param res gets the credentials, null on error
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: `res` is null; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see gnutls_credentials_set() */
int gnutls_certificate_allocate_credentials(gnutls_certificate_credentials_t* res);

/** Frees credentials. Sessions that were given them keep what they hold until they end; keys are wiped when nobody
 *  needs them any more.
 *  @param sc credentials; null is allowed
 *  @since 1.0 @see gnutls_certificate_allocate_credentials() */
void gnutls_certificate_free_credentials(gnutls_certificate_credentials_t sc);

/** Drops the certificates of credentials with their keys. A session that has chosen one already goes on with it.
 *  @param sc credentials; null is allowed
 *  @since 1.0 @see gnutls_certificate_set_x509_key_file() */
void gnutls_certificate_free_keys(gnutls_certificate_credentials_t sc);

/** Drops the trusted authorities of credentials.
 *  @param sc credentials; null is allowed
 *  @since 1.0 @see gnutls_certificate_set_x509_trust_file() */
void gnutls_certificate_free_cas(gnutls_certificate_credentials_t sc);

/** Drops the names of authorities that a server sends when it asks for a certificate. The authorities that are there
 *  now stay trusted and are not named any more; those that are added later are named.
 *  @param sc credentials; null is allowed
 *  @since 1.0 @see RFC 8446, 4.2.4; gnutls_certificate_send_x509_rdn_sequence() */
void gnutls_certificate_free_ca_names(gnutls_certificate_credentials_t sc);

/** Drops the revocation lists of credentials.
 *  @param sc credentials; null is allowed
 *  @since 1.0 @see gnutls_certificate_set_x509_crl_file() */
void gnutls_certificate_free_crls(gnutls_certificate_credentials_t sc);

/** Trusts the authorities that the system trusts. They are those of the distribution's bundle file, read once for all
 *  credentials and again when it has changed.
 *  @param cred credentials
 *  @returns how many authorities, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: null credentials; GNUTLS_E_FILE_ERROR: the system has no bundle that can be read;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.0.20 @see gnutls_certificate_set_x509_trust_file() */
int gnutls_certificate_set_x509_system_trust(gnutls_certificate_credentials_t cred);

/** Trusts the certificates in a file. They are added to those that are trusted already. On an error none is, and the log
 *  says which certificate of the file is broken. A block of PEM may end where the next one begins.
 *  @param cred credentials
 *  @param cafile the file's name
 *  @param type GNUTLS_X509_FMT_PEM for any number of certificates, GNUTLS_X509_FMT_DER for one
 *  @returns how many were read, 0 for PEM without a certificate, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer or an unknown type; GNUTLS_E_FILE_ERROR: the file cannot be read,
 *  or has more than 16 MB; GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR: a block of PEM is damaged;
 *  GNUTLS_E_ASN1_TAG_ERROR: it is no DER; GNUTLS_E_ASN1_DER_ERROR: it is no certificate; GNUTLS_E_MEMORY_ERROR: no
 *  memory is left
 *  @since 1.0 @see RFC 7468; RFC 5280; gnutls_certificate_set_x509_trust_mem() */
int gnutls_certificate_set_x509_trust_file(gnutls_certificate_credentials_t cred, const char* cafile,
                                           gnutls_x509_crt_fmt_t type);

/** Trusts the certificates in all files of a folder. Files without a certificate or with a broken one are passed over,
 *  and folders inside it are. A folder that is not there is no error, as in GnuTLS: a program that relies on it has to
 *  look at the number.
 *  @param cred credentials
 *  @param ca_dir the folder's name
 *  @param type GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER, of every file
 *  @returns how many were read, 0 for a folder that is not there, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer or an unknown type; GNUTLS_E_FILE_ERROR: there are more than
 *  10,000 files; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.3.6 @see gnutls_certificate_set_x509_trust_file() */
int gnutls_certificate_set_x509_trust_dir(gnutls_certificate_credentials_t cred, const char* ca_dir,
                                          gnutls_x509_crt_fmt_t type);

/** Trusts the certificates in memory.
 *  @param res credentials
 *  @param ca the certificates, which are copied
 *  @param type GNUTLS_X509_FMT_PEM for any number of them, GNUTLS_X509_FMT_DER for one
 *  @returns how many were read, 0 for PEM without a certificate, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer or an unknown type; GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR: a
 *  block of PEM is damaged; GNUTLS_E_ASN1_TAG_ERROR: it is no DER; GNUTLS_E_ASN1_DER_ERROR: it is no certificate;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see gnutls_certificate_set_x509_trust_file() */
int gnutls_certificate_set_x509_trust_mem(gnutls_certificate_credentials_t res, const gnutls_datum_t* ca,
                                          gnutls_x509_crt_fmt_t type);

/** Trusts certificates that the program holds.
 *  @param res credentials
 *  @param ca_list, ca_list_size the certificates, at least one; they are copied and stay the program's
 *  @returns `ca_list_size`, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, none at all, or an empty certificate; GNUTLS_E_MEMORY_ERROR: no
 *  memory is left
 *  @since 2.4.0 @see gnutls_x509_crt_import() */
int gnutls_certificate_set_x509_trust(gnutls_certificate_credentials_t res, gnutls_x509_crt_t* ca_list,
                                      int ca_list_size);

/** Adds the revocation lists in a file. A certificate is refused when its authority's list names it, but also when
 *  that list is out of date or was not signed by the authority. One whose authority has no list passes. With
 *  GNUTLS_CERTIFICATE_VERIFY_CRLS only lists that an authority signed which is trusted already are taken.
 *  @param res credentials
 *  @param crlfile the file's name
 *  @param type GNUTLS_X509_FMT_PEM for any number of lists, GNUTLS_X509_FMT_DER for one
 *  @returns how many were read, or an error
 *  @errors GNUTLS_E_FILE_ERROR: the file cannot be read; those of gnutls_certificate_set_x509_crl_mem()
 *  @since 1.0 @see RFC 5280, 5; gnutls_certificate_set_flags() */
int gnutls_certificate_set_x509_crl_file(gnutls_certificate_credentials_t res, const char* crlfile,
                                         gnutls_x509_crt_fmt_t type);

/** Adds the revocation lists in memory. As gnutls_certificate_set_x509_crl_file() adds those in a file.
 *  @param res credentials
 *  @param CRL the lists, which are copied
 *  @param type GNUTLS_X509_FMT_PEM for any number of them, GNUTLS_X509_FMT_DER for one
 *  @returns how many were read, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, an unknown type, or more lists than 4096;
 *    GNUTLS_E_BASE64_DECODING_ERROR: there is none in PEM;
 *    GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR: a block of PEM is damaged;
 *    GNUTLS_E_ASN1_TAG_ERROR: it is no DER, or too long;
 *    GNUTLS_E_ASN1_DER_ERROR: it is no revocation list;
 *    GNUTLS_E_X509_UNSUPPORTED_EXTENSION: a list covers a part of an authority's certificates only;
 *    GNUTLS_E_CRL_VERIFICATION_ERROR: with GNUTLS_CERTIFICATE_VERIFY_CRLS, no trusted authority has signed a list;
 *    GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 5280, 5 */
int gnutls_certificate_set_x509_crl_mem(gnutls_certificate_credentials_t res, const gnutls_datum_t* CRL,
                                        gnutls_x509_crt_fmt_t type);

/** Adds revocation lists that the program holds.
 *  @param res credentials
 *  @param crl_list, crl_list_size the lists, at least one; they are copied and stay the program's
 *  @returns `crl_list_size`, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, none at all, an empty list, or more lists than 4096;
 *  GNUTLS_E_CRL_VERIFICATION_ERROR: with GNUTLS_CERTIFICATE_VERIFY_CRLS, no trusted authority has signed a list;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.4.0 @see RFC 5280, 5; gnutls_x509_crl_import() */
int gnutls_certificate_set_x509_crl(gnutls_certificate_credentials_t res, gnutls_x509_crl_t* crl_list,
                                    int crl_list_size);

/** Adds a certificate and its private key from files. Credentials may have several: a server chooses by the client's
 *  server name and by what it can check.
 *  @param res credentials
 *  @param certfile the file with the certificate and, behind it, those that lead to its authority
 *  @param keyfile the file with the private key, not encrypted (PKCS#8, SEC 1 or PKCS#1); may be the same
 *  @param type GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER, of both files
 *  @returns 0, or with GNUTLS_CERTIFICATE_API_V2 the key's index from 0, or an error
 *  @errors GNUTLS_E_FILE_ERROR: a file cannot be read; those of gnutls_certificate_set_x509_key_mem()
 *  @since 3.1.11 @see RFC 7468; RFC 5958; gnutls_certificate_set_x509_key_file2() */
int gnutls_certificate_set_x509_key_file(gnutls_certificate_credentials_t res, const char* certfile,
                                         const char* keyfile, gnutls_x509_crt_fmt_t type);

/** Adds a certificate and a private key that may be encrypted from files. As gnutls_certificate_set_x509_key_file()
 *  does. An encrypted key is PKCS#8 with PBES2: AES or triple DES in CBC mode.
 *  @param res credentials
 *  @param certfile, keyfile the files' names
 *  @param type GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER, of both files
 *  @param pass the password; with null the function of gnutls_certificate_set_pin_function() is asked
 *  @param flags not looked at: the file says how it is encrypted
 *  @returns 0, or with GNUTLS_CERTIFICATE_API_V2 the key's index from 0, or an error
 *  @errors GNUTLS_E_FILE_ERROR: a file cannot be read; those of gnutls_certificate_set_x509_key_mem()
 *  @since 3.4.0 or earlier @see RFC 5958; RFC 8018, 6.2 */
int gnutls_certificate_set_x509_key_file2(gnutls_certificate_credentials_t res, const char* certfile,
                                          const char* keyfile, gnutls_x509_crt_fmt_t type, const char* pass,
                                          unsigned int flags);

/** Adds a certificate and its private key from memory.
 *  @param res credentials
 *  @param cert the certificate and, behind it, those that lead to its authority; copied
 *  @param key the private key, not encrypted; copied
 *  @param type GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER, of both
 *  @returns 0, or with GNUTLS_CERTIFICATE_API_V2 the key's index from 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer or an unknown type;
 *    GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: there is no key in PEM;
 *    GNUTLS_E_BASE64_DECODING_ERROR: there is no certificate in PEM;
 *    GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR: a block of PEM is damaged;
 *    GNUTLS_E_ASN1_TAG_ERROR: something is no DER;
 *    GNUTLS_E_ASN1_DER_ERROR: something is no certificate, or no key;
 *    GNUTLS_E_DECRYPTION_FAILED: the key is encrypted, and the password wrong or unknown;
 *    GNUTLS_E_UNKNOWN_PK_ALGORITHM: the kind of key, or its encryption, does not exist here;
 *    GNUTLS_E_CERTIFICATE_KEY_MISMATCH: the key belongs to another certificate;
 *    GNUTLS_E_CONSTRAINT_ERROR: the chain is too long;
 *    GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see gnutls_certificate_set_x509_key_file() */
int gnutls_certificate_set_x509_key_mem(gnutls_certificate_credentials_t res, const gnutls_datum_t* cert,
                                        const gnutls_datum_t* key, gnutls_x509_crt_fmt_t type);

/** Adds a certificate and a private key that may be encrypted from memory.
 *  @param res credentials
 *  @param cert, key as in gnutls_certificate_set_x509_key_mem()
 *  @param type GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER, of both
 *  @param pass the password; with null the function of gnutls_certificate_set_pin_function() is asked
 *  @param flags not looked at
 *  @returns 0, or with GNUTLS_CERTIFICATE_API_V2 the key's index from 0, or an error
 *  @errors those of gnutls_certificate_set_x509_key_mem()
 *  @since 3.4.0 or earlier @see gnutls_certificate_set_x509_key_file2() */
int gnutls_certificate_set_x509_key_mem2(gnutls_certificate_credentials_t res, const gnutls_datum_t* cert,
                                         const gnutls_datum_t* key, gnutls_x509_crt_fmt_t type, const char* pass,
                                         unsigned int flags);

/** Sets the function that is asked for the password of a private key. To be set before the key is added.
 *  @param cred credentials
 *  @param fn as in gnutls_x509_privkey_set_pin_function(); null takes it away
 *  @param userdata what it gets
 *  @since 3.1.0 @see gnutls_certificate_set_x509_key_file2() */
void gnutls_certificate_set_pin_function(gnutls_certificate_credentials_t cred, gnutls_pin_callback_t fn,
                                         void* userdata);

/** Adds certificates and a key that the program holds.
 *  @param res credentials
 *  @param cert_list, cert_list_size the certificate, at least one, and those that lead to its authority; copied
 *  @param key the private key, which is shared: its handle stays the program's and may be freed
 *  @returns 0, or with GNUTLS_CERTIFICATE_API_V2 the key's index from 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, no certificate, or an empty handle;
 *  GNUTLS_E_CERTIFICATE_KEY_MISMATCH: the key belongs to another certificate; GNUTLS_E_UNKNOWN_PK_ALGORITHM: the kind
 *  of key does not exist here; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.4.0 @see gnutls_x509_crt_import(); gnutls_x509_privkey_import() */
int gnutls_certificate_set_x509_key(gnutls_certificate_credentials_t res, gnutls_x509_crt_t* cert_list,
                                    int cert_list_size, gnutls_x509_privkey_t key);

/** Copies a chain out of credentials.
 *  @param res credentials
 *  @param index which one, from 0, in the order in which they were added
 *  @param crt_list gets an array of certificates, the leaf first: the caller frees each with gnutls_x509_crt_deinit()
 *  and the array with gnutls_free()
 *  @param crt_list_size gets how many they are
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: there are not so many; GNUTLS_E_INVALID_REQUEST: a null pointer;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.4.0 @see gnutls_certificate_get_crt_raw() */
int gnutls_certificate_get_x509_crt(gnutls_certificate_credentials_t res, unsigned index, gnutls_x509_crt_t** crt_list,
                                    unsigned* crt_list_size);

/** Gives a private key of credentials.
 *  @param res credentials
 *  @param index which one, from 0, in the order in which they were added
 *  @param key gets a new handle that shares the key, and that the caller frees with gnutls_x509_privkey_deinit()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: there are not so many; GNUTLS_E_INVALID_REQUEST: a null pointer;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.4.0 @see gnutls_certificate_get_x509_crt() */
int gnutls_certificate_get_x509_key(gnutls_certificate_credentials_t res, unsigned index, gnutls_x509_privkey_t* key);

/** Sets the function that finds a certificate during the handshake. It takes the place of the certificates in the
 *  credentials. On a client it is called when the server has asked for a certificate, with the authorities that the
 *  server names (Name in DER) and the kinds of keys that it can check; on a server with neither, in every handshake,
 *  once version and server name are known. What it is shown lives until it returns.
 *
 *  It fills its last argument, whose `cert_type` and `key_type` are GNUTLS_CRT_X509 and GNUTLS_PRIVKEY_X509. With
 *  `deinit_all` the library frees the certificates, their array, which gnutls_malloc() made, and the key; otherwise,
 *  after a negative answer and with `ncerts` 0, they stay the program's. `ncerts` 0 says that there is none: a client
 *  goes on without, a server fails with GNUTLS_E_NO_CIPHER_SUITES. A negative answer does the same on a server, and on
 *  a client it ends the handshake with GNUTLS_E_USER_ERROR, as does a key that does not belong to its certificate.
 *  @param cred credentials
 *  @param func the function; null takes it away
 *  @since 3.0 @see RFC 8446, 4.3.2; gnutls_certificate_set_retrieve_function2();
 *  gnutls_certificate_set_retrieve_function3() */
void gnutls_certificate_set_retrieve_function(gnutls_certificate_credentials_t cred,
                                              gnutls_certificate_retrieve_function* func);

/** Sets flags of credentials. That a key belongs to its certificate is checked whatever they say.
 *  @param cred credentials; null is allowed
 *  @param flags bits of gnutls_certificate_flags, in place of those before
 *  @since 3.4.7 @see gnutls_certificate_set_x509_key_file() */
void gnutls_certificate_set_flags(gnutls_certificate_credentials_t cred, unsigned int flags);

/** Sets how the peer's certificates are verified. Bits that would accept SHA-1, MD5 or authorities without
 *  basicConstraints have no effect.
 *  @param res credentials; null is allowed
 *  @param flags bits of gnutls_certificate_verify_flags, in place of those before; the upper eight bits may hold a
 *  profile
 *  @since 1.0 @see RFC 5280, 6; gnutls_certificate_verify_peers() */
void gnutls_certificate_set_verify_flags(gnutls_certificate_credentials_t res, unsigned int flags);

/** Tells how the peer's certificates are verified.
 *  @param res credentials; null is allowed
 *  @returns what gnutls_certificate_set_verify_flags() set, 0 before that
 *  @since 3.4.0 @see gnutls_certificate_set_verify_flags() */
unsigned int gnutls_certificate_get_verify_flags(gnutls_certificate_credentials_t res);

/** Limits the length of the peer's chain. With more certificates there is no verdict, but GNUTLS_E_CONSTRAINT_ERROR.
 *  @param res credentials; null is allowed
 *  @param max_bits has no effect: keys above 8192 bits are refused in any case
 *  @param max_depth certificates; 0 for the library's own limit of 64
 *  @since 1.0.17 @see gnutls_certificate_verify_peers() */
void gnutls_certificate_set_verify_limits(gnutls_certificate_credentials_t res, unsigned int max_bits,
                                          unsigned int max_depth);

/** Has no effect. The groups of RFC 7919 are used, and nothing needs to be set.
 *  @param res credentials
 *  @param sec_param anything
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: null credentials
 *  @since 3.5.6 @see RFC 7919 */
int gnutls_certificate_set_known_dh_params(gnutls_certificate_credentials_t res, gnutls_sec_param_t sec_param);

/** Sets the function that judges the peer's certificate during the handshake. It returns 0 to accept. GNUTLS_E_AGAIN
 *  and GNUTLS_E_INTERRUPTED suspend the handshake, and the next gnutls_handshake() asks it again. Anything else ends
 *  the handshake with GNUTLS_E_CERTIFICATE_ERROR. On a server it is also called for a client that was asked for a
 *  certificate and sent none.
 *  @param cred credentials; null is allowed
 *  @param func the function; null takes it away
 *  @since 2.10.0 @see RFC 8446, 4.4.2.4; gnutls_session_set_verify_function(); gnutls_certificate_verify_peers3() */
void gnutls_certificate_set_verify_function(gnutls_certificate_credentials_t cred,
                                            gnutls_certificate_verify_function* func);

/** Says whether a server wants its client's certificate. A certificate that comes is judged by
 *  gnutls_session_set_verify_cert(), a verify function or afterwards by gnutls_certificate_verify_peers(), and
 *  otherwise by nobody.
 *  @param session a server's session, before its handshake or in a post-client-hello function; null is allowed
 *  @param req GNUTLS_CERT_REQUEST, GNUTLS_CERT_REQUIRE, or GNUTLS_CERT_IGNORE, the default
 *  @since 1.0 @see RFC 8446, 4.3.2 */
void gnutls_certificate_server_set_request(gnutls_session_t session, gnutls_certificate_request_t req);

/** Says whether a server's request for a certificate names authorities. Clients choose their certificate by them.
 *  @param session a server's session; null is allowed
 *  @param status 0 to name them, the default; 1 not to
 *  @since 1.0 @see RFC 8446, 4.2.4; gnutls_certificate_free_ca_names() */
void gnutls_certificate_send_x509_rdn_sequence(gnutls_session_t session, int status);

/** Tells whether the server has asked for a certificate.
 *  @param session a client's session
 *  @returns 1 when it has, otherwise 0
 *  @since 1.0 @see RFC 8446, 4.3.2 */
unsigned int gnutls_certificate_client_get_request_status(gnutls_session_t session);

/** Gives the peer's certificates. They belong to the session and live until the next call, or its end.
 *  @param session a session
 *  @param list_size gets how many they are; may be null
 *  @returns an array in DER, the peer's own certificate first; null when there are none or no memory is left
 *  @since 1.0 @see RFC 8446, 4.4.2; gnutls_x509_crt_import() */
const gnutls_datum_t* gnutls_certificate_get_peers(gnutls_session_t session, unsigned int* list_size);

/** Gives the certificate that was sent in the handshake. It belongs to the session and lives until the next call, or
 *  its end.
 *  @param session a session
 *  @returns the leaf in DER, or null
 *  @since 1.0 @see gnutls_certificate_get_peers() */
const gnutls_datum_t* gnutls_certificate_get_ours(gnutls_session_t session);

/** Tells from when the peer's certificate is valid.
 *  @param session a session
 *  @returns seconds since 1970, -1 when there is none
 *  @since 1.0 @see RFC 5280, 4.1.2.5; gnutls_certificate_expiration_time_peers() */
time_t gnutls_certificate_activation_time_peers(gnutls_session_t session);

/** Tells until when the peer's certificate is valid.
 *  @param session a session
 *  @returns seconds since 1970, -1 when there is none
 *  @since 1.0 @see RFC 5280, 4.1.2.5; gnutls_certificate_activation_time_peers() */
time_t gnutls_certificate_expiration_time_peers(gnutls_session_t session);

/** Verifies the peer's chain. Neither the name nor the purpose is checked: gnutls_certificate_verify_peers3() is
 *  safer.
 *  @param session a session after its handshake, or in a verify function
 *  @param status gets bits of gnutls_certificate_status_t, 0 for a good chain
 *  @returns 0 when a verdict was reached, or an error
 *  @errors those of gnutls_certificate_verify_peers()
 *  @since 1.0.17 @see RFC 5280, 6 */
int gnutls_certificate_verify_peers2(gnutls_session_t session, unsigned int* status);

/** Verifies the peer's chain, and that it is for a name.
 *  @param session a session after its handshake, or in a verify function
 *  @param hostname a DNS name or an IP address as text; with null the name is not checked
 *  @param status gets bits of gnutls_certificate_status_t, 0 for a good chain
 *  @returns 0 when a verdict was reached, or an error
 *  @errors those of gnutls_certificate_verify_peers()
 *  @since 3.1.4 @see RFC 5280, 6; RFC 9525; gnutls_certificate_verification_status_print() */
int gnutls_certificate_verify_peers3(gnutls_session_t session, const char* hostname, unsigned int* status);

/** Verifies the peer's chain against the session's credentials, with names and purposes.
 *  @param session a session after its handshake, or in a verify function
 *  @param data, elements what is demanded of the certificate, one or none of each type; may be null and 0
 *  @param status gets bits of gnutls_certificate_status_t, 0 for a good chain
 *  @returns 0 when a verdict was reached, whatever it is, or an error
 *  @errors GNUTLS_E_NO_CERTIFICATE_FOUND: the peer showed none;
 *    GNUTLS_E_INSUFFICIENT_CREDENTIALS: the session has no credentials;
 *    GNUTLS_E_CONSTRAINT_ERROR: the chain is longer than gnutls_certificate_set_verify_limits() allows;
 *    GNUTLS_E_INVALID_REQUEST: a null pointer, a demand that is not understood, or before the hellos;
 *    GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.3.0 @see RFC 5280, 6; RFC 9525; gnutls_session_set_verify_cert2() */
int gnutls_certificate_verify_peers(gnutls_session_t session, gnutls_typed_vdata_st* data, unsigned int elements,
                                    unsigned int* status);

/** Makes a text of a verdict. Programs show these sentences, and search them: they do not change.
 *  @param status bits of gnutls_certificate_status_t
 *  @param type GNUTLS_CRT_X509
 *  @param out gets the text, ended by a NUL that its size does not count; the caller frees it with gnutls_free()
 *  @param flags 0
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: `out` is null; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.1.4 @see gnutls_session_get_verify_cert_status() */
int gnutls_certificate_verification_status_print(unsigned int status, gnutls_certificate_type_t type,
                                                 gnutls_datum_t* out, unsigned int flags);

/** Has the peer's certificate verified in the handshake. A bad one ends it with
 *  GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR, and gnutls_session_get_verify_cert_status() says why. Clients that do not
 *  call this, or set a function, verify nothing by themselves.
 *  @param session a session, before its handshake; null is allowed
 *  @param hostname the DNS name, or the IP address as text, that the certificate must be for; copied; with null the
 *  name is not checked
 *  @param flags bits of gnutls_certificate_verify_flags, beside those of the credentials
 *  @since 3.4.6 @see RFC 5280, 6; RFC 9525; gnutls_server_name_set() */
void gnutls_session_set_verify_cert(gnutls_session_t session, const char* hostname, unsigned int flags);

/** Has the peer's certificate verified in the handshake, with names and purposes. As gnutls_session_set_verify_cert().
 *  Demands that are not understood are fulfilled by no certificate.
 *  @param session a session, before its handshake; null is allowed
 *  @param data, elements what is demanded of the certificate, copied; may be null and 0
 *  @param flags bits of gnutls_certificate_verify_flags, beside those of the credentials
 *  @since 3.4.6 @see RFC 5280, 6; gnutls_certificate_verify_peers() */
void gnutls_session_set_verify_cert2(gnutls_session_t session, gnutls_typed_vdata_st* data, unsigned int elements,
                                     unsigned int flags);

/** Sets the function that judges the peer's certificate, for one session. In place of the credentials' one, and of
 *  what gnutls_session_set_verify_cert() asked for.
 *  @param session a session; null is allowed
 *  @param func as in gnutls_certificate_set_verify_function(); null for the credentials' function
 *  @since 3.4.6 @see gnutls_certificate_set_verify_function() */
void gnutls_session_set_verify_function(gnutls_session_t session, gnutls_certificate_verify_function* func);

/** Tells what verification in the handshake has found.
 *  @param session a session
 *  @returns bits of gnutls_certificate_status_t, all ones before a verification, GNUTLS_CERT_INVALID for a null
 *  session
 *  @since 3.4.6 @see gnutls_session_set_verify_cert(); gnutls_certificate_verification_status_print() */
unsigned int gnutls_session_get_verify_cert_status(gnutls_session_t session);

/** Shows a certificate of credentials. It stays theirs, until they are freed or lose their keys.
 *  @param sc credentials
 *  @param idx1 which chain, from 0, in the order in which they were added
 *  @param idx2 which certificate of it, the leaf being 0
 *  @param cert gets it, in DER
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: there are not so many; GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 3.2.5 @see gnutls_certificate_get_x509_crt() */
int gnutls_certificate_get_crt_raw(gnutls_certificate_credentials_t sc, unsigned idx1, unsigned idx2,
                                   gnutls_datum_t* cert);

#ifdef __cplusplus
}
#endif
