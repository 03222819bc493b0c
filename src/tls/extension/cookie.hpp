#pragma once
// cookie (RFC 8446, 4.2.2).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct Cookie {
  static constexpr ExtensionType type = ExtensionType::cookie;
  static constexpr std::string_view name = "cookie", rfc = "RFC 8446, 4.2.2";
  Bytes cookie{};
  static void fields(auto& io, auto& m) { io.template opaque<2>(m.cookie, {1, 0xffff}, "cookie"); }
};

}  // namespace handfast::tls
