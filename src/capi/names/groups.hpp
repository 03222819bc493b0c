#pragma once
// Elliptic curves and key exchange groups: names, sizes, and which of them TLS may use here.
#include <span>

#include "base/codepoints.hpp"
#include "capi/public_api.hpp"

namespace handfast::capi {

struct Curve {
  gnutls_ecc_curve_t id;
  const char* name;
  int size;         // bytes of a coordinate or key
  const char* oid;  // dotted
  gnutls_pk_algorithm_t key;
  bool has_id;  // gnutls_ecc_curve_get_id() finds it
};

enum class GroupKind { curve, finite_field, hybrid, gost };

struct Group {
  gnutls_group_t id;
  const char* name;
  GroupKind kind;
  bool has_id;                           // gnutls_group_get_id() finds it
  bool offered;                          // the others are known by name only
  NamedGroup code_point = NamedGroup{};  // on the wire, for those that are offered
};

std::span<const Curve> curves();
std::span<const Group> groups();

// The group of a code point, null for one without a number in this interface.
const Group* find_group(NamedGroup code_point);

}  // namespace handfast::capi
