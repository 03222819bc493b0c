#include "crypto/random.hpp"

#include <atomic>

#include "toy_provider/toy.hpp"

namespace handfast::crypto {
namespace {

std::atomic<std::uint64_t> next_seed = 0;  // each call takes one

}  // namespace

bool random_bytes(MutableBytes out) {
  toy::expand(toy::mix(next_seed.fetch_add(1)), out);
  return true;
}

namespace toy {

void seed_random(std::uint64_t seed) { next_seed = mix(seed); }

}  // namespace toy
}  // namespace handfast::crypto
