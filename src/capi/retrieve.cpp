#include "capi/retrieve.hpp"

#include <algorithm>

#include "capi/abstract_types.hpp"
#include "capi/loading.hpp"
#include "capi/log.hpp"
#include "capi/memory.hpp"
#include "capi/priority/engine_policy.hpp"
#include "capi/session.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

namespace {

// What the peer said, as the function gets it. On a server it says nothing.
struct Question {
  std::vector<gnutls_datum_t> authorities;
  std::vector<gnutls_pk_algorithm_t> algorithms;

  const gnutls_datum_t* names() const { return authorities.empty() ? nullptr : authorities.data(); }
  const gnutls_pk_algorithm_t* keys() const { return algorithms.empty() ? nullptr : algorithms.data(); }
  int name_count() const { return static_cast<int>(authorities.size()); }
  int key_count() const { return static_cast<int>(algorithms.size()); }
};

// What it answered. Nothing: no chain.
struct Found {
  std::vector<ByteVector> chain;
  std::vector<ByteVector> statuses;
  std::shared_ptr<const crypto::PrivateKey> key;
};

std::unexpected<Error> unusable(std::string_view what) {
  return fail(Errc::callback_failed, "retrieve_function", {}, "a chain of X.509 certificates and its key", what);
}

ByteVector copy_of(const gnutls_datum_t& datum) {
  const Bytes bytes = bytes_of(datum);
  return {bytes.begin(), bytes.end()};
}

// Frees what the function handed over for good. A key without a chain stays the program's, as in 3.7.9.
void release(const gnutls_retr2_st& answer) {
  if (answer.deinit_all == 0 || answer.ncerts == 0) return;
  if (answer.cert.x509 != nullptr)
    for (gnutls_x509_crt_t certificate : std::span(answer.cert.x509, answer.ncerts))
      gnutls_x509_crt_deinit(certificate);
  gnutls_free(answer.cert.x509);
  gnutls_x509_privkey_deinit(answer.key.x509);
}

Result<Found> take(const gnutls_retr2_st& answer) {
  Found out;
  if (answer.ncerts == 0) return out;
  const bool x509 = answer.cert_type == GNUTLS_CRT_X509 && answer.key_type == GNUTLS_PRIVKEY_X509;
  if (!x509 || answer.cert.x509 == nullptr || !holds(answer.key.x509)) return unusable("something else");
  for (const gnutls_x509_crt_t certificate : std::span(answer.cert.x509, answer.ncerts)) {
    if (!holds(certificate)) return unusable("an empty certificate");
    const Bytes der = certificate->read->der();
    out.chain.emplace_back(der.begin(), der.end());
  }
  out.key = answer.key.x509->read;
  return out;
}

Result<Found> ask(gnutls_certificate_retrieve_function* function, gnutls_session_int& session,
                  const Question& question) {
  gnutls_retr2_st answer{};
  const int code =
      function(&session, question.names(), question.name_count(), question.keys(), question.key_count(), &answer);
  if (code < 0) return unusable("an error");
  auto out = take(answer);
  release(answer);
  return out;
}

// What the other two kinds of function fill.
struct ParsedAnswer {
  gnutls_pcert_st* certificates = nullptr;
  unsigned count = 0;
  gnutls_ocsp_data_st* statuses = nullptr;
  unsigned status_count = 0;
  gnutls_privkey_t key = nullptr;
  unsigned flags = 0;
};

void release(const ParsedAnswer& answer) {
  if ((answer.flags & GNUTLS_CERT_RETR_DEINIT_ALL) == 0) return;
  if (answer.statuses != nullptr)
    for (const gnutls_ocsp_data_st& status : std::span(answer.statuses, answer.status_count))
      gnutls_free(status.response.data);
  gnutls_free(answer.statuses);
  if (answer.count == 0) return;  // as above
  if (answer.certificates != nullptr)
    for (gnutls_pcert_st& certificate : std::span(answer.certificates, answer.count)) gnutls_pcert_deinit(&certificate);
  gnutls_free(answer.certificates);
  gnutls_privkey_deinit(answer.key);
}

Result<Found> take(const ParsedAnswer& answer) {
  Found out;
  if (answer.count == 0) return out;
  if (answer.certificates == nullptr || !holds(answer.key)) return unusable("something else");
  for (const gnutls_pcert_st& certificate : std::span(answer.certificates, answer.count)) {
    if (certificate.type != GNUTLS_CRT_X509 || certificate.cert.data == nullptr) return unusable("something else");
    out.chain.push_back(copy_of(certificate.cert));
  }
  if (answer.statuses != nullptr)
    for (const gnutls_ocsp_data_st& status : std::span(answer.statuses, answer.status_count))
      out.statuses.push_back(copy_of(status.response));
  out.key = answer.key->read;
  return out;
}

Result<Found> ask(gnutls_certificate_retrieve_function2* function, gnutls_session_int& session,
                  const Question& question) {
  ParsedAnswer answer;  // stays the application's
  const int code = function(&session, question.names(), question.name_count(), question.keys(), question.key_count(),
                            &answer.certificates, &answer.count, &answer.key);
  if (code < 0) return unusable("an error");
  return take(answer);
}

Result<Found> ask(gnutls_certificate_retrieve_function3* function, gnutls_session_int& session,
                  const Question& question) {
  ParsedAnswer answer;
  gnutls_cert_retr_st info{};
  info.version = 1;
  info.cred = session.credentials;
  info.req_ca_rdn = question.names();
  info.nreqs = static_cast<unsigned>(question.authorities.size());
  info.pk_algos = question.keys();
  info.pk_algos_length = static_cast<unsigned>(question.algorithms.size());
  const int code = function(&session, &info, &answer.certificates, &answer.count, &answer.statuses,
                            &answer.status_count, &answer.key, &answer.flags);
  if (code < 0) return unusable("an error");
  auto out = take(answer);
  release(answer);
  return out;
}

Result<Found> ask(gnutls_session_int& session, const Question& question) {
  const RetrieveFunction function = session.credential_state->snapshot().retrieve_function;
  if (function.with_status != nullptr) return ask(function.with_status, session, question);
  if (function.parsed != nullptr) return ask(function.parsed, session, question);
  return ask(function.handles, session, question);
}

// In place of what the credentials hold. Nothing found: there is nothing to prove this side with.
Result<void> retrieve(gnutls_session_int& session, const Question& question) {
  auto found = ask(session, question);
  if (session.abandoned) return unusable("the end of the session");
  if (!found) {
    log("the certificate that was to be retrieved", found.error());
    return std::unexpected(found.error());
  }
  auto& credentials = session.connection.options().credentials;
  credentials = nullptr;
  if (found->chain.empty()) return {};
  auto made = tls::Credential::create(std::move(found->chain), std::move(found->key));
  if (!made) {
    log("the certificate that was retrieved", made.error());
    return unusable("a chain and another key");
  }
  if (!found->statuses.empty()) {
    auto with_statuses = std::make_shared<tls::Credential>(**made);
    with_statuses->statuses = std::move(found->statuses);
    *made = std::move(with_statuses);
  }
  credentials = std::make_shared<const tls::Credentials>(1, *made);
  return {};
}

class ServerRetrieval final : public tls::ServerCertificateCallback {
 public:
  explicit ServerRetrieval(gnutls_session_int& session) : session_(session) {}
  Answer<void> on_server_certificate(const tls::ClientHello&, tls::Connection&) override {
    // A function that fails leaves nothing to prove this side with, either.
    if (!retrieve(session_, {})) session_.connection.options().credentials = nullptr;
    if (session_.abandoned) return Result<void>(unusable("the end of the session"));
    return Result<void>();
  }

