// The extensions of a message that somebody has in his hands.
#include "base/reader.hpp"
#include "capi/loading.hpp"
#include "capi/public_api.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

constexpr unsigned kTlsMajor = 0x03, kDtlsMajor = 0xfe;  // RFC 8446, 4.1.2; RFC 6347, 4.1
constexpr std::size_t kRandomSize = 32;

// Up to the extensions of a ClientHello without its header. Session id and lists are as long as they say: 3.7.9 does not
// judge them here.
int skip_hello(Reader& in, bool dtls) {
  const unsigned version = in.number<2>();
  in.take(kRandomSize);
  if (in.ok() && version >> 8 != (dtls ? kDtlsMajor : kTlsMajor)) return GNUTLS_E_UNSUPPORTED_VERSION_PACKET;
  in.prefixed<1>();            // legacy_session_id
  if (dtls) in.prefixed<1>();  // cookie (RFC 6347, 4.2.1)
  in.prefixed<2>();            // cipher_suites
  in.prefixed<1>();            // legacy_compression_methods
  if (!in.ok()) return GNUTLS_E_UNEXPECTED_PACKET_LENGTH;
  return in.left() == 0 ? GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE : GNUTLS_E_SUCCESS;
}

int parse_list(Bytes bytes, void* context, gnutls_ext_raw_process_func process) {
  if (bytes.empty()) return GNUTLS_E_SUCCESS;
  Reader whole(bytes);
  Reader in(whole.prefixed<2>());
  if (!whole.done()) return GNUTLS_E_UNEXPECTED_EXTENSIONS_LENGTH;
  while (in.left() > 0) {
    const unsigned type = in.number<2>();
    const Bytes body = in.prefixed<2>();
    if (!in.ok()) return GNUTLS_E_UNEXPECTED_EXTENSIONS_LENGTH;
    if (const int code = process(context, type, body.data(), static_cast<unsigned>(body.size())); code < 0) return code;
  }
  return GNUTLS_E_SUCCESS;
}

}  // namespace

extern "C" {

int gnutls_ext_raw_parse(void* ctx, gnutls_ext_raw_process_func cb, const gnutls_datum_t* data, unsigned int flags) {
  if (cb == nullptr || !readable(data)) return GNUTLS_E_INVALID_REQUEST;
  const bool tls = (flags & GNUTLS_EXT_RAW_FLAG_TLS_CLIENT_HELLO) != 0;
  const bool dtls = (flags & GNUTLS_EXT_RAW_FLAG_DTLS_CLIENT_HELLO) != 0;
  if (!tls && !dtls && flags != 0) return GNUTLS_E_INVALID_REQUEST;
  Reader in(bytes_of(*data));
  if (tls || dtls)
    if (const int code = skip_hello(in, !tls); code != 0) return code;
  return parse_list(in.rest(), ctx, cb);
}

}  // extern "C"
