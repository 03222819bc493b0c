/* Keys and certificates wherever they come from, and credentials that are found during the handshake. */
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

/** Makes an empty public key, which the caller frees with gnutls_pubkey_deinit(). Returns 0 or GNUTLS_E_MEMORY_ERROR. Since
 *  2.12.0. */
int gnutls_pubkey_init(gnutls_pubkey_t* key);

/** Frees a public key. Null is allowed. Since 2.12.0. */
void gnutls_pubkey_deinit(gnutls_pubkey_t key);

/** Returns the kind of key as a gnutls_pk_algorithm_t, GNUTLS_PK_UNKNOWN for an empty one, and stores its size in `bits`
 *  unless that is null: of RSA the modulus, of curves the field. Since 2.12.0. */
int gnutls_pubkey_get_pk_algorithm(gnutls_pubkey_t key, unsigned int* bits);

/** Reads a public key (SubjectPublicKeyInfo; RFC 5280, 4.1.2.7), the first in PEM, in place of what `key` held; `data` is
 *  copied. On an error `key` stays as it was. Returns 0, GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR when there is none in PEM,
 *  GNUTLS_E_ASN1_TAG_ERROR for what is no DER, GNUTLS_E_ASN1_DER_ERROR, GNUTLS_E_UNKNOWN_PK_ALGORITHM, or
 *  GNUTLS_E_MEMORY_ERROR. Since 2.12.0. */
int gnutls_pubkey_import(gnutls_pubkey_t key, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format);

/** Takes the public key of a certificate, which is copied. `flags` is 0. Returns 0, GNUTLS_E_ASN1_VALUE_NOT_FOUND for an
 *  empty certificate, or the errors of gnutls_pubkey_import(). Since 2.12.0. */
int gnutls_pubkey_import_x509(gnutls_pubkey_t key, gnutls_x509_crt_t crt, unsigned int flags);

/** The same with a certificate in PEM or DER. Returns also the errors of gnutls_x509_crt_import(). Since 3.1.3. */
int gnutls_pubkey_import_x509_raw(gnutls_pubkey_t pkey, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format,
                                  unsigned int flags);

/** Takes the public half of a private key. `usage` and `flags` are not looked at. Returns 0, GNUTLS_E_INVALID_REQUEST for an
 *  empty private key, or GNUTLS_E_MEMORY_ERROR. Since 2.12.0. */
int gnutls_pubkey_import_privkey(gnutls_pubkey_t key, gnutls_privkey_t pkey, unsigned int usage, unsigned int flags);

/** Writes the key (SubjectPublicKeyInfo) to `output_data`; `output_data_size` holds the room and gets the length, both in
 *  bytes. PEM is ended by a NUL that needs room and does not count. Returns 0, GNUTLS_E_SHORT_MEMORY_BUFFER, and
 *  `output_data_size` says how much room is needed, or GNUTLS_E_INVALID_REQUEST for an empty key. Since 2.12.0. */
int gnutls_pubkey_export(gnutls_pubkey_t key, gnutls_x509_crt_fmt_t format, void* output_data,
                         size_t* output_data_size);

/** The same to new memory, which the caller frees with gnutls_free(). Since 3.1.3. */
int gnutls_pubkey_export2(gnutls_pubkey_t key, gnutls_x509_crt_fmt_t format, gnutls_datum_t* out);

/** Checks that `signature` was made of `data` (not of its hash) with the private half of the key. `flags` is not looked at:
 *  SHA-1 and MD5 are never accepted. Returns 0, GNUTLS_E_PK_SIG_VERIFY_FAILED, GNUTLS_E_CONSTRAINT_ERROR for an algorithm
 *  that this kind of key does not have, or GNUTLS_E_INVALID_REQUEST for an unknown one and for an empty key. Since 3.0. */
int gnutls_pubkey_verify_data2(gnutls_pubkey_t pubkey, gnutls_sign_algorithm_t algo, unsigned int flags,
                               const gnutls_datum_t* data, const gnutls_datum_t* signature);

/** Makes an empty private key, which the caller frees with gnutls_privkey_deinit(). Returns 0 or GNUTLS_E_MEMORY_ERROR.
 *  Since 2.12.0. */
int gnutls_privkey_init(gnutls_privkey_t* key);

/** Wipes and frees a private key, unless credentials or another handle share it. Null is allowed. Since 2.12.0. */
void gnutls_privkey_deinit(gnutls_privkey_t key);

/** Returns the kind of key as a gnutls_pk_algorithm_t and stores its size in `bits`, as gnutls_pubkey_get_pk_algorithm()
 *  does; GNUTLS_E_INVALID_REQUEST for an empty one. Since 2.12.0. */
