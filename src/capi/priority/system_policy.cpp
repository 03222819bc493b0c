#include "capi/priority/system_policy.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "capi/names/ciphers.hpp"
#include "capi/names/digests.hpp"
#include "capi/names/groups.hpp"
#include "capi/names/key_exchanges.hpp"
#include "capi/names/lookup.hpp"
#include "capi/names/macs.hpp"
#include "capi/names/protocols.hpp"
#include "capi/names/signatures.hpp"

namespace handfast::capi {
namespace {

constexpr const char* built_in_path = "/etc/gnutls/config";

// Far above any real policy, low enough that a wrong path (a device, a disk image) does no harm.
constexpr std::size_t max_file_size = 256 * 1024;

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// A comment begins with # or ; at the start of a line or after a blank.
std::string_view without_comment(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool at_start = i == 0 || blanks.find(line[i - 1]) != std::string_view::npos;
    if (at_start && (line[i] == '#' || line[i] == ';')) return line.substr(0, i);
  }
  return line;
}

// Cuts what is before the separator off `text`; all of it when there is none.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view taken = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return taken;
}

template <class Table>
std::optional<unsigned> number_of(const Table& table, std::string_view name) {
  const auto row = find_name(table, name);
  if (row == nullptr) return std::nullopt;
  return static_cast<unsigned>(row->id);
}

std::optional<unsigned> group_number(std::string_view name) {
  constexpr std::string_view prefix = "group-";
  if (name.size() > prefix.size() && same_name(name.substr(0, prefix.size()), prefix))
    name.remove_prefix(prefix.size());
  return number_of(groups(), name);
}

std::optional<unsigned> number_of(Restricted kind, std::string_view name) {
  switch (kind) {
    case Restricted::version: return number_of(protocols(), name);
    case Restricted::cipher: return number_of(ciphers(), name);
    case Restricted::mac: return number_of(macs(), name);
    case Restricted::group: return group_number(name);
    case Restricted::key_exchange: return number_of(key_exchanges(), name);
    case Restricted::curve: return number_of(curves(), name);
    case Restricted::hash: return number_of(digests(), name);
    case Restricted::signature:
    case Restricted::certificate_signature: return number_of(signatures(), name);
  }
  return std::nullopt;
}

struct Override {
  Restricted kind;
  std::string_view forbids;  // the option's name when everything else is allowed
  std::string_view allows;   // the option's name when everything else is forbidden
};

constexpr Override overrides[] = {
    {Restricted::version, "disabled-version", "enabled-version"},
    {Restricted::cipher, "tls-disabled-cipher", "tls-enabled-cipher"},
    {Restricted::mac, "tls-disabled-mac", "tls-enabled-mac"},
    {Restricted::group, "tls-disabled-group", "tls-enabled-group"},
    {Restricted::key_exchange, "tls-disabled-kx", "tls-enabled-kx"},
    {Restricted::curve, "disabled-curve", "enabled-curve"},
    {Restricted::hash, "insecure-hash", "secure-hash"},
    {Restricted::signature, "insecure-sig", "secure-sig"},
    {Restricted::certificate_signature, "insecure-sig-for-cert", "secure-sig-for-cert"},
};

}  // namespace

class SystemPolicy::Parser {
 public:
  // The mode decides what the other options mean, wherever it stands: it is looked for first.
  SystemPolicy parse(std::string_view text) {
    read(text, &Parser::read_mode);
    read(text, &Parser::read_option);
    return std::move(policy_);
  }

 private:
  enum class Section { priorities, overrides, global, unknown };
  using ReadOption = bool (Parser::*)(std::string_view key, std::string_view value);

  void read(std::string_view text, ReadOption read_one) {
    section_ = Section::priorities;
    const std::size_t end = text.size() > max_file_size ? text.size() - max_file_size : 0;
    unsigned number = 1;
    for (; text.size() > end; ++number) {
      const std::string_view line = trimmed(without_comment(take_until(text, '\n')));
      if (!line.empty() && !read_line(line, read_one)) note_bad_line(number);
    }
    if (end != 0) note_bad_line(number);
  }

  void note_bad_line(unsigned number) {
    if (policy_.first_bad_line_ == 0 || number < policy_.first_bad_line_) policy_.first_bad_line_ = number;
  }

  bool read_line(std::string_view line, ReadOption read_one) {
    if (line.front() == '[') return read_section(line);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string_view key = trimmed(line.substr(0, equals));
    return !key.empty() && (this->*read_one)(key, trimmed(line.substr(equals + 1)));
  }

  bool read_section(std::string_view line) {
    section_ = Section::unknown;
    if (line.back() != ']') return false;
    const std::string_view name = trimmed(line.substr(1, line.size() - 2));
    if (same_name(name, "priorities")) section_ = Section::priorities;
    if (same_name(name, "overrides")) section_ = Section::overrides;
    if (same_name(name, "global")) section_ = Section::global;
    return section_ != Section::unknown;
  }

