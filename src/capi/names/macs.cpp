#include "capi/names/macs.hpp"

#include "capi/names/lookup.hpp"

namespace handfast::capi {
namespace {

constexpr Mac table[] = {
    // number, name, key, nonce, result, can be asked for by name, in TLS
    {GNUTLS_MAC_NULL, "MAC-NULL", 0, 0, 0, false, false},
    {GNUTLS_MAC_MD5, "MD5", 16, 0, 16, true, false},
    {GNUTLS_MAC_SHA1, "SHA1", 20, 0, 20, true, true},
    {GNUTLS_MAC_RMD160, "RIPEMD160", 20, 0, 20, false, false},
    {GNUTLS_MAC_MD2, "MD2", 0, 0, 0, false, false},
    {GNUTLS_MAC_SHA256, "SHA256", 32, 0, 32, true, true},
    {GNUTLS_MAC_SHA384, "SHA384", 48, 0, 48, true, true},
    {GNUTLS_MAC_SHA512, "SHA512", 64, 0, 64, true, false},
    {GNUTLS_MAC_SHA224, "SHA224", 28, 0, 28, true, false},
    {GNUTLS_MAC_SHA3_224, "SHA3-224", 28, 0, 28, false, false},
    {GNUTLS_MAC_SHA3_256, "SHA3-256", 32, 0, 32, false, false},
    {GNUTLS_MAC_SHA3_384, "SHA3-384", 48, 0, 48, false, false},
    {GNUTLS_MAC_SHA3_512, "SHA3-512", 64, 0, 64, false, false},
    {GNUTLS_MAC_MD5_SHA1, "MD5+SHA1", 36, 0, 36, false, false},
    {GNUTLS_MAC_GOSTR_94, "GOSTR341194", 32, 0, 32, true, false},
    {GNUTLS_MAC_STREEBOG_256, "STREEBOG-256", 32, 0, 32, true, false},
    {GNUTLS_MAC_STREEBOG_512, "STREEBOG-512", 64, 0, 64, true, false},
    {GNUTLS_MAC_AEAD, "AEAD", 0, 0, 0, true, true},
    {GNUTLS_MAC_UMAC_96, "UMAC-96", 16, 8, 12, true, false},
    {GNUTLS_MAC_UMAC_128, "UMAC-128", 16, 8, 16, true, false},
    {GNUTLS_MAC_AES_CMAC_128, "AES-CMAC-128", 16, 0, 16, true, false},
    {GNUTLS_MAC_AES_CMAC_256, "AES-CMAC-256", 32, 0, 16, true, false},
    {GNUTLS_MAC_AES_GMAC_128, "AES-GMAC-128", 16, 12, 16, true, false},
    {GNUTLS_MAC_AES_GMAC_192, "AES-GMAC-192", 24, 12, 16, true, false},
    {GNUTLS_MAC_AES_GMAC_256, "AES-GMAC-256", 32, 12, 16, true, false},
    {GNUTLS_MAC_GOST28147_TC26Z_IMIT, "GOST28147-TC26Z-IMIT", 32, 0, 4, true, false},
    {GNUTLS_MAC_SHAKE_128, "SHAKE-128", 0, 0, 0, false, false},
    {GNUTLS_MAC_SHAKE_256, "SHAKE-256", 0, 0, 0, false, false},
    {GNUTLS_MAC_MAGMA_OMAC, "OMAC-MAGMA", 32, 0, 8, true, false},
    {GNUTLS_MAC_KUZNYECHIK_OMAC, "OMAC-KUZNYECHIK", 32, 0, 16, true, false},
    {GNUTLS_MAC_PBMAC1, "PBMAC1", 0, 0, 0, true, false},
};

}  // namespace

std::span<const Mac> macs() { return table; }

}  // namespace handfast::capi

using handfast::capi::find_name;
using handfast::capi::Mac;
using handfast::capi::macs;
using handfast::capi::member_of;

const char* gnutls_mac_get_name(gnutls_mac_algorithm_t algorithm) {
  return member_of(macs(), algorithm, &Mac::name, static_cast<const char*>(nullptr));
}

gnutls_mac_algorithm_t gnutls_mac_get_id(const char* name) {
  const Mac* mac = find_name(macs(), name);
  return mac != nullptr && mac->has_id ? mac->id : GNUTLS_MAC_UNKNOWN;
}

size_t gnutls_mac_get_key_size(gnutls_mac_algorithm_t algorithm) {
  return member_of(macs(), algorithm, &Mac::key_size, 0U);
}

size_t gnutls_mac_get_nonce_size(gnutls_mac_algorithm_t algorithm) {
  return member_of(macs(), algorithm, &Mac::nonce_size, 0U);
}

unsigned gnutls_hmac_get_len(gnutls_mac_algorithm_t algorithm) { return member_of(macs(), algorithm, &Mac::size, 0U); }

unsigned gnutls_hmac_get_key_size(gnutls_mac_algorithm_t algorithm) {
  return member_of(macs(), algorithm, &Mac::key_size, 0U);
}

const gnutls_mac_algorithm_t* gnutls_mac_list() {
  static constexpr gnutls_mac_algorithm_t list[] = {
      GNUTLS_MAC_SHA1,         GNUTLS_MAC_SHA256,       GNUTLS_MAC_SHA384,       GNUTLS_MAC_SHA512,
      GNUTLS_MAC_SHA224,       GNUTLS_MAC_AEAD,         GNUTLS_MAC_MD5,          GNUTLS_MAC_AES_CMAC_128,
      GNUTLS_MAC_AES_CMAC_256, GNUTLS_MAC_AES_GMAC_128, GNUTLS_MAC_AES_GMAC_192, GNUTLS_MAC_AES_GMAC_256,
      GNUTLS_MAC_UNKNOWN};
  return list;
}
