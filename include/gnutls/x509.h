/* X.509 certificates and their verification (RFC 5280). Manual: Credentials. */
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

/** Makes an empty certificate. The caller frees it with gnutls_x509_crt_deinit().
 *  @param cert gets it, null on error
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: `cert` is null; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see gnutls_x509_crt_import() */
int gnutls_x509_crt_init(gnutls_x509_crt_t* cert);

/** Frees a certificate.
 *  @param cert a certificate; null is allowed
 *  @since 1.0 @see gnutls_x509_crt_init() */
void gnutls_x509_crt_deinit(gnutls_x509_crt_t cert);

/** Reads a certificate in place of what the handle held. On an error it stays as it was.
 *  @param cert the handle
 *  @param data the certificate, the first one in PEM; copied
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @returns 0, or an error
 *  @errors GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR: there is none in PEM, or its block is damaged;
 *  GNUTLS_E_ASN1_TAG_ERROR: it is no DER; GNUTLS_E_ASN1_DER_ERROR: it is no certificate; GNUTLS_E_INVALID_REQUEST: a
 *  null pointer or an unknown format; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 5280, 4; RFC 7468 */
int gnutls_x509_crt_import(gnutls_x509_crt_t cert, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format);

/** Writes a certificate.
 *  @param cert the certificate
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @param output_data gets it; PEM is ended by a NUL that needs room and does not count
 *  @param output_data_size holds the room and gets the length, or the room that is needed, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; GNUTLS_E_ASN1_VALUE_NOT_FOUND: the certificate is empty;
 *  GNUTLS_E_INVALID_REQUEST: a null pointer or an unknown format; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 7468; gnutls_x509_crt_export2() */
int gnutls_x509_crt_export(gnutls_x509_crt_t cert, gnutls_x509_crt_fmt_t format, void* output_data,
                           size_t* output_data_size);

/** Writes a certificate to new memory.
 *  @param cert the certificate
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @param out gets it; the caller frees it with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_ASN1_VALUE_NOT_FOUND: the certificate is empty; GNUTLS_E_INVALID_REQUEST: a null pointer or an
 *  unknown format; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.1.3 @see RFC 7468; gnutls_x509_crt_export() */
int gnutls_x509_crt_export2(gnutls_x509_crt_t cert, gnutls_x509_crt_fmt_t format, gnutls_datum_t* out);

/** Tells whether two certificates are the same.
 *  @param cert1, cert2 the certificates
 *  @returns 1 when they are, byte for byte, otherwise 0
 *  @since 3.5.0 @see gnutls_x509_crt_equals2() */
unsigned gnutls_x509_crt_equals(gnutls_x509_crt_t cert1, gnutls_x509_crt_t cert2);

/** Tells whether a certificate is the same as one in DER.
 *  @param cert1 the certificate
 *  @param der the other one
 *  @returns 1 when they are, byte for byte, otherwise 0
 *  @since 3.5.0 @see gnutls_x509_crt_equals() */
unsigned gnutls_x509_crt_equals2(gnutls_x509_crt_t cert1, const gnutls_datum_t* der);

/** Tells the version of a certificate.
 *  @param cert the certificate
 *  @returns 1 to 3, or an error
 *  @errors GNUTLS_E_ASN1_VALUE_NOT_FOUND: the certificate is empty; GNUTLS_E_INVALID_REQUEST: `cert` is null
 *  @since 1.0 @see RFC 5280, 4.1.2.1 */
int gnutls_x509_crt_get_version(gnutls_x509_crt_t cert);

/** Tells from when a certificate is valid.
 *  @param cert the certificate
 *  @returns seconds since 1970, -1 for an empty one
 *  @since 1.0 @see RFC 5280, 4.1.2.5 */
time_t gnutls_x509_crt_get_activation_time(gnutls_x509_crt_t cert);

