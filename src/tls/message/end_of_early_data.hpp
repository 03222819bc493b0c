#pragma once
// EndOfEarlyData (RFC 8446, 4.5).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct EndOfEarlyData {
  static constexpr HandshakeType type = HandshakeType::end_of_early_data;
  static constexpr std::string_view name = "end_of_early_data", rfc = "RFC 8446, 4.5";
  static void fields(auto&, auto&) {}
};

}  // namespace handfast::tls
