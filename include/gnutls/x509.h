/* X.509 certificates and their verification (RFC 5280). */
#pragma once

#include <gnutls/gnutls.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Object identifiers of names, purposes and extensions, in dotted form (RFC 5280). */
#define GNUTLS_KP_ANY "2.5.29.37.0"
#define GNUTLS_KP_CODE_SIGNING "1.3.6.1.5.5.7.3.3"
#define GNUTLS_KP_EMAIL_PROTECTION "1.3.6.1.5.5.7.3.4"
#define GNUTLS_KP_IPSEC_IKE "1.3.6.1.5.5.7.3.17"
#define GNUTLS_KP_MS_SMART_CARD_LOGON "1.3.6.1.4.1.311.20.2.2"
#define GNUTLS_KP_OCSP_SIGNING "1.3.6.1.5.5.7.3.9"
#define GNUTLS_KP_TIME_STAMPING "1.3.6.1.5.5.7.3.8"
#define GNUTLS_KP_TLS_WWW_CLIENT "1.3.6.1.5.5.7.3.2"
#define GNUTLS_KP_TLS_WWW_SERVER "1.3.6.1.5.5.7.3.1"
#define GNUTLS_OID_AD_CAISSUERS "1.3.6.1.5.5.7.48.2"
#define GNUTLS_OID_AD_OCSP "1.3.6.1.5.5.7.48.1"
#define GNUTLS_OID_AIA "1.3.6.1.5.5.7.1.1"
#define GNUTLS_OID_LDAP_DC "0.9.2342.19200300.100.1.25"
#define GNUTLS_OID_LDAP_UID "0.9.2342.19200300.100.1.1"
#define GNUTLS_OID_PKCS9_EMAIL "1.2.840.113549.1.9.1"
#define GNUTLS_OID_PKIX_COUNTRY_OF_CITIZENSHIP "1.3.6.1.5.5.7.9.4"
#define GNUTLS_OID_PKIX_COUNTRY_OF_RESIDENCE "1.3.6.1.5.5.7.9.5"
#define GNUTLS_OID_PKIX_DATE_OF_BIRTH "1.3.6.1.5.5.7.9.1"
#define GNUTLS_OID_PKIX_GENDER "1.3.6.1.5.5.7.9.3"
#define GNUTLS_OID_PKIX_PLACE_OF_BIRTH "1.3.6.1.5.5.7.9.2"
#define GNUTLS_OID_X520_COMMON_NAME "2.5.4.3"
#define GNUTLS_OID_X520_COUNTRY_NAME "2.5.4.6"
#define GNUTLS_OID_X520_DN_QUALIFIER "2.5.4.46"
#define GNUTLS_OID_X520_GENERATION_QUALIFIER "2.5.4.44"
#define GNUTLS_OID_X520_GIVEN_NAME "2.5.4.42"
#define GNUTLS_OID_X520_INITIALS "2.5.4.43"
#define GNUTLS_OID_X520_LOCALITY_NAME "2.5.4.7"
#define GNUTLS_OID_X520_NAME "2.5.4.41"
#define GNUTLS_OID_X520_ORGANIZATIONAL_UNIT_NAME "2.5.4.11"
#define GNUTLS_OID_X520_ORGANIZATION_NAME "2.5.4.10"
#define GNUTLS_OID_X520_POSTALCODE "2.5.4.17"
#define GNUTLS_OID_X520_PSEUDONYM "2.5.4.65"
#define GNUTLS_OID_X520_STATE_OR_PROVINCE_NAME "2.5.4.8"
#define GNUTLS_OID_X520_SURNAME "2.5.4.4"
#define GNUTLS_OID_X520_TITLE "2.5.4.12"
#define GNUTLS_X509EXT_OID_AUTHORITY_INFO_ACCESS "1.3.6.1.5.5.7.1.1"
#define GNUTLS_X509EXT_OID_AUTHORITY_KEY_ID "2.5.29.35"
#define GNUTLS_X509EXT_OID_BASIC_CONSTRAINTS "2.5.29.19"
#define GNUTLS_X509EXT_OID_CRL_DIST_POINTS "2.5.29.31"
#define GNUTLS_X509EXT_OID_CRT_POLICY "2.5.29.32"
#define GNUTLS_X509EXT_OID_CT_SCT_V1 "1.3.6.1.4.1.11129.2.4.2"
#define GNUTLS_X509EXT_OID_EXTENDED_KEY_USAGE "2.5.29.37"
#define GNUTLS_X509EXT_OID_IAN "2.5.29.18"
#define GNUTLS_X509EXT_OID_INHIBIT_ANYPOLICY "2.5.29.52"
#define GNUTLS_X509EXT_OID_KEY_USAGE "2.5.29.15"
#define GNUTLS_X509EXT_OID_NAME_CONSTRAINTS "2.5.29.30"
#define GNUTLS_X509EXT_OID_PRIVATE_KEY_USAGE_PERIOD "2.5.29.16"
#define GNUTLS_X509EXT_OID_PROXY_CRT_INFO "1.3.6.1.5.5.7.1.14"
#define GNUTLS_X509EXT_OID_SAN "2.5.29.17"
#define GNUTLS_X509EXT_OID_SUBJECT_KEY_ID "2.5.29.14"
#define GNUTLS_X509EXT_OID_TLSFEATURES "1.3.6.1.5.5.7.1.24"
#define GNUTLS_X509_OID_POLICY_ANY "2.5.29.54"

