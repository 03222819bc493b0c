/* Names and numbers of algorithms, key sizes, security levels. Names are static; looking one up never fails otherwise
   than by its "unknown" value, and needs no initialisation. Manual: Priority strings. */
#pragma once

#include <gnutls/section/alert.h>
#include <gnutls/section/handshake.h>
#include <gnutls/section/types.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GNUTLS_SIGN_FLAG_SECURE_FOR_CERTS 1

/** Gives the name of a cipher.
 *  @param algorithm its number
 *  @returns a static text, such as "AES-128-GCM", or null for an unknown one
 *  @since 1.0 @see gnutls_cipher_get_id() */
const char* gnutls_cipher_get_name(gnutls_cipher_algorithm_t algorithm);

/** Gives the number of the cipher with a name.
 *  @param name the name, in any case; null is allowed
 *  @returns the number, or GNUTLS_CIPHER_UNKNOWN
 *  @since 2.1.7 @see gnutls_cipher_get_name() */
gnutls_cipher_algorithm_t gnutls_cipher_get_id(const char* name);

/** Tells the length of a cipher's key.
 *  @param algorithm its number
 *  @returns bytes, 0 for an unknown cipher
 *  @since 1.0 */
size_t gnutls_cipher_get_key_size(gnutls_cipher_algorithm_t algorithm);

/** Lists the ciphers that this library knows how to use.
 *  @returns a static array that ends with 0
 *  @since 1.7.8 @see gnutls_priority_cipher_list() */
const gnutls_cipher_algorithm_t* gnutls_cipher_list(void);

/** Gives the name of a MAC.
 *  @param algorithm its number
 *  @returns a static text, such as "SHA256", or null for an unknown one
 *  @since 1.0 @see gnutls_mac_get_id() */
const char* gnutls_mac_get_name(gnutls_mac_algorithm_t algorithm);

/** Gives the number of the MAC with a name.
 *  @param name the name, in any case; null is allowed
 *  @returns the number, or GNUTLS_MAC_UNKNOWN
 *  @since 2.1.7 @see gnutls_mac_get_name() */
gnutls_mac_algorithm_t gnutls_mac_get_id(const char* name);

/** Tells the length of a MAC's key.
 *  @param algorithm its number
 *  @returns bytes, 0 for an unknown MAC
 *  @since 2.1.2 */
size_t gnutls_mac_get_key_size(gnutls_mac_algorithm_t algorithm);

/** Lists the MACs that this library knows how to use.
 *  @returns a static array that ends with 0
 *  @since 1.7.8 @see gnutls_priority_mac_list() */
const gnutls_mac_algorithm_t* gnutls_mac_list(void);

/** Gives the name of a hash function.
 *  @param algorithm its number
 *  @returns a static text, such as "SHA256", or null for an unknown one
 *  @since 3.2.2 @see gnutls_digest_get_id() */
const char* gnutls_digest_get_name(gnutls_digest_algorithm_t algorithm);

/** Gives the number of the hash function with a name.
 *  @param name the name, in any case; null is allowed
 *  @returns the number, or GNUTLS_DIG_UNKNOWN
 *  @since 3.2.2 @see gnutls_digest_get_name() */
gnutls_digest_algorithm_t gnutls_digest_get_id(const char* name);

/** Gives the object identifier of a hash function.
 *  @param algorithm its number
 *  @returns a static text in dotted form, or null
 *  @since 3.4.3 @see gnutls_oid_to_digest() */
const char* gnutls_digest_get_oid(gnutls_digest_algorithm_t algorithm);

/** Lists the hash functions that this library knows how to use.
 *  @returns a static array that ends with 0
 *  @since 3.2.2 */
const gnutls_digest_algorithm_t* gnutls_digest_list(void);

/** Gives the name of a key exchange.
 *  @param algorithm its number
 *  @returns a static text, such as "ECDHE-RSA", or null for an unknown one
 *  @since 1.0 @see gnutls_kx_get() */
const char* gnutls_kx_get_name(gnutls_kx_algorithm_t algorithm);

/** Gives the number of the key exchange with a name.
 *  @param name the name, in any case; null is allowed
 *  @returns the number, or GNUTLS_KX_UNKNOWN
 *  @since 2.1.7 @see gnutls_kx_get_name() */
gnutls_kx_algorithm_t gnutls_kx_get_id(const char* name);

