#pragma once
// Which line of the system's policy file made a priority string fail.
#include <string>
#include <string_view>

#include "capi/priority/priority.hpp"

namespace handfast::capi {

struct PolicyLine {
  unsigned number = 0;  // from 1; 0: the string fails without any policy in the same way
  std::string text;     // without blanks around it
};

// `appended`: `text` was put behind the default string. `policy_text` is what the policy of `error` was read from.
PolicyLine line_to_blame(std::string_view text, bool appended, const PriorityError& error,
                         std::string_view policy_text);

}  // namespace handfast::capi
