#include "tls/negotiation/renegotiation.hpp"

#include "base/codepoint_notes.hpp"
#include "base/secret.hpp"
#include "tls/negotiation/client_hello_answer12.hpp"

namespace handfast::tls {

namespace {

constexpr std::string_view kHelloField = "client_hello.renegotiation_info";
constexpr std::string_view kAnswerField = "server_hello.renegotiation_info";

std::unexpected<Error> misbound(std::string_view field, std::string_view rfc, std::string_view found) {
  return fail(Errc::bad_renegotiation_info, field, rfc, "the Finished of the handshake before", found);
}

Result<void> check_first(const std::optional<RenegotiationInfo>& sent, std::string_view field, std::string_view rfc) {
  if (!sent || sent->renegotiated_connection.empty()) return {};
  return fail(Errc::bad_renegotiation_info, field, rfc, "nothing in it", "the data of an earlier handshake");
}

// RFC 7627, 5.4: as a client must not begin it after resumption without the extended master secret, a server does not take it.
Result<void> check_synchronised(const Previous& previous) {
  if (!previous.info.resumed || previous.info.extended_master_secret) return {};
  return fail(Errc::unsafe_renegotiation, "extended_master_secret", "RFC 7627, 5.4", "in the session that goes on",
              "not there");
}

}  // namespace

std::unexpected<Error> unsafe_renegotiation() {
  return fail(Errc::unsafe_renegotiation, "renegotiation_info", "RFC 5746, 4", "agreed in the first handshake",
              "not agreed");
}

Result<void> check_client_renegotiation(const ClientHello& hello, const std::optional<Previous>& previous,
                                        const Policy& policy) {
  const auto& sent = hello.extensions.renegotiation_info;
  if (!previous) return check_first(sent, kHelloField, "RFC 5746, 3.6");
  if (const auto allowed = check_synchronised(*previous); !allowed) return allowed;
  if (hello.cipher_suites.contains(CipherSuite::empty_renegotiation_info_scsv))  // 3.7: "MUST abort the handshake"
    return misbound("client_hello.cipher_suites", "RFC 5746, 3.7", "the suite that stands for a first handshake");
  if (!previous->info.secure_renegotiation) {  // 4.4
    if (sent && policy.renegotiation_info)     // without it this server is one that RFC 5746 does not speak of
      return misbound(kHelloField, "RFC 5746, 4.4", "an extension that was not agreed");
    return policy.unsafe_renegotiation ? Result<void>() : unsafe_renegotiation();
  }
  if (!sent) return misbound(kHelloField, "RFC 5746, 3.7", "no extension");
  if (!constant_time_equal(sent->renegotiated_connection, previous->finished.client))
    return misbound(kHelloField, "RFC 5746, 3.7", "other data");
  return {};
}

Result<void> check_server_renegotiation(const std::optional<RenegotiationInfo>& answer,
                                        const std::optional<Previous>& previous) {
  if (!previous) return check_first(answer, kAnswerField, "RFC 5746, 3.4");
  if (!previous->info.secure_renegotiation) {  // 4.2
    if (answer) return misbound(kAnswerField, "RFC 5746, 4.2", "an extension that was not agreed");
    return {};
  }
  if (!answer) return misbound(kAnswerField, "RFC 5746, 3.5", "no extension");
  if (!constant_time_equal(answer->renegotiated_connection, renegotiated_connection(previous)))
    return misbound(kAnswerField, "RFC 5746, 3.5", "other data");
  return {};
}

ByteVector renegotiated_connection(const std::optional<Previous>& previous) {
  ByteVector out;
  if (!previous) return out;
  append(out, previous->finished.client);
  append(out, previous->finished.server);
  return out;
}

Result<void> check_same_version(const ClientHello& hello) {
  const auto& offered = hello.extensions.supported_versions;
  const bool same =
      offered ? offered->versions.contains(ProtocolVersion::tls12) : hello.legacy_version >= ProtocolVersion::tls12;
  if (same) return {};
  return fail(Errc::no_common_version, "client_hello.legacy_version", "RFC 5246, E.1",
              "the version of the first handshake", note_of(hello.legacy_version));
}

Result<void> check_same_version(const ServerHello& hello) {
  if (hello.legacy_version == ProtocolVersion::tls12) return {};
  return fail(Errc::no_common_version, "server_hello.server_version", "RFC 5246, E.1",
              "the version of the first handshake", note_of(hello.legacy_version));
}

Result<void> check_same_master_secret(const SessionInfo& info, const std::optional<Previous>& previous) {
  if (!previous || previous->info.extended_master_secret == info.extended_master_secret) return {};
  const bool before = previous->info.extended_master_secret;
  return fail(Errc::renegotiation_changed, "extended_master_secret", "docs/api-behaviour.md, 28",
              before ? "as before: with it" : "as before: without it", before ? "without it" : "with it");
}

}  // namespace handfast::tls
