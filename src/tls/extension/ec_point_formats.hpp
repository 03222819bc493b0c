#pragma once
// ec_point_formats (RFC 8422, 5.1.2): only the uncompressed form is left.
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct EcPointFormats {
  static constexpr ExtensionType type = ExtensionType::ec_point_formats;
  static constexpr std::string_view name = "ec_point_formats", rfc = "RFC 8422, 5.1.2";
  ListView<EcPointFormat> ec_point_format_list{};
  static void fields(auto& io, auto& m) {
    io.template list<1>(m.ec_point_format_list, {1, 255}, "ec_point_format_list");
  }
};

}  // namespace handfast::tls
