/* Text encodings, files, fingerprints and random keys. */
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

/** Writes `data` as hexadecimal text, in small letters and with a closing NUL, to `result`. `result_size` holds the room
 *  and gets the length, which counts the NUL. Returns 0, or GNUTLS_E_SHORT_MEMORY_BUFFER when there is not room for
 *  2 * `data->size` + 1 bytes. */
int gnutls_hex_encode(const gnutls_datum_t* data, char* result, size_t* result_size);

/** The same in new memory, which the caller frees with gnutls_free(); `result->size` does not count the NUL. Returns 0 or
 *  GNUTLS_E_MEMORY_ERROR. */
int gnutls_hex_encode2(const gnutls_datum_t* data, gnutls_datum_t* result);

/** Decodes hexadecimal text to `result`; `result_size` holds the room and gets the length, both in bytes. Returns 0,
 *  GNUTLS_E_PARSING_ERROR for anything but pairs of digits, or GNUTLS_E_SHORT_MEMORY_BUFFER. */
int gnutls_hex_decode(const gnutls_datum_t* hex_data, void* result, size_t* result_size);

/** The same into new memory, which the caller frees with gnutls_free(). Returns 0, GNUTLS_E_PARSING_ERROR or
 *  GNUTLS_E_MEMORY_ERROR. */
int gnutls_hex_decode2(const gnutls_datum_t* hex_data, gnutls_datum_t* result);

/** Decodes `hex_size` characters, of which those that are no digits stand between the bytes ("00:a1 ff"), to `bin_data`;
 *  `bin_size` holds the room and gets the length, both in bytes. Returns 0, GNUTLS_E_PARSING_ERROR for a digit alone at the
 *  end, or GNUTLS_E_SHORT_MEMORY_BUFFER. Since 2.4.0. */
int gnutls_hex2bin(const char* hex_data, size_t hex_size, void* bin_data, size_t* bin_size);

/** Writes `data` in base64 (RFC 4648, 4), in one line, to new memory, which the caller frees with gnutls_free(); a NUL
 *  follows. Returns 0 or GNUTLS_E_MEMORY_ERROR. Since 3.6.0. */
int gnutls_base64_encode2(const gnutls_datum_t* data, gnutls_datum_t* result);

/** Decodes base64 with or without blanks and line ends into new memory, which the caller frees with gnutls_free(). Returns
 *  0, GNUTLS_E_BASE64_DECODING_ERROR or GNUTLS_E_MEMORY_ERROR. Since 3.6.0. */
int gnutls_base64_decode2(const gnutls_datum_t* base64, gnutls_datum_t* result);

/** Writes `data` in PEM (RFC 7468) with the label `msg`, at most 50 characters; with null or an empty one in base64 alone.
 *  `result_size` holds the room and gets the length, without the closing NUL, for which there must be room, too. Returns 0,
 *  GNUTLS_E_BASE64_ENCODING_ERROR for a label that is too long, or GNUTLS_E_SHORT_MEMORY_BUFFER, and `result_size` says
 *  how much room is needed. */
int gnutls_pem_base64_encode(const char* msg, const gnutls_datum_t* data, char* result, size_t* result_size);

/** The same in new memory, which the caller frees with gnutls_free(). Returns 0, GNUTLS_E_BASE64_ENCODING_ERROR or
 *  GNUTLS_E_MEMORY_ERROR. Since 3.4.0. */
int gnutls_pem_base64_encode2(const char* header, const gnutls_datum_t* data, gnutls_datum_t* result);

/** Decodes the first block of a PEM text whose label begins with `header`, or with null the first block. `result_size`
 *  holds the room and gets the length. Returns 0, GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR when there is no such block,
 *  GNUTLS_E_BASE64_DECODING_ERROR for one that is damaged, empty or encrypted (RFC 1421), or
 *  GNUTLS_E_SHORT_MEMORY_BUFFER, and `result_size` says how much room is needed. */
int gnutls_pem_base64_decode(const char* header, const gnutls_datum_t* b64_data, unsigned char* result,
                             size_t* result_size);

/** The same into new memory, which the caller frees with gnutls_free(). Returns 0, one of the first two errors, or
 *  GNUTLS_E_MEMORY_ERROR. Since 3.4.0. */
int gnutls_pem_base64_decode2(const char* header, const gnutls_datum_t* b64_data, gnutls_datum_t* result);

/* Older names. */
#define gnutls_pem_base64_encode_alloc gnutls_pem_base64_encode2
#define gnutls_pem_base64_decode_alloc gnutls_pem_base64_decode2

/** Reads a file into new memory, which the caller frees with gnutls_free(); a NUL follows that `data->size` does not
 *  count. Returns 0, GNUTLS_E_FILE_ERROR or GNUTLS_E_MEMORY_ERROR. Since 3.1.0. */
int gnutls_load_file(const char* filename, gnutls_datum_t* data);

/** Makes `key_size` random bytes in new memory, which the caller wipes and frees with gnutls_free(). Returns 0,
 *  GNUTLS_E_RANDOM_FAILED or GNUTLS_E_MEMORY_ERROR. Since 3.0. */
int gnutls_key_generate(gnutls_datum_t* key, unsigned int key_size);

/** Writes the hash of `data` to `result`, as fingerprints of certificates in DER are made. `result_size` holds the room
 *  and gets the length, both in bytes. Returns 0, GNUTLS_E_SHORT_MEMORY_BUFFER, also for a null `result`, or
 *  GNUTLS_E_INVALID_REQUEST for a hash that does not exist here. */
int gnutls_fingerprint(gnutls_digest_algorithm_t algo, const gnutls_datum_t* data, void* result, size_t* result_size);

/** Returns 0: this library opens no URL, neither of a token ("pkcs11:") nor of a module. Since 3.1.0. */
unsigned gnutls_url_is_supported(const char* url);

/** Returns what the library was built with, ended by a null name. Static. There are "libgnutls-soname", "tls-features" and
 *  "default-system-config". Since 3.7.3. */
const gnutls_library_config_st* gnutls_get_library_config(void);

#ifdef __cplusplus
}
#endif
