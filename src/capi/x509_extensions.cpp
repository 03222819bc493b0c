// What the extensions of a certificate say it may be used for (RFC 5280, 4.2.1).
#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "capi/x509_types.hpp"
#include "pki/object_identifiers.hpp"
#include "pki/text.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

// 0 and whether the extension is critical, or the error's number.
int look_up(gnutls_x509_crt_t cert, Bytes extension, unsigned* critical) {
  if (const int code = readable(cert, GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE); code != 0) return code;
  const auto found = cert->read->view().find_extension(extension);
  if (!found) return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
  if (critical != nullptr) *critical = found->critical ? 1 : 0;
  return GNUTLS_E_SUCCESS;
}

// The interface has the bits as they lie in the octets of the BIT STRING: the first is the highest of the lower octet.
unsigned interface_bits(std::uint16_t key_usage) {
  unsigned out = 0;
  for (unsigned bit = 0; bit < 16; ++bit)
    if ((key_usage >> bit & 1) != 0) out |= 0x80u >> bit % 8 << bit / 8 * 8;
  return out;
}

}  // namespace

extern "C" {

int gnutls_x509_crt_get_basic_constraints(gnutls_x509_crt_t cert, unsigned int* critical, unsigned int* ca,
                                          int* pathlen) {
  if (const int code = look_up(cert, pki::oid::basic_constraints, critical); code != 0) return code;
  const pki::BasicConstraints& constraints = *cert->read->view().basic_constraints;
  if (ca != nullptr) *ca = constraints.ca ? 1 : 0;
  if (pathlen != nullptr) *pathlen = constraints.path_length ? static_cast<int>(*constraints.path_length) : -1;
  return constraints.ca ? 1 : 0;
}

int gnutls_x509_crt_get_ca_status(gnutls_x509_crt_t cert, unsigned int* critical) {
  return gnutls_x509_crt_get_basic_constraints(cert, critical, nullptr, nullptr);
}

int gnutls_x509_crt_get_key_usage(gnutls_x509_crt_t cert, unsigned int* key_usage, unsigned int* critical) {
  if (key_usage == nullptr) return GNUTLS_E_INVALID_REQUEST;
  if (const int code = look_up(cert, pki::oid::key_usage, critical); code != 0) return code;
  *key_usage = interface_bits(*cert->read->view().key_usage);
  return GNUTLS_E_SUCCESS;
}

int gnutls_x509_crt_get_key_purpose_oid(gnutls_x509_crt_t cert, unsigned indx, void* oid, size_t* oid_size,
                                        unsigned int* critical) {
  if (const int code = look_up(cert, pki::oid::extended_key_usage, critical); code != 0) return code;
  return c_call([&]() -> int {
    for (const Bytes purpose : *cert->read->view().extended_key_usage)
      if (indx-- == 0) return copy_out(as_bytes(pki::object_identifier_text(purpose)), oid, oid_size, Terminated::yes);
    return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
  });
}

}  // extern "C"
