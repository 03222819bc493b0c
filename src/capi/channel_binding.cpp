// Channel bindings: what names this very TLS connection to a protocol above it (RFC 5929, RFC 9266).
#include <array>

#include "capi/error_code.hpp"
#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "capi/x509_types.hpp"
#include "crypto/hash.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

constexpr std::string_view kExporterLabel = "EXPORTER-Channel-Binding";  // RFC 9266, 2
constexpr std::size_t kExporterSize = 32;

Bytes server_certificate(const gnutls_session_int& session) {
  const tls::SessionInfo& info = session.connection.info();
  if (session.is_client()) return info.peer_chain.empty() ? Bytes() : Bytes(info.peer_chain.front());
  return info.own_credential == nullptr ? Bytes() : Bytes(info.own_credential->chain.front());
}

gnutls_digest_algorithm_t digest_of(Bytes algorithm_identifier) {
  const gnutls_digest_algorithm_t digest = gnutls_sign_get_hash_algorithm(signature_of(algorithm_identifier));
  const bool old = digest == GNUTLS_DIG_MD5 || digest == GNUTLS_DIG_SHA1;
  return old ? GNUTLS_DIG_SHA256 : digest;  // RFC 5929, 4.1
}

int hand_out(Bytes bytes, gnutls_datum_t& out) { return handfast::capi::hand_out(as_text(bytes), out); }

int server_end_point(const gnutls_session_int& session, gnutls_datum_t& out) {
  const Bytes der = server_certificate(session);
  if (der.empty()) return GNUTLS_E_CHANNEL_BINDING_NOT_AVAILABLE;
  const auto certificate = pki::CertificateView::parse(der);
  if (!certificate) return gnutls_code_for(certificate.error().code);
  const gnutls_digest_algorithm_t digest = digest_of(certificate->signature_algorithm);
  std::array<std::uint8_t, crypto::kMaxHashSize> hash{};
  if (gnutls_hash_fast(digest, der.data(), der.size(), hash.data()) != 0) return GNUTLS_E_CHANNEL_BINDING_NOT_AVAILABLE;
  return hand_out(Bytes(hash).first(gnutls_hash_get_len(digest)), out);
}

int unique(const gnutls_session_int& session, gnutls_datum_t& out) {
  const Bytes finished = session.messages.identity.first_finished;
  const tls::SessionInfo& info = session.connection.info();
  // RFC 7627, 5.4: without the extended master secret another connection may have the same one.
  const bool shared = info.resumed && !info.extended_master_secret;
  if (info.version == ProtocolVersion::tls13 || shared) return GNUTLS_E_CHANNEL_BINDING_NOT_AVAILABLE;
  return hand_out(finished, out);
}

int exporter(const gnutls_session_int& session, gnutls_datum_t& out) {
  const tls::SessionInfo& info = session.connection.info();
  // RFC 9266, 2: in TLS 1.2 with the extended master secret alone.
  const bool possible = info.version == ProtocolVersion::tls13 || info.extended_master_secret;
  if (!possible) return GNUTLS_E_CHANNEL_BINDING_NOT_AVAILABLE;
  std::array<std::uint8_t, kExporterSize> binding{};
  const auto made = session.connection.export_key(kExporterLabel, Bytes(), binding);
  return made ? hand_out(binding, out) : gnutls_code_for(made.error().code);
}

}  // namespace

int gnutls_session_channel_binding(gnutls_session_t session, gnutls_channel_binding_t cbtype, gnutls_datum_t* cb) {
  if (session == nullptr || cb == nullptr) return GNUTLS_E_INVALID_REQUEST;
  if (!session->connection.established()) return GNUTLS_E_CHANNEL_BINDING_NOT_AVAILABLE;
  return c_call([&]() -> int {
    switch (cbtype) {
      case GNUTLS_CB_TLS_UNIQUE: return unique(*session, *cb);
      case GNUTLS_CB_TLS_SERVER_END_POINT: return server_end_point(*session, *cb);
      case GNUTLS_CB_TLS_EXPORTER: return exporter(*session, *cb);
    }
    return GNUTLS_E_UNIMPLEMENTED_FEATURE;
  });
}
