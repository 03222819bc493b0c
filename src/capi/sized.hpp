#pragma once
// Memory as a program names it: an address and a size, or a list and a count. Believed as far as both can be true.
#include <concepts>
#include <cstdint>
#include <limits>
#include <utility>

#include "base/bytes.hpp"
#include "capi/public_api.hpp"

namespace handfast::capi {

// No object is larger (C11, 6.5.6, 9): more is a program's mistake, such as a negative number that became a size.
inline constexpr std::size_t kMaxMemory = std::numeric_limits<std::ptrdiff_t>::max();

// Entries of a list of certificates, keys or names: far more than any program has, and less than a mistake makes of it.
inline constexpr std::size_t kMaxListed = std::size_t{1} << 20;

inline bool is_memory(const void* data, std::size_t size) {
  return size <= kMaxMemory && (data != nullptr || size == 0);
}

bool is_list(const auto* list, std::integral auto count) {
  return std::cmp_greater_equal(count, 0) && std::cmp_less_equal(count, kMaxListed) && (list != nullptr || count == 0);
}

// A gnutls_datum_t that can be read.
inline bool readable(const gnutls_datum_t* datum) { return datum != nullptr && is_memory(datum->data, datum->size); }

// What one may leave out: null, or one that can be read.
inline bool readable_if_given(const gnutls_datum_t* datum) { return datum == nullptr || readable(datum); }

// Of what has been looked at.
inline Bytes bytes_at(const void* data, std::size_t size) { return {static_cast<const std::uint8_t*>(data), size}; }
inline MutableBytes room_at(void* data, std::size_t size) { return {static_cast<std::uint8_t*>(data), size}; }
inline Bytes bytes_of(const gnutls_datum_t& datum) { return bytes_at(datum.data, datum.size); }
inline Bytes bytes_of(const gnutls_datum_t* datum) { return datum == nullptr ? Bytes() : bytes_of(*datum); }

}  // namespace handfast::capi
