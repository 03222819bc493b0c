#include "tls/negotiation/client_hello_answer12.hpp"

#include <algorithm>

#include "base/codepoint_notes.hpp"
#include "tls/negotiation/client_hello_answer.hpp"
#include "tls/negotiation/ecdhe.hpp"

namespace handfast::tls {

namespace {

// RFC 5246, 7.4.1.4.1: what a client accepts that does not say.
constexpr std::array<std::uint8_t, 4> kDefaultSchemes{0x02, 0x01, 0x02, 0x03};  // rsa_pkcs1_sha1, ecdsa_sha1

ListView<SignatureScheme> accepted_schemes(const ClientHello& hello) {
  const auto& extension = hello.extensions.signature_algorithms;
  return extension ? extension->supported_signature_algorithms : ListView<SignatureScheme>(kDefaultSchemes);
}

const ListView<NamedGroup>* offered_groups(const ClientHello& hello) {
  const auto& extension = hello.extensions.supported_groups;
  return extension ? &extension->named_group_list : nullptr;
}

bool usable_group(NamedGroup group, const Policy& policy) {
  return is_ecdhe_group(group) && policy.groups.contains(group) && crypto::group_supported(group);
}

std::optional<NamedGroup> choose_ecdhe_group(const ClientHello& hello, const Policy& policy) {
  const auto* offered = offered_groups(hello);
  if (offered != nullptr && !policy.server_preference) {
    for (const NamedGroup group : *offered)
      if (usable_group(group, policy)) return group;
    return std::nullopt;
  }
  for (const NamedGroup group : policy.groups)  // RFC 8422, 4: without the extension "free to choose any"
    if (usable_group(group, policy) && (offered == nullptr || offered->contains(group))) return group;
  return std::nullopt;
}

// Why `options` have no certificate for this client, though a suite and a group are common.
std::unexpected<Error> no_proof(const ClientHello& hello, const Options& options,
                                std::span<const Authentication> suites) {
  const Misfit misfit = misfit_of(options, suites, offered_groups(hello));
  const crypto::KeyType type = misfit.credential->signer->type();
  switch (misfit.kind) {
    case Misfit::Kind::usage: return without_signing_credentials();
    case Misfit::Kind::suite:
      return fail(Errc::no_common_cipher_suite, "client_hello.cipher_suites", "RFC 5246, 7.4.1.3",
                  authentication_of(type) == Authentication::rsa ? "one for this server's RSA key"
                                                                 : "one for this server's ECDSA key",
                  names_of(hello.cipher_suites));
    case Misfit::Kind::curve:
      return fail(Errc::no_common_curve, "client_hello.supported_groups", "RFC 8422, 5.1", name_of(*curve_of(type)),
                  names_of(*offered_groups(hello)));
    case Misfit::Kind::scheme: break;
  }
  return fail(Errc::no_common_signature_scheme, "client_hello.signature_algorithms", "RFC 5246, 7.4.1.4.1",
              "a scheme of this server's key", names_of(accepted_schemes(hello)));
}

}  // namespace

Result<void> check_client_hello12(const ClientHello& hello) {
  if (std::ranges::find(hello.legacy_compression_methods, std::uint8_t{0}) == hello.legacy_compression_methods.end())
    return fail(Errc::wrong_compression_method, "client_hello.compression_methods", "RFC 5246, 7.4.1.2",
                "null among them");
  const auto& formats = hello.extensions.ec_point_formats;
  if (formats && !formats->ec_point_format_list.contains(EcPointFormat::uncompressed))
    return fail(Errc::wrong_point_formats, "client_hello.ec_point_formats", "RFC 8422, 5.1.2", "uncompressed",
                "other forms only");
  return {};
}

Result<Choice12> choose12(const ClientHello& hello, const Options& options, std::string_view server_name) {
  const Policy& policy = *options.policy;
  if (!options.credentials || options.credentials->empty())
    return fail(Errc::no_usable_credentials, "credentials", {}, "a certificate and its key", "none");
  const auto schemes = accepted_schemes(hello);
  const auto group = choose_ecdhe_group(hello, policy);
  StaticVector<Authentication, 2> kinds;  // of key, that the common suites are for
  Choice12 out;
  const bool chosen = visit_common_suites(hello, policy, ProtocolVersion::tls12, [&](CipherSuite suite) {
    const Authentication kind = tls12_suite(suite)->authentication;
    if (!kinds.contains(kind)) kinds.push_back(kind);
    if (!group) return false;
    auto proof = choose_credential(*options.credentials, {.accepted = schemes,
                                                          .policy = policy,
                                                          .server_name = server_name,
                                                          .version = ProtocolVersion::tls12,
                                                          .authentication = kind,
                                                          .groups = offered_groups(hello)});
    if (!proof) return false;
    proof->with_statuses = asks_for_status(hello);
    out = Choice12{suite, *group, std::move(*proof)};
    return true;
  });
  if (chosen) return out;
  if (kinds.empty())
    return fail(Errc::no_common_cipher_suite, "client_hello.cipher_suites", "RFC 5246, 7.4.1.3",
                names_of(policy.cipher_suites), names_of(hello.cipher_suites));
  if (!group)
    return fail(Errc::no_common_group, "client_hello.supported_groups", "RFC 8422, 5.1", names_of(policy.groups),
                "no curve of ours");
  return no_proof(hello, options, {kinds.begin(), kinds.end()});
}

bool offers_secure_renegotiation(const ClientHello& hello) {
  return hello.extensions.renegotiation_info ||
         hello.cipher_suites.contains(CipherSuite::empty_renegotiation_info_scsv);
}

}  // namespace handfast::tls
