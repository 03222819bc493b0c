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

// A failure of configuring; `place`: the file or the argument that it is about.
Failure configuration_failure(Error error, std::string_view place);

}  // namespace handfast
