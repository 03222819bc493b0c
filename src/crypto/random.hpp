#pragma once
#include "base/bytes.hpp"

namespace handfast::crypto {

// Fills `out` from the provider's generator, which reseeds itself, also after fork. False: no randomness can be had.
[[nodiscard]] bool random_bytes(MutableBytes out);

}  // namespace handfast::crypto
