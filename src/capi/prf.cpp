// Keying material for the application (RFC 5705; RFC 8446, 7.5), and the bare pseudorandom function.
#include "tls/keys/prf.hpp"
#include "capi/error_code.hpp"
#include "capi/session.hpp"
#include "capi/sized.hpp"
#include "tls/suites.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

// What every function here is given. The one that says what is derived cannot be left out.
bool usable(const char* label, std::size_t label_size, const char* context, std::size_t context_size, const char* out,
            std::size_t out_size) {
  return label != nullptr && is_memory(label, label_size) && is_memory(context, context_size) &&
         is_memory(out, out_size);
}

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
  if (session == nullptr || !usable(label, label_size, seed, seed_size, out, outsize)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    return apply_prf(*session, {label, label_size}, as_bytes({seed, seed_size}), room_at(out, outsize));
  });
}

int gnutls_prf(gnutls_session_t session, size_t label_size, const char* label, int server_random_first,
               size_t extra_size, const char* extra, size_t outsize, char* out) {
  if (session == nullptr || !usable(label, label_size, extra, extra_size, out, outsize))
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
    return apply_prf(*session, {label, label_size}, seed, room_at(out, outsize));
  });
}

int gnutls_prf_rfc5705(gnutls_session_t session, size_t label_size, const char* label, size_t context_size,
                       const char* context, size_t outsize, char* out) {
  if (session == nullptr || !usable(label, label_size, context, context_size, out, outsize))
    return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    std::optional<Bytes> context_bytes;  // RFC 5705, 4: none is not the same as an empty one
    if (context != nullptr) context_bytes = as_bytes({context, context_size});
    const auto made = session->connection.export_key({label, label_size}, context_bytes, room_at(out, outsize));
    return made ? GNUTLS_E_SUCCESS : gnutls_code_for(made.error().code);
  });
}

int gnutls_prf_early(gnutls_session_t session, size_t label_size, const char* label, size_t context_size,
                     const char* context, size_t outsize, char* out) {
  if (session == nullptr || !usable(label, label_size, context, context_size, out, outsize))
    return GNUTLS_E_INVALID_REQUEST;
  const auto exported = session->connection.export_early_key({label, label_size}, as_bytes({context, context_size}),
                                                             room_at(out, outsize));
  return exported ? GNUTLS_E_SUCCESS : gnutls_code_for(exported.error().code);
}

}  // extern "C"