/** Lists the key exchanges that priority strings may name. They are for versions before TLS 1.3, and a handshake does
 *  those with ECDHE and a certificate.
 *  @returns a static array that ends with 0
 *  @since 1.7.8 @see gnutls_priority_kx_list() */
const gnutls_kx_algorithm_t* gnutls_kx_list(void);

/** Gives the name of a public key algorithm.
 *  @param algorithm its number
 *  @returns a static text, such as "EC/ECDSA", or "Unknown" for an unknown one
 *  @since 2.6.0 @see gnutls_pk_algorithm_get_name() */
const char* gnutls_pk_get_name(gnutls_pk_algorithm_t algorithm);

/** Gives the name of a public key algorithm, if it is known.
 *  @param algorithm its number
 *  @returns a static text, such as "EC/ECDSA", or null for an unknown one
 *  @since 1.0.11 @see gnutls_pk_get_name() */
const char* gnutls_pk_algorithm_get_name(gnutls_pk_algorithm_t algorithm);

/** Gives the number of the public key algorithm with a name.
 *  @param name the name, in any case; null is allowed
 *  @returns the number, or GNUTLS_PK_UNKNOWN
 *  @since 2.6.0 @see gnutls_pk_get_name() */
gnutls_pk_algorithm_t gnutls_pk_get_id(const char* name);

/** Gives the object identifier of a public key algorithm.
 *  @param algorithm its number
 *  @returns a static text in dotted form, or null
 *  @since 3.4.3 @see gnutls_oid_to_pk() */
const char* gnutls_pk_get_oid(gnutls_pk_algorithm_t algorithm);

/** Lists the public key algorithms that this library knows how to use.
 *  @returns a static array that ends with 0
 *  @since 2.6.0 */
const gnutls_pk_algorithm_t* gnutls_pk_list(void);

/** Gives the signature algorithm of a kind of key and a hash function.
 *  @param pk the kind of key
 *  @param hash the hash function
 *  @returns the number, or GNUTLS_SIGN_UNKNOWN when there is none
 *  @since 3.0.20 @see gnutls_sign_get_pk_algorithm(); gnutls_sign_get_hash_algorithm() */
gnutls_sign_algorithm_t gnutls_pk_to_sign(gnutls_pk_algorithm_t pk, gnutls_digest_algorithm_t hash);

/** Gives the name of a signature algorithm.
 *  @param algorithm its number
 *  @returns a static text, such as "RSA-SHA256", or null for an unknown one
 *  @since 2.5.7 @see gnutls_sign_algorithm_get() */
const char* gnutls_sign_get_name(gnutls_sign_algorithm_t algorithm);

/** Gives the number of the signature algorithm with a name.
 *  @param name the name, in any case; null is allowed
 *  @returns the number, or GNUTLS_SIGN_UNKNOWN
 *  @since 2.5.6 @see gnutls_sign_get_name() */
gnutls_sign_algorithm_t gnutls_sign_get_id(const char* name);

/** Gives the object identifier of a signature algorithm.
 *  @param sign its number
 *  @returns a static text in dotted form, or null
 *  @since 3.4.3 @see gnutls_oid_to_sign() */
const char* gnutls_sign_get_oid(gnutls_sign_algorithm_t sign);

/** Gives the hash function inside of a signature algorithm.
 *  @param sign the signature algorithm
 *  @returns the hash function, or GNUTLS_DIG_UNKNOWN
 *  @since 3.1.1 @see gnutls_pk_to_sign() */
gnutls_digest_algorithm_t gnutls_sign_get_hash_algorithm(gnutls_sign_algorithm_t sign);

/** Gives the kind of key that a signature algorithm names.
 *  @param sign the signature algorithm
 *  @returns the kind of key, or GNUTLS_PK_UNKNOWN
 *  @since 3.1.1 @see gnutls_sign_supports_pk_algorithm() */
gnutls_pk_algorithm_t gnutls_sign_get_pk_algorithm(gnutls_sign_algorithm_t sign);

/** Tells whether a kind of key can make signatures of an algorithm. An ordinary RSA key makes those of RSA-PSS, too.
 *  @param sign the signature algorithm
 *  @param pk the kind of key
 *  @returns 1 when it can, otherwise 0
 *  @since 3.6.0 @see RFC 8446, 4.2.3 */
