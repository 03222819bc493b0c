#pragma once
// max_fragment_length (RFC 6066, 4): what record_size_limit has replaced, for peers that do not know that.
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct MaxFragmentLength {
  static constexpr ExtensionType type = ExtensionType::max_fragment_length;
  static constexpr std::string_view name = "max_fragment_length", rfc = "RFC 6066, 4";
  std::uint8_t max_fragment_length = 0;  // n: 2^(8 + n) bytes
  static void fields(auto& io, auto& m) { io.value(m.max_fragment_length, "max_fragment_length"); }
};

}  // namespace handfast::tls
