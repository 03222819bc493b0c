#include "capi/names/protocols.hpp"

#include <string_view>

#include "capi/names/lookup.hpp"
#include "capi/priority/system_policy.hpp"

namespace handfast::capi {
namespace {

constexpr Protocol protocol_table[] = {
    // number, name, datagram, offered, code point
    {GNUTLS_SSL3, "SSL3.0", false, false},
    {GNUTLS_TLS1_0, "TLS1.0", false, false},
    {GNUTLS_TLS1_1, "TLS1.1", false, false},
    {GNUTLS_TLS1_2, "TLS1.2", false, true, ProtocolVersion::tls12},
    {GNUTLS_TLS1_3, "TLS1.3", false, true, ProtocolVersion::tls13},
    {GNUTLS_DTLS0_9, "DTLS0.9", true, false},
    {GNUTLS_DTLS1_0, "DTLS1.0", true, false},
    {GNUTLS_DTLS1_2, "DTLS1.2", true, false},
};

constexpr CertificateType certificate_type_table[] = {
    {GNUTLS_CRT_X509, "X.509", true},
    {GNUTLS_CRT_RAWPK, "Raw Public Key", false},
};

}  // namespace

std::span<const Protocol> protocols() { return protocol_table; }
std::span<const CertificateType> certificate_types() { return certificate_type_table; }

gnutls_certificate_type_t certificate_type_named(std::string_view token) {
  if (same_name(token, "X.509") || same_name(token, "X509")) return GNUTLS_CRT_X509;
  if (same_name(token, "RAWPK")) return GNUTLS_CRT_RAWPK;
  return GNUTLS_CRT_UNKNOWN;
}

}  // namespace handfast::capi

using handfast::capi::allowed_list;
using handfast::capi::certificate_types;
using handfast::capi::CertificateType;
using handfast::capi::find_name;
using handfast::capi::member_of;
using handfast::capi::Protocol;
using handfast::capi::protocols;
using handfast::capi::Restricted;
using handfast::capi::same_name;

const char* gnutls_protocol_get_name(gnutls_protocol_t version) {
  return member_of(protocols(), version, &Protocol::name, static_cast<const char*>(nullptr));
}

gnutls_protocol_t gnutls_protocol_get_id(const char* name) {
  const Protocol* protocol = find_name(protocols(), name);
  return protocol != nullptr ? protocol->id : GNUTLS_VERSION_UNKNOWN;
}

const gnutls_protocol_t* gnutls_protocol_list() {
  static const auto list = allowed_list(Restricted::version, {GNUTLS_TLS1_2, GNUTLS_TLS1_3});
  return list.begin();
}

const char* gnutls_certificate_type_get_name(gnutls_certificate_type_t type) {
  return member_of(certificate_types(), type, &CertificateType::name, static_cast<const char*>(nullptr));
}

gnutls_certificate_type_t gnutls_certificate_type_get_id(const char* name) {
  return name != nullptr ? handfast::capi::certificate_type_named(name) : GNUTLS_CRT_UNKNOWN;
}

const gnutls_certificate_type_t* gnutls_certificate_type_list() {
  static constexpr gnutls_certificate_type_t list[] = {GNUTLS_CRT_X509, GNUTLS_CRT_UNKNOWN};
  return list;
}

const char* gnutls_compression_get_name(gnutls_compression_method_t algorithm) {
  return algorithm == GNUTLS_COMP_NULL ? "NULL" : nullptr;
}

gnutls_compression_method_t gnutls_compression_get_id(const char* name) {
  return name != nullptr && same_name(name, "NULL") ? GNUTLS_COMP_NULL : GNUTLS_COMP_UNKNOWN;
}

const gnutls_compression_method_t* gnutls_compression_list() {
  static constexpr gnutls_compression_method_t list[] = {GNUTLS_COMP_NULL, GNUTLS_COMP_UNKNOWN};
  return list;
}
