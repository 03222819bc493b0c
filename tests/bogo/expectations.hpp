#pragma once
// The -expect-... flags against what was negotiated.
#include "bogo/application.hpp"

namespace handfast::bogo {

// What is not as expected, in words; empty: all is. `early_data`: a client offered some, a server took some.
std::string unmet_expectation(const Flags& flags, const Application& application, const tls::SessionInfo& info,
                              bool early_data);

}  // namespace handfast::bogo
