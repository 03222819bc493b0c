/* Text encodings, files, fingerprints and random keys. Manual: Credentials. */
#pragma once

#include <gnutls/section/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One entry of gnutls_get_library_config(). */
typedef struct gnutls_library_config_st {
  const char* name;
  const char* value;
} gnutls_library_config_st;

/** Writes data as hexadecimal text. In small letters.
 *  @param data the bytes
 *  @param result gets the text with a closing NUL
 *  @param result_size holds the room and gets the length, which here counts the NUL, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_SHORT_MEMORY_BUFFER: there is not room for 2 * `data->size` + 1 bytes, or `result` is null;
 *  GNUTLS_E_INVALID_REQUEST: a null pointer; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 4648, 8; gnutls_hex_encode2() */
int gnutls_hex_encode(const gnutls_datum_t* data, char* result, size_t* result_size);

/** Writes data as hexadecimal text into new memory.
 *  @param data the bytes
 *  @param result gets the text, ended by a NUL that its size does not count; the caller frees it with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.4.0 or earlier @see RFC 4648, 8; gnutls_hex_encode() */
int gnutls_hex_encode2(const gnutls_datum_t* data, gnutls_datum_t* result);

/** Reads hexadecimal text.
 *  @param hex_data pairs of digits and nothing else
 *  @param result gets the bytes
 *  @param result_size holds the room and gets the length, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_PARSING_ERROR: anything but pairs of digits; GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room, or
 *  `result` is null; GNUTLS_E_INVALID_REQUEST: a null pointer; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 4648, 8; gnutls_hex2bin() */
int gnutls_hex_decode(const gnutls_datum_t* hex_data, void* result, size_t* result_size);

/** Reads hexadecimal text into new memory.
 *  @param hex_data pairs of digits and nothing else
 *  @param result gets the bytes, which the caller frees with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_PARSING_ERROR: anything but pairs of digits; GNUTLS_E_INVALID_REQUEST: a null pointer;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.4.0 or earlier @see RFC 4648, 8; gnutls_hex_decode() */
int gnutls_hex_decode2(const gnutls_datum_t* hex_data, gnutls_datum_t* result);

/** Reads hexadecimal text with separators, such as "00:a1 ff". Characters in front of a byte that are no digits are
 *  passed over. A digit followed by one of them is a byte of its own.
 *  @param hex_data, hex_size the characters
 *  @param bin_data gets the bytes
 *  @param bin_size holds the room and gets the length, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_PARSING_ERROR: a digit alone at the end; GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room, or
 *  `bin_data` is null; GNUTLS_E_INVALID_REQUEST: a null pointer; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 2.4.0 @see gnutls_hex_decode() */
int gnutls_hex2bin(const char* hex_data, size_t hex_size, void* bin_data, size_t* bin_size);

/** Writes data in base64, in one line, into new memory.
 *  @param data the bytes
 *  @param result gets the text, ended by a NUL that its size does not count; the caller frees it with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_INVALID_REQUEST: a null pointer; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.6.0 @see RFC 4648, 4; gnutls_pem_base64_encode2() */
int gnutls_base64_encode2(const gnutls_datum_t* data, gnutls_datum_t* result);

/** Reads base64 into new memory.
 *  @param base64 the text, with or without blanks and line ends
 *  @param result gets the bytes, which the caller frees with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_BASE64_DECODING_ERROR: it is no base64; GNUTLS_E_INVALID_REQUEST: a null pointer;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.6.0 @see RFC 4648, 4; gnutls_pem_base64_decode2() */
int gnutls_base64_decode2(const gnutls_datum_t* base64, gnutls_datum_t* result);

/** Writes data in PEM.
 *  @param msg the label, at most 50 characters; null or empty for base64 alone
 *  @param data the bytes
 *  @param result gets the text with a closing NUL; may be null to learn the length
 *  @param result_size holds the room and gets the length without the NUL, or the room that is needed, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_BASE64_ENCODING_ERROR: the label is too long; GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room;
 *  GNUTLS_E_INVALID_REQUEST: a null pointer; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see RFC 7468; gnutls_pem_base64_encode2() */
int gnutls_pem_base64_encode(const char* msg, const gnutls_datum_t* data, char* result, size_t* result_size);

