// Keying material for the application (RFC 5705; RFC 8446, 7.5).
#include "capi/error_code.hpp"
#include "capi/session.hpp"

using namespace handfast;
using namespace handfast::capi;

int gnutls_prf_rfc5705(gnutls_session_t session, size_t label_size, const char* label, size_t context_size,
                       const char* context, size_t outsize, char* out) {
  if (session == nullptr || label == nullptr || (out == nullptr && outsize != 0)) return GNUTLS_E_INVALID_REQUEST;
  if (context == nullptr && context_size != 0) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    std::optional<Bytes> context_bytes;  // RFC 5705, 4: none is not the same as an empty one
    if (context != nullptr) context_bytes = as_bytes({context, context_size});
    void* const memory = out;
    const MutableBytes result(static_cast<std::uint8_t*>(memory), outsize);
    const auto made = session->connection.export_key({label, label_size}, context_bytes, result);
    return made ? GNUTLS_E_SUCCESS : gnutls_code_for(made.error().code);
  });
}
