#include "tls/handshake/server_choice.hpp"

namespace handfast::tls {

void ServerChoice::take(const ClientHello& hello, const GroupChoice& group) {
  session_id.assign(hello.legacy_session_id.begin(), hello.legacy_session_id.end());
  client_share.assign(group.client_share.begin(), group.client_share.end());
  record_sizes = record_sizes_in(hello.extensions);
  early_data = hello.extensions.early_data.has_value();
}

Result<void> encode_protocol(const std::string& chosen, ByteVector& out) {
  if (encode(ProtocolName{as_bytes(chosen)}, out)) return {};
  return fail(Errc::internal_error, "application_protocol");
}

Result<void> encode_authorities(const Options& options, ByteVector& out) {
  for (const ByteVector& name : options.certificate_authorities)
    if (!encode(DistinguishedName{name}, out)) return fail(Errc::invalid_request, "options.certificate_authorities");
  return {};
}

}  // namespace handfast::tls
