#include "capi/names/public_keys.hpp"

#include "capi/names/lookup.hpp"

namespace handfast::capi {
namespace {

constexpr PublicKeyAlgorithm table[] = {
    {GNUTLS_PK_RSA, "RSA", "1.2.840.113549.1.1.1"},
    {GNUTLS_PK_DSA, "DSA", "1.2.840.10040.4.1"},
    {GNUTLS_PK_DH, "DH", nullptr},
    {GNUTLS_PK_ECDSA, "EC/ECDSA", "1.2.840.10045.2.1"},
    {GNUTLS_PK_ECDH_X25519, "ECDH (X25519)", "1.3.101.110"},
    {GNUTLS_PK_RSA_PSS, "RSA-PSS", "1.2.840.113549.1.1.10"},
    {GNUTLS_PK_EDDSA_ED25519, "EdDSA (Ed25519)", "1.3.101.112"},
    {GNUTLS_PK_GOST_01, "GOST R 34.10-2001", "1.2.643.2.2.19"},
    {GNUTLS_PK_GOST_12_256, "GOST R 34.10-2012-256", "1.2.643.7.1.1.1.1"},
    {GNUTLS_PK_GOST_12_512, "GOST R 34.10-2012-512", "1.2.643.7.1.1.1.2"},
    {GNUTLS_PK_ECDH_X448, "ECDH (X448)", "1.3.101.111"},
    {GNUTLS_PK_EDDSA_ED448, "EdDSA (Ed448)", "1.3.101.113"},
    {GNUTLS_PK_RSA_OAEP, "RSA-OAEP", "1.2.840.113549.1.1.7"},
    {GNUTLS_PK_MLKEM768, "ML-KEM-768", nullptr},
    {GNUTLS_PK_MLDSA44, "ML-DSA-44", "2.16.840.1.101.3.4.3.17"},
    {GNUTLS_PK_MLDSA65, "ML-DSA-65", "2.16.840.1.101.3.4.3.18"},
    {GNUTLS_PK_MLDSA87, "ML-DSA-87", "2.16.840.1.101.3.4.3.19"},
    {GNUTLS_PK_MLKEM1024, "ML-KEM-1024", nullptr},
};

}  // namespace

std::span<const PublicKeyAlgorithm> public_key_algorithms() { return table; }

}  // namespace handfast::capi

using handfast::capi::find_name;
using handfast::capi::member_of;
using handfast::capi::public_key_algorithms;
using handfast::capi::PublicKeyAlgorithm;

const char* gnutls_pk_get_name(gnutls_pk_algorithm_t algorithm) {
  return member_of(public_key_algorithms(), algorithm, &PublicKeyAlgorithm::name, "Unknown");
}

const char* gnutls_pk_algorithm_get_name(gnutls_pk_algorithm_t algorithm) {
  return member_of(public_key_algorithms(), algorithm, &PublicKeyAlgorithm::name, static_cast<const char*>(nullptr));
}

gnutls_pk_algorithm_t gnutls_pk_get_id(const char* name) {
  const PublicKeyAlgorithm* found = find_name(public_key_algorithms(), name);
  return found != nullptr ? found->id : GNUTLS_PK_UNKNOWN;
}

const char* gnutls_pk_get_oid(gnutls_pk_algorithm_t algorithm) {
  return member_of(public_key_algorithms(), algorithm, &PublicKeyAlgorithm::oid, static_cast<const char*>(nullptr));
}

const gnutls_pk_algorithm_t* gnutls_pk_list() {
  static constexpr gnutls_pk_algorithm_t list[] = {GNUTLS_PK_RSA,           GNUTLS_PK_RSA_PSS,     GNUTLS_PK_ECDSA,
                                                   GNUTLS_PK_EDDSA_ED25519, GNUTLS_PK_ECDH_X25519, GNUTLS_PK_DH,
                                                   GNUTLS_PK_UNKNOWN};
  return list;
}
