#pragma once
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace handfast::test {

inline ByteVector unhex(std::string_view text) {
  ByteVector out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    out.push_back(static_cast<std::uint8_t>(std::stoul(std::string(text.substr(i, 2)), nullptr, 16)));
  }
  return out;
}

inline ByteVector bytes_of(Bytes bytes) { return ByteVector(bytes.begin(), bytes.end()); }

// `size` bytes that are all different for a while, and different from another `seed`'s.
inline ByteVector pattern(std::size_t size, unsigned seed = 1) {
  ByteVector out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(i * 7 + seed * 31 + (i >> 8));
  return out;
}

inline ByteVector joined(Bytes first, Bytes second) {
  ByteVector out = bytes_of(first);
  append(out, second);
  return out;
}

}  // namespace handfast::test
