#pragma once
// Certificates, lists and keys as C callers hand them in: a file or memory, PEM or DER as they say.
#include <memory>
#include <optional>
#include <vector>

#include "capi/public_api.hpp"
#include "capi/sized.hpp"
#include "pki/certificate.hpp"

namespace handfast::capi {

bool is_format(gnutls_x509_crt_fmt_t format);

// GNUTLS_E_SUCCESS for a file's name, or memory, in a format that there is, otherwise GNUTLS_E_INVALID_REQUEST.
int check_input(const char* file, gnutls_x509_crt_fmt_t format);
int check_input(const gnutls_datum_t* input, gnutls_x509_crt_fmt_t format);

// der_malformed for what was called DER and is not.
Result<void> check_format(Bytes input, gnutls_x509_crt_fmt_t format);

// The number for a failure to read what a caller handed in; `nothing_found` for input without what was wanted. Logs it.
int load_code(std::string_view what, const Error& error, int nothing_found);

// The certificates of a chain, its leaf first. Other errors than those of pki::read_certificates: der_malformed for what
// is not in the format that the caller named.
Result<std::vector<ByteVector>> read_chain(Bytes input, gnutls_x509_crt_fmt_t format);

// The private key, in the format that the caller named; key_malformed when it is in the other. `password` as
// pki::read_private_key() has it.
Result<crypto::PrivateKey> read_key(Bytes input, gnutls_x509_crt_fmt_t format,
                                    std::optional<Bytes> password = std::nullopt);

// The same in place of what a handle holds, which an error leaves as it was. 0, or the error's number.
int read_key_into(std::shared_ptr<const crypto::PrivateKey>& out, Bytes input, gnutls_x509_crt_fmt_t format,
                  std::optional<Bytes> password);

}  // namespace handfast::capi