 private:
  gnutls_session_int& session_;
};

// Kinds of keys in the order of their first scheme, as the interface names them: every RSASSA-PSS counts as RSA-PSS. A
// certificate type of TLS 1.2 is RSA or ECDSA (RFC 5246, 7.4.4; RFC 8422, 5.5).
void add_algorithm(Question& question, SignatureScheme scheme, ProtocolVersion version) {
  gnutls_pk_algorithm_t algorithm = gnutls_sign_get_pk_algorithm(signature_id(scheme, version));
  if (algorithm == GNUTLS_PK_UNKNOWN) return;
  const bool tls12 = version == ProtocolVersion::tls12;
  if (tls12 && algorithm == GNUTLS_PK_RSA_PSS) algorithm = GNUTLS_PK_RSA;
  if (tls12 && algorithm == GNUTLS_PK_EDDSA_ED25519) algorithm = GNUTLS_PK_ECDSA;
  if (std::ranges::find(question.algorithms, algorithm) == question.algorithms.end())
    question.algorithms.push_back(algorithm);
}

Question question_of(const tls::CertificateRequest& request, ProtocolVersion version) {
  Question out;
  if (const auto& named = request.extensions.certificate_authorities)
    for (const tls::DistinguishedName& authority : named->authorities)
      out.authorities.push_back(view_of(authority.name));
  if (const auto& accepted = request.extensions.signature_algorithms)
    for (const SignatureScheme scheme : accepted->supported_signature_algorithms) add_algorithm(out, scheme, version);
  return out;
}

}  // namespace

std::shared_ptr<tls::ServerCertificateCallback> retrieve_on_server(gnutls_session_int& session) {
  return std::make_shared<ServerRetrieval>(session);
}

Result<void> retrieve_on_client(gnutls_session_int& session, const tls::CertificateRequest& request) {
  if (!retrieves(session)) return {};
  session.callback_code = GNUTLS_E_USER_ERROR;
  session.connection.options().certificate_for_any_server = true;  // the function has seen the authorities
  return retrieve(session, question_of(request, session.connection.info().version));
}

bool retrieves(const gnutls_session_int& session) {
  return session.credential_state != nullptr && session.credential_state->snapshot().retrieve_function.is_set();
}

}  // namespace handfast::capi

namespace {

void set(gnutls_certificate_credentials_t credentials, RetrieveFunction function) {
  if (credentials != nullptr) credentials->change([=](auto& contents) { contents.retrieve_function = function; });
}

}  // namespace

extern "C" {

void gnutls_certificate_set_retrieve_function(gnutls_certificate_credentials_t cred,
                                              gnutls_certificate_retrieve_function* func) {
  set(cred, {.handles = func});
}

void gnutls_certificate_set_retrieve_function2(gnutls_certificate_credentials_t cred,
                                               gnutls_certificate_retrieve_function2* func) {
  set(cred, {.parsed = func});
}

void gnutls_certificate_set_retrieve_function3(gnutls_certificate_credentials_t cred,
                                               gnutls_certificate_retrieve_function3* func) {
  set(cred, {.with_status = func});
}

}  // extern "C"
