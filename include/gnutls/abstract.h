/* Keys and certificates wherever they come from, and credentials that are found during the handshake. Manual: Credentials. */
#pragma once

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Flags of private keys. */
typedef enum gnutls_privkey_flags {
  GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE = 1,
  GNUTLS_PRIVKEY_IMPORT_COPY = 2,
  GNUTLS_PRIVKEY_DISABLE_CALLBACKS = 4,
  GNUTLS_PRIVKEY_SIGN_FLAG_TLS1_RSA = 16,
  GNUTLS_PRIVKEY_FLAG_PROVABLE = 32,
  GNUTLS_PRIVKEY_FLAG_EXPORT_COMPAT = 64,
  GNUTLS_PRIVKEY_SIGN_FLAG_RSA_PSS = 128,
  GNUTLS_PRIVKEY_FLAG_REPRODUCIBLE = 256,
  GNUTLS_PRIVKEY_FLAG_CA = 512,
  GNUTLS_PRIVKEY_FLAG_RSA_PSS_FIXED_SALT_LENGTH = 1024,
} gnutls_privkey_flags_t;

/* Flags of public keys. */
typedef enum gnutls_pubkey_flags {
  GNUTLS_PUBKEY_DISABLE_CALLBACKS = 4,
  GNUTLS_PUBKEY_GET_OPENPGP_FINGERPRINT = 8,
} gnutls_pubkey_flags_t;
#define GNUTLS_PUBKEY_VERIFY_FLAG_TLS1_RSA GNUTLS_VERIFY_USE_TLS1_RSA
#define GNUTLS_PUBKEY_VERIFY_FLAG_TLS_RSA GNUTLS_PUBKEY_VERIFY_FLAG_TLS1_RSA

/* A certificate with its public key taken out. Programs make them on the stack and in arrays, so the layout is part of the
   binary interface. Each is empty until it is imported, and freed by gnutls_pcert_deinit(). */
typedef struct gnutls_pcert_st {
  gnutls_pubkey_t pubkey;
  gnutls_datum_t cert; /* DER */
  gnutls_certificate_type_t type;
} gnutls_pcert_st;
#define GNUTLS_PCERT_NO_CERT 1

/** Makes an empty public key. The caller frees it with gnutls_pubkey_deinit().
 *  @param key gets it, null on error
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: `key` is null; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.12.0 @see gnutls_pubkey_import() */
int gnutls_pubkey_init(gnutls_pubkey_t* key);

/** Frees a public key.
 *  @param key a key; null is allowed
 *  @since 2.12.0 @see gnutls_pubkey_init() */
void gnutls_pubkey_deinit(gnutls_pubkey_t key);

/** Tells the kind and the size of a public key.
 *  @param key the key
 *  @param bits gets the size in bits, of the modulus or of the curve's field, 0 for an empty key; may be null
 *  @returns a gnutls_pk_algorithm_t, GNUTLS_PK_UNKNOWN for an empty key
 *  @errors none
 *  @since 2.12.0 @see gnutls_pk_get_name() */
int gnutls_pubkey_get_pk_algorithm(gnutls_pubkey_t key, unsigned int* bits);

/** Reads a public key in place of what the handle held. On an error it stays as it was.
 *  @param key the handle
 *  @param data a SubjectPublicKeyInfo, the first one in PEM; copied
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @returns 0, or an error
 *  @errors GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR: there is none in PEM, or its block is damaged;
 *    GNUTLS_E_ASN1_TAG_ERROR: it is no DER;
 *    GNUTLS_E_ASN1_DER_ERROR: it is no public key;
 *    GNUTLS_E_UNKNOWN_PK_ALGORITHM: the kind of key does not exist here;
 *    GNUTLS_E_INVALID_REQUEST: a null pointer or an unknown format;
 *    GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.12.0 @see RFC 5280, 4.1.2.7; RFC 7468, 13 */
int gnutls_pubkey_import(gnutls_pubkey_t key, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format);

/** Takes the public key of a certificate, which is copied.
 *  @param key the handle
 *  @param crt the certificate
 *  @param flags 0
 *  @returns 0, or an error
 *  @errors GNUTLS_E_ASN1_VALUE_NOT_FOUND: the certificate is empty; GNUTLS_E_ASN1_DER_ERROR: its key makes no sense;
 *  GNUTLS_E_UNKNOWN_PK_ALGORITHM: the kind of key does not exist here; GNUTLS_E_INVALID_REQUEST: a null pointer;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.12.0 @see RFC 5280, 4.1.2.7 */
