#pragma once
// Code points as notes of an Error: the registry's name, or the number where there is none.
#include "base/codepoints.hpp"
#include "base/error.hpp"

namespace handfast {

template <class CodePoint>
Note note_of(CodePoint value) {
  const std::string_view name = name_of(value);
  return name.empty() ? hex_note(static_cast<std::uint64_t>(value), 2 * sizeof value) : Note(name);
}

// The names in a list of code points; those without one are left out.
Note names_of(const auto& list) {
  Note out;
  for (const auto& item : list) {
    const std::string_view name = name_of(item);
    if (name.empty()) continue;
    if (!out.empty()) out << ", ";
    out << name;
  }
  return out;
}

}  // namespace handfast
