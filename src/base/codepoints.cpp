#include "base/codepoints.hpp"

namespace handfast {

std::string_view name_of(ContentType value) {
  switch (value) {
    case ContentType::invalid: return "invalid";
    case ContentType::change_cipher_spec: return "change_cipher_spec";
    case ContentType::alert: return "alert";
    case ContentType::handshake: return "handshake";
    case ContentType::application_data: return "application_data";
  }
  return {};
}

std::string_view name_of(ProtocolVersion value) {
  switch (value) {
    case ProtocolVersion::ssl30: return "SSL 3.0";
    case ProtocolVersion::tls10: return "TLS 1.0";
    case ProtocolVersion::tls11: return "TLS 1.1";
    case ProtocolVersion::tls12: return "TLS 1.2";
    case ProtocolVersion::tls13: return "TLS 1.3";
  }
  return {};
}

std::string_view name_of(HandshakeType value) {
  switch (value) {
    case HandshakeType::hello_request: return "hello_request";
    case HandshakeType::client_hello: return "client_hello";
    case HandshakeType::server_hello: return "server_hello";
    case HandshakeType::new_session_ticket: return "new_session_ticket";
    case HandshakeType::end_of_early_data: return "end_of_early_data";
    case HandshakeType::encrypted_extensions: return "encrypted_extensions";
    case HandshakeType::certificate: return "certificate";
    case HandshakeType::server_key_exchange: return "server_key_exchange";
    case HandshakeType::certificate_request: return "certificate_request";
    case HandshakeType::server_hello_done: return "server_hello_done";
    case HandshakeType::certificate_verify: return "certificate_verify";
    case HandshakeType::client_key_exchange: return "client_key_exchange";
    case HandshakeType::finished: return "finished";
    case HandshakeType::certificate_status: return "certificate_status";
    case HandshakeType::supplemental_data: return "supplemental_data";
    case HandshakeType::key_update: return "key_update";
    case HandshakeType::message_hash: return "message_hash";
  }
  return {};
}

std::string_view name_of(CipherSuite value) {
  switch (value) {
    case CipherSuite::empty_renegotiation_info_scsv: return "TLS_EMPTY_RENEGOTIATION_INFO_SCSV";
    case CipherSuite::aes_128_gcm_sha256: return "TLS_AES_128_GCM_SHA256";
    case CipherSuite::aes_256_gcm_sha384: return "TLS_AES_256_GCM_SHA384";
    case CipherSuite::chacha20_poly1305_sha256: return "TLS_CHACHA20_POLY1305_SHA256";
    case CipherSuite::aes_128_ccm_sha256: return "TLS_AES_128_CCM_SHA256";
    case CipherSuite::aes_128_ccm_8_sha256: return "TLS_AES_128_CCM_8_SHA256";
    case CipherSuite::fallback_scsv: return "TLS_FALLBACK_SCSV";
    case CipherSuite::ecdhe_ecdsa_aes_128_gcm_sha256: return "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    case CipherSuite::ecdhe_ecdsa_aes_256_gcm_sha384: return "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    case CipherSuite::ecdhe_rsa_aes_128_gcm_sha256: return "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    case CipherSuite::ecdhe_rsa_aes_256_gcm_sha384: return "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
    case CipherSuite::ecdhe_ecdsa_aes_128_ccm: return "TLS_ECDHE_ECDSA_WITH_AES_128_CCM";
    case CipherSuite::ecdhe_ecdsa_aes_256_ccm: return "TLS_ECDHE_ECDSA_WITH_AES_256_CCM";
    case CipherSuite::ecdhe_ecdsa_aes_128_ccm_8: return "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8";
    case CipherSuite::ecdhe_ecdsa_aes_256_ccm_8: return "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8";
    case CipherSuite::ecdhe_rsa_chacha20_poly1305_sha256: return "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256";
    case CipherSuite::ecdhe_ecdsa_chacha20_poly1305_sha256: return "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256";
  }
  return {};
}

std::string_view name_of(NamedGroup value) {
  switch (value) {
    case NamedGroup::secp256r1: return "secp256r1";
    case NamedGroup::secp384r1: return "secp384r1";
    case NamedGroup::secp521r1: return "secp521r1";
    case NamedGroup::x25519: return "X25519";
    case NamedGroup::x448: return "X448";
    case NamedGroup::ffdhe2048: return "ffdhe2048";
    case NamedGroup::ffdhe3072: return "ffdhe3072";
    case NamedGroup::ffdhe4096: return "ffdhe4096";
    case NamedGroup::ffdhe6144: return "ffdhe6144";
    case NamedGroup::ffdhe8192: return "ffdhe8192";
    case NamedGroup::secp256r1_mlkem768: return "SecP256r1MLKEM768";
    case NamedGroup::x25519_mlkem768: return "X25519MLKEM768";
    case NamedGroup::secp384r1_mlkem1024: return "SecP384r1MLKEM1024";
  }
  return {};
}

std::string_view name_of(SignatureScheme value) {
  switch (value) {
    case SignatureScheme::rsa_pkcs1_sha1: return "rsa_pkcs1_sha1";
    case SignatureScheme::ecdsa_sha1: return "ecdsa_sha1";
    case SignatureScheme::rsa_pkcs1_sha256: return "rsa_pkcs1_sha256";
    case SignatureScheme::ecdsa_secp256r1_sha256: return "ecdsa_secp256r1_sha256";
    case SignatureScheme::rsa_pkcs1_sha384: return "rsa_pkcs1_sha384";
    case SignatureScheme::ecdsa_secp384r1_sha384: return "ecdsa_secp384r1_sha384";
    case SignatureScheme::rsa_pkcs1_sha512: return "rsa_pkcs1_sha512";
    case SignatureScheme::ecdsa_secp521r1_sha512: return "ecdsa_secp521r1_sha512";
    case SignatureScheme::rsa_pss_rsae_sha256: return "rsa_pss_rsae_sha256";
    case SignatureScheme::rsa_pss_rsae_sha384: return "rsa_pss_rsae_sha384";
    case SignatureScheme::rsa_pss_rsae_sha512: return "rsa_pss_rsae_sha512";
    case SignatureScheme::ed25519: return "ed25519";
    case SignatureScheme::ed448: return "ed448";
    case SignatureScheme::rsa_pss_pss_sha256: return "rsa_pss_pss_sha256";
    case SignatureScheme::rsa_pss_pss_sha384: return "rsa_pss_pss_sha384";
    case SignatureScheme::rsa_pss_pss_sha512: return "rsa_pss_pss_sha512";
  }
  return {};
}

std::string_view name_of(ExtensionType value) {
  switch (value) {
    case ExtensionType::server_name: return "server_name";
    case ExtensionType::max_fragment_length: return "max_fragment_length";
    case ExtensionType::status_request: return "status_request";
    case ExtensionType::supported_groups: return "supported_groups";
    case ExtensionType::ec_point_formats: return "ec_point_formats";
    case ExtensionType::signature_algorithms: return "signature_algorithms";
    case ExtensionType::application_layer_protocol_negotiation: return "application_layer_protocol_negotiation";
    case ExtensionType::padding: return "padding";
    case ExtensionType::extended_master_secret: return "extended_master_secret";
    case ExtensionType::record_size_limit: return "record_size_limit";
    case ExtensionType::session_ticket: return "session_ticket";
    case ExtensionType::pre_shared_key: return "pre_shared_key";
    case ExtensionType::early_data: return "early_data";
    case ExtensionType::supported_versions: return "supported_versions";
    case ExtensionType::cookie: return "cookie";
    case ExtensionType::psk_key_exchange_modes: return "psk_key_exchange_modes";
    case ExtensionType::certificate_authorities: return "certificate_authorities";
    case ExtensionType::oid_filters: return "oid_filters";
    case ExtensionType::post_handshake_auth: return "post_handshake_auth";
    case ExtensionType::signature_algorithms_cert: return "signature_algorithms_cert";
    case ExtensionType::key_share: return "key_share";
    case ExtensionType::renegotiation_info: return "renegotiation_info";
  }
  return {};
}

std::string_view name_of(PskKeyExchangeMode value) {
  switch (value) {
    case PskKeyExchangeMode::psk_ke: return "psk_ke";
    case PskKeyExchangeMode::psk_dhe_ke: return "psk_dhe_ke";
  }
  return {};
}

std::string_view name_of(ServerNameType value) {
  switch (value) {
    case ServerNameType::host_name: return "host_name";
  }
  return {};
}

std::string_view name_of(EcPointFormat v) { return v == EcPointFormat::uncompressed ? "uncompressed" : ""; }

std::string_view name_of(EcCurveType v) { return v == EcCurveType::named_curve ? "named_curve" : ""; }

std::string_view name_of(ClientCertificateType v) {
  switch (v) {
    case ClientCertificateType::rsa_sign: return "rsa_sign";
    case ClientCertificateType::ecdsa_sign: return "ecdsa_sign";
  }
  return {};
}

std::string_view name_of(CertificateStatusType v) { return v == CertificateStatusType::ocsp ? "ocsp" : ""; }

std::string_view name_of(KeyUpdateRequest value) {
  switch (value) {
    case KeyUpdateRequest::update_not_requested: return "update_not_requested";
    case KeyUpdateRequest::update_requested: return "update_requested";
  }
  return {};
}

}  // namespace handfast
