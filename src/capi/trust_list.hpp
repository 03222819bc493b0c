#pragma once
// What a gnutls_x509_trust_list_t points to: authorities that are trusted, and revocation lists. Credentials have one.
// Threads share it: what a snapshot has does not change any more.
#include <memory>
#include <mutex>

#include "capi/growing.hpp"
#include "capi/public_api.hpp"
#include "capi/x509_types.hpp"
#include "pki/crl.hpp"
#include "pki/trust_store.hpp"

namespace handfast::capi {

// Trusts nobody; one for all, made at the first call. Throws std::bad_alloc.
const std::shared_ptr<const pki::TrustStore>& empty_trust_store();

}  // namespace handfast::capi

struct gnutls_x509_trust_list_st {
  struct Contents {
    std::shared_ptr<const handfast::pki::TrustStore> trust = handfast::capi::empty_trust_store();
    std::shared_ptr<const handfast::pki::RevocationLists> revocation_lists;  // null: none
  };

  Contents snapshot() const {
    const std::lock_guard lock(mutex_);
    trust_.shared();
    return contents_;
  }
  // `change` gets the contents by reference, and keeps nothing of them.
  template <class Change>
  auto change(Change change) {
    const std::lock_guard lock(mutex_);
    return change(contents_);
  }
  // Adds authorities to those that are trusted. Throws std::bad_alloc.
  void trust(std::shared_ptr<const handfast::pki::TrustStore> added);

  // Handles of the application that go with the list, if it says so when it ends it.
  std::vector<gnutls_x509_crt_t> certificates;
  std::vector<gnutls_x509_crl_t> crls;

 private:
  mutable std::mutex mutex_;
  Contents contents_;
  mutable handfast::capi::Growing<handfast::pki::TrustStore> trust_;  // of the contents
};

namespace handfast::capi {

// What a list that is added must fulfil: nothing, or that an authority of the trust list has signed it; and whether one that
// does not is left out or an error.
enum class ListCheck : std::uint8_t { none, skip_bad, refuse_bad };

// Adds what a program holds as handles to a TrustStore or to RevocationLists. How many, or an error. Throw std::bad_alloc.
int add_handles(pki::TrustStore& store, std::span<const gnutls_x509_crt_t> authorities);
int add_handles(pki::RevocationLists& lists, std::span<const gnutls_x509_crl_t> crls);

// Adds revocation lists. How many, GNUTLS_E_CRL_VERIFICATION_ERROR, or another error. Throws std::bad_alloc.
int revoke(gnutls_x509_trust_list_st& list, const pki::RevocationLists& added, ListCheck check);

// The same from memory, a file or the files of a folder. How many there were, or an error: `nothing_found` for PEM without a
// certificate, GNUTLS_E_BASE64_DECODING_ERROR without a revocation list. Throw std::bad_alloc.
int trust_mem(gnutls_x509_trust_list_st& list, Bytes input, gnutls_x509_crt_fmt_t format, int nothing_found);
int trust_file(gnutls_x509_trust_list_st& list, const char* file, gnutls_x509_crt_fmt_t format, int nothing_found);
int trust_folder(gnutls_x509_trust_list_st& list, const char* folder, gnutls_x509_crt_fmt_t format);
int trust_system(gnutls_x509_trust_list_st& list);
int revoke_mem(gnutls_x509_trust_list_st& list, Bytes input, gnutls_x509_crt_fmt_t format, ListCheck check);
int revoke_file(gnutls_x509_trust_list_st& list, const char* file, gnutls_x509_crt_fmt_t format, ListCheck check);

}  // namespace handfast::capi
