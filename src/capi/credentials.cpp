// Certificate credentials: their life, keys, flags, and how a session gets them. credentials_trust.cpp has authorities and
// revocation lists.
#include "capi/credentials.hpp"

#include "capi/loading.hpp"
#include "capi/memory.hpp"
#include "capi/retrieve.hpp"
#include "capi/session.hpp"
#include "capi/verify.hpp"
#include "pki/file.hpp"
#include "pki/key_file.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

namespace {

// A request names authorities as a hint (RFC 8446, 4.2.4). Beyond this many bytes, and all extensions together have room for
// 65535, no name is sent: a client then offers what it has.
constexpr std::size_t kMaxAuthorityNames = 65'000;
constexpr std::size_t kNamePrefix = 2;  // each name's length on the wire

std::vector<ByteVector> authority_names(const CredentialState::Contents& contents) {
  std::vector<ByteVector> out;
  std::size_t size = 0;
  Bytes previous;
  for (const pki::TrustStore::Anchor& anchor : contents.trust->anchors()) {
    if (contents.unnamed && contents.unnamed->contains(anchor.der)) continue;
    if (equal(anchor.subject, previous)) continue;  // several certificates of one authority stand side by side
    previous = anchor.subject;
    size += anchor.subject.size() + kNamePrefix;
    if (size > kMaxAuthorityNames) return {};
    out.emplace_back(anchor.subject.begin(), anchor.subject.end());
  }
  return out;
}

}  // namespace

int apply_credentials(gnutls_session_int& session) {
  tls::Options& options = session.connection.options();
  options.credentials = nullptr;
  options.server_certificate_callback = nullptr;
  options.certificate_authorities.clear();
  if (session.credential_state == nullptr) {
    // A server learns it when the client has spoken. A client that names nobody to trust has nothing to go on for.
    return session.is_client() ? GNUTLS_E_INSUFFICIENT_CREDENTIALS : GNUTLS_E_SUCCESS;
  }
  const auto contents = session.credential_state->snapshot();
  options.credentials = contents.keys;
  // As the other library: where there is a choice, the authorities decide it.
  options.certificate_for_any_server =
      (session.flags & GNUTLS_FORCE_CLIENT_CERT) != 0 && contents.keys && contents.keys->size() == 1;
  if (!session.is_client() && contents.retrieve_function.is_set())
    options.server_certificate_callback = retrieve_on_server(session);
  const bool requests = options.client_authentication != tls::ClientAuthentication::none;
  if (!session.is_client() && requests && session.names_authorities)
    options.certificate_authorities = authority_names(contents);
  return GNUTLS_E_SUCCESS;
}

int add_key(gnutls_certificate_credentials_st& credentials, std::vector<ByteVector> chain,
            std::shared_ptr<const crypto::PrivateKey> key, std::vector<std::string> names) {
  auto made = tls::Credential::create(std::move(chain), std::move(key));
  if (!made) return load_code("the certificate and its key", made.error(), GNUTLS_E_INTERNAL_ERROR);
  if (!names.empty()) {
    auto named = std::make_shared<tls::Credential>(**made);
    named->names.insert(named->names.end(), names.begin(), names.end());
    *made = std::move(named);
  }
  return credentials.state->add_key(std::move(*made));
}

PasswordSource password_source(const gnutls_certificate_credentials_st& credentials, const char* password) {
  return credentials.state->pin_source(password);
}

namespace {

int add_key(gnutls_certificate_credentials_st& credentials, Bytes certificates, Bytes private_key,
            gnutls_x509_crt_fmt_t format, const char* password) {
  std::shared_ptr<const crypto::PrivateKey> key;
  const PasswordSource source = password_source(credentials, password);
  if (const int code = read_protected_key_into(key, private_key, format, source); code != 0) return code;
  auto chain = read_chain(certificates, format);
  if (!chain) return load_code("the certificate", chain.error(), GNUTLS_E_BASE64_DECODING_ERROR);
  return capi::add_key(credentials, std::move(*chain), std::move(key));
}

}  // namespace

