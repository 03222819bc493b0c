#pragma once
// IANA code points as they stand on the wire. Each is a number that may hold values without a name: what a peer sends is
// kept, and decided upon later. name_of() gives the registry's name, or an empty text.
#include <cstdint>
#include <string_view>

namespace handfast {

enum class ContentType : std::uint8_t {  // RFC 8446, 5.1
  invalid = 0,
  change_cipher_spec = 20,
  alert = 21,
  handshake = 22,
  application_data = 23,
};

enum class ProtocolVersion : std::uint16_t {
  ssl30 = 0x0300,
  tls10 = 0x0301,
  tls11 = 0x0302,
  tls12 = 0x0303,
  tls13 = 0x0304,
};

enum class HandshakeType : std::uint8_t {  // RFC 8446, 4
  hello_request = 0,
  client_hello = 1,
  server_hello = 2,
  new_session_ticket = 4,
  end_of_early_data = 5,
  encrypted_extensions = 8,
  certificate = 11,
  server_key_exchange = 12,
  certificate_request = 13,
  server_hello_done = 14,
  certificate_verify = 15,
  client_key_exchange = 16,
  finished = 20,
  certificate_status = 22,
  supplemental_data = 23,  // RFC 4680
  key_update = 24,
  message_hash = 254,
};

enum class CipherSuite : std::uint16_t {
  empty_renegotiation_info_scsv = 0x00ff,  // RFC 5746, 3.3
  aes_128_gcm_sha256 = 0x1301,             // RFC 8446, B.4
  aes_256_gcm_sha384 = 0x1302,
  chacha20_poly1305_sha256 = 0x1303,
  aes_128_ccm_sha256 = 0x1304,
  aes_128_ccm_8_sha256 = 0x1305,
  fallback_scsv = 0x5600,                   // RFC 7507
  ecdhe_ecdsa_aes_128_gcm_sha256 = 0xc02b,  // RFC 5289
  ecdhe_ecdsa_aes_256_gcm_sha384 = 0xc02c,
  ecdhe_rsa_aes_128_gcm_sha256 = 0xc02f,
  ecdhe_rsa_aes_256_gcm_sha384 = 0xc030,
  ecdhe_ecdsa_aes_128_ccm = 0xc0ac,  // RFC 7251
  ecdhe_ecdsa_aes_256_ccm = 0xc0ad,
  ecdhe_ecdsa_aes_128_ccm_8 = 0xc0ae,
  ecdhe_ecdsa_aes_256_ccm_8 = 0xc0af,
  ecdhe_rsa_chacha20_poly1305_sha256 = 0xcca8,  // RFC 7905
  ecdhe_ecdsa_chacha20_poly1305_sha256 = 0xcca9,
};

enum class NamedGroup : std::uint16_t {  // RFC 8446, 4.2.7; draft-ietf-tls-ecdhe-mlkem
  secp256r1 = 0x0017,
  secp384r1 = 0x0018,
  secp521r1 = 0x0019,
  x25519 = 0x001d,
  x448 = 0x001e,
  ffdhe2048 = 0x0100,
  ffdhe3072 = 0x0101,
  ffdhe4096 = 0x0102,
  ffdhe6144 = 0x0103,
  ffdhe8192 = 0x0104,
  secp256r1_mlkem768 = 0x11eb,
  x25519_mlkem768 = 0x11ec,
  secp384r1_mlkem1024 = 0x11ed,
};

enum class SignatureScheme : std::uint16_t {  // RFC 8446, 4.2.3
  rsa_pkcs1_sha1 = 0x0201,
  ecdsa_sha1 = 0x0203,
  rsa_pkcs1_sha256 = 0x0401,
  ecdsa_secp256r1_sha256 = 0x0403,
  rsa_pkcs1_sha384 = 0x0501,
  ecdsa_secp384r1_sha384 = 0x0503,
  rsa_pkcs1_sha512 = 0x0601,
  ecdsa_secp521r1_sha512 = 0x0603,
  rsa_pss_rsae_sha256 = 0x0804,
  rsa_pss_rsae_sha384 = 0x0805,
  rsa_pss_rsae_sha512 = 0x0806,
  ed25519 = 0x0807,
  ed448 = 0x0808,
  rsa_pss_pss_sha256 = 0x0809,
  rsa_pss_pss_sha384 = 0x080a,
  rsa_pss_pss_sha512 = 0x080b,
};

enum class ExtensionType : std::uint16_t {
  server_name = 0,  // RFC 6066
  max_fragment_length = 1,
  status_request = 5,
  supported_groups = 10,                        // RFC 8446, 4.2.7
  ec_point_formats = 11,                        // RFC 8422
  signature_algorithms = 13,                    // RFC 8446, 4.2.3
  application_layer_protocol_negotiation = 16,  // RFC 7301
  padding = 21,                                 // RFC 7685
  extended_master_secret = 23,                  // RFC 7627
  record_size_limit = 28,                       // RFC 8449
  session_ticket = 35,                          // RFC 5077
  pre_shared_key = 41,                          // RFC 8446, 4.2.11
  early_data = 42,
  supported_versions = 43,
  cookie = 44,
  psk_key_exchange_modes = 45,
  certificate_authorities = 47,
  oid_filters = 48,
  post_handshake_auth = 49,
  signature_algorithms_cert = 50,
  key_share = 51,
  renegotiation_info = 0xff01,  // RFC 5746
};

enum class PskKeyExchangeMode : std::uint8_t { psk_ke = 0, psk_dhe_ke = 1 };
enum class ServerNameType : std::uint8_t { host_name = 0 };
enum class EcPointFormat : std::uint8_t { uncompressed = 0 };                       // RFC 8422, 5.1.2
enum class EcCurveType : std::uint8_t { named_curve = 3 };                          // RFC 8422, 5.4
enum class ClientCertificateType : std::uint8_t { rsa_sign = 1, ecdsa_sign = 64 };  // RFC 5246, 7.4.4; RFC 8422, 5.5
enum class CertificateStatusType : std::uint8_t { ocsp = 1 };                       // RFC 6066, 8
enum class KeyUpdateRequest : std::uint8_t { update_not_requested = 0, update_requested = 1 };

std::string_view name_of(ContentType);
std::string_view name_of(ProtocolVersion);
std::string_view name_of(HandshakeType);
std::string_view name_of(CipherSuite);
std::string_view name_of(NamedGroup);
std::string_view name_of(SignatureScheme);
std::string_view name_of(ExtensionType);
std::string_view name_of(PskKeyExchangeMode);
std::string_view name_of(ServerNameType);
std::string_view name_of(EcPointFormat);
std::string_view name_of(EcCurveType);
std::string_view name_of(ClientCertificateType);
std::string_view name_of(CertificateStatusType);
std::string_view name_of(KeyUpdateRequest);

}  // namespace handfast
