#pragma once
// What the command's exit status says. The help text of the command lists the same numbers.
#include "tls/failure.hpp"

namespace handfast::cli {

enum class ExitStatus : int {
  ok = 0,
  usage = 1,                // wrong arguments, or a file of this side cannot be used
  no_connection = 2,        // no TCP connection
  certificate_refused = 3,  // by this side: name, date, issuer, ...
  not_tls = 4,              // the other side speaks something else
  handshake_failed = 5,     // any other reason not to agree, the other side's refusal included
  broken = 6,               // the connection stood and broke; what was received may be incomplete
  timed_out = 7,
};

// `established`: the handshake was complete, as far as this side can know, when it failed.
ExitStatus exit_status_of(const tls::Failure& failure, bool established);

}  // namespace handfast::cli
