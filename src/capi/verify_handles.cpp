// Verdicts on certificates that programs hold, with authorities and revocation lists that they hold, too.
#include "capi/sized.hpp"
#include "capi/verify.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

int judge_handles(const CredentialState::Contents& credentials, std::span<const gnutls_x509_crt_t> chain,
                  const VerifyRequest& request, Judgement& out) {
  std::vector<Bytes> certificates;
  certificates.reserve(chain.size());
  for (const gnutls_x509_crt_t certificate : chain) {
    if (!holds(certificate)) return GNUTLS_E_INVALID_REQUEST;
    certificates.push_back(certificate->read->der());
  }
  out = judge(credentials, certificates, request, nullptr);
  return GNUTLS_E_SUCCESS;
}

}  // namespace handfast::capi

extern "C" {

int gnutls_x509_crt_list_verify(const gnutls_x509_crt_t* cert_list, unsigned cert_list_length,
                                const gnutls_x509_crt_t* CA_list, unsigned CA_list_length,
                                const gnutls_x509_crl_t* CRL_list, unsigned CRL_list_length, unsigned int flags,
                                unsigned int* verify) {
  if (cert_list == nullptr || cert_list_length == 0) return GNUTLS_E_NO_CERTIFICATE_FOUND;
  if (verify == nullptr || !is_list(cert_list, cert_list_length) || !is_list(CA_list, CA_list_length) ||
      !is_list(CRL_list, CRL_list_length))
    return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    CredentialState::Contents contents;
    const auto trusted = std::make_shared<pki::TrustStore>();
    if (const int code = add_handles(*trusted, std::span(CA_list, CA_list_length)); code < 0) return code;
    const auto lists = std::make_shared<pki::RevocationLists>();
    if (const int code = add_handles(*lists, std::span(CRL_list, CRL_list_length)); code < 0) return code;
    contents.trust = trusted;
    contents.revocation_lists = lists;
    VerifyRequest request;
    request.flags = flags;
    Judgement judgement;
    if (const int code = judge_handles(contents, std::span(cert_list, cert_list_length), request, judgement); code != 0)
      return code;
    *verify = judgement.status;
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_x509_crt_verify(gnutls_x509_crt_t cert, const gnutls_x509_crt_t* CA_list, unsigned CA_list_length,
                           unsigned int flags, unsigned int* verify) {
  return gnutls_x509_crt_list_verify(&cert, 1, CA_list, CA_list_length, nullptr, 0, flags, verify);
}

}  // extern "C"
