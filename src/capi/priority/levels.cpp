#include "capi/priority/levels.hpp"

namespace handfast::capi {
namespace {

constexpr gnutls_protocol_t normal_protocols[] = {GNUTLS_TLS1_3, GNUTLS_TLS1_2};
constexpr gnutls_protocol_t legacy_protocols[] = {GNUTLS_TLS1_3, GNUTLS_TLS1_2, GNUTLS_TLS1_1, GNUTLS_TLS1_0};
constexpr gnutls_protocol_t suiteb_protocols[] = {GNUTLS_TLS1_2};

constexpr gnutls_cipher_algorithm_t normal_ciphers[] = {
    GNUTLS_CIPHER_AES_256_GCM, GNUTLS_CIPHER_CHACHA20_POLY1305, GNUTLS_CIPHER_AES_256_CCM, GNUTLS_CIPHER_AES_128_GCM,
    GNUTLS_CIPHER_AES_128_CCM, GNUTLS_CIPHER_AES_256_CBC,       GNUTLS_CIPHER_AES_128_CBC};
constexpr gnutls_cipher_algorithm_t performance_ciphers[] = {
    GNUTLS_CIPHER_AES_128_GCM, GNUTLS_CIPHER_AES_256_GCM, GNUTLS_CIPHER_CHACHA20_POLY1305, GNUTLS_CIPHER_AES_128_CCM,
    GNUTLS_CIPHER_AES_256_CCM, GNUTLS_CIPHER_AES_128_CBC, GNUTLS_CIPHER_AES_256_CBC};
constexpr gnutls_cipher_algorithm_t secure192_ciphers[] = {GNUTLS_CIPHER_AES_256_GCM, GNUTLS_CIPHER_CHACHA20_POLY1305,
                                                           GNUTLS_CIPHER_AES_256_CCM, GNUTLS_CIPHER_AES_256_CBC};
constexpr gnutls_cipher_algorithm_t suiteb128_ciphers[] = {GNUTLS_CIPHER_AES_256_GCM, GNUTLS_CIPHER_AES_128_GCM};
constexpr gnutls_cipher_algorithm_t suiteb192_ciphers[] = {GNUTLS_CIPHER_AES_256_GCM};

constexpr gnutls_mac_algorithm_t normal_macs[] = {GNUTLS_MAC_SHA1, GNUTLS_MAC_AEAD};
constexpr gnutls_mac_algorithm_t aead_only[] = {GNUTLS_MAC_AEAD};

// Static RSA is left out: no forward secrecy, and a padding oracle in every implementation (RFC 9325, 4.1).
constexpr gnutls_kx_algorithm_t normal_key_exchanges[] = {GNUTLS_KX_ECDHE_ECDSA, GNUTLS_KX_ECDHE_RSA,
                                                          GNUTLS_KX_DHE_RSA};
constexpr gnutls_kx_algorithm_t legacy_key_exchanges[] = {GNUTLS_KX_ECDHE_ECDSA, GNUTLS_KX_ECDHE_RSA, GNUTLS_KX_RSA,
                                                          GNUTLS_KX_DHE_RSA};
constexpr gnutls_kx_algorithm_t suiteb_key_exchanges[] = {GNUTLS_KX_ECDHE_ECDSA};

constexpr gnutls_group_t normal_groups[] = {
    GNUTLS_GROUP_EXP_X25519_MLKEM768, GNUTLS_GROUP_X25519,    GNUTLS_GROUP_SECP256R1, GNUTLS_GROUP_SECP384R1,
    GNUTLS_GROUP_SECP521R1,           GNUTLS_GROUP_FFDHE2048, GNUTLS_GROUP_FFDHE3072, GNUTLS_GROUP_FFDHE4096,
    GNUTLS_GROUP_FFDHE6144,           GNUTLS_GROUP_FFDHE8192};
constexpr gnutls_group_t secure192_groups[] = {GNUTLS_GROUP_SECP384R1, GNUTLS_GROUP_SECP521R1, GNUTLS_GROUP_FFDHE8192};
constexpr gnutls_group_t suiteb128_groups[] = {GNUTLS_GROUP_SECP256R1, GNUTLS_GROUP_SECP384R1};
constexpr gnutls_group_t suiteb192_groups[] = {GNUTLS_GROUP_SECP384R1};

// SHA-1 is left out (RFC 9155).
constexpr gnutls_sign_algorithm_t normal_signatures[] = {GNUTLS_SIGN_RSA_SHA256,
                                                         GNUTLS_SIGN_RSA_PSS_SHA256,
                                                         GNUTLS_SIGN_RSA_PSS_RSAE_SHA256,
                                                         GNUTLS_SIGN_ECDSA_SHA256,
                                                         GNUTLS_SIGN_ECDSA_SECP256R1_SHA256,
                                                         GNUTLS_SIGN_EDDSA_ED25519,
                                                         GNUTLS_SIGN_RSA_SHA384,
                                                         GNUTLS_SIGN_RSA_PSS_SHA384,
                                                         GNUTLS_SIGN_RSA_PSS_RSAE_SHA384,
                                                         GNUTLS_SIGN_ECDSA_SHA384,
                                                         GNUTLS_SIGN_ECDSA_SECP384R1_SHA384,
                                                         GNUTLS_SIGN_RSA_SHA512,
                                                         GNUTLS_SIGN_RSA_PSS_SHA512,
                                                         GNUTLS_SIGN_RSA_PSS_RSAE_SHA512,
                                                         GNUTLS_SIGN_ECDSA_SHA512,
                                                         GNUTLS_SIGN_ECDSA_SECP521R1_SHA512};
constexpr gnutls_sign_algorithm_t legacy_signatures[] = {GNUTLS_SIGN_RSA_SHA256,
                                                         GNUTLS_SIGN_RSA_PSS_SHA256,
                                                         GNUTLS_SIGN_RSA_PSS_RSAE_SHA256,
                                                         GNUTLS_SIGN_ECDSA_SHA256,
                                                         GNUTLS_SIGN_ECDSA_SECP256R1_SHA256,
                                                         GNUTLS_SIGN_EDDSA_ED25519,
                                                         GNUTLS_SIGN_RSA_SHA384,
                                                         GNUTLS_SIGN_RSA_PSS_SHA384,
                                                         GNUTLS_SIGN_RSA_PSS_RSAE_SHA384,
                                                         GNUTLS_SIGN_ECDSA_SHA384,
                                                         GNUTLS_SIGN_ECDSA_SECP384R1_SHA384,
                                                         GNUTLS_SIGN_RSA_SHA512,
                                                         GNUTLS_SIGN_RSA_PSS_SHA512,
                                                         GNUTLS_SIGN_RSA_PSS_RSAE_SHA512,
                                                         GNUTLS_SIGN_ECDSA_SHA512,
                                                         GNUTLS_SIGN_ECDSA_SECP521R1_SHA512,
                                                         GNUTLS_SIGN_RSA_SHA1,
                                                         GNUTLS_SIGN_ECDSA_SHA1};
constexpr gnutls_sign_algorithm_t secure192_signatures[] = {GNUTLS_SIGN_RSA_SHA384,
                                                            GNUTLS_SIGN_RSA_PSS_SHA384,
                                                            GNUTLS_SIGN_RSA_PSS_RSAE_SHA384,
                                                            GNUTLS_SIGN_ECDSA_SHA384,
                                                            GNUTLS_SIGN_ECDSA_SECP384R1_SHA384,
                                                            GNUTLS_SIGN_RSA_SHA512,
                                                            GNUTLS_SIGN_RSA_PSS_SHA512,
                                                            GNUTLS_SIGN_RSA_PSS_RSAE_SHA512,
                                                            GNUTLS_SIGN_ECDSA_SHA512,
                                                            GNUTLS_SIGN_ECDSA_SECP521R1_SHA512};
constexpr gnutls_sign_algorithm_t suiteb128_signatures[] = {
    GNUTLS_SIGN_ECDSA_SHA256, GNUTLS_SIGN_ECDSA_SECP256R1_SHA256, GNUTLS_SIGN_ECDSA_SHA384,
    GNUTLS_SIGN_ECDSA_SECP384R1_SHA384};
constexpr gnutls_sign_algorithm_t suiteb192_signatures[] = {GNUTLS_SIGN_ECDSA_SHA384,
                                                            GNUTLS_SIGN_ECDSA_SECP384R1_SHA384};

constexpr Level normal = {
    .keyword = "NORMAL",
    .protocols = normal_protocols,
    .ciphers = normal_ciphers,
    .macs = normal_macs,
    .key_exchanges = normal_key_exchanges,
    .groups = normal_groups,
    .signatures = normal_signatures,
    .profile = GNUTLS_PROFILE_LOW,
    .own_protocols = false,
    .forward_secret_only = false,
};

constexpr Level performance() {
  Level level = normal;
  level.keyword = "PERFORMANCE";
  level.ciphers = performance_ciphers;
  return level;
}

constexpr Level forward_secret() {
  Level level = normal;
  level.keyword = "PFS";
  level.forward_secret_only = true;
  return level;
}

// SECURE is an older name of SECURE128.
constexpr Level secure128(std::string_view keyword) {
  Level level = normal;
  level.keyword = keyword;
  return level;
}

// SECURE256 means the same: the strength is bounded by more than the cipher's key.
constexpr Level secure192(std::string_view keyword) {
  Level level = normal;
  level.keyword = keyword;
  level.ciphers = secure192_ciphers;
  level.macs = aead_only;
  level.groups = secure192_groups;
  level.signatures = secure192_signatures;
  level.profile = GNUTLS_PROFILE_HIGH;
  return level;
}

constexpr Level legacy() {
  Level level = normal;
  level.keyword = "LEGACY";
  level.protocols = legacy_protocols;
  level.key_exchanges = legacy_key_exchanges;
  level.signatures = legacy_signatures;
  level.profile = GNUTLS_PROFILE_UNKNOWN;
  level.own_protocols = true;
  return level;
}

constexpr Level suiteb128 = {
    .keyword = "SUITEB128",
    .protocols = suiteb_protocols,
    .ciphers = suiteb128_ciphers,
    .macs = aead_only,
    .key_exchanges = suiteb_key_exchanges,
    .groups = suiteb128_groups,
    .signatures = suiteb128_signatures,
    .profile = GNUTLS_PROFILE_SUITEB128,
    .own_protocols = true,
    .forward_secret_only = false,
};

constexpr Level suiteb192() {
  Level level = suiteb128;
  level.keyword = "SUITEB192";
  level.ciphers = suiteb192_ciphers;
  level.groups = suiteb192_groups;
  level.signatures = suiteb192_signatures;
  level.profile = GNUTLS_PROFILE_SUITEB192;
  return level;
}

constexpr Level table[] = {
    normal,
    forward_secret(),
    secure128("SECURE128"),
    secure128("SECURE"),
    secure192("SECURE192"),
    secure192("SECURE256"),
    suiteb128,
    suiteb192(),
    legacy(),
    performance(),
};

}  // namespace

std::span<const Level> levels() { return table; }

const Level& normal_level() { return table[0]; }

}  // namespace handfast::capi