unsigned int gnutls_sign_supports_pk_algorithm(gnutls_sign_algorithm_t sign, gnutls_pk_algorithm_t pk);

/** Tells whether a signature algorithm is considered secure. In the protocol: gnutls_sign_is_secure2() tells it for
 *  certificates. The system's policy file can lower the answer, not raise it.
 *  @param algorithm the signature algorithm
 *  @returns 1 when it is, otherwise 0
 *  @since 3.1.4 @see gnutls_sign_is_secure2() */
unsigned int gnutls_sign_is_secure(gnutls_sign_algorithm_t algorithm);

/** Tells whether a signature algorithm is considered secure, on certificates or in the protocol.
 *  @param algorithm the signature algorithm
 *  @param flags GNUTLS_SIGN_FLAG_SECURE_FOR_CERTS for certificates, otherwise 0
 *  @returns 1 when it is, otherwise 0
 *  @since 3.6.0 @see gnutls_sign_is_secure() */
unsigned int gnutls_sign_is_secure2(gnutls_sign_algorithm_t algorithm, unsigned int flags);

/** Lists the signature algorithms that this library knows how to use.
 *  @returns a static array that ends with 0
 *  @since 2.5.6 @see gnutls_priority_sign_list() */
const gnutls_sign_algorithm_t* gnutls_sign_list(void);

/** Gives the name of a curve.
 *  @param curve its number
 *  @returns a static text, such as "SECP256R1", or null for an unknown one
 *  @since 3.0 @see gnutls_ecc_curve_get() */
const char* gnutls_ecc_curve_get_name(gnutls_ecc_curve_t curve);

/** Gives the number of the curve with a name.
 *  @param name the name, in any case; null is allowed
 *  @returns the number, or GNUTLS_ECC_CURVE_INVALID, also for a curve that the system's policy file forbids
 *  @since 3.4.3 @see gnutls_ecc_curve_get_name() */
gnutls_ecc_curve_t gnutls_ecc_curve_get_id(const char* name);

/** Gives the object identifier of a curve.
 *  @param curve its number
 *  @returns a static text in dotted form, or null
 *  @since 3.4.3 @see gnutls_oid_to_ecc_curve() */
const char* gnutls_ecc_curve_get_oid(gnutls_ecc_curve_t curve);

/** Tells which kind of key a curve is for.
 *  @param curve the curve
 *  @returns the kind of key, or GNUTLS_PK_UNKNOWN
 *  @since 3.5.0 */
gnutls_pk_algorithm_t gnutls_ecc_curve_get_pk(gnutls_ecc_curve_t curve);

/** Tells the length of one coordinate or key on a curve.
 *  @param curve the curve
 *  @returns bytes, 0 for an unknown curve
 *  @errors none
 *  @since 3.0 */
int gnutls_ecc_curve_get_size(gnutls_ecc_curve_t curve);

/** Lists the curves that this library knows how to use.
 *  @returns a static array that ends with 0
 *  @since 3.0.13 @see gnutls_priority_ecc_curve_list() */
const gnutls_ecc_curve_t* gnutls_ecc_curve_list(void);

/** Gives the name of a group for key exchange.
 *  @param group its number
 *  @returns a static text, such as "X25519", or null for an unknown one
 *  @since 3.6.0 @see gnutls_group_get() */
const char* gnutls_group_get_name(gnutls_group_t group);

/** Gives the number of the group with a name.
 *  @param name the name, in any case; null is allowed
 *  @returns the number, or GNUTLS_GROUP_INVALID
 *  @since 3.6.0 @see gnutls_group_get_name() */
gnutls_group_t gnutls_group_get_id(const char* name);

/** Lists the groups that this library knows how to use.
 *  @returns a static array that ends with 0
 *  @since 3.6.0 @see gnutls_priority_group_list() */
const gnutls_group_t* gnutls_group_list(void);

/** Gives the name of a protocol version.
 *  @param version its number
 *  @returns a static text, such as "TLS1.3", or null for an unknown one
 *  @since 1.0 @see gnutls_protocol_get_version() */
const char* gnutls_protocol_get_name(gnutls_protocol_t version);

/** Gives the number of the protocol version with a name.
 *  @param name the name, in any case; null is allowed
 *  @returns the number, or GNUTLS_VERSION_UNKNOWN
 *  @since 2.1.7 @see gnutls_protocol_get_name() */
gnutls_protocol_t gnutls_protocol_get_id(const char* name);

