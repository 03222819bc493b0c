// Certificate credentials: trusted authorities and revocation lists.
#include <filesystem>

#include "capi/credentials.hpp"
#include "capi/loading.hpp"
#include "capi/log.hpp"
#include "capi/session.hpp"
#include "pki/file.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

void trust(gnutls_certificate_credentials_st& credentials, std::shared_ptr<const pki::TrustStore> added) {
  credentials.change([&](auto& contents) {
    if (contents.trust->empty()) {
      contents.trust = std::move(added);
      return;
    }
    auto all = std::make_shared<pki::TrustStore>();
    all->add_store(*contents.trust);
    all->add_store(*added);
    contents.trust = std::move(all);
  });
}

namespace {

// To a TrustStore or to RevocationLists.
template <class Collection>
Result<std::size_t> add(Collection& collection, Bytes input, gnutls_x509_crt_fmt_t format) {
  if (const auto checked = check_format(input, format); !checked) return std::unexpected(checked.error());
  return format == GNUTLS_X509_FMT_PEM ? collection.add_pem(input) : collection.add_der(input);
}

// PEM without a certificate adds nothing and is no error, as in 3.7.9.
int trust(gnutls_certificate_credentials_st& credentials, Bytes input, gnutls_x509_crt_fmt_t format) {
  auto added = std::make_shared<pki::TrustStore>();
  const auto count = add(*added, input, format);
  if (!count) return load_code("the trusted certificates", count.error(), 0);
  capi::trust(credentials, std::move(added));
  return static_cast<int>(*count);
}

// Files that hold no certificate in this format are passed over, and so is a folder that is not there, as in 3.7.9.
int trust_folder(gnutls_certificate_credentials_st& credentials, const char* folder, gnutls_x509_crt_fmt_t format) {
  auto added = std::make_shared<pki::TrustStore>();
  std::error_code error;
  std::filesystem::directory_iterator files(folder, error);
  std::size_t count = 0, looked_at = 0;
  for (; !error && files != std::filesystem::directory_iterator(); files.increment(error)) {
    if (++looked_at > pki::kMaxTrustDirectoryFiles) return GNUTLS_E_FILE_ERROR;
    std::error_code gone;  // a dangling link is no file
    if (!files->is_regular_file(gone)) continue;
    const auto file = pki::read_file(files->path(), pki::kMaxTrustFileSize);
    if (file) count += add(*added, *file, format).value_or(0);
  }
  if (error) log(1, (Note("the folder of trusted certificates: ") << error.message()).view());
  capi::trust(credentials, std::move(added));
  return static_cast<int>(count);
}

// GNUTLS_CERTIFICATE_VERIFY_CRLS: a list counts only if an authority that is trusted already has signed it.
bool acceptable(const pki::RevocationLists& lists, const gnutls_certificate_credentials_st::Contents& contents) {
  if ((contents.flags & GNUTLS_CERTIFICATE_VERIFY_CRLS) == 0) return true;
  for (const auto& list : lists.lists()) {
    bool is_signed = false;
    contents.trust->find(list->issuer()).each([&](Bytes der) {
      const auto anchor = pki::CertificateView::parse(der);
      is_signed = anchor && list->signed_by(*anchor);
      return !is_signed;
    });
    if (!is_signed) return false;
  }
  return true;
}

int revoke(gnutls_certificate_credentials_st& credentials, Bytes input, gnutls_x509_crt_fmt_t format) {
  pki::RevocationLists added;
  const auto count = add(added, input, format);
  if (!count) return load_code("the revocation lists", count.error(), GNUTLS_E_BASE64_DECODING_ERROR);
  const int code = capi::revoke(credentials, added);
  return code != 0 ? code : static_cast<int>(*count);
}

}  // namespace

int revoke(gnutls_certificate_credentials_st& credentials, const pki::RevocationLists& added) {
  if (!acceptable(added, credentials.snapshot())) return GNUTLS_E_CRL_VERIFICATION_ERROR;
  return credentials.change([&](auto& contents) -> int {
    auto all = std::make_shared<pki::RevocationLists>();
    if (contents.revocation_lists) *all = *contents.revocation_lists;
    if (const auto kept = all->add_lists(added); !kept)
      return load_code("the revocation lists", kept.error(), GNUTLS_E_INTERNAL_ERROR);
    contents.revocation_lists = std::move(all);
    return GNUTLS_E_SUCCESS;
  });
}

const std::shared_ptr<const pki::TrustStore>& empty_trust_store() {
  static const auto nobody = std::make_shared<const pki::TrustStore>();
  return nobody;
}

}  // namespace handfast::capi

extern "C" {

void gnutls_certificate_free_cas(gnutls_certificate_credentials_t sc) {
  if (sc != nullptr) sc->change([](auto& contents) { contents.trust = empty_trust_store(); });
}

void gnutls_certificate_free_ca_names(gnutls_certificate_credentials_t sc) {
  if (sc != nullptr) sc->change([](auto& contents) { contents.unnamed = contents.trust; });
}

void gnutls_certificate_free_crls(gnutls_certificate_credentials_t sc) {
  if (sc != nullptr) sc->change([](auto& contents) { contents.revocation_lists = nullptr; });
}

int gnutls_certificate_set_x509_system_trust(gnutls_certificate_credentials_t cred) {
  if (cred == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto system = pki::TrustStore::system();
    if (!system) return load_code("the system's trusted certificates", system.error(), 0);
    trust(*cred, *system);
    return static_cast<int>((*system)->size());
  });
}

int gnutls_certificate_set_x509_trust_file(gnutls_certificate_credentials_t cred, const char* cafile,
                                           gnutls_x509_crt_fmt_t type) {
  if (cred == nullptr || check_input(cafile, type) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto file = pki::read_file(cafile, pki::kMaxTrustFileSize);
    if (!file) return load_code("the file of trusted certificates", file.error(), GNUTLS_E_FILE_ERROR);
    return trust(*cred, *file, type);
  });
}

int gnutls_certificate_set_x509_trust_dir(gnutls_certificate_credentials_t cred, const char* ca_dir,
                                          gnutls_x509_crt_fmt_t type) {
  if (cred == nullptr || check_input(ca_dir, type) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int { return trust_folder(*cred, ca_dir, type); });
}

int gnutls_certificate_set_x509_trust_mem(gnutls_certificate_credentials_t res, const gnutls_datum_t* ca,
                                          gnutls_x509_crt_fmt_t type) {
  if (res == nullptr || check_input(ca, type) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int { return trust(*res, bytes_of(*ca), type); });
}

int gnutls_certificate_set_x509_crl_file(gnutls_certificate_credentials_t res, const char* crlfile,
                                         gnutls_x509_crt_fmt_t type) {
  if (res == nullptr || check_input(crlfile, type) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto file = pki::read_file(crlfile, 2 * pki::kMaxRevocationListSize);
    if (!file) return load_code("the file of revocation lists", file.error(), GNUTLS_E_FILE_ERROR);
    return revoke(*res, *file, type);
  });
}

int gnutls_certificate_set_x509_crl_mem(gnutls_certificate_credentials_t res, const gnutls_datum_t* CRL,
                                        gnutls_x509_crt_fmt_t type) {
  if (res == nullptr || check_input(CRL, type) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int { return revoke(*res, bytes_of(*CRL), type); });
}

}  // extern "C"