/* Bits of the key usage extension (RFC 5280, 4.2.1.3). */
#define GNUTLS_KEY_CRL_SIGN 2
#define GNUTLS_KEY_DATA_ENCIPHERMENT 16
#define GNUTLS_KEY_DECIPHER_ONLY 32768
#define GNUTLS_KEY_DIGITAL_SIGNATURE 128
#define GNUTLS_KEY_ENCIPHER_ONLY 1
#define GNUTLS_KEY_KEY_AGREEMENT 8
#define GNUTLS_KEY_KEY_CERT_SIGN 4
#define GNUTLS_KEY_KEY_ENCIPHERMENT 32
#define GNUTLS_KEY_NON_REPUDIATION 64

/* The end of validity that means "none" (RFC 5280, 4.1.2.5). */
#define GNUTLS_X509_NO_WELL_DEFINED_EXPIRATION ((time_t)4294197631)

/* Flags of functions below. */
#define GNUTLS_X509_DN_FLAG_COMPAT 1
#define GNUTLS_X509_DN_OID_RETURN_OID 1
#define GNUTLS_KP_FLAG_DISALLOW_ANY 1
#define GNUTLS_FSAN_SET 0
#define GNUTLS_FSAN_APPEND 1
#define GNUTLS_FSAN_ENCODE_OCTET_STRING (1 << 1)
#define GNUTLS_FSAN_ENCODE_UTF8_STRING (1 << 2)

/* For reading lists. */
typedef enum gnutls_certificate_import_flags {
  GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED = 1,
  GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED = 2,
  GNUTLS_X509_CRT_LIST_SORT = 4,
} gnutls_certificate_import_flags;

/* For gnutls_x509_crt_set_flags(). */
typedef enum gnutls_x509_crt_flags {
  GNUTLS_X509_CRT_FLAG_IGNORE_SANITY = 1,
} gnutls_x509_crt_flags;

/* How a key identifier is made. */
typedef enum {
  GNUTLS_KEYID_USE_SHA1 = 0,
  GNUTLS_KEYID_USE_SHA256 = 1,
  GNUTLS_KEYID_USE_SHA512 = 2,
  GNUTLS_KEYID_USE_BEST_KNOWN = 1073741824,
} gnutls_keyid_flags_t;

/* Parts of authority information access (RFC 5280, 4.2.2.1). */
typedef enum gnutls_info_access_what_t {
  GNUTLS_IA_ACCESSMETHOD_OID = 1,
  GNUTLS_IA_ACCESSLOCATION_GENERALNAME_TYPE = 2,
  GNUTLS_IA_URI = 106,
  GNUTLS_IA_UNKNOWN = 10000,
  GNUTLS_IA_OCSP_URI = 10006,
  GNUTLS_IA_CAISSUERS_URI = 10106,
} gnutls_info_access_what_t;

