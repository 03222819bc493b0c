#pragma once
// KeyUpdate (RFC 8446, 4.6.3).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct KeyUpdate {
  static constexpr HandshakeType type = HandshakeType::key_update;
  static constexpr std::string_view name = "key_update", rfc = "RFC 8446, 4.6.3";
  KeyUpdateRequest request_update{};
  static void fields(auto& io, auto& m) { io.value(m.request_update, "request_update"); }
};

}  // namespace handfast::tls
