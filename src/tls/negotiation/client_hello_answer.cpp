#include "tls/negotiation/client_hello_answer.hpp"

#include <algorithm>
#include <vector>

#include "base/codepoint_notes.hpp"

namespace handfast::tls {

namespace {

// RFC 8446, 4.2.8: each share is for an offered group, in the same order, and no group has two. `shares` is short: every
// entry names a group of supported_groups, and those are distinct.
Result<void> check_shares(const KeyShareClientHello& shares, const SupportedGroups& groups) {
  auto group = groups.named_group_list.begin();
  for (const KeyShareEntry& share : shares.client_shares) {
    while (group != groups.named_group_list.end() && *group != share.group) ++group;
    if (group == groups.named_group_list.end())
      return fail(Errc::wrong_group, "client_hello.key_share", "RFC 8446, 4.2.8",
                  "shares for offered groups, once each and in their order", name_of(share.group));
    ++group;
  }
  return {};
}

bool post_quantum(NamedGroup group) {
  return group == NamedGroup::x25519_mlkem768 || group == NamedGroup::secp256r1_mlkem768 ||
         group == NamedGroup::secp384r1_mlkem1024;
}

bool may_come_and_go(ExtensionType type) {  // RFC 8446, 4.1.2
  return type == ExtensionType::early_data || type == ExtensionType::cookie || type == ExtensionType::pre_shared_key ||
         type == ExtensionType::padding;
}

// The extensions that have to stay, sorted. 4.1.2: "Other modifications that may be allowed by an extension ... present in the
// HelloRetryRequest".
std::vector<RawExtension> fixed_extensions(Bytes block, Bytes in_retry) {
  std::vector<RawExtension> out;
  for (const RawExtension& one : ListView<RawExtension>(block))
    if (!may_come_and_go(one.type) && !holds_extension(in_retry, one.type)) out.push_back(one);
  std::ranges::sort(out, {}, &RawExtension::type);
  return out;
}

bool same_extension(const RawExtension& a, const RawExtension& b) {
  if (a.type != b.type) return false;
  return a.type == ExtensionType::key_share || equal(a.body, b.body);  // its shares may be others
}

// In any order (RFC 8446, 4.2): GnuTLS 3.8.3 shuffles the second hello anew.
bool same_fixed_extensions(Bytes first, Bytes second, Bytes in_retry) {
  return std::ranges::equal(fixed_extensions(first, in_retry), fixed_extensions(second, in_retry), same_extension);
}

bool lists(const ProtocolNameList& offered, std::string_view protocol) {
  for (const ProtocolName& theirs : offered.protocol_name_list)
    if (equal(theirs.name, as_bytes(protocol))) return true;
  return false;
}

std::unexpected<Error> changed(std::string_view field) {
  return fail(Errc::hello_changed_after_retry, field, "RFC 8446, 4.1.2", "the same as in the first ClientHello",
              "another");
}

// RFC 8446, 4.1.2: ages and binders are computed anew, and keys that do not fit the suite may go; none is added.
bool updates(const OfferedPsks& second, const std::optional<OfferedPsks>& first) {
  if (!first) return false;
  auto known = first->identities.begin();
  for (const PskIdentity& psk : second.identities) {
    while (known != std::default_sentinel && !equal(known->identity, psk.identity)) ++known;
    if (known == std::default_sentinel) return false;
    ++known;
  }
  return true;
}

// RFC 8446, 4.2.8: the share that was asked for and no other; where none was asked for, the same shares again.
Result<void> check_second_share(const ClientHello& second, const ClientHello& before,
                                std::optional<NamedGroup> asked_for) {
  if (second.extensions.key_share.has_value() != before.extensions.key_share.has_value())
    return changed("client_hello.key_share");
  if (!second.extensions.key_share) return {};
  const auto& shares = second.extensions.key_share->client_shares;
  if (!asked_for) {
    if (!equal(shares.encoded(), before.extensions.key_share->client_shares.encoded()))
      return changed("client_hello.key_share");
    return {};
  }
  auto share = shares.begin();
  const bool right = share != shares.end() && share->group == *asked_for;
  if (right && ++share == shares.end()) return {};
  return fail(Errc::wrong_group, "client_hello.key_share", "RFC 8446, 4.2.8", name_of(*asked_for), "another share");
}

std::unexpected<Error> without_signature_algorithms() {
  return fail(Errc::missing_extension, "client_hello.signature_algorithms", "RFC 8446, 9.2", "signature_algorithms",
              "none");
}

std::unexpected<Error> without_supported_groups() {
  return fail(Errc::missing_extension, "client_hello.supported_groups", "RFC 8446, 9.2", "supported_groups", "none");
}

}  // namespace

std::unexpected<Error> without_signing_credentials() {
  return fail(Errc::no_signing_credentials, "credentials", "RFC 5280, 4.2.1.3", "a certificate with digitalSignature",
              "other key usages only");
}

Result<void> check_client_hello(const ClientHello& hello) {
  if (!std::ranges::equal(hello.legacy_compression_methods, std::array<std::uint8_t, 1>{0}))  // 4.1.2
    return fail(Errc::wrong_compression_method, "client_hello.legacy_compression_methods", "RFC 8446, 4.1.2",
                "null alone");
  const ClientHelloExtensions& extensions = hello.extensions;
  const bool psk = extensions.pre_shared_key.has_value();
  if (psk && !extensions.psk_key_exchange_modes)  // 4.2.9: "MUST abort the handshake"
    return fail(Errc::missing_extension, "client_hello.psk_key_exchange_modes", "RFC 8446, 4.2.9",
                "psk_key_exchange_modes beside pre_shared_key", "none");
  // 9.2: without pre_shared_key they must be there; the last two never go alone.
  if (!psk && !extensions.signature_algorithms) return without_signature_algorithms();
  if (psk && !extensions.supported_groups && !extensions.key_share) return {};
  if (!extensions.supported_groups) return without_supported_groups();
  if (!extensions.key_share)
    return fail(Errc::missing_extension, "client_hello.key_share", "RFC 8446, 9.2", "key_share", "none");
  return check_shares(*extensions.key_share, *extensions.supported_groups);
}

Result<CipherSuite> choose_cipher_suite(const ClientHello& hello, const Policy& policy) {
  CipherSuite chosen{};
  const auto take_first = [&](CipherSuite suite) {
    chosen = suite;
    return true;
  };
  if (visit_common_suites(hello, policy, ProtocolVersion::tls13, take_first)) return chosen;
  return fail(Errc::no_common_cipher_suite, "client_hello.cipher_suites", "RFC 8446, 4.1.2",
              names_of(policy.cipher_suites), names_of(hello.cipher_suites));
}

// A round trip is dearer than a better group, so among the shared groups one with a share goes first; but a recorded
// connection can be opened by a quantum computer later, so a shared post-quantum group is worth the round trip.
Result<GroupChoice> choose_group(const ClientHello& hello, const Policy& policy) {
  if (!hello.extensions.supported_groups) return without_supported_groups();  // a PSK would have been enough
  const auto& offered = hello.extensions.supported_groups->named_group_list;
  const auto& shares = hello.extensions.key_share->client_shares;
  std::optional<GroupChoice> without_share;
  for (const NamedGroup group : policy.groups) {
    if (!crypto::group_supported(group) || !offered.contains(group)) continue;
    for (const KeyShareEntry& share : shares) {
      if (share.group != group) continue;
      if (without_share && post_quantum(without_share->group) && !post_quantum(group)) return *without_share;
      return GroupChoice{group, share.key_exchange};
    }
    if (!without_share) without_share = GroupChoice{group};
  }
  if (without_share) return *without_share;
  return fail(Errc::no_common_group, "client_hello.supported_groups", "RFC 8446, 4.2.7", names_of(policy.groups),
              names_of(offered));
}

Result<std::string> requested_server_name(const ClientHello& hello) {
  std::string out;
  if (!hello.extensions.server_name) return out;
  for (const ServerName& name : hello.extensions.server_name->server_name_list) {
    if (name.name_type != ServerNameType::host_name ||
        !out.empty())  // RFC 6066, 3: one of a type, and there is one type
      return fail(Errc::field_bad_value, "client_hello.server_name", "RFC 6066, 3", "one host_name");
    if (std::ranges::find(name.host_name, std::uint8_t{0}) != name.host_name.end())
      return fail(Errc::field_bad_value, "client_hello.server_name", "RFC 6066, 3", "a DNS name", "a NUL byte in it");
    out = as_text(name.host_name);
  }
  return out;
}

Result<std::string> choose_application_protocol(const ClientHello& hello, const Options& options) {
  const auto& offered = hello.extensions.application_protocols;
  if (!offered || options.application_protocols.empty()) return std::string();
  const auto speaks = [&](Bytes name) {
    return std::ranges::any_of(options.application_protocols,
                               [&](const std::string& p) { return equal(as_bytes(p), name); });
  };
  std::string chosen;
  for (const ProtocolName& protocol : offered->protocol_name_list)
    if (chosen.empty() && speaks(protocol.name)) chosen = as_text(protocol.name);
  if (options.server_application_protocol_precedence && !chosen.empty())
    chosen = *std::ranges::find_if(options.application_protocols,
                                   [&](const std::string& own) { return lists(*offered, own); });
  if (chosen.empty() && options.require_application_protocol)
    return fail(Errc::no_common_application_protocol, "client_hello.application_layer_protocol_negotiation",
                "RFC 7301, 3.2", std::string_view(options.application_protocols.front()));
  return chosen;
}

bool asks_for_status(const ClientHello& hello) {
  const auto& request = hello.extensions.status_request;
  return request && request->status_type == CertificateStatusType::ocsp;
}

Result<OwnProof> choose_server_proof(const ClientHello& hello, const Options& options, std::string_view server_name) {
  if (!hello.extensions.signature_algorithms) return without_signature_algorithms();
  const auto& accepted = hello.extensions.signature_algorithms->supported_signature_algorithms;
  if (!options.credentials || options.credentials->empty())
    return fail(Errc::no_usable_credentials, "credentials", {}, "a certificate and its key", "none");
  CredentialWish wanted{.accepted = accepted, .policy = *options.policy, .server_name = server_name};
  if (const auto& apart = hello.extensions.signature_algorithms_cert)
    wanted.accepted_in_certificates = apart->supported_signature_algorithms;
  if (const auto& named = hello.extensions.certificate_authorities) wanted.authorities = named->authorities;
  if (auto proof = choose_credential(*options.credentials, wanted)) {
    proof->with_statuses = asks_for_status(hello);
    return std::move(*proof);
  }
  if (!any_may_sign(options)) return without_signing_credentials();
  return fail(Errc::no_common_signature_scheme, "client_hello.signature_algorithms", "RFC 8446, 4.4.2.2",
              "a scheme of this server's keys", names_of(accepted));
}

Result<void> check_second_hello(const ClientHello& second, Bytes first, const RetrySent& retry) {
  Result<ClientHello> before = decode<ClientHello>(first);
  if (!before) return std::unexpected(before.error());
  if (const auto read = decode_extensions(before->extensions); !read) return read;
  if (second.legacy_version != before->legacy_version) return changed("client_hello.legacy_version");
  if (second.random != before->random) return changed("client_hello.random");
  if (!equal(second.legacy_session_id, before->legacy_session_id)) return changed("client_hello.legacy_session_id");
  if (!equal(second.cipher_suites.encoded(), before->cipher_suites.encoded()))
    return changed("client_hello.cipher_suites");
  if (!same_fixed_extensions(before->extensions.block, second.extensions.block, retry.application_extensions))
    return changed("client_hello.extensions");
  if (const auto& psks = second.extensions.pre_shared_key; psks && !updates(*psks, before->extensions.pre_shared_key))
    return changed("client_hello.pre_shared_key");
  if (second.extensions.early_data)  // 4.2.10: "A client MUST NOT include the early_data extension" after a retry
    return fail(Errc::forbidden_extension, "client_hello.early_data", "RFC 8446, 4.1.2",
                "none after HelloRetryRequest");
  const auto& sent_cookie = second.extensions.cookie;
  if (sent_cookie.has_value() != !retry.cookie.empty() || (sent_cookie && !equal(sent_cookie->cookie, retry.cookie)))
    return fail(Errc::bad_cookie, "client_hello.cookie", "RFC 8446, 4.2.2", "the cookie of HelloRetryRequest");
  return check_second_share(second, *before, retry.group);
}

}  // namespace handfast::tls