int gnutls_pubkey_import_x509(gnutls_pubkey_t key, gnutls_x509_crt_t crt, unsigned int flags);

/** Takes the public key of a certificate in PEM or DER.
 *  @param pkey the handle
 *  @param data the certificate, the first one in PEM; copied
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @param flags 0
 *  @returns 0, or an error
 *  @errors those of gnutls_x509_crt_import(); those of gnutls_pubkey_import_x509()
 *  @since 3.1.3 @see RFC 5280, 4.1.2.7 */
int gnutls_pubkey_import_x509_raw(gnutls_pubkey_t pkey, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format,
                                  unsigned int flags);

/** Takes the public half of a private key.
 *  @param key the handle
 *  @param pkey the private key
 *  @param usage, flags not looked at
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer or an empty private key; GNUTLS_E_MEMORY_ERROR: no memory is left;
 *  GNUTLS_E_INTERNAL_ERROR: the half could not be made
 *  @since 2.12.0 @see gnutls_pubkey_export() */
int gnutls_pubkey_import_privkey(gnutls_pubkey_t key, gnutls_privkey_t pkey, unsigned int usage, unsigned int flags);

/** Writes a public key as SubjectPublicKeyInfo.
 *  @param key the key
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @param output_data gets it; PEM is ended by a NUL that needs room and does not count
 *  @param output_data_size holds the room and gets the length, or the room that is needed, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; GNUTLS_E_INVALID_REQUEST: a null pointer, an empty key,
 *  or an unknown format; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.12.0 @see RFC 7468, 13; gnutls_pubkey_export2() */
int gnutls_pubkey_export(gnutls_pubkey_t key, gnutls_x509_crt_fmt_t format, void* output_data,
                         size_t* output_data_size);

/** Writes a public key as SubjectPublicKeyInfo to new memory.
 *  @param key the key
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @param out gets it; the caller frees it with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, an empty key, or an unknown format; GNUTLS_E_MEMORY_ERROR: no
 *  memory is left
 *  @since 3.1.3 @see RFC 7468, 13 */
int gnutls_pubkey_export2(gnutls_pubkey_t key, gnutls_x509_crt_fmt_t format, gnutls_datum_t* out);

/** Checks a signature. Signatures with SHA-1 and MD5 are never accepted.
 *  @param pubkey the public key
 *  @param algo the signature algorithm
 *  @param flags not looked at
 *  @param data what was signed, not its hash
 *  @param signature the signature
 *  @returns 0 when it was made of `data` with the private half of the key, or an error
 *  @errors GNUTLS_E_PK_SIG_VERIFY_FAILED: it was not; GNUTLS_E_CONSTRAINT_ERROR: this kind of key does not have the
 *  algorithm, or it is too weak; GNUTLS_E_INVALID_REQUEST: a null pointer, an empty key, or an unknown algorithm
 *  @since 3.0 @see RFC 8017; RFC 8032; gnutls_privkey_sign_data2() */
int gnutls_pubkey_verify_data2(gnutls_pubkey_t pubkey, gnutls_sign_algorithm_t algo, unsigned int flags,
                               const gnutls_datum_t* data, const gnutls_datum_t* signature);

/** Makes an empty private key. The caller frees it with gnutls_privkey_deinit().
 *  @param key gets it, null on error
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: `key` is null; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.12.0 @see gnutls_privkey_import_x509_raw() */
int gnutls_privkey_init(gnutls_privkey_t* key);

/** Frees a private key. It is wiped when no credentials and no other handle share it.
 *  @param key a key; null is allowed
 *  @since 2.12.0 @see gnutls_privkey_init() */
void gnutls_privkey_deinit(gnutls_privkey_t key);

/** Tells the kind and the size of a private key.
 *  @param key the key
 *  @param bits gets the size in bits, of the modulus or of the curve's field; may be null
 *  @returns a gnutls_pk_algorithm_t, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null or empty key
 *  @since 2.12.0 @see gnutls_pk_get_name() */
int gnutls_privkey_get_pk_algorithm(gnutls_privkey_t key, unsigned int* bits);

/** Tells where a private key is.
 *  @param key any key
 *  @returns GNUTLS_PRIVKEY_X509: every key is in memory
 *  @since 2.12.0 */
gnutls_privkey_type_t gnutls_privkey_get_type(gnutls_privkey_t key);

/** Sets the function that is asked for a key's password.
 *  @param key the handle
 *  @param fn as in gnutls_x509_privkey_set_pin_function(); null takes it away
 *  @param userdata what it gets first
 *  @since 3.1.0 @see gnutls_privkey_import_x509_raw() */
