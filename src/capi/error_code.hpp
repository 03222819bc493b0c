#pragma once
#include "base/error.hpp"

namespace handfast::capi {

// The number that C programs see for a failure of the engine.
int gnutls_code_for(Errc error);
// The same for one whose field is known: the interface tells some fields apart.
int gnutls_code_for(const Error& error);

}  // namespace handfast::capi
