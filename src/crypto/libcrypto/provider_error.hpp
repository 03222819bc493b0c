#pragma once
#include "base/error.hpp"

namespace handfast::crypto {

// Why the provider's last call failed: out_of_memory where its error queue says so, otherwise `otherwise`. Empties the
// queue. Every failing call must end here or in forget_provider_error(), so that the queue never holds an older call's
// errors; calls that succeed then need not clear it.
Errc provider_error(Errc otherwise);
void forget_provider_error();

}  // namespace handfast::crypto
