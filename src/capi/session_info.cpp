// What was negotiated, in the numbers of the interface.
#include <cstdlib>
#include <string>

#include "capi/memory.hpp"
#include "capi/names/cipher_suites.hpp"
#include "capi/names/groups.hpp"
#include "capi/names/lookup.hpp"
#include "capi/names/protocols.hpp"
#include "capi/priority/engine_policy.hpp"
#include "capi/session.hpp"
#include "tls/suites.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

const tls::SessionInfo& info_of(gnutls_session_t session) { return session->connection.info(); }

bool negotiated(gnutls_session_t session) {
  return session != nullptr && info_of(session).version != ProtocolVersion{};
}

bool is_tls13(gnutls_session_t session) { return info_of(session).version == ProtocolVersion::tls13; }

const CipherSuiteName* name_of_suite(CipherSuite suite) {
  const auto suites = cipher_suites();
  const auto found = std::ranges::find(suites, static_cast<std::uint16_t>(suite), &CipherSuiteName::code_point);
  return found != suites.end() ? &*found : nullptr;
}

const CipherSuiteName* suite_of(gnutls_session_t session) {
  return negotiated(session) ? name_of_suite(info_of(session).cipher_suite) : nullptr;
}

gnutls_digest_algorithm_t hash_of(const std::optional<tls::SuiteParameters>& suite) {
  if (!suite) return GNUTLS_DIG_UNKNOWN;
  return suite->hash == crypto::HashAlgorithm::sha384 ? GNUTLS_DIG_SHA384 : GNUTLS_DIG_SHA256;
}

std::optional<CipherSuite> early_suite_of(gnutls_session_t session) {
  return session != nullptr ? session->connection.early_cipher_suite() : std::nullopt;
}

const Group* group_of(gnutls_session_t session) {
  return negotiated(session) ? find_group(info_of(session).group) : nullptr;
}

SignatureScheme signature_of(gnutls_session_t session, tls::Role side) {
  const tls::SessionInfo& info = info_of(session);
  return session->connection.role() == side ? info.own_signature : info.peer_signature;
}

int id_of(gnutls_session_t session, tls::Role side) {
  return signature_id(signature_of(session, side), info_of(session).version);
}

// TLS 1.3 has no key exchanges in this sense; 3.7.9 names the one that the group is used with, whatever the certificate.
gnutls_kx_algorithm_t key_exchange_of(const Group& group) {
  return group.kind == GroupKind::finite_field ? GNUTLS_KX_DHE_RSA : GNUTLS_KX_ECDHE_RSA;
}

std::string group_text(const Group& group) {
  switch (group.kind) {
    case GroupKind::curve: return std::string("ECDHE-") + group.name;
    case GroupKind::finite_field: return std::string("DHE-") + group.name;
    case GroupKind::hybrid:
    case GroupKind::gost: break;
  }
  return group.name;
}

void append_part(std::string& text, const char* part) {
  if (part != nullptr) text.append("-(").append(part).append(")");
}

