// When a session's peer is judged: inside the handshake by itself or by the program's function, or when the program asks.
#include <cstring>

#include "capi/log.hpp"
#include "capi/sized.hpp"
#include "capi/verify.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace handfast::capi {

namespace {

bool means_later(int code) { return code == GNUTLS_E_AGAIN || code == GNUTLS_E_INTERRUPTED; }

std::vector<Bytes> peer_chain(const gnutls_session_int& session) {
  const auto& chain = session.connection.info().peer_chain;
  return {chain.begin(), chain.end()};
}

// The verdict on the session's peer. 0, or why there is none.
int judge_peer(gnutls_session_int& session, const VerifyRequest& request, Judgement& out) {
  if (session.connection.info().version == ProtocolVersion{}) return GNUTLS_E_INVALID_REQUEST;  // nothing was said yet
  const std::vector<Bytes> chain = peer_chain(session);
  if (chain.empty()) return GNUTLS_E_NO_CERTIFICATE_FOUND;
  if (session.credential_state == nullptr) return GNUTLS_E_INSUFFICIENT_CREDENTIALS;
  const auto credentials = session.credential_state->snapshot();
  if (credentials.max_depth != 0 && chain.size() > credentials.max_depth) return GNUTLS_E_CONSTRAINT_ERROR;
  VerifyRequest about_peer = request;
  about_peer.status_withheld = session.is_client() && session.connection.options().request_status &&
                               session.connection.info().peer_status().empty();
  out = judge(credentials, chain, about_peer, session.priority.get());
  return GNUTLS_E_SUCCESS;
}

pki::Verdict accepted() {
  pki::Verdict out;
  out.error.reset();
  return out;
}

pki::Verdict refused_by(std::string_view whom) {
  pki::Verdict out;
  out.error = Error{Errc::certificate_rejected, whom, {}, "an acceptable certificate", "a refusal"};
  return out;
}

gnutls_certificate_verify_function* function_of(const gnutls_session_int& session) {
  if (session.verify_function != nullptr) return session.verify_function;
  return session.credential_state == nullptr ? nullptr : session.credential_state->snapshot().verify_function;
}

// gnutls_session_set_verify_cert(): a bad certificate ends the handshake with GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR.
pki::Verdict verify_by_itself(gnutls_session_int& session) {
  Judgement judgement;
  if (judge_peer(session, *session.verify_request, judgement) != 0) return refused_by("verification");
  session.verify_status = judgement.status;
  if (judgement.status == 0) return accepted();
  // 3.7.9 has one number for whatever is wrong; these two have others outside of a verdict.
  Error& error = *judgement.verdict.error;
  if (error.code == Errc::key_too_small || error.code == Errc::certificate_malformed)
    error.code = Errc::certificate_unsupported;
  log("the peer's certificate", error);
  return std::move(judgement.verdict);
}

// The program's function, which may ask for more time: each later gnutls_handshake() calls it again, as 3.7.9 does.
class FunctionAnswer final : public Later<pki::Verdict> {
 public:
  explicit FunctionAnswer(gnutls_session_int& session) : session_(session) {}
  std::optional<Result<pki::Verdict>> poll() override {
    if (asked_in_ == session_.handshake_calls) return std::nullopt;
    asked_in_ = session_.handshake_calls;
    if (session_.abandoned) return refused_by("the program");
    const auto function = function_of(session_);
    const int code = function == nullptr ? GNUTLS_E_CERTIFICATE_ERROR : function(&session_);
    session_.callback_code = code;
    if (means_later(code)) return std::nullopt;
    if (session_.abandoned) return refused_by("the program");
    if (code == 0) return accepted();
    audit(&session_, "the program refused the peer's certificate");
    return refused_by("verify_function");
  }