/* Reasons in distribution points, as bits (RFC 5280, 4.2.1.13). */
typedef enum gnutls_x509_crl_reason_flags_t {
  GNUTLS_CRL_REASON_UNSPECIFIED = 0,
  GNUTLS_CRL_REASON_PRIVILEGE_WITHDRAWN = 1,
  GNUTLS_CRL_REASON_CERTIFICATE_HOLD = 2,
  GNUTLS_CRL_REASON_CESSATION_OF_OPERATION = 4,
  GNUTLS_CRL_REASON_SUPERSEDED = 8,
  GNUTLS_CRL_REASON_AFFILIATION_CHANGED = 16,
  GNUTLS_CRL_REASON_CA_COMPROMISE = 32,
  GNUTLS_CRL_REASON_KEY_COMPROMISE = 64,
  GNUTLS_CRL_REASON_UNUSED = 128,
  GNUTLS_CRL_REASON_AA_COMPROMISE = 32768,
} gnutls_x509_crl_reason_flags_t;

/* Kinds of policy qualifiers (RFC 5280, 4.2.1.4). */
typedef enum gnutls_x509_qualifier_t {
  GNUTLS_X509_QUALIFIER_UNKNOWN = 0,
  GNUTLS_X509_QUALIFIER_URI = 1,
  GNUTLS_X509_QUALIFIER_NOTICE = 2,
} gnutls_x509_qualifier_t;

/* What verification allows or leaves out. */
typedef enum gnutls_certificate_verify_flags {
  GNUTLS_VERIFY_DISABLE_CA_SIGN = 1,
  GNUTLS_VERIFY_DO_NOT_ALLOW_IP_MATCHES = 2,
  GNUTLS_VERIFY_DO_NOT_ALLOW_SAME = 4,
  GNUTLS_VERIFY_ALLOW_ANY_X509_V1_CA_CRT = 8,
  GNUTLS_VERIFY_ALLOW_SIGN_RSA_MD2 = 16,
  GNUTLS_VERIFY_ALLOW_SIGN_RSA_MD5 = 32,
  GNUTLS_VERIFY_DISABLE_TIME_CHECKS = 64,
  GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS = 128,
  GNUTLS_VERIFY_DO_NOT_ALLOW_X509_V1_CA_CRT = 256,
  GNUTLS_VERIFY_DISABLE_CRL_CHECKS = 512,
  GNUTLS_VERIFY_ALLOW_UNSORTED_CHAIN = 1024,
  GNUTLS_VERIFY_DO_NOT_ALLOW_UNSORTED_CHAIN = 2048,
  GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS = 4096,
  GNUTLS_VERIFY_USE_TLS1_RSA = 8192,
  GNUTLS_VERIFY_IGNORE_UNKNOWN_CRIT_EXTENSIONS = 16384,
  GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1 = 32768,
  GNUTLS_VERIFY_RSA_PSS_FIXED_SALT_LENGTH = 65536,
} gnutls_certificate_verify_flags;
#define GNUTLS_VERIFY_ALLOW_BROKEN (GNUTLS_VERIFY_ALLOW_SIGN_RSA_MD2 | GNUTLS_VERIFY_ALLOW_SIGN_RSA_MD5)
#define GNUTLS_VERIFY_ALLOW_X509_V1_CA_CRT (0)

/* The least strength that verification accepts; the upper eight bits of the flags hold one. */
typedef enum gnutls_certificate_verification_profiles_t {
  GNUTLS_PROFILE_UNKNOWN = 0,
  GNUTLS_PROFILE_VERY_WEAK = 1,
  GNUTLS_PROFILE_LOW = 2,
  GNUTLS_PROFILE_LEGACY = 4,
  GNUTLS_PROFILE_MEDIUM = 5,
  GNUTLS_PROFILE_HIGH = 6,
  GNUTLS_PROFILE_ULTRA = 7,
  GNUTLS_PROFILE_FUTURE = 8,
  GNUTLS_PROFILE_SUITEB128 = 32,
  GNUTLS_PROFILE_SUITEB192 = 33,
} gnutls_certificate_verification_profiles_t;
#define GNUTLS_PROFILE_TO_VFLAGS(x) (((unsigned)x) << 24)
#define GNUTLS_VFLAGS_TO_PROFILE(x) ((((unsigned)x) >> 24) & 0xff)
#define GNUTLS_VFLAGS_PROFILE_MASK (0xff000000)

