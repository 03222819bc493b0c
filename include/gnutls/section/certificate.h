/* Certificates as credentials, and the verification of the peer's. */
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

/** Makes empty credentials. The caller frees them with gnutls_certificate_free_credentials(). Returns 0 or
 *  GNUTLS_E_MEMORY_ERROR. */
int gnutls_certificate_allocate_credentials(gnutls_certificate_credentials_t* res);

/** Frees credentials and wipes their keys; no session may use them any more. Null is allowed. */
void gnutls_certificate_free_credentials(gnutls_certificate_credentials_t sc);

/** Drops the certificates with their keys. */
void gnutls_certificate_free_keys(gnutls_certificate_credentials_t sc);

/** Drops the trusted authorities. */
void gnutls_certificate_free_cas(gnutls_certificate_credentials_t sc);

/** Drops the list of names that a server sends with a request; the trusted authorities stay. */
void gnutls_certificate_free_ca_names(gnutls_certificate_credentials_t sc);

/** Drops the revocation lists. */
void gnutls_certificate_free_crls(gnutls_certificate_credentials_t sc);

/** Trusts the authorities that the system trusts. Returns how many, or an error. */
int gnutls_certificate_set_x509_system_trust(gnutls_certificate_credentials_t cred);

/** Trusts the certificates in a file. Returns how many were read, or an error. */
int gnutls_certificate_set_x509_trust_file(gnutls_certificate_credentials_t cred, const char* cafile,
                                           gnutls_x509_crt_fmt_t type);

/** Trusts the certificates in all files of a directory. Returns how many were read, or an error. */
int gnutls_certificate_set_x509_trust_dir(gnutls_certificate_credentials_t cred, const char* ca_dir,
                                          gnutls_x509_crt_fmt_t type);

/** Trusts the certificates in `ca`. Returns how many were read, or an error. */
int gnutls_certificate_set_x509_trust_mem(gnutls_certificate_credentials_t res, const gnutls_datum_t* ca,
                                          gnutls_x509_crt_fmt_t type);

/** Trusts the `ca_list_size` certificates of `ca_list`, which are copied. Returns how many, or an error:
 *  GNUTLS_E_INVALID_REQUEST when one of them is empty. Since 2.4.0. */
int gnutls_certificate_set_x509_trust(gnutls_certificate_credentials_t res, gnutls_x509_crt_t* ca_list,
                                      int ca_list_size);

/** Adds the revocation lists in a file; with GNUTLS_CERTIFICATE_VERIFY_CRLS only those that a trusted authority signed
 *  (GNUTLS_E_CRL_VERIFICATION_ERROR). A certificate is refused when its authority's list names it, but also when that list
 *  is out of date or was not signed by the authority. Returns how many were read, or an error. */
int gnutls_certificate_set_x509_crl_file(gnutls_certificate_credentials_t res, const char* crlfile,
                                         gnutls_x509_crt_fmt_t type);

/** Adds the revocation lists in `CRL`. Returns how many were read, or an error. */
int gnutls_certificate_set_x509_crl_mem(gnutls_certificate_credentials_t res, const gnutls_datum_t* CRL,
                                        gnutls_x509_crt_fmt_t type);

/** Adds `crl_list_size` revocation lists, which are copied. Returns how many, or an error: GNUTLS_E_INVALID_REQUEST when one
 *  of them is empty. Since 2.4.0. */
int gnutls_certificate_set_x509_crl(gnutls_certificate_credentials_t res, gnutls_x509_crl_t* crl_list,
                                    int crl_list_size);

/** Adds a certificate, with those that lead to its authority behind it, and its private key, from files. Returns 0, the
 *  key's index with GNUTLS_CERTIFICATE_API_V2, or an error. */
int gnutls_certificate_set_x509_key_file(gnutls_certificate_credentials_t res, const char* certfile,
                                         const char* keyfile, gnutls_x509_crt_fmt_t type);

/** The same with a key that may be encrypted: `pass` opens it, and with null the function of
 *  gnutls_certificate_set_pin_function() is asked. `flags` of gnutls_pkcs_encrypt_flags_t are not looked at. Returns also
 *  the errors of gnutls_x509_privkey_import2(). */
int gnutls_certificate_set_x509_key_file2(gnutls_certificate_credentials_t res, const char* certfile,
                                          const char* keyfile, gnutls_x509_crt_fmt_t type, const char* pass,
                                          unsigned int flags);

