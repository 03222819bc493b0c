#pragma once
// Objects that programs hold in their hands, as DER or as PEM.
#include "capi/public_api.hpp"
#include "pki/pem.hpp"

namespace handfast::capi {

// The DER of an object in the format that the caller named: of PEM, of the first block that is wanted. pem_not_found,
// pem_malformed, der_malformed (only its beginning is looked at).
Result<ByteVector> read_encoded(Bytes input, gnutls_x509_crt_fmt_t format, bool (*is_wanted)(const pki::PemBlock&));

// Copies an object to the caller's buffer, or hands it out on the C heap. PEM is ended by a NUL that does not count.
// `size` as copy_out() has it; GNUTLS_E_INVALID_REQUEST for an unknown format. Throws std::bad_alloc.
int write_encoded(Bytes der, std::string_view label, gnutls_x509_crt_fmt_t format, void* buffer, std::size_t* size);
int write_encoded(Bytes der, std::string_view label, gnutls_x509_crt_fmt_t format, gnutls_datum_t* out);

}  // namespace handfast::capi
