#include "tls/services.hpp"

#include "crypto/random.hpp"

namespace handfast::tls {

std::uint64_t milliseconds_now(const Services& services) {
  const auto since = services.clock().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

std::uint64_t seconds_now(const Services& services) { return milliseconds_now(services) / 1000; }

Result<void> fill_random(const Services& services, MutableBytes out) {
  RandomSource* source = services.random.get();
  const bool filled = source != nullptr ? source->fill(out) : crypto::random_bytes(out);
  if (!filled) return fail(Errc::random_failed, "random");
  return {};
}

}  // namespace handfast::tls
