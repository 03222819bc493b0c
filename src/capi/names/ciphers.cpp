#include "capi/names/ciphers.hpp"

#include "capi/names/lookup.hpp"

namespace handfast::capi {
namespace {

constexpr Cipher table[] = {
    // number, name, key, block, nonce, tag, in TLS
    {GNUTLS_CIPHER_NULL, "NULL", 0, 1, 0, 0, false},
    {GNUTLS_CIPHER_ARCFOUR_128, "ARCFOUR-128", 16, 1, 0, 0, false},
    {GNUTLS_CIPHER_3DES_CBC, "3DES-CBC", 24, 8, 8, 0, true},
    {GNUTLS_CIPHER_AES_128_CBC, "AES-128-CBC", 16, 16, 16, 0, true},
    {GNUTLS_CIPHER_AES_256_CBC, "AES-256-CBC", 32, 16, 16, 0, true},
    {GNUTLS_CIPHER_ARCFOUR_40, "ARCFOUR-40", 5, 1, 0, 0, false},
    {GNUTLS_CIPHER_CAMELLIA_128_CBC, "CAMELLIA-128-CBC", 16, 16, 16, 0, false},
    {GNUTLS_CIPHER_CAMELLIA_256_CBC, "CAMELLIA-256-CBC", 32, 16, 16, 0, false},
    {GNUTLS_CIPHER_AES_192_CBC, "AES-192-CBC", 24, 16, 16, 0, false},
    {GNUTLS_CIPHER_AES_128_GCM, "AES-128-GCM", 16, 16, 12, 16, true},
    {GNUTLS_CIPHER_AES_256_GCM, "AES-256-GCM", 32, 16, 12, 16, true},
    {GNUTLS_CIPHER_CAMELLIA_192_CBC, "CAMELLIA-192-CBC", 24, 16, 16, 0, false},
    {GNUTLS_CIPHER_SALSA20_256, "SALSA20-256", 32, 64, 8, 0, false},
    {GNUTLS_CIPHER_ESTREAM_SALSA20_256, "ESTREAM-SALSA20-256", 32, 64, 8, 0, false},
    {GNUTLS_CIPHER_CAMELLIA_128_GCM, "CAMELLIA-128-GCM", 16, 16, 12, 16, false},
    {GNUTLS_CIPHER_CAMELLIA_256_GCM, "CAMELLIA-256-GCM", 32, 16, 12, 16, false},
    {GNUTLS_CIPHER_RC2_40_CBC, "RC2-40", 5, 8, 8, 0, false},
    {GNUTLS_CIPHER_DES_CBC, "DES-CBC", 8, 8, 8, 0, false},
    {GNUTLS_CIPHER_AES_128_CCM, "AES-128-CCM", 16, 16, 12, 16, true},
    {GNUTLS_CIPHER_AES_256_CCM, "AES-256-CCM", 32, 16, 12, 16, true},
    {GNUTLS_CIPHER_AES_128_CCM_8, "AES-128-CCM-8", 16, 16, 12, 8, true},
    {GNUTLS_CIPHER_AES_256_CCM_8, "AES-256-CCM-8", 32, 16, 12, 8, true},
    {GNUTLS_CIPHER_CHACHA20_POLY1305, "CHACHA20-POLY1305", 32, 64, 12, 16, true},
    {GNUTLS_CIPHER_GOST28147_TC26Z_CFB, "GOST28147-TC26Z-CFB", 32, 8, 8, 0, false},
    {GNUTLS_CIPHER_GOST28147_CPA_CFB, "GOST28147-CPA-CFB", 32, 8, 8, 0, false},
    {GNUTLS_CIPHER_GOST28147_CPB_CFB, "GOST28147-CPB-CFB", 32, 8, 8, 0, false},
    {GNUTLS_CIPHER_GOST28147_CPC_CFB, "GOST28147-CPC-CFB", 32, 8, 8, 0, false},
    {GNUTLS_CIPHER_GOST28147_CPD_CFB, "GOST28147-CPD-CFB", 32, 8, 8, 0, false},
    {GNUTLS_CIPHER_AES_128_CFB8, "AES-128-CFB8", 16, 16, 16, 0, false},
    {GNUTLS_CIPHER_AES_192_CFB8, "AES-192-CFB8", 24, 16, 16, 0, false},
    {GNUTLS_CIPHER_AES_256_CFB8, "AES-256-CFB8", 32, 16, 16, 0, false},
    {GNUTLS_CIPHER_AES_128_XTS, "AES-128-XTS", 32, 16, 16, 0, false},
    {GNUTLS_CIPHER_AES_256_XTS, "AES-256-XTS", 64, 16, 16, 0, false},
    {GNUTLS_CIPHER_GOST28147_TC26Z_CNT, "GOST28147-TC26Z-CNT", 32, 8, 8, 0, false},
    {GNUTLS_CIPHER_CHACHA20_64, "CHACHA20-64", 32, 64, 16, 0, false},
    {GNUTLS_CIPHER_CHACHA20_32, "CHACHA20-32", 32, 64, 16, 0, false},
    {GNUTLS_CIPHER_AES_128_SIV, "AES-128-SIV", 32, 16, 16, 16, false},
    {GNUTLS_CIPHER_AES_256_SIV, "AES-256-SIV", 64, 16, 16, 16, false},
    {GNUTLS_CIPHER_AES_192_GCM, "AES-192-GCM", 24, 16, 12, 16, false},
    {GNUTLS_CIPHER_MAGMA_CTR_ACPKM, "MAGMA-CTR-ACPKM", 32, 8, 8, 0, false},
    {GNUTLS_CIPHER_KUZNYECHIK_CTR_ACPKM, "KUZNYECHIK-CTR-ACPKM", 32, 16, 16, 0, false},
    {GNUTLS_CIPHER_AES_128_SIV_GCM, "AES-128-SIV-GCM", 16, 16, 12, 16, false},
    {GNUTLS_CIPHER_AES_256_SIV_GCM, "AES-256-SIV-GCM", 32, 16, 12, 16, false},
};

}  // namespace

std::span<const Cipher> ciphers() { return table; }

}  // namespace handfast::capi

