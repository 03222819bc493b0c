/* Handles, small structures and callback types that the other sections share. */
#pragma once

#include <gnutls/section/algorithms.h>
#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A run of bytes. Who owns them is said where one is passed. */
typedef struct {
  unsigned char* data;
  unsigned int size;
} gnutls_datum_t;

/* Handles: made by an init or allocate function, freed by the deinit or free function of the same name. */
typedef struct gnutls_session_int* gnutls_session_t;
typedef struct gnutls_dh_params_int* gnutls_dh_params_t;
typedef struct gnutls_x509_privkey_int* gnutls_rsa_params_t;
typedef struct gnutls_priority_st* gnutls_priority_t;
typedef struct mbuffer_st* gnutls_packet_t;
typedef struct gnutls_pubkey_st* gnutls_pubkey_t;
typedef struct gnutls_privkey_st* gnutls_privkey_t;
typedef struct gnutls_x509_privkey_int* gnutls_x509_privkey_t;
typedef struct gnutls_x509_crl_int* gnutls_x509_crl_t;
typedef struct gnutls_x509_crt_int* gnutls_x509_crt_t;
typedef struct gnutls_x509_crq_int* gnutls_x509_crq_t;
typedef struct gnutls_openpgp_crt_int* gnutls_openpgp_crt_t;
typedef struct gnutls_openpgp_keyring_int* gnutls_openpgp_keyring_t;
typedef struct gnutls_openpgp_privkey_int* gnutls_openpgp_privkey_t;
typedef struct gnutls_pkcs11_privkey_st* gnutls_pkcs11_privkey_t;
typedef struct gnutls_certificate_credentials_st* gnutls_certificate_credentials_t;
typedef struct gnutls_anon_server_credentials_st* gnutls_anon_server_credentials_t;
typedef struct gnutls_anon_client_credentials_st* gnutls_anon_client_credentials_t;
typedef struct gnutls_srp_server_credentials_st* gnutls_srp_server_credentials_t;
typedef struct gnutls_srp_client_credentials_st* gnutls_srp_client_credentials_t;
typedef struct gnutls_psk_server_credentials_st* gnutls_psk_server_credentials_t;
typedef struct gnutls_psk_client_credentials_st* gnutls_psk_client_credentials_t;
typedef struct gnutls_tdb_int* gnutls_tdb_t;
typedef struct gnutls_anti_replay_st* gnutls_anti_replay_t;
typedef struct gnutls_fips140_context_st* gnutls_fips140_context_t;
typedef struct gnutls_buffer_st* gnutls_buffer_t;
typedef gnutls_certificate_credentials_t gnutls_certificate_server_credentials;
typedef gnutls_certificate_credentials_t gnutls_certificate_client_credentials;
typedef void* gnutls_transport_ptr_t;
typedef void* gnutls_ext_priv_data_t;
typedef struct iovec giovec_t;

/* What a gnutls_params_function is asked for. */
typedef enum {
  GNUTLS_PARAMS_RSA_EXPORT = 1,
  GNUTLS_PARAMS_DH = 2,
  GNUTLS_PARAMS_ECDH = 3,
} gnutls_params_type_t;

/* What it answers; `deinit` 1 hands the parameters over to the library. */
union params {
  gnutls_dh_params_t dh;
  gnutls_rsa_params_t rsa_export;
};
typedef struct gnutls_params_st {
  gnutls_params_type_t type;
  union params params;
  int deinit;
} gnutls_params_st;

/* Types of credentials. */
typedef enum {
  GNUTLS_CRD_CERTIFICATE = 1,
  GNUTLS_CRD_ANON = 2,
  GNUTLS_CRD_SRP = 3,
  GNUTLS_CRD_PSK = 4,
  GNUTLS_CRD_IA = 5,
} gnutls_credentials_type_t;

/* Encodings of certificates and keys. */
typedef enum {
  GNUTLS_X509_FMT_DER = 0,
  GNUTLS_X509_FMT_PEM = 1,
} gnutls_x509_crt_fmt_t;

/* How much of a certificate is printed. */
typedef enum gnutls_certificate_print_formats {
  GNUTLS_CRT_PRINT_FULL = 0,
  GNUTLS_CRT_PRINT_ONELINE = 1,
  GNUTLS_CRT_PRINT_UNSIGNED_FULL = 2,
  GNUTLS_CRT_PRINT_COMPACT = 3,
  GNUTLS_CRT_PRINT_FULL_NUMBERS = 4,
} gnutls_certificate_print_formats_t;

/* Whose certificate type is meant. */
typedef enum {
  GNUTLS_CTYPE_CLIENT = 0,
  GNUTLS_CTYPE_SERVER = 1,
  GNUTLS_CTYPE_OURS = 2,
  GNUTLS_CTYPE_PEERS = 3,
} gnutls_ctype_target_t;

/* What an entry of gnutls_typed_vdata_st demands of a certificate. */
typedef enum {
  GNUTLS_DT_UNKNOWN = 0,
  GNUTLS_DT_DNS_HOSTNAME = 1,
  GNUTLS_DT_KEY_PURPOSE_OID = 2,
  GNUTLS_DT_RFC822NAME = 3,
  GNUTLS_DT_IP_ADDRESS = 4,
} gnutls_vdata_types_t;

