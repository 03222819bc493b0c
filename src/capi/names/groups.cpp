#include "capi/names/groups.hpp"

#include "capi/names/lookup.hpp"
#include "capi/priority/system_policy.hpp"

namespace handfast::capi {
namespace {

constexpr Curve curve_table[] = {
    // number, name, size, object identifier, key, can be asked for by name
    {GNUTLS_ECC_CURVE_SECP224R1, "SECP224R1", 28, "1.3.132.0.33", GNUTLS_PK_ECDSA, true},
    {GNUTLS_ECC_CURVE_SECP256R1, "SECP256R1", 32, "1.2.840.10045.3.1.7", GNUTLS_PK_ECDSA, true},
    {GNUTLS_ECC_CURVE_SECP384R1, "SECP384R1", 48, "1.3.132.0.34", GNUTLS_PK_ECDSA, true},
    {GNUTLS_ECC_CURVE_SECP521R1, "SECP521R1", 66, "1.3.132.0.35", GNUTLS_PK_ECDSA, true},
    {GNUTLS_ECC_CURVE_SECP192R1, "SECP192R1", 24, "1.2.840.10045.3.1.1", GNUTLS_PK_ECDSA, true},
    {GNUTLS_ECC_CURVE_X25519, "X25519", 32, "1.3.101.110", GNUTLS_PK_ECDH_X25519, true},
    {GNUTLS_ECC_CURVE_ED25519, "Ed25519", 32, "1.3.101.112", GNUTLS_PK_EDDSA_ED25519, true},
    {GNUTLS_ECC_CURVE_GOST256CPA, "CryptoPro-A", 32, "1.2.643.2.2.35.1", GNUTLS_PK_UNKNOWN, true},
    {GNUTLS_ECC_CURVE_GOST256CPB, "CryptoPro-B", 32, "1.2.643.2.2.35.2", GNUTLS_PK_UNKNOWN, false},
    {GNUTLS_ECC_CURVE_GOST256CPC, "CryptoPro-C", 32, "1.2.643.2.2.35.3", GNUTLS_PK_UNKNOWN, false},
    {GNUTLS_ECC_CURVE_GOST256CPXA, "CryptoPro-XchA", 32, "1.2.643.2.2.36.0", GNUTLS_PK_UNKNOWN, true},
    {GNUTLS_ECC_CURVE_GOST256CPXB, "CryptoPro-XchB", 32, "1.2.643.2.2.36.1", GNUTLS_PK_UNKNOWN, false},
    {GNUTLS_ECC_CURVE_GOST512A, "TC26-512-A", 64, "1.2.643.7.1.2.1.2.1", GNUTLS_PK_GOST_12_512, true},
    {GNUTLS_ECC_CURVE_GOST512B, "TC26-512-B", 64, "1.2.643.7.1.2.1.2.2", GNUTLS_PK_GOST_12_512, false},
    {GNUTLS_ECC_CURVE_GOST512C, "TC26-512-C", 64, "1.2.643.7.1.2.1.2.3", GNUTLS_PK_GOST_12_512, false},
    {GNUTLS_ECC_CURVE_GOST256A, "TC26-256-A", 32, "1.2.643.7.1.2.1.1.1", GNUTLS_PK_GOST_12_256, false},
    {GNUTLS_ECC_CURVE_GOST256B, "TC26-256-B", 32, "1.2.643.7.1.2.1.1.2", GNUTLS_PK_GOST_12_256, true},
    {GNUTLS_ECC_CURVE_GOST256C, "TC26-256-C", 32, "1.2.643.7.1.2.1.1.3", GNUTLS_PK_GOST_12_256, false},
    {GNUTLS_ECC_CURVE_GOST256D, "TC26-256-D", 32, "1.2.643.7.1.2.1.1.4", GNUTLS_PK_GOST_12_256, false},
    {GNUTLS_ECC_CURVE_X448, "X448", 56, "1.3.101.111", GNUTLS_PK_ECDH_X448, true},
    {GNUTLS_ECC_CURVE_ED448, "Ed448", 57, "1.3.101.113", GNUTLS_PK_EDDSA_ED448, true},
};

using enum GroupKind;

constexpr Group group_table[] = {
    // number, name, kind, can be asked for by name, offered, code point
    {GNUTLS_GROUP_SECP224R1, "SECP224R1", curve, true, false},
    {GNUTLS_GROUP_SECP256R1, "SECP256R1", curve, true, true, NamedGroup::secp256r1},
    {GNUTLS_GROUP_SECP384R1, "SECP384R1", curve, true, true, NamedGroup::secp384r1},
    {GNUTLS_GROUP_SECP521R1, "SECP521R1", curve, true, true, NamedGroup::secp521r1},
    {GNUTLS_GROUP_SECP192R1, "SECP192R1", curve, true, false},
    {GNUTLS_GROUP_X25519, "X25519", curve, true, true, NamedGroup::x25519},
    {GNUTLS_GROUP_GC512A, "GC512A", gost, true, false},
    {GNUTLS_GROUP_GC512B, "GC512B", gost, false, false},
    {GNUTLS_GROUP_GC512C, "GC512C", gost, false, false},
    {GNUTLS_GROUP_GC256A, "GC256A", gost, false, false},
    {GNUTLS_GROUP_GC256B, "GC256B", gost, true, false},
    {GNUTLS_GROUP_GC256C, "GC256C", gost, false, false},
    {GNUTLS_GROUP_GC256D, "GC256D", gost, false, false},
    {GNUTLS_GROUP_X448, "X448", curve, true, false},
    {GNUTLS_GROUP_FFDHE2048, "FFDHE2048", finite_field, true, true, NamedGroup::ffdhe2048},
    {GNUTLS_GROUP_FFDHE3072, "FFDHE3072", finite_field, true, true, NamedGroup::ffdhe3072},
    {GNUTLS_GROUP_FFDHE4096, "FFDHE4096", finite_field, true, true, NamedGroup::ffdhe4096},
    {GNUTLS_GROUP_FFDHE8192, "FFDHE8192", finite_field, true, true, NamedGroup::ffdhe8192},
    {GNUTLS_GROUP_FFDHE6144, "FFDHE6144", finite_field, true, true, NamedGroup::ffdhe6144},
    {GNUTLS_GROUP_EXP_SECP256R1_MLKEM768, "SECP256R1-MLKEM768", hybrid, true, true, NamedGroup::secp256r1_mlkem768},
    {GNUTLS_GROUP_EXP_X25519_MLKEM768, "X25519-MLKEM768", hybrid, true, true, NamedGroup::x25519_mlkem768},
    {GNUTLS_GROUP_EXP_SECP384R1_MLKEM1024, "SECP384R1-MLKEM1024", hybrid, true, true, NamedGroup::secp384r1_mlkem1024},
};

}  // namespace

std::span<const Curve> curves() { return curve_table; }
std::span<const Group> groups() { return group_table; }

const Group* find_group(NamedGroup code_point) {
  const auto found = std::ranges::find_if(
      group_table, [code_point](const Group& group) { return group.offered && group.code_point == code_point; });
  return found != std::end(group_table) ? found : nullptr;
}

}  // namespace handfast::capi

