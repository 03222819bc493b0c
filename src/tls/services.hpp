#pragma once
// What Services give, or what the system does where they say nothing.
#include "tls/config.hpp"

namespace handfast::tls {

std::uint64_t seconds_now(const Services& services);  // since 1970
std::uint64_t milliseconds_now(const Services& services);
Result<void> fill_random(const Services& services, MutableBytes out);

}  // namespace handfast::tls
