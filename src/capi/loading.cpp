#include "capi/loading.hpp"

#include "capi/error_code.hpp"
#include "capi/log.hpp"
#include "pki/key_file.hpp"

namespace handfast::capi {

namespace {

bool is_der(Bytes input) { return !input.empty() && input[0] == static_cast<std::uint8_t>(pki::Tag::sequence); }

// What the readers below tell apart by themselves must be what the caller said.
Result<void> check_either_format(Bytes input, gnutls_x509_crt_fmt_t format) {
  if (format == GNUTLS_X509_FMT_PEM && is_der(input))
    return fail(Errc::pem_not_found, "input", "RFC 7468", "PEM", "DER");
  return check_format(input, format);
}

}  // namespace

Result<void> check_format(Bytes input, gnutls_x509_crt_fmt_t format) {
  if (format == GNUTLS_X509_FMT_PEM || is_der(input)) return {};
  return fail(Errc::der_malformed, "input", "X.690", "DER", "something else");
}

bool is_format(gnutls_x509_crt_fmt_t format) { return format == GNUTLS_X509_FMT_DER || format == GNUTLS_X509_FMT_PEM; }

int check_input(const char* file, gnutls_x509_crt_fmt_t format) {
  return file != nullptr && is_format(format) ? GNUTLS_E_SUCCESS : GNUTLS_E_INVALID_REQUEST;
}
int check_input(const gnutls_datum_t* input, gnutls_x509_crt_fmt_t format) {
  return readable(input) && is_format(format) ? GNUTLS_E_SUCCESS : GNUTLS_E_INVALID_REQUEST;
}

int load_code(std::string_view what, const Error& error, int nothing_found) {
  log(what, error);
  switch (error.code) {
    case Errc::pem_not_found: return nothing_found;
    case Errc::pem_malformed: return GNUTLS_E_BASE64_UNEXPECTED_HEADER_ERROR;
    case Errc::certificate_malformed: return GNUTLS_E_ASN1_DER_ERROR;
    case Errc::der_malformed: return GNUTLS_E_ASN1_TAG_ERROR;
    case Errc::unsupported_feature: return GNUTLS_E_X509_UNSUPPORTED_EXTENSION;
    case Errc::key_malformed: return GNUTLS_E_ASN1_DER_ERROR;
    case Errc::certificate_chain_too_long: return GNUTLS_E_CONSTRAINT_ERROR;
    default: return gnutls_code_for(error.code);
  }
}

Result<std::vector<ByteVector>> read_chain(Bytes input, gnutls_x509_crt_fmt_t format) {
  if (const auto checked = check_either_format(input, format); !checked) return std::unexpected(checked.error());
  const Result<std::vector<pki::Certificate>> certificates = pki::read_certificates(input);
  if (!certificates) return std::unexpected(certificates.error());
  std::vector<ByteVector> out;
  out.reserve(certificates->size());
  for (const pki::Certificate& certificate : *certificates)
    out.emplace_back(certificate.der().begin(), certificate.der().end());
  return out;
}

Result<crypto::PrivateKey> read_key(Bytes input, gnutls_x509_crt_fmt_t format, std::optional<Bytes> password) {
  if (const auto checked = check_either_format(input, format); !checked) return std::unexpected(checked.error());
  return pki::read_private_key(input, password);
}

int read_key_into(std::shared_ptr<const crypto::PrivateKey>& out, Bytes input, gnutls_x509_crt_fmt_t format,
                  std::optional<Bytes> password) {
  auto read = read_key(input, format, password);
  if (!read) return load_code("a private key", read.error(), GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE);
  out = std::make_shared<const crypto::PrivateKey>(std::move(*read));
  return GNUTLS_E_SUCCESS;
}

}  // namespace handfast::capi
