// From object identifiers back to numbers; and the parameter sets of GOST, of which there is nothing but identifiers.
#include <string_view>

#include "capi/names/digests.hpp"
#include "capi/names/groups.hpp"
#include "capi/names/lookup.hpp"
#include "capi/names/public_keys.hpp"
#include "capi/names/signatures.hpp"

namespace handfast::capi {
namespace {

// The row with that identifier, null when there is none.
template <class Table>
constexpr auto find_oid(const Table& table, const char* oid) {
  const auto found = std::ranges::find_if(table, [oid](const auto& row) {
    return oid != nullptr && row.oid != nullptr && std::string_view(row.oid) == oid;
  });
  return found != std::ranges::end(table) ? &*found : nullptr;
}

struct MacIdentifier {
  gnutls_mac_algorithm_t id;
  const char* oid;
};

// RFC 8018, B.1; RFC 7836, 4.
constexpr MacIdentifier mac_identifiers[] = {
    {GNUTLS_MAC_SHA1, "1.2.840.113549.2.7"},        {GNUTLS_MAC_SHA224, "1.2.840.113549.2.8"},
    {GNUTLS_MAC_SHA256, "1.2.840.113549.2.9"},      {GNUTLS_MAC_SHA384, "1.2.840.113549.2.10"},
    {GNUTLS_MAC_SHA512, "1.2.840.113549.2.11"},     {GNUTLS_MAC_GOSTR_94, "1.2.643.2.2.10"},
    {GNUTLS_MAC_STREEBOG_256, "1.2.643.7.1.1.4.1"}, {GNUTLS_MAC_STREEBOG_512, "1.2.643.7.1.1.4.2"},
};

struct SignatureIdentifier {
  gnutls_sign_algorithm_t id;
  const char* oid;
};

// Identifiers that certificates used before the ones in signatures() were agreed.
constexpr SignatureIdentifier older_signature_identifiers[] = {
    {GNUTLS_SIGN_RSA_SHA1, "1.3.14.3.2.29"},
    {GNUTLS_SIGN_DSA_SHA1, "1.3.14.3.2.27"},
};

struct GostParameterSet {
  gnutls_gost_paramset_t id;
  const char* name;
  const char* oid;
};

constexpr GostParameterSet gost_parameter_sets[] = {
    {GNUTLS_GOST_PARAMSET_TC26_Z, "TC26-Z", "1.2.643.7.1.2.5.1.1"},
    {GNUTLS_GOST_PARAMSET_CP_A, "CryptoPro-A", "1.2.643.2.2.31.1"},
    {GNUTLS_GOST_PARAMSET_CP_B, "CryptoPro-B", "1.2.643.2.2.31.2"},
    {GNUTLS_GOST_PARAMSET_CP_C, "CryptoPro-C", "1.2.643.2.2.31.3"},
    {GNUTLS_GOST_PARAMSET_CP_D, "CryptoPro-D", "1.2.643.2.2.31.4"},
};

}  // namespace
}  // namespace handfast::capi

using namespace handfast::capi;

gnutls_digest_algorithm_t gnutls_oid_to_digest(const char* oid) {
  const Digest* digest = find_oid(digests(), oid);
  return digest != nullptr ? digest->id : GNUTLS_DIG_UNKNOWN;
}

gnutls_mac_algorithm_t gnutls_oid_to_mac(const char* oid) {
  const MacIdentifier* mac = find_oid(mac_identifiers, oid);
  return mac != nullptr ? mac->id : GNUTLS_MAC_UNKNOWN;
}

gnutls_pk_algorithm_t gnutls_oid_to_pk(const char* oid) {
  const PublicKeyAlgorithm* algorithm = find_oid(public_key_algorithms(), oid);
  return algorithm != nullptr ? algorithm->id : GNUTLS_PK_UNKNOWN;
}

gnutls_sign_algorithm_t gnutls_oid_to_sign(const char* oid) {
  if (const Signature* signature = find_oid(signatures(), oid); signature != nullptr) return signature->id;
  const SignatureIdentifier* older = find_oid(older_signature_identifiers, oid);
  return older != nullptr ? older->id : GNUTLS_SIGN_UNKNOWN;
}

gnutls_ecc_curve_t gnutls_oid_to_ecc_curve(const char* oid) {
  const Curve* curve = find_oid(curves(), oid);
  return curve != nullptr && curve->has_id ? curve->id : GNUTLS_ECC_CURVE_INVALID;
}

gnutls_gost_paramset_t gnutls_oid_to_gost_paramset(const char* oid) {
  const GostParameterSet* set = find_oid(gost_parameter_sets, oid);
  return set != nullptr ? set->id : GNUTLS_GOST_PARAMSET_UNKNOWN;
}

const char* gnutls_gost_paramset_get_name(gnutls_gost_paramset_t param) {
  return member_of(gost_parameter_sets, param, &GostParameterSet::name, "Unknown");
}

const char* gnutls_gost_paramset_get_oid(gnutls_gost_paramset_t param) {
  return member_of(gost_parameter_sets, param, &GostParameterSet::oid, static_cast<const char*>(nullptr));
}
