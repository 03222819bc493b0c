#include "capi/names/signatures.hpp"

#include <algorithm>

#include "capi/names/lookup.hpp"
#include "capi/priority/system_policy.hpp"

namespace handfast::capi {
namespace {

constexpr Signature table[] = {
    // number, name, hash, key, object identifier, secure, secure for certificates, in TLS, in TLS 1.3
    {GNUTLS_SIGN_RSA_SHA1, "RSA-SHA1", GNUTLS_DIG_SHA1, GNUTLS_PK_RSA, "1.2.840.113549.1.1.5", true, false, true,
     false},
    {GNUTLS_SIGN_DSA_SHA1, "DSA-SHA1", GNUTLS_DIG_SHA1, GNUTLS_PK_DSA, "1.2.840.10040.4.3", true, false, false, false},
    {GNUTLS_SIGN_RSA_MD5, "RSA-MD5", GNUTLS_DIG_MD5, GNUTLS_PK_RSA, "1.2.840.113549.1.1.4", false, false, false, false},
    {GNUTLS_SIGN_RSA_MD2, "RSA-MD2", GNUTLS_DIG_MD2, GNUTLS_PK_RSA, "1.2.840.113549.1.1.2", false, false, false, false},
    {GNUTLS_SIGN_RSA_RMD160, "RSA-RMD160", GNUTLS_DIG_RMD160, GNUTLS_PK_RSA, "1.3.36.3.3.1.2", true, false, false,
     false},
    {GNUTLS_SIGN_RSA_SHA256, "RSA-SHA256", GNUTLS_DIG_SHA256, GNUTLS_PK_RSA, "1.2.840.113549.1.1.11", true, true, true,
     false},
    {GNUTLS_SIGN_RSA_SHA384, "RSA-SHA384", GNUTLS_DIG_SHA384, GNUTLS_PK_RSA, "1.2.840.113549.1.1.12", true, true, true,
     false},
    {GNUTLS_SIGN_RSA_SHA512, "RSA-SHA512", GNUTLS_DIG_SHA512, GNUTLS_PK_RSA, "1.2.840.113549.1.1.13", true, true, true,
     false},
    {GNUTLS_SIGN_RSA_SHA224, "RSA-SHA224", GNUTLS_DIG_SHA224, GNUTLS_PK_RSA, "1.2.840.113549.1.1.14", true, true, false,
     false},
    {GNUTLS_SIGN_DSA_SHA224, "DSA-SHA224", GNUTLS_DIG_SHA224, GNUTLS_PK_DSA, "2.16.840.1.101.3.4.3.1", true, true,
     false, false},
    {GNUTLS_SIGN_DSA_SHA256, "DSA-SHA256", GNUTLS_DIG_SHA256, GNUTLS_PK_DSA, "2.16.840.1.101.3.4.3.2", true, true,
     false, false},
    {GNUTLS_SIGN_ECDSA_SHA1, "ECDSA-SHA1", GNUTLS_DIG_SHA1, GNUTLS_PK_ECDSA, "1.2.840.10045.4.1", true, false, true,
     false},
    {GNUTLS_SIGN_ECDSA_SHA224, "ECDSA-SHA224", GNUTLS_DIG_SHA224, GNUTLS_PK_ECDSA, "1.2.840.10045.4.3.1", true, true,
     false, false},
    {GNUTLS_SIGN_ECDSA_SHA256, "ECDSA-SHA256", GNUTLS_DIG_SHA256, GNUTLS_PK_ECDSA, "1.2.840.10045.4.3.2", true, true,
     true, false},
    {GNUTLS_SIGN_ECDSA_SHA384, "ECDSA-SHA384", GNUTLS_DIG_SHA384, GNUTLS_PK_ECDSA, "1.2.840.10045.4.3.3", true, true,
     true, false},
    {GNUTLS_SIGN_ECDSA_SHA512, "ECDSA-SHA512", GNUTLS_DIG_SHA512, GNUTLS_PK_ECDSA, "1.2.840.10045.4.3.4", true, true,
     true, false},
    {GNUTLS_SIGN_DSA_SHA384, "DSA-SHA384", GNUTLS_DIG_SHA384, GNUTLS_PK_DSA, "2.16.840.1.101.3.4.3.3", true, true,
     false, false},
    {GNUTLS_SIGN_DSA_SHA512, "DSA-SHA512", GNUTLS_DIG_SHA512, GNUTLS_PK_DSA, "2.16.840.1.101.3.4.3.4", true, true,
     false, false},
    {GNUTLS_SIGN_ECDSA_SHA3_224, "ECDSA-SHA3-224", GNUTLS_DIG_SHA3_224, GNUTLS_PK_ECDSA, "2.16.840.1.101.3.4.3.9", true,
     true, false, false},
    {GNUTLS_SIGN_ECDSA_SHA3_256, "ECDSA-SHA3-256", GNUTLS_DIG_SHA3_256, GNUTLS_PK_ECDSA, "2.16.840.1.101.3.4.3.10",
     true, true, false, false},
    {GNUTLS_SIGN_ECDSA_SHA3_384, "ECDSA-SHA3-384", GNUTLS_DIG_SHA3_384, GNUTLS_PK_ECDSA, "2.16.840.1.101.3.4.3.11",
     true, true, false, false},
    {GNUTLS_SIGN_ECDSA_SHA3_512, "ECDSA-SHA3-512", GNUTLS_DIG_SHA3_512, GNUTLS_PK_ECDSA, "2.16.840.1.101.3.4.3.12",
     true, true, false, false},
    {GNUTLS_SIGN_DSA_SHA3_224, "DSA-SHA3-224", GNUTLS_DIG_SHA3_224, GNUTLS_PK_DSA, "2.16.840.1.101.3.4.3.5", true, true,
     false, false},
    {GNUTLS_SIGN_DSA_SHA3_256, "DSA-SHA3-256", GNUTLS_DIG_SHA3_256, GNUTLS_PK_DSA, "2.16.840.1.101.3.4.3.6", true, true,
     false, false},
    {GNUTLS_SIGN_DSA_SHA3_384, "DSA-SHA3-384", GNUTLS_DIG_SHA3_384, GNUTLS_PK_DSA, "2.16.840.1.101.3.4.3.7", true, true,
     false, false},
    {GNUTLS_SIGN_DSA_SHA3_512, "DSA-SHA3-512", GNUTLS_DIG_SHA3_512, GNUTLS_PK_DSA, "2.16.840.1.101.3.4.3.8", true, true,
     false, false},
    {GNUTLS_SIGN_RSA_SHA3_224, "RSA-SHA3-224", GNUTLS_DIG_SHA3_224, GNUTLS_PK_RSA, "2.16.840.1.101.3.4.3.13", true,
     true, false, false},
    {GNUTLS_SIGN_RSA_SHA3_256, "RSA-SHA3-256", GNUTLS_DIG_SHA3_256, GNUTLS_PK_RSA, "2.16.840.1.101.3.4.3.14", true,
     true, false, false},
    {GNUTLS_SIGN_RSA_SHA3_384, "RSA-SHA3-384", GNUTLS_DIG_SHA3_384, GNUTLS_PK_RSA, "2.16.840.1.101.3.4.3.15", true,
     true, false, false},
    {GNUTLS_SIGN_RSA_SHA3_512, "RSA-SHA3-512", GNUTLS_DIG_SHA3_512, GNUTLS_PK_RSA, "2.16.840.1.101.3.4.3.16", true,
     true, false, false},
    {GNUTLS_SIGN_RSA_PSS_SHA256, "RSA-PSS-SHA256", GNUTLS_DIG_SHA256, GNUTLS_PK_RSA_PSS, "1.2.840.113549.1.1.10", true,
     true, true, true},
    {GNUTLS_SIGN_RSA_PSS_SHA384, "RSA-PSS-SHA384", GNUTLS_DIG_SHA384, GNUTLS_PK_RSA_PSS, "1.2.840.113549.1.1.10", true,
     true, true, true},
    {GNUTLS_SIGN_RSA_PSS_SHA512, "RSA-PSS-SHA512", GNUTLS_DIG_SHA512, GNUTLS_PK_RSA_PSS, "1.2.840.113549.1.1.10", true,
     true, true, true},
    {GNUTLS_SIGN_EDDSA_ED25519, "EdDSA-Ed25519", GNUTLS_DIG_SHA512, GNUTLS_PK_EDDSA_ED25519, "1.3.101.112", true, true,
     true, true},
    {GNUTLS_SIGN_RSA_RAW, "RSA-RAW", GNUTLS_DIG_UNKNOWN, GNUTLS_PK_RSA, nullptr, true, true, false, false},
    {GNUTLS_SIGN_ECDSA_SECP256R1_SHA256, "ECDSA-SECP256R1-SHA256", GNUTLS_DIG_SHA256, GNUTLS_PK_ECDSA, nullptr, true,
     true, true, true},
    {GNUTLS_SIGN_ECDSA_SECP384R1_SHA384, "ECDSA-SECP384R1-SHA384", GNUTLS_DIG_SHA384, GNUTLS_PK_ECDSA, nullptr, true,
     true, true, true},
    {GNUTLS_SIGN_ECDSA_SECP521R1_SHA512, "ECDSA-SECP521R1-SHA512", GNUTLS_DIG_SHA512, GNUTLS_PK_ECDSA, nullptr, true,
     true, true, true},
    {GNUTLS_SIGN_RSA_PSS_RSAE_SHA256, "RSA-PSS-RSAE-SHA256", GNUTLS_DIG_SHA256, GNUTLS_PK_RSA_PSS,
     "1.2.840.113549.1.1.10", true, true, true, true},
    {GNUTLS_SIGN_RSA_PSS_RSAE_SHA384, "RSA-PSS-RSAE-SHA384", GNUTLS_DIG_SHA384, GNUTLS_PK_RSA_PSS,
     "1.2.840.113549.1.1.10", true, true, true, true},
    {GNUTLS_SIGN_RSA_PSS_RSAE_SHA512, "RSA-PSS-RSAE-SHA512", GNUTLS_DIG_SHA512, GNUTLS_PK_RSA_PSS,
     "1.2.840.113549.1.1.10", true, true, true, true},
    {GNUTLS_SIGN_GOST_94, "GOSTR341001", GNUTLS_DIG_GOSTR_94, GNUTLS_PK_GOST_01, "1.2.643.2.2.3", false, false, false,
     false},
    {GNUTLS_SIGN_GOST_256, "GOSTR341012-256", GNUTLS_DIG_STREEBOG_256, GNUTLS_PK_GOST_12_256, "1.2.643.7.1.1.3.2", true,
     true, false, false},
    {GNUTLS_SIGN_GOST_512, "GOSTR341012-512", GNUTLS_DIG_STREEBOG_512, GNUTLS_PK_GOST_12_512, "1.2.643.7.1.1.3.3", true,
     true, false, false},
    {GNUTLS_SIGN_EDDSA_ED448, "EdDSA-Ed448", GNUTLS_DIG_SHAKE_256, GNUTLS_PK_EDDSA_ED448, "1.3.101.113", true, true,
     false, true},
    {GNUTLS_SIGN_MLDSA44, "ML-DSA-44", GNUTLS_DIG_SHAKE_256, GNUTLS_PK_MLDSA44, "2.16.840.1.101.3.4.3.17", true, true,
     false, true},
    {GNUTLS_SIGN_MLDSA65, "ML-DSA-65", GNUTLS_DIG_SHAKE_256, GNUTLS_PK_MLDSA65, "2.16.840.1.101.3.4.3.18", true, true,
     false, true},
    {GNUTLS_SIGN_MLDSA87, "ML-DSA-87", GNUTLS_DIG_SHAKE_256, GNUTLS_PK_MLDSA87, "2.16.840.1.101.3.4.3.19", true, true,
     false, true},
};

}  // namespace

std::span<const Signature> signatures() { return table; }

bool is_secure(const Signature& signature, bool for_certificates) {
  const bool by_itself = for_certificates ? signature.secure_for_certificates : signature.secure;
  return by_itself && system_policy().allows_signature(signature.id, signature.hash, for_certificates);
}

}  // namespace handfast::capi