/* How a private key in a file is encrypted. */
typedef enum gnutls_pkcs_encrypt_flags_t {
  GNUTLS_PKCS_PLAIN = 1,
  GNUTLS_PKCS_PKCS12_3DES = 2,
  GNUTLS_PKCS_PKCS12_ARCFOUR = 4,
  GNUTLS_PKCS_PKCS12_RC2_40 = 8,
  GNUTLS_PKCS_PBES2_3DES = 16,
  GNUTLS_PKCS_PBES2_AES_128 = 32,
  GNUTLS_PKCS_PBES2_AES_192 = 64,
  GNUTLS_PKCS_PBES2_AES_256 = 128,
  GNUTLS_PKCS_NULL_PASSWORD = 256,
  GNUTLS_PKCS_PBES2_DES = 512,
  GNUTLS_PKCS_PBES1_DES_MD5 = 1024,
  GNUTLS_PKCS_PBES2_GOST_TC26Z = 2048,
  GNUTLS_PKCS_PBES2_GOST_CPA = 4096,
  GNUTLS_PKCS_PBES2_GOST_CPB = 8192,
  GNUTLS_PKCS_PBES2_GOST_CPC = 16384,
  GNUTLS_PKCS_PBES2_GOST_CPD = 32768,
  GNUTLS_PKCS_PBES1_DES_SHA1 = 65536,
} gnutls_pkcs_encrypt_flags_t;
#define GNUTLS_PKCS_CIPHER_MASK(x) ((x) & (~(GNUTLS_PKCS_NULL_PASSWORD)))

/* A trust list: authorities and revocation lists. */
typedef struct gnutls_x509_trust_list_st* gnutls_x509_trust_list_t;
typedef struct gnutls_x509_trust_list_iter* gnutls_x509_trust_list_iter_t;

/* Flags of trust lists. These are macros, too: programs ask for them with #ifdef. */
typedef enum gnutls_trust_list_flags_t {
  GNUTLS_TL_VERIFY_CRL = 1,
  GNUTLS_TL_USE_IN_TLS = 2,
  GNUTLS_TL_NO_DUPLICATES = 4,
  GNUTLS_TL_NO_DUPLICATE_KEY = 8,
  GNUTLS_TL_GET_COPY = 16,
  GNUTLS_TL_FAIL_ON_INVALID_CRL = 32,
} gnutls_trust_list_flags_t;
#define GNUTLS_TL_VERIFY_CRL 1
#define GNUTLS_TL_USE_IN_TLS (1 << 1)
#define GNUTLS_TL_NO_DUPLICATES (1 << 2)
#define GNUTLS_TL_NO_DUPLICATE_KEY (1 << 3)
#define GNUTLS_TL_GET_COPY (1 << 4)
#define GNUTLS_TL_FAIL_ON_INVALID_CRL (1 << 5)

/* Hears of each step of a verification: a certificate, whose issuer, null where none was found, and bits of
   gnutls_certificate_status_t. `crl` is null. What it answers does not count. */
typedef int gnutls_verify_output_function(gnutls_x509_crt_t cert, gnutls_x509_crt_t issuer, gnutls_x509_crl_t crl,
                                          unsigned int verification_output);

/** Makes an empty certificate, which the caller frees with gnutls_x509_crt_deinit(). Returns 0 or GNUTLS_E_MEMORY_ERROR. */
int gnutls_x509_crt_init(gnutls_x509_crt_t* cert);

/** Frees a certificate. Null is allowed. */
void gnutls_x509_crt_deinit(gnutls_x509_crt_t cert);

/** Reads a certificate, the first in PEM, in place of what `cert` held; `data` is copied. On an error `cert` stays as it was.
 *  Returns 0, GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR when there is none in PEM or its block is damaged,
 *  GNUTLS_E_ASN1_TAG_ERROR for what is no DER, GNUTLS_E_ASN1_DER_ERROR for what is no certificate (RFC 5280, 4), or
 *  GNUTLS_E_MEMORY_ERROR. */
int gnutls_x509_crt_import(gnutls_x509_crt_t cert, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format);

