// Names of alerts and handshake messages.
#include "capi/names/lookup.hpp"
#include "capi/public_api.hpp"

namespace {

struct AlertName {
  gnutls_alert_description_t id;
  const char* constant;
  const char* name;
};

#define ENTRY(id, name) \
  AlertName { id, #id, name }

constexpr AlertName alerts[] = {
    ENTRY(GNUTLS_A_CLOSE_NOTIFY, "Close notify"),
    ENTRY(GNUTLS_A_UNEXPECTED_MESSAGE, "Unexpected message"),
    ENTRY(GNUTLS_A_BAD_RECORD_MAC, "Bad record MAC"),
    ENTRY(GNUTLS_A_DECRYPTION_FAILED, "Decryption failed"),
    ENTRY(GNUTLS_A_RECORD_OVERFLOW, "Record overflow"),
    ENTRY(GNUTLS_A_DECOMPRESSION_FAILURE, "Decompression failed"),
    ENTRY(GNUTLS_A_HANDSHAKE_FAILURE, "Handshake failed"),
    ENTRY(GNUTLS_A_SSL3_NO_CERTIFICATE, "No certificate (SSL 3.0)"),
    ENTRY(GNUTLS_A_BAD_CERTIFICATE, "Certificate is bad"),
    ENTRY(GNUTLS_A_UNSUPPORTED_CERTIFICATE, "Certificate is not supported"),
    ENTRY(GNUTLS_A_CERTIFICATE_REVOKED, "Certificate was revoked"),
    ENTRY(GNUTLS_A_CERTIFICATE_EXPIRED, "Certificate is expired"),
    ENTRY(GNUTLS_A_CERTIFICATE_UNKNOWN, "Unknown certificate"),
    ENTRY(GNUTLS_A_ILLEGAL_PARAMETER, "Illegal parameter"),
    ENTRY(GNUTLS_A_UNKNOWN_CA, "CA is unknown"),
    ENTRY(GNUTLS_A_ACCESS_DENIED, "Access was denied"),
    ENTRY(GNUTLS_A_DECODE_ERROR, "Decode error"),
    ENTRY(GNUTLS_A_DECRYPT_ERROR, "Decrypt error"),
    ENTRY(GNUTLS_A_EXPORT_RESTRICTION, "Export restriction"),
    ENTRY(GNUTLS_A_PROTOCOL_VERSION, "Error in protocol version"),
    ENTRY(GNUTLS_A_INSUFFICIENT_SECURITY, "Insufficient security"),
    ENTRY(GNUTLS_A_INTERNAL_ERROR, "Internal error"),
    ENTRY(GNUTLS_A_INAPPROPRIATE_FALLBACK, "Inappropriate fallback"),
    ENTRY(GNUTLS_A_USER_CANCELED, "User canceled"),
    ENTRY(GNUTLS_A_NO_RENEGOTIATION, "No renegotiation is allowed"),
    ENTRY(GNUTLS_A_MISSING_EXTENSION, "An extension was expected but was not seen"),
    ENTRY(GNUTLS_A_UNSUPPORTED_EXTENSION, "An unsupported extension was sent"),
    ENTRY(GNUTLS_A_CERTIFICATE_UNOBTAINABLE, "Could not retrieve the specified certificate"),
    ENTRY(GNUTLS_A_UNRECOGNIZED_NAME, "The server name sent was not recognized"),
    ENTRY(GNUTLS_A_UNKNOWN_PSK_IDENTITY, "The SRP/PSK username is missing or not known"),
    ENTRY(GNUTLS_A_CERTIFICATE_REQUIRED, "Certificate is required"),
    ENTRY(GNUTLS_A_NO_APPLICATION_PROTOCOL, "No supported application protocol could be negotiated"),
};

#undef ENTRY

struct HandshakeName {
  gnutls_handshake_description_t id;
  const char* name;
};

constexpr HandshakeName handshake_messages[] = {
    {GNUTLS_HANDSHAKE_HELLO_REQUEST, "HELLO REQUEST"},
    {GNUTLS_HANDSHAKE_CLIENT_HELLO, "CLIENT HELLO"},
    {GNUTLS_HANDSHAKE_SERVER_HELLO, "SERVER HELLO"},
    {GNUTLS_HANDSHAKE_HELLO_VERIFY_REQUEST, "HELLO VERIFY REQUEST"},
    {GNUTLS_HANDSHAKE_NEW_SESSION_TICKET, "NEW SESSION TICKET"},
    {GNUTLS_HANDSHAKE_END_OF_EARLY_DATA, "END OF EARLY DATA"},
    {GNUTLS_HANDSHAKE_ENCRYPTED_EXTENSIONS, "ENCRYPTED EXTENSIONS"},
    {GNUTLS_HANDSHAKE_CERTIFICATE_PKT, "CERTIFICATE"},
    {GNUTLS_HANDSHAKE_SERVER_KEY_EXCHANGE, "SERVER KEY EXCHANGE"},
    {GNUTLS_HANDSHAKE_CERTIFICATE_REQUEST, "CERTIFICATE REQUEST"},
    {GNUTLS_HANDSHAKE_SERVER_HELLO_DONE, "SERVER HELLO DONE"},
    {GNUTLS_HANDSHAKE_CERTIFICATE_VERIFY, "CERTIFICATE VERIFY"},
    {GNUTLS_HANDSHAKE_CLIENT_KEY_EXCHANGE, "CLIENT KEY EXCHANGE"},
    {GNUTLS_HANDSHAKE_FINISHED, "FINISHED"},
    {GNUTLS_HANDSHAKE_CERTIFICATE_STATUS, "CERTIFICATE STATUS"},
    {GNUTLS_HANDSHAKE_SUPPLEMENTAL, "SUPPLEMENTAL"},
    {GNUTLS_HANDSHAKE_KEY_UPDATE, "KEY_UPDATE"},
    {GNUTLS_HANDSHAKE_COMPRESSED_CERTIFICATE_PKT, "COMPRESSED CERTIFICATE"},
    {GNUTLS_HANDSHAKE_CHANGE_CIPHER_SPEC, "CHANGE CIPHER SPEC"},
    {GNUTLS_HANDSHAKE_CLIENT_HELLO_V2, "SSL2 CLIENT HELLO"},
    {GNUTLS_HANDSHAKE_HELLO_RETRY_REQUEST, "HELLO RETRY REQUEST"},
};

}  // namespace

using handfast::capi::member_of;

const char* gnutls_alert_get_name(gnutls_alert_description_t alert) {
  return member_of(alerts, alert, &AlertName::name, static_cast<const char*>(nullptr));
}

const char* gnutls_alert_get_strname(gnutls_alert_description_t alert) {
  return member_of(alerts, alert, &AlertName::constant, static_cast<const char*>(nullptr));
}

const char* gnutls_handshake_description_get_name(gnutls_handshake_description_t type) {
  return member_of(handshake_messages, type, &HandshakeName::name, "Unknown Handshake packet");
}