/** Tells until when a certificate is valid.
 *  @param cert the certificate
 *  @returns seconds since 1970, -1 for an empty one
 *  @since 1.0 @see RFC 5280, 4.1.2.5 */
time_t gnutls_x509_crt_get_expiration_time(gnutls_x509_crt_t cert);

/** Copies a certificate's serial number.
 *  @param cert the certificate
 *  @param result gets it, the most significant byte first
 *  @param result_size holds the room and gets the length, or the room that is needed, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; GNUTLS_E_ASN1_VALUE_NOT_FOUND: the certificate is empty;
 *  GNUTLS_E_INVALID_REQUEST: a null pointer
 *  @since 1.0 @see RFC 5280, 4.1.2.2 */
int gnutls_x509_crt_get_serial(gnutls_x509_crt_t cert, void* result, size_t* result_size);

/** Hashes a certificate.
 *  @param cert the certificate
 *  @param algo the hash function
 *  @param buf gets the hash of its DER
 *  @param buf_size holds the room and gets the length, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_ASN1_VALUE_NOT_FOUND: the certificate is empty; those of gnutls_fingerprint()
 *  @since 1.0 @see gnutls_fingerprint() */
int gnutls_x509_crt_get_fingerprint(gnutls_x509_crt_t cert, gnutls_digest_algorithm_t algo, void* buf,
                                    size_t* buf_size);

/** Makes an empty revocation list. The caller frees it with gnutls_x509_crl_deinit().
 *  @param crl gets it, null on error
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: `crl` is null; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see gnutls_x509_crl_import() */
int gnutls_x509_crl_init(gnutls_x509_crl_t* crl);

/** Frees a revocation list.
 *  @param crl a list; null is allowed
 *  @since 1.0 @see gnutls_x509_crl_init() */
void gnutls_x509_crl_deinit(gnutls_x509_crl_t crl);

/** Reads a revocation list in place of what the handle held. On an error it stays as it was.
 *  @param crl the handle
 *  @param data the list, the first one in PEM; copied
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @returns 0, or an error
 *  @errors GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR: there is none in PEM, or its block is damaged;
 *    GNUTLS_E_ASN1_TAG_ERROR: it is no DER, or too long;
 *    GNUTLS_E_ASN1_DER_ERROR: it is no revocation list;
 *    GNUTLS_E_X509_UNSUPPORTED_EXTENSION: it covers a part of an authority's certificates only;
 *    GNUTLS_E_INVALID_REQUEST: a null pointer or an unknown format;
 *    GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 5280, 5; RFC 7468 */
int gnutls_x509_crl_import(gnutls_x509_crl_t crl, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format);

/** Writes a revocation list.
 *  @param crl the list
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @param output_data gets it; PEM is ended by a NUL that needs room and does not count
 *  @param output_data_size holds the room and gets the length, or the room that is needed, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; GNUTLS_E_ASN1_VALUE_NOT_FOUND: the list is empty;
 *  GNUTLS_E_INVALID_REQUEST: a null pointer or an unknown format; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 7468; gnutls_x509_crl_export2() */
int gnutls_x509_crl_export(gnutls_x509_crl_t crl, gnutls_x509_crt_fmt_t format, void* output_data,
                           size_t* output_data_size);

/** Writes a revocation list to new memory.
 *  @param crl the list
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @param out gets it; the caller frees it with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_ASN1_VALUE_NOT_FOUND: the list is empty; GNUTLS_E_INVALID_REQUEST: a null pointer or an unknown
 *  format; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.1.3 @see RFC 7468; gnutls_x509_crl_export() */
int gnutls_x509_crl_export2(gnutls_x509_crl_t crl, gnutls_x509_crt_fmt_t format, gnutls_datum_t* out);

/** Tells how many certificates a list revokes.
 *  @param crl the list
 *  @returns how many, or an error
 *  @errors GNUTLS_E_ASN1_VALUE_NOT_FOUND: none was read yet; GNUTLS_E_INVALID_REQUEST: `crl` is null
 *  @since 1.0 @see RFC 5280, 5.1.2.6 */