void gnutls_privkey_set_pin_function(gnutls_privkey_t key, gnutls_pin_callback_t fn, void* userdata);

/** Takes over what an X.509 private key holds, in place of what the handle held. Both share it from then on.
 *  @param pkey the handle
 *  @param key the X.509 key; it stays the caller's, who may free it at any time, unless the flags say otherwise
 *  @param flags GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE to have `key` freed with `pkey`, otherwise 0; after an error it stays
 *  the caller's
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer or an empty key
 *  @since 2.12.0 @see gnutls_privkey_export_x509() */
int gnutls_privkey_import_x509(gnutls_privkey_t pkey, gnutls_x509_privkey_t key, unsigned int flags);

/** Reads a private key that may be encrypted. As gnutls_x509_privkey_import2() does. On an error the handle stays as
 *  it was.
 *  @param pkey the handle
 *  @param data the key, the first one in PEM; copied
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @param password opens it; with null the function of gnutls_privkey_set_pin_function() is asked
 *  @param flags not looked at
 *  @returns 0, or an error
 *  @errors those of gnutls_x509_privkey_import2()
 *  @since 3.1.0 @see RFC 5958; RFC 8018, 6.2 */
int gnutls_privkey_import_x509_raw(gnutls_privkey_t pkey, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format,
                                   const char* password, unsigned int flags);

/** Makes an X.509 private key. It shares what the key holds.
 *  @param pkey the key
 *  @param key gets a handle that the caller frees with gnutls_x509_privkey_deinit()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer or an empty key; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.4.0 @see gnutls_privkey_import_x509() */
int gnutls_privkey_export_x509(gnutls_privkey_t pkey, gnutls_x509_privkey_t* key);

/** Signs data with a hash function. An RSA key by PKCS#1 or RSASSA-PSS, an Ed25519 key with GNUTLS_DIG_SHA512.
 *  @param signer the key
 *  @param hash the hash function
 *  @param flags GNUTLS_PRIVKEY_SIGN_FLAG_RSA_PSS for RSASSA-PSS, otherwise 0
 *  @param data what is to be signed, not its hash
 *  @param signature gets the signature, which the caller frees with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, an empty key, a hash function that does not go with it, or
 *  GNUTLS_PRIVKEY_SIGN_FLAG_TLS1_RSA; GNUTLS_E_CONSTRAINT_ERROR: a hash function that is too weak;
 *  GNUTLS_E_PK_SIGN_FAILED, GNUTLS_E_INTERNAL_ERROR: the signature could not be made; GNUTLS_E_MEMORY_ERROR: no memory
 *  is left
 *  @since 2.12.0 @see RFC 8017; RFC 8032; gnutls_privkey_sign_data2() */
int gnutls_privkey_sign_data(gnutls_privkey_t signer, gnutls_digest_algorithm_t hash, unsigned int flags,
                             const gnutls_datum_t* data, gnutls_datum_t* signature);

/** Signs data with a signature algorithm.
 *  @param signer the key
 *  @param algo the algorithm
 *  @param flags not looked at
 *  @param data what is to be signed, not its hash
 *  @param signature gets the signature, which the caller frees with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_CONSTRAINT_ERROR: this kind of key does not have the algorithm, or it is too weak;
 *  GNUTLS_E_INVALID_REQUEST: a null pointer, an empty key, or an unknown algorithm; GNUTLS_E_PK_SIGN_FAILED,
 *  GNUTLS_E_INTERNAL_ERROR: the signature could not be made; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.6.0 @see RFC 8017; RFC 8032; gnutls_pubkey_verify_data2() */
int gnutls_privkey_sign_data2(gnutls_privkey_t signer, gnutls_sign_algorithm_t algo, unsigned int flags,
                              const gnutls_datum_t* data, gnutls_datum_t* signature);

/** Frees what a parsed certificate holds. Not the structure, which may be imported again.
 *  @param pcert the certificate; null and an empty one are allowed
 *  @since 3.0 @see gnutls_pcert_import_x509() */
void gnutls_pcert_deinit(gnutls_pcert_st* pcert);

/** Fills a parsed certificate with a copy of a certificate. On an error it is empty.
 *  @param pcert the structure, which holds nothing yet
 *  @param crt the certificate
 *  @param flags 0
 *  @returns 0, or an error
 *  @errors GNUTLS_E_ASN1_VALUE_NOT_FOUND: the certificate is empty; GNUTLS_E_UNKNOWN_PK_ALGORITHM: its kind of key
 *  does not exist here; GNUTLS_E_ASN1_DER_ERROR: its key makes no sense; GNUTLS_E_INVALID_REQUEST: a null pointer;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.0 @see RFC 5280, 4.1; gnutls_pcert_deinit() */
