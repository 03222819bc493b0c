#pragma once
// Hexadecimal text, into memory of the caller's choice: what is written may be a secret.
#include <string_view>

#include "base/bytes.hpp"

namespace handfast {

// Two lower-case digits for each byte; `out` holds twice as many bytes. Gives what of `out` is left.
inline MutableBytes write_hex(Bytes bytes, MutableBytes out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (const std::uint8_t byte : bytes) {
    out[0] = static_cast<std::uint8_t>(kDigits[byte >> 4]);
    out[1] = static_cast<std::uint8_t>(kDigits[byte & 0xf]);
    out = out.subspan(2);
  }
  return out;
}

}  // namespace handfast
