#include "capi/error_table.hpp"

#include <algorithm>
#include <cstdio>

namespace handfast::capi {
namespace {

#define ENTRY(number, ...) \
  ErrorEntry { number, #number, __VA_ARGS__ }

constexpr bool not_fatal = false;
constexpr bool fatal = true;

constexpr ErrorEntry table[] = {
    ENTRY(GNUTLS_E_SUCCESS, "Success.", not_fatal),
    ENTRY(GNUTLS_E_UNKNOWN_COMPRESSION_ALGORITHM, "Could not negotiate a supported compression method.", fatal,
          GNUTLS_A_ILLEGAL_PARAMETER),
    ENTRY(GNUTLS_E_UNKNOWN_CIPHER_TYPE, "The cipher type is unsupported."),
    ENTRY(GNUTLS_E_LARGE_PACKET, "The transmitted packet is too large (EMSGSIZE).", not_fatal),
    ENTRY(GNUTLS_E_UNSUPPORTED_VERSION_PACKET, "A packet with illegal or unsupported version was received.", fatal,
          GNUTLS_A_PROTOCOL_VERSION),
    ENTRY(GNUTLS_E_UNEXPECTED_PACKET_LENGTH, "Error decoding the received TLS packet.", fatal, GNUTLS_A_DECODE_ERROR),
    ENTRY(GNUTLS_E_INVALID_SESSION, "The specified session has been invalidated for some reason."),
    ENTRY(GNUTLS_E_FATAL_ALERT_RECEIVED, "A TLS fatal alert has been received."),
    ENTRY(GNUTLS_E_UNEXPECTED_PACKET, "An unexpected TLS packet was received.", fatal, GNUTLS_A_UNEXPECTED_MESSAGE),
    ENTRY(GNUTLS_E_WARNING_ALERT_RECEIVED, "A TLS warning alert has been received.", not_fatal),
    ENTRY(GNUTLS_E_ERROR_IN_FINISHED_PACKET, "An error was encountered at the TLS Finished packet calculation.", fatal,
          GNUTLS_A_DECRYPT_ERROR),
    ENTRY(GNUTLS_E_UNEXPECTED_HANDSHAKE_PACKET, "An unexpected TLS handshake packet was received.", fatal,
          GNUTLS_A_UNEXPECTED_MESSAGE),
    ENTRY(GNUTLS_E_UNKNOWN_CIPHER_SUITE, "Could not negotiate a supported cipher suite.", fatal,
          GNUTLS_A_HANDSHAKE_FAILURE),
    ENTRY(GNUTLS_E_UNWANTED_ALGORITHM, "An algorithm that is not enabled was negotiated.", fatal,
          GNUTLS_A_HANDSHAKE_FAILURE),
    ENTRY(GNUTLS_E_MPI_SCAN_FAILED, "The scanning of a large integer has failed."),
    ENTRY(GNUTLS_E_DECRYPTION_FAILED, "Decryption has failed.", fatal, GNUTLS_A_BAD_RECORD_MAC),
    ENTRY(GNUTLS_E_MEMORY_ERROR, "Internal error in memory allocation."),
    ENTRY(GNUTLS_E_DECOMPRESSION_FAILED, "Decompression of the TLS record packet has failed.", fatal,
          GNUTLS_A_DECOMPRESSION_FAILURE),
    ENTRY(GNUTLS_E_COMPRESSION_FAILED, "Compression of the TLS record packet has failed."),
    ENTRY(GNUTLS_E_AGAIN, "Resource temporarily unavailable, try again.", not_fatal),
    ENTRY(GNUTLS_E_EXPIRED, "The session or certificate has expired."),
    ENTRY(GNUTLS_E_DB_ERROR, "Error in Database backend."),
    ENTRY(GNUTLS_E_SRP_PWD_ERROR, "Error in password/key file."),
    ENTRY(GNUTLS_E_INSUFFICIENT_CREDENTIALS, "Insufficient credentials for that request.", fatal,
          GNUTLS_A_HANDSHAKE_FAILURE),
    ENTRY(GNUTLS_E_HASH_FAILED, "Hashing has failed."),
    ENTRY(GNUTLS_E_BASE64_DECODING_ERROR, "Base64 decoding error."),
    ENTRY(GNUTLS_E_MPI_PRINT_FAILED, "Could not export a large integer."),
    ENTRY(GNUTLS_E_REHANDSHAKE, "Rehandshake was requested by the peer.", not_fatal, GNUTLS_A_NO_RENEGOTIATION,
          GNUTLS_AL_WARNING),
    ENTRY(GNUTLS_E_GOT_APPLICATION_DATA, "TLS Application data were received, while expecting handshake data."),
    ENTRY(GNUTLS_E_RECORD_LIMIT_REACHED, "The upper limit of record packet sequence numbers has been reached. Wow!"),
    ENTRY(GNUTLS_E_ENCRYPTION_FAILED, "Encryption has failed."),
    ENTRY(GNUTLS_E_CERTIFICATE_ERROR, "Error in the certificate.", fatal, GNUTLS_A_BAD_CERTIFICATE),
    ENTRY(GNUTLS_E_PK_ENCRYPTION_FAILED, "Public key encryption has failed."),
    ENTRY(GNUTLS_E_PK_DECRYPTION_FAILED, "Public key decryption has failed."),
    ENTRY(GNUTLS_E_PK_SIGN_FAILED, "Public key signing has failed."),
    ENTRY(GNUTLS_E_X509_UNSUPPORTED_CRITICAL_EXTENSION, "Unsupported critical extension in X.509 certificate."),
    ENTRY(GNUTLS_E_KEY_USAGE_VIOLATION, "Key usage violation in certificate has been detected."),
    ENTRY(GNUTLS_E_NO_CERTIFICATE_FOUND, "No certificate was found.", fatal, GNUTLS_A_DECODE_ERROR),
    ENTRY(GNUTLS_E_INVALID_REQUEST, "The request is invalid."),
    ENTRY(GNUTLS_E_SHORT_MEMORY_BUFFER, "The given memory buffer is too short to hold parameters."),
    ENTRY(GNUTLS_E_INTERRUPTED, "Function was interrupted.", not_fatal),
    ENTRY(GNUTLS_E_PUSH_ERROR, "Error in the push function."),
    ENTRY(GNUTLS_E_PULL_ERROR, "Error in the pull function."),
    ENTRY(GNUTLS_E_RECEIVED_ILLEGAL_PARAMETER, "An illegal parameter has been received.", fatal,
          GNUTLS_A_ILLEGAL_PARAMETER),
    ENTRY(GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE, "The requested data were not available."),
    ENTRY(GNUTLS_E_PKCS1_WRONG_PAD, "Wrong padding in PKCS1 packet."),
    ENTRY(GNUTLS_E_RECEIVED_ILLEGAL_EXTENSION, "An illegal TLS extension was received.", fatal,
          GNUTLS_A_UNSUPPORTED_EXTENSION),
    ENTRY(GNUTLS_E_INTERNAL_ERROR, "GnuTLS internal error."),
    ENTRY(GNUTLS_E_CERTIFICATE_KEY_MISMATCH, "The certificate and the given key do not match."),
    ENTRY(GNUTLS_E_UNSUPPORTED_CERTIFICATE_TYPE, "The certificate type is not supported.", fatal,
          GNUTLS_A_UNSUPPORTED_CERTIFICATE),
    ENTRY(GNUTLS_E_X509_UNKNOWN_SAN, "Unknown Subject Alternative name in X.509 certificate."),
    ENTRY(GNUTLS_E_DH_PRIME_UNACCEPTABLE,
          "The Diffie-Hellman prime sent by the server is not acceptable (not long enough).", fatal,
          GNUTLS_A_INSUFFICIENT_SECURITY),
    ENTRY(GNUTLS_E_FILE_ERROR, "Error while reading file."),
    ENTRY(GNUTLS_E_ASN1_ELEMENT_NOT_FOUND, "ASN1 parser: Element was not found.", fatal, GNUTLS_A_BAD_CERTIFICATE),
    ENTRY(GNUTLS_E_ASN1_IDENTIFIER_NOT_FOUND, "ASN1 parser: Identifier was not found", fatal, GNUTLS_A_BAD_CERTIFICATE),
    ENTRY(GNUTLS_E_ASN1_DER_ERROR, "ASN1 parser: Error in DER parsing.", fatal, GNUTLS_A_BAD_CERTIFICATE),
    ENTRY(GNUTLS_E_ASN1_VALUE_NOT_FOUND, "ASN1 parser: Value was not found.", fatal, GNUTLS_A_BAD_CERTIFICATE),
    ENTRY(GNUTLS_E_ASN1_GENERIC_ERROR, "ASN1 parser: Generic parsing error.", fatal, GNUTLS_A_BAD_CERTIFICATE),
    ENTRY(GNUTLS_E_ASN1_VALUE_NOT_VALID, "ASN1 parser: Value is not valid.", fatal, GNUTLS_A_BAD_CERTIFICATE),
    ENTRY(GNUTLS_E_ASN1_TAG_ERROR, "ASN1 parser: Error in TAG.", fatal, GNUTLS_A_BAD_CERTIFICATE),
    ENTRY(GNUTLS_E_ASN1_TAG_IMPLICIT, "ASN1 parser: error in implicit tag", fatal, GNUTLS_A_BAD_CERTIFICATE),
    ENTRY(GNUTLS_E_ASN1_TYPE_ANY_ERROR, "ASN1 parser: Error in type 'ANY'.", fatal, GNUTLS_A_BAD_CERTIFICATE),
    ENTRY(GNUTLS_E_ASN1_SYNTAX_ERROR, "ASN1 parser: Syntax error.", fatal, GNUTLS_A_BAD_CERTIFICATE),
    ENTRY(GNUTLS_E_ASN1_DER_OVERFLOW, "ASN1 parser: Overflow in DER parsing.", fatal, GNUTLS_A_BAD_CERTIFICATE),
    ENTRY(GNUTLS_E_TOO_MANY_EMPTY_PACKETS, "Too many empty record packets have been received."),
    ENTRY(GNUTLS_E_OPENPGP_UID_REVOKED, "The OpenPGP User ID is revoked."),
    ENTRY(GNUTLS_E_UNKNOWN_PK_ALGORITHM, "An unknown public key algorithm was encountered.", fatal,
          GNUTLS_A_HANDSHAKE_FAILURE),
    ENTRY(GNUTLS_E_TOO_MANY_HANDSHAKE_PACKETS, "Too many handshake packets have been received."),
    ENTRY(GNUTLS_E_RECEIVED_DISALLOWED_NAME, "A disallowed SNI server name has been received.", fatal,
          GNUTLS_A_ILLEGAL_PARAMETER),
    ENTRY(GNUTLS_E_NO_TEMPORARY_RSA_PARAMS, "No temporary RSA parameters were found."),
    ENTRY(GNUTLS_E_NO_COMPRESSION_ALGORITHMS, "No supported compression algorithms have been found.", fatal,
          GNUTLS_A_HANDSHAKE_FAILURE),
    ENTRY(GNUTLS_E_NO_CIPHER_SUITES, "No supported cipher suites have been found.", fatal, GNUTLS_A_HANDSHAKE_FAILURE),
    ENTRY(GNUTLS_E_OPENPGP_GETKEY_FAILED, "Could not get OpenPGP key.", fatal, GNUTLS_A_CERTIFICATE_UNOBTAINABLE),
    ENTRY(GNUTLS_E_PK_SIG_VERIFY_FAILED, "Public key signature verification has failed.", fatal,
          GNUTLS_A_DECRYPT_ERROR),
    ENTRY(GNUTLS_E_ILLEGAL_SRP_USERNAME, "The SRP username supplied is illegal.", fatal, GNUTLS_A_ILLEGAL_PARAMETER),
    ENTRY(GNUTLS_E_SRP_PWD_PARSING_ERROR, "Parsing error in password/key file."),
    ENTRY(GNUTLS_E_NO_TEMPORARY_DH_PARAMS, "No temporary DH parameters were found."),
    ENTRY(GNUTLS_E_OPENPGP_FINGERPRINT_UNSUPPORTED, "The OpenPGP fingerprint is not supported."),
    ENTRY(GNUTLS_E_X509_UNSUPPORTED_ATTRIBUTE, "The certificate has unsupported attributes."),
    ENTRY(GNUTLS_E_UNKNOWN_HASH_ALGORITHM, "The hash algorithm is unknown."),
    ENTRY(GNUTLS_E_UNKNOWN_PKCS_CONTENT_TYPE, "The PKCS structure's content type is unknown."),
    ENTRY(GNUTLS_E_UNKNOWN_PKCS_BAG_TYPE, "The PKCS structure's bag type is unknown."),
    ENTRY(GNUTLS_E_INVALID_PASSWORD, "The given password contains invalid characters."),
    ENTRY(GNUTLS_E_MAC_VERIFY_FAILED, "The Message Authentication Code verification failed."),
    ENTRY(GNUTLS_E_CONSTRAINT_ERROR, "Some constraint limits were reached."),
    ENTRY(GNUTLS_E_IA_VERIFY_FAILED, "Verifying TLS/IA phase checksum failed"),
    ENTRY(GNUTLS_E_UNKNOWN_ALGORITHM, "The specified algorithm or protocol is unknown."),
    ENTRY(GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM, "The signature algorithm is not supported.", fatal,
          GNUTLS_A_HANDSHAKE_FAILURE),
    ENTRY(GNUTLS_E_SAFE_RENEGOTIATION_FAILED, "Safe renegotiation failed.", fatal, GNUTLS_A_HANDSHAKE_FAILURE),
    ENTRY(GNUTLS_E_UNSAFE_RENEGOTIATION_DENIED, "Unsafe renegotiation denied.", fatal, GNUTLS_A_NO_RENEGOTIATION,
          GNUTLS_AL_WARNING),
    ENTRY(GNUTLS_E_UNKNOWN_SRP_USERNAME, "The username supplied is unknown.", fatal, GNUTLS_A_UNKNOWN_PSK_IDENTITY),
    ENTRY(GNUTLS_E_PREMATURE_TERMINATION, "The TLS connection was non-properly terminated.", fatal,
          GNUTLS_A_UNEXPECTED_MESSAGE),
    ENTRY(GNUTLS_E_MALFORMED_CIDR, "CIDR name constraint is malformed in size or structure."),
    ENTRY(GNUTLS_E_CERTIFICATE_REQUIRED, "Certificate is required.", fatal, GNUTLS_A_CERTIFICATE_REQUIRED),
    ENTRY(GNUTLS_E_UNSUPPORTED_ENCRYPTION_ALGORITHM, "The encryption algorithm is not supported."),
    ENTRY(GNUTLS_E_BASE64_ENCODING_ERROR, "Base64 encoding error."),
    ENTRY(GNUTLS_E_INCOMPATIBLE_GCRYPT_LIBRARY, "The crypto library version is too old."),
    ENTRY(GNUTLS_E_INCOMPATIBLE_LIBTASN1_LIBRARY, "The tasn1 library version is too old."),
    ENTRY(GNUTLS_E_OPENPGP_KEYRING_ERROR, "Error loading the keyring."),
    ENTRY(GNUTLS_E_X509_UNSUPPORTED_OID, "The OID is not supported."),
    ENTRY(GNUTLS_E_RANDOM_FAILED, "Failed to acquire random data."),
    ENTRY(GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR, "Base64 unexpected header error."),
    ENTRY(GNUTLS_E_OPENPGP_SUBKEY_ERROR, "Could not find OpenPGP subkey."),
    ENTRY(GNUTLS_E_CRYPTO_ALREADY_REGISTERED, "There is already a crypto algorithm with lower priority."),
    ENTRY(GNUTLS_E_HANDSHAKE_TOO_LARGE, "The handshake data size is too large.", fatal, GNUTLS_A_DECODE_ERROR),
    ENTRY(GNUTLS_E_CRYPTODEV_IOCTL_ERROR, "Error interfacing with /dev/crypto"),
    ENTRY(GNUTLS_E_CRYPTODEV_DEVICE_ERROR, "Error opening /dev/crypto"),
    ENTRY(GNUTLS_E_CHANNEL_BINDING_NOT_AVAILABLE, "Channel binding data not available"),
    ENTRY(GNUTLS_E_BAD_COOKIE, "The cookie was bad."),
    ENTRY(GNUTLS_E_OPENPGP_PREFERRED_KEY_ERROR, "The OpenPGP key has not a preferred key set."),
    ENTRY(GNUTLS_E_INCOMPAT_DSA_KEY_WITH_TLS_PROTOCOL,
          "The given DSA key is incompatible with the selected TLS protocol.", fatal, GNUTLS_A_HANDSHAKE_FAILURE),
    ENTRY(GNUTLS_E_INSUFFICIENT_SECURITY, "One of the involved algorithms has insufficient security level.", fatal,
          GNUTLS_A_INSUFFICIENT_SECURITY),
    ENTRY(GNUTLS_E_HEARTBEAT_PONG_RECEIVED, "A heartbeat pong message was received.", not_fatal),
    ENTRY(GNUTLS_E_HEARTBEAT_PING_RECEIVED, "A heartbeat ping message was received.", not_fatal),
    ENTRY(GNUTLS_E_UNRECOGNIZED_NAME, "The SNI host name not recognised.", fatal, GNUTLS_A_UNRECOGNIZED_NAME),
    ENTRY(GNUTLS_E_PKCS11_ERROR, "PKCS #11 error."),
    ENTRY(GNUTLS_E_PKCS11_LOAD_ERROR, "PKCS #11 initialization error."),
    ENTRY(GNUTLS_E_PARSING_ERROR, "Error in parsing."),
    ENTRY(GNUTLS_E_PKCS11_PIN_ERROR, "Error in provided PIN."),
    ENTRY(GNUTLS_E_PKCS11_SLOT_ERROR, "PKCS #11 error in slot"),
    ENTRY(GNUTLS_E_LOCKING_ERROR, "Thread locking error"),
    ENTRY(GNUTLS_E_PKCS11_ATTRIBUTE_ERROR, "PKCS #11 error in attribute"),
    ENTRY(GNUTLS_E_PKCS11_DEVICE_ERROR, "PKCS #11 error in device"),
    ENTRY(GNUTLS_E_PKCS11_DATA_ERROR, "PKCS #11 error in data"),
    ENTRY(GNUTLS_E_PKCS11_UNSUPPORTED_FEATURE_ERROR, "PKCS #11 unsupported feature"),
    ENTRY(GNUTLS_E_PKCS11_KEY_ERROR, "PKCS #11 error in key"),
    ENTRY(GNUTLS_E_PKCS11_PIN_EXPIRED, "PKCS #11 PIN expired"),
    ENTRY(GNUTLS_E_PKCS11_PIN_LOCKED, "PKCS #11 PIN locked"),
    ENTRY(GNUTLS_E_PKCS11_SESSION_ERROR, "PKCS #11 error in session"),
    ENTRY(GNUTLS_E_PKCS11_SIGNATURE_ERROR, "PKCS #11 error in signature"),
    ENTRY(GNUTLS_E_PKCS11_TOKEN_ERROR, "PKCS #11 error in token"),
    ENTRY(GNUTLS_E_PKCS11_USER_ERROR, "PKCS #11 user error"),
    ENTRY(GNUTLS_E_CRYPTO_INIT_FAILED, "The initialization of crypto backend has failed."),
    ENTRY(GNUTLS_E_TIMEDOUT, "The operation timed out"),
    ENTRY(GNUTLS_E_USER_ERROR, "The operation was cancelled due to user error", fatal, GNUTLS_A_USER_CANCELED),
    ENTRY(GNUTLS_E_ECC_NO_SUPPORTED_CURVES, "No supported ECC curves were found", fatal, GNUTLS_A_HANDSHAKE_FAILURE),
    ENTRY(GNUTLS_E_ECC_UNSUPPORTED_CURVE, "The curve is unsupported", fatal, GNUTLS_A_HANDSHAKE_FAILURE),
    ENTRY(GNUTLS_E_PKCS11_REQUESTED_OBJECT_NOT_AVAILBLE, "The requested PKCS #11 object is not available"),
    ENTRY(GNUTLS_E_CERTIFICATE_LIST_UNSORTED,
          "The provided X.509 certificate list is not sorted (in subject to issuer order)"),
    ENTRY(GNUTLS_E_ILLEGAL_PARAMETER, "An illegal parameter was found.", fatal, GNUTLS_A_ILLEGAL_PARAMETER),
    ENTRY(GNUTLS_E_NO_PRIORITIES_WERE_SET, "No or insufficient priorities were set."),
    ENTRY(GNUTLS_E_X509_UNSUPPORTED_EXTENSION, "Unsupported extension in X.509 certificate."),
    ENTRY(GNUTLS_E_SESSION_EOF, "Peer has terminated the connection"),
    ENTRY(GNUTLS_E_TPM_ERROR, "TPM error."),
    ENTRY(GNUTLS_E_TPM_KEY_PASSWORD_ERROR, "Error in provided password for key to be loaded in TPM."),
    ENTRY(GNUTLS_E_TPM_SRK_PASSWORD_ERROR, "Error in provided SRK password for TPM."),
    ENTRY(GNUTLS_E_TPM_SESSION_ERROR, "Cannot initialize a session with the TPM."),
    ENTRY(GNUTLS_E_TPM_KEY_NOT_FOUND, "TPM key was not found in persistent storage."),
    ENTRY(GNUTLS_E_TPM_UNINITIALIZED, "TPM is not initialized."),
    ENTRY(GNUTLS_E_TPM_NO_LIB, "The TPM library (trousers) cannot be found."),
    ENTRY(GNUTLS_E_NO_CERTIFICATE_STATUS, "There is no certificate status (OCSP)."),
    ENTRY(GNUTLS_E_OCSP_RESPONSE_ERROR, "The OCSP response is invalid"),
    ENTRY(GNUTLS_E_RANDOM_DEVICE_ERROR, "Error in the system's randomness device."),
    ENTRY(GNUTLS_E_AUTH_ERROR, "Could not authenticate peer."),
    ENTRY(GNUTLS_E_NO_APPLICATION_PROTOCOL, "No common application protocol could be negotiated.", fatal,
          GNUTLS_A_NO_APPLICATION_PROTOCOL),
    ENTRY(GNUTLS_E_SOCKETS_INIT_ERROR, "Error in sockets initialization."),
    ENTRY(GNUTLS_E_KEY_IMPORT_FAILED, "Failed to import the key into store."),
    ENTRY(GNUTLS_E_INAPPROPRIATE_FALLBACK, "A connection with inappropriate fallback was attempted.", fatal,
          GNUTLS_A_INAPPROPRIATE_FALLBACK),
    ENTRY(GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR, "Error in the certificate verification.", fatal,
          GNUTLS_A_BAD_CERTIFICATE),
    ENTRY(GNUTLS_E_PRIVKEY_VERIFICATION_ERROR, "Error in the private key verification; seed doesn't match."),
    ENTRY(GNUTLS_E_UNEXPECTED_EXTENSIONS_LENGTH, "Invalid TLS extensions length field.", fatal, GNUTLS_A_DECODE_ERROR),
    ENTRY(GNUTLS_E_ASN1_EMBEDDED_NULL_IN_STRING, "The provided string has an embedded null."),
    ENTRY(GNUTLS_E_SELF_TEST_ERROR, "Error while performing self checks."),
    ENTRY(GNUTLS_E_NO_SELF_TEST, "There is no self test for this algorithm."),
    ENTRY(GNUTLS_E_LIB_IN_ERROR_STATE, "An error has been detected in the library and cannot continue operations."),
    ENTRY(GNUTLS_E_PK_GENERATION_ERROR, "Error in public key generation."),
    ENTRY(GNUTLS_E_IDNA_ERROR, "There was an issue converting to or from UTF8."),
    ENTRY(GNUTLS_E_SESSION_USER_ID_CHANGED, "Peer's certificate or username has changed during a rehandshake.", fatal,
          GNUTLS_A_INSUFFICIENT_SECURITY),
    ENTRY(GNUTLS_E_HANDSHAKE_DURING_FALSE_START, "Attempted handshake during false start."),
    ENTRY(GNUTLS_E_UNAVAILABLE_DURING_HANDSHAKE, "Cannot perform this action while handshake is in progress."),
    ENTRY(GNUTLS_E_PK_INVALID_PUBKEY, "The public key is invalid.", fatal, GNUTLS_A_ILLEGAL_PARAMETER),
    ENTRY(GNUTLS_E_PK_INVALID_PRIVKEY, "The private key is invalid."),
    ENTRY(GNUTLS_E_NOT_YET_ACTIVATED, "The certificate is not yet activated."),
    ENTRY(GNUTLS_E_INVALID_UTF8_STRING, "The given string contains invalid UTF-8 characters."),
    ENTRY(GNUTLS_E_NO_EMBEDDED_DATA, "There are no embedded data in the structure."),
    ENTRY(GNUTLS_E_INVALID_UTF8_EMAIL, "The given email string contains non-ASCII characters before '@'."),
    ENTRY(GNUTLS_E_INVALID_PASSWORD_STRING, "The given password contains invalid characters."),
    ENTRY(GNUTLS_E_CERTIFICATE_TIME_ERROR, "Error in the time fields of certificate."),
    ENTRY(GNUTLS_E_RECORD_OVERFLOW, "A TLS record packet with invalid length was received.", fatal,
          GNUTLS_A_RECORD_OVERFLOW),
    ENTRY(GNUTLS_E_ASN1_TIME_ERROR, "The DER time encoding is invalid."),
    ENTRY(GNUTLS_E_INCOMPATIBLE_SIG_WITH_KEY, "The signature is incompatible with the public key.", fatal,
          GNUTLS_A_ILLEGAL_PARAMETER),
    ENTRY(GNUTLS_E_PK_INVALID_PUBKEY_PARAMS, "The public key parameters are invalid."),
    ENTRY(GNUTLS_E_PK_NO_VALIDATION_PARAMS, "There are no validation parameters present."),
    ENTRY(GNUTLS_E_OCSP_MISMATCH_WITH_CERTS, "The OCSP response provided doesn't match the available certificates"),
    ENTRY(GNUTLS_E_NO_COMMON_KEY_SHARE, "No common key share with peer.", fatal, GNUTLS_A_HANDSHAKE_FAILURE),
    ENTRY(GNUTLS_E_REAUTH_REQUEST, "Re-authentication was requested by the peer.", not_fatal),
    ENTRY(GNUTLS_E_TOO_MANY_MATCHES, "More than a single object matches the criteria."),
    ENTRY(GNUTLS_E_CRL_VERIFICATION_ERROR, "Error in the CRL verification."),
    ENTRY(GNUTLS_E_MISSING_EXTENSION, "An required TLS extension was received.", fatal, GNUTLS_A_MISSING_EXTENSION),
    ENTRY(GNUTLS_E_DB_ENTRY_EXISTS, "The Database entry already exists."),
    ENTRY(GNUTLS_E_EARLY_DATA_REJECTED, "The early data were rejected."),
    ENTRY(GNUTLS_E_X509_DUPLICATE_EXTENSION, "Duplicate extension in X.509 certificate."),
    ENTRY(GNUTLS_E_UNIMPLEMENTED_FEATURE, "An unimplemented or disabled feature has been requested."),
};

#undef ENTRY

constexpr bool from_zero_downwards(const ErrorEntry& left, const ErrorEntry& right) {
  return left.number > right.number;
}
static_assert(std::is_sorted(std::begin(table), std::end(table), from_zero_downwards));

constexpr const char* unknown_text = "(unknown error code)";

}  // namespace

std::span<const ErrorEntry> error_table() { return table; }

const ErrorEntry* find_error(int number) {
  const ErrorEntry* found = std::ranges::lower_bound(table, number, std::ranges::greater(), &ErrorEntry::number);
  return found != std::end(table) && found->number == number ? found : nullptr;
}

}  // namespace handfast::capi

using handfast::capi::ErrorEntry;
using handfast::capi::find_error;

int gnutls_error_is_fatal(int error) {
  if (error >= 0) return 0;
  const ErrorEntry* entry = find_error(error);
  return entry == nullptr || entry->fatal ? 1 : 0;
}

int gnutls_error_to_alert(int err, int* level) {
  const ErrorEntry* entry = find_error(err);
  if (level != nullptr) *level = entry != nullptr ? entry->level : GNUTLS_AL_FATAL;
  return entry != nullptr ? entry->alert : GNUTLS_A_INTERNAL_ERROR;
}

const char* gnutls_strerror(int error) {
  const ErrorEntry* entry = find_error(error);
  return entry != nullptr ? entry->text : handfast::capi::unknown_text;
}

const char* gnutls_strerror_name(int error) {
  const ErrorEntry* entry = find_error(error);
  return entry != nullptr ? entry->name : nullptr;
}

void gnutls_perror(int error) { std::fprintf(stderr, "GnuTLS error: %s\n", gnutls_strerror(error)); }