int gnutls_pcert_import_x509(gnutls_pcert_st* pcert, gnutls_x509_crt_t crt, unsigned int flags);

/** Fills several parsed certificates with copies. On an error all are empty.
 *  @param pcert_list the structures, which hold nothing yet
 *  @param crt the certificates
 *  @param ncrt how many there are; gets how many were filled
 *  @param flags GNUTLS_X509_CRT_LIST_SORT to let each certificate's issuer follow it, the first one staying, and to
 *  leave out what does not belong to the chain; otherwise 0
 *  @returns 0, or an error
 *  @errors GNUTLS_E_CERTIFICATE_LIST_UNSORTED: more than 16 certificates were to be sorted; those of
 *  gnutls_pcert_import_x509()
 *  @since 3.4.0 @see RFC 8446, 4.4.2 */
int gnutls_pcert_import_x509_list(gnutls_pcert_st* pcert_list, gnutls_x509_crt_t* crt, unsigned* ncrt,
                                  unsigned int flags);

/** Fills a parsed certificate with one in PEM or DER. On an error it is empty.
 *  @param pcert the structure, which holds nothing yet
 *  @param cert the certificate, the first one in PEM; copied
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @param flags 0
 *  @returns 0, or an error
 *  @errors GNUTLS_E_UNKNOWN_PK_ALGORITHM: its kind of key does not exist here; those of gnutls_x509_crt_import()
 *  @since 3.0 @see RFC 5280, 4.1 */
int gnutls_pcert_import_x509_raw(gnutls_pcert_st* pcert, const gnutls_datum_t* cert, gnutls_x509_crt_fmt_t format,
                                 unsigned int flags);

/** Fills several parsed certificates with those in memory.
 *  @param pcerts the structures, which hold nothing yet
 *  @param pcert_max how many there is room for; gets how many there are
 *  @param data the certificates, copied
 *  @param format GNUTLS_X509_FMT_PEM for any number of them, GNUTLS_X509_FMT_DER for one
 *  @param flags of gnutls_certificate_import_flags: GNUTLS_X509_CRT_LIST_SORT as in gnutls_pcert_import_x509_list(),
 *  GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED to get an error instead, GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED to get
 *  one when the room does not suffice; otherwise what is too much is left out
 *  @returns 0, or an error
 *  @errors GNUTLS_E_NO_CERTIFICATE_FOUND: there is none in PEM;
 *    GNUTLS_E_CERTIFICATE_LIST_UNSORTED: they are no chain in order, or more than 16 were to be sorted;
 *    GNUTLS_E_SHORT_MEMORY_BUFFER: the room does not suffice, and `pcert_max` says how much is needed;
 *    GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR: a block of PEM is damaged;
 *    GNUTLS_E_ASN1_TAG_ERROR: it is no DER;
 *    GNUTLS_E_ASN1_DER_ERROR: something is no certificate;
 *    GNUTLS_E_UNKNOWN_PK_ALGORITHM: a kind of key does not exist here;
 *    GNUTLS_E_INVALID_REQUEST: a null pointer or an unknown format;
 *    GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.0 @see RFC 8446, 4.4.2; RFC 7468 */
int gnutls_pcert_list_import_x509_raw(gnutls_pcert_st* pcerts, unsigned int* pcert_max, const gnutls_datum_t* data,
                                      gnutls_x509_crt_fmt_t format, unsigned int flags);

/** Fills several parsed certificates with those in a file, in order. As gnutls_pcert_list_import_x509_raw() with
 *  sorting, and with an error when the room does not suffice.
 *  @param pcert_list the structures, which hold nothing yet
 *  @param pcert_list_size how many there is room for; gets how many there are, unless there is an error
 *  @param file the file's name
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @param pin_fn, pin_fn_userdata for objects in tokens, which do not exist here: it is not called
 *  @param flags as in gnutls_pcert_list_import_x509_raw()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_FILE_ERROR: the file cannot be read; those of gnutls_pcert_list_import_x509_raw()
 *  @since 3.6.3 @see RFC 7468 */
int gnutls_pcert_list_import_x509_file(gnutls_pcert_st* pcert_list, unsigned* pcert_list_size, const char* file,
                                       gnutls_x509_crt_fmt_t format, gnutls_pin_callback_t pin_fn,
                                       void* pin_fn_userdata, unsigned int flags);

