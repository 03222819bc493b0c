#include "base/bytes.hpp"

#include <algorithm>

namespace handfast {

bool equal(Bytes a, Bytes b) { return std::ranges::equal(a, b); }

}  // namespace handfast
