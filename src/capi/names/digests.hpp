#pragma once
// Hash functions: names, sizes, object identifiers.
#include <span>

#include "capi/public_api.hpp"

namespace handfast::capi {

struct Digest {
  gnutls_digest_algorithm_t id;
  const char* name;
  unsigned size;    // bytes of the result, 0 for one of variable length and for what no provider has
  const char* oid;  // dotted
};

std::span<const Digest> digests();

}  // namespace handfast::capi
