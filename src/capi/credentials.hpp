#pragma once
// What a gnutls_certificate_credentials_t points to: whom to trust, what was revoked, what to prove oneself with. Sessions
// and threads share it, so each part is replaced as a whole and never changed: who took it may go on using it.
#include <memory>
#include <mutex>

#include "capi/public_api.hpp"
#include "pki/crl.hpp"
#include "pki/trust_store.hpp"
#include "tls/credentials.hpp"

namespace handfast::capi {

// Trusts nobody; one for all, made at the first call. Throws std::bad_alloc.
const std::shared_ptr<const pki::TrustStore>& empty_trust_store();

}  // namespace handfast::capi

struct gnutls_certificate_credentials_st {
  struct Contents {
    std::shared_ptr<const handfast::pki::TrustStore> trust = handfast::capi::empty_trust_store();
    std::shared_ptr<const handfast::pki::TrustStore> unnamed;  // authorities that a request does not name; null: none
    std::shared_ptr<const handfast::pki::RevocationLists> revocation_lists;  // null: none
    std::shared_ptr<const handfast::tls::Credentials> keys;                  // null: none
    unsigned flags = 0;                                                      // bits of gnutls_certificate_flags
    unsigned verify_flags = 0;                                               // bits of gnutls_certificate_verify_flags
    unsigned max_depth = 0;  // certificates in a peer's chain; 0: the library's own limit
    gnutls_certificate_verify_function* verify_function = nullptr;
  };

  Contents snapshot() const {
    const std::lock_guard lock(mutex_);
    return contents_;
  }
  // Replaces parts of the contents; `change` gets them by reference.
  template <class Change>
  auto change(Change change) {
    const std::lock_guard lock(mutex_);
    return change(contents_);
  }

 private:
  mutable std::mutex mutex_;
  Contents contents_;
};

namespace handfast::capi {

// Adds authorities to those that are trusted. Throws std::bad_alloc.
void trust(gnutls_certificate_credentials_st& credentials, std::shared_ptr<const pki::TrustStore> added);

// Adds revocation lists. 0, GNUTLS_E_CRL_VERIFICATION_ERROR as the flags ask for it, or another error. Throws std::bad_alloc.
int revoke(gnutls_certificate_credentials_st& credentials, const pki::RevocationLists& added);

// Adds a chain, its leaf first, and its key. What gnutls_certificate_set_x509_key() returns. Throws std::bad_alloc.
int add_key(gnutls_certificate_credentials_st& credentials, std::vector<ByteVector> chain,
            std::shared_ptr<const crypto::PrivateKey> key);

// Before the first step, and after a callback that may have replaced credentials: the session's credentials become the
// connection's options. Throws std::bad_alloc. Returns 0, or the error that ends the handshake.
int apply_credentials(gnutls_session_int& session);

}  // namespace handfast::capi