using handfast::capi::allowed_list;
using handfast::capi::Curve;
using handfast::capi::curves;
using handfast::capi::find_name;
using handfast::capi::Group;
using handfast::capi::groups;
using handfast::capi::member_of;
using handfast::capi::Restricted;
using handfast::capi::system_policy;

const char* gnutls_ecc_curve_get_name(gnutls_ecc_curve_t curve) {
  return member_of(curves(), curve, &Curve::name, static_cast<const char*>(nullptr));
}

gnutls_ecc_curve_t gnutls_ecc_curve_get_id(const char* name) {
  const Curve* curve = find_name(curves(), name);
  const bool usable = curve != nullptr && curve->has_id && system_policy().allows(Restricted::curve, curve->id);
  return usable ? curve->id : GNUTLS_ECC_CURVE_INVALID;
}

const char* gnutls_ecc_curve_get_oid(gnutls_ecc_curve_t curve) {
  return member_of(curves(), curve, &Curve::oid, static_cast<const char*>(nullptr));
}

gnutls_pk_algorithm_t gnutls_ecc_curve_get_pk(gnutls_ecc_curve_t curve) {
  return member_of(curves(), curve, &Curve::key, GNUTLS_PK_UNKNOWN);
}

int gnutls_ecc_curve_get_size(gnutls_ecc_curve_t curve) { return member_of(curves(), curve, &Curve::size, 0); }

const gnutls_ecc_curve_t* gnutls_ecc_curve_list() {
  static const auto list = allowed_list(
      Restricted::curve, {GNUTLS_ECC_CURVE_SECP224R1, GNUTLS_ECC_CURVE_SECP256R1, GNUTLS_ECC_CURVE_SECP384R1,
                          GNUTLS_ECC_CURVE_SECP521R1, GNUTLS_ECC_CURVE_X25519, GNUTLS_ECC_CURVE_ED25519});
  return list.begin();
}

const char* gnutls_group_get_name(gnutls_group_t group) {
  return member_of(groups(), group, &Group::name, static_cast<const char*>(nullptr));
}

gnutls_group_t gnutls_group_get_id(const char* name) {
  const Group* group = find_name(groups(), name);
  return group != nullptr && group->has_id ? group->id : GNUTLS_GROUP_INVALID;
}

const gnutls_group_t* gnutls_group_list() {
  static const auto list = allowed_list(
      Restricted::group, {GNUTLS_GROUP_SECP256R1, GNUTLS_GROUP_SECP384R1, GNUTLS_GROUP_SECP521R1, GNUTLS_GROUP_X25519,
                          GNUTLS_GROUP_FFDHE2048, GNUTLS_GROUP_FFDHE3072, GNUTLS_GROUP_FFDHE4096,
                          GNUTLS_GROUP_FFDHE6144, GNUTLS_GROUP_FFDHE8192, GNUTLS_GROUP_EXP_X25519_MLKEM768,
                          GNUTLS_GROUP_EXP_SECP256R1_MLKEM768, GNUTLS_GROUP_EXP_SECP384R1_MLKEM1024});
  return list.begin();
}
