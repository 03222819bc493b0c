#include "tls/negotiation/versions.hpp"

#include <algorithm>

#include "base/codepoint_notes.hpp"
#include "base/copy.hpp"
#include "tls/suites.hpp"
#include "tls/versions_built.hpp"

namespace handfast::tls {

namespace {

// The last eight bytes of a server's random when it could have done better (RFC 8446, 4.1.3).
constexpr std::array<std::uint8_t, 8> kDowngradeToTls12{0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x01};
constexpr std::array<std::uint8_t, 8> kDowngradeToOlder{0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x00};

constexpr std::array kNewestFirst{ProtocolVersion::tls13, ProtocolVersion::tls12};

bool has_downgrade_sentinel(const Random& random) {
  const Bytes end = Bytes(random).last(kDowngradeToTls12.size());
  return equal(end, kDowngradeToTls12) || equal(end, kDowngradeToOlder);
}

// RFC 8446, D.5: a hello with SSL 3.0 in its legacy_version "MUST abort the handshake with a "protocol_version" alert",
// whatever its extensions say.
bool is_forbidden(ProtocolVersion legacy_version) { return legacy_version <= ProtocolVersion::ssl30; }

Result<ProtocolVersion> common_version(const ClientHello& hello, const StaticVector<ProtocolVersion, 4>& ours) {
  if (is_forbidden(hello.legacy_version))
    return fail(Errc::no_common_version, "client_hello.legacy_version", "RFC 8446, D.5", names_of(ours),
                note_of(hello.legacy_version));
  const auto& offered = hello.extensions.supported_versions;
  if (offered) {  // RFC 8446, 4.2.1: the extension alone decides, "legacy_version" is ignored
    for (const ProtocolVersion version : ours)
      if (offered->versions.contains(version)) return version;
  } else {
    for (const ProtocolVersion version : ours)
      if (version != ProtocolVersion::tls13 && version <= hello.legacy_version) return version;
  }
  Note found;
  if (offered)
    found << "none of them in supported_versions";
  else
    found = note_of(hello.legacy_version) << " at most";
  return fail(Errc::no_common_version, "client_hello.supported_versions", "RFC 8446, 4.2.1", names_of(ours), found);
}

}  // namespace

bool version_implemented(ProtocolVersion version) {
  return (kTls13Built && version == ProtocolVersion::tls13) || (kTls12Built && version == ProtocolVersion::tls12);
}

StaticVector<ProtocolVersion, 4> usable_versions(const Policy& policy) {
  StaticVector<ProtocolVersion, 4> out;
  const auto has_suite = [&](ProtocolVersion version) {
    return std::ranges::any_of(policy.cipher_suites, [&](CipherSuite s) { return suite_of(s, version).has_value(); });
  };
  for (const ProtocolVersion version : kNewestFirst)
    if (policy.versions.contains(version) && version_implemented(version) && has_suite(version)) out.push_back(version);
  return out;
}

Result<ProtocolVersion> choose_version(const ClientHello& hello, const Policy& policy) {
  const auto ours = usable_versions(policy);
  const auto chosen = common_version(hello, ours);
  if (!chosen) return chosen;
  // RFC 7507, 3: a client that tries an older version again says so, and should have got the better one.
  const bool could_do_better = std::ranges::any_of(ours, [&](ProtocolVersion v) { return v > *chosen; });
  if (could_do_better && hello.cipher_suites.contains(CipherSuite::fallback_scsv))
    return fail(Errc::inappropriate_fallback, "client_hello.cipher_suites", "RFC 7507, 3", names_of(ours),
                note_of(*chosen));
  return chosen;
}

// RFC 8446, 4.1.3: whatever the client offered, since somebody on the way may have taken TLS 1.3 out of the offer.
void mark_downgrade(Random& server_random, const Policy& policy) {
  if (usable_versions(policy).contains(ProtocolVersion::tls13))
    copy_bytes(kDowngradeToTls12, MutableBytes(server_random).last(kDowngradeToTls12.size()));
}

Result<ProtocolVersion> check_version(const std::optional<SelectedVersion>& selected, ProtocolVersion legacy_version,
                                      const Random& server_random, const Policy& policy) {
  const auto ours = usable_versions(policy);
  if (is_forbidden(legacy_version))
    return fail(Errc::no_common_version, "server_hello.legacy_version", "RFC 8446, D.5", names_of(ours),
                note_of(legacy_version));
  if (!selected) {  // an older server: it does not know the extension
    const bool offered = legacy_version != ProtocolVersion::tls13 && ours.contains(legacy_version);
    if (!offered)
      return fail(Errc::no_common_version, "server_hello.legacy_version", "RFC 8446, 4.1.3", names_of(ours),
                  note_of(legacy_version));
    if (ours.contains(ProtocolVersion::tls13) && has_downgrade_sentinel(server_random))
      return fail(Errc::downgrade_detected, "server_hello.random", "RFC 8446, 4.1.3");
    return legacy_version;
  }
  const ProtocolVersion version = selected->selected_version;
  // RFC 8446, 4.2.1: "a version not offered by the client or ... a version prior to TLS 1.3": illegal_parameter.
  if (version != ProtocolVersion::tls13 || !ours.contains(version))
    return fail(Errc::wrong_selected_version, "server_hello.supported_versions", "RFC 8446, 4.2.1", names_of(ours),
                note_of(version));
  // 4.2.1 has a client ignore legacy_version, 4.1.3 a server set it; who breaks the latter is no TLS 1.3 server.
  if (legacy_version != ProtocolVersion::tls12)
    return fail(Errc::wrong_selected_version, "server_hello.legacy_version", "RFC 8446, 4.1.3", "TLS 1.2",
                note_of(legacy_version));
  return version;
}

}  // namespace handfast::tls
