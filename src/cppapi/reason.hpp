#pragma once
// What a Failure of the C++ API holds.
#include "handfast/failure.hpp"
#include "tls/failure.hpp"

namespace handfast {

struct Failure::Reason {
  tls::Failure failure;
  std::string target{};                       // whom a client wanted to reach
  std::string_view opening = "TLS failed: ";  // of the text
};

// The kind that programs see; total, so that a new error does not compile before somebody has chosen it.
ErrorKind kind_of(Errc error);

// A failure that the engine has no record of: the call did not fit, or there was no memory to keep more.
Failure unrecorded_failure(const Error& error) noexcept;
// What is said when there is no memory to say more. Made by the first call, which has to come before that.
const Failure& no_memory();

// A failure of configuring; `place`: the file or the argument that it is about.
Failure configuration_failure(Error error, std::string_view place);

}  // namespace handfast
