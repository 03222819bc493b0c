#include "capi/priority/priority.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <vector>

#include "capi/names/groups.hpp"
#include "capi/names/key_exchanges.hpp"
#include "capi/names/lookup.hpp"
#include "capi/names/signatures.hpp"
#include "capi/priority/suites.hpp"
#include "capi/priority/tokens.hpp"

namespace handfast::capi {
namespace {

constexpr std::string_view built_in_default = "NORMAL";

// Drops from a list what the system's policy forbids.
template <class List>
void restrict(List& list, const SystemPolicy& system, Restricted kind) {
  List allowed;
  for (const unsigned id : list) {
    if (system.allows(kind, id)) allowed.push_back(id);
  }
  list = allowed;
}

void restrict_groups(Priority& priority, const SystemPolicy& system) {
  auto allowed = decltype(priority.groups){};
  for (const unsigned id : priority.groups) {
    if (system.allows_group(id)) allowed.push_back(id);
  }
  priority.groups = allowed;
}

void restrict_signatures(Priority& priority, const SystemPolicy& system) {
  auto allowed = decltype(priority.signatures){};
  for (const unsigned id : priority.signatures) {
    const Signature* signature = find_id(signatures(), id);
    if (signature != nullptr && system.allows_signature(signature->id, signature->hash, false)) allowed.push_back(id);
  }
  priority.signatures = allowed;
}

// Profiles are numbered by strength, but for those of Suite B, which only a string itself demands.
void raise_profile(Priority& priority, const SystemPolicy& system) {
  priority.profile = std::max(priority.profile, system.least_profile());
}

void restrict(Priority& priority, const SystemPolicy& system) {
  restrict(priority.protocols, system, Restricted::version);
  restrict(priority.ciphers, system, Restricted::cipher);
  restrict(priority.macs, system, Restricted::mac);
  restrict(priority.key_exchanges, system, Restricted::key_exchange);
  restrict_groups(priority, system);
  restrict_signatures(priority, system);
  raise_profile(priority, system);
}

void list_curves(Priority& priority) {
  priority.curves.clear();
  for (const unsigned id : priority.groups) {
    if (member_of(groups(), id, &Group::kind, GroupKind::gost) == GroupKind::curve) priority.curves.push_back(id);
  }
}

bool tls13_is_possible(const Priority& priority) {
  if (priority.has(PriorityOption::no_extensions)) return false;  // RFC 8446, 4.2.1
  for (const unsigned id : priority.key_exchanges) {
    if (!member_of(key_exchanges(), id, &KeyExchange::tls13, true)) return false;
  }
  const bool can_prove = std::ranges::any_of(
      priority.signatures, [](unsigned id) { return member_of(signatures(), id, &Signature::tls13, false); });
  return can_prove && !priority.groups.empty() && has_suite_for(priority, GNUTLS_TLS1_3);
}

// Takes out the versions that lack something they cannot do without.
void drop_impossible_versions(Priority& priority) {
  auto possible = decltype(priority.protocols){};
  for (const unsigned id : priority.protocols) {
    const bool older = id != GNUTLS_TLS1_3;
    // RFC 5246, 7.4.1.4.1: TLS 1.2 names the signatures it accepts.
    const bool older_is_possible = (id != GNUTLS_TLS1_2 || !priority.signatures.empty()) &&
                                   has_suite_for(priority, static_cast<gnutls_protocol_t>(id));
    if (older ? older_is_possible : tls13_is_possible(priority)) possible.push_back(id);
  }
  priority.protocols = possible;
}

Priority finished(Priority priority, const SystemPolicy& system) {
  restrict(priority, system);
  list_curves(priority);
  drop_impossible_versions(priority);
  return priority;
}

std::string_view name_of(Restricted kind, unsigned id) {
  const char* name = nullptr;
  switch (kind) {
    case Restricted::version: name = gnutls_protocol_get_name(static_cast<gnutls_protocol_t>(id)); break;
    case Restricted::cipher: name = gnutls_cipher_get_name(static_cast<gnutls_cipher_algorithm_t>(id)); break;
    case Restricted::mac: name = gnutls_mac_get_name(static_cast<gnutls_mac_algorithm_t>(id)); break;
    case Restricted::group: name = gnutls_group_get_name(static_cast<gnutls_group_t>(id)); break;
    case Restricted::key_exchange: name = gnutls_kx_get_name(static_cast<gnutls_kx_algorithm_t>(id)); break;
    case Restricted::signature: name = gnutls_sign_get_name(static_cast<gnutls_sign_algorithm_t>(id)); break;
    case Restricted::curve:
    case Restricted::hash:
    case Restricted::certificate_signature: break;  // no token of a priority string
  }
  return name != nullptr ? name : "";
}

// What @SYSTEM means when the policy lists what is allowed: all of that, in its order.
std::string allowlist_as_string(const SystemPolicy& system) {
  struct Tokens {
    Restricted kind;
    std::string_view prefix;
  };
  constexpr Tokens all[] = {
      {Restricted::version, ":+VERS-"}, {Restricted::cipher, ":+"},       {Restricted::mac, ":+"},
      {Restricted::group, ":+GROUP-"},  {Restricted::key_exchange, ":+"}, {Restricted::signature, ":+SIGN-"},
  };
  std::string text = "NONE";
  for (const Tokens& tokens : all) {
    for (const unsigned id : system.listed(tokens.kind)) text.append(tokens.prefix).append(name_of(tokens.kind, id));
  }
  return text;
}

// Replaces "@NAME1,NAME2" at the start by the string of the first name that the policy knows; nothing: it knows none.
std::optional<std::string> expanded(std::string_view text, const SystemPolicy& system) {
  if (!text.starts_with('@')) return std::string(text);
  const std::size_t end = std::min(text.find(':'), text.size());
  std::string_view names = text.substr(1, end - 1);
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(name.size() + 1, names.size()));
    std::optional<std::string> value;
    if (system.is_allowlist() && name == "SYSTEM") {
      value = allowlist_as_string(system);
    } else if (const auto found = system.priority_string(name); found) {
      value = std::string(*found);
    }
    if (value) return value->append(text.substr(end));
  }
  return std::nullopt;
}

