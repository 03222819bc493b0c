#pragma once
// Secrets for debugging (draft-ietf-tls-keylogfile): to the program's function, else to the file that SSLKEYLOGFILE names.
#include "capi/public_api.hpp"

namespace handfast::capi {

// Opens the file of SSLKEYLOGFILE, once; before a sandbox may forbid it. Ignored in a set-uid process.
void prepare_keylog();

// Before the first step: sets the connection's key log. Throws std::bad_alloc.
void apply_keylog(gnutls_session_int& session);

}  // namespace handfast::capi
