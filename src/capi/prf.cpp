// Keying material for the application (RFC 5705; RFC 8446, 7.5), and the bare pseudorandom function.
#include "tls/keys/prf.hpp"
#include "capi/error_code.hpp"
#include "capi/session.hpp"
#include "tls/suites.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

MutableBytes bytes_at(char* memory, std::size_t size) {
  void* const at = memory;
  return {static_cast<std::uint8_t*>(at), size};
}

bool usable(const char* bytes, std::size_t size) { return bytes != nullptr || size == 0; }

// The pseudorandom function of TLS 1.2 on its master secret (RFC 5246, 5).
int apply_prf(gnutls_session_int& session, std::string_view label, Bytes seed, MutableBytes out) {
  const tls::SessionInfo& info = session.connection.info();
  const Bytes master = session.connection.master_secret();
  const auto suite = tls::suite_of(info.cipher_suite, info.version);
  if (master.empty() || !suite) return GNUTLS_E_INVALID_REQUEST;
  tls::prf(crypto::HmacKey(suite->hash, master), label, seed, out);
  return GNUTLS_E_SUCCESS;
}

ByteVector seed_of(const tls::SessionInfo& info, bool server_random_first, Bytes extra) {
  ByteVector out;
  append(out, server_random_first ? info.server_random : info.client_random);
  append(out, server_random_first ? info.client_random : info.server_random);
  append(out, extra);
  return out;
}

}  // namespace

extern "C" {

int gnutls_prf_raw(gnutls_session_t session, size_t label_size, const char* label, size_t seed_size, const char* seed,
                   size_t outsize, char* out) {
  if (session == nullptr || label == nullptr || !usable(seed, seed_size) || !usable(out, outsize))
    return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    return apply_prf(*session, {label, label_size}, as_bytes({seed, seed_size}), bytes_at(out, outsize));
  });
}

int gnutls_prf(gnutls_session_t session, size_t label_size, const char* label, int server_random_first,
               size_t extra_size, const char* extra, size_t outsize, char* out) {
  if (session == nullptr || label == nullptr || !usable(extra, extra_size) || !usable(out, outsize))
    return GNUTLS_E_INVALID_REQUEST;
  const tls::SessionInfo& info = session->connection.info();
  if (info.version == ProtocolVersion::tls13) {
    if (server_random_first != 0 || extra != nullptr) return GNUTLS_E_INVALID_REQUEST;
    return gnutls_prf_rfc5705(session, label_size, label, 0, nullptr, outsize, out);
  }
  // Without the server's random in front it is the exporter of RFC 5705 (RFC 7627, 5.4).
  if (server_random_first == 0 && !info.extended_master_secret && session->connection.established())
    return gnutls_code_for(Errc::no_extended_master_secret);
  return c_call([&]() -> int {
    const ByteVector seed = seed_of(info, server_random_first != 0, as_bytes({extra, extra_size}));
    return apply_prf(*session, {label, label_size}, seed, bytes_at(out, outsize));
  });
}

int gnutls_prf_rfc5705(gnutls_session_t session, size_t label_size, const char* label, size_t context_size,
                       const char* context, size_t outsize, char* out) {
  if (session == nullptr || label == nullptr || !usable(context, context_size) || !usable(out, outsize))
    return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    std::optional<Bytes> context_bytes;  // RFC 5705, 4: none is not the same as an empty one
    if (context != nullptr) context_bytes = as_bytes({context, context_size});
    const auto made = session->connection.export_key({label, label_size}, context_bytes, bytes_at(out, outsize));
    return made ? GNUTLS_E_SUCCESS : gnutls_code_for(made.error().code);
  });
}

int gnutls_prf_early(gnutls_session_t session, size_t label_size, const char* label, size_t context_size,
                     const char* context, size_t outsize, char* out) {
  if (session == nullptr || label == nullptr || !usable(context, context_size) || !usable(out, outsize))
    return GNUTLS_E_INVALID_REQUEST;
  const auto exported = session->connection.export_early_key({label, label_size}, as_bytes({context, context_size}),
                                                             bytes_at(out, outsize));
  return exported ? GNUTLS_E_SUCCESS : gnutls_code_for(exported.error().code);
}

}  // extern "C"
