/* Names and numbers of algorithms, key sizes, security levels. Names are static; looking one up never fails otherwise
   than by its "unknown" value, and needs no initialisation. */
#pragma once

#include <gnutls/section/alert.h>
#include <gnutls/section/handshake.h>
#include <gnutls/section/types.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define GNUTLS_SIGN_FLAG_SECURE_FOR_CERTS 1

/** Returns the cipher's name, such as "AES-128-GCM", or null. */
const char* gnutls_cipher_get_name(gnutls_cipher_algorithm_t algorithm);

/** Returns the cipher of that name, in any case, or GNUTLS_CIPHER_UNKNOWN. */
gnutls_cipher_algorithm_t gnutls_cipher_get_id(const char* name);

/** Returns the length of the cipher's key in bytes, 0 for an unknown cipher. */
size_t gnutls_cipher_get_key_size(gnutls_cipher_algorithm_t algorithm);

/** Returns the ciphers that this library can use, ended by 0. Static. */
const gnutls_cipher_algorithm_t* gnutls_cipher_list(void);

/** Returns the MAC's name, such as "SHA256", or null. */
const char* gnutls_mac_get_name(gnutls_mac_algorithm_t algorithm);

/** Returns the MAC of that name, in any case, or GNUTLS_MAC_UNKNOWN. */
gnutls_mac_algorithm_t gnutls_mac_get_id(const char* name);

/** Returns the length of the MAC's key in bytes, 0 for an unknown MAC. */
size_t gnutls_mac_get_key_size(gnutls_mac_algorithm_t algorithm);

/** Returns the MACs that this library can use, ended by 0. Static. */
const gnutls_mac_algorithm_t* gnutls_mac_list(void);

/** Returns the hash function's name, such as "SHA256", or null. */
const char* gnutls_digest_get_name(gnutls_digest_algorithm_t algorithm);

/** Returns the hash function of that name, in any case, or GNUTLS_DIG_UNKNOWN. */
gnutls_digest_algorithm_t gnutls_digest_get_id(const char* name);

/** Returns the hash function's object identifier in dotted form, or null. */
const char* gnutls_digest_get_oid(gnutls_digest_algorithm_t algorithm);

/** Returns the hash functions that this library can use, ended by 0. Static. */
const gnutls_digest_algorithm_t* gnutls_digest_list(void);

/** Returns the key exchange's name, such as "ECDHE-RSA", or null. */
const char* gnutls_kx_get_name(gnutls_kx_algorithm_t algorithm);

/** Returns the key exchange of that name, in any case, or GNUTLS_KX_UNKNOWN. */
gnutls_kx_algorithm_t gnutls_kx_get_id(const char* name);

/** Returns the key exchanges that this library can use, ended by 0. Static. */
const gnutls_kx_algorithm_t* gnutls_kx_list(void);

/** Returns the public key algorithm's name, such as "EC/ECDSA", or "Unknown". */
const char* gnutls_pk_get_name(gnutls_pk_algorithm_t algorithm);

/** Returns the public key algorithm's name, such as "EC/ECDSA", or null. */
const char* gnutls_pk_algorithm_get_name(gnutls_pk_algorithm_t algorithm);

/** Returns the public key algorithm of that name, in any case, or GNUTLS_PK_UNKNOWN. */
gnutls_pk_algorithm_t gnutls_pk_get_id(const char* name);

/** Returns the public key algorithm's object identifier in dotted form, or null. */
const char* gnutls_pk_get_oid(gnutls_pk_algorithm_t algorithm);

/** Returns the public key algorithms that this library can use, ended by 0. Static. */
const gnutls_pk_algorithm_t* gnutls_pk_list(void);

/** Returns the signature algorithm made of a key type and a hash function, or GNUTLS_SIGN_UNKNOWN. */
gnutls_sign_algorithm_t gnutls_pk_to_sign(gnutls_pk_algorithm_t pk, gnutls_digest_algorithm_t hash);

/** Returns the signature algorithm's name, such as "RSA-SHA256", or null. */
const char* gnutls_sign_get_name(gnutls_sign_algorithm_t algorithm);

