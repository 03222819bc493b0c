/* What a certificate says: names, purposes, algorithms. Manual: Credentials.

   The functions that copy to a caller's buffer take its size in bytes in `*size`, which gets the length, or, with
   GNUTLS_E_SHORT_MEMORY_BUFFER, the room that is needed. A null buffer asks for that. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Copies the name of a certificate's subject, as text. The attributes stand in the order
 *  of the certificate: "C=DE,O=Example,CN=localhost". Special characters have a backslash in front (RFC 4514, 2.4); what
 *  is no text of its attribute's kind is a number sign and the value's DER in hexadecimal, and so is the value of an
 *  attribute without a short name, whose object identifier is shown in its place. The text is UTF-8 without NUL; it may
 *  hold control characters.
 *  @param cert the certificate
 *  @param buf gets it, ended by a NUL that needs room and does not count
 *  @param buf_size holds the room and gets the length, or the room that is needed, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: the name has no attributes, or the certificate is empty;
 *  GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; GNUTLS_E_ASN1_DER_ERROR: the name is malformed;
 *  GNUTLS_E_INVALID_REQUEST: another null pointer; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 5280, 4.1.2.6; gnutls_x509_crt_get_dn3() */
int gnutls_x509_crt_get_dn(gnutls_x509_crt_t cert, char* buf, size_t* buf_size);

/** Copies the name of a certificate's subject to new memory. Its form is that of gnutls_x509_crt_get_dn().
 *  @param cert the certificate
 *  @param dn gets it, ended by a NUL that does not count; the caller frees it with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer; those of gnutls_x509_crt_get_dn(), but for too little room
 *  @since 3.1.10 @see gnutls_x509_crt_get_dn3() */
int gnutls_x509_crt_get_dn2(gnutls_x509_crt_t cert, gnutls_datum_t* dn);

/** Copies the name of a certificate's subject to new memory, in the order of RFC 4514: what stands last in the certificate
 *  comes first, "CN=localhost,O=Example,C=DE".
 *  @param cert the certificate
 *  @param dn gets it, ended by a NUL that does not count; the caller frees it with gnutls_free()
 *  @param flags 0, or GNUTLS_X509_DN_FLAG_COMPAT: the order of gnutls_x509_crt_get_dn()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer; those of gnutls_x509_crt_get_dn(), but for too little room
 *  @since 3.5.7 @see RFC 4514, 2.1 */
int gnutls_x509_crt_get_dn3(gnutls_x509_crt_t cert, gnutls_datum_t* dn, unsigned flags);

/** Copies the name of a certificate's issuer, as text. Its form is that
 *  of gnutls_x509_crt_get_dn().
 *  @param cert the certificate
 *  @param buf gets it, ended by a NUL that needs room and does not count
 *  @param buf_size holds the room and gets the length, or the room that is needed, in bytes
 *  @returns 0, or an error
 *  @errors those of gnutls_x509_crt_get_dn()
 *  @since 1.0 @see RFC 5280, 4.1.2.4; gnutls_x509_crt_get_issuer_dn3() */
int gnutls_x509_crt_get_issuer_dn(gnutls_x509_crt_t cert, char* buf, size_t* buf_size);

/** Copies the name of a certificate's issuer to new memory. Its form is that of gnutls_x509_crt_get_dn().
 *  @param cert the certificate
 *  @param dn gets it, ended by a NUL that does not count; the caller frees it with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer; those of gnutls_x509_crt_get_dn(), but for too little room
 *  @since 3.1.10 @see gnutls_x509_crt_get_issuer_dn3() */
int gnutls_x509_crt_get_issuer_dn2(gnutls_x509_crt_t cert, gnutls_datum_t* dn);

/** Copies the name of a certificate's issuer to new memory, in the order of RFC 4514: what stands last in the certificate
 *  comes first, "CN=localhost,O=Example,C=DE".
 *  @param cert the certificate
 *  @param dn gets it, ended by a NUL that does not count; the caller frees it with gnutls_free()
 *  @param flags 0, or GNUTLS_X509_DN_FLAG_COMPAT: the order of gnutls_x509_crt_get_dn()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer; those of gnutls_x509_crt_get_dn(), but for too little room
 *  @since 3.5.7 @see RFC 4514, 2.1 */
int gnutls_x509_crt_get_issuer_dn3(gnutls_x509_crt_t cert, gnutls_datum_t* dn, unsigned flags);

