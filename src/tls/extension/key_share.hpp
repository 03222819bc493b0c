#pragma once
// key_share (RFC 8446, 4.2.8): three forms, one for each hello.
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct KeyShareEntry {
  NamedGroup group{};
  Bytes key_exchange{};
  static void fields(auto& io, auto& m) {
    io.value(m.group, "group");
    io.template opaque<2>(m.key_exchange, {1, 0xffff}, "key_exchange");
  }
};

struct KeyShareClientHello {
  static constexpr ExtensionType type = ExtensionType::key_share;
  static constexpr std::string_view name = "key_share", rfc = "RFC 8446, 4.2.8";
  ListView<KeyShareEntry> client_shares{};
  static void fields(auto& io, auto& m) { io.template list<2>(m.client_shares, {0, 0xffff}, "client_shares"); }
};

struct KeyShareHelloRetryRequest {
  static constexpr ExtensionType type = ExtensionType::key_share;
  static constexpr std::string_view name = "key_share", rfc = "RFC 8446, 4.2.8";
  NamedGroup selected_group{};
  static void fields(auto& io, auto& m) { io.value(m.selected_group, "selected_group"); }
};

struct KeyShareServerHello {
  static constexpr ExtensionType type = ExtensionType::key_share;
  static constexpr std::string_view name = "key_share", rfc = "RFC 8446, 4.2.8";
  KeyShareEntry server_share{};
  static void fields(auto& io, auto& m) { KeyShareEntry::fields(io, m.server_share); }
};

}  // namespace handfast::tls
