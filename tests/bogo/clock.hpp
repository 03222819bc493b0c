#pragma once
// The time of the connections. It stands still: the tests want ages to the millisecond, and say how much time goes by.
#include <chrono>

namespace handfast::bogo {

std::chrono::system_clock::time_point now();
void advance_clock(std::chrono::seconds by);

}  // namespace handfast::bogo