int gnutls_x509_crl_get_crt_count(gnutls_x509_crl_t crl);

/** Tells when a list was made.
 *  @param crl the list
 *  @returns seconds since 1970, -1 when none was read yet
 *  @since 1.0 @see RFC 5280, 5.1.2.4 */
time_t gnutls_x509_crl_get_this_update(gnutls_x509_crl_t crl);

/** Tells when the next list is due.
 *  @param crl the list
 *  @returns seconds since 1970, -1 when the list does not say or none was read yet
 *  @since 1.0 @see RFC 5280, 5.1.2.5 */
time_t gnutls_x509_crl_get_next_update(gnutls_x509_crl_t crl);

/** Makes an empty private key. The caller frees it with gnutls_x509_privkey_deinit().
 *  @param key gets it, null on error
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: `key` is null; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see gnutls_x509_privkey_import() */
int gnutls_x509_privkey_init(gnutls_x509_privkey_t* key);

/** Frees a private key. It is wiped when no credentials and no other handle share it.
 *  @param key a key; null is allowed
 *  @since 1.0 @see gnutls_x509_privkey_init() */
void gnutls_x509_privkey_deinit(gnutls_x509_privkey_t key);

/** Reads a private key in place of what the handle held. It may be PKCS#8, SEC 1 or PKCS#1, and not encrypted. On an
 *  error the handle stays as it was.
 *  @param key the handle
 *  @param data the key, the first one in PEM; copied
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: there is none in PEM;
 *    GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR: its block is damaged;
 *    GNUTLS_E_ASN1_DER_ERROR: it is no key;
 *    GNUTLS_E_DECRYPTION_FAILED: it is encrypted;
 *    GNUTLS_E_UNKNOWN_PK_ALGORITHM: the kind of key does not exist here;
 *    GNUTLS_E_INVALID_REQUEST: a null pointer or an unknown format;
 *    GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 5958; RFC 5915; RFC 8017, A.1.2; gnutls_x509_privkey_import2() */
int gnutls_x509_privkey_import(gnutls_x509_privkey_t key, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format);

/** Reads a private key that may be encrypted. Encrypted ones are PKCS#8 with PBES2: AES or triple DES in CBC mode. On
 *  an error the handle stays as it was.
 *  @param key the handle
 *  @param data the key, the first one in PEM; copied
 *  @param format GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER
 *  @param password opens it; with null the function of gnutls_x509_privkey_set_pin_function() is asked
 *  @param flags not looked at: the file says how it is encrypted
 *  @returns 0, or an error
 *  @errors GNUTLS_E_DECRYPTION_FAILED: the password is wrong, or nobody knows it; GNUTLS_E_UNKNOWN_PK_ALGORITHM: the
 *  kind of key, or its encryption, does not exist here; GNUTLS_E_ASN1_TAG_ERROR: it is no DER; those of
 *  gnutls_x509_privkey_import()
 *  @since 3.1.0 @see RFC 5958; RFC 8018, 6.2 */
int gnutls_x509_privkey_import2(gnutls_x509_privkey_t key, const gnutls_datum_t* data, gnutls_x509_crt_fmt_t format,
                                const char* password, unsigned int flags);

/** Sets the function that is asked for a key's password. It is called with the object "key:" and an empty label,
 *  writes a text of less than `pin_max` bytes, NUL included, to `pin`, and returns 0, or a negative number when it has
 *  none.
 *  @param key the handle
 *  @param fn the function; null takes it away
 *  @param userdata what it gets first
 *  @since 3.4.0 @see gnutls_x509_privkey_import2() */
void gnutls_x509_privkey_set_pin_function(gnutls_x509_privkey_t key, gnutls_pin_callback_t fn, void* userdata);