/** Copies an attribute of the subject's name.
 *  @param cert the certificate
 *  @param oid which kind of attribute, in dotted form: GNUTLS_OID_X520_COMMON_NAME
 *  @param indx which of these, from 0
 *  @param raw_flag 0: as text, as gnutls_x509_crt_get_dn() has it; otherwise the value's DER
 *  @param buf gets it, ended by a NUL that needs room and does not count, behind DER, too
 *  @param buf_size holds the room and gets the length, or the room that is needed, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: there are not so many, or the certificate is empty;
 *  GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; GNUTLS_E_ASN1_DER_ERROR: the name is malformed;
 *  GNUTLS_E_INVALID_REQUEST: a null pointer; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 4514, 2.4; gnutls_x509_crt_get_dn_oid() */
int gnutls_x509_crt_get_dn_by_oid(gnutls_x509_crt_t cert, const char* oid, unsigned indx, unsigned int raw_flag,
                                  void* buf, size_t* buf_size);

/** Copies an attribute of the issuer's name.
 *  @param cert the certificate
 *  @param oid which kind of attribute, in dotted form
 *  @param indx which of these, from 0
 *  @param raw_flag 0: as text, as gnutls_x509_crt_get_dn() has it; otherwise the value's DER
 *  @param buf gets it, ended by a NUL that needs room and does not count, behind DER, too
 *  @param buf_size holds the room and gets the length, or the room that is needed, in bytes
 *  @returns 0, or an error
 *  @errors those of gnutls_x509_crt_get_dn_by_oid()
 *  @since 1.0 @see RFC 4514, 2.4; gnutls_x509_crt_get_issuer_dn_oid() */
int gnutls_x509_crt_get_issuer_dn_by_oid(gnutls_x509_crt_t cert, const char* oid, unsigned indx, unsigned int raw_flag,
                                         void* buf, size_t* buf_size);

/** Tells of which kind an attribute of the subject's name is.
 *  @param cert the certificate
 *  @param indx which attribute, from 0, in the order of the certificate
 *  @param oid gets the object identifier in dotted form, ended by a NUL that needs room and does not count
 *  @param oid_size holds the room and gets the length, or the room that is needed, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: there are not so many, or the certificate is empty;
 *  GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; GNUTLS_E_ASN1_DER_ERROR: the name is malformed;
 *  GNUTLS_E_INVALID_REQUEST: a null pointer; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see gnutls_x509_crt_get_dn_by_oid() */
int gnutls_x509_crt_get_dn_oid(gnutls_x509_crt_t cert, unsigned indx, void* oid, size_t* oid_size);

/** Tells of which kind an attribute of the issuer's name is.
 *  @param cert the certificate
 *  @param indx which attribute, from 0, in the order of the certificate
 *  @param oid gets the object identifier in dotted form, ended by a NUL that needs room and does not count
 *  @param oid_size holds the room and gets the length, or the room that is needed, in bytes
 *  @returns 0, or an error
 *  @errors those of gnutls_x509_crt_get_dn_oid()
 *  @since 1.0 @see gnutls_x509_crt_get_issuer_dn_by_oid() */
int gnutls_x509_crt_get_issuer_dn_oid(gnutls_x509_crt_t cert, unsigned indx, void* oid, size_t* oid_size);

/** Copies an alternative name of the subject: a host, an address, a mailbox.
 *
 *  A DNS name, a mailbox, a URI, a registered identifier in dotted form, the text of an otherName of XMPP (RFC 6120) or
 *  of a service (RFC 4985) and the DER of an unknown otherName are ended by a NUL that needs room and does not count. An
 *  IP address of 4 or 16 bytes, a directory's name as gnutls_x509_crt_get_dn3() has it, the otherName of a user of
 *  Windows and of a principal of Kerberos ("user@REALM") are not. Text may hold NULs: compare with the length.
 *  @param cert the certificate
 *  @param seq which name, from 0
 *  @param san gets it
 *  @param san_size holds the room and gets the length, or the room that is needed, in bytes
 *  @param critical gets 1 when the extension is critical, otherwise 0; may be null
 *  @returns its type, of gnutls_x509_subject_alt_name_t, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: there are not so many, it is a directory's name without attributes, or
 *  the certificate is empty; GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; GNUTLS_E_X509_UNSUPPORTED_EXTENSION: an
 *  X.400 address or a party of EDI; GNUTLS_E_ASN1_DER_ERROR: the extension is malformed; GNUTLS_E_INVALID_REQUEST: a null
 *  pointer; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 5280, 4.2.1.6; gnutls_x509_crt_check_hostname() */
int gnutls_x509_crt_get_subject_alt_name(gnutls_x509_crt_t cert, unsigned int seq, void* san, size_t* san_size,
                                         unsigned int* critical);

