// Trust lists that programs hold in their hands, or take from credentials.
#include "capi/trust_list.hpp"

#include <algorithm>

#include "capi/credentials.hpp"
#include "capi/loading.hpp"
#include "capi/session.hpp"
#include "capi/verify.hpp"

using namespace handfast;
using namespace handfast::capi;

struct gnutls_x509_trust_list_iter {
  std::shared_ptr<const pki::TrustStore> trust;  // as it was at the beginning
  pki::TrustStore::Anchors::const_iterator next = trust->anchors().begin();
};

namespace {

constexpr int kNone = GNUTLS_E_NO_CERTIFICATE_FOUND;

ListCheck list_check(unsigned flags) {
  if ((flags & GNUTLS_TL_VERIFY_CRL) == 0) return ListCheck::none;
  return (flags & GNUTLS_TL_FAIL_ON_INVALID_CRL) != 0 ? ListCheck::refuse_bad : ListCheck::skip_bad;
}

// Authorities first, so that they can have signed the lists.
int add_both(int authorities, auto revocation_lists) {
  if (authorities < 0) return authorities;
  const int lists = revocation_lists();
  return lists < 0 ? lists : authorities + lists;
}

// The handle of a certificate: the caller's, or a new one for what is an anchor of the list.
class Shown {
 public:
  Shown(std::span<const gnutls_x509_crt_t> chain, Bytes der) {
    for (const gnutls_x509_crt_t certificate : chain)
      if (equal(certificate->read->der(), der)) handle_ = certificate;
    if (handle_ != nullptr) return;
    if (auto parsed = pki::Certificate::parse(der)) made_.read = std::move(*parsed);
    handle_ = &made_;
  }
  Shown(const Shown&) = delete;
  Shown& operator=(const Shown&) = delete;
  gnutls_x509_crt_t handle() const { return handle_; }

 private:
  gnutls_x509_crt_int made_;
  gnutls_x509_crt_t handle_ = nullptr;
};

// A good path step by step, or the step that failed.
void tell(gnutls_verify_output_function* function, std::span<const gnutls_x509_crt_t> chain,
          const Judgement& judgement) {
  const pki::Verdict& verdict = judgement.verdict;
  const auto& path =
      verdict.path.empty() ? verdict.misnamed_path : verdict.path;  // names are no business of the function
  for (std::size_t i = path.size(); i-- > 1;)
    function(Shown(chain, path[i - 1].certificate.der).handle(), Shown(chain, path[i].certificate.der).handle(),
             nullptr, 0);
  if (path.size() == 1) {
    const Shown alone(chain, path[0].certificate.der);
    function(alone.handle(), alone.handle(), nullptr, 0);
  }
  if (path.empty())
    function(chain[std::min<std::size_t>(judgement.verdict.depth, chain.size() - 1)], nullptr, nullptr,
             judgement.status);
}

// `told`: may be null. The verdict's path points into the list, which stays as it is while its contents are held here.
int verify(gnutls_x509_trust_list_st& list, std::span<const gnutls_x509_crt_t> chain, const VerifyRequest& request,
           gnutls_verify_output_function* told, unsigned& status) {
  CredentialState::Contents contents;
  auto trusted = list.snapshot();
  contents.trust = std::move(trusted.trust);
  contents.revocation_lists = std::move(trusted.revocation_lists);
  Judgement judgement;
  if (const int code = judge_handles(contents, chain, request, judgement); code != 0) return code;
  status = judgement.status;
  if (told != nullptr) tell(told, chain, judgement);
  return GNUTLS_E_SUCCESS;
}

// The handle is kept once, however often it is added: it is freed once.
template <class Handle>
void keep(std::vector<Handle>& kept, std::span<const Handle> added) {
  for (const Handle handle : added)
    if (std::ranges::find(kept, handle) == kept.end()) kept.push_back(handle);
}

// Adds the good ones of several revocation lists, and keeps their handles only: the others stay the caller's to free. How
// many, or an error when there was no good one.
int add_good_lists(gnutls_x509_trust_list_st& list, std::span<const gnutls_x509_crl_t> crls) {
  int added = 0;
  for (const gnutls_x509_crl_t& crl : crls) {
    pki::RevocationLists one;
    if (const auto read = one.add_der(crl->read->der()); !read)
      return added != 0 ? added : load_code("a revocation list", read.error(), GNUTLS_E_INTERNAL_ERROR);
    const int code = revoke(list, one, ListCheck::skip_bad);
    if (code < 0) return added != 0 ? added : code;
    if (code > 0) list.change([&](auto&) { keep(list.crls, std::span(&crl, 1)); });
    added += code;
  }
  return added;
}

// What gnutls_certificate_set_trust_list() handed over.
void end_with_all(gnutls_x509_trust_list_st* list) { gnutls_x509_trust_list_deinit(list, 1); }

}  // namespace