int gnutls_privkey_get_pk_algorithm(gnutls_privkey_t key, unsigned int* bits);

/** Returns GNUTLS_PRIVKEY_X509: every key is in memory. Since 2.12.0. */
gnutls_privkey_type_t gnutls_privkey_get_type(gnutls_privkey_t key);

/** Sets the function that gnutls_privkey_import_x509_raw() asks for a password, as gnutls_x509_privkey_set_pin_function()
 *  does. Since 3.1.0. */
void gnutls_privkey_set_pin_function(gnutls_privkey_t key, gnutls_pin_callback_t fn, void* userdata);

/** Takes over what an X.509 private key holds, in place of what `pkey` held; both share it from then on. With
 *  GNUTLS_PRIVKEY_IMPORT_AUTO_RELEASE in `flags` the handle `key` is freed with `pkey`; otherwise it stays the caller's, who
 *  may free it at any time. Returns 0, or GNUTLS_E_INVALID_REQUEST for an empty key. Since 2.12.0. */
int gnutls_privkey_import_x509(gnutls_privkey_t pkey, gnutls_x509_privkey_t key, unsigned int flags);

/** Reads a private key as gnutls_x509_privkey_import2() does, with its errors, but GNUTLS_E_ASN1_TAG_ERROR for what is no
 *  DER. Since 3.1.0. */
int gnutls_privkey_import_x509_raw(gnutls_privkey_t pkey, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format,
                                   const char* password, unsigned int flags);

/** Makes an X.509 private key of it, which shares what it holds and which the caller frees with
 *  gnutls_x509_privkey_deinit(). Returns 0, GNUTLS_E_INVALID_REQUEST for an empty key, or GNUTLS_E_MEMORY_ERROR. Since
 *  3.4.0. */
int gnutls_privkey_export_x509(gnutls_privkey_t pkey, gnutls_x509_privkey_t* key);

/** Signs `data` (not its hash) with `hash`, an RSA key by PKCS#1 or, with GNUTLS_PRIVKEY_SIGN_FLAG_RSA_PSS in `flags`, by
 *  RSASSA-PSS (RFC 8017); an Ed25519 key with GNUTLS_DIG_SHA512. The caller frees `signature->data` with gnutls_free().
 *  Returns 0, GNUTLS_E_INVALID_REQUEST for an empty key or a hash that does not go with it, GNUTLS_E_CONSTRAINT_ERROR for a
 *  hash that is too weak (SHA-1), or GNUTLS_E_MEMORY_ERROR. Since 2.12.0. */
int gnutls_privkey_sign_data(gnutls_privkey_t signer, gnutls_digest_algorithm_t hash, unsigned int flags,
                             const gnutls_datum_t* data, gnutls_datum_t* signature);

/** The same with a signature algorithm. `flags` is 0. Returns 0, GNUTLS_E_CONSTRAINT_ERROR for an algorithm that this kind of
 *  key does not have or that is too weak, GNUTLS_E_INVALID_REQUEST for an unknown one and for an empty key, or
 *  GNUTLS_E_MEMORY_ERROR. Since 3.6.0. */
int gnutls_privkey_sign_data2(gnutls_privkey_t signer, gnutls_sign_algorithm_t algo, unsigned int flags,
                              const gnutls_datum_t* data, gnutls_datum_t* signature);

/** Frees what `pcert` holds, not `pcert` itself, which may be imported again. Null and an empty one are allowed. Since
 *  3.0. */
void gnutls_pcert_deinit(gnutls_pcert_st* pcert);

/** Fills `pcert`, which holds nothing, with a copy of a certificate. `flags` is 0. On an error `pcert` is empty. Returns 0,
 *  GNUTLS_E_ASN1_VALUE_NOT_FOUND for an empty certificate, GNUTLS_E_UNKNOWN_PK_ALGORITHM, or GNUTLS_E_MEMORY_ERROR. Since
 *  3.0. */
int gnutls_pcert_import_x509(gnutls_pcert_st* pcert, gnutls_x509_crt_t crt, unsigned int flags);

/** Fills as many of `pcert_list` as `*ncrt` says, in the order of `crt`. With GNUTLS_X509_CRT_LIST_SORT in `flags` each
 *  certificate's issuer follows it, the first one stays, and `*ncrt` gets how many of them make that chain; beyond 16
 *  certificates that is GNUTLS_E_CERTIFICATE_LIST_UNSORTED. Returns 0, or the errors of gnutls_pcert_import_x509(). Since
 *  3.4.0. */