struct Token {
  std::string_view text;  // without the blanks before it
  std::size_t position;   // of the blanks
};

std::vector<Token> split(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(':', start), text.size());
    std::string_view token = text.substr(start, end - start);
    token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
    tokens.push_back({token, start});
    start = end + 1;
  }
  return tokens;
}

// The token after which nothing was left to use, though there had been something before it. Empty: none is to blame.
std::string last_choice_taken_by(std::span<const Token> tokens, const SystemPolicy& system) {
  Priority priority;
  std::string culprit;
  bool usable = false;
  for (const Token& token : tokens) {
    if (!apply_token(priority, token.text, &token == tokens.data())) return culprit;
    const bool was_usable = usable;
    usable = !finished(priority, system).protocols.empty();
    if (was_usable && !usable) culprit = token.text;
  }
  return culprit;
}

}  // namespace

std::expected<Priority, PriorityError> compile_priority(std::string_view text, const SystemPolicy& system) {
  const std::optional<std::string> whole = expanded(text, system);
  if (!whole) return std::unexpected(PriorityError{GNUTLS_E_INVALID_REQUEST, 0, std::string(text)});
  const std::vector<Token> tokens = split(*whole);
  Priority priority;
  for (const Token& token : tokens) {
    if (apply_token(priority, token.text, &token == tokens.data())) continue;
    // The caller's string has no place for what stands in the policy file.
    const std::size_t position = text.starts_with('@') ? 0 : token.position;
    return std::unexpected(PriorityError{GNUTLS_E_INVALID_REQUEST, position, std::string(token.text)});
  }
  priority = finished(priority, system);
  if (!priority.protocols.empty()) return priority;
  return std::unexpected(PriorityError{GNUTLS_E_NO_PRIORITIES_WERE_SET, 0, last_choice_taken_by(tokens, system)});
}

std::string_view default_priority_string(const SystemPolicy& system) {
  const std::optional<std::string>& chosen = system.default_priority_string();
  return chosen ? std::string_view(*chosen) : built_in_default;
}

std::expected<Priority, PriorityError> compile_appended_priority(std::string_view tokens, const SystemPolicy& system) {
  const std::string whole = std::string(default_priority_string(system)).append(":").append(tokens);
  const std::size_t start = whole.size() - tokens.size();
  std::expected<Priority, PriorityError> priority = compile_priority(whole, system);
  if (!priority) priority.error().position -= std::min(priority.error().position, start);
  return priority;
}

}  // namespace handfast::capi
