#include "capi/services.hpp"

#include <atomic>

namespace handfast::capi {

namespace {

std::atomic<gnutls_time_func> time_function{&std::time};

class InterposableRandom final : public tls::RandomSource {
 public:
  bool fill(MutableBytes out) override { return gnutls_rnd(GNUTLS_RND_NONCE, out.data(), out.size()) == 0; }
};

// Whole seconds only where the program says the time: ages of tickets count milliseconds.
std::chrono::system_clock::time_point clock() {
  using Clock = std::chrono::system_clock;
  return time_function == &std::time ? Clock::now() : Clock::from_time_t(current_time());
}

}  // namespace

std::shared_ptr<const tls::Services> capi_services() {
  static const std::shared_ptr<const tls::Services> services = [] {
    auto out = std::make_shared<tls::Services>();
    out->random = std::make_shared<InterposableRandom>();
    out->clock = &clock;
    return out;
  }();
  return services;
}

std::int64_t current_time() { return time_function.load()(nullptr); }

void replace_time_function(gnutls_time_func function) { time_function = function; }

}  // namespace handfast::capi
