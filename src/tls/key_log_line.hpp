#pragma once
// A secret as SSLKEYLOGFILE has it (draft-ietf-tls-keylogfile).
#include <string_view>

#include "base/secret.hpp"

namespace handfast::tls {

// "LABEL random secret", with its line end.
SecretBytes key_log_line(std::string_view label, Bytes client_random, Bytes secret);

}  // namespace handfast::tls
