#pragma once
// server_name (RFC 6066, 3): which of a server's names the client wants.
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct ServerName {
  ServerNameType name_type{};
  Bytes host_name{};
  static void fields(auto& io, auto& m) {
    io.value(m.name_type, "name_type");
    io.template opaque<2>(m.host_name, {1, 0xffff}, "host_name");
  }
};

struct ServerNameList {
  static constexpr ExtensionType type = ExtensionType::server_name;
  static constexpr std::string_view name = "server_name", rfc = "RFC 6066, 3";
  ListView<ServerName> server_name_list{};
  static void fields(auto& io, auto& m) { io.template list<2>(m.server_name_list, {1, 0xffff}, "server_name_list"); }
};

// The server's answer is empty: "a name was used".
struct ServerNameAcknowledgement {
  static constexpr ExtensionType type = ExtensionType::server_name;
  static constexpr std::string_view name = "server_name", rfc = "RFC 6066, 3";
  static void fields(auto&, auto&) {}
};

}  // namespace handfast::tls