/** Copies an alternative name of the subject, and tells its type also when there is too little room.
 *  @param cert the certificate
 *  @param seq which name, from 0
 *  @param san gets it, as gnutls_x509_crt_get_subject_alt_name() has it
 *  @param san_size holds the room and gets the length, or the room that is needed, in bytes
 *  @param san_type gets its type; may be null
 *  @param critical gets 1 when the extension is critical, otherwise 0; may be null
 *  @returns its type, of gnutls_x509_subject_alt_name_t, or an error
 *  @errors those of gnutls_x509_crt_get_subject_alt_name()
 *  @since 2.1.8 @see RFC 5280, 4.2.1.6 */
int gnutls_x509_crt_get_subject_alt_name2(gnutls_x509_crt_t cert, unsigned int seq, void* san, size_t* san_size,
                                          unsigned int* san_type, unsigned int* critical);

/** Tells of which kind an otherName of the subject is. For a name that is none it is the empty text.
 *  @param cert the certificate
 *  @param seq which name, from 0
 *  @param oid gets the object identifier in dotted form, ended by a NUL that needs room and does not count
 *  @param oid_size holds the room and gets the length, or the room that is needed, in bytes
 *  @returns the name's type, of gnutls_x509_subject_alt_name_t, or an error
 *  @errors those of gnutls_x509_crt_get_subject_alt_name()
 *  @since 1.7.6 @see RFC 5280, 4.2.1.6 */
int gnutls_x509_crt_get_subject_alt_othername_oid(gnutls_x509_crt_t cert, unsigned int seq, void* oid,
                                                  size_t* oid_size);

/** Copies an alternative name of the issuer.
 *  @param cert the certificate
 *  @param seq which name, from 0
 *  @param ian gets it, as gnutls_x509_crt_get_subject_alt_name() has it
 *  @param ian_size holds the room and gets the length, or the room that is needed, in bytes
 *  @param critical gets 1 when the extension is critical, otherwise 0; may be null
 *  @returns its type, of gnutls_x509_subject_alt_name_t, or an error
 *  @errors those of gnutls_x509_crt_get_subject_alt_name()
 *  @since 2.10.0 @see RFC 5280, 4.2.1.7 */
int gnutls_x509_crt_get_issuer_alt_name(gnutls_x509_crt_t cert, unsigned int seq, void* ian, size_t* ian_size,
                                        unsigned int* critical);

/** Copies an alternative name of the issuer, and tells its type also when there is too little room.
 *  @param cert the certificate
 *  @param seq which name, from 0
 *  @param ian gets it, as gnutls_x509_crt_get_subject_alt_name() has it
 *  @param ian_size holds the room and gets the length, or the room that is needed, in bytes
 *  @param ian_type gets its type; may be null
 *  @param critical gets 1 when the extension is critical, otherwise 0; may be null
 *  @returns its type, of gnutls_x509_subject_alt_name_t, or an error
 *  @errors those of gnutls_x509_crt_get_subject_alt_name()
 *  @since 2.10.0 @see RFC 5280, 4.2.1.7 */
int gnutls_x509_crt_get_issuer_alt_name2(gnutls_x509_crt_t cert, unsigned int seq, void* ian, size_t* ian_size,
                                         unsigned int* ian_type, unsigned int* critical);

/** Tells of which kind an otherName of the issuer is. For a name that is none it is the empty text.
 *  @param cert the certificate
 *  @param seq which name, from 0
 *  @param ret gets the object identifier in dotted form, ended by a NUL that needs room and does not count
 *  @param ret_size holds the room and gets the length, or the room that is needed, in bytes
 *  @returns the name's type, of gnutls_x509_subject_alt_name_t, or an error
 *  @errors those of gnutls_x509_crt_get_subject_alt_name()
 *  @since 2.10.0 @see RFC 5280, 4.2.1.7 */
int gnutls_x509_crt_get_issuer_alt_othername_oid(gnutls_x509_crt_t cert, unsigned int seq, void* ret, size_t* ret_size);

/** Tells whether a certificate is for a host. Its alternative names are looked at, never the subject's common name
 *  (RFC 9525, 6.3); the other library looks there when there is no DNS name.
 *  @param cert the certificate
 *  @param hostname a DNS name, internationalised ones as A-labels, or an IP address as text
 *  @returns 1 when it is, otherwise 0
 *  @since 1.0 @see RFC 9525; gnutls_x509_crt_check_hostname2() */
unsigned gnutls_x509_crt_check_hostname(gnutls_x509_crt_t cert, const char* hostname);

