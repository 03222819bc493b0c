#include "capi/priority/tokens.hpp"

#include <span>

#include "capi/names/ciphers.hpp"
#include "capi/names/groups.hpp"
#include "capi/names/key_exchanges.hpp"
#include "capi/names/lookup.hpp"
#include "capi/names/macs.hpp"
#include "capi/names/protocols.hpp"
#include "capi/names/signatures.hpp"
#include "capi/priority/options.hpp"

namespace handfast::capi {
namespace {

enum class Action { add, remove };

// What is known by name only takes part in the grammar, never in the lists.
template <class Row>
bool is_offered(const Row& row) {
  if constexpr (requires { row.in_tls; }) {
    return row.in_tls;
  } else {
    return row.offered;
  }
}

template <class List, class Id>
void change(List& list, Id id, Action action) {
  const unsigned number = static_cast<unsigned>(id);
  if (action == Action::remove) list.erase(number);
  if (action == Action::add && !list.contains(number)) list.push_back(number);
}

// Adds those of `ids` that the table offers.
template <class List, class Table, class Id>
void add_all(List& list, const Table& table, std::span<const Id> ids) {
  for (const Id id : ids) {
    const auto row = find_id(table, id);
    if (row != nullptr && is_offered(*row)) change(list, id, Action::add);
  }
}

// What a token ending in -ALL does: adds what NORMAL has, or removes everything. Such a token is always right.
template <class List, class Table, class Id>
bool change_every(List& list, const Table& table, std::span<const Id> of_normal, Action action) {
  if (action == Action::remove) list.clear();
  if (action == Action::add) add_all(list, table, of_normal);
  return true;
}

// A single name. False: the table does not know it.
template <class List, class Table>
bool change_named(List& list, const Table& table, std::string_view name, Action action) {
  const auto row = find_name(table, name);
  if (row == nullptr) return false;
  if (is_offered(*row)) change(list, row->id, action);
  return true;
}

// Cuts the prefix off `text`, if it is there in any case.
bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (text.size() < prefix.size() || !same_name(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool change_version(Priority& priority, std::string_view name, Action action) {
  if (same_name(name, "ALL") || same_name(name, "TLS-ALL")) {
    return change_every(priority.protocols, protocols(), normal_level().protocols, action);
  }
  // Datagram versions are not offered: there is nothing to add or to remove.
  return same_name(name, "DTLS-ALL") || change_named(priority.protocols, protocols(), name, action);
}

bool change_certificate_type(StaticVector<unsigned, 4>& list, std::string_view name, Action action) {
  if (same_name(name, "ALL")) {
    if (action == Action::remove) list.clear();
    if (action == Action::add) change(list, GNUTLS_CRT_X509, action);
    return true;
  }
  const gnutls_certificate_type_t type = certificate_type_named(name);
  const CertificateType* row = find_id(certificate_types(), type);
  if (row != nullptr && is_offered(*row)) change(list, type, action);
  return row != nullptr;
}

bool change_certificate_types(Priority& priority, std::string_view name, Action action) {
  if (take_prefix(name, "CLI-")) return change_certificate_type(priority.client_certificates, name, action);
  if (take_prefix(name, "SRV-")) return change_certificate_type(priority.server_certificates, name, action);
  if (same_name(name, "OPENPGP")) return true;  // known once; there is nothing behind it any more
  return change_certificate_type(priority.client_certificates, name, action) &&
         change_certificate_type(priority.server_certificates, name, action);
}

bool change_signature(Priority& priority, std::string_view name, Action action) {
  if (same_name(name, "ALL")) return change_every(priority.signatures, signatures(), normal_level().signatures, action);
  return same_name(name, "GOST-ALL") || change_named(priority.signatures, signatures(), name, action);
}

bool change_kind(Priority& priority, GroupKind kind, Action action) {
  for (const gnutls_group_t id : normal_level().groups) {
    if (member_of(groups(), id, &Group::kind, GroupKind::gost) == kind) change(priority.groups, id, action);
  }
  return true;
}

bool change_group(Priority& priority, std::string_view name, Action action) {
  if (same_name(name, "ALL")) return change_every(priority.groups, groups(), normal_level().groups, action);
  if (same_name(name, "EC-ALL")) return change_kind(priority, GroupKind::curve, action);
  if (same_name(name, "DH-ALL")) return change_kind(priority, GroupKind::finite_field, action);
  return same_name(name, "GOST-ALL") || change_named(priority.groups, groups(), name, action);
}

// The older words for groups: CURVE-ALL means all groups, finite fields included.
bool change_curve(Priority& priority, std::string_view name, Action action) {
  if (same_name(name, "ALL")) return change_group(priority, name, action);
  const Curve* curve = find_name(curves(), name);
  if (curve == nullptr) return false;
  const Group* group = find_name(groups(), name);  // there is none for a curve of signatures
  if (group != nullptr && is_offered(*group)) change(priority.groups, group->id, action);
  return true;
}

bool change_mac(Priority& priority, std::string_view name, Action action) {
  const Mac* mac = find_name(macs(), name);
  const bool usable_name = mac != nullptr && (mac->has_id || mac->id == GNUTLS_MAC_NULL);
  return usable_name && change_named(priority.macs, macs(), name, action);
}

bool change_unprefixed(Priority& priority, std::string_view name, Action action) {
  const Level& normal = normal_level();
  if (same_name(name, "CIPHER-ALL")) return change_every(priority.ciphers, ciphers(), normal.ciphers, action);
  if (same_name(name, "MAC-ALL")) return change_every(priority.macs, macs(), normal.macs, action);
  if (same_name(name, "KX-ALL")) {
    return change_every(priority.key_exchanges, key_exchanges(), normal.key_exchanges, action);
  }
  // Known words with nothing behind them here.
  for (const std::string_view known : {"GOST", "CIPHER-GOST-ALL", "MAC-GOST-ALL", "KX-GOST-ALL", "RSA-EXPORT"}) {
    if (same_name(name, known)) return true;
  }
  return change_named(priority.ciphers, ciphers(), name, action) || change_mac(priority, name, action) ||
         change_named(priority.key_exchanges, key_exchanges(), name, action);
}

bool change_algorithm(Priority& priority, std::string_view name, Action action) {
  if (take_prefix(name, "VERS-")) return change_version(priority, name, action);
  if (take_prefix(name, "CTYPE-")) return change_certificate_types(priority, name, action);
  if (take_prefix(name, "SIGN-")) return change_signature(priority, name, action);
  if (take_prefix(name, "GROUP-")) return change_group(priority, name, action);
  if (take_prefix(name, "CURVE-")) return change_curve(priority, name, action);
  if (take_prefix(name, "COMP-")) return true;  // TLS compression does not exist any more
  return change_unprefixed(priority, name, action);
}

// The weakest of all keywords counts (docs/api-behaviour.md, 53), and weakens a profile in front of it, too: what a keyword
// brings in is to be of use. Profiles are numbered by strength, those of Suite B last. LEGACY says nothing about it.
void weaken_profile(Priority& priority, gnutls_certificate_verification_profiles_t to) {
  if (to == GNUTLS_PROFILE_UNKNOWN) return;
  if (priority.profile == GNUTLS_PROFILE_UNKNOWN || to < priority.profile) priority.profile = to;
}

void add_level(Priority& priority, const Level& level, bool first) {
  if (first && level.own_protocols) priority.protocols.clear();
  if (first || level.own_protocols) add_all(priority.protocols, protocols(), level.protocols);
  add_all(priority.ciphers, ciphers(), level.ciphers);
  add_all(priority.macs, macs(), level.macs);
  add_all(priority.key_exchanges, key_exchanges(), level.key_exchanges);
  add_all(priority.groups, groups(), level.groups);
  add_all(priority.signatures, signatures(), level.signatures);
  weaken_profile(priority, level.profile);
  if (first && level.forward_secret_only) priority.set(PriorityOption::no_tickets_tls12);
}

// A string that does not begin with NONE begins with NORMAL's versions and certificate type.
void begin(Priority& priority) {
  change_version(priority, "ALL", Action::add);
  change_certificate_types(priority, "X509", Action::add);
}

}  // namespace

bool apply_token(Priority& priority, std::string_view token, bool first) {
  if (first && same_name(token, "NONE")) return true;
  if (first) begin(priority);
  if (token.empty()) return false;
  const std::string_view name = token.substr(1);
  if (token.front() == '%') {
    const SpecialKeyword* keyword = find_special_keyword(name);
    if (keyword != nullptr) keyword->apply(priority);
    return keyword != nullptr;
  }
  if (token.front() == '-' || token.front() == '!') return change_algorithm(priority, name, Action::remove);
  const bool has_sign = token.front() == '+';
  for (const Level& level : levels()) {
    if (!same_name(has_sign ? name : token, level.keyword)) continue;
    add_level(priority, level, first);
    return true;
  }
  return has_sign && change_algorithm(priority, name, Action::add);
}

}  // namespace handfast::capi
