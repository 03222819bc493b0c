#pragma once
// How the library speaks of bytes: borrowed for the call, or owned.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace handfast {

using Bytes = std::span<const std::uint8_t>;   // borrowed, read only
using MutableBytes = std::span<std::uint8_t>;  // borrowed, to be written to
using ByteVector = std::vector<std::uint8_t>;  // owned, not secret

inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
inline void append(ByteVector& out, Bytes bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

// Frees the memory: an assignment of {} would keep it.
inline void give_back(ByteVector& bytes) { ByteVector().swap(bytes); }

// Public bytes only; secrets are compared with constant_time_equal (secret.hpp).
bool equal(Bytes a, Bytes b);

}  // namespace handfast