/** Writes the certificate to `output_data`; `output_data_size` holds the room and gets the length, both in bytes. PEM is
 *  ended by a NUL that needs room and does not count. Returns 0, GNUTLS_E_SHORT_MEMORY_BUFFER, and `output_data_size` says
 *  how much room is needed, or GNUTLS_E_ASN1_VALUE_NOT_FOUND when none was read yet. */
int gnutls_x509_crt_export(gnutls_x509_crt_t cert, gnutls_x509_crt_fmt_t format, void* output_data,
                           size_t* output_data_size);

/** The same to new memory, which the caller frees with gnutls_free(). Returns 0, GNUTLS_E_MEMORY_ERROR or
 *  GNUTLS_E_ASN1_VALUE_NOT_FOUND. Since 3.1.3. */
int gnutls_x509_crt_export2(gnutls_x509_crt_t cert, gnutls_x509_crt_fmt_t format, gnutls_datum_t* out);

/** Returns 1 when both are the same certificate, byte for byte, otherwise 0. Since 3.5.0. */
unsigned gnutls_x509_crt_equals(gnutls_x509_crt_t cert1, gnutls_x509_crt_t cert2);

/** The same with a certificate in DER. Since 3.5.0. */
unsigned gnutls_x509_crt_equals2(gnutls_x509_crt_t cert1, const gnutls_datum_t* der);

/** Returns the certificate's version, 1 to 3, or GNUTLS_E_ASN1_VALUE_NOT_FOUND when none was read yet. */
int gnutls_x509_crt_get_version(gnutls_x509_crt_t cert);

/** Returns from when the certificate is valid, -1 when none was read yet. */
time_t gnutls_x509_crt_get_activation_time(gnutls_x509_crt_t cert);

/** Returns until when the certificate is valid, -1 when none was read yet. */
time_t gnutls_x509_crt_get_expiration_time(gnutls_x509_crt_t cert);

/** Copies the serial number, most significant byte first, to `result`; `result_size` holds the room and gets the length.
 *  Returns 0, GNUTLS_E_SHORT_MEMORY_BUFFER, and `result_size` says how much room is needed, or
 *  GNUTLS_E_ASN1_VALUE_NOT_FOUND. */
int gnutls_x509_crt_get_serial(gnutls_x509_crt_t cert, void* result, size_t* result_size);

/** gnutls_fingerprint() of the certificate in DER. Returns also GNUTLS_E_ASN1_VALUE_NOT_FOUND. */
int gnutls_x509_crt_get_fingerprint(gnutls_x509_crt_t cert, gnutls_digest_algorithm_t algo, void* buf,
                                    size_t* buf_size);

/** Makes an empty revocation list, which the caller frees with gnutls_x509_crl_deinit(). Returns 0 or
 *  GNUTLS_E_MEMORY_ERROR. */
int gnutls_x509_crl_init(gnutls_x509_crl_t* crl);

/** Frees a revocation list. Null is allowed. */
void gnutls_x509_crl_deinit(gnutls_x509_crl_t crl);

/** Reads a revocation list (RFC 5280, 5) as gnutls_x509_crt_import() reads a certificate, with its errors;
 *  GNUTLS_E_X509_UNSUPPORTED_EXTENSION for a list that covers a part of an authority's certificates only. */
int gnutls_x509_crl_import(gnutls_x509_crl_t crl, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format);

/** Writes the list as gnutls_x509_crt_export() writes a certificate, with its errors. */
int gnutls_x509_crl_export(gnutls_x509_crl_t crl, gnutls_x509_crt_fmt_t format, void* output_data,
                           size_t* output_data_size);

/** The same to new memory, which the caller frees with gnutls_free(). Since 3.1.3. */
int gnutls_x509_crl_export2(gnutls_x509_crl_t crl, gnutls_x509_crt_fmt_t format, gnutls_datum_t* out);

/** Returns how many certificates the list revokes, or GNUTLS_E_ASN1_VALUE_NOT_FOUND when none was read yet. */
int gnutls_x509_crl_get_crt_count(gnutls_x509_crl_t crl);

/** Returns when the list was made, -1 when none was read yet. */
time_t gnutls_x509_crl_get_this_update(gnutls_x509_crl_t crl);