/** Makes a certificate of a parsed one.
 *  @param pcert the parsed certificate
 *  @param crt gets a handle that the caller frees with gnutls_x509_crt_deinit(); null on error
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, or another type than GNUTLS_CRT_X509; GNUTLS_E_ASN1_DER_ERROR: it
 *  is empty; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.4.0 @see gnutls_pcert_import_x509() */
int gnutls_pcert_export_x509(gnutls_pcert_st* pcert, gnutls_x509_crt_t* crt);

/* What a gnutls_certificate_retrieve_function3 is told. */
struct gnutls_cert_retr_st {
  unsigned version; /* 1; larger ones may use more of `padding` */
  gnutls_certificate_credentials_t cred;
  const gnutls_datum_t* req_ca_rdn;      /* the authorities that the peer names, as Name in DER (RFC 5280, 4.1.2.4) */
  unsigned nreqs;                        /* how many they are */
  const gnutls_pk_algorithm_t* pk_algos; /* the kinds of keys that the peer can check, its favourite first */
  unsigned pk_algos_length;
  unsigned char padding[64];
};

/* Among its `flags`: the library frees what was handed over, which gnutls_malloc() and the init functions made. */
#define GNUTLS_CERT_RETR_DEINIT_ALL 1

typedef int gnutls_certificate_retrieve_function2(gnutls_session_t, const gnutls_datum_t* req_ca_rdn, int nreqs,
                                                  const gnutls_pk_algorithm_t* pk_algos, int pk_algos_length,
                                                  gnutls_pcert_st** pcert, unsigned int* pcert_length,
                                                  gnutls_privkey_t* privkey);
typedef int gnutls_certificate_retrieve_function3(gnutls_session_t, const struct gnutls_cert_retr_st* info,
                                                  gnutls_pcert_st** certs, unsigned int* certs_length,
                                                  gnutls_ocsp_data_st** ocsp, unsigned int* ocsp_length,
                                                  gnutls_privkey_t* privkey, unsigned int* flags);

/** Sets the function that finds a certificate during the handshake, with parsed certificates. When it is called and
 *  what its answers mean is told in gnutls_certificate_set_retrieve_function(). What it hands over stays its own and
 *  must live until it returns: it is copied, and the key shared.
 *  @param cred credentials
 *  @param func the function; null takes it away
 *  @since 3.0 @see RFC 8446, 4.3.2; gnutls_certificate_set_retrieve_function3() */
void gnutls_certificate_set_retrieve_function2(gnutls_certificate_credentials_t cred,
                                               gnutls_certificate_retrieve_function2* func);

/** Sets the function that finds a certificate during the handshake, with OCSP responses and a choice of owner. As
 *  gnutls_certificate_set_retrieve_function2(). Each of the first `ocsp_length` certificates may have an OCSP
 *  response, which a server hands to a client that asked for it, in TLS 1.2 the first one alone. With
 *  GNUTLS_CERT_RETR_DEINIT_ALL the library frees everything when the function has returned 0 or more;
 *  otherwise it stays the program's, as do list and key with `certs_length` 0.
 *  @param cred credentials
 *  @param func the function; null takes it away
 *  @since 3.6.3 @see RFC 8446, 4.3.2; RFC 6066, 8; gnutls_certificate_set_retrieve_function2() */
void gnutls_certificate_set_retrieve_function3(gnutls_certificate_credentials_t cred,
                                               gnutls_certificate_retrieve_function3* func);

/** Adds a chain of parsed certificates and its key to credentials. What the elements of `pcert_list` hold and the
 *  handle `key` become the credentials' own, which free them with themselves or in gnutls_certificate_free_keys().
 *  The array stays the caller's. After an error everything does, whatever was wrong.
 *  @param res credentials
 *  @param names, names_size DNS names that a server chooses it for, beside those in the leaf; null and 0 for none
 *  @param pcert_list, pcert_list_size the chain, at least one certificate, the leaf first
 *  @param key the leaf's private key
 *  @returns 0, or with GNUTLS_CERTIFICATE_API_V2 the key's index from 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, no certificate, an empty one or key, or another type than
 *  GNUTLS_CRT_X509; GNUTLS_E_CERTIFICATE_KEY_MISMATCH: the key belongs to another certificate; GNUTLS_E_MEMORY_ERROR:
 *  no memory is left
 *  @since 3.0 @see gnutls_certificate_set_x509_key() */
int gnutls_certificate_set_key(gnutls_certificate_credentials_t res, const char** names, int names_size,
                               gnutls_pcert_st* pcert_list, int pcert_list_size, gnutls_privkey_t key);

#ifdef __cplusplus
}
#endif