template <class F>
auto or_null(F make) -> decltype(make()) {
  try {
    return make();
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

time_t peer_time(gnutls_session_t session, std::int64_t pki::CertificateView::* moment) {
  constexpr time_t kError = -1;
  if (session == nullptr || info_of(session).peer_chain.empty()) return kError;
  const auto leaf = pki::CertificateView::parse(info_of(session).peer_chain.front());
  return leaf ? (*leaf).*moment : kError;
}

// By the client. A server that goes on from a session of TLS 1.2 sends no certificate: it counts as not asked.
bool status_requested(const gnutls_session_int& session) {
  const tls::SessionInfo& info = session.connection.info();
  const bool needless = !session.is_client() && info.resumed && info.version == ProtocolVersion::tls12;
  return session.messages.status_requested && !needless;
}

}  // namespace

extern "C" {

gnutls_protocol_t gnutls_protocol_get_version(gnutls_session_t session) {
  if (!negotiated(session)) return GNUTLS_VERSION_UNKNOWN;
  const auto all = protocols();
  const auto found = std::ranges::find(all, info_of(session).version, &Protocol::code_point);
  return found != all.end() ? found->id : GNUTLS_VERSION_UNKNOWN;
}

gnutls_cipher_algorithm_t gnutls_cipher_get(gnutls_session_t session) {
  const CipherSuiteName* suite = suite_of(session);
  return suite != nullptr ? suite->cipher : GNUTLS_CIPHER_NULL;
}

gnutls_mac_algorithm_t gnutls_mac_get(gnutls_session_t session) {
  const CipherSuiteName* suite = suite_of(session);
  return suite != nullptr ? suite->mac : GNUTLS_MAC_NULL;
}

gnutls_kx_algorithm_t gnutls_kx_get(gnutls_session_t session) {
  const CipherSuiteName* suite = suite_of(session);
  if (suite != nullptr && suite->key_exchange != GNUTLS_KX_UNKNOWN) return suite->key_exchange;
  const Group* group = group_of(session);
  return group != nullptr ? key_exchange_of(*group) : GNUTLS_KX_UNKNOWN;
}

gnutls_group_t gnutls_group_get(gnutls_session_t session) {
  const Group* group = group_of(session);
  return group != nullptr ? group->id : GNUTLS_GROUP_INVALID;
}

gnutls_ecc_curve_t gnutls_ecc_curve_get(gnutls_session_t session) {
  const Group* group = group_of(session);
  if (group == nullptr || group->kind != GroupKind::curve) return GNUTLS_ECC_CURVE_INVALID;
  return static_cast<gnutls_ecc_curve_t>(group->id);  // the interface numbers groups that are curves like the curves
}

gnutls_digest_algorithm_t gnutls_prf_hash_get(const gnutls_session_t session) {
  if (!negotiated(session)) return GNUTLS_DIG_UNKNOWN;
  return hash_of(tls::suite_of(info_of(session).cipher_suite, info_of(session).version));
}

gnutls_cipher_algorithm_t gnutls_early_cipher_get(gnutls_session_t session) {
  const auto early = early_suite_of(session);
  const CipherSuiteName* suite = early ? name_of_suite(*early) : nullptr;
  return suite != nullptr ? suite->cipher : GNUTLS_CIPHER_UNKNOWN;
}

gnutls_digest_algorithm_t gnutls_early_prf_hash_get(const gnutls_session_t session) {
  const auto early = early_suite_of(session);
  return early ? hash_of(tls::tls13_suite(*early)) : GNUTLS_DIG_UNKNOWN;
}

const char* gnutls_ciphersuite_get(gnutls_session_t session) {
  if (!negotiated(session)) return nullptr;
  const std::string_view name = name_of(info_of(session).cipher_suite);  // IANA's; a literal, hence terminated
  return name.empty() ? nullptr : name.data();
}

gnutls_compression_method_t gnutls_compression_get(gnutls_session_t) { return GNUTLS_COMP_NULL; }

gnutls_certificate_type_t gnutls_certificate_type_get(gnutls_session_t) { return GNUTLS_CRT_X509; }

gnutls_certificate_type_t gnutls_certificate_type_get2(gnutls_session_t, gnutls_ctype_target_t target) {
  switch (target) {
    case GNUTLS_CTYPE_CLIENT:
    case GNUTLS_CTYPE_SERVER:
    case GNUTLS_CTYPE_OURS:
    case GNUTLS_CTYPE_PEERS: return GNUTLS_CRT_X509;
  }
  return GNUTLS_CRT_UNKNOWN;
}

int gnutls_sign_algorithm_get(gnutls_session_t session) {
  return session == nullptr ? GNUTLS_SIGN_UNKNOWN : id_of(session, tls::Role::server);
}

int gnutls_sign_algorithm_get_client(gnutls_session_t session) {
  return session == nullptr ? GNUTLS_SIGN_UNKNOWN : id_of(session, tls::Role::client);
}

int gnutls_sign_algorithm_get_requested(gnutls_session_t session, size_t indx, gnutls_sign_algorithm_t* algo) {
  if (session == nullptr || algo == nullptr) return GNUTLS_E_INVALID_REQUEST;
  for (const SignatureScheme scheme : ListView<SignatureScheme>(session->messages.peer_schemes)) {
    const gnutls_sign_algorithm_t id = signature_id(scheme, info_of(session).version);
    if (id == GNUTLS_SIGN_UNKNOWN || indx-- != 0) continue;  // what has no number here does not count
    *algo = id;
    return GNUTLS_E_SUCCESS;
  }
  return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
}

gnutls_credentials_type_t gnutls_auth_get_type(gnutls_session_t) { return GNUTLS_CRD_CERTIFICATE; }
gnutls_credentials_type_t gnutls_auth_server_get_type(gnutls_session_t) { return GNUTLS_CRD_CERTIFICATE; }
gnutls_credentials_type_t gnutls_auth_client_get_type(gnutls_session_t) { return GNUTLS_CRD_CERTIFICATE; }

char* gnutls_session_get_desc(gnutls_session_t session) {
  return or_null([&]() -> char* {
    const char* version = gnutls_protocol_get_name(gnutls_protocol_get_version(session));
    if (version == nullptr) return nullptr;
    std::string text = std::string("(") + version + ")";
    if (const Group* group = group_of(session); group != nullptr)
      append_part(text, group_text(*group).c_str());
    else
      text += '-';  // a session that is gone on from without another key exchange
    const int signature = gnutls_sign_algorithm_get(session);
    append_part(text, gnutls_sign_get_name(static_cast<gnutls_sign_algorithm_t>(signature)));
    append_part(text, gnutls_cipher_get_name(gnutls_cipher_get(session)));
    return gnutls_strdup(text.c_str());
  });
}

unsigned int gnutls_session_get_flags(gnutls_session_t session) {
  unsigned int out = 0;
  if (gnutls_safe_renegotiation_status(session) != 0) out |= GNUTLS_SFLAGS_SAFE_RENEGOTIATION;
  if (gnutls_session_ext_master_secret_status(session) != 0) out |= GNUTLS_SFLAGS_EXT_MASTER_SECRET;
  if (session != nullptr && session->messages.ticket_received) out |= GNUTLS_SFLAGS_SESSION_TICKET;
  if (session != nullptr && !session->is_client() && info_of(session).post_handshake_auth)
    out |= GNUTLS_SFLAGS_POST_HANDSHAKE_AUTH;
  if (session != nullptr && info_of(session).early_data_accepted) out |= GNUTLS_SFLAGS_EARLY_DATA;
  if (session != nullptr && status_requested(*session)) out |= GNUTLS_SFLAGS_CLI_REQUESTED_OCSP;
  if (session != nullptr && info_of(session).started_early)
    out |= session->is_client() ? GNUTLS_SFLAGS_FALSE_START : GNUTLS_SFLAGS_EARLY_START;
  return out;
}

void gnutls_session_get_random(gnutls_session_t session, gnutls_datum_t* client, gnutls_datum_t* server) {
  if (session == nullptr) return;
  if (client != nullptr) *client = view_of(info_of(session).client_random);
  if (server != nullptr) *server = view_of(info_of(session).server_random);
}

// TLS 1.3 is as if both of these had been agreed.
unsigned int gnutls_session_ext_master_secret_status(gnutls_session_t session) {
  if (!negotiated(session)) return 0;
  return is_tls13(session) || info_of(session).extended_master_secret ? 1 : 0;
}

unsigned int gnutls_session_etm_status(gnutls_session_t) { return 0; }  // there are AEADs only

unsigned int gnutls_safe_renegotiation_status(gnutls_session_t session) {
  if (!negotiated(session)) return 0;
  return is_tls13(session) || info_of(session).secure_renegotiation ? 1 : 0;
}

const gnutls_datum_t* gnutls_certificate_get_peers(gnutls_session_t session, unsigned int* list_size) {
  if (list_size != nullptr) *list_size = 0;
  if (session == nullptr || info_of(session).peer_chain.empty()) return nullptr;
  return or_null([&]() -> const gnutls_datum_t* {
    session->peer_datums.clear();
    for (const ByteVector& certificate : info_of(session).peer_chain)
      session->peer_datums.push_back(view_of(certificate));
    if (list_size != nullptr) *list_size = static_cast<unsigned>(session->peer_datums.size());
    return session->peer_datums.data();
  });
}

const gnutls_datum_t* gnutls_certificate_get_ours(gnutls_session_t session) {
  if (session == nullptr || info_of(session).own_credential == nullptr) return nullptr;
  session->own_datum = view_of(info_of(session).own_credential->chain.front());
  return &session->own_datum;
}

unsigned int gnutls_certificate_client_get_request_status(gnutls_session_t session) {
  return session != nullptr && session->is_client() && info_of(session).certificate_requested ? 1 : 0;
}

time_t gnutls_certificate_activation_time_peers(gnutls_session_t session) {
  return peer_time(session, &pki::CertificateView::not_before);
}

time_t gnutls_certificate_expiration_time_peers(gnutls_session_t session) {
  return peer_time(session, &pki::CertificateView::not_after);
}

}  // extern "C"
