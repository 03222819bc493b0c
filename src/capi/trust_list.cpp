#include "capi/trust_list.hpp"

#include <filesystem>

#include "capi/loading.hpp"
#include "capi/log.hpp"
#include "pki/file.hpp"

namespace handfast::capi {

const std::shared_ptr<const pki::TrustStore>& empty_trust_store() {
  static const auto nobody = std::make_shared<const pki::TrustStore>();
  return nobody;
}

namespace {

template <class Collection, class Handle>
int add_each(Collection& collection, std::span<const Handle> handles, std::string_view what) {
  for (const Handle handle : handles) {
    if (!holds(handle)) return GNUTLS_E_INVALID_REQUEST;
    if (const auto added = collection.add_der(handle->read->der()); !added)
      return load_code(what, added.error(), GNUTLS_E_INTERNAL_ERROR);
  }
  return static_cast<int>(handles.size());
}

}  // namespace

int add_handles(pki::TrustStore& store, std::span<const gnutls_x509_crt_t> authorities) {
  return add_each(store, authorities, "a trusted certificate");
}

int add_handles(pki::RevocationLists& lists, std::span<const gnutls_x509_crl_t> crls) {
  return add_each(lists, crls, "the revocation lists");
}

namespace {

// To a TrustStore or to RevocationLists.
template <class Collection>
Result<std::size_t> add(Collection& collection, Bytes input, gnutls_x509_crt_fmt_t format) {
  if (const auto checked = check_format(input, format); !checked) return std::unexpected(checked.error());
  return format == GNUTLS_X509_FMT_PEM ? collection.add_pem(input) : collection.add_der(input);
}

bool is_signed(const pki::RevocationList& list, const pki::TrustStore& trusted) {
  bool out = false;
  pki::SignatureBudget budget;
  trusted.find(list.issuer()).each([&](Bytes der) {
    const auto anchor = pki::CertificateView::parse(der);
    out = anchor && list.signed_by(*anchor, budget);
    return !out;
  });
  return out;
}

// Those of the lists that count.
Result<pki::RevocationLists> checked_lists(const pki::RevocationLists& lists, const pki::TrustStore& trusted,
                                           ListCheck check) {
  if (check == ListCheck::none) return lists;
  pki::RevocationLists out;
  for (const auto& list : lists.lists()) {
    if (!is_signed(*list, trusted)) {
      if (check == ListCheck::refuse_bad) return fail(Errc::revocation_list_bad_signature, "revocation list");
      continue;
    }
    if (const auto added = out.add_der(list->der()); !added) return std::unexpected(added.error());
  }
  return out;
}

}  // namespace

int revoke(gnutls_x509_trust_list_st& list, const pki::RevocationLists& added, ListCheck check) {
  const auto good = checked_lists(added, *list.snapshot().trust, check);
  if (!good)
    return good.error() == Errc::revocation_list_bad_signature
               ? GNUTLS_E_CRL_VERIFICATION_ERROR
               : load_code("the revocation lists", good.error(), GNUTLS_E_INTERNAL_ERROR);
  return list.change([&](auto& contents) -> int {
    auto all = std::make_shared<pki::RevocationLists>();
    if (contents.revocation_lists) *all = *contents.revocation_lists;
    if (const auto kept = all->add_lists(*good); !kept)
      return load_code("the revocation lists", kept.error(), GNUTLS_E_INTERNAL_ERROR);
    contents.revocation_lists = std::move(all);
    return static_cast<int>(good->size());
  });
}

int trust_mem(gnutls_x509_trust_list_st& list, Bytes input, gnutls_x509_crt_fmt_t format, int nothing_found) {
  auto added = std::make_shared<pki::TrustStore>();
  const auto count = add(*added, input, format);
  if (!count) return load_code("the trusted certificates", count.error(), nothing_found);
  list.trust(std::move(added));
  return static_cast<int>(*count);
}

int trust_file(gnutls_x509_trust_list_st& list, const char* file, gnutls_x509_crt_fmt_t format, int nothing_found) {
  const auto contents = pki::read_file(file, pki::kMaxTrustFileSize);
  if (!contents) return load_code("the file of trusted certificates", contents.error(), GNUTLS_E_FILE_ERROR);
  return trust_mem(list, *contents, format, nothing_found);
}

// Files that hold no certificate in this format are passed over, and so is a folder that is not there, as in 3.7.9.
int trust_folder(gnutls_x509_trust_list_st& list, const char* folder, gnutls_x509_crt_fmt_t format) {
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
  list.trust(std::move(added));
  return static_cast<int>(count);
}

int trust_system(gnutls_x509_trust_list_st& list) {
  const auto system = pki::TrustStore::system();
  if (!system) return load_code("the system's trusted certificates", system.error(), 0);
  list.trust(*system);
  return static_cast<int>((*system)->size());
}

int revoke_mem(gnutls_x509_trust_list_st& list, Bytes input, gnutls_x509_crt_fmt_t format, ListCheck check) {
  pki::RevocationLists added;
  const auto count = add(added, input, format);
  if (!count) return load_code("the revocation lists", count.error(), GNUTLS_E_BASE64_DECODING_ERROR);
  const int code = revoke(list, added, check);
  if (code < 0) return code;
  return check == ListCheck::skip_bad ? code : static_cast<int>(*count);
}

int revoke_file(gnutls_x509_trust_list_st& list, const char* file, gnutls_x509_crt_fmt_t format, ListCheck check) {
  const auto contents = pki::read_file(file, 2 * pki::kMaxRevocationListSize);
  if (!contents) return load_code("the file of revocation lists", contents.error(), GNUTLS_E_FILE_ERROR);
  return revoke_mem(list, *contents, format, check);
}

}  // namespace handfast::capi

void gnutls_x509_trust_list_st::trust(std::shared_ptr<const handfast::pki::TrustStore> added) {
  const std::lock_guard lock(mutex_);
  if (contents_.trust->empty()) {
    contents_.trust = std::move(added);
    return;
  }
  auto& trusted = trust_.of(contents_.trust, [](const handfast::pki::TrustStore* old) {
    auto copy = std::make_shared<handfast::pki::TrustStore>();
    copy->add_store(*old);
    return copy;
  });
  trusted.add_store(*added);
}
