#pragma once
// Search in the tables of this folder: rows with a number `id` and a `name`.
#include <algorithm>
#include <ranges>
#include <string_view>

namespace handfast::capi {

// ASCII only, whatever the locale: names in policy files mean the same everywhere.
constexpr char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool same_name(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower_case, lower_case);
}

// The row with that number, null when there is none.
template <class Table, class Id>
constexpr auto find_id(const Table& table, Id id) {
  const auto found = std::ranges::find(table, id, &std::ranges::range_value_t<Table>::id);
  return found != std::ranges::end(table) ? &*found : nullptr;
}

// The row with that name, in upper or lower case; null when there is none.
template <class Table>
constexpr auto find_name(const Table& table, std::string_view name) {
  const auto found = std::ranges::find_if(table, [name](const auto& row) { return same_name(row.name, name); });
  return found != std::ranges::end(table) ? &*found : nullptr;
}

// The same for a C caller's text, which may be null.
template <class Table>
constexpr auto find_name(const Table& table, const char* name) {
  return name != nullptr ? find_name(table, std::string_view(name)) : nullptr;
}

// What the interface answers about the row of a number: a member of it, or `otherwise`.
template <class Table, class Id, class Member, class Value>
constexpr Value member_of(const Table& table, Id id, Member member, Value otherwise) {
  const auto row = find_id(table, id);
  return row != nullptr ? row->*member : otherwise;
}

}  // namespace handfast::capi
