#pragma once
// supported_groups (RFC 8446, 4.2.7).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct SupportedGroups {
  static constexpr ExtensionType type = ExtensionType::supported_groups;
  static constexpr std::string_view name = "supported_groups", rfc = "RFC 8446, 4.2.7";
  ListView<NamedGroup> named_group_list{};
  static void fields(auto& io, auto& m) { io.template list<2>(m.named_group_list, {2, 0xffff}, "named_group_list"); }
};

}  // namespace handfast::tls
