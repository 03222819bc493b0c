#pragma once
// early_data (RFC 8446, 4.2.10): empty in hellos, a limit in NewSessionTicket.
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct EarlyDataIndication {
  static constexpr ExtensionType type = ExtensionType::early_data;
  static constexpr std::string_view name = "early_data", rfc = "RFC 8446, 4.2.10";
  static void fields(auto&, auto&) {}
};

struct EarlyDataLimit {
  static constexpr ExtensionType type = ExtensionType::early_data;
  static constexpr std::string_view name = "early_data", rfc = "RFC 8446, 4.2.10";
  std::uint32_t max_early_data_size = 0;
  static void fields(auto& io, auto& m) { io.value(m.max_early_data_size, "max_early_data_size"); }
};

}  // namespace handfast::tls
