#pragma once
// The system's policy file: what its administrator allows every program that uses this library, and the priority
// strings that programs may refer to as @NAME. An INI file; docs/priorities.md has its grammar.
#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/static_vector.hpp"
#include "capi/public_api.hpp"

namespace handfast::capi {

// What the [overrides] section speaks about.
enum class Restricted : unsigned {
  version,
  cipher,
  mac,
  group,
  key_exchange,
  curve,
  hash,
  signature,
  certificate_signature,
};
inline constexpr std::size_t restricted_kinds = 9;

class SystemPolicy {
 public:
  // Lines that make no sense are left out; the first of them is remembered.
  static SystemPolicy parse(std::string_view text);

  // Whether an algorithm or version may be used.
  bool allows(Restricted kind, unsigned id) const;
  // The same for a group, and for the curve if it is one.
  bool allows_group(unsigned id) const;
  // The same for a signature algorithm and the hash inside it, in the protocol or on certificates.
  bool allows_signature(gnutls_sign_algorithm_t id, gnutls_digest_algorithm_t hash, bool on_certificates) const;

  // The priority string of a name, nothing when it is not there.
  std::optional<std::string_view> priority_string(std::string_view name) const;
  // What programs without a wish of their own get, when the file says so.
  const std::optional<std::string>& default_priority_string() const { return default_priority_string_; }
  // No program may go below it.
  gnutls_certificate_verification_profiles_t least_profile() const { return least_profile_; }

  // Everything is forbidden that is not listed. @SYSTEM is then made of what is listed, in that order.
  bool is_allowlist() const { return allowlist_; }
  const std::vector<unsigned>& listed(Restricted kind) const { return lists_[static_cast<std::size_t>(kind)]; }

  // The number of the first line that made no sense, 0 when all did.
  unsigned first_bad_line() const { return first_bad_line_; }

 private:
  class Parser;

  bool is_listed(Restricted kind, unsigned id) const;

  struct NamedString {
    std::string name;
    std::string value;
  };

  bool allowlist_ = false;
  std::array<std::vector<unsigned>, restricted_kinds> lists_;
  std::vector<NamedString> priority_strings_;
  std::optional<std::string> default_priority_string_;
  gnutls_certificate_verification_profiles_t least_profile_ = GNUTLS_PROFILE_UNKNOWN;
  unsigned first_bad_line_ = 0;
};

// The policy of this process, read once, at the first call. A file that is absent or cannot be read is an empty one.
const SystemPolicy& system_policy();
// What it was read from.
std::string_view system_policy_text();

// Those of `ids` that the policy of this process allows, ended by the number that means unknown.
template <class Id>
StaticVector<Id, 32> allowed_list(Restricted kind, std::initializer_list<Id> ids) {
  StaticVector<Id, 32> list;
  for (const Id id : ids) {
    const unsigned number = static_cast<unsigned>(id);
    const SystemPolicy& system = system_policy();
    if (kind == Restricted::group ? system.allows_group(number) : system.allows(kind, number)) list.push_back(id);
  }
  list.push_back(Id{});
  return list;
}

// Whether the library may go on: false when GNUTLS_SYSTEM_PRIORITY_FAIL_ON_INVALID is 1 and the file has a bad line.
bool system_policy_is_acceptable();

}  // namespace handfast::capi
