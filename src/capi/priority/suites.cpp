#include "capi/priority/suites.hpp"

#include <algorithm>

#include "capi/names/lookup.hpp"

namespace handfast::capi {
namespace {

const CipherSuiteName* find_suite(unsigned key_exchange, unsigned cipher, unsigned mac, bool tls13) {
  const auto found = std::ranges::find_if(cipher_suites(), [&](const CipherSuiteName& suite) {
    return (suite.oldest_version == GNUTLS_TLS1_3) == tls13 && suite.key_exchange == key_exchange &&
           suite.cipher == cipher && suite.mac == mac;
  });
  return found != cipher_suites().end() ? &*found : nullptr;
}

bool needs_a_curve(unsigned key_exchange) {
  switch (key_exchange) {
    case GNUTLS_KX_ECDHE_ECDSA:
    case GNUTLS_KX_ECDHE_RSA:
    case GNUTLS_KX_ECDHE_PSK:
    case GNUTLS_KX_ANON_ECDH: return true;
    default: return false;
  }
}

// Calls `visit` with each suite for a version, most preferred first, until it returns false.
template <class Visit>
bool visit_suites(const Priority& priority, unsigned version, Visit visit) {
  const bool tls13 = version == GNUTLS_TLS1_3;
  const auto visit_ciphers = [&](unsigned key_exchange) {
    for (const unsigned cipher : priority.ciphers) {
      for (const unsigned mac : priority.macs) {
        const CipherSuiteName* suite = find_suite(key_exchange, cipher, mac, tls13);
        if (suite != nullptr && suite->oldest_version <= version && !visit(suite)) return false;
      }
    }
    return true;
  };
  if (tls13) return visit_ciphers(GNUTLS_KX_UNKNOWN);  // RFC 8446, 1.2: a suite of TLS 1.3 names no key exchange
  for (const unsigned key_exchange : priority.key_exchanges) {
    if (needs_a_curve(key_exchange) && priority.curves.empty()) continue;
    if (!visit_ciphers(key_exchange)) return false;
  }
  return true;
}

}  // namespace

bool has_suite_for(const Priority& priority, gnutls_protocol_t version) {
  return !visit_suites(priority, version, [](const CipherSuiteName*) { return false; });
}

std::vector<const CipherSuiteName*> enabled_suites(const Priority& priority) {
  std::vector<const CipherSuiteName*> suites;
  const auto collect = [&suites](const CipherSuiteName* suite) {
    suites.push_back(suite);
    return true;
  };
  if (priority.protocols.contains(GNUTLS_TLS1_3)) visit_suites(priority, GNUTLS_TLS1_3, collect);
  unsigned newest = 0;  // of those before TLS 1.3; what it can use contains what older ones can
  for (const unsigned version : priority.protocols) {
    if (version != GNUTLS_TLS1_3) newest = std::max(newest, version);
  }
  if (newest != 0) visit_suites(priority, newest, collect);
  return suites;
}

}  // namespace handfast::capi