 private:
  gnutls_session_int& session_;
  std::optional<unsigned> asked_in_;
};

template <std::size_t N>
void add(crypto::Hash& hash, const std::array<std::uint32_t, N>& numbers) {
  constexpr std::size_t kSize = sizeof(std::uint32_t);
  std::array<std::uint8_t, N * kSize> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(numbers[i / kSize] >> (8 * (i % kSize)));
  hash.update(bytes);
}

std::uint32_t size_of(const auto& bytes) { return static_cast<std::uint32_t>(bytes.size()); }

// 0: nothing is demanded.
std::uint32_t size_and_one(const std::optional<std::string>& demand) { return demand ? size_of(*demand) + 1 : 0; }

// With its sizes first: what follows is apart.
void add_request(crypto::Hash& hash, const VerifyRequest& request) {
  add(hash,
      std::array<std::uint32_t, 5>{request.flags, size_and_one(request.hostname), size_and_one(request.ip_address),
                                   size_and_one(request.email), size_of(request.purpose_oid)});
  for (const auto* demand : {&request.hostname, &request.ip_address, &request.email})
    if (*demand) hash.update(as_bytes(**demand));
  hash.update(as_bytes(request.purpose_oid));
}

void add_revocation(crypto::Hash& hash, const pki::RevocationLists& lists) {
  for (const auto& list : lists.lists()) {
    add(hash, std::array<std::uint32_t, 2>{size_of(list->der()), size_of(list->signature())});
    hash.update(list->signature());
  }
}

// What a verdict follows: a resumption compares it twice, so it is put together in few pieces.
crypto::Digest settings_of(const gnutls_session_int& session) {
  crypto::Hash hash(crypto::HashAlgorithm::sha256);
  const auto credentials =
      session.credential_state ? session.credential_state->snapshot() : CredentialState::Contents();
  const Priority* const priority = session.priority.get();
  const auto* const lists = credentials.revocation_lists.get();
  add(hash, std::array<std::uint32_t, 7>{
                session.verify_request != nullptr, session.credential_state != nullptr, credentials.verify_flags,
                credentials.max_depth, lists != nullptr ? size_of(lists->lists()) : 0,
                priority != nullptr ? priority->profile + 1U : 0, priority != nullptr ? priority->verify_flags : 0});
  if (session.credential_state) hash.update(credentials.trust->fingerprint());
  if (lists != nullptr) add_revocation(hash, *lists);
  if (session.verify_request) add_request(hash, *session.verify_request);
  return hash.digest();
}

// That no certificate fulfils. Needs no memory.
std::shared_ptr<const VerifyRequest> impossible_request() {
  static const VerifyRequest nobody{.hostname = std::string(), .ip_address = {}, .email = {}, .purpose_oid = {}};
  return {std::shared_ptr<const VerifyRequest>(), &nobody};
}

// For functions that cannot report an error: no certificate fulfils demands that were not understood, or that no memory was
// left for.
template <class Read>
void demand(gnutls_session_int& session, unsigned flags, Read read) {
  session.verify_request = impossible_request();
  session.verify_function = nullptr;
  try {
    VerifyRequest request;
    request.flags = flags;
    if (read(request)) session.verify_request = std::make_shared<const VerifyRequest>(std::move(request));
  } catch (const std::bad_alloc&) {
    log(1, "out of memory: no certificate will be accepted");
  }
}

int verify_peer(gnutls_session_t session, const VerifyRequest& request, unsigned* status) {
  const InCall inside(*session);  // what is logged goes to the application
  Judgement judgement;
  if (const int code = judge_peer(*session, request, judgement); code != 0) return code;
  *status = judgement.status;
  if (judgement.status == 0) return GNUTLS_E_SUCCESS;
  log("the peer's certificate", *judgement.verdict.error);
  note_verdict(*session, judgement.verdict);
  return GNUTLS_E_SUCCESS;
}

}  // namespace

