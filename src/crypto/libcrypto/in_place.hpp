#pragma once
// The provider's contexts live in byte arrays inside our objects; this is the only place that casts one to the other.
#include <array>
#include <cstddef>
#include <new>
#include <type_traits>

#include "base/secret.hpp"

namespace handfast::crypto {

template <class Context, std::size_t Size>
Context& in_place(std::array<std::byte, Size>& state) {
  static_assert(sizeof(Context) <= Size && alignof(Context) <= 16 && std::is_trivially_copyable_v<Context>);
  return *std::launder(reinterpret_cast<Context*>(state.data()));
}

template <class Context, std::size_t Size>
const Context& in_place(const std::array<std::byte, Size>& state) {
  static_assert(sizeof(Context) <= Size && alignof(Context) <= 16 && std::is_trivially_copyable_v<Context>);
  return *std::launder(reinterpret_cast<const Context*>(state.data()));
}

template <std::size_t Size>
void wipe_state(std::array<std::byte, Size>& state) {
  wipe(MutableBytes(reinterpret_cast<std::uint8_t*>(state.data()), Size));
}

}  // namespace handfast::crypto