/** Returns the signature algorithm of that name, in any case, or GNUTLS_SIGN_UNKNOWN. */
gnutls_sign_algorithm_t gnutls_sign_get_id(const char* name);

/** Returns the signature algorithm's object identifier in dotted form, or null. */
const char* gnutls_sign_get_oid(gnutls_sign_algorithm_t sign);

/** Returns the hash function inside a signature algorithm, or GNUTLS_DIG_UNKNOWN. */
gnutls_digest_algorithm_t gnutls_sign_get_hash_algorithm(gnutls_sign_algorithm_t sign);

/** Returns the key type that a signature algorithm names, or GNUTLS_PK_UNKNOWN. */
gnutls_pk_algorithm_t gnutls_sign_get_pk_algorithm(gnutls_sign_algorithm_t sign);

/** Returns 1 when a key of type `pk` can make signatures of algorithm `sign`, otherwise 0. */
unsigned int gnutls_sign_supports_pk_algorithm(gnutls_sign_algorithm_t sign, gnutls_pk_algorithm_t pk);

/** Returns 1 when the algorithm is considered secure for signatures in the protocol, otherwise 0. The system's policy
 *  file can lower the answer, not raise it. */
unsigned int gnutls_sign_is_secure(gnutls_sign_algorithm_t algorithm);

/** The same; with GNUTLS_SIGN_FLAG_SECURE_FOR_CERTS in `flags`, for signatures on certificates. */
unsigned int gnutls_sign_is_secure2(gnutls_sign_algorithm_t algorithm, unsigned int flags);

/** Returns the signature algorithms that this library can use, ended by 0. Static. */
const gnutls_sign_algorithm_t* gnutls_sign_list(void);

/** Returns the curve's name, such as "SECP256R1", or null. */
const char* gnutls_ecc_curve_get_name(gnutls_ecc_curve_t curve);

/** Returns the curve of that name, in any case, or GNUTLS_ECC_CURVE_INVALID. */
gnutls_ecc_curve_t gnutls_ecc_curve_get_id(const char* name);

/** Returns the curve's object identifier in dotted form, or null. */
const char* gnutls_ecc_curve_get_oid(gnutls_ecc_curve_t curve);

/** Returns the key type that a curve is for, or GNUTLS_PK_UNKNOWN. */
gnutls_pk_algorithm_t gnutls_ecc_curve_get_pk(gnutls_ecc_curve_t curve);

/** Returns the length of one coordinate or key on the curve in bytes, or 0. */
int gnutls_ecc_curve_get_size(gnutls_ecc_curve_t curve);

/** Returns the curves that this library can use, ended by 0. Static. */
const gnutls_ecc_curve_t* gnutls_ecc_curve_list(void);

/** Returns the key exchange group's name, such as "X25519", or null. */
const char* gnutls_group_get_name(gnutls_group_t group);

/** Returns the group of that name, in any case, or GNUTLS_GROUP_INVALID. */
gnutls_group_t gnutls_group_get_id(const char* name);

/** Returns the groups that this library can use, ended by 0. Static. */
const gnutls_group_t* gnutls_group_list(void);

/** Returns the protocol version's name, such as "TLS1.3", or null. */
const char* gnutls_protocol_get_name(gnutls_protocol_t version);

/** Returns the version of that name, in any case, or GNUTLS_VERSION_UNKNOWN. */
gnutls_protocol_t gnutls_protocol_get_id(const char* name);

/** Returns the protocol versions that this library can use, ended by 0. Static. */
const gnutls_protocol_t* gnutls_protocol_list(void);

/** Returns the certificate type's name, such as "X.509", or null. */
const char* gnutls_certificate_type_get_name(gnutls_certificate_type_t type);

/** Returns the certificate type of that name ("X.509", "X509", "RAWPK"), or GNUTLS_CRT_UNKNOWN. */
gnutls_certificate_type_t gnutls_certificate_type_get_id(const char* name);

/** Returns the certificate types that this library can use, ended by 0. Static. */
const gnutls_certificate_type_t* gnutls_certificate_type_list(void);