/** gnutls_certificate_set_x509_key_file() from memory. */
int gnutls_certificate_set_x509_key_mem(gnutls_certificate_credentials_t res, const gnutls_datum_t* cert,
                                        const gnutls_datum_t* key, gnutls_x509_crt_fmt_t type);

/** gnutls_certificate_set_x509_key_file2() from memory. */
int gnutls_certificate_set_x509_key_mem2(gnutls_certificate_credentials_t res, const gnutls_datum_t* cert,
                                         const gnutls_datum_t* key, gnutls_x509_crt_fmt_t type, const char* pass,
                                         unsigned int flags);

/** Sets the function that is asked for the password of a key's file, with `userdata`, as
 *  gnutls_x509_privkey_set_pin_function() does. To be set before the key is. Since 3.1.0. */
void gnutls_certificate_set_pin_function(gnutls_certificate_credentials_t cred, gnutls_pin_callback_t fn,
                                         void* userdata);

/** gnutls_certificate_set_x509_key_file() with certificates and a key that the program holds; all are copied. Returns also GNUTLS_E_INVALID_REQUEST when
 *  one of them is empty. */
int gnutls_certificate_set_x509_key(gnutls_certificate_credentials_t res, gnutls_x509_crt_t* cert_list,
                                    int cert_list_size, gnutls_x509_privkey_t key);

/** Copies the chain that was set as number `index`, the leaf first, to new memory: the caller frees each certificate with
 *  gnutls_x509_crt_deinit() and `*crt_list` with gnutls_free(). Returns 0, GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE or
 *  GNUTLS_E_MEMORY_ERROR. Since 3.4.0. */
int gnutls_certificate_get_x509_crt(gnutls_certificate_credentials_t res, unsigned index, gnutls_x509_crt_t** crt_list,
                                    unsigned* crt_list_size);

/** Stores the private key that was set as number `index` in `key`, a new handle that shares it and that the caller frees with
 *  gnutls_x509_privkey_deinit(). Returns 0, GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE or GNUTLS_E_MEMORY_ERROR. Since 3.4.0. */
int gnutls_certificate_get_x509_key(gnutls_certificate_credentials_t res, unsigned index, gnutls_x509_privkey_t* key);

/** Sets the function that finds a certificate during the handshake, in place of those in the credentials; null takes it away.
 *  On a client it is called when the server has asked for a certificate, with the authorities that the server names (Name in
 *  DER) and the kinds of keys that it can check; on a server with neither, in every handshake, once version and server name
 *  are known. What it is shown lives until it returns. It fills the last argument, whose `cert_type` and `key_type` are
 *  GNUTLS_CRT_X509 and GNUTLS_PRIVKEY_X509: with `deinit_all` the library frees the certificates, their array, which
 *  gnutls_malloc() made, and the key; otherwise they stay the program's. `ncerts` 0 says that there is none: a client goes on
 *  without, a server fails with GNUTLS_E_NO_CIPHER_SUITES. A negative answer does the same on a server, and on a client it
 *  ends the handshake with GNUTLS_E_USER_ERROR, as does a key that does not belong to its certificate. Since 3.0. */
void gnutls_certificate_set_retrieve_function(gnutls_certificate_credentials_t cred,
                                              gnutls_certificate_retrieve_function* func);

/** Sets bits of gnutls_certificate_flags. That a key belongs to its certificate is checked in any case. */
void gnutls_certificate_set_flags(gnutls_certificate_credentials_t cred, unsigned int flags);

/** Sets bits of gnutls_certificate_verify_flags for verifying the peer. Those that would accept SHA-1, MD5 or authorities
 *  without basicConstraints have no effect. */
void gnutls_certificate_set_verify_flags(gnutls_certificate_credentials_t res, unsigned int flags);

/** Returns those bits. */
unsigned int gnutls_certificate_get_verify_flags(gnutls_certificate_credentials_t res);

/** Limits the peer's chain to `max_depth` certificates, 0 for the library's own limit: with more there is no verdict, but
 *  GNUTLS_E_CONSTRAINT_ERROR. `max_bits` has no effect. */
void gnutls_certificate_set_verify_limits(gnutls_certificate_credentials_t res, unsigned int max_bits,
                                          unsigned int max_depth);

