#include "tls/negotiation/server_answer.hpp"

#include "base/codepoint_notes.hpp"
#include "tls/negotiation/versions.hpp"

namespace handfast::tls {

namespace {

// What both forms of the message have in common.
template <class Hello>
Result<void> check_common(const Hello& hello, const ClientOffer& offer) {
  if (!equal(hello.legacy_session_id_echo, offer.session_id()))
    return fail(Errc::wrong_session_id, "server_hello.legacy_session_id_echo", Hello::rfc,
                "the session id of ClientHello");
  if (!tls13_suite(hello.cipher_suite) || !offer.offers(hello.cipher_suite))
    return fail(Errc::wrong_cipher_suite, "server_hello.cipher_suite", Hello::rfc, "an offered suite of TLS 1.3",
                note_of(hello.cipher_suite));
  if (hello.legacy_compression_method != 0)
    return fail(Errc::wrong_compression_method, "server_hello.legacy_compression_method", Hello::rfc, "0",
                hex_note(hello.legacy_compression_method, 2));
  return {};
}

// 4.2.11: "Clients MUST verify that the server's selected_identity is within the range supplied by the client, that the server
// selected a cipher suite indicating a Hash associated with the PSK".
Result<void> check_selected_psk(const ServerHello& hello, const ClientOffer& offer) {
  const auto& selected = hello.extensions.pre_shared_key;
  if (!selected) return {};
  if (selected->selected_identity != 0)
    return fail(Errc::wrong_psk, "server_hello.pre_shared_key", "RFC 8446, 4.2.11", "0",
                Note() << selected->selected_identity);
  if (tls13_suite(hello.cipher_suite)->hash != tls13_suite(offer.session(ProtocolVersion::tls13)->cipher_suite)->hash)
    return fail(Errc::wrong_psk, "server_hello.cipher_suite", "RFC 8446, 4.2.11", "a suite with the session's hash",
                note_of(hello.cipher_suite));
  return {};
}

}  // namespace

Result<void> check_hello_retry(const HelloRetryRequest& request, const ClientOffer& offer, const Policy& policy) {
  if (!request.extensions.supported_versions)  // 4.1.4: "MUST contain"; no older version has the message
    return fail(Errc::missing_extension, "hello_retry_request.supported_versions", "RFC 8446, 4.1.4",
                "supported_versions", "none");
  const auto version =
      check_version(request.extensions.supported_versions, request.legacy_version, request.random, policy);
  if (!version) return std::unexpected(version.error());
  if (const auto common = check_common(request, offer); !common) return common;
  const auto& share = request.extensions.key_share;
  if (!share && !request.extensions.cookie)
    return fail(Errc::needless_hello_retry, "hello_retry_request.extensions", "RFC 8446, 4.1.4", "key_share or cookie",
                "neither");
  if (!share) return {};
  if (!offer.offers(share->selected_group))  // 4.2.8: "(1) ... a group which was provided in supported_groups"
    return fail(Errc::wrong_group, "hello_retry_request.key_share", "RFC 8446, 4.2.8", "an offered group",
                note_of(share->selected_group));
  if (offer.share_of(share->selected_group) != nullptr)  // "(2) ... not ... provided in the original key_share"
    return fail(Errc::needless_hello_retry, "hello_retry_request.key_share", "RFC 8446, 4.2.8",
                "a group without a share", note_of(share->selected_group));
  return {};
}

Result<void> check_server_hello(const ServerHello& hello, const ClientOffer& offer) {
  if (const auto common = check_common(hello, offer); !common) return common;
  if (offer.retry_suite && *offer.retry_suite != hello.cipher_suite)  // RFC 8446, 4.1.4
    return fail(Errc::wrong_cipher_suite, "server_hello.cipher_suite", "RFC 8446, 4.1.4", note_of(*offer.retry_suite),
                note_of(hello.cipher_suite));
  if (const auto selected = check_selected_psk(hello, offer); !selected) return selected;
  const auto& share = hello.extensions.key_share;
  const bool resumed = hello.extensions.pre_shared_key.has_value();
  if (!share && resumed && offer.offers(PskKeyExchangeMode::psk_ke)) return {};  // 4.2.9
  if (!share) return fail(Errc::missing_extension, "server_hello.key_share", "RFC 8446, 9.2", "key_share", "none");
  if (resumed && !offer.offers(PskKeyExchangeMode::psk_dhe_ke))  // 4.2.9: "the server MUST NOT supply" one
    return fail(Errc::wrong_psk, "server_hello.key_share", "RFC 8446, 4.2.9", "none", "key_share");
  const NamedGroup group = share->server_share.group;
  if (offer.share_of(group) == nullptr)  // 4.2.8: "the client MUST verify"; after a retry only that group is left
    return fail(Errc::wrong_group, "server_hello.key_share", "RFC 8446, 4.2.8", "a group with a share of ours",
                note_of(group));
  return {};
}

Result<void> check_application_protocol(const std::optional<ProtocolNameList>& answer, const ClientOffer& offer,
                                        std::string_view field, SessionInfo& info) {
  if (!answer && offer.requires_protocol())  // RFC 7301, 3.2 speaks of servers; this is the client's own wish
    return fail(Errc::no_common_application_protocol, field, "RFC 7301, 3.2", "one of the offered protocols", "none");
  if (!answer) return {};
  const auto& list = answer->protocol_name_list;
  const Bytes chosen = list.begin()->name;
  auto second = list.begin();
  ++second;
  if (second != list.end())  // RFC 7301, 3.1: "MUST contain exactly one ProtocolName"
    return fail(Errc::field_bad_value, field, "RFC 7301, 3.1", "exactly one protocol", "several");
  if (!offer.offers_protocol(chosen))
    return fail(Errc::wrong_application_protocol, field, "RFC 7301, 3.2", "an offered protocol", as_text(chosen));
  info.application_protocol = as_text(chosen);
  return {};
}

}  // namespace handfast::tls
