#include "bogo/clock.hpp"

namespace handfast::bogo {

namespace {

std::chrono::system_clock::time_point& current() {
  static auto time = std::chrono::system_clock::now();
  return time;
}

}  // namespace

std::chrono::system_clock::time_point now() { return current(); }
void advance_clock(std::chrono::seconds by) { current() += by; }

}  // namespace handfast::bogo