extern "C" {

int gnutls_x509_trust_list_init(gnutls_x509_trust_list_t* list, unsigned int) {
  if (list == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *list = nullptr;
  return c_call([&] {
    *list = new gnutls_x509_trust_list_st;
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_x509_trust_list_deinit(gnutls_x509_trust_list_t list, unsigned int all) {
  if (list == nullptr) return;
  if (all != 0) {
    for (gnutls_x509_crt_t certificate : list->certificates) gnutls_x509_crt_deinit(certificate);
    for (gnutls_x509_crl_t crl : list->crls) gnutls_x509_crl_deinit(crl);
  }
  delete list;
}

int gnutls_x509_trust_list_add_cas(gnutls_x509_trust_list_t list, const gnutls_x509_crt_t* clist, unsigned clist_size,
                                   unsigned int) {
  if (list == nullptr || !is_list(clist, clist_size)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    auto added = std::make_shared<pki::TrustStore>();
    const std::span authorities(clist, clist_size);
    const int count = add_handles(*added, authorities);
    if (count < 0) return count;
    list->trust(std::move(added));
    list->change([&](auto&) { keep(list->certificates, authorities); });
    return count;
  });
}

int gnutls_x509_trust_list_add_crls(gnutls_x509_trust_list_t list, const gnutls_x509_crl_t* crl_list, unsigned crl_size,
                                    unsigned int flags, unsigned int) {
  if (list == nullptr || !is_list(crl_list, crl_size)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    pki::RevocationLists lists;
    const std::span crls(crl_list, crl_size);
    if (const int count = add_handles(lists, crls); count < 0) return count;
    if (list_check(flags) == ListCheck::skip_bad) return add_good_lists(*list, crls);
    const int code = revoke(*list, lists, list_check(flags));
    if (code >= 0) list->change([&](auto&) { keep(list->crls, crls); });
    return code;
  });
}

int gnutls_x509_trust_list_add_trust_mem(gnutls_x509_trust_list_t list, const gnutls_datum_t* cas,
                                         const gnutls_datum_t* crls, gnutls_x509_crt_fmt_t type, unsigned int tl_flags,
                                         unsigned int) {
  if (list == nullptr || !is_format(type)) return GNUTLS_E_INVALID_REQUEST;
  if (!readable_if_given(cas) || !readable_if_given(crls)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] {
    return add_both(cas != nullptr ? trust_mem(*list, bytes_of(*cas), type, kNone) : 0, [&] {
      return crls != nullptr ? revoke_mem(*list, bytes_of(*crls), type, list_check(tl_flags)) : 0;
    });
  });
}

int gnutls_x509_trust_list_add_trust_file(gnutls_x509_trust_list_t list, const char* ca_file, const char* crl_file,
                                          gnutls_x509_crt_fmt_t type, unsigned int tl_flags, unsigned int) {
  if (list == nullptr || !is_format(type)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] {
    return add_both(ca_file != nullptr ? trust_file(*list, ca_file, type, kNone) : 0,
                    [&] { return crl_file != nullptr ? revoke_file(*list, crl_file, type, list_check(tl_flags)) : 0; });
  });
}

int gnutls_x509_trust_list_add_system_trust(gnutls_x509_trust_list_t list, unsigned int, unsigned int) {
  if (list == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&] { return trust_system(*list); });
}

int gnutls_x509_trust_list_verify_crt(gnutls_x509_trust_list_t list, gnutls_x509_crt_t* cert_list,
                                      unsigned int cert_list_size, unsigned int flags, unsigned int* voutput,
                                      gnutls_verify_output_function func) {
  return gnutls_x509_trust_list_verify_crt2(list, cert_list, cert_list_size, nullptr, 0, flags, voutput, func);
}

int gnutls_x509_trust_list_verify_crt2(gnutls_x509_trust_list_t list, gnutls_x509_crt_t* cert_list,
                                       unsigned int cert_list_size, gnutls_typed_vdata_st* data, unsigned int elements,
                                       unsigned int flags, unsigned int* voutput, gnutls_verify_output_function func) {
  if (list == nullptr || cert_list_size < 1 || !is_list(cert_list, cert_list_size) || voutput == nullptr)
    return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    VerifyRequest request;
    if (!read_demands(data, elements, request)) return GNUTLS_E_INVALID_REQUEST;
    request.flags = flags;
    return verify(*list, std::span(cert_list, cert_list_size), request, func, *voutput);
  });
}

int gnutls_x509_trust_list_iter_get_ca(gnutls_x509_trust_list_t list, gnutls_x509_trust_list_iter_t* iter,
                                       gnutls_x509_crt_t* crt) {
  if (list == nullptr || iter == nullptr || crt == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    if (*iter == nullptr) *iter = new gnutls_x509_trust_list_iter{list->snapshot().trust};
    if ((*iter)->next == (*iter)->trust->anchors().end()) {
      gnutls_x509_trust_list_iter_deinit(std::exchange(*iter, nullptr));
      *crt = nullptr;
      return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
    }
    auto certificate = pki::Certificate::parse((*iter)->next++->der);
    if (!certificate) return load_code("a trusted certificate", certificate.error(), GNUTLS_E_INTERNAL_ERROR);
    *crt = new gnutls_x509_crt_int{std::move(*certificate)};
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_x509_trust_list_iter_deinit(gnutls_x509_trust_list_iter_t iter) { delete iter; }

void gnutls_certificate_set_trust_list(gnutls_certificate_credentials_t res, gnutls_x509_trust_list_t tlist, unsigned) {
  if (res == nullptr || tlist == nullptr || tlist == res->state->trust_list().get()) return;
  (void)c_call([&] {  // when memory runs out the list is gone, and nobody is trusted by it
    res->state->set_trust_list(std::shared_ptr<gnutls_x509_trust_list_st>(tlist, &end_with_all));
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_certificate_get_trust_list(gnutls_certificate_credentials_t res, gnutls_x509_trust_list_t* tlist) {
  if (res != nullptr && tlist != nullptr) *tlist = res->state->trust_list().get();
}

}  // extern "C"