int CredentialState::add_key(std::shared_ptr<const tls::Credential> key) {
  const std::lock_guard lock(mutex_);
  tls::Credentials& keys = keys_.of(contents_.keys, [](const tls::Credentials* old) {
    return old != nullptr ? std::make_shared<tls::Credentials>(*old) : std::make_shared<tls::Credentials>();
  });
  keys.push_back(std::move(key));
  const bool numbered = (contents_.flags & GNUTLS_CERTIFICATE_API_V2) != 0;
  return numbered ? static_cast<int>(keys.size() - 1) : GNUTLS_E_SUCCESS;
}

PasswordSource CredentialState::pin_source(const char* password) const {
  const std::lock_guard lock(mutex_);
  return {password, contents_.pin_function, contents_.pin_data};
}

CredentialState::Contents CredentialState::snapshot() const {
  std::unique_lock lock(mutex_);
  keys_.shared();
  Contents out = contents_;
  const auto list = trust_list_;
  lock.unlock();
  auto trusted = list->snapshot();
  out.trust = std::move(trusted.trust);
  out.revocation_lists = std::move(trusted.revocation_lists);
  return out;
}

void CredentialState::set_trust_list(std::shared_ptr<gnutls_x509_trust_list_st> list) {
  const std::lock_guard lock(mutex_);
  trust_list_.swap(list);
}

void CredentialState::own(std::shared_ptr<const void> object) {
  const std::lock_guard lock(mutex_);
  owned_.push_back(std::move(object));
}

void CredentialState::disown() {
  std::vector<std::shared_ptr<const void>> gone;
  const std::lock_guard lock(mutex_);
  owned_.swap(gone);
}

}  // namespace handfast::capi