/* One demand. A `size` of 0 means text ended by NUL. */
typedef struct {
  gnutls_vdata_types_t type;
  unsigned char* data;
  unsigned int size;
} gnutls_typed_vdata_st;

/* Kinds of names in certificates (RFC 5280, 4.2.1.6). */
typedef enum gnutls_x509_subject_alt_name_t {
  GNUTLS_SAN_DNSNAME = 1,
  GNUTLS_SAN_RFC822NAME = 2,
  GNUTLS_SAN_URI = 3,
  GNUTLS_SAN_IPADDRESS = 4,
  GNUTLS_SAN_OTHERNAME = 5,
  GNUTLS_SAN_DN = 6,
  GNUTLS_SAN_REGISTERED_ID = 7,
  GNUTLS_SAN_MAX = GNUTLS_SAN_REGISTERED_ID,
  GNUTLS_SAN_OTHERNAME_XMPP = 1000,
  GNUTLS_SAN_OTHERNAME_KRB5PRINCIPAL = 1001,
  GNUTLS_SAN_OTHERNAME_MSUSERPRINCIPAL = 1002,
  GNUTLS_SAN_OTHERNAME_SRV = 1003,
} gnutls_x509_subject_alt_name_t;

/* Kinds of private keys. */
typedef enum {
  GNUTLS_PRIVKEY_X509 = 0,
  GNUTLS_PRIVKEY_OPENPGP = 1,
  GNUTLS_PRIVKEY_PKCS11 = 2,
  GNUTLS_PRIVKEY_EXT = 3,
} gnutls_privkey_type_t;

/* What is special about a request for a PIN. */
typedef enum {
  GNUTLS_PIN_USER = 1,
  GNUTLS_PIN_SO = 2,
  GNUTLS_PIN_FINAL_TRY = 4,
  GNUTLS_PIN_COUNT_LOW = 8,
  GNUTLS_PIN_CONTEXT_SPECIFIC = 16,
  GNUTLS_PIN_WRONG = 32,
} gnutls_pin_flag_t;

/* What a gnutls_certificate_retrieve_function answers. */
typedef struct gnutls_retr2_st {
  gnutls_certificate_type_t cert_type;
  gnutls_privkey_type_t key_type;
  union {
    gnutls_x509_crt_t* x509;
    gnutls_openpgp_crt_t pgp;
  } cert;
  unsigned int ncerts;
  union {
    gnutls_x509_privkey_t x509;
    gnutls_openpgp_privkey_t pgp;
    gnutls_pkcs11_privkey_t pkcs11;
  } key;
  unsigned int deinit_all;
} gnutls_retr2_st;

/* An OCSP response for a certificate that is handed out, in DER; `version` is 0, and `exptime` 0 where it is not known. */
typedef struct gnutls_ocsp_data_st {
  unsigned int version;
  gnutls_datum_t response;
  time_t exptime;
  unsigned char padding[32];
} gnutls_ocsp_data_st;

/* Lengths between which a message is to be hidden, in bytes. */
typedef struct {
  size_t low;
  size_t high;
} gnutls_range_st;

/* Functions of the application that the library calls. */
typedef time_t (*gnutls_time_func)(time_t*);
typedef int (*mutex_init_func)(void**);
typedef int (*mutex_deinit_func)(void**);
typedef int (*mutex_lock_func)(void**);
typedef int (*mutex_unlock_func)(void**);
typedef void* (*gnutls_alloc_function)(size_t);
typedef void* (*gnutls_calloc_function)(size_t, size_t);
typedef int (*gnutls_is_secure_function)(const void*);
typedef void (*gnutls_free_function)(void*);
typedef void* (*gnutls_realloc_function)(void*, size_t);
typedef void (*gnutls_log_func)(int, const char*);
typedef void (*gnutls_audit_log_func)(gnutls_session_t, const char*);
typedef int (*gnutls_keylog_func)(gnutls_session_t, const char*, const gnutls_datum_t*);
typedef ssize_t (*gnutls_pull_func)(gnutls_transport_ptr_t, void*, size_t);
typedef ssize_t (*gnutls_push_func)(gnutls_transport_ptr_t, const void*, size_t);
typedef int (*gnutls_pull_timeout_func)(gnutls_transport_ptr_t, unsigned int);
typedef ssize_t (*gnutls_vec_push_func)(gnutls_transport_ptr_t, const giovec_t*, int);
typedef int (*gnutls_errno_func)(gnutls_transport_ptr_t);
typedef int (*gnutls_handshake_hook_func)(gnutls_session_t, unsigned int, unsigned int, unsigned int,
                                          const gnutls_datum_t*);
typedef int (*gnutls_handshake_simple_hook_func)(gnutls_session_t);
typedef int gnutls_certificate_verify_function(gnutls_session_t);
typedef int gnutls_certificate_retrieve_function(gnutls_session_t, const gnutls_datum_t*, int,
                                                 const gnutls_pk_algorithm_t*, int, gnutls_retr2_st*);
typedef int gnutls_params_function(gnutls_session_t, gnutls_params_type_t, gnutls_params_st*);
typedef int (*gnutls_pin_callback_t)(void*, int, const char*, const char*, unsigned int, char*, size_t);

#ifdef __cplusplus
}
#endif
