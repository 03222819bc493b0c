#pragma once
// Public key algorithms: names and object identifiers.
#include <span>

#include "capi/public_api.hpp"

namespace handfast::capi {

struct PublicKeyAlgorithm {
  gnutls_pk_algorithm_t id;
  const char* name;
  const char* oid;  // dotted, null for one without
};

std::span<const PublicKeyAlgorithm> public_key_algorithms();

}  // namespace handfast::capi
