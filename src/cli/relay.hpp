#pragma once
// Standard input to the other side, and what comes from there to standard output, both at once.
#include "cli/channel.hpp"
#include "cli/exit_status.hpp"

namespace handfast::cli {

// Until the other side closes. The end of standard input sends close_notify and leaves the other direction open
// (RFC 8446, 6.1); from then on the other side may be silent for `patience` (zero: for ever).
ExitStatus relay(Channel& channel, Reporter& reporter, std::chrono::milliseconds patience);

}  // namespace handfast::cli