bool read_demands(const gnutls_typed_vdata_st* data, unsigned elements, VerifyRequest& out) {
  if (!is_list(data, elements)) return false;
  for (const gnutls_typed_vdata_st& demand : std::span(data, elements)) {
    if (demand.data == nullptr) return false;
    const void* const memory = demand.data;
    const auto* text = static_cast<const char*>(memory);
    const std::string value(text, demand.size != 0 ? demand.size : std::strlen(text));
    switch (demand.type) {
      case GNUTLS_DT_DNS_HOSTNAME: out.hostname = value; break;
      case GNUTLS_DT_KEY_PURPOSE_OID: out.purpose_oid = value; break;
      case GNUTLS_DT_RFC822NAME: out.email = value; break;
      case GNUTLS_DT_IP_ADDRESS: out.ip_address = value; break;
      case GNUTLS_DT_UNKNOWN:
      default: return false;
    }
  }
  return true;
}

bool SessionVerifier::is_wanted() const { return session_.verify_request || function_of(session_) != nullptr; }

Answer<pki::Verdict> SessionVerifier::verify(std::span<const Bytes>, std::string_view, tls::Role) {
  if (!session_.verify_request) return std::unique_ptr<Later<pki::Verdict>>(std::make_unique<FunctionAnswer>(session_));
  pki::Verdict verdict = verify_by_itself(session_);
  if (!verdict.ok()) audit(&session_, "the peer's certificate was refused");
  return Result<pki::Verdict>(std::move(verdict));
}

crypto::Digest SessionVerifier::settings() const { return settings_of(session_); }

}  // namespace handfast::capi

extern "C" {

int gnutls_certificate_verify_peers(gnutls_session_t session, gnutls_typed_vdata_st* data, unsigned int elements,
                                    unsigned int* status) {
  if (session == nullptr || status == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    VerifyRequest request;
    if (!read_demands(data, elements, request)) return GNUTLS_E_INVALID_REQUEST;
    return verify_peer(session, request, status);
  });
}

int gnutls_certificate_verify_peers2(gnutls_session_t session, unsigned int* status) {
  return gnutls_certificate_verify_peers3(session, nullptr, status);
}

int gnutls_certificate_verify_peers3(gnutls_session_t session, const char* hostname, unsigned int* status) {
  if (session == nullptr || status == nullptr) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    VerifyRequest request;
    if (hostname != nullptr) request.hostname = hostname;
    return verify_peer(session, request, status);
  });
}

void gnutls_session_set_verify_cert(gnutls_session_t session, const char* hostname, unsigned int flags) {
  if (session == nullptr) return;
  demand(*session, flags, [=](VerifyRequest& request) {
    if (hostname != nullptr) request.hostname = hostname;
    return true;
  });
}

void gnutls_session_set_verify_cert2(gnutls_session_t session, gnutls_typed_vdata_st* data, unsigned int elements,
                                     unsigned int flags) {
  if (session == nullptr) return;
  demand(*session, flags, [=](VerifyRequest& request) { return read_demands(data, elements, request); });
}

void gnutls_session_set_verify_function(gnutls_session_t session, gnutls_certificate_verify_function* func) {
  if (session == nullptr) return;
  session->verify_function = func;
  session->verify_request = nullptr;
}

unsigned int gnutls_session_get_verify_cert_status(gnutls_session_t session) {
  return session == nullptr ? unsigned{GNUTLS_CERT_INVALID} : session->verify_status;
}

void gnutls_certificate_set_verify_function(gnutls_certificate_credentials_t cred,
                                            gnutls_certificate_verify_function* func) {
  if (cred != nullptr) cred->change([=](auto& contents) { contents.verify_function = func; });
}

void gnutls_certificate_set_verify_flags(gnutls_certificate_credentials_t res, unsigned int flags) {
  if (res != nullptr) res->change([=](auto& contents) { contents.verify_flags = flags; });
}

unsigned int gnutls_certificate_get_verify_flags(gnutls_certificate_credentials_t res) {
  return res == nullptr ? 0 : res->snapshot().verify_flags;
}

void gnutls_certificate_set_verify_limits(gnutls_certificate_credentials_t res, unsigned int, unsigned int max_depth) {
  if (res != nullptr) res->change([=](auto& contents) { contents.max_depth = max_depth; });
}

}  // extern "C"
