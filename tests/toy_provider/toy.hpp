#pragma once
// The toy provider: the functions of src/crypto without cryptography, for unit tests and fuzzers. Deterministic and
// fast; both sides agree, a changed byte is noticed, and nothing of it resists an attacker.
#include <array>
#include <cstring>

#include "base/secret.hpp"

namespace handfast::crypto::toy {

// Starts random_bytes() (and all keys made from it) over again; every process begins with seed 0.
void seed_random(std::uint64_t seed);

// A bijection on 64 bits that changes about half of them for each one changed.
constexpr std::uint64_t mix(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

constexpr std::uint64_t kEmptyChecksum = 0xcbf29ce484222325;

// A checksum that can be continued: checksum(checksum(s, a), b) is that of a and b together.
constexpr std::uint64_t checksum(std::uint64_t state, Bytes bytes) {
  for (const std::uint8_t byte : bytes) state = (state ^ byte) * 0x100000001b3;
  return state;
}

// Fills `out` with what follows from `seed`; a longer output begins with the shorter one.
constexpr void expand(std::uint64_t seed, MutableBytes out) {
  std::uint64_t block = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (i % 8 == 0) block = mix(seed + i);
    out[i] = static_cast<std::uint8_t>(block >> (8 * (i % 8)));
  }
}

// Numbers in the state arrays of Hash and Aead, and at the head of shares.
template <class Array>
std::uint64_t load(const Array& from) {
  std::uint64_t value = 0;
  std::memcpy(&value, from.data(), sizeof value);
  return value;
}
template <class Array>
void store(Array&& to, std::uint64_t value) {
  std::memcpy(to.data(), &value, sizeof value);
}

}  // namespace handfast::crypto::toy