/** Returns "NULL" for GNUTLS_COMP_NULL, otherwise null: TLS compression does not exist any more. */
const char* gnutls_compression_get_name(gnutls_compression_method_t algorithm);

/** Returns GNUTLS_COMP_NULL for "NULL" in any case, otherwise GNUTLS_COMP_UNKNOWN. */
gnutls_compression_method_t gnutls_compression_get_id(const char* name);

/** Returns the list of GNUTLS_COMP_NULL alone, ended by 0. Static. */
const gnutls_compression_method_t* gnutls_compression_list(void);

/** Returns the name of a GOST parameter set, or "Unknown". No GOST algorithm is offered. */
const char* gnutls_gost_paramset_get_name(gnutls_gost_paramset_t param);

/** Returns the object identifier of a GOST parameter set in dotted form, or null. */
const char* gnutls_gost_paramset_get_oid(gnutls_gost_paramset_t param);

/** Returns the hash function with that object identifier, or GNUTLS_DIG_UNKNOWN. */
gnutls_digest_algorithm_t gnutls_oid_to_digest(const char* oid);

/** Returns the HMAC with that object identifier, or GNUTLS_MAC_UNKNOWN. */
gnutls_mac_algorithm_t gnutls_oid_to_mac(const char* oid);

/** Returns the public key algorithm with that object identifier, or GNUTLS_PK_UNKNOWN. */
gnutls_pk_algorithm_t gnutls_oid_to_pk(const char* oid);

/** Returns the signature algorithm with that object identifier, or GNUTLS_SIGN_UNKNOWN. */
gnutls_sign_algorithm_t gnutls_oid_to_sign(const char* oid);

/** Returns the curve with that object identifier, or GNUTLS_ECC_CURVE_INVALID. */
gnutls_ecc_curve_t gnutls_oid_to_ecc_curve(const char* oid);

/** Returns the GOST parameter set with that object identifier, or GNUTLS_GOST_PARAMSET_UNKNOWN. */
gnutls_gost_paramset_t gnutls_oid_to_gost_paramset(const char* oid);

/** Returns the name, without "TLS_", of the suite made of these three, or null. For suites of TLS 1.2 and older. */
const char* gnutls_cipher_suite_get_name(gnutls_kx_algorithm_t kx_algorithm, gnutls_cipher_algorithm_t cipher_algorithm,
                                         gnutls_mac_algorithm_t mac_algorithm);

/** Describes suite number `idx` (from 0): its two bytes on the wire, key exchange, cipher, MAC and oldest version, each
 *  stored unless the pointer is null. Returns the suite's name, or null after the last one. */
const char* gnutls_cipher_suite_info(size_t idx, unsigned char* cs_id, gnutls_kx_algorithm_t* kx,
                                     gnutls_cipher_algorithm_t* cipher, gnutls_mac_algorithm_t* mac,
                                     gnutls_protocol_t* min_version);

/** Returns the security level's name, such as "Medium", or "Unknown". */
const char* gnutls_sec_param_get_name(gnutls_sec_param_t param);

/** Returns how many bits a key of type `algo` needs for that level, 0 for an unknown level. */
unsigned int gnutls_sec_param_to_pk_bits(gnutls_pk_algorithm_t algo, gnutls_sec_param_t param);

/** Returns how many bits of symmetric strength that level stands for, 0 for an unknown one. */
unsigned int gnutls_sec_param_to_symmetric_bits(gnutls_sec_param_t param);

/** Returns the highest level that a key of type `algo` with that many bits reaches. */
gnutls_sec_param_t gnutls_pk_bits_to_sec_param(gnutls_pk_algorithm_t algo, unsigned int bits);

/** Returns a handshake message's name, such as "CLIENT HELLO", or "Unknown Handshake packet". */
const char* gnutls_handshake_description_get_name(gnutls_handshake_description_t type);

/** Returns a short English text for an alert, or null. */
const char* gnutls_alert_get_name(gnutls_alert_description_t alert);

/** Returns an alert's constant as text, such as "GNUTLS_A_CLOSE_NOTIFY", or null. */
const char* gnutls_alert_get_strname(gnutls_alert_description_t alert);

#ifdef __cplusplus
}
#endif