using handfast::capi::Cipher;
using handfast::capi::ciphers;
using handfast::capi::find_name;
using handfast::capi::member_of;

const char* gnutls_cipher_get_name(gnutls_cipher_algorithm_t algorithm) {
  return member_of(ciphers(), algorithm, &Cipher::name, static_cast<const char*>(nullptr));
}

gnutls_cipher_algorithm_t gnutls_cipher_get_id(const char* name) {
  const Cipher* cipher = find_name(ciphers(), name);
  // Export ciphers have a name and no way to be asked for.
  return cipher != nullptr && cipher->id != GNUTLS_CIPHER_ARCFOUR_40 ? cipher->id : GNUTLS_CIPHER_UNKNOWN;
}

size_t gnutls_cipher_get_key_size(gnutls_cipher_algorithm_t algorithm) {
  return member_of(ciphers(), algorithm, &Cipher::key_size, 0U);
}

unsigned gnutls_cipher_get_block_size(gnutls_cipher_algorithm_t algorithm) {
  return member_of(ciphers(), algorithm, &Cipher::block_size, 0U);
}

unsigned gnutls_cipher_get_iv_size(gnutls_cipher_algorithm_t algorithm) {
  return member_of(ciphers(), algorithm, &Cipher::iv_size, 0U);
}

unsigned gnutls_cipher_get_tag_size(gnutls_cipher_algorithm_t algorithm) {
  return member_of(ciphers(), algorithm, &Cipher::tag_size, 0U);
}

const gnutls_cipher_algorithm_t* gnutls_cipher_list() {
  static constexpr gnutls_cipher_algorithm_t list[] = {
      GNUTLS_CIPHER_AES_256_CBC,     GNUTLS_CIPHER_AES_192_CBC,       GNUTLS_CIPHER_AES_128_CBC,
      GNUTLS_CIPHER_AES_128_GCM,     GNUTLS_CIPHER_AES_192_GCM,       GNUTLS_CIPHER_AES_256_GCM,
      GNUTLS_CIPHER_AES_128_CCM,     GNUTLS_CIPHER_AES_256_CCM,       GNUTLS_CIPHER_AES_128_CCM_8,
      GNUTLS_CIPHER_AES_256_CCM_8,   GNUTLS_CIPHER_ARCFOUR_128,       GNUTLS_CIPHER_CHACHA20_32,
      GNUTLS_CIPHER_CHACHA20_64,     GNUTLS_CIPHER_CHACHA20_POLY1305, GNUTLS_CIPHER_AES_128_CFB8,
      GNUTLS_CIPHER_AES_192_CFB8,    GNUTLS_CIPHER_AES_256_CFB8,      GNUTLS_CIPHER_AES_256_XTS,
      GNUTLS_CIPHER_AES_128_SIV_GCM, GNUTLS_CIPHER_AES_256_SIV_GCM,   GNUTLS_CIPHER_3DES_CBC,
      GNUTLS_CIPHER_DES_CBC,         GNUTLS_CIPHER_RC2_40_CBC,        GNUTLS_CIPHER_NULL,
      GNUTLS_CIPHER_UNKNOWN};
  return list;
}
