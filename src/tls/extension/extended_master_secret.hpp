#pragma once
// extended_master_secret (RFC 7627, 5.1): empty on both sides.
#include "base/codec.hpp"
#include "base/codepoints.hpp"

namespace handfast::tls {

struct ExtendedMasterSecret {
  static constexpr ExtensionType type = ExtensionType::extended_master_secret;
  static constexpr std::string_view name = "extended_master_secret", rfc = "RFC 7627, 5.1";
  static void fields(auto&, auto&) {}
};

}  // namespace handfast::tls
