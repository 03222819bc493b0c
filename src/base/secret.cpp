#include "base/secret.hpp"

#include <cstring>

namespace handfast {

// What explicit_bzero() does, without its two calls on the way. The compiler must take it that the zeros are read.
void wipe(MutableBytes bytes) {
  if (bytes.empty()) return;  // whose data may be null
  std::memset(bytes.data(), 0, bytes.size());
  __asm__ __volatile__("" : : "r"(bytes.data()) : "memory");
}

bool constant_time_equal(Bytes a, Bytes b) {
  if (a.size() != b.size()) return false;
  volatile std::uint8_t difference = 0;  // volatile: the loop must not learn to stop early
  for (std::size_t i = 0; i < a.size(); ++i) difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

}  // namespace handfast