/** Tells whether a certificate is for a host, with wishes about the comparison.
 *  @param cert the certificate
 *  @param hostname a DNS name, internationalised ones as A-labels, or an IP address as text
 *  @param flags GNUTLS_VERIFY_DO_NOT_ALLOW_WILDCARDS: only names without an asterisk count;
 *  GNUTLS_VERIFY_DO_NOT_ALLOW_IP_MATCHES: no address is compared
 *  @returns 1 when it is, otherwise 0
 *  @since 3.3.0 @see RFC 9525; gnutls_x509_crt_check_ip() */
unsigned gnutls_x509_crt_check_hostname2(gnutls_x509_crt_t cert, const char* hostname, unsigned int flags);

/** Tells whether a certificate is for a mailbox. Its alternative names are looked at; the part in front of the at sign is
 *  compared as it is, the domain in upper or lower case.
 *  @param cert the certificate
 *  @param email the mailbox, "user@example.org"
 *  @param flags 0
 *  @returns 1 when it is, otherwise 0
 *  @since 3.4.0 @see RFC 5280, 7.5 */
unsigned gnutls_x509_crt_check_email(gnutls_x509_crt_t cert, const char* email, unsigned int flags);

/** Tells whether a certificate is for an IP address, by its alternative names.
 *  @param cert the certificate
 *  @param ip, ip_size the address in network order, 4 or 16 bytes
 *  @param flags 0
 *  @returns 1 when it is, otherwise 0
 *  @since 3.6.0 @see RFC 9525, 6.5 */
unsigned gnutls_x509_crt_check_ip(gnutls_x509_crt_t cert, const unsigned char* ip, unsigned int ip_size,
                                  unsigned int flags);

/** Tells whether a certificate may have been issued by the owner of another one: by their names, and by their key
 *  identifiers where both have them. No signature is checked.
 *  @param cert the certificate
 *  @param issuer the other one; the same handle: whether it is self-issued
 *  @returns 1 when it may, otherwise 0
 *  @since 1.0 @see RFC 5280, 4.2.1.1 */
unsigned gnutls_x509_crt_check_issuer(gnutls_x509_crt_t cert, gnutls_x509_crt_t issuer);

/** Tells whether a certificate is one of an authority, and how long a path below it may be.
 *  @param cert the certificate
 *  @param critical gets 1 when the extension is critical, otherwise 0; may be null
 *  @param ca gets 1 for an authority, otherwise 0; may be null
 *  @param pathlen gets how many authorities may stand between it and the last certificate, -1 for any number; may be null
 *  @returns 1 for an authority, 0 for none, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: the certificate does not say, or is empty; GNUTLS_E_INVALID_REQUEST:
 *  `cert` is null
 *  @since 1.0 @see RFC 5280, 4.2.1.9 */
int gnutls_x509_crt_get_basic_constraints(gnutls_x509_crt_t cert, unsigned int* critical, unsigned int* ca,
                                          int* pathlen);

/** Tells whether a certificate is one of an authority.
 *  @param cert the certificate
 *  @param critical gets 1 when the extension is critical, otherwise 0; may be null
 *  @returns 1 for an authority, 0 for none, or an error
 *  @errors those of gnutls_x509_crt_get_basic_constraints()
 *  @since 1.0 @see RFC 5280, 4.2.1.9 */
int gnutls_x509_crt_get_ca_status(gnutls_x509_crt_t cert, unsigned int* critical);

/** Tells what the key of a certificate may be used for.
 *  @param cert the certificate
 *  @param key_usage gets GNUTLS_KEY_DIGITAL_SIGNATURE and others, combined
 *  @param critical gets 1 when the extension is critical, otherwise 0; may be null
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: the certificate does not say, or is empty; GNUTLS_E_INVALID_REQUEST:
 *  another null pointer
 *  @since 1.0 @see RFC 5280, 4.2.1.3 */
int gnutls_x509_crt_get_key_usage(gnutls_x509_crt_t cert, unsigned int* key_usage, unsigned int* critical);

/** Tells a purpose that a certificate is for.
 *  @param cert the certificate
 *  @param indx which purpose, from 0
 *  @param oid gets the object identifier in dotted form, GNUTLS_KP_TLS_WWW_SERVER for example, ended by a NUL that needs
 *  room and does not count
 *  @param oid_size holds the room and gets the length, or the room that is needed, in bytes
 *  @param critical gets 1 when the extension is critical, otherwise 0; may be null
 *  @returns 0, or an error
 *  @errors GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE: there are not so many, or the certificate is empty;
 *  GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; GNUTLS_E_INVALID_REQUEST: another null pointer;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 5280, 4.2.1.12 */