/** Returns 0. The groups of RFC 7919 are used: nothing needs to be set. */
int gnutls_certificate_set_known_dh_params(gnutls_certificate_credentials_t res, gnutls_sec_param_t sec_param);

/** Sets the function that judges the peer's certificate during the handshake: 0 accepts, GNUTLS_E_AGAIN asks to be called
 *  again by the next gnutls_handshake(), anything else ends the handshake with GNUTLS_E_CERTIFICATE_ERROR. On a server it is
 *  also called for a client that was asked for a certificate and sent none. */
void gnutls_certificate_set_verify_function(gnutls_certificate_credentials_t cred,
                                            gnutls_certificate_verify_function* func);

/** On a server: whether the client is asked for a certificate (GNUTLS_CERT_REQUEST), must have one
 *  (GNUTLS_CERT_REQUIRE), or neither (GNUTLS_CERT_IGNORE, the default). */
void gnutls_certificate_server_set_request(gnutls_session_t session, gnutls_certificate_request_t req);

/** On a server: with `status` 1 the request for a certificate names no authorities. */
void gnutls_certificate_send_x509_rdn_sequence(gnutls_session_t session, int status);

/** On a client: returns 1 when the server asked for a certificate. */
unsigned int gnutls_certificate_client_get_request_status(gnutls_session_t session);

/** Returns the peer's certificates in DER, its own first, and stores how many; null when there are none. They belong to
 *  the session. */
const gnutls_datum_t* gnutls_certificate_get_peers(gnutls_session_t session, unsigned int* list_size);

/** Returns the certificate that was sent in the handshake, or null. It belongs to the session. */
const gnutls_datum_t* gnutls_certificate_get_ours(gnutls_session_t session);

/** Returns from when the peer's certificate is valid, -1 on error. */
time_t gnutls_certificate_activation_time_peers(gnutls_session_t session);

/** Returns until when the peer's certificate is valid, -1 on error. */
time_t gnutls_certificate_expiration_time_peers(gnutls_session_t session);

/** Verifies the peer's chain against the credentials; `status` gets bits of gnutls_certificate_status_t, 0 for a good
 *  one. Name and purpose are not checked. Returns 0 when a verdict was reached, GNUTLS_E_NO_CERTIFICATE_FOUND for a peer
 *  without a certificate, or another error. */
int gnutls_certificate_verify_peers2(gnutls_session_t session, unsigned int* status);

/** The same, and checks that the certificate is for `hostname` (unless null). */
int gnutls_certificate_verify_peers3(gnutls_session_t session, const char* hostname, unsigned int* status);

/** The same, and checks every name and purpose in `data`. */
int gnutls_certificate_verify_peers(gnutls_session_t session, gnutls_typed_vdata_st* data, unsigned int elements,
                                    unsigned int* status);

/** Makes a text of the bits in `status`, to be freed with gnutls_free(). Returns 0 or an error. */
int gnutls_certificate_verification_status_print(unsigned int status, gnutls_certificate_type_t type,
                                                 gnutls_datum_t* out, unsigned int flags);

/** Verifies the peer's certificate in the handshake, for `hostname` unless null, with `flags` of
 *  gnutls_certificate_verify_flags. A bad one ends it with GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR. */
void gnutls_session_set_verify_cert(gnutls_session_t session, const char* hostname, unsigned int flags);

/** The same with names and purposes in `data`, which are copied. Demands that are not understood are fulfilled by no
 *  certificate. */
void gnutls_session_set_verify_cert2(gnutls_session_t session, gnutls_typed_vdata_st* data, unsigned int elements,
                                     unsigned int flags);

/** Sets the verify function for this session, in place of the credentials' one. */
void gnutls_session_set_verify_function(gnutls_session_t session, gnutls_certificate_verify_function* func);

/** Returns the bits of gnutls_certificate_status_t that verification in the handshake found, all ones before that. */
unsigned int gnutls_session_get_verify_cert_status(gnutls_session_t session);

/** Shows a certificate of the credentials in DER: number `idx2` of the chain, the leaf first, that was set as number
 *  `idx1`. It stays theirs until they are freed or lose their keys. Returns 0 or GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE.
 *  Since 3.2.5. */
int gnutls_certificate_get_crt_raw(gnutls_certificate_credentials_t sc, unsigned idx1, unsigned idx2,
                                   gnutls_datum_t* cert);

#ifdef __cplusplus
}
#endif
