#pragma once
// What a gnutls_certificate_credentials_t points to: whom to trust, what was revoked, what to prove oneself with. Sessions
// and threads share it, so each part is replaced as a whole and never changed: who took it may go on using it. A session
// keeps the state alive, so that a program may free its handle too early.
#include <memory>
#include <mutex>

#include "capi/growing.hpp"
#include "capi/password.hpp"
#include "capi/public_api.hpp"
#include "capi/trust_list.hpp"
#include "tls/credentials.hpp"

namespace handfast::capi {

// The application's function that finds a certificate during the handshake; at most one of the three kinds is set.
struct RetrieveFunction {
  gnutls_certificate_retrieve_function* handles = nullptr;
  gnutls_certificate_retrieve_function2* parsed = nullptr;
  gnutls_certificate_retrieve_function3* with_status = nullptr;

  bool is_set() const { return handles != nullptr || parsed != nullptr || with_status != nullptr; }
};

class CredentialState {
 public:
  struct Contents {
    // Of the trust list, as it is when a snapshot is taken.
    std::shared_ptr<const pki::TrustStore> trust = empty_trust_store();
    std::shared_ptr<const pki::RevocationLists> revocation_lists;  // null: none

    std::shared_ptr<const pki::TrustStore> unnamed;  // authorities that a request does not name; null: none
    std::shared_ptr<const tls::Credentials> keys;    // null: none
    unsigned flags = 0;                              // bits of gnutls_certificate_flags
    unsigned verify_flags = 0;                       // bits of gnutls_certificate_verify_flags
    unsigned max_depth = 0;                          // certificates in a peer's chain; 0: the library's own limit
    gnutls_certificate_verify_function* verify_function = nullptr;
    RetrieveFunction retrieve_function;
    gnutls_pin_callback_t pin_function = nullptr;
    void* pin_data = nullptr;
  };

  Contents snapshot() const;
  // Replaces parts of the contents, but for those of the trust list; `change` gets them by reference, and keeps nothing.
  template <class Change>
  auto change(Change change) {
    const std::lock_guard lock(mutex_);
    return change(contents_);
  }

  // Adds a key, and gives what gnutls_certificate_set_x509_key() returns. Throws std::bad_alloc.
  int add_key(std::shared_ptr<const tls::Credential> key);
  // Where the password of a key's file comes from.
  PasswordSource pin_source(const char* password) const;

  std::shared_ptr<gnutls_x509_trust_list_st> trust_list() const {
    const std::lock_guard lock(mutex_);
    return trust_list_;
  }
  void set_trust_list(std::shared_ptr<gnutls_x509_trust_list_st> list);

  // Objects of the application that became the credentials' own; they go with the keys. Throws std::bad_alloc.
  void own(std::shared_ptr<const void> object);
  void disown();

 private:
  mutable std::mutex mutex_;
  Contents contents_;
  mutable Growing<tls::Credentials> keys_;  // of the contents
  std::shared_ptr<gnutls_x509_trust_list_st> trust_list_ = std::make_shared<gnutls_x509_trust_list_st>();
  std::vector<std::shared_ptr<const void>> owned_;
};

}  // namespace handfast::capi

struct gnutls_certificate_credentials_st {
  using Contents = handfast::capi::CredentialState::Contents;

  const std::shared_ptr<handfast::capi::CredentialState> state = std::make_shared<handfast::capi::CredentialState>();

  Contents snapshot() const { return state->snapshot(); }
  template <class Change>
  auto change(Change change) {
    return state->change(change);
  }
};

namespace handfast::capi {

// Adds a chain, its leaf first, and its key, for `names` beside those in the leaf. What gnutls_certificate_set_x509_key()
// returns. Throws std::bad_alloc.
int add_key(gnutls_certificate_credentials_st& credentials, std::vector<ByteVector> chain,
            std::shared_ptr<const crypto::PrivateKey> key, std::vector<std::string> names = {});

// Where credentials find the password of a key's file.
PasswordSource password_source(const gnutls_certificate_credentials_st& credentials, const char* password);

// Before the first step, and after a callback that may have replaced credentials: the session's credentials become the
// connection's options. Throws std::bad_alloc. Returns 0, or the error that ends the handshake.
int apply_credentials(gnutls_session_int& session);

}  // namespace handfast::capi
