#pragma once
// supported_versions (RFC 8446, 4.2.1).
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct SupportedVersions {
  static constexpr ExtensionType type = ExtensionType::supported_versions;
  static constexpr std::string_view name = "supported_versions", rfc = "RFC 8446, 4.2.1";
  ListView<ProtocolVersion> versions{};
  static void fields(auto& io, auto& m) { io.template list<1>(m.versions, {2, 254}, "versions"); }
};

struct SelectedVersion {
  static constexpr ExtensionType type = ExtensionType::supported_versions;
  static constexpr std::string_view name = "supported_versions", rfc = "RFC 8446, 4.2.1";
  ProtocolVersion selected_version{};
  static void fields(auto& io, auto& m) { io.value(m.selected_version, "selected_version"); }
};

}  // namespace handfast::tls
