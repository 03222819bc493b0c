#pragma once
// application_layer_protocol_negotiation (RFC 7301).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct ProtocolName {
  Bytes name{};
  static void fields(auto& io, auto& m) { io.template opaque<1>(m.name, {1, 0xff}, "protocol_name"); }
};

// The client lists what it speaks; the server answers with exactly one of them (checked in negotiation).
struct ProtocolNameList {
  static constexpr ExtensionType type = ExtensionType::application_layer_protocol_negotiation;
  static constexpr std::string_view name = "application_layer_protocol_negotiation", rfc = "RFC 7301, 3.1";
  ListView<ProtocolName> protocol_name_list{};
  static void fields(auto& io, auto& m) {
    io.template list<2>(m.protocol_name_list, {2, 0xffff}, "protocol_name_list");
  }
};

}  // namespace handfast::tls