/** Makes an empty trust list. The caller frees it with gnutls_x509_trust_list_deinit().
 *  @param list gets it, null on error
 *  @param size not looked at
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: `list` is null; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.0.0 @see gnutls_x509_trust_list_add_cas(); gnutls_x509_trust_list_verify_crt2() */
int gnutls_x509_trust_list_init(gnutls_x509_trust_list_t* list, unsigned int size);

/** Frees a trust list.
 *  @param list a list; null is allowed
 *  @param all not 0 to free the certificates and revocation lists that were added as handles, too
 *  @since 3.0.0 @see gnutls_x509_trust_list_init() */
void gnutls_x509_trust_list_deinit(gnutls_x509_trust_list_t list, unsigned int all);

/** Trusts authorities that the program holds. Nothing is added when one of them is empty. A certificate counts once,
 *  whether the flags have GNUTLS_TL_NO_DUPLICATES or not.
 *  @param list the list
 *  @param clist, clist_size the certificates, which are copied; the handles stay the caller's, unless the list is
 *  freed with `all`; after an error they do in any case
 *  @param flags not looked at
 *  @returns how many there were, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, or an empty certificate; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.0.0 @see RFC 5280, 6.1 */
int gnutls_x509_trust_list_add_cas(gnutls_x509_trust_list_t list, const gnutls_x509_crt_t* clist, unsigned clist_size,
                                   unsigned int flags);

/** Adds revocation lists that the program holds. With GNUTLS_TL_VERIFY_CRL one that no authority of the trust list has
 *  signed is left out, with GNUTLS_TL_FAIL_ON_INVALID_CRL beside it that is an error.
 *  @param list the trust list
 *  @param crl_list, crl_size the lists, which are copied; the handles stay the caller's, unless the trust list is
 *  freed with `all`. One that was left out stays so in any case, and after an error all do
 *  @param flags those two, or 0
 *  @param verification_flags not looked at
 *  @returns how many were added, or an error
 *  @errors GNUTLS_E_CRL_VERIFICATION_ERROR: no authority has signed one; GNUTLS_E_INVALID_REQUEST: a null pointer, an
 *  empty list, or more lists than 4096; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.0 @see RFC 5280, 5 */
int gnutls_x509_trust_list_add_crls(gnutls_x509_trust_list_t list, const gnutls_x509_crl_t* crl_list, unsigned crl_size,
                                    unsigned int flags, unsigned int verification_flags);

/** Trusts authorities and adds revocation lists in memory.
 *  @param list the trust list
 *  @param cas the authorities; may be null
 *  @param crls the revocation lists; may be null
 *  @param type GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER, of both
 *  @param tl_flags as in gnutls_x509_trust_list_add_crls()
 *  @param tl_vflags not looked at
 *  @returns how many there were of both, or an error
 *  @errors GNUTLS_E_NO_CERTIFICATE_FOUND: there is no certificate in PEM;
 *    GNUTLS_E_BASE64_DECODING_ERROR: there is no revocation list in PEM;
 *    GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR: a block of PEM is damaged;
 *    GNUTLS_E_ASN1_TAG_ERROR: something is no DER;
 *    GNUTLS_E_ASN1_DER_ERROR: something is no certificate, or no list;
 *    GNUTLS_E_X509_UNSUPPORTED_EXTENSION: a list covers a part of an authority's certificates only;
 *    GNUTLS_E_CRL_VERIFICATION_ERROR: no authority has signed a list;
 *    GNUTLS_E_INVALID_REQUEST: a null list, an unknown type, or more lists than 4096;
 *    GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.1 @see RFC 7468; RFC 5280 */
int gnutls_x509_trust_list_add_trust_mem(gnutls_x509_trust_list_t list, const gnutls_datum_t* cas,
                                         const gnutls_datum_t* crls, gnutls_x509_crt_fmt_t type, unsigned int tl_flags,
                                         unsigned int tl_vflags);