  bool read_mode(std::string_view key, std::string_view value) {
    if (section_ != Section::global || !same_name(key, "override-mode")) return true;
    policy_.allowlist_ = same_name(value, "allowlist");
    return policy_.allowlist_ || same_name(value, "blocklist");
  }

  bool read_option(std::string_view key, std::string_view value) {
    switch (section_) {
      case Section::priorities: return read_priority_string(key, value);
      case Section::overrides: return read_override(key, value);
      case Section::global: return is_global_option(key, value);
      case Section::unknown: return true;  // its header has been counted
    }
    return false;
  }

  bool read_priority_string(std::string_view key, std::string_view value) {
    for (NamedString& known : policy_.priority_strings_) {
      if (known.name != key) continue;
      known.value = value;
      return true;
    }
    policy_.priority_strings_.push_back({std::string(key), std::string(value)});
    return true;
  }

  bool read_override(std::string_view key, std::string_view value) {
    if (same_name(key, "default-priority-string")) {
      if (value.empty()) return false;
      policy_.default_priority_string_ = std::string(value);
      return true;
    }
    if (same_name(key, "min-verification-profile")) {
      policy_.least_profile_ = gnutls_certificate_verification_profile_get_id(std::string(value).c_str());
      return policy_.least_profile_ != GNUTLS_PROFILE_UNKNOWN;
    }
    if (same_name(key, "allow-rsa-pkcs1-encrypt")) return is_truth_value(value);
    for (const Override& override : overrides) {
      const std::string_view name = policy_.allowlist_ ? override.allows : override.forbids;
      if (!same_name(key, name)) continue;
      const std::optional<unsigned> id = number_of(override.kind, value);
      if (!id) return false;
      policy_.lists_[static_cast<std::size_t>(override.kind)].push_back(*id);
      return true;
    }
    return false;
  }

  static bool is_global_option(std::string_view key, std::string_view value) {
    if (same_name(key, "override-mode")) return true;  // read before
    return same_name(key, "ktls") && is_truth_value(value);
  }

  static bool is_truth_value(std::string_view value) { return same_name(value, "true") || same_name(value, "false"); }

  SystemPolicy policy_;
  Section section_ = Section::priorities;
};

SystemPolicy SystemPolicy::parse(std::string_view text) { return Parser().parse(text); }

bool SystemPolicy::is_listed(Restricted kind, unsigned id) const {
  return std::ranges::find(listed(kind), id) != listed(kind).end();
}

bool SystemPolicy::allows(Restricted kind, unsigned id) const { return is_listed(kind, id) == allowlist_; }

bool SystemPolicy::allows_group(unsigned id) const {
  const bool is_curve = id < GNUTLS_GROUP_FFDHE2048;  // such a group has the number of the curve
  return allows(Restricted::group, id) && (!is_curve || allows(Restricted::curve, id));
}

bool SystemPolicy::allows_signature(gnutls_sign_algorithm_t id, gnutls_digest_algorithm_t hash,
                                    bool on_certificates) const {
  if (!allows(Restricted::hash, hash)) return false;
  const bool in_general = is_listed(Restricted::signature, id);
  const bool for_certificates = is_listed(Restricted::certificate_signature, id);
  if (allowlist_) return for_certificates || (in_general && !on_certificates);
  return !in_general && !(for_certificates && on_certificates);
}

std::optional<std::string_view> SystemPolicy::priority_string(std::string_view name) const {
  for (const NamedString& known : priority_strings_) {
    if (known.name == name) return known.value;
  }
  return std::nullopt;
}

namespace {

std::string read_system_policy() {
  std::ifstream file(gnutls_get_system_config_file(), std::ios::binary);
  std::string text;
  for (std::istreambuf_iterator<char> at(file), end; at != end && text.size() <= max_file_size; ++at)
    text.push_back(*at);
  return text;
}

}  // namespace

std::string_view system_policy_text() {
  static const std::string text = read_system_policy();
  return text;
}

const SystemPolicy& system_policy() {
  static const SystemPolicy policy = SystemPolicy::parse(system_policy_text());
  return policy;
}

bool system_policy_is_acceptable() {
  const char* strict = secure_getenv("GNUTLS_SYSTEM_PRIORITY_FAIL_ON_INVALID");
  return strict == nullptr || std::string_view(strict) != "1" || system_policy().first_bad_line() == 0;
}

}  // namespace handfast::capi

const char* gnutls_get_system_config_file() {
  // Kept, because the caller of setenv() may take the value away.
  static const std::string path = [] {
    const char* chosen = secure_getenv("GNUTLS_SYSTEM_PRIORITY_FILE");
    return std::string(chosen != nullptr ? chosen : handfast::capi::built_in_path);
  }();
  return path.c_str();
}
