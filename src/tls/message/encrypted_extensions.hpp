#pragma once
// EncryptedExtensions (RFC 8446, 4.3.1).
#include "tls/extension/sets.hpp"

namespace handfast::tls {

struct EncryptedExtensions {
  static constexpr HandshakeType type = HandshakeType::encrypted_extensions;
  static constexpr std::string_view name = "encrypted_extensions", rfc = "RFC 8446, 4.3.1";
  EncryptedExtensionsSet extensions{};
  static void fields(auto& io, auto& m) { io.extensions(m.extensions, "extensions"); }
};

}  // namespace handfast::tls
