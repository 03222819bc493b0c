#include "capi/names/key_exchanges.hpp"

#include "capi/names/lookup.hpp"

namespace handfast::capi {
namespace {

constexpr KeyExchange table[] = {
    // number, name, offered, goes with TLS 1.3
    {GNUTLS_KX_RSA, "RSA", true, true},
    {GNUTLS_KX_DHE_DSS, "DHE-DSS", false, true},
    {GNUTLS_KX_DHE_RSA, "DHE-RSA", true, true},
    {GNUTLS_KX_ANON_DH, "ANON-DH", true, true},
    {GNUTLS_KX_SRP, "SRP", true, false},
    {GNUTLS_KX_SRP_RSA, "SRP-RSA", true, false},
    {GNUTLS_KX_SRP_DSS, "SRP-DSS", false, false},
    {GNUTLS_KX_PSK, "PSK", true, true},
    {GNUTLS_KX_DHE_PSK, "DHE-PSK", true, true},
    {GNUTLS_KX_ANON_ECDH, "ANON-ECDH", true, true},
    {GNUTLS_KX_ECDHE_RSA, "ECDHE-RSA", true, true},
    {GNUTLS_KX_ECDHE_ECDSA, "ECDHE-ECDSA", true, true},
    {GNUTLS_KX_ECDHE_PSK, "ECDHE-PSK", true, true},
    {GNUTLS_KX_RSA_PSK, "RSA-PSK", true, false},
    {GNUTLS_KX_VKO_GOST_12, "VKO-GOST-12", false, true},
};

}  // namespace

std::span<const KeyExchange> key_exchanges() { return table; }

}  // namespace handfast::capi

using handfast::capi::find_name;
using handfast::capi::key_exchanges;
using handfast::capi::KeyExchange;
using handfast::capi::member_of;

const char* gnutls_kx_get_name(gnutls_kx_algorithm_t algorithm) {
  return member_of(key_exchanges(), algorithm, &KeyExchange::name, static_cast<const char*>(nullptr));
}

gnutls_kx_algorithm_t gnutls_kx_get_id(const char* name) {
  const KeyExchange* exchange = find_name(key_exchanges(), name);
  return exchange != nullptr ? exchange->id : GNUTLS_KX_UNKNOWN;
}

const gnutls_kx_algorithm_t* gnutls_kx_list() {
  static constexpr gnutls_kx_algorithm_t list[] = {
      GNUTLS_KX_ECDHE_RSA, GNUTLS_KX_ECDHE_ECDSA, GNUTLS_KX_RSA,       GNUTLS_KX_DHE_RSA, GNUTLS_KX_PSK,
      GNUTLS_KX_RSA_PSK,   GNUTLS_KX_DHE_PSK,     GNUTLS_KX_ECDHE_PSK, GNUTLS_KX_SRP_RSA, GNUTLS_KX_SRP,
      GNUTLS_KX_ANON_DH,   GNUTLS_KX_ANON_ECDH,   GNUTLS_KX_UNKNOWN};
  return list;
}
