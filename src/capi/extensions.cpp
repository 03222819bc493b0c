// What the hello messages carry besides algorithms: server name, application protocol.
#include <algorithm>

#include "capi/memory.hpp"
#include "capi/session.hpp"
#include "capi/sized.hpp"

using namespace handfast;
using namespace handfast::capi;

namespace {

constexpr std::size_t kMaxServerName = 255;    // as 3.7.9
constexpr std::size_t kMaxProtocolName = 255;  // RFC 7301, 3.1: a length of one byte
constexpr std::size_t kMaxProtocols = 255;     // their list stays below the 65535 bytes of its extension

bool is_printable_ascii(char c) { return c >= 0x20 && c < 0x7f; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

}  // namespace

extern "C" {

int gnutls_server_name_set(gnutls_session_t session, gnutls_server_name_type_t type, const void* name,
                           size_t name_length) {
  if (session == nullptr || !session->is_client() || type != GNUTLS_NAME_DNS) return GNUTLS_E_INVALID_REQUEST;
  if (!is_memory(name, name_length) || name_length > kMaxServerName) return GNUTLS_E_INVALID_REQUEST;
  const std::string_view text(static_cast<const char*>(name), name_length);
  if (!std::ranges::all_of(text, is_ascii)) return GNUTLS_E_UNIMPLEMENTED_FEATURE;  // needs IDNA (RFC 5891)
  if (!std::ranges::all_of(text, is_printable_ascii)) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    session->connection.options().server_name = text;
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_server_name_get(gnutls_session_t session, void* data, size_t* data_length, unsigned int* type,
                           unsigned int indx) {
  if (session == nullptr || data_length == nullptr || session->is_client()) return GNUTLS_E_INVALID_REQUEST;
  const std::string& name = session->connection.info().server_name;
  if (indx != 0 || name.empty()) return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;  // RFC 6066, 3: one name of each type
  if (type != nullptr) *type = GNUTLS_NAME_DNS;
  return copy_out(as_bytes(name), data, data_length, Terminated::yes);
}

int gnutls_alpn_set_protocols(gnutls_session_t session, const gnutls_datum_t* protocols, unsigned int protocols_size,
                              unsigned int flags) {
  if (session == nullptr || !is_list(protocols, protocols_size)) return GNUTLS_E_INVALID_REQUEST;
  if (protocols_size > kMaxProtocols) return GNUTLS_E_INVALID_REQUEST;
  return c_call([&]() -> int {
    std::vector<std::string> names;
    for (const gnutls_datum_t& protocol : std::span(protocols, protocols_size)) {
      const bool usable = protocol.data != nullptr && protocol.size > 0 && protocol.size <= kMaxProtocolName;
      if (!usable) return GNUTLS_E_INVALID_REQUEST;
      names.emplace_back(as_text({protocol.data, protocol.size}));
    }
    tls::Options& options = session->connection.options();
    options.application_protocols = std::move(names);
    // On a client the flag has no effect in 3.7.9 either.
    options.require_application_protocol = !session->is_client() && (flags & GNUTLS_ALPN_MANDATORY) != 0;
    options.server_application_protocol_precedence = (flags & GNUTLS_ALPN_SERVER_PRECEDENCE) != 0;
    return GNUTLS_E_SUCCESS;
  });
}

int gnutls_alpn_get_selected_protocol(gnutls_session_t session, gnutls_datum_t* protocol) {
  if (session == nullptr || protocol == nullptr) return GNUTLS_E_INVALID_REQUEST;
  const tls::SessionInfo& info = session->connection.info();
  const bool foreseen = info.version == ProtocolVersion{} && session->foreseen_protocol;
  const std::string& name = foreseen ? *session->foreseen_protocol : info.application_protocol;
  if (name.empty()) return GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
  *protocol = view_of(as_bytes(name));
  return GNUTLS_E_SUCCESS;
}

}  // extern "C"
