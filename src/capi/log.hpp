#pragma once
// Diagnostic lines for gnutls_global_set_log_function(). Levels: 1 something went wrong, 2 what was decided, 3 and above
// details. Nothing secret is ever logged.
#include <string_view>

#include "base/error.hpp"
#include "capi/public_api.hpp"

namespace handfast::capi {

bool logs(int level);                                         // whether anybody listens
void log(int level, std::string_view line);                   // without a line end
void log(std::string_view what, const Error& error);          // at level 1: what failed, and why
void audit(gnutls_session_t session, std::string_view line);  // to gnutls_global_set_audit_log_function(), too

// Takes the level from GNUTLS_DEBUG_LEVEL; lines go to stderr until the program says otherwise.
void prepare_log();

}  // namespace handfast::capi