using handfast::capi::find_id;
using handfast::capi::find_name;
using handfast::capi::member_of;
using handfast::capi::Signature;
using handfast::capi::signatures;

const char* gnutls_sign_get_name(gnutls_sign_algorithm_t algorithm) {
  return member_of(signatures(), algorithm, &Signature::name, static_cast<const char*>(nullptr));
}

gnutls_sign_algorithm_t gnutls_sign_get_id(const char* name) {
  const Signature* signature = find_name(signatures(), name);
  return signature != nullptr ? signature->id : GNUTLS_SIGN_UNKNOWN;
}

const char* gnutls_sign_get_oid(gnutls_sign_algorithm_t sign) {
  return member_of(signatures(), sign, &Signature::oid, static_cast<const char*>(nullptr));
}

gnutls_digest_algorithm_t gnutls_sign_get_hash_algorithm(gnutls_sign_algorithm_t sign) {
  return member_of(signatures(), sign, &Signature::hash, GNUTLS_DIG_UNKNOWN);
}

gnutls_pk_algorithm_t gnutls_sign_get_pk_algorithm(gnutls_sign_algorithm_t sign) {
  return member_of(signatures(), sign, &Signature::key, GNUTLS_PK_UNKNOWN);
}

gnutls_sign_algorithm_t gnutls_pk_to_sign(gnutls_pk_algorithm_t pk, gnutls_digest_algorithm_t hash) {
  const auto found = std::ranges::find_if(
      signatures(), [pk, hash](const Signature& row) { return row.key == pk && row.hash == hash; });
  return found != signatures().end() ? found->id : GNUTLS_SIGN_UNKNOWN;
}

