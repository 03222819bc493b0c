// Certificate credentials: trusted authorities and revocation lists.
#include "capi/credentials.hpp"
#include "capi/loading.hpp"
#include "capi/session.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

constexpr int kNone = 0;  // PEM without a certificate is no error, as in 3.7.9

// GNUTLS_CERTIFICATE_VERIFY_CRLS: a list counts only if an authority that is trusted already has signed it.
ListCheck list_check(const gnutls_certificate_credentials_st& credentials) {
  const bool verified = (credentials.snapshot().flags & GNUTLS_CERTIFICATE_VERIFY_CRLS) != 0;
  return verified ? ListCheck::refuse_bad : ListCheck::none;
}

}  // namespace

extern "C" {

void gnutls_certificate_free_cas(gnutls_certificate_credentials_t sc) {
  if (sc != nullptr) sc->state->trust_list()->change([](auto& contents) { contents.trust = empty_trust_store(); });
}

void gnutls_certificate_free_ca_names(gnutls_certificate_credentials_t sc) {
  if (sc == nullptr) return;
  const auto trusted = sc->snapshot().trust;
  sc->change([&](auto& contents) { contents.unnamed = trusted; });
}

void gnutls_certificate_free_crls(gnutls_certificate_credentials_t sc) {
  if (sc != nullptr) sc->state->trust_list()->change([](auto& contents) { contents.revocation_lists = nullptr; });
}

int gnutls_certificate_set_x509_system_trust(gnutls_certificate_credentials_t cred) {
  if (cred == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return trust_system(*cred->state->trust_list()); });
}

int gnutls_certificate_set_x509_trust_file(gnutls_certificate_credentials_t cred, const char* cafile,
                                           gnutls_x509_crt_fmt_t type) {
  if (cred == nullptr || check_input(cafile, type) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return trust_file(*cred->state->trust_list(), cafile, type, kNone); });
}

int gnutls_certificate_set_x509_trust_dir(gnutls_certificate_credentials_t cred, const char* ca_dir,
                                          gnutls_x509_crt_fmt_t type) {
  if (cred == nullptr || check_input(ca_dir, type) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return trust_folder(*cred->state->trust_list(), ca_dir, type); });
}

int gnutls_certificate_set_x509_trust_mem(gnutls_certificate_credentials_t res, const gnutls_datum_t* ca,
                                          gnutls_x509_crt_fmt_t type) {
  if (res == nullptr || check_input(ca, type) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return trust_mem(*res->state->trust_list(), bytes_of(*ca), type, kNone); });
}

int gnutls_certificate_set_x509_crl_file(gnutls_certificate_credentials_t res, const char* crlfile,
                                         gnutls_x509_crt_fmt_t type) {
  if (res == nullptr || check_input(crlfile, type) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return revoke_file(*res->state->trust_list(), crlfile, type, list_check(*res)); });
}

int gnutls_certificate_set_x509_crl_mem(gnutls_certificate_credentials_t res, const gnutls_datum_t* CRL,
                                        gnutls_x509_crt_fmt_t type) {
  if (res == nullptr || check_input(CRL, type) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return revoke_mem(*res->state->trust_list(), bytes_of(*CRL), type, list_check(*res)); });
}

int gnutls_certificate_set_x509_trust(gnutls_certificate_credentials_t res, gnutls_x509_crt_t* ca_list,
                                      int ca_list_size) {
  if (res == nullptr || ca_list_size < 1 || !is_list(ca_list, ca_list_size)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    auto added = std::make_shared<pki::TrustStore>();
    const int count = add_handles(*added, std::span(ca_list, static_cast<std::size_t>(ca_list_size)));
    if (count >= 0) res->state->trust_list()->trust(std::move(added));
    return count;
  });
}

int gnutls_certificate_set_x509_crl(gnutls_certificate_credentials_t res, gnutls_x509_crl_t* crl_list,
                                    int crl_list_size) {
  if (res == nullptr || crl_list_size < 1 || !is_list(crl_list, crl_list_size)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    pki::RevocationLists lists;
    const int count = add_handles(lists, std::span(crl_list, static_cast<std::size_t>(crl_list_size)));
    if (count < 0) return count;
    const int code = revoke(*res->state->trust_list(), lists, list_check(*res));
    return code < 0 ? code : count;
  });
}

}  // extern "C"