/** Lists the protocol versions that this library knows how to use.
 *  @returns a static array that ends with 0
 *  @since 1.7.8 @see gnutls_priority_protocol_list() */
const gnutls_protocol_t* gnutls_protocol_list(void);

/** Gives the name of a certificate type.
 *  @param type its number
 *  @returns a static text, such as "X.509", or null for an unknown one
 *  @since 1.0 @see gnutls_certificate_type_get_id() */
const char* gnutls_certificate_type_get_name(gnutls_certificate_type_t type);

/** Gives the number of the certificate type with a name. The names are those of priority strings: "X.509", "X509" and
 *  "RAWPK".
 *  @param name the name, in any case; null is allowed
 *  @returns the number, or GNUTLS_CRT_UNKNOWN
 *  @since 2.1.7 @see gnutls_certificate_type_get_name() */
gnutls_certificate_type_t gnutls_certificate_type_get_id(const char* name);

/** Lists the certificate types that this library knows how to use.
 *  @returns a static array that ends with 0
 *  @since 1.7.8 */
const gnutls_certificate_type_t* gnutls_certificate_type_list(void);

/** Gives the name of a compression method.
 *  @param algorithm its number
 *  @returns "NULL" for GNUTLS_COMP_NULL, otherwise null: TLS does not compress any more
 *  @since 1.0 @see RFC 8446, 4.1.2 */
const char* gnutls_compression_get_name(gnutls_compression_method_t algorithm);

/** Gives the number of the compression method with a name.
 *  @param name the name, in any case; null is allowed
 *  @returns GNUTLS_COMP_NULL for "NULL", otherwise GNUTLS_COMP_UNKNOWN
 *  @since 2.1.7 @see gnutls_compression_get_name() */
gnutls_compression_method_t gnutls_compression_get_id(const char* name);

/** Lists the compression methods: GNUTLS_COMP_NULL alone.
 *  @returns a static array that ends with 0
 *  @since 1.7.8 */
const gnutls_compression_method_t* gnutls_compression_list(void);

/** Gives the name of a GOST parameter set. No GOST algorithm is offered: there is nothing but names.
 *  @param param its number
 *  @returns a static text, "Unknown" for an unknown one
 *  @since 3.6.3 @see RFC 7836 */
const char* gnutls_gost_paramset_get_name(gnutls_gost_paramset_t param);

/** Gives the object identifier of a GOST parameter set.
 *  @param param its number
 *  @returns a static text in dotted form, or null
 *  @since 3.6.3 @see RFC 7836 */
const char* gnutls_gost_paramset_get_oid(gnutls_gost_paramset_t param);

/** Gives the number of the hash function with an object identifier.
 *  @param oid the identifier in dotted form; null is allowed
 *  @returns the number, or GNUTLS_DIG_UNKNOWN
 *  @since 3.4.3 @see gnutls_digest_get_oid() */
gnutls_digest_algorithm_t gnutls_oid_to_digest(const char* oid);

/** Gives the number of the HMAC with an object identifier.
 *  @param oid the identifier in dotted form; null is allowed
 *  @returns the number, or GNUTLS_MAC_UNKNOWN
 *  @since 3.5.4 @see RFC 8018, B.1 */
gnutls_mac_algorithm_t gnutls_oid_to_mac(const char* oid);

/** Gives the number of the public key algorithm with an object identifier.
 *  @param oid the identifier in dotted form; null is allowed
 *  @returns the number, or GNUTLS_PK_UNKNOWN
 *  @since 3.4.3 @see gnutls_pk_get_oid() */
gnutls_pk_algorithm_t gnutls_oid_to_pk(const char* oid);

/** Gives the number of the signature algorithm with an object identifier.
 *  @param oid the identifier in dotted form; null is allowed
 *  @returns the number, or GNUTLS_SIGN_UNKNOWN
 *  @since 3.4.3 @see gnutls_sign_get_oid() */
gnutls_sign_algorithm_t gnutls_oid_to_sign(const char* oid);

/** Gives the number of the curve with an object identifier.
 *  @param oid the identifier in dotted form; null is allowed
 *  @returns the number, or GNUTLS_ECC_CURVE_INVALID
 *  @since 3.4.3 @see gnutls_ecc_curve_get_oid() */
gnutls_ecc_curve_t gnutls_oid_to_ecc_curve(const char* oid);