int gnutls_pcert_import_x509_list(gnutls_pcert_st* pcert_list, gnutls_x509_crt_t* crt, unsigned* ncrt,
                                  unsigned int flags);

/** Fills `pcert`, which holds nothing, with the certificate in `cert`, the first in PEM. `flags` is 0. On an error `pcert` is
 *  empty. Returns 0, or the errors of gnutls_x509_crt_import() and gnutls_pcert_import_x509(). Since 3.0. */
int gnutls_pcert_import_x509_raw(gnutls_pcert_st* pcert, const gnutls_datum_t* cert, gnutls_x509_crt_fmt_t format,
                                 unsigned int flags);

/** Fills `pcerts`, which has room for `*pcert_max`, with the certificates in `data`; `*pcert_max` gets how many there are.
 *  `flags` of gnutls_certificate_import_flags: GNUTLS_X509_CRT_LIST_SORT as above, GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED to
 *  get GNUTLS_E_CERTIFICATE_LIST_UNSORTED instead, GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED to get
 *  GNUTLS_E_SHORT_MEMORY_BUFFER, and `*pcert_max` says how many there are; otherwise those beyond the room are left out.
 *  Returns 0, GNUTLS_E_NO_CERTIFICATE_FOUND when there is none in PEM, GNUTLS_E_ASN1_TAG_ERROR for what is no DER,
 *  GNUTLS_E_ASN1_DER_ERROR, GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR, GNUTLS_E_UNKNOWN_PK_ALGORITHM, or
 *  GNUTLS_E_MEMORY_ERROR. Since 3.0. */
int gnutls_pcert_list_import_x509_raw(gnutls_pcert_st* pcerts, unsigned int* pcert_max, const gnutls_datum_t* data,
                                      gnutls_x509_crt_fmt_t format, unsigned int flags);

/** The same from a file, always sorted, and GNUTLS_E_SHORT_MEMORY_BUFFER whenever the room does not suffice; `*pcert_max`
 *  changes on success only. `pin_fn` is for objects in tokens, which do not exist here: it is not called. Returns also
 *  GNUTLS_E_FILE_ERROR. Since 3.6.3. */
int gnutls_pcert_list_import_x509_file(gnutls_pcert_st* pcert_list, unsigned* pcert_list_size, const char* file,
                                       gnutls_x509_crt_fmt_t format, gnutls_pin_callback_t pin_fn,
                                       void* pin_fn_userdata, unsigned int flags);

/** Makes a certificate of it, which the caller frees with gnutls_x509_crt_deinit(). Returns 0, GNUTLS_E_INVALID_REQUEST when
 *  its type is another than GNUTLS_CRT_X509, GNUTLS_E_ASN1_DER_ERROR for an empty one, or GNUTLS_E_MEMORY_ERROR. Since
 *  3.4.0. */
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

/** gnutls_certificate_set_retrieve_function() with certificates that are taken apart already. What the function hands over
 *  stays its own and must live until it returns: it is copied, and the key shared. Since 3.0. */
void gnutls_certificate_set_retrieve_function2(gnutls_certificate_credentials_t cred,
                                               gnutls_certificate_retrieve_function2* func);

/** The same, with an OCSP response for each of the first `ocsp_length` certificates, which a server hands to a client that
 *  asked for it (in TLS 1.2 the first one alone; RFC 6066, 8), and a choice of owner: with GNUTLS_CERT_RETR_DEINIT_ALL the
 *  library frees everything when the function has returned 0 or more. Since 3.6.3. */
void gnutls_certificate_set_retrieve_function3(gnutls_certificate_credentials_t cred,
                                               gnutls_certificate_retrieve_function3* func);

/** Adds a chain, its leaf first, and its key. `names` are DNS names that a server chooses it for, beside those in the leaf;
 *  null and 0 for none. What the `pcert_list_size` elements of `pcert_list` hold and the handle `key` become the
 *  credentials' own, which free them with themselves or in gnutls_certificate_free_keys(), also when the pair is refused;
 *  the array stays the caller's. Returns 0, the key's index with GNUTLS_CERTIFICATE_API_V2, GNUTLS_E_INVALID_REQUEST, and
 *  everything stays the caller's, GNUTLS_E_CERTIFICATE_KEY_MISMATCH, or GNUTLS_E_MEMORY_ERROR. Since 3.0. */
int gnutls_certificate_set_key(gnutls_certificate_credentials_t res, const char** names, int names_size,
                               gnutls_pcert_st* pcert_list, int pcert_list_size, gnutls_privkey_t key);

#ifdef __cplusplus
}
#endif