/** Writes data in PEM into new memory.
 *  @param header the label, at most 50 characters; null or empty for base64 alone
 *  @param data the bytes
 *  @param result gets the text, ended by a NUL that its size does not count; the caller frees it with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_BASE64_ENCODING_ERROR: the label is too long; GNUTLS_E_INVALID_REQUEST: a null pointer;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.4.0 @see RFC 7468; gnutls_pem_base64_decode2() */
int gnutls_pem_base64_encode2(const char* header, const gnutls_datum_t* data, gnutls_datum_t* result);

/** Reads the first block of a PEM text.
 *  @param header how its label begins; null for the first block
 *  @param b64_data the text
 *  @param result gets the bytes; may be null to learn the length
 *  @param result_size holds the room and gets the length, or the room that is needed, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room; those of gnutls_pem_base64_decode2()
 *  @since 1.0 @see RFC 7468; gnutls_pem_base64_decode2() */
int gnutls_pem_base64_decode(const char* header, const gnutls_datum_t* b64_data, unsigned char* result,
                             size_t* result_size);

/** Reads the first block of a PEM text into new memory.
 *  @param header how its label begins; null for the first block
 *  @param b64_data the text
 *  @param result gets the bytes, which the caller frees with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR: there is no such block; GNUTLS_E_BASE64_DECODING_ERROR: it is
 *  damaged, empty or encrypted (RFC 1421); GNUTLS_E_INVALID_REQUEST: a null pointer; GNUTLS_E_MEMORY_ERROR: no memory
 *  is left
 *  @since 3.4.0 @see RFC 7468; gnutls_pem_base64_encode2() */
int gnutls_pem_base64_decode2(const char* header, const gnutls_datum_t* b64_data, gnutls_datum_t* result);

/* Older names. */
#define gnutls_pem_base64_encode_alloc gnutls_pem_base64_encode2
#define gnutls_pem_base64_decode_alloc gnutls_pem_base64_decode2

/** Reads a file into new memory.
 *  @param filename the file's name
 *  @param data gets its bytes, ended by a NUL that the size does not count; the caller frees them with gnutls_free()
 *  @returns 0, or an error
 *  @errors GNUTLS_E_FILE_ERROR: the file cannot be read, or has 4 GB; GNUTLS_E_INVALID_REQUEST: a null pointer;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 3.1.0 */
int gnutls_load_file(const char* filename, gnutls_datum_t* data);

/** Makes a random key in new memory.
 *  @param key gets it; the caller wipes it and frees it with gnutls_free()
 *  @param key_size how many bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_RANDOM_FAILED: there are no random bytes; GNUTLS_E_INVALID_REQUEST: `key` is null;
 *  GNUTLS_E_MEMORY_ERROR: no memory is left; those of gnutls_rnd()
 *  @since 3.0 @see gnutls_rnd(); gnutls_memset() */
int gnutls_key_generate(gnutls_datum_t* key, unsigned int key_size);

/** Hashes data, as fingerprints of certificates in DER are made.
 *  @param algo the hash function
 *  @param data the bytes
 *  @param result gets the hash
 *  @param result_size holds the room and gets the length, also when the room does not do, in bytes
 *  @returns 0, or an error
 *  @errors GNUTLS_E_SHORT_MEMORY_BUFFER: there is less room, or `result` is null; GNUTLS_E_INVALID_REQUEST: a null
 *  pointer, or a hash function that does not exist here; GNUTLS_E_MEMORY_ERROR: no memory is left
 *  @since 1.0 @see gnutls_x509_crt_get_fingerprint(); gnutls_hash_get_len() */
int gnutls_fingerprint(gnutls_digest_algorithm_t algo, const gnutls_datum_t* data, void* result, size_t* result_size);

/** Tells whether the library can open an URL of a token or module.
 *  @param url the URL
 *  @returns 0: it opens none, "pkcs11:" included
 *  @since 3.1.0 @see RFC 7512 */
unsigned gnutls_url_is_supported(const char* url);

/** Tells what the library was built with.
 *  @returns a static array that ends with a null name: "libgnutls-soname", "tls-features" and "default-system-config"
 *  @since 3.7.3 @see gnutls_check_version() */
const gnutls_library_config_st* gnutls_get_library_config(void);

#ifdef __cplusplus
}
#endif