int gnutls_x509_crt_get_key_purpose_oid(gnutls_x509_crt_t cert, unsigned indx, void* oid, size_t* oid_size,
                                        unsigned int* critical);

/** Tells of which kind the key of a certificate is.
 *  @param cert the certificate
 *  @param bits gets its size, 0 for a key that cannot be used here; may be null
 *  @returns a gnutls_pk_algorithm_t, GNUTLS_PK_UNKNOWN included, or an error
 *  @errors GNUTLS_E_ECC_UNSUPPORTED_CURVE: the size of a key on an unknown curve was asked for;
 *  GNUTLS_E_ASN1_VALUE_NOT_FOUND: the certificate is empty; GNUTLS_E_INVALID_REQUEST: `cert` is null;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 5280, 4.1.2.7; gnutls_pubkey_get_pk_algorithm() */
int gnutls_x509_crt_get_pk_algorithm(gnutls_x509_crt_t cert, unsigned int* bits);

/** Copies the numbers of a certificate's RSA key to new memory.
 *  @param crt the certificate
 *  @param m gets the modulus, the most significant byte first, with a zero in front where its highest bit is set; the
 *  caller frees it with gnutls_free()
 *  @param e gets the public exponent, in the same way
 *  @returns 0, or an error, which leaves nothing to free
 *  @errors GNUTLS_E_ASN1_VALUE_NOT_FOUND: the certificate is empty; GNUTLS_E_INVALID_REQUEST: it is another kind of key,
 *  or a null pointer; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0.14 @see RFC 8017, A.1.1 */
int gnutls_x509_crt_get_pk_rsa_raw(gnutls_x509_crt_t crt, gnutls_datum_t* m, gnutls_datum_t* e);

/** Tells how a certificate was signed.
 *  @param cert the certificate
 *  @returns a gnutls_sign_algorithm_t, GNUTLS_SIGN_UNKNOWN for any other and for an empty certificate
 *  @errors GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 5280, 4.1.1.2; gnutls_sign_get_name() */
int gnutls_x509_crt_get_signature_algorithm(gnutls_x509_crt_t cert);

/** Reads several certificates.
 *  @param certs gets handles, which the caller frees with gnutls_x509_crt_deinit(); nothing on an error
 *  @param cert_max holds the room and gets how many there are
 *  @param data the certificates; copied
 *  @param format GNUTLS_X509_FMT_PEM, or GNUTLS_X509_FMT_DER for a single one
 *  @param flags GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED: more than there is room for are an error, otherwise the first
 *  ones are taken; GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED: a certificate that is not followed by its issuer's is one;
 *  GNUTLS_X509_CRT_LIST_SORT: the first one, its issuer's and so on, the others are left out
 *  @returns how many were read, or an error
 *  @errors GNUTLS_E_NO_CERTIFICATE_FOUND: there is none; GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room, and `*cert_max`
 *  says how much is needed; GNUTLS_E_CERTIFICATE_LIST_UNSORTED: they are not in order, or too many to be sorted;
 *  GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR: a block is damaged; GNUTLS_E_ASN1_TAG_ERROR: it is no DER;
 *  GNUTLS_E_ASN1_DER_ERROR: it is no certificate; GNUTLS_E_CONSTRAINT_ERROR: more than 1024; GNUTLS_E_INVALID_REQUEST: a
 *  null pointer or an unknown format; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 7468; gnutls_x509_crt_list_import2() */
int gnutls_x509_crt_list_import(gnutls_x509_crt_t* certs, unsigned int* cert_max, const gnutls_datum_t* data,
                                gnutls_x509_crt_fmt_t format, unsigned int flags);

/** Reads any number of certificates.
 *  @param certs gets an array of handles, null on an error; the caller frees each with gnutls_x509_crt_deinit(), and the
 *  array with gnutls_free()
 *  @param size gets how many there are; an error leaves it as it was
 *  @param data the certificates; copied
 *  @param format GNUTLS_X509_FMT_PEM, or GNUTLS_X509_FMT_DER for a single one
 *  @param flags as gnutls_x509_crt_list_import() has them
 *  @returns 0, or an error
 *  @errors those of gnutls_x509_crt_list_import()
 *  @since 3.0 @see RFC 7468 */
int gnutls_x509_crt_list_import2(gnutls_x509_crt_t** certs, unsigned int* size, const gnutls_datum_t* data,
                                 gnutls_x509_crt_fmt_t format, unsigned int flags);

#ifdef __cplusplus
}
#endif
