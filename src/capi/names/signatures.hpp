#pragma once
// Signature algorithms: names, parts, object identifiers, and which of them TLS may use here.
#include <span>

#include "capi/public_api.hpp"

namespace handfast::capi {

struct Signature {
  gnutls_sign_algorithm_t id;
  const char* name;
  gnutls_digest_algorithm_t hash;
  gnutls_pk_algorithm_t key;
  const char* oid;  // dotted, null for one without
  bool secure;
  bool secure_for_certificates;
  bool in_tls;  // offered in TLS; the others are known by name only
  bool tls13;   // TLS 1.3 allows it in CertificateVerify (RFC 8446, 4.2.3)
};

std::span<const Signature> signatures();

// Whether an algorithm counts as secure under the system's policy: for certificates, or for the protocol.
bool is_secure(const Signature& signature, bool for_certificates);

}  // namespace handfast::capi