/** Trusts authorities and adds revocation lists in files.
 *  @param list the trust list
 *  @param ca_file the file of authorities; may be null
 *  @param crl_file the file of revocation lists; may be null
 *  @param type GNUTLS_X509_FMT_PEM or GNUTLS_X509_FMT_DER, of both
 *  @param tl_flags as in gnutls_x509_trust_list_add_crls()
 *  @param tl_vflags not looked at
 *  @returns how many there were of both, or an error
 *  @errors GNUTLS_E_FILE_ERROR: a file cannot be read; those of gnutls_x509_trust_list_add_trust_mem()
 *  @since 3.1 @see RFC 7468; RFC 5280 */
int gnutls_x509_trust_list_add_trust_file(gnutls_x509_trust_list_t list, const char* ca_file, const char* crl_file,
                                          gnutls_x509_crt_fmt_t type, unsigned int tl_flags, unsigned int tl_vflags);

/** Trusts the authorities that the system trusts.
 *  @param list the trust list
 *  @param tl_flags, tl_vflags not looked at
 *  @returns how many there are, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null list; GNUTLS_E_FILE_ERROR: the system has no bundle that can be read;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.1 @see gnutls_certificate_set_x509_system_trust() */
int gnutls_x509_trust_list_add_system_trust(gnutls_x509_trust_list_t list, unsigned int tl_flags,
                                            unsigned int tl_vflags);

/** Verifies a chain. Neither names nor purposes are checked: gnutls_x509_trust_list_verify_crt2() does that.
 *  @param list the trust list
 *  @param cert_list, cert_list_size the chain, at least one certificate: its leaf first, the others in any order
 *  @param flags bits of gnutls_certificate_verify_flags
 *  @param voutput gets bits of gnutls_certificate_status_t, 0 for a good chain
 *  @param func hears of each certificate of a good path, from the authority down, or of the one where verification
 *  ended; may be null
 *  @returns 0 when a verdict was reached, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, no certificate, or an empty one; GNUTLS_E_MEMORY_ERROR: no memory
 *  is left
 *  @since 3.0 @see RFC 5280, 6 */
int gnutls_x509_trust_list_verify_crt(gnutls_x509_trust_list_t list, gnutls_x509_crt_t* cert_list,
                                      unsigned int cert_list_size, unsigned int flags, unsigned int* voutput,
                                      gnutls_verify_output_function func);

/** Verifies a chain, with names and purposes.
 *  @param list the trust list
 *  @param cert_list, cert_list_size the chain, at least one certificate: its leaf first, the others in any order
 *  @param data, elements what is demanded of the leaf; may be null and 0
 *  @param flags bits of gnutls_certificate_verify_flags
 *  @param voutput gets bits of gnutls_certificate_status_t, 0 for a good chain
 *  @param func as in gnutls_x509_trust_list_verify_crt()
 *  @returns 0 when a verdict was reached, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer, no certificate, an empty one, or a demand that is not understood;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.3.8 @see RFC 5280, 6; RFC 9525 */
int gnutls_x509_trust_list_verify_crt2(gnutls_x509_trust_list_t list, gnutls_x509_crt_t* cert_list,
                                       unsigned int cert_list_size, gnutls_typed_vdata_st* data, unsigned int elements,
                                       unsigned int flags, unsigned int* voutput, gnutls_verify_output_function func);

/** Verifies a chain with authorities and revocation lists that the program holds. Neither names nor purposes are checked:
 *  gnutls_x509_trust_list_verify_crt2() does that, and else comes to the same verdict.
 *  @param cert_list, cert_list_length the chain, at least one certificate: its leaf first, the others in any order
 *  @param CA_list, CA_list_length the authorities that are trusted; may be null and 0
 *  @param CRL_list, CRL_list_length revocation lists; may be null and 0
 *  @param flags bits of gnutls_certificate_verify_flags
 *  @param verify gets bits of gnutls_certificate_status_t, 0 for a good chain
 *  @returns 0 when a verdict was reached, or an error
 *  @errors GNUTLS_E_NO_CERTIFICATE_FOUND: there is no chain; GNUTLS_E_INVALID_REQUEST: another null pointer, or a handle
 *  that holds nothing; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 5280, 6; gnutls_x509_trust_list_verify_crt() */