/** Returns when the next list is due, -1 when the list does not say or none was read yet. */
time_t gnutls_x509_crl_get_next_update(gnutls_x509_crl_t crl);

/** Makes an empty private key, which the caller frees with gnutls_x509_privkey_deinit(). Returns 0 or
 *  GNUTLS_E_MEMORY_ERROR. */
int gnutls_x509_privkey_init(gnutls_x509_privkey_t* key);

/** Wipes and frees a private key. Null is allowed. */
void gnutls_x509_privkey_deinit(gnutls_x509_privkey_t key);

/** Reads a private key that is not encrypted (PKCS#8, SEC 1, PKCS#1), the first in PEM, in place of what `key` held; `data`
 *  is copied. On an error `key` stays as it was. Returns 0, GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE when there is none in
 *  PEM, GNUTLS_E_ASN1_DER_ERROR, GNUTLS_E_DECRYPTION_FAILED for one that is encrypted, GNUTLS_E_UNKNOWN_PK_ALGORITHM, or
 *  GNUTLS_E_MEMORY_ERROR. */
int gnutls_x509_privkey_import(gnutls_x509_privkey_t key, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format);

/** The same with a key that may be encrypted (PKCS#8 with PBES2: AES or triple DES in CBC mode; RFC 8018). `password` opens
 *  it; with null the function of gnutls_x509_privkey_set_pin_function() is asked. `flags` of gnutls_pkcs_encrypt_flags_t
 *  are not looked at: the file says how it is encrypted. Returns also GNUTLS_E_DECRYPTION_FAILED when the password is wrong
 *  or nobody knows it, and GNUTLS_E_UNKNOWN_PK_ALGORITHM for another encryption. */
int gnutls_x509_privkey_import2(gnutls_x509_privkey_t key, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format,
                                const char* password, unsigned int flags);

/** Sets the function that gnutls_x509_privkey_import2() asks for a password, with `userdata`. It is called with the object
 *  "key:" and an empty label, writes a text of less than `pin_max` bytes, NUL included, to `pin`, and returns 0, or a
 *  negative number when it has none. Null takes it away. Since 3.4.0. */
void gnutls_x509_privkey_set_pin_function(gnutls_x509_privkey_t key, gnutls_pin_callback_t fn, void* userdata);

/** Makes an empty trust list, which the caller frees with gnutls_x509_trust_list_deinit(). `size` is not looked at. Returns 0
 *  or GNUTLS_E_MEMORY_ERROR. Since 3.0.0. */
int gnutls_x509_trust_list_init(gnutls_x509_trust_list_t* list, unsigned int size);

/** Frees a trust list; with `all` not 0 also the certificates and revocation lists that were added as handles. Null is
 *  allowed. Since 3.0.0. */
void gnutls_x509_trust_list_deinit(gnutls_x509_trust_list_t list, unsigned int all);

/** Trusts `clist_size` certificates, which are copied. The handles stay the caller's unless the list is freed with `all`.
 *  A certificate counts once, whether `flags` has GNUTLS_TL_NO_DUPLICATES or not. Returns how many there were, or an error:
 *  GNUTLS_E_INVALID_REQUEST, and nothing is added, when one of them is empty. Since 3.0.0. */
int gnutls_x509_trust_list_add_cas(gnutls_x509_trust_list_t list, const gnutls_x509_crt_t* clist, unsigned clist_size,
                                   unsigned int flags);

/** Adds `crl_size` revocation lists, which are copied; the handles as above. With GNUTLS_TL_VERIFY_CRL in `flags` one that no
 *  authority of the trust list has signed is left out, with GNUTLS_TL_FAIL_ON_INVALID_CRL beside it that is
 *  GNUTLS_E_CRL_VERIFICATION_ERROR. `verification_flags` is not looked at. Returns how many were added, or an error. Since
 *  3.0. */
int gnutls_x509_trust_list_add_crls(gnutls_x509_trust_list_t list, const gnutls_x509_crl_t* crl_list, unsigned crl_size,
                                    unsigned int flags, unsigned int verification_flags);

