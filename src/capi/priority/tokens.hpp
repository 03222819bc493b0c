#pragma once
// The tokens of a priority string, applied one by one to the lists.
#include <string_view>

#include "capi/priority/levels.hpp"
#include "capi/priority/priority.hpp"

namespace handfast::capi {

// Applies one token, without the colons around it. `first`: it stands at the start of the string, where NONE is allowed
// and a keyword decides about versions. False: no such token; the lists are as before.
bool apply_token(Priority& priority, std::string_view token, bool first);

}  // namespace handfast::capi