/** Gives the number of the GOST parameter set with an object identifier.
 *  @param oid the identifier in dotted form; null is allowed
 *  @returns the number, or GNUTLS_GOST_PARAMSET_UNKNOWN
 *  @since 3.6.3 @see gnutls_gost_paramset_get_oid() */
gnutls_gost_paramset_t gnutls_oid_to_gost_paramset(const char* oid);

/** Gives the name of the cipher suite of three parameters. For suites of TLS 1.2 and older: in TLS 1.3 a suite has no
 *  key exchange, and gnutls_ciphersuite_get() names it.
 *  @param kx_algorithm the key exchange
 *  @param cipher_algorithm the cipher
 *  @param mac_algorithm the MAC, GNUTLS_MAC_AEAD for a cipher that authenticates by itself
 *  @returns a static text without "TLS_", or null when there is no such suite
 *  @since 1.0 @see RFC 5246, A.5 */
const char* gnutls_cipher_suite_get_name(gnutls_kx_algorithm_t kx_algorithm, gnutls_cipher_algorithm_t cipher_algorithm,
                                         gnutls_mac_algorithm_t mac_algorithm);

/** Describes a cipher suite.
 *  @param idx which one, from 0, of those that the library knows how to use
 *  @param cs_id gets the two bytes by which messages name it; may be null
 *  @param kx gets the key exchange, GNUTLS_KX_UNKNOWN for TLS 1.3; may be null
 *  @param cipher gets the cipher; may be null
 *  @param mac gets the MAC; may be null
 *  @param min_version gets the oldest version that has it; may be null
 *  @returns its name, a static text such as "TLS_AES_128_GCM_SHA256", or null after the last one
 *  @since 1.7.8 @see RFC 8446, B.4; gnutls_priority_get_cipher_suite_index() */
const char* gnutls_cipher_suite_info(size_t idx, unsigned char* cs_id, gnutls_kx_algorithm_t* kx,
                                     gnutls_cipher_algorithm_t* cipher, gnutls_mac_algorithm_t* mac,
                                     gnutls_protocol_t* min_version);

/** Gives the name of a security level.
 *  @param param the level
 *  @returns a static text such as "Medium", "Unknown" for an unknown one
 *  @since 2.12.0 */
const char* gnutls_sec_param_get_name(gnutls_sec_param_t param);

/** Tells how long a key must be for a security level.
 *  @param algo the kind of key
 *  @param param the level
 *  @returns bits, 0 for an unknown level
 *  @since 2.12.0 @see RFC 9325, 4.5; gnutls_pk_bits_to_sec_param() */
unsigned int gnutls_sec_param_to_pk_bits(gnutls_pk_algorithm_t algo, gnutls_sec_param_t param);

/** Tells how many bits of symmetric strength a security level stands for.
 *  @param param the level
 *  @returns bits, 0 for an unknown level
 *  @since 3.3.0 */
unsigned int gnutls_sec_param_to_symmetric_bits(gnutls_sec_param_t param);

/** Tells the highest security level that a key reaches.
 *  @param algo the kind of key
 *  @param bits its length
 *  @returns the level, GNUTLS_SEC_PARAM_UNKNOWN for 0 bits
 *  @since 2.12.0 @see gnutls_sec_param_to_pk_bits() */
gnutls_sec_param_t gnutls_pk_bits_to_sec_param(gnutls_pk_algorithm_t algo, unsigned int bits);

/** Gives the name of a handshake message.
 *  @param type the message's type
 *  @returns a static text such as "CLIENT HELLO", or "Unknown Handshake packet"
 *  @since 3.2.2 @see gnutls_handshake_get_last_in() */
const char* gnutls_handshake_description_get_name(gnutls_handshake_description_t type);

/** Gives a short text for an alert.
 *  @param alert its number
 *  @returns a static text in English, or null for an unknown alert
 *  @since 1.0 @see RFC 8446, 6; gnutls_alert_get() */
const char* gnutls_alert_get_name(gnutls_alert_description_t alert);

/** Gives the constant of an alert as text.
 *  @param alert its number
 *  @returns a static text such as "GNUTLS_A_CLOSE_NOTIFY", or null for an unknown alert
 *  @since 3.0 @see gnutls_alert_get_name() */
const char* gnutls_alert_get_strname(gnutls_alert_description_t alert);

#ifdef __cplusplus
}
#endif
