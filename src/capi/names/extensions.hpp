#pragma once
// The extensions that have a name in the interface. Not all of them are spoken here.
#include <span>

#include "capi/public_api.hpp"

namespace handfast::capi {

struct ExtensionName {
  unsigned id;  // on the wire
  const char* name;
  gnutls_ext_parse_type_t parse_point;  // in GnuTLS, which programs may ask for
  bool overridable = false;             // by an application that has its own; only what is not spoken here
};

std::span<const ExtensionName> extensions();

}  // namespace handfast::capi
