#pragma once
// psk_key_exchange_modes (RFC 8446, 4.2.9).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct PskKeyExchangeModes {
  static constexpr ExtensionType type = ExtensionType::psk_key_exchange_modes;
  static constexpr std::string_view name = "psk_key_exchange_modes", rfc = "RFC 8446, 4.2.9";
  ListView<PskKeyExchangeMode> ke_modes{};
  static void fields(auto& io, auto& m) { io.template list<1>(m.ke_modes, {1, 255}, "ke_modes"); }
};

}  // namespace handfast::tls