/** Trusts the certificates in `cas` and adds the revocation lists in `crls`, each of which may be null; flags as above.
 *  Returns how many there were, or an error: GNUTLS_E_NO_CERTIFICATE_FOUND, GNUTLS_E_BASE64_DECODING_ERROR for text without a
 *  revocation list, GNUTLS_E_ASN1_TAG_ERROR, GNUTLS_E_ASN1_DER_ERROR. Since 3.1. */
int gnutls_x509_trust_list_add_trust_mem(gnutls_x509_trust_list_t list, const gnutls_datum_t* cas,
                                         const gnutls_datum_t* crls, gnutls_x509_crt_fmt_t type, unsigned int tl_flags,
                                         unsigned int tl_vflags);

/** The same from files. Returns also GNUTLS_E_FILE_ERROR. Since 3.1. */
int gnutls_x509_trust_list_add_trust_file(gnutls_x509_trust_list_t list, const char* ca_file, const char* crl_file,
                                          gnutls_x509_crt_fmt_t type, unsigned int tl_flags, unsigned int tl_vflags);

/** Trusts the authorities that the system trusts. Returns how many, or an error. Since 3.1. */
int gnutls_x509_trust_list_add_system_trust(gnutls_x509_trust_list_t list, unsigned int tl_flags,
                                            unsigned int tl_vflags);

/** Verifies a chain, its leaf first, the others in any order, against the list: `voutput` gets bits of
 *  gnutls_certificate_status_t, 0 for a good one. `flags` of gnutls_certificate_verify_flags. `func`, unless null, hears of
 *  each certificate of a good path, from the authority down, or of the one where verification ended. Returns 0 when a
 *  verdict was reached, or GNUTLS_E_INVALID_REQUEST, also for no certificate and an empty one. Since 3.0. */
int gnutls_x509_trust_list_verify_crt(gnutls_x509_trust_list_t list, gnutls_x509_crt_t* cert_list,
                                      unsigned int cert_list_size, unsigned int flags, unsigned int* voutput,
                                      gnutls_verify_output_function func);

/** The same, and checks every name and purpose in `data`; GNUTLS_E_INVALID_REQUEST for one that is not understood. Since
 *  3.3.8. */
int gnutls_x509_trust_list_verify_crt2(gnutls_x509_trust_list_t list, gnutls_x509_crt_t* cert_list,
                                       unsigned int cert_list_size, gnutls_typed_vdata_st* data, unsigned int elements,
                                       unsigned int flags, unsigned int* voutput, gnutls_verify_output_function func);

/** Walks over the authorities of the list, in no particular order, as they were at the first call, when `*iter` is null.
 *  Each call makes a certificate, which the caller frees with gnutls_x509_crt_deinit(); behind the last one it returns
 *  GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE and `*iter` is null again. Returns also GNUTLS_E_MEMORY_ERROR. Since 3.4.0. */
int gnutls_x509_trust_list_iter_get_ca(gnutls_x509_trust_list_t list, gnutls_x509_trust_list_iter_t* iter,
                                       gnutls_x509_crt_t* crt);

/** Frees a walk that did not come to its end. Null is allowed. Since 3.4.0. */
void gnutls_x509_trust_list_iter_deinit(gnutls_x509_trust_list_iter_t iter);

/** Gives credentials a trust list in place of their own, which is freed. It becomes theirs and is freed, with all that was
 *  added as handles, when neither they nor a session need it any more. `flags` is 0. Since 3.2.2. */
void gnutls_certificate_set_trust_list(gnutls_certificate_credentials_t res, gnutls_x509_trust_list_t tlist,
                                       unsigned flags);

/** Shows the trust list of credentials, which stays theirs: what is added to it they trust. Since 3.4.0. */
void gnutls_certificate_get_trust_list(gnutls_certificate_credentials_t res, gnutls_x509_trust_list_t* tlist);

/** Returns a profile's name, such as "Medium", or null. */
const char* gnutls_certificate_verification_profile_get_name(gnutls_certificate_verification_profiles_t id);

/** Returns the profile of that name, in any case, or GNUTLS_PROFILE_UNKNOWN. */
gnutls_certificate_verification_profiles_t gnutls_certificate_verification_profile_get_id(const char* name);

#ifdef __cplusplus
}
#endif