extern "C" {

int gnutls_certificate_allocate_credentials(gnutls_certificate_credentials_t* res) {
  if (res == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *res = nullptr;
  return c_call([&] {
    *res = new gnutls_certificate_credentials_st;
    return GNUTLS_E_SUCCESS;
  });
}

void gnutls_certificate_free_credentials(gnutls_certificate_credentials_t sc) { delete sc; }

void gnutls_certificate_free_keys(gnutls_certificate_credentials_t sc) {
  if (sc == nullptr) return;
  sc->change([](auto& contents) { contents.keys = nullptr; });
  sc->state->disown();
}

int gnutls_certificate_set_x509_key_file(gnutls_certificate_credentials_t res, const char* certfile,
                                         const char* keyfile, gnutls_x509_crt_fmt_t type) {
  return gnutls_certificate_set_x509_key_file2(res, certfile, keyfile, type, nullptr, 0);
}

int gnutls_certificate_set_x509_key_file2(gnutls_certificate_credentials_t res, const char* certfile,
                                          const char* keyfile, gnutls_x509_crt_fmt_t type, const char* pass,
                                          unsigned int) {
  if (res == nullptr || certfile == nullptr || check_input(keyfile, type) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    const auto key = pki::read_secret_file(keyfile, pki::kMaxKeyFileSize);
    if (!key) return load_code("the private key's file", key.error(), GNUTLS_E_FILE_ERROR);
    const auto certificates = pki::read_file(certfile, pki::kMaxCertificateFileSize);
    if (!certificates) return load_code("the certificate's file", certificates.error(), GNUTLS_E_FILE_ERROR);
    return add_key(*res, *certificates, key->reveal(), type, pass);
  });
}

int gnutls_certificate_set_x509_key_mem(gnutls_certificate_credentials_t res, const gnutls_datum_t* cert,
                                        const gnutls_datum_t* key, gnutls_x509_crt_fmt_t type) {
  return gnutls_certificate_set_x509_key_mem2(res, cert, key, type, nullptr, 0);
}

int gnutls_certificate_set_x509_key_mem2(gnutls_certificate_credentials_t res, const gnutls_datum_t* cert,
                                         const gnutls_datum_t* key, gnutls_x509_crt_fmt_t type, const char* pass,
                                         unsigned int) {
  if (res == nullptr || !readable(cert) || check_input(key, type) != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int { return add_key(*res, bytes_of(*cert), bytes_of(*key), type, pass); });
}

void gnutls_certificate_set_pin_function(gnutls_certificate_credentials_t cred, gnutls_pin_callback_t fn,
                                         void* userdata) {
  if (cred == nullptr) return;
  cred->change([=](auto& contents) {
    contents.pin_function = fn;
    contents.pin_data = userdata;
  });
}

int gnutls_certificate_get_crt_raw(gnutls_certificate_credentials_t sc, unsigned idx1, unsigned idx2,
                                   gnutls_datum_t* cert) {
  if (sc == nullptr || cert == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const auto keys = sc->snapshot().keys;
  if (!keys || idx1 >= keys->size() || idx2 >= (*keys)[idx1]->chain.size())
    return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
  *cert = view_of((*keys)[idx1]->chain[idx2]);
  return GNUTLS_E_SUCCESS;
}

void gnutls_certificate_set_flags(gnutls_certificate_credentials_t cred, unsigned int flags) {
  if (cred != nullptr) cred->change([=](auto& contents) { contents.flags = flags; });
}

int gnutls_certificate_set_known_dh_params(gnutls_certificate_credentials_t res, gnutls_sec_param_t) {
  return res == nullptr ? GNUTLS_E_INVALID_REQUEST : GNUTLS_E_SUCCESS;
}

int gnutls_credentials_set(gnutls_session_t session, gnutls_credentials_type_t type, void* cred) {
  if (session == nullptr) return GNUTLS_E_INVALID_REQUEST;
  if (type != GNUTLS_CRD_CERTIFICATE)
    return c_call([&]() -> int {
      std::erase_if(session->other_credentials, [type](const auto& kept) { return kept.first == type; });
      session->other_credentials.emplace_back(type, cred);
      return GNUTLS_E_SUCCESS;
    });
  session->credentials = static_cast<gnutls_certificate_credentials_t>(cred);
  session->credential_state = cred != nullptr ? session->credentials->state : nullptr;
  return GNUTLS_E_SUCCESS;
}

int gnutls_credentials_get(gnutls_session_t session, gnutls_credentials_type_t type, void** cred) {
  if (session == nullptr || cred == nullptr) return GNUTLS_E_INVALID_REQUEST;
  void* found = type == GNUTLS_CRD_CERTIFICATE ? session->credentials : nullptr;
  for (const auto& [kept, other] : session->other_credentials)
    if (kept == type) found = other;
  if (found == nullptr) return GNUTLS_E_INVALID_REQUEST;
  *cred = found;
  return GNUTLS_E_SUCCESS;
}

void gnutls_credentials_clear(gnutls_session_t session) {
  if (session == nullptr) return;
  session->credentials = nullptr;
  session->other_credentials.clear();
  session->credential_state = nullptr;
}

void gnutls_certificate_server_set_request(gnutls_session_t session, gnutls_certificate_request_t req) {
  if (session == nullptr) return;
  const auto wanted = [req] {
    switch (req) {
      case GNUTLS_CERT_REQUEST: return tls::ClientAuthentication::request;
      case GNUTLS_CERT_REQUIRE: return tls::ClientAuthentication::require;
      case GNUTLS_CERT_IGNORE: break;
    }
    return tls::ClientAuthentication::none;
  };
  session->connection.options().client_authentication = wanted();
}

void gnutls_certificate_send_x509_rdn_sequence(gnutls_session_t session, int status) {
  if (session != nullptr) session->names_authorities = status == 0;
}

}  // extern "C"
