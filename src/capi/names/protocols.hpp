#pragma once
// Protocol versions and certificate types: names, and which of them are offered here.
#include <span>

#include "base/codepoints.hpp"
#include "capi/public_api.hpp"

namespace handfast::capi {

struct Protocol {
  gnutls_protocol_t id;
  const char* name;
  bool datagram;
  bool offered;                                    // the others are known by name only
  ProtocolVersion code_point = ProtocolVersion{};  // on the wire, for those that are offered
};

struct CertificateType {
  gnutls_certificate_type_t id;
  const char* name;  // for people
  bool offered;
};

std::span<const Protocol> protocols();
std::span<const CertificateType> certificate_types();

// The type that a token or a caller names: "X.509", "X509" or "RAWPK", in any case. UNKNOWN for anything else.
gnutls_certificate_type_t certificate_type_named(std::string_view token);

}  // namespace handfast::capi
