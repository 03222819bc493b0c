#pragma once
// A list of code points as it stands in an extension or a message.
#include "base/bytes.hpp"
#include "base/static_vector.hpp"
#include "base/writer.hpp"

namespace handfast::tls {

template <class T, std::size_t N>
ByteVector encode_code_points(const StaticVector<T, N>& items, auto&& usable) {
  ByteVector out;
  out.reserve(items.size() * sizeof(T));
  Writer writer(out);
  for (const T& item : items)
    if (usable(item)) writer.number<sizeof(T)>(static_cast<std::uint32_t>(item));
  return out;
}

template <class T, std::size_t N>
ByteVector encode_code_points(const StaticVector<T, N>& items) {
  return encode_code_points(items, [](T) { return true; });
}

}  // namespace handfast::tls