unsigned gnutls_sign_supports_pk_algorithm(gnutls_sign_algorithm_t sign, gnutls_pk_algorithm_t pk) {
  const Signature* signature = find_id(signatures(), sign);
  if (signature == nullptr) return 0;
  // An ordinary RSA key makes PSS signatures, too.
  return signature->key == pk || (signature->key == GNUTLS_PK_RSA_PSS && pk == GNUTLS_PK_RSA) ? 1 : 0;
}

unsigned gnutls_sign_is_secure(gnutls_sign_algorithm_t algorithm) { return gnutls_sign_is_secure2(algorithm, 0); }

unsigned gnutls_sign_is_secure2(gnutls_sign_algorithm_t algorithm, unsigned flags) {
  const Signature* signature = find_id(signatures(), algorithm);
  const bool for_certificates = (flags & GNUTLS_SIGN_FLAG_SECURE_FOR_CERTS) != 0;
  return signature != nullptr && handfast::capi::is_secure(*signature, for_certificates) ? 1 : 0;
}

const gnutls_sign_algorithm_t* gnutls_sign_list() {
  static constexpr gnutls_sign_algorithm_t list[] = {GNUTLS_SIGN_RSA_SHA256,
                                                     GNUTLS_SIGN_RSA_SHA384,
                                                     GNUTLS_SIGN_RSA_SHA512,
                                                     GNUTLS_SIGN_RSA_PSS_SHA256,
                                                     GNUTLS_SIGN_RSA_PSS_RSAE_SHA256,
                                                     GNUTLS_SIGN_RSA_PSS_SHA384,
                                                     GNUTLS_SIGN_RSA_PSS_RSAE_SHA384,
                                                     GNUTLS_SIGN_RSA_PSS_SHA512,
                                                     GNUTLS_SIGN_RSA_PSS_RSAE_SHA512,
                                                     GNUTLS_SIGN_EDDSA_ED25519,
                                                     GNUTLS_SIGN_ECDSA_SHA256,
                                                     GNUTLS_SIGN_ECDSA_SHA384,
                                                     GNUTLS_SIGN_ECDSA_SHA512,
                                                     GNUTLS_SIGN_ECDSA_SECP256R1_SHA256,
                                                     GNUTLS_SIGN_ECDSA_SECP384R1_SHA384,
                                                     GNUTLS_SIGN_ECDSA_SECP521R1_SHA512,
                                                     GNUTLS_SIGN_UNKNOWN};
  return list;
}
