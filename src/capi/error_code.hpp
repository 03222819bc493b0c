#pragma once
#include "base/errc.hpp"

namespace handfast::capi {

// The number that C programs see for a failure of the engine.
int gnutls_code_for(Errc error);

}  // namespace handfast::capi