int gnutls_x509_crt_list_verify(const gnutls_x509_crt_t* cert_list, unsigned cert_list_length,
                                const gnutls_x509_crt_t* CA_list, unsigned CA_list_length,
                                const gnutls_x509_crl_t* CRL_list, unsigned CRL_list_length, unsigned int flags,
                                unsigned int* verify);

/** Verifies one certificate: gnutls_x509_crt_list_verify() of a chain that consists of it.
 *  @param cert the certificate
 *  @param CA_list, CA_list_length the authorities that are trusted; may be null and 0
 *  @param flags bits of gnutls_certificate_verify_flags
 *  @param verify gets bits of gnutls_certificate_status_t, 0 for a good certificate
 *  @returns 0 when a verdict was reached, or an error
 *  @errors those of gnutls_x509_crt_list_verify()
 *  @since 1.0 @see RFC 5280, 6 */
int gnutls_x509_crt_verify(gnutls_x509_crt_t cert, const gnutls_x509_crt_t* CA_list, unsigned CA_list_length,
                           unsigned int flags, unsigned int* verify);

/** Walks over the authorities of a trust list. In no particular order, as they were at the first call.
 *  @param list the trust list
 *  @param iter points to null before the first call, and again behind the last authority
 *  @param crt gets a certificate, which the caller frees with gnutls_x509_crt_deinit(); null behind the last one
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: that was the last one; GNUTLS_E_INVALID_REQUEST: a null pointer;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.4.0 @see gnutls_x509_trust_list_iter_deinit() */
int gnutls_x509_trust_list_iter_get_ca(gnutls_x509_trust_list_t list, gnutls_x509_trust_list_iter_t* iter,
                                       gnutls_x509_crt_t* crt);

/** Ends a walk before its end.
 *  @param iter what gnutls_x509_trust_list_iter_get_ca() made; null is allowed
 *  @since 3.4.0 @see gnutls_x509_trust_list_iter_get_ca() */
void gnutls_x509_trust_list_iter_deinit(gnutls_x509_trust_list_iter_t iter);

/** Gives credentials a trust list in place of their own. It becomes theirs, and is freed, with all that was added as
 *  handles, when neither they nor a session need it any more.
 *  @param res credentials
 *  @param tlist the list
 *  @param flags 0
 *  @since 3.2.2 @see gnutls_x509_trust_list_init(); gnutls_certificate_get_trust_list() */
void gnutls_certificate_set_trust_list(gnutls_certificate_credentials_t res, gnutls_x509_trust_list_t tlist,
                                       unsigned flags);

/** Shows the trust list of credentials. It stays theirs: what is added to it they trust.
 *  @param res credentials
 *  @param tlist gets it
 *  @since 3.4.0 @see gnutls_certificate_set_trust_list() */
void gnutls_certificate_get_trust_list(gnutls_certificate_credentials_t res, gnutls_x509_trust_list_t* tlist);

/** Gives the name of a verification profile.
 *  @param id the profile
 *  @returns a static text such as "Medium", or null
 *  @since 3.6.12 @see gnutls_certificate_verification_profile_get_id() */
const char* gnutls_certificate_verification_profile_get_name(gnutls_certificate_verification_profiles_t id);

/** Gives the number of the verification profile with a name.
 *  @param name the name, in any case; null is allowed
 *  @returns the profile, or GNUTLS_PROFILE_UNKNOWN
 *  @since 3.6.12 @see gnutls_certificate_set_verify_flags() */
gnutls_certificate_verification_profiles_t gnutls_certificate_verification_profile_get_id(const char* name);

#ifdef __cplusplus
}
#endif

#include <gnutls/section/x509_contents.h>
