#pragma once
// Secrets as memcheck sees them: bytes without a value. It then reports every branch and every address that depends on one.
#include <valgrind/memcheck.h>

#include <algorithm>

#include "base/bytes.hpp"

namespace handfast::memcheck {

inline void make_secret(MutableBytes bytes) { (void)VALGRIND_MAKE_MEM_UNDEFINED(bytes.data(), bytes.size()); }
inline void make_public(MutableBytes bytes) { (void)VALGRIND_MAKE_MEM_DEFINED(bytes.data(), bytes.size()); }

// Whether every byte is a secret, or depends on one.
inline bool is_secret(Bytes bytes) {
  ByteVector bits(bytes.size());
  (void)VALGRIND_GET_VBITS(bytes.data(), bits.data(), bytes.size());
  return !bytes.empty() && std::ranges::none_of(bits, [](std::uint8_t undefined) { return undefined == 0; });
}

inline ByteVector public_copy(Bytes bytes) {
  ByteVector out(bytes.begin(), bytes.end());
  make_public(out);
  return out;
}

}  // namespace handfast::memcheck
