#pragma once
// The special keywords of priority strings, those that begin with %.
#include <span>
#include <string_view>

#include "capi/priority/priority.hpp"

namespace handfast::capi {

struct SpecialKeyword {
  const char* name;  // without the %
  void (*apply)(Priority& priority);
};

std::span<const SpecialKeyword> special_keywords();

// The keyword of that name, in capitals as the name is; null when there is none.
const SpecialKeyword* find_special_keyword(std::string_view name);

}  // namespace handfast::capi
